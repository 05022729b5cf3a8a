"""A map of a sweep: width by learning rate, with several seeds in every cell.

A Plan says which networks; a Table is what one reads off once they are trained: medians, the
best rate of each width, and where luck decides.  `course.sweep_map_filling` trains them.
"""
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer, check_number, shown
from course.records import LARGEST, OPTIMISERS, Dataset, TrainConfig
from course.sweep import Estimate, estimate, grid
from course.toys import PROVIDED, find, make_dataset

WIDTHS, RATES = (1, 2, 4, 8, 16, 32, 64), (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
WIDEST, DEEPEST = 100, 3  # units of a layer, and layers
MOST_VALUES, MOST_SEEDS = 12, 32  # of widths and of rates; in a cell
MOST_STEPS, MOST_POINTS = 20_000, 100_000
MOST_SECONDS = 600  # of a plan: someone is waiting
LOOKED_AT = 400  # networks of a larger plan that are looked at to tell what it would cost
N_TEST = 1000


@dataclass(frozen=True)
class Plan:
    """Which networks a map is made of.

    Attributes
    ----------
    rule : str
        Name of a registered rule.
    widths : tuple of int
        Units of each hidden layer: 1 to 12 different ones, each in [1, 100]; sorted.
    rates : tuple of float
        Learning rates: 1 to 12 different ones, each in (0, 1e30]; sorted.
    seeds : int
        Networks in each cell, in [1, 32]; they have the seeds 0, 1, 2 ...
    depth : int
        Hidden layers, all of one width; in [1, 3].
    optimiser : {"adam", "momentum", "sgd"}
    steps : int
        Updates of each network, in [1, 20000].
    batch_size : int or None
        Points in a minibatch, at least 1; None is all of them.
    points : int
        Points to learn from, in [1, 100000]; 1,000 more are held out.
    noise : float
        As in `course.toys.sample`; in [0, 2].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the value; for a plan that would take more than ten minutes with
        the estimate.
    """

    rule: str = "ring"
    widths: tuple[int, ...] = WIDTHS
    rates: tuple[float, ...] = RATES
    seeds: int = 16
    depth: int = 1
    optimiser: str = "adam"
    steps: int = 1000
    batch_size: int | None = 32
    points: int = 700
    noise: float = 0.0

    def __post_init__(self) -> None:
        find(self.rule)
        self._list("widths", lambda name, value: check_integer(name, value, 1, WIDEST))
        self._list("rates", lambda name, v: check_number(name, v, 0, LARGEST, open_low=True))
        check_integer("seeds", self.seeds, 1, MOST_SEEDS)
        check_integer("depth", self.depth, 1, DEEPEST)
        check_choice("optimiser", self.optimiser, OPTIMISERS)
        check_integer("steps", self.steps, 1, MOST_STEPS)
        if self.batch_size is not None:
            check_integer("batch_size", self.batch_size, 1)
        check_integer("points", self.points, 1, MOST_POINTS)
        object.__setattr__(self, "noise", check_number("noise", self.noise, 0, 2))
        cost = self.estimate
        if cost.seconds > MOST_SECONDS:
            limit = f"{MOST_SECONDS // 60} min"
            raise ValueError(f"a map may take {limit} at most, this one has {cost.words}")

    def _list(self, name: str, check: Any) -> None:
        values = getattr(self, name)
        if isinstance(values, str) or not hasattr(values, "__iter__"):
            raise TypeError(f"{name} must be a sequence of numbers, got {shown(values)}")
        values = tuple(sorted({check(f"each of {name}", value) for value in values}))
        if not 1 <= len(values) <= MOST_VALUES:
            empty = ": a map of 0 networks shows nothing" if not values else ""
            raise ValueError(f"{name} must be 1 to {MOST_VALUES} numbers, got {len(values)}{empty}")
        object.__setattr__(self, name, values)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Widths, rates and seeds: how many there are of each."""
        return len(self.widths), len(self.rates), self.seeds

    @property
    def base(self) -> TrainConfig:
        """What all networks of the map have in common."""
        return TrainConfig(
            optimiser=self.optimiser, batch_size=self.batch_size, steps=self.steps
        )

    def configs(self, row: int) -> tuple[TrainConfig, ...]:
        """The networks of one width, those of the first rate first."""
        hidden = (self.widths[row],) * self.depth
        return grid(
            self.base, hidden=[hidden], learning_rate=self.rates, seed=range(self.seeds)
        )

    @property
    def estimate(self) -> Estimate:
        """What it will cost, about."""
        batch = min(self.batch_size or self.points, self.points)
        return _estimate(self.shape, self.widths, self.depth, self.optimiser, self.steps, batch)

    def dataset(self) -> Dataset:
        """The points that all networks learn from, and those held out.

        Raises
        ------
        RuleError
            If the rule raises or returns the wrong thing.
        """
        return make_dataset(self.rule, self.points, N_TEST, self.noise)

    def code(self) -> str:
        """Lines of Python that train all of it; they end with the medians of the cells."""
        usual = TrainConfig()
        base = [
            f"{name}={getattr(self.base, name)!r}"
            for name in ("optimiser", "batch_size", "steps")
            if getattr(self.base, name) != getattr(usual, name)
        ]
        noise = f", noise={self.noise}" if self.noise else ""
        points = f"n_train={self.points}, n_test={N_TEST}{noise}"
        hidden = ", ".join(repr((width,) * self.depth) for width in self.widths)
        own = f"# {self.rule!r} is a rule of your own: register it first"
        return "\n".join(
            [
                "import numpy as np",
                "",
                "from course.records import TrainConfig",
                "from course.sweep import Sweep, grid",
                "from course.toys import make_dataset",
                "",
                *([] if self.rule in PROVIDED else [own]),
                f"data = make_dataset({self.rule!r}, {points})",
                "configs = grid(",
                f"    TrainConfig({', '.join(base)}),",
                f"    hidden=[{hidden}],",
                f"    learning_rate={list(self.rates)}, seed=range({self.seeds}),",
                ")",
                "outcomes = Sweep(configs, data).run()",
                "accuracies = [outcomes[i].accuracy for i in range(len(configs))]",
                f"accuracies = np.reshape(accuracies, {self.shape})  # width, rate, seed",
                "np.median(accuracies, axis=2)",
            ]
        )


@lru_cache(maxsize=256)
def _estimate(
    shape: tuple[int, int, int], widths: tuple[int, ...], depth: int, optimiser: str,
    steps: int, batch: int,
) -> Estimate:  # fmt: skip
    """Of a plan, told from some of its seeds if there are many: the rest are like them."""
    seeds = max(1, min(shape[2], LOOKED_AT // (shape[0] * shape[1])))
    base = TrainConfig(optimiser=optimiser, batch_size=batch, steps=steps)
    hidden = [(width,) * depth for width in widths]
    some = grid(base, hidden=hidden, seed=range(shape[1] * seeds))
    cost, times = estimate(some, batch), shape[2] / seeds
    runs = shape[0] * shape[1] * shape[2]
    return Estimate(runs, runs * steps, cost.seconds * times, cost.bytes * times)


@dataclass(frozen=True)
class Table:
    """How well the networks of a map do on unseen points, as far as they are trained.

    Attributes
    ----------
    plan : Plan
    accuracies : float array, shape (n_widths, n_rates, n_seeds)
        In [0, 1]; NaN where a network is not trained yet.
    lost : bool array, same shape
        Whether the loss has run away or is not a number.
    """

    plan: Plan
    accuracies: np.ndarray
    lost: np.ndarray

    @cached_property
    def done(self) -> np.ndarray:
        """Networks trained in each cell; int array, shape (n_widths, n_rates)."""
        return (~np.isnan(self.accuracies)).sum(-1)

    @cached_property
    def medians(self) -> np.ndarray:
        """Median accuracy of each cell whose networks are all trained, NaN for the others."""
        return np.median(self.accuracies, axis=-1)

    @cached_property
    def failed(self) -> np.ndarray:
        """Lost networks in each cell; int array."""
        return self.lost.sum(-1)

    @cached_property
    def spread(self) -> np.ndarray:
        """Accuracy of the best seed over that of the worst, in each cell; NaN if not all there."""
        return self.accuracies.max(-1) - self.accuracies.min(-1)

    @property
    def best(self) -> tuple[int, int] | None:
        """Width and rate, as places in the plan, of the best median; None if several are."""
        if np.isnan(self.medians).all():
            return None
        places = np.argwhere(self.medians == np.nanmax(self.medians)).tolist()
        return tuple(places[0]) if len(places) == 1 else None

    @property
    def luckiest(self) -> tuple[int, int] | None:
        """The cell whose seeds differ most, lost ones aside; None while no cell is whole."""
        spread = np.where(self.failed > 0, np.nan, self.spread)
        if np.isnan(spread).all():
            return None
        row, column = np.unravel_index(np.nanargmax(spread), spread.shape)
        return int(row), int(column)

    def best_rates(self) -> list[int | None]:
        """Place of the best rate of each width; None until all are there, or if several are."""
        best = [np.flatnonzero(row == row.max()).tolist() for row in self.medians]
        return [places[0] if len(places) == 1 < len(self.plan.rates) else None for places in best]

    def of_rate(self, column: int) -> float:
        """Median over the widths of the medians at one rate; NaN unless all are there."""
        return float(np.median(self.medians[:, column]))
