"""What a step of automatic differentiation costs: our tape beside HIPS autograd and MyGrad.

A step is the cross-entropy of a tanh network at 10 points and its gradient by every weight,
in the form each package asks for.  MyGrad runs without its guard of memory, the faster way.
"""

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.result import Result, judged
from course import by_hand
from course.tape import Var, backward, mean, softplus, tanh
from glassbox.project import CommandError

SHAPES = ((2, 8, 1), (2, 16, 16, 1))
BATCH, ROUNDS, CALLS = 10, 60, 25  # points; rounds of turns; steps in a turn
MOST = 0.5  # of a peer's time

Arrays = list[np.ndarray]
Step = Callable[[np.ndarray, np.ndarray, Arrays], Arrays]


def run() -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about 10 seconds on one core."""
    peers = {"HIPS autograd": autograd_step(), "MyGrad": mygrad_step()}
    for widths in SHAPES:
        case = problem(widths)
        steps = {"Glassbox": tape_step, **peers}
        if len(widths) == 3:
            steps["by hand"] = hand_step
        with threadpool_limits(1):
            seconds = measure(steps, case, ROUNDS, CALLS)
        for peer in peers:
            yield beside(peer, widths, seconds)
        gradients = {name: step(*case) for name, step in steps.items()}
        yield apart(widths, gradients)


def problem(widths: tuple[int, ...], seed: int = 0) -> tuple[np.ndarray, np.ndarray, Arrays]:
    """Points, truths of 0 and 1, and parameters [W1, b1, W2, b2, ...] of a network."""
    rng = np.random.default_rng(seed)
    parameters = []
    for n_in, n_out in zip(widths, widths[1:], strict=False):
        parameters += [rng.normal(0, n_in**-0.5, (n_in, n_out)), rng.normal(0, 0.1, n_out)]
    x, y = rng.normal(size=(BATCH, widths[0])), rng.integers(0, 2, (BATCH, 1)).astype(float)
    return x, y, parameters


def tape_step(x: np.ndarray, y: np.ndarray, parameters: Arrays) -> Arrays:
    """Gradients by our tape."""
    leaves = [Var(p) for p in parameters]
    h = x
    for i in range(0, len(leaves) - 2, 2):
        h = tanh(h @ leaves[i] + leaves[i + 1])
    z = h @ leaves[-2] + leaves[-1]
    backward(mean(softplus(z) - y * z))
    return [leaf.gradient for leaf in leaves]


def hand_step(x: np.ndarray, y: np.ndarray, parameters: Arrays) -> Arrays:
    """Gradients as lesson 01 writes them, of a network with one hidden layer."""
    return by_hand.gradients(x, y, parameters, by_hand.sigmoid_backward)


def autograd_step() -> Step:
    """Gradients by `autograd.value_and_grad`."""
    import autograd
    import autograd.numpy as anp

    def loss(parameters: Arrays, x: np.ndarray, y: np.ndarray) -> Any:
        h = x
        for i in range(0, len(parameters) - 2, 2):
            h = anp.tanh(anp.dot(h, parameters[i]) + parameters[i + 1])
        z = anp.dot(h, parameters[-2]) + parameters[-1]
        return anp.mean(anp.logaddexp(0, z) - y * z)

    both = autograd.value_and_grad(loss)
    return lambda x, y, parameters: list(both(parameters, x, y)[1])


def mygrad_step() -> Step:
    """Gradients by MyGrad's tensors.

    Raises
    ------
    CommandError
        If MyGrad is not installed.
    """
    try:
        import mygrad
    except ImportError as error:
        raise CommandError(
            "the benchmark 'tape' compares with MyGrad, which is not installed: "
            'pip install -e ".[dev]" brings it'
        ) from error

    def step(x: np.ndarray, y: np.ndarray, parameters: Arrays) -> Arrays:
        leaves = [mygrad.tensor(p) for p in parameters]
        h = x
        for i in range(0, len(leaves) - 2, 2):
            h = mygrad.tanh(mygrad.matmul(h, leaves[i]) + leaves[i + 1])
        z = mygrad.matmul(h, leaves[-2]) + leaves[-1]
        mygrad.mean(mygrad.logaddexp(0, z) - y * z).backward()
        return [leaf.grad for leaf in leaves]

    def unguarded(x: np.ndarray, y: np.ndarray, parameters: Arrays) -> Arrays:
        with mygrad.mem_guard_off:
            return step(x, y, parameters)

    return unguarded


def measure(
    steps: dict[str, Step],
    case: tuple[np.ndarray, np.ndarray, Arrays],
    rounds: int,
    calls: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Median seconds of a step, by name.

    They take turns of some calls each, so that whatever else the machine does falls on all
    of them; a first round warms up and is not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for turn in range(rounds + 1):
        for name, step in steps.items():
            start = clock()
            for _ in range(calls):
                step(*case)
            if turn > 0:
                seconds[name].append((clock() - start) / calls)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def beside(peer: str, widths: tuple[int, ...], seconds: dict[str, float]) -> Result:
    """Our CPU time of a step beside a peer's; holds if it is at most half of theirs."""
    hand = f"; by hand {1e6 * seconds['by hand']:.0f} us" if "by hand" in seconds else ""
    return judged(
        f"{named(widths)}: CPU time of a step beside {peer}",
        1e6 * seconds["Glassbox"],
        "us",
        peer=peer,
        theirs=1e6 * seconds[peer],
        bar=f"ratio <= {MOST:g}",
        conditions=f"medians of {ROUNDS} interleaved turns of {CALLS} steps in one process, one "
        f"thread: cross-entropy of a tanh network and all its gradients, batch {BATCH}{hand}; "
        f"MyGrad without its guard of memory; {versions()}",
    )


def apart(widths: tuple[int, ...], gradients: dict[str, Arrays]) -> Result:
    """The largest difference between our gradients and anybody else's."""
    ours = gradients["Glassbox"]
    differences = {
        name: max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True))
        for name, theirs in gradients.items() if name != "Glassbox"
    }  # fmt: skip
    listed = ", ".join(f"{name} {value:.1e}" for name, value in differences.items())
    return judged(
        f"{named(widths)}: largest difference of a gradient",
        max(differences.values()),
        "of the loss's unit",
        bar="ours <= 0.000001",
        conditions=f"largest absolute difference from {listed}; batch {BATCH}",
    )


def named(widths: tuple[int, ...]) -> str:
    """A network in one word: "2-8-1"."""
    return "-".join(map(str, widths))


def versions() -> str:
    """Versions of all that takes part."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "autograd", "mygrad"))
    return f"Python {platform.python_version()}, {packages}, {platform.machine()}"
