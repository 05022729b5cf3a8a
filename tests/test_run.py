"""A run that can be steered, repeated by its own code, and is recorded at fixed steps."""
from dataclasses import replace

import numpy as np
import pytest

from course.records import TrainConfig
from course.run import Run
from course.toys import RULES, Rule, make_dataset
from course.training import evaluate, fit


@pytest.fixture
def config() -> TrainConfig:
    return TrainConfig(hidden=(6,), seed=3, batch_size=32)


def advanced(run: Run, steps: int) -> Run:
    for _ in range(steps):
        run.advance()
    return run


def repeated(code: str) -> float:
    """The value of the last line of a piece of code, run by itself."""
    *lines, last = code.splitlines()
    names: dict = {}
    exec("\n".join([*lines, f"result = {last}"]), names)
    return names["result"]


def test_a_run_makes_the_same_network_as_fit(config: TrainConfig) -> None:
    data = make_dataset("circle", 200)
    run = advanced(Run(config, data), 40)
    *_, last = fit(replace(config, steps=40), data)
    np.testing.assert_array_equal(run.step.network.parameters, last.network.parameters)


def test_the_history_is_taken_at_fixed_steps_and_holds_the_scores(config: TrainConfig) -> None:
    data = make_dataset("circle", 200)
    run = advanced(Run(config, data), 208)
    every_step, every_second = list(range(100)), list(range(100, 150, 2))
    every_third, every_fourth = list(range(150, 200, 3)), [201, 205]
    expected = every_step + every_second + every_third + every_fourth
    assert [record.index for record in run.history] == expected
    *_, last = fit(replace(config, steps=205), data)
    score = evaluate(last.network, data.x_test, data.y_test)
    assert run.history[-1].test_accuracy == score.accuracy
    assert run.history[-1].test_loss == score.loss


def test_steering_keeps_the_network_and_its_step_count(config: TrainConfig) -> None:
    run = advanced(Run(config, make_dataset("circle", 200)), 10)
    before = run.step.network.parameters.copy()
    run.steer(replace(config, learning_rate=0.2), make_dataset("circle", 200, noise=0.2))
    np.testing.assert_array_equal(run.step.network.parameters, before)
    assert run.advance().index == 11


def test_steering_to_another_network_is_refused_by_name(config: TrainConfig) -> None:
    run = Run(config, make_dataset("circle", 50))
    with pytest.raises(ValueError, match="cannot change its hidden, seed: start a new Run"):
        run.steer(replace(config, hidden=(7,), seed=4))


def test_the_code_of_an_unmoved_run_gives_its_score(config: TrainConfig) -> None:
    run = Run(config, make_dataset("rose", 50))
    assert repeated(run.code()) == run.scores()[1].accuracy


def test_the_code_of_a_steered_run_gives_its_score(config: TrainConfig) -> None:
    run = advanced(Run(config, make_dataset("linear", 100, noise=0.1)), 30)
    run.steer(replace(config, optimiser="sgd", learning_rate=0.3, l2=0.01, batch_size=None))
    advanced(run, 20)
    run.steer(data=make_dataset("linear", 300))
    advanced(run, 5)
    run.steer(data=make_dataset("linear", 10, noise=0.3))
    expected = evaluate(run.step.network, run.data.x_test, run.data.y_test).accuracy
    assert 0.6 < expected < 0.95  # neither a constant answer nor a perfect one
    assert repeated(run.code()) == expected
    assert run.code().count("make_dataset(") == 3


def test_a_change_that_no_step_followed_leaves_no_line(config: TrainConfig) -> None:
    run = advanced(Run(config, make_dataset("circle", 50)), 3)
    run.steer(replace(config, learning_rate=0.5))
    run.steer(config)
    assert [stretch.steps for stretch in run.stretches()] == [3]


def test_the_code_says_when_the_rule_is_your_own(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Rule("my half", lambda points: points[:, 0] > 0.2)
    monkeypatch.setitem(RULES, rule.name, rule)
    run = Run(config, make_dataset("my half", 50))
    assert "# 'my half' is a rule of your own: register it first" in run.code()
