"""The sweep map in a real browser: filled, stopped, walked through, and one network opened."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.sweep_map import Plan
from course.sweep_map_filling import Filling
from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson
from widgets import sweep_map_words as words

PATIENCE = 120_000  # milliseconds for a page and its kernel on a busy machine
SMALL = Plan("circle", (2, 8), (0.01, 0.1), seeds=4, steps=300)
SETTINGS = "widths=(2, 8), rates=(0.01, 0.1), seeds=4"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of apps with a small map, one that takes long, and the usual one."""
    folder = tmp_path_factory.mktemp("sweep")
    for number, call in enumerate(
        (f"'circle', {SETTINGS}, steps=300", f"'circle', {SETTINGS}, steps=6000", "seeds=8"), 1
    ):
        cell = f"from widgets import SweepMap\nSweepMap({call})"
        write_lesson(folder, number, "map", "A sweep map", "%%# A sweep map\nFill it.", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render"


def fill(page: Page, address: str) -> Locator:
    """Open the page and press the button; the map."""
    page.goto(address)
    page.get_by_role("button", name="Fill the map").click(timeout=PATIENCE)
    return page.get_by_role("application", name=re.compile("^Heat map of "))


def test_a_map_is_filled_walked_through_by_keyboard_and_opens_a_network(
    page: Page, site: str
) -> None:
    canvas = fill(page, f"{site}/01_map.ipynb")
    expect(page.locator(".gb-runner-words").first).to_contain_text("16 trained", timeout=PATIENCE)
    filling = Filling(SMALL)
    table = filling.run()
    expect(page.locator(".gb-sweep-words")).to_have_text(words.summary(table, 3.14159265 * 0.16))
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".gb-heat-line")).to_have_text(words.cell(table, 1, 1))
    page.keyboard.press("Enter")
    expect(page.locator(".gb-cell-title")).to_have_text("8 units, rate 0.1")
    networks = page.get_by_role("application", name=re.compile("^4 networks of 8 units"))
    networks.focus()
    page.keyboard.press("ArrowDown")  # from nowhere to the first
    best = filling.outcomes(1, 1)[0]
    expect(page.locator(".gb-cell-words")).to_have_text(words.network(best))
    page.keyboard.press("Enter")
    playground = page.locator(".gb-opened .gb-playground")
    expect(playground.locator(".gb-state b")).to_have_text("step 300", timeout=PATIENCE)
    accuracy = f"{100 * best.accuracy:.1f}%"
    expect(playground.locator(".gb-big")).to_have_text(accuracy)
    networks.focus()
    page.keyboard.press("Escape")
    expect(playground).to_have_count(0)
    canvas.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".gb-cell-line")).to_have_text("Choose a cell to see its networks.")
    assert page.troubles == []


def test_a_stop_keeps_what_is_trained_and_goes_on(page: Page, site: str) -> None:
    canvas = fill(page, f"{site}/02_map.ipynb")
    said = page.locator(".gb-runner-words").first
    expect(canvas).to_have_attribute("aria-label", re.compile("Best: "), timeout=PATIENCE)
    page.get_by_role("button", name="Stop").click()
    expect(said).to_have_text("stopped: 8 of 16 networks are trained and stay")
    page.get_by_role("button", name="Go on").click()
    expect(said).to_contain_text("16 trained", timeout=PATIENCE)
    assert page.troubles == []


def test_it_looks_right_wide_narrow_and_in_the_dark(
    browser: Browser, site: str, artefacts: Path
) -> None:
    for name, width, colours, query in (
        ("1200", 1200, "light", ""), ("390", 390, "light", ""),
        ("dark", 1200, "dark", "?open=sweep&optimiser=sgd&rates=0.03~0.3~3.0~30.0&depth=2"),
    ):  # fmt: skip
        with opened(browser, width, 900, colours) as page:
            canvas = fill(page, f"{site}/03_map.ipynb{query}")
            said = page.locator(".gb-runner-words").first
            expect(said).to_contain_text("trained in", timeout=PATIENCE)
            box = canvas.bounding_box()
            canvas.click(position={"x": 0.6 * box["width"], "y": 0.6 * box["height"]})
            expect(page.locator(".gb-cell-title")).to_contain_text("16 units")
            expect(page.locator(".gb-cell-fields canvas")).to_be_visible()
            columns = 4 if query else 6
            assert box["width"] / columns >= 44  # a cell and the gap beside it
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
            page.screenshot(path=artefacts / f"sweep-map-{name}.png", full_page=True)
            assert page.troubles == []
