"""The questions of lesson 05: what they say is computed here, and no option gives itself away by
its length or its place."""
import re

import numpy as np
import pytest
import torch

from course.art.build import parameterisation
from course.art.colours import palette
from course.art.create import create
from course.art.goals import GoalError, match, mirror, smooth
from course.art.optimisers import HISTORY, TRIES
from course.exercises.library import find, of_lesson
from course.pictures.targets import target

QUESTIONS = of_lesson("question", "05")
SINGLES = [one for one in QUESTIONS.values() if not one.several]


def said(key):
    """Everything that a question says."""
    question = find(key, "question")
    return " ".join([question.prompt, *(f"{one.text} {one.why}" for one in question.options)])


def right(key):
    """The one option of a question that is right."""
    [option] = [one for one in find(key, "question").options if one.right]
    return option


def rng(seed):
    return np.random.default_rng(seed)


# ---- how they are asked --------------------------------------------------------------------


def test_there_are_eleven_questions_and_one_asks_for_several():
    assert len(QUESTIONS) == 11
    assert len(SINGLES) == 10


def test_the_right_option_stands_at_no_place_more_often_than_chance_would_have_it():
    places = [min(one.right_options) for one in SINGLES]
    assert max(places.count(place) for place in range(4)) <= 3
    assert set(places) == {0, 1, 2, 3}


def test_the_right_option_is_seldom_the_longest_or_the_shortest():
    lengths = [[len(option.text) for option in one.options] for one in SINGLES]
    places = [min(one.right_options) for one in SINGLES]
    longest = sum(row[i] == max(row) for row, i in zip(lengths, places, strict=True))
    shortest = sum(row[i] == min(row) for row, i in zip(lengths, places, strict=True))
    assert max(longest, shortest) <= 3


def test_where_several_are_right_they_are_no_longer_than_the_others():
    options = QUESTIONS["05.loop"].options
    lengths = {is_right: np.mean([len(one.text) for one in options if one.right == is_right])
               for is_right in (True, False)}  # fmt: skip
    assert lengths[True] < 1.4 * lengths[False]


@pytest.mark.parametrize("key", QUESTIONS)
def test_nothing_is_stressed_with_asterisks_which_the_page_would_show(key):
    assert "*" not in re.sub(r"`[^`]*`", "", said(key))


# ---- the gradient of a mean ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "left"),
    [(0.5, 1 - 1 / 12_288), (3_072, 0.5), (1_024, 5 / 6), (12_288, -1.0)],
)
def test_each_rate_that_is_offered_goes_as_far_as_its_option_says(rate, left):
    image, wanted = rng(0).random((2, 3, 64, 64))
    after = image - rate * 2 * (image - wanted) / image.size
    assert after - wanted == pytest.approx(left * (image - wanted))
    options = {float(one.text.replace(",", "")): one.right
               for one in QUESTIONS["05.mean"].options}  # fmt: skip
    assert options[rate] == (left == 0.5)


def test_a_sigmoid_takes_a_factor_of_sixteen_or_more():
    x = torch.linspace(-4, 4, 401, requires_grad=True)
    x.sigmoid().sum().backward()
    assert (x.grad**2).max().item() == pytest.approx(1 / 16)


# ---- optimisers and chance -----------------------------------------------------------------


def test_create_refuses_l_bfgs_with_a_palette_and_adam_takes_it():
    thing, goal = parameterisation("pixels", 8), palette(target("sunset", 8))
    with pytest.raises(GoalError, match="L-BFGS compares one look with the next"):
        next(create(thing, goal, optimiser="L-BFGS"))
    losses = [step.loss for step in create(thing, goal, steps=20)]
    assert losses[-1] < losses[0]


def test_l_bfgs_keeps_twenty_times_the_parameters_and_looks_up_to_eight_times():
    assert (2 * HISTORY, TRIES) == (20, 8)
    assert "twenty times the parameters" in said("05.lbfgs")
    assert "up to eight times" in said("05.lbfgs")


