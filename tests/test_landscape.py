"""Losses of two weights: values, slopes, minima, and the picture made of them."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.by_hand import numerical_gradient, squared_error
from course.landscape import LANDSCAPES, SURFACES, VALLEYS, find, heights

EVERY = pytest.mark.parametrize("name", LANDSCAPES)
WEIGHT = st.floats(-3, 3)
TURN = 2 * np.pi * np.arange(12) / 12
ERRORS = np.array([0.5, -0.5] * 6)


@EVERY
@settings(max_examples=50, deadline=None)
@given(a=WEIGHT, b=WEIGHT)
def test_the_gradient_is_what_nudging_the_weights_finds(name, a, b):
    surface, w = find(name), np.array([a, b])
    nudged = numerical_gradient(lambda v: float(surface.loss(v)), w)
    np.testing.assert_allclose(surface.gradient(w), nudged, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", VALLEYS)
@settings(max_examples=50, deadline=None)
@given(a=WEIGHT, b=WEIGHT)
def test_autograd_differentiates_the_formulas_as_they_are(name, a, b):
    from autograd import grad

    surface, w = find(name), np.array([a, b])
    np.testing.assert_allclose(surface.gradient(w), grad(surface.loss)(w), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", SURFACES)
def test_the_slopes_of_single_points_have_the_slope_of_all_as_their_mean(name):
    surface, w = find(name), np.array([0.7, -1.3])
    single = [surface.gradient(w, [i]) for i in range(surface.points)]
    np.testing.assert_allclose(np.mean(single, axis=0), surface.gradient(w))
    assert np.ptp(single, axis=0).min() > 0.1


@pytest.mark.parametrize(("name", "steep"), [("bowl", 1), ("valley", 5)])
def test_bowl_and_valley_are_the_squared_error_of_a_linear_unit(name, steep):
    x = np.column_stack([np.cos(TURN), steep * np.sin(TURN)])
    y = x @ [1, 0.5] + ERRORS
    for w in ([0.0, 0.0], [-2.2, 1.6], [3.0, -1.0]):
        assert find(name).loss(np.array(w)) == pytest.approx(squared_error(x @ w, y))


def test_the_hollows_are_the_squared_error_of_a_tanh_unit():
    x = np.array([-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6]) / 3
    errors = np.array([-0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5])
    y = 1.5 * np.tanh(1.5 * x) + errors
    for a, b in ((0.0, 0.0), (2.0, -1.0), (-0.4, 2.9)):
        expected = squared_error(b * np.tanh(a * x), y)
        assert find("hollows").loss(np.array([a, b])) == pytest.approx(expected)


@EVERY
def test_nowhere_in_the_picture_is_the_loss_less_than_at_a_minimum(name):
    surface = find(name)
    low1, high1, low2, high2 = surface.bounds
    grid = np.stack(np.meshgrid(np.linspace(low1, high1, 401), np.linspace(low2, high2, 401)), -1)
    losses = surface.loss(grid)
    assert losses.min() >= surface.least - 1e-12
    for minimum in surface.minima:
        assert surface.loss(np.array(minimum)) == pytest.approx(surface.least)
        assert np.abs(surface.gradient(np.array(minimum))).max() < 1e-12


@pytest.mark.parametrize(("name", "least"), [("bowl", 0.25), ("hollows", 0.25), ("curved", 0)])
def test_the_least_loss_is_the_error_that_no_weight_can_follow(name, least):
    assert find(name).least == pytest.approx(least, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(a=WEIGHT, b=WEIGHT)
def test_changing_both_signs_of_the_tanh_unit_changes_nothing(a, b):
    loss = find("hollows").loss
    assert loss(np.array([a, b])) == pytest.approx(loss(np.array([-a, -b])))


@pytest.mark.parametrize("name", ["bowl", "valley", "straight"])
def test_the_curvatures_are_those_that_nudging_the_gradient_finds(name):
    surface = find(name)
    for w in ([1.0, 0.5], [-2.0, 2.5]):
        up, down = (np.array([surface.gradient(np.array(w) + s * row) for row in np.eye(2)])
                    for s in (0.5, -0.5))  # fmt: skip
        np.testing.assert_allclose(up - down, np.diag(surface.curvatures), atol=1e-9)


@EVERY
def test_heights_run_from_the_minimum_to_the_highest_place_with_the_top_row_first(name):
    surface, side = find(name), 201
    low1, high1, low2, high2 = surface.bounds
    drawn = heights(surface, side)
    assert (drawn.dtype, drawn.shape) == (np.float32, (side, side))
    assert (drawn.min(), drawn.max()) == (pytest.approx(0, abs=0.01), 1)
    row, column = 30, 150
    w = np.array([np.linspace(low1, high1, side)[column], np.linspace(high2, low2, side)[row]])
    higher = drawn > drawn[row, column] + 1e-6
    grid = np.stack(
        np.meshgrid(np.linspace(low1, high1, side), np.linspace(high2, low2, side)), -1
    )
    assert (surface.loss(grid)[higher] > surface.loss(w)).all()


def test_a_place_is_beyond_once_it_is_a_picture_width_outside():
    surface = find("bowl")  # from -3 to 3
    assert not surface.beyond(np.array([8.9, -8.9]))
    assert surface.beyond(np.array([0, 9.1]))
    assert surface.beyond(np.array([-9.1, 0]))
    assert surface.beyond(np.array([np.nan, 0]))


def test_a_place_outside_is_moved_to_the_edge():
    assert find("curved").clip((-5, 1)) == (-1.6, 1)
    assert find("curved").clip((0.5, 7)) == (0.5, 3)


def test_the_way_to_the_minimum_is_to_the_nearest_one():
    assert find("hollows").to_minimum(np.array([-1.5, -1.0])) == pytest.approx(0.5)
    assert find("hollows").to_minimum(np.array([1.5, 1.9])) == pytest.approx(0.4)


def test_what_does_not_exist_is_refused_in_words():
    with pytest.raises(ValueError, match="surface must be one of bowl, valley, .*; got 'hill'"):
        find("hill")
    with pytest.raises(ValueError, match=r"side must be in \[2, 1000\], got 1"):
        heights(find("bowl"), 1)
