"""Gradients against finite differences and against torch; K networks against one."""
import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course.backend import Backend
from course.network import (
    ACTIVATIONS,
    Network,
    binary_cross_entropy,
    cross_entropy,
    initial_parameters,
    layer_views,
    parameter_count,
    sigmoid,
)

EXACT = Backend(dtype="float64")
SHAPES = {"linear": (2, 1), "shallow": (2, 5, 1), "deep": (2, 4, 3, 4, 1)}
SEEDS = {"one": 3, "population": (3, 4, 5)}
TORCH = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}

each_network = pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
each_shape = pytest.mark.parametrize("widths", SHAPES.values(), ids=SHAPES)
each_activation = pytest.mark.parametrize("activation", ACTIVATIONS)


def two_classes(n_points=7):
    rng = np.random.default_rng(1)
    return rng.uniform(-1, 1, (n_points, 2)), rng.integers(0, 2, (n_points, 1)).astype(float)


def three_classes(n_points=7):
    rng = np.random.default_rng(2)
    return rng.uniform(-1, 1, (n_points, 2)), np.eye(3)[rng.integers(0, 3, n_points)]


def mean_loss(network, loss, x, y):
    """Mean loss of each network, computed from scratch; shape (...)."""
    z = network.forward(x)
    if loss is binary_cross_entropy:
        each = np.logaddexp(0, np.where(y == 1, -z, z))
    else:
        each = np.log(np.exp(z).sum(-1)) - z[..., y == 1]
    return each.reshape(*z.shape[:-2], -1).mean(-1)


def finite_differences(network, loss, x, y, h=1e-6):
    """Central differences of `mean_loss` by every parameter; shape (..., n_parameters)."""
    slopes = np.zeros_like(network.parameters)
    for i in range(slopes.shape[-1]):
        sides = []
        for move in (h, -h):
            network.parameters[..., i] += move
            sides.append(mean_loss(network, loss, x, y))
            network.parameters[..., i] -= move
        slopes[..., i] = (sides[0] - sides[1]) / (2 * h)
    return slopes


def gradients(network, loss, x, y):
    logits = network.forward(x)
    network.backward(loss.slope(np, logits, y) / len(x))
    return network.gradients


def torch_gradients(network, activation, loss, x, y):
    """The same network written with torch's functions, differentiated by torch."""
    total, leaves, h = 0, [], torch.tensor(x)
    for i, (weights, biases) in enumerate(network.layers):
        leaves += [torch.tensor(weights, requires_grad=True)]
        leaves += [torch.tensor(biases, requires_grad=True)]
        z = h @ leaves[-2] + leaves[-1]
        h = TORCH[activation](z) if i < len(network.layers) - 1 else z
    populated = z if z.ndim == 3 else z[None]
    for logits in populated:
        if loss is binary_cross_entropy:
            total = total + torch.nn.BCEWithLogitsLoss()(logits, torch.tensor(y))
        else:
            total = total + torch.nn.CrossEntropyLoss()(logits, torch.tensor(y).argmax(-1))
    flat = torch.autograd.grad(total, leaves)
    lead = network.parameters.shape[:-1]
    return np.concatenate([part.numpy().reshape(*lead, -1) for part in flat], -1)


@each_activation
@each_shape
@each_network
def test_gradients_are_those_of_finite_differences(activation, widths, seed):
    network, (x, y) = Network(widths, activation, seed, EXACT), two_classes()
    # Behind a layer of silent units a relu stands exactly on its kink: move it off.
    network.parameters += np.random.default_rng(5).normal(0, 0.2, network.parameters.shape)
    expected = finite_differences(network, binary_cross_entropy, x, y)
    ours = gradients(network, binary_cross_entropy, x, y)
    np.testing.assert_allclose(ours, expected, rtol=1e-6, atol=1e-9)


