"""Two networks and two data sets: four decision fields, and what is right in each."""
from dataclasses import dataclass

import numpy as np

from course.field import field_bytes
from course.moons import Domain
from course.reversal import Adversaries, DomainScore
from widgets.assets import sheet
from widgets.canvas.field import FieldCanvas
from widgets.layout import box
from widgets.parts import Html
from widgets.wording import percent

SHOWN = 150  # of the unseen points, in each picture
SIDE, SIDE_AT_REST = 50, 100  # of the fields, in points
NETWORKS, POINTS = ("without", "with"), ("source", "rotated")
NONE = np.zeros((0, 0), np.uint8)


class MoonField(FieldCanvas):
    """One of the four."""

    _css = sheet("reversal.css", "trial.css")


@dataclass(frozen=True)
class Figures:
    """The six numbers as they stand in the picture, in [0, 1]; NaN before the first step."""

    source: tuple[float, float] = (np.nan, np.nan)
    rotated: tuple[float, float] = (np.nan, np.nan)
    domain: tuple[float, float] = (np.nan, np.nan)

    @classmethod
    def of(cls, score: DomainScore) -> "Figures":
        """The numbers of two networks, without reversal and with it."""
        parts = (score.source, score.target, score.domain)
        return cls(*(tuple(map(float, part)) for part in parts))


class ReversalPicture:
    """The parts of the widget that show two networks.

    Attributes
    ----------
    fields : list of MoonField
        Without reversal on the source and on the rotated points, then with it.
    pictures : Box
    """

    def __init__(self) -> None:
        self.fields = [MoonField() for _ in range(4)]
        self._heads, self._names = [Html() for _ in NETWORKS], [Html() for _ in range(4)]
        self._told = [Html() for _ in NETWORKS]
        self._wrong: list[np.ndarray] = []
        groups = []
        for i in range(2):
            pairs = [
                box("gb-moons-one", self._names[2 * i + j], self.fields[2 * i + j]) for j in (0, 1)
            ]
            groups.append(
                box("gb-moons", self._heads[i], box("gb-moons-pair", *pairs), self._told[i])
            )
        self.pictures = box("gb-moons-both", *groups)

    def show_points(self, pair: tuple[Domain, Domain]) -> int:
        """Draw the points alone: no network has been asked yet."""
        self._points = [(one.x[:SHOWN], one.y[:SHOWN]) for one in pair]
        for i, canvas in enumerate(self.fields):
            points = self._points[i % 2]
            frame = canvas.show(NONE, np.zeros(len(points[1]), bool), points)
        return frame

    def show_frame(self, networks: Adversaries, live: bool) -> int:
        """Draw what both networks say now; the number of the last canvas's frame.

        Raises
        ------
        FloatingPointError
            If a network no longer says numbers.
        """
        probabilities = networks.fields(SIDE if live else SIDE_AT_REST)
        if not np.isfinite(probabilities).all():
            raise FloatingPointError("the loss is not a number")
        said = [networks.says(which)[:, :SHOWN] > 0 for which in (0, 1)]
        self._wrong = [said[j][i] != self._points[j][1] for i in (0, 1) for j in (0, 1)]
        for i, canvas in enumerate(self.fields):
            packed = field_bytes(probabilities[i // 2])
            frame = canvas.show(packed, self._wrong[i], live=live)
        return frame

    def write(self, figures: Figures, strength: float, angle: int) -> None:
        """Bring captions and spoken labels up to date."""
        titles = ("Without reversal", f"With reversal, λ = {strength:g}")
        for i, title in enumerate(titles):
            self._heads[i].value = f"<h2>{title}</h2>"
            domain = percent(figures.domain[i])
            self._told[i].value = (
                f'<div class="gb-moons-told">Source or rotated? The second head is right for '
                f"<b>{domain}</b>. <span>A coin: 50%.</span></div>"
            )
            shares = (figures.source[i], figures.rotated[i])
            for j, words in enumerate(("source", f"rotated {angle}°")):
                self._names[2 * i + j].value = (
                    f'<div class="gb-moons-name"><span>{words}</span>'
                    f"<b>{percent(shares[j])}</b></div>"
                )
                self.fields[2 * i + j].label = self._label(title, words, 2 * i + j)

    def _label(self, title: str, words: str, which: int) -> str:
        count = len(self._points[which % 2][1])
        if not self._wrong:
            return f"{title}: {count} {words} points, before any training."
        wrong = int(self._wrong[which].sum())
        return f"{title}: {wrong} of {count} {words} points are on the wrong side."

    def clear(self) -> None:
        """Forget which points were wrong: a new network has said nothing yet."""
        self._wrong = []

    def fade(self) -> None:
        """Show the last good frames at half strength."""
        for canvas in self.fields:
            with canvas.hold_sync():
                canvas.live, canvas.faded = False, True
