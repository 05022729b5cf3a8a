"""A picture that grows from one cell, and heals where it is cut."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from widgets import growing_picture_words as words
from widgets.controls.form import Form
from widgets.growing_picture_run import Plot
from widgets.growing_picture_scene import GrowingScene
from widgets.growing_picture_settings import STEPS_A_SECOND, GrowingSettings
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.speed import Stride

if TYPE_CHECKING:
    from course.art.automaton.rule import Rule

CONTROLS = ("tool", "brush", "pace", "seed", "hidden")


class GrowingPicture(Piece):
    """A grid of 96 by 96 cells with one seed in it; to be grown, cut into and planted.

    Parameters
    ----------
    weights : str or Path, optional
        A file written by `glassbox train-nca`; by default the one that comes with the course.
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `GrowingSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    plot : Plot or None
        The automaton; None if the weights cannot be used, which the widget says.
    """

    called = "growing"
    run_loop: RunLoop | None = None  # until it is made

    def __init__(
        self,
        weights: str | Path | None = None,
        *,
        name: str = "",
        title: str = "A picture that grows",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        self._settings, self._own, problems = self._opened(GrowingSettings, name, link, settings)
        self._weights, self.plot = weights, None
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.scene = GrowingScene()
        self.transport, self.canvas = self.scene.transport, self.scene.canvas
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        note = Html(words.NOTE)
        note.add_class("gb-seldom")
        controls = self.form.controls
        controls["seed"].add_class("gb-seldom")
        left = box("gb-growing-set", *(controls[one] for one in CONTROLS), note)
        grid = box("gb-growing-grid", self.transport, left, self.canvas)
        super().__init__([self.heading, grid], "gb-growing")
        self.canvas.on_painted(self.run_loop.pacer.painted)
        self.canvas.on_act(lambda act, places: self._soon(lambda: self._heard(act, places)))
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._restart()
        self._say(*problems, self.transport.problem)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> GrowingSettings:
        """The settings as they stand."""
        return self._settings

    def play(self) -> None:
        """Let the cells update until paused."""
        if not self._ready():
            return
        try:
            self.run_loop.start()
        except RuntimeError:
            self._say("playing needs a notebook; call step() to grow it without one")
            return
        self._begin_pace()
        self.scene.state(self.plot, "running", "growing")

    def pause(self) -> None:
        """Stop; everything stays as it is."""
        self.run_loop.stop()

    def step(self, steps: int = 1) -> None:
        """Let a random half of the living cells update, `steps` times."""
        self.run_loop.stop()
        if self._ready():
            for _ in range(steps):
                self.plot.step()
            self._rest("paused", "paused")

    def reset(self) -> None:
        """Back to one cell; the same seed grows the same picture again."""
        self.run_loop.stop()
        self._restart()

    def erase(self, x: float, y: float) -> None:
        """Empty a disc as large as the brush.

        Parameters
        ----------
        x, y : float
            Its middle, in cells from the upper left corner of the grid.
        """
        self._hand([(x, y)], "erase")

    def plant(self, x: float, y: float) -> None:
        """Plant a cell; nothing where one lives already."""
        self._hand([(x, y)], "plant")

    def cut(self) -> None:
        """Cut a half of every rose away: right, bottom, left and top in turn."""
        if not self._ready():
            return
        side, count = self.plot.cut()
        self.canvas.spoken = f"The {side} half is cut away: {words.cells(count)} are gone."
        self._touched()

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.run_loop is not None:
            self.run_loop.stop()
        super().close()

    def _heard(self, act: str, places: list[tuple[float, float]]) -> None:
        if act == "cut":
            self.cut()
        elif places:
            self._hand(places, self._settings.tool)

    def _hand(self, places: list[tuple[float, float]], tool: str) -> None:
        """Erase or plant at these places."""
        if not self._ready():
            return
        if tool == "plant":
            x, y = places[0]
            planted = self.plot.plant(int(y), int(x))
            told = "A cell is planted." if planted else "There a cell lives already."
        else:
            radius = self._settings.brush
            told = f"{words.cells(sum(self.plot.erase(x, y, radius) for x, y in places))} erased."
        self.canvas.spoken = told
        self._touched()

    def _changed(self, settings: GrowingSettings, name: str) -> None:
        """A control was moved."""
        self._soon(lambda: self._apply(settings, name))

    def _apply(self, settings: GrowingSettings, name: str) -> None:
        self._settings = settings
        self._begin_pace()
        if name == "seed":
            running = self.run_loop.running
            self._restart()
            if running and self.plot is not None:
                self.scene.state(self.plot, "running", "growing")
        else:
            self._write_tool()
            self._touched()

    # ---- a run -------------------------------------------------------------------------

    def _restart(self) -> None:
        """One cell in the middle of an empty grid, if there are weights to grow it by."""
        self._say()
        self._write_tool()
        try:
            self.plot = Plot(_rule(self._weights), self._settings.seed)
        except ValueError as error:
            self.plot = None
            self.run_loop.stop()
            self.scene.nothing()
            self._say(f"The weights cannot be used: {error}")
            return
        self._begin_pace()
        self._rest("empty", "ready")

    def _ready(self) -> bool:
        """Whether there is something to grow; weights that were missing may have come."""
        if self.plot is None or self.transport.state == "failed":
            self._restart()
        return self.plot is not None

    def _begin_pace(self) -> None:
        pace = STEPS_A_SECOND[self._settings.pace]
        self._stride = Stride(pace, 0.0, pace)

    def _work(self) -> bool:
        if not self._stride.allows(self.plot.cells.steps):
            return False
        self.plot.step()
        return True

    def _frame(self) -> int:
        return self.scene.frame(self.plot, self._settings)

    def _ended(self, failure: Exception | None) -> None:
        if failure is not None:
            self._failed(failure)
            return
        steps = self.plot.cells.steps if self.plot else 0
        if self.plot is not None and self.transport.state == "running":
            self._rest(*(("paused", "paused") if steps else ("empty", "ready")))
            self.transport.spoken = words.said(self.plot)

    def _failed(self, error: Exception) -> None:
        self.run_loop.stop()
        self.canvas.faded = True
        self.scene.state(self.plot, "failed", "stopped")
        self._say(f"Stopped: {error}" if isinstance(error, ArithmeticError) else
                  f"Stopped: {type(error).__name__}: {error}")  # fmt: skip

    # ---- what is shown -----------------------------------------------------------------

    def _touched(self) -> None:
        """After an act: shown at once, whether it runs or not."""
        if self.plot is None or self.transport.state == "failed":
            return
        if self.run_loop.running:
            self.scene.paint(self.plot, live=True)
            self.scene.write(self.plot, self._settings)
        else:
            self._rest(*(("paused", "paused") if self.plot.touched else ("empty", "ready")))

    def _rest(self, state: str, activity: str) -> None:
        self.scene.paint(self.plot, live=False)
        self.scene.state(self.plot, state, activity)
        self.scene.write(self.plot, self._settings)
        if self.heading.code:  # it is open, or was
            self._write_code()

    def _write_tool(self) -> None:
        self.scene.tool(self._settings)
        query = to_query(self.name, self._settings, self._own)
        self.heading.reopens("GrowingPicture", query)

    def _write_code(self) -> None:
        self.heading.code = "" if self.plot is None else self.plot.code(self._weights)

    def _say(self, *problems: str) -> None:
        told = [p.rstrip(".") for p in problems if p]
        self.transport.problem = " ".join(f"{p[:1].upper()}{p[1:]}." for p in told)


def _rule(weights: str | Path | None) -> "Rule":
    from course.art.automaton.rule import load

    return load(weights)
