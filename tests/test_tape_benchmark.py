"""The arithmetic of the tape's benchmark, and peers that compute the same gradients."""
import sys

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from benchmarks import tape
from benchmarks.registry import BENCHMARKS, load
from glassbox.project import CommandError

SECONDS = {"Glassbox": 50e-6, "MyGrad": 100e-6, "by hand": 12e-6}


class Clock:
    """A clock that moves only when told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_steps_take_turns_and_the_first_round_is_not_counted():
    clock, log = Clock(), []

    def taking(name, seconds):
        left = iter(seconds)

        def step(*_):
            log.append(name)
            clock.now += next(left)

        return step

    a, b = [90, 90, 1, 3, 2, 2, 5, 5], [0, 0, 6, 6, 8, 8, 7, 7]
    steps = {"a": taking("a", a), "b": taking("b", b)}
    assert tape.measure(steps, ((), (), []), 3, 2, clock) == {"a": 2, "b": 7}
    assert log == ["a", "a", "b", "b"] * 4


@pytest.mark.parametrize(("theirs", "holds"), [(100e-6, True), (99e-6, False)])
def test_half_of_a_peers_time_is_the_most(theirs, holds):
    result = tape.beside("MyGrad", (2, 8, 1), SECONDS | {"MyGrad": theirs})
    assert (result.ours, result.unit, result.holds) == (pytest.approx(50), "us", holds)
    assert result.name == "2-8-1: CPU time of a step beside MyGrad"
    assert "by hand 12 us" in result.conditions
    assert "one thread" in result.conditions


@pytest.mark.parametrize(("off", "holds"), [(0.9e-6, True), (1.1e-6, False)])
def test_gradients_may_differ_by_a_millionth_and_no_more(off, holds):
    ours = [np.zeros((2, 2)), np.ones(2)]
    other = [np.zeros((2, 2)), np.array([1, 1 + off])]
    result = tape.apart((2, 8, 1), {"Glassbox": ours, "A": ours, "B": other})
    assert (result.ours, result.holds) == (pytest.approx(off, rel=1e-6), holds)
    assert "A 0.0e+00, B" in result.conditions


@pytest.mark.parametrize("widths", tape.SHAPES)
@pytest.mark.parametrize("name", ["ours", "autograd", "mygrad", "by hand"])
def test_every_way_computes_the_gradients_of_the_cross_entropy(widths, name):
    if name == "by hand" and len(widths) > 3:
        widths = (2, 5, 1)  # by hand there is one hidden layer
    steps = {"ours": tape.tape_step, "autograd": tape.autograd_step(),
             "mygrad": tape.mygrad_step(), "by hand": tape.hand_step}  # fmt: skip
    x, y, parameters = tape.problem(widths)

    def loss(parameters):
        h = x
        for i in range(0, len(parameters) - 2, 2):
            h = anp.tanh(h @ parameters[i] + parameters[i + 1])
        p = 1 / (1 + anp.exp(-(h @ parameters[-2] + parameters[-1])))
        return -anp.mean(y * anp.log(p) + (1 - y) * anp.log(1 - p))

    found, expected = steps[name](x, y, parameters), autograd.grad(loss)(parameters)
    assert [g.shape for g in found] == [p.shape for p in parameters]
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-13)


def test_points_are_ten_and_of_both_classes():
    x, y, _ = tape.problem((2, 8, 1))
    assert (x.shape, y.shape) == ((10, 2), (10, 1))
    assert set(y.ravel()) == {0, 1}


def test_without_mygrad_the_benchmark_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "mygrad", None)
    with pytest.raises(CommandError, match="compares with MyGrad, which is not installed"):
        tape.mygrad_step()


def test_the_benchmark_is_registered_and_measures_two_networks_and_two_peers(monkeypatch):
    monkeypatch.setattr(tape, "ROUNDS", 1)
    monkeypatch.setattr(tape, "CALLS", 1)
    assert BENCHMARKS["tape"] == "benchmarks.tape:run"
    names = [result.name for result in load(BENCHMARKS, "tape")()]
    assert names == [
        f"{network}: {what}"
        for network in ("2-8-1", "2-16-16-1")
        for what in ("CPU time of a step beside HIPS autograd", "CPU time of a step beside MyGrad",
                     "largest difference of a gradient")
    ]  # fmt: skip
