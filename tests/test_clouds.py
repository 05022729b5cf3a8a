"""Clouds of vectors: where their points lie, and that a seed gives the same again."""
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from course.vectors.clouds import PUBLISHED_ROWS, published_cloud, random_axes, spectrum_cloud


def rng(seed=0):
    return np.random.default_rng(seed)


def test_the_printed_rows_are_those_of_the_write_up():
    assert PUBLISHED_ROWS.shape == (6, 2)
    assert PUBLISHED_ROWS.sum(axis=0) == pytest.approx([93.9766, 131.97082658], abs=1e-9)
    assert PUBLISHED_ROWS[1].tolist() == [24.45988, -0.03487656]
    with pytest.raises(ValueError, match="read-only"):
        PUBLISHED_ROWS[0, 0] = 0


def test_the_published_cloud_is_uniform_in_x_and_normal_around_the_line():
    x, y = published_cloud(rng(), 20_000).T
    assert stats.kstest(x, "uniform", (-100, 200)).pvalue > 0.01
    assert stats.kstest(y - x, "norm", (0, 20)).pvalue > 0.01
    assert abs(np.corrcoef(x, y - x)[0, 1]) < 0.02


def test_the_published_cloud_has_a_thousand_points():
    assert published_cloud(rng()).shape == (1000, 2)


def test_without_noise_the_points_lie_on_their_line():
    x, y = published_cloud(rng(), 50, slope=-2.5, noise=0, offset=(10, -4)).T
    np.testing.assert_allclose(y + 4, -2.5 * (x - 10), rtol=1e-12, atol=1e-12)
    assert (x >= -90).all()
    assert (x <= 110).all()


@settings(max_examples=30)
@given(st.floats(-3, 3), st.floats(0, 50), st.floats(-200, 200), st.floats(-200, 200))
def test_a_slider_moves_every_point_and_draws_none_anew(slope, noise, across, up):
    x, y = published_cloud(rng(3), 20).T
    error = (y - x) / 20
    moved = published_cloud(rng(3), 20, slope, noise, (across, up))
    expected = np.column_stack([x + across, slope * x + noise * error + up])
    np.testing.assert_allclose(moved, expected, rtol=1e-10, atol=1e-10)


def test_a_cloud_has_the_spectrum_it_was_asked_for():
    deviations = [30.0, 10.0, 3.0, 0.0]
    x = spectrum_cloud(rng(1), 20_000, deviations)
    found = np.sqrt(np.linalg.eigvalsh(np.cov(x.T)).clip(0))[::-1]
    np.testing.assert_allclose(found, deviations, rtol=0.02, atol=1e-6)
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=4 * 30 / np.sqrt(20_000))


def test_the_axes_of_a_cloud_are_turned():
    x = spectrum_cloud(rng(2), 1000, [10.0, 1.0])
    direction = np.linalg.eigh(np.cov(x.T))[1][:, 1]
    assert np.abs(direction).max() < 0.99


def test_an_offset_is_added_to_every_row():
    at_origin, moved = (spectrum_cloud(rng(4), 9, [2, 1], o) for o in (None, (5.0, -7.0)))
    np.testing.assert_allclose(moved - at_origin, np.tile([5.0, -7.0], (9, 1)), rtol=1e-13)


@pytest.mark.parametrize("make", [published_cloud, lambda r: spectrum_cloud(r, 50, [3, 2, 1])])
def test_a_seed_gives_the_same_cloud_again_and_another_seed_another(make):
    assert (make(rng(5)) == make(rng(5))).all()
    assert (make(rng(5)) != make(rng(6))).any()


@pytest.mark.parametrize("d", [1, 2, 7])
def test_random_axes_have_length_1_and_right_angles(d):
    axes = random_axes(d, rng(d))
    np.testing.assert_allclose(axes.T @ axes, np.eye(d), atol=1e-14)


def test_every_turn_of_the_plane_is_as_likely_as_every_other():
    source = rng(0)
    angles = [np.arctan2(*random_axes(2, source)[:, 0]) for _ in range(2000)]
    assert stats.kstest(angles, "uniform", (-np.pi, 2 * np.pi)).pvalue > 0.01


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: published_cloud(rng(), 0), ValueError, "n must be in [1, inf), got 0"),
        (lambda: published_cloud(rng(), 1e3), TypeError, "n must be a whole number, got 1000.0"),
        (lambda: published_cloud(rng(), noise=-1), ValueError, "noise must be in [0, 10000]"),
        (lambda: published_cloud(rng(), slope=np.nan), ValueError, "slope must be in [-100, 100]"),
        (
            lambda: published_cloud(rng(), offset=(0, np.inf)),
            ValueError,
            "offset[1] must be in [-1e+06, 1e+06], got inf",
        ),
        (
            lambda: published_cloud(rng(), offset=(1, 2, 3)),
            ValueError,
            "offset must be 2 numbers, got (1, 2, 3)",
        ),
        (lambda: published_cloud(rng(), offset=5), TypeError, "offset must be 2 numbers, got 5"),
        (lambda: spectrum_cloud(rng(), 0, [1]), ValueError, "n must be in [1, inf), got 0"),
        (
            lambda: spectrum_cloud(rng(), 5, []),
            ValueError,
            "deviations must be at least one number, got none",
        ),
        (
            lambda: spectrum_cloud(rng(), 5, [1, -2]),
            ValueError,
            "deviations[1] must be in [0, 1e+06], got -2",
        ),
        (
            lambda: spectrum_cloud(rng(), 5, [1, 2], [1, 2, 3]),
            ValueError,
            "offset must be 2 numbers, got [1, 2, 3]",
        ),
        (
            lambda: spectrum_cloud(rng(), 5, [1, 2], ["a", "b"]),
            TypeError,
            "offset[0] must be a number, got 'a' (str)",
        ),
        (
            lambda: spectrum_cloud(rng(), 5, [1, 2], [0, np.nan]),
            ValueError,
            "offset[1] must be in [-1e+06, 1e+06], got nan",
        ),
    ],
)
def test_what_makes_no_cloud_is_refused(make, error, said):
    with pytest.raises(error, match=re.escape(said)):
        make()
