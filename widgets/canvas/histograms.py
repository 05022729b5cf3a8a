"""What goes through a deep network: a histogram for each layer, and 32 seeds as lines."""
from collections.abc import Callable

import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part, Picture


class LayersView(Picture):
    """Layers from left to right; activations above, gradients below.

    Attributes
    ----------
    layers : list of {"forward", "backward", "off", "dead", "words"}
        What is written at each layer, whether all of it is dead, and what is said of it when
        it is pointed at.
    shares : bytes
        float32 (2, depth, bins): the histograms forward and backward, lowest bin first.
    axes : list of (str, str, str)
        Top, middle and bottom of the histograms' axis, forward and backward.
    lines : bytes
        float32 (2, seeds, depth): log10 of the spreads; the chosen seed's come first.
    bounds : list of (int, int)
        Decades at the bottom and the top of the lines, forward and backward.
    titles : list of str
        Of activations, of what is off, and of gradients.
    seeds_words : str
        "32 seeds", or how many of them are there.
    said, label, problem : str
        What one sees, in sentences; the picture for those who do not see it; what went wrong.
    frame : int
        Number of the frame last sent.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/layers_paint.js",
        "canvas/histograms.js",
    )  # fmt: skip
    _css = sheet("how_to_start.css")

    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    shares = traitlets.Bytes(b"").tag(sync=True)
    axes = traitlets.List().tag(sync=True)
    lines = traitlets.Bytes(b"").tag(sync=True)
    bounds = traitlets.List().tag(sync=True)
    titles = traitlets.List(traitlets.Unicode()).tag(sync=True)
    seeds_words = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it has nothing to say but what it painted."""


class Presets(Part):
    """Buttons that set a number to a well-known value.

    Attributes
    ----------
    label : str
        What they are for, for those who hear the page.
    options : list of [words, value]
    value : float
        The number as it stands: the button that means it is shown pressed.
    """

    _esm = script("follow.js", "canvas/presets.js")

    label = traitlets.Unicode("").tag(sync=True)
    options = traitlets.List().tag(sync=True)
    value = traitlets.Float(0.0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is chosen comes in messages."""

    def on_choice(self, heard: Callable[[float], None]) -> None:
        """Call `heard(value)` when a person chooses one of the options."""

        def read(_: object, content: object, __: object) -> None:
            number = content.get("option") if isinstance(content, dict) else None
            if isinstance(number, int) and 0 <= number < len(self.options):
                heard(self.options[number][1])

        self.on_msg(read)
