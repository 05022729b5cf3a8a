"""What the prose of lesson 02 says of layers of one's own is what they do."""
import numpy as np
import pytest
import torch

from course.borrowed import Borrowed
from course.residual import first_to_last, gradient_norms
from course.reversal import ReversalTrials
from course.torch_layers import residual, reverse_gradient
from widgets import Reversal


def test_a_gradient_vanishes_in_twenty_plain_layers_and_not_in_twenty_residual_ones():
    assert first_to_last(gradient_norms(20, residual=False)) < 1e-3
    assert 0.3 < first_to_last(gradient_norms(20, residual=True)) < 10


def test_the_slope_of_a_residual_layer_is_one_plus_that_of_the_layer():
    inner = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Tanh())
    x = torch.tensor([0.3, -0.5, 0.8])
    slopes = [torch.autograd.functional.jacobian(f, x) for f in (residual(inner), inner)]
    torch.testing.assert_close(slopes[0], torch.eye(3) + slopes[1])


def test_behind_the_reversal_layer_the_gradient_of_the_squares_is_turned_and_halved():
    x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    (x**2).sum().backward()
    assert x.grad.tolist() == [2, 4, 6]
    x.grad = None
    (reverse_gradient(x, 0.5) ** 2).sum().backward()
    assert x.grad.tolist() == [-1, -2, -3]


def test_the_goal_of_the_reversal_is_reached_with_the_settings_one_finds():
    settings = Reversal().settings
    trials = ReversalTrials(settings.angle, settings.strength, seeds=3)
    assert settings.seed in range(trials.seeds)
    without, with_layer = trials.run().rows.values()
    assert (np.array(with_layer) > np.array(without) + 0.03).all()


@pytest.fixture(scope="module")
def borrowed():
    """Points -> mean accuracy of each kind over three seeds."""
    return {
        points: {
            name: np.mean(row) for name, row in Borrowed(points, seeds=3).run().rows.items()
        }
        for points in (30, 300)
    }  # fmt: skip


def test_what_the_circle_taught_helps_with_30_points_of_the_ring(borrowed):
    head, all_layers, fresh = borrowed[30].values()
    assert min(head, all_layers) > fresh + 0.02


def test_with_300_points_a_fresh_network_does_as_well(borrowed):
    head, all_layers, fresh = borrowed[300].values()
    assert fresh > max(head, all_layers) - 0.01


def test_under_a_borrowed_network_33_numbers_are_left_to_learn(borrowed):
    assert list(borrowed[30])[0] == "head only, 33"
