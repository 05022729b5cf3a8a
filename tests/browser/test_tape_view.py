"""The drawn tape as it is met in an app: step by step, from the keyboard, and on a phone."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.browser.waiting import CONNECTED, until
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine
SHARED_SUM = 6  # of x * y + x: the moment at which the second message meets the first


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app with a drawn tape."""
    folder = tmp_path_factory.mktemp("tape")
    write_lesson(
        folder, 99, "tape", "The tape drawn", "%%# The tape drawn\nOne graph.",
        "from widgets import TapeView", "TapeView()",
    )  # fmt: skip
    with app_server(folder) as address:
        yield f"{address}/voila/render/99_tape.ipynb"


def open_tape(page: Page, address: str) -> Locator:
    """The widget, once its picture is there and its kernel answers."""
    page.goto(address)
    tape = page.locator(".gb-tape-view")
    expect(tape.locator(".gb-graph canvas")).to_have_attribute(
        "data-index", re.compile(r"\d+"), timeout=PATIENCE
    )
    until(page, CONNECTED)
    return tape


def to_moment(tape: Locator, index: int) -> None:
    """Scrub to a moment, and wait until it is painted."""
    tape.locator("input.gb-scrub-line").fill(str(index))
    expect(tape.locator(".gb-graph canvas")).to_have_attribute("data-index", str(index))


def test_the_passes_are_stepped_from_the_keyboard_and_told_with_their_numbers(
    page: Page, site: str
) -> None:
    tape = open_tape(page, site)
    words = tape.locator(".gb-scrub-words span")
    expect(words).to_have_text("The inputs hold their values.")
    tape.get_by_role("button", name="Forward", exact=True).focus()
    for _ in range(SHARED_SUM):
        page.keyboard.press("Enter")
    expect(words).to_have_text(
        "Backward, from v1: x gets g · y = 1 · (−1) = −1, "
        "added to what is there: 1 + (−1) = 0."
    )
    graph = tape.get_by_role("application", name="Graph of 4 nodes")
    expect(graph).to_have_attribute("data-index", str(SHARED_SUM))
    graph.focus()
    page.keyboard.press("Home")
    read = tape.get_by_role("status").filter(has_text="x, an input: 2; gradient 0")
    expect(read).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(tape.locator(".gb-graph-said")).to_have_text(
        "v1, made by multiply: −2; gradient 1"
    )
    assert page.troubles == []


def test_a_slider_changes_every_number_at_the_moment_in_hand(page: Page, site: str) -> None:
    tape = open_tape(page, site)
    to_moment(tape, SHARED_SUM)
    tape.get_by_label("y", exact=True).press("ArrowRight")
    words = tape.locator(".gb-scrub-words span")
    expect(words).to_contain_text("x gets g · y = 1 · (−0.9) = −0.9")
    expect(words).to_contain_text("1 + (−0.9) = 0.1")
    expect(tape.locator(".gb-graph canvas")).to_have_attribute("data-index", str(SHARED_SUM))
    assert page.troubles == []


def test_another_expression_of_the_menu_is_drawn_with_its_own_inputs(
    page: Page, site: str
) -> None:
    tape = open_tape(page, site)
    to_moment(tape, 5)
    tape.get_by_label("expression").select_option("tanh(w * x + b)")
    expect(tape.get_by_role("application", name="Graph of 6 nodes")).to_have_attribute(
        "data-index", "0"
    )
    expect(tape.get_by_role("slider", name="w", exact=True)).to_have_value("0.8")
    assert page.troubles == []


def test_it_fits_a_wide_page_a_phone_and_the_dark(
    browser: Browser, site: str, artefacts: Path
) -> None:
    pictures = [
        ("1200", 1200, "light", "", SHARED_SUM),
        ("five", 1200, "light", "?open=tape&expression=five", 13),
        ("network", 1200, "light", "?open=tape&expression=network", 40),
        ("dark", 1200, "dark", "?open=tape&expression=layer", 8),
        ("390", 390, "light", "", SHARED_SUM),
        ("network-390", 390, "light", "?open=tape&expression=network", 40),
    ]
    for name, width, colours, link, index in pictures:
        with opened(browser, width, 1000, colours) as page:
            tape = open_tape(page, site + link)
            to_moment(tape, index)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=artefacts / f"tape-{name}.png", full_page=True)
            assert page.troubles == []
            found = findings(page, ".gb-tape-view")
            assert not grave(found), listed(grave(found))
