"""The networks of a sweep map in training, a width at a time; a stop keeps what is done."""
from collections.abc import Generator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from course.checks import check_integer
from course.field import field, field_bytes
from course.network import Network
from course.run import Run, Stretch
from course.sweep import Outcome, Sweep, Update
from course.sweep_map import Plan, Table
from course.training import Step, begin, member

KEPT = 20_000_000  # floats of networks and optimisers that are kept for whoever opens one
At = tuple[int, int, int]  # width, rate and seed, as places in the plan


class Filling:
    """The networks of a plan in training: a computation that a stop does not undo.

    Parameters
    ----------
    plan : Plan

    Attributes
    ----------
    data : Dataset or None
        What all of them learn from; None until the first piece.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan, self.data = plan, None
        self._accuracies, self._lost = np.full(plan.shape, np.nan), np.zeros(plan.shape, bool)
        self._sweeps: dict[int, Sweep] = {}
        self._ends: dict[tuple[int, int], tuple[Step, int]] = {}
        self._kept, self._now = 0, (0, (), 0.0)
        self._left = [2 + plan.steps] * len(plan.widths)  # pieces of each width, about

    def table(self) -> Table:
        """What is known now; later pieces do not change it."""
        return Table(self.plan, self._accuracies.copy(), self._lost.copy())

    @property
    def trained(self) -> int:
        """Networks that are done."""
        return int((~np.isnan(self._accuracies)).sum())

    @property
    def complete(self) -> bool:
        """Whether all networks are done."""
        return self.trained == self._accuracies.size

    @property
    def steps(self) -> int:
        """How often `pieces` yields, about; known better once it has begun."""
        return max(1, sum(self._left))

    def shares(self) -> np.ndarray:
        """How far each cell is: float array, shape (n_widths, n_rates), each in [0, 1]."""
        parts = (~np.isnan(self._accuracies)).astype(float)
        row, members, share = self._now
        places = parts[row].reshape(-1)
        places[list(members)] = np.maximum(places[list(members)], share)
        return parts.mean(-1)

    def pieces(self) -> Generator[Update | None, None, Table]:
        """Train what is not done yet, a little at a time; the table is returned.

        Yields
        ------
        Update, or None while a width is prepared

        Raises
        ------
        RuleError
            At the first piece, if the rule raises or returns the wrong thing.
        """
        self.data = self.data or self.plan.dataset()
        rows = np.flatnonzero(np.isnan(self._accuracies).any((1, 2))).tolist()
        self._left = [left if row in rows else 0 for row, left in enumerate(self._left)]
        for row in rows:  # all are prepared first: then it is known how much there is to do
            if row not in self._sweeps:
                configs = self.plan.configs(row)
                yield None
                self._sweeps[row] = Sweep(configs, self.data)
            yield None
            self._left[row] = 2 + self._sweeps[row].steps
        for row in rows:
            for update in self._sweeps[row].pieces():
                self._note(row, update)
                yield update
            self._take(row)
        return self.table()

    def run(self) -> Table:
        """Do all of it at once."""
        for _ in self.pieces():
            pass
        return self.table()

    def code(self) -> str:
        """Lines of Python that do the same."""
        return self.plan.code()

    # ---- what is known of a network ----------------------------------------------------

    def outcomes(self, row: int, column: int) -> list[Outcome]:
        """The networks of a cell that are done, the best first; lost ones last."""
        if row not in self._sweeps:
            return []
        found, first = self._sweeps[row].outcomes, column * self.plan.seeds
        there = [found[i] for i in range(first, first + self.plan.seeds) if i in found]
        return sorted(there, key=lambda one: (one.diverged, -one.accuracy, one.index))

    def whole(self, row: int, outcome: Outcome) -> bool:
        """Whether the optimiser's own numbers were kept as well as the network's."""
        return (row, outcome.index) in self._ends

    def run_of(self, row: int, outcome: Outcome) -> Run:
        """One of these networks as a run that can go on from where it stands.

        What the optimiser had gathered goes with it if it was kept; see `whole`.
        """
        config = outcome.config
        if self.whole(row, outcome):
            step = member(*self._ends[row, outcome.index])
        else:
            step = replace(begin(config), index=config.steps)
            step.network.parameters[...] = outcome.parameters
        return Run(config, self.data, step, [Stretch(config, self.data, config.steps)])

    # ---- while it trains ---------------------------------------------------------------

    def _note(self, row: int, update: Update) -> None:
        """How far a population is; its end, for whoever opens one of its networks."""
        self._take(row)
        chunk, step = update.chunk, update.step
        if step is None:
            return
        self._now = row, chunk.members, step.index / self.plan.steps
        size = 4 * step.network.parameters.size  # with gradients, and two arrays of Adam's
        if step.index == self.plan.steps and self._kept + size <= KEPT:
            self._kept += size
            step.network.z = step.network.h = []  # a pass that nobody needs any more
            self._ends |= {(row, index): (step, k) for k, index in enumerate(chunk.members)}

    def _take(self, row: int) -> None:
        """What is new among the outcomes of a width."""
        outcomes, cells = self._sweeps[row].outcomes, self._accuracies[row]
        for outcome in islice(outcomes.values(), int((~np.isnan(cells)).sum()), None):
            at = divmod(outcome.index, self.plan.seeds)
            cells[at], self._lost[row][at] = outcome.accuracy, outcome.diverged


def portraits(
    outcomes: Sequence[Outcome], side: int
) -> Generator[np.ndarray, None, None]:
    """The field of each of some networks, one at a time.

    Parameters
    ----------
    outcomes : sequence of Outcome
    side : int
        Points along each side, in [1, 200].

    Yields
    ------
    uint8 array, shape (side, side)
        As `course.field.field_bytes` packs it, top row first.
    """
    check_integer("side", side, 1, 200)
    for outcome in outcomes:
        network = Network((2, *outcome.config.hidden, 1), outcome.config.activation)
        network.parameters[...] = outcome.parameters
        yield field_bytes(field(network, side))
