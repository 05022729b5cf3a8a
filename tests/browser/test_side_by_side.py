"""Pictures side by side in a real browser: made while the page answers, and compared."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.browser.waiting import until
from tests.lesson_site import write_lesson

WAIT = 60_000  # ms: torch is on its way
LESSON = """
from widgets.side_by_side import SideBySide
SideBySide("optimisers", title="Optimisers side by side")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("side-by-side")
    write_lesson(folder, 1, "sides", "Side by side", LESSON)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_sides.ipynb"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_there(page: Page) -> None:
    """Every picture has come."""
    expect(page.locator(".gb-sb-tile[data-state=there]").last).to_be_visible(timeout=WAIT)
    expect(page.locator(".gb-sb-tile:not([data-state=there])")).to_have_count(0, timeout=WAIT)


def test_the_first_pictures_come_by_themselves_and_play_ends_in_words(
    page: Page, site: str
) -> None:
    page.goto(site)
    expect_there(page)
    expect(page.locator(".gb-state b")).to_have_text("step 0")
    press(page, "Play")
    expect(page.locator(".gb-state span")).to_have_text("done", timeout=WAIT)
    expect(page.locator(".gb-sb-result")).to_have_text(
        re.compile("After 200 steps each, lowest first: L-BFGS .*, Adam .*, ")
    )
    chart = page.locator(".gb-sb-chart canvas")
    expect(chart).to_have_attribute("aria-label", re.compile("Adam 0.0000.* after 200 steps"))
    page.get_by_role("radio", name="0.05", exact=True).click()
    expect(page.locator(".gb-state b")).to_have_text("step 0")
    expect(page.get_by_label("Learning rate of SGD")).to_have_value("0.05")
    expect_there(page)
    assert page.troubles == []


def test_another_learning_rate_and_another_set_begin_anew(page: Page, site: str) -> None:
    page.goto(site)
    expect_there(page)
    press(page, "One step")
    expect(page.locator(".gb-state b")).to_have_text("step 1")
    page.get_by_label("Learning rate of Adam").select_option("0.2")
    expect(page.locator(".gb-state b")).to_have_text("step 0")
    page.get_by_role("combobox", name="set", exact=True).select_option("all pixels, or some")
    expect(page.locator(".gb-sb-name")).to_have_text(
        ["target", "all 16,384", "2,048 of them", "256 of them"]
    )
    expect_there(page)
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "query"),
    [("wide", 1200, "set=hands"), ("narrow", 390, "set=artworks"), ("dark", 1200, "sgd=adam")],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, query: str
) -> None:
    with opened(browser, width, 900) as page:
        look = "&look=dark" if name == "dark" else ""
        page.goto(f"{site}?open=side-by-side&{query}{look}")
        expect_there(page)
        press(page, "Play")
        if name == "wide":  # the one set that stops for a look
            expect(page.locator(".gb-state")).to_contain_text("stopped for a look: play on")
            expect(page.locator(".gb-state b")).to_have_text("step 10")
            page.screenshot(path=artefacts / "side-by-side-look.png", full_page=True)
            press(page, "Play")
        until(page, "parseInt(document.querySelector('.gb-state b').textContent.slice(5)) > 30")
        press(page, "Pause")
        expect(page.locator(".gb-state span")).to_have_text("paused")
        page.screenshot(path=artefacts / f"side-by-side-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []


def test_all_of_it_fits_the_stage(browser: Browser, site: str, artefacts: Path) -> None:
    with opened(browser, 1280, 720) as page:
        page.goto(f"{site}?present=1")
        until(page, "document.querySelector('.gb-side-by-side:popover-open')")
        expect_there(page)
        page.screenshot(path=artefacts / "side-by-side-stage.png")
        until(page, "(() => { const stage = document.querySelector('.gb-side-by-side');"
                    "return stage.scrollHeight <= stage.clientHeight; })()")  # fmt: skip
        assert page.troubles == []
