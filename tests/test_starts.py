"""What goes through a network before it has learned, against torch and against theory."""
import math
from statistics import NormalDist

import numpy as np
import pytest

from course.seeding import generator
from course.starts import POINTS, UNITS, Start, histograms, kept, layers, summed, through

SEEDS = tuple(range(32))


def by_torch(start, seed):
    """Activations and gradients by the weighted sums, from torch's autograd in float64."""
    import torch

    def normal(name, *shape):
        drawn = generator(seed, name).standard_normal(shape, dtype=np.float32)
        return torch.tensor(drawn, dtype=torch.float64)

    act = {"tanh": torch.tanh, "relu": torch.relu}[start.activation]
    weights = normal("start, weights", start.depth, UNITS, UNITS) * start.scale / UNITS**0.5
    h, zs, hs = normal("start, points", POINTS, UNITS), [], []
    for W in weights:
        z = (h @ W + start.bias).requires_grad_()
        z.retain_grad()
        h = act(z)
        zs.append(z)
        hs.append(h.detach().numpy())
    (h * normal("start, top", POINTS, UNITS)).sum().backward()
    return np.stack(hs), np.stack([z.grad.numpy() for z in zs])


@pytest.mark.parametrize(
    "start", [Start("tanh", 6, 1.3), Start("relu", 6, 1.4, -0.1), Start("tanh", 1, 2.0, 0.5)]
)
def test_activations_and_gradients_are_those_of_autograd(start):
    passed, (h, dz) = through(start, 4), by_torch(start, 4)
    np.testing.assert_allclose(passed.h, h, atol=2e-5)
    np.testing.assert_allclose(passed.dz, dz, atol=2e-4)


