"""A sweep on a cluster of two real processes: equal outcomes, lost workers, no answer."""
import asyncio
import os
import re
import signal
import socket
import sys
from concurrent.futures import CancelledError
from dataclasses import replace

import numpy as np
import pytest

import course.cluster
from course.cluster import connect, spread
from course.records import TrainConfig
from course.sweep import Sweep, grid
from course.toys import Rule, RuleError, make_dataset
from course.training import Stream

RING = make_dataset("ring", 100, 300)
# Four chunks of three networks.
RUNS = grid(
    TrainConfig(activation="tanh", batch_size=20, steps=30), hidden=[(4,), (5,)], l2=[0, 1e-4],
    seed=range(3),
)  # fmt: skip


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes of one thread, on the loopback interface alone."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as started:
        yield started


@pytest.fixture
def client(cluster):
    with connect(cluster.scheduler_address) as connected:
        connected.wait_for_workers(2, timeout=60)
        yield connected


def assert_equal(outcomes, expected):
    """That two sweeps found the same, to the last bit."""
    assert outcomes == expected
    for index, outcome in outcomes.items():
        assert np.array_equal(outcome.parameters, expected[index].parameters)


class Cluster:
    """A stand-in for a client: what is submitted is done or not, as the test says."""

    def __init__(self, done=True, error=None, workers=()):
        self._done, self._error, self.workers = done, error, workers
        self.cancelled = []

    def submit(self, work, item, pure):
        self._made = (work, item)
        return self

    def __hash__(self):
        return 1

    def done(self):
        return self._done

    def result(self):
        if self._error:
            raise self._error
        work, item = self._made
        return work(item)

    def nthreads(self):
        return dict.fromkeys(self.workers, 1)

    def cancel(self, futures):
        self.cancelled += futures


@pytest.mark.parametrize("data", [RING, Stream("ring")], ids=["dataset", "stream"])
def test_a_sweep_on_a_cluster_finds_what_it_finds_here(client, data):
    sweep = Sweep(RUNS, data)
    chunks = [update.chunk for update in sweep.pieces(client) if update.chunk]
    assert sorted(c.members for c in chunks) == sorted(c.members for c in sweep.chunks)
    assert_equal(sweep.outcomes, Sweep(RUNS, data).run())


def test_a_rule_of_ones_own_travels_to_the_workers(client):
    rule = Rule("own", lambda points: points[:, 0] > 0.2)
    assert_equal(Sweep(RUNS, Stream(rule)).run(client), Sweep(RUNS, Stream(rule)).run())


def test_a_registered_rule_travels_to_workers_that_do_not_know_its_name(client, monkeypatch):
    rule = Rule("own", lambda points: points[:, 0] > 0.2)
    monkeypatch.setitem(course.toys.RULES, "own", rule)
    assert len(Sweep(RUNS, Stream("own")).run(client)) == len(RUNS)


def test_what_goes_wrong_on_a_worker_is_raised_here(client):
    with pytest.raises(RuleError, match="^the rule 'own' must return one True or False"):
        Sweep(RUNS, Stream(Rule("own", lambda points: 1))).run(client)


def test_a_sweep_that_is_closed_takes_back_what_it_asked_for(client):
    sweep = Sweep([replace(run, steps=3000) for run in RUNS], RING)
    pieces = sweep.pieces(client)
    for _ in range(8):
        next(pieces)
    assert client.futures
    pieces.close()
    assert not client.futures
    assert sweep.outcomes == {}


def test_a_lost_worker_costs_a_retry_and_no_outcome(client):
    runs = [replace(run, steps=1500) for run in RUNS]
    sweep, killed = Sweep(runs, RING), None
    pids = client.run(os.getpid)
    for update in sweep.pieces(client):
        if update.chunk and not killed:
            busy = [address for address, keys in client.processing().items() if keys]
            killed = busy[0]
            os.kill(pids[killed], signal.SIGKILL)
    assert killed not in client.nthreads()
    assert_equal(sweep.outcomes, Sweep(runs, RING).run())


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "Invalid url scheme"),
        ("localhost:8786", "Invalid url scheme"),
        ("tcp://localhost", "missing port number"),
        ("http://127.0.0.1:8786", "unknown address scheme 'http'"),
        ("tcp://127.0.0.1:99999", "no such port"),
    ],
)
def test_text_that_is_no_address_is_refused(address, why):
    message = f"address must be like 'tcp://127.0.0.1:8786', got {address!r} ({why}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        connect(address)


def test_an_address_is_text():
    message = "address must be text such as 'tcp://127.0.0.1:8786', got 8786"
    with pytest.raises(TypeError, match=f"^{message}$"):
        connect(8786)


def test_the_timeout_is_a_time():
    with pytest.raises(ValueError, match=r"^timeout must be in \(0, 600\], got 0$"):
        connect("tcp://127.0.0.1:8786", timeout=0)


@pytest.mark.parametrize("listening", [True, False])
def test_an_address_that_does_not_answer_is_said_to(listening):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listening:
            silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        message = f"no Dask scheduler answers at {address} within 0.6 s: is it running, and"
        with pytest.raises(ConnectionError, match=f"^{re.escape(message)}"):
            connect(address, timeout=0.6)


def test_a_server_that_is_no_scheduler_is_said_to_be_none(client):
    worker = next(iter(client.nthreads()))
    message = f"what answers at {worker} is no Dask scheduler, but: Worker"
    with pytest.raises(ConnectionError, match=f"^{re.escape(message)}$"):
        connect(worker)


def test_a_cluster_can_be_reached_from_a_notebook_whose_loop_runs(cluster):
    async def cell():
        with connect(cluster.scheduler_address) as client:
            return Sweep(RUNS, RING).run(client)

    assert len(asyncio.run(cell())) == len(RUNS)


def test_without_dask_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(course.cluster, "find_spec", lambda name: None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    message = (
        "a cluster needs Dask, which is not installed here: "
        'pip install -e ".[distributed]" brings it'
    )
    with pytest.raises(RuntimeError, match=f"^{re.escape(message)}$"):
        connect("tcp://127.0.0.1:8786")


def test_a_cluster_that_goes_away_is_said_to():
    gone = Cluster(error=CancelledError())
    with pytest.raises(ConnectionError, match="^the cluster has gone$"):
        list(spread(gone, str, [1]))


def test_a_cluster_without_workers_is_waited_for_only_so_long(monkeypatch):
    monkeypatch.setattr(course.cluster, "LOOK", 0.0)
    with pytest.raises(ConnectionError, match="^the cluster has had no worker for 0 s$"):
        list(spread(Cluster(done=False), str, [1], patience=0.02))


def test_a_cluster_with_workers_may_take_its_time(monkeypatch):
    monkeypatch.setattr(course.cluster, "LOOK", 0.0)
    slow = Cluster(done=False, workers=["one"])
    pieces = spread(slow, str, [1], patience=0.0)
    assert [next(pieces) for _ in range(5)] == [None] * 5
    slow._done = True
    assert [piece for piece in pieces if piece] == [(1, "1")]
    assert slow.cancelled == []
