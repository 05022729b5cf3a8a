"""A sweep: every network of a grid as if it had been trained alone, whatever happens."""
import re
from collections import deque
from dataclasses import replace

import numpy as np
import pytest
import torch

import course.chunk_training
import course.training
from course import toys
from course.backend import Backend
from course.device import Device
from course.records import Dataset, TrainConfig
from course.sweep import Sweep, grid
from course.toys import Rule, make_dataset
from course.training import Stream, evaluate, fit
from glassbox.project import root

BASE = TrainConfig(activation="tanh", batch_size=20, steps=40)
RING = make_dataset("ring", 100, 300)
STREAM = Stream("ring", noise=0.05, seed=3)
RUNS = grid(BASE, hidden=[(3,), (6, 5)], learning_rate=[0.003, 0.1], seed=range(2))


def alone(config, data):
    """The network of one run, trained by itself."""
    return deque(fit(config, data), maxlen=1)[0].network


@pytest.mark.parametrize("data", [RING, STREAM], ids=["dataset", "stream"])
@pytest.mark.parametrize("optimiser", ["adam", "momentum"])
def test_every_network_ends_where_it_ends_alone(data, optimiser):
    runs = [replace(run, optimiser=optimiser, schedule="cosine", l2=0.01) for run in RUNS]
    outcomes = Sweep(runs, data, n_test=300).run()
    assert sorted(outcomes) == list(range(8))
    held_out = make_dataset("ring", 1, 300, 0.05, 3) if data is STREAM else RING
    for index, config in enumerate(runs):
        found, network = outcomes[index], alone(config, data)
        score = evaluate(network, held_out.x_test, held_out.y_test)
        assert (found.index, found.config, found.diverged) == (index, config, False)
        np.testing.assert_allclose(found.parameters, network.parameters, rtol=1e-3, atol=1e-5)
        assert found.parameters.dtype == np.float32
        assert found.loss == pytest.approx(score.loss, abs=1e-5)
        assert found.accuracy == pytest.approx(score.accuracy, abs=0.004)


def test_the_training_accuracy_is_that_on_the_points_it_learned_from():
    data = make_dataset("ring", 2500, 10)
    outcomes = Sweep(RUNS[:2], data).run()
    for index in range(2):
        score = evaluate(alone(RUNS[index], data), data.x_train[:2000], data.y_train[:2000])
        assert outcomes[index].train_accuracy == pytest.approx(score.accuracy, abs=0.001)


def test_the_training_accuracy_of_a_stream_is_that_on_its_last_minibatch():
    outcomes = Sweep(RUNS[:2], STREAM).run()
    for index in range(2):
        [last] = deque(fit(RUNS[index], STREAM), maxlen=1)
        assert outcomes[index].train_accuracy == pytest.approx(float(last.accuracy))


@pytest.mark.parametrize("n_test", [1, 120, 5000])
def test_as_many_points_are_held_out_as_asked_for_and_there_are(n_test):
    found = Sweep(RUNS[:1], RING, n_test).run()[0]
    x, y = RING.x_test[:n_test], RING.y_test[:n_test]
    assert found.accuracy == pytest.approx(evaluate(alone(RUNS[0], RING), x, y).accuracy)


@pytest.mark.parametrize("data", [RING, STREAM], ids=["dataset", "stream"])
def test_the_steps_of_each_chunk_are_seen_as_they_are_made(data):
    sweep = Sweep(RUNS, data)
    seen, losses = {}, []
    for update in sweep.pieces():
        if update.step is not None:
            seen.setdefault(update.chunk.members, []).append(update.step.index)
            losses.append(update.step.loss.shape)
    assert seen == {chunk.members: list(range(1, 41)) for chunk in sweep.chunks}
    assert set(losses) == {(4,)}


@pytest.mark.parametrize("data", [RING, STREAM], ids=["dataset", "stream"])
@pytest.mark.parametrize("n_test", [7, 3000])
def test_the_number_of_pieces_is_known_before(data, n_test):
    sweep = Sweep(grid(BASE, hidden=[(2,), (50,)], seed=range(30)), data, n_test)
    expected = sweep.steps
    assert len(list(sweep.pieces())) == expected


