"""A neuron's line dragged in a real browser: by mouse, by finger and by keyboard alone."""
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.neuron import Neuron, make_clouds
from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.browser.waiting import until
from tests.lesson_site import write_lesson
from widgets.one_neuron import REACH

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine
SHOWN = re.compile(r"^\d+\.\d%$")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows one neuron."""
    folder = tmp_path_factory.mktemp("neuron")
    cell = "from widgets import OneNeuron\nOneNeuron()"
    write_lesson(folder, 1, "neuron", "One neuron", "%%# One neuron\nDrag its line.", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_neuron.ipynb"


class NeuronPage:
    """The neuron of a page, and how a person takes hold of it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(address)
        self.root = page.locator(".gb-line")
        self.canvas = self.root.get_by_role("application")
        expect(self.of("accuracy")).to_have_text(SHOWN, timeout=PATIENCE)
        self.canvas.scroll_into_view_if_needed()

    def of(self, name: str) -> Locator:
        """What stands beside the picture under this name."""
        return self.root.locator(f"[data-of={name}]")

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the square is on the page."""
        box = self.canvas.bounding_box()
        return box["x"] + (x + 1) / 2 * box["width"], box["y"] + (1 - y) / 2 * box["height"]

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.at(*end), steps=6)
        self.page.mouse.up()


def good(seed: int) -> Neuron:
    """A good line, from the means of the clouds alone."""
    x, y = make_clouds(seed)
    middle, way = (x[y].mean(0) + x[~y].mean(0)) / 2, x[y].mean(0) - x[~y].mean(0)
    return Neuron.at(tuple(middle), math.atan2(way[1], way[0]), 15)


def arrow(neuron: Neuron, middle: tuple[float, float]) -> tuple[float, float]:
    """The tip of its arrow."""
    length = REACH * math.sqrt(neuron.size)
    return (
        middle[0] + length * math.cos(neuron.angle),
        middle[1] + length * math.sin(neuron.angle),
    )


def test_with_the_mouse_the_line_is_turned_and_moved_to_the_goal(page: Page, site: str) -> None:
    shown, wanted, first = NeuronPage(page, site), good(0), Neuron(4, 1, 0)
    shown.drag(arrow(first, (0, 0)), arrow(wanted, (0, 0)))
    shown.drag((0.7, 0.7), tuple(0.7 + near for near in wanted.nearest((0, 0))))
    moves = shown.root.get_by_role("img", name="Loss after each of 2 moves")
    expect(moves).to_be_visible()
    until(page, "document.querySelector('.gb-line .gb-spoken').textContent.endsWith("
                "`loss ${document.querySelector('[data-of=loss]').textContent}.`)")  # fmt: skip
    expect(shown.root).to_have_attribute("data-reached", "true")
    expect(shown.root.locator(".gb-line-words")).to_contain_text(
        "there. You just did gradient descent by hand: "
    )
    x, y = make_clouds(0)
    loss = float(shown.of("loss").inner_text())
    assert loss == pytest.approx(wanted.loss(x, y), abs=0.03)
    cells = shown.root.locator("tbody td:nth-child(2)").all_inner_texts()
    numbers = [float(cell.replace("\u2212", "-")) for cell in cells]
    assert numbers == pytest.approx([wanted.w1, wanted.w2, wanted.b], abs=1.0)
    assert page.troubles == []


def test_numbers_and_line_change_in_one_frame(page: Page, site: str) -> None:
    shown = NeuronPage(page, site)
    # In the very frame in which the line is painted: its picture, and the loss beside it.
    page.evaluate("""() => {
      window.seen = [];
      const box = document.querySelector(".gb-line"), picture = box.querySelector("canvas");
      box.addEventListener("glassbox:painted", () => seen.push(
        [picture.toDataURL(), box.querySelector("[data-of=loss]").textContent]));
    }""")
    picture = "() => document.querySelector('.gb-line canvas').toDataURL()"
    shown.canvas.focus()
    losses = []
    for key in ("ArrowLeft", "Shift+ArrowLeft", "+", "]"):
        before = page.evaluate("() => seen.length")
        page.keyboard.press(key)
        until(page, f"seen.length > {before}")
        losses.append(shown.of("loss").inner_text())
        assert page.evaluate("() => seen.at(-1)") == [page.evaluate(picture), losses[-1]]
    assert len(set(losses)) == 4
    assert page.troubles == []


def test_with_the_keys_alone_the_goal_is_reached_and_a_machine_shows_the_way(
    page: Page, site: str
) -> None:
    shown = NeuronPage(page, site)
    downhill = shown.root.get_by_role("button", name="Show me downhill")
    downhill.focus()
    page.keyboard.press("Space")
    expect(downhill).to_have_attribute("aria-pressed", "true")
    x, y = make_clouds(0)
    ahead = Neuron(4, 1, 0).step(x, y)
    expect(shown.of("ahead")).to_contain_text(f"The loss there is {ahead.loss(x, y):.3f}.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shown.of("loss")).to_have_text(f"{ahead.loss(x, y):.3f}")
    page.get_by_role("button", name="Reset").click()
    expect(shown.of("loss")).to_have_text(f"{Neuron(4, 1, 0).loss(x, y):.3f}")
    shown.canvas.focus()
    turn = math.degrees((good(0).angle - Neuron(4, 1, 0).angle + math.pi) % (2 * math.pi)) - 180
    for _ in range(round(abs(turn) / 3)):
        page.keyboard.press("[" if turn > 0 else "]")
    expect(shown.root).to_have_attribute("data-reached", "true")
    expect(shown.canvas).to_have_attribute("aria-label", re.compile(r" ([0-9]|10) of 200 on"))
    assert page.troubles == []


def test_it_can_be_dragged_with_a_finger_and_looks_right_everywhere(
    browser: Browser, site: str, artefacts: Path
) -> None:
    for name, width, height, colours in (
        ("1200", 1200, 900, "light"), ("dark", 1200, 900, "dark"), ("390", 390, 844, "light"),
    ):  # fmt: skip
        with opened(browser, width, height, colours) as page:
            shown = NeuronPage(page, site)
            shown.root.get_by_role("button", name="Show me downhill").click()
            shown.canvas.scroll_into_view_if_needed()
            before = shown.of("loss").inner_text()
            touch(page, shown.at(0.4, 0.4), shown.at(0.4, 0.6))
            expect(shown.of("loss")).not_to_have_text(before)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
            page.screenshot(path=artefacts / f"one-neuron-{name}.png", full_page=True)
            assert page.troubles == []


def touch(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a finger over the page."""
    touches = page.context.new_cdp_session(page)
    for kind, place in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [{"x": place[0], "y": place[1]}] if place else []
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
