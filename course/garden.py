"""Many networks that learn the same points side by side, each from a start of its own.

What a garden of them shows is computed here, a little at a time: the field of each, how well
each does, and which have run away.
"""
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course.checks import check_integer, check_number
from course.field import field_bytes
from course.network import Network, sigmoid
from course.records import Dataset, TrainConfig
from course.run import ENDLESS, Run, Stretch
from course.sweep import chunks
from course.toys import square_grid
from course.training import RUNAWAY, begin, evaluate, fit, member
from course.trials import exhaust

COUNT = 64
WIDTHS = (1, 2, 3, 4, 6, 8, 12, 16)
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
PIECE = 250_000  # activations computed between two breaths: some 2 ms


@dataclass(frozen=True)
class Scores:
    """How well each network does on unseen points.

    Attributes
    ----------
    accuracy : float64 array, shape (n,)
        In [0, 1].
    loss : float64 array, shape (n,)
        In nats; not a number, or huge, where a network has run away.
    """

    accuracy: np.ndarray
    loss: np.ndarray

    @property
    def dead(self) -> np.ndarray:
        """Which have run away: a loss that is not a number, or above 10,000 nats; bool (n,)."""
        return ~(self.loss <= RUNAWAY)

    @property
    def alive(self) -> np.ndarray:
        """Accuracies of the others, the best first; shape (n_alive,)."""
        return np.sort(self.accuracy[~self.dead])[::-1]

    def rank(self, k: int) -> int:
        """Place of the k-th network in the order of accuracies, counted from 1; equals share it."""
        return 1 + int((self.alive > self.accuracy[k]).sum())


