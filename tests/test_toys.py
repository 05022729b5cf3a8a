"""The rules against their areas, and points that stay where they are."""
import re
from statistics import NormalDist

import numpy as np
import pytest
from scipy import integrate, stats

from course import toys
from course.seeding import generator
from course.toys import (
    RULES,
    Rule,
    base_rate,
    decide_checked,
    find,
    make_dataset,
    sample,
    square_grid,
)

# Shares of the square that are inside, from the areas; the last figure is the published
# 80.3% of "all negative", which is exactly 1 - pi/16.
SHARES = {
    "positive": 0.5,
    "linear": 0.5,
    "circle": 0.502655,
    "ring": 0.376991,
    "cosine": 0.5,
    "rose": 0.196350,
}
POINTS = {
    "positive": [(0.01, -0.9, True), (-0.01, 0.9, False), (0.0, 0.5, False)],
    "linear": [(0.2, 0.21, True), (0.2, 0.19, False), (-0.9, -0.8, True), (0.3, 0.3, False)],
    "circle": [(0.5, 0.6, True), (0.6, 0.6, False), (0.0, 0.0, True), (0.0, -0.8, False)],
    "ring": [(0.0, 0.0, False), (0.4, 0.0, True), (0.0, -0.39, False), (0.0, 0.81, False)],
    "cosine": [(0.5, -0.9, True), (0.0, 0.9, False), (0.25, 0.01, True), (0.25, -0.01, False)],
    # A petal points right, the next ones lie at multiples of 72 degrees, gaps between.
    "rose": [(0.9, 0.0, True), (-0.9, 0.0, False), (0.278, 0.856, True), (0.728, 0.529, False)],
}


def right_quarter(points):
    return points[:, 0] > 0.5


def test_the_rules_are_the_six_of_the_write_up():
    assert toys.BUILT_IN == tuple(SHARES) == tuple(RULES)[:6]


@pytest.mark.parametrize("name", SHARES)
def test_a_rule_covers_its_area(name):
    points = np.random.default_rng(0).uniform(-1, 1, (2_000_000, 2))
    counted = RULES[name].decide(points).mean()
    assert counted == pytest.approx(SHARES[name], abs=0.0015)  # four standard deviations
    assert RULES[name].share == pytest.approx(SHARES[name], abs=1e-6)


@pytest.mark.parametrize("name", POINTS)
def test_a_rule_decides_single_points_as_its_formula_says(name):
    *points, expected = zip(*POINTS[name], strict=True)
    assert decide_checked(name, np.array(points).T).tolist() == list(expected)


@pytest.mark.parametrize("name", SHARES)
def test_the_base_rate_is_the_share_of_the_commoner_class(name):
    assert base_rate(name) == pytest.approx(max(SHARES[name], 1 - SHARES[name]), abs=1e-6)


@pytest.mark.parametrize("noise", [0.0, 0.2, 1.0])
def test_the_base_rate_of_ones_own_rule_with_noise_is_the_integral(noise):
    seen = NormalDist(0, noise or 1e-9)  # x + error > 0.5 with probability 1 - cdf(0.5 - x)
    share, _ = integrate.quad(lambda x: (1 - seen.cdf(0.5 - x)) / 2, -1, 1, points=[0.5])
    assert base_rate(Rule("own", right_quarter), noise) == pytest.approx(1 - share, abs=0.003)


def test_the_base_rate_of_a_known_rule_with_noise_is_counted_as_the_points_are_made():
    _, y = sample("rose", 400_000, generator(6), noise=0.5)
    assert base_rate("rose", noise=0.5) == pytest.approx(1 - y.mean(), abs=0.004)
    assert base_rate("rose", noise=0.5) > base_rate("rose") + 0.01


def test_the_base_rate_of_a_rare_class_is_that_of_the_other():
    assert base_rate(Rule("nothing", lambda points: np.zeros(len(points), bool))) == 1.0
    assert base_rate(Rule("all", lambda points: np.ones(len(points), bool))) == 1.0


@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_noise_mixes_the_classes_as_often_as_a_displaced_border_is_crossed(noise):
    x, y = sample("positive", 200_000, generator(1), noise)
    crossed, _ = integrate.quad(lambda x: NormalDist(0, noise).cdf(-x), 0, 1)
    assert ((x[:, 0] > 0) != y).mean() == pytest.approx(crossed, abs=0.004)


def test_noise_is_normal_in_both_directions_and_they_are_independent():
    error = toys._box_muller(generator(2).random((50_000, 2)))
    for direction in error.T:
        assert stats.kstest(direction, "norm").pvalue > 0.01
    assert abs(np.corrcoef(error.T)[0, 1]) < 0.02
    assert abs(np.corrcoef(error.T**2)[0, 1]) < 0.02


