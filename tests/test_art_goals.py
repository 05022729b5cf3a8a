"""Goals: closed forms, scipy's distance of distributions, and how goals are weighted and added."""
import numpy as np
import pytest
import torch
from scipy.stats import wasserstein_distance

from course.art.build import goal as built
from course.art.colours import palette
from course.art.goals import (
    Goal,
    GoalError,
    Where,
    contrast,
    kaleidoscope,
    match,
    mirror,
    smooth,
    term,
)
from course.pictures.catalogue import TERMS

RNG = np.random.default_rng(1)
PICTURE = RNG.integers(0, 256, (12, 12, 3), np.uint8)


def image(array):
    """A picture (1, 3, h, w) of an array (h, w) or (h, w, 3), in float64."""
    array = np.asarray(array, np.float64)
    array = np.stack([array] * 3, -1) if array.ndim == 2 else array
    return torch.tensor(array.transpose(2, 0, 1)[None].copy())


def constant(*colour, size=12):
    """A picture of one colour."""
    return image(np.broadcast_to(colour, (size, size, 3)))


def asked(goal, picture, seed=0):
    """What the only term of a goal says."""
    [one] = goal.terms
    return float(one(picture, torch.Generator().manual_seed(seed)))


def test_match_of_constant_pictures_is_the_mean_squared_difference_of_their_colours():
    target = np.full((12, 12, 3), (0, 51, 255), np.uint8)
    found = asked(match(target), constant(0.5, 0.2, 0.7))
    assert found == pytest.approx((0.25 + 0 + 0.09) / 3, abs=1e-7)


def test_match_is_numpys_mean_square():
    ours = RNG.random((12, 12, 3))
    expected = np.mean((ours - PICTURE / 255) ** 2)
    assert asked(match(PICTURE), image(ours)) == pytest.approx(expected, rel=1e-6)


def test_a_target_of_another_size_is_brought_to_that_of_the_picture():
    blocks = PICTURE[::4, ::4].repeat(8, 0).repeat(8, 1)  # 24 x 24 of 3 x 3 colours
    assert asked(match(blocks), image(blocks[::2, ::2] / 255)) < 2e-3
    assert asked(match(blocks), image(blocks[::-2, ::2] / 255)) > 0.02


def test_some_pixels_are_matched_with_the_same_pixels_of_the_target():
    ours, chosen = RNG.random((12, 12, 3)), torch.tensor([0, 7, 143, 7])
    colours = image(ours).flatten(2)[:, :, chosen]
    [one] = match(PICTURE).terms
    found = one(colours, torch.Generator(), Where(chosen, 12))
    flat = (ours - PICTURE / 255).reshape(-1, 3)[chosen.numpy()]
    assert float(found) == pytest.approx(np.mean(flat**2), rel=1e-6)


def test_smooth_of_a_ramp_is_its_slope_and_of_a_constant_nothing():
    ramp = np.tile(np.arange(12) * 0.03, (12, 1))
    assert asked(smooth(), image(ramp)) == pytest.approx(0.03)
    assert asked(smooth(), image(ramp + 2 * ramp.T)) == pytest.approx(0.03 + 0.06)
    assert asked(smooth(), constant(0.1, 0.7, 0.4)) == 0


def test_mirror_is_nothing_for_a_symmetric_picture_and_counts_left_against_right():
    half = RNG.random((12, 6, 3))
    assert asked(mirror(), image(np.concatenate([half, half[:, ::-1]], 1))) == 0
    sides = np.zeros((12, 12))
    sides[:, 6:] = 0.4
    assert asked(mirror(), image(sides)) == pytest.approx(0.16)
    assert asked(mirror(), image(sides.T)) == 0  # up and down do not matter


