"""A run that was begun elsewhere, opened in the playground just as it stands."""
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from course import device, toys
from course.records import TrainConfig
from course.run import Run, Stretch
from course.toys import make_dataset
from course.training import evaluate, fit, member
from widgets import Playground
from widgets.settings import PlaygroundSettings

SEEDS = (3, 40, 12_345)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No page's address, no GPU, and rules that a test registers are gone after it."""
    before = dict(toys.RULES)
    monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.setattr(device, "gpu_hint", lambda: False)
    yield
    toys.RULES.clear()
    toys.RULES.update(before)


def grown(steps: int = 25, **changes: object) -> tuple[Run, TrainConfig]:
    """The last of three networks that grew together, as a run; and its config."""
    population = TrainConfig((7, 5), seed=SEEDS, batch_size=33, learning_rate=0.013, steps=60)
    population = replace(population, **changes)
    data = make_dataset("rose", 123, 1000, 0.07)
    *_, last = islice(fit(population, data), steps)
    config = replace(population, seed=SEEDS[2])
    return Run(config, data, member(last, 2), [Stretch(config, data, steps)]), config


def stepped(view: Playground, steps: int) -> Playground:
    for _ in range(steps):
        view.step()
    return view


def test_opening_a_run_moves_nothing_and_says_where_it_stands() -> None:
    run, _ = grown()
    before = run.step.network.parameters.copy()
    view = Playground.of_run(run)
    assert view.run is run
    np.testing.assert_array_equal(view.run.step.network.parameters, before)
    assert (view.transport.state, view.transport.activity) == ("paused", "opened at step 25")
    assert view.transport.progress == "step 25"
    score = evaluate(run.step.network, run.data.x_test, run.data.y_test)
    assert view.transport.result == f"{100 * score.accuracy:.1f}%"
    assert bytes(view.field.wrong) == score.wrong.astype(np.uint8).tobytes()
    assert "Opened at step 25; Reset begins at step 0." in view.foot.value


@pytest.mark.parametrize("changes", [{}, {"schedule": "cosine", "optimiser": "momentum"}])
def test_its_next_steps_are_those_of_fit_from_there(changes: dict) -> None:
    run, config = grown(**changes)
    again, _ = grown(**changes)
    view = stepped(Playground.of_run(run), 9)
    already = 25 if config.schedule == "cosine" else 0
    *_, expected = islice(fit(config, again.data, again.step, already), 9)
    np.testing.assert_array_equal(
        view.run.step.network.parameters, expected.network.parameters
    )
    assert view.transport.progress == "step 34"


def test_its_controls_and_its_link_tell_the_truth() -> None:
    run, _ = grown(activation="tanh", l2=0.002, scale=0.7, start="2016", schedule="decay")
    view = Playground.of_run(run, name="mine")
    wanted = PlaygroundSettings(
        rule="rose", points=123, noise=0.07, hidden=(7, 5), activation="tanh", seed=12_345,
        start="2016", scale=0.7, batch_size=33, learning_rate=0.013, schedule="decay", steps=60,
        l2=0.002,
    )  # fmt: skip
    assert view.settings == view.form.config == wanted
    for name, control in view.form.controls.items():
        assert control.value == getattr(wanted, name), name
    assert Playground.from_link(view.heading.query).settings == wanted
    assert view.settings.train_config("cpu") == run.config


def test_its_code_repeats_its_whole_past() -> None:
    view = stepped(Playground.of_run(grown(schedule="cosine")[0]), 5)
    view._write_code()
    names: dict = {}
    exec(view.heading.code, names)
    np.testing.assert_allclose(
        names["step"].network.parameters, view.run.step.network.parameters, rtol=1e-3, atol=1e-4
    )
    assert names["step"].index == 30


def test_a_control_that_changes_no_training_does_not_disturb_it() -> None:
    view = Playground.of_run(grown()[0])
    stepped(view, 2)
    view.form.controls["shown"].value = "train"
    view.form.controls["speed"].value = "full"
    view.form.controls["steps"].value = 4000
    stepped(view, 2)
    assert [stretch.steps for stretch in view.run.stretches()] == [25, 4]


def test_its_curves_begin_where_it_was_opened() -> None:
    view = stepped(Playground.of_run(grown()[0]), 4)
    assert np.frombuffer(view.picture.accuracy.steps, "<f4").tolist() == [0, 1, 2, 3, 4]
    assert view.picture.accuracy.last_words == "4 steps on"


def test_reset_goes_back_to_the_first_step_of_its_settings() -> None:
    run, config = grown(start="2016", scale=3.0)
    view = stepped(Playground.of_run(run), 3)
    view.reset()
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    expected = Run(config, run.data).step.network.parameters
    np.testing.assert_array_equal(view.run.step.network.parameters, expected)
    assert "Opened" not in view.foot.value
    assert view.heading.query.startswith("open=playground&rule=rose")


def test_a_run_at_the_end_of_its_schedule_is_opened_as_done() -> None:
    view = Playground.of_run(grown(60, schedule="cosine")[0])
    assert (view.transport.state, view.transport.activity) == ("done", "opened at step 60")
    assert view.over


def test_a_run_that_has_not_begun_is_opened_as_ready() -> None:
    run = Run(TrainConfig((3,)), make_dataset("ring", 80))
    view = Playground.of_run(run)
    assert (view.transport.state, view.transport.activity) == ("empty", "ready")


def test_the_address_of_the_page_is_not_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "open=playground&rule=circle&seed=9")
    view = Playground.of_run(grown()[0])
    assert (view.settings.rule, view.settings.seed) == ("rose", 12_345)


def test_a_run_on_a_rule_of_your_own_is_opened_with_it() -> None:
    toys.register("your half", lambda points: points[:, 1] > 0.5)
    run = Run(TrainConfig((3,)), make_dataset("your half", 80))
    assert Playground.of_run(run).settings.rule == "your half"


@pytest.mark.parametrize(
    ("config", "data", "message"),
    [
        ({"seed": (1, 2)}, {}, "run must be of one network, got one of 2"),
        ({}, {"n_test": 500}, r"make_dataset\(rule, points, 1000, noise\) with seed 0, got 500"),
        ({}, {"seed": 3}, "got 1,000 test points and seed 3"),
        ({"hidden": (1000, 1000)}, {}, "hidden must give at most 100,000 weights and biases"),
    ],
)
def test_a_run_that_it_cannot_hold_is_refused(config: dict, data: dict, message: str) -> None:
    run = Run(TrainConfig(**{"hidden": (4,), **config}), make_dataset("circle", 70, **data))
    with pytest.raises(ValueError, match=message):
        Playground.of_run(run)
