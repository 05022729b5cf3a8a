"""The network as a picture, with buttons for its layers and units."""
from collections.abc import Callable, Iterable

import numpy as np
import traitlets

from widgets.assets import script
from widgets.parts import Part

UNITS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 100, 200, 500, 1000)
MOST_LAYERS = 6
NEW_LAYER = 8


def layer_words(hidden: Iterable[int]) -> str:
    """The network in a sentence: "two inputs, hidden layers of 8 and 8 units, one output"."""
    hidden = list(hidden)
    if not hidden:
        return "Two inputs, no hidden layer, one output"
    units = f"{hidden[0]} unit{'s' if hidden[0] != 1 else ''}"
    if len(hidden) > 1:
        units = f"{', '.join(map(str, hidden[:-1]))} and {hidden[-1]} units"
    layers = "a hidden layer" if len(hidden) == 1 else "hidden layers"
    return f"Two inputs, {layers} of {units}, one output"


def stepped(units: int, up: bool) -> int:
    """The next larger or smaller number of units that the buttons offer."""
    if up:
        return next((n for n in UNITS if n > units), max(units, UNITS[-1]))
    return next((n for n in reversed(UNITS) if n < units), UNITS[0])


class LayerEditor(Part):
    """Draws the weights; adds and removes layers and units.

    Attributes
    ----------
    value : tuple of int
        Units of each hidden layer: zero to six layers of 1 to 1,000 units.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/network.js")

    value = traitlets.Tuple(())
    hidden = traitlets.List(traitlets.Int()).tag(sync=True)
    weights = traitlets.Bytes(b"").tag(sync=True)
    unit_bounds = traitlets.Tuple((UNITS[0], UNITS[-1])).tag(sync=True)
    most_layers = traitlets.Int(MOST_LAYERS).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def __init__(self, value: tuple[int, ...] = (8, 8), **traits: object) -> None:
        super().__init__(**traits)
        self._shown: tuple[list[int], bytes] = ([], b"")
        self._acts: dict[str, Callable[[int], None]] = {
            "add": lambda _: self._set([*self.hidden, *(self.hidden[-1:] or [NEW_LAYER])]),
            "remove": lambda _: self._set(self.hidden[:-1]),
            "more": lambda layer: self._units(layer, up=True),
            "less": lambda layer: self._units(layer, up=False),
        }
        self.on_msg(self._read)
        self._set(value)

    @traitlets.observe("value")
    def _follow(self, change: dict) -> None:
        if list(change["new"]) != self.hidden:
            self._set(change["new"])

    def _set(self, hidden: Iterable[int]) -> None:
        hidden = list(hidden)
        if len(hidden) > MOST_LAYERS:
            return
        with self.hold_sync():
            # A change may be refused: then what was drawn before is right again.
            self.weights = self._shown[1] if hidden == self._shown[0] else b""
            self.hidden, self.label = hidden, layer_words(hidden)
        self.value = tuple(hidden)

    def _units(self, layer: int, up: bool) -> None:
        if 0 <= layer < len(self.hidden):
            changed = list(self.hidden)
            changed[layer] = stepped(changed[layer], up)
            self._set(changed)

    def _read(self, _: object, content: object, __: object) -> None:
        if isinstance(content, dict) and content.get("kind") == "change":
            act, layer = self._acts.get(content.get("act")), content.get("layer")
            if act and isinstance(layer, int):
                act(layer)

    def show(self, weights: Iterable[np.ndarray]) -> None:
        """Draw these weights, one array (fan_in, fan_out) for each layer."""
        flat = [np.asarray(w, "<f4").ravel() for w in weights]
        self.weights = np.concatenate(flat).tobytes()
        self._shown = (list(self.hidden), self.weights)
