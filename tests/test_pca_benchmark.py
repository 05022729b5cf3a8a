"""The benchmark of principal components: who is timed, on what, and what its bars ask."""
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import pca as benchmark
from course.device import Device, choose


class Clock:
    """A clock that moves only when told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_everyone_takes_turns_and_the_median_of_a_single_time_counts():
    clock, log = Clock(), []

    def taking(name, seconds):
        left = iter(seconds)

        def work():
            log.append(name)
            clock.now += next(left)

        return work

    ways = {"ours": taking("ours", [1, 3, 8, 8, 2, 2]), "theirs": taking("theirs", [5] * 6)}
    seconds = benchmark.measure(ways, 2, 3, clock)
    assert seconds == {"ours": 2, "theirs": 5}
    assert log == ["ours", "ours", "theirs", "theirs"] * 3


def test_the_cloud_is_turned_away_from_the_origin_and_of_known_spectrum():
    x = benchmark.cloud(20_000, 10)
    np.testing.assert_allclose(x.mean(axis=0), 3, atol=0.3)
    spread = np.sqrt(np.linalg.eigvalsh(np.cov(x.T)))
    np.testing.assert_allclose(spread, np.arange(1, 11), rtol=0.03)


def test_the_sizes_are_those_the_bars_speak_of():
    assert benchmark.SIZES == ((1_000, 2), (10_000, 10), (10_000, 50), (100_000, 50))
    assert (benchmark.EXACT, benchmark.BY_PAIRS, benchmark.D) == (10_000, 100_000, 50)
    assert (benchmark.SECONDS, benchmark.BY_PAIRS_SECONDS, benchmark.MEMORY) == (1, 2, 400)
    assert benchmark.SLOWER == 1

@pytest.mark.parametrize(("ours", "holds"), [(0.5, True), (0.501, False)])
def test_no_slower_means_that_the_ratio_of_the_medians_is_at_most_1(monkeypatch, ours, holds):
    asked = []

    def measure(ways, times, rounds):
        asked.append((set(ways), times, rounds))
        return {"ours": ours, "theirs": 0.5}

    monkeypatch.setattr(benchmark, "measure", measure)
    result = benchmark.beside_sklearn(500, 4, 7)
    assert asked == [({"ours", "theirs"}, 1000, 7)]
    assert (result.ours, result.theirs, result.unit) == (1000 * ours, 500, "ms")
    assert result.holds is holds
    assert result.name == "PCA of 500 x 4: CPU time of a fit"
    assert "7 interleaved rounds of 1,000 in one process, one thread" in result.conditions


def test_both_find_the_same_components(monkeypatch):
    found = {}

    def measure(ways, *_):
        found.update({name: way() for name, way in ways.items()})
        return {"ours": 1.0, "theirs": 1.0}

    monkeypatch.setattr(benchmark, "measure", measure)
    benchmark.beside_sklearn(300, 5)
    ours, theirs = found["ours"], found["theirs"]
    np.testing.assert_allclose(ours.deviations**2, theirs.explained_variance_, rtol=1e-10)
    assert ours.k == theirs.n_components_ == 5


@pytest.mark.parametrize(("seconds", "holds"), [(0.999, True), (1.0, False)])
def test_relations_must_take_less_than_their_bar(monkeypatch, seconds, holds):
    monkeypatch.setattr(benchmark, "measure", lambda ways, *_: {"ours": seconds})
    result = benchmark.relating(60, 1)
    assert (result.ours, result.unit, result.bar) == (seconds, "s", "ours < 1")
    assert result.holds is holds
    assert result.name == "relations of 60 x 50, then 10: CPU time"
    assert "every pair" in result.conditions


def test_it_is_said_when_pairs_are_drawn(monkeypatch):
    from course.vectors import relations as module

    monkeypatch.setattr(module, "EVERY_PAIR", 50)
    monkeypatch.setattr(module, "DRAWN", 3000)
    assert "3,000 random pairs" in benchmark.relating(60, 2, rounds=1).conditions


def test_what_is_compared_is_a_cloud_and_its_first_ten_components():
    before, after = benchmark.both(200)
    assert (before.shape, after.shape) == ((200, 50), (200, 10))
    assert (benchmark.related(60).rows, benchmark.related(60).exact) == (60, True)


@pytest.mark.parametrize(("megabytes", "holds"), [(399.0, True), (400.0, False)])
def test_memory_must_stay_below_its_bar(megabytes, holds):
    result = benchmark.memory(megabytes)
    assert (result.ours, result.unit, result.holds) == (megabytes, "MB", holds)


def test_the_peak_is_that_of_a_process_that_takes_the_exact_relations(monkeypatch):
    asked, exactly = [], SimpleNamespace(exact=True)
    monkeypatch.setattr(benchmark, "related", lambda rows: asked.append(rows) or exactly)
    monkeypatch.setattr(benchmark, "peak_of", lambda code: exec(code, {}) or 123.5)
    assert benchmark.peak_in_fresh_process() == 123.5
    assert asked == [10_000]


def test_a_gpu_is_compared_by_elapsed_time(monkeypatch):
    # torch on the CPU in place of a GPU: the figures mean nothing, the arithmetic is the same.
    ticks = iter([0, 4, 0, 6, 0, 5, 0, 1, 0, 2, 0, 9])
    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: next(ticks))
    here = choose("torch-cpu")
    monkeypatch.setattr(
        benchmark, "choose", lambda name: Device(name, "GPU (a test)", here.backend, "")
    )
    result = benchmark.on_gpu("cuda", rows=500, repeats=3)
    assert (result.theirs, result.ours) == (5000, 2000)
    assert result.name == "PCA of 500 x 50 on GPU (a test): elapsed time"
    assert (result.bar, result.holds) == ("ratio < 1", True)


@pytest.mark.parametrize("there", [True, False])
def test_the_gpu_is_measured_only_where_there_is_one(monkeypatch, there):
    monkeypatch.setattr(benchmark, "relating", lambda *_: benchmark.memory(1))
    monkeypatch.setattr(benchmark, "beside_sklearn", lambda *_: benchmark.memory(1))
    monkeypatch.setattr(benchmark, "peak_in_fresh_process", lambda: 1.0)
    monkeypatch.setattr(benchmark, "gpu_present", lambda: there)
    monkeypatch.setattr(benchmark, "gpu_name", lambda: "cuda")
    monkeypatch.setattr(benchmark, "on_gpu", lambda name: benchmark.memory(1))
    assert len(list(benchmark.run())) == 8 + there


def test_relations_are_measured_with_what_is_kept_and_with_all(monkeypatch):
    compared = []
    monkeypatch.setattr(
        benchmark, "measure", lambda ways, *_: {name: work() for name, work in ways.items()}
    )
    monkeypatch.setattr(
        benchmark, "relations", lambda a, b: compared.append(b.shape) or SimpleNamespace(exact=True)
    )
    monkeypatch.setattr(benchmark, "judged", lambda name, *_, **__: name)
    assert benchmark.relating(60, 1, 50) == "relations of 60 x 50, then 50: CPU time"
    assert set(compared) == {(60, 50)}
