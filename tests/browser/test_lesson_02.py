"""Lesson 02 from end to end: as a visitor of the app, and as a student in JupyterLab."""
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import LabServer
from tests.browser.exercise_cell import ExerciseCell, answered
from tests.browser.lesson_in_use import open_app, photograph, race, run_all
from tests.browser.test_playground_in_lab import our_troubles
from tests.browser.test_tape_view import SHARED_SUM

LESSON = "02_let_the_machine_differentiate"
NOT_UNBROADCAST = """\
    return Var(a.value + b.value, (a, b), lambda g: (g, g))
"""
RIGHT = """\
    def back(g):
        return unbroadcast(g, a.value.shape), unbroadcast(g, b.value.shape)

    return Var(a.value + b.value, (a, b), back)
"""


def test_a_visitor_sees_gradients_meet_mends_a_table_and_runs_a_race(
    page: Page, apps: str, artefacts: Path
) -> None:
    open_app(page, apps, LESSON)
    tape = page.locator(".gb-tape-view")
    tape.get_by_role("button", name="Forward", exact=True).focus()
    for _ in range(SHARED_SUM):
        page.keyboard.press("Enter")
    words = "x gets g · y = 1 · (−1) = −1, added to what is there: 1 + (−1) = 0."
    expect(tape.locator(".gb-scrub-words")).to_contain_text(words)
    expect(tape.get_by_role("application")).to_have_attribute("data-index", str(SHARED_SUM))

    hunt = page.locator(".gb-bugs")
    row = hunt.get_by_role("row", name=re.compile("^y given"))
    expect(row).to_contain_text("differs")
    hunt.get_by_role("button", name="a / b, to b:").click()
    expect(hunt.locator(".gb-bug-told").first).to_contain_text("Found.")
    for fix in hunt.get_by_role("group", name="Fixes").get_by_role("button").all():
        fix.click()
        expect(fix).to_have_attribute("aria-pressed", "true")
        if fix.get_attribute("data-mark") == "fixed":
            break
    expect(hunt.locator(".gb-bug-told").last).to_contain_text("Fixed.")
    expect(row).to_contain_text("agrees")

    costs = page.locator(".gb-step-costs")
    race(costs)
    words = r"^A step takes by hand .* tape .* autograd .* torch .*After 300 steps no"
    expect(costs.locator(".gb-race-words")).to_have_text(re.compile(words))
    photograph(page, artefacts, "lesson-02")
    assert page.troubles == []


def test_a_student_forgets_what_was_broadcast_and_adds_it_up(page: Page, lab: LabServer) -> None:
    run_all(page, lab, LESSON)
    add = ExerciseCell(page, "02.add")
    expect(add.result).to_have_attribute("data-state", "not_attempted")
    add.write(answered(LESSON, "02.add", NOT_UNBROADCAST), "cause")
    expect(add.result).to_contain_text("An entry that was repeated has had its say")
    add.write(answered(LESSON, "02.add", RIGHT), "passed")
    mine = page.locator(".jp-Notebook .gb-tape-view").nth(1)  # of a function that the cell wrote
    expect(mine.get_by_role("application")).to_have_attribute("data-index", "0")
    assert our_troubles(page) == []
