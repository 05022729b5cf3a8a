"""Brush strokes: where they paint, how far curves are, and gradients by differences."""
import numpy as np
import pytest
import torch

from course.art.strokes import Strokes, nearest
from course.seeding import generator


def made(size=16, count=4, seed=0, **options):
    """Some strokes."""
    return Strokes(size, generator(seed, "art"), count, **options)


def settled(thing, points, half=0.1, colour=(0.1, 0.6, 0.9), ground=0.5):
    """Put strokes where they are wanted: all but opaque, of one width and colour."""
    with torch.no_grad():
        points = torch.tensor(points, dtype=torch.float64)
        thing.place.copy_(torch.atanh(points / 1.6) * 1.6 / 0.7)
        thing.width.fill_(torch.logit(torch.tensor((half - 0.015) / (0.3 - 0.015))) / 4)
        thing.colour.copy_(torch.logit(torch.tensor(colour)) / 4)
        thing.opacity.fill_(5.0)
        thing.ground.fill_(torch.logit(torch.tensor(ground)) / 4)
    return thing


def fine(points, n=20_001):
    """Many points of a curve with three control points (3, 2), shape (n, 2)."""
    t = np.linspace(0, 1, n)[:, None]
    a, b, c = np.array(points, float)
    return (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c


@pytest.mark.parametrize("points", [
    [[-0.5, 0], [0, 0], [0.5, 0]],  # straight
    [[-0.5, -0.5], [0.0, 0.9], [0.5, -0.5]],  # bent
    [[-0.3, 0.1], [0.4, 0.2], [-0.2, 0.2]],  # doubled back
    [[0.2, 0.2], [0.2, 0.2], [0.2, 0.2]],  # a dab
])  # fmt: skip
def test_the_distance_to_a_curve_is_that_to_the_nearest_of_many_points_on_it(points):
    start, towards, end = torch.tensor(points, dtype=torch.float64)
    bend, slope = start - 2 * towards + end, 2 * (towards - start)
    places = np.random.default_rng(1).uniform(-0.6, 0.6, (300, 1, 2))
    curve = [values.expand(300, 1, 2) for values in (bend, slope, start)]
    t = nearest(*curve, torch.tensor(places))[:, 0].numpy()
    found = (1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[1] + t**2 * points[2]
    found = np.linalg.norm(found - places[:, 0], axis=1)
    expected = np.linalg.norm(fine(points) - places, axis=2).min(1)
    assert (found > expected - 1e-6).all()
    close = expected < 0.25  # where a brush may reach
    assert np.quantile(found[close] - expected[close], 0.98) < 1e-4
    np.testing.assert_allclose(found[close], expected[close], atol=0.02)


def test_a_stroke_paints_where_its_curve_is_and_half_as_much_at_its_rim():
    points = [[[-0.6, -0.2], [0.0, 0.5], [0.6, -0.2]]]
    thing = settled(made(16, 1, bristles=0.0), points, half=0.1)
    on, far = fine(points[0])[8000], [0.9, 0.9]
    along = np.diff(fine(points[0]), axis=0)[8000]
    rim = on + 0.1 * np.array([-along[1], along[0]]) / np.hypot(*along)
    colours = thing.at(torch.tensor(np.array([on, rim, far]), dtype=torch.float32)).detach()
    own, paper = torch.tensor([0.1, 0.6, 0.9]), torch.full((3,), 0.5)
    torch.testing.assert_close(colours[0], own, atol=0.02, rtol=0)
    torch.testing.assert_close(colours[1], (0.98 / 2) * own + (1 - 0.98 / 2) * paper,
                               atol=0.02, rtol=0)  # fmt: skip
    torch.testing.assert_close(colours[2], paper, atol=1e-3, rtol=0)


def test_bristles_leave_streaks_across_a_stroke_and_none_along_it():
    points = [[[-0.9, 0.0], [0.0, 0.0], [0.9, 0.0]]]
    thing = settled(made(16, 1, bristles=1.0), points, half=0.25)
    ticks = torch.linspace(-0.2, 0.2, 41)
    across = thing.at(torch.stack([0 * ticks, ticks], 1)).detach()[:, 0]
    along = thing.at(torch.stack([ticks, 0 * ticks + 0.07], 1)).detach()[:, 0]
    assert across.max() - across.min() > 0.2
    assert along.max() - along.min() < 1e-4


def test_a_whole_picture_shows_what_each_point_shows_by_itself():
    thing = made(21, 12, seed=3)
    ticks = (np.arange(21) + 0.5) / 21 * 2 - 1
    points = torch.tensor([(x, y) for y in ticks for x in ticks], dtype=torch.float32)
    colours = thing.at(points).detach().T.reshape(1, 3, 21, 21)
    torch.testing.assert_close(thing().detach(), colours, atol=0.5 / 255, rtol=0)


def test_gradients_are_those_of_finite_differences():
    thing = made(12, 3, seed=2, softness=10.0).double()
    wanted = torch.linspace(0, 1, 3 * 12 * 12, dtype=torch.float64).reshape(1, 3, 12, 12)

    def loss():
        return (thing() - wanted).square().sum()

    loss().backward()
    rng = np.random.default_rng(0)
    for name, values in thing.named_parameters():
        flat, slope = values.detach().reshape(-1), values.grad.reshape(-1)
        for i in rng.choice(flat.numel(), min(6, flat.numel()), replace=False):
            old, ends = flat[i].item(), []
            for step in (1e-5, -1e-5):
                flat[i] = old + step
                ends.append(loss().item())
            flat[i] = old
            numeric = (ends[0] - ends[1]) / 2e-5
            assert slope[i].item() == pytest.approx(numeric, rel=2e-3, abs=1e-4), (name, i)


@pytest.mark.parametrize("extreme", [0.0, 1e6, -1e6, 1e30])
def test_no_numbers_are_too_large_for_it(extreme):
    thing = made()
    with torch.no_grad():
        for values in thing.parameters():
            values.fill_(extreme)
    image = thing()
    image.square().sum().backward()
    assert torch.isfinite(image).all() and 0 <= image.detach().min() <= image.detach().max() <= 1
    assert all(torch.isfinite(values.grad).all() for values in thing.parameters())


def test_the_raw_view_shows_curves_and_which_way_a_stroke_is_asked_to_go():
    points = np.array([[[-0.5, -0.2], [0.0, 0.4], [0.5, -0.2]]])
    thing = settled(made(32, 1, softness=20.0, bristles=0.0), points, half=0.15, ground=0.2)
    before = thing.raw()
    [path] = before.paths
    np.testing.assert_allclose(path[[0, -1]], points[0, [0, 2]], atol=1e-6)
    distance = np.linalg.norm(fine(points[0]) - path[:, None], axis=2).min(1)
    assert distance.max() < 1e-3
    np.testing.assert_array_equal(before.colours, [[26, 153, 230]])
    assert before.pulls is None and not before.closed
    other = settled(made(32, 1, softness=20.0, bristles=0.0), points + [0.0, 0.1], half=0.15,
                    ground=0.2)  # fmt: skip
    (thing() - other().detach()).square().mean().backward()
    [pull] = thing.raw().pulls
    assert pull @ [0.0, 0.1] > 0.9 * np.hypot(*pull) * 0.1


def test_first_strokes_are_the_widest():
    width = made(16, 50).shapes().width.detach().numpy()
    assert (np.diff(width) <= 0).all()
    assert width[0] > 3 * width[-1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 0}, "^count must be in"),
        ({"softness": 0}, "^softness must be in"),
        ({"bristles": 1.5}, "^bristles must be in"),
    ],
)
def test_what_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        made(**options)
