"""Targets: what is to be seen on them, told by points whose colour is known."""
import numpy as np
import pytest
from PIL import Image

from course.pictures.targets import TARGETS, target


def around(picture, x, y, reach=1):
    """Mean colour near (x, y) in [-1, 1], y down."""
    size = len(picture)
    column, row = (int((v + 1) / 2 * size) for v in (x, y))
    near = picture[row - reach : row + reach + 1, column - reach : column + reach + 1]
    return near.reshape(-1, 3).mean(0)


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("size", [8, 64, 101])
def test_a_target_is_a_picture_of_the_size_asked_for_that_nobody_can_change(name, size):
    picture = target(name, size)
    assert (picture.shape, picture.dtype) == ((size, size, 3), np.uint8)
    assert picture is target(name, size)
    with pytest.raises(ValueError, match="read-only"):
        picture[0, 0] = 0


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_shows_something(name):
    picture = target(name, 64).astype(float)
    assert picture.std(axis=(0, 1)).max() > 25
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 20


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_is_the_same_picture_at_half_the_size(name):
    large, small = target(name, 128), target(name, 64)
    halved = large.reshape(64, 2, 64, 2, 3).astype(float).mean((1, 3))
    assert np.abs(halved - small).mean() < 6


def test_no_two_targets_are_alike():
    pictures = [target(name, 32).astype(float) for name in TARGETS]
    for i, one in enumerate(pictures):
        for other in pictures[:i]:
            assert np.abs(one - other).mean() > 15


def test_the_rose_has_five_petals_the_first_straight_up():
    picture = target("rose", 200)
    for k in range(10):
        turn = np.pi / 2 + k * np.pi / 5
        red, green, blue = around(picture, 0.6 * np.cos(turn), -0.6 * np.sin(turn))
        is_petal = red > 1.4 * green
        assert is_petal == (k % 2 == 0)
    red, green, blue = around(picture, 0, 0)
    assert red > green > 1.5 * blue  # a yellow heart


def test_the_sun_stands_over_the_sea():
    picture = target("sunset", 200)
    assert around(picture, 0.15, -0.02).min() > 180  # the sun
    assert around(picture, -0.9, 0.95)[0] < 60  # deep water
    sky_high, sky_low = around(picture, -0.9, -0.95), around(picture, -0.9, 0.15)
    assert sky_high[2] > sky_high[0]
    assert sky_low[0] > sky_low[2]


def test_bricks_are_red_and_their_joints_light_in_every_second_row_shifted():
    picture = target("bricks", 256)
    reds = picture[..., 0].astype(int) - picture[..., 2]
    rows = [reds[16 + 32 * row] > 40 for row in range(8)]  # through the middle of each row
    assert all(0.8 < row.mean() < 0.99 for row in rows)
    joints = [np.flatnonzero(~row) for row in rows]
    assert set(joints[0]) == set(joints[2])
    assert not set(joints[0]) & set(joints[1])


@pytest.mark.parametrize(("name", "file"), [("flower", "flower.jpg"), ("china", "china.jpg")])
def test_the_photographs_are_those_that_scikit_learn_ships(name, file):
    from importlib.resources import files

    whole = Image.open(files("sklearn.datasets.images") / file)
    picture = target(name, 64).astype(float)
    side = min(whole.size)
    left = round((0.4 if name == "flower" else 0.36) * (max(whole.size) - side))
    cut = whole.crop((left, 0, left + side, side)).resize((64, 64), Image.Resampling.BOX)
    assert np.abs(np.asarray(cut, float) - picture).mean() < 5


def test_an_unknown_target_is_refused_and_those_there_are_listed():
    with pytest.raises(ValueError, match="target must be one of rose, sunset, cells"):
        target("mona lisa")


@pytest.mark.parametrize("size", [7, 1025, 64.0])
def test_a_size_out_of_range_is_refused(size):
    with pytest.raises((TypeError, ValueError), match="size must be"):
        target("rose", size)
