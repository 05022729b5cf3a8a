"""What lies inside a sketch, how a drawn path becomes one, and how it travels in a link."""
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.path import Path

from course.field import field
from course.network import Network
from course.sketch import (
    LONGEST_TEXT,
    MOST_CORNERS,
    MOST_CURVES,
    WHOLE,
    agreement,
    checked,
    closed,
    drawn,
    from_text,
    inside,
    share_inside,
    simplified,
    to_text,
)
from course.toys import decide_checked, find, square_grid

SQUARE = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]
RNG = np.random.default_rng(0)
RANDOM = RNG.uniform(-1, 1, (5000, 2))


def circle(radius: float, count: int = MOST_CORNERS) -> np.ndarray:
    turns = np.linspace(0, 2 * math.pi, count, endpoint=False)
    return radius * np.column_stack([np.cos(turns), np.sin(turns)])


def shoelace(corners: np.ndarray) -> float:
    (x, y), (following_x, following_y) = corners.T, np.roll(corners, -1, axis=0).T
    return abs((x * following_y - y * following_x).sum()) / 2


def star(count: int, seed: int) -> np.ndarray:
    """A polygon that does not cross itself: corners at rising angles around the middle."""
    rng = np.random.default_rng(seed)
    turns = np.sort(rng.uniform(0, 2 * math.pi, count))
    return rng.uniform(0.1, 0.95, (count, 1)) * np.column_stack([np.cos(turns), np.sin(turns)])


# ---- inside --------------------------------------------------------------------------------


def test_points_of_a_square_are_known_by_their_coordinates() -> None:
    expected = np.abs(RANDOM).max(axis=1) < 0.5
    np.testing.assert_array_equal(inside([SQUARE], RANDOM), expected)


@pytest.mark.parametrize("seed", range(5))
def test_a_polygon_holds_the_points_that_matplotlib_says(seed: int) -> None:
    polygon = star(5 + 9 * seed, seed)
    expected = Path(np.vstack([polygon, polygon[:1]]), closed=True).contains_points(RANDOM)
    np.testing.assert_array_equal(inside([polygon], RANDOM), expected)


def test_it_does_not_matter_which_way_round_a_curve_was_drawn() -> None:
    polygon = star(30, 7)
    np.testing.assert_array_equal(inside([polygon], RANDOM), inside([polygon[::-1]], RANDOM))


def test_a_curve_inside_another_is_a_hole() -> None:
    ring = inside([circle(0.8), circle(0.4)], RANDOM)
    outer, inner = (inside([circle(radius)], RANDOM) for radius in (0.8, 0.4))
    np.testing.assert_array_equal(ring, outer & ~inner)


def test_the_middle_of_a_pentagram_is_outside_by_the_even_odd_rule() -> None:
    pentagram = circle(0.9, 5)[[0, 2, 4, 1, 3]]
    assert list(inside([pentagram], [[0, 0], [0.6, 0], [0.95, 0]])) == [False, True, False]


def test_the_square_as_one_more_curve_swaps_inside_and_outside() -> None:
    polygon = star(20, 3)
    np.testing.assert_array_equal(inside([polygon, WHOLE], RANDOM), ~inside([polygon], RANDOM))


def test_an_empty_sketch_holds_nothing() -> None:
    assert not inside([], RANDOM).any()


@pytest.mark.parametrize("seed", range(3))
def test_the_share_inside_is_the_area_of_the_polygon(seed: int) -> None:
    polygon = star(12, seed)
    assert share_inside([polygon], 400) == pytest.approx(shoelace(polygon) / 4, abs=5e-4)


