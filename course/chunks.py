"""Runs of a grid as populations: what trains together, and how many at once."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from course.checks import check_integer, shown
from course.network import parameter_count
from course.records import TrainConfig

FLOATS = 200_000  # of a chunk: what a step touches then stays in a processor's cache
MORE_ON_GPU = 100  # times as many: a GPU is slow with little work
LEAST = 800  # floats that a network counts for at least: many tiny ones take long to begin
POINTS = 700  # of a dataset, where nobody says how many it has
STREAMED = 100  # points of a minibatch of a stream where none are asked for


@dataclass(frozen=True)
class Chunk:
    """Networks of a grid that are trained as one population.

    Attributes
    ----------
    config : TrainConfig
        Of the population: a seed and a rate for each network.
    members : tuple of int
        Where its networks stand in the grid, counted from 0.
    """

    config: TrainConfig
    members: tuple[int, ...]


def chunks(
    configs: Sequence[TrainConfig], floats: int = FLOATS, points: int | None = POINTS
) -> tuple[Chunk, ...]:
    """Runs of a grid, sorted into populations that are small enough to be quick.

    Together are runs that differ in nothing but seed and learning rate, K of them, so that
    K * (batch * sum of widths + parameters) is about `floats`; each holds one at least.

    Parameters
    ----------
    configs : sequence of TrainConfig
        With one seed and one rate each.
    floats : int
        At least 1; a hundred times as many on a GPU.
    points : int or None
        Points of the dataset: the largest minibatch, and that of a `batch_size` of None.
        None: of a stream, which has no end.

    Raises
    ------
    TypeError, ValueError
        If a run is a population itself, or a number is not as above.
    """
    check_integer("floats", floats, 1)
    alike: dict[TrainConfig, list[int]] = {}
    for index, config in enumerate(configs):
        alike.setdefault(replace(single(config), seed=0, learning_rate=1.0), []).append(index)
    return tuple(
        Chunk(_population([configs[i] for i in part]), tuple(part))
        for config, members in alike.items()
        for part in _cut(members, on_device(config, floats) // floats_of(config, points))
    )


def on_device(config: TrainConfig, floats: int = FLOATS) -> int:
    """How many floats to work on at once, where `floats` are right for a processor."""
    return floats * MORE_ON_GPU if config.device in ("cuda", "mps") else floats


def _cut(members: list[int], most: int) -> Iterator[list[int]]:
    """The members in as few parts as possible, as equal as possible."""
    for part in np.array_split(members, -(-len(members) // max(1, most))):
        yield part.tolist()


def _population(configs: list[TrainConfig]) -> TrainConfig:
    seeds = tuple(config.seed for config in configs)
    rates = tuple(config.learning_rate for config in configs)
    return replace(configs[0], seed=seeds, learning_rate=rates)


def widths(config: TrainConfig) -> tuple[int, ...]:
    """Inputs, hidden units of each layer, outputs."""
    return (2, *config.hidden, 1)


def batch(config: TrainConfig, points: int | None) -> int:
    """Points of a minibatch; `points` as in `chunks`."""
    if points is None:
        return config.batch_size or STREAMED
    return min(config.batch_size or points, points)


def floats_of(config: TrainConfig, points: int | None) -> int:
    """What one network of this kind counts for in a chunk."""
    floats = batch(config, points) * sum(widths(config)) + parameter_count(widths(config))
    return max(LEAST, floats)


def single(config: TrainConfig) -> TrainConfig:
    """The settings of one network; those of a population are refused."""
    if not isinstance(config, TrainConfig):
        raise TypeError(f"a run of a grid must be a TrainConfig, got {shown(config)}")
    for name in ("seed", "learning_rate"):
        if isinstance(getattr(config, name), tuple):
            got = shown(getattr(config, name))
            raise ValueError(f"{name} of a run of a grid must be one number, got {got}")
    return config
