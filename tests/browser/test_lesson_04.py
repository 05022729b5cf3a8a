"""Lesson 04 from end to end: as a visitor of the app, and as a student in JupyterLab."""
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LabServer, opened
from tests.browser.exercise_cell import ExerciseCell, answered, solutions
from tests.browser.lesson_in_use import PATIENCE, open_app, photograph, run_all, use
from tests.browser.lesson_links import brought_back
from tests.browser.test_playground_in_lab import our_troubles

LESSON = "04_principal_components"
# What belongs to an exercise is not part of an app.
ARRIVE = {
    "predict-04.angles", "two-dimensions", "predict-04.centring", "predict-04.digits", "many",
    "predict-04.chance", "chance", "similarity", "quiz-04",
}  # fmt: skip
KEPT = ".gb-cloud-table tr[data-kept=true]"
# A link to each kind of piece, and what one sees of it: so many, or these words.
LINKS = {
    "two-dimensions&centre=1&offset_x=60.0&points=200&seed=3": (KEPT, 3),
    "predict-04.digits&guess=20": ("[role=slider], input[type=range]", 1),
    "many&k=5&row=12": (".gb-like-note", ["row 13 of 500"]),
    "chance&data=cloud&spectrum=falling&rows=100&k=32": (".gb-like-note", ["row 1 of 100"]),
    "similarity&kind=counted": (".gb-sim-now .gb-big", ["0.94"]),
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
    photograph(visited, artefacts, "lesson-04")
    assert visited.troubles == []


@pytest.mark.parametrize("asked", LINKS, ids=lambda asked: asked.split("&")[0])
def test_a_link_brings_a_piece_back_and_is_what_the_piece_copies(
    page: Page, apps: str, asked: str
) -> None:
    brought_back(page, f"{apps}/voila/render/{LESSON}.ipynb", asked, LINKS[asked])


# ---- in JupyterLab ---------------------------------------------------------------------


def test_a_student_solves_the_exercises_and_breaks_the_angles_from_the_keyboard(
    page: Page, lab: LabServer
) -> None:
    run_all(page, lab, LESSON)
    keys = solutions(LESSON)
    expect(page.locator(".gb-check[data-state=not_attempted]")).to_have_count(len(keys))
    for key, lines in keys.items():
        ExerciseCell(page, key).write(answered(LESSON, key, lines), "passed")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    broken(page)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells  # Lab has heard no key
    assert page.locator(".jp-mod-commandMode .jp-Cell.jp-mod-active .jp-RawCell").count() == 0
    assert our_troubles(page) == []


def broken(page: Page) -> None:
    """Centre the cloud and move a point of it, by keys alone."""
    bench = page.locator(".gb-two-dimensions")
    bench.get_by_role("button", name="centre", exact=True).focus()
    page.keyboard.press("Space")
    kept = bench.locator(KEPT)
    expect(kept).to_have_count(3, timeout=PATIENCE)
    cloud = bench.locator(".gb-cloud-before canvas")
    cloud.focus()
    before = cloud.get_attribute("aria-label")
    for key in ("ArrowUp", "a", "b", "x", "m"):  # the letters mean something to Lab
        page.keyboard.press(key)
    expect(cloud).not_to_have_attribute("aria-label", before)
    expect(cloud).to_be_focused()
