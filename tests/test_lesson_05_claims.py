"""What the text of lesson 05 says in numbers, computed."""
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from course.exercises.art_granted import Granted
from course.exercises.art_neuron import brightness, likeness, usual_likeness
from course.exercises.art_parted import PARTED
from course.pictures.sides_catalogue import tiles
from course.pictures.slider_game import descend, game, pulls, score
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


BLOBS = {"count": 48}


def made(kind, size, optimiser, steps, seed=0, **options):
    """The match with the rose at each step, and how many pictures were made for it."""
    from course.art.build import goal, parameterisation
    from course.art.create import create

    thing, pictures = parameterisation(kind, size, seed, **options), []
    thing.register_forward_hook(lambda *_: pictures.append(1))
    wanted = goal({"match": 1.0}, target=target("rose", size))
    losses = [step.loss for step in create(thing, wanted, optimiser=optimiser, steps=steps)]
    return losses, len(pictures)


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
        (100_000, "and with 100,000 next to nothing", 0.0, 0.0001),
    ],
)
def test_so_much_of_the_error_is_left_by_each_learning_rate(rate, sentence, share, within):
    assert said(sentence)
    assert left(rate) == pytest.approx(share, abs=within)


def test_the_race_gives_sgd_on_pixels_the_rate_that_is_told():
    assert said("SGD has a rate of 1,000.")
    assert [tile.rate for tile in tiles("optimisers") if tile.optimiser == "SGD"] == [1000]


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
    assert said("On pixels, L-BFGS was far ahead.")
    assert said("At these learning rates nothing here comes near it.")
    ends = {name: made("pixels", 64, name, 60)[0][-1] for name in ("SGD", "momentum", "Adam")}
    losses, pictures = made("pixels", 64, "L-BFGS", 25)  # about as many pictures as 60 steps
    assert pictures < 61
    assert losses[-1] < min(ends.values()) / 100


@pytest.mark.parametrize(("kind", "options"), [("pixels", {}), ("stack", {}), ("splats", BLOBS)])
def test_l_bfgs_makes_about_two_pictures_a_step(kind, options):
    assert said("so that it makes about two pictures a step")
    _, pictures = made(kind, 32, "L-BFGS", 40, **options)
    assert 1.8 < pictures / 40 < 2.8


def test_on_blobs_l_bfgs_wins_by_steps_and_loses_by_pictures():
    assert said("By steps, L-BFGS once more.")
    assert said("its 60 steps make about 120, and with as many Adam leaves less")
    adam, searching = ([made("splats", 32, *how, seed=seed, **BLOBS) for seed in range(3)]
                       for how in (("Adam", 120), ("L-BFGS", 60)))  # fmt: skip
    few, many = (np.median([losses[at] for losses, _ in adam]) for at in (60, 120))
    assert many < np.median([losses[60] for losses, _ in searching]) < few
    assert np.mean([pictures for _, pictures in searching]) == pytest.approx(120, abs=10)


def test_pixels_are_last_after_ten_steps_and_among_the_best_after_200():
    assert said("Pixels are last after ten steps and among the best after 200")
    early = {tile.parameterisation: made(tile.parameterisation, 96, "Adam", 10)[0][-1]
             for tile in tiles("hands")}  # fmt: skip
    assert max(early, key=early.get) == "pixels"
    late = {kind: made(kind, 32, "Adam", 200)[0][-1] for kind in ("pixels", "siren", "splats")}
    assert late["pixels"] < min(late["siren"], late["splats"])


def test_random_pixels_lose_by_steps_and_win_by_pixels_looked_at():
    from course.art.build import goal, parameterisation
    from course.art.create import create

    assert said("Step by step, looking at everything wins")
    assert said("one such step looks at as many pixels as eight that draw 2,048")
    assert 8 * 2048 == 128**2
    wanted = goal({"match": 1.0}, target=target("rose", 128))

    def left(steps, pixels):
        thing = parameterisation("splats", 128, count=512)
        walk = create(thing, wanted, steps=steps, pixels=pixels, every=15)
        return {step.index: wanted(step.image).item() for step in walk if not step.index % 15}

    everything, some = left(15, None)[15], left(120, 2048)
    assert everything < some[15]
    assert some[120] < everything / 2


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


def test_far_from_the_target_two_arrows_are_gone_and_the_disc_shrinks():
    assert said("Two of the arrows are gone, and the third makes the disc smaller and smaller.")
    disc = game("disc")
    start = disc.starts["far"]
    x, y, radius = pulls(disc, start, score(disc, start))
    assert max(abs(x), abs(y)) < 1e-4 < 0.01 < -radius
    radii = [numbers[2] for numbers, _ in islice(descend(disc, start), 40)]
    assert np.all(np.diff(radii) <= 0) and radii[-1] == disc.low[2]


def test_a_falling_rate_calms_blobs_that_look_at_an_eighth_of_the_pixels():
    from course.art.build import goal, parameterisation
    from course.art.create import create

    assert said("With a learning rate that falls to a tenth on the way, less error is left.")
    wanted, left = goal({"match": 1.0}, target=target("rose", 64)), {}
    for decay in (1.0, 0.1):
        thing = parameterisation("splats", 64, count=128)
        *_, _ = create(thing, wanted, steps=300, pixels=512, every=1000, decay=decay)
        left[decay] = wanted(thing()).item()
    assert left[0.1] < 0.8 * left[1.0]


