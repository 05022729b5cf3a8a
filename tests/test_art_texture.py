"""The texture goal: nothing for what has the same patches, and the number of a slow loop."""
import numpy as np
import pytest
import torch

from course.art.build import parameterisation
from course.art.create import create
from course.art.texture import texture
from course.pictures.targets import target

BRICKS = target("bricks", 32)


def image(picture):
    """A picture of numpy as tensor in float64, between 0 and 1."""
    return torch.tensor(picture.transpose(2, 0, 1)[None] / 255)


def asked(goal, picture, seed=0):
    """What the only term of a goal says."""
    [one] = goal.terms
    return one(picture, torch.Generator().manual_seed(seed))


def slow_patches(picture, side):
    """Every patch (h w, 3, side, side) of a picture (h, w, 3) that goes on at its other side."""
    height, width, _ = picture.shape
    around = np.arange(side) - side // 2
    return np.array([
        [[[picture[(y + dy) % height, (x + dx) % width, c] for dx in around] for dy in around]
         for c in range(3)]
        for y in range(height) for x in range(width)
    ])  # fmt: skip


def halved(picture):
    """The picture half as large, by means of four pixels."""
    height, width, _ = picture.shape
    return picture.reshape(height // 2, 2, width // 2, 2, 3).mean((1, 3))


def slow(ours, theirs, seed):
    """The distance by patches laid side by side, of pictures of 32 x 32 in [0, 1]."""
    rng, total = torch.Generator().manual_seed(seed), 0.0
    for _ in range(3):
        for side, directions in ((7, 16), (1, 8)):
            filters = torch.randn(directions, 3 * side * side, generator=rng).double().numpy()
            filters /= np.sqrt((filters**2).sum(1, keepdims=True))
            rows = [
                np.sort(slow_patches(one, side).reshape(-1, 3 * side * side) @ filters.T, axis=0)
                for one in (ours, theirs)
            ]
            total += np.abs(rows[0] - rows[1]).mean()
        ours, theirs = halved(ours), halved(theirs)
    return total / 3


def test_it_is_the_distance_that_a_slow_loop_over_patches_finds():
    ours = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    found = float(asked(texture(BRICKS), image(ours), seed=5))
    assert found == pytest.approx(slow(ours / 255, BRICKS / 255, 5), rel=1e-5)


def test_it_is_nothing_for_the_picture_itself_and_for_one_that_is_moved_round():
    moved = np.roll(BRICKS, (8, 12), (0, 1))  # by whole pixels of the smallest size
    assert float(asked(texture(BRICKS), image(BRICKS))) == pytest.approx(0, abs=1e-6)
    assert float(asked(texture(BRICKS), image(moved))) == pytest.approx(0, abs=1e-6)


def test_the_same_pixels_in_disorder_are_far_away():
    pixels = np.random.default_rng(0).permutation(BRICKS.reshape(-1, 3)).reshape(BRICKS.shape)
    assert float(asked(texture(BRICKS), image(pixels))) > 0.02


def test_another_light_is_further_away_the_stronger_it_is():
    darker = [asked(texture(BRICKS), share * image(BRICKS)).item() for share in (0.9, 0.7, 0.4)]
    assert 0 < darker[0] < darker[1] < darker[2]


def test_of_a_large_picture_as_many_patches_are_looked_at_in_both():
    large, moved = target("bricks", 128), np.roll(target("bricks", 128), (16, 32), (0, 1))
    assert float(asked(texture(large), image(large))) < 1e-6
    itself, other = (float(asked(texture(large), image(one))) for one in
                     (moved, target("waves", 128)))  # fmt: skip
    assert itself < other / 10


def test_each_step_looks_through_other_filters_and_a_seed_through_the_same():
    ours = image(target("waves", 32))
    first, again, other = (float(asked(texture(BRICKS), ours, seed)) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("size", [4, 9, 33])
def test_a_picture_of_any_size_has_a_texture(size):
    ours = torch.rand(1, 3, size, size, requires_grad=True)
    asked(texture(BRICKS), ours).backward()
    assert torch.isfinite(ours.grad).all() and ours.grad.abs().sum() > 0


def test_a_picture_comes_nearer_to_the_texture():
    first, *_, last = create(parameterisation("stack", 32), texture(BRICKS), steps=30)
    assert last.loss < first.loss / 2
