"""Lesson 05 from end to end: as a visitor of the app, and as a student in JupyterLab."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.pictures.clip_cache import missing_clip
from tests.browser.art_in_use import PATIENCE
from tests.browser.conftest import LabServer, opened
from tests.browser.exercise_cell import ExerciseCell, answered, solutions
from tests.browser.lesson_in_use import open_app, photograph, run_all, use
from tests.browser.lesson_links import brought_back
from tests.browser.test_playground_in_lab import our_troubles

LESSON = "05_optimisation_as_art"
# What belongs to an exercise is not part of an app.
ARRIVE = {
    "slider-game", "first", "predict-05.rate", "side-by-side", "hands", "predict-05.optimisers",
    "stochastic", "predict-05.palette", "artworks", "predict-05.neuron", "neuron", "pushed",
    "texture", "words", "growing", "granted", "parted", "keep", "quiz-05",
}  # fmt: skip
NAMES = ".gb-sb-name"
# A link to each kind of piece, and what one sees of it: so many, or these words.
LINKS = {
    "slider-game&round=wave&start=far": (".gb-sg-formula", [re.compile("wave|cos|sin")]),
    "keep&parameterisation=stack&size=64&goal=palette+%2B+4+kaleidoscope&target=sunset":
        (".gb-goal-head b", ["palette", "kaleidoscope"]),
    "hands&set=stochastic": (NAMES, ["target", "all 16,384", "2,048 of them", "256 of them"]),
    "predict-05.palette&guess=2": ("input:checked", 1),
    "growing&hidden=1&brush=9": (".gb-gp-channels canvas", 8),
}  # fmt: skip


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
        lacks_clip = missing_clip() and "needs CLIP" in said.inner_text()
        assert not said.is_visible() or lacks_clip or not said.inner_text(), said.inner_text()
    photograph(visited, artefacts, "lesson-05")
    assert visited.troubles == []


def test_the_studio_for_words_makes_a_picture_or_says_what_it_lacks(visited: Page) -> None:
    words = visited.locator(".gb-studio[data-name=words]")
    if missing_clip():
        expect(words.locator(".gb-transport .gb-problem")).to_contain_text("exhaust(fetch_clip())")
        words.get_by_role("button", name="take away words").click()
    expect(words.locator(".gb-goal-total")).to_have_text(re.compile(r"^\d"), timeout=PATIENCE)
    expect(words.locator(".gb-transport .gb-problem")).to_be_hidden()


def test_the_code_that_stands_open_is_that_of_what_was_made_meanwhile(visited: Page) -> None:
    def code(piece: str) -> Locator:
        return visited.locator(f".gb-demo[data-name={piece}] .gb-code pre")

    expect(code("slider-game")).to_contain_text("islice(path, 2)")
    sides = visited.locator(".gb-demo[data-name=hands]")
    spent = sides.locator(".gb-sb-tile:not(.gb-sb-target) .gb-sb-spent").all_inner_texts()
    made = [int(words.split()[0]) for words in spent]
    assert len(made) == 6 and max(made) > 2
    expect(code("hands")).to_contain_text(f"sides.advance({made})")
    steps = visited.locator(".gb-demo[data-name=growing] .gb-state b").inner_text().split()[1]
    expect(code("growing")).to_contain_text(f"({steps}, 'cut'")


@pytest.mark.parametrize("asked", LINKS, ids=lambda asked: asked.split("&")[0])
def test_a_link_brings_a_piece_back_and_is_what_the_piece_copies(
    page: Page, apps: str, asked: str
) -> None:
    brought_back(page, f"{apps}/voila/render/{LESSON}.ipynb", asked, LINKS[asked])


# ---- in JupyterLab ---------------------------------------------------------------------


def test_a_student_solves_the_exercises_and_cuts_the_rose_from_the_keyboard(
    page: Page, lab: LabServer
) -> None:
    run_all(page, lab, LESSON)
    keys = solutions(LESSON)
    expect(page.locator(".gb-check[data-state=not_attempted]")).to_have_count(len(keys))
    for key, lines in keys.items():
        ExerciseCell(page, key).write(answered(LESSON, key, lines), "passed")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    slid(page)
    erased(page)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells  # Lab has heard no key
    assert page.locator(".jp-mod-commandMode .jp-Cell.jp-mod-active .jp-RawCell").count() == 0
    assert our_troubles(page) == []


def slid(page: Page) -> None:
    """Move a slider of the game by keys alone, and let the gradient make a step."""
    game = page.locator(".gb-slider-game")
    x = game.get_by_role("slider", name="x", exact=True)
    x.focus()
    for key in ("ArrowLeft", "a", "b", "x", "m"):  # the letters mean something to Lab
        page.keyboard.press(key)
    expect(x).to_be_focused()
    game.get_by_role("button", name="One step").focus()
    page.keyboard.press("Enter")
    expect(game.locator(".gb-state b")).to_have_text("1 move, 1 step", timeout=PATIENCE)


def erased(page: Page) -> None:
    """Grow the rose and cut into it where the cursor is, by keys alone."""
    growing = page.locator(".gb-growing")
    grid, living = growing.get_by_role("application"), growing.locator(".gb-big")
    grid.focus()
    page.keyboard.press("Space")
    expect(living).to_have_text(re.compile(r"^\d{3}|,"), timeout=PATIENCE)
    page.keyboard.press("Space")
    expect(growing.locator(".gb-state span")).to_have_text("paused", timeout=PATIENCE)
    whole = living.inner_text()
    for key in ("ArrowUp", "a", "b", "x", "m", "Enter"):
        page.keyboard.press(key)
    expect(living).not_to_have_text(whole)
    expect(growing.locator(".gb-gp-said")).to_contain_text("Cut at step")
    expect(grid).to_be_focused()
