"""A network before it has learned, in a real browser."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.starts import Start, layers
from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson
from widgets.start_words import size

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows how to start."""
    folder = tmp_path_factory.mktemp("start")
    cell = "from widgets import HowToStart\nHowToStart()"
    write_lesson(folder, 1, "start", "How to start", "%%# How to start\nTry a scale.", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_start.ipynb"


def open_page(page: Page, address: str) -> Locator:
    """Open the page; the picture, once all its seeds are there."""
    page.goto(address)
    view = page.locator(".gb-layers-view")
    expect(view.locator(".gb-start-said")).to_contain_text("Over 32 seeds", timeout=PATIENCE)
    return view


def test_scale_and_depth_are_set_from_the_keyboard_and_the_picture_says_what_became_of_it(
    page: Page, site: str
) -> None:
    view = open_page(page, site)
    said = view.locator(".gb-start-said")
    slider = page.get_by_role("slider", name="times 1/\u221an", exact=True)
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    found = layers(Start("tanh", 10, 0.5), 0)
    words = f"the spread of activations has shrunk to {size(found.forward[-1])} of what went in"
    expect(said).to_contain_text(words)
    expect(said).to_contain_text("Over 32 seeds", timeout=PATIENCE)
    page.get_by_role("button", name="1/\u221an").click()
    expect(said).not_to_contain_text("shrunk")
    page.get_by_role("radio", name="ReLU").click()
    page.get_by_role("button", name="He: \u221a(2/n)").click()
    expect(page.get_by_role("button", name="He: \u221a(2/n)")).to_have_attribute(
        "aria-pressed", "true"
    )
    he = layers(Start("relu", 10, 1.414), 0)
    expect(said).to_contain_text(f"is {size(he.forward[-1])} of what went in")
    bias = page.get_by_role("slider", name="bias of every unit", exact=True)
    bias.focus()
    page.keyboard.press("Home")
    expect(said).to_contain_text("all 100 units are dead: nothing gets through")
    assert page.troubles == []


def test_a_layer_is_chosen_with_the_arrows_and_with_the_mouse(page: Page, site: str) -> None:
    view = open_page(page, site)
    picture = view.get_by_role("slider", name=re.compile("^Histograms of the activations"))
    found, line = layers(Start("tanh", 10), 0), view.locator(".gb-start-layer")
    picture.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    words = f"Layer 2 of 10: activations spread {size(found.forward[1])}, gradient "
    expect(line).to_contain_text(words)
    expect(picture).to_have_attribute("aria-valuetext", re.compile(f"^{words}"))
    page.keyboard.press("Escape")
    expect(line).to_contain_text("Point at a layer")
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 70, box["y"] + 60)
    expect(line).to_contain_text(f"Layer 10 of 10: activations spread {size(found.forward[9])}")
    assert page.troubles == []


def test_it_looks_right_wide_narrow_and_in_the_dark(
    browser: Browser, site: str, artefacts: Path
) -> None:
    relu = "?open=start&activation=relu&scale=1.414&depth=20&bias=-0.1"
    for name, width, colours, query in (
        ("1200", 1200, "light", ""), ("390", 390, "light", ""), ("dark", 1200, "dark", relu),
    ):  # fmt: skip
        with opened(browser, width, 900, colours) as page:
            page.goto(site + query)
            view = page.locator(".gb-layers-view")
            expect(view.locator(".gb-start-said")).to_contain_text("layer", timeout=PATIENCE)
            expect(view.get_by_role("slider")).to_be_visible()
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width
            page.screenshot(path=artefacts / f"how-to-start-{name}.png", full_page=True)
            assert page.troubles == []
