"""Coordinate networks, against the same networks in numpy."""
import numpy as np
import pytest
import torch

from course.art.fields import Cppn, Siren
from course.seeding import generator

KINDS = [Cppn, Siren]


def made(kind, size=12, seed=5, **options):
    """One of them, from a generator of its own."""
    return kind(size, generator(seed, "art"), **options)


def numbers(thing):
    """(W, b) of every layer in float64, W with a row an input."""
    return [
        (layer.weight.detach().double().numpy().T, layer.bias.detach().double().numpy())
        for layer in thing.layers
    ]


def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


POINTS = np.random.default_rng(0).uniform(-1, 1, (20, 2))


def at(thing, points=POINTS):
    """Colours as the thing gives them."""
    return thing.at(torch.tensor(points, dtype=torch.float32)).detach().numpy()


@pytest.mark.parametrize("depth", [1, 3])
def test_a_cppn_is_a_network_of_tanh_that_knows_its_distance_from_the_middle(depth):
    thing = made(Cppn, width=7, depth=depth)
    h = np.column_stack([POINTS, np.hypot(*POINTS.T)])
    *hidden, (W, b) = numbers(thing)
    for V, c in hidden:
        h = np.tanh(h @ V + c)
    np.testing.assert_allclose(at(thing), sigmoid(h @ W + b), atol=1e-5)
    assert len(hidden) == depth


@pytest.mark.parametrize("frequency", [1.0, 20.0])
def test_a_siren_is_a_network_of_sines_whose_first_sum_is_multiplied(frequency):
    thing = made(Siren, width=9, depth=2, frequency=frequency)
    (U, a), (V, b), (W, c) = numbers(thing)
    h = np.sin(np.sin(frequency * (POINTS @ U + a)) @ V + b)
    np.testing.assert_allclose(at(thing), sigmoid(h @ W + c), atol=2e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_has_at_each_pixel_the_colour_of_its_middle(kind):
    thing = made(kind)
    image = thing().detach().numpy()[0]
    for row, column in ((0, 0), (0, 11), (7, 2)):
        place = [[(column + 0.5) / 6 - 1, (row + 0.5) / 6 - 1]]
        np.testing.assert_allclose(image[:, row, column], at(thing, place)[0], atol=2e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_weights_make_the_same_picture_at_another_size(kind):
    small, large = made(kind, 8), made(kind, 24)
    # The middle of every third pixel of the large one is the middle of a small one's.
    np.testing.assert_allclose(
        large()[..., 1::3, 1::3].detach().numpy(), small().detach().numpy(), atol=1e-4
    )


@pytest.mark.parametrize("kind", KINDS)
def test_weights_come_from_the_generator_and_leave_torchs_random_state_alone(kind):
    torch.manual_seed(11)
    state = torch.get_rng_state()
    first, again, other = made(kind), made(kind), made(kind, seed=6)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(first(), again())
    assert not torch.equal(first(), other())


def test_a_siren_begins_with_waves_of_the_width_that_the_paper_asks_for():
    thing = made(Siren, width=400, depth=2)
    (U, a), (V, _), _ = numbers(thing)
    assert np.abs(U).max() <= 0.5
    assert np.abs(V).max() <= np.sqrt(6 / 400)
    # Sums of the second layer then vary by about 1: half the variance of a sine, 6 / 3 of it.
    h = np.sin(20 * (np.random.default_rng(1).uniform(-1, 1, (4000, 2)) @ U + a))
    assert (h @ V).std(axis=0).mean() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("kind", "inputs"), [(Cppn, 3), (Siren, 2)])
def test_the_raw_view_is_the_weights_of_each_layer_with_a_row_an_input(kind, inputs):
    thing = made(kind, width=6, depth=2)
    raw = thing.raw()
    assert raw.captions == (f"{inputs} × 6", "6 × 6", "6 × 3")
    assert [image.shape for image in raw.images] == [(inputs, 6, 3), (6, 6, 3), (6, 3, 3)]
    W = numbers(thing)[1][0]
    brightest = np.unravel_index(raw.images[1][..., 0].argmax(), W.shape)
    assert brightest == np.unravel_index(W.argmax(), W.shape)
    assert raw.pulls == (None, None, None)


def test_the_raw_view_has_the_pull_of_the_last_gradient():
    thing = made(Siren, width=6, depth=1)
    thing().mean().backward()
    asked = -thing.layers[1].weight.grad.numpy().T
    strongest = np.abs(asked).argmax()
    pulled = thing.raw().pulls[1][..., 0]
    assert pulled.ravel()[strongest] == (255 if asked.ravel()[strongest] > 0 else 0)


def test_the_count_is_that_of_weights_and_biases():
    assert made(Siren, width=64).count == 2 * 64 + 64 + 2 * (64 * 64 + 64) + 64 * 3 + 3
    assert made(Cppn, width=5, depth=1).count == 3 * 5 + 5 + 5 * 3 + 3
