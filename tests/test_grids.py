"""A grid of settings: its combinations, its populations, and what it will cost."""
import re
import tracemalloc
from dataclasses import replace

import pytest

import course.estimate
from course.network import Network
from course.records import TrainConfig
from course.sweep import Estimate, Sweep, chunks, estimate, grid, refuse
from course.toys import make_dataset


@pytest.fixture
def one_speed(monkeypatch):
    """A machine as fast as the one that the costs were measured on."""
    monkeypatch.setattr(course.estimate, "_slowness", lambda: 1.0)


def test_a_grid_is_every_combination_and_its_last_name_varies_fastest():
    runs = grid(TrainConfig(l2=0.1), hidden=[(2,), (4, 4)], seed=range(3))
    assert [(run.hidden, run.seed) for run in runs] == [
        ((2,), 0), ((2,), 1), ((2,), 2), ((4, 4), 0), ((4, 4), 1), ((4, 4), 2),
    ]  # fmt: skip
    assert {run.l2 for run in runs} == {0.1}


def test_a_grid_without_choices_is_one_run():
    assert grid(TrainConfig(seed=5)) == (TrainConfig(seed=5),)


def test_a_grid_may_choose_the_seeds_of_a_population():
    runs = grid(TrainConfig(seed=(7, 8, 9)), seed=range(2))
    assert [run.seed for run in runs] == [0, 1]


