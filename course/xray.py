"""Programs of a few lines that are gone through backwards, and an x-ray of what comes out.

A program is a list of lines, each an operator applied to earlier names.  A table says, in
code, what each operator hands back.  The x-ray compares the gradient that the table gives for
every name with what nudging says: the name is moved up and down a little, and the lines below
it are run again.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course.tape import Var, order, unbroadcast

NUDGE = np.finfo(float).eps ** (1 / 3)  # for an entry of size 1: the error is smallest there
AGREES = 1e-6  # relative difference that nudging can be wrong by
SMALLEST = 1e-7  # of the largest slope, and of 1: what is smaller counts as 0

Arrays = Mapping[str, np.ndarray]


def _relu(a: np.ndarray) -> np.ndarray:
    return np.maximum(a, 0)


FORWARD: dict[str, Callable[..., np.ndarray]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "matmul": np.matmul,
    "relu": _relu,
    "tanh": np.tanh,
    "sum": np.sum,
    "mean": np.mean,
}
WRITTEN = {
    "add": "{} + {}",
    "subtract": "{} - {}",
    "multiply": "{} * {}",
    "divide": "{} / {}",
    "matmul": "{} @ {}",
}
# What each operator hands back to a, and to b: g is the gradient by its value, out.
RIGHT_LINES = {
    "add.a": "unbroadcast(g, a.shape)",
    "add.b": "unbroadcast(g, b.shape)",
    "subtract.a": "unbroadcast(g, a.shape)",
    "subtract.b": "unbroadcast(-g, b.shape)",
    "multiply.a": "unbroadcast(g * b, a.shape)",
    "multiply.b": "unbroadcast(g * a, b.shape)",
    "divide.a": "unbroadcast(g / b, a.shape)",
    "divide.b": "unbroadcast(-g * a / b**2, b.shape)",
    "matmul.a": "g @ b.T",
    "matmul.b": "a.T @ g",
    "relu.a": "g * (a > 0)",
    "tanh.a": "g * (1 - out**2)",
    "sum.a": "g * ones(a.shape)",
    "mean.a": "g * ones(a.shape) / a.size",
}
RIGHT_PASS = """\
for node in reversed(order(end)):
    sent = node.back(node.gradient)
    for parent, g in zip(node.parents, sent):
        parent.gradient = parent.gradient + g"""
PASS = "pass"  # the key of the line that says how the table is gone through
_KNOWN = {"unbroadcast": unbroadcast, "ones": np.ones, "tanh": np.tanh, "order": order}


@dataclass(frozen=True)
class Made:
    """A line of a program.

    Attributes
    ----------
    name : str
        What it makes: "z".
    op : str
        One of `FORWARD`.
    of : tuple of str
        Names made before it.
    """

    name: str
    op: str
    of: tuple[str, ...]

    @property
    def said(self) -> str:
        """The line as it is written: "z = x * w"."""
        return f"{self.name} = {WRITTEN.get(self.op, self.op + '({})').format(*self.of)}"


@dataclass(frozen=True)
class Reading:
    """What the x-ray says of one name, at the entry where analytic and numeric differ most.

    Attributes
    ----------
    name : str
    made : str
        The line that made it, or "given".
    entry : str
        Which entry is told: "[0, 2]", or "" for a number.
    value, analytic, numeric : float
        The entry's value, the gradient from the table, and what nudging says; analytic is
        NaN if the shape is wrong.
    difference : float
        abs(analytic - numeric) over the larger of the two; in [0, 2], NaN for a wrong shape.
    verdict : str
        In words: "agrees", "differs: ×4", "should be 0", "shape (4, 3), not (1, 3)".
    """

    name: str
    made: str
    entry: str
    value: float
    analytic: float
    numeric: float
    difference: float
    verdict: str

    @property
    def agrees(self) -> bool:
        """Whether there is nothing wrong with it."""
        return self.verdict == "agrees"


def run(program: tuple[Made, ...], given: Arrays, moved: Arrays | None = None) -> dict[str, Any]:
    """The value of every name, given names first; `moved` is added to some of them."""
    moved = moved or {}
    values = {name: np.asarray(value, float) + moved.get(name, 0) for name, value in given.items()}
    for line in program:
        made = FORWARD[line.op](*(values[name] for name in line.of))
        values[line.name] = np.asarray(made) + moved.get(line.name, 0)
    return values


def nudged(program: tuple[Made, ...], given: Arrays) -> dict[str, np.ndarray]:
    """The slope of the program's last value by every entry of every name, by nudging."""
    values, end = run(program, given), program[-1].name
    found = {}
    for name, value in values.items():
        slopes = np.zeros(value.shape)
        for place in np.ndindex(value.shape):
            step = np.zeros(value.shape)
            step[place] = NUDGE * max(1, abs(value[place]))
            above, below = (run(program, given, {name: s})[end] for s in (step, -step))
            slopes[place] = (above - below) / (2 * step[place])
        found[name] = slopes
    return found


