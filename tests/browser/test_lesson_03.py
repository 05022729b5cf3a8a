"""Lesson 03 from end to end: as a visitor of the app, and as a student in JupyterLab."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from course.painted_examples import EXAMPLES
from course.painting import to_text
from course.toys import PROVIDED
from tests.browser.conftest import LabServer, opened
from tests.browser.exercise_cell import ExerciseCell, answered, solutions
from tests.browser.lesson_in_use import PATIENCE, draw, open_app, photograph, run_all, use
from tests.browser.lesson_links import brought_back
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage
from tests.browser.test_playground_in_lab import our_troubles

LESSON = "03_classifier_zoo"
HEAT_ROWS = ".gb-heat-rows span + span"
# What belongs to an exercise is not part of an app.
ARRIVE = {
    "playground", "painted", "predict-03.boundary", "units", "predict-03.seeds", "garden", "sweep",
    "predict-03.walls", "deep", "effects", "predict-03.overtraining", "predict-03.labels",
    "published", "quiz-03",
}  # fmt: skip
ISLAND = to_text(EXAMPLES["island"])
CIRCLE_10 = (
    "rule=circle&points=100000&hidden=10&batch_size=100&learning_rate=0.03&schedule=cosine"
    "&steps=1000"
)
# A link to each kind of piece, and what one sees of it: so many, or these words.
LINKS = {
    "playground&rule=moons&hidden=4-2&seed=5": (".gb-units .gb-stepper span", ["4", "2"]),
    f"painted&painting={ISLAND}&brush=outside": (".gb-paint [aria-checked=true]", ["outside"]),
    "predict-03.walls&guess=2": ("input:checked", 1),
    "units&rule=ring&hidden=6": (".gb-uv-tile", 6),
    "garden&hidden=4&steps=300&sort=seed": (".gb-ends span:first-child", ["by seed"]),
    "sweep&rule=circle&widths=2-8&rates=0.01~0.1&seeds=4": (HEAT_ROWS, ["2", "8"]),
    "deep&rule=ring&widths=4&seeds=8&depth=2": (HEAT_ROWS, ["4"]),
    "effects&effect=noise&seeds=8": (".gb-effects-list [aria-checked=true]", ["noise"]),
    f"published&{CIRCLE_10}": (".gb-free span", ["right on unseen points; 2016: 97.8%"]),
}


@pytest.fixture(scope="module")
def visited(browser: Browser, apps: str) -> Iterator[Page]:
    """The lesson as an app, once everything in it has been used."""
    with opened(browser, 1400, 1000) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        open_app(page, apps, LESSON)
        use(page)
        yield page


def test_all_pieces_arrive_and_each_can_be_used(visited: Page, artefacts: Path) -> None:
    names = visited.locator(".gb-demo").evaluate_all("(all) => all.map((one) => one.dataset.name)")
    assert len(names) == len(set(names))
    assert set(names) == ARRIVE
    for said in visited.locator(".gb-problem, .gb-stopped, [role=alert]").all():
        assert not said.is_visible() or not said.inner_text(), said.inner_text()
    photograph(visited, artefacts, "lesson-03")
    assert visited.troubles == []


@pytest.mark.parametrize("asked", LINKS, ids=lambda asked: asked.split("&")[0])
def test_a_link_brings_a_piece_back_and_is_what_the_piece_copies(
    page: Page, apps: str, asked: str
) -> None:
    brought_back(page, f"{apps}/voila/render/{LESSON}.ipynb", asked, LINKS[asked])


def test_no_visitor_sees_what_another_has_painted_or_trained(browser: Browser, apps: str) -> None:
    with opened(browser, 1400, 1000) as first, opened(browser, 1400, 1000) as second:
        open_app(first, apps, LESSON)
        canvas = first.locator(".gb-paint").get_by_role("application")
        untouched = canvas.get_attribute("aria-label")
        draw(canvas)
        expect(canvas).not_to_have_attribute("aria-label", untouched)
        playground = PlaygroundPage(first)
        playground.main.click()
        playground.expect_state(RUNNING)
        open_app(second, apps, LESSON)
        other = second.locator(".gb-paint").get_by_role("application")
        expect(other).to_have_attribute("aria-label", untouched)
        PlaygroundPage(second).shows_field_label("after 0 steps")
        rules = second.locator(".gb-garden").get_by_label("rule", exact=True).locator("option")
        assert rules.all_inner_texts() == [*PROVIDED, "painted"]  # that one is its own page's
        assert first.troubles == second.troubles == []


# ---- in JupyterLab ---------------------------------------------------------------------


def test_a_student_solves_the_exercises_and_opens_networks_from_the_keyboard(
    page: Page, lab: LabServer
) -> None:
    run_all(page, lab, LESSON)
    keys = solutions(LESSON)
    expect(page.locator(".gb-check[data-state=not_attempted]")).to_have_count(len(keys))
    for key, lines in keys.items():
        ExerciseCell(page, key).write(answered(LESSON, key, lines), "passed")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    grown(page)
    filled(page)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells  # Lab has heard no key
    assert page.locator(".jp-mod-commandMode .jp-Cell.jp-mod-active .jp-RawCell").count() == 0
    assert our_troubles(page) == []


def grown(page: Page) -> None:
    """Grow the garden by keys alone, and open one of its networks."""
    garden = page.locator(".gb-garden[data-name=garden]")
    tiles = garden.get_by_role("application", name=re.compile("^64 networks"))
    bar = garden.locator(".gb-transport").first
    tiles.focus()
    page.keyboard.press("Space")
    expect(bar).to_have_attribute("data-state", RUNNING)
    page.keyboard.press("Space")
    expect(bar).to_have_attribute("data-state", PAUSED)
    place = garden.locator(".gb-garden-view .gb-one .gb-free span")
    page.keyboard.press("Home")
    before = place.inner_text()
    page.keyboard.press("ArrowDown")
    expect(place).not_to_have_text(before)
    for key in ("a", "b", "x", "m", "Escape"):  # each means something to Lab, and nothing to us
        page.keyboard.press(key)
    expect(tiles).to_be_focused()
    page.keyboard.press("Enter")
    below = PlaygroundPage(page)
    below.root = garden.locator(".gb-opened .gb-playground")
    below.bar = below.root.locator(".gb-transport")
    expect(below.root.locator(".gb-field canvas")).to_be_visible(timeout=PATIENCE)
    expect(garden.locator(".gb-opened-bar p")).to_be_focused()
    page.keyboard.press("Space")  # for what is open, not for the garden
    below.expect_state(RUNNING)
    expect(bar).to_have_attribute("data-state", PAUSED)
    page.keyboard.press("Space")
    below.expect_state(PAUSED)


def filled(page: Page) -> None:
    """Fill a small part of the map, and walk from a cell to one of its networks."""
    fills = page.locator(".gb-sweep-map[data-name=sweep]")
    heat = fills.get_by_role("application", name=re.compile("^Heat map"))
    fills.get_by_role("button", name="Fill the map").click()
    expect(heat).to_have_attribute("aria-label", re.compile("Best: "), timeout=PATIENCE)
    fills.get_by_role("button", name="Stop", exact=True).click()
    heat.focus()
    for key in ("Home", "ArrowRight", "ArrowLeft", "a", "b", "Enter"):
        page.keyboard.press(key)
    expect(fills.locator(".gb-cell-title")).to_contain_text("rate")
    networks = fills.locator(".gb-cell-networks").get_by_role("application")
    networks.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(fills.locator(".gb-opened .gb-playground")).to_be_visible(timeout=PATIENCE)
    networks.focus()
    page.keyboard.press("Escape")
    expect(fills.locator(".gb-opened .gb-playground")).to_have_count(0)
    heat.focus()
    page.keyboard.press("Escape")
    expect(fills.locator(".gb-cell-title")).to_be_empty()
    expect(heat).to_be_focused()
