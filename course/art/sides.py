"""Several pictures made in turn, so that they can be compared: step by step, or second by second.

Each is made by the same four lines, on the same thread.  What is kept of each is what it costs
and what it comes to: after every step the CPU time so far and the weighted sum.
"""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from time import perf_counter, sleep, thread_time
from typing import Any

import numpy as np
import torch

from course.art import build, neuron
from course.art.creation import Creation
from course.art.digit_network import network
from course.art.goals import Goal
from course.art.images import to_bytes
from course.art.looking import Step
from course.art.making import Making
from course.art.turns import ACROSS, Pace, Record
from course.checks import check_choice, check_integer
from course.pictures.sides_catalogue import Tile
from course.torch_layers import one_thread

_NEURONS = {"neuron", "moved"}


@dataclass(frozen=True)
class Recorded(Creation):
    """A creation that waits for its turn and writes down what it does."""

    record: Record = field(default_factory=Record)
    pace: Pace = field(default_factory=Pace)

    def run(self, index: int = 0) -> Iterator[Step]:
        """The steps from this one on; the same one again while it is another's turn."""
        walk, record, step = super().run(index), self.record, None
        try:
            while True:
                if step is not None and self.pace.waits(record):
                    sleep(0.0005)  # not to turn in circles while all of them wait
                    yield step
                    continue
                begun = thread_time()
                step = next(walk)
                record.seconds += thread_time() - begun
                record.index, record.made_at = step.index, perf_counter()
                if step.rendered == step.index:
                    # A few random pixels say little of the picture: it is looked at as a whole,
                    # and that is not counted.
                    whole = self.pixels is None
                    loss = step.loss if whole else self.goal(step.image, self.seed)
                    record.keep(float(loss))
                if not record.count:
                    record.steepest, record.count = _slopes(self.thing)
                yield step
        except Exception:
            record.stopped = True
            raise


def _slopes(thing: torch.nn.Module) -> tuple[float, int]:
    found = [values.grad for values in thing.parameters() if values.grad is not None]
    most = max((float(one.abs().max()) for one in found), default=0.0)
    return most, sum(values.numel() for values in thing.parameters())


@dataclass(frozen=True)
class Sight:
    """What is seen of a picture.

    Attributes
    ----------
    image : uint8 array, shape (size, size, 3)
    index : int
        The step it belongs to.
    words : str
        What a network says of it, or "".
    """

    image: np.ndarray
    index: int
    words: str = ""


class Sides:
    """Pictures side by side.

    Parameters
    ----------
    tiles : sequence of course.pictures.sides_catalogue.Tile
    size : int
        Pixels of each, each way.
    target : uint8 array, shape (n, n, 3), optional
        For goals that need one.
    digit : int
        For goals of a neuron.
    seed : int
        Decides every start.
    across : {"steps", "time"}
        Whether Play keeps them at the same number of steps or at the same CPU time.
    until : float
        So many steps, or seconds, for each.

    Attributes
    ----------
    records : list of Record
        One a tile.
    making : course.art.making.Making
        The one thread that makes them; a lane a tile.

    Examples
    --------
    >>> from course.pictures.sides_catalogue import tiles
    >>> from course.pictures.targets import target
    >>> sides = Sides(tiles("optimisers"), 32, target("rose", 32))
    >>> sides.advance([3, 3, 3, 3])
    >>> [record.index for record in sides.records]
    [3, 3, 3, 3]
    """

    def __init__(
        self,
        tiles: Sequence[Tile],
        size: int,
        target: np.ndarray | None = None,
        *,
        digit: int = 3,
        seed: int = 0,
        across: str = "steps",
        until: float = float("inf"),
    ) -> None:
        self.tiles, self.size = tuple(tiles), check_integer("size", size, 8, 1024)
        self._target, self._digit, self._seed = target, digit, check_integer("seed", seed, 0)
        self.records = [Record() for _ in self.tiles]
        self.pace = Pace(check_choice("across", across, ACROSS), until)
        self.making = Making(self._seen)

    def creation(self, which: int) -> Recorded:
        """One of them at its start; it is then waited for by the others."""
        tile, record = self.tiles[which], self.records[which]
        try:
            thing, goal = self._thing(tile), self._goal(tile)
            made = Recorded(
                thing, goal, tile.optimiser, tile.rate, pixels=tile.pixels, seed=self._seed,
                about=tile, record=record, pace=self.pace,
            )  # fmt: skip
        except Exception:
            record.stopped = True
            raise
        self.pace.records.append(record)
        return made

    @property
    def begun(self) -> bool:
        """Whether each has been begun, or could not be."""
        there = {id(record) for record in self.pace.records}
        return all(record.stopped or id(record) in there for record in self.records)

    def begin(self) -> None:
        """Have the thread make the first picture of each."""
        for which in range(len(self.tiles)):
            self.making.begin(lambda which=which: self.creation(which), lane=which)

    def advance(self, steps: Sequence[int]) -> list[Step]:
        """Make so many steps of each, here and now; for programs and tests.

        Parameters
        ----------
        steps : sequence of int
            One a tile, each at least 0, counted from the start.

        Returns
        -------
        list of Step
            The last of each.

        Raises
        ------
        ValueError
            If there are not as many numbers as tiles.
        """
        if len(steps) != len(self.tiles):
            raise ValueError(f"steps must be {len(self.tiles)} numbers, got {len(steps)}")
        self.pace.even, last = False, []
        with one_thread():
            for which, count in enumerate(steps):
                walk = self.creation(which).run()
                for _ in range(check_integer(f"steps[{which}]", count, 0) + 1):
                    step = next(walk)
                last.append(step)
        return last

    def _thing(self, tile: Tile) -> Any:
        options = {} if tile.count is None else {"count": tile.count}
        return build.parameterisation(tile.parameterisation, self.size, self._seed, **options)

    def _goal(self, tile: Tile) -> Goal:
        if _NEURONS & {name for name, _ in tile.terms}:
            network()  # trained now, where nobody counts the time
        return reduce(add, (weight * self._term(name) for name, weight in tile.terms))

    def _term(self, name: str) -> Goal:
        if name == "moved":
            return neuron.neuron(self._digit, jitter=1.0)
        if name == "ink":
            return neuron.ink()
        return build.goal({name: 1.0}, target=self._target, digit=self._digit)

    def _seen(self, creation: Creation, step: Step) -> Sight:
        picture, tile = to_bytes(step.image), creation.about
        if not _NEURONS & {name for name, _ in tile.terms}:
            return Sight(picture, step.rendered)
        share = float(neuron.probabilities(picture)[self._digit])
        return Sight(picture, step.rendered, f"read as {self._digit}: {_percent(share)}")


def _percent(share: float) -> str:
    """A share as "98.1%"; neither 0% nor 100% unless it is."""
    rounded = min(max(round(100 * share, 1), 0.1), 99.9)
    return f"{rounded:.1f}%" if 0 < share < 1 else f"{100 * share:.0f}%"
