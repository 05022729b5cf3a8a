"""The exercises of lesson 03 in JupyterLab, as a student solves them."""
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LabServer, opened
from tests.browser.exercise_cell import ExerciseCell
from tests.browser.test_playground_in_lab import our_troubles, run_first_cell

NO_HOLE = "    return np.hypot(points[:, 0], points[:, 1]) < 0.8"
RIGHT = """\
    distance = np.hypot(points[:, 0], points[:, 1])
    return (distance >= 0.4) & (distance < 0.8)"""
ENDLESS = """\
    distance = 0
    while distance < 0.8:
        print("closer")
    return distance"""
ASKING = "    return input('how many?')"

BEGIN = """\
import numpy as np

from widgets.exercise import check, exercise


@exercise("03.ring")
def ring(points):
"""


class RingCell(ExerciseCell):
    """The cell of the ring."""

    def answer(self, body: str, state: str) -> None:
        """Write an answer into the cell, run it and wait for the result."""
        self.write(f"{BEGIN}{body}\n\n\ncheck(ring)", state)


@pytest.fixture
def ring(page: Page, lab: LabServer) -> RingCell:
    """The ring's cell in an open lesson with a kernel."""
    run_first_cell(page, lab)
    return RingCell(page, "03.ring")


def test_a_student_reads_the_cause_opens_hints_from_the_keyboard_and_passes(
    page: Page, ring: RingCell
) -> None:
    ring.answer(NO_HOLE, "cause")
    expect(ring.result).to_contain_text("Likely cause: your ring has no hole")
    expect(ring.result).to_contain_text("3 hints, from a nudge to nearly the answer")
    picture = ring.result.get_by_role("img")
    expect(picture).to_have_attribute("aria-label", re.compile(r"448 of 900 .*; 112 differ\.$"))

    expect(ring.hint(2)).to_be_hidden()
    ring.hint(1).focus()
    page.keyboard.press("Enter")
    expect(ring.result).to_contain_text("Pythagoras says")
    expect(ring.hint(1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(ring.hint(2)).to_be_focused()
    page.keyboard.press("Space")
    expect(ring.hint(3)).to_be_visible()
    expect(ring.result.get_by_text("Hint 2 of 3")).to_be_visible()

    ring.answer(RIGHT, "passed")
    expect(ring.result).to_contain_text(
        "Passed. Over 905 points, edges included, your ring and the course's never differ."
    )
    expect(ring.result).to_contain_text(re.compile(r"yours takes [\d.]+\sµs, the course's [\d.]+"))
    expect(ring.result.locator("summary")).to_have_count(0)
    assert our_troubles(page) == []


def test_an_endless_loop_is_reported_and_the_next_cell_runs(
    page: Page, ring: RingCell
) -> None:
    ring.answer(ENDLESS, "time")
    expect(ring.result).to_contain_text("it had given no answer after 2 seconds and was stopped")
    expect(ring.result).to_contain_text("while distance < 0.8:")
    expect(ring.result).to_contain_text("left out here")
    expect(ring.cell.locator(".jp-OutputArea-output")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+Enter")
    mine = page.locator(".jp-Notebook .jp-CodeCell").filter(has_text='register("my ring"')
    mine.locator(".gb-playground .gb-field canvas").wait_for()
    expect(mine.locator(".gb-check")).to_contain_text("Not used. Your ring cannot be used here")
    assert our_troubles(page) == []


def test_an_answer_that_asks_opens_no_box_and_does_not_wait(ring: RingCell) -> None:
    ring.answer(ASKING, "error")
    expect(ring.result).to_contain_text("nobody is there to answer")
    expect(ring.cell.locator(".jp-Stdin")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "width", "theme"),
    [("wide", 1400, "light"), ("narrow", 390, "light"), ("dark", 1400, "dark")],
)
def test_results_fit_their_notebook(
    browser: Browser, lab: LabServer, artefacts: Path, name: str, width: int, theme: str
) -> None:
    lab.choose_theme("JupyterLab Dark" if theme == "dark" else "JupyterLab Light")
    with opened(browser, 1400, 1000) as page:
        run_first_cell(page, lab)
        ring = RingCell(page, "03.ring")
        ring.answer(NO_HOLE, "cause")
        ring.hint(1).click()
        if width < 600:
            page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current").click()
            page.set_viewport_size({"width": width, "height": 1000})
        for state in ("cause", "passed"):
            if state == "passed":
                ring.answer(RIGHT, state)
            ring.cell.scroll_into_view_if_needed()
            ring.result.scroll_into_view_if_needed()
            page.screenshot(path=artefacts / f"exercise-{state}-{name}.png")
            box = ring.result.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
