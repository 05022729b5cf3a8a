"""How long a run of the playground is, on which schedule, from which weights, how wide."""
import asyncio
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from course import device
from course.network import initial_parameters, parameter_count
from course.records import TrainConfig
from course.toys import make_dataset
from course.training import fit
from widgets import Playground
from widgets.run_picture import side_for
from widgets.settings import MOST_NUMBERS, MOST_PARAMETERS, PlaygroundSettings


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No page's address and no GPU."""
    monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.setattr(device, "gpu_hint", lambda: False)
    yield


def stepped(view: Playground, steps: int) -> Playground:
    for _ in range(steps):
        view.step()
    return view


async def finished(view: Playground) -> Playground:
    view.play()
    while view.transport.state == "running":
        await asyncio.sleep(0.001)
    return view


def played(**settings: object) -> Playground:
    async def scenario() -> Playground:
        return await finished(Playground(speed="full", **settings))

    return asyncio.run(asyncio.wait_for(scenario(), 60))


@pytest.mark.parametrize("schedule", ["constant", "cosine", "decay"])
def test_a_run_stops_after_as_many_steps_as_it_was_given(schedule: str) -> None:
    view = played(hidden=(3,), schedule=schedule, steps=50)
    assert view.run.step.index == 50
    assert (view.transport.state, view.transport.activity) == ("done", "done, 50 steps")
    config = TrainConfig((3,), batch_size=64, schedule=schedule, steps=50)
    *_, last = fit(config, make_dataset("circle", 700))
    np.testing.assert_array_equal(
        view.run.step.network.parameters, last.network.parameters
    )


def test_what_has_come_to_its_end_plays_again_from_the_beginning() -> None:
    async def scenario() -> list[int]:
        view = await finished(Playground(hidden=(2,), steps=30, speed="full"))
        seen = [view.run.step.index]
        view.play()
        seen.append(view.run.step.index)
        while view.transport.state == "running":
            await asyncio.sleep(0.001)
        return [*seen, view.run.step.index]

    assert asyncio.run(asyncio.wait_for(scenario(), 60)) == [30, 0, 30]


def test_a_step_by_hand_does_not_pass_the_end_of_a_schedule() -> None:
    view = stepped(Playground(hidden=(2,), schedule="cosine", steps=4), 6)
    assert (view.transport.progress, view.transport.activity) == ("step 4", "done, 4 steps")


def test_a_run_that_is_to_end_where_it_has_been_is_done() -> None:
    view = stepped(Playground(hidden=(2,)), 12)
    view.form.controls["steps"].value = 10
    assert (view.transport.state, view.transport.activity) == ("done", "done, 12 steps")
    view.form.controls["steps"].value = 50
    assert (view.transport.state, view.transport.activity) == ("paused", "paused")


def test_a_schedule_without_a_length_takes_a_thousand_steps_and_shows_it() -> None:
    view = stepped(Playground(hidden=(2,)), 3)
    view.form.controls["schedule"].value = "cosine"
    assert view.settings.steps == view.form.controls["steps"].value == 1000
    assert (view.run.config.schedule, view.run.config.steps) == ("cosine", 1000)
    assert view.transport.progress == "step 3"
    assert view.transport.problem == ""
    assert view.heading.query == "open=playground&hidden=2&schedule=cosine&steps=1000"


def test_a_schedule_without_an_end_is_refused_and_nothing_changes() -> None:
    view = stepped(Playground(hidden=(2,), schedule="cosine", steps=200), 3)
    view.form.controls["steps"].value = 0
    assert view.transport.problem == "with a cosine schedule a run needs an end."
    assert view.settings.steps == view.form.controls["steps"].value == 200
    view.step()
    assert (view.transport.problem, view.run.config.steps) == ("", 200)


def test_a_link_may_name_a_schedule_alone() -> None:
    view = Playground.from_link("schedule=decay")
    assert (view.settings.schedule, view.settings.steps) == ("decay", 1000)
    assert view.transport.problem == ""


