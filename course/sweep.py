"""A sweep: the trainings of a grid of settings, as populations, here or on a cluster.

Networks of one shape train together in one array.  With a Dask client, whole populations go
to the workers of a cluster, and come back in the order in which they are done.
"""
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course.checks import check_integer, shown
from course.chunk_training import ChunkTraining, Found, Update
from course.chunks import Chunk, chunks
from course.cluster import spread
from course.estimate import Estimate, estimate, refuse
from course.grids import grid, grid_lines
from course.records import Dataset, TrainConfig
from course.toys import MAX_POINTS, PROVIDED, Rule
from course.training import RUNAWAY, Stream
from course.trials import exhaust

__all__ = [
    "Chunk", "Estimate", "Outcome", "Sweep", "Update", "chunks", "estimate", "grid", "refuse",
]  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One trained network of a sweep.

    Attributes
    ----------
    index : int
        Where it stands in the grid, counted from 0.
    config : TrainConfig
    accuracy, loss : float
        On points held out: in [0, 1], and in nats.
    train_accuracy : float
        In [0, 1]: on the first 2,000 points, at most, of the dataset it learned from; of a
        stream, on the last minibatch before its update.
    diverged : bool
        Whether its loss is not a number, or ran away: it is more than 10,000 nats.
    parameters : float32 array, shape (n_parameters,)
    """

    index: int
    config: TrainConfig
    accuracy: float
    loss: float
    train_accuracy: float
    diverged: bool
    parameters: np.ndarray = field(repr=False, compare=False)


class Sweep:
    """The trainings of a grid.

    Parameters
    ----------
    configs : sequence of TrainConfig
        One seed and one rate each, as `grid` makes them.
    data : Dataset or Stream
        What all learn from, in the same minibatches.
    n_test : int
        Points held out, at least 1: the first of a Dataset's own, or as many of the rule of a
        Stream.

    Attributes
    ----------
    configs : tuple of TrainConfig
    chunks : tuple of Chunk
        The populations, in the order in which they are trained.
    estimate : Estimate
    outcomes : dict of int to Outcome
        By index, of all networks that are done.  They stay when a sweep is stopped, and
        `pieces` and `run` go on with the chunks that are not done.
    steps : int
        How often `pieces` yields without a cluster, counted from when it was last begun.

    Raises
    ------
    TypeError, ValueError
        On creation, if the grid is empty or too large, or a value is not as above.

    Examples
    --------
    >>> runs = grid(TrainConfig(steps=10), hidden=[(2,), (4,)], seed=range(3))
    >>> len(Sweep(runs, make_dataset("ring")).run())
    6
    """

    def __init__(
        self, configs: Sequence[TrainConfig], data: Dataset | Stream, n_test: int = 1000
    ) -> None:
        if not isinstance(data, Dataset | Stream):
            raise TypeError(f"data must be a Dataset or a Stream, got {shown(data)}")
        check_integer("n_test", n_test, 1, MAX_POINTS)
        points = len(data.x_train) if isinstance(data, Dataset) else None
        self.configs, self.data, self.n_test = tuple(configs), data, n_test
        self.estimate = refuse(self.configs, points)
        self.chunks = chunks(self.configs, points=points)
        self.outcomes: dict[int, Outcome] = {}
        self._training = ChunkTraining(data, n_test)
        self.steps = self._planned()

    def _missing(self) -> list[Chunk]:
        return [c for c in self.chunks if any(i not in self.outcomes for i in c.members)]

    def _planned(self) -> int:
        return sum(self._training.steps(chunk) for chunk in self._missing())

    def pieces(self, client: Any = None) -> Generator[Update, None, dict[int, Outcome]]:
        """Train what is not done yet, a little at a time; the outcomes are returned.

        Parameters
        ----------
        client : dask.distributed.Client, optional
            Of the cluster to train on; see `course.cluster.connect`.

        Yields
        ------
        Update
            After each step, chunk by chunk, and after each block of points of an evaluation;
            from a cluster when a chunk has come back, and every few milliseconds between.

        Raises
        ------
        RuntimeError, ValueError, ConnectionError
            If the device or the rule cannot be used, or the cluster has gone.
        """
        self.steps = self._planned()
        if client is None:
            for chunk in self._missing():
                self._keep(chunk, (yield from self._training.pieces(chunk)))
            return self.outcomes
        for back in spread(client, self._training.to_send().whole, self._missing()):
            if back is not None:
                self._keep(*back)
            yield Update(back and back[0])
        return self.outcomes

    def _keep(self, chunk: Chunk, found: Found) -> None:
        for index, accuracy, loss, train_accuracy, parameters in zip(
            chunk.members, *found, strict=True
        ):
            self.outcomes[index] = Outcome(
                index, self.configs[index], float(accuracy), float(loss), float(train_accuracy),
                not loss <= RUNAWAY, parameters,  # a NaN is not either
            )  # fmt: skip

    def run(self, client: Any = None) -> dict[int, Outcome]:
        """Do all that is not done yet; after an interruption, `outcomes` holds what is."""
        return exhaust(self.pieces(client))

    def code(self) -> str:
        """Lines of Python that do the same sweep; they end with its outcomes."""
        lines, n_test = grid_lines(self.configs), self.n_test
        as_grid = lines[0] == "runs = grid("
        source, data, rule = _data_lines(self.data)
        own = [f"# {rule!r} is a rule of your own: register it first"]
        return "\n".join(
            [
                *(["from dataclasses import replace\n"] if lines[0].startswith("same") else []),
                "from course.records import TrainConfig",
                f"from course.sweep import Sweep{', grid' if as_grid else ''}",
                f"{source}\n",
                *([] if rule in PROVIDED else own),
                *lines,
                f"sweep = Sweep(runs, {data}{f', n_test={n_test}' if n_test != 1000 else ''})",
                "sweep.run()",
            ]
        )


def _data_lines(data: Dataset | Stream) -> tuple[str, str, str]:
    """The import for some data, the call that makes it, and the name of its rule."""
    rule = data.rule.name if isinstance(data.rule, Rule) else data.rule
    rest = [f"noise={data.noise}"] if data.noise else []
    rest += [f"seed={data.seed}"] if data.seed else []
    if isinstance(data, Stream):
        call = f"Stream({', '.join([repr(rule), *rest])})"
        return "from course.training import Stream", call, rule
    points = [f"n_train={len(data.x_train)}", f"n_test={len(data.x_test)}"]
    call = f"make_dataset({', '.join([repr(rule), *points, *rest])})"
    return "from course.toys import make_dataset", call, rule
