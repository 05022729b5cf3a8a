"""The network that reads digits and its pad, as a visitor meets them."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page, a kernel or a training on a busy machine
READS = re.compile(r"^It reads \d \((over |under )?\d+%\)\. Next: \d \((over |under )?\d+%\)\.$")
ZERO = [(0.5, 0.15), (0.3, 0.3), (0.27, 0.5), (0.3, 0.7), (0.5, 0.85),
        (0.7, 0.7), (0.73, 0.5), (0.7, 0.3), (0.5, 0.15)]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app with a reader, its pad, and a pad that stands alone."""
    folder = tmp_path_factory.mktemp("digits")
    first = "from widgets import DigitPad, DigitReader\nreader = DigitReader()\nreader"
    cells = ["%%# Digits\nTwo pads.", first, "DigitPad(reader)", 'DigitPad(name="alone")']
    write_lesson(folder, 99, "digits", "Digits", *cells)
    with app_server(folder) as address:
        yield f"{address}/voila/render/99_digits.ipynb"


def open_page(page: Page, address: str) -> tuple[Locator, Locator, Locator]:
    """Open the page; the reader and the two pads, once the last of them can be used."""
    page.goto(address)
    pads = page.locator(".gb-pad")
    expect(pads.nth(1).locator("canvas[role=application]")).to_be_visible(timeout=PATIENCE)
    return page.locator(".gb-digits"), pads.nth(0), pads.nth(1)


def train(part: Locator) -> None:
    part.get_by_role("button", name="Train", exact=True).click()
    expect(part.get_by_role("button", name="Train again")).to_be_visible(timeout=PATIENCE)


def begin(page: Page, canvas: Locator, path: list[tuple[float, float]]) -> None:
    """Draw with the mouse, in shares of the canvas, and hold the button down."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in path]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)


def test_a_trained_network_shows_its_mistakes_and_reads_what_is_being_written(
    page: Page, site: str
) -> None:
    reader, pad, _ = open_page(page, site)
    expect(pad.locator(".gb-read")).to_have_text("Nothing is written yet.")
    expect(pad.locator(".gb-read-note")).to_contain_text("has not learned yet")
    train(reader)
    expect(reader.locator(".gb-big")).to_have_text(re.compile(r"^9\d\.\d%$"))
    wrong = round(500 * (1 - float(reader.locator(".gb-big").inner_text().rstrip("%")) / 100))
    expect(reader.locator(".gb-mistakes li")).to_have_count(wrong)
    expect(reader.locator(".gb-mistakes li").first).to_contain_text(
        re.compile(r"\d, read as \d\s*(over )?\d+% sure")
    )
    expect(pad.locator(".gb-read-note")).to_have_text("")
    begin(page, pad.locator("canvas[role=application]"), ZERO)
    expect(pad.locator(".gb-read")).to_have_text(re.compile("^It reads 0 "))  # button still down
    page.mouse.up()
    expect(pad.locator("canvas[role=application]")).to_have_attribute(
        "aria-label", re.compile(r"^Your writing: 1 stroke\. It reads 0 ")
    )
    pad.get_by_role("button", name="Undo").click()
    expect(pad.locator(".gb-read")).to_have_text("Nothing is written yet.")
    pad.get_by_role("button", name="Show one from the test set").click()
    expect(pad.locator(".gb-seen > p")).to_have_text(
        re.compile(r"^Test picture 1 of 500: it is a \d\.$"), timeout=PATIENCE
    )
    expect(pad.locator(".gb-read")).to_have_text(READS)
    assert page.troubles == []


def test_a_one_is_written_from_the_keyboard_on_a_pad_that_trains_its_own_network(
    page: Page, site: str
) -> None:
    *_, pad = open_page(page, site)
    train(pad)
    canvas = pad.locator("canvas[role=application]")
    canvas.focus()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(pad.locator(".gb-said-here")).to_have_text("Pen down at x 0.00, y 0.40")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    expect(pad.locator(".gb-read")).to_have_text(re.compile("^It reads 1 "))
    page.keyboard.press("Space")
    expect(canvas).to_have_attribute("aria-label", re.compile("^Your writing: 1 stroke"))
    expect(pad.locator(".gb-bars [data-largest]")).to_have_text(re.compile(r"^1>?\d\d%$"))
    page.keyboard.press("c")
    expect(pad.locator(".gb-read")).to_have_text("Nothing is written yet.")
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("wide", 1200, "light"), ("390", 390, "light"), ("dark", 1200, "dark")],
)
def test_reader_and_pad_fit_their_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 1000, look) as page:
        reader, pad, _ = open_page(page, f"{site}?look={look}")
        page.screenshot(path=artefacts / f"digits-{name}-before.png", full_page=True)
        train(reader)
        begin(page, pad.locator("canvas[role=application]"), ZERO)
        page.mouse.up()
        expect(pad.locator(".gb-read")).to_have_text(re.compile("^It reads 0 "))
        page.screenshot(path=artefacts / f"digits-{name}-after.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