# ---- what is a sketch ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strokes", "error", "message"),
    [
        (5, TypeError, "strokes must be a list of curves, got 5"),
        (["abc"], TypeError, r"curve 1 must be numbers of shape \(n, 2\), got 'abc'"),
        ([SQUARE, [[0, 0, 0]]], ValueError, r"curve 2 must have shape \(n, 2\)"),
        ([SQUARE[:2]], ValueError, "curve 1 must have 3 to 50 corners, got 2"),
        ([circle(0.5, 51)], ValueError, "curve 1 must have 3 to 50 corners, got 51"),
        ([[[0, 0], [0, math.nan], [1, 1]]], ValueError, "finite numbers, but row 1"),
        ([[[0, 0], [0, 1], [1.01, 1]]], ValueError,
         r"lie in \[-1, 1\] x \[-1, 1\], but corner 2 is \[1.01 1. *\]"),
        ([SQUARE] * 9, ValueError, "strokes must be at most 8 curves, got 9"),
    ],
)  # fmt: skip
def test_what_is_no_sketch_is_refused(strokes: object, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        checked(strokes)


def test_points_to_ask_about_must_be_points() -> None:
    with pytest.raises(ValueError, match=r"points must have shape \(n, 2\)"):
        inside([SQUARE], np.zeros(3))


# ---- agreement -------------------------------------------------------------------------------


def test_a_ring_drawn_as_the_rule_has_it_agrees_nearly_everywhere() -> None:
    sketch = [circle(0.8), circle(0.4)]
    assert agreement(sketch, "ring") > 0.99
    assert agreement(sketch, find("ring")) == agreement(sketch, "ring")


def test_agreement_is_one_minus_the_area_between_them() -> None:
    # A square of side 1 and the rule "right of 0" differ on half the square of side 1, and
    # on the right half of the square of side 2 outside it: 0.5 + 1.5 of 4.
    assert agreement([SQUARE], lambda points: points[:, 0] > 0) == pytest.approx(0.5, abs=1e-9)


def test_agreement_with_a_network_compares_with_its_decisions() -> None:
    network = Network((2, 4, 1), seed=3)
    decisions = field(network, 50) > 0.5
    sketch = [circle(0.7)]
    expected = (np.hypot(*square_grid(50).T) < 0.7).reshape(50, 50) == decisions
    assert agreement(sketch, decisions, 50) == pytest.approx(expected.mean(), abs=0.01)


@pytest.mark.parametrize("other", [np.zeros((50, 50)), np.zeros((50, 49), bool)])
def test_answers_of_another_kind_or_size_are_refused(other: np.ndarray) -> None:
    with pytest.raises(ValueError, match=f"50 x 50 points, got {other.dtype} of shape"):
        agreement([SQUARE], other, 50)


# ---- from a hand's path to a curve -----------------------------------------------------------


@pytest.mark.parametrize("most", [12, 25, 50])
def test_a_simplified_circle_has_fewer_corners_and_the_same_area(most: int) -> None:
    shaky = circle(0.7, 900) + np.random.default_rng(1).normal(0, 0.003, (900, 2))
    curve = simplified(shaky, most)
    assert len(curve) <= most
    polygon_of_most = 0.5 * most * math.sin(2 * math.pi / most) * 0.49
    assert shoelace(curve) == pytest.approx(polygon_of_most, rel=0.05)
    assert {tuple(corner) for corner in curve} <= {tuple(point) for point in shaky}


def test_the_sides_of_a_square_keep_no_corner_of_their_own() -> None:
    along = np.linspace(-0.5, 0.5, 20)[:-1]
    sides = [(along, -0.5), (0.5, along), (-along, 0.5), (-0.5, -along)]
    path = np.concatenate([np.column_stack(np.broadcast_arrays(x, y)) for x, y in sides])
    assert {tuple(corner) for corner in simplified(path, 50)} == {tuple(c) for c in SQUARE}


def test_a_triangle_stays_as_it_is() -> None:
    triangle = [[0, 0], [0.001, 0], [0, 0.001]]
    np.testing.assert_array_equal(simplified(triangle, 3), triangle)


def test_a_curve_from_edge_to_edge_is_closed_along_the_edge_the_shorter_way() -> None:
    wave = np.column_stack([np.linspace(-0.97, 0.95, 40), np.full(40, 0.5)])
    assert closed(wave)[40:].tolist() == [[1, 0.5], [1, 1], [-1, 1], [-1, 0.5]]
    assert closed(-wave)[40:].tolist() == [[-1, -0.5], [-1, -1], [1, -1], [1, -0.5]]
    assert closed(wave[::-1])[40:].tolist() == [[-1, 0.5], [-1, 1], [1, 1], [1, 0.5]]


@pytest.mark.parametrize(("first", "last", "between"), [
    ((-0.3, -1), (1, -0.2), [[1, -1]]),
    ((-0.2, 1), (-1, 0.4), [[-1, 1]]),
    ((0.3, -1), (0.4, 1), [[1, 1], [1, -1]]),
    ((0.4, 1), (-0.4, 1), []),
])  # fmt: skip
def test_the_corners_of_the_square_that_it_passes_become_its_own(
    first: tuple, last: tuple, between: list
) -> None:
    stroke = np.array([first, (0, 0), last])
    np.testing.assert_allclose(closed(stroke)[3:], [last, *between, first], atol=1e-12)


@pytest.mark.parametrize("stroke", [
    circle(0.7, 30)[:20],  # its ends are far from the edge
    np.array([[-1, 0], [0, 0.5], [0.5, 0]]),  # only one of them is there
    circle(0.99, 60),  # at the edge everywhere, and closed already
])  # fmt: skip
def test_any_other_curve_gets_no_corner(stroke: np.ndarray) -> None:
    np.testing.assert_array_equal(closed(stroke), stroke)


def test_a_drawn_curve_is_what_a_link_keeps_of_it() -> None:
    curve = drawn(circle(0.6543, 700))
    assert 3 <= len(curve) <= MOST_CORNERS
    np.testing.assert_array_equal(from_text(to_text([curve]))[0], curve)
    assert share_inside([curve]) == pytest.approx(math.pi * 0.6543**2 / 4, abs=0.005)


def test_a_polygon_set_corner_by_corner_gets_no_other_corner() -> None:
    corners = [[-1, -0.5], [1, 0.25], [0.5, 1]]
    assert drawn(corners, freely=False).tolist() == corners
    assert len(drawn(corners)) > 3


def test_corners_that_rounding_brings_together_become_one() -> None:
    corners = [[0, 0], [0.5, 0], [0.5, 0.003], [0, 0.5]]
    assert drawn(corners, freely=False).tolist() == [[0, 0], [0.5, 0], [0, 0.5]]


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([[0, 0], [0.004, 0], [0.004, 0.004]], "too small to enclose anything; draw a larger one"),
        ([[0, 0], [0.5, 0.5]], "too small to enclose anything"),
        ([[0, 0], [0.5, 0.5], [0.9, 0.9]], "too small to enclose anything"),
        ([[0, 0], [2, 0], [0, 1]], r"the curve must lie in \[-1, 1\] x \[-1, 1\]"),
        (circle(0.5, 1001), "the curve must have at most 1000 points, got 1001"),
        ([[0, 0], [math.inf, 0], [0, 1]], "the curve must be finite numbers"),
    ],
)
def test_a_drawing_that_is_no_curve_is_refused(points: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        drawn(points)


# ---- as text ---------------------------------------------------------------------------------

COORDINATE = st.integers(-100, 100)
CURVE = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=MOST_CORNERS)


