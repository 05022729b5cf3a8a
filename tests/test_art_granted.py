"""What is granted to a picture with one wish, and digits pushed until they are read wrongly."""
import numpy as np
import pytest

from course.art.digit_network import network
from course.digits import load
from course.exercises.art_granted import Granted, colour
from course.exercises.art_nudged import Nudged, drawn
from course.exercises.art_pictures import Pictures
from widgets.on_demand import OnDemand, shown


@pytest.fixture(scope="module")
def pushed():
    return Nudged(count=1).run()


def test_a_wish_is_granted_and_its_picture_said_in_words():
    found = Granted(("contrast",), ("stack",), 16, 150).run()
    light = found.images[0].mean(-1) / 255
    assert light.std() > 0.48  # half black, half white: 0.5
    assert found.names == ("contrast, stack",)
    said = float(found.words[0].split(" at first, ")[1].split(" now")[0])
    assert said == pytest.approx(1 - 2 * light.std(), abs=0.003)  # the picture is rounded


def test_a_picture_of_one_colour_is_called_so():
    plain = np.full((8, 8, 3), (255, 0, 51), np.uint8)
    assert colour(plain) == "a single colour, mean red 1.00, green 0.00, blue 0.20"
    half = np.repeat(np.repeat(np.array([[[0]], [[255]]], np.uint8), 4, 0), 8, 1).repeat(3, 2)
    assert colour(half) == "mean red 0.50, green 0.50, blue 0.50, spread 0.50"


def test_a_pushed_digit_is_read_otherwise_by_the_network_itself(pushed):
    import torch

    before, after = (image[..., 0] / 255 for image in pushed.images)
    ink = torch.tensor(np.stack([before, after]))[:, None]
    with torch.no_grad():
        said = network()(ink.float()).argmax(1).tolist()
    assert said == [3, 8]


def test_no_pixel_of_a_pushed_digit_moves_further_than_is_said(pushed):
    before, after = (image.astype(float) / 255 for image in pushed.images)
    most = float(pushed.words[1].split("at most ")[1].split(":")[0])
    assert 0.9 * most < np.abs(after - before).max() < most + 0.01


def test_what_is_pushed_was_written_as_the_digit(pushed):
    data = load()
    threes = [drawn(ink.reshape(8, 8)).tolist() for ink in data.x_test[data.y_test == 3]]
    assert pushed.images[0].tolist() in threes


@pytest.mark.parametrize("made", [Granted(("mirror",), ("cppn",), 8, 3), Nudged(count=1)])
def test_the_code_makes_the_same_pictures(made):
    found, scope = made.run(), {}
    *lines, last = made.code().splitlines()
    exec("\n".join(lines), scope)
    images = eval(last, scope)
    if isinstance(made, Nudged):
        images = [drawn(ink) for ink in images]
    np.testing.assert_array_equal(images[-1], found.images[-1])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Granted(size=4), r"size must be .* got 4"),
        (lambda: Granted(steps_each=0), r"steps_each must be .* got 0"),
        (lambda: Nudged(other=3), "other must be another digit than 3"),
        (lambda: Nudged(digit=10), r"digit must be .* got 10"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_pictures_are_shown_in_a_row_with_their_words():
    image = np.zeros((4, 4, 3), np.uint8)
    html, words = shown(Pictures("Two of them", ("one", "two"), ("black", "black"), (image,) * 2))
    assert html.count("<img ") == 2
    assert words == "Two of them. one: black. two: black."


def test_pictures_come_at_a_press():
    made = OnDemand(Granted(("mirror",), ("cppn",), 8, 2), "Grant", name="granted")
    made.run()
    assert 'alt="mirror, cppn: ' in made.shown.value
