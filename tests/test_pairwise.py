"""Angles and distances of all pairs, and how far they change."""
import itertools
import math

import numpy as np
import pytest

from course.projections.pairwise import angles, distances, rms_change

X = np.array([[3.0, 4.0, 0.0], [0.0, 2.0, 0.0], [-1.0, 0.5, 2.0], [5.0, 0.0, 1.0]])


def test_angles_are_those_of_a_loop_over_the_pairs_in_its_order():
    expected = []
    for a, b in itertools.combinations(X, 2):
        expected.append(math.degrees(math.atan2(np.linalg.norm(np.cross(a, b)), a @ b)))
    assert angles(X) == pytest.approx(expected)


def test_distances_are_those_of_a_loop_over_the_pairs_in_its_order():
    assert distances(X) == pytest.approx([math.dist(a, b) for a, b in itertools.combinations(X, 2)])


def test_opposite_and_equal_rows_have_angles_that_are_numbers():
    x = np.array([[0.1, 0.2], [0.3, 0.6], [-0.1, -0.2]])
    assert angles(x) == pytest.approx([0, 180, 180], abs=1e-5)
    assert distances(np.array([[0.1, 0.7], [0.1, 0.7]])) == [0]


def test_a_row_without_an_angle_is_refused_by_its_number():
    with pytest.raises(ValueError, match="x must have an angle in each row, but row 1 is the zero"):
        angles(np.array([[1.0, 0.0], [0.0, 0.0]]))


@pytest.mark.parametrize("of", [angles, distances])
@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.ones((1, 2)), "x must have at least 2 rows, got 1"),
        (np.array([[1.0, math.nan], [1, 2]]), "x must be finite numbers, got nan in row 0"),
    ],
)
def test_what_has_no_pairs_is_refused_in_words(of, x, message):
    with pytest.raises(ValueError, match=message):
        of(x)


def test_the_change_is_in_units_of_the_typical_size_before():
    # Changes 3 and 4, sizes 6 and 8: their root mean squares are as 1 to 2.
    assert rms_change(np.array([6.0, 8.0]), np.array([9.0, 4.0])) == pytest.approx(0.5)


def test_a_change_of_nothing_is_refused():
    with pytest.raises(ValueError, match="before must have a number that is not 0"):
        rms_change(np.zeros(3), np.ones(3))
