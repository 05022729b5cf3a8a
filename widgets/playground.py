"""The classifier playground: a network learns a rule while you turn its knobs."""
import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import Any

import ipywidgets
import numpy as np

from course import device
from course.field import field, field_blocks, field_bytes
from course.run import Run
from course.toys import RULES, Rule, base_rate, find, register
from widgets import wording
from widgets.canvas.curve import CurveCanvas
from widgets.canvas.field import FieldCanvas
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.links import collect, from_query, to_call, to_query
from widgets.run_loop import Pacer, RunLoop
from widgets.settings import PlaygroundSettings
from widgets.theme import Theme
from widgets.transport import Transport

RESTARTING = {"rule", "hidden", "activation", "seed", "device"}  # these need a new network
DATA = {"rule", "points", "noise"}
LIMIT = 50_000  # steps after which a run pauses by itself: someone may have left the page
SIDE, SIDE_LARGE_NETWORK, SIDE_AT_REST = 100, 50, 200  # of the field
LARGE = 6000  # parameters above which the field is drawn coarser while training
NUMBERS, CURVES = 0.5, 0.1  # seconds between two updates while running


class Playground(ipywidgets.VBox):
    """A network, a rule, and everything that can be set about them.

    Parameters
    ----------
    rule : str, Rule or callable
        A registered rule's name, or a function of points (n, 2) -> bool (n,) of your own.
    name : str
        Tells several playgrounds of one page apart in links.
    title : str
    **settings
        Fields of `PlaygroundSettings`.  One that is not allowed is refused in words, in
        the widget, and its default is used.
    """

    def __init__(
        self,
        rule: str | Rule | Callable = "circle",
        *,
        name: str = "playground",
        title: str = "Classifier playground",
        **settings: Any,
    ) -> None:
        self.name = name
        given, problems = _named_rule(rule)
        asked, unread = from_query(name, PlaygroundSettings)
        start, refused = collect(PlaygroundSettings, {**given, **settings, **asked})
        self._loop = _running_loop()
        self._pending: set[str] = set()
        self._refining: asyncio.Task | None = None
        self._told = self._drawn = -1.0
        self._mark = (0, 0.0)
        self._make_parts(start, title)
        self._settings = start
        self._compose()
        super().__init__([self.theme, self.grid])
        self.add_class("glassbox").add_class("gb-playground")
        self._offer_devices()
        if not self._restart(start):
            self._settings = PlaygroundSettings()
            self.form.set(self._settings)
            self._restart(self._settings)
        self._say([*problems, *unread, *refused, *filter(None, [self.transport.problem])])

    # ---- parts -------------------------------------------------------------------------

    def _make_parts(self, start: PlaygroundSettings, title: str) -> None:
        self.theme, self.heading = Theme(), Heading(title=title)
        self.transport = Transport(result_words="right on unseen points")
        self.field = FieldCanvas()
        self.accuracy = CurveCanvas(title="Accuracy, %", height=104)
        self.loss = CurveCanvas(title="Loss", height=84)
        self.form = Form(start, self._changed, lambda problem: self._say([problem]))
        self.key, self.foot = ipywidgets.HTML(), ipywidgets.HTML()
        pacer = Pacer()
        self.field.on_painted(pacer.painted)
        self.loop = RunLoop(self._work, self._frame, self._ended, pacer)
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    def _compose(self) -> None:
        c = self.form.controls

        def group(kind: str, *children: ipywidgets.Widget, heading: str = "") -> ipywidgets.VBox:
            head = [ipywidgets.HTML(f"<h2>{heading}</h2>")] if heading else []
            return _box(f"gb-group gb-{kind}", *head, *children)

        data = group("data", c["rule"], c["points"], c["noise"], heading="Data")
        network = group("net", c["hidden"], c["activation"], c["seed"])
        training = ("device", "speed", "optimiser", "batch_size", "learning_rate", "l2")
        self.grid = _box(
            "gb-grid",
            self.heading,
            self.transport,
            _box("gb-left", data, network),
            _box("gb-middle", self.field, _box("gb-key", self.key, c["shown"])),
            _box(
                "gb-right",
                group("charts", self.accuracy, self.loss),
                group("training", *(c[name] for name in training), heading="Training"),
            ),
            self.foot,
        )
        self.foot.add_class("gb-foot")

    def _offer_devices(self) -> None:
        if not device.gpu_hint():
            toggle = self.form.controls["device"]
            toggle.disabled_options, toggle.note = ["gpu"], "no GPU here; CPU is used"

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> PlaygroundSettings:
        """The settings as they stand."""
        return self._settings

    def play(self) -> None:
        """Train until paused; start anew after a failure."""
        if self.transport.state == "failed":
            self._restart(self._settings)
        self._end_at = self.run.step.index + LIMIT
        self._quota, self._mark = 0, (self.run.step.index, time.perf_counter())
        self._stop_refining()
        try:
            self.loop.start()
        except RuntimeError:
            self._say(["playing needs a notebook; call step() to train without one"])
            return
        self.field.live = True
        self._state("running", "running")

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        self.loop.stop()

    def step(self) -> None:
        """Make one step of training."""
        self.loop.stop()
        if self.transport.state == "failed":
            self._restart(self._settings)
        self.run.advance()
        self._frame()
        if self.transport.state != "failed":
            self._rest("paused", "paused")

    def reset(self) -> None:
        """Back to step 0 of the same settings; the seed decides the same weights again."""
        self.loop.stop()
        self._restart(self._settings)

    def _changed(self, settings: PlaygroundSettings, name: str) -> None:
        """A control was moved: the newest settings win, applied once when there is time."""
        first = not self._pending
        self._pending.add(name)
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        names, self._pending = self._pending, set()
        settings, before = self.form.config, self._settings
        if names & RESTARTING or self.transport.state == "failed":
            if not self._restart(settings):
                self.form.set(before)
            return
        try:
            data = settings.dataset() if names & DATA else None
        except ValueError as error:
            self.form.set(before)
            self._say([str(error)])
            return
        self._settings = settings
        self.run.steer(settings.train_config(self.run.config.device), data)
        self._say([])
        self._show_settings(new_points=bool(names & (DATA | {"shown"})))
        if not self.loop.running:
            self._frame()
            self._rest(self.transport.state, self.transport.activity)

    # ---- a run -------------------------------------------------------------------------

    def _restart(self, settings: PlaygroundSettings) -> bool:
        """A new run with these settings; False, with a message, if that is impossible."""
        try:
            name = "cpu" if settings.device == "cpu" else device.gpu_name()
            self.run = Run(settings.train_config(name), settings.dataset())
        except (ValueError, RuntimeError) as error:
            self._say([str(error)])
            return False
        self._settings = settings
        self._end_at, self._quota = LIMIT, 0
        self._mark = (0, time.perf_counter())
        self._say([])
        self._show_settings(new_points=True)
        self.field.faded = False
        if self.loop.running:
            self._told = self._drawn = -1.0
            self._frame()
        else:
            self.transport.state = "empty"
            self._frame()
            self._rest("empty", "ready")
        return True

    def _work(self) -> bool:
        """One step, if the speed allows one before the next frame."""
        index = self.run.step.index
        if index >= self._end_at:
            self.loop.stop()
            return False
        if self._settings.speed == "watch":
            if self._quota <= 0:
                return False
            self._quota -= 1
        self.run.advance()
        return True

    def _frame(self) -> int:
        """Send what the network says now; words and curves less often while running."""
        run, now = self.run, time.perf_counter()
        # In "watch", each frame shows a thirtieth more steps: slow motion at the start.
        self._quota = max(1, run.step.index // 30)
        train, test = run.scores()
        reason = wording.diverged(train.loss)
        if reason:
            self._fail(reason)
            return self.field.frame
        score = train if self._settings.shown == "train" else test
        large = run.step.network.parameters.shape[-1] > LARGE
        side = SIDE_LARGE_NETWORK if large and self.loop.running else SIDE
        frame = self.field.show(field_bytes(field(run.step.network, side)), score.wrong)
        calm = not self.loop.running
        if calm or now - self._told >= NUMBERS:
            self._told = now
            self._write_numbers(test.accuracy, score.wrong, now)
        if calm or now - self._drawn >= CURVES:
            self._drawn = now
            self._draw_curves()
        return frame

    def _ended(self, failure: Exception | None) -> None:
        if self.transport.state == "failed":
            return
        if failure is not None:
            self._fail(f"{type(failure).__name__}: {failure}")
            return
        self._frame()
        if self.transport.state == "failed":
            return
        done = self.run.step.index >= self._end_at
        words = f"done, {wording.steps(LIMIT)} made" if done else "paused"
        self._rest("done" if done else "paused", words)
        right = f"{self.transport.result} of unseen points right"
        self.transport.spoken = f"{words} at step {self.run.step.index:,}: {right}."

    def _fail(self, reason: str) -> None:
        self.loop.stop()
        self.field.live, self.field.faded = False, True
        index = self.run.step.index
        with self.transport.hold_sync():
            self.transport.progress = f"step {index:,}"
            self._state("failed", "stopped")
        self._say([f"Stopped: {reason}. Try a smaller learning rate, then press Reset."])

    def _rest(self, state: str, activity: str) -> None:
        self.field.live = False
        self._state(state, activity)
        if self._loop is not None and not self.loop.running:
            self._stop_refining()
            self._refining = self._loop.create_task(self._refine())

    async def _refine(self) -> None:
        """Draw the field finer once nothing moves, a little at a time."""
        await asyncio.sleep(0.15)
        blocks, breath = [], time.perf_counter()
        for block in field_blocks(self.run.step.network, SIDE_AT_REST):
            blocks.append(block)
            if time.perf_counter() - breath > 0.008:
                await asyncio.sleep(0.001)
                breath = time.perf_counter()
        fine = field_bytes(np.concatenate(blocks)).reshape(SIDE_AT_REST, SIDE_AT_REST)
        self.field.show(fine, np.frombuffer(self.field.wrong, np.uint8) > 0)

    def _stop_refining(self) -> None:
        if self._refining is not None:
            self._refining.cancel()

    # ---- words and pictures ------------------------------------------------------------

    def _show_settings(self, new_points: bool) -> None:
        """What follows from the settings alone: points, key, base rate, link."""
        settings, data, rule = self._settings, self.run.data, find(self._settings.rule)
        if new_points:
            shown = settings.shown == "train"
            self.field.show_points(*((data.x_train, data.y_train) if shown else (data.x_test, data.y_test)))
        self._free = base_rate(rule, settings.noise)
        self.transport.free = f"({wording.percent(self._free)} is free)"
        self.accuracy.set_axis(*wording.accuracy_axis(self._free))
        weights = self.run.step.network.parameters.shape[-1]
        self.foot.value = (
            f'<div class="gb-notes"><span>{weights:,} weights and biases, learning from '
            f"{len(data.x_train):,} point{'s' if len(data.x_train) != 1 else ''}.</span>"
            '<span class="gb-keys">Space plays, S steps, R resets. '
            "Arrow keys move a focused slider.</span></div>"
        )
        self.heading.query = to_query(self.name, settings)
        self.heading.call = to_call("Playground", settings)

    def _write_numbers(self, accuracy: float, wrong: np.ndarray, now: float) -> None:
        index, (since, then) = self.run.step.index, self._mark
        rule, shown = find(self._settings.rule), self._settings.shown
        with self.transport.hold_sync():
            self.transport.result = wording.percent(accuracy)
            self.transport.progress = f"step {index:,}"
            if self.loop.running and now > then and index > since:
                self.transport.activity = f"running, {(index - since) / (now - then):,.0f} steps/s"
        self._mark = (index, now)
        y = self.run.data.y_train if shown == "train" else self.run.data.y_test
        self.field.label = wording.field_label(rule, index, y, wrong, shown)
        self.key.value = _key(rule, int(wrong.sum()), len(wrong))
        layers = self.run.step.network.layers
        to_numpy = self.run.step.network.backend.numpy
        self.form.controls["hidden"].show([to_numpy(w) for w, _ in layers])

    def _draw_curves(self) -> None:
        records = self.run.history
        index = [r.index for r in records]
        last, ends = records[-1], {"steps": wording.steps(records[-1].index)}
        self.accuracy.show(
            index, [r.test_accuracy for r in records], [r.train_accuracy for r in records],
            {**ends, "test": f"test {wording.percent(last.test_accuracy)}",
             "train": f"train {wording.percent(last.train_accuracy)}",
             "reference": f"free {wording.percent(self._free)}"}, self._free,
        )  # fmt: skip
        self.loss.set_axis(*wording.loss_axis(records))
        self.loss.show(
            index, [r.test_loss for r in records], [r.train_loss for r in records],
            {**ends, "test": f"test {last.test_loss:.3f}", "train": f"train {last.train_loss:.3f}"},
        )  # fmt: skip

    def _write_code(self) -> None:
        self.heading.code = self.run.code()

    def _state(self, state: str, activity: str) -> None:
        self.transport.state, self.transport.activity = state, activity

    def _say(self, problems: list[str]) -> None:
        self.transport.problem = " ".join(problems)

    def _soon(self, act: Callable[[], Any]) -> None:
        """Do it on the kernel's loop: handlers of a page's events may be on another thread."""
        if self._loop is None or self._loop.is_closed():
            act()
        else:
            self._loop.call_soon_threadsafe(act)


def _box(classes: str, *children: ipywidgets.Widget) -> ipywidgets.VBox:
    box = ipywidgets.VBox(children)
    for name in classes.split():
        box.add_class(name)
    return box


def _running_loop() -> asyncio.AbstractEventLoop | None:
    with suppress(RuntimeError):
        return asyncio.get_running_loop()
    return None


def _named_rule(rule: Any) -> tuple[dict[str, str], list[str]]:
    """The setting for a rule given by name, as a Rule, or as a function; and problems."""
    if isinstance(rule, Rule):
        RULES.setdefault(rule.name, rule)
        return {"rule": rule.name}, []
    if not callable(rule):
        return {"rule": rule}, []
    try:
        name = getattr(rule, "__name__", "rule").replace("_", " ")
        return {"rule": register(f"your {name}", rule).name}, []
    except (TypeError, ValueError) as error:
        return {}, [str(error)]


def _key(rule: Rule, wrong: int, total: int) -> str:
    """The three marks of the field and their meaning, as HTML."""
    dot = '<svg width="12" height="12" aria-hidden="true"><circle cx="6" cy="6" r="3.6" fill="var(--{})"/></svg>'
    ring = (
        '<svg width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="none" '
        'stroke="var(--ink)" stroke-width="1.6"/><circle cx="8" cy="8" r="2.8" fill="var(--blue)"/></svg>'
    )
    return (
        f'<div class="gb-names"><span>{dot.format("orange")}{escape(rule.inside)}</span>'
        f"<span>{dot.format('blue')}{escape(rule.outside)}</span>"
        f"<span>{ring}{wrong:,} wrong of {total:,}</span></div>"
    )
