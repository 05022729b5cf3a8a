"""A rule painted in a real browser: by mouse, by finger and by keyboard alone."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.browser.playground_page import RUNNING, PlaygroundPage
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine
TWO_FRAMES = """() =>
  new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))"""
SPECKS = """() => {
  const canvas = document.querySelector(".gb-paint canvas"), context = canvas.getContext("2d");
  const side = canvas.width, { data } = context.getImageData(0, 0, side, side);
  const style = getComputedStyle(canvas), seen = { orange: 0, blue: 0 };
  for (const name of Object.keys(seen)) {
    const hex = style.getPropertyValue("--" + name).trim();
    const rgb = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
    for (let i = 0; i < data.length; i += 4)
      if (rgb.every((value, k) => data[i + k] === value)) seen[name]++;
  }
  return seen;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows a painted rule."""
    folder = tmp_path_factory.mktemp("painted")
    cell = "from widgets import PaintedRule\nPaintedRule()"
    write_lesson(folder, 1, "painted", "A painted rule", "%%# Your own rule\nPaint it.", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_painted.ipynb"


class PaintedPage:
    """The painted rule of a page, and how a person paints."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        self.root = page.locator(".gb-paint")
        self.canvas = self.root.get_by_role("application")
        expect(self.canvas).to_have_attribute(
            "aria-label", re.compile("^Your painting: "), timeout=PATIENCE
        )
        self.said = self.root.locator(".gb-said-here")
        self.asked = page.locator(".gb-painted-asked")
        self.canvas.scroll_into_view_if_needed()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the square is on the page."""
        box = self.canvas.bounding_box()
        return box["x"] + (x + 1) / 2 * box["width"], box["y"] + (1 - y) / 2 * box["height"]

    def drag(self, *path: tuple[float, float]) -> None:
        self.canvas.scroll_into_view_if_needed()
        self.page.mouse.move(*self.at(*path[0]))
        self.page.mouse.down()
        for point in path[1:]:
            self.page.mouse.move(*self.at(*point), steps=5)
        self.page.mouse.up()

    def brush(self, name: str) -> None:
        self.root.get_by_role("radio", name=name).click()

    def press(self, name: str) -> None:
        self.root.get_by_role("button", name=name, exact=True).click()


def test_both_classes_are_painted_with_the_mouse_and_learned_while_one_goes_on(
    page: Page, site: str
) -> None:
    shown = PaintedPage(page, site)
    shown.press("Clear")
    expect(shown.said).to_have_text("Nothing is painted yet.")
    expect(shown.asked).to_contain_text("Paint some orange and some blue")
    shown.drag((-0.6, 0.6), (-0.6, -0.6))
    expect(shown.asked).to_contain_text("choose the brush outside")
    shown.brush("outside")
    shown.drag((0.6, 0.6), (0.6, -0.6))
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.main.click()
    playground.expect_state(RUNNING)
    playground.expect_accuracy_above(99)
    before = playground.steps()
    shown.drag((-0.6, 0.6), (-0.6, -0.6))  # what was orange is blue now
    expect(shown.said).to_contain_text("No dabs inside")
    expect(shown.asked).to_contain_text("choose the brush inside")
    shown.press("Undo")
    playground.expect_accuracy_above(99)
    assert playground.steps() >= before
    assert page.troubles == []


def test_a_stroke_is_seen_before_the_kernel_has_answered(page: Page, site: str) -> None:
    shown = PaintedPage(page, site)
    shown.press("Clear")
    expect(shown.said).to_have_text("Nothing is painted yet.")
    assert page.evaluate(SPECKS) == {"orange": 0, "blue": 0}
    page.context.set_offline(True)
    page.mouse.move(*shown.at(-0.5, 0))
    page.mouse.down()
    page.mouse.move(*shown.at(0.5, 0))
    page.evaluate(TWO_FRAMES)
    assert page.evaluate(SPECKS)["orange"] > 100
    assert page.evaluate(SPECKS)["blue"] == 0


def test_with_the_keys_alone_a_rule_is_painted(page: Page, site: str) -> None:
    shown = PaintedPage(page, site)
    shown.press("Clear")
    expect(shown.said).to_have_text("Nothing is painted yet.")
    shown.canvas.focus()
    for key in ("1", "Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(shown.said).to_have_text("1 dab inside, none outside.")
    page.keyboard.press("2")
    expect(shown.said).to_have_text("Brush: outside")
    for key in ("Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(shown.said).to_have_text("x 0.00, y 0.05")
    page.keyboard.press("Enter")
    expect(shown.root.locator(".gb-spoken")).to_have_text("1 dab inside, 1 outside.")
    PlaygroundPage(page).wait_until_ready()
    for key in ("3", "Space"):
        page.keyboard.press(key)
    expect(shown.said).to_have_text("1 dab inside, none outside.")
    expect(shown.root.get_by_role("radio", name="eraser")).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Backspace")
    expect(shown.said).to_have_text("1 dab inside, 1 outside.")
    assert page.troubles == []


def test_it_can_be_painted_with_a_finger_and_looks_right_everywhere(
    browser: Browser, site: str, artefacts: Path
) -> None:
    for name, width, colours in (
        ("1200", 1200, "light"), ("dark", 1200, "dark"), ("390", 390, "light"),
    ):  # fmt: skip
        with opened(browser, width, 900, colours) as page:
            shown = PaintedPage(page, f"{site}?look={colours}")
            playground = PlaygroundPage(page)
            playground.wait_until_ready()
            shown.press("smiley")
            expect(shown.said).to_contain_text("inside")
            before = shown.said.inner_text()
            shown.canvas.scroll_into_view_if_needed()
            touch(page, shown.at(-0.1, 0.1), shown.at(0.1, -0.2))
            expect(shown.said).not_to_have_text(before)
            playground.main.click()
            playground.expect_accuracy_above(88)
            playground.main.click()
            expect(playground.bar).not_to_have_attribute("data-state", RUNNING)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
            found = findings(page, ".gb-painted")
            assert grave(found) == [], listed(grave(found))
            page.screenshot(path=artefacts / f"painted-rule-{name}.png", full_page=True)
            shown.press("Clear")
            expect(shown.asked).to_be_visible()
            page.screenshot(path=artefacts / f"painted-rule-{name}-empty.png", full_page=True)
            assert page.troubles == []


def touch(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a finger over the page."""
    touches = page.context.new_cdp_session(page)
    for kind, place in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [{"x": place[0], "y": place[1]}] if place else []
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
