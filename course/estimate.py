"""What a grid of trainings will cost, before any of it is done."""
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from course.chunks import POINTS, batch, chunks, floats_of, widths
from course.network import parameter_count
from course.records import TrainConfig
from course.toys import make_dataset
from course.training import fit

MOST_RUNS, MOST_SECONDS, MOST_BYTES = 100_000, 24 * 3600, 4e9  # of a grid that is accepted
ASKED = 1000  # runs of a larger grid that are looked at to tell what it would cost
KEPT = 1000  # bytes of an Outcome and its settings, besides its parameters
ARRAYS = 6  # of a chunk's size that a step of training holds at once


@dataclass(frozen=True)
class Estimate:
    """What a grid will cost on one core of this machine.

    Attributes
    ----------
    runs, updates : int
        Networks, and steps of all of them together.
    seconds : float
    bytes : float
        Of memory, besides Python and its packages.
    """

    runs: int
    updates: int
    seconds: float
    bytes: float

    @property
    def words(self) -> str:
        """Such as "384 networks: about 3 s and 20 MB"."""
        noun = "network" if self.runs == 1 else "networks"
        return f"{self.runs:,} {noun}: about {_time(self.seconds)} and {_memory(self.bytes)}"


def estimate(
    configs: Sequence[TrainConfig], points: int | None = POINTS, runs: int | None = None
) -> Estimate:
    """What training these runs will cost on one core of this machine, about.

    The time of a step of a population is a sum of what it does (calls, layers, matrix
    products, activations, parameters, multiplications), each with a cost: the least-squares
    fit to 85 steps measured on one core of a server processor (networks 2-2-1 to 2-1000-1 and
    2-32-32-32-1, batches of 10, 32 and 100, 1 to 64 of them; numpy 2.4).  The fit was between
    0.6 and 1.3 times what was measured.  A few milliseconds of training on this machine, the
    first time it is asked, tell how much slower or faster it is.

    Parameters
    ----------
    configs : sequence of TrainConfig
        With one seed and one rate each.
    points : int or None
        As in `course.chunks.chunks`.
    runs : int, optional
        How many there really are, if the configs are a fair part of them.
    """
    updates, seconds, kept, working = 0, 0.0, 0, 0
    for chunk in chunks(configs, points=points):
        config, count = chunk.config, len(chunk.members)
        updates += count * config.steps
        seconds += config.steps * _step_seconds(config, count, batch(config, points))
        seconds += _ends_seconds(config, count)
        kept += count * (KEPT + 4 * parameter_count(widths(config)))
        working = max(working, 4 * ARRAYS * count * floats_of(config, points))
    runs = runs or len(configs)
    times = runs / len(configs)
    seconds *= times * _slowness()
    return Estimate(runs, round(times * updates), seconds, times * kept + working)


def _step_seconds(config: TrainConfig, count: int, batch: int) -> float:
    """Of one step of a population, on the machine the costs were measured on."""
    n_layers, parameters = len(config.hidden) + 1, parameter_count(widths(config))
    activations = count * batch * sum(widths(config))
    return 1e-6 * (
        15
        + 8 * n_layers
        + 0.2 * count * n_layers
        + 0.003 * activations
        + 0.0025 * count * parameters
        + 0.00009 * count * batch * parameters
    )


def _ends_seconds(config: TrainConfig, count: int) -> float:
    """Of the initial weights and of the evaluation on about 2,000 points."""
    return 1e-6 * count * (30 + 5 * sum(widths(config)))


@cache
def _slowness() -> float:
    """How many times longer this machine takes than the one the costs were measured on."""
    config = TrainConfig((16,), batch_size=32, seed=tuple(range(16)), steps=12)
    data, taken = make_dataset("circle", 64, 1), []
    for _ in range(3):
        start = time.perf_counter()
        deque(fit(config, data), maxlen=1)
        taken.append(time.perf_counter() - start)
    return min(taken) / (config.steps * _step_seconds(config, 16, 32) + 16 * 30e-6)


def refuse(configs: Sequence[TrainConfig], points: int | None = POINTS) -> Estimate:
    """The estimate of a grid, if it can be trained.

    Raises
    ------
    ValueError
        If it is empty, or too large: the message tells runs, time and memory.
    """
    if len(configs) == 0:
        raise ValueError("a grid needs at least one run, got 0 networks: 0 s and 0 MB")
    asked = min(len(configs), ASKED)
    some = [configs[i * len(configs) // asked] for i in range(asked)]
    cost = estimate(some, points, len(configs))
    check_size(cost)
    return cost


def check_size(cost: Estimate) -> None:
    """Refuse a grid that costs too much; ValueError."""
    if cost.runs > MOST_RUNS or cost.seconds > MOST_SECONDS or cost.bytes > MOST_BYTES:
        limits = f"{MOST_RUNS:,} networks, {_time(MOST_SECONDS)} and {_memory(MOST_BYTES)}"
        raise ValueError(f"a grid may ask for {limits} at most, got {cost.words}")


def _time(seconds: float) -> str:
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 1.5 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(1, seconds):.0f} s"


def _memory(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{max(1, size / 1e6):.0f} MB"
