"""A line between two clouds of points, to be dragged, with its numbers beside it."""
from collections.abc import Callable

import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part


class LineView(Part):
    """The picture, the numbers, the curve of the moves and the acts: one part, so that what
    belongs to one place of the line reaches the page in one message and is painted together.

    Attributes
    ----------
    points : bytes
        As `widgets.canvas.field.packed` packs them.
    wrong : bytes
        A byte for each point: 1 on the wrong side.
    line : list of float
        w1, w2, b, and the middle and the tip of the arrow: x, y, x, y.
    ghost : list of float
        The same of the line one step of gradient descent on, or empty.
    numbers : dict
        "accuracy", "right", "goal", "loss", "formula", "ahead", and "rows": name, value,
        slope and next value of each parameter.
    reached : bool
        Whether the goal is reached.
    moves : bytes
        float32 pairs: the loss after a move, and 1 if gradient descent made it, else 0.
    moves_words : str
        How many there are: "5 moves".
    words, problem : str
        What has come of it, and what could not be used.
    label, moves_label, spoken : str
        The pictures in words, and a sentence to be read aloud after a move.
    answered : int
        Counts up with each answer: the page sends no new place before it.
    """

    _esm = script(
        "follow.js", "canvas/surface.js", "canvas/marks.js", "canvas/line_paint.js",
        "canvas/moves.js", "canvas/line.js",
    )  # fmt: skip
    _css = sheet("one_neuron.css")

    points = traitlets.Bytes(b"").tag(sync=True)
    wrong = traitlets.Bytes(b"").tag(sync=True)
    line = traitlets.List(traitlets.Float(), [4.0, 1.0, 0.0, 0.0, 0.0, 0.2, 0.05]).tag(sync=True)
    ghost = traitlets.List(traitlets.Float()).tag(sync=True)
    numbers = traitlets.Dict().tag(sync=True)
    reached = traitlets.Bool(False).tag(sync=True)
    moves = traitlets.Bytes(b"").tag(sync=True)
    moves_words = traitlets.Unicode("").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    moves_label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_act(self, heard: Callable[[dict], None]) -> None:
        """Call `heard` with what the page says, as long as it is a dict."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict):
                heard(content)

        self.on_msg(read)
