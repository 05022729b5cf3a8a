"""A run: it learns, repeats itself, goes on from where it stood, and takes odd data."""
import re
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

import course.device
from course.network import Network
from course.records import ACTIVATIONS, OPTIMISERS, Dataset, TrainConfig
from course.toys import Rule, RuleError, make_dataset
from course.training import Stream, begin, evaluate, fit, member

QUICK = TrainConfig(hidden=(6, 5), activation="tanh", steps=40, batch_size=20)


def last(steps):
    """The last Step of a run."""
    return list(steps)[-1]


def points(n_points, rule="circle"):
    return make_dataset(rule, n_points, 400)


def test_equal_configs_and_points_give_equal_runs():
    one, same = (last(fit(QUICK, points(100))) for _ in range(2))
    assert (one.network.parameters == same.network.parameters).all()
    other = last(fit(replace(QUICK, seed=1), points(100)))
    assert (one.network.parameters != other.network.parameters).any()


@pytest.mark.parametrize("rule", ["circle", "positive"])
def test_the_default_recipe_learns_a_rule_from_its_default_points(rule):
    data = make_dataset(rule)
    step = last(fit(TrainConfig(steps=500), data))
    assert evaluate(step.network, data.x_test, data.y_test).accuracy > 0.95


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_activation_learns_with_every_optimiser(activation, optimiser):
    data = make_dataset("linear")
    rate = {"adam": 0.03, "momentum": 0.3, "sgd": 1.0}[optimiser]
    config = TrainConfig((8,), activation, optimiser, rate, steps=300)
    score = evaluate(last(fit(config, data)).network, data.x_test, data.y_test)
    assert score.accuracy > 0.95


def test_steps_are_counted_from_1_and_are_as_many_as_asked_for():
    assert [step.index for step in fit(replace(QUICK, steps=3), points(30))] == [1, 2, 3]


def test_a_step_tells_the_loss_and_accuracy_of_its_minibatch_before_the_update():
    data = points(50)
    before = evaluate(Network((2, 6, 5, 1), "tanh"), data.x_train, data.y_train)
    step = next(fit(replace(QUICK, batch_size=None), data))
    assert step.loss == pytest.approx(before.loss, rel=1e-5)
    assert step.accuracy == pytest.approx(before.accuracy)
    assert evaluate(step.network, data.x_train, data.y_train).loss < before.loss


def test_a_schedule_scales_the_rate_of_each_step():
    config = replace(QUICK, optimiser="sgd", steps=100, batch_size=None)
    start = Network((2, 6, 5, 1), "tanh").parameters
    first = {
        name: next(fit(replace(config, schedule=name), points(50))).network.parameters - start
        for name in ("constant", "cosine")
    }
    np.testing.assert_allclose(first["cosine"] * 6, first["constant"], atol=1e-6)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_run_can_be_continued_as_if_it_had_not_stopped(optimiser):
    config, data = replace(QUICK, optimiser=optimiser, batch_size=None), points(50)
    whole = last(fit(replace(config, steps=30), data)).network.parameters
    first = last(fit(replace(config, steps=10), data))
    second = list(fit(replace(config, steps=20), data, after=first))
    assert [second[0].index, second[-1].index] == [11, 30]
    assert (second[-1].network.parameters == whole).all()


def test_a_continued_run_uses_the_new_rate():
    config, data = replace(QUICK, optimiser="sgd", batch_size=None, steps=1), points(50)
    moved = {}
    for rate in (0.01, 0.04):
        first = last(fit(config, data))
        before = first.network.parameters.copy()
        after = last(fit(replace(config, learning_rate=rate), data, after=first))
        moved[rate] = after.network.parameters - before
    np.testing.assert_allclose(moved[0.04], 4 * moved[0.01], atol=1e-6)


