"""Drawing a boundary in a real browser: by mouse, by finger and by keyboard alone."""
import math
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from course.sketch import from_text, inside
from glassbox.driven import app_server
from tests.browser.conftest import LabServer, opened
from tests.browser.notebooks import open_notebook, put_notebook, run_cell
from tests.lesson_site import write_lesson

LESSON = """
import ipywidgets
from course.sketch import to_text
from course.toys import make_dataset
from widgets.canvas.sketch import SketchCanvas
from widgets.theme import Theme
data = make_dataset("ring", 350)
sketch = SketchCanvas((data.x_train, data.y_train), layout={"max_width": "460px"})
text, lock = ipywidgets.HTML(), ipywidgets.Button(description="Lock")
def tell():
    style = "class='text' style='overflow-wrap: anywhere'"
    text.value = f"<code {style}>{to_text(sketch.strokes)}</code>"
def commit(_):
    sketch.locked = True
sketch.on_sketch(tell)
lock.on_click(commit)
box = ipywidgets.VBox([Theme(), sketch, lock, text])
box.add_class("glassbox").add_class("gb-demo")
box
"""

COLOUR = """async (canvas, [x, y]) => {
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const style = getComputedStyle(canvas), at = (v) => Math.round((v + 1) / 2 * canvas.width);
  const painted = [...canvas.getContext("2d").getImageData(at(x), at(-y), 1, 1).data];
  const hex = "#" + painted.slice(0, 3).map((v) => v.toString(16).padStart(2, 0)).join("");
  const names = ["field-mid", "field-orange", "field-blue"];
  return names.find((name) => style.getPropertyValue("--" + name).trim() === hex) ?? hex;
}"""


class SketchPage:
    """One sketch of a page, and how a person draws on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".gb-sketch")
        self.canvas = self.root.locator("canvas")
        self.said = self.root.locator(".gb-said-here")
        expect(self.canvas).to_have_attribute("aria-label", re.compile("^Your sketch: "))
        self.canvas.scroll_into_view_if_needed()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the square is on the page."""
        box = self.canvas.bounding_box()
        return box["x"] + (x + 1) / 2 * box["width"], box["y"] + (1 - y) / 2 * box["height"]

    def draw(self, path: list[tuple[float, float]]) -> None:
        """Drag the mouse along a path of the square."""
        mouse = self.page.mouse
        mouse.move(*self.place(*path[0]))
        mouse.down()
        for point in path[1:]:
            mouse.move(*self.place(*point))
        mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def expect_label(self, pattern: str) -> None:
        expect(self.canvas).to_have_attribute("aria-label", re.compile(pattern))

    def strokes(self) -> tuple[np.ndarray, ...]:
        """What the kernel holds."""
        return from_text(self.page.locator("code.text").inner_text())

    def colour(self, x: float, y: float) -> str:
        """Which of the theme's fields is painted at a point of the square."""
        return self.canvas.evaluate(COLOUR, [x, y])


