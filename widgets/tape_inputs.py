"""Sliders for the numbers that go into an expression."""
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import traitlets

from course.expressions import number_text
from widgets.assets import script
from widgets.parts import Part

LOW, HIGH, STEP = -3.0, 3.0, 0.1


class TapeInputs(Part):
    """A slider for each input that is a single number; of the others it is said what they are.

    Attributes
    ----------
    inputs : list of dict
        name, value, low, high and step; or name and words.
    answered : int
        Counts what has been heard, so that the page sends no more than can be drawn.
    """

    _esm = script("follow.js", "tape_inputs.js")

    inputs = traitlets.List(traitlets.Dict()).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is turned comes in messages."""

    def show(self, values: Mapping[str, Any]) -> None:
        """Sliders for these inputs; a line grows if its value lies outside."""
        self.inputs = [_slider(name, value) for name, value in values.items()]

    def on_turn(self, heard: Callable[[str, float], None]) -> None:
        """Call `heard(name, value)` when a person moves a slider, with a value that it has."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") != "turn":
                return
            name, value = content.get("name"), content.get("value")
            limits = {one["name"]: one for one in self.inputs if "low" in one}
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not isinstance(name, str) or name not in limits:
                return
            if limits[name]["low"] <= value <= limits[name]["high"]:
                heard(name, float(value))

        self.on_msg(read)


def _slider(name: str, value: Any) -> dict[str, Any]:
    try:
        array = np.asarray(value, float)
    except (TypeError, ValueError):
        return {"name": name, "words": "not a number"}
    if array.ndim > 0:
        return {"name": name, "words": f"shape {array.shape}"}
    number = array.item()
    if not math.isfinite(number):
        return {"name": name, "words": number_text(number)}
    low, high = min(LOW, math.floor(number)), max(HIGH, math.ceil(number))
    return {"name": name, "value": number, "low": low, "high": high, "step": STEP}
