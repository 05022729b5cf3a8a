"""Lesson 01 from end to end: as a visitor of the app, and as a student in JupyterLab."""
import math
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from course.neuron import Neuron
from tests.browser.conftest import LabServer
from tests.browser.exercise_cell import ExerciseCell, answered
from tests.browser.lesson_in_use import open_app, photograph, run_all, train
from tests.browser.test_digits import ZERO, begin
from tests.browser.test_one_neuron import good
from tests.browser.test_playground_in_lab import our_troubles

LESSON = "01_network_by_hand"
FORWARD = """\
    h = np.tanh(x @ W1 + b1)
    return h, h @ W2 + b2
"""
OF_THE_WORKSHOP = """\
    return dh * (1 - np.tanh(h))
"""
RIGHT = """\
    return dh * (1 - h * h)
"""


def expect_95_percent(reader: Locator) -> None:
    """Wait until the share of test pictures read rightly is there; at least 95%."""
    share = reader.locator(".gb-big")
    expect(share).to_have_text(re.compile(r"^(9[5-9]\.\d|100\.0)%$"))


def test_a_visitor_separates_the_points_and_has_his_writing_read(
    page: Page, apps: str, artefacts: Path
) -> None:
    open_app(page, apps, LESSON)
    neuron = page.locator(".gb-one-neuron")
    neuron.get_by_role("application").focus()
    turn = math.degrees((good(0).angle - Neuron(4, 1, 0).angle + math.pi) % (2 * math.pi)) - 180
    for _ in range(round(abs(turn) / 3)):
        page.keyboard.press("[" if turn > 0 else "]")
    expect(neuron.locator("[data-of=accuracy]")).to_have_text(re.compile(r"^(9[5-9]|100)\.\d%$"))
    expect(neuron.locator(".gb-line-words")).to_contain_text("gradient descent by hand")

    reader, pad = page.locator(".gb-digits"), page.locator(".gb-pad")
    expect(pad.locator(".gb-read-note")).to_contain_text("has not learned yet")
    train(reader)
    expect_95_percent(reader)
    expect(pad.locator(".gb-read-note")).to_have_text("")
    begin(page, pad.get_by_role("application"), ZERO)
    page.mouse.up()
    expect(pad.locator(".gb-read")).to_have_text(re.compile("^It reads 0 "))
    photograph(page, artefacts, "lesson-01")
    assert page.troubles == []


def test_a_student_mends_a_derivative_and_trains_a_reader_by_functions_of_his_own(
    page: Page, lab: LabServer
) -> None:
    run_all(page, lab, LESSON)
    expect(page.locator(".gb-check[data-state=not_attempted]")).to_have_count(11)
    backward = ExerciseCell(page, "01.tanh_backward")
    backward.write(answered(LESSON, "01.tanh_backward", OF_THE_WORKSHOP), "cause")
    expect(backward.result).to_contain_text("workshop had this very mistake")
    backward.write(answered(LESSON, "01.tanh_backward", RIGHT), "passed")
    forward = ExerciseCell(page, "01.forward")
    forward.write(answered(LESSON, "01.forward", FORWARD), "passed")

    reader = page.locator(".gb-digits")
    expect(reader).not_to_contain_text("yours")
    train(reader)
    expect_95_percent(reader)
    expect(reader).to_contain_text("forward: yours")
    expect(reader).to_contain_text("gradients: the course’s")
    by_hand = page.locator(".gb-by-hand")
    by_hand.get_by_role("button", name="Play", exact=True).click()
    expect(by_hand.locator(".gb-summary")).to_contain_text("forward: yours")
    by_hand.get_by_role("button", name="Pause", exact=True).click()
    assert our_troubles(page) == []
