"""How a run looks: the field with its points, the two curves, and the figures above them.

It reads a run and draws it; it never trains.  While the run goes on the field follows every
frame, the curves ten times and the figures twice a second, so that they can be read.
"""
import asyncio
import math
import time
from functools import lru_cache
from html import escape

import numpy as np

from course.field import field, field_blocks, field_bytes
from course.network import Network
from course.run import Record, Run, cached_block
from course.toys import Rule, base_rate, find
from widgets import wording
from widgets.canvas.curve import CurveCanvas
from widgets.canvas.field import FieldCanvas
from widgets.canvas.network import LayerEditor
from widgets.parts import Html
from widgets.run_loop import CHUNK
from widgets.transport import Transport

SIDE_AT_REST = 200  # of the field, in points
# While something moves the field is coarser for a network that has more work with each point;
# `refine` makes up for it at rest.
SIDES = ((10_000, 100), (80_000, 50), (math.inf, 36))
UNIT = 30  # weights that take as long as the activation of one unit
FIGURES, CURVES = 0.5, 0.1  # seconds between two updates while running


class DivergedError(RuntimeError):
    """The loss is not a number, or has run away; the message says which."""


class RunPicture:
    """The parts of the playground that show a run.

    Parameters
    ----------
    layers : LayerEditor
        Where the weights are drawn.

    Attributes
    ----------
    transport, field, accuracy, loss, key : widgets
    """

    def __init__(self, layers: LayerEditor) -> None:
        self.transport = Transport(result_words="right on unseen points")
        self.field = FieldCanvas()
        self.accuracy = CurveCanvas(title="Accuracy, %", height=104)
        self.loss = CurveCanvas(title="Loss", height=84)
        self.key = Html()
        self._layers, self._free = layers, 0.5
        self._latest = self._now = Record(0, 0.0, 0.0, 0.0, 0.0)
        self.restart_clock(0)

    def restart_clock(self, index: int) -> None:
        """Count steps a second from here, and bring every part up to date at once."""
        self._figures_at = self._curves_at = -1.0
        self._counted_from = (index, time.perf_counter())

    def show_frame(
        self, run: Run, shown: str, running: bool = False, new_points: bool = False
    ) -> int:
        """Send what the network says now, and which points it has wrong.

        Parameters
        ----------
        run : Run
        shown : {"train", "test"}
            Which points to draw.
        running : bool
            Whether more frames follow at once.
        new_points : bool
            Whether the points are others than in the frame before.

        Returns
        -------
        int
            The number of the frame.

        Raises
        ------
        DivergedError
            If the loss is not a number or far too large; the last good frame stays.
        """
        train, test = run.scores()
        reason = wording.diverged(train.loss)
        if reason:
            raise DivergedError(reason)
        self._score = train if shown == "train" else test
        index = run.step.index
        self._now = Record(index, train.loss, test.loss, train.accuracy, test.accuracy)
        network, data = run.step.network, run.data
        points = None
        if new_points:
            points = run.scored if shown == "train" else (data.x_test, data.y_test)
        probabilities = field(network, side_for(network), cached_block(network))
        return self.field.show(field_bytes(probabilities), self._score.wrong, points, running)

    def show_due(self, run: Run, shown: str) -> None:
        """Curves and figures, where it is their turn again while the run goes on."""
        now = time.perf_counter()
        if now - self._figures_at >= FIGURES:
            self._figures_at = now
            self._write_figures(run, shown, running=True)
        if now - self._curves_at >= CURVES:
            self._curves_at = now
            self._draw_curves(run)

    def show_rest(self, run: Run, shown: str) -> None:
        """Everything but the field, which `show_frame` has sent already."""
        self._free = _free(find(run.data.rule), run.data.noise)
        self.transport.free = f"({wording.percent(self._free)} is free)"
        self.accuracy.set_axis(*wording.accuracy_axis(self._free))
        self._write_figures(run, shown, running=False)
        self._draw_curves(run)

    async def refine(self, run: Run) -> None:
        """Draw the field finer, a little at a time, once nothing has moved for a moment."""
        await asyncio.sleep(0.15)
        blocks, breath = [], time.perf_counter()
        size = cached_block(run.step.network)
        for block in field_blocks(run.step.network, SIDE_AT_REST, size):
            blocks.append(block)
            if time.perf_counter() - breath > CHUNK:
                await asyncio.sleep(0.001)
                breath = time.perf_counter()
        fine = field_bytes(np.concatenate(blocks)).reshape(SIDE_AT_REST, SIDE_AT_REST)
        self.field.show(fine, self._score.wrong)

    def result(self) -> str:
        """The result in a sentence."""
        return f"{self.transport.result} of unseen points right, {self.transport.free}"

    def _write_figures(self, run: Run, shown: str, running: bool) -> None:
        index, now, (since, then) = run.step.index, time.perf_counter(), self._counted_from
        self._latest, wrong = self._now, self._score.wrong
        with self.transport.hold_sync():
            self.transport.result = wording.percent(self._latest.test_accuracy)
            self.transport.progress = f"step {index:,}"
            if running and now - then > FIGURES / 2:
                rate = (index - since) / (now - then)
                self.transport.activity = f"running, {rate:,.0f} steps/s"
                self._counted_from = (index, now)
        y = run.scored[1] if shown == "train" else run.data.y_test
        rule, network = find(run.data.rule), run.step.network
        self.field.label = wording.field_label(rule, index, y, wrong, shown)
        self.key.value = key(rule, int(wrong.sum()), len(wrong))
        self._layers.show([network.backend.numpy(weights) for weights, _ in network.layers])

    def _draw_curves(self, run: Run) -> None:
        """Both curves up to now; their words change when the large figures do."""
        records, last = list(run.history), self._latest
        if last.index > records[-1].index:
            records.append(last)
        begun = records[0].index  # where the run was opened: nothing before it is known
        index = [r.index - begun for r in records]
        steps = {"steps": f"{index[-1]:,} steps on" if begun else wording.steps(index[-1])}
        self.accuracy.show(
            index, [r.test_accuracy for r in records], [r.train_accuracy for r in records],
            {"test": f"test {wording.percent(last.test_accuracy)}",
             "train": f"train {wording.percent(last.train_accuracy)}",
             "reference": f"free {wording.percent(self._free)}", **steps}, self._free,
        )  # fmt: skip
        ends = {"test": f"test {last.test_loss:.3f}", "train": f"train {last.train_loss:.3f}"}
        self.loss.set_axis(*wording.loss_axis(records))
        self.loss.show(
            index, [r.test_loss for r in records], [r.train_loss for r in records],
            {**ends, **steps},
        )  # fmt: skip


def side_for(network: Network) -> int:
    """Points along a side of the field that take this network about 4 ms at most."""
    work = network.parameters.shape[-1] + UNIT * sum(network.widths[1:-1])
    return next(side for most, side in SIDES if work <= most)


# Counting a base rate takes some 7 ms; at rest it is asked for after every step.
_free = lru_cache(maxsize=64)(base_rate)


def key(rule: Rule, wrong: int, total: int) -> str:
    """The three marks of the field and their meaning, as HTML."""
    dot = (
        '<svg width="12" height="12" aria-hidden="true">'
        '<circle cx="6" cy="6" r="3.6" fill="var(--{})"/></svg>'
    )
    ring = (
        '<svg width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="none" '
        'stroke="var(--ink)" stroke-width="1.6"/>'
        '<circle cx="8" cy="8" r="2.8" fill="var(--blue)"/></svg>'
    )
    return (
        f'<div class="gb-names"><span>{dot.format("orange")}{escape(rule.inside)}</span>'
        f"<span>{dot.format('blue')}{escape(rule.outside)}</span>"
        f"<span>{ring}{wrong:,} wrong of {total:,}</span></div>"
    )
