"""The two-dimensional bench in a real browser: by mouse, by finger, by keyboard, on stage."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.browser.waiting import at_rest, until
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine
SPOT = r"\((\u2212?\d+\.\d), (\u2212?\d+\.\d)\)"


class Bench:
    """The widget of a page, and where its points are."""

    def __init__(self, page: Page, reach: float = 200.0) -> None:
        self.page, self.reach = page, reach
        self.root = page.locator(".gb-two-dimensions")
        self.before = self.root.locator(".gb-cloud-before canvas")
        self.root.locator(".gb-cloud-table").wait_for(timeout=PATIENCE)
        self.expect_label("points before, seen from the origin")
        self.before.scroll_into_view_if_needed()

    def expect_label(self, pattern: str) -> None:
        expect(self.before).to_have_attribute("aria-label", re.compile(pattern), timeout=PATIENCE)

    def chosen(self) -> tuple[float, float]:
        """Where the chosen point is, as the picture says."""
        found = re.search(f"is chosen, at {SPOT}", self.before.get_attribute("aria-label"))
        return tuple(float(number.replace("\u2212", "-")) for number in found.groups())

    def within(self, x: float, y: float) -> dict[str, float]:
        """Where a place is on the canvas."""
        half = self.before.bounding_box()["width"] / 2
        return {"x": half * (1 + x / self.reach), "y": half * (1 - y / self.reach)}

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where it is on the page."""
        box, within = self.before.bounding_box(), self.within(x, y)
        return box["x"] + within["x"], box["y"] + within["y"]

    def expect_chosen_near(self, x: float, y: float, off: float = 4.0) -> None:
        for _ in range(200):
            a, b = self.chosen()
            if abs(a - x) <= off and abs(b - y) <= off:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the chosen point is at {self.chosen()}, not near {(x, y)}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("two")
    cell = "from widgets import TwoDimensions\nTwoDimensions()"
    write_lesson(folder, 4, "two", "Two dimensions", "%%# Two dimensions", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/04_two.ipynb"


def test_a_point_is_dragged_with_the_mouse_moved_with_the_keys_and_put_back(
    page: Page, site: str
) -> None:
    page.goto(site)
    bench = Bench(page)
    table, note = (bench.root.locator(f".gb-cloud-{one}") for one in ("table", "foot .gb-note"))
    after = bench.root.locator(".gb-cloud-after canvas")
    expect(table.locator("tr[data-kept=true]")).to_have_count(7)
    name = after.get_attribute("aria-label")
    x, y = bench.chosen()
    page.mouse.move(*bench.place(x, y))
    page.mouse.down()
    page.mouse.move(*bench.place(0, 120), steps=5)
    page.mouse.move(*bench.place(-100, 120), steps=5)
    page.mouse.up()
    bench.expect_chosen_near(-100, 120)
    expect(after).not_to_have_attribute("aria-label", name)
    expect(bench.before).to_be_focused()
    x, y = bench.chosen()
    page.keyboard.press("Shift+ArrowRight")  # a tenth of what the picture reaches
    page.keyboard.press("ArrowDown")
    bench.expect_chosen_near(x + 20, y - 2, 0.11)
    page.keyboard.press("0")
    bench.expect_chosen_near(0, 0, 0)
    expect(note).to_contain_text("1 point on the origin")
    page.keyboard.press("n")  # another point; what was moved is put back all the same
    bench.expect_label("Point (?!19 )")
    back = bench.root.get_by_role("button", name="Put all back")
    back.click()
    expect(note).to_have_text("")
    expect(table.locator("tr[data-kept=true]")).to_have_count(7)
    assert page.troubles == []


def test_a_finger_moves_the_chosen_point_a_tap_chooses_and_elsewhere_it_scrolls(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True)
    page = context.new_page()
    page.goto(site)
    bench, wire = Bench(page), context.new_cdp_session(page)

    def swipe(*path: tuple[float, float]) -> None:
        kinds = ["touchStart"] + ["touchMove"] * (len(path) - 1)
        for kind, (x, y) in zip(kinds, path, strict=True):
            wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    scrolled, (x, y) = page.evaluate("scrollY"), bench.chosen()
    swipe(bench.place(x, y), bench.place(0, 60), bench.place(-60, 60))
    bench.expect_chosen_near(-60, 60)
    assert page.evaluate("scrollY") == scrolled
    swipe(bench.place(80, -80), bench.place(80, -40), bench.place(80, 40), bench.place(80, 100))
    until(page, f"scrollY > {scrolled}")
    bench.expect_chosen_near(-60, 60)
    at_rest(page)
    bench.before.tap(position=bench.within(90, 95))
    bench.expect_chosen_near(90, 95, 20)
    context.close()


@pytest.mark.parametrize(
    ("name", "width", "look", "preset", "figure"),
    [
        ("1200", 1200, "light", "as published", "0\u00b0"),
        ("390", 390, "light", "centred", "63\u00b0"),
        ("dark", 1200, "dark", "whitened", "32\u00b0"),
    ],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path,
    name: str, width: int, look: str, preset: str, figure: str,
) -> None:  # fmt: skip
    with opened(browser, width, 900, look) as page:
        page.goto(site)
        bench = Bench(page)
        pressed = bench.root.get_by_role("button", name=preset, exact=True)
        pressed.click()
        expect(pressed).to_have_attribute("aria-pressed", "true")
        expect(bench.root.locator(".gb-big")).to_have_text(figure, timeout=PATIENCE)
        page.mouse.move(0, 0)
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=artefacts / f"two-dimensions-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-two-dimensions"))
        assert not found, listed(found)
        assert page.troubles == []


def test_on_stage_all_of_it_stands_on_the_screen(
    browser: Browser, site: str, artefacts: Path
) -> None:
    with opened(browser, 1280, 720) as page:
        page.goto(f"{site}?open=two-dimensions&present=1")
        bench = Bench(page)
        bench.root.get_by_role("button", name="centred", exact=True).click()
        expect(bench.root.locator(".gb-big")).to_have_text("63\u00b0", timeout=PATIENCE)
        until(page, "document.querySelector('.gb-demo:popover-open')")
        page.screenshot(path=artefacts / "two-dimensions-stage.png")
        over = "(one) => one.scrollHeight - one.clientHeight"
        assert page.locator(".gb-demo").evaluate(over) <= 0
        assert page.troubles == []
