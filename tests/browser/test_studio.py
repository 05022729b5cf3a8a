"""The studio, in a real browser."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 90_000  # milliseconds for a page, its kernel and torch on a busy machine
SMALL = "?open=studio&parameterisation=stack&size=64"
MANDALA = f"{SMALL}&goal=palette+%2B+4+kaleidoscope+%2B+0.3+smooth&target=sunset"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that shows a studio."""
    folder = tmp_path_factory.mktemp("studio")
    cell = "from widgets.studio import Studio\nStudio()"
    write_lesson(folder, 5, "studio", "Studio", "%%# Studio", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/05_studio.ipynb"


def ready(page: Page, address: str) -> None:
    """Open the page, and wait for the first picture."""
    page.goto(address)
    state = page.locator(".gb-state")
    state.wait_for(timeout=PATIENCE)
    expect(page.locator(".gb-goal-total")).to_have_text(re.compile(r"\d"), timeout=PATIENCE)
    expect(state).to_have_text(re.compile("step 0.*ready"))


def until_step(page: Page, least: int) -> None:
    """Wait until so many steps are made."""
    later = re.compile(rf"step ([{least // 10 % 10}-9]\d|[1-9]\d\d|\d,\d\d\d)")
    expect(page.locator(".gb-state b")).to_have_text(later, timeout=PATIENCE)


def test_it_runs_while_goals_are_changed_and_stops_to_look_back(page: Page, site: str) -> None:
    ready(page, site + SMALL)
    picture, state = page.locator(".gb-st-pic canvas"), page.locator(".gb-state")
    page.get_by_role("button", name="Play", exact=True).click()
    until_step(page, 20)
    expect(state).to_contain_text("steps a second", timeout=PATIENCE)
    weight = page.get_by_label("weight of match")
    weight.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gb-goal-weight output").first).to_have_text("1.5")
    page.get_by_label("Add a goal").select_option("kaleidoscope")
    expect(page.locator(".gb-goal")).to_have_count(2)
    page.get_by_role("button", name="take away match").click()
    expect(page.locator(".gb-goal")).to_have_count(1)
    expect(state).to_contain_text("running")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(state).to_contain_text("paused")
    expect(picture).to_have_accessible_name(re.compile("^Picture of 64 by 64 pixels made of stack"))
    frames = page.locator(".gb-film button")
    frames.first.click()
    expect(state).to_have_text(re.compile(r"step 0 of \d+"))
    expect(picture).to_have_accessible_name("The picture as it was at step 0.")
    page.get_by_role("button", name="One step").click()
    expect(picture).to_have_accessible_name(re.compile("^Picture of 64"))
    page.get_by_role("button", name="Reset").click()
    expect(state).to_have_text(re.compile("step 0.*ready"), timeout=PATIENCE)
    expect(frames).to_have_count(1)
    assert page.troubles == []


def test_the_picture_is_saved_and_its_code_shown(page: Page, site: str) -> None:
    ready(page, site + MANDALA)
    page.get_by_role("button", name="One step").click()
    expect(page.locator(".gb-state b")).to_have_text("step 1")
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name="Save the picture").click()
    assert waiting.value.suggested_filename == "stack-step-1.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    page.get_by_role("button", name=re.compile("Show the code")).click()
    expect(page.locator(".gb-code pre")).to_contain_text("for step in islice(create(")
    page.get_by_role("button", name="show what the goal asks of the picture").click()
    shown = page.get_by_role("button", name="show what the goal asks of the picture")
    expect(shown).to_have_attribute("aria-pressed", "true")
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look", "query"),
    [
        ("1200", 1200, "light", ""), ("390", 390, "light", MANDALA),
        ("dark", 1200, "dark", MANDALA), ("900", 900, "light", MANDALA),
    ],
)  # fmt: skip
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str, query: str
) -> None:
    with opened(browser, width, 900, look) as page:
        ready(page, site + query)
        page.get_by_role("button", name="Play", exact=True).click()
        until_step(page, 30)
        page.get_by_role("button", name="Pause", exact=True).click()
        expect(page.locator(".gb-state")).to_contain_text("paused", timeout=PATIENCE)
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=artefacts / f"studio-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-studio"))
        assert not found, listed(found)
        assert page.troubles == []
