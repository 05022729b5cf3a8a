"""Answers that are arrays with names: their shapes said aloud, and the first entry that is off."""
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Union

import numpy as np

from course.exercises.entries import are_right, first_off, how_many, off


@dataclass(frozen=True)
class Named:
    """One array of an answer.

    Attributes
    ----------
    name : str
        What messages call it: "h".
    axes : tuple of str
        What each axis counts, in the singular: ("point", "hidden unit").
    why : str
        Said of the right shape instead, to follow "but"; `{shape}` becomes that shape.
    """

    name: str
    axes: tuple[str, ...] = ()
    why: str = "the check needs `{shape}`"

    def rule(self, shape: tuple[int, ...]) -> str:
        """Why the shape is this one: "5 points and 4 hidden units make `(5, 4)`"."""
        if not self.axes:
            return self.why.replace("{shape}", str(shape))
        counts = [
            f"{count} {word}{'' if count == 1 else 's'}"
            for count, word in zip(shape, self.axes, strict=True)
        ]
        return f"{' and '.join(counts)} make{'s' if shape == (1,) else ''} `{shape}`"

    def fault(self, found: Any, right: np.ndarray) -> str:
        """What keeps a value from being an array of numbers of the right shape, or ""."""
        if not isinstance(found, np.ndarray | np.number):
            kind = type(found).__name__
            return f"`{self.name}` is a `{kind}`, not an array: {self.rule(right.shape)}"
        if found.dtype.kind not in "iuf":
            return f"`{self.name}` is an array of `{found.dtype}`, but the check needs numbers"
        if found.shape == right.shape:
            return ""
        turned = " It is turned round." if found.shape == right.shape[::-1] else ""
        return f"`{self.name}` has shape `{found.shape}`, but {self.rule(right.shape)}.{turned}"


@dataclass(frozen=True)
class Several:
    """Some arrays, or lists of arrays, that are returned together.

    Attributes
    ----------
    name : str
        What messages call them, "" for the whole answer.
    parts : tuple of Named or Several
        In the order in which they are returned.
    kind : str
        What the parts are, in the plural.
    """

    name: str
    parts: tuple[Union[Named, "Several"], ...]
    kind: str = "arrays"

    def fault(self, found: Any, right: Any) -> str:
        """What keeps a value from being these arrays, each of its right shape, or ""."""
        wanted = f"{len(self.parts)} {self.kind}"
        if not self.name:
            wanted += f": `return {', '.join(part.name for part in self.parts)}`"
        what = f"`{self.name}` is" if self.name else "it returns"
        if not isinstance(found, tuple | list):
            return f"{what} a single `{type(found).__name__}`, but the check needs {wanted}"
        if len(found) != len(self.parts):
            things = f"{len(found)} thing{'' if len(found) == 1 else 's'}"
            return f"{what} {things}, but the check needs {wanted}"
        triples = zip(self.parts, found, right, strict=True)
        return next((fault for part, *pair in triples if (fault := part.fault(*pair))), "")


@dataclass(frozen=True)
class ArrayAnswer:
    """An answer that is one array, or several together.

    Its methods `expects` and `differs` are what `Exercise` asks for by those names.

    Attributes
    ----------
    whole : Named or Several
    """

    whole: Named | Several

    def expects(self, value: Any, expected: Any) -> str:
        """What keeps a value from being arrays of the right shapes, or ""."""
        return self.whole.fault(value, expected)

    def differs(self, value: Any, expected: Any, arguments: tuple) -> str:
        """The first entry that is off, found and right, and what else is wrong, or ""."""
        leaves = list(_leaves(self.whole, value, expected))
        wrong = [leaf for leaf in leaves if off(*leaf[1:]).any()]
        if not wrong:
            return ""
        name, found, right = wrong[0]
        entry, yours, number = first_off(found, right)
        told = f"`{name}{entry}` is {yours}, it should be {number}."
        many = how_many(int(off(found, right).sum()), right.size)
        faulty = [name for name, *_ in wrong]
        fine = are_right([name for name, *_ in leaves if name not in faulty])
        return " ".join(filter(None, (told, many, fine)))


def _leaves(
    part: Named | Several, found: Any, right: Any
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Name, found and right of every single array."""
    if isinstance(part, Named):
        yield part.name, np.asarray(found), np.asarray(right)
        return
    for inner, one, other in zip(part.parts, found, right, strict=True):
        yield from _leaves(inner, one, other)
