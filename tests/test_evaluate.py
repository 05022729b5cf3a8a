"""What a network is worth: losses and wrong points, also when numbers overflow."""
import math
import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from course.network import Network
from course.records import ACTIVATIONS, OPTIMISERS, TrainConfig
from course.toys import make_dataset
from course.training import evaluate, fit

QUICK = TrainConfig(hidden=(6, 5), activation="tanh", steps=40, batch_size=20)


def points(n_points):
    return make_dataset("circle", n_points, 400)


HUGE = [*product(OPTIMISERS, [1e9, 1e30], [0.0]), *product(OPTIMISERS, [0.01], [1e9, 1e30])]


@pytest.mark.parametrize(("optimiser", "rate", "l2"), HUGE)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_step_far_too_large_shows_in_the_loss_and_warns_of_nothing(
    optimiser, rate, l2, activation
):
    config = replace(
        QUICK, optimiser=optimiser, activation=activation, learning_rate=rate, l2=l2, seed=(0, 1)
    )
    data = points(60)
    for step in fit(config, data):
        assert step.loss.shape == step.accuracy.shape == (2,)
    score = evaluate(step.network, data.x_test, data.y_test)
    # Adam divides by the size of the gradient and survives a penalty; nothing learns.
    assert not (score.loss < (1e3 if rate > 1 else 0.6)).any()


def test_a_logit_that_is_not_a_number_is_wrong_whichever_the_class():
    data = points(60)
    steps = fit(QUICK, data)
    next(steps).network.parameters[:] = math.nan
    step = next(steps)
    assert math.isnan(step.loss)
    assert step.accuracy == 0
    score = evaluate(step.network, data.x_test, data.y_test)
    assert math.isnan(score.loss)
    assert score.accuracy == 0
    assert score.wrong.all()


def test_a_logit_past_all_numbers_costs_infinitely_much_when_it_is_wrong():
    x = np.array([[1, 1], [-1, -1]], dtype=np.float32)
    network = Network((2, 1))
    network.parameters[:] = 3e38
    assert evaluate(network, x, np.array([True, False])).accuracy == 1
    score = evaluate(network, x, np.array([False, True]))
    assert (score.loss, score.accuracy) == (math.inf, 0)


def slope_of_one(biases):
    """Linear networks whose logit is x + bias."""
    network = Network((2, 1), seed=range(len(biases)))
    network.parameters[:] = [[1, 0, bias] for bias in biases]
    return network


def test_loss_accuracy_and_wrong_points_are_counted_over_all_blocks():
    x = np.array([[-2.0, 0], [-1, 0], [1, 0], [2, 0], [3, 0]], dtype=np.float32)
    y = np.array([False, True, True, True, False])
    score = evaluate(slope_of_one([0.0, 1.5]), x, y, block=2)
    assert score.wrong.tolist() == [[0, 1, 0, 0, 1], [0, 0, 0, 0, 1]]
    assert score.accuracy.tolist() == pytest.approx([0.6, 0.8])
    for k, bias in enumerate([0.0, 1.5]):
        p = 1 / (1 + np.exp(-(x[:, 0] + bias)))
        assert score.loss[k] == pytest.approx(-np.log(np.where(y, p, 1 - p)).mean(), rel=1e-6)


def test_the_score_of_one_network_is_two_plain_numbers():
    data = points(10)
    score = evaluate(Network((2, 3, 1)), data.x_test, data.y_test)
    assert type(score.loss) is type(score.accuracy) is float
    assert score.wrong.shape == (400,)


def test_the_size_of_the_blocks_does_not_matter():
    data, network = points(10), Network((2, 30, 1))
    whole, pieces = (evaluate(network, data.x_test, data.y_test, block) for block in (400, 7))
    assert pieces.loss == pytest.approx(whole.loss, rel=1e-6)
    assert (pieces.wrong == whole.wrong).all()


@pytest.mark.parametrize(("n_x", "n_y"), [(0, 0), (3, 2), (3, 1)])
def test_points_without_a_class_each_are_refused(n_x, n_y):
    message = f"x and y must be equally long, at least 1; got {n_x} and {n_y}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        evaluate(Network((2, 1)), np.zeros((n_x, 2)), np.zeros(n_y, bool))