@pytest.mark.parametrize(
    ("choices", "error", "message"),
    [
        ({"width": [1]}, ValueError, "a grid varies fields of TrainConfig, got width: hidden, "),
        ({"seed": ()}, ValueError, "a grid needs a value for each setting, got none for seed"),
        ({"seed": 3}, TypeError, "seed must be a sequence of values to try, got 3"),
        ({"activation": "tanh"}, TypeError, "activation must be a sequence of values to try, got"),
        ({"l2": [0.1, -1]}, ValueError, "l2 must be in [0, 1e+30], got -1"),
        ({"seed": [(0, 1)]}, ValueError, "seed of a run of a grid must be one number, got (0, 1)"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_by_name(choices, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        grid(TrainConfig(), **choices)


def test_a_grid_of_a_million_runs_is_refused_with_its_time_and_memory(one_speed, monkeypatch):
    made = []
    monkeypatch.setattr("course.grids.replace", lambda *a, **k: made.append(1) or replace(*a, **k))
    with pytest.raises(ValueError) as caught:
        grid(TrainConfig((8, 8)), learning_rate=[0.1] * 1000, seed=range(1000))
    assert re.fullmatch(
        r"a grid may ask for 100,000 networks, 24 h and 4.0 GB at most, "
        r"got 1,000,000 networks: about \d+ h and 1.4 GB",
        str(caught.value),
    )
    assert len(made) <= 1000  # it was not made first


@pytest.mark.parametrize(
    ("base", "count", "why"),
    [
        (TrainConfig((1000, 1000), steps=10**6), 40, r"about \d+ days and"),
        (TrainConfig((3000, 3000), steps=10), 150, r"about \d+ (s|min) and 5\.\d GB"),
    ],
)
def test_a_grid_that_takes_days_or_all_the_memory_is_refused(one_speed, base, count, why):
    runs = [replace(base, seed=seed) for seed in range(count)]
    with pytest.raises(ValueError, match=f"at most, got {count} networks: {why}"):
        refuse(runs)


def test_a_grid_of_no_runs_is_refused():
    message = "a grid needs at least one run, got 0 networks: 0 s and 0 MB"
    with pytest.raises(ValueError, match=f"^{message}$"):
        Sweep((), make_dataset("ring", 10, 10))


def test_runs_that_differ_in_seed_and_rate_alone_train_together():
    base = TrainConfig((3,), batch_size=10)
    runs = [
        replace(base, seed=1, learning_rate=0.1), replace(base, hidden=(4,)),
        replace(base, seed=2, learning_rate=0.2), replace(base, l2=0.1),
    ]  # fmt: skip
    found = {chunk.members: chunk.config for chunk in chunks(runs)}
    assert found.keys() == {(0, 2), (1,), (3,)}
    assert found[(0, 2)] == replace(base, seed=(1, 2), learning_rate=(0.1, 0.2))


def test_a_chunk_holds_about_as_many_floats_as_asked_for():
    # One network: batch 32 * (2 + 64 + 1) activations and 2 * 64 + 64 + 64 + 1 parameters.
    runs = grid(TrainConfig((64,), batch_size=32), seed=range(200))
    one = 32 * 67 + 257
    sizes = [len(chunk.members) for chunk in chunks(runs)]
    assert sizes == [67, 67, 66]  # as equal as can be
    assert max(sizes) * one <= 200_000 < 2 * max(sizes) * one
    assert [len(chunk.members) for chunk in chunks(runs, floats=10 * one)] == [10] * 20
    assert [i for chunk in chunks(runs) for i in chunk.members] == list(range(200))


def test_a_network_larger_than_a_chunk_trains_alone():
    assert [len(c.members) for c in chunks(grid(TrainConfig((1000,)), seed=range(3)))] == [1] * 3


@pytest.mark.parametrize(("points", "most"), [(50, 100), (700, 9), (None, 66)])
def test_a_minibatch_is_as_large_as_the_data_allow(points, most):
    runs = grid(TrainConfig((27,), batch_size=None), seed=range(300))
    batch = points or 100
    sizes = {len(chunk.members) for chunk in chunks(runs, points=points)}
    assert most - 9 <= max(sizes) <= most
    assert max(sizes) * (batch * 30 + 109) <= 200_000


def test_four_thousand_networks_go_to_a_gpu_at_once():
    runs = grid(TrainConfig((64,), batch_size=32, device="cuda"), seed=range(4096))
    assert [len(chunk.members) for chunk in chunks(runs)] == [4096]


def test_the_estimate_counts_runs_and_updates():
    cost = estimate(grid(TrainConfig((4,), steps=30), l2=[0, 0.1], seed=range(3)))
    assert (cost.runs, cost.updates) == (6, 180)


def test_the_estimate_grows_with_the_work(one_speed):
    small = estimate(grid(TrainConfig((8,), steps=1000), seed=range(8)))
    for change in ({"hidden": (64,)}, {"batch_size": 500}, {"steps": 5000}):
        assert estimate(grid(TrainConfig(**{"hidden": (8,), **change}), seed=range(8))).seconds > (
            1.5 * small.seconds
        )
    slowest = estimate([TrainConfig((8,), seed=i, l2=0.1 * i) for i in range(8)])
    assert slowest.seconds > 3 * small.seconds  # one after another


def test_a_slow_machine_takes_longer(monkeypatch):
    seconds = []
    for slowness in (1.0, 3.0):
        monkeypatch.setattr(course.estimate, "_slowness", lambda times=slowness: times)
        seconds.append(estimate([TrainConfig()]).seconds)
    assert seconds[1] == pytest.approx(3 * seconds[0])


def test_the_speed_of_this_machine_is_measured_once():
    estimate([TrainConfig()])
    before = course.estimate._slowness.cache_info().misses
    estimate([TrainConfig()])
    assert course.estimate._slowness() > 0
    assert course.estimate._slowness.cache_info().misses == before


def test_the_estimated_memory_is_about_what_a_sweep_takes():
    runs = grid(TrainConfig((32,), batch_size=32, steps=3), seed=range(120))
    sweep = Sweep(runs, make_dataset("ring", 100, 100))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    sweep.run()
    taken = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert 0.5 < sweep.estimate.bytes / taken < 2


def test_the_parameters_that_are_kept_count():
    big = Network((2, 500, 500, 1)).parameters.nbytes
    cost = estimate(grid(TrainConfig((500, 500), steps=1), seed=range(100)))
    assert 100 * big < cost.bytes < 120 * big


@pytest.mark.parametrize(
    ("seconds", "size", "words"),
    [
        (0.2, 3e5, "2 networks: about 1 s and 1 MB"),
        (80, 9.4e8, "2 networks: about 80 s and 940 MB"),
        (600, 2.55e9, "2 networks: about 10 min and 2.5 GB"),
        (9000, 1e6, "2 networks: about 2 h and 1 MB"),
        (1e6, 1e6, "2 networks: about 12 days and 1 MB"),
    ],
)
def test_the_estimate_in_words(seconds, size, words):
    assert Estimate(2, 20, seconds, size).words == words