def test_with_match_on_pixels_l_bfgs_is_far_ahead():
    left = {}
    for name in ("Adam", "L-BFGS"):
        walk = create(parameterisation("pixels", 16), match(target("rose", 16)),
                      optimiser=name, steps=40)  # fmt: skip
        losses = [step.loss for step in walk]
        left[name] = losses[-1] / losses[0]
    assert left["L-BFGS"] < left["Adam"] / 100


# ---- shares, pixels, colours ---------------------------------------------------------------


def test_adding_to_all_scores_changes_nothing_and_multiplying_lets_the_first_take_all():
    scores, colours = np.arange(6) / 3, rng(2).random((6, 3))

    def colour(s):
        return np.exp(s) / np.exp(s).sum() @ colours

    assert colour(scores + 5) == pytest.approx(colour(scores))
    assert np.abs(colour(50 * scores) - colours[scores.argmax()]).max() < 1e-3
    assert colour(0 * scores) == pytest.approx(colours.mean(0))
    assert right("05.shares").text == "It stays exactly what it was."


def test_the_gradient_of_drawn_pixels_is_right_on_average_and_an_eighth_of_the_work():
    x, wanted = rng(3).random((2, 16_384))
    whole = 2 * (x - wanted) / 16_384
    found = np.zeros_like(x)
    draws = 400
    for seed in range(draws):
        drawn = rng(seed).integers(16_384, size=2_048)
        np.add.at(found, drawn, 2 * (x - wanted)[drawn] / 2_048 / draws)
    assert whole @ found / (whole @ whole) == pytest.approx(1, abs=0.02)
    assert 16_384 / 2_048 == 8
    never = (1 - 1 / 16_384) ** (50 * 2_048)
    assert never == pytest.approx(2 / 1000, rel=0.1)


def test_the_palette_of_a_shuffled_sunset_is_0_and_that_of_its_blur_and_its_mean_is_not():
    wanted = target("sunset", 32)
    shuffled = rng(4).permutation(wanted.reshape(-1, 3)).reshape(wanted.shape)
    mean = np.full_like(wanted, wanted.mean((0, 1)).round())
    blurred = np.mean([np.roll(wanted, k, (0, 1)) for k in range(-4, 5)], axis=0).astype(np.uint8)
    goal, found = palette(wanted), {}
    for name, image in {"same": wanted, "shuffled": shuffled, "mean": mean, "b": blurred}.items():
        found[name] = float(goal(torch.tensor(image.transpose(2, 0, 1)[None] / 255).float()))
    assert found["same"] == found["shuffled"] == pytest.approx(0, abs=1e-6)
    assert min(found["mean"], found["b"]) > 0.02


# ---- what adds up, what was wanted ---------------------------------------------------------


def test_small_nudges_that_all_help_add_up_and_random_ones_mostly_cancel():
    weights = rng(5).choice([-0.01, 0.01], 10_000)
    assert weights @ (0.02 * np.sign(weights)) == pytest.approx(2)
    assert right("05.add-up").text == "2"
    random = [weights @ (0.02 * rng(100 + seed).choice([-1, 1], 10_000)) for seed in range(200)]
    assert np.std(random) == pytest.approx(0.02, rel=0.15)
    assert f"e² = {np.exp(2):.1f} times" in said("05.add-up")


def test_one_colour_is_perfectly_smooth_and_its_own_mirror_image_and_nothing_else_is_both():
    one = torch.full((1, 3, 8, 8), 0.3)
    halves = one.clone()
    halves[..., 4:] = 0.6
    soft = torch.linspace(0.3, 0.31, 4)
    soft = torch.cat([soft, soft.flip(0)]).expand(1, 3, 8, 8)
    values = [float(smooth()(image)) for image in (one, halves, soft)]
    assert values[0] == 0 < min(values[1:])
    assert float(mirror()(one)) == float(mirror()(soft)) == 0 < float(mirror()(halves))


def test_smooth_and_mirror_alone_lead_to_one_colour():
    thing = parameterisation("pixels", 8)
    *_, last = create(thing, smooth() + mirror(), rate=0.02, decay=0.001, steps=300)
    assert last.image.std((2, 3)).max() < 0.005
