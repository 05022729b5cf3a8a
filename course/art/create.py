"""The four lines: make the picture, ask the goal, find the gradient, take a step."""
from collections.abc import Iterator
from contextlib import nullcontext

import torch
from torch import nn

from course.art.goals import Goal
from course.art.looking import Looking, Step
from course.art.optimisers import make_optimiser, out_of_memory, to_cpu, unharmed
from course.checks import check_integer, check_number

__all__ = ["Step", "create"]

FULL = "the device’s memory is full: the CPU goes on"


def create(
    thing: nn.Module,
    goal: Goal,
    *,
    optimiser: str | torch.optim.Optimizer = "Adam",
    rate: float | None = None,
    steps: int | None = None,
    pixels: int | None = None,
    every: int = 10,
    decay: float = 1.0,
    seed: int = 0,
    index: int = 0,
) -> Iterator[Step]:
    """Improve the parameters of a thing that makes a picture, bit by bit.

    Each step is yielded before its update is made: at that moment the parameters are those of the
    picture, and their `.grad` is what the goal asks of them.

    Parameters
    ----------
    thing : module of torch
        `thing()` is the picture, (1, 3, size, size).
    goal : Goal
    optimiser : {"SGD", "momentum", "Adam", "L-BFGS"} or torch Optimizer
        A name begins afresh; an optimiser goes on with what it remembers.
    rate : float, optional
        The learning rate; the parameterisation's own if left out.
    steps : int, optional
        After how many updates it ends; never if left out.
    pixels : int, optional
        How many random pixels a step looks at; all if left out.  The goal must be pixelwise,
        and the thing must have `at(points)`.
    every : int
        With random pixels: after how many steps a whole picture is made again.
    decay : float
        Share of the rate that is left at the end of `steps`, in (0, 1]; it falls in a line.
    seed : int
        For what goals and random pixels draw.
    index : int
        Number of the first step.

    Yields
    ------
    Step

    Raises
    ------
    TypeError, ValueError
        At the first step, if an argument or the picture is not what it should be.
    GoalError
        If a term is no finite number, or nothing depends on the parameters; the parameters are
        then as they were.
    """
    look = Looking(thing, goal, pixels, every, seed)
    if isinstance(optimiser, str):
        optimiser = make_optimiser(optimiser, thing, rate)
    searches = isinstance(optimiser, torch.optim.LBFGS)  # tries several pictures in a step
    if searches:
        look.must_repeat("L-BFGS")
    check_number("decay", decay, 0, 1, open_low=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    first, note = index, ""
    end = None if steps is None else first + check_integer("steps", steps, 1)
    while True:
        try:
            step = look(index, note)
            yield step
            if index == end:
                return
            if end is not None and decay < 1:
                _decay(optimiser, rates, decay, (index - first) / steps)
            with unharmed(thing) if searches else nullcontext():
                optimiser.step(look.again(step.loss, index))
            index += 1
        except Exception as error:  # noqa: BLE001  looked at below
            if not out_of_memory(error) or on_cpu(thing):
                raise
            to_cpu(thing, optimiser)
            note = FULL


def on_cpu(thing: nn.Module) -> bool:
    """Whether the parameters are on the CPU."""
    return all(values.device.type == "cpu" for values in thing.parameters())


def _decay(
    optimiser: torch.optim.Optimizer, rates: list[float], decay: float, done: float
) -> None:
    """Let the learning rates be so far on their line from the full rates to their last share."""
    for group, full in zip(optimiser.param_groups, rates, strict=True):
        group["lr"] = full * (1 - (1 - decay) * done)
