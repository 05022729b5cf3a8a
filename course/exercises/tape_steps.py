"""Answers that are a step on the tape: a node, its parents, and what it hands back to them.

What an operator hands back is compared with nudging.  With g, some fixed numbers, the sum of
g * value is a loss, and g is its gradient by the value; so `back(g)` must give the slope of
that loss by each entry of each parent.  The values come from plain numpy, not from the tape.
"""
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from course.exercises.calls import call
from course.exercises.entries import are_right, first_off, how_many, off
from course.exercises.exercise import WrongAnswer
from course.exercises.gradients import NUDGE
from course.exercises.source import failing_line, one_line, plain_error_text
from course.tape import Var

AGREES = 1e-9  # relative: two answers that behave alike come to the same numbers
Arrays = tuple[np.ndarray, ...]


class Leaf:
    """An argument of a case.  A copy of it is a new `Var` of that value, with its name.

    The copy is the same as the leaf as long as nobody has written into its value.
    """

    def __init__(self, name: str, value: Any) -> None:
        self.name, self.value = name, np.asarray(value, float)

    def __deepcopy__(self, memo: dict) -> Var:
        return Var(self.value.copy(), name=self.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Var) and np.array_equal(other.value, self.value)

    __hash__ = None

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return self.value.size


@dataclass(frozen=True)
class Right:
    """What a step must come to.

    Attributes
    ----------
    value : array
    parents : tuple of str
        Names of the parents, in order.
    g : array of the value's shape
    gradients : tuple of arrays
        What `back(g)` must give, one for each parent and of its shape.
    """

    value: np.ndarray
    parents: tuple[str, ...]
    g: np.ndarray
    gradients: Arrays

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the value."""
        return self.value.shape

    def apart(self, node: Var) -> float:
        """The largest difference of a node of these shapes, over its value and gradients."""
        found, right = (node.value, *node.back(self.g)), (self.value, *self.gradients)
        return max(float(np.abs(a - b).max(initial=0)) for a, b in zip(found, right, strict=True))


@dataclass(frozen=True)
class Operator:
    """A step on the tape as the answer of an exercise.

    Its methods `measured`, `expects`, `differs` and `explains` are what `Exercise` asks for
    by the names expected, expects, differs and explains.

    Attributes
    ----------
    names : tuple of str
        What the parents are called: the first arguments.
    forward : callable
        (arrays..., further arguments...) -> value, in plain numpy.
    said : str
        The value in a formula: "a + b".
    wrong : tuple of WrongAnswer
    ends : tuple of float
        Between which ends of a nudge a slope is measured; (-1, 0) is the slope from below,
        for a value with a kink.
    """

    names: tuple[str, ...]
    forward: Callable[..., np.ndarray]
    said: str
    wrong: tuple[WrongAnswer, ...]
    ends: tuple[float, float] = (-1, 1)

    def measured(self, *arguments: Any) -> Right:
        """The value from numpy, and the gradients by nudging."""
        count = len(self.names)
        arrays = [np.array(leaf.value) for leaf in arguments[:count]]
        run = partial(self._run, arrays, arguments[count:])
        value = np.asarray(run())
        rng = np.random.default_rng(value.size)
        # 1 for a single number, so that what is told of it is the slope itself
        g = rng.choice([-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0], value.shape)
        g = g if value.ndim else np.ones(())
        slopes = tuple(self._slopes(array, lambda: np.sum(g * run())) for array in arrays)
        return Right(value, self.names, g, slopes)

    def _run(self, arrays: list[np.ndarray], more: tuple) -> np.ndarray:
        return self.forward(*arrays, *more)

    def _slopes(self, array: np.ndarray, loss: Callable[[], float]) -> np.ndarray:
        """The slope of the loss by each entry of an array that the loss looks at."""
        slopes = np.empty_like(array)
        for place in np.ndindex(array.shape):
            before, at = array[place], []
            for end in self.ends:
                array[place] = before + end * NUDGE * max(1, abs(before))
                at.append((array[place], loss()))
            array[place] = before
            slopes[place] = (at[1][1] - at[0][1]) / (at[1][0] - at[0][0])
        return slopes

    def expects(self, node: Any, expected: Any) -> str:
        """What keeps an answer from being a node with a value of the right shape, the right
        parents and a way back, or ""."""
        count = len(self.names)
        listed = f"({', '.join(self.names)}{',' if count == 1 else ''})"
        if not isinstance(node, Var):
            kind = type(node).__name__
            return f"it returns a `{kind}`, but the check needs `Var(value, {listed}, back)`"
        if node.shape != expected.shape:
            return (
                f"its value has shape `{node.shape}`, but `{self.said}` has shape "
                f"`{expected.shape}`"
            )
        parents = node.parents
        if not isinstance(parents, tuple) or not all(isinstance(one, Var) for one in parents):
            return f"its parents must be a tuple of Vars, `{listed}`"
        if len(parents) != count:
            there = f"{len(parents) or 'no'} parent{'' if len(parents) == 1 else 's'}"
            return f"it has {there}, but it is made from {count}: `{listed}`"
        if isinstance(expected, Right) and (fault := self._strangers(parents, listed)):
            return fault
        if not callable(node.back):
            return (
                f"its `back` is `{one_line(repr(node.back), 40)}`, but the check needs a "
                "function that takes g"
            )
        return ""

    def _strangers(self, parents: tuple[Var, ...], listed: str) -> str:
        names = [parent.name for parent in parents]
        if names == list(self.names):
            return ""
        if sorted(names) == sorted(self.names):
            return f"its parents are in another order than `{listed}`"
        place = next(i for i, name in enumerate(names) if name != self.names[i])
        name = self.names[place]
        return (
            f"where `{name}` should be among its parents there is another Var. Nothing would "
            f"come back to `{name}`"
        )

    def differs(self, node: Var, right: Right, arguments: tuple) -> str:
        """Where its value or a gradient is off, or ""."""
        if off(node.value, right.value).any():
            entry, yours, number = first_off(node.value, right.value)
            many = how_many(int(off(node.value, right.value).sum()), right.value.size)
            return f"its value{entry and f' `{entry}`'} is {yours}, it should be {number}. {many}"
        try:
            handed = node.back(right.g.copy())
        except Exception as error:  # noqa: BLE001  a student's code may raise anything
            where = failing_line(node.back, error)
            kind, text = type(error).__name__, one_line(plain_error_text(error))
            at = f", at the line `{where}`" if where else ""
            return f"its value is right, but `back(g)` stopped with `{kind}: {text}`{at}."
        return self._shapes(handed, right) or self._entries(handed, right)

    def _shapes(self, handed: Any, right: Right) -> str:
        """What keeps `back(g)` from being a gradient for each parent, of its shape."""
        count = len(self.names)
        each = "a gradient for each parent" if count > 1 else "a tuple with one gradient"
        if not isinstance(handed, tuple):
            comma = " (mind the comma)" if count == 1 else ""
            kind = type(handed).__name__
            return f"`back(g)` returns a single `{kind}`, but must return {each}{comma}."
        if len(handed) != count:
            things = f"{len(handed)} thing{'' if len(handed) == 1 else 's'}"
            return f"`back(g)` returns {things}, but must return {each}: {count}."
        for name, found, slopes in zip(self.names, handed, right.gradients, strict=True):
            if not isinstance(found, np.ndarray | np.number | float | int) or (
                np.asarray(found).dtype.kind not in "iuf"
            ):
                kind = type(found).__name__
                return f"the gradient for `{name}` is a `{kind}`, but must be an array of numbers."
            if np.shape(found) != slopes.shape:
                return (
                    f"the gradient for `{name}` has shape `{np.shape(found)}`, but `{name}` has "
                    f"shape `{slopes.shape}`, and a gradient has the shape of what it belongs to."
                )
        return ""

    def _entries(self, handed: Arrays, right: Right) -> str:
        triples = list(zip(self.names, map(np.asarray, handed), right.gradients, strict=True))
        wrong = [(name, *pair) for name, *pair in triples if off(*pair).any()]
        if not wrong:
            return ""
        name, found, slopes = wrong[0]
        entry, yours, slope = first_off(found, slopes)
        many = how_many(int(off(found, slopes).sum()), slopes.size)
        names = [name for name, *_ in wrong]
        fine = are_right([name for name, *_ in triples if name not in names])
        fine = fine and f"The gradient for {fine}"
        told = f"the gradient for `{name}{entry}` is {yours}, nudging says {slope}."
        return " ".join(filter(None, (told, many, fine)))

    def explains(self, node: Var, right: Right, arguments: tuple) -> tuple[str, str]:
        """Name and cause of the wrong answer that comes to the same, ("", "") if none does."""
        found = _seen(node, right)
        for wrong in self.wrong:
            other = call(wrong.answer, arguments).value
            if isinstance(other, Var) and _alike(found, _seen(other, right)):
                return wrong.name, wrong.cause
        return "", ""


def _seen(node: Var, right: Right) -> tuple:
    """All that can be seen of a node: its value, and what it hands back or how that fails."""
    try:
        handed = node.back(right.g.copy())
    except Exception as error:  # noqa: BLE001  as in `differs`
        return node.value, type(error).__name__, plain_error_text(error)
    return (node.value, *handed) if isinstance(handed, tuple) else (node.value, "alone", handed)


def _alike(one: tuple, other: tuple) -> bool:
    return len(one) == len(other) and all(map(_same, one, other))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return type(one) is type(other) and one == other
    if np.shape(one) != np.shape(other):
        return False
    return np.allclose(one, other, rtol=AGREES, atol=AGREES, equal_nan=True)
