"""The slow motion: what the page is sent, what it may say, its link, its code, its step."""
import asyncio
import contextlib
import io
import math
import re
import threading

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.slow_motion import key_of
from course.by_hand import initial
from course.passes import ACTIVATIONS, board_network
from widgets.links import collect, from_query, to_query
from widgets.slow_motion import SlowMotion
from widgets.slow_motion_settings import SlowMotionSettings

SETTINGS = st.builds(
    SlowMotionSettings,
    x1=st.integers(-30, 30).map(lambda n: n / 10), x2=st.integers(-30, 30).map(lambda n: n / 10),
    y=st.sampled_from("01"), activation=st.sampled_from(list(ACTIVATIONS)),
    seed=st.integers(0, 9999), rate=st.sampled_from((0.05, 0.5, 5.0)),
    moment=st.integers(0, 29), steps=st.integers(0, 5),
)  # fmt: skip


def presses(view: SlowMotion, kind: object) -> None:
    """The page sends an act; ipywidgets itself would swallow whatever is raised."""
    for heard in view.board._msg_callbacks.callbacks:
        heard(view.board, {"kind": kind}, [])


def printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    return out.getvalue()


def trained_by_torch(steps: int, rate: float) -> float:
    """The loss at the default point after some steps of torch's SGD."""
    tensors = [torch.tensor(a, requires_grad=True) for a in board_network(37)]
    optimiser, x = torch.optim.SGD(tensors, rate), torch.tensor([[1.2, 0.7]], dtype=torch.float64)

    def cost() -> torch.Tensor:
        W1, b1, W2, b2 = tensors
        z = torch.tanh(x @ W1 + b1) @ W2 + b2
        return torch.nn.functional.softplus(-z).sum()

    for _ in range(steps):
        optimiser.zero_grad()
        cost().backward()
        optimiser.step()
    return cost().detach().item()


# ---- the picture -----------------------------------------------------------------------


def test_the_page_has_every_moment_at_once_and_the_row_has_their_names() -> None:
    view = SlowMotion()
    assert len(view.board.scene["moments"]) == view.scrub.count == 30
    assert view.scrub.words == [one.words for one in view.moments]
    said = view.board.scene["moments"][16]
    assert said["formula"] == "dh2 = dz · w = (−0.853) · (−0.90) = 0.768"
    assert said["check"] == "Nudging h2 up and down by 0.00001 says 0.768."
    assert (said["target"], said["back"]) == ("dh2", True)


def test_a_number_appears_at_its_moment_and_stays() -> None:
    scene = SlowMotion().board.scene
    at = {one["target"]: k for k, one in enumerate(scene["moments"])}
    unit = {cell["id"]: cell for cell in scene["nodes"]["h3"]["cells"]}
    assert (unit["z3"]["from"], unit["z3"]["dfrom"]) == (at["z3"], at["dz3"])
    assert (unit["h3"]["from"], unit["h3"]["dfrom"]) == (at["h3"], at["dh3"])
    assert scene["nodes"]["h3"]["bias"]["dfrom"] == at["db1[2]"]
    line = next(one for one in scene["lines"] if one["id"] == "W1[1,2]")
    assert (line["from_node"], line["to_node"], line["text"]) == ("x2", "h3", "+0.40")
    assert line["dfrom"] == at["dW1[1,2]"]
    assert scene["nodes"]["x1"]["cells"][0]["from"] == 0


def test_everything_a_moment_uses_is_drawn_and_so_is_what_it_computes() -> None:
    scene = SlowMotion().board.scene
    drawn = {one["id"] for one in scene["lines"]} | {"y", "x"}
    for node in scene["nodes"].values():
        drawn |= {cell["id"] for cell in node["cells"]} | {node.get("bias", {}).get("id")}
    for one in scene["moments"]:
        target = one["target"].removeprefix("d") if one["back"] else one["target"]
        assert {target, *(name.removeprefix("d") for name in one["used"])} <= drawn


def test_the_sentence_for_screen_readers_says_the_moment_and_what_is_known_so_far() -> None:
    told = SlowMotion().board.scene["moments"]
    assert "So far" not in told[0]["label"]
    assert told[3]["label"] == (
        "Two inputs, three hidden units, one output and the loss. Moment 4 of 30, forward: the "
        "sum of h2: z2 = 1.20 · (−0.30) + 0.70 · 0.70 + 0.30 = 0.43. "
        "So far: z1 0.67, h1 0.585, z2 0.43."
    )
    assert "gradient of the weight from h1 to the output −0.499" in told[29]["label"]


# ---- what a person does ----------------------------------------------------------------


def test_the_link_follows_the_moment_in_hand() -> None:
    view = SlowMotion()
    view.scrub.set_state({"index": 12})
    assert view.heading.query == "open=slow-motion&moment=12"
    assert SlowMotion.from_link(view.heading.query).scrub.index == 12


def test_a_step_lowers_the_loss_as_torch_does_and_a_new_pass_begins() -> None:
    view = SlowMotion(moment=29)
    before, after = (trained_by_torch(steps, 0.5) for steps in (0, 1))
    presses(view, "step")
    assert (view.settings.steps, view.scrub.index) == (1, 0)
    now = next(one for one in view.moments if one.target == "loss")
    assert now.value == pytest.approx(after, abs=1e-12)
    assert view.board.scene["act"]["waiting"] == (
        f"1 step made: the loss at this point went down from {before:.3f} to {after:.3f}."
    )
    presses(view, "step")
    assert view.board.scene["act"]["waiting"].startswith("2 steps made: the loss at this point ")
    now = next(one for one in view.moments if one.target == "loss")
    assert now.value == pytest.approx(trained_by_torch(2, 0.5), abs=1e-12)


