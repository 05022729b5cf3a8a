"""Going downhill in a real browser: by mouse, by finger, by keyboard, and playing."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.browser.waiting import at_rest, until
from tests.lesson_site import write_lesson

LESSON = """
from widgets import Downhill, Predict
Downhill(surface="valley", rate=0.06)
"""
LEFT, RIGHT, TOP, BOTTOM = 30, 8, 8, 34  # around the picture: see landscape_paint.js


class Slope:
    """The widget of a page, and where its weights are."""

    def __init__(self, page: Page) -> None:
        self.page, self.root = page, page.locator(".gb-downhill")
        self.canvas = self.root.locator(".gb-landscape canvas")
        self.expect_label(r"From \(−2\.20, 1\.60\), after 0 steps")
        self.canvas.scroll_into_view_if_needed()

    def within(self, a: float, b: float) -> dict[str, float]:
        """Where a pair of weights, each from -3 to 3, is on the canvas."""
        box = self.canvas.bounding_box()
        wide, tall = box["width"] - LEFT - RIGHT, box["height"] - TOP - BOTTOM
        return {"x": LEFT + wide * (a + 3) / 6, "y": TOP + tall * (3 - b) / 6}

    def place(self, a: float, b: float) -> tuple[float, float]:
        """Where it is on the page."""
        box, within = self.canvas.bounding_box(), self.within(a, b)
        return box["x"] + within["x"], box["y"] + within["y"]

    def expect_label(self, pattern: str) -> None:
        expect(self.canvas).to_have_attribute("aria-label", re.compile(pattern))

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("downhill")
    write_lesson(folder, 1, "downhill", "Downhill", LESSON, "Predict('01.rate', 2)")
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_downhill.ipynb"


def test_the_start_is_dragged_with_the_mouse_and_moved_with_the_keys(
    page: Page, site: str
) -> None:
    page.goto(site)
    slope = Slope(page)
    slope.press("One step")
    slope.expect_label("after 1 step ")
    page.mouse.move(*slope.place(-2.2, 1.6))
    page.mouse.down()
    page.mouse.move(*slope.place(0, 2))
    page.mouse.move(*slope.place(2, -1))
    page.mouse.up()
    slope.expect_label(r"From \((2\.0|1\.9)\d, −(1\.0|0\.9)\d\), after 0 steps")
    page.mouse.click(*slope.place(-1, 1))  # a click sets it
    slope.expect_label(r"From \(−(1\.0|0\.9)\d, (1\.0|0\.9)\d\), after 0 steps")
    expect(slope.canvas).to_be_focused()
    before = re.search(r"From \(−(\d\.\d+)", slope.canvas.get_attribute("aria-label"))[1]
    page.keyboard.press("Shift+ArrowRight")  # five sixtieths of the picture: 0.5
    page.keyboard.press("ArrowRight")
    slope.expect_label(rf"From \(−{float(before) - 0.6:.2f}")
    page.keyboard.press("s")
    slope.expect_label("after 1 step ")
    assert page.troubles == []


def test_a_finger_on_the_ring_moves_it_and_elsewhere_it_scrolls(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True)
    page = context.new_page()
    page.goto(site)
    slope, wire = Slope(page), context.new_cdp_session(page)

    def swipe(*path: tuple[float, float]) -> None:
        kinds = ["touchStart"] + ["touchMove"] * (len(path) - 1)
        for kind, (x, y) in zip(kinds, path, strict=True):
            wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    scrolled = page.evaluate("scrollY")
    swipe(slope.place(-2.2, 1.6), slope.place(-1.5, 1.2), slope.place(-1, -1))
    slope.expect_label(r"From \(−(1\.0|0\.9)\d, −(1\.0|0\.9)\d\)")
    assert page.evaluate("scrollY") == scrolled
    swipe(slope.place(2, -2.8), slope.place(2, -2), slope.place(2, 0), slope.place(2, 2))
    until(page, f"scrollY > {scrolled}")
    slope.expect_label(r"From \(−(1\.0|0\.9)\d, −(1\.0|0\.9)\d\)")
    at_rest(page)
    slope.canvas.tap(position=slope.within(1, 2))
    slope.expect_label(r"From \((1\.0|0\.9)\d, (2\.0|1\.9)\d\)")
    context.close()


def test_it_plays_to_rest_and_says_when_the_rate_is_too_large(page: Page, site: str) -> None:
    page.goto(f"{site}?open=downhill&surface=bowl&rate=0.5")
    slope = Slope(page)
    slope.press("Play")
    expect(slope.root.locator(".gb-state")).to_have_text(re.compile("at rest: it is flat here"))
    expect(slope.root.locator(".gb-big")).to_have_text("0.2500")
    slope.expect_label(r"after 1\d steps with rate 0\.5, the weights are \(1\.00, 0\.50\)")
    handle = slope.root.get_by_role("slider", name="learning rate", exact=True)
    handle.press("End")
    expect(handle).to_have_attribute("aria-valuetext", "2.1")
    slope.press("Play")
    expect(slope.root.get_by_role("alert")).to_have_text(
        re.compile("the path has left the picture: the learning rate is too large")
    )
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("wide", 1200, "light"), ("narrow", 390, "light"), ("dark", 1200, "dark")],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 1000) as page:
        page.goto(f"{site}?look={look}")
        slope = Slope(page)
        for _ in range(5):
            slope.press("One step")
        slope.expect_label("after 5 steps")
        slope.root.get_by_role("slider", name="learning rate", exact=True).press("ArrowRight")
        slope.expect_label("after 0 steps with rate 0.07")
        for _ in range(3):
            slope.press("One step")
        slope.expect_label("after 3 steps")
        page.get_by_role("button", name="Commit and run").click()
        expect(page.locator(".gb-paths svg")).to_have_count(4)
        page.screenshot(path=artefacts / f"downhill-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
