"""Populations with points of their own against single networks, and what noise allows."""
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from course.own_points import limits, own_datasets, random_labels, scores
from course.records import TrainConfig
from course.toys import Rule, decide_checked, make_dataset, sample
from course.training import evaluate, fit
from course.trials import exhaust

SHORT = TrainConfig((4,), "tanh", batch_size=7, steps=12, schedule="cosine")


# ---- points of its own for each network ------------------------------------------------


@pytest.mark.parametrize("change", [{}, {"l2": 0.1}, {"optimiser": "momentum"}, {"scale": 2.0}])
def test_each_network_learns_what_it_would_learn_alone(change: dict) -> None:
    config = replace(SHORT, **change)
    data = own_datasets("ring", (3, 8), 20, 30, random=0.5)
    *_, together = fit(replace(config, seed=(3, 8)), data)
    for k, seed in enumerate((3, 8)):
        *_, alone = fit(replace(config, seed=seed), data[k])
        np.testing.assert_allclose(
            together.network.parameters[k], alone.network.parameters, atol=1e-5
        )
    assert together.index == 12


def test_the_scores_are_those_of_single_networks_on_their_own_points() -> None:
    data = own_datasets("circle", range(3), 20, 40)
    *_, step = fit(replace(SHORT, seed=range(3)), data)
    together = scores(step.network, data)
    for k in range(3):
        single = step.network.member(k)
        train = evaluate(single, data[k].x_train, data[k].y_train)
        test = evaluate(single, data[k].x_test, data[k].y_test)
        assert together.train[k] == train.accuracy and together.test[k] == test.accuracy
        assert together.train_loss[k] == train.loss and together.test_loss[k] == test.loss


def test_datasets_must_be_one_a_seed_and_of_equal_size() -> None:
    two = own_datasets("circle", (0, 1), 20, 5)
    with pytest.raises(ValueError, match="datasets must be one for each of 3 seeds, got 2"):
        next(fit(replace(SHORT, seed=range(3)), two))
    uneven = [two[0], make_dataset("circle", 21, 5)]
    with pytest.raises(ValueError, match=r"equal size, got \[20, 21\] training points"):
        next(fit(replace(SHORT, seed=range(2)), uneven))


def test_a_coin_decides_the_asked_share_of_training_labels_and_no_others() -> None:
    data = make_dataset("circle", 4000, 50, seed=5)
    changed = {share: random_labels(data, share).y_train for share in (0, 0.25, 0.5, 1)}
    right = {share: (labels == data.y_train).mean() for share, labels in changed.items()}
    assert right[0] == 1
    for share in (0.25, 0.5, 1):
        assert right[share] == pytest.approx(1 - share / 2, abs=0.03)
    assert changed[1].mean() == pytest.approx(0.5, abs=0.03)
    wrong = {share: set(np.flatnonzero(y != data.y_train)) for share, y in changed.items()}
    assert wrong[0.25] < wrong[0.5] < wrong[1]
    assert (random_labels(data, 1).y_test == data.y_test).all()
    with pytest.raises(ValueError, match=r"share must be in \[0, 1\], got 1.5"):
        random_labels(data, 1.5)


# ---- what noise allows -----------------------------------------------------------------


@pytest.mark.parametrize("noise", [0.1, 0.5])
def test_the_limit_of_a_straight_border_is_the_closed_form(noise: float) -> None:
    places = (np.arange(4000) + 0.5) / 4000  # how far a point may lie from the border
    exact = np.mean([NormalDist().cdf(x / noise) for x in places])
    itself, best = exhaust(limits("positive", noise))
    assert itself == pytest.approx(exact, abs=0.005)
    assert best == pytest.approx(exact, abs=0.005)


def test_a_ring_seen_badly_is_not_the_best_answer() -> None:
    x, y = sample("ring", 40_000, np.random.default_rng(0), 0.5)
    itself, best = exhaust(limits("ring", 0.5))
    assert itself == pytest.approx((decide_checked("ring", x) == y).mean(), abs=0.01)
    # Nearest to the best that forty thousand others can give: the commoner label round about.
    cells = np.floor((x + 1) * 10).astype(int) @ [20, 1]
    share = np.bincount(cells, y, minlength=400) / np.bincount(cells, minlength=400)
    grouped = np.maximum(share, 1 - share)
    assert best == pytest.approx(grouped.mean(), abs=0.02)
    assert best > itself + 0.1


def test_without_noise_everything_is_possible_and_points_keep_their_places() -> None:
    assert exhaust(limits("moons", 0)) == (1.0, 1.0)
    middle = Rule("middle", lambda points: points[:, 0] > 0.95, place=lambda u: 0 * u)
    assert exhaust(limits(middle, 0.1)) == (1.0, 1.0)
