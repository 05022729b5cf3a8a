"""The arithmetic of the sweep's benchmark, and peers that train what they are timed for."""
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks import sweep
from benchmarks.sweep import Times, beside, measure, one_by_one, runs, torch_loop
from course.device import Device
from course.sweep import Sweep
from course.toys import make_dataset


class Clock:
    """A clock that moves only when told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_the_grid_is_six_widths_by_four_rates_by_sixteen_seeds():
    configs = runs()
    assert len(configs) == 384
    assert {c.hidden for c in configs} == {(2,), (4,), (8,), (16,), (32,), (64,)}
    assert {(c.steps, c.batch_size, c.activation, c.optimiser) for c in configs} == {
        (1000, 32, "relu", "adam")
    }
    assert set(Counter((c.hidden, c.learning_rate) for c in configs).values()) == {16}


def test_a_peer_trains_every_tenth_network_and_its_time_is_extrapolated():
    clock, log = Clock(), []

    def taking(name, seconds):
        def train(configs):
            clock.now += seconds * len(configs) * (configs[0].steps > 5)  # the warm-up is free
            log.append((name, list(configs)))

        return train

    configs = runs()
    peers = {"a": taking("a", 2), "b": taking("b", 5)}
    times = measure(taking("sweep", 0.25), peers, configs, 3, clock)
    assert times == Times(0.25 * 384, {"a": 2 * 384, "b": 5 * 384}, 39)
    assert [name for name, _ in log] == ["sweep", "a", "b"] * 4
    trained = [config for name, some in log[3:] if name == "b" for config in some]
    assert sorted(map(repr, trained)) == sorted(map(repr, configs[::10]))
    assert len({config.hidden for config in log[5][1]}) == 6  # all widths in each round


def test_the_sweep_counts_with_the_median_of_its_rounds():
    clock, left = Clock(), iter([90, 1, 40, 2])

    def train(configs):
        clock.now += next(left)

    assert measure(train, {}, runs(), 3, clock).sweep == 2


@pytest.mark.parametrize(("most", "holds"), [(0.2, True), (0.19, False)])
def test_a_comparison_holds_up_to_its_bar_and_says_that_it_is_extrapolated(most, holds):
    result = beside("a loop", most, Times(2.0, {"a loop": 10.0}, 39), 384)
    assert (result.ours, result.theirs, result.ratio, result.holds) == (2, 10, 0.2, holds)
    assert result.name == "384 networks: CPU time beside a loop"
    assert result.peer == "a loop (extrapolated from 39 networks)"
    assert "one thread" in result.conditions


def test_every_way_learns_the_same_task():
    data = make_dataset("ring")
    configs = [
        replace(c, activation="tanh") for c in runs(steps=600) if c.hidden == (32,)
    ][32:36]  # at a rate of 0.03
    ours = [outcome.accuracy for outcome in Sweep(configs, data).run().values()]
    assert one_by_one(configs, data) == pytest.approx(ours, abs=0.003)
    assert min(ours) > 0.8  # 0.62 is free
    assert min(torch_loop(data)(configs)) > 0.75


def test_the_peak_is_that_of_the_process_that_is_asked():
    code = (
        "from benchmarks.fresh_process import peak\nimport numpy\nbefore = peak()\n"
        "numpy.ones(25_000_000)\nprint(before, peak())"
    )
    ballast = bytes(300_000_000)  # held here, and not there
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, after = map(float, done.stdout.split())
    assert len(ballast) == 300_000_000
    assert 10 < before < 250
    assert after - before == pytest.approx(200, abs=20)


@pytest.mark.parametrize(("megabytes", "holds"), [(499, True), (500, False)])
def test_memory_must_stay_below_its_bar(megabytes, holds):
    result = sweep.memory(megabytes)
    assert (result.ours, result.unit, result.holds) == (megabytes, "MB", holds)


def test_a_gpu_is_compared_by_updates_a_second(monkeypatch):
    # torch on the CPU in place of a GPU: the figures mean nothing, the arithmetic is the same.
    ticks = iter([0, 2, 0, 4])
    monkeypatch.setattr(sweep.time, "perf_counter", lambda: next(ticks))
    monkeypatch.setattr(sweep, "choose", lambda name: Device(name, "GPU (a test)", None, ""))
    result = sweep.on_gpu("torch-cpu", networks=32, steps=10)
    assert (result.theirs, result.ours) == (2 * 10 / 2, 32 * 10 / 4)
    assert result.name == "32 networks at once: updates a second on GPU (a test)"
    assert result.peer == "numpy on one core (measured on 2 networks)"


@pytest.mark.parametrize("there", [True, False])
def test_the_gpu_is_measured_only_where_there_is_one(monkeypatch, there):
    monkeypatch.setattr(sweep, "measure", lambda *_: Times(1, dict.fromkeys(PEERS, 100), 39))
    monkeypatch.setattr(sweep, "torch_loop", lambda data: None)
    monkeypatch.setattr(sweep, "peak_in_fresh_process", lambda: 100)
    monkeypatch.setattr(sweep, "gpu_present", lambda: there)
    monkeypatch.setattr(sweep, "gpu_name", lambda: "cuda")
    monkeypatch.setattr(sweep, "on_gpu", lambda name: sweep.memory(1))
    assert len(list(sweep.run())) == 3 + there


PEERS = ("a loop over our network", "a loop over eager torch")