def tabled(
    program: tuple[Made, ...], given: Arrays, changed: Mapping[str, str]
) -> dict[str, np.ndarray]:
    """The gradient by every name as a table gives it.

    Parameters
    ----------
    program : tuple of Made
    given : dict of str to array
    changed : dict of str to str
        The lines in which the table differs from `RIGHT_LINES`, and the pass under "pass".
    """
    nodes = {name: Var(value, (), lambda g: ()) for name, value in given.items()}
    for line in program:
        parents = tuple(nodes[name] for name in line.of)
        values = [parent.value for parent in parents]
        out = np.asarray(FORWARD[line.op](*values))
        lines = [f"{line.op}.{letter}" for letter in "ab"[: len(parents)]]
        texts = tuple(changed.get(key, RIGHT_LINES[key]) for key in lines)
        nodes[line.name] = Var(out, parents, _handed(texts, out, values), line.op)
    end = nodes[program[-1].name]
    for node in order(end):
        node.gradient = np.zeros(node.shape)
    end.gradient = np.ones(())
    _passed(changed.get(PASS, RIGHT_PASS))(end)
    return {name: node.gradient for name, node in nodes.items() if node.gradient is not None}


def _handed(
    texts: tuple[str, ...], out: np.ndarray, values: list[np.ndarray]
) -> Callable[[np.ndarray], tuple[np.ndarray, ...]]:
    """What a line's operator hands back, by these lines of a table."""
    back = _function("g, out, a, b", texts)
    a, b = values if len(values) == 2 else (values[0], None)
    return lambda g: back(g, out, a, b)


# The lines of a table are the course's own, and each stands in the course once: the text that
# is shown is the text that is run.  Nothing that anybody types comes here.
@cache
def _function(names: str, texts: tuple[str, ...]) -> Callable:
    return eval(f"lambda {names}: ({', '.join(texts)},)", dict(_KNOWN))


@cache
def _passed(text: str) -> Callable[[Var], None]:
    names: dict[str, Any] = dict(_KNOWN)
    if text.startswith("def "):
        exec(text, names)
    else:
        body = text.replace("\n", "\n    ")
        exec(f"def backward(end):\n    {body}", names)
    return names["backward"]


def xray(
    program: tuple[Made, ...], given: Arrays, changed: Mapping[str, str]
) -> tuple[Reading, ...]:
    """A reading of every name, from the end backwards; what is given comes last.

    Parameters
    ----------
    program, given, changed
        As in `tabled`.
    """
    values, numeric = run(program, given), nudged(program, given)
    analytic = tabled(program, given, changed)
    made = {line.name: line.said for line in program}
    names = [*reversed(made), *given]
    largest = max(float(np.abs(slopes).max(initial=0)) for slopes in numeric.values())
    small = SMALLEST * max(1, largest)
    return tuple(
        _reading(name, made.get(name, "given"), values[name], analytic[name], numeric[name], small)
        for name in names
    )


def _reading(
    name: str, made: str, value: np.ndarray, found: np.ndarray, right: np.ndarray, small: float
) -> Reading:
    if found.shape != right.shape:
        verdict = f"shape {found.shape}, not {right.shape}"
        return Reading(name, made, "", np.nan, np.nan, np.nan, np.nan, verdict)
    apart = np.abs(found - right)
    place = tuple(map(int, np.unravel_index(int(apart.argmax()), right.shape)))
    f, r = float(found[place]), float(right[place])
    entry = f"[{', '.join(map(str, place))}]" if place else ""
    difference = 0.0 if apart[place] <= small else abs(f - r) / max(abs(f), abs(r))
    words = "agrees" if difference <= AGREES else _factor(f, r, small)
    return Reading(name, made, entry, float(value[place]), f, r, difference, words)


def _factor(found: float, right: float, small: float) -> str:
    """What a wrong slope is in terms of the right one."""
    if abs(right) <= small:
        return "should be 0"
    if abs(found) <= small:
        return "is 0, should not be"
    written = (f"{found / right:.{digits}g}" for digits in range(3, 10))
    return f"differs: ×{next(text for text in written if text != '1')}".replace("-", "−")
