"""A digit's neuron as a goal, the network behind it, and digits pushed to be read wrongly."""
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import numpy as np
import pytest
import torch

from course.art import digit_network
from course.art.build import parameterisation
from course.art.create import create
from course.art.goals import smooth
from course.art.neuron import ink, least_nudge, neuron, nudge, probabilities
from course.digits import load


@pytest.fixture(scope="module")
def network():
    """The network; the first test waits for its training."""
    return digit_network.network()


def asked(goal, image, seed=0):
    """What the only term of a goal says."""
    [one] = goal.terms
    return one(image, torch.Generator().manual_seed(seed))


def by_hand(network, pictures):
    """Logits (n, 10) of pictures (n, 8, 8), by loops in numpy."""
    w1, b1, w2, b2, w3, b3 = (values.numpy().astype(float) for values in network.parameters())

    def convolved(x, w, b):
        wide = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
        rows = [[np.einsum("ncij,ocij->no", wide[:, :, y : y + 3, x_ : x_ + 3], w) + b
                 for x_ in range(8)] for y in range(8)]  # fmt: skip
        return np.maximum(np.array(rows).transpose(2, 3, 0, 1), 0)

    h = convolved(convolved(pictures[:, None], w1, b1), w2, b2)
    h = h.reshape(len(h), -1, 4, 2, 4, 2).max((3, 5)).reshape(len(h), -1)
    return h @ w3.T + b3


def image_of(picture, times=6):
    """A digit (64,) as a grey picture (1, 3, 8 times, 8 times)."""
    large = np.kron(picture.reshape(8, 8), np.ones((times, times)))
    return torch.tensor(np.broadcast_to(large, (1, 3, *large.shape)).copy())


def test_the_network_reads_more_than_95_of_100_digits_that_it_has_not_learnt_from(network):
    found = digit_network.accuracy()
    digits = load()
    said = by_hand(network, digits.x_test.reshape(-1, 8, 8)).argmax(1)
    assert found.test == pytest.approx(np.mean(said == digits.y_test))
    assert min(found.test, found.validation) > 0.95


def test_it_is_minus_the_logarithm_of_the_softmax_for_the_means_of_the_picture(network):
    rng = np.random.default_rng(0)
    picture = rng.random((3, 48, 48))
    small = picture.mean(0).reshape(8, 6, 8, 6).mean((1, 3))
    z = by_hand(network, small[None])[0]
    p = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
    image = torch.tensor(picture[None])
    np.testing.assert_allclose(probabilities(image), p, rtol=1e-5)
    for digit in (0, 3, 9):
        assert float(asked(neuron(digit), image)) == pytest.approx(-np.log(p[digit]), rel=1e-5)


