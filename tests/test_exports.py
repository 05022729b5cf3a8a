"""Pictures and runs as files, read back by Pillow."""
import io

import numpy as np
import pytest
from PIL import Image

from course.pictures.exports import gif, png
from course.pictures.targets import target


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def frames_of(data: bytes) -> list[np.ndarray]:
    animation, found = read(data), []
    for i in range(animation.n_frames):
        animation.seek(i)
        found.append(np.asarray(animation.convert("RGB")))
    return found


def durations_of(data: bytes) -> list[int]:
    animation, found = read(data), []
    for i in range(animation.n_frames):
        animation.seek(i)
        found.append(animation.info["duration"])
    return found


def fading(count: int, size: int = 32, name: str = "sunset") -> list[np.ndarray]:
    """From grey to a target."""
    end = target(name, size).astype(float)
    return [np.rint(128 + (end - 128) * share).astype(np.uint8)
            for share in np.linspace(0, 1, count)]  # fmt: skip


def flat(*colours: tuple[int, int, int]) -> list[np.ndarray]:
    return [np.full((16, 16, 3), colour, np.uint8) for colour in colours]


# ---- one picture


def test_a_png_holds_the_pixels_and_nothing_else() -> None:
    picture = read(png(target("rose", 32)))
    assert (picture.format, picture.mode, picture.info) == ("PNG", "RGB", {})
    np.testing.assert_array_equal(np.asarray(picture), target("rose", 32))


def test_an_enlarged_png_has_a_square_for_each_pixel() -> None:
    large = np.asarray(read(png(target("rose", 16), scale=3)))
    assert large.shape == (48, 48, 3)
    for down in range(3):
        for across in range(3):
            np.testing.assert_array_equal(large[down::3, across::3], target("rose", 16))


def test_a_png_gets_no_larger_than_can_be_opened() -> None:
    with pytest.raises(ValueError, match=r"scale must be in \[1, 128\], got 129"):
        png(target("rose", 32), scale=129)


# ---- a run


def test_a_gif_shows_each_frame_in_nearly_its_colours() -> None:
    frames = fading(12)
    shown = frames_of(gif(frames, 80, 32))
    assert len(shown) == 12
    for was, now in zip(frames, shown, strict=True):
        assert np.abs(was.astype(int) - now.astype(int)).mean() < 8

    def blurred(picture: np.ndarray) -> np.ndarray:
        return picture.reshape(8, 4, 8, 4, 3).mean((1, 3))

    # From a little further off, the dots mix to the colour that was meant.
    off = np.abs(blurred(frames[-1].astype(float)) - blurred(shown[-1].astype(float)))
    assert off.mean() < 2.5


def test_few_colours_are_kept_exactly() -> None:
    frames = flat((230, 159, 0), (0, 114, 178), (28, 30, 32))
    for was, now in zip(frames, frames_of(gif(frames, 50, 16)), strict=True):
        np.testing.assert_array_equal(was, now)


def test_what_stands_still_does_not_flicker() -> None:
    still = target("waves", 32)
    moving = [still.copy() for _ in range(6)]
    for i, frame in enumerate(moving):
        frame[:, 4 * i : 4 * i + 4] = [255, 0, 0]
    shown = frames_of(gif(moving, 80, 32))
    right = np.stack(shown)[:, :, 26:].astype(int)  # dots run from left to right, row by row
    assert np.abs(np.diff(right, axis=0)).mean() < 6


def test_the_last_frame_is_held_for_a_second_and_then_it_begins_again() -> None:
    data = gif(fading(4), 80, 32)
    assert durations_of(data) == [80, 80, 80, 1000]
    assert read(data).info["loop"] == 0
    assert durations_of(gif(fading(3), 1500, 32)) == [1500, 1500, 1500]


def test_times_are_rounded_to_hundredths_of_a_second() -> None:
    assert durations_of(gif(fading(3), 84, 32))[:2] == [80, 80]


def test_equal_frames_in_a_row_last_as_long_as_they_would_one_by_one() -> None:
    frames = flat((9, 9, 9), (9, 9, 9), (200, 0, 0), (200, 0, 0))
    data = gif(frames, 100, 16)
    assert sum(durations_of(data)) == 3 * 100 + 1000
    assert [tuple(one[0, 0]) for one in frames_of(data)] == [(9, 9, 9), (200, 0, 0)]


def test_a_run_of_one_frame_is_a_gif_of_one_frame() -> None:
    [only] = frames_of(gif(flat((10, 200, 30)), 80, 16))
    assert (only == [10, 200, 30]).all()


def test_frames_are_enlarged_smoothly_or_in_squares() -> None:
    half = np.zeros((8, 8, 3), np.uint8)
    half[:, 4:] = 255
    [squares] = frames_of(gif([half], 80, 64, smooth=False))
    [smooth] = frames_of(gif([half], 80, 64))
    assert squares.shape == smooth.shape == (64, 64, 3)
    assert set(np.unique(squares)) == {0, 255}
    np.testing.assert_array_equal(squares[::8, ::8], half)
    columns = smooth[..., 0].astype(float).mean(0)
    assert (np.abs(columns - 0) < 3).sum() < 32  # dots between the two halves
    assert columns[0] == 0 and columns[-1] == 255


def test_frames_may_be_made_smaller() -> None:
    [small] = frames_of(gif([target("bricks", 64)], 80, 16))
    exact = target("bricks", 64).reshape(16, 4, 16, 4, 3).mean((1, 3))
    assert np.abs(small - exact).mean() < 12


@pytest.mark.parametrize(
    ("frames", "how", "message"),
    [
        ([], {}, "frames must be 1 to 240, got 0"),
        (flat((1, 2, 3)) * 241, {}, "frames must be 1 to 240, got 241"),
        (flat((1, 2, 3)) * 240, {"size": 1024}, "size must be at most 516 for 240 frames"),
        (flat((1, 2, 3)), {"size": 4}, r"size must be in \[8, 1024\], got 4"),
        (flat((1, 2, 3)), {"milliseconds": 5}, r"milliseconds must be in \[20, 5000\], got 5"),
        ([np.zeros((4, 5, 3), np.uint8)], {}, r"frame 0 must be a uint8 array of shape "
         r"\(size, size, 3\), got uint8 of shape \(4, 5, 3\)"),
        ([np.zeros((4, 4, 3))], {}, "frame 0 must be .* got float64"),
        (["rose"], {}, "frame 0 must be .* got 'rose'"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_run_is_refused(frames: list, how: dict, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        gif(frames, **how)
