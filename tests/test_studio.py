"""The studio: what is shown and said, what a person does, and what goes wrong."""
import asyncio
import base64
import io
import math
import re
import sys
import threading

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from course.art.build import goal, make_optimiser, parameterisation
from course.art.create import create
from course.art.goals import match, smooth, term
from course.art.images import to_bytes
from course.pictures.catalogue import PARAMETERISATIONS, TERMS, default_rate
from course.pictures.targets import target
from widgets.canvas.studio_goals import figure
from widgets.links import from_query, query_of
from widgets.studio import Studio
from widgets.studio_presets import PRESETS, matching, preset
from widgets.studio_settings import StudioSettings

SMALL = {"parameterisation": "stack", "size": 16}


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


@pytest.fixture
def studio():
    made = Studio(**SMALL)
    yield made
    made.close()


def opened(**more):
    """A small studio; its thread ends when Python does."""
    return Studio(**{**SMALL, **more})


def by_hand(count, weights=None, name="stack", picture="rose", size=16, seed=0):
    """The steps of the same thing, made by `create` alone."""
    thing = parameterisation(name, size, seed)
    wanted = goal(weights or {"match": 1.0}, target=target(picture, size))
    optimiser = make_optimiser("Adam", thing)
    return list(create(thing, wanted, optimiser=optimiser, steps=count, seed=seed))


def moves(studio, kind, **more):
    """What the page sends from the goals."""
    studio.scene.goals._handle_custom_msg({"kind": kind, **more}, [])


def ran(code):
    """What the lines of Python say: the value of the last."""
    *lines, last = code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    return eval(last, names)


class Disc(nn.Module):
    """A parameterisation as a student writes it: a colour in a disc, and one around it."""

    def __init__(self, size, rng):
        super().__init__()
        self.size = size
        self.colours = nn.Parameter(torch.tensor(rng.normal(size=(2, 3)), dtype=torch.float32))

    def forward(self):
        ticks = (torch.arange(self.size) + 0.5) / self.size * 2 - 1
        inside = ((ticks[:, None] ** 2 + ticks**2) < 0.5).float()
        a, b = torch.sigmoid(self.colours)
        return (a[:, None, None] * inside + b[:, None, None] * (1 - inside))[None]


# ---- what is shown ---------------------------------------------------------------------


def test_making_one_imports_no_torch_and_computes_nothing():
    import subprocess

    lines = (
        "import sys\nfrom widgets.studio import Studio\nmade = Studio()\n"
        "print('torch' in sys.modules, made.making, made.transport.activity)"
    )
    done = subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["False", "None", "ready"]


def test_before_the_first_picture_nothing_is_claimed(studio):
    assert (studio.transport.state, studio.transport.progress) == ("empty", "step 0")
    assert studio.scene.goals.total == "-.----"
    assert studio.image is None
    assert studio.scene.picture.size == 0


def test_a_picture_is_the_one_that_create_makes(studio):
    studio.step(7)
    expected = by_hand(7)[-1]
    np.testing.assert_array_equal(studio.image, to_bytes(expected.image))
    assert studio.scene.picture.image == to_bytes(expected.image).tobytes()
    assert studio.transport.progress == "step 7"
    assert studio.transport.state == "paused"


def test_the_goals_say_value_bar_and_sum_as_they_are_and_as_they_began(studio):
    studio.add("smooth")
    studio.step(9)
    steps = by_hand(9, {"match": 1.0, "smooth": 0.3})
    first, now = steps[0].parts, steps[-1].parts
    goals = studio.scene.goals
    assert goals.total == f"{steps[-1].loss:.4f}"
    assert goals.began == f"{steps[0].loss:.4f}"
    longest = max(first["match"], 0.3 * first["smooth"])
    for name, weight in (("match", 1.0), ("smooth", 0.3)):
        value, share, began = goals.live[name]
        assert value == f"{now[name]:.4f}"
        assert share == pytest.approx((weight * now[name] / longest) ** 0.5, abs=1e-3)
        assert began == pytest.approx((weight * first[name] / longest) ** 0.5, abs=1e-3)


