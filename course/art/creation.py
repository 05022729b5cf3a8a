"""What is being made: a thing, a goal and an optimiser, and how far they have come together."""
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer

from course.art.create import create
from course.art.goals import Goal
from course.art.looking import Step
from course.art.optimisers import make_optimiser


@dataclass(frozen=True)
class Creation:
    """What is made, of what, and how: the arguments of `course.art.create.create`.

    Attributes
    ----------
    thing : torch.nn.Module
        Its `forward()` is the picture, shape (1, 3, S, S).
    goal : course.art.goals.Goal
    optimiser : torch.optim.Optimizer
        A name is turned into one for `thing` when the creation is made, so that
        `dataclasses.replace(creation, goal=other)` goes on with the same one.
    rate : float, optional
        Learning rate of an optimiser given by name; None means its default.
    pixels : int, optional
        So many random pixels a step, instead of all.
    every : int
        With `pixels`, a whole picture is made every so many steps.
    decay : float
        See `create`.
    seed : int
        Of what is random in the goal.
    limit : int, optional
        Steps after which it ends; None means never.
    about : object
        What whoever ordered it wants to remember with it.
    """

    thing: nn.Module
    goal: Goal
    optimiser: str | Optimizer = "Adam"
    rate: float | None = None
    pixels: int | None = None
    every: int = 10
    decay: float = 1.0
    seed: int = 0
    limit: int | None = None
    about: Any = None

    def __post_init__(self) -> None:
        if isinstance(self.optimiser, str):
            made = make_optimiser(self.optimiser, self.thing, rate=self.rate)
            object.__setattr__(self, "optimiser", made)

    def at_rate(self, rate: float) -> "Creation":
        """The same, going on at another learning rate."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        return replace(self, rate=rate)

    def run(self, index: int = 0) -> Iterator[Step]:
        """The steps from this one on: what `create` yields."""
        return create(
            self.thing, self.goal, optimiser=self.optimiser, pixels=self.pixels,
            every=self.every, decay=self.decay, seed=self.seed, steps=self.limit, index=index,
        )  # fmt: skip


class Lane:
    """One picture in the making: steps, the newest look at them, and what went wrong.

    Parameters
    ----------
    build : callable
        Makes the creation, before the first step.

    Attributes
    ----------
    step : Step, optional
        The newest; None before the first.
    index, made : int
        Number of the newest step, and how many were made so far.
    stretches : list of (int, Creation)
        From which step on which creation was at work.
    began : dict of str to float
        What each term said first.
    failure : Exception, optional
        What went wrong; then it does not go on.
    done : bool
        Whether it has come to the end of its steps.
    look : object
        What was seen of the step that was looked at last.
    altering : deque of callable
        Changes that are still to be made, each from the creation before it to the next.
    """

    def __init__(self, build: Callable[[], Creation]) -> None:
        self.build, self.creation = build, None
        self.walk: Iterator[Step] | None = None
        self.step: Step | None = None
        self.index = self.made = 0
        self.stretches: list[tuple[int, Creation]] = []
        self.began: dict[str, float] = {}
        self.failure: Exception | None = None
        self.done = False
        self.look: Any = None
        self.altering: deque[Callable[[Creation], Creation]] = deque()
        self._wanted = False  # whether someone has asked for a look
        self._seen: Step | None = None  # the step that `look` is of

    @property
    def moves(self) -> bool:
        """Whether it can go on."""
        return self.failure is None and not self.done

    def change(self) -> None:
        """Go on with another creation from the same step: its parameters stay as they are."""
        self._end()
        self.failure, self.done = None, False
        try:
            while self.altering:
                alter = self.altering.popleft()
                if self.creation is not None:
                    before, self.creation = self.creation, alter(self.creation)
                    self._forget(before.goal)
        except Exception as error:  # noqa: BLE001  a goal of one's own may raise anything
            self.failure = error

    def advance(self) -> None:
        """Make the next step; what goes wrong is kept, and so is the last good step."""
        if not self.moves:
            return
        good = _copied(self.creation)
        try:
            if self.creation is None:
                self.creation = self.build()
            if self.walk is None:
                self.walk = self.creation.run(self.index)
                self._note()
            step = next(self.walk)
        except StopIteration:
            self.done, self.walk = True, None
        except Exception as error:  # noqa: BLE001  as in `change`
            self.failure = error
            self._end()
            _restore(good)
        else:
            self.step, self.index, self.made = step, step.index, self.made + 1
            self.began = step.parts | self.began

    def want(self, afresh: bool = False) -> None:
        """Ask for a look at the newest step, or at the next if that has been looked at."""
        if afresh:
            self._seen = None
        self._wanted = True

    @property
    def unseen(self) -> bool:
        """Whether someone waits for a look that can be had."""
        there = self.failure is None and self.step is not None
        return self._wanted and there and self._seen is not self.step

    def show(self, look: Callable[[Creation, Step], Any]) -> None:
        """Look at the newest step, if someone wants to and has not yet."""
        if not self.unseen:
            return
        self._wanted = False
        try:
            self.look = look(self.creation, self.step)
        except Exception as error:  # noqa: BLE001  as in `change`
            self.failure = error
        self._seen = self.step

    def _forget(self, before: Goal) -> None:
        """What a term said first counts no longer where it asks for something else now."""
        asked = {term.name: term.function for term in before.terms}
        for term in self.creation.goal.terms:
            if asked.get(term.name) is not term.function:
                self.began = {name: v for name, v in self.began.items() if name != term.name}

    def _note(self) -> None:
        # What made no update has left nothing behind, so that it need not be remembered.
        self.stretches = [one for one in self.stretches if one[0] < self.index]
        self.stretches.append((self.index, self.creation))

    def _end(self) -> None:
        walk, self.walk = self.walk, None
        if walk is not None:
            walk.close()


def _copied(creation: Creation | None) -> list[tuple[nn.Parameter, torch.Tensor]]:
    """Each parameter with a copy of its numbers."""
    if creation is None:
        return []
    return [(values, values.detach().clone()) for values in creation.thing.parameters()]


def _restore(copies: list[tuple[nn.Parameter, torch.Tensor]]) -> None:
    """Give parameters their numbers back: a step that went wrong has not been made."""
    with torch.no_grad():
        for values, copy in copies:
            values.copy_(copy)