def in_eight_wedges(size=12):
    """A picture that its three mirror images leave as it is, by a loop over one wedge."""
    picture = np.zeros((size, size, 3))
    for row in range(size // 2):
        for column in range(row + 1):
            colour = RNG.random(3)
            for a, b in ((row, column), (column, row)):
                for i, j in ((a, b), (a, -1 - b), (-1 - a, b), (-1 - a, -1 - b)):
                    picture[i, j] = colour
    return picture


def test_kaleidoscope_is_nothing_for_eight_like_wedges():
    assert asked(kaleidoscope(), image(in_eight_wedges())) == pytest.approx(0, abs=1e-15)


def test_kaleidoscope_sees_a_single_odd_pixel_in_all_three_mirrors():
    picture = np.zeros((12, 12, 3))
    picture[1, 4] = 1
    # Each mirror moves it, and it differs there and here: 2 of 144 pixels, three times.
    assert asked(kaleidoscope(), image(picture)) == pytest.approx(3 * 2 / 144)
    picture[:] = 0
    picture[4, 4] = 1  # on the diagonal: one mirror leaves it
    assert asked(kaleidoscope(), image(picture)) == pytest.approx(2 * 2 / 144)


def test_contrast_is_nothing_for_half_black_half_white_and_1_for_one_colour():
    halves = np.zeros((12, 12))
    halves[6:] = 1
    assert asked(contrast(), image(halves)) == pytest.approx(0, abs=1e-7)
    assert asked(contrast(), constant(0.2, 0.9, 0.1)) == pytest.approx(1)
    ours = RNG.random((12, 12, 3))
    assert asked(contrast(), image(ours)) == pytest.approx(1 - 2 * ours.mean(-1).std())


def directions(seed, many=8):
    """The directions that the palette looks from, if no pixels were drawn before."""
    drawn = torch.randn(many, 3, generator=torch.Generator().manual_seed(seed)).double().numpy()
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.mark.parametrize("seed", [0, 5])
def test_palette_is_scipys_distance_of_distributions_along_the_same_directions(seed):
    ours = RNG.random((12, 12, 3))
    expected = np.mean([
        wasserstein_distance(ours.reshape(-1, 3) @ d, PICTURE.reshape(-1, 3) / 255 @ d)
        for d in directions(seed)
    ])  # fmt: skip
    assert asked(palette(PICTURE), image(ours), seed) == pytest.approx(expected, rel=1e-5)


def test_palette_of_the_same_pixels_in_another_order_is_nothing():
    order = RNG.permutation(144)
    permuted = PICTURE.reshape(-1, 3)[order].reshape(12, 12, 3)
    assert asked(palette(PICTURE), image(permuted / 255)) == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("size", [16, 80])  # all pixels are looked at, or 4,096 of 6,400
def test_palette_of_two_colours_is_on_average_half_their_distance(size):
    goal = palette(np.full((size, size, 3), (255, 0, 51), np.uint8))
    values = [asked(goal, constant(0.4, 0.3, 0.2, size=size), seed) for seed in range(200)]
    # |d . v| for a direction d drawn evenly from the sphere is |v| / 2 on average.
    assert np.mean(values) == pytest.approx(np.hypot(0.6, 0.3) / 2, rel=0.05)


def test_palette_looks_at_4096_pixels_of_a_large_picture():
    size, goal = 128, palette(np.zeros((128, 128, 3), np.uint8))
    picture = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(0))
    picture.requires_grad_()
    [one] = goal.terms
    one(picture, torch.Generator().manual_seed(3)).backward()
    seen = int((picture.grad != 0).any(1).sum())
    # 4,096 draws of 16,384 with replacement meet about 16,384 (1 - exp(-1/4)) different pixels.
    assert seen == pytest.approx(16384 * (1 - np.exp(-0.25)), rel=0.03)


def test_terms_that_draw_take_their_numbers_from_the_given_generator_alone():
    goal, picture = palette(PICTURE), image(RNG.random((12, 12, 3)))
    torch.manual_seed(4)
    state = torch.get_rng_state()
    first, again, other = (asked(goal, picture, seed) for seed in (1, 1, 2))
    assert torch.equal(torch.get_rng_state(), state)
    assert first == again != other


