"""A run on the page: played, stepped and paused, shown while it goes on, and ended in words.

Whoever builds on it decides what is run; nothing here knows of controls.
"""
import asyncio

from course.run import Run
from widgets import wording
from widgets.heading import Heading
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.run_picture import DivergedError, RunPicture
from widgets.settings import LONGEST, PlaygroundSettings
from widgets.speed import SlowStart

SMALLER_RATE = "Try a smaller learning rate, then press Reset"
LIMIT = LONGEST  # steps after which Play stops by itself: someone may have left the page


class RunView(Piece):
    """What shows a run, to be built upon.

    Whoever builds on it calls `_make_parts`, defines `_restart` and `_notes`, and gives `run`
    and `_settings`.

    Attributes
    ----------
    run : Run
        What is shown.
    picture : RunPicture
        The field, the curves and the figures; `transport` and `field` are parts of it.
    heading : Heading
    run_loop : RunLoop
    """

    run: Run
    _settings: PlaygroundSettings

    def _make_parts(self, picture: RunPicture, heading: Heading) -> None:
        """What every view of a run consists of, and who answers when it is touched."""
        self.picture, self.heading, self.foot = picture, heading, Html()
        self.transport, self.field = picture.transport, picture.field
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        self._slow_start, self._opened_at = SlowStart(), 0
        self._showing: asyncio.Task | None = None
        self.field.on_painted(self.run_loop.pacer.painted)
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    def play(self) -> None:
        """Train until paused; begin anew after a failure, or where the run was at its end."""
        if (self.transport.state == "failed" or self.over) and not self._restart(self._settings):
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
        """Make one step of training; a schedule that has come to its end allows none."""
        self.run_loop.stop()
        if self.transport.state == "failed" and not self._restart(self._settings):
            return
        self.run.advance()
        self._show(*self._at_rest())

    def reset(self) -> None:
        """Back to step 0 of the same settings; the same seed gives the same weights again."""
        self.run_loop.stop()
        self._restart(self._settings)

    def _restart(self, settings: PlaygroundSettings) -> bool:
        """Show a new run with these settings; False, with a message, if there can be none."""
        raise NotImplementedError

    # ---- a run -------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether the run has made the steps it was to make."""
        steps = self._settings.steps
        if self.run.config.schedule != "constant":
            return self.run.finished
        return bool(steps) and self.run.step.index >= steps

    def _begin(self, run: Run, settings: PlaygroundSettings) -> None:
        """Show this run from here on, wherever it stands."""
        self._settings, self.run, self._opened_at = settings, run, run.step.index
        self._end_at = run.step.index + LIMIT
        self._slow_start.begin()
        self.picture.restart_clock(run.step.index)
        if self.run_loop.running:
            self._show("running", "running", new_points=True)
        else:
            self._show(*self._at_rest(), new_points=True)

    def _at_rest(self) -> tuple[str, str]:
        """State and words of a run that stands still."""
        index = self.run.step.index
        if index == self._opened_at:
            opened = "done" if self.over else "paused"
            return (opened, f"opened at step {index:,}") if index else ("empty", "ready")
        return ("done", f"done, {wording.steps(index)}") if self.over else ("paused", "paused")

    def _work(self) -> bool:
        """One step, unless the speed wants to wait or the run has gone far enough."""
        index = self.run.step.index
        if index >= self._end_at or self.over:
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
        self._offer_link()
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
        self.foot.value = wording.foot(weights, points, self._opened_at)

    def _ended(self, failure: Exception | None) -> None:
        if self.transport.state == "failed":
            return
        if failure is not None:
            self._failed(failure)
            return
        (state, words), index = self._at_rest(), self.run.step.index
        if state != "done" and index >= self._end_at:
            state, words = "done", f"done, {wording.steps(LIMIT)} made"
        self._show(state, words, spoken=words if self.over else f"{words} at step {index:,}")

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

    def _offer_link(self) -> None:
        """Bring the link that reopens the settings up to date."""
        raise NotImplementedError

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