def test_the_parameters_are_shown_counted_and_pulled(studio):
    studio.step(2)
    assert "<b>1,008</b> numbers" in studio.scene.count.value  # 3 * (4^2 + 8^2 + 16^2)
    assert [tile["caption"] for tile in studio.scene.raw.tiles] == ["4 × 4", "8 × 8", "16 × 16"]
    assert all(tile["pull"] for tile in studio.scene.raw.tiles)
    assert "which way its numbers should move" in studio.scene.back.value


def test_shapes_are_shown_as_outlines():
    studio = opened(parameterisation="splats")
    studio.step(1)
    assert studio.scene.raw.outlines == 128
    assert "each arrow says" in studio.scene.back.value
    studio.close()


def test_what_the_goal_asks_is_minus_the_gradient_of_the_picture(studio):
    studio.step(3)
    pull = np.frombuffer(studio.scene.picture.pull, np.uint8).reshape(16, 16, 3).astype(int) - 128
    wished = target("rose", 16).astype(int) - studio.image.astype(int)  # of a square: its slope
    clear = np.abs(wished) > 8
    assert clear.any()
    assert (np.sign(pull)[clear] == np.sign(wished)[clear]).all()
    studio.scene.asked.value = True
    assert studio.scene.picture.show_pull


@pytest.mark.parametrize("name", sorted(PARAMETERISATIONS))
def test_each_function_stands_there_as_one_line(name):
    studio = opened(parameterisation=name)
    shown = re.sub(r"<wbr>", "", studio.scene.function.value)
    expected = PARAMETERISATIONS[name].function
    assert f">{expected}</code>" in shown.replace("&#x27;", "'")


def test_the_picture_is_told_to_those_who_do_not_see_it(studio):
    studio.step(4)
    steps = by_hand(4)
    assert studio.scene.picture.alt == (
        "Picture of 16 by 16 pixels made of stack of resolutions, after 4 steps; the weighted sum "
        f"of the goals is {steps[-1].loss:.4f}, it began at {steps[0].loss:.4f}."
    )


def test_the_target_is_shown_small(studio):
    studio.step(1)
    data = re.search(r"base64,([^\"]+)", studio.scene.target.value)[1]
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))
    np.testing.assert_array_equal(shown, target("rose", 16))


# ---- changes on the way ----------------------------------------------------------------


def test_another_weight_keeps_the_parameters_and_counts_at_once(studio):
    studio.step(5)
    before, image = studio.scene.goals.live["match"][0], studio.image
    moves(studio, "weight", name="match", at=studio.scene.goals.steps.index(2.0))
    assert studio.settings.goal == "2 match"
    np.testing.assert_array_equal(studio.image, image)
    assert studio.transport.progress == "step 5"
    assert studio.scene.goals.live["match"][0] == before
    assert float(studio.scene.goals.total) == pytest.approx(2 * float(before), abs=2e-4)


def test_terms_are_added_and_taken_away_while_the_parameters_stay(studio):
    studio.step(5)
    image = studio.image
    moves(studio, "add", name="kaleidoscope")
    assert [row["name"] for row in studio.scene.goals.terms] == ["match", "kaleidoscope"]
    assert studio.settings.weights["kaleidoscope"] == TERMS["kaleidoscope"].weight
    np.testing.assert_array_equal(studio.image, image)
    moves(studio, "take", name="match")
    assert set(studio.scene.goals.live) == {"kaleidoscope"}
    np.testing.assert_array_equal(studio.image, image)
    assert studio.transport.progress == "step 5"
    studio.step(1)
    assert (studio.image != image).any()


def test_without_any_goal_it_waits_and_says_so(studio):
    studio.step(2)
    studio.take_away("match")
    assert studio.transport.activity == "no goal"
    studio.step()
    assert "add one" in studio.transport.problem
    studio.add("smooth")
    assert studio.transport.problem == ""
    studio.step()
    assert studio.transport.progress == "step 3"


@pytest.mark.parametrize("name, value", [("parameterisation", "pixels"), ("seed", 3), ("size", 64)])
def test_another_parameterisation_seed_or_size_begins_anew(studio, name, value):
    studio.step(3)
    studio.form.controls[name].value = value
    assert studio.transport.progress == "step 0"
    assert [index for index, _ in studio.scene.film.frames] == [0]
    chosen = {"name": "stack", "size": 16, "seed": 0, name: value}
    chosen["name"] = chosen.pop("parameterisation", chosen["name"])
    np.testing.assert_array_equal(studio.image, to_bytes(by_hand(1, **chosen)[0].image))


