"""Numbers and states in words: the same figure is written the same way everywhere."""
import math
from collections.abc import Sequence

import numpy as np

from course.run import Record
from course.toys import Rule
from course.training import RUNAWAY


def percent(share: float) -> str:
    """A share as "98.1%"; 100% only when nothing is wrong."""
    if not math.isfinite(share):
        return "--.-%"
    rounded = 100.0 if share == 1 else min(round(100 * share, 1), 99.9)
    return "100%" if rounded == 100 else f"{rounded:.1f}%"


def steps(count: int) -> str:
    """A number of steps: "1 step", "2,400 steps"."""
    return f"{count:,} step{'' if count == 1 else 's'}"


def diverged(loss: float) -> str:
    """Why a run cannot go on with this loss, or "" if it can."""
    if not math.isfinite(loss):
        return "the loss is not a number"
    if loss > RUNAWAY:
        return f"the loss has run away ({loss:.1e})"
    return ""


def field_label(rule: Rule, index: int, y: np.ndarray, wrong: np.ndarray, shown: str) -> str:
    """What the decision field shows, in a sentence."""
    missed, inside = int((wrong & y).sum()), int(y.sum())
    falsely, outside = int((wrong & ~y).sum()), int((~y).sum())
    return (
        f"Decision field after {steps(index)}, with {len(y):,} {shown} points: "
        f"{missed:,} of {inside:,} points {rule.inside} and "
        f"{falsely:,} of {outside:,} points {rule.outside} are on the wrong side."
    )


def accuracy_axis(free: float) -> tuple[tuple[float, float], list[tuple[float, str]]]:
    """Bounds and ticks of an accuracy chart whose base rate can be seen."""
    low = math.floor(free * 10 - 0.5) / 10
    marks = np.linspace(low, 1, 4 if round((1 - low) * 10) % 3 == 0 else 3)
    return (low, 1.0), [(float(v), f"{100 * v:.0f}") for v in marks]


def loss_axis(records: Sequence[Record]) -> tuple[tuple[float, float], list[tuple[float, str]]]:
    """Bounds and ticks of a loss chart: from 0 to the first of 0.3, 0.6, 1.2 ... above all."""
    seen = [v for r in records for v in (r.train_loss, r.test_loss) if math.isfinite(v)]
    top = 0.6
    while top < max(seen, default=0) and top < RUNAWAY:
        top *= 2
    return (0.0, top), [(v, f"{v:.1f}" if top < 100 else f"{v:.0e}") for v in (0, top / 2, top)]


def foot(weights: int, points: int, opened_at: int = 0) -> str:
    """The line under the playground, as HTML; it remembers at which step a run was opened."""
    opened = f" Opened at step {opened_at:,}; Reset begins at step 0." if opened_at else ""
    return (
        f'<div class="gb-notes"><span>{weights:,} weights and biases, learning from '
        f"{points:,} point{'' if points == 1 else 's'}.{opened}</span>"
        '<span class="gb-keys">Space plays, S steps, R resets. '
        "Arrow keys move a focused slider.</span></div>"
    )
