"""Minibatches: every point in its turn, with its class; fresh points from a stream."""
from itertools import islice

import numpy as np
import pytest

from course.toys import make_dataset
from course.training import Stream, minibatches


def points(n_points):
    return make_dataset("circle", n_points, 400)


@pytest.mark.parametrize("n_points", [60, 61, 79])
def test_a_pass_visits_each_point_once_and_leaves_out_less_than_a_minibatch(n_points):
    data = points(n_points)
    passes = minibatches(data, 20)
    orders = []
    for _ in range(2):
        seen = [tuple(x) for batch, _ in islice(passes, 3) for x in batch]
        assert len(set(seen)) == len(seen) == 60
        assert set(seen) <= set(map(tuple, data.x_train))
        orders.append(seen)
    assert orders[0] != orders[1]


def test_every_point_of_a_minibatch_keeps_its_class():
    data = points(60)
    classes = {tuple(x): float(y) for x, y in zip(data.x_train, data.y_train, strict=True)}
    x, y = next(minibatches(data, 20))
    assert (x.shape, y.shape, x.dtype, y.dtype) == ((20, 2), (20, 1), np.float32, np.float32)
    assert y[:, 0].tolist() == [classes[tuple(point)] for point in x]


@pytest.mark.parametrize("size", [None, 60, 1000])
def test_a_batch_of_the_whole_dataset_is_the_dataset(size):
    data = points(60)
    for x, y in islice(minibatches(data, size), 2):
        assert (x == data.x_train).all()
        assert (y[:, 0] == data.y_train).all()


@pytest.mark.parametrize(("size", "drawn"), [(30, 30), (None, 100)])
def test_a_stream_never_repeats_a_point_and_knows_its_rule(size, drawn):
    batches = list(islice(minibatches(Stream("positive", seed=2), size), 3))
    assert [len(x) for x, _ in batches] == [drawn] * 3
    assert len({tuple(point) for x, _ in batches for point in x}) == 3 * drawn
    for x, y in batches:
        assert ((x[:, 0] > 0) == y[:, 0]).all()


def test_a_stream_is_drawn_anew_for_another_seed_and_with_its_noise():
    x, y = next(minibatches(Stream("positive", noise=0.5, seed=2), 1000))
    other, _ = next(minibatches(Stream("positive", noise=0.5, seed=3), 1000))
    assert (x != other).all()
    assert 0.1 < ((x[:, 0] > 0) != y[:, 0]).mean() < 0.3