def test_another_target_keeps_the_parameters_and_begins_its_own_bar(studio):
    studio.step(6)
    image = studio.image
    studio.form.controls["target"].value = "waves"
    np.testing.assert_array_equal(studio.image, image)
    error = np.mean((image / 255.0 - target("waves", 16) / 255.0) ** 2)
    assert float(studio.scene.goals.live["match"][0]) == pytest.approx(error, abs=2e-3)
    assert studio.scene.goals.began == studio.scene.goals.total


def test_another_optimiser_takes_its_own_rate_and_a_rate_is_kept_until_then(studio):
    assert studio.form.controls["rate"].value == 0.05
    studio.form.controls["rate"].value = 0.2
    assert studio.settings.rate == 0.2
    studio.step(1)
    studio.form.controls["optimiser"].value = "SGD"
    assert studio.settings.rate is None
    own = default_rate("stack", "SGD")
    assert studio.form.controls["rate"].value == own
    assert studio.making.stretches()[-1][1].optimiser.param_groups[0]["lr"] == own


def test_a_new_rate_is_used_from_the_next_step(studio):
    studio.step(2)
    studio.form.controls["rate"].value = 0.5
    studio.step(2)
    thing = parameterisation("stack", 16)
    wanted, optimiser = match(target("rose", 16)), make_optimiser("Adam", thing, 0.05)
    list(zip(range(3), create(thing, wanted, optimiser=optimiser), strict=False))
    optimiser.param_groups[0]["lr"] = 0.5
    *_, last = create(thing, wanted, optimiser=optimiser, index=2, steps=2)
    np.testing.assert_array_equal(studio.image, to_bytes(last.image))


def test_random_pixels_are_offered_only_where_they_can_be_had():
    studio = opened(parameterisation="splats", size=64)
    assert "gb-has-draws" in studio.grid._dom_classes
    studio.form.controls["random_pixels"].value = True
    studio.step(1)
    assert studio.making.newest().pull is None  # only a part was looked at
    studio.add("smooth")
    assert "gb-has-draws" not in studio.grid._dom_classes
    assert studio.transport.problem == ""
    assert studio.making.newest().pull is not None
    studio.close()


def test_reset_goes_back_to_the_first_parameters(studio):
    studio.step(5)
    studio.reset()
    assert studio.transport.progress == "step 0"
    np.testing.assert_array_equal(studio.image, to_bytes(by_hand(1)[0].image))


def test_a_hostile_page_changes_nothing(studio):
    for content in (
        {"kind": "weight", "name": "match", "at": 999}, {"kind": "weight", "name": "match"},
        {"kind": "weight", "name": ["match"], "at": 1}, {"kind": "weight", "name": "x", "at": 1},
        {"kind": "weight", "name": "match", "at": True}, {"kind": "take", "name": "smooth"},
        {"kind": "add", "name": "match"}, {"kind": "add", "name": 7}, {"kind": "add"}, "add", None,
    ):  # fmt: skip
        studio.scene.goals._handle_custom_msg(content, [])
    assert studio.settings.goal == "match"
    assert studio.transport.problem == ""


# ---- frames of the past ----------------------------------------------------------------


def test_a_past_frame_is_shown_and_the_next_step_leads_back(studio):
    for _ in range(4):
        studio.step()
    steps = by_hand(4)
    studio.scene.film._handle_custom_msg({"kind": "choose", "at": 2}, [])
    assert studio.scene.picture.image == to_bytes(steps[2].image).tobytes()
    assert studio.transport.progress == "step 2 of 4"
    assert studio.transport.activity == "looking back"
    assert studio.scene.picture.alt == "The picture as it was at step 2."
    studio.step()
    assert studio.scene.film.chosen is None
    assert studio.transport.progress == "step 5"
    assert studio.scene.picture.image == studio.image.tobytes()


def test_the_newest_frame_is_the_present(studio):
    studio.step(3)
    studio.look_back(0)
    studio.look_back(3)
    assert studio.transport.progress == "step 3"
    assert studio.scene.picture.image == studio.image.tobytes()


# ---- files, code, link -----------------------------------------------------------------


def asked_to_save(studio, kind):
    sent = []
    studio.saving.send = lambda content, buffers=None: sent.append((content, buffers))
    studio.saving._handle_custom_msg({"kind": "save", "what": kind}, [])
    return sent


