"""A box in which a person pastes a table of numbers."""
from collections.abc import Callable

import traitlets

from course.vectors.pasted import MOST_CHARACTERS
from widgets.assets import script
from widgets.parts import Part


class PastedTable(Part):
    """Text that is sent when its button is pressed; it is read as numbers, never evaluated.

    Attributes
    ----------
    most : int
        Characters that are sent at most; with more, the page says so instead.
    problem : str
        Why the table cannot be used, or "".
    """

    _esm = script("follow.js", "pasted_table.js")

    most = traitlets.Int(MOST_CHARACTERS).tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is pasted comes in a message."""

    def on_table(self, heard: Callable[[str], None]) -> None:
        """Call `heard(text)` when a person wants a table to be used."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "table":
                text = content.get("text")
                if isinstance(text, str) and len(text) <= self.most:
                    heard(text)

        self.on_msg(read)
