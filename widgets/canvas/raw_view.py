"""What the parameters of a picture look like themselves, as canvases."""
import numpy as np
import traitlets

from course.pictures.film import shrunk
from course.pictures.raw import Outlines, Tiles
from widgets.assets import script, sheet
from widgets.parts import Picture

MOST_SIDE = 64  # pixels of a tile that are sent: it is drawn about that large
MOST_OUTLINES = 512
CELLS = 8  # along each side: at most one arrow is drawn in each cell
FAINT = 0.04  # of the largest pull: a smaller one is not drawn
TILES_KEY = "On the right the pull: light is up, dark is down."
ARROWS_KEY = "Arrows are the largest pulls on the middles."
_REACH = 2.0  # how far beyond the middle a point may lie, in halves of the picture
_UNIT = 16_000  # what a half of the picture counts as in a message


class RawView(Picture):
    """Parameters as small pictures with what is asked of them beside, or as outlines with arrows.

    Attributes
    ----------
    tiles : list of dict
        One a grid of numbers: "caption", "width", "height", and whether it has a "pull".
    pixels : bytes
        uint8, red green blue, of each tile and then of its pull, if it has one, in this order.
    outlines : int
        How many shapes there are; 0 where tiles are shown.
    closed : bool
        Whether each outline is closed.
    counts, points, colours : bytes
        uint8 points in each outline; int16 (x, y) of all of them, 16,000 for a half of the
        picture; uint8 red green blue of each.
    arrows : bytes
        float32 (x, y, along x, along y) of those pulls that are drawn; the longest has length 1.
    key : str
        What the second picture of each tile, or an arrow, means; "" if there is none.
    label : str
        What is shown, in a sentence, for those who do not see it.
    frame : int
        Number of the frame last sent.
    live : bool
        Whether frames follow one another (someone who wants less motion sees fewer).
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/painted.js", "canvas/pixels.js",
                  "canvas/raw_outlines.js", "canvas/raw_view.js")  # fmt: skip
    _css = sheet("art_parts.css")

    tiles = traitlets.List(traitlets.Dict()).tag(sync=True)
    pixels = traitlets.Bytes(b"").tag(sync=True)
    outlines = traitlets.Int(0).tag(sync=True)
    closed = traitlets.Bool(True).tag(sync=True)
    counts = traitlets.Bytes(b"").tag(sync=True)
    points = traitlets.Bytes(b"").tag(sync=True)
    colours = traitlets.Bytes(b"").tag(sync=True)
    arrows = traitlets.Bytes(b"").tag(sync=True)
    key = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: there is nothing in it to change."""

    def show(self, raw: Tiles | Outlines) -> int:
        """Send a frame; one message, whatever it holds.

        Parameters
        ----------
        raw : Tiles or Outlines
            At most 512 outlines of at most 255 points each.

        Returns
        -------
        int
            The number of the frame.

        Raises
        ------
        TypeError, ValueError
            If it is something else, or there are too many.
        """
        if isinstance(raw, Tiles):
            state = _tiles(raw)
        elif isinstance(raw, Outlines):
            state = _outlines(raw)
        else:
            raise TypeError(f"raw must be Tiles or Outlines, got {type(raw).__name__}")
        with self.hold_sync():
            for name, value in state.items():
                setattr(self, name, value)
            self.frame += 1
        return self.frame


def _tiles(raw: Tiles) -> dict[str, object]:
    """The traits that show small pictures."""
    described, parts = [], []
    for caption, image, pull in zip(raw.captions, raw.images, raw.pulls, strict=True):
        small = shrunk(image, MOST_SIDE)
        height, width = small.shape[:2]
        described.append(
            {"caption": caption, "width": width, "height": height, "pull": pull is not None}
        )
        parts += [small] if pull is None else [small, shrunk(pull, MOST_SIDE)]
    count = len(described)
    pulled = sum(one["pull"] for one in described)
    label = f"{count} {'grid' if count == 1 else 'grids'} of numbers: {', '.join(raw.captions)}"
    return {
        "tiles": described, "pixels": b"".join(part.tobytes() for part in parts),
        "outlines": 0, "key": TILES_KEY if pulled else "",
        "label": f"{label}; beside each its pull." if pulled else f"{label}.",
    }  # fmt: skip


def _outlines(raw: Outlines) -> dict[str, object]:
    """The traits that show outlines and arrows."""
    count = len(raw.paths)
    if not 1 <= count <= MOST_OUTLINES or max(map(len, raw.paths)) > 255:
        raise ValueError(
            f"raw must have 1 to {MOST_OUTLINES} outlines of at most 255 points, got {count}"
        )
    points = np.concatenate([np.asarray(path, np.float32) for path in raw.paths])
    points = np.nan_to_num(points, posinf=_REACH, neginf=-_REACH)
    arrows, largest = _arrows(raw)
    pulls = f"the largest pull on a middle is {largest:.2g}" if largest else "no pull on a middle"
    return {
        "outlines": count, "closed": raw.closed, "tiles": [], "pixels": b"",
        "counts": bytes(map(len, raw.paths)),
        "points": np.rint(np.clip(points, -_REACH, _REACH) * _UNIT).astype("<i2").tobytes(),
        "colours": np.ascontiguousarray(raw.colours, np.uint8).tobytes(),
        "arrows": arrows.astype("<f4").tobytes(),
        "key": ARROWS_KEY if largest else "",
        "label": f"{count} {'outline' if count == 1 else 'outlines'}; {pulls}.",
    }  # fmt: skip


def _arrows(raw: Outlines) -> tuple[np.ndarray, float]:
    """Pulls that are drawn, (n, 4), the longest in each cell of a grid; and the largest of all."""
    if raw.pulls is None:
        return np.zeros((0, 4)), 0.0
    lengths = np.nan_to_num(np.hypot(*np.asarray(raw.pulls, np.float64).T), posinf=0.0)
    largest = float(lengths.max(initial=0.0))
    if largest == 0:
        return np.zeros((0, 4)), 0.0
    seen = (np.abs(raw.centres) <= 1).all(1) & (lengths >= FAINT * largest)
    cells = np.clip((np.nan_to_num(raw.centres) + 1) / 2 * CELLS, 0, CELLS - 1).astype(int)
    drawn: dict[tuple[int, int], int] = {}
    for i in np.argsort(-lengths):
        if seen[i]:
            drawn.setdefault((int(cells[i, 0]), int(cells[i, 1])), int(i))
    chosen = list(drawn.values())
    return np.hstack([raw.centres[chosen], raw.pulls[chosen] / largest]), largest
