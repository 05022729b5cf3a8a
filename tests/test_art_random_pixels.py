"""Random pixels: the slope that they give on average, and what is shown meanwhile."""
import numpy as np
import pytest
import torch

from course.art.build import parameterisation
from course.art.create import create
from course.art.goals import GoalError, Where, match, smooth
from course.pictures.targets import target

SIZE = 8
TARGET = target("sunset", SIZE)


def splats(seed=1):
    """Few blobs on a small picture."""
    return parameterisation("splats", SIZE, seed, count=5)


def full_slope(thing):
    """d match / d parameters, from the whole picture in plain torch."""
    wanted = torch.tensor(TARGET.transpose(2, 0, 1)[None] / 255, dtype=torch.float32)
    return torch.autograd.grad((thing() - wanted).square().mean(), list(thing.parameters()))


def test_the_mean_over_every_single_pixel_is_the_slope_of_the_whole_picture():
    thing = splats()
    expected = full_slope(thing)
    [one] = match(TARGET).terms
    total = sum(
        one(thing.at(thing.points[[k]]).T[None], torch.Generator(), Where(torch.tensor([k]), SIZE))
        for k in range(SIZE * SIZE)
    )
    found = torch.autograd.grad(total / SIZE**2, list(thing.parameters()))
    for ours, whole in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, whole, rtol=1e-3, atol=1e-6)


def test_the_slopes_of_many_draws_have_the_slope_of_the_whole_picture_as_their_mean():
    thing, draws = splats(), []
    expected = torch.cat([part.flatten() for part in full_slope(thing)])
    # At this rate nothing moves.
    for _ in create(thing, match(TARGET), optimiser="SGD", rate=1e-12, pixels=16, steps=1500):
        draws.append(torch.cat([values.grad.flatten() for values in thing.parameters()]))
    draws = torch.stack(draws)
    error = draws.std(0) / len(draws) ** 0.5
    off = (draws.mean(0) - expected) / error
    assert float(off.abs().max()) < 4.5
    assert 0.7 < float(off.std()) < 1.3
    assert float((expected / error).abs().max()) > 20  # enough draws to tell


def test_every_pixel_is_drawn_equally_often(monkeypatch):
    drawn = []
    thing = splats()
    at = thing.at

    def listening(points):
        drawn.append(points)
        return at(points)

    monkeypatch.setattr(thing, "at", listening)
    list(create(thing, match(TARGET), pixels=64, steps=199, every=1000))
    places = ((torch.cat([p for p in drawn if len(p) == 64 and p is not thing.points]) + 1) / 2
              * SIZE).floor().long()  # fmt: skip
    counts = np.bincount((places[:, 1] * SIZE + places[:, 0]).numpy(), minlength=SIZE**2)
    expected = counts.sum() / SIZE**2
    assert ((counts - expected) ** 2 / expected).sum() < 110  # chi-square of 63: 1 in 5,000


def test_what_is_matched_is_the_same_pixel_of_the_target():
    thing = splats()
    wanted = torch.tensor(TARGET.transpose(2, 0, 1) / 255, dtype=torch.float32).flatten(1).T
    first = next(create(thing, match(TARGET), pixels=1, seed=3))
    by_pixel = (thing().detach()[0].flatten(1).T - wanted).square().mean(1)
    assert float((by_pixel - first.loss).abs().min()) < 1e-6


def test_a_whole_picture_is_made_now_and_then_and_the_step_says_when():
    thing = splats()
    steps = create(thing, match(TARGET), pixels=10, every=4, steps=9)
    seen = []
    for step in steps:
        assert step.image.shape == (1, 3, SIZE, SIZE)
        assert step.pull is None
        if step.rendered == step.index:
            torch.testing.assert_close(step.image, thing().detach())
        seen.append(step.rendered)
    assert seen == [0, 0, 0, 0, 4, 4, 4, 4, 8, 8]


def test_random_pixels_find_the_picture_too():
    thing = parameterisation("splats", 16, 0, count=24)
    goal = match(target("sunset", 16))
    before = goal(thing())
    for _ in create(thing, goal, pixels=64, steps=150):
        pass
    assert goal(thing()) < before / 10


def test_a_goal_that_needs_the_whole_picture_is_refused():
    with pytest.raises(GoalError, match="random pixels cannot be told: smooth needs the whole"):
        next(create(splats(), match(TARGET) + smooth(), pixels=4))


def test_a_thing_without_single_points_is_refused():
    with pytest.raises((TypeError, NotImplementedError), match="makes whole pictures only"):
        next(create(parameterisation("pixels", SIZE), match(TARGET), pixels=4))

    class Own(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.numbers = torch.nn.Parameter(torch.zeros(1, 3, SIZE, SIZE))

        def forward(self):
            return torch.sigmoid(self.numbers)

    with pytest.raises(TypeError, match="random pixels need at"):
        next(create(Own(), match(TARGET), pixels=4))
