"""What one factor of training buys, in a real browser."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 90_000  # milliseconds for a page, its kernel and a few dozen trainings


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows the effects."""
    folder = tmp_path_factory.mktemp("effects")
    cell = "from widgets import Effects\nEffects(seeds=8)"
    write_lesson(folder, 3, "effects", "Effects", "%%# Effects\nTurn one.", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/03_effects.ipynb"


def picture(page: Page) -> Locator:
    return page.get_by_role("slider", name=re.compile("^Accuracy over"))


def run(page: Page) -> None:
    """Press Run and wait until there is a sentence about the outcome."""
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".gb-effect-said")).to_contain_text("At the median", timeout=PATIENCE)


def test_a_guess_stands_beside_what_happened_and_the_arrows_read_the_numbers(
    page: Page, site: str
) -> None:
    page.goto(site)
    expect(picture(page)).to_have_attribute("aria-label", re.compile("not trained yet"))
    page.get_by_role("radio", name="It hurts.").check(force=True)
    page.get_by_role("radio", name="learning-rate decay", exact=True).click()
    expect(picture(page)).to_have_attribute("aria-label", re.compile("^Accuracy over learning"))
    page.get_by_role("radio", name="It hurts.").check(force=True)
    run(page)
    expect(page.locator("[data-mark=outcome]")).to_contain_text("It helps. what happened")
    expect(page.locator("[data-mark=yours]")).to_contain_text("It hurts. your guess")
    picture(page).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".gb-effect-level")).to_contain_text("With cosine: ")
    page.keyboard.press("Home")
    expect(picture(page)).to_have_attribute("aria-valuetext", re.compile(r"^With 0\.05: "))
    page.get_by_role("button", name=re.compile("Show the code")).click()
    expect(page.locator(".gb-code pre")).to_contain_text("fit(config, data)")
    page.get_by_role("radio", name="more data", exact=True).click()
    expect(page.locator("[data-mark=yours]")).to_contain_text("It hurts.")
    expect(page.locator(".gb-effect-said")).to_be_empty()
    page.get_by_role("radio", name="learning-rate decay", exact=True).click()
    expect(page.locator(".gb-effect-said")).to_contain_text("At the median")
    assert page.troubles == []


def test_it_can_be_stopped_and_run_again(page: Page, site: str) -> None:
    page.goto(f"{site}?open=effects&effect=units&seeds=32")
    expect(picture(page)).to_have_attribute("aria-label", re.compile("not trained yet"))
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".gb-runner-words")).to_have_text("stopped", timeout=PATIENCE)
    page.get_by_role("radio", name="over-training", exact=True).click()
    page.locator("select").select_option("8")
    run(page)
    expect(page.locator(".gb-effect-said")).to_contain_text("test loss is least after")
    assert page.troubles == []


def test_it_fits_its_page_wide_narrow_and_in_the_dark(
    browser: Browser, site: str, artefacts: Path
) -> None:
    for name, width, look, effect in (
        ("1200", 1200, "light", "l2"), ("390", 390, "light", "steps"),
        ("dark", 1200, "dark", "noise"),
    ):  # fmt: skip
        with opened(browser, width, 900, look) as page:
            page.goto(f"{site}?open=effects&effect={effect}&look={look}")
            expect(picture(page)).to_have_attribute("aria-label", re.compile("not trained yet"))
            page.get_by_role("radio", name="A middle value is best.").check(force=True)
            run(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=artefacts / f"effects-{name}.png", full_page=True)
            assert page.troubles == []