def circle(radius: float, count: int = 60) -> list[tuple[float, float]]:
    turns = [2 * math.pi * i / count for i in range(count)]
    return [(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]


def area(path: list[tuple[float, float]]) -> float:
    """Area inside a closed curve, by the shoelace formula."""
    following = path[1:] + path[:1]
    return abs(sum(a * d - b * c for (a, b), (c, d) in zip(path, following, strict=True))) / 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sketch")
    write_lesson(folder, 1, "sketch", "Sketch", LESSON)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_sketch.ipynb"


@pytest.fixture
def sketch(page: Page, site: str) -> SketchPage:
    page.goto(site)
    return SketchPage(page)


def test_a_circle_drawn_with_the_mouse_holds_what_its_path_holds(sketch: SketchPage) -> None:
    path = circle(0.7)
    sketch.draw(path)
    sketch.expect_label(f"1 curve; {100 * area(path) / 4:.0f}% of the square is inside; it puts ")
    [curve] = sketch.strokes()
    assert np.hypot(*curve.T) == pytest.approx(0.7, abs=0.02)
    assert sketch.colour(0.03, 0.03) == "field-orange"
    assert sketch.colour(0.9, -0.9) == "field-blue"
    assert sketch.page.troubles == []


def test_what_is_drawn_is_tinted_before_it_is_closed(sketch: SketchPage) -> None:
    assert sketch.colour(0.03, 0.03) == "field-mid"
    mouse = sketch.page.mouse
    mouse.move(*sketch.place(*circle(0.7)[0]))
    mouse.down()
    for point in circle(0.7)[1:50]:
        mouse.move(*sketch.place(*point))
    assert sketch.colour(0.03, 0.03) == "field-orange"
    sketch.press("Escape")
    mouse.up()
    expect(sketch.said).to_have_text("The open curve is dropped.")
    sketch.expect_label("nothing is drawn yet")


def test_a_curve_inside_another_is_a_hole(sketch: SketchPage) -> None:
    sketch.draw(circle(0.8))
    sketch.expect_label("1 curve;")
    sketch.draw(circle(0.4))
    share = 100 * (area(circle(0.8)) - area(circle(0.4))) / 4
    sketch.expect_label(f"2 curves; {share:.0f}% of the square is inside")
    assert list(inside(sketch.strokes(), [[0, 0], [0.6, 0], [0.9, 0.9]])) == [False, True, False]
    assert sketch.colour(0.03, 0.03) == "field-blue"
    assert sketch.colour(0.61, 0.01) == "field-orange"


def test_undo_clear_and_swap_do_what_they_say(sketch: SketchPage) -> None:
    button = sketch.root.get_by_role
    expect(button("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    sketch.draw(circle(0.8))
    sketch.draw(circle(0.4))
    sketch.expect_label("2 curves;")
    button("button", name="Undo").click()
    sketch.expect_label("1 curve; 50%")
    button("button", name="Swap inside and outside").click()
    sketch.expect_label("1 curve, inside and outside swapped; 50%")
    assert sketch.colour(0.03, 0.03) == "field-blue"
    button("button", name="Clear").click()
    sketch.expect_label("nothing is drawn yet")
    expect(sketch.said).to_have_text("Nothing is drawn yet.")
    assert sketch.colour(0.03, 0.03) == "field-mid"


def test_a_line_from_edge_to_edge_takes_the_edge_with_it(sketch: SketchPage) -> None:
    begun_near, ended_beyond = (-0.94, 0.5), (1.1, 0.5)
    sketch.draw([begun_near, *((x / 10, 0.5) for x in range(-9, 10)), ended_beyond])
    sketch.expect_label("1 curve; 25% of the square is inside")
    assert list(inside(sketch.strokes(), [[0, 0.9], [0, 0]])) == [True, False]


def test_a_click_is_no_curve_and_says_what_to_do(sketch: SketchPage) -> None:
    sketch.canvas.click()
    expect(sketch.said).to_contain_text("Hold the button or the finger down")
    sketch.draw([(0, 0), (0.008, 0), (0.008, 0.008), (0, 0.008)])
    expect(sketch.said).to_contain_text("too small to enclose anything; draw a larger one")
    sketch.expect_label("nothing is drawn yet")


def test_a_triangle_is_drawn_by_keyboard_alone(sketch: SketchPage, artefacts: Path) -> None:
    page = sketch.page
    for _ in range(20):
        sketch.press("Tab")
        if page.evaluate("document.activeElement.matches('.gb-sketch canvas')"):
            break
    expect(sketch.canvas).to_be_focused()
    expect(sketch.canvas).to_have_role("application")
    sketch.press("Shift+ArrowRight", "ArrowRight", "ArrowRight")
    expect(sketch.said).to_have_text("x 0.30, y 0.00")
    sketch.press("Enter")
    expect(sketch.said).to_have_text("x 0.30, y 0.00, corner 1 set")
    sketch.press("Shift+ArrowUp", "Shift+ArrowUp", " ", "Backspace")
    expect(sketch.said).to_have_text("Corner 2 taken back; 1 corner set")
    sketch.press("Enter", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter")
    expect(sketch.said).to_have_text("x −0.10, y 0.40, corner 3 set")
    page.screenshot(path=artefacts / "sketch-keyboard.png")
    sketch.press("c")
    sketch.expect_label("1 curve; 2% of the square is inside")  # 0.08 of 4
    [corners] = sketch.strokes()
    assert corners.tolist() == [[0.3, 0], [0.3, 0.4], [-0.1, 0.4]]
    sketch.press("Enter", "Escape")
    expect(sketch.said).to_have_text("The open curve is dropped.")
    sketch.press("Control+z")
    sketch.expect_label("nothing is drawn yet")


def test_a_second_visit_to_the_first_corner_closes_the_curve(sketch: SketchPage) -> None:
    sketch.canvas.focus()
    sketch.press("Enter", "Shift+ArrowUp", "Enter", "c")
    expect(sketch.said).to_have_text("A curve needs three corners or more; 2 corners set")
    sketch.press("Enter")
    expect(sketch.said).to_have_text("There is a corner here already.")
    sketch.press("Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Shift+ArrowLeft", "Enter")
    sketch.expect_label("1 curve;")
    assert [len(curve) for curve in sketch.strokes()] == [3]


def test_what_is_locked_can_be_read_but_not_changed(sketch: SketchPage) -> None:
    sketch.draw(circle(0.7))
    sketch.expect_label("1 curve;")
    sketch.page.get_by_role("button", name="Lock").click()
    expect(sketch.canvas).to_have_role("img")
    sketch.draw(circle(0.3))
    sketch.canvas.focus()
    expect(sketch.canvas).to_be_focused()
    sketch.press("Enter", "ArrowUp", "Enter", "ArrowLeft", "Enter", "c", "Control+z")
    expect(sketch.said).to_have_text("1 curve; 38% of the square is inside.")
    sketch.root.get_by_role("button", name="Clear").dispatch_event("click")
    assert sketch.colour(0.03, 0.03) == "field-orange"
    sketch.expect_label("1 curve; 38%")


@pytest.fixture
def held(browser: Browser, site: str) -> Iterator[SketchPage]:
    """The sketch on a small screen that is touched."""
    context = browser.new_context(viewport={"width": 390, "height": 500}, has_touch=True)
    page = context.new_page()
    page.goto(site)
    yield SketchPage(page)
    context.close()


def slide(page: Page, path: list[tuple[float, float]]) -> None:
    """Slide a finger over the screen."""
    wire = page.context.new_cdp_session(page)
    kinds = ["touchStart"] + ["touchMove"] * (len(path) - 1)
    for kind, (x, y) in zip(kinds, path, strict=True):
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_draws_and_the_page_stays_where_it_is(held: SketchPage) -> None:
    before = held.page.evaluate("scrollY")
    slide(held.page, [held.place(*point) for point in circle(0.7, 30)])
    held.expect_label("1 curve; 38% of the square is inside")
    assert held.page.evaluate("scrollY") == before


def test_a_finger_beside_the_picture_scrolls_the_page(held: SketchPage) -> None:
    page, help_box = held.page, held.root.locator(".gb-help").bounding_box()
    before = page.evaluate("scrollY")
    x, y = held.place(0, -1)
    assert help_box["y"] > y
    slide(page, [(x, y + 12 - 8 * step) for step in range(20)])
    after = page.evaluate(
        """(before) => new Promise((tell) => {
          const look = () => scrollY > before && tell(scrollY);
          addEventListener("scroll", look);
          setTimeout(() => tell(scrollY), 5000);
          look();
        })""",
        before,
    )
    assert after > before
    held.expect_label("nothing is drawn yet")


def test_once_it_is_locked_a_finger_on_it_scrolls_too(held: SketchPage) -> None:
    assert held.canvas.evaluate("(c) => getComputedStyle(c).touchAction") == "pinch-zoom"
    held.page.get_by_role("button", name="Lock").click()
    expect(held.canvas).to_have_role("img")
    assert held.canvas.evaluate("(c) => getComputedStyle(c).touchAction") == "auto"


@pytest.fixture
def sketch_in_lab(page: Page, lab: LabServer) -> SketchPage:
    """The same cell in JupyterLab, run from the keyboard."""
    # A JupyterLab that has only just started asks for the kernel that the notebook names.
    page.add_locator_handler(
        page.locator("dialog.jp-Dialog"),
        lambda asks: asks.get_by_role("button", name="Select").click(),
    )
    put_notebook(lab, "sketch.ipynb", LESSON, "1 + 1")
    open_notebook(page, lab, "sketch.ipynb")
    run_cell(page)
    return SketchPage(page)


def test_in_a_notebook_it_draws_and_keeps_its_keys_to_itself(sketch_in_lab: SketchPage) -> None:
    sketch, page = sketch_in_lab, sketch_in_lab.page
    sketch.draw(circle(0.7))
    sketch.expect_label("1 curve; 38% of the square is inside; it puts ")
    sketch.canvas.focus()
    for keys in (["Enter"], ["Shift+ArrowUp", "Enter"], ["Shift+ArrowRight", " ", "c"]):
        sketch.press(*keys)
    sketch.expect_label("2 curves;")
    sketch.press("x", "d", "d", "ArrowDown", "Backspace", "Escape", "Control+z")
    sketch.expect_label("1 curve;")
    expect(sketch.canvas).to_be_focused()
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(2)


@pytest.mark.parametrize(
    ("name", "width", "colours"),
    [("wide", 1100, "light"), ("390", 390, "light"), ("dark", 1100, "dark")],
)
def test_a_sketch_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, colours: str
) -> None:
    with opened(browser, width, 844, colours) as page:
        page.goto(site)
        sketch = SketchPage(page)
        sketch.draw(circle(0.8))
        sketch.draw(circle(0.4))
        sketch.expect_label("2 curves;")
        expect(sketch.said).to_contain_text("38% of the square is inside")
        page.screenshot(path=artefacts / f"sketch-{name}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