def test_the_evaluation_of_a_large_population_is_cut_into_small_pieces(monkeypatch):
    sizes = []

    def noted(network, x, y, block):
        sizes.append(len(network.parameters) * len(x) * sum(network.widths))
        return evaluate(network, x, y, block)

    monkeypatch.setattr(course.chunk_training, "evaluate", noted)
    Sweep(grid(replace(BASE, steps=2), hidden=[(20,)], seed=range(60)), RING).run()
    assert len(sizes) >= 3
    assert max(sizes) <= 200_000


@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
def test_a_network_that_diverges_is_marked_and_does_not_harm_the_others(optimiser):
    base = replace(BASE, activation="relu", optimiser=optimiser)
    runs = grid(base, learning_rate=[0.1, 1e25, 0.01], seed=[0, 1])
    sweep = Sweep(runs, RING)
    assert len(sweep.chunks) == 1
    outcomes = sweep.run()
    assert [outcomes[i].diverged for i in range(6)] == [False, False, True, True, False, False]
    assert np.isnan(outcomes[2].loss)
    for index in (0, 1, 4, 5):
        network = alone(runs[index], RING)
        np.testing.assert_allclose(outcomes[index].parameters, network.parameters, atol=1e-5)


def test_a_loss_that_runs_away_is_marked_though_it_is_a_number():
    runs = grid(replace(BASE, hidden=(3,)), learning_rate=[0.01, 1e9])
    tame, wild = Sweep(runs, RING).run().values()
    assert (tame.diverged, wild.diverged) == (False, True)
    assert tame.loss < 1 and 10 < wild.loss < np.inf


def test_a_sweep_that_is_closed_keeps_what_is_done_and_goes_on_with_the_rest():
    sweep, whole = Sweep(RUNS, RING), Sweep(RUNS, RING).run()
    first, second = sweep.chunks
    pieces = sweep.pieces()
    for update in pieces:
        if update.chunk == second and update.step.index == 5:
            pieces.close()
    assert sweep.outcomes.keys() == set(first.members)
    left = {update.chunk.members for update in sweep.pieces()}
    assert left == {second.members}
    assert {i: o.accuracy for i, o in sweep.outcomes.items()} == {
        i: o.accuracy for i, o in whole.items()
    }
    assert sweep.steps < Sweep(RUNS, RING).steps
    assert list(sweep.pieces()) == []


