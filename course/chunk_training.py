"""Training and evaluating one population of a sweep, a little at a time, here or elsewhere."""
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from course.chunks import FLOATS, Chunk, on_device, widths
from course.network import Network
from course.records import Dataset
from course.run import SCORED
from course.toys import find, make_dataset
from course.training import Step, Stream, evaluate, fit
from course.trials import exhaust

BLOCK = 1000  # points evaluated at once, at most


@dataclass(frozen=True, slots=True)
class Update:
    """What a piece of a sweep has done.

    Attributes
    ----------
    chunk : Chunk or None
        The population it worked on; None while a cluster works and nothing has come back.
    step : Step or None
        The step just made; None at the evaluation, and from a cluster.
    """

    chunk: Chunk | None
    step: Step | None = None


class Found(NamedTuple):
    """What is known of the K networks of a chunk in the end; arrays of shape (K, ...)."""

    accuracy: np.ndarray
    loss: np.ndarray
    train_accuracy: np.ndarray
    parameters: np.ndarray


@dataclass(frozen=True)
class ChunkTraining:
    """How the chunks of a sweep are trained and evaluated.

    Attributes
    ----------
    data : Dataset or Stream
    n_test : int
        As in `course.sweep.Sweep`.
    """

    data: Dataset | Stream
    n_test: int

    def to_send(self) -> "ChunkTraining":
        """The same with the rule itself: elsewhere its name may not be registered."""
        if isinstance(self.data, Dataset):
            return self
        return replace(self, data=replace(self.data, rule=find(self.data.rule)))

    def steps(self, chunk: Chunk) -> int:
        """How often `pieces` yields."""
        trained, held_out = 0, self.n_test
        if isinstance(self.data, Dataset):
            trained = min(SCORED, len(self.data.x_train))
            held_out = min(self.n_test, len(self.data.x_test))
        block = _block(chunk)
        return chunk.config.steps + -(-trained // block) + -(-held_out // block)

    def pieces(self, chunk: Chunk) -> Generator[Update, None, Found]:
        """Train the population step by step, then evaluate it block by block of points."""
        for step in fit(chunk.config, self.data):
            yield Update(chunk, step)
        network, data = step.network, self.data
        if isinstance(data, Stream):
            train_accuracy = step.accuracy
            data = make_dataset(data.rule, 1, self.n_test, data.noise, data.seed)
        else:
            x, y = data.x_train[:SCORED], data.y_train[:SCORED]
            train_accuracy, _ = yield from _score(chunk, network, x, y)
        x, y = data.x_test[: self.n_test], data.y_test[: self.n_test]
        accuracy, loss = yield from _score(chunk, network, x, y)
        # A copy: whoever has the step can train its network on.
        parameters = network.backend.numpy(network.parameters).copy()
        return Found(accuracy, loss, train_accuracy, parameters)

    def whole(self, chunk: Chunk) -> Found:
        """All of it at once."""
        return exhaust(self.pieces(chunk))


def _block(chunk: Chunk) -> int:
    """How many points a population is evaluated on at once: what takes a few milliseconds."""
    a_point = len(chunk.members) * sum(widths(chunk.config))
    return min(BLOCK, max(1, on_device(chunk.config, FLOATS) // a_point))


def _score(
    chunk: Chunk, network: Network, x: np.ndarray, y: np.ndarray
) -> Generator[Update, None, tuple[np.ndarray, np.ndarray]]:
    """Accuracy and mean loss of each network, as `evaluate` gives them, in pieces."""
    size, right, loss = _block(chunk), 0, 0.0
    for start in range(0, len(x), size):
        block = slice(start, start + size)
        score = evaluate(network, x[block], y[block], size)
        right = right + (~score.wrong).sum(-1)
        loss = loss + score.loss * len(x[block])
        yield Update(chunk)
    return right / len(x), loss / len(x)
