"""A picture of three numbers: its gradient by hand, where descent arrives, where it is stuck."""
from itertools import islice

import numpy as np
import pytest

from course.pictures.slider_game import (
    ROUNDS,
    SIDE,
    covered,
    descend,
    game,
    pulls,
    score,
    stepped,
)

SEEDS = range(6)


def mean_squared(one, other):
    """The score, by a loop over the channels and plain sums."""
    total = sum(float(np.sum((one[..., c] - other[..., c]) ** 2)) for c in range(3))
    return total / (3 * SIDE * SIDE)


def differences(this, numbers, width=1e-5):
    """The slope by each number, from two pictures a little to either side of it."""
    found = []
    for i in range(3):
        low, high = list(numbers), list(numbers)
        low[i], high[i] = numbers[i] - width, numbers[i] + width
        ends = [mean_squared(this.draw(tuple(at))[0], this.draw(this.target)[0])
                for at in (low, high)]  # fmt: skip
        found.append((ends[1] - ends[0]) / (2 * width))
    return np.array(found)


@pytest.mark.parametrize("name", ROUNDS)
@pytest.mark.parametrize("share", [(0.31, 0.62, 0.4), (0.83, 0.2, 0.71)])
def test_the_gradient_is_that_of_two_nearby_pictures(name, share):
    this = game(name, seed=2)
    numbers = tuple(np.array(this.low) + np.array(share) * np.subtract(this.high, this.low))
    np.testing.assert_allclose(
        score(this, numbers).gradient, differences(this, numbers), rtol=2e-6, atol=1e-10
    )


@pytest.mark.parametrize("name", ROUNDS)
def test_the_score_is_the_mean_squared_difference_and_0_at_the_target(name):
    this = game(name, seed=1)
    at = this.starts["near"]
    expected = mean_squared(this.draw(at)[0], this.draw(this.target)[0])
    assert score(this, at).loss == pytest.approx(expected, rel=1e-12)
    assert score(this, this.target).loss == 0
    assert not score(this, this.target).gradient.any()


def test_the_disc_is_ink_inside_its_radius_and_half_ink_on_its_edge():
    picture, _ = game("disc").draw((0.25, -0.5, 0.3))
    ground, ink = picture[-1, 0], np.array([0.95, 0.55, 0.36])
    at = lambda x, y: picture[round((y + 1) / 2 * SIDE - 0.5), round((x + 1) / 2 * SIDE - 0.5)]  # noqa: E731
    np.testing.assert_allclose(at(0.25, -0.5), ink, atol=0.02)
    np.testing.assert_allclose(at(0.25 + 0.3, -0.5), (ink + ground) / 2, atol=0.03)
    np.testing.assert_allclose(at(0.25, -0.5 + 0.9), ground, atol=0.02)


def test_a_colour_goes_straight_to_its_target_from_anywhere():
    """Its score is a bowl: each number's distance shrinks by the same factor in each step."""
    this = game("colour", seed=3)
    path = [numbers for numbers, _ in islice(descend(this, this.starts["far"]), 6)]
    away = np.abs(np.array(path) - this.target)
    factors = away[1:] / away[:-1]
    np.testing.assert_allclose(factors, factors[0, 0], rtol=1e-6)
    assert factors[0, 0] < 1


@pytest.mark.parametrize("name", ROUNDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_from_near_the_gradient_arrives_with_the_rounds_own_learning_rate(name, seed):
    this = game(name, seed)
    losses = [now.loss for _, now in islice(descend(this, this.starts["near"]), 100)]
    assert losses[0] > 0.01
    assert min(losses) < 0.0005


@pytest.mark.parametrize("seed", SEEDS)
def test_from_far_the_disc_is_not_pulled_towards_the_target_and_vanishes(seed):
    this = game("disc", seed)
    start = this.starts["far"]
    assert covered(this, start) == 0
    first = pulls(this, start, score(this, start))
    assert np.abs(first[:2]).max() < 1e-3
    assert first[2] < -0.01  # smaller is better: less of it is wrong
    *_, (numbers, now) = islice(descend(this, start), 200)
    assert numbers[2] == this.low[2]
    assert np.hypot(*np.subtract(numbers[:2], start[:2])) < 0.05
    assert now.loss > 0.02


@pytest.mark.parametrize("seed", SEEDS)
def test_from_far_the_wave_comes_to_rest_in_a_hollow(seed):
    this = game("wave", seed)
    *_, (numbers, now) = islice(descend(this, this.starts["far"]), 300)
    assert now.loss > 0.02
    assert np.abs(pulls(this, numbers, now)).max() < 5e-3
    for i in range(3):  # a small move to either side does not help
        for by in (-0.02, 0.02):
            moved = list(numbers)
            moved[i] += by
            assert score(this, this.clip(moved)).loss > now.loss - 1e-4


def test_a_step_follows_the_slope_and_stops_at_the_end_of_a_slider():
    this = game("disc")
    at = (0.1, 0.2, 0.06)
    now = score(this, at)
    expected = np.subtract(at, 0.3 * now.gradient)
    assert stepped(this, at, now, 0.3) == pytest.approx(np.clip(expected, this.low, this.high))
    assert stepped(this, at, now, 1e6)[2] in (this.low[2], this.high[2])


def test_a_slider_at_its_end_is_pulled_inwards_only():
    this = game("disc")
    start = this.starts["far"]
    at = (*start[:2], this.low[2])
    assert score(this, at).gradient[2] > 0
    assert pulls(this, at, score(this, at))[2] == 0
    below = (this.low[0], *start[1:])
    now = score(this, below)
    if now.gradient[0] < 0:
        assert pulls(this, below, now)[0] == pytest.approx(-now.gradient[0] * 2)


def test_a_seed_means_the_same_game_and_another_another():
    assert game("wave", 4).target == game("wave", 4).target
    assert game("wave", 4).target != game("wave", 5).target


@pytest.mark.parametrize(
    ("call", "message"),
    [(lambda: game("square"), "name must be one of disc, colour, wave; got 'square'"),
     (lambda: game("disc", -1), r"seed must be in \[0, 9999\], got -1"),
     (lambda: score(game("disc"), (1, 2)), r"numbers must be three numbers, got \(1, 2\)"),
     (lambda: score(game("disc"), (1, 2, float("nan"))), r"numbers\[2\] must be"),
     (lambda: next(descend(game("disc"), (0, 0, 0.3), rate=0)), r"rate must be in \(0, 100\]"),
     ],
)  # fmt: skip
def test_what_is_no_game_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()