class Bed:
    """Networks that learn the same points at the same time.

    Parameters
    ----------
    configs : sequence of TrainConfig
        One seed and one rate each, on a constant schedule; `steps` is not used.
    data : Dataset

    Attributes
    ----------
    configs : tuple of TrainConfig
    data : Dataset
    index : int
        Steps that all of them have made.

    Raises
    ------
    ValueError
        If there is no config, or one has another schedule.
    RuntimeError
        If a device does not exist here.

    Examples
    --------
    >>> from course.toys import make_dataset
    >>> bed = Bed(seeds(TrainConfig((8, 8)), 4), make_dataset("ring"))
    >>> bed.advance()
    >>> bed.index, bed.fields(16).shape
    (1, (4, 16, 16))
    """

    def __init__(self, configs: Sequence[TrainConfig], data: Dataset) -> None:
        self.configs, self.data, self.index = tuple(configs), data, 0
        if not self.configs:
            raise ValueError("configs must hold at least one TrainConfig, got none")
        if other := {c.schedule for c in self.configs} - {"constant"}:
            raise ValueError(f"configs must have a constant schedule, got {min(other)!r}")
        self._chunks = chunks(self.configs, points=len(data.x_train))
        self._steps = [begin(chunk.config) for chunk in self._chunks]
        self._fits = [
            fit(replace(chunk.config, steps=ENDLESS), data, step)
            for chunk, step in zip(self._chunks, self._steps, strict=True)
        ]
        self._next = 0  # which chunk's step is to be made

    @property
    def between(self) -> bool:
        """Whether some networks have made a step more than the others."""
        return self._next > 0

    def work(self) -> None:
        """Make the next step of as many networks as one array holds."""
        self._steps[self._next] = next(self._fits[self._next])
        self._next = (self._next + 1) % len(self._chunks)
        self.index += self._next == 0

    def advance(self) -> None:
        """Make one step of all; or the rest of it, if some have made it."""
        self.work()
        while self.between:
            self.work()

    def run(self, k: int) -> Run:
        """The k-th network as it stands, to go on with alone: a copy, with its optimiser.

        Raises
        ------
        TypeError, ValueError
            If `k` is none of them, counted from 0, or some are a step ahead.
        """
        check_integer("k", k, 0, len(self.configs) - 1)
        if self.between:
            raise ValueError("some networks are a step ahead: call advance first")
        chunk, place = self._where(k)
        config = self.configs[k]
        past = [Stretch(config, self.data, self.index)] if self.index else []
        return Run(config, self.data, member(self._steps[chunk], place), past)

    def network(self, k: int) -> Network:
        """A copy of the k-th network as it stands."""
        chunk, place = self._where(k)
        return self._steps[chunk].network.member(place)

    def _where(self, k: int) -> tuple[int, int]:
        found = next(i for i, chunk in enumerate(self._chunks) if k in chunk.members)
        return found, self._chunks[found].members.index(k)

    # ---- what they make of the square -----------------------------------------------------

    def field_pieces(self, side: int) -> Generator[None, None, np.ndarray]:
        """Compute the field of each a little at a time; all are returned.

        Returns
        -------
        uint8 array, shape (n, side, side)
            As `course.field.field_bytes` packs them; row 0 is the top.
        """
        points = square_grid(side)
        found = np.empty((len(self.configs), len(points)), np.uint8)
        for members, network, block in self._blocks(len(points)):
            found[members, block] = bytes_at(network, points[block])
            yield
        return found.reshape(-1, side, side)

    def fields(self, side: int) -> np.ndarray:
        """What `field_pieces` returns, at once."""
        return exhaust(self.field_pieces(side))

    def score_pieces(self) -> Generator[None, None, Scores]:
        """Score each on the test points, a little at a time."""
        x, y = self.data.x_test, self.data.y_test
        wrong, loss = np.zeros(len(self.configs)), np.zeros(len(self.configs))
        for members, network, block in self._blocks(len(x)):
            score = evaluate(network, x[block], y[block])
            wrong[members] += score.wrong.sum(-1)
            loss[members] += score.loss * len(y[block])
            yield
        return Scores(1 - wrong / len(x), loss / len(x))

    def scores(self) -> Scores:
        """What `score_pieces` returns, at once."""
        return exhaust(self.score_pieces())

    def _blocks(self, n_points: int) -> Generator[tuple[Any, Network, slice], None, None]:
        """(members, their networks, some of the points): each a few ms of work."""
        for chunk, step in zip(self._chunks, self._steps, strict=True):
            size = max(16, PIECE // (len(chunk.members) * (sum(chunk.config.hidden) + 3)))
            for start in range(0, n_points, size):
                yield list(chunk.members), step.network, slice(start, start + size)


def seeds(config: TrainConfig, count: int = COUNT) -> tuple[TrainConfig, ...]:
    """One setting from `count` seeds, 0 to count - 1."""
    return tuple(replace(config, seed=seed) for seed in range(check_integer("count", count, 1)))


def widths_and_rates(config: TrainConfig) -> tuple[TrainConfig, ...]:
    """One seed with eight widths, a row each, times eight learning rates.

    As many hidden layers as the config has, all of the same width; at least one.
    """
    layers = max(1, len(config.hidden))
    return tuple(
        replace(config, hidden=(width,) * layers, learning_rate=rate)
        for width in WIDTHS
        for rate in RATES
    )


def bytes_at(network: Network, points: np.ndarray) -> np.ndarray:
    """p(inside) of a network, or each of K, at points (n, 2); uint8 (..., n)."""
    backend = network.backend
    with np.errstate(over="ignore", invalid="ignore"):
        z = network.logits(backend.array(points))
        return field_bytes(backend.numpy(sigmoid(backend.xp, z))[..., 0])


def by_accuracy(scores: Scores) -> np.ndarray:
    """The networks from the best to the worst, those that have run away last; int (n,)."""
    return np.lexsort((-scores.accuracy, scores.dead))


def stacked(accuracies: np.ndarray, low: float, bins: int) -> tuple[np.ndarray, np.ndarray]:
    """A histogram in which each network is a mark of its own.

    Parameters
    ----------
    accuracies : float array, shape (n,)
    low : float
        In [0, 0.99]: where the first of the bins begins; the last ends at 1.
    bins : int

    Returns
    -------
    column, height : int arrays, shape (n,)
        Which bin, and how many marks lie below in it; what is less than `low` is in the
        first bin.  In a bin the lower accuracies lie below.
    """
    low = check_number("low", low, 0, 0.99)
    share = (np.asarray(accuracies) - low) / (1 - low)
    column = np.clip((share * bins + 1e-9).astype(int), 0, check_integer("bins", bins, 1) - 1)
    height = np.zeros(len(column), int)
    count = np.zeros(bins, int)
    for k in np.argsort(accuracies, kind="stable"):
        height[k] = count[column[k]]
        count[column[k]] += 1
    return column, height
