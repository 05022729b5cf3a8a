"""The pictures of many dimensions: one row and its neighbours, curves over k, a scree plot."""
from collections.abc import Mapping

import numpy as np

from course.projections.survival import DRAWS, METHODS
from course.vectors.arrays import as_numpy
from course.vectors.pairs import cosines, distances
from course.vectors.sets import Vectors
from widgets import many_dimensions_words as words
from widgets.assets import sheet
from widgets.canvas.likeness_strip import LikenessStrip
from widgets.canvas.over_k import OverK
from widgets.canvas.scree import ScreeCanvas
from widgets.many_dimensions_settings import ManySettings
from widgets.many_dimensions_subject import Measured, Subject
from widgets.parts import Html

SIDE = 8  # of a digit
BARS = 32  # numbers of a row that are drawn as bars
REBUILT = 200  # dimensions up to which a row of bars is rebuilt: its axes take 15 ms
RMS, STAY = "RMS change of a cosine", "Share of the nearest that stay"


class Strip(LikenessStrip):
    """The strip; it brings the style sheet of the whole widget."""

    _css = sheet("many_dimensions.css")


class ManyScene:
    """Draws a subject with these settings.

    Attributes
    ----------
    strip, rms, stay, scree, figures, stretched, about : Widget
    """

    def __init__(self) -> None:
        self.strip, self.scree = Strip(), ScreeCanvas(title="Variance along each component")
        self.rms, self.stay = OverK(title=RMS), OverK(title=STAY)
        self.stay.ticks = [[0.0, "0"], [0.5, "50%"], [1.0, "100%"]]
        self.figures, self.stretched, self.about = Html(), Html(), Html()

    def clear(self, said: str) -> None:
        """Nothing is looked at: the words say why."""
        self.about.value = self.figures.value = self.stretched.value = ""
        self.strip.show("text", {"note": said}, ((), ()), np.zeros((0, 0)), (1, 1), ("", ""), said)
        for chart in (self.rms, self.stay):
            chart.show((), np.zeros((6, 0)), 2, 0)
            chart.label = f"{chart.title}: nothing to measure yet."
        self.scree.show((), 0, ("", ""), False, "")
        self.scree.ticks = []
        self.scree.label = "Nothing to measure yet."

    def show_about(self, one: Subject, settings: ManySettings) -> None:
        """What is looked at, in words."""
        constant = len(one.projections.pca.constant)
        said = words.about(one.vectors, settings, constant, one.where)
        if settings.data == "own":
            said += f" {words.NOT_IN_LINK}"
        self.about.value = f'<p class="gb-md-about">{said}</p>'

    # ---- at one k ----------------------------------------------------------------------

    def show_row(self, one: Subject, settings: ManySettings) -> str:
        """The row and its neighbours; what to say of it aloud."""
        made, k, row = one.projections, one.k(settings.k), self.row(one, settings)
        after = made.after(settings.method, k)
        company = made.company(settings.method, k, row, settings.by)
        near = cosines if settings.by == "angle" else distances
        sides = words.neighbours(
            one.vectors, company, as_numpy(near(made.before, row)), as_numpy(near(after, row)),
            settings.by,
        )  # fmt: skip
        kind, shape = kind_of(one.vectors)
        rebuilt = self._rebuilt(one, settings, k, row) if kind != "text" else None
        shown = [row, *company.before.tolist(), *company.after.tolist()]
        faces = _faces(one.vectors.matrix, shown, rebuilt, kind)
        heads = words.heads(
            len(company.before), company.stay, settings, k, one.vectors.matrix.shape[1]
        )
        name = one.vectors.labels[row]
        chosen = {
            "name": "" if name.startswith("row ") else name,
            "note": f"row {row + 1:,} of {len(one.vectors.matrix):,}",
            "text": one.vectors.pieces[row] if one.vectors.pieces else "",
            "rebuilt": "" if rebuilt is None else f"what {k:,} keep",
        }
        label = words.strip_label(name, row, heads, settings)
        self.strip.show(kind, chosen, sides, faces, shape, heads, label)
        return label

    @staticmethod
    def row(one: Subject, settings: ManySettings) -> int:
        """The row of the settings, counted round."""
        return settings.row % len(one.vectors.matrix)

    @staticmethod
    def _rebuilt(one: Subject, settings: ManySettings, k: int, row: int) -> np.ndarray | None:
        if one.vectors.matrix.shape[1] > REBUILT:
            return None
        return one.projections.rebuilt(settings.method, k, row)

    def show_scree(self, one: Subject, settings: ManySettings) -> None:
        """The scree plot with the components that are kept."""
        shares, k = as_numpy(one.projections.pca.shares).astype(np.float64), one.k(settings.k)
        kept = float(shares[:k].sum())
        said = [f"{words.share(kept)} kept", f"{words.share(1 - kept)} not" if k < one.most else ""]
        log = settings.scree == "log"
        self.scree.show(shares, k, said, log, f"{one.most:,} components")
        self.scree.label = words.scree_label(shares, k, kept)

    # ---- over k ------------------------------------------------------------------------

    def show_found(
        self, one: Subject, settings: ManySettings, found: Mapping[tuple[str, int], Measured]
    ) -> None:
        """What is measured so far: both curves, and the figures at the present k."""
        k, steps, shown = one.k(settings.k), one.levels(settings.k), METHODS.index(settings.method)
        here = {way: found[way, k] for way in METHODS if (way, k) in found}
        self.figures.value = words.figures(here, settings, one.projections.neighbours)
        stretched = words.stretched(here, len(one.vectors.matrix), k)
        self.stretched.value = f'<div class="gb-md-stretched">{stretched}</div>'
        for chart, figure, write in (
            (self.rms, lambda s: s.rms_cosine, lambda s: f"{s.rms_cosine:.3f}"),
            (
                self.stay,
                lambda s: s.overlap(settings.by),
                lambda s: words.share(s.overlap(settings.by)),
            ),
        ):
            lines = np.array([
                [figure(found[way, level]) if (way, level) in found else np.nan for level in steps]
                for way in (*METHODS, *DRAWS)
            ])  # fmt: skip
            with chart.hold_sync():
                if chart is self.rms:
                    top = _top(lines)
                    chart.bounds = (0.0, top)
                    chart.ticks = [[v, f"{v:g}"] for v in (0.0, top / 2, top)]
                chart.show(steps, lines, k, shown)
                chart.label = words.curve_label(chart.title, here, write, k)


