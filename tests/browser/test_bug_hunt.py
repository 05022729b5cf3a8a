"""The bug hunt as a visitor meets it: by keyboard, narrow and in the dark."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, listed
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page or a kernel on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app with a bug hunt in it."""
    folder = tmp_path_factory.mktemp("bugs")
    cell = "from widgets import BugHunt\nBugHunt()"
    write_lesson(folder, 98, "bugs", "Bug hunt", "%%# Find the wrong line\nThere is one.", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/98_bugs.ipynb"


def open_hunt(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".gb-bug-xray tbody tr").first).to_be_visible(timeout=PATIENCE)


def test_the_wrong_line_is_found_and_fixed_by_keyboard(page: Page, site: str) -> None:
    open_hunt(page, site)
    row = page.get_by_role("row", name=re.compile("^y given"))
    expect(row).to_contain_text("−1.000")
    expect(row).to_contain_text("−0.188")
    expect(row).to_contain_text("differs: ×5.33")
    add = page.get_by_role("button", name=re.compile(r"^a \+ b, to a:"))
    add.focus()
    page.keyboard.press("Enter")
    told = page.locator(".gb-bug-told").first
    expect(told).to_contain_text("Not this one. In L = q + u, with g = 1, it hands 1 back to q.")
    expect(add).to_be_focused()
    page.get_by_role("button", name="a / b, to b: unbroadcast(-g, b.shape)").focus()
    page.keyboard.press("Space")
    expect(told).to_contain_text("Found.")
    fixes = page.get_by_role("group", name="Fixes").get_by_role("button")
    expect(fixes).to_have_count(4)
    fixes.nth(0).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gb-bug-told").last).to_contain_text("Still wrong.")
    expect(row).to_contain_text("differs: ×0.333")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".gb-bug-told").last).to_contain_text("Fixed. a / b falls with the square")
    expect(row).to_contain_text("agrees")
    assert page.troubles == []


def test_the_slider_finds_where_the_fault_cannot_be_seen(page: Page, site: str) -> None:
    open_hunt(page, site)
    slider = page.get_by_role("slider", name="x")
    expect(slider).to_have_attribute("aria-valuetext", "x = 3.00")
    slider.focus()
    for _ in range(26):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".gb-bug-knob")).to_have_text("x = 16.00")
    expect(page.locator(".gb-bug-off")).to_have_count(0)
    expect(slider).to_have_value("16")
    page.get_by_role("button", name="Case 5: A number that is used three times").click()
    expect(page.locator(".gb-bug-knob")).to_have_text("x = 1.00")
    expect(slider).to_have_value("1")
    expect(page.locator(".gb-bug-off")).to_have_count(3)
    way_back = page.get_by_role("button", name=re.compile("^the way back: def backward"))
    expect(way_back).to_be_visible()
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("1200", 1200, "light"), ("390", 390, "light"), ("dark", 1200, "dark")],
)
def test_the_hunt_fits_its_page_and_is_kept_as_a_picture(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 900, look) as page:
        open_hunt(page, f"{site}?open=bugs&case=tanh&line=tanh.a&fix=2")
        expect(page.locator(".gb-bug-told").last).to_contain_text("Still wrong.")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = findings(page, ".gb-bugs")
        assert found == [], listed(found)
        page.screenshot(path=artefacts / f"bug-hunt-{name}.png", full_page=True)
        page.get_by_role("button", name="Case 4: A bias for every point").click()
        expect(page.locator(".gb-bug-off")).to_have_count(1)
        page.screenshot(path=artefacts / f"bug-hunt-row-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
