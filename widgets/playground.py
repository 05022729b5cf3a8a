"""The classifier playground: a network learns a rule while you turn its knobs."""
import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from course import device
from course.run import Run
from course.toys import Rule
from widgets import wording
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import playground_grid
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.run_picture import DivergedError, RunPicture
from widgets.settings import DATA, RESTARTING, PlaygroundSettings, rule_setting
from widgets.speed import SlowStart

SMALLER_RATE = "Try a smaller learning rate, then press Reset"
LIMIT = 300_000  # steps after which a run stops by itself: someone may have left the page


class Playground(Piece):
    """A network, a rule, and everything that can be set about them.

    A new rule, network, seed or device starts again from step 0; every other control takes
    hold of the run as it is.

    Parameters
    ----------
    rule : str, Rule or callable
        A registered rule's name, or a function of points (n, 2) -> bool (n,) of your own.
    name : str
        Tells several playgrounds of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `PlaygroundSettings`.  One that is not allowed is refused in words, in
        the widget, and its default is used.
    """

    called = "playground"

    def __init__(
        self,
        rule: str | Rule | Callable = "circle",
        *,
        name: str = "playground",
        title: str = "Classifier playground",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        own_rule, problems = rule_setting(rule)
        given = {**own_rule, **settings}
        self._settings, self._own, more = self._opened(PlaygroundSettings, name, link, given)
        problems, self._slow_start = [*problems, *more], SlowStart()
        self._pending: set[str] = set()
        self._showing: asyncio.Task | None = None
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.picture = RunPicture(self.form.controls["hidden"])
        self.transport, self.field = self.picture.transport, self.picture.field
        self.heading, self.foot = Heading(title=title, present=wants_stage(link)), Html()
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        grid = playground_grid(self.heading, self.picture, self.form.controls, self.foot)
        super().__init__([grid], "gb-playground")
        self._connect()
        on_cpu = replace(self._settings, device="cpu")
        for possible in (self._settings, on_cpu, PlaygroundSettings()):
            self.form.set(possible)
            if self._restart(possible):
                break
            problems.append(self.transport.problem)
        self._show_rest()
        self._say(*dict.fromkeys(problems))

    def _connect(self) -> None:
        self.field.on_painted(self.run_loop.pacer.painted)
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
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
        if self.transport.state == "failed" and not self._restart(self._settings):
            return
        self._end_at = self.run.step.index + LIMIT
        self._slow_start.begin()
        self._stop_showing()
        try:
            self.run_loop.start()
        except RuntimeError:
            self._say("playing needs a notebook; call step() to train without one")
            return
        self.picture.restart_clock(self.run.step.index)
        self._state("running", "running")

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        self.run_loop.stop()

    def step(self) -> None:
        """Make one step of training."""
        self.run_loop.stop()
        if self.transport.state == "failed" and not self._restart(self._settings):
            return
        self.run.advance()
        self._show("paused", "paused")

    def reset(self) -> None:
        """Back to step 0 of the same settings; the same seed gives the same weights again."""
        self.run_loop.stop()
        self._restart(self._settings)

    def _changed(self, _: PlaygroundSettings, name: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        first = not self._pending
        self._pending.add(name)
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        names, self._pending = self._pending, set()
        settings, before = self.form.config, self._settings
        if settings.device == "gpu" and self._loop is not None and not device.gpu_known():
            self._pending = names
            self._look_for_gpu(self._loop)
            return
        if names & RESTARTING or self.transport.state == "failed":
            if not self._restart(settings):
                self.form.set(before)
            return
        try:
            data = settings.dataset() if names & DATA else None
        except ValueError as error:
            self.form.set(before)
            self._say(str(error))
            return
        self._settings = settings
        config = settings.train_config(self.run.config.device)
        if data is not None or config != self.run.config:
            self.run.steer(config, data)
        state, activity = self.transport.state, self.transport.activity
        self._show(state, activity, new_points=bool(names & (DATA | {"shown"})))

    def _look_for_gpu(self, loop: asyncio.AbstractEventLoop) -> None:
        """Importing torch takes seconds: on a thread, and the change is applied afterwards."""
        before, self.transport.activity = self.transport.activity, "looking for the GPU"

        def found(_: asyncio.Future) -> None:
            self.transport.activity = before
            self._guarded(self._apply)

        loop.run_in_executor(None, device.gpu_present).add_done_callback(found)

    # ---- a run -------------------------------------------------------------------------

    def _restart(self, settings: PlaygroundSettings) -> bool:
        """A new run with these settings; False, with a message, if that is impossible."""
        try:
            name = "cpu" if settings.device == "cpu" else device.gpu_name()
            run = Run(settings.train_config(name), settings.dataset())
        except (ValueError, RuntimeError) as error:
            self._say(str(error))
            return False
        self._settings, self.run = settings, run
        self._end_at = LIMIT
        self._slow_start.begin()
        self.picture.restart_clock(0)
        running = self.run_loop.running
        self._show(*(("running", "running") if running else ("empty", "ready")), new_points=True)
        return True

    def _work(self) -> bool:
        """One step, unless the speed wants to wait or the run has gone far enough."""
        index = self.run.step.index
        if index >= self._end_at:
            self.run_loop.stop()
            return False
        if self._settings.speed == "watch" and not self._slow_start.allows(index):
            return False
        self.run.advance()
        return True

    def _frame(self, new_points: bool = False) -> int:
        """Send what the network says now; a run whose loss is lost is stopped here."""
        run, shown, running = self.run, self._settings.shown, self.run_loop.running
        try:
            frame = self.picture.show_frame(run, shown, running, new_points)
        except DivergedError as reason:
            self._fail(str(reason))
            return self.field.frame
        if running:
            self.picture.show_due(run, shown)
        return frame

    def _show(self, state: str, activity: str, new_points: bool = False, spoken: str = "") -> None:
        """A frame, the state in words unless it turns out to be a failure, then the rest.

        The frame goes first and alone: it is what a hand on a slider waits for.
        """
        self._say()
        self._state(state, activity)
        self._frame(new_points)
        self.heading.reopens("Playground", to_query(self.name, self._settings, self._own))
        if self._loop is None:
            self._show_rest(spoken)
            return
        self._stop_showing()
        self._showing = self._loop.create_task(self._rest(spoken))

    async def _rest(self, spoken: str) -> None:
        await asyncio.sleep(0.03)
        self._show_rest(spoken)
        if not self.run_loop.running and self.transport.state != "failed":
            await self.picture.refine(self.run)

    def _show_rest(self, spoken: str = "") -> None:
        """Figures, curves and foot; and a sentence to be read aloud, if there is one."""
        if self.transport.state != "failed":
            self.picture.show_rest(self.run, self._settings.shown)
            if spoken:
                self.transport.spoken = f"{spoken}: {self.picture.result()}."
        weights, points = self.run.step.network.parameters.shape[-1], len(self.run.data.x_train)
        self.foot.value = wording.foot(weights, points)

    def _ended(self, failure: Exception | None) -> None:
        if self.transport.state == "failed":
            return
        if failure is not None:
            self._failed(failure)
            return
        done = self.run.step.index >= self._end_at
        words = f"done, {wording.steps(LIMIT)} made" if done else "paused"
        spoken = f"{words} at step {self.run.step.index:,}"
        self._show("done" if done else "paused", words, spoken=spoken)

    def _fail(self, reason: str, advice: str = SMALLER_RATE) -> None:
        self.run_loop.stop()
        self._stop_showing()
        with self.field.hold_sync():
            self.field.live, self.field.faded = False, True
        self._state("failed", "stopped")
        self._say(f"Stopped: {reason}", advice)

    def _stop_showing(self) -> None:
        if self._showing is not None:
            self._showing.cancel()

    # ---- words -------------------------------------------------------------------------

    def _write_code(self) -> None:
        self.heading.code = self.run.code()

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            self.transport.progress = f"step {self.run.step.index:,}"

    def _say(self, *problems: str) -> None:
        self.transport.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)

    def _failed(self, error: Exception) -> None:
        """A rule of one's own may raise anything, and a GPU may be full."""
        self._fail(f"{type(error).__name__}: {error}", "Press Reset to begin again")