def test_the_first_weights_come_back() -> None:
    view = SlowMotion(steps=3)
    assert view.board.scene["act"]["taken"]
    presses(view, "again")
    assert (view.settings.steps, view.board.scene) == (0, SlowMotion().board.scene)


def test_another_point_keeps_the_moment_and_begins_from_the_seeds_weights() -> None:
    view = SlowMotion(moment=7, steps=2)
    view.form.controls["x1"].value = -0.5
    assert (view.settings.x1, view.settings.moment, view.settings.steps) == (-0.5, 7, 0)
    assert "(−0.50) · 0.60" in view.board.scene["moments"][1]["formula"]


def test_steps_end_somewhere_and_it_is_said() -> None:
    view = SlowMotion(steps=200)
    presses(view, "step")
    assert view.settings.steps == 200
    assert "200 steps are made: that is as far as this goes." in view.problem.value


@pytest.mark.parametrize("kind", [None, "eval", ["step"], {}])
def test_an_act_that_does_not_exist_does_nothing(kind: object) -> None:
    view = SlowMotion()
    presses(view, kind)
    assert view.settings == SlowMotionSettings()


def test_a_move_told_on_another_thread_is_taken_on_the_kernels_loop() -> None:
    async def moved() -> tuple[int, int]:
        view = SlowMotion()
        thread = threading.Thread(target=lambda: view.scrub.set_state({"index": 5}))
        thread.start()
        thread.join()
        before = view.settings.moment
        await asyncio.sleep(0)
        return before, view.settings.moment

    assert asyncio.run(moved()) == (0, 5)


# ---- settings, link and code -----------------------------------------------------------


@given(SETTINGS)
def test_a_link_brings_every_setting_back(settings: SlowMotionSettings) -> None:
    found, problems = from_query("mine", SlowMotionSettings, to_query("mine", settings))
    assert problems == []
    assert collect(SlowMotionSettings, found) == (settings, [])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"x1": 4}, "x1 must be in [-3, 3], got 4."),
        ({"x2": "far"}, "x2 must be a number, got &#x27;far&#x27; (str)."),
        ({"y": 1}, "y must be one of 0, 1; got 1."),
        ({"activation": "sin"}, "activation must be one of tanh, relu; got &#x27;sin&#x27;."),
        ({"seed": -1}, "seed must be in [0, 9999], got -1."),
        ({"rate": 0}, "rate must be in (0, 10], got 0."),
        ({"moment": 30}, "moment must be in [0, 29], got 30."),
        ({"steps": 201}, "steps must be in [0, 200], got 201."),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_in_words(wrong: dict, words: str) -> None:
    view = SlowMotion(**wrong)
    assert words in view.problem.value
    assert view.settings == SlowMotionSettings()


def test_what_a_link_holds_that_cannot_be_used_is_said() -> None:
    view = SlowMotion.from_link("?open=slow-motion&moment=99&seed=5&%3Cb%3E=1")
    assert (view.settings.seed, view.settings.moment) == (5, 0)
    assert "moment must be in [0, 29], got 99" in view.problem.value
    assert "<b>" not in view.problem.value


@pytest.mark.parametrize("settings", [
    {}, {"activation": "relu", "y": "0"}, {"x1": -0.4, "steps": 3, "rate": 1.0, "seed": 2},
    {"activation": "relu", "steps": 2},
])  # fmt: skip
def test_the_code_prints_what_is_on_screen(settings: dict) -> None:
    view = SlowMotion(**settings)
    view._write_code()
    said = re.sub(r"d[Wb]\d", "", printed(view.heading.code))
    shown = {one.target: one.value for one in view.moments}
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", said)]
    names = ["loss", *(f"dW1[{i},{j}]" for i in range(2) for j in range(3))]
    names += [f"db1[{j}]" for j in range(3)] + [f"dW2[{j}]" for j in range(3)] + ["db2[0]"]
    assert numbers == pytest.approx([shown[name] for name in names], abs=1e-15)


def test_the_weights_are_those_the_lesson_begins_with_rounded() -> None:
    W1, _, W2, _ = initial(2, 3, 1, np.random.default_rng(37))
    lines = {one["id"]: one.get("value") for one in SlowMotion().board.scene["lines"]}
    assert lines["W1[1,0]"] == round(W1[1, 0], 1)
    assert lines["W2[2]"] == round(W2[2, 0], 1)
    assert math.isclose(lines["W1[0,2]"], round(W1[0, 2], 1))


def test_the_keys_of_the_benchmark_walk_to_and_fro_and_never_leave() -> None:
    for stops in (2, 4, 30):
        place, seen = 0, set()
        for press in range(200):
            place += 1 if key_of(press, stops) == "ArrowRight" else -1
            seen.add(place)
        assert seen == set(range(stops))


def test_a_slider_that_says_what_it_was_told_leaves_the_steps_as_they_are():
    widget = SlowMotion(steps=2)
    widget.form.controls["x1"].value = 1.2000000000000002
    assert (widget.settings.steps, widget.settings.x1) == (2, 1.2)
    widget.form.controls["x1"].value = 1.3
    assert (widget.settings.steps, widget.settings.x1) == (0, 1.3)
