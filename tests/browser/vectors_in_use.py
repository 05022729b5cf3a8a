"""What is done to the pieces of lesson 04 when it is used."""
import re

from playwright.sync_api import Locator, expect

PATIENCE = 120_000  # milliseconds for a computation on a busy machine


def break_angles(bench: Locator) -> None:
    """Take a treatment of the cloud by one press, and move the chosen point with the keys."""
    bench.get_by_role("button", name="off centre").click()
    angles = bench.locator(".gb-cloud-table tr").first
    expect(angles).to_have_attribute("data-kept", "true", timeout=PATIENCE)
    bench.get_by_role("button", name="centre", exact=True).click()
    expect(angles).to_have_attribute("data-kept", "false", timeout=PATIENCE)
    canvas = bench.locator(".gb-cloud-before canvas")
    before = canvas.get_attribute("aria-label")
    canvas.press("ArrowUp")
    expect(canvas).not_to_have_attribute("aria-label", before)


def lower(many: Locator) -> None:
    """Keep few components once all is measured, and go on to the next row."""
    many.scroll_into_view_if_needed()  # it is measured once someone comes near
    expect(many.locator(".gb-md-state")).to_have_text(re.compile("^all"), timeout=PATIENCE)
    handle = many.get_by_role("slider", name="k, numbers kept", exact=True)
    for _ in range(3):
        handle.press("ArrowLeft")
    many.get_by_role("button", name="Next", exact=True).click()
    expect(many.locator(".gb-like-note")).to_contain_text("row 2 of")


def liken(similarity: Locator) -> None:
    """Compare all sentences by what was counted, and take off what is common to them."""
    similarity.get_by_role("button", name="all at once").click()
    similarity.get_by_role("radio", name="counted here").check(force=True)
    big = similarity.locator(".gb-sim-now .gb-big")
    expect(big).to_have_text("0.94", timeout=PATIENCE)
    similarity.get_by_role("radio", name="taken off").check(force=True)
    expect(big).to_have_text("0.92", timeout=PATIENCE)