@each_activation
@each_shape
@each_network
def test_gradients_are_those_of_torch(activation, widths, seed):
    network, (x, y) = Network(widths, activation, seed, EXACT), two_classes()
    expected = torch_gradients(network, activation, binary_cross_entropy, x, y)
    ours = gradients(network, binary_cross_entropy, x, y)
    np.testing.assert_allclose(ours, expected, rtol=1e-10, atol=1e-12)


@each_network
def test_gradients_of_cross_entropy_over_classes_are_those_of_finite_differences(seed):
    network, (x, y) = Network((2, 5, 3), "tanh", seed, EXACT), three_classes()
    expected = finite_differences(network, cross_entropy, x, y)
    np.testing.assert_allclose(gradients(network, cross_entropy, x, y), expected, atol=1e-9)


@each_network
def test_gradients_of_cross_entropy_over_classes_are_those_of_torch(seed):
    network, (x, y) = Network((2, 5, 3), "tanh", seed, EXACT), three_classes()
    expected = torch_gradients(network, "tanh", cross_entropy, x, y)
    ours = gradients(network, cross_entropy, x, y)
    np.testing.assert_allclose(ours, expected, rtol=1e-10, atol=1e-12)


@each_activation
def test_a_population_computes_what_its_networks_compute_alone(activation):
    x, y = two_classes()
    together = Network((2, 4, 3, 1), activation, (7, 8, 9), EXACT)
    ours = gradients(together, binary_cross_entropy, x, y)
    for k, seed in enumerate((7, 8, 9)):
        alone = Network((2, 4, 3, 1), activation, seed, EXACT)
        theirs = gradients(alone, binary_cross_entropy, x, y)
        np.testing.assert_allclose(together.h[-1][k], alone.h[-1], rtol=1e-12)
        np.testing.assert_allclose(ours[k], theirs, rtol=1e-10, atol=1e-14)


def test_each_network_of_a_population_can_be_given_its_own_points():
    (x, y), (other, _) = two_classes(), three_classes()
    together = Network((2, 4, 1), "tanh", (7, 8), EXACT)
    ours = gradients(together, binary_cross_entropy, np.stack([x, other]), np.stack([y, y]))
    ours = ours * 2 / len(x)  # `gradients` divided by the number of networks
    for k, (seed, points) in enumerate([(7, x), (8, other)]):
        alone = Network((2, 4, 1), "tanh", seed, EXACT)
        theirs = gradients(alone, binary_cross_entropy, points, y)
        np.testing.assert_allclose(ours[k], theirs, rtol=1e-10, atol=1e-14)


@each_activation
@each_network
def test_logits_are_those_of_forward(activation, seed):
    network, (x, _) = Network((2, 6, 5, 1), activation, seed), two_classes()
    network.parameters += 0.1  # no bias is 0
    x = x.astype(np.float32)
    assert (network.logits(x) == network.forward(x)).all()


def test_forward_keeps_the_outputs_of_every_layer_and_the_last_is_linear():
    network, (x, _) = Network((2, 6, 5, 1), "relu", 0, EXACT), two_classes()
    logits = network.forward(x)
    assert [h.shape for h in network.h] == [(7, 2), (7, 6), (7, 5), (7, 1)]
    assert network.h[-1] is logits
    assert (logits < 0).any()


@each_activation
@each_network
def test_every_array_of_a_step_stays_in_single_precision(activation, seed):
    network, (x, y) = Network((2, 6, 5, 1), activation, seed), two_classes()
    x, y = x.astype(np.float32), y.astype(np.float32)
    dz = binary_cross_entropy.slope(np, network.forward(x), y)
    network.backward(dz)
    made = [*network.z, *network.h, dz, network.gradients, network.parameters]
    assert {array.dtype.name for array in made} == {"float32"}


