"""The playground driven from Python: what a person does to it, and what it then shows."""
import asyncio
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from course import device, toys
from course.field import field, field_bytes
from course.records import TrainConfig
from course.toys import base_rate, make_dataset
from course.training import evaluate, fit
from widgets import Playground, run_view
from widgets.settings import PlaygroundSettings


@pytest.fixture(autouse=True)
def own_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rules that a test registers are gone after it."""
    before = dict(toys.RULES)
    monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.setattr(device, "gpu_hint", lambda: False)
    yield
    toys.RULES.clear()
    toys.RULES.update(before)


def stepped(view: Playground, steps: int) -> Playground:
    for _ in range(steps):
        view.step()
    return view


def test_after_some_steps_it_shows_what_fit_would_have_made() -> None:
    view = stepped(Playground("rose", hidden=(5, 4), seed=2, points=300), 30)
    data = make_dataset("rose", 300)
    *_, last = fit(TrainConfig(hidden=(5, 4), seed=2, batch_size=64, steps=30), data)
    score = evaluate(last.network, data.x_test, data.y_test)
    assert view.transport.result == f"{100 * score.accuracy:.1f}%"
    assert view.transport.progress == "step 30"
    assert bytes(view.field.field) == field_bytes(field(last.network, 100)).tobytes()
    assert bytes(view.field.wrong) == score.wrong.astype(np.uint8).tobytes()


def test_it_says_what_is_free() -> None:
    view = Playground("rose")
    assert view.transport.free == "(80.4% is free)"
    view.form.controls["rule"].value = "ring"
    assert view.transport.free == f"({100 * base_rate('ring'):.1f}% is free)"


@pytest.mark.parametrize(
    ("name", "value"),
    [("rule", "ring"), ("hidden", (3,)), ("activation", "tanh"), ("seed", 9), ("start", "2016"),
     ("scale", 0.1)],
)  # fmt: skip
def test_what_needs_a_new_network_starts_again(name: str, value: object) -> None:
    view = stepped(Playground(), 3)
    view.form.controls[name].value = value
    assert view.transport.progress == "step 0"
    assert view.transport.state == "empty"
    assert getattr(view.settings, name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("points", 100), ("noise", 0.2), ("optimiser", "sgd"), ("learning_rate", 0.1), ("l2", 0.01),
     ("batch_size", 0), ("schedule", "cosine"), ("steps", 500), ("speed", "full"),
     ("shown", "train")],
)  # fmt: skip
def test_every_other_control_takes_hold_of_the_run_as_it_is(name: str, value: object) -> None:
    view = stepped(Playground(), 3)
    before = view.run.step.network.parameters.copy()
    view.form.controls[name].value = value
    np.testing.assert_array_equal(view.run.step.network.parameters, before)
    assert getattr(view.settings, name) == value
    assert view.run.config == view.settings.train_config("cpu")
    assert (len(view.run.data.x_train), view.run.data.noise) == (
        view.settings.points, view.settings.noise,
    )  # fmt: skip
    view.step()
    assert view.transport.progress == "step 4"


def test_the_points_drawn_are_the_ones_asked_for() -> None:
    view = Playground(points=50)
    assert len(view.field.points) == 1000 * 3 * 4
    view.form.controls["shown"].value = "train"
    assert len(view.field.points) == 50 * 3 * 4
    assert "50 train points" in view.field.label


def test_reset_gives_the_first_picture_again() -> None:
    view = Playground(seed=5)
    first = bytes(view.field.field)
    stepped(view, 5)
    assert bytes(view.field.field) != first
    view.reset()
    assert bytes(view.field.field) == first
    assert view.transport.progress == "step 0"


def test_a_loss_that_runs_away_is_said_keeps_the_last_picture_and_can_be_reset() -> None:
    view = Playground(learning_rate=1e9)
    good = bytes(view.field.field)
    view.step()
    assert view.transport.state == "failed"
    assert view.transport.problem.startswith("Stopped: the loss")
    assert "Try a smaller learning rate, then press Reset." in view.transport.problem
    assert bytes(view.field.field) == good
    assert view.field.faded
    view.reset()
    assert (view.transport.state, view.transport.problem) == ("empty", "")
    assert not view.field.faded
    view.form.controls["learning_rate"].value = 0.01
    stepped(view, 2)
    assert view.transport.state == "paused"


def test_a_smaller_rate_after_a_failure_begins_anew() -> None:
    view = Playground(learning_rate=1e9)
    view.step()
    view.form.controls["learning_rate"].value = 0.01
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    assert view.transport.problem == ""


def test_one_point_and_one_class_are_enough() -> None:
    toys.register("all", lambda points: np.ones(len(points), bool))
    for view in (Playground(points=1), Playground("all")):
        stepped(view, 20)
        assert view.transport.state == "paused"
        assert view.transport.problem == ""
    assert view.transport.free == "(100% is free)"


def raising(points: np.ndarray) -> np.ndarray:
    raise KeyError("petal")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (raising, "the rule 'your raising' stopped with KeyError: \"'petal'\""),
        (lambda points: points, "it returned an array of shape (400, 2) and type float64"),
        (lambda points: None, "it returned None (NoneType)"),
        ("frob", f"rule must be one of {', '.join(toys.PROVIDED)}; got 'frob'"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_in_words(
    rule: str | Callable, message: str
) -> None:
    view = Playground(rule)
    assert message in view.transport.problem
    assert view.settings.rule == "circle"
    stepped(view, 1)
    assert view.transport.state == "paused"


def test_a_rule_that_fails_later_leaves_everything_as_it_was() -> None:
    def fickle(points: np.ndarray) -> np.ndarray:
        if len(points) == 1000:  # the test points; it was tried on fewer
            raise RuntimeError("too many")
        return points[:, 0] > 0

    toys.register("fickle", fickle)
    view = stepped(Playground("ring"), 4)
    view.form.controls["rule"].value = "fickle"
    assert "the rule 'fickle' stopped with RuntimeError: 'too many'" in view.transport.problem
    assert view.form.controls["rule"].value == view.settings.rule == "ring"
    assert view.transport.progress == "step 4"
    view.step()
    assert view.transport.problem == ""


def test_a_function_of_your_own_can_be_played_with() -> None:
    def my_half(points: np.ndarray) -> np.ndarray:
        return points[:, 1] > 0.5

    view = Playground(my_half)
    assert view.settings.rule == "your my half"
    assert "your my half" in view.form.controls["rule"].names


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hidden": (0,)}, "hidden[0] (units of layer 1) must be in [1, 100000], got 0"),
        ({"hidden": (8, 1001)}, "hidden[1] (units of layer 2) must be in [1, 1000], got 1001"),
        ({"seed": "7"}, "seed must be a whole number, got '7' (str)"),
        ({"seed": 1.5}, "seed must be a whole number, got 1.5 (float)"),
        ({"noise": float("nan")}, "noise must be in [0, 2], got nan"),
        ({"points": 0}, "points must be in [1, 100000], got 0"),
        ({"hidden": 8}, "hidden must be a sequence of layer widths, got 8"),
        ({"hiden": (8,)}, "there is no setting 'hiden'; there are rule, points"),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_in_words(settings: dict, message: str) -> None:
    view = Playground("rose", **settings)
    assert message in view.transport.problem
    assert view.settings.rule == "rose"
    assert stepped(view, 1).transport.state == "paused"


def test_a_link_and_a_line_of_code_follow_the_settings() -> None:
    view = Playground(name="second")
    view.form.controls["rule"].value = "ring"
    view.form.controls["seed"].value = 4
    assert view.heading.query == "open=second&rule=ring&seed=4"
    assert view.heading.call == 'Playground.from_link("open=second&rule=ring&seed=4")'
    again = Playground.from_link(view.heading.query)
    assert (again.name, again.settings) == ("second", view.settings)


def test_a_link_from_a_lesson_that_gives_settings_of_its_own_comes_back_in_both_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = Playground("ring", name="edges", hidden=(1,))
    view.form.controls["rule"].value = "circle"  # the default, but not here
    link = view.heading.query
    assert Playground.from_link(link).settings == view.settings
    monkeypatch.setenv("QUERY_STRING", link)
    assert Playground("ring", name="edges", hidden=(1,)).settings == view.settings


def test_what_a_link_cannot_give_is_said_in_one_line_and_the_rest_is_used() -> None:
    view = Playground.from_link("?open=mine&rule=my+ring&seed=x&hidden=4&frob=1")
    assert (view.settings.rule, view.settings.seed, view.settings.hidden) == ("circle", 0, (4,))
    assert view.transport.problem == (
        f"Not used from the link: rule must be one of {', '.join(toys.PROVIDED)}; "
        "got 'my ring'; seed must be a whole number, got 'x'; there is no setting 'frob'."
    )
    assert stepped(view, 1).transport.problem == ""


def test_a_link_from_a_machine_with_a_gpu_keeps_everything_else_here() -> None:
    view = Playground.from_link("device=gpu&rule=rose&seed=5")
    assert view.settings == PlaygroundSettings(rule="rose", seed=5)
    assert view.form.config == view.settings
    assert view.transport.problem == "no GPU can be used here (torch finds none); the CPU is used."


def test_a_rule_of_your_own_comes_back_with_its_link() -> None:
    def my_half(points: np.ndarray) -> np.ndarray:
        return points[:, 1] > 0.5

    link = Playground(my_half, seed=3).heading.query
    toys.RULES.pop("your my half")  # another day, another kernel
    again = Playground.from_link(link, rule=my_half)
    assert (again.settings.rule, again.settings.seed) == ("your my half", 3)
    assert again.transport.problem == ""


@pytest.mark.parametrize("nothing", ["", "https://here.example/zoo.ipynb", "open=playground"])
def test_a_link_without_settings_is_a_playground_as_it_comes(nothing: str) -> None:
    view = Playground.from_link(nothing)
    assert (view.settings, view.transport.problem) == (PlaygroundSettings(), "")
    assert view.heading.present is False


def test_a_link_that_asks_for_the_stage_goes_there() -> None:
    assert Playground.from_link("present=1&rule=rose").heading.present is True


def code_says(view: Playground) -> float:
    """What the shown code's last line is worth."""
    view.heading._handle_custom_msg({"kind": "code"}, [])
    *lines, last = view.heading.code.splitlines()
    names: dict = {}
    exec("\n".join([*lines, f"accuracy = {last}"]), names)
    return float(names["accuracy"])