def pleased(goal, seed=0):
    """Pixels that were to please a neuron: how sure, how like the mean 3, the picture's light."""
    from course.art.build import parameterisation
    from course.art.create import create
    from course.art.images import to_bytes
    from course.art.neuron import probabilities

    *_, last = create(parameterisation("pixels", 32, seed), goal, steps=200, seed=seed)
    light = brightness(to_bytes(last.image))
    return float(probabilities(last.image)[3]), likeness(light, 3), light


def test_of_the_patchwork_the_network_is_surer_than_of_any_digit_that_people_wrote():
    import torch

    from course.art.neuron import logits, neuron
    from course.digits import load

    assert said("surer than of any of the 1,797 digits that people wrote for it")
    data = load()
    written = np.concatenate([data.x_train, data.x_validation, data.x_test])
    assert len(written) == 1797
    with torch.no_grad():
        said_of = logits(torch.tensor(written).float().view(-1, 1, 8, 8)).softmax(1)[:, 3]
    assert pleased(neuron(3))[0] > said_of.max().item()


def test_three_of_the_threes_pushed_twice_as_far_are_read_as_an_8_for_sure():
    from course.art.neuron import least_nudge, nudge
    from course.exercises.art_nudged import NUDGED

    assert said("Pushed twice as far, the network is sure of its 8")
    for ink in NUDGED._surest():
        assert nudge(ink, 8, 2 * least_nudge(ink, 8).most).said_after[8] > 0.9


def test_the_wishes_bring_strokes_together_and_the_network_is_less_sure_of_them():
    from course.art.goals import smooth
    from course.art.neuron import ink, neuron

    assert said("*Smooth* by itself hardly does anything; being moved about does more;")
    assert said("of the picture that looks most like a 3, the network is the least sure")
    goals = {
        "alone": neuron(3), "smooth": neuron(3) + 0.3 * smooth(), "moved": neuron(3, jitter=1),
        "all": neuron(3, jitter=1) + 0.3 * smooth() + 3 * ink(),
    }  # fmt: skip
    for seed in range(2):
        found = {name: pleased(goal, seed) for name, goal in goals.items()}
        sure, like = ({name: one[i] for name, one in found.items()} for i in (0, 1))
        assert like["smooth"] - like["alone"] < 0.05 < like["moved"] - like["alone"]
        assert like["all"] > usual_likeness(3) > max(like["moved"], like["smooth"])
        assert min(sure, key=sure.get) == "all"


def test_another_seed_gives_another_single_colour_at_the_ends_of_the_scale():
    assert said("Which one, nobody said: another seed gives another.")
    colours = set()
    for seed in range(4):
        [image] = Granted(("smooth",), ("stack",), 64, 150, seed).run().images
        mean = image.reshape(-1, 3).mean(0)
        assert np.abs(mean - 127.5).min() > 100
        colours.add(tuple((mean > 127).tolist()))
    assert len(colours) >= 2


def test_as_a_measure_certainty_goes_with_likeness_and_as_a_goal_it_leaves_it():
    from course.art.neuron import nudge
    from course.digits import load

    data = load()
    threes = data.x_test[data.y_test == 3]
    sure = [nudge(one, 3, 0.0, 1).said_before[3] for one in threes]
    like = [likeness(one.reshape(8, 8), 3) for one in threes]
    assert said("the surer the network, the more a 3 looks like a 3, by and large")
    assert np.corrcoef(sure, like)[0, 1] > 0.5
    assert said("First both rise. Then certainty goes on, from 95.8% to 99.8%")
    found = [words.replace("%", "").split() for words in PARTED.run().words]
    surer, alike = ([float(words[i]) for words in found] for i in (0, 2))
    assert surer[1] == 95.8 and surer[-1] == 99.8
    assert alike[0] < alike[1] > alike[2] > alike[3] and alike[3] < usual_likeness(3)
    assert said("in the end less than nine in ten that people write")
    assert said("twenty steps made a better 3 than five hundred")
    assert PARTED.stops[1] == 20 and PARTED.stops[-1] == 500


def test_a_cell_of_the_rose_holds_twelve_numbers_and_a_run_is_so_long():
    from course.art.automaton.rule import load
    from course.art.automaton.training import Plan

    assert said("Every pixel is a cell of twelve numbers: a colour, an opacity, and eight for its")
    assert load().channels == 12 == 3 + 1 + 8
    assert said("back through 40 to 60 of its own steps")
    assert (Plan().shortest, Plan().longest) == (40, 60)


def test_a_small_clip_has_about_600_megabytes():
    from course.pictures.clip_cache import MODELS

    assert said("Even a small CLIP has about 600 MB")
    assert min(model.megabytes for model in MODELS.values()) == pytest.approx(600, abs=10)


def test_the_photographs_are_by_whom_scikit_learn_says():
    import sklearn.datasets

    readme = Path(sklearn.datasets.__file__).with_name("images").joinpath("README.txt")
    china, flower = readme.read_text(encoding="utf-8").split("Image: flower.jpg")
    assert "photos/danielbuechele/" in china and "photos/vultilion/" in flower
    assert said("a temple by danielbuechele and a flower by vultilion")
