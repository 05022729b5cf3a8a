"""How a garden looks: the tiles, the chosen one large, and the histogram of all.

It reads a bed of networks and draws it; it never trains.
"""
from collections.abc import Generator
from functools import lru_cache

import numpy as np

from course.field import field_blocks, field_bytes, thumbnail
from course.garden import Bed, Scores, by_accuracy
from course.likeness import by_likeness
from course.toys import Rule, base_rate, find
from widgets import garden_words as words
from widgets.canvas.garden import COLUMNS, GardenCanvas
from widgets.canvas.histogram import HistogramCanvas, floor_of
from widgets.garden_settings import GRID, N_TEST, SEEDS, GardenSettings
from widgets.wording import percent

SIDE, SIDE_LARGE, SIDE_TRUTH = 32, 120, 160  # of a tile, of the chosen one, of the rule
FIRST = {SEEDS: 0, GRID: 8 * 5 + 3}  # what is chosen at first: seed 0; width 8, rate 0.01


class GardenPicture:
    """The parts of a garden that show its networks.

    Attributes
    ----------
    canvas, histogram : widgets
    chosen : int
        Which network is drawn large.
    scores : Scores
        When they were last taken.
    names : list of str
        Of all networks.
    """

    def __init__(self) -> None:
        self.canvas = GardenCanvas()
        self.histogram = HistogramCanvas(title=f"Accuracy on {N_TEST:,} unseen points")
        self.chosen, self.names = 0, []
        self._settings: GardenSettings | None = None

    def begin(self, settings: GardenSettings, bed: Bed) -> None:
        """Show this bed from now on; until something is computed, nothing of the one before."""
        before = self._settings
        truth = thumbnail(settings.rule, SIDE_TRUTH, SIDE_TRUTH).tobytes()  # may be refused
        if before is None or before.varies != settings.varies:
            self.chosen = FIRST[settings.varies]
        self._settings, self._bed = settings, bed
        self.names = [words.name_of(settings, config) for config in bed.configs]
        count = len(self.names)
        self._free = _free(find(settings.rule))
        unknown = np.full(count, np.nan)
        self.scores, self._scored_at = Scores(unknown, unknown), -1
        self._fields = np.full((count, SIDE, SIDE), 128, np.uint8)
        self._large, self._large_of = self._fields[0], -1
        self._order, self._sorted_at, self._told = np.arange(count), 0, False
        with self.canvas.hold_sync():
            self.canvas.truth, self.canvas.truth_side = truth, SIDE_TRUTH
            self.canvas.free = f"({percent(self._free)} is free)"
            self.canvas.left, self.canvas.top = words.axes(settings)

    # ---- computing, a little at a time -------------------------------------------------

    def compute(self, scored: bool) -> Generator[None, None, None]:
        """The fields of all, the large one, and how well they do; kept when all is there."""
        fields = yield from self._bed.field_pieces(SIDE)
        scores = (yield from self._bed.score_pieces()) if scored else None
        yield from self.compute_large()
        self._fields = fields
        if scores is not None:
            self.scores, self._scored_at, self._told = scores, self._bed.index, False

    def compute_large(self) -> Generator[None, None, None]:
        """The field of the chosen network, finer."""
        chosen, blocks = self.chosen, []
        for block in field_blocks(self._bed.network(chosen), SIDE_LARGE):
            blocks.append(field_bytes(block))
            yield
        self._large = np.concatenate(blocks).reshape(SIDE_LARGE, SIDE_LARGE)
        self._large_of = chosen

    # ---- showing -----------------------------------------------------------------------

    def choose(self, k: int) -> None:
        """Draw this one large, as soon as it is computed; its words change at once."""
        with self.canvas.hold_sync():
            self.canvas.chosen = self.chosen = k
            self._tell()

    def sort(self, settings: GardenSettings) -> None:
        """Put the networks in the order of these settings, once."""
        self._settings = settings
        if settings.sort == "accuracy":
            self._order = by_accuracy(self.scores)
        elif settings.sort == "likeness":
            self._order = by_likeness(self._fields, self.scores.dead)
        else:
            self._order = np.arange(len(self.names))
        self._sorted_at, self._told = self._scored_at, False

    def show(self, live: bool) -> int:
        """Send everything as it was last computed; the number of the frame comes back."""
        dead = np.flatnonzero(self.scores.dead & ~self.unknown).tolist()
        with self.canvas.hold_sync():
            self.canvas.order, self.canvas.chosen = self._order.tolist(), self.chosen
            if not self._told:
                self._tell()
            return self.canvas.show(self._fields, self._large, self._large_of, dead, live)

    @property
    def unknown(self) -> bool:
        """Whether the networks have not been scored yet."""
        return self._scored_at < 0

    @property
    def is_large(self) -> bool:
        """Whether the chosen network has been computed large."""
        return self._large_of == self.chosen

    @property
    def all_lost(self) -> bool:
        """Whether every network has run away."""
        return not self.unknown and bool(self.scores.dead.all())

    def _tell(self) -> None:
        """Every word and figure, and the histogram: they change when the scores do."""
        settings, scores, k, canvas = self._settings, self.scores, self.chosen, self.canvas
        if self.unknown:
            return
        self._told = True
        config = self._bed.configs[k]
        late = None if self._sorted_at == self._scored_at else self._sorted_at
        canvas.left, canvas.top = words.axes(settings)
        canvas.right = words.lowest(self._order, scores, COLUMNS)
        canvas.ends = [words.head(settings.sort, late), "down to"]
        canvas.place = words.place_of(settings, config, scores, k)
        canvas.figure = "--.-%" if scores.dead[k] else percent(scores.accuracy[k])
        canvas.said = words.run_away(self.names, scores.dead)
        canvas.can_open = not bool(scores.dead[k])
        told = words.summary(settings.rule, self.names, scores, self._free, self._scored_at)
        canvas.label = f"{told} Chosen: {self.spoken()}"
        canvas.large_label = f"The field of {self.names[k]}, its 50% line, and the true rule."
        self._tell_histogram()

    def _tell_histogram(self) -> None:
        living = np.flatnonzero(~self.scores.dead)
        accuracies = self.scores.accuracy[living]
        marks = [("free", self._free)]
        if len(living):
            best, worst = float(accuracies.max()), float(accuracies.min())
            middle = float(np.median(accuracies))
            marks = [("median", middle), ("best", best), *marks, ("worst", worst)]
        place = np.flatnonzero(living == self.chosen)
        at = int(place[0]) if len(place) else -1
        self.histogram.show(
            accuracies, floor_of(self._free), marks, at, self.names[self.chosen]
        )

    def spoken(self) -> str:
        """The chosen network in a sentence."""
        return words.spoken(self.canvas.place, self.canvas.figure)


@lru_cache(maxsize=64)
def _free(rule: Rule) -> float:
    return base_rate(rule)