@pytest.mark.parametrize(
    ("logit", "label", "nats"),
    [
        (0.0, 1.0, math.log(2)),
        (2.0, 0.0, 2 + math.log(1 + math.exp(-2))),
        (1000.0, 1.0, 0.0),
        (1000.0, 0.0, 1000.0),
        (-1000.0, 1.0, 1000.0),
        (math.inf, 1.0, 0.0),
        (math.inf, 0.0, math.inf),
    ],
)
def test_binary_cross_entropy_is_minus_log_p_even_far_out(logit, label, nats):
    z, y = np.array([[logit]]), np.array([[label]])
    assert binary_cross_entropy.value(np, z, y).item() == pytest.approx(nats)


@pytest.mark.parametrize("shift", [0.0, 1000.0, -1000.0])
def test_cross_entropy_is_minus_log_softmax_and_does_not_feel_a_shift(shift):
    z = np.array([[1.0, 2.0, 4.0], [0.0, 0.0, 0.0]]) + shift
    y = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    expected = [math.log(math.e + math.e**2 + math.e**4) - 2, math.log(3)]
    assert cross_entropy.value(np, z, y)[:, 0] == pytest.approx(expected)


@given(st.floats(-700, 700))
def test_sigmoid_is_one_over_one_plus_exp(z):
    assert sigmoid(np, np.float64(z)) == pytest.approx(1 / (1 + math.exp(-z)), abs=1e-15)


def test_sigmoid_is_0_and_1_at_the_ends_and_does_not_overflow():
    ends = np.array([-np.inf, -1e30, 0, 1e30, np.inf], dtype=np.float32)
    assert sigmoid(np, ends).tolist() == [0, 0, 0.5, 1, 1]


widths_of = st.lists(st.integers(1, 6), min_size=2, max_size=5)


@given(widths_of, st.sampled_from([(), (1,), (3,), (2, 2)]))
def test_layers_are_views_that_share_out_the_whole_flat_array_in_order(widths, lead):
    count = parameter_count(widths)
    flat = np.arange(math.prod(lead) * count).reshape(*lead, count)
    views = layer_views(flat, widths)
    assert [w.shape[-2:] for w, b in views] == list(zip(widths, widths[1:], strict=False))
    assert [b.shape[-2:] for w, b in views] == [(1, width) for width in widths[1:]]
    parts = [part.reshape(*lead, -1) for layer in views for part in layer]
    assert np.concatenate(parts, -1).tolist() == flat.tolist()
    assert all(np.shares_memory(part, flat) for layer in views for part in layer)


def test_a_network_of_2_8_8_1_has_105_parameters():
    assert parameter_count((2, 8, 8, 1)) == 24 + 72 + 9


@pytest.mark.parametrize(
    ("activation", "gain"), [("relu", math.sqrt(2)), ("tanh", 5 / 3), ("sigmoid", 4)]
)
def test_initial_weights_are_normal_with_the_spread_of_their_activation(activation, gain):
    layers = layer_views(initial_parameters((300, 400, 300, 1), activation, 0), (300, 400, 300, 1))
    for i, fan_in, expected in [(0, 300, gain), (1, 400, gain), (2, 300, 1)]:
        weights = layers[i][0] * math.sqrt(fan_in)
        tolerance = 4 / math.sqrt(2 * weights.size)  # four standard errors of a spread
        assert weights.std() == pytest.approx(expected, rel=tolerance)
        assert weights.mean() == pytest.approx(0, abs=4 * expected / math.sqrt(weights.size))


def test_only_the_first_hidden_layer_has_initial_biases():
    layers = layer_views(initial_parameters((2, 500, 5, 1), "relu", 0), (2, 500, 5, 1))
    first, *others = (biases for _, biases in layers)
    assert -1 <= first.min() < -0.95 < 0.95 < first.max() <= 1
    assert all((biases == 0).all() for biases in others)


def test_a_linear_classifier_starts_through_the_middle():
    [(_, biases)] = layer_views(initial_parameters((2, 1), "relu", 0), (2, 1))
    assert (biases == 0).all()


