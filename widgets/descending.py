"""What the widgets that go down a landscape have in common: a start, a pace, a way to stop."""
from dataclasses import fields, replace
from typing import Any

import ipywidgets

from course.landscape import Landscape
from widgets.assets import sheet
from widgets.canvas.landscape import LandscapeCanvas
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.links import to_query, wants_stage
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.speed import Stride
from widgets.transport import Transport


class DescendingCanvas(LandscapeCanvas):
    """The landscape; it brings the style sheet of the whole widget."""

    _css = sheet("canvas/landscape.css", "descending.css")


class Descending(Piece):
    """A landscape, something that goes down it a step at a time, and the controls of both.

    A new start or another control goes back to step 0, and goes on if it was running.  Which
    settings there are, what a step is and what is drawn is a subclass's.

    Parameters
    ----------
    name : str
        Tells several widgets of one page apart in links.
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    given : dict
        Settings: one that is not allowed is refused in words, in the widget, and its default
        is used.
    title : str
    """

    landscape: Landscape
    SETTINGS: type  # its fields are those of CONTROLS and `start`
    CONTROLS: type
    PACE = (5.0, 0.5, 40.0)  # of a Stride

    def __init__(self, name: str, title: str, link: str | None, given: dict[str, Any]) -> None:
        self._settings, self._own, problems = self._opened(self.SETTINGS, name, link, given)
        self._stride = Stride(*self.PACE)
        self.form = Form(self._knobs(), self._changed, lambda problem: self._say(problem))
        self.transport, self.canvas = Transport(), DescendingCanvas()
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        self._pending: tuple[Any, str] | None = None
        self._painted: tuple[int, Any] | None = None
        super().__init__(self._laid_out())
        self.canvas.on_painted(self.run_loop.pacer.painted)
        self.canvas.on_start(lambda a, b: self._soon(lambda: self.start_at(a, b)))
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self.reset()
        self._say(*problems)

    # ---- what a subclass says ----------------------------------------------------------

    def _laid_out(self) -> list[ipywidgets.Widget]:
        """The parts, from top to bottom."""
        raise NotImplementedError

    def _begin(self, changed: str) -> None:
        """Stand at the start; `changed` is the control that was moved, if one was."""
        raise NotImplementedError

    def _advance(self) -> None:
        """Make one step."""
        raise NotImplementedError

    def _how_it_ended(self) -> tuple[str, str, str] | None:
        """State, activity and problem once there is nothing more to do; None before."""
        raise NotImplementedError

    def _paint(self, running: bool) -> int:
        """Send the picture; the number of the frame."""
        raise NotImplementedError

    def _write(self, running: bool) -> None:
        """Figures and words beside the picture."""
        raise NotImplementedError

    def _summary(self) -> str:
        """Where things stand, in a sentence."""
        raise NotImplementedError

    def code(self) -> str:
        """The lines of Python that go where the widget has gone."""
        raise NotImplementedError

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> Any:
        """The settings as they stand."""
        return self._settings

    @property
    def index(self) -> int:
        """Steps made."""
        return self._index

    def play(self) -> None:
        """Go down until paused or at the end; from the start, if it had ended."""
        if self._end is not None:
            self.reset()
        try:
            self.run_loop.start()
        except RuntimeError:
            self._say("playing needs a notebook; call step() to go down without one")
            return
        self._stride.begin()
        self._state("running", "running")

    def pause(self) -> None:
        """Stop; everything stays as it is."""
        self.run_loop.stop()

    def step(self) -> None:
        """Make one step; nothing at the end."""
        self.run_loop.stop()
        if self._end is None:
            self._once()
        self._rest("paused", "paused")

    def reset(self) -> None:
        """Back to the start of the same settings."""
        self.run_loop.stop()
        self._restart()

    def start_at(self, a: float, b: float) -> None:
        """Begin from other weights; what lies outside the picture is moved to its edge."""
        a, b = self.landscape.clip((a, b))
        self._settings = replace(self._settings, start=(round(a, 3), round(b, 3)))
        self._restart()

    def _knobs(self) -> Any:
        """The settings that have a control."""
        names = [item.name for item in fields(self.CONTROLS)]
        return self.CONTROLS(**{name: getattr(self._settings, name) for name in names})

    def _changed(self, knobs: Any, name: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        first = self._pending is None
        self._pending = (knobs, name)
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        (knobs, name), self._pending = self._pending, None
        self._settings = replace(self._settings, **vars(knobs))
        self._restart(name)

    # ---- going down --------------------------------------------------------------------

    def _restart(self, changed: str = "") -> None:
        self._begin(changed)
        self._index, self._end = 0, self._how_it_ended()
        self._stride.begin()
        self._say()
        if self.run_loop.running and self._end is None:
            self._state("running", "running")
            self._frame()
        else:
            self.run_loop.stop()
            self._rest("empty", "ready")
        self.heading.reopens(type(self).__name__, to_query(self.name, self._settings, self._own))

    def _once(self) -> None:
        self._advance()
        self._index += 1
        self._end = self._how_it_ended()

    def _work(self) -> bool:
        if self._end is not None:
            self.run_loop.stop()
            return False
        if not self._stride.allows(self._index):
            return False
        self._once()
        return True

    def _frame(self) -> int:
        """The picture, if there is anything new in it."""
        if self._painted == (self._index, self._settings):
            return self.canvas.frame
        self._painted = (self._index, self._settings)
        frame = self._paint(running=True)
        self.transport.progress = f"step {self._index:,}"
        self._write(running=True)
        return frame

    def _ended(self, failure: Exception | None) -> None:
        if failure is not None:
            self._state("failed", "stopped")
            self._say(f"Stopped: {type(failure).__name__}: {failure}")
            return
        self._rest(*(("paused", "paused") if self._index else ("empty", "ready")))
        self.transport.spoken = self._summary()

    def _rest(self, state: str, activity: str) -> None:
        """Everything as it stands: in this state, unless all has come to its end."""
        problem = ""
        if self._end is not None:
            state, activity, problem = self._end
        self._painted = (self._index, self._settings)
        self._paint(running=False)  # first: it is what a hand on the start waits for
        self._state(state, activity)
        self._write(running=False)
        if problem:
            self._say(problem)

    # ---- words -------------------------------------------------------------------------

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            self.transport.progress = f"step {self._index:,}"

    def _say(self, *problems: str) -> None:
        said = [p.rstrip(".") for p in problems if p]
        self.transport.problem = " ".join(f"{p[:1].upper()}{p[1:]}." for p in said)

    def _failed(self, error: Exception) -> None:
        self._state("failed", "stopped")
        super()._failed(error)
