"""A slider over the numbers of components there are, which change with the vectors."""
from collections.abc import Callable, Sequence

import traitlets

from course.checks import check_integer
from widgets.assets import script
from widgets.parts import Part


class KSlider(Part):
    """One of several values in order; left is fewest.

    Attributes
    ----------
    label : str
    words : list of str
        How each value is written.
    at : int
        Which is chosen, from 0.
    """

    _esm = script("follow.js", "canvas/k_slider.js")

    label = traitlets.Unicode("k, numbers kept").tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: a move comes in a message."""

    def show(self, words: Sequence[str], at: int) -> None:
        """Offer these values, with one of them chosen."""
        with self.hold_sync():
            self.words, self.at = list(words), at

    def on_move(self, heard: Callable[[int], None]) -> None:
        """Call `heard(at)` when a person chooses a value."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "move" and self.words:
                try:
                    at = check_integer("at", content.get("at"), 0, len(self.words) - 1)
                except (TypeError, ValueError):  # an app's visitor can send anything
                    return
                heard(at)

        self.on_msg(read)