def test_a_population_starts_from_the_networks_of_its_seeds():
    together = Network((2, 3, 1), seed=(5, 6)).parameters
    assert together.shape == (2, parameter_count((2, 3, 1)))
    for k, seed in enumerate((5, 6)):
        assert (together[k] == Network((2, 3, 1), seed=seed).parameters).all()
    assert (together[0] != together[1]).any()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (((2, 0, 1),), ValueError, "each width must be in [1, inf), got 0"),
        (((2, 2.5, 1),), TypeError, "each width must be a whole number, got 2.5 (float)"),
        (((2,),), ValueError, "widths must hold inputs and outputs, got (2,)"),
        (((2, 1), "relu", 0, None, "2017"), ValueError, "start must be one of he, 2016; got "),
        (((2, 1), "relu", 0, None, "he", -1), ValueError, "scale must be in [0, inf), got -1"),
        (
            ((2, 1), "swish"),
            ValueError,
            "activation must be one of relu, tanh, sigmoid; got 'swish'",
        ),
        (((2, 1), "relu", "7"), TypeError, "seed must be a whole number, got '7' (str)"),
        (((2, 1), "relu", 1.5), TypeError, "seed must be a whole number, got 1.5 (float)"),
        (((2, 1), "relu", True), TypeError, "seed must be a whole number, got True (bool)"),
        (((2, 1), "relu", (1, 2.0)), TypeError, "seed must be a whole number, got 2.0 (float)"),
        (((2, 1), "relu", ()), ValueError, "seed must be an integer or at least one of them"),
    ],
)
def test_a_network_that_cannot_be_is_refused(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        Network(*arguments)


def test_the_start_of_2016_is_alike_in_every_layer_and_clamped():
    widths = (2, 300, 400, 1)
    for weights, biases in layer_views(initial_parameters(widths, "relu", 0, "2016"), widths):
        assert abs(weights).max() <= 0.2
        assert (biases == 0.1).all()
    weights = layer_views(initial_parameters(widths, "relu", 0, "2016"), widths)[1][0]
    # Of N(0, 0.1) a share of 4.55% lies beyond 0.2 and is clamped to it.
    clamped = (abs(weights) == 0.2).mean()
    assert clamped == pytest.approx(0.0455, abs=4 * math.sqrt(0.0455 / weights.size))
    inside = weights[abs(weights) < 0.2].std()
    assert inside == pytest.approx(0.08796, rel=0.01)  # scipy.stats.truncnorm(-2, 2).std() / 10


def test_a_scale_multiplies_weights_and_leaves_biases():
    for start in ("he", "2016"):
        plain = layer_views(initial_parameters((2, 6, 1), "relu", 3, start), (2, 6, 1))
        large = layer_views(initial_parameters((2, 6, 1), "relu", 3, start, 10.0), (2, 6, 1))
        for (W, b), (V, c) in zip(plain, large, strict=True):
            assert pytest.approx(10 * W) == V
            assert (b == c).all()


def test_a_member_of_a_population_is_a_network_of_its_own():
    together = Network((2, 3, 1), "tanh", seed=(5, 6, 7))
    single = together.member(1)
    x = np.random.default_rng(0).uniform(-1, 1, (4, 2)).astype(np.float32)
    assert (single.parameters == together.parameters[1]).all()
    assert single.logits(x) == pytest.approx(together.logits(x)[1], abs=1e-6)
    before = together.parameters.copy()
    single.forward(x)
    single.backward(np.ones((4, 1), np.float32))
    single.parameters += 1
    assert (together.parameters == before).all()
    assert (together.gradients == 0).all() and (single.gradients != 0).any()
    assert (single.layers[0][0] == before[1, :6].reshape(2, 3) + 1).all()


@pytest.mark.parametrize(
    ("seed", "k", "message"),
    [
        (1, 0, "only a population has members: this is a single network"),
        ((1, 2), 2, "k must be in [0, 1], got 2"),
        ((1, 2), -1, "k must be in [0, 1], got -1"),
    ],
)
def test_a_member_that_is_not_there_is_refused(seed, k, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Network((2, 3, 1), seed=seed).member(k)
