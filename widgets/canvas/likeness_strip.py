"""One row and the rows most like it, before and after, as small pictures to be pressed."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import traitlets

from course.checks import check_integer
from widgets.assets import script
from widgets.parts import Part

KINDS = ("picture", "bars", "text")


@dataclass(frozen=True)
class Like:
    """A row that is shown.

    Attributes
    ----------
    row : int
        Which one, from 0.
    name : str
        What it is: "7".
    figure : str
        How near it is: "0.93".
    state : {"", "lost", "new"}
        Whether it is a neighbour on one side only.
    said : str
        What stands before the figure for those who do not see the picture: "7, row 12, cosine".
    text : str
        The first words, where rows are texts.
    """

    row: int
    name: str
    figure: str
    state: str
    said: str
    text: str = ""


class LikenessStrip(Part):
    """A chosen row with its neighbours before and after; one tab stop, arrows move inside.

    Attributes
    ----------
    kind : {"picture", "bars", "text"}
        What rows are drawn as: grey squares, small bars, or words.
    faces : bytes
        uint8 (1 + rebuilt + number of neighbours, wide * tall): the chosen row, what is rebuilt
        of it, and the neighbours in order.  Of pictures, ink from 0 to 255; of bars, 128 is
        zero.
    shape : [int, int]
        Columns and rows of a face.
    chosen : dict
        Keys name, note, text and rebuilt (words under the rebuilt face, or "").
    tiles : list of dict
        The neighbours before, then those after: see `Like`.
    heads : list of str
        What stands over the neighbours before, and over those after.
    label : str
        The whole in words.
    spoken : str
        What to say aloud after a person has acted.
    """

    _esm = script(
        "follow.js", "near.js", "canvas/surface.js", "canvas/faces.js", "canvas/likeness_strip.js"
    )

    kind = traitlets.Enum(KINDS, "picture").tag(sync=True)
    faces = traitlets.Bytes(b"").tag(sync=True)
    shape = traitlets.List(traitlets.Int(), [8, 8]).tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)
    tiles = traitlets.List().tag(sync=True)
    heads = traitlets.List(traitlets.Unicode(), ["", ""]).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)
    version = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it is a picture."""

    def show(
        self,
        kind: str,
        chosen: dict[str, str],
        neighbours: Sequence[Sequence[Like]],
        faces: np.ndarray,
        shape: tuple[int, int],
        heads: Sequence[str],
        label: str,
    ) -> None:
        """Draw a row and its neighbours, in one message.

        Parameters
        ----------
        kind : {"picture", "bars", "text"}
        chosen : dict
            As the attribute.
        neighbours : two sequences of Like
            Before, and after.
        faces : uint8 array, shape (n_faces, wide * tall)
        shape : (wide, tall)
        heads : two strings
        label : str
        """
        with self.hold_sync():
            self.kind, self.chosen, self.shape = kind, chosen, list(shape)
            self.tiles = [{**vars(one), "side": i} for i, s in enumerate(neighbours) for one in s]
            self.faces = np.asarray(faces, np.uint8).tobytes()
            self.heads, self.label = list(heads), label
            self.version += 1

    def on_row(self, heard: Callable[[int], None]) -> None:
        """Call `heard(row)` when a person chooses a neighbour."""
        self._hear("row", 0, heard)

    def on_seen(self, heard: Callable[[], None]) -> None:
        """Call `heard()` once the strip is on the screen, or less than a screen away from it."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "seen":
                heard()

        self.on_msg(read)

    def on_step(self, heard: Callable[[int], None]) -> None:
        """Call `heard(by)` with 1 or -1 when a person asks for the next or the previous row."""
        self._hear("by", -1, heard)

    def _hear(self, key: str, low: int, heard: Callable[[int], None]) -> None:
        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == key:
                try:
                    value = check_integer(key, content.get("value"), low, 10**6)
                except (TypeError, ValueError):  # an app's visitor can send anything
                    return
                heard(value if key == "row" else -1 if value < 0 else 1)

        self.on_msg(read)
