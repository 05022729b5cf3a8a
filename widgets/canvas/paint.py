"""A square to paint two classes in."""
from collections.abc import Callable

import numpy as np
import traitlets

from course.checks import check_points, shown
from course.painted_examples import EXAMPLES
from course.painting import EDGE, MOST, PITCH, RADIUS, Painting
from widgets.assets import script, sheet
from widgets.canvas.field import packed
from widgets.parts import Part

BRUSHES = ("inside", "outside", "eraser")
MOST_SENT = 200  # places of a brush in one message
MOST_KEPT = 200  # paintings that can be gone back to
FULL = f"A painting holds {MOST} dabs: erase some first."


class PaintCanvas(Part):
    """A square to dab two colours on, by mouse, pen, finger or keyboard.

    Parameters
    ----------
    painting : Painting
        To begin with.

    Attributes
    ----------
    painting : Painting
        As it stands.
    brush : {"inside", "outside", "eraser"}
        The one chosen last.
    label : str
        What is painted, in a sentence, for those who do not see it.
    said : str
        What has become of the last act, in words: shown below the picture.
    spoken : str
        The same for screen readers, at the end of a stroke.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/paint_marks.js", "canvas/paint.js")
    _css = sheet("painted_rule.css")

    dabs = traitlets.Bytes(b"").tag(sync=True)
    brush = traitlets.Enum(BRUSHES, "inside").tag(sync=True)
    undoable = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    examples = traitlets.List(traitlets.Unicode(), list(EXAMPLES)).tag(sync=True)
    brush_size = traitlets.Tuple((PITCH, EDGE, RADIUS, MOST, MOST_SENT)).tag(sync=True)

    def __init__(self, painting: Painting, **traits: object) -> None:
        self._heard: list[Callable[[bool], None]] = []
        self._before: list[Painting] = []
        super().__init__(**traits)
        self._show(painting)
        self.on_msg(self._read)

    def on_paint(self, heard: Callable[[bool], None]) -> None:
        """Call `heard(ended)` after each act of a person.

        `ended` is False in the middle of a stroke.  On the thread on which the act came: a
        page's messages may be on another one.
        """
        self._heard.append(heard)

    def set_painting(self, painting: Painting) -> None:
        """Show another painting instead; Undo brings the one before back."""
        self._keep()
        self._show(painting)

    def _keep(self) -> None:
        self._before = [*self._before[1 - MOST_KEPT :], self.painting]

    def say(self, words: str) -> None:
        """Show these words below the picture until something else is done."""
        with self.hold_sync():
            self.said = self.spoken = words

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is painted comes in messages."""

    # ---- what a person does ------------------------------------------------------------

    def _read(self, _: object, content: object, __: object) -> None:
        """Anything may come from a page; what means nothing is answered all the same."""
        content = content if isinstance(content, dict) else {}
        with self.hold_sync():
            ended = self._act(content)
            self.answered += 1
        for heard in self._heard:
            heard(ended)

    def _act(self, content: dict) -> bool:
        """Do what a message asks for; False in the middle of a stroke."""
        kind, name = content.get("kind"), content.get("name")
        if kind == "paint":
            return self._paint(content)
        if kind == "brush" and name in BRUSHES:
            self.brush = name
        elif kind == "undo" and self.undoable:
            while self._before and self._before[-1] == self.painting:
                self._before.pop()  # a stroke that changed nothing
            self._show(self._before.pop(), aloud=True)
        elif kind == "clear":
            self._keep()
            self._show(Painting(), aloud=True)
        elif kind == "example" and name in self.examples:
            self._keep()
            self._show(EXAMPLES[name], aloud=True)
        return True

    def _paint(self, content: dict) -> bool:
        """Take a part of a stroke over, or say why it cannot be."""
        points, ended = content.get("points"), content.get("ended") is True
        brush = content.get("brush")
        try:
            if brush not in BRUSHES:
                raise ValueError(f"brush must be one of {', '.join(BRUSHES)}; got {shown(brush)}")
            if not isinstance(points, list) or len(points) > MOST_SENT:
                came = f"{len(points)} places" if isinstance(points, list) else shown(points)
                raise ValueError(f"a stroke comes in up to {MOST_SENT} places, but {came} came")
            places = check_points("the stroke", points)
            if brush == "eraser":
                after = self.painting.erased(places)
            else:
                after = self.painting.painted(places, brush == "inside")
        except (TypeError, ValueError) as error:
            self.say(f"Not painted: {error}.")
            return True
        if content.get("first") is True:
            self._keep()
        self.brush = brush
        self._show(after, aloud=ended)
        if len(after.dabs) == MOST and brush != "eraser":
            self.say(FULL)
        return ended

    # ---- what is shown -----------------------------------------------------------------

    def _show(self, painting: Painting, aloud: bool = False) -> None:
        self.painting = painting
        words = painting.words if painting.dabs else "nothing is painted yet"
        with self.hold_sync():
            if painting.dabs:
                values = np.array(painting.dabs, float)
                self.dabs = packed(values[:, :2], values[:, 2])
            else:
                self.dabs = b""
            self.undoable = any(before != painting for before in self._before)
            self.label = f"Your painting: {words}."
            self.said = f"{words[0].upper()}{words[1:]}."
            if aloud:
                self.spoken = self.said