def test_the_code_of_a_steered_run_repeats_it() -> None:
    view = stepped(Playground("circle", noise=0.1, activation="tanh", seed=3), 20)
    for name, value in {"learning_rate": 0.1, "optimiser": "sgd", "points": 100}.items():
        view.form.controls[name].value = value
        stepped(view, 7)
    assert code_says(view) == view.run.scores()[1].accuracy
    assert view.heading.code.count("fit(config, data") == 4


def test_the_code_of_a_rule_of_your_own_says_what_it_needs_and_then_repeats_it() -> None:
    def my_half(points: np.ndarray) -> np.ndarray:
        return points[:, 1] > 0.5

    view = stepped(Playground(my_half), 20)
    assert code_says(view) == view.run.scores()[1].accuracy
    assert "# 'your my half' is a rule of your own: register it first" in view.heading.code


def test_the_code_of_a_run_on_the_gpu_names_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    # torch on the CPU stands in for a GPU
    monkeypatch.setattr(device, "gpu_hint", lambda: True)
    monkeypatch.setattr(device, "gpu_name", lambda: "torch-cpu")
    view = stepped(Playground(hidden=(5,), activation="tanh"), 0)
    view.form.controls["device"].value = "gpu"
    stepped(view, 20)
    assert view.run.step.network.backend.xp.__name__ == "torch"
    assert code_says(view) == view.run.scores()[1].accuracy
    assert "device='torch-cpu'" in view.heading.code
    assert "device=gpu" in view.heading.query


