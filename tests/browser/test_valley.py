"""Three ways down a valley in a real browser."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("valley")
    write_lesson(folder, 2, "valley", "Valley", "from widgets import Valley\nValley()")
    with app_server(folder) as address:
        yield f"{address}/voila/render/02_valley.ipynb"


def expect_all_there(page: Page) -> None:
    state = page.locator(".gb-state")
    expect(state).to_have_text(re.compile("all have arrived"), timeout=60_000)


def label(page: Page, pattern: str) -> None:
    canvas = page.locator(".gb-valley .gb-landscape canvas")
    expect(canvas).to_have_attribute("aria-label", re.compile(pattern))


def test_the_walkers_arrive_one_after_another(page: Page, site: str) -> None:
    page.goto(f"{site}?open=valley&valley=straight&rate=0.07")
    label(page, "^Straight valley")
    page.get_by_role("button", name="Play", exact=True).click()
    expect_all_there(page)
    label(page, r"Newton, 1 step, .* gradient descent, 207 steps, .* momentum 0\.9, 264 steps")
    page.get_by_role("button", name=re.compile("Show the code")).click()
    expect(page.locator(".gb-code pre")).to_contain_text("grad(straight), hessian(straight)")
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
        label(page, "^Curved valley")
        page.get_by_role("button", name="Play", exact=True).click()
        expect_all_there(page)
        label(page, "Newton, 9 steps, .* gradient descent, 716 steps, .* 248 steps")
        page.screenshot(path=artefacts / f"valley-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
