"""How a small network and its units look: the picture, the tiles, and the sentences beside them.

It reads a run and draws it; it never trains.  The field follows every frame and the numbers twice
a second; what takes longer, the edges of the 50% line and what each unit is worth, is computed
once nothing moves.
"""
import time
from collections.abc import Collection, Iterator

import numpy as np

from course.field import field, field_bytes
from course.network import Network
from course.run import Run
from course.toys import base_rate, find
from course.training import evaluate
from course.units import (
    Boundary,
    UnitId,
    accuracies_without,
    boundary,
    dead_units,
    folds,
    unit_fields,
    unit_ids,
    without,
)
from widgets import unit_view_words as words
from widgets import wording
from widgets.canvas.unit_picture import NEWLY_WRONG, RIGHT, SIDE, WRONG, UnitPicture
from widgets.transport import Transport
from widgets.unit_view_settings import UnitSettings

FIELD_SIDE = 100  # points along each side of the field
SHOWN = 200  # unseen points that are drawn
FIGURES = 0.5  # seconds between two updates of the numbers while training
UNTRAINED = "Nothing is learned yet. Press Play, and watch the folds move."
WHILE_TRAINING = "The folds move: a step changes every unit a little."


class UnitScene:
    """The parts of the view that show a network.

    Attributes
    ----------
    transport, picture : widgets
    whole, now : float
        Accuracy on unseen points with all units, and as it is shown; in [0, 1].
    newly : int
        Unseen points that are wrong only without the removed units.
    """

    def __init__(self) -> None:
        self.transport = Transport(result_words="right on unseen points")
        self.picture = UnitPicture()
        self.whole = self.now = float("nan")
        self.newly = 0

    def begin(self, run: Run, settings: UnitSettings) -> None:
        """Show another run from its next frame on."""
        self._run, self._settings, self._rule = run, settings, find(settings.rule)
        self._ids, self._folds = unit_ids(settings.hidden), settings.activation == "relu"
        self._free = wording.percent(base_rate(self._rule))
        self._known_at, self._figures_at = -1, -1.0
        self._alone: dict[UnitId, float] = {}
        self._dead: Collection[UnitId] = ()
        data = run.data
        self.picture.show_points(data.x_test[:SHOWN], data.y_test[:SHOWN])

    def frame(self, removed: Collection[UnitId], live: bool) -> int:
        """Send what the network says without these units; the number of the frame.

        Raises
        ------
        FloatingPointError
            If the loss is not a number or has run away; the last good frame stays.
        """
        network, data = self._run.step.network, self._run.data
        shown = without(network, removed) if removed else network
        score = evaluate(network, data.x_test, data.y_test)
        if reason := wording.diverged(score.loss):
            raise FloatingPointError(reason)
        now = evaluate(shown, data.x_test, data.y_test) if removed else score
        self.whole, self.now = score.accuracy, now.accuracy
        fresh = now.wrong & ~score.wrong
        self.newly = int(fresh.sum())
        kinds = np.where(now.wrong, np.where(fresh, NEWLY_WRONG, WRONG), RIGHT)[:SHOWN]
        with self.picture.hold_sync():
            fields = unit_fields(network, SIDE)
            self.picture.show_units(network, fields)
            due = not live or time.perf_counter() - self._figures_at >= FIGURES
            if due:
                self._write(fields, removed, now.wrong)
            if live:
                self.picture.said = [WHILE_TRAINING]
            straight = self._folds and len(self._settings.hidden) == 1  # then it takes 2 ms
            self.picture.show_edges(boundary(shown).edges if straight else ())
            return self.picture.show_field(field_bytes(field(shown, FIELD_SIDE)), kinds, live)

    def rest(self, removed: Collection[UnitId]) -> Iterator[None]:
        """What takes longer, with a breath after each part of it."""
        network, data = self._run.step.network, self._run.data
        index = self._run.step.index
        if index and self._known_at != index:
            alone = [(unit,) for unit in self._ids]
            found = accuracies_without(network, alone, data.x_test, data.y_test)
            self._alone = dict(zip(self._ids, found, strict=True))
            self._dead = dead_units(network, data.x_train)
            self._known_at = index
            yield
        found = boundary(without(network, removed)) if self._folds else None
        said = [self._turns(network, removed, found), self._lost() if index else UNTRAINED]
        if removed:
            shown = (self.whole, self.now, self.newly)
            said.insert(0, words.removed_said(removed, self._settings.hidden, *shown))
        with self.picture.hold_sync():
            self.picture.said = said
            self.picture.show_edges(found.edges if found else ())
            self.picture.show_tiles(self._tiles(unit_fields(network, SIDE), removed))
        yield

    def result(self) -> str:
        """The result in a sentence."""
        return f"{self.transport.result} {self.transport.result_words}, {self.transport.free}"

    def fade(self) -> None:
        """Show the last good frame at half strength."""
        with self.picture.hold_sync():
            self.picture.live, self.picture.faded = False, True

    # ---- words -------------------------------------------------------------------------

    def _write(
        self, fields: list[np.ndarray], removed: Collection[UnitId], wrong: np.ndarray
    ) -> None:
        """The numbers, the key and what is written at the units."""
        self._figures_at, hidden = time.perf_counter(), self._settings.hidden
        who = f"without {words.names(removed, hidden)}" if removed else "on unseen points"
        with self.transport.hold_sync():
            self.transport.result = wording.percent(self.now)
            self.transport.free = f"({self._free} is free)"
            self.transport.result_words = f"right {who}"
            self.transport.progress = f"step {self._run.step.index:,}"
        old = int(wrong.sum()) - self.newly
        key = [
            ["inside", self._rule.inside], ["outside", self._rule.outside],
            ["wrong", f"{old:,} wrong of {len(wrong):,}"],
        ]  # fmt: skip
        picture, y = self.picture, self._run.data.y_test[:SHOWN]
        picture.key = [*key, *([["newly", f"{self.newly:,} more {who}"]] if removed else [])]
        index = self._run.step.index
        label = wording.field_label(self._rule, index, y, wrong[:SHOWN], "unseen")
        picture.label = f"{label} It is shown {who}." if removed else label
        picture.back = bool(removed)
        picture.show_tiles(self._tiles(fields, removed))

    def _tiles(self, fields: list[np.ndarray], removed: Collection[UnitId]) -> list:
        outputs = self._run.step.network.backend.numpy(self._run.step.network.layers[-1][0])
        known = self._known_at == self._run.step.index
        made = []
        for layer, unit in self._ids:
            one = (layer, unit)
            last = layer == len(self._settings.hidden) - 1
            weight = float(outputs[unit, 0]) if last else float("nan")
            on = float((fields[layer][unit] > 0).mean())
            accuracy = self._alone[one] if known else float("nan")
            dead = known and one in self._dead
            state = "removed" if one in removed else "dead" if dead else ""
            made.append(
                words.tile(one, self._settings, self._rule, weight, on, accuracy, state)
            )
        return made

    def _turns(
        self, network: Network, removed: Collection[UnitId], found: Boundary | None
    ) -> str:
        """The sentence on the edges of what is shown."""
        if found is None:
            return words.bends_said(self._settings)
        lines = enumerate(folds(network))
        there = sum(line is not None and (0, unit) not in removed for unit, line in lines)
        return words.edges_said(found, self._settings, there)

    def _lost(self) -> str:
        lost = {unit: self.whole - accuracy for unit, accuracy in self._alone.items()}
        return words.lost_said(lost, self._dead, self._settings.hidden, self.whole)
