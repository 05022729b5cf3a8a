"""What a check says of right and wrong answers, and how wrong answers are told apart."""
import re

import numpy as np
import pytest

from course.exercises import CheckResult, Exercise, find, judge, keys
from tests.exercise_answers import (
    accuracy_only,
    accuracy_with_special_case,
    chained,
    coin,
    distance,
    everything,
    inside_out,
    joined_by_and,
    no_hole,
    no_special_case,
    not_divided,
    not_rooted,
    outside_is_free,
    own_ring,
    own_skill,
)

WRONG = [
    ("03.ring", no_hole, "cause", "no hole"),
    ("03.ring", inside_out, "cause", "inside out"),
    ("03.ring", not_rooted, "cause", "squared distance"),
    ("03.ring", everything, "cause", "or for and"),
    ("03.ring", chained, "error", "one truth for all"),
    ("03.ring", joined_by_and, "error", "one truth for all"),
    ("03.skill", accuracy_only, "cause", "plain accuracy"),
    ("03.skill", accuracy_with_special_case, "cause", "plain accuracy"),
    ("03.skill", not_divided, "cause", "gain not divided"),
    ("03.skill", outside_is_free, "cause", "always calling outside"),
    ("03.skill", coin, "cause", "a coin for base rate"),
    ("03.skill", no_special_case, "cause", "one class forgotten"),
]


# ---- every exercise of the course


def test_there_are_exercises_and_each_is_found_by_its_key():
    assert {"01.dense_backward", "03.ring", "03.skill"} <= set(keys())
    assert [find(key).key for key in keys()] == list(keys())


@pytest.mark.parametrize("key", keys())
def test_the_reference_passes_without_hints(key):
    result = judge(find(key), find(key).reference)
    assert (result.state, result.cause, result.hints) == ("passed", "", ())


@pytest.mark.parametrize("key", keys())
def test_an_empty_stub_is_not_attempted_in_any_exercise(key):
    def stub(*arguments):
        """What to write."""
        ...

    result = judge(find(key), stub)
    assert (result.state, result.hints) == ("not_attempted", find(key).hints)


@pytest.mark.parametrize("key", keys())
def test_a_passed_answer_is_compared_with_the_reference_and_no_other(key):
    passed = judge(find(key), find(key).reference).beside
    assert 0 <= passed.largest_difference < 1e-6
    assert passed.seconds > 0 < passed.reference_seconds
    assert passed.case in [case.name for case in find(key).cases]
    assert all(judge(find(key), w.answer).beside is None for w in find(key).wrong_answers)


@pytest.mark.parametrize("key", keys())
def test_an_exercise_has_three_to_five_wrong_answers_and_one_to_three_hints(key):
    assert 3 <= len(find(key).wrong_answers) <= 5
    assert 1 <= len(find(key).hints) <= 3


@pytest.mark.parametrize("key", keys())
def test_each_named_wrong_answer_is_refused_by_its_own_name_and_cause(key):
    results = [judge(find(key), wrong.answer) for wrong in find(key).wrong_answers]
    assert [r.wrong_answer for r in results] == [w.name for w in find(key).wrong_answers]
    assert all(result.state in ("cause", "error", "shape") for result in results)
    assert len({result.cause for result in results}) == len(results)
    assert all(result.hints == find(key).hints for result in results)


@pytest.mark.parametrize(
    ("key", "answer", "state", "name"), WRONG, ids=[answer.__name__ for _, answer, *_ in WRONG]
)
def test_a_mistake_is_recognised_however_it_is_written(key, answer, state, name):
    result = judge(find(key), answer)
    assert (result.state, result.wrong_answer) == (state, name)


@pytest.mark.parametrize(("key", "answer"), [("03.ring", own_ring), ("03.skill", own_skill)])
def test_a_right_answer_written_differently_passes(key, answer):
    assert judge(find(key), answer).state == "passed"


def test_an_unknown_exercise_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match=r"must be one of .*03\.ring, 03\.skill.*; got '03.rnig'"):
        find("03.rnig")


def test_a_result_of_an_unknown_state_cannot_be_made():
    with pytest.raises(ValueError, match="state must be one of not_attempted"):
        CheckResult("03.ring", "fine", "")


# ---- kinds, shapes and values


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda p: distance(p)[:, None] < 0.8, r"shape `\(900, 1\)`.*needs shape `\(900,\)`"),
        (lambda p: distance(p[:2]) < 0.8, r"array of shape `\(2,\)`"),
        (lambda p: own_ring(p).astype(float), "array of `float64`.*needs True and False"),
        (lambda p: list(own_ring(p)), "returns a `list`.*needs an array of 900 answers"),
        (lambda p: True, r"returns `True` \(a single `bool`\)"),
        (lambda p: "ring", "returns a `str`"),
    ],
)
def test_the_wrong_kind_of_answer_is_a_matter_of_shape(answer, message):
    result = judge(find("03.ring"), answer)
    assert result.state == "shape"
    assert result.message.startswith("For 900 points all over the square, it returns")
    assert re.search(message, result.message), result.message


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda p, y: p == y, r"array of shape `\(10,\)`.*one number for all the points"),
        (lambda p, y: True, r"`True` \(a single `bool`\).*one number"),
        (lambda p, y: [0.5], "returns a `list`"),
    ],
)
def test_a_skill_that_is_not_one_number_is_a_matter_of_shape(answer, message):
    result = judge(find("03.skill"), answer)
    assert result.state == "shape"
    assert re.search(message, result.message), result.message


def test_an_unknown_mistake_names_a_point_where_the_answers_differ():
    result = judge(find("03.ring"), lambda p: (distance(p) >= 0.5) & (distance(p) < 0.8))
    assert (result.state, result.cause) == ("value", "")
    assert "from the middle, you say `False` and the ring says `True`" in result.message


def test_an_error_in_a_later_case_is_told_before_a_wrong_value_in_an_earlier_one():
    def wrong_and_fragile(points):
        return distance(points) < 0.5 if len(points) > 1 else points[1, 0] < 0.5

    result = judge(find("03.ring"), wrong_and_fragile)
    assert result.state == "error"
    assert result.message.startswith("For a single point, it stopped with `IndexError")


def test_the_edges_are_looked_at():
    result = judge(find("03.ring"), lambda p: (distance(p) > 0.4) & (distance(p) < 0.8))
    assert result.state == "value"
    assert result.message.startswith("For points exactly on the two circles: 2 of 4")
    assert "(0.40, 0.00), which is 0.40 from the middle" in result.message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, np.float32(7)])
def test_a_skill_that_is_not_finite_or_too_large_is_a_wrong_value(value):
    assert judge(find("03.skill"), lambda p, y: value).state == "value"


def test_a_zero_dimensional_array_counts_as_a_number():
    assert judge(find("03.skill"), lambda p, y: np.array(own_skill(p, y))).state == "passed"


def test_an_exercise_is_plain_data():
    assert isinstance(find("03.ring"), Exercise)
    with pytest.raises(AttributeError):
        find("03.ring").key = "other"
