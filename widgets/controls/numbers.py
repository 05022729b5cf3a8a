"""A few numbers, typed in a row."""
import re
from dataclasses import dataclass
from typing import Any

import ipywidgets
import traitlets

from course.checks import shown
from widgets.assets import script
from widgets.parts import Part


class NumberRow(Part):
    """Numbers with spaces or commas between them.

    Attributes
    ----------
    value : tuple of int or of float
        The numbers as they stand.
    whole : bool
        Whether they are whole numbers.
    text : str
        How they are written.
    answered : int
        Counts what has been typed, so that the page goes back to `text` each time.
    problem : str
        Why what was typed is no row of numbers, or "".
    """

    _esm = script("follow.js", "controls/numbers.js")

    value = traitlets.Tuple(())
    whole = traitlets.Bool(False)
    label = traitlets.Unicode("").tag(sync=True)
    text = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._read)
        self._write()

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is typed comes in a message."""

    @traitlets.observe("value")
    def _write(self, _: object = None) -> None:
        self.text = " ".join(f"{number:g}" for number in self.value)

    def _read(self, _: object, content: object, __: object) -> None:
        typed = content.get("text") if isinstance(content, dict) else None
        if not isinstance(typed, str):
            return
        kind = int if self.whole else float
        pieces = re.split(r"[\s,;]+", typed[:300].strip())
        with self.hold_sync():
            self.problem = ""
            try:
                self.value = tuple(kind(piece) for piece in pieces if piece)
            except ValueError:
                expected = "whole numbers" if self.whole else "numbers"
                self.problem = f"{self.label} must be {expected}, got {shown(typed, 30)}"
            self._write()
            self.answered += 1


@dataclass(frozen=True)
class Numbers:
    """Some numbers in a row; whole ones if the value's are."""

    label: str

    def make(self, name: str, value: tuple[float, ...]) -> ipywidgets.Widget:
        """The control, showing `value`."""
        whole = all(isinstance(number, int) for number in value)
        return NumberRow(label=self.label, value=value, whole=whole)
