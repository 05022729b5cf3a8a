"""Triangles: what they cover, how they lie over one another, and gradients by differences."""
import numpy as np
import pytest
import torch

from course.art.layers import Over
from course.art.triangles import Triangles
from course.seeding import generator


def made(size=16, count=5, **options):
    """Some triangles."""
    return Triangles(size, generator(0, "art"), count, **options)


def logit(share):
    """What a sigmoid turns into the share."""
    return np.log(share / (1 - share))


def settled(thing, corners, colours, opacity=None, ground=(0.5, 0.5, 0.5)):
    """Put triangles where they are wanted, all but opaque, in colours strictly within (0, 1)."""
    with torch.no_grad():
        corners = torch.tensor(corners, dtype=torch.float64)
        thing.place.copy_(torch.atanh(corners / 1.6) * 1.6 / 0.7)
        thing.colour.copy_(torch.tensor(logit(np.array(colours)) / 4))
        thing.opacity.fill_(5.0 if opacity is None else logit(opacity / 0.98) / 4)
        thing.ground.copy_(torch.tensor(logit(np.array(ground)) / 4))
    return thing


def slow(thing, x, y, corners, colours, opacity, ground):
    """The colour at a point by a loop over triangles and their edges."""
    colour = np.array(ground)
    for points, own in zip(np.array(corners), np.array(colours), strict=True):
        distances = []
        middle = points.mean(0)
        for begin, end in zip(points, np.roll(points, -1, 0), strict=True):
            along = end - begin
            normal = np.array([-along[1], along[0]]) / np.hypot(*along)
            inwards = normal if normal @ (middle - begin) > 0 else -normal
            distances.append(inwards @ (np.array([x, y]) - begin))
        cover = opacity / (1 + np.exp(-thing.softness * min(distances)))
        colour = cover * own + (1 - cover) * colour
    return colour


def test_a_picture_is_that_of_a_slow_loop_over_triangles_and_pixels():
    rng = np.random.default_rng(3)
    corners, colours = rng.uniform(-1.2, 1.2, (6, 3, 2)), rng.uniform(0.1, 0.9, (6, 3))
    thing = settled(made(19, 6, softness=20.0), corners, colours, 0.8, (0.2, 0.9, 0.4))
    ticks = (np.arange(19) + 0.5) / 19 * 2 - 1
    expected = [
        [slow(thing, x, y, corners, colours, 0.8, (0.2, 0.9, 0.4)) for x in ticks] for y in ticks
    ]
    found = thing()[0].permute(1, 2, 0).detach().numpy()
    np.testing.assert_allclose(found, expected, atol=0.5 / 255)


def test_a_triangle_has_its_colour_inside_and_leaves_the_ground_outside():
    corners, colour = [[[-0.9, -0.9], [0.9, -0.9], [-0.9, 0.9]]], [[0.9, 0.2, 0.1]]
    thing = settled(made(16, 1, softness=60.0), corners, colour)
    inside, outside = thing.at(torch.tensor([[-0.6, -0.6], [0.6, 0.6]])).detach()
    torch.testing.assert_close(inside, torch.tensor(colour[0]), atol=0.02, rtol=0)
    torch.testing.assert_close(outside, torch.full((3,), 0.5), atol=1e-4, rtol=0)


def test_the_last_triangle_lies_on_top_whichever_way_round_its_corners_go():
    whole = [[-1.5, -1.5], [1.5, -1.5], [0, 1.5]]
    for order in ([0, 1, 2], [2, 1, 0]):
        corners = [whole, [whole[i] for i in order]]
        thing = settled(made(16, 2), corners, [[0.1] * 3, [0.9] * 3])
        [colour] = thing.at(torch.zeros(1, 2)).detach()
        torch.testing.assert_close(colour, torch.full((3,), 0.9), atol=0.03, rtol=0)


def test_gradients_are_those_of_finite_differences():
    thing = made(12, 4, softness=12.0).double()
    wanted = torch.linspace(0, 1, 3 * 12 * 12, dtype=torch.float64).reshape(1, 3, 12, 12)

    def loss():
        return (thing() - wanted).square().sum()

    loss().backward()
    rng = np.random.default_rng(0)
    for name, values in thing.named_parameters():
        flat, slope = values.detach().reshape(-1), values.grad.reshape(-1)
        for i in rng.choice(flat.numel(), min(6, flat.numel()), replace=False):
            old, ends = flat[i].item(), []
            for step in (1e-6, -1e-6):
                flat[i] = old + step
                ends.append(loss().item())
            flat[i] = old
            numeric = (ends[0] - ends[1]) / 2e-6
            assert slope[i].item() == pytest.approx(numeric, rel=1e-4, abs=1e-6), (name, i)


def test_layers_over_one_another_have_the_gradients_of_finite_differences():
    rng = torch.Generator().manual_seed(0)
    shapes = ((2, 4, 5), (2, 4, 3), (3,))
    given = [torch.rand(shape, generator=rng, dtype=torch.float64) for shape in shapes]
    given[0][0, 1] = 0.0  # what is far away
    given = [values.requires_grad_() for values in given]
    assert torch.autograd.gradcheck(Over.apply, given)


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


def test_the_raw_view_shows_corners_and_colours_and_which_way_a_triangle_is_asked_to_go():
    corners, colours = [[[-0.5, -0.5], [0.5, -0.5], [0.0, 0.5]]], [[0.2, 0.4, 0.6]]
    thing = settled(made(32, 1, softness=20.0), corners, colours, ground=(0.9, 0.9, 0.9))
    before = thing.raw()
    np.testing.assert_allclose(before.paths[0], corners[0], atol=1e-6)
    np.testing.assert_array_equal(before.colours, [[51, 102, 153]])
    np.testing.assert_allclose(before.centres, [[0, -1 / 6]], atol=1e-6)
    assert before.pulls is None and before.closed
    other = settled(made(32, 1, softness=20.0), np.array(corners) + [0.2, 0.1], colours,
                    ground=(0.9, 0.9, 0.9))  # fmt: skip
    (thing() - other().detach()).square().mean().backward()
    [pull] = thing.raw().pulls
    assert pull @ [0.2, 0.1] > 0.9 * np.hypot(*pull) * np.hypot(0.2, 0.1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"count": 0}, "^count must be in"),
        ({"softness": 0}, "^softness must be in"),
        ({"softness": float("nan")}, "^softness must be in"),
    ],
)
def test_what_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        made(**options)