def test_several_seeds_at_once_are_what_each_is_alone():
    start = Start("relu", 5, 1.4)
    together = through(start, (3, 8))
    for i, seed in enumerate((3, 8)):
        alone = through(start, seed)
        np.testing.assert_allclose(together.h[i], alone.h, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(together.dz[i], alone.dz, rtol=1e-5, atol=1e-6)


def test_the_first_layers_do_not_change_when_more_are_added():
    short, long = through(Start("tanh", 3), 0), through(Start("tanh", 9), 0)
    np.testing.assert_allclose(long.h[:3], short.h, atol=1e-6)


def test_a_weighted_sum_of_n_terms_has_n_times_the_variance_of_one():
    start = Start("relu", 1, 1.0)  # its sums can be read off where they are positive
    h = through(start, SEEDS).h
    assert (h**2).mean() == pytest.approx(0.5, rel=0.03)  # half of a variance of 1


@pytest.mark.parametrize("scale", [1.0, 2**0.5, 2.0])
def test_relu_layers_keep_what_he_says_of_the_mean_square(scale):
    start = Start("relu", 10, scale)
    passed = through(start, SEEDS)
    forward = (passed.h.astype(float) ** 2).mean(axis=(-2, -1))
    backward = (passed.dz.astype(float) ** 2).mean(axis=(-2, -1))
    assert forward[:, -1].mean() == pytest.approx(kept(start) ** 10, rel=0.35)
    # the top gradient passes one relu and then nine layers
    assert backward[:, 0].mean() == pytest.approx(0.5 * kept(start) ** 9, rel=0.35)
    assert kept(start) == pytest.approx(scale**2 / 2)


def test_small_tanh_layers_shrink_a_signal_by_the_scale_at_each():
    start = Start("tanh", 10, 0.1)
    found = layers(start, SEEDS).forward
    ratios = found[:, 5] / found[:, 4]
    assert ratios.mean() == pytest.approx(0.1, rel=0.02) and kept(start) == pytest.approx(0.01)


def test_the_figures_of_the_lesson_for_tanh():
    after = {s: layers(Start("tanh", 10, s), SEEDS) for s in (0.5, 1.0, 2.0)}
    spread = {s: found.forward[:, -1] for s, found in after.items()}
    back = {s: found.backward[:, 0] for s, found in after.items()}
    assert spread[0.5].min() > 6.5e-4 and spread[0.5].max() < 9e-4
    assert spread[1.0].min() > 0.21 and spread[1.0].max() < 0.25
    assert spread[2.0].min() > 0.71 and spread[2.0].max() < 0.74
    assert back[0.5].min() > 1e-3 and back[0.5].max() < 2e-3
    assert back[1.0].min() > 0.23 and back[1.0].max() < 0.31
    assert back[2.0].min() > 1.5 and back[2.0].max() < 2.3


def test_the_figures_of_the_lesson_for_relu():
    he = layers(Start("relu", 10, 2**0.5), SEEDS)
    assert he.forward[:, -1].min() > 0.4 and he.forward[:, -1].max() < 1.3
    plain = layers(Start("relu", 30, 1.0), SEEDS)
    assert plain.forward[:, -1].max() < 1e-4 and plain.backward[:, 0].max() < 1e-4
    biased = layers(Start("relu", 10, 2**0.5, -1.0), SEEDS)
    assert (biased.off[:, 4:] == 1).all() and (biased.backward[:, 0] == 0).all()


def test_dead_units_of_the_first_layer_are_as_many_as_chance_says():
    """A unit with sums N(0, |w|^2) is off at 64 independent points with probability Phi^64."""
    bias = -3.0
    found = layers(Start("relu", 1, 1.0, bias), SEEDS).off.mean()
    # Its length |w| spreads round 1; 10,000 of them say what is to be expected.
    sizes = np.sqrt(generator(0, "chi").chisquare(UNITS, 10_000) / UNITS)
    expected = np.mean([NormalDist().cdf(-bias / size) ** POINTS for size in sizes])
    assert found == pytest.approx(expected, abs=0.02)


def test_a_unit_that_is_on_at_one_point_alone_is_not_dead():
    start = Start("relu", 1)
    passed = through(start, 0)
    passed.h[:] = 0
    passed.h[0, 7, :25] = 0.1
    assert summed(start, passed).off.tolist() == [0.75]


def test_flat_counts_the_activations_near_either_end_of_tanh():
    found = layers(Start("tanh", 1, 1.0), SEEDS).off.mean()
    expected = 2 * NormalDist().cdf(-math.atanh(0.97))
    assert found == pytest.approx(expected, abs=0.005)


def test_equal_weights_make_one_unit_of_a_layer_and_keep_it_so():
    start = Start("tanh", 5, 0.5, weights="equal")
    passed, found = through(start, 0), layers(start, 0)
    assert found.alike.all()
    lower = passed.dz[:-1]
    first = np.broadcast_to(lower[..., :1], lower.shape)
    np.testing.assert_allclose(lower, first, rtol=1e-5, atol=1e-6 * abs(lower).max())
    assert not layers(Start("tanh", 5, 0.5), 0).alike.any()


def test_zero_weights_let_nothing_through_either_way():
    found = layers(Start("tanh", 4, weights="zero"), 0)
    assert (found.forward == 0).all() and found.alike.all()
    assert found.backward[-1] > 0 and (found.backward[:-1] == 0).all()


@pytest.mark.parametrize(("scale", "low"), [(0.2, True), (5.0, False)])
def test_the_deepest_and_most_extreme_spreads_are_still_numbers(scale, low):
    found = layers(Start("relu", 30, scale), 0)
    for spread in (found.forward[-1], found.backward[0]):
        assert (0 < spread < 1e-20) if low else (1e12 < spread < 1e25)


def test_histograms_are_shares_of_a_layer_with_the_outside_at_the_ends():
    values = np.array([[[-5.0, -0.9]], [[0.1, 7.0]]])
    found = histograms(values, -1, 1, bins=4)
    assert found.tolist() == [[1, 0, 0, 0], [0, 0, 0.5, 0.5]]


def test_histograms_agree_with_numpy_inside_the_axis():
    values = generator(0, "uniform").uniform(-0.99, 0.99, (3, 64, 100))
    found = histograms(values, -1, 1, bins=20)
    for row, layer in zip(found, values, strict=True):
        expected = np.histogram(layer, bins=20, range=(-1, 1))[0] / layer.size
        np.testing.assert_allclose(row, expected, atol=1e-6)


@pytest.mark.parametrize(
    ("settings", "kind", "words"),
    [
        ({"activation": "sigmoid"}, ValueError, "activation must be one of tanh, relu"),
        ({"depth": 31}, ValueError, r"depth must be in \[1, 30\], got 31"),
        ({"depth": 2.0}, TypeError, "depth must be a whole number"),
        ({"scale": 0}, ValueError, r"scale must be in \(0, 10\], got 0"),
        ({"bias": 6}, ValueError, r"bias must be in \[-5, 5\], got 6"),
        ({"weights": "same"}, ValueError, "weights must be one of random, equal, zero"),
    ],
)
def test_what_cannot_be_a_start_is_refused_by_name(settings, kind, words):
    with pytest.raises(kind, match=words):
        Start(**settings)