def test_a_digit_is_read_at_any_size_and_as_bytes(network):
    digits = load()
    for times in (1, 4, 9):
        image = image_of(digits.x_test[0], times)
        assert probabilities(image).argmax() == digits.y_test[0]
    array = (image[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
    np.testing.assert_allclose(probabilities(array), probabilities(image), atol=0.01)


def test_the_gradient_is_that_of_finite_differences(network):
    rng = np.random.default_rng(1)
    image = torch.tensor(rng.random((1, 3, 16, 16)), requires_grad=True)
    goal = neuron(8, jitter=1)
    asked(goal, image).backward()
    for place in [(0, 0, 3, 4), (0, 1, 9, 9), (0, 2, 15, 0)]:
        ends = []
        for step in (1e-5, -1e-5):
            other = image.detach().clone()
            other[place] += step
            ends.append(float(asked(goal, other)))
        numeric = (ends[0] - ends[1]) / 2e-5
        assert image.grad[place].item() == pytest.approx(numeric, rel=1e-3, abs=1e-8)


def test_jitter_is_the_mean_over_moved_pictures_with_black_around(network):
    picture = load().x_test[0].reshape(8, 8)
    goal = neuron(int(load().y_test[0]), jitter=1)
    wide = np.pad(picture, 1)
    moves = torch.randint(3, (8, 2), generator=torch.Generator().manual_seed(7)).tolist()
    moved = np.array([wide[y : y + 8, x : x + 8] for x, y in moves])
    z = by_hand(network, moved)
    surprise = np.log(np.exp(z).sum(1)) - z[:, load().y_test[0]]
    found = float(asked(goal, image_of(picture, 1), seed=7))
    assert found == pytest.approx(surprise.mean(), rel=1e-5)


def test_raw_pixels_become_noise_that_is_read_for_certain():
    *_, last = create(parameterisation("pixels", 32), neuron(3), steps=150)
    assert probabilities(last.image)[3] > 0.95
    squares = last.image.mean(1).reshape(8, 4, 8, 4).mean((1, 3))
    jumps = squares.diff(dim=0).abs().mean() / squares.std()
    assert jumps > 0.5  # neighbours differ as pixels of noise do


def test_with_regularisation_it_is_like_the_digits_it_has_never_been_shown():
    digits = load()
    goal, mean = neuron(0, jitter=1) + smooth() + ink(), digits.x_train.mean(0)
    *_, last = create(parameterisation("stack", 32), goal, steps=120)
    drawn = last.image.mean(1).reshape(8, 4, 8, 4).mean((1, 3)).flatten().numpy()
    likeness = [
        np.corrcoef(drawn, digits.x_train[digits.y_train == d].mean(0) - mean)[0, 1]
        for d in range(10)
    ]
    assert np.argmax(likeness) == 0
    assert probabilities(last.image)[0] > 0.9


def test_the_same_network_comes_of_the_same_seed_whatever_torch_has_drawn(monkeypatch):
    monkeypatch.setattr(digit_network, "PASSES", 1)
    torch.manual_seed(99)
    state = torch.get_rng_state()
    with torch.no_grad():  # as when a goal is only looked at
        first, other = (digit_network._trained.__wrapped__(seed) for seed in (0, 1))
    assert torch.equal(torch.get_rng_state(), state)
    torch.rand(5)
    again = digit_network._trained.__wrapped__(0)
    for a, b, c in zip(first.parameters(), again.parameters(), other.parameters(), strict=True):
        assert torch.equal(a, b) and not torch.equal(a, c)


def test_it_is_trained_once_however_many_ask_at_the_same_time(monkeypatch, network):
    made = []

    def slow(rng):
        made.append(rng)
        sleep(0.05)
        return network

    monkeypatch.setattr(digit_network, "PASSES", 0)
    monkeypatch.setattr(digit_network, "_untrained", slow)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(digit_network.network, [77] * 4))
    assert len(made) == 1 and all(one is network for one in found)


# ---- reading wrongly -------------------------------------------------------------------


def threes():
    """Test pictures of a 3."""
    digits = load()
    return digits.x_test[digits.y_test == 3]


def test_a_three_is_read_as_an_eight_though_no_pixel_changes_by_more_than_a_fifth(network):
    for picture in threes()[:5]:
        found = nudge(picture, 8, 0.2)
        np.testing.assert_array_equal(found.before, picture.reshape(8, 8))
        assert np.abs(found.after - found.before).max() <= 0.2 + 1e-12
        assert found.after.min() >= 0 and found.after.max() <= 1
        z = by_hand(network, found.after[None])[0]
        assert z.argmax() == found.said_after.argmax() == 8
        assert found.said_before.argmax() == 3


def test_random_changes_of_the_same_size_hardly_ever_change_what_is_read(network):
    rng, pictures = np.random.default_rng(0), threes()
    noisy = np.clip(pictures + 0.15 * rng.choice([-1, 1], pictures.shape), 0, 1)
    said = by_hand(network, noisy.reshape(-1, 8, 8)).argmax(1)
    pushed = [nudge(picture, 8, 0.15).said_after.argmax() for picture in pictures[:20]]
    assert np.mean(said == 3) > 0.85
    assert np.mean(np.array(pushed) == 8) > 0.6


def test_the_least_nudge_is_enough_and_a_little_less_is_not():
    picture = threes()[0]
    found = least_nudge(picture, 8)
    assert found.said_after[8] > 0.5
    assert nudge(picture, 8, found.most - 0.01).said_after[8] < 0.5


def test_nothing_is_changed_where_nothing_may_change():
    found = nudge(threes()[0], 8, 0.0)
    np.testing.assert_array_equal(found.after, found.before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: neuron(10), "^digit must be in"),
        (lambda: neuron(3, jitter=5), "^jitter must be in"),
        (lambda: nudge(np.zeros(63), 8), "^picture must be 64 numbers in"),
        (lambda: nudge(np.full(64, 2.0), 8), "^picture must be 64 numbers in"),
        (lambda: nudge(np.zeros(64), 8, -1), "^most must be in"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
