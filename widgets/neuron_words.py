"""What is written beside the line of one neuron: its numbers, and what the moves have done."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.neuron import GOAL, Neuron

Points = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Move:
    """The loss that a move led to, and who made it: "start", "hand" or "gradient"."""

    loss: float
    by: str


def signed(value: float, digits: int = 2) -> str:
    """A number with a true minus sign, never a minus zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "\u2212")


def numbers(neuron: Neuron, points: Points, ahead: Neuron | None) -> dict[str, Any]:
    """The numbers beside the picture, as text."""
    wrong, count = neuron.wrong(*points), len(points[1])
    slopes = [signed(slope, 3) for slope in neuron.gradient(*points)] if ahead else [""] * 3
    rows = [
        [name, signed(getattr(neuron, name)), slope, signed(getattr(ahead, name)) if ahead else ""]
        for name, slope in zip(("w1", "w2", "b"), slopes, strict=True)
    ]
    return {
        "accuracy": f"{neuron.accuracy(*points):.1%}",
        "goal": f"goal {GOAL:.0%}",
        "right": f"{count - wrong.sum()} of {count} points right",
        "loss": f"{neuron.loss(*points):.3f}",
        "formula": _formula(neuron),
        "rows": rows,
        "ahead": _ahead(ahead.loss(*points)) if ahead else "",
    }


def _formula(neuron: Neuron) -> str:
    """z = 4.00 x1 + 1.00 x2 - 0.20, with the signs as one writes them."""
    parts = [f"z = {signed(neuron.w1)} x\u2081"]
    for value, name in ((neuron.w2, " x\u2082"), (neuron.b, "")):
        sign = "\u2212" if round(value, 2) < 0 else "+"
        parts.append(f" {sign} {abs(value):.2f}{name}")
    return "".join(parts)


def _ahead(loss: float) -> str:
    return f"Dashed: the line one step of gradient descent on. The loss there is {loss:.3f}."


def told(moves: Sequence[Move], accuracy: float) -> str:
    """What the moves have done to the loss, in a sentence or two.

    Parameters
    ----------
    moves : sequence of Move
        The first is where it began.
    accuracy : float
        Share of the points on the right side now.
    """
    if len(moves) == 1:
        if accuracy >= GOAL:
            return f"{accuracy:.1%}: this line is there already."
        return f"Move the line until {GOAL:.0%} of the points lie on the side of their colour."
    by_hand, down = _counted(moves, "hand")
    steps, _ = _counted(moves, "gradient")
    path = f"The loss was {moves[0].loss:.2f} at first and is {moves[-1].loss:.2f} now"
    if accuracy < GOAL:
        return f"{path}."
    return f"{accuracy:.1%}: there. {_who(by_hand, down, steps)}. {path}."


def _counted(moves: Sequence[Move], by: str) -> tuple[int, int]:
    """How many moves one has made, and how many of these made the loss smaller."""
    pairs = [pair for pair in zip(moves, moves[1:], strict=False) if pair[1].by == by]
    return len(pairs), sum(after.loss < before.loss for before, after in pairs)


def _who(by_hand: int, down: int, steps: int) -> str:
    """Whose moves have led there: only a hand alone has done it by hand."""
    machine = f"{steps} step{'' if steps == 1 else 's'} of gradient descent"
    if not by_hand:
        return f"{machine} did it"
    if not down:
        return f"None of your moves made the loss smaller{f': {machine} did' if steps else ''}"
    share = "your move" if by_hand == 1 else f"{_share(down, by_hand)} of your {by_hand} moves"
    if steps:
        share = f"{share} and {machine}"
        return f"{share[0].upper()}{share[1:]} took the line to where the loss was smaller"
    return (
        f"You just did gradient descent by hand: {share} took the line to where the loss "
        "was smaller"
    )


def _share(down: int, count: int) -> str:
    return "each" if down == count else str(down)


def picture_label(neuron: Neuron, points: Points) -> str:
    """The picture in a sentence, for those who do not see it."""
    x, y = points
    wrong = neuron.wrong(x, y)
    orange, blue = x[y].mean(axis=0), x[~y].mean(axis=0)
    return (
        f"Two clouds of points in a square from \u22121 to 1: {y.sum()} orange round "
        f"{_place(orange)}, {(~y).sum()} blue round {_place(blue)}. "
        f"The line {_formula(neuron)} = 0, with orange where z is above 0, has "
        f"{wrong.sum()} of {len(y)} on the wrong side; loss {neuron.loss(x, y):.2f}."
    )


def _place(point: np.ndarray) -> str:
    return f"({signed(point[0], 1)}, {signed(point[1], 1)})"
