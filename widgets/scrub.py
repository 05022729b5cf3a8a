"""Moments in a row, to be stepped through, scrubbed or played."""
from collections.abc import Callable

import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part


class Scrub(Part):
    """Buttons (first, back, play, forward, last) and a slider over the moments of something.

    The row answers at once, in the page.  A picture in the same widget follows it there too,
    without asking the kernel: see `followMoment` in canvas/moment.js.  Arrow keys, Home, End
    and space that a picture of the widget leaves alone move the row as well.

    Parameters
    ----------
    words : sequence of str
        What each moment is called: "forward: the sum of h2".

    Attributes
    ----------
    words : list of str
    count : int
        How many moments there are; follows `words`.
    index : int
        The moment in hand, in [0, count - 1]; a value outside is moved to the nearest.
    playing : bool
        Whether the page goes on by itself, a moment every 0.9 seconds, up to the last.
    label : str
        What the slider is called: "moment".
    """

    _esm = script("follow.js", "attached.js", "scrub.js")
    _css = sheet("scrub.css")

    index = traitlets.Int(0).tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode("moment").tag(sync=True)

    def __init__(self, words: list[str] | tuple[str, ...] = (), **traits: object) -> None:
        super().__init__(words=list(words), **traits)

    @traitlets.validate("index")
    def _in_range(self, proposal: dict) -> int:
        # What comes from the page is not to be trusted: an app's visitor can send anything.
        return min(max(proposal["value"], 0), max(0, len(self.words) - 1))

    @traitlets.observe("words")
    def _recount(self, change: dict) -> None:
        with self.hold_sync():
            self.count = len(change["new"])
            self.index = min(self.index, max(0, self.count - 1))

    def show(self, words: list[str] | tuple[str, ...], index: int) -> None:
        """Other moments, and which of them is in hand, in one message."""
        with self.hold_sync():
            self.words = list(words)
            self.index = index

    def on_move(self, heard: Callable[[int], None]) -> None:
        """Call `heard(index)` whenever another moment is in hand, by a person or a program."""
        self.observe(lambda change: heard(change["new"]), "index")