def test_the_picture_is_saved_as_it_is(studio):
    studio.step(2)
    ((content, (data,)),) = asked_to_save(studio, "png")
    assert content["name"] == "stack-step-2.png"
    saved = np.asarray(Image.open(io.BytesIO(data)))
    assert saved.shape == (512, 512, 3)
    np.testing.assert_array_equal(saved[::32, ::32], studio.image)


def test_the_run_is_saved_as_an_animation(studio):
    for _ in range(3):
        studio.step()
    ((content, (data,)),) = asked_to_save(studio, "gif")
    assert content == {"kind": "file", "name": "stack-step-3.gif", "mime": "image/gif"}
    assert Image.open(io.BytesIO(data)).n_frames == 4


def test_before_the_first_picture_there_is_nothing_to_save(studio):
    assert asked_to_save(studio, "png") == []
    assert "no picture yet" in studio.saving.said


def test_the_code_makes_the_same_picture(studio):
    studio.add("palette")
    studio.step(4)
    np.testing.assert_array_equal(ran(studio.code()), studio.image)


def test_the_code_of_a_run_that_was_changed_on_the_way_makes_the_same_picture():
    studio = opened(parameterisation="splats", seed=2, random_pixels=True)
    studio.step(3)
    studio.form.controls["rate"].value = 0.1
    studio.step(2)
    studio.add("smooth")
    studio.weigh("smooth", 0.5)
    studio.step(2)
    studio.form.controls["optimiser"].value = "momentum"
    studio.form.controls["target"].value = "cells"
    studio.step(2)
    np.testing.assert_array_equal(ran(studio.code()), studio.image)
    assert studio.code().count("for step in") == 4
    studio.close()


def test_the_code_of_a_past_frame_makes_that_frame(studio):
    for _ in range(3):
        studio.step()
    studio.look_back(1)
    np.testing.assert_array_equal(ran(studio.code()), to_bytes(by_hand(1)[-1].image))


def test_the_heading_has_the_code_when_it_is_asked_for(studio):
    studio.step(1)
    studio.heading._handle_custom_msg({"kind": "code"}, [])
    assert studio.heading.code == studio.code()
    studio.step(1)
    assert studio.heading.code == studio.code()
    assert "), 3):" in studio.heading.code  # looks at steps 0, 1 and 2


def test_a_link_reopens_the_settings(studio):
    studio.take(preset("mandala"))
    studio.weigh("smooth", 1.5)
    again = Studio.from_link(studio.heading.query)
    assert again.settings == studio.settings
    assert studio.heading.call.startswith('Studio.from_link("open=studio&')


def test_a_link_with_nonsense_is_said_and_the_rest_is_used():
    studio = Studio.from_link("open=studio&size=9999&goal=match+%2B+hope&seed=4")
    assert studio.settings == StudioSettings(seed=4)
    assert "size must be in [16, 512], got 9999" in studio.transport.problem
    assert "goal must be made of match, palette" in studio.transport.problem


# ---- where to start from ---------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_each_place_to_start_from_is_known_again_and_fits_into_a_link(name):
    settings = preset(name)
    assert matching(settings) == name
    query = Studio(start=name).heading.query
    given, problems = from_query("studio", StudioSettings, query_of(query))
    assert problems == []
    assert StudioSettings(**given) == settings


def test_starting_from_another_place_sets_everything_at_once(studio):
    studio.step(2)
    studio.start.value = "tile"
    assert studio.settings == preset("tile")
    assert studio.transport.progress == "step 0"
    studio.form.controls["seed"].value = 5
    assert studio.start.value == ""


def test_an_unknown_place_to_start_from_is_refused_in_words():
    assert "Start must be one of rose, mandala" in Studio(start="moon").transport.problem


# ---- one's own -------------------------------------------------------------------------


def test_a_class_of_the_students_is_made_of_size_and_rng_and_can_be_reset():
    studio = opened(parameterisation=Disc)
    studio.step(3)
    assert studio.transport.problem == ""
    assert studio.form.controls["parameterisation"].label == "yours"
    assert studio.scene.raw.tiles[0]["caption"] == "colours, 2 × 3"
    first = studio.scene.film.frames[0][1]
    studio.reset()
    np.testing.assert_array_equal(studio.image, first)
    assert studio.code().splitlines()[-6] == "thing = Disc(16, generator(0, 'art'))  # your own"
    studio.close()