@given(st.lists(CURVE, max_size=MOST_CURVES))
def test_a_sketch_of_two_decimals_comes_back_as_it_was(curves: list) -> None:
    strokes = [np.array(curve) / 100 for curve in curves]
    text = to_text(strokes)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    back = from_text(text)
    assert len(back) == len(strokes)
    for corners, again in zip(strokes, back, strict=True):
        np.testing.assert_array_equal(again, corners)


def test_coordinates_are_rounded_to_two_decimals() -> None:
    [corners] = from_text(to_text([[[0.123, -0.987], [1, -1], [0.005001, 0.999]]]))
    assert corners.tolist() == [[0.12, -0.99], [1, -1], [0.01, 1]]


def test_the_largest_sketch_is_as_long_as_is_said() -> None:
    text = to_text([circle(0.9)] * MOST_CURVES)
    assert len(text) == LONGEST_TEXT <= 1200


def test_an_empty_sketch_is_an_empty_text() -> None:
    assert to_text([]) == ""
    assert from_text("") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "in letters, digits, - and _; got None"),
        ("__import__('os')", "in letters, digits, - and _; got "),
        ("A+/A", "in letters, digits, - and _"),
        ("AwAA\n", "in letters, digits, - and _"),
        ("A" * 1079, "at most 1078 characters; got 1079"),
        ("AAAAA", "complete; got 'AAAAA'"),  # no number of bytes has five letters
        ("AAAA", "complete; got 'AAAA'"),  # curves of no corners
        ("AwAAAAA", "complete; got 'AwAAAAA'"),  # three corners are said, two are there
        ("A____wAAAA", "complete; got 'A____wAAAA'"),  # a byte beyond 200
        (to_text([SQUARE] * 8) + "BAAAAAAAAAAA", "strokes must be at most 8 curves, got 9"),
    ],
)
def test_text_that_is_no_sketch_is_refused(text: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_text(text)


@given(st.text(max_size=60) | st.text("AEwMkBgyQ-_9", max_size=200))
def test_whatever_the_text_it_is_a_sketch_or_refused_in_words(text: str) -> None:
    try:
        strokes = from_text(text)
    except ValueError as refused:
        assert str(refused).startswith(("sketch must be ", "strokes must be ", "curve "))
    else:
        assert all(np.abs(corners).max() <= 1 for corners in strokes)


def test_a_rule_and_its_sketch_need_no_grid_of_their_own() -> None:
    grid = square_grid(40)
    disagree = inside([circle(0.8)], grid) != decide_checked("circle", grid)
    assert agreement([circle(0.8)], "circle", 40) == 1 - disagree.mean()
