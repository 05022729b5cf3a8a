"""Rules that students write: what they may return, what is refused, and how they are kept."""
import math
import re

import numpy as np
import pytest

from course import toys
from course.toys import (
    RULES,
    Rule,
    RuleError,
    base_rate,
    decide_checked,
    find,
    make_dataset,
    register,
)


@pytest.fixture
def registry(monkeypatch):
    """A copy of the registry that a test may change."""
    rules = dict(RULES)
    monkeypatch.setattr(toys, "RULES", rules)
    return rules


def right_quarter(points):
    return points[:, 0] > 0.5


@pytest.mark.parametrize(
    "answer",
    [
        [True, False, True],
        np.array([1, 0, 1]),
        np.array([1.0, 0.0, 1.0]),
        np.array([1, 0, 1], dtype=np.uint8),
    ],
)
def test_a_rule_may_answer_in_any_form_of_true_and_false(answer):
    decided = decide_checked(Rule("own", lambda points: answer), np.zeros((3, 2)))
    assert decided.dtype == bool
    assert decided.tolist() == [True, False, True]


EACH = "the rule 'own' must return one True or False for each of the points"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (True, f"{EACH}: shape (3,), but it returned True (bool)"),
        (None, f"{EACH}: shape (3,), but it returned None (NoneType)"),
        ([True, False], f"{EACH}: shape (3,), but it returned [True, False] (list)"),
        (
            np.ones((3, 1), bool),
            f"{EACH}: shape (3,), but it returned an array of shape (3, 1) and type bool",
        ),
        (
            np.array([0.0, 1.0, math.nan]),
            f"{EACH}, but it returned an array of shape (3,) and type float64",
        ),
        (np.array([0, 1, 2]), f"{EACH}, but it returned an array of shape (3,) and type int64"),
        (
            np.array([1, 0, 1 + 0j]),
            f"{EACH}, but it returned an array of shape (3,) and type complex128",
        ),
        (["in", "out", "in"], f"{EACH}, but it returned ['in', 'out', 'in'] (list)"),
        ([True, None, True], f"{EACH}, but it returned [True, None, True] (list)"),
    ],
)
def test_a_rule_that_returns_anything_else_is_refused_with_what_it_returned(answer, message):
    with pytest.raises(RuleError, match=f"^{re.escape(message)}$"):
        decide_checked(Rule("own", lambda points: answer), np.zeros((3, 2)))


def test_a_rule_that_raises_is_refused_with_its_own_words():
    def broken(points):
        raise KeyError("radius")

    message = "the rule 'own' stopped with KeyError: \"'radius'\""
    with pytest.raises(RuleError, match=f"^{re.escape(message)}$") as caught:
        decide_checked(Rule("own", broken), np.zeros((3, 2)))
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_rule_that_writes_into_its_points_does_no_harm():
    def careless(points):
        points[:] = 0
        return points[:, 0] == 0

    points = np.ones((3, 2))
    decide_checked(Rule("own", careless), points)
    assert (points == 1).all()


def test_a_registered_rule_is_known_by_its_name_everywhere(registry):
    rule = register("quarter", right_quarter, "in the quarter", "elsewhere")
    assert registry["quarter"] is find("quarter") is rule
    assert (rule.inside, rule.outside, rule.description) == (
        "in the quarter",
        "elsewhere",
        "quarter",
    )
    assert base_rate("quarter") == pytest.approx(0.75, abs=0.003)
    data = make_dataset("quarter")
    assert (data.y_train == (data.x_train[:, 0] > 0.5)).all()


def test_a_rule_of_ones_own_can_be_written_anew(registry):
    register("own", right_quarter)
    register("own", lambda points: points[:, 0] < 0.5)
    assert base_rate("own") == pytest.approx(0.75, abs=0.003)


def test_a_rule_that_fails_is_not_registered(registry):
    with pytest.raises(RuleError, match=re.escape("shape (400,), but it returned True (bool)")):
        register("own", lambda points: True)
    assert "own" not in registry


@pytest.mark.parametrize(
    ("name", "decide", "error", "message"),
    [
        ("", right_quarter, ValueError, "name must be 1 to 40 characters, got ''"),
        ("  ", right_quarter, ValueError, "name must be 1 to 40 characters, got '  '"),
        ("x" * 41, right_quarter, ValueError, "name must be 1 to 40 characters, got 'xxx"),
        (3, right_quarter, ValueError, "name must be 1 to 40 characters, got 3"),
        ("rose", right_quarter, ValueError, "name 'rose' is taken by a built-in rule"),
        ("own", "x > 0", TypeError, "decide must be a function of points, got 'x > 0'"),
    ],
)
def test_a_rule_without_a_proper_name_or_function_is_not_registered(
    registry, name, decide, error, message
):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        register(name, decide)
    assert registry == RULES


def on_a_line(u):
    return np.stack([2 * u[:, 0] - 1, 0 * u[:, 1]], axis=-1)


def test_a_rule_may_say_where_its_points_lie(registry):
    register("mine", right_quarter, place=on_a_line)
    data = make_dataset("mine", 4000)
    assert (data.x_train[:, 1] == 0).all()
    assert data.x_train[:, 0].min() < -0.99 and data.x_train[:, 0].max() > 0.99
    assert base_rate("mine") == pytest.approx(0.75, abs=4 * math.sqrt(0.75 * 0.25 / 90_000))
    assert (make_dataset("mine", 10).x_train == data.x_train[:10]).all()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (lambda u: u[:5], "20 points were asked for, 5 came"),
        (lambda u: u[:, 0], "what place returns must have shape (n, 2) with n >= 1, got shape"),
        (lambda u: u * np.nan, "what place returns must be finite numbers, but row 0 is [nan nan]"),
        (lambda u: 1 / 0, "division by zero"),
    ],
)
def test_places_that_cannot_be_used_are_refused_when_the_rule_is_added(registry, place, message):
    begin = f"the places of the rule 'mine' cannot be used: {message}"
    with pytest.raises(RuleError, match=f"^{re.escape(begin)}"):
        register("mine", right_quarter, place=place)
    assert "mine" not in registry


@pytest.mark.parametrize("name", ["circle", "spiral"])
def test_no_rule_of_the_course_can_be_replaced(name):
    with pytest.raises(ValueError, match=f"^name '{name}' is taken by a built-in rule"):
        register(name, right_quarter)
