"""The exercise of lesson 01 on training: one pass through the points, in minibatches.

The first case has a gradient that keeps a tally.  Each point moves a weight of its own, by
more the earlier its turn comes, so that the weights say in the end who was asked, and when.
"""
from collections.abc import Callable
from typing import Any

import numpy as np

from course import by_hand
from course.exercises.arrays import ArrayAnswer, Named, Several
from course.exercises.by_hand_forward import network
from course.exercises.exercise import Case, Exercise, WrongAnswer

Arrays = list[np.ndarray]
Lists = tuple[Arrays, Arrays]

GIVEN = "it was given with shape `{shape}`"
ANSWER = ArrayAnswer(
    Several(
        "",
        tuple(
            Several(name, tuple(Named(f"{name}[{k}]", why=GIVEN) for k in range(4)))
            for name in ("parameters", "velocity")
        ),
        kind="lists of arrays",
    )
)


def tally(x: np.ndarray, y: np.ndarray, parameters: Arrays) -> Arrays:
    """As gradients: who was asked, with which truths, how many, and where the weights were.

    Parameters
    ----------
    x : array, shape (n, points)
        Rows of a unit matrix: 1 in the column of the point.
    y : array, shape (n, 1)
    parameters : list of four arrays
        Shapes (points, 1), (1,), (1, 1) and (1,).
    """
    who = x.sum(axis=0)[:, None]
    truths = np.array([x.argmax(axis=1) @ y[:, 0]])
    return [who, truths, np.array([[float(len(x))]]), parameters[3] - 1]


def of_network(x: np.ndarray, y: np.ndarray, parameters: Arrays) -> Arrays:
    """Gradients of the cross-entropy by the parameters of a network with one output."""
    return by_hand.gradients(x, y, parameters, by_hand.sigmoid_backward)


def _tallied(n: int, size: int) -> tuple:
    parameters = [np.zeros((n, 1)), np.zeros(1), np.zeros((1, 1)), np.zeros(1)]
    velocity = [np.zeros_like(w) for w in parameters]
    rng = np.random.default_rng(26)
    y = np.arange(n, dtype=float)[:, None] ** 2
    return np.eye(n), y, parameters, velocity, tally, 1.0, 0.5, size, rng


def _trained(n: int, rate: float, keep: float, size: int) -> tuple:
    x, *parameters = network(n, 2, 3, 1)
    velocity = [w[::-1].copy() for w in parameters]
    y = (np.arange(n) % 2.0)[:, None]
    return x, y, parameters, velocity, of_network, rate, keep, size, np.random.default_rng(n)


def _passing(
    order: Callable = lambda rng, n: rng.permutation(n),
    starts: Callable = lambda n, size: range(0, n, size),
    truths: Callable = lambda y, chosen, start: y[chosen],
    at_first: bool = False,
    forgetful: bool = False,
) -> Callable[..., Lists]:
    """A pass in which something is done in another way."""

    def answer(
        x: np.ndarray, y: np.ndarray, parameters: Arrays, velocity: Arrays, gradient: Callable,
        rate: float, keep: float, size: int, rng: np.random.Generator,
    ) -> Lists:  # fmt: skip
        line, begun, first = order(rng, len(x)), velocity, parameters
        for start in starts(len(x), size):
            chosen = line[start : start + size]
            at = first if at_first else parameters
            slopes = gradient(x[chosen], truths(y, chosen, start), at)
            before = begun if forgetful else velocity
            velocity = [keep * v + dw for v, dw in zip(before, slopes, strict=True)]
            parameters = [w - rate * v for w, v in zip(parameters, velocity, strict=True)]
        return parameters, velocity

    return answer


def _explained(value: Any, expected: Any, arguments: tuple) -> tuple[str, str]:
    """What the tally says of who was asked."""
    if arguments[4] is not tally:
        return "", ""
    moved, right = -np.ravel(value[0][0]), -np.ravel(expected[0][0])
    if not np.isfinite(moved).all():
        return "", ""
    never = np.flatnonzero(np.abs(moved) < 1e-9)
    if len(never) == len(moved):
        return "nothing moved", "the parameters come back as they were. Are the new ones kept?"
    if len(never):
        return "points left out", (
            f"{_rows(never)} of `x` {'is' if len(never) == 1 else 'are'} never given to "
            "`gradient`. Does the loop come to its end, and does every point have its turn?"
        )
    if np.allclose(moved, right):
        return "", ""
    if np.allclose(np.sort(moved), np.sort(right)):
        return "another order", (
            "every point has its turn, but not in the order that `rng.permutation(len(x))` gives, "
            "called once. The generator is handed to you so that a run can be repeated."
        )
    if len(set(moved.round(6))) != len(set(right.round(6))):
        return "other minibatches", (
            "the points are not shared out as `size` says. How many points does each call of "
            "`gradient` get?"
        )
    return "", ""


def _rows(places: np.ndarray) -> str:
    words = [str(place) for place in places]
    if len(words) == 1:
        return f"row {words[0]}"
    return f"rows {', '.join(words[:-1])} and {words[-1]}"


ONE_PASS = Exercise(
    key="01.one_pass",
    reference=by_hand.one_pass,
    cases=(
        Case("7 points in minibatches of 3, and a gradient that keeps a tally", _tallied(7, 3)),
        Case("6 points in minibatches of 2, and a 2-3-1 network", _trained(6, 0.5, 0.9, 2)),
        Case("5 points in minibatches of 2, without momentum", _trained(5, 0.2, 0, 2)),
        Case("4 points in minibatches of up to 10", _trained(4, 0.1, 0.5, 10)),
    ),
    expects=ANSWER.expects,
    differs=ANSWER.differs,
    explains=_explained,
    wrong_answers=(
        WrongAnswer(
            "the last minibatch dropped",
            _passing(starts=lambda n, size: range(0, n - size + 1, size)),
            "when the points do not divide evenly, those that are left over at the end are never "
            "looked at. A slice that runs past the end is no error: it is shorter.",
        ),
        WrongAnswer(
            "not shuffled",
            _passing(order=lambda rng, n: np.arange(n)),
            "the points are taken in the order in which they lie in `x`. If they lie there "
            "sorted, a minibatch sees one class only. `rng` is there to mix them.",
        ),
        WrongAnswer(
            "x shuffled and y not",
            _passing(truths=lambda y, chosen, start: y[start : start + len(chosen)]),
            "the points are mixed and their truths are not, so that nearly every point gets the "
            "truth of another one.",
        ),
        WrongAnswer(
            "every gradient at the first parameters",
            _passing(at_first=True),
            "every minibatch is asked for its gradient at the parameters with which the pass "
            "began. After a step you stand somewhere else.",
        ),
        WrongAnswer(
            "the velocity begun anew",
            _passing(forgetful=True),
            "each minibatch begins with the velocity from before the pass. What a step leaves "
            "behind is for the next one.",
        ),
    ),
    hints=(
        "Mix once, then slice: `order = rng.permutation(len(x))` is a list of rows, and a "
        "minibatch is the next `size` of them. `range` can count in steps of `size`.",
        "For each minibatch: `chosen = order[start : start + size]`, the gradients at "
        "`x[chosen], y[chosen]` and the parameters as they are now, and a `momentum_step` for "
        "each of the four arrays.",
        "`zip(parameters, velocity, slopes)` hands out one array of each. Collect the new ones "
        "in two new lists, and let `parameters` and `velocity` be those when the next minibatch "
        "comes.",
    ),
    proves=(
        "In four passes, one of which tells who was asked and when, your parameters and "
        "velocities and the course's {difference}."
    ),
)
