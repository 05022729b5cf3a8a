"""A picture that grows and heals, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.browser.waiting import until
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine
STEPS = "Number(document.querySelector('.gb-state b').textContent.replace(/\\D/g, ''))"
GRID = ".gb-gp-grid canvas"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows a growing picture."""
    folder = tmp_path_factory.mktemp("growing")
    cell = "from widgets.growing_picture import GrowingPicture\nGrowingPicture()"
    write_lesson(folder, 5, "growing", "Growing", "%%# Growing", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/05_growing.ipynb"


def grow(page: Page, address: str, steps: int) -> None:
    """Open the page, let it grow for at least so many steps, and pause."""
    page.goto(address)
    page.locator(GRID).wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, f"{STEPS} >= {steps}")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator(".gb-state")).to_contain_text("paused", timeout=PATIENCE)


def living(page: Page) -> int:
    """The number in large figures."""
    return int(page.inner_text(".gb-big").replace(",", ""))


def test_it_grows_is_cut_by_mouse_and_keys_and_a_second_one_is_planted(
    page: Page, site: str
) -> None:
    grow(page, site, 60)
    grown, grid = living(page), page.locator(GRID)
    assert grown > 300
    expect(grid).to_have_accessible_name(re.compile(r"^Grid of 96 by 96 cells after \d+ steps"))
    box = grid.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 40, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    expect(page.locator(".gb-gp-said")).to_contain_text("Cut at step")
    expect(page.locator(".gb-big")).not_to_have_text(f"{grown:,}")
    dragged = living(page)
    assert dragged < grown
    grid.focus()
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".gb-big")).not_to_have_text(f"{dragged:,}")
    page.get_by_role("radio", name="plant").click()
    expect(page.locator(f"{GRID}[data-tool=plant]")).to_have_count(1)
    page.mouse.click(box["x"] + 30, box["y"] + 30)
    expect(grid).to_have_accessible_name(re.compile("2 planted"))
    page.get_by_role("button", name=re.compile("Show the code")).click()
    expect(page.locator(".gb-code pre")).to_contain_text("'plant'")
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "height", "look", "query"),
    [
        ("1200", 1200, 1000, "light", ""),
        ("390", 390, 844, "light", "?open=growing&pace=fast"),
        ("dark", 1200, 1000, "dark", "?open=growing&hidden=1"),
    ],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path,
    name: str, width: int, height: int, look: str, query: str,
) -> None:  # fmt: skip
    with opened(browser, width, height, look) as page:
        grow(page, site + query, 80)
        page.get_by_role("button", name="Cut in half").click()
        expect(page.locator(".gb-gp-said")).to_contain_text("Cut at step")
        expect(page.locator(".gb-gp-channels canvas")).to_have_count(8 if "hidden" in query else 0)
        page.evaluate("window.scrollTo(0, 0)")  # the row with the result sticks to the top
        page.screenshot(path=artefacts / f"growing-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-growing"))
        assert not found, listed(found)
        assert page.troubles == []