def test_an_instance_of_the_students_is_copied_and_stays_as_it_was():
    own = Disc(16, np.random.default_rng(0))
    before = own.colours.detach().clone()
    studio = opened(parameterisation=own)
    studio.step(4)
    assert torch.equal(own.colours, before)
    assert studio.transport.progress == "step 4"
    studio.close()


def test_a_function_of_the_students_is_a_goal():
    studio = opened(goal=lambda image: (image - 1).square().mean())
    assert studio.settings.goal == "yours"
    studio.step(1)
    first = studio.image.mean()
    studio.step(20)
    assert studio.image.mean() > first + 30
    studio.add("smooth")
    studio.take_away("yours")
    assert ["yours", "yours"] in studio.scene.goals.offers
    studio.add("yours")
    assert studio.transport.problem == ""
    studio.close()


def test_a_goal_of_the_students_keeps_its_names_and_weights():
    studio = opened(goal=2 * term("white", lambda image: (1 - image).mean()) + 0.5 * smooth())
    assert studio.settings.weights == {"yours: white": 2.0, "yours: smooth": 0.5}
    studio.step(2)
    step = studio.making.newest()
    assert set(step.parts) == {"yours: white", "yours: smooth"}
    assert step.weights == {"yours: white": 2.0, "yours: smooth": 0.5}
    studio.close()


def test_a_picture_of_the_students_is_matched_but_is_in_no_link():
    own = np.random.default_rng(1).integers(0, 256, (16, 16, 3)).astype(np.uint8)
    studio = opened(target=own, optimiser="L-BFGS")
    studio.step(30)
    assert np.abs(studio.image.astype(int) - own).mean() < 3
    assert "target=own" not in studio.heading.query
    assert "your_picture" in studio.code()
    studio.close()


def test_an_uploaded_picture_is_taken_and_choosing_another_target_goes_back(studio):
    studio.form.controls["target"].value = "own"
    assert "gb-has-own" in studio.grid._dom_classes
    assert studio.settings.target == "rose"
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (250, 10, 20)).save(file, "PNG")
    studio.own._handle_custom_msg({"kind": "file", "name": "red.png"}, [file.getvalue()])
    assert studio.settings.target == "own"
    studio.step(40)
    assert np.abs(studio.image.reshape(-1, 3).mean(0) - (250, 10, 20)).max() < 12
    studio.form.controls["target"].value = "rose"
    assert "gb-has-own" not in studio.grid._dom_classes


def test_what_only_another_page_has_is_said():
    studio = Studio.from_link("open=studio&parameterisation=yours&goal=yours&target=own")
    assert studio.settings == StudioSettings()
    for what in ("parameterisation", "goal", "picture"):
        assert f"a {what} of your own is not in a link" in studio.transport.problem.lower()


# ---- what goes wrong -------------------------------------------------------------------


def test_a_goal_that_is_no_number_is_named_and_the_last_good_picture_stays_dimmed():
    def breaks(image):
        return (image - 1).square().mean() + (torch.nan if image.mean() > 0.6 else 0.0)

    studio = opened(goal=breaks)
    studio.add("smooth")
    for _ in range(40):
        studio.step()
        if studio.transport.state == "failed":
            break
    assert studio.transport.activity == "stopped"
    assert "The goal 'yours' is nan at step" in studio.transport.problem
    assert studio.scene.picture.dimmed
    good = studio.image
    assert good.mean() / 255 < 0.62
    studio.take_away("yours")
    assert (studio.transport.state, studio.transport.problem) == ("paused", "")
    assert not studio.scene.picture.dimmed
    np.testing.assert_array_equal(studio.image, good)
    studio.step()
    assert studio.transport.state == "paused"
    studio.close()


@pytest.mark.parametrize(
    "own, words",
    [
        (lambda image: torch.ones(()), r"The goal \(yours\) does not depend on the parameters"),
        (lambda image: image.mean((2, 3)), r"must be a tensor with one number.*got of shape"),
        (lambda image: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda image: image.no_such_thing, "AttributeError"),
    ],
)
def test_a_goal_that_cannot_be_used_is_said_in_words(own, words):
    studio = opened(goal=own)
    studio.step()
    assert studio.transport.state == "failed"
    assert re.search(words, studio.transport.problem)
    assert "Traceback" not in studio.transport.problem
    studio.close()


