"""What one unit sees, in a real browser."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows the units of a network."""
    folder = tmp_path_factory.mktemp("units")
    cell = "from widgets import UnitView\nUnitView()"
    write_lesson(folder, 3, "units", "Units", "%%# Units", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/03_units.ipynb"


def train(page: Page, address: str, result: str) -> Locator:
    """Open the page and train to the end; its tiles."""
    page.goto(address)
    tiles = page.locator(".gb-uv-tile")
    tiles.first.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".gb-state")).to_have_text(re.compile("step 1,000.*done"), timeout=PATIENCE)
    expect(page.locator(".gb-big")).to_have_text(result, timeout=PATIENCE)
    expect(page.locator(".gb-uv-said")).to_contain_text(f"All units: {result}")
    return tiles


def test_units_are_taken_out_with_the_mouse_and_put_back_from_the_keyboard(
    page: Page, site: str
) -> None:
    tiles = train(page, site, "94.0%")
    said, big = page.locator(".gb-uv-said"), page.locator(".gb-big")
    expect(said).to_contain_text("6 straight edges and is closed")
    field = page.locator(".gb-uv-field canvas")
    expect(field).to_have_accessible_name(re.compile("^Decision field after 1,000 steps"))
    tiles.nth(0).click()
    expect(tiles.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(big).to_have_text("76.0%")
    expect(said).to_contain_text("Without unit 1: 76.0% right, \u221218.0 percentage points; 191")
    expect(page.locator(".gb-uv-key")).to_contain_text("191 more without unit 1")
    expect(page.locator(".gb-uv-tile[tabindex='0']")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(big).to_have_text("58.8%")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    expect(big).to_have_text("72.7%")
    name = r"^unit 1 *\u22123\.35 *without it 76\.0% *; a weight towards 'outside'; on over \d+%"
    expect(tiles.nth(0)).to_have_accessible_name(re.compile(name))
    page.get_by_role("button", name="Put all back").click()
    expect(big).to_have_text("94.0%")
    expect(page.locator(".gb-uv-tile[aria-pressed='true']")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Show the code")).click()
    expect(page.locator(".gb-code pre")).to_contain_text("boundary, importance, without")
    assert page.troubles == []


def test_the_number_of_units_is_changed_and_another_seed_is_trained_at_once(
    page: Page, site: str
) -> None:
    tiles = train(page, f"{site}?open=units&hidden=2", "74.3%")
    expect(page.locator(".gb-uv-said")).to_contain_text("cuts off a corner")
    page.get_by_role("button", name="More units in layer 1").click()
    expect(tiles).to_have_count(3)
    expect(page.locator(".gb-state")).to_contain_text("ready")
    expect(page.locator(".gb-uv-said")).to_contain_text("Nothing is learned yet")
    page.get_by_role("button", name="Another seed").click()
    expect(page.locator(".gb-state")).to_contain_text("done", timeout=PATIENCE)
    expect(page.get_by_label("seed", exact=True)).to_have_value("15")
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look", "query", "result", "out"),
    [
        ("1200", 1200, "light", "", "94.0%", 0),
        ("390", 390, "light", "", "94.0%", 0),
        ("dark", 1200, "dark", "?open=units&hidden=6", "98.4%", 1),
        ("layers", 1200, "light", "?open=units&hidden=8-8&rule=ring", "94.7%", 3),
    ],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path,
    name: str, width: int, look: str, query: str, result: str, out: int,
) -> None:  # fmt: skip
    with opened(browser, width, 900, look) as page:
        tiles = train(page, site + query, result)
        tiles.nth(out).click()
        expect(page.locator(".gb-uv-said")).to_contain_text("become wrong")
        page.evaluate("window.scrollTo(0, 0)")  # the row with the result sticks to the top
        page.screenshot(path=artefacts / f"units-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-unit-view"))
        assert not found, listed(found)
        assert page.troubles == []
