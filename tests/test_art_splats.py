"""Blobs, against a loop that asks each blob for its score."""
import numpy as np
import pytest
import torch

from course.art import splats
from course.art.splats import Splats
from course.seeding import generator


def made(size=10, seed=2, count=7):
    """Blobs with depths and shapes of their own, from a generator of their own."""
    rng = generator(seed, "art")
    thing = Splats(size, rng, count=count)
    with torch.no_grad():
        for values in (thing.depth, thing.shape):
            shift = 0.3 * rng.normal(size=values.shape) * float(values.abs().mean() + 0.1)
            values += torch.tensor(shift, dtype=torch.float32)
    return thing


def slowly(thing, x, y):
    """The colour at (x, y): the blobs one by one, in float64."""
    place, shape, depth, colour = (
        values.detach().double().numpy()
        for values in (thing.place, thing.shape, thing.depth, thing.colour)
    )
    weights, colours = [], []
    for blob in range(len(place)):
        away = np.array([x, y]) - splats.PLACE * place[blob]
        stretched = splats.SHAPE * shape[blob] @ away
        score = splats.DEPTH * depth[blob] - (stretched[0] ** 2 + stretched[1] ** 2) / 2
        weights.append(np.exp(score))
        colours.append(1 / (1 + np.exp(-splats.COLOUR * colour[blob])))
    total = sum(weights)
    return sum(w / total * c for w, c in zip(weights, colours, strict=True))


def test_a_pixel_is_the_mean_of_the_blobs_colours_weighted_by_a_softmax_of_their_scores():
    thing = made()
    image = thing()[0].detach().numpy()
    for row in range(10):
        for column in range(10):
            expected = slowly(thing, (column + 0.5) / 5 - 1, (row + 0.5) / 5 - 1)
            np.testing.assert_allclose(image[:, row, column], expected, atol=2e-4)


def test_the_colour_of_any_point_can_be_asked():
    thing, points = made(), np.random.default_rng(4).uniform(-1.5, 1.5, (30, 2))
    expected = [slowly(thing, x, y) for x, y in points]
    found = thing.at(torch.tensor(points, dtype=torch.float32)).detach().numpy()
    np.testing.assert_allclose(found, expected, atol=5e-4)


def test_points_give_what_the_whole_picture_has_at_them():
    thing = Splats(16, generator(0, "art"), count=40)
    chosen = torch.tensor([0, 15, 100, 255])
    whole = thing()[0].flatten(1)[:, chosen].T
    np.testing.assert_allclose(
        thing.at(thing.points[chosen]).detach(), whole.detach(), atol=1e-6
    )


def test_one_blob_alone_fills_the_picture_with_its_colour():
    thing = made(count=1)
    colour = torch.sigmoid(splats.COLOUR * thing.colour[0]).detach()
    np.testing.assert_allclose(thing()[0].detach(), colour[:, None, None].expand(3, 10, 10))


def test_the_order_of_the_blobs_does_not_matter():
    thing = made()
    before = thing().detach()
    with torch.no_grad():
        for values in thing.parameters():
            values.copy_(values.flip(0).clone())
    np.testing.assert_allclose(thing().detach(), before, atol=1e-5)


def test_depth_decides_which_of_two_blobs_in_one_place_is_seen():
    thing = made(count=2)
    with torch.no_grad():
        thing.place[1], thing.shape[1] = thing.place[0], thing.shape[0]
        thing.depth[:] = torch.tensor([0.0, 30.0])
    colour = torch.sigmoid(splats.COLOUR * thing.colour[1]).detach()
    np.testing.assert_allclose(
        thing()[0].detach(), colour[:, None, None].expand(3, 10, 10), atol=1e-6
    )


@pytest.mark.parametrize("count", [128, 512])
def test_scores_of_float32_are_good_to_a_step_of_colour(count):
    # A difference of large numbers: the polynomial must not lose the blob's shape.
    thing = Splats(32, generator(1, "art"), count=count)
    exact = Splats(32, generator(1, "art"), count=count).double()
    exact.load_state_dict(thing.state_dict())
    difference = (thing().double() - exact()).detach()
    assert float(difference.abs().max()) < 0.5 / 255


def test_blobs_begin_where_the_generator_says_all_over_the_picture():
    thing = Splats(8, generator(9, "art"), count=400)
    middles = splats.PLACE * thing.place.detach()
    assert -1 <= float(middles.min()) < -0.9
    assert 0.9 < float(middles.max()) <= 1
    assert torch.equal(thing(), Splats(8, generator(9, "art"), count=400)())
    assert thing.count == 400 * (2 + 4 + 1 + 3)


def test_the_raw_view_shows_where_a_blob_is_and_half_a_unit_below_its_highest_score():
    thing = made(count=40)
    raw = thing.raw()
    assert raw.closed
    assert raw.pulls is None
    np.testing.assert_allclose(
        raw.centres, splats.PLACE * thing.place.detach().numpy(), rtol=1e-6
    )
    factor = splats.SHAPE * thing.shape.detach().double().numpy()
    for path, middle, one in zip(raw.paths, raw.centres, factor, strict=True):
        stretched = (one @ (path - middle).T.astype(float)).T
        np.testing.assert_allclose((stretched**2).sum(1) / 2, 0.5, rtol=1e-3)


def test_the_raw_view_of_an_unbounded_blob_stays_near_it():
    thing = made(count=2)
    with torch.no_grad():
        thing.shape.zero_()
    raw = thing.raw()
    assert all(np.isfinite(path).all() for path in raw.paths)
    assert all(np.abs(path - c).max() <= 2 for path, c in zip(raw.paths, raw.centres, strict=True))


def test_the_raw_view_pulls_a_blob_towards_where_its_colour_is_wanted():
    thing = Splats(24, generator(0, "art"), count=2)
    with torch.no_grad():
        thing.place[:] = torch.tensor([[-0.4, 0.0], [0.4, 0.0]]) / splats.PLACE
        thing.shape[:] = torch.eye(2) * 3 / splats.SHAPE
        thing.colour[:] = torch.tensor([[1.0], [-1.0]]).expand(2, 3)  # light left, dark right
    ticks = (torch.arange(24) + 0.5) / 12 - 1
    wanted = (ticks < 0.5).float().expand(1, 3, 24, 24)  # light as far as 0.5
    ((thing() - wanted) ** 2).mean().backward()
    pulls = thing.raw().pulls
    assert pulls.shape == (2, 2)
    assert pulls[:, 0].min() > 0  # both to the right
    assert np.abs(pulls[:, 1]).max() < 0.01 * np.abs(pulls[:, 0]).min()