@pytest.mark.parametrize(
    ("settings", "made"),
    [({"start": "2016"}, ("2016", 1.0)), ({"scale": 3.0}, ("he", 3.0)),
     ({"start": "2016", "scale": 0.1}, ("2016", 0.1))],
)  # fmt: skip
def test_first_weights_that_are_chosen_begin_a_new_run(settings: dict, made: tuple) -> None:
    view = stepped(Playground(hidden=(4,), seed=8), 3)
    for name, value in settings.items():
        view.form.controls[name].value = value
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    expected = initial_parameters((2, 4, 1), "relu", 8, *made).astype(np.float32)
    np.testing.assert_array_equal(view.run.step.network.parameters, expected)


def test_a_hundred_thousand_points_are_learned_from_and_two_thousand_scored() -> None:
    view = stepped(Playground(points=100_000, batch_size=100, shown="train"), 2)
    assert view.form.controls["points"].value == 100_000
    assert len(view.field.wrong) == 2000
    assert "with 2,000 train points" in view.field.label
    assert "learning from 100,000 points." in view.foot.value


def test_one_very_wide_layer_can_be_watched() -> None:
    view = stepped(Playground("circle", hidden=(1000,), batch_size=100), 3)
    assert view.transport.problem == ""
    assert view.field.side == 50
    assert len(view.form.controls["hidden"].weights) == 4 * (2000 + 1000)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hidden": (1000, 100)}, "hidden must give at most 100,000 weights and biases here, "
         "got 103,201"),
        ({"hidden": (1000,), "points": 2600, "batch_size": 0},
         "batch_size must be at most 2,492 points for this network, got 2,600"),
        ({"steps": -1}, "steps must be in [0, 300000], got -1"),
        ({"schedule": "warm"}, "schedule must be one of constant, cosine, decay; got 'warm'"),
        ({"start": "glorot"}, "start must be one of he, 2016; got 'glorot'"),
        ({"scale": -1}, "scale must be in [0, 1e+30], got -1"),
    ],
)  # fmt: skip
def test_what_would_keep_the_kernel_busy_or_makes_no_sense_is_refused(
    settings: dict, message: str
) -> None:
    assert message in Playground(**settings).transport.problem
    with pytest.raises(ValueError) as caught:
        PlaygroundSettings(**settings)
    assert str(caught.value) == message


def test_the_bounds_are_those_of_what_a_step_computes() -> None:
    widths = (2, 999, 95, 1)
    assert parameter_count(widths) <= MOST_PARAMETERS < parameter_count((2, 999, 98, 1))
    PlaygroundSettings(hidden=(999, 95))
    points = MOST_NUMBERS // (2 + 8 + 8 + 1)
    assert PlaygroundSettings(points=min(points, 100_000), batch_size=0).hidden == (8, 8)


def test_a_refused_layer_leaves_the_network_as_it_is_drawn() -> None:
    view = stepped(Playground(hidden=(200, 200, 200)), 1)
    editor, before = view.form.controls["hidden"], view.run.step.index
    drawn = editor.weights
    editor._handle_custom_msg({"kind": "change", "act": "more", "layer": 1}, [])
    assert "hidden must give at most 100,000 weights" in view.transport.problem
    assert (editor.value, editor.weights, view.run.step.index) == ((200,) * 3, drawn, before)


@pytest.mark.parametrize(
    ("hidden", "side"), [((8, 8), 100), ((100,), 100), ((1000,), 50), ((100,) * 6, 50),
                         ((1000, 90), 36)],
)  # fmt: skip
def test_the_more_work_a_point_is_the_coarser_is_a_moving_field(
    hidden: tuple[int, ...], side: int
) -> None:
    view = Playground(hidden=hidden)
    assert side_for(view.run.step.network) == view.field.side == side


def test_settings_that_differ_only_in_an_unused_length_train_alike() -> None:
    one = PlaygroundSettings(steps=50)
    assert one.train_config("cpu") == replace(one, steps=4000).train_config("cpu")
