"""Unfinished and hostile answers, and what stands in for them in later cells."""
import builtins
import collections
import dataclasses
import importlib
import re
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from course.exercises import Attempt, beside, find, judge
from course.exercises import attempt as attempt_module
from course.exercises.given import Given
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


@pytest.mark.parametrize("error", [GeneratorExit, BaseException])
def test_an_error_of_the_rarest_kind_is_reported_too(error):
    def raises(points):
        raise error

    result = judge(find("03.ring"), raises)
    assert (result.state, error.__name__ in result.message) == ("error", True)


# ---- answers that do not end


@pytest.fixture
def hurried(monkeypatch):
    """The time limits, made short."""
    judging, attempting = (
        importlib.import_module(f"course.exercises.{name}") for name in ("judge", "attempt")
    )
    monkeypatch.setattr(judging, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(attempting, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(attempting, "CALL_SECONDS", 0.1)


def endless(*arguments):
    step = 0
    while step < 10:
        step = step * 2


def endless_for_one(points):
    while len(points) == 1:
        pass
    return own_ring(points)


class Unending(np.ndarray):
    """An array that never comes to the end of a comparison."""

    def __ne__(self, other):
        endless()


@pytest.mark.parametrize("key", ["01.dense_backward", "03.ring", "03.skill"])
def test_an_answer_that_does_not_end_is_reported_with_its_loop(key, hurried):
    result = judge(find(key), endless)
    case = find(key).cases[0].name
    start = f"For {case}, it had given no answer after 0.1 seconds and was stopped, at the line `"
    assert result.state == "time"
    assert result.message.startswith(start)
    assert "`while step < 10:` one that never becomes False" in result.cause
    assert result.hints == find(key).hints


def test_the_case_in_which_it_does_not_end_is_named(hurried):
    result = judge(find("03.ring"), endless_for_one)
    assert result.message.startswith("For a single point, it had given no answer")


def test_a_flood_without_end_is_counted(hurried, capsys):
    def flood(points):
        while True:
            print("here")

    result = judge(find("03.ring"), flood)
    assert re.search(r"It also printed [\d,]+ lines, left out here\.", result.message)
    assert capsys.readouterr() == ("", "")


def test_a_value_that_cannot_be_looked_at_in_time_is_reported(hurried):
    result = judge(find("03.ring"), lambda points: own_ring(points).view(Unending))
    assert result.state == "time"


def test_an_answer_that_asks_is_refused_at_once_and_told_where_to_look(monkeypatch):
    def asks(points):
        return int(input("how many? "))

    monkeypatch.setattr(builtins, "input", lambda prompt="": pytest.fail("somebody was asked"))
    result = judge(find("03.ring"), asks)
    assert result.state == "error"
    assert 'it asks with `input()`, at the line `return int(input("how many? "))`' in result.message


# ---- the attempt in later cells


def test_an_endless_attempt_is_stopped_told_once_and_not_called_again(hurried):
    calls, said = [], []

    def endless_here(points):
        calls.append(1)
        return endless()

    attempt = Attempt(find("03.ring"), endless_here, notify=said.append)
    assert [list(attempt(POINTS)) for _ in range(3)] == [IN_RING] * 3
    assert len(calls) == 1
    [words] = said
    assert "`endless_here` cannot be used here: it had given no answer after 0.1 seconds" in words


def test_an_attempt_that_did_not_end_when_it_was_checked_is_not_called_later(hurried):
    calls, said = [], []

    def endless_here(points):
        calls.append(1)
        return endless()

    attempt = Attempt(find("03.ring"), endless_here, notify=said.append)
    assert attempt.check().state == "time"
    assert [list(attempt(POINTS)) for _ in range(2)] == [IN_RING] * 2
    assert len(calls) == 1
    [words] = said
    assert "it had given no answer after 0.1 seconds when it was checked." in words


def test_a_few_prints_of_an_attempt_are_shown(capsys):
    def talks(points):
        print("shape", points.shape)
        print("careful", file=sys.stderr)
        return own_ring(points)

    said = []
    Attempt(find("03.ring"), talks, notify=said.append)(POINTS)
    assert capsys.readouterr() == ("shape (3, 2)\n", "careful\n")
    assert said == []


def test_many_prints_of_an_attempt_are_cut_over_all_its_calls_and_told_once(capsys):
    def talks(points):
        for number in range(8):
            print(number)
        return own_ring(points)

    said = []
    attempt = Attempt(find("03.ring"), talks, notify=said.append)
    for _ in range(5):
        attempt(POINTS)
    assert len(capsys.readouterr().out.splitlines()) == 20
    [words] = said
    assert words.startswith("Cut short. Your `talks` prints a lot.")


def test_an_attempt_that_asks_gets_no_answer_and_is_replaced():
    said = []
    attempt = Attempt(find("03.ring"), lambda points: input(), notify=said.append)
    assert list(attempt(POINTS)) == IN_RING
    assert "it asks with `input()`" in said[0]


def test_an_attempt_that_calls_itself_by_its_name_means_itself():
    depths = []

    def ring(points, depth=0):
        depths.append(depth)
        if depth < 3:
            return attempt(points, depth + 1)
        return no_hole(points)

    attempt = Attempt(find("03.ring"), ring)
    assert list(attempt(POINTS)) == [True, True, False]
    assert depths == [0, 1, 2, 3]
    assert attempt.check().wrong_answer == "no hole"


def test_an_attempt_that_calls_itself_without_end_does_not_pass():
    attempt = Attempt(find("03.ring"), lambda points: attempt(points))
    result = attempt.check()
    assert result.state == "error"
    assert "`RecursionError" in result.message


def test_an_interrupt_in_an_attempt_passes_through():
    def interrupted(points):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Attempt(find("03.ring"), interrupted)(POINTS)


def test_attempts_in_several_threads_leave_the_streams_as_they_were():
    usual = sys.stdout, sys.stderr, builtins.input

    def slow(points):
        time.sleep(0.002)
        return own_ring(points)

    attempt = Attempt(find("03.ring"), slow)

    def several():
        for _ in range(10):
            attempt(POINTS)

    threads = [threading.Thread(target=several) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sys.stdout, sys.stderr, builtins.input) == usual


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


# ---- what an attempt is given


ONE_PASS = find("01.one_pass")


def passed_on(attempt, rng, **keywords):
    """What an attempt at a pass through the points returns, and the arrays it was given."""
    x, y, parameters, velocity, *rest = ONE_PASS.cases[1].arguments
    given = [w.copy() for w in parameters], [v.copy() for v in velocity]
    return attempt(x.copy(), y, *given, *rest[:-1], rng, **keywords), given


def drawing(fault=None, times=1):
    """A right pass that draws from its generator so many times more, and may fail then."""

    def one_pass(*arguments):
        found = ONE_PASS.reference(*arguments)
        for _ in range(times):
            arguments[-1].random()
        if fault:
            raise fault
        return found

    return one_pass


def where(rng):
    return rng.bit_generator.state["state"]["state"]


def test_an_attempt_cannot_spoil_the_callers_lists_of_arrays():
    def spoils(*arguments):
        for arrays in arguments[2:4]:
            arrays[0] *= 0
            arrays[1] = None
            arrays.append(3)
        raise ValueError

    _, given = passed_on(Attempt(ONE_PASS, spoils), np.random.default_rng(0))
    _, _, *before = ONE_PASS.cases[1].arguments[:4]
    for arrays, usual in zip(given, before, strict=True):
        assert len(arrays) == 4
        assert all(map(np.array_equal, arrays, usual))


def test_an_attempt_draws_from_the_callers_generator_and_nobody_else_does():
    attempt = Attempt(ONE_PASS, drawing(times=2))
    rng, alone = np.random.default_rng(5), np.random.default_rng(5)
    for _ in range(3):
        passed_on(attempt, rng)
        passed_on(drawing(times=2), alone)
        assert where(rng) == where(alone)


@pytest.mark.parametrize("answer", [lambda *arguments: ..., drawing(KeyError())])
def test_the_reference_stands_in_as_if_nobody_had_drawn_before_it(answer):
    attempt = Attempt(ONE_PASS, answer)
    rng, alone = np.random.default_rng(5), np.random.default_rng(5)
    for _ in range(2):
        (found, _), _ = passed_on(attempt, rng)
        (right, _), _ = passed_on(ONE_PASS.reference, alone)
        assert all(map(np.array_equal, found, right))
        assert where(rng) == where(alone)


def test_a_generator_is_turned_back_when_an_attempt_is_stopped(hurried):
    def endless_here(*arguments):
        arguments[-1].random()
        return endless()

    rng, alone = np.random.default_rng(5), np.random.default_rng(5)
    (found, _), _ = passed_on(Attempt(ONE_PASS, endless_here), rng)
    (right, _), _ = passed_on(ONE_PASS.reference, alone)
    assert all(map(np.array_equal, found, right))
    assert where(rng) == where(alone)


def test_a_generator_stays_where_the_student_left_it_if_the_reference_cannot_answer():
    def draws(*arguments):
        arguments[-1].random(10)
        return "nothing"

    rng, alone = np.random.default_rng(5), np.random.default_rng(5)
    assert Attempt(ONE_PASS, draws)([1, 2, 3], rng) == "nothing"
    alone.random(10)
    assert where(rng) == where(alone)


def test_a_generator_given_by_name_is_turned_back_too():
    def early(x, y, parameters, velocity, gradient, rate, keep, size, rng):
        rng.random(10)
        raise KeyError

    def given_by_name(function, rng):
        *most, _ = ONE_PASS.cases[1].arguments
        return function(*most, rng=rng)[0][0]

    rng, alone = np.random.default_rng(5), np.random.default_rng(5)
    found = given_by_name(Attempt(ONE_PASS, early), rng)
    assert np.array_equal(found, given_by_name(ONE_PASS.reference, alone))
    assert where(rng) == where(alone)


# ---- how often the reference is asked


@pytest.fixture
def counted():
    """The ring, whose reference notes how many points it is asked about."""
    asked = []

    def reference(points):
        asked.append(len(points))
        return find("03.ring").reference(points)

    return dataclasses.replace(find("03.ring"), reference=reference), asked


def test_the_reference_is_asked_once_for_arguments_of_one_shape(counted):
    exercise, asked = counted
    attempt = Attempt(exercise, no_hole)
    for points in (POINTS, POINTS + 1, POINTS[:2], POINTS, POINTS[:2]):
        assert np.array_equal(attempt(points), no_hole(points))
    assert asked == [3, 2]


def test_the_reference_is_asked_again_when_a_later_answer_cannot_be_used(counted):
    exercise, asked = counted
    said = []

    def moody(points):
        return own_ring(points)[: None if points[0, 0] < 1 else 1]

    attempt = Attempt(exercise, moody, notify=said.append)
    assert list(attempt(POINTS)) == IN_RING
    assert list(attempt(POINTS + 1)) == [False] * 3
    assert asked == [3, 3]
    assert "returns an array of shape `(1,)`" in said[0]


def test_an_attempt_forgets_shapes_that_are_too_many(counted):
    exercise, asked = counted
    attempt = Attempt(exercise, own_ring)
    for count in [*range(1, 20), 1]:
        attempt(np.full((count, 2), 0.5))
    assert asked == [*range(1, 20), 1]


def test_arguments_that_nobody_knows_are_shown_to_the_reference_every_time(counted):
    exercise, asked = counted

    class Points(collections.UserList):
        """Points that are not an array."""

    as_array = {"reference": lambda points: exercise.reference(np.array(points.data))}
    attempt = Attempt(dataclasses.replace(exercise, **as_array), lambda p: own_ring(p.data))
    for _ in range(2):
        assert list(attempt(Points(POINTS))) == IN_RING
    assert asked == [3, 3]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ((np.ones(3),), (np.zeros(3),), True),
        ((np.ones(3),), (np.ones(3, np.float32),), False),
        ((np.ones(3),), (np.ones((3, 1)),), False),
        (([np.ones(3), 2],), ([np.ones(3), 3],), False),
        (([np.ones(3)],), ((np.ones(3),),), False),
        ((0.1, len, "a"), (0.2, max, "a"), True),
        ((1,), (True,), False),
        ((np.random.default_rng(1),), (np.random.default_rng(2),), True),
    ],
)
def test_arguments_are_of_one_kind_if_their_shapes_and_whole_numbers_agree(one, other, alike):
    assert (Given(one, {}).kinds() == Given(other, {}).kinds()) is alike
    assert (Given((), {"a": one}).kinds() == Given((), {"a": other}).kinds()) is alike


@pytest.mark.parametrize("argument", [{}, object(), [np.ones(2), {}]])
def test_nobody_knows_the_kind_of_other_things(argument):
    assert Given((argument,), {}).kinds() is None


def test_while_functions_are_timed_an_attempt_that_has_answered_is_as_plain_as_its_function():
    inner = Attempt(find("01.tanh_backward"), lambda h, dh: dh * (1 - h**2))
    h, dh = np.array([[0.5, -0.2]]), np.array([[1.0, 2.0]])
    seen = []

    def outer(h, dh):
        seen.append(threading.current_thread())
        return inner(h, dh)

    inner(h, dh)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attempt_module, "limited", None)  # whoever asks for a limit now stops here
        beside.timed(outer, outer, (h, dh), budget=0)
        with pytest.raises(TypeError):
            inner(h, dh)
    assert len(seen) == 2