def test_an_interrupted_run_keeps_what_is_done(monkeypatch):
    sweep = Sweep(RUNS, RING)

    def interrupted(config, data):
        for step in fit(config, data):
            if config == sweep.chunks[1].config and step.index == 3:
                raise KeyboardInterrupt
            yield step

    monkeypatch.setattr(course.chunk_training, "fit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        sweep.run()
    assert sweep.outcomes.keys() == set(sweep.chunks[0].members)


def test_training_a_network_on_leaves_its_outcome_alone():
    sweep = Sweep(RUNS[:2], RING)
    steps = [update.step for update in sweep.pieces() if update.step]
    before = sweep.outcomes[0].parameters.copy()
    deque(fit(sweep.chunks[0].config, RING, after=steps[-1]), maxlen=1)
    assert (sweep.outcomes[0].parameters == before).all()


@pytest.mark.parametrize(("activation", "steps"), [("tanh", 100), ("relu", 20)])
def test_a_sweep_by_torch_agrees_with_numpy(activation, steps):
    base = replace(BASE, activation=activation, steps=steps)
    runs = grid(base, hidden=[(8,), (5, 4)], learning_rate=[0.003, 0.03], seed=range(3))
    ours = Sweep(runs, RING).run()
    theirs = Sweep([replace(run, device="torch-cpu") for run in runs], RING).run()
    for index in range(len(runs)):
        one, other = ours[index], theirs[index]
        assert other.config.device == "torch-cpu"
        np.testing.assert_allclose(one.parameters, other.parameters, atol=1e-5)
        assert one.loss == pytest.approx(other.loss, abs=1e-5)
        assert one.accuracy == pytest.approx(other.accuracy, abs=0.004)


def test_a_sweep_reads_no_value_and_mixes_no_devices_while_it_trains(monkeypatch):
    # Arrays on torch's meta device have a shape and no values: reading one raises, and so
    # does meeting an array from elsewhere.
    device = Device("test", "test", Backend(torch, "meta"), "for a test")
    monkeypatch.setattr(course.training, "choose", lambda name: device)
    sweep, made = Sweep(RUNS, RING), []
    with pytest.raises(NotImplementedError):  # at the evaluation values are read
        for update in sweep.pieces():
            made.append(update.step)
    assert [step.index for step in made] == list(range(1, 41))
    assert made[-1].network.parameters.device.type == "meta"


def test_a_rule_of_ones_own_can_be_swept():
    rule = Rule("own", lambda points: points[:, 0] > 0.2)
    runs = grid(replace(BASE, steps=200, learning_rate=0.03), hidden=[(2,)], seed=range(3))
    outcomes = Sweep(runs, Stream(rule)).run()
    assert min(outcome.accuracy for outcome in outcomes.values()) > 0.9


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((RUNS, "ring"), TypeError, "data must be a Dataset or a Stream, got 'ring'"),
        ((RUNS, RING, 0), ValueError, "n_test must be in [1, 1e+07], got 0"),
        (([3], RING), TypeError, "a run of a grid must be a TrainConfig, got 3"),
        (
            ([replace(BASE, seed=(0, 1))], RING),
            ValueError,
            "seed of a run of a grid must be one number, got (0, 1)",
        ),
    ],
)
def test_a_sweep_that_cannot_be_is_refused_when_it_is_made(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        Sweep(*arguments)


def test_a_device_that_is_not_there_is_said_at_the_first_piece(monkeypatch):
    monkeypatch.setattr("course.device._gpu", lambda: None)
    sweep = Sweep(grid(replace(BASE, device="cuda"), seed=range(2)), RING)
    with pytest.raises(RuntimeError, match="^device 'cuda' cannot be used: "):
        next(sweep.pieces())


@pytest.mark.parametrize(
    "runs",
    [
        RUNS,
        RUNS[:1],
        grid(BASE, seed=[4, 5, 6], activation=["relu", "tanh"]),
        [RUNS[0], RUNS[7]],
        [RUNS[1], RUNS[1], RUNS[2]],
    ],
    ids=["grid", "one", "activation fastest", "two", "twice the same"],
)
@pytest.mark.parametrize("data", [RING, STREAM], ids=["dataset", "stream"])
def test_the_code_does_the_same_sweep(runs, data):
    sweep = Sweep(runs, data, n_test=200)
    *lines, last = sweep.code().splitlines()
    space = {}
    exec("\n".join(lines), space)  # noqa: S102  the text is our own
    assert space["sweep"].configs == tuple(runs)
    assert eval(last, space) == sweep.run()


def test_the_code_of_a_grid_is_a_grid():
    code = Sweep(grid(BASE, hidden=[(3,)], seed=range(2, 9), learning_rate=[0.1, 0.2]), RING).code()
    assert "\n    seed=range(2, 9),\n    learning_rate=[0.1, 0.2],\n)" in code
    assert "rule of your own" not in code


def test_the_code_names_a_rule_of_ones_own(monkeypatch):
    monkeypatch.setitem(toys.RULES, "own", Rule("own", lambda points: points[:, 0] > 0))
    code = Sweep(RUNS, Stream("own")).code()
    assert "# 'own' is a rule of your own: register it first" in code


def test_points_made_by_hand_can_be_swept():
    x = np.array([[-1, 0], [1, 0]], dtype=np.float32)
    y = np.array([False, True])
    runs = grid(replace(BASE, batch_size=None, learning_rate=0.03, steps=200), hidden=[(3,)])
    assert Sweep(runs, Dataset("by hand", x, y, x, y)).run()[0].accuracy == 1


def test_the_lines_of_the_guide_run():
    text = (root() / "docs" / "sweeps.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    space = {}
    exec(first, space)  # noqa: S102  the text is our own
    assert len(space["accuracies"]) == 48
    compile(second, "docs/sweeps.md", "exec")
