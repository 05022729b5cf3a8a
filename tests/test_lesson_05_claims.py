"""What the text of lesson 05 says in numbers, computed."""
from pathlib import Path

import numpy as np
import pytest

from course.exercises.art_granted import Granted
from course.pictures.targets import target

TEXT = " ".join(
    line.removeprefix("# ")
    for line in Path(__file__)
    .resolve()
    .parents[1]
    .joinpath("solutions/05_optimisation_as_art.py")
    .read_text(encoding="utf-8")
    .splitlines()
)


def said(sentence):
    """The lesson says this, word by word."""
    assert sentence in TEXT, sentence
    return True


def left(rate, **more):
    """Share of the error that SGD leaves of the lesson's rose, in pixels, after 100 steps."""
    from course.art.build import goal, parameterisation
    from course.art.create import create

    thing, wanted = parameterisation("pixels", 64), goal({"match": 1.0}, target=target("rose", 64))
    first, *_, last = create(thing, wanted, optimiser="SGD", rate=rate, steps=100, **more)
    return last.loss / first.loss


def test_a_picture_of_64_pixels_has_so_many_numbers():
    from course.art.build import parameterisation

    assert said("A picture of 64 by 64 pixels has 12,288")
    assert parameterisation("pixels", 64).count == 12_288


@pytest.mark.parametrize(
    ("rate", "sentence", "share", "within"),
    [
        (1, "With 1, **99.8%** of the error is left after 100 steps", 0.998, 0.0005),
        (1000, "with 1,000 it is 19%", 0.19, 0.005),
        (10_000, "with 10,000 it is 0.2%", 0.002, 0.0005),
    ],
)
def test_so_much_of_the_error_is_left_by_each_learning_rate(rate, sentence, share, within):
    assert said(sentence)
    assert left(rate) == pytest.approx(share, abs=within)


def test_a_picture_twice_as_wide_has_slopes_a_quarter_as_large():
    largest = []
    for size in (16, 32, 64, 128):
        wanted = target("rose", size) / 255
        largest.append(np.abs(2 * (0.5 - wanted) / wanted.size).max())
    ratios = np.array(largest[:-1]) / largest[1:]
    np.testing.assert_allclose(ratios, 4, rtol=0.1)


def test_adams_first_steps_are_as_long_as_its_rate_whatever_the_goal_is_divided_by():
    from course.art.build import parameterisation
    from course.art.create import create
    from course.art.goals import match

    assert said("its rate says about how far a number moves in a step")
    for factor in (10, 1, 0.1):
        thing = parameterisation("pixels", 64)
        before = thing.pixels.detach().clone()
        *_, _ = create(thing, factor * match(target("rose", 64)), rate=0.05, steps=1)
        moved = (thing.pixels.detach() - before).abs()
        assert moved.median().item() == pytest.approx(0.05, rel=0.01)


def test_on_pixels_l_bfgs_leaves_less_than_the_others():
    from course.art.build import goal, parameterisation
    from course.art.create import create

    assert said("On pixels, L-BFGS was far ahead.")
    wanted = goal({"match": 1.0}, target=target("rose", 64))
    ends = {}
    for name in ("SGD", "momentum", "Adam", "L-BFGS"):
        *_, last = create(parameterisation("pixels", 64), wanted, optimiser=name, steps=60)
        ends[name] = last.loss
    assert ends["L-BFGS"] < min(ends["SGD"], ends["momentum"], ends["Adam"]) / 100


def test_random_pixels_lose_by_steps_and_win_by_pixels_looked_at():
    from course.art.build import goal, parameterisation
    from course.art.create import create

    assert said("Step by step, looking at everything wins.")
    assert said("for one such step one gets eight that look at 2,048 pixels")
    assert 8 * 2048 == 128**2
    wanted = goal({"match": 1.0}, target=target("rose", 128))

    def after(steps, pixels):
        thing = parameterisation("splats", 128, count=512)
        *_, _ = create(thing, wanted, steps=steps, pixels=pixels, every=1000)
        return wanted(thing()).item()

    everything = after(15, None)
    assert everything < after(15, 2048)
    assert after(120, 2048) < everything / 2


def test_every_wish_is_granted_and_a_single_colour_is_driven_to_the_end_of_the_scale():
    assert said("Every one of them reached its goal. The smoothest picture is a single colour.")
    made = Granted()
    found = made.run()
    for name, words in zip(found.names, found.words, strict=True):
        assert float(words.split("at first, ")[1].split(" now")[0]) <= 0.005, name
    smooth = [found.images[found.names.index(f"smooth, {kind}")] for kind in made.kinds]
    for image in smooth:
        assert image.reshape(-1, 3).std(0).max() < 2
        assert np.abs(image.reshape(-1, 3).mean(0) - 127.5).min() > 110
    assert said("The mirror image of grey fog is grey fog.")
    fog = found.images[found.names.index("mirror, stack")].reshape(-1, 3)
    assert np.abs(fog.mean(0) - 127.5).max() < 10
    assert fog.std(0).max() < 15


def test_the_network_that_is_fooled_reads_so_many_digits():
    from course.art.digit_network import accuracy

    assert said("(98% of those it has never seen)")
    assert round(100 * accuracy().test) == 98
