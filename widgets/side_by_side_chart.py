"""The chart below pictures side by side: what is drawn, and on which scales."""
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

POINTS = 160  # of a line at most: more than there are pixels for
LOWEST = 1e-6  # nothing below it is told apart


def thinned(count: int) -> np.ndarray:
    """Which of so many points are sent: the first, the last and evenly between."""
    return np.unique(np.linspace(0, count - 1, min(count, POINTS)).round().astype(int))


def lines(records: Sequence[Any], across: str) -> list[np.ndarray]:
    """A line for each record, float array (n, 2): steps or seconds, and the weighted sum."""
    made = []
    for record in records:
        count = min(len(record.losses), len(record.steps), len(record.times))
        picked = thinned(count) if count else []
        where = record.steps if across == "steps" else record.times
        made.append(np.array([(where[i], record.losses[i]) for i in picked]).reshape(-1, 2))
    return made


def axis(drawn: Sequence[np.ndarray], across: str, until: float) -> dict[str, Any]:
    """The scales: powers of ten upwards if all is above 0, and as far across as it will go.

    Returns
    -------
    dict
        "low" and "high", "log", "ticks": list of [value, words], "right" and "right_words".
    """
    values = np.concatenate([line[:, 1] for line in drawn if len(line)] or [np.array([1.0])])
    ends = [until, *(float(line[-1, 0]) for line in drawn if len(line))]
    right = max(ends)
    words = f"{right:,.0f} steps" if across == "steps" else f"{right:.0f} s of CPU"
    scale = _powers(values) if values.min() > 0 else _even(values)
    return {**scale, "right": right, "right_words": words}


def _powers(values: np.ndarray) -> dict[str, Any]:
    low = math.floor(math.log10(max(LOWEST, float(values.min()))) + 1e-9)
    high = max(low + 1, math.ceil(math.log10(float(values.max())) - 1e-9))
    low = min(low, high - 2)  # so that the first steps do not change the scale
    ticks = [[10.0**p, f"{10.0**p:g}" if p > -5 else f"1e−{-p}"] for p in range(low, high + 1)]
    return {"low": 10.0**low, "high": 10.0**high, "log": True, "ticks": ticks}


def _even(values: np.ndarray) -> dict[str, Any]:
    least, most = min(0.0, float(values.min())), max(0.0, float(values.max()))
    wide = max(most - least, 1e-3)
    step = 10.0 ** math.floor(math.log10(wide))
    step *= 1 if wide / step <= 4 else 2 if wide / step <= 8 else 5
    low, high = math.floor(least / step), math.ceil(most / step)
    ticks = [[i * step, f"{i * step:g}".replace("-", "−")] for i in range(low, high + 1)]
    return {"low": low * step, "high": high * step, "log": False, "ticks": ticks}
