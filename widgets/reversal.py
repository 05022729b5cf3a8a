"""A gradient turned back: a network that must not know which data set a point came from."""
import asyncio
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from course.moons import domains
from course.reversal import MOST_STEPS, N_TEST, Adversaries, ReversalTrials
from widgets import wording
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.reversal_picture import Figures, ReversalPicture
from widgets.reversal_settings import CAPTION, TRIAL, WHAT, ReversalSettings
from widgets.run_loop import Pacer, RunLoop
from widgets.speed import SlowStart
from widgets.transport import Transport
from widgets.trial import Trial

FIGURES = 0.5  # seconds between two updates of the numbers while running
AGAIN = "Try a smaller λ, then press Reset"


class Reversal(Piece):
    """Moons with classes, rotated moons without, and a network with and without reversal.

    Every control starts both networks again; torch is imported at the first step.

    Parameters
    ----------
    name : str
        What links call it.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `ReversalSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    networks : Adversaries or None
        Without reversal and with it; None until the first step.
    figures : Figures
        The numbers as they stand in the picture.
    trial : Trial
        What sixteen seeds do, once somebody asks.
    """

    trial: Trial | None = None  # until it is made

    called = "reversal"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "A gradient turned back",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        self.networks, self._slow_start = None, SlowStart()
        self._torch, self._waiting, self._wanted = False, False, False
        self._settings, self._own, problems = self._opened(ReversalSettings, name, link, settings)
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.transport = Transport(result_words="right on the rotated points")
        self.picture = ReversalPicture()
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        self.trial = Trial(self._trials, "Train 16 seeds", TRIAL, _caption)
        left = box("gb-reversal-set", *self.form.controls.values(), Html(WHAT))
        grid = box("gb-reversal-grid", self.transport, left, self.picture.pictures)
        super().__init__([self.heading, grid, self.trial.box], "gb-reversal")
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self.picture.fields[-1].on_painted(self.run_loop.pacer.painted)
        self._restart()
        self._say(*problems)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> ReversalSettings:
        """The settings as they stand."""
        return self._settings

    @property
    def steps(self) -> int:
        """Steps made."""
        return self.networks.index if self.networks is not None else 0

    def play(self) -> None:
        """Train until paused, a thousand steps at most; start anew after that or a failure."""
        if self._loop is None:
            self._say("playing needs a notebook; call step() to train without one")
            return
        if self.transport.state in ("failed", "done"):
            self._restart()
        self._wanted = True
        self._state("running", "running")
        self._with_torch(self._run)

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        self._wanted = False
        if self.run_loop.running:
            self.run_loop.stop()
        elif self.transport.state == "running":  # torch is still on its way
            self._state("paused" if self.steps else "empty", "paused" if self.steps else "ready")

    def step(self) -> None:
        """Make one step of training."""
        self._wanted = False
        self.run_loop.stop()
        if self.transport.state in ("failed", "done"):
            self._restart()
        self._with_torch(self._one_step)

    def reset(self) -> None:
        """Back to step 0; the same settings give the same networks again."""
        self._wanted = False
        self.run_loop.stop()
        self._restart()

    def close(self) -> None:
        """Stop, and leave the page."""
        self._wanted = False
        if self.trial is not None:
            self.run_loop.stop()
            self.trial.stop()
        super().close()

    def _changed(self, _: ReversalSettings, __: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        if not self._waiting:
            self._waiting = True
            self._soon(self._apply)

    def _apply(self) -> None:
        self._waiting, self._settings = False, self.form.config
        self._restart()
        if self._wanted:
            self._state("running", "running")

    # ---- a run -------------------------------------------------------------------------

    def _restart(self) -> None:
        """The points of these settings, and no step made yet."""
        now, self.networks = self._settings, None
        self._figures_at = -1.0
        self.picture.clear()
        self.picture.show_points(domains(now.angle, now.seed, "test points", N_TEST))
        self._say()
        self._state("empty", "ready")
        self._write(Figures())
        self.heading.reopens("Reversal", to_query(self.name, now, self._own))

    def _with_torch(self, act: Callable[[], None]) -> None:
        """Do it once torch is there: importing it takes seconds, and happens on a thread."""
        if self._loop is None or self._torch:
            act()
            return
        self.transport.activity = "loading torch"

        def come(done: asyncio.Future) -> None:
            self._torch = done.exception() is None
            self._guarded(act)  # without torch, this says so

        self._loop.run_in_executor(None, import_module, "torch").add_done_callback(come)

    def _run(self) -> None:
        if self._wanted:
            self.transport.activity = "running"
            self._slow_start.begin()
            self.run_loop.start()

    def _one_step(self) -> None:
        self._advance()
        self._show("paused", "paused")

    def _work(self) -> bool:
        """One step, unless it is too early for it or enough have been made."""
        if not self._slow_start.allows(self.steps):
            return False
        self._advance()
        if self.steps >= MOST_STEPS:
            self.run_loop.stop()
        return True

    def _advance(self) -> None:
        """One step of both networks, which are made with the first."""
        if self.networks is None:
            now = self._settings
            self.networks = Adversaries(now.angle, (0, now.strength), (now.seed, now.seed))
        self.networks.advance()

    def _frame(self) -> int:
        """Send what both networks say now, and the numbers twice a second."""
        if self.networks is None:  # a control has begun anew, and the first step is to come
            return self.picture.fields[-1].frame
        frame = self.picture.show_frame(self.networks, self.run_loop.running)
        if time.perf_counter() - self._figures_at >= FIGURES:
            self._figures_at = time.perf_counter()
            self._write(Figures.of(self.networks.scores()))
            self.transport.progress = f"step {self.steps:,}"
        return frame

    def _ended(self, failure: Exception | None) -> None:
        """The run loop has stopped: by itself, by a person, or because something went wrong."""
        if failure is not None:
            self._fail(failure)
        elif self.networks is not None:  # a control or Reset may have begun anew meanwhile
            done = self.steps >= MOST_STEPS
            self._wanted = False
            self._guarded(lambda: self._show(*(("done", "done") if done else ("paused",) * 2)))
            self.transport.spoken = (
                f"{'Done' if done else 'Paused'} at step {self.steps:,}: {self.transport.result} "
                f"right on the rotated points, {self.transport.free}."
            )

    def _show(self, state: str, activity: str) -> None:
        """Everything as it stands, at rest."""
        self._state(state, activity)
        self._figures_at = -1.0
        self._frame()

    def _fail(self, error: Exception) -> None:
        self._wanted = False
        self.run_loop.stop()
        self.picture.fade()
        self._state("failed", "stopped")
        lost = isinstance(error, FloatingPointError)
        self._say(f"Stopped: {error if lost else f'{type(error).__name__}: {error}'}", AGAIN)

    def _trials(self) -> ReversalTrials:
        return ReversalTrials(self._settings.angle, self._settings.strength)

    # ---- words -------------------------------------------------------------------------

    def _write(self, figures: Figures) -> None:
        self.figures = figures
        self.picture.write(figures, self._settings.strength, self._settings.angle)
        without, with_reversal = map(wording.percent, figures.rotated)
        with self.transport.hold_sync():
            self.transport.result, self.transport.free = with_reversal, f"({without} without)"

    def _write_code(self) -> None:
        self.heading.code = "\n".join([self._settings.pair_code(self.steps), *self.trial.code()])

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            self.transport.progress = f"step {self.steps:,}"

    def _failed(self, error: Exception) -> None:
        """Torch may be missing, or run out of numbers."""
        self._fail(error)

    def _say(self, *problems: str) -> None:
        self.transport.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)


def _caption(trials: ReversalTrials) -> str:
    return CAPTION.format(angle=trials.angle, updates=trials.updates)
