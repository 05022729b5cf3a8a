"""How the rule is learned: grow, compare with the picture, gradient, step.

States that were grown are kept in a pool and grown on later, so that the rule learns to stay at
the picture and not to pass through it; some are damaged first, so that it learns to heal.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor

from course.art.automaton.cells import Cells, seeds
from course.art.automaton.damage import cut_masks
from course.art.automaton.picture import ROOM, SIZE, target
from course.art.automaton.rule import untrained
from course.checks import check_integer
from course.seeding import generator


@dataclass(frozen=True)
class Plan:
    """Everything a training run depends on.

    Attributes
    ----------
    steps : int
        Updates of the rule, in [1, 100,000].
    seed : int
    channels, hidden : int
        Numbers a cell holds; width of the rule's hidden layer.
    size, room : int
        Cells along a side of the picture, and empty cells around it.
    batch, pool : int
        Grids grown in a step; grids kept.
    shortest, longest : int
        How many steps of the automaton they are grown.
    damaged : int
        How many of the batch are cut first; at most batch - 2, for one may be a seed.
    whole : int
        Steps in which nothing is cut yet: first it must grow at all.
    young : int
        Steps of which each starts a picture again; afterwards every second one does, so that
        others grow old.
    heal : int
        From this step on chance, not the error, says which picture is started again and which
        is cut: until then those that heal badly are dropped, and the rule seldom sees them.
    hard : int
        From this step on one more of the batch is cut.
    rate : float
        Adam's learning rate at the start.
    shares : tuple of (int, float)
        From which step on which share of that.
    """

    steps: int = 4650
    seed: int = 0
    channels: int = 12
    hidden: int = 80
    size: int = SIZE
    room: int = ROOM
    batch: int = 3
    pool: int = 48
    shortest: int = 40
    longest: int = 60
    damaged: int = 1
    whole: int = 600
    young: int = 1200
    rate: float = 6e-3
    heal: int = 2850
    hard: int = 4000
    shares: tuple[tuple[int, float], ...] = (
        (0, 1.0), (1500, 0.3), (2400, 0.1), (2850, 0.3), (3600, 0.1),
    )  # fmt: skip

    def __post_init__(self) -> None:
        check_integer("steps", self.steps, 1, 100_000)
        check_integer("batch", self.batch, 2, self.pool)
        check_integer("damaged", self.damaged, 0, self.batch - 2)
        check_integer("longest", self.longest, self.shortest)


class Run:
    """A training run that can be stopped after any step, kept, and taken up again.

    Attributes
    ----------
    plan : Plan
    index : int
        Steps made.
    """

    def __init__(self, plan: Plan):
        self.plan = plan
        self.index = 0
        self.cells = Cells(untrained(plan.channels, plan.hidden, plan.seed))
        self._optimiser = torch.optim.Adam(self.cells.parameters(), lr=plan.rate)
        self._rng = generator(plan.seed, "automaton", "choices")
        self._noise = torch.Generator().manual_seed(plan.seed)
        self._pool = seeds(plan.pool, plan.channels, plan.size + 2 * plan.room)
        self._target = torch.from_numpy(target(plan.size, plan.room)).permute(2, 0, 1)[:, None]
        self._empty = float(self._target.square().mean())

    def __iter__(self) -> Iterator[float]:
        """Make the steps that are left; each gives the mean error of its batch."""
        while self.index < self.plan.steps:
            yield self.step()

    def step(self) -> float:
        """Grow a batch, and improve the rule by what the pictures lack; the batch's error."""
        plan = self.plan
        for group in self._optimiser.param_groups:
            group["lr"] = plan.rate * self._share()
        places = self._rng.choice(plan.pool, plan.batch, replace=False)
        steps = int(self._rng.integers(plan.shortest, plan.longest, endpoint=True))
        state = self.cells.run(self._batch(places), steps, self._noise)
        errors = self._errors(state)
        loss = errors.mean() + 0.01 * _overflow(state)
        self.index += 1
        if not torch.isfinite(loss):  # a picture ran away: nothing is learned from it
            self._pool[:, places] = seeds(plan.batch, plan.channels, state.shape[-1])
            return float(errors.detach().nan_to_num(1.0).mean())
        self._optimiser.zero_grad()
        loss.backward()
        for parameter in self.cells.parameters():  # many steps of growth: gradients vary wildly
            parameter.grad /= parameter.grad.norm() + 1e-8
        self._optimiser.step()
        self._pool[:, places] = state.detach()
        return float(errors.detach().mean())

    def _batch(self, places: np.ndarray) -> Tensor:
        """States from the pool: one is started again, and some are cut.

        One that is worse than an empty grid is always started again.
        """
        state = self._pool[:, places]
        errors, plan = self._errors(state), self.plan
        order = errors.argsort(descending=True)
        young, lost = self.index < plan.young, errors.max() > self._empty
        if self.index >= plan.heal and not lost:
            order = torch.arange(plan.batch)  # the places came by chance
        if young or lost or self.index % 2:
            state[:, order[0]] = seeds(1, plan.channels, state.shape[-1])[:, 0]
        damaged = plan.damaged + (self.index >= plan.hard)
        if damaged and self.index >= plan.whole:
            cut = order[-damaged:]
            state[:, cut] *= cut_masks(damaged, state.shape[-1], self._rng)
        return state

    def _share(self) -> float:
        """The share of the learning rate that this step takes."""
        return [share for step, share in self.plan.shares if step <= self.index][-1]

    def _errors(self, state: Tensor) -> Tensor:
        """Mean squared error of colour and opacity, shape (n_grids,)."""
        return (state[:4] - self._target).square().mean((0, 2, 3))

    def state_dict(self) -> dict:
        """All that the steps to come depend on."""
        return {
            "plan": asdict(self.plan),
            "index": self.index,
            "cells": self.cells.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "rng": json.dumps(self._rng.bit_generator.state),
            "noise": self._noise.get_state(),
            "pool": self._pool,
        }

    @classmethod
    def from_state(cls, stored: dict) -> "Run":
        """The run that `state_dict` described, at the step it had reached."""
        run = cls(Plan(**stored["plan"]))
        run.index = stored["index"]
        run.cells.load_state_dict(stored["cells"])
        run._optimiser.load_state_dict(stored["optimiser"])
        run._rng.bit_generator.state = json.loads(stored["rng"])
        run._noise.set_state(stored["noise"])
        run._pool = stored["pool"]
        return run


def _overflow(state: Tensor) -> Tensor:
    """What hidden numbers are beyond [-2, 2]: large ones run away in long runs."""
    return (state - state.clamp(-2, 2)).abs().mean()