def test_a_continued_run_can_change_its_optimiser():
    data = points(50)
    first = last(fit(replace(QUICK, optimiser="sgd"), data))
    before = first.network.parameters.copy()
    after = next(fit(replace(QUICK, optimiser="adam", learning_rate=0.03), data, after=first))
    moved = abs(after.network.parameters - before)
    np.testing.assert_allclose(moved, 0.03, rtol=0.01)  # Adam's first step is the rate itself


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hidden": (6, 4)}, "after must be of a network (2, 6, 4, 1), got one of (2, 6, 5, 1)"),
        ({"seed": (0, 1)}, "after must be of as many networks as seeds, 2, got 1"),
        ({"activation": "relu"}, "after must be of a network with relu units"),
    ],
)
def test_a_run_cannot_continue_from_another_kind_of_network(change, message):
    first = last(fit(QUICK, points(50)))
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        next(fit(replace(QUICK, **change), points(50), after=first))


@pytest.mark.parametrize("name", ["loss", "accuracy"])
def test_the_step_before_the_first_holds_the_initial_network_and_no_minibatch(name):
    step = begin(QUICK)
    assert step.index == 0
    assert (step.network.parameters == Network((2, 6, 5, 1), "tanh").parameters).all()
    message = f"step 0 has seen no minibatch: its {name} is known after step 1"
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        getattr(step, name)


def test_a_run_from_the_step_before_the_first_is_the_run_itself():
    data = points(50)
    whole = last(fit(QUICK, data))
    same = last(fit(QUICK, data, after=begin(QUICK)))
    assert same.index == whole.index
    assert (same.network.parameters == whole.network.parameters).all()


@pytest.mark.parametrize("n_points", [1, 2])
def test_one_point_is_learned(n_points):
    data = points(n_points)
    step = last(fit(TrainConfig(steps=200), data))
    assert evaluate(step.network, data.x_train, data.y_train).accuracy == 1
    assert np.isfinite(step.loss)


@pytest.mark.parametrize("answer", [True, False])
def test_points_of_one_class_only_are_learned(answer):
    data = points(50, Rule("same", lambda points: np.full(len(points), answer)))
    step = last(fit(TrainConfig(steps=100), data))
    assert evaluate(step.network, data.x_test, data.y_test).accuracy == 1
    assert 0 < step.loss < 0.1


def test_a_run_on_a_device_that_is_not_there_stops_before_its_first_step(monkeypatch):
    monkeypatch.setattr(course.device, "_gpu", lambda: None)
    with pytest.raises(RuntimeError, match="^device 'cuda' cannot be used: "):
        next(fit(replace(QUICK, device="cuda"), points(10)))


def test_a_stream_of_a_broken_rule_says_so_at_the_first_step():
    with pytest.raises(RuleError, match="^the rule 'own' must return one True or False"):
        next(fit(QUICK, Stream(Rule("own", lambda points: 1))))


def test_a_dataset_made_by_hand_can_be_learned():
    x = np.array([[-1, 0], [1, 0]], dtype=np.float32)
    y = np.array([False, True])
    step = last(fit(replace(QUICK, steps=200), Dataset("by hand", x, y, x, y)))
    assert evaluate(step.network, x, y).accuracy == 1


@pytest.mark.parametrize("optimiser", ["adam", "momentum", "sgd"])
def test_a_member_goes_on_alone_as_the_population_would_have(optimiser):
    config = replace(QUICK, optimiser=optimiser, seed=(3, 4, 5), steps=20)
    data = points(40)
    *_, half = fit(config, data)
    alone = member(half, 1)
    assert (alone.index, half.network.parameters.ndim) == (20, 2)
    *_, together = fit(config, data, half)
    *_, single = fit(replace(config, seed=4), data, alone)
    assert single.index == together.index == 40
    assert single.network.parameters == pytest.approx(together.network.parameters[1], abs=1e-5)
    with pytest.raises(RuntimeError, match="step 20 has seen no minibatch: .* after step 21"):
        _ = alone.loss


def test_a_schedule_goes_on_from_where_it_was():
    config = replace(QUICK, schedule="cosine", steps=30, batch_size=None)
    data = points(40)
    *_, whole = fit(config, data)
    first = list(islice(fit(config, data), 12))[-1]
    rest = list(fit(config, data, first, already=12))
    assert [step.index for step in rest] == list(range(13, 31))
    assert rest[-1].network.parameters.tolist() == whole.network.parameters.tolist()


def test_more_steps_cannot_have_been_made_than_there_are():
    with pytest.raises(ValueError, match=r"^already must be in \[0, 5\], got 6$"):
        next(fit(replace(QUICK, steps=5), points(40), None, 6))