def test_goals_are_weighted_and_added():
    picture = image(RNG.random((12, 12, 3)))
    goal = 2 * match(PICTURE) + mirror() * 0.5 + 3 * (smooth() + 2 * contrast())
    assert [(t.name, t.weight) for t in goal.terms] == [
        ("match", 2), ("mirror", 0.5), ("smooth", 3), ("contrast", 6),
    ]  # fmt: skip
    expected = (
        2 * asked(match(PICTURE), picture)
        + 0.5 * asked(mirror(), picture)
        + 3 * asked(smooth(), picture)
        + 6 * asked(contrast(), picture)
    )
    assert goal(picture) == pytest.approx(expected)


def test_a_goal_that_was_weighted_is_left_as_it_was():
    goal = smooth()
    assert (5 * goal).terms[0].weight == 5
    assert goal.terms[0].weight == 1


def test_terms_of_one_name_are_told_apart_by_numbers():
    goal = match(PICTURE) + match(PICTURE[::-1]) + smooth() + 0.1 * match(PICTURE[:, ::-1])
    assert [t.name for t in goal.terms] == ["match", "match 2", "smooth", "match 3"]


@pytest.mark.parametrize("weight", [float("nan"), float("inf")])
def test_a_weight_that_is_no_number_is_refused(weight):
    with pytest.raises(ValueError, match=r"weight must be in \[-1e\+06, 1e\+06\]"):
        weight * smooth()


@pytest.mark.parametrize("other", [3, "smooth", None])
def test_only_goals_are_added_to_a_goal(other):
    with pytest.raises(TypeError, match="unsupported operand"):
        smooth() + other


def test_a_goal_of_ones_own_is_a_function_of_the_picture():
    goal = term("dark", lambda picture: picture.mean())
    assert asked(goal, constant(0.2, 0.4, 0.6)) == pytest.approx(0.4)
    drawn = term("noisy", lambda picture, rng: torch.rand((), generator=rng), random=True)
    assert drawn.random == ("noisy",)
    assert asked(drawn, constant(0, 0, 0), 3) == asked(drawn, constant(1, 1, 1), 3)
    with pytest.raises(TypeError, match="the goal 'dark' must be a function of a picture, got 7"):
        term("dark", 7)


@pytest.mark.parametrize("goal", [match, palette])
def test_a_target_that_is_no_picture_is_refused(goal):
    with pytest.raises(ValueError, match=r"uint8 array of shape .* got uint8 of shape \(4, 5, 3\)"):
        goal(np.zeros((4, 5, 3), np.uint8))


def test_a_goal_is_built_from_names_and_weights():
    goal = built({"match": 2.0, "palette": 0.5, "mirror": 5}, target=PICTURE)
    weights = {one.name: one.weight for one in goal.terms}
    assert weights == {"match": 2, "palette": 0.5, "mirror": 5}
    assert isinstance(goal, Goal)
    assert goal.random == ("palette",)


@pytest.mark.parametrize(
    ("weights", "given", "message"),
    [
        ({}, {}, "at least one term of match, palette"),
        ({"beauty": 1}, {}, "term of the goal must be one of match, palette"),
        ({"palette": 1}, {}, "palette needs a target, got none"),
        ({"text": 1}, {}, "text needs a text, got none"),
    ],
)
def test_a_goal_that_cannot_be_built_says_why(weights, given, message):
    with pytest.raises(ValueError, match=message):
        built(weights, **given)


def test_an_error_of_a_goal_is_an_error_of_a_value():
    assert issubclass(GoalError, ValueError)


HERE = ("match", "palette", "smooth", "mirror", "kaleidoscope", "contrast")


@pytest.mark.parametrize("name", HERE)
def test_a_goal_is_computed_where_the_picture_is(name):
    """On the meta device a tensor has no numbers: whatever crosses to the CPU fails."""
    needs = {"target": PICTURE} if TERMS[name].needs else {}
    [one] = built({name: 1.0}, **needs).terms
    for size in (12, 80):
        said = one(torch.zeros(1, 3, size, size, device="meta"), torch.Generator())
        assert (said.device.type, said.shape) == ("meta", ())
