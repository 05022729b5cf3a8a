"""The optimisers against torch's, and the schedule against its formula."""
import math
import re

import numpy as np
import pytest
import torch

from course.backend import Backend
from course.network import Network
from course.optimisers import OPTIMISERS, make_optimiser, member, schedule, weight_mask

TORCH = {
    "sgd": lambda parameters, rate: torch.optim.SGD(parameters, lr=rate),
    "momentum": lambda parameters, rate: torch.optim.SGD(parameters, lr=rate, momentum=0.9),
    "adam": lambda parameters, rate: torch.optim.Adam(parameters, lr=rate),
}


def gradients(steps=60, shape=(5,)):
    """Gradients of very different sizes, some of them zero."""
    rng = np.random.default_rng(0)
    made = rng.normal(0, 1, (steps, *shape)) * np.array([1e-6, 0.1, 1, 30, 1])
    made[10:20, ..., 4] = 0
    return made


@pytest.mark.parametrize("name", TORCH)
def test_an_optimiser_makes_the_steps_of_its_torch_counterpart(name):
    ours = np.linspace(-1, 1, 5)
    leaf = torch.tensor(ours, requires_grad=True)
    optimiser, theirs = make_optimiser(name, ours), TORCH[name]([leaf], 0.05)
    for gradient in gradients():
        optimiser.step(gradient, 0.05)
        leaf.grad = torch.tensor(gradient)
        theirs.step()
        np.testing.assert_allclose(ours, leaf.detach().numpy(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_population_with_its_own_rates_moves_as_each_network_alone(name):
    rates = (0.01, 0.3)
    together = np.ones((2, 5))
    optimiser = make_optimiser(name, together)
    for gradient in gradients(shape=(2, 5)):
        optimiser.step(gradient, np.array(rates)[:, None])
    for k, rate in enumerate(rates):
        alone = np.ones(5)
        single = make_optimiser(name, alone)
        for gradient in gradients(shape=(2, 5)):
            single.step(gradient[k], rate)
        np.testing.assert_allclose(together[k], alone, rtol=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_parameters_are_moved_where_they_lie_and_gradients_left_alone(name):
    parameters, gradient = np.ones(3), np.array([1.0, -2.0, 0.5])
    make_optimiser(name, parameters).step(gradient, 0.1)
    assert (np.sign(1 - parameters) == np.sign(gradient)).all()
    assert gradient.tolist() == [1.0, -2.0, 0.5]


def test_an_unknown_optimiser_is_refused_with_those_that_exist():
    message = "optimiser must be one of adam, momentum, sgd; got 'lion'"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make_optimiser("lion", np.zeros(2))


def test_the_penalty_falls_on_weights_and_not_on_biases():
    mask = weight_mask(Network((2, 3, 1)))
    assert mask.tolist() == [1] * 6 + [0] * 3 + [1] * 3 + [0]
    assert mask.dtype == np.float32


def test_the_mask_lies_on_the_device_of_its_network():
    mask = weight_mask(Network((2, 3, 1), backend=Backend(torch)))
    assert isinstance(mask, torch.Tensor)


@pytest.mark.parametrize(
    ("index", "share"),
    [
        (0, 1 / 51),
        (24, 25 / 51 * (1 + math.cos(0.024 * math.pi)) / 2),
        (50, (1 + math.cos(0.05 * math.pi)) / 2),
        (500, 0.5),
        (750, (1 - math.sqrt(0.5)) / 2),
        (1000, 0.0),
        (1500, 0.0),
    ],
)
def test_cosine_rises_for_a_twentieth_of_the_run_and_falls_to_0_at_its_end(index, share):
    assert schedule("cosine", index, 1000) == pytest.approx(share, abs=1e-12)


def test_the_last_step_of_a_cosine_is_almost_nothing():
    assert 0 < schedule("cosine", 999, 1000) < 1e-5


def test_the_warm_up_can_be_longer_or_left_out():
    assert schedule("cosine", 0, 1000, warm_up=0) == 1
    assert schedule("cosine", 99, 1000, warm_up=0.2) == pytest.approx(
        100 / 201 * (1 + math.cos(0.099 * math.pi)) / 2
    )


def test_decay_falls_by_one_factor_to_a_hundredth():
    shares = [schedule("decay", index, 1000) for index in (0, 500, 1000, 2000)]
    assert shares == pytest.approx([1, 0.1, 0.01, 0.01])
    ratio = schedule("decay", 301, 1000) / schedule("decay", 300, 1000)
    assert ratio == pytest.approx(schedule("decay", 1, 1000))


@pytest.mark.parametrize("name", OPTIMISERS)
def test_what_an_optimiser_knows_of_a_member_is_what_it_would_know_of_it_alone(name):
    rng = np.random.default_rng(4)
    start, slopes = rng.normal(size=(3, 5)), rng.normal(size=(6, 3, 5))
    together, alone = start.copy(), start[1].copy()
    optimiser, single = make_optimiser(name, together), make_optimiser(name, alone)
    for slope in slopes[:4]:
        optimiser.step(slope, 0.1)
        single.step(slope[1], 0.1)
    taken = member(optimiser, 1, together[1].copy())
    left = together.copy()
    for slope in slopes[4:]:
        taken.step(slope[1], 0.1)
        single.step(slope[1], 0.1)
    assert taken.parameters == pytest.approx(alone)
    assert (together == left).all()
    optimiser.step(slopes[4], 0.1)  # and the population goes on as if nothing had been taken
    whole = start.copy()
    again = make_optimiser(name, whole)
    for slope in slopes[:5]:
        again.step(slope, 0.1)
    assert together == pytest.approx(whole)


def test_constant_is_the_whole_rate_at_every_step():
    assert {schedule("constant", index, 10) for index in (0, 5, 10, 99)} == {1.0}


def test_an_unknown_schedule_is_refused_with_those_that_exist():
    message = "schedule must be one of constant, cosine, decay; got 'linear'"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        schedule("linear", 0, 10)
