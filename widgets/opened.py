"""Below a widget: one of its networks, opened in a playground as it stands."""
from collections.abc import Callable

import ipywidgets
import traitlets

from course.run import Run
from widgets.assets import script, sheet
from widgets.parts import Box, Part
from widgets.playground import Playground
from widgets.theme import Theme


class OpenedBar(Part):
    """What is open, in words, and a button to close it; the page goes there when that changes.

    Attributes
    ----------
    words : str
    opened : int
        How many have been opened.
    """

    _esm = script("follow.js", "opened.js")
    _css = sheet("opened.css")

    words = traitlets.Unicode("").tag(sync=True)
    opened = traitlets.Int(0).tag(sync=True)

    def on_close(self, heard: Callable[[], None]) -> None:
        """Call `heard()` when a person presses Close."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "close":
                heard()

        self.on_msg(read)


class Opened(Box):
    """Empty until a run is opened; one at a time.

    Parameters
    ----------
    soon : callable, optional
        Does something on the kernel's loop, as `Piece._soon`: a page's events may come on
        another thread.

    Attributes
    ----------
    playground : Playground or None
        What is open.
    """

    playground: Playground | None = None  # until one is opened

    def __init__(self, soon: Callable[[Callable[[], None]], None] | None = None) -> None:
        self._bar = OpenedBar()
        super().__init__()
        self._bar.on_close(lambda: soon(self.shut) if soon else self.shut())
        self.add_class("gb-opened")

    def open(self, run: Run | None = None, words: str = "") -> None:
        """Show this run below, exactly as it stands, instead of the one before.

        Parameters
        ----------
        run : Run
            On a dataset as the playground makes them, with 1,000 points held out.  None is
            what ipywidgets asks for when it makes the box: it is told to the page, empty.
        words : str
            What it is called: "Seed 9, after 1,200 steps".

        Raises
        ------
        ValueError
            If the playground cannot show such a run; what was open stays.
        """
        if run is None:
            super().open()
            return
        playground = Playground.of_run(run, name="", title="")
        playground.remove_class("gb-demo")  # only the whole can be presented
        before, self.playground = self.playground, playground
        with self._bar.hold_sync():
            self._bar.words, self._bar.opened = words, self._bar.opened + 1
        self.children = (self._bar, playground)
        _end(before)

    def shut(self) -> None:
        """Take away what is open, if anything is."""
        before, self.playground, self.children = self.playground, None, ()
        _end(before)

    def close(self) -> None:
        """Stop what is open, and leave the page."""
        _end(self.playground)
        self.playground = None
        self._bar.close()
        super().close()


def _end(playground: Playground | None) -> None:
    """Stop it, and forget every widget that it was made of."""
    if playground is None:
        return
    playground.pause()
    _close(playground)


def _close(widget: ipywidgets.Widget) -> None:
    for part in getattr(widget, "children", ()):
        if not isinstance(part, Theme):  # all widgets of a page share it
            _close(part)
    widget.close()
