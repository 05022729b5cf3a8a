"""Accuracy at each value of a factor: every seed a mark, the medians joined, as a canvas."""
import math
from typing import Any

import numpy as np
import traitlets

from course.effect_findings import Compared, Effect
from widgets.assets import script, sheet
from widgets.parts import Part
from widgets.wording import percent

STEP_TICKS = (1, 10, 100, 1000)


class EffectView(Part):
    """The picture, and what stands above and below it.

    Attributes
    ----------
    picture : dict
        As `picture_of` makes it.
    words : list of str
        What is said of each value when it is pointed at.
    said, label, problem : str
        What happened, in sentences; the picture for those who do not see it; what went wrong.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/effect_paint.js", "canvas/effect_levels.js"
    )
    _css = sheet("effects.css")

    picture = traitlets.Dict().tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it has nothing to say."""


def picture_of(effect: Effect, found: Compared | None, free: float | None) -> dict[str, Any]:
    """What the page draws.

    Parameters
    ----------
    effect : Effect
    found : Compared or None
        All of it, as many values as there are, or nothing yet.
    free : float or None
        What is free before there is a result, where that is known.

    Returns
    -------
    dict
        Places and ticks across in [0, 1]; accuracies as they are.  `test` and `train` hold a
        list a value with a number a seed; `ends` what is written at the ends of the lines.
    """
    count = len(effect.labels)
    places = _places(effect)
    ticks = [[place, label] for place, label in zip(places, effect.labels, strict=True)]
    if effect.over_steps:
        last = effect.levels[0].config.steps
        shown = [step for step in STEP_TICKS if step <= last]
        ticks = [[math.log(step) / math.log(last), f"{step:,}"] for step in shown]
    level = [] if free is None else [free] * count
    lines = {"free": level, "best": [], "testMedian": [], "trainMedian": []}
    marks: dict[str, list] = {"test": [], "train": [], "turns": []}
    if found is not None:
        lines = {
            "free": list(found.free),
            "best": list(found.best) if min(found.best) < 1 else [],
            "testMedian": _rounded(found.medians("test")),
            "trainMedian": _rounded(found.medians("train")),
        }
        marks = {"test": _rounded(found.test), "train": _rounded(found.train), "turns": []}
        if effect.over_steps:
            marks["turns"] = [
                [places[at], float(found.test[at, k])] for k, at in enumerate(found.best_steps())
            ]
    low = floor(effect, found)
    return {
        "places": places,
        "ticks": ticks,
        "axis": effect.axis,
        "floor": low,
        "heights": heights(low),
        "overSteps": effect.over_steps,
        "ends": _ends(lines),
        **lines,
        **marks,
    }


def _places(effect: Effect) -> list[float]:
    """Where the values stand across: evenly, or steps by their logarithm."""
    if effect.over_steps:
        steps = effect.marks(effect.levels[0])
        return [math.log(step) / math.log(steps[-1]) for step in steps]
    count = len(effect.levels)
    return [(i + 0.5) / count for i in range(count)]


def floor(effect: Effect, found: Compared | None) -> float:
    """Accuracy at the bottom: the effect's own, or the tenth below what was found."""
    seen = [] if found is None else [found.test.min(), found.train.min()]
    return min(effect.floor, *(math.floor(10 * value) / 10 for value in (*seen, 0.9)))


def heights(low: float) -> list[list[Any]]:
    """The accuracies that are named at the left, from the top: [value, words]."""
    step = 0.05 if low >= 0.85 else 0.1 if low >= 0.65 else 0.2
    count = math.floor((1 - low) / step + 1e-9)
    return [[round(1 - i * step, 2), f"{100 * (1 - i * step):.0f}%"] for i in range(count + 1)]


def _ends(lines: dict[str, list[float]]) -> dict[str, str]:
    names = {"testMedian": "test", "trainMedian": "train", "free": "free", "best": "possible"}
    return {
        line: f"{name} {percent(lines[line][-1])}" for line, name in names.items() if lines[line]
    }


def _rounded(values: np.ndarray) -> list:
    return np.round(values, 4).tolist()