def kind_of(vectors: Vectors) -> tuple[str, tuple[int, int]]:
    """What rows are drawn as, and the columns and rows of a face."""
    if vectors.pieces:
        return "text", (1, 1)
    if vectors.name == "digits":
        return "picture", (SIDE, SIDE)
    return "bars", (min(BARS, vectors.matrix.shape[1]), 1)


def _faces(x: np.ndarray, rows: list[int], rebuilt: np.ndarray | None, kind: str) -> np.ndarray:
    """The rows as bytes: the chosen one, what is rebuilt of it, and the others."""
    if kind == "text":
        return np.zeros((0, 0), np.uint8)
    parts = x[rows] if rebuilt is None else np.vstack([x[rows[:1]], rebuilt, x[rows[1:]]])
    if kind == "picture":
        return (255 * np.clip(parts, 0, 1)).round().astype(np.uint8)
    parts = parts[:, :BARS]
    largest = float(np.abs(parts).max()) or 1.0
    return (128 + 127 * parts / largest).round().astype(np.uint8)


def _top(lines: np.ndarray) -> float:
    """A round number above all that is known."""
    seen = float(np.nanmax(lines)) if np.isfinite(lines).any() else 0.0
    return next((top for top in (0.1, 0.2, 0.4, 0.8, 1.2, 1.6) if top >= seen), 2.0)
