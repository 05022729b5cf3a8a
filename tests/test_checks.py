"""Argument checks name the argument, what was expected and what came."""
import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import check_choice, check_integer, check_number, check_points, shown

WHOLE = st.integers(-(10**400), 10**400)  # past the largest float
LIMIT = st.integers(-(2**63), 2**63)


@given(WHOLE, LIMIT, st.none() | LIMIT)
def test_an_integer_comes_back_exactly_when_it_lies_in_the_interval(value, low, high):
    inside = low <= value and (high is None or value <= high)
    if inside:
        assert check_integer("n", value, low, high) == value
    else:
        with pytest.raises(ValueError, match="^n must be in "):
            check_integer("n", value, low, high)


@given(
    st.floats() | WHOLE | st.fractions(),
    st.floats(-1e6, 1e6),
    st.none() | st.floats(-1e6, 1e6),
    st.booleans(),
)
def test_a_number_comes_back_exactly_when_it_is_finite_and_in_the_interval(
    value, low, high, open_low
):
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    above = number > low if open_low else number >= low
    if above and (high is None or number <= high) and abs(number) < math.inf:
        assert check_number("x", value, low, high, open_low=open_low) == number
    else:
        with pytest.raises(ValueError, match="^x must be in "):
            check_number("x", value, low, high, open_low=open_low)


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_python_and_numpy_integers_become_a_python_int(value):
    assert type(check_integer("units", value, 1)) is int


@pytest.mark.parametrize("value", [1, 0.5, np.float32(0.5), Fraction(1, 2), np.int8(1)])
def test_python_and_numpy_numbers_become_a_python_float(value):
    assert type(check_number("rate", value, 0)) is float


@pytest.mark.parametrize(
    ("value", "came"),
    [
        (True, "True (bool)"),
        (np.True_, "np.True_ (bool)"),
        (3.0, "3.0 (float)"),
        ("3", "'3' (str)"),
        (None, "None (NoneType)"),
    ],
)
def test_what_is_not_an_integer_is_refused_with_its_type(value, came):
    message = f"units must be a whole number, got {came}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        check_integer("units", value, 1)


@pytest.mark.parametrize(
    ("value", "came"),
    [(False, "False (bool)"), ("1", "'1' (str)"), (1j, "1j (complex)"), ([1], "[1] (list)")],
)
def test_what_is_not_a_number_is_refused_with_its_type(value, came):
    message = f"rate must be a number, got {came}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        check_number("rate", value, 0)


@pytest.mark.parametrize(
    ("low", "high", "open_low", "interval"),
    [
        (0, 10, True, "(0, 10]"),
        (0, 10, False, "[0, 10]"),
        (0, None, True, "(0, inf)"),
        (-0.5, None, False, "[-0.5, inf)"),
    ],
)
def test_the_message_shows_the_interval_as_a_mathematician_writes_it(low, high, open_low, interval):
    with pytest.raises(ValueError, match=re.escape(f"rate must be in {interval}, got -1")):
        check_number("rate", -1, low, high, open_low=open_low)


def test_an_integer_out_of_range_is_refused_with_its_interval():
    with pytest.raises(ValueError, match=re.escape("units must be in [1, 8], got 0")):
        check_integer("units", 0, 1, 8)


def test_a_choice_comes_back_when_it_exists():
    assert check_choice("activation", "tanh", ("relu", "tanh")) == "tanh"


@pytest.mark.parametrize("value", ["swish", None, ["relu"], 1])
@pytest.mark.parametrize("choices", [("relu", "tanh"), {"relu": 1, "tanh": 2}], ids=repr)
def test_an_unknown_choice_is_refused_with_all_that_exist(value, choices):
    message = f"activation must be one of relu, tanh; got {value!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        check_choice("activation", value, choices)


def test_a_list_of_pairs_is_read_as_points():
    points = check_points("points", [[1, 2], [3, 4], [5, 6]])
    assert points.dtype == np.float64
    assert points.tolist() == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


@pytest.mark.parametrize("shape", [(0, 2), (2,), (3, 3), (2, 2, 2), ()])
def test_points_of_another_shape_are_refused_with_the_shape(shape):
    message = f"points must have shape (n, 2) with n >= 1, got shape {shape}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        check_points("points", np.zeros(shape))


def test_a_point_past_the_largest_float_is_refused():
    with pytest.raises(TypeError, match=r"^points must be numbers of shape \(n, 2\), got \[\[1000"):
        check_points("points", [[10**400, 0]])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_the_first_point_that_is_not_finite_is_named(bad):
    points = np.zeros((4, 2))
    points[2, 1] = points[3, 0] = bad
    with pytest.raises(ValueError, match="points must be finite numbers, but row 2 is"):
        check_points("points", points)


@pytest.mark.parametrize("value", ["here", [[1, 2], [3]], [["a", "b"]], [[1, {}]]])
def test_what_cannot_be_read_as_points_is_refused(value):
    message = f"points must be numbers of shape (n, 2), got {value!r}"
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        check_points("points", value)


@given(st.text(max_size=200), st.integers(4, 80))
def test_a_shown_value_is_never_longer_than_asked_and_says_when_it_was_cut(value, limit):
    text = shown(value, limit)
    assert len(text) <= limit
    assert text == repr(value) or (text.endswith("...") and repr(value).startswith(text[:-3]))
