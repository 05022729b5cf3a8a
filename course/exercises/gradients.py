"""Answers that are gradients: the right ones are found by nudging, the wrong ones explained.

The reference is not asked what a gradient is.  Each entry of each variable is nudged up and
down a little, and the loss says how fast it changes: that is the definition, and it knows
nothing of anybody's formula.
"""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.entries import are_right, first_off, how_many, off
from course.exercises.relations import relation

NUDGE = np.finfo(float).eps ** (1 / 3)  # for an entry of size 1: the error is smallest there

Arrays = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Gradients:
    """The gradients of a loss by some variables, as the answer of an exercise.

    Its methods `measured`, `expects`, `differs` and `explains` are what `Exercise` asks for
    by the names expected, expects, differs and explains.

    Attributes
    ----------
    names : tuple of str
        Of the variables, in the order in which their gradients are returned: ("W", "b") for
        an answer `dW, db`.
    variables : callable
        (arguments...) -> where the gradients are taken: one float array for each name.
    loss : callable
        (variables, arguments) -> a number; both are tuples.
    arguments : tuple of str
        What the function's arguments are called, for messages about them.
    """

    names: tuple[str, ...]
    variables: Callable[..., Arrays]
    loss: Callable[[Arrays, tuple], float]
    arguments: tuple[str, ...]

    def measured(self, *arguments: Any) -> Any:
        """The gradients by central differences, in float64.

        Formula: (L(w + h) - L(w - h)) / 2h for each entry w, with h = 6e-6 max(1, abs(w)).

        Returns
        -------
        array or tuple of arrays
            Of the variables' shapes; without a tuple if there is only one.
        """
        at = tuple(np.array(value, dtype=float) for value in self.variables(*arguments))
        slopes = tuple(self._slopes(at, values, arguments) for values in at)
        return slopes if len(slopes) > 1 else slopes[0]

    def _slopes(self, at: Arrays, values: np.ndarray, arguments: tuple) -> np.ndarray:
        """The slope of the loss by each entry of `values`, which is one of the arrays in `at`."""
        slopes = np.empty_like(values)
        for place in np.ndindex(values.shape):
            before = values[place]
            nudge = NUDGE * max(1, abs(before))
            above, below = before + nudge, before - nudge
            values[place] = above
            loss_above = self.loss(at, arguments)
            values[place] = below
            slopes[place] = (loss_above - self.loss(at, arguments)) / (above - below)
            values[place] = before
        return slopes

    def expects(self, value: Any, expected: Any) -> str:
        """What keeps a value from being gradients of the right shapes, or ""."""
        if len(self.names) > 1:
            words = ", ".join(f"d{name}" for name in self.names)
            wanted = f"{len(self.names)} arrays: `return {words}`"
            if not isinstance(value, tuple | list):
                return f"it returns a single `{type(value).__name__}`, but the check needs {wanted}"
            if len(value) != len(self.names):
                return f"it returns {len(value)} things, but the check needs {wanted}"
        triples = zip(self.names, self._each(value), self._each(expected), strict=True)
        return next((fault for triple in triples if (fault := _shape_fault(*triple))), "")

    def differs(self, value: Any, expected: Any, arguments: tuple) -> str:
        """Which entry is off, and what nudging says of it, or ""."""
        wrong = self._wrong(value, expected)
        if not wrong:
            return ""
        name, found, right = wrong[0]
        entry, yours, slope = first_off(found, right)
        told = f"`d{name}{entry}` is {yours}, nudging `{name}{entry}` says {slope}."
        many = how_many(int(off(found, right).sum()), right.size)
        faulty = [name for name, *_ in wrong]
        fine = are_right([f"d{name}" for name in self.names if name not in faulty])
        return " ".join(filter(None, (told, many, fine)))

    def explains(self, value: Any, expected: Any, arguments: tuple) -> tuple[str, str]:
        """Name and likely cause of the first gradient that is wrong in a way that is known,
        ("", "") if none is."""
        rights = dict(zip(self.names, self._each(expected), strict=True))
        pairs = zip(self.arguments, arguments, strict=True)
        known = {name: values for name, values in pairs if isinstance(values, np.ndarray)}
        for name, found, right in self._wrong(value, expected):
            others = {f"d{other}": rights[other] for other in self.names if other != name}
            kind, cause = relation(f"d{name}", found, right, others, known)
            if kind:
                return f"d{name}: {kind}", cause
        return "", ""

    def _each(self, value: Any) -> tuple:
        return tuple(value) if len(self.names) > 1 else (value,)

    def _wrong(self, value: Any, expected: Any) -> list[tuple[str, np.ndarray, np.ndarray]]:
        """Name, found and right of each gradient that is off somewhere."""
        found = map(np.asarray, self._each(value))
        triples = zip(self.names, found, self._each(expected), strict=True)
        return [triple for triple in triples if off(*triple[1:]).any()]


def _shape_fault(name: str, found: Any, right: np.ndarray) -> str:
    if not isinstance(found, np.ndarray | np.number):
        return f"`d{name}` is a `{type(found).__name__}`, but the check needs an array of numbers"
    if found.dtype.kind not in "iuf":
        return f"`d{name}` is an array of `{found.dtype}`, but the check needs numbers"
    if found.shape == right.shape:
        return ""
    rule = f"`{name}` has shape `{right.shape}`, and a gradient has the shape of what it belongs to"
    turned = " It is turned round." if found.shape == right.shape[::-1] else ""
    return f"`d{name}` has shape `{found.shape}`, but {rule}.{turned}"
