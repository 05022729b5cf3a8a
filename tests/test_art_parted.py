"""A measure that is made a goal: a written digit, pushed on and on."""
import numpy as np
import pytest

from course.digits import load
from course.exercises.art_parted import FAINT, Parted


@pytest.fixture(scope="module")
def parted():
    return Parted(stops=(0, 3), size=16)


def test_it_begins_as_a_digit_that_somebody_wrote_and_half_are_surer_of(parted):
    import torch

    from course.art.digit_network import network

    data = load()
    threes = data.x_test[data.y_test == 3]
    with torch.no_grad():
        sure = network()(torch.tensor(threes).float().view(-1, 1, 8, 8)).softmax(1)[:, 3].numpy()
    [place] = np.flatnonzero((threes == parted.written().ravel()).all(1))
    assert abs((sure > sure[place]).mean() - 0.5) < 0.05
    image = parted.thing()().detach()[0].numpy()
    large = np.kron(parted.written(), np.ones((2, 2))).clip(FAINT, 1 - FAINT)
    np.testing.assert_allclose(image, np.broadcast_to(large, (3, 16, 16)), atol=1e-6)


def test_each_stop_is_shown_with_what_the_network_says(parted):
    from course.art.neuron import probabilities

    found = parted.run()
    assert found.names == ("as written", "after 3 steps")
    for image, words in zip(found.images, found.words, strict=True):
        said = float(words.split("%")[0]) / 100
        assert said == pytest.approx(probabilities(image)[3], abs=0.003)  # it is rounded


def test_it_yields_as_often_as_it_says(parted):
    made = [one for one in parted.pieces() if isinstance(one, int)]
    assert made == list(range(parted.steps))


def test_the_code_makes_the_same_pictures(parted):
    *lines, last = parted.code().splitlines()
    scope = {}
    exec("\n".join(lines), scope)
    np.testing.assert_array_equal(eval(last, scope), parted.run().images)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Parted(digit=10), r"digit must be .* got 10"),
        (lambda: Parted(size=12), "size must be a multiple of 8, got 12"),
        (lambda: Parted(stops=(5, 10)), r"stops must begin with 0 and rise, got \(5, 10\)"),
        (lambda: Parted(stops=(0, 9, 4)), r"stops must begin with 0 and rise, got \(0, 9, 4\)"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(make, message):
    with pytest.raises(ValueError, match=message):
        make()
