"""Unfinished and hostile answers, and what stands in for them in later cells."""
import re
import sys
import warnings

import numpy as np
import pytest

from course.exercises import Attempt, find, judge
from course.toys import RULES, make_dataset, register
from tests.exercise_answers import (
    IN_RING,
    POINTS,
    chained,
    distance,
    no_hole,
    no_special_case,
    own_ring,
    three_dots,
)

# ---- not attempted


def returned_dots(points):
    return ...


def some_dots_left(points):
    d = distance(points)
    return (d >= ...) & (d < 0.8)


def first_line_given(points):
    d = distance(points)  # noqa: F841
    ...


def not_implemented(points):
    raise NotImplementedError


def passed_over(points):
    pass


STUBS = [
    three_dots, returned_dots, some_dots_left, first_line_given, not_implemented, passed_over
]  # fmt: skip


@pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.__name__)
def test_a_stub_is_not_attempted_and_the_reference_answers_for_it(stub):
    said = []
    attempt = Attempt(find("03.ring"), stub, notify=said.append)
    assert attempt.check().state == "not_attempted"
    assert list(attempt(POINTS)) == IN_RING
    assert said == []


def test_a_forgotten_return_is_not_taken_for_a_stub():
    def forgot(points):
        distance(points) < 0.8  # noqa: B015

    result = judge(find("03.ring"), forgot)
    assert result.state == "shape"
    assert "it returns nothing. Is a `return` missing?" in result.message


def test_dots_left_below_a_finished_answer_do_not_matter():
    def finished(points):
        answer = own_ring(points)
        if len(answer):
            return answer
        return ...

    assert judge(find("03.ring"), finished).state == "passed"


# ---- hostile answers


class Unaskable:
    """Refuses every question that is put to it."""

    def __getattribute__(self, name):
        raise RuntimeError(name)


class SpeechlessError(Exception):
    """An error that fails again when it is asked what happened."""

    def __str__(self):
        raise RuntimeError


def speechless(*arguments):
    raise SpeechlessError


def endless_recursion(*arguments):
    return endless_recursion(*arguments)


def misspelt(points):
    d = distnce(points)  # noqa: F821
    return d < 0.8


HOSTILE = [
    (endless_recursion, "error", "`RecursionError"),
    (lambda *a: 1 / 0, "error", "`ZeroDivisionError: division by zero`"),
    (lambda *a: sys.exit(3), "error", "`SystemExit: 3`"),
    (lambda: True, "error", "`TypeError: .*takes 0 positional arguments"),
    (speechless, "error", "it stopped with `SpeechlessError`, at the line `raise SpeechlessError`"),
    (misspelt, "error", "NameError: name 'distnce' is not defined.*line `d = distnce\\(points\\)"),
    (lambda *a: Unaskable(), "shape", "Unaskable"),
    (Unaskable, "error", r"Unaskable\(\) takes no arguments"),
    (lambda *a: iter(()), "shape", "returns a"),
]


@pytest.mark.parametrize(("answer", "state", "message"), HOSTILE)
def test_a_hostile_answer_is_reported_and_never_raised(answer, state, message):
    result = judge(find("03.ring"), answer)
    assert result.state == state
    assert re.search(message, result.message), result.message


def test_an_answer_that_writes_into_its_argument_is_told_so_and_the_data_stay():
    def spoils(points):
        points *= points
        return (points.sum(axis=1) >= 0.16) & (points.sum(axis=1) < 0.64)

    before = [case.arguments[0].copy() for case in find("03.ring").cases]
    result = judge(find("03.ring"), spoils)
    assert (result.state, result.message) == ("cause", "The values are right.")
    assert "writes into the array it is given" in result.cause
    after = [case.arguments[0] for case in find("03.ring").cases]
    assert all(map(np.array_equal, before, after))


def test_what_an_answer_prints_is_counted_and_not_shown(capsys):
    def loud(points):
        for _ in range(10_000):
            print("here")
        print("there", file=sys.stderr)
        return own_ring(points)

    result = judge(find("03.ring"), loud)
    assert result.state == "passed"
    assert "(It also printed 30,003 lines, left out here.)" in result.message
    assert capsys.readouterr() == ("", "")


def test_warnings_of_an_answer_do_not_reach_the_page():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert judge(find("03.skill"), no_special_case).state == "cause"


def test_a_keyboard_interrupt_is_the_readers_own_and_passes_through():
    def interrupted(points):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(find("03.ring"), interrupted)


# ---- the attempt in later cells


def test_a_wrong_value_is_the_students_own_in_later_cells():
    attempt = Attempt(find("03.ring"), no_hole)
    assert list(attempt(POINTS)) == [True, True, False]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (chained, "`chained` cannot be used here: it stopped with `ValueError"),
        (lambda points: "ring", "cannot be used here: it returns a `str`"),
        (lambda points: sys.exit(), "it stopped with `SystemExit`"),
    ],
)
def test_an_answer_that_cannot_be_used_is_replaced_and_said_so_once(answer, reason):
    said = []
    attempt = Attempt(find("03.ring"), answer, notify=said.append)
    assert list(attempt(POINTS)) == IN_RING
    assert list(attempt(POINTS)) == IN_RING
    assert len(said) == 1
    assert reason in said[0]
    assert said[0].endswith("The course's own version stands in until yours runs.")


def test_an_attempt_cannot_spoil_the_callers_points():
    def spoils(points):
        points[:] = 0
        return distance(points) < 0.8

    points = POINTS.copy()
    Attempt(find("03.ring"), spoils)(points)
    assert np.array_equal(points, POINTS)


def test_arguments_that_make_no_sense_to_the_reference_give_the_students_own_error():
    def strict(points):
        raise KeyError("my own")

    with pytest.raises(KeyError, match="my own"):
        Attempt(find("03.ring"), strict)("no points")


def test_an_attempt_passes_for_the_function_it_wraps():
    attempt = Attempt(find("03.ring"), three_dots)
    assert (attempt.__name__, attempt.__doc__) == ("three_dots", three_dots.__doc__)


def test_an_attempt_needs_a_function():
    with pytest.raises(TypeError, match="function must be callable, got a int"):
        Attempt(find("03.ring"), 3)


@pytest.mark.parametrize("answer", [three_dots, own_ring, chained])
def test_a_students_rule_can_be_registered_and_drawn_from_in_any_state(answer):
    register("a test ring", Attempt(find("03.ring"), answer))
    try:
        data = make_dataset("a test ring", n_train=50, n_test=50)
        assert np.array_equal(data.y_test, own_ring(data.x_test.astype(float)))
    finally:
        del RULES["a test ring"]
