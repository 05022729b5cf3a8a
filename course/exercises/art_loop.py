"""The exercise of lesson 05 on the loop itself: four lines, whatever it is that learns.

A case holds numbers.  Its copies belong together: the thing, a goal, and an optimiser that moves
the parameters of that very thing.
"""
import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.art_arguments import is_tensor, torch_module
from course.exercises.entries import two_numbers
from course.exercises.exercise import Case, Exercise, WrongAnswer

Array = np.ndarray

ROUNDING = 1e-5  # of the first number: float32, added up in another order


@dataclass(frozen=True)
class Thing:
    """A copy of it is a module whose forward() is its parameters."""

    start: tuple[float, ...]

    def __deepcopy__(self, memo: dict) -> Any:
        torch = torch_module()

        class Given(torch.nn.Module):
            def __init__(self, start: tuple[float, ...]) -> None:
                super().__init__()
                self.numbers = torch.nn.Parameter(torch.tensor(start))

            def forward(self) -> Any:
                return 1 * self.numbers

            def __eq__(self, other: object) -> bool:  # it is there to be changed
                return isinstance(other, Thing)

            __hash__ = torch.nn.Module.__hash__

        made = memo[id(self)] = Given(self.start)
        return made


@dataclass(frozen=True)
class Near:
    """A goal: the mean squared distance from some numbers."""

    wanted: tuple[float, ...]

    def __call__(self, made: Any) -> Any:
        return (made - torch_module().tensor(self.wanted)).square().mean()


@dataclass(frozen=True)
class Mover:
    """A copy of it moves the copy of a thing: an optimiser, with momentum.

    It is no optimiser of torch: what torch.optim imports when it is first used takes most of the
    time that a check has.
    """

    thing: Thing
    rate: float
    momentum: float = 0.0

    def __deepcopy__(self, memo: dict) -> "Moving":
        return Moving(self, list(copy.deepcopy(self.thing, memo).parameters()))


class Moving:
    """What moves some parameters."""

    def __init__(self, mover: Mover, parameters: list[Any]) -> None:
        self._mover, self._parameters = mover, parameters
        self._velocities = [0.0 for _ in parameters]

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients."""
        for values in self._parameters:
            values.grad = None

    def step(self) -> None:
        """Make one step along the gradients that are there."""
        with torch_module().no_grad():
            for i, values in enumerate(self._parameters):
                if values.grad is not None:
                    self._velocities[i] = self._mover.momentum * self._velocities[i] + values.grad
                    values -= self._mover.rate * self._velocities[i]

    def __eq__(self, other: object) -> bool:  # it is there to be changed
        return other is self._mover

    __hash__ = object.__hash__


def four_lines(thing: Any, goal: Any, optimiser: Any, steps: int) -> list[float]:
    """Improve a thing; what the goal said of it before each step.

    Parameters
    ----------
    thing : torch module
        `thing()` is what it makes.
    goal : callable
        From what is made to a tensor with one number.
    optimiser : torch optimiser
        Of the thing's parameters.
    steps : int
    """
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def _expects(value: Any, expected: list[float]) -> str:
    wanted = f"the check needs a list of {len(expected)} numbers, one a step"
    if not isinstance(value, list | tuple | np.ndarray) or np.ndim(value) == 0:
        return f"it returns a `{type(value).__name__}`, but {wanted}"
    if len(value) != len(expected):
        return f"it returns {len(value)} things, but {wanted}"
    if any(map(is_tensor, value)):
        return (
            "it returns tensors, but the check needs plain numbers: each tensor holds on to all "
            "that it was computed from"
        )
    if not all(isinstance(one, float | int | np.number) for one in value):
        return f"not all that it returns are numbers, but {wanted}"
    return ""


def _differs(value: Any, expected: list[float], arguments: tuple) -> str:
    found, right = np.array(value, float), np.array(expected)
    wrong = ~(np.abs(found - right) <= ROUNDING * right[0])
    if not wrong.any():
        return ""
    step = int(np.argmax(wrong))
    yours, theirs = two_numbers(found[step], right[step])
    before = "the very first" if step == 0 else f"after {step} step{'s' if step > 1 else ''}"
    return f"number {step}, {before}, is {yours}, it should be {theirs}."


def _case(words: str, rate: float, momentum: float, steps: int, size: int) -> Case:
    draw = np.random.default_rng(size)
    start, wanted = draw.normal(size=(2, size)).round(2).tolist()
    thing = Thing(tuple(start))
    return Case(words, (thing, Near(tuple(wanted)), Mover(thing, rate, momentum), steps))


def _gradients_added(thing: Any, goal: Any, optimiser: Any, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def _wiped(thing: Any, goal: Any, optimiser: Any, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
        losses.append(loss.item())
    return losses


def _made_once(thing: Any, goal: Any, optimiser: Any, steps: int) -> list[float]:
    losses, loss = [], goal(thing())
    for _ in range(steps):
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def _early(thing: Any, goal: Any, optimiser: Any, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        optimiser.step()
        optimiser.zero_grad()
        loss.backward()
        losses.append(loss.item())
    return losses


def _tensors(thing: Any, goal: Any, optimiser: Any, steps: int) -> list[Any]:
    losses = []
    for _ in range(steps):
        loss = goal(thing())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.detach())
    return losses


FOUR_LINES = Exercise(
    key="05.four_lines",
    needs=("torch", "torch._dynamo"),
    reference=four_lines,
    cases=(
        _case("5 numbers, SGD and 6 steps", 0.5, 0.0, 6, 5),
        _case("40 numbers, momentum and 12 steps", 2.0, 0.8, 12, 40),
        _case("3 numbers and a single step", 0.2, 0.0, 1, 3),
    ),
    expects=_expects,
    differs=_differs,
    wrong_answers=(
        WrongAnswer(
            "gradients add up",
            _gradients_added,
            "torch adds each gradient to what is there already. Without `optimiser.zero_grad()` "
            "the second step goes along the sum of two gradients, the third along three.",
        ),
        WrongAnswer(
            "wiped before the step",
            _wiped,
            "the gradients are wiped out after they were found and before the step that needs "
            "them. Nothing ever moves.",
        ),
        WrongAnswer(
            "made once",
            _made_once,
            "`thing()` and the goal must be asked again in each turn of the loop: after a step "
            "there is another picture. What torch remembers of a computation is used up by one "
            "`backward()`.",
        ),
        WrongAnswer(
            "stepping too early",
            _early,
            "the step is made before `backward()` has found this turn's gradient: it goes along "
            "that of the turn before, and the first one goes nowhere.",
        ),
        WrongAnswer(
            "tensors kept",
            _tensors,
            "a tensor remembers where it lies and, unless it is detached, all that it was computed "
            "from. `.item()` takes the number out.",
        ),
    ),
    hints=(
        "What is needed for one step: what is made, what the goal says of it, its gradient, the "
        "update. Everything stands inside the loop.",
        "`loss = goal(thing())`, then `loss.backward()`, then `optimiser.step()`. One line is "
        "missing, and where it goes matters: gradients add up.",
        "`optimiser.zero_grad()` before `loss.backward()`. At the end of the turn "
        "`losses.append(loss.item())`.",
    ),
    proves="In 19 steps of two optimisers your numbers and the course's {difference}.",
)