def test_points_are_uniform_in_the_square():
    x, _ = sample("circle", 50_000, generator(3))
    assert x.dtype == np.float32
    for direction in x.T:
        assert stats.kstest(direction, stats.uniform(-1, 2).cdf).pvalue > 0.01
    assert abs(np.corrcoef(x.T)[0, 1]) < 0.02


@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("more", [11, 2001, 5000])
def test_more_points_leave_those_that_were_there_and_their_classes(noise, more):
    few, many = (make_dataset("rose", n, n, noise, seed=5) for n in (10, more))
    for name in ("x_train", "y_train", "x_test", "y_test"):
        assert getattr(many, name)[:10].tolist() == getattr(few, name).tolist()


def test_noise_moves_classes_and_no_point():
    quiet, noisy = (make_dataset("circle", noise=noise, seed=4) for noise in (0, 0.4))
    assert (quiet.x_train == noisy.x_train).all()
    assert 0.05 < (quiet.y_train != noisy.y_train).mean() < 0.4


def test_a_little_more_noise_changes_few_classes():
    less, more = (make_dataset("circle", seed=4, noise=noise) for noise in (0.4, 0.41))
    assert (less.y_train != more.y_train).mean() < 0.02


def test_test_points_do_not_depend_on_training_points_nor_repeat_them():
    few, many = make_dataset("ring", 10), make_dataset("ring", 900)
    assert (few.x_test == many.x_test).all()
    assert not set(map(tuple, many.x_train)) & set(map(tuple, many.x_test))
    assert abs(np.corrcoef(many.x_train[:, 0], many.x_test[:900, 0])[0, 1]) < 0.13


def test_equal_seeds_give_equal_datasets_and_others_differ():
    one, same, other = (make_dataset("ring", seed=seed) for seed in (3, 3, 4))
    assert (one.x_train == same.x_train).all()
    assert (one.x_train != other.x_train).all()


def test_a_dataset_says_where_it_comes_from():
    data = make_dataset("rose", 5, 6, noise=0.5, seed=9)
    assert (data.rule, data.noise, data.seed) == ("rose", 0.5, 9)
    assert (data.x_train.shape, data.y_train.shape) == ((5, 2), (5,))
    assert (data.x_test.shape, data.y_test.shape) == ((6, 2), (6,))
    assert data.y_train.dtype == data.y_test.dtype == bool


def test_one_point_is_a_dataset():
    assert make_dataset("circle", 1, 1).x_train.shape == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n_train": 0}, ValueError, "n_train must be in [1, 1e+07], got 0"),
        ({"n_test": 2.0}, TypeError, "n_test must be a whole number, got 2.0 (float)"),
        ({"noise": -0.1}, ValueError, "noise must be in [0, 2], got -0.1"),
        ({"noise": "much"}, TypeError, "noise must be a number, got 'much' (str)"),
        ({"seed": "7"}, TypeError, "seed must be a whole number, got '7' (str)"),
    ],
)
def test_a_dataset_of_impossible_size_noise_or_seed_is_refused(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        make_dataset("circle", **arguments)


@pytest.mark.parametrize(
    ("n_points", "error", "message"),
    [
        (0, ValueError, "n_points must be in [1, 1e+07], got 0"),
        (10_000_001, ValueError, "n_points must be in [1, 1e+07], got 10000001"),
        (2.5, TypeError, "n_points must be a whole number, got 2.5 (float)"),
    ],
)
def test_an_impossible_number_of_points_is_refused(n_points, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        sample("circle", n_points, generator(0))


@pytest.mark.parametrize("use", [find, make_dataset, base_rate])
@pytest.mark.parametrize("name", ["helix", None, ["rose"]])
def test_an_unknown_rule_is_refused_with_those_that_exist(use, name):
    names = "positive, linear, circle, ring, cosine, rose, spiral, moons, checkerboard"
    message = f"rule must be one of {names}; got {name!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        use(name)


def test_the_grid_lists_the_middles_of_the_cells_from_the_top_left():
    assert square_grid(2).tolist() == [[-0.5, 0.5], [0.5, 0.5], [-0.5, -0.5], [0.5, -0.5]]


@pytest.mark.parametrize("side", [0, 2001])
def test_a_grid_of_impossible_size_is_refused(side):
    with pytest.raises(ValueError, match=re.escape(f"side must be in [1, 2000], got {side}")):
        square_grid(side)
