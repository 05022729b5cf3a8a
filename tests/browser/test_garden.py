"""The garden in a real browser: grown, walked through by keys and mouse, sorted, opened."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 120_000  # milliseconds on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows a garden."""
    folder = tmp_path_factory.mktemp("garden")
    write_lesson(folder, 3, "garden", "Garden", "from widgets import Garden\nGarden()")
    with app_server(folder) as address:
        yield f"{address}/voila/render/03_garden.ipynb"


def ready(page: Page, address: str) -> Locator:
    """Open the page; the tiles, once they are painted."""
    page.goto(address)
    tiles = page.locator(".gb-garden .gb-plot canvas")
    expect(tiles).to_have_attribute("aria-label", re.compile("^64 networks"), timeout=PATIENCE)
    return tiles


def grown(page: Page, address: str) -> Locator:
    """Open the page and let the garden grow to its end."""
    tiles = ready(page, address)
    page.locator(".gb-garden button.gb-main").click()
    state = page.locator(".gb-garden > * .gb-state").first
    expect(state).to_contain_text(re.compile(r"trained in [\d.]+ s"), timeout=PATIENCE)
    return tiles


def places(page: Page) -> Locator:
    return page.locator(".gb-one .gb-free span")


def test_a_network_is_found_with_the_keys_and_opened_as_it_stands(page: Page, site: str) -> None:
    tiles = grown(page, f"{site}?open=garden&steps=100&points=50")
    tiles.focus()
    page.keyboard.press("Home")
    expect(places(page)).to_have_text(re.compile("rank 1 of 64"))
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        before = places(page).inner_text()
        page.keyboard.press(key)
        expect(places(page)).not_to_have_text(before)
    expect(places(page)).to_have_text(re.compile(r"^seed \d+, rank \d+ of 64"))
    place, figure = places(page).inner_text(), page.locator(".gb-one .gb-big").inner_text()
    expect(page.locator(".gb-garden-view .gb-spoken")).to_contain_text(f"{figure} of unseen points")
    page.keyboard.press("Enter")
    below = page.locator(".gb-opened .gb-playground")
    expect(below.locator(".gb-field canvas")).to_be_visible(timeout=PATIENCE)
    expect(below.locator(".gb-big")).to_have_text(figure)
    seed = place.split(",")[0]
    expect(page.locator(".gb-opened-bar p")).to_have_text(
        f"{seed[:1].upper()}{seed[1:]}, after 100 steps"
    )
    expect(below.locator(".gb-state b")).to_have_text("step 100")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(below).to_have_count(0)
    assert page.troubles == []


def test_it_grows_live_pauses_and_is_sorted_on_request(page: Page, site: str) -> None:
    tiles = ready(page, f"{site}?open=garden&steps=100000&points=50")
    page.evaluate(
        "() => { window.painted = 0;"
        " document.addEventListener('glassbox:painted', () => { painted += 1; }); }"
    )
    page.keyboard.press("Space")  # nothing has the focus
    state = page.locator(".gb-garden .gb-state span").first
    expect(state).to_have_text(re.compile(r"^running, [\d,]+ steps/s, 64 networks$"))
    for _ in range(600):
        if page.evaluate("() => painted") > 5:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("() => painted") > 5
    page.keyboard.press("Space")
    expect(page.locator(".gb-transport").first).to_have_attribute("data-state", "paused")
    ends = page.locator(".gb-ends span").first
    expect(ends).to_have_text("best first")
    page.get_by_role("radio", name="seed", exact=True).click()
    expect(ends).to_have_text("by seed")
    box = tiles.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    expect(places(page)).to_have_text(re.compile("^seed 0,"))
    page.mouse.move(box["x"] + 130, box["y"] + 40)  # and rest there
    expect(places(page)).to_have_text(re.compile("^seed 1,"))
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look", "query"),
    [("wide", 1200, "light", ""), ("narrow", 390, "light", ""),
     ("dark", 1200, "dark", "?open=garden&rule=ring&varies=width+and+rate&sort=place&steps=300")],
)  # fmt: skip
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str, query: str
) -> None:
    with opened(browser, width, 1000, look) as page:
        grown(page, f"{site}{query}")
        expect(page.locator(".gb-one .gb-big")).to_have_text(re.compile(r"^\d+\.\d%$"))
        page.screenshot(path=artefacts / f"garden-{name}.png", full_page=True)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert page.troubles == []