def test_without_a_gpu_its_button_is_off_and_says_why() -> None:
    toggle = Playground().form.controls["device"]
    assert toggle.disabled_options == ["gpu"]
    assert toggle.note == "no GPU here; CPU is used"


def test_a_gpu_that_turns_out_not_to_work_is_said_and_the_cpu_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(device, "gpu_hint", lambda: True)
    monkeypatch.setattr(device, "_gpu", lambda: None)
    view = stepped(Playground(), 3)
    view.form.controls["device"].value = "gpu"
    assert view.transport.problem == "no GPU can be used here (torch finds none); the CPU is used."
    assert view.settings.device == "cpu"
    assert view.transport.progress == "step 3"


def test_playing_outside_a_notebook_says_what_to_do() -> None:
    view = Playground()
    view.play()
    assert view.transport.problem == "playing needs a notebook; call step() to train without one."


def test_it_plays_and_pauses_on_a_running_loop() -> None:
    async def scenario() -> Playground:
        view = Playground(speed="full", hidden=(4,))
        view.transport._handle_custom_msg({"kind": "play"}, [])
        while view.run.step.index < 50:
            await asyncio.sleep(0.001)
        assert view.transport.state == "running"
        view.form.controls["noise"].value = 0.1
        while view.run.data.noise != 0.1:
            await asyncio.sleep(0.001)
        assert view.transport.state == "running"
        view.transport._handle_custom_msg({"kind": "pause"}, [])
        while view.transport.state == "running":
            await asyncio.sleep(0.001)
        stopped = view.run.step.index
        while not view.transport.spoken:
            await asyncio.sleep(0.001)
        assert view.run.step.index == stopped
        return view

    view = asyncio.run(asyncio.wait_for(scenario(), 60))
    assert view.transport.state == "paused"
    assert view.transport.spoken.startswith(f"paused at step {view.run.step.index:,}: ")