class Wide(Disc):
    """Makes a picture of the wrong shape."""

    def forward(self):
        return super().forward()[:, :, :8]


@pytest.mark.parametrize(
    "own, words",
    [
        (Wide, r"must make a picture of shape \(1, 3, size, size\), got \(1, 3, 8, 16\)"),
        (lambda size, rng: 3, "must make a torch.nn.Module, got 3"),
        (7, "parameterisation must be a torch.nn.Module, or a class or function"),
        (lambda: nn.Identity(), "Identity has no parameters"),
    ],
)  # fmt: skip
def test_a_parameterisation_that_cannot_be_used_is_said_in_words(own, words):
    studio = opened(parameterisation=own)
    studio.step()
    assert studio.transport.state == "failed"
    assert re.search(words, studio.transport.problem, re.IGNORECASE)
    studio.form.controls["parameterisation"].value = "pixels"
    studio.step()
    assert studio.transport.state == "paused"
    studio.close()


def test_l_bfgs_with_a_goal_that_draws_is_said_in_words(studio):
    studio.add("palette")
    studio.form.controls["optimiser"].value = "L-BFGS"
    studio.step()
    assert "L-BFGS compares one look with the next" in studio.transport.problem
    studio.form.controls["optimiser"].value = "Adam"
    assert studio.transport.problem == ""


def test_a_full_memory_is_said_in_words_and_the_picture_is_kept():
    full = []

    def hungry(image):
        if full:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 3 PiB")
        return image.square().mean()

    studio = opened(goal=hungry)
    studio.step(2)
    image = studio.image
    full.append(True)
    studio.step()
    said = studio.transport.problem
    assert said == "The memory is full; the picture is kept. Try a smaller size."
    np.testing.assert_array_equal(studio.image, image)
    studio.close()


def test_words_without_clip_are_said_in_words(monkeypatch):
    def missing():
        raise FileNotFoundError("CLIP is not in /somebody/private")

    monkeypatch.setattr("course.art.clip.load_clip", missing)
    studio = opened(goal="match + text")
    studio.step()
    assert "needs CLIP, which is not on this machine" in studio.transport.problem
    assert "private" not in studio.transport.problem
    studio.take_away("text")
    studio.step()
    assert studio.transport.progress == "step 1"
    studio.close()


def test_where_there_is_no_gpu_the_cpu_goes_on_and_it_is_said(monkeypatch):
    def none():
        raise RuntimeError("no GPU can be used here (torch finds none); the CPU is used")

    monkeypatch.setattr("widgets.studio_recipe.gpu_name", none)
    studio = opened(device="gpu")
    studio.step(2)
    assert "no GPU can be used here" in studio.scene.note.value
    assert studio.transport.state == "paused"
    studio.close()


def test_bad_settings_are_refused_in_words_and_defaults_taken():
    studio = Studio(size=1, optimiser="Newton", goal=3, target=np.zeros(3), parameterisation="clay")
    assert studio.settings == StudioSettings()
    for words in ("Size must be in [16, 512]", "optimiser must be one of", "goal must be text",
                  "target must be a uint8 array", "parameterisation must be one of"):  # fmt: skip
        assert words.lower() in studio.transport.problem.lower()


# ---- on a loop -------------------------------------------------------------------------


