"""What the page is sent of a growing picture: cells, figures, curve, channels and words."""

import time
from typing import TYPE_CHECKING

from widgets import growing_picture_words as words
from widgets.canvas.growing_picture import GrowingCanvas
from widgets.transport import Transport

if TYPE_CHECKING:
    from widgets.growing_picture_run import Plot
    from widgets.growing_picture_settings import GrowingSettings

SLOWLY = 0.15  # seconds between two figures, and two pictures of the hidden channels


class GrowingScene:
    """The two parts that show an automaton.

    Attributes
    ----------
    transport : Transport
    canvas : GrowingCanvas
    """

    def __init__(self) -> None:
        self.transport, self.canvas = Transport(), GrowingCanvas()
        self._written = 0.0

    def frame(self, plot: "Plot", settings: "GrowingSettings") -> int:
        """One frame of a run: the cells, and now and then the figures."""
        if time.monotonic() - self._written >= SLOWLY:
            self.write(plot, settings)
        return self.paint(plot, live=True)

    def paint(self, plot: "Plot", live: bool) -> int:
        """Send the cells; the number of the frame."""
        from course.art.automaton.growing import portrait

        return self.canvas.show_cells(portrait(plot.cells.state), live)

    def write(self, plot: "Plot", settings: "GrowingSettings") -> None:
        """Send figures, curve, hidden channels and words."""
        self._written = time.monotonic()
        canvas, transport = self.canvas, self.transport
        canvas.show_errors(plot.errors, plot.hurt)
        canvas.show_channels(plot.channels() if settings.hidden else None)
        with canvas.hold_sync():
            canvas.said, canvas.label = words.said(plot), words.label(plot)
            canvas.curve_label = words.curve_label(plot)
            canvas.hint = "" if plot.touched else words.HINT
            canvas.top = plot.nothing
        with transport.hold_sync():
            transport.result = f"{plot.cells.living:,}"
            transport.free, transport.result_words = words.beside(plot)
            transport.progress = f"step {plot.cells.steps:,}"

    def state(self, plot: "Plot | None", state: str, activity: str) -> None:
        """Say whether it runs, and what goes on."""
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            self.transport.progress = f"step {plot.cells.steps if plot else 0:,}"

    def nothing(self) -> None:
        """There is nothing to grow a picture by."""
        self.canvas.hint, self.canvas.faded = "There is nothing to grow it by.", True
        self.transport.result, self.transport.free, self.transport.result_words = "--", "", ""
        self.state(None, "failed", "stopped")

    def tool(self, settings: "GrowingSettings") -> None:
        """Send what the pointer does."""
        with self.canvas.hold_sync():
            self.canvas.tool, self.canvas.brush = settings.tool, settings.brush
