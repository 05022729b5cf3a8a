"""A run that can be steered, repeated by its own code, and is recorded at fixed steps."""
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from course.records import TrainConfig
from course.run import Run, Stretch
from course.toys import RULES, Rule, make_dataset
from course.training import evaluate, fit, member


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


def after_code(code: str) -> np.ndarray:
    """The parameters of the network that a piece of code ends with."""
    names: dict = {}
    exec(code, names)
    return names["step"].network.parameters


@pytest.mark.parametrize("schedule", ["constant", "cosine", "decay"])
def test_a_run_in_stretches_is_the_run_in_one_go(config: TrainConfig, schedule: str) -> None:
    # of whole batches, because the order of minibatches starts anew with each stretch
    config = replace(config, batch_size=None, schedule=schedule, steps=40)
    data = make_dataset("circle", 60)
    run = advanced(Run(config, data), 15)
    run.steer(config)
    advanced(run, 10)
    run.steer(config)
    advanced(run, 15)
    *_, last = fit(config, data)
    np.testing.assert_array_equal(run.step.network.parameters, last.network.parameters)


def test_a_run_with_a_schedule_ends_with_it_and_another_never_does(config: TrainConfig) -> None:
    data = make_dataset("circle", 50)
    run = advanced(Run(replace(config, schedule="cosine", steps=12), data), 11)
    assert not run.finished
    assert run.advance().index == 12
    assert run.finished
    before = run.step.network.parameters.copy()
    assert run.advance().index == 12
    np.testing.assert_array_equal(run.step.network.parameters, before)
    assert not advanced(Run(replace(config, steps=5), data), 9).finished


def test_a_schedule_that_is_chosen_on_the_way_begins_at_its_beginning(config: TrainConfig) -> None:
    data, scheduled = make_dataset("circle", 50), replace(config, schedule="decay", steps=10)
    run = advanced(Run(config, data), 7)
    run.steer(scheduled)
    advanced(run, 4)
    run.steer(replace(scheduled, learning_rate=0.2))  # the schedule goes on
    advanced(run, 99)
    assert (run.step.index, run.finished) == (17, True)
    assert [(part.steps, part.already) for part in run.stretches()] == [(7, 0), (4, 0), (6, 4)]


def test_the_code_of_a_stopped_scheduled_run_makes_the_same_network(config: TrainConfig) -> None:
    scheduled = replace(config, schedule="cosine", steps=50, learning_rate=0.1)
    run = advanced(Run(scheduled, make_dataset("ring", 100)), 21)
    run.steer(replace(scheduled, l2=0.01))
    advanced(run, 8)
    assert "islice(fit(config, data, after=step, already=21), 8)" in run.code()
    np.testing.assert_array_equal(after_code(run.code()), run.step.network.parameters)
    advanced(run, 99)  # to the end of the schedule
    assert run.code().count("islice(") == 1
    np.testing.assert_array_equal(after_code(run.code()), run.step.network.parameters)


def test_a_run_goes_on_from_a_member_of_a_population_and_repeats_its_past() -> None:
    data = make_dataset("rose", 120)
    population = TrainConfig((5,), seed=(4, 5, 6), batch_size=30, schedule="cosine", steps=40)
    *_, last = islice(fit(population, data), 25)
    config, one = replace(population, seed=6), member(last, 2)
    run = Run(config, data, one, [Stretch(config, data, 25)])
    np.testing.assert_array_equal(run.step.network.parameters, last.network.parameters[2])
    assert (run.step.index, run.history[0].index, run.finished) == (25, 25, False)
    advanced(run, 15)
    assert run.finished
    *_, expected = fit(config, data, member(last, 2), already=25)
    np.testing.assert_array_equal(run.step.network.parameters, expected.network.parameters)
    # alone it sums in another order than among others
    repeated = after_code(run.code())
    np.testing.assert_allclose(repeated, run.step.network.parameters, rtol=2e-4, atol=2e-5)


def test_code_that_cannot_repeat_the_first_steps_says_so(config: TrainConfig) -> None:
    data = make_dataset("circle", 50)
    *_, last = fit(replace(config, steps=30), data)
    run = advanced(Run(config, data, last), 5)
    assert "# The first 30 steps are not known here." in run.code()
    run = Run(config, data, last, [Stretch(config, data, 30)])
    assert "not known" not in run.code()


@pytest.mark.parametrize("hidden", [(6,), (1000,)])
def test_the_first_two_thousand_training_points_are_scored(hidden: tuple[int, ...]) -> None:
    data = make_dataset("circle", 2500)
    run = Run(TrainConfig(hidden), data)
    right = 0
    for point, inside in zip(data.x_train[:2000], data.y_train[:2000], strict=True):
        right += (run.step.network.logits(point)[0, 0] > 0) == inside
    train, test = run.scores()
    assert len(run.scored[0]) == len(run.scored[1]) == len(train.wrong) == 2000
    assert train.accuracy == right / 2000
    assert len(test.wrong) == 1000