async def until(condition):
    for _ in range(1500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("never true")


def test_on_a_loop_it_runs_on_through_changes_and_the_loop_is_never_held_up():
    longest = []

    async def beat():
        while True:
            before = asyncio.get_running_loop().time()
            await asyncio.sleep(0.005)
            longest.append(asyncio.get_running_loop().time() - before)

    async def main():
        studio = opened()
        beats = asyncio.create_task(beat())
        studio.play()
        await until(lambda: studio.transport.state == "running" and studio.making.made() > 3)
        studio.weigh("match", 3.0)
        await until(lambda: studio.scene.goals.terms[0]["weight"] == 3.0)
        assert studio.making.playing
        studio.form.controls["seed"].value = 1
        await until(lambda: studio._seen is not None and studio._seen.recipe.settings.seed == 1)
        await until(lambda: studio.making.made() > 5)
        studio.pause()
        await until(lambda: studio.transport.state == "paused" and studio._task.done())
        assert studio._seen.view.step is studio.making.newest()
        assert studio._seen.view.raw is not None  # at rest the parameters are those of the step
        assert studio.transport.progress == f"step {studio.making.newest().index:,}"
        beats.cancel()
        studio.close()
        return studio

    asyncio.run(main())
    assert sorted(longest)[len(longest) // 2] < 1  # it went on all the time


def test_what_fails_while_it_runs_goes_on_when_the_goal_is_changed():
    async def main():
        studio = opened(goal=lambda image: image.mean() * torch.nan)
        studio.play()
        await until(lambda: studio.transport.state == "failed")
        studio.add("match")
        await until(lambda: studio.transport.state == "failed" and studio._task.done())
        studio.take_away("yours")
        await until(lambda: studio.transport.state == "running" and studio.making.made() > 2)
        assert studio.transport.problem == ""
        studio.close()

    asyncio.run(main())


def test_what_was_refused_can_still_be_read_when_the_first_picture_is_there():
    async def main():
        studio = opened(start="nowhere")
        refused = studio.transport.problem
        assert "Start must be one of" in refused
        moves(studio, "seen")
        await until(lambda: studio.making is not None and studio.image is not None)
        await until(studio._task.done)
        assert studio.transport.problem == refused
        studio.add("smooth")  # whoever goes on has read it
        assert studio.transport.problem == ""
        studio.close()

    asyncio.run(main())


def test_steps_asked_for_in_quick_succession_are_all_made():
    async def main():
        studio, held = opened(), threading.Event()
        studio.step()
        await until(lambda: studio.transport.progress == "step 1" and studio._task.done())
        studio.making._order(lambda: held.wait(5))  # the thread is busy for a while
        for _ in range(3):
            studio.step()
        held.set()
        await until(lambda: studio._task.done())
        assert studio.transport.progress == "step 4"
        studio.close()

    asyncio.run(main())


def test_a_failure_that_is_over_is_neither_said_nor_dimmed_any_longer():
    async def main():
        studio, held = opened(), threading.Event()
        studio.step()
        await until(lambda: studio.transport.progress == "step 1" and studio._task.done())
        studio.add("palette")
        studio.form.controls["optimiser"].value = "L-BFGS"
        await until(lambda: studio.transport.state == "failed" and studio._task.done())
        studio.making._order(lambda: held.wait(5))  # the thread is busy for a while
        studio.take_away("palette")
        await until(lambda: studio.transport.problem)  # for now the old failure is still there
        held.set()
        await until(lambda: studio.transport.state == "paused" and studio._task.done())
        assert studio.transport.problem == ""
        assert not studio.scene.picture.dimmed
        studio.close()

    asyncio.run(main())


def test_what_stops_it_leaves_the_newest_good_picture():
    def breaks(image):
        breaks.asked += 1
        return (image - 1).square().mean() + (torch.nan if breaks.asked > 9 else 0.0)

    breaks.asked = 0
    studio = opened(goal=breaks)
    studio.step(20)
    good = studio.making.newest()
    assert (studio.transport.state, good.index) == ("failed", 8)
    assert studio.transport.progress == "step 8"
    np.testing.assert_array_equal(studio.image, to_bytes(good.image))
    assert studio.scene.film.frames[-1][0] == 8
    studio.close()


def test_a_goal_that_is_no_number_from_the_start_blames_no_learning_rate():
    studio = opened(goal=lambda image: image.mean() * torch.nan)
    studio.step()
    assert studio.transport.problem == "The goal 'yours' is nan at step 0."
    studio.close()


def test_closed_while_it_runs_the_thread_ends():
    async def main():
        studio = opened()
        studio.play()
        await until(lambda: studio.making is not None and studio.making.made() > 1)
        thread = studio.making._thread
        studio.close()
        await until(lambda: not thread.is_alive())
        await until(studio._task.done)

    asyncio.run(main())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.14049, "0.1405"),
        (4.7e-7, "4.7e−7"),
        (0.0, "0.0000"),
        (0.0005, "0.0005"),
        (-12.345, "−12.35"),
        (math.nan, "-.----"),
        (None, "-.----"),
    ],
)
def test_a_weighted_sum_is_written_in_few_characters_however_small(value, written):
    assert figure(value) == written
