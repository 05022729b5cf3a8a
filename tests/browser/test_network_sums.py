"""The drawn sums in a real browser: by keyboard, by pointer, on a telephone."""
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and a kernel on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sums")
    write_lesson(folder, 1, "sums", "Sums", "from widgets import NetworkSums\nNetworkSums()")
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_sums.ipynb"


def open_sums(page: Page, address: str) -> Locator:
    page.goto(address)
    sums = page.locator(".gb-network-sums")
    expect(sums.locator(".gb-formula")).to_contain_text("h1 = tanh(0.67)", timeout=PATIENCE)
    return sums


def test_arrow_keys_walk_through_the_units_and_say_each_sum(page: Page, site: str) -> None:
    sums = open_sums(page, site)
    canvas, formula = sums.locator("canvas"), sums.locator(".gb-formula")
    canvas.focus()
    page.keyboard.press("ArrowDown")
    expect(formula).to_have_text(
        "z2 = 1.20 · (−0.30) + 0.70 · 0.70 + 0.30 = 0.43, h2 = tanh(0.43) = 0.405"
    )
    expect(sums.locator(".gb-target")).to_have_text("0.43")
    expect(sums.locator(".gb-spoken").first).to_contain_text("z2 = 1.20")
    for _ in range(4):  # to the last, and no farther
        page.keyboard.press("ArrowRight")
    expect(formula).to_contain_text("z = 0.585 · (−1.50)")
    expect(canvas).to_have_accessible_name(
        "Two inputs, three hidden units, one output. In hand: z. " + formula.inner_text() + "."
    )
    expect(sums.locator(".gb-matrix-name").first).to_have_text("W2 (3, 1)")
    expect(sums).to_have_attribute("data-name", "network-sums")
    assert page.troubles == []


def test_a_pointer_over_a_unit_and_a_press_on_a_point_choose_them(
    page: Page, site: str, artefacts: Path
) -> None:
    sums = open_sums(page, site)
    box = sums.locator("canvas").bounding_box()
    middle = box["x"] + (0.1 + 0.45) * box["width"]  # of the hidden units
    page.mouse.move(middle, box["y"] + box["height"] * 5 / 6)
    expect(sums.locator(".gb-formula")).to_contain_text("h3 = tanh")
    page.mouse.move(middle - 100, box["y"] + 4)
    expect(sums.locator(".gb-formula")).to_contain_text("h3 = tanh")  # it stays
    sums.get_by_role("radio", name="4").click()
    sums.get_by_role("button", name="point 3").click()
    expect(sums.locator(".gb-formula")).to_contain_text("z3 = 0.40 · (−0.90) + (−1.10) · 0.40")
    expect(sums.get_by_role("button", name="point 3")).to_have_attribute("aria-pressed", "true")
    expect(sums.locator(".gb-shapes")).to_contain_text("(4, 2) · (2, 3) + (3,) = (4, 3)")
    found = grave(findings(page, ".gb-network-sums"))
    assert found == [], listed(found)
    sums.screenshot(path=artefacts / "network-sums.png")
    assert page.troubles == []


@pytest.mark.parametrize(("width", "look"), [(390, "light"), (1200, "dark")])
def test_nothing_of_it_is_cut_off_or_moves(
    browser: Browser, site: str, artefacts: Path, width: int, look: str
) -> None:
    with opened(browser, width, 900, look) as page:
        sums = open_sums(page, site)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tall = sums.bounding_box()["height"]
        sums.locator("canvas").focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(sums.locator(".gb-formula")).to_contain_text("z = 0.585")
        assert sums.bounding_box()["height"] == pytest.approx(tall, abs=1)
        sums.screenshot(path=artefacts / f"network-sums-{width}-{look}.png")
        assert page.troubles == []
