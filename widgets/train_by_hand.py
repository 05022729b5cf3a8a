"""The student's own training loop, at work: their functions move the field and the curves."""
import time
from dataclasses import replace
from typing import Any

import ipywidgets
import numpy as np

from course.exercises import written, yours
from course.field import field_bytes
from course.hand_run import Functions, HandRun
from course.network import sigmoid
from course.toys import base_rate, find, square_grid
from widgets import wording
from widgets.canvas.curve import CurveCanvas
from widgets.canvas.field import FieldCanvas
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.run_picture import key
from widgets.speed import SlowStart
from widgets.train_by_hand_settings import TrainByHandSettings
from widgets.transport import Transport

SIDE, LIMIT = 80, 5000  # of the field, in points; passes after which a run stops by itself
FIGURES = 0.1  # seconds between two updates of figures and curves while running
STEERS = {"learning_rate", "momentum", "batch_size"}  # these take hold of the run as it is
OWN = {"forward": "01.forward", "gradients": "01.gradients", "one_pass": "01.one_pass"}


class TrainByHand(Piece):
    """A network 2-hidden-1 that learns by the functions of lesson 01.

    `forward`, `gradients` and `one_pass` are the student's as they were last defined, or the
    course's where they have none; the widget says whose it uses.  They are asked for anew at
    each *Play* and *Reset*.

    Parameters
    ----------
    rule : str
    name : str
        What links call it.
    link : str, optional
        As `from_link` takes it.
    **settings
        Fields of `TrainByHandSettings`; one that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    settings : TrainByHandSettings
        As they stand.
    """

    called = "by-hand"

    def __init__(
        self, rule: str = "circle", *, name: str = "", link: str | None = None,
        **settings: Any,
    ) -> None:  # fmt: skip
        given = {"rule": rule, **settings}
        self.settings, self._own, problems = self._opened(TrainByHandSettings, name, link, given)
        self._slow = SlowStart()
        self.form = Form(self.settings, self._changed, lambda problem: self._say(problem))
        self.transport = Transport(result_words="right on unseen points")
        self.field, self.whose, self.key = FieldCanvas(), Html(), Html()
        self.accuracy = CurveCanvas(title="Accuracy, %", height=104)
        self.loss = CurveCanvas(title="Loss", height=84)
        self.heading = Heading(title="Your network, your loop", present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        super().__init__([self._grid()], "gb-playground", "gb-by-hand")
        self.field.on_painted(self.run_loop.pacer.painted)
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._restart(self.settings)
        self._say(*problems)

    def _grid(self) -> ipywidgets.Widget:
        c = self.form.controls
        return box(
            "gb-grid",
            self.heading,
            self.transport,
            box(
                "gb-left",
                box("gb-group gb-data", c["rule"], heading="Data"),
                box("gb-group gb-net", c["hidden"], c["seed"], heading="Network"),
            ),
            box("gb-middle", self.field, box("gb-key", self.key)),
            box(
                "gb-right",
                box("gb-group gb-charts", self.accuracy, self.loss),
                box("gb-group gb-training", c["learning_rate"], c["momentum"], c["batch_size"],
                    heading="Training"),
            ),
            self.whose.add_class("gb-summary"),
        )  # fmt: skip

    # ---- what a person does ------------------------------------------------------------

    def play(self) -> None:
        """Make passes until paused; start anew after a failure."""
        if self.transport.state == "failed":
            self._restart(self.settings)
        self.run.functions = self._theirs()
        self._slow.begin()
        try:
            self.run_loop.start()
        except RuntimeError:
            self._say("playing needs a notebook; call step() to train without one")
            return
        self._state("running", "running")

    def pause(self) -> None:
        """Stop; everything stays as it is."""
        self.run_loop.stop()

    def step(self) -> None:
        """Make one pass."""
        self.run_loop.stop()
        if self.transport.state == "failed":
            self._restart(self.settings)
        self.run.functions = self._theirs()
        self.run.advance()
        self._show("paused", "paused")

    def reset(self) -> None:
        """Back to the untrained network of the same seed."""
        self.run_loop.stop()
        self._restart(self.settings)

    def _changed(self, settings: TrainByHandSettings, name: str) -> None:
        self._soon(lambda: self._apply(settings, name))

    def _apply(self, settings: TrainByHandSettings, name: str) -> None:
        if name not in STEERS or self.transport.state == "failed":
            self.run_loop.stop()
            self._restart(settings)
            return
        self.settings = settings
        self.run.config = replace(settings)
        self._show(self.transport.state, self.transport.activity)

    # ---- a run -------------------------------------------------------------------------

    def _theirs(self) -> Functions:
        """The functions as they are defined now; the line at the bottom says whose they are."""
        said = [
            f"<code>{name}</code>: {'yours' if written(key) else 'the course’s'}"
            for name, key in OWN.items()
        ]
        self.whose.value = (
            f'<div class="gb-notes"><span>{" · ".join(said)}</span>'
            '<span class="gb-keys">Space plays, S makes a pass, R resets.</span></div>'
        )
        return Functions(**{name: yours(key) for name, key in OWN.items()})

    def _restart(self, settings: TrainByHandSettings) -> None:
        try:
            self.run = HandRun(settings, self._theirs())
        except ValueError as error:  # a rule of one's own that went wrong
            self.form.set(self.settings)
            self._say(str(error))
            return
        self.settings = settings
        self._slow.begin()
        self._figures_at = 0.0
        self._free = base_rate(settings.rule)
        self.transport.free = f"({wording.percent(self._free)} is free)"
        self.accuracy.set_axis(*wording.accuracy_axis(self._free))
        self._show("empty", "ready", new_points=True)

    def _work(self) -> bool:
        """One pass, unless it is too early for the next or far enough."""
        if self.run.passes >= LIMIT:
            self.run_loop.stop()
            return False
        if not self._slow.allows(self.run.passes):
            return False
        self.run.advance()
        return True

    def _frame(self, new_points: bool = False) -> int:
        """Send the field and the figures; a loss that is lost ends the run."""
        run, last = self.run, self.run.history[-1]
        if reason := wording.diverged(last.train_loss):
            self._fail(f"Stopped: {reason}", "Try a smaller learning rate, then press Reset")
            return self.field.frame
        z = run.logits(square_grid(SIDE)).reshape(SIDE, SIDE)
        points = (run.data.x_test, run.data.y_test) if new_points else None
        frame = self.field.show(
            field_bytes(sigmoid(np, z)), run.wrong, points, self.run_loop.running
        )
        if not self.run_loop.running or time.perf_counter() - self._figures_at >= FIGURES:
            self._figures_at = time.perf_counter()
            self._figures(find(self.settings.rule))
        return frame

    def _figures(self, rule: Any) -> None:
        run, last = self.run, self.run.history[-1]
        with self.transport.hold_sync():
            self.transport.result = wording.percent(last.test_accuracy)
            self.transport.progress = f"pass {last.index:,}"
        self.field.label = wording.field_label(
            rule, last.index * -(-len(run.data.x_train) // run.config.batch_size),
            run.data.y_test, run.wrong, "test",
        )  # fmt: skip
        self.key.value = key(rule, int(run.wrong.sum()), len(run.wrong))
        passes = {"steps": f"{last.index:,} passes"}
        index = [r.index for r in run.history]
        self.accuracy.show(
            index, [r.test_accuracy for r in run.history], [r.train_accuracy for r in run.history],
            {"test": f"test {wording.percent(last.test_accuracy)}",
             "train": f"train {wording.percent(last.train_accuracy)}",
             "reference": f"free {wording.percent(self._free)}", **passes}, self._free,
        )  # fmt: skip
        self.loss.set_axis(*wording.loss_axis(run.history))
        self.loss.show(
            index, [r.test_loss for r in run.history], [r.train_loss for r in run.history],
            {"test": f"test {last.test_loss:.3f}", "train": f"train {last.train_loss:.3f}",
             **passes},
        )  # fmt: skip

    def _show(self, state: str, activity: str, new_points: bool = False) -> None:
        self._say()
        self._state(state, activity)
        self._frame(new_points)
        self.heading.reopens("TrainByHand", to_query(self.name, self.settings, self._own))

    def _ended(self, failure: Exception | None) -> None:
        if self.transport.state == "failed":
            return
        if failure is not None:
            self._failed(failure)
            return
        state = "done" if self.run.passes >= LIMIT else "paused"
        self._show(state, state)
        self.transport.spoken = (
            f"{state} after {self.run.passes:,} passes: {self.transport.result} of unseen points "
            f"right, {self.transport.free}."
        )

    def _fail(self, reason: str, advice: str) -> None:
        self.run_loop.stop()
        with self.field.hold_sync():
            self.field.live, self.field.faded = False, True
        self._state("failed", "stopped")
        self._say(reason, advice)

    # ---- words -------------------------------------------------------------------------

    def _write_code(self) -> None:
        self.heading.code = self.run.code()

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity

    def _say(self, *problems: str) -> None:
        self.transport.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)

    def _failed(self, error: Exception) -> None:
        """A student's functions may raise anything."""
        self._fail(f"{type(error).__name__}: {error}", "Look at the function it names")
