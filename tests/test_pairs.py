"""One vector and the others, against scipy and a slow loop."""
import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from course.vectors.pairs import cosine, cosines, distances, nearest, norms


def rows(seed=0, n=30, d=5):
    """Normal rows, away from the origin."""
    return np.random.default_rng(seed).normal(0.5, 1, (n, d))


def by_loop(a, b):
    """The cosine by Python's own sums."""
    dot = math.fsum(p * q for p, q in zip(a, b, strict=True))
    return dot / math.hypot(*a) / math.hypot(*b)


def test_norms_are_those_of_numpy():
    x = rows()
    np.testing.assert_allclose(norms(x), np.linalg.norm(x, axis=1), rtol=1e-14)


@settings(max_examples=40)
@given(st.integers(1, 12), st.integers(0, 10**6))
def test_cosines_and_distances_are_those_of_scipy(d, seed):
    x = rows(seed, 8, d)
    np.testing.assert_allclose(cosines(x, 3), 1 - cdist(x[3:4], x, "cosine")[0], atol=1e-12)
    np.testing.assert_allclose(distances(x, 3), cdist(x[3:4], x)[0], rtol=1e-12, atol=1e-12)


def test_a_vector_may_be_given_instead_of_a_row():
    x, v = rows(), np.arange(5.0)
    np.testing.assert_allclose(cosines(x, v), [by_loop(row, v) for row in x], atol=1e-12)
    np.testing.assert_allclose(distances(x, v), cdist([v], x)[0], rtol=1e-12)
    assert (cosines(x, x[2]) == cosines(x, np.int64(2))).all()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([1, 0], [0, 1], 0),
        ([1, 0], [1, 1], math.sqrt(0.5)),
        ([3, 4], [30, 40], 1),
        ([3, 4], [-3, -4], -1),
        ([1e-9, 0], [1e9, 0], 1),
    ],
)
def test_the_cosine_of_two_vectors(a, b, expected):
    assert cosine(a, b) == pytest.approx(expected, abs=1e-15)


def test_rounding_never_takes_a_cosine_beyond_1():
    x = rows(n=2000, d=3)
    together = np.array([cosine(row, 3 * row) for row in x])
    assert together.max() <= 1
    np.testing.assert_allclose(together, 1, rtol=1e-14)


def test_the_zero_vector_has_no_cosine():
    x = np.array([[1.0, 2.0], [0.0, 0.0], [2.0, 4.0]])
    np.testing.assert_array_equal(np.isnan(cosines(x, 0)), [False, True, False])
    assert np.isnan(cosines(x, 1)).all()
    assert math.isnan(cosine([0, 0], [1, 2]))
    assert distances(x, 1).tolist() == pytest.approx([5**0.5, 0, 20**0.5])


@pytest.mark.parametrize("by", ["angle", "distance"])
def test_the_nearest_are_those_of_a_sorted_list(by):
    x = rows(1)
    metric = {"angle": "cosine", "distance": "euclidean"}[by]
    far = cdist(x[4:5], x, metric)[0].tolist()
    expected = sorted((i for i in range(30) if i != 4), key=lambda i: far[i])
    assert nearest(x, 4, 7, by).tolist() == expected[:7]
    assert nearest(x, 4, 29, by).tolist() == expected


def test_the_nearest_by_angle_may_be_far_away():
    x = np.array([[1.0, 0.0], [1.0, 0.5], [100.0, 1.0]])
    assert nearest(x, 0, 1, "angle").tolist() == [2]
    assert nearest(x, 0, 1, "distance").tolist() == [1]


def test_a_row_that_is_there_twice_is_its_own_nearest_neighbour():
    x = np.array([[1.0, 2.0], [5.0, 5.0], [1.0, 2.0], [1.0, 2.0]])
    assert nearest(x, 2, 2, "distance").tolist() == [0, 3]


def test_the_zero_vector_comes_last_by_angle():
    x = np.array([[1.0, 0.0], [0.0, 0.0], [-1.0, 0.0], [1.0, 1.0]])
    assert nearest(x, 0, 3, "angle").tolist() == [3, 2, 1]


def test_ten_neighbours_by_angle_are_the_default():
    assert nearest(rows(), 0).tolist() == nearest(rows(), 0, 10, "angle").tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_tensors_give_what_arrays_give_and_stay_tensors(dtype):
    x = rows().astype(dtype)
    x[7] = 0
    tensor = torch.from_numpy(x)
    tolerance = {"float32": 1e-6, "float64": 1e-13}[dtype]
    for ours, theirs in (
        (norms(x), norms(tensor)),
        (cosines(x, 2), cosines(tensor, 2)),
        (cosines(x, x[3]), cosines(tensor, tensor[3])),
        (distances(x, 2), distances(tensor, 2)),
    ):
        assert theirs.dtype == getattr(torch, dtype)
        assert ours.dtype == dtype
        np.testing.assert_allclose(theirs.numpy(), ours, rtol=tolerance, atol=tolerance)
    assert nearest(tensor, 2, 5).tolist() == nearest(x, 2, 5).tolist()


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (lambda: cosines(rows(), 30), ValueError, "v (a row) must be in [0, 29], got 30"),
        (lambda: distances(rows(), -1), ValueError, "v (a row) must be in [0, 29], got -1"),
        (lambda: nearest(rows(), 30), ValueError, "row must be in [0, 29], got 30"),
        (lambda: nearest(rows(), 0.0), TypeError, "row must be a whole number, got 0.0 (float)"),
        (lambda: nearest(rows(), 0, 30), ValueError, "count must be in [1, 29], got 30"),
        (lambda: nearest(rows(), 0, by="colour"), ValueError, "by must be one of angle, distance"),
        (lambda: cosine([1, 2], [1, 2, 3]), ValueError, "a and b must be two vectors of one"),
        (lambda: cosine([1, np.nan], [1, 2]), ValueError, "a must be finite numbers, got nan in"),
        (lambda: cosine([1, 2], "cats"), TypeError, "b must be numbers of shape (n, d)"),
    ],
)
def test_what_cannot_be_compared_is_refused(ask, error, said):
    with pytest.raises(error, match=re.escape(said)):
        ask()
