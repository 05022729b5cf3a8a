"""Training by one's own functions, and the races, in a real browser."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

CELLS = """from widgets import DeviceRace, StepCosts, TrainByHand
import ipywidgets
ipywidgets.VBox([TrainByHand(), StepCosts(), DeviceRace()])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("by_hand")
    write_lesson(folder, 1, "by_hand", "By hand", CELLS)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_by_hand.ipynb"


def at_least_95(page: Page) -> None:
    result = page.locator(".gb-by-hand .gb-big")
    expect(result).to_have_text(re.compile(r"^(9[5-9]\.\d|100)%$"), timeout=60_000)


def test_the_circle_is_learned_to_95_percent_and_pauses(page: Page, site: str) -> None:
    page.goto(site)
    view = page.locator(".gb-by-hand")
    expect(view.locator(".gb-field canvas")).to_have_attribute("aria-label", re.compile("after 0"))
    view.get_by_role("button", name="Play", exact=True).click()
    at_least_95(page)
    view.get_by_role("button", name="Pause", exact=True).click()
    expect(view.locator(".gb-state")).to_contain_text("paused")
    expect(view.locator(".gb-summary")).to_contain_text("forward: the course’s")
    assert page.troubles == []


def test_a_link_opens_it_with_its_settings(page: Page, site: str) -> None:
    page.goto(f"{site}?open=by-hand&rule=ring&hidden=24&momentum=0.5")
    view = page.locator(".gb-by-hand")
    expect(view.locator(".gb-thumbnails [aria-checked=true]")).to_have_text("ring")
    expect(view.locator(".gb-net input").first).to_have_value("24")
    assert page.troubles == []


def test_a_race_is_run_and_its_bars_say_what_a_step_took(page: Page, site: str) -> None:
    page.goto(site)
    costs = page.locator(".gb-step-costs")
    costs.get_by_role("button", name="Measure 300 steps of each").click()
    words = re.compile(r"^A step takes by hand .* tape .* autograd .* torch .*After 300 steps no")
    expect(costs.locator(".gb-race-words")).to_have_text(words, timeout=60_000)
    expect(costs.locator(".gb-bar-track")).to_have_count(4)
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("wide", 1200, "light"), ("narrow", 390, "light"), ("dark", 1200, "dark")],
)
def test_they_fit_their_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 1000) as page:
        page.goto(f"{site}?look={look}")
        page.locator(".gb-by-hand").get_by_role("button", name="One step").click()
        expect(page.locator(".gb-by-hand .gb-state")).to_contain_text("pass 1")
        race = page.locator(".gb-device-race")
        race.get_by_role("button", name="Race 100 steps").click()
        expect(race.locator(".gb-race-words")).to_contain_text("After 100 steps", timeout=60_000)
        page.screenshot(path=artefacts / f"by-hand-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