def test_a_run_stops_by_itself_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_view, "LIMIT", 40)

    async def scenario() -> Playground:
        view = Playground(speed="full", hidden=(2,))
        view.play()
        while view.transport.state == "running":
            await asyncio.sleep(0.001)
        return view

    view = asyncio.run(asyncio.wait_for(scenario(), 60))
    assert view.run.step.index == 40
    assert (view.transport.state, view.transport.activity) == ("done", "done, 40 steps made")


def test_moving_a_slider_many_times_at_once_is_applied_once() -> None:
    async def scenario() -> int:
        view = Playground()
        await asyncio.sleep(0.05)
        before = view.field.frame
        for noise in (0.1, 0.2, 0.3):
            view.form.controls["noise"].value = noise
        await asyncio.sleep(0.01)
        assert view.run.data.noise == 0.3
        return view.field.frame - before

    assert asyncio.run(asyncio.wait_for(scenario(), 60)) == 1


def test_a_batch_of_all_is_the_whole_dataset() -> None:
    assert PlaygroundSettings(batch_size=0).train_config("cpu").batch_size is None
    assert PlaygroundSettings(batch_size=7).train_config("cpu").batch_size == 7


def test_a_run_on_torch_arrays_looks_as_it_does_on_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    # torch on the CPU stands in for a GPU: the same arrays, the same way in and out
    monkeypatch.setattr(device, "gpu_hint", lambda: True)
    monkeypatch.setattr(device, "gpu_name", lambda: "torch-cpu")
    on_torch = Playground("rose", activation="tanh", device="gpu")
    assert on_torch.run.step.network.backend.xp.__name__ == "torch"
    pictures = []
    for view in (on_torch, Playground("rose", activation="tanh")):
        stepped(view, 20)
        assert view.transport.problem == ""
        pictures.append(np.frombuffer(view.field.field, np.uint8).astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
    assert pictures[0].std() > 1


def test_a_large_network_is_drawn_coarsely_first_and_finely_at_rest() -> None:
    async def scenario() -> list[int]:
        view = Playground(hidden=(100, 100))
        sides = [view.field.side]
        while view.field.side == sides[0]:
            await asyncio.sleep(0.01)
        return [*sides, view.field.side]

    assert asyncio.run(asyncio.wait_for(scenario(), 30)) == [50, 200]
