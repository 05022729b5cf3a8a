"""A rule painted by hand, and a network that learns it while it is being painted."""
import asyncio
from typing import Any

from course.painting import Painting, from_text, to_text
from course.run import Run, Stretch
from course.toys import PROVIDED
from widgets.canvas.paint import PaintCanvas
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.painted_rule_settings import PaintedSettings
from widgets.parts import Html
from widgets.piece import Piece
from widgets.playground import Playground
from widgets.run_picture import DivergedError

TITLE = "Paint a rule"
PATIENCE, RUNNING_PATIENCE = 0.04, 0.25  # seconds in a stroke until its points are drawn anew
CALM = 0.3  # seconds without a change after which figures are counted again
MOST_WRITTEN = 12  # paintings whose share of a run is written out as code
ASKED_FOR = {
    (0, 0): "Paint some orange and some blue: the network learns from points under your dabs.",
    (1, 0): "Now choose the brush <b>outside</b> and paint some blue: "
    "there must be two classes to tell apart.",
    (0, 1): "Now choose the brush <b>inside</b> and paint some orange: "
    "there must be two classes to tell apart.",
}


class PaintedRule(Piece):
    """A square to paint two classes in; beside it a playground of the rule that they make.

    The rule is registered under the widget's name, so `Playground(rule="painted")` and
    whatever else takes a rule's name can use it as it stands.

    Parameters
    ----------
    name : str
        What links call it, and the name of the rule.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `PaintedSettings`; `painting` may be a `course.painting.Painting`.

    Attributes
    ----------
    rule : str
        The name under which the rule is registered, once both classes are painted.
    playground : Playground or None
        None until both classes have been painted.
    """

    called = "painted"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = TITLE,
        link: str | None = None,
        **settings: Any,
    ) -> None:
        if isinstance(settings.get("painting"), Painting):
            settings["painting"] = to_text(settings["painting"])
        begin, self._own, problems = self._opened(PaintedSettings, name, link, settings)
        self.rule = self.name
        if not self.rule.strip() or len(self.rule) > 40 or self.rule in PROVIDED:
            self.rule = self.called
        self.playground: Playground | None = None
        self._due: asyncio.TimerHandle | None = None
        self._figures: asyncio.TimerHandle | None = None
        self._run: Run | None = None
        self._came: dict[int, str] = {}  # of this run: from which step on it had which painting
        self._text = begin.painting
        self.canvas = PaintCanvas(from_text(begin.painting), brush=begin.brush)
        self.heading, self._asked = Heading(title=title, present=wants_stage(link)), Html()
        self._asked.add_class("gb-painted-asked")
        self._place = box("gb-painted-right", self._asked)
        grid = box("gb-painted-grid", box("gb-painted-left", self.canvas), self._place)
        super().__init__([self.heading, grid], "gb-painted")
        self._follow()
        self._say(*problems)
        self.canvas.on_paint(lambda ended: self._soon(lambda: self._painted(ended)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    @property
    def painting(self) -> Painting:
        """The painting as it stands."""
        return self.canvas.painting

    @property
    def settings(self) -> PaintedSettings:
        """The settings as they stand."""
        return PaintedSettings(to_text(self.painting), self.canvas.brush)

    def paint(self, painting: Painting) -> None:
        """Put this painting in place of the one that is there; Undo brings that back."""
        self.canvas.set_painting(painting)
        self._follow()

    def _painted(self, ended: bool) -> None:
        """A stroke is being made, or has been: its newest points are enough."""
        if self._loop is None or self._loop.is_closed():
            self._follow()
        elif ended or self._due is None:
            running = self.playground is not None and self.playground.run_loop.running
            wait = 0 if ended else RUNNING_PATIENCE if running else PATIENCE
            self._cancel()
            self._due = self._loop.call_later(wait, self._guarded, self._follow)

    def _cancel(self) -> None:
        if self._due is not None:
            self._due.cancel()
        self._due = None

    # ---- the playground ----------------------------------------------------------------

    def _follow(self) -> None:
        """Let the rule, the points and the link be those of the painting as it stands."""
        self._cancel()
        painting = self.painting
        if painting.ready:
            self._learn(painting)
        else:
            self._wait(painting)
        self.heading.reopens("PaintedRule", to_query(self.name, self.settings, self._own))

    def _wait(self, painting: Painting) -> None:
        """Say what to paint where the playground will be."""
        inside, outside = (min(1, count) for count in painting.counts)
        if self.playground is not None:
            self.playground.pause()
        self._asked.value = f"<p>{ASKED_FOR[inside, outside]}</p>"
        self._place.children = [self._asked]

    def _learn(self, painting: Painting) -> None:
        """Register the rule, and give the network points of it from here on."""
        rule = painting.rule(self.rule)
        if self.playground is None:
            self.playground = Playground(rule, name=f"{self.name}-playground", title="")
            self.playground.remove_class("gb-demo")  # only the whole can be presented
        elif self.playground.settings.rule == self.rule:
            self._learn_on(self.playground)
        self._note(painting, self.playground.run)
        if self._place.children != (self.playground,):
            self._place.children = [self.playground]

    def _learn_on(self, playground: Playground) -> None:
        """Other points for a network that keeps what it has learned so far."""
        run, running = playground.run, playground.run_loop.running
        if playground.transport.state == "failed" or (not run.step.index and not running):
            playground.reset()
            return
        run.steer(data=playground.settings.dataset())
        shown = playground.settings.shown
        try:
            playground.picture.show_frame(run, shown, running, new_points=True)
        except DivergedError:
            playground.reset()
            return
        if self._loop is None or self._loop.is_closed():
            playground.picture.show_rest(run, shown)
            return
        if self._figures is not None:
            self._figures.cancel()
        self._figures = self._loop.call_later(CALM, self._guarded, self._show_figures)

    def _show_figures(self) -> None:
        """Result, base rate and curves: they take a while, and are due when the hand rests."""
        playground = self.playground
        if playground is not None and playground.transport.state != "failed":
            playground.picture.show_rest(playground.run, playground.settings.shown)

    # ---- words -------------------------------------------------------------------------

    def _note(self, painting: Painting, run: Run) -> None:
        """Remember at which step of its run the painting came."""
        if run is not self._run:  # begun with the painting that was there until now
            self._run, self._came = run, {0: self._text}
        self._text = to_text(painting)
        self._came[run.step.index] = self._text

    def _texts(self, run: Run) -> list[str]:
        """The paintings that the datasets of a run were drawn from, in order."""
        came = self._came if run is self._run else {0: self._text}
        begun, at, last = [], 0, None
        for stretch in run.stretches():
            if stretch.data is not last:
                begun.append(at)
            at, last = at + stretch.steps, stretch.data
        if last is not run.data:
            begun.append(at)
        return [came[max(index for index in came if index <= first)] for first in begun]

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def code(self) -> str:
        """Lines of Python that paint the same, and train the same network on it."""
        lines = ["from course.painting import from_text"]
        if self.playground is None or not self.painting.ready:
            text = to_text(self.painting)
            return "\n".join([*lines, "", f"print(from_text({text!r}).words)", ""])
        run = self.playground.run
        texts = self._texts(run)
        if len(texts) > MOST_WRITTEN:
            count = f"{len(texts)} sets of points"
            lines.insert(0, f"# trained on {count}, one after the other; here, on the last alone")
            whole = [Stretch(run.config, run.data, run.step.index)]
            run, texts = Run(run.config, run.data, run.step, whole), texts[-1:]
        for line in run.code().splitlines():
            if line.startswith("data = "):
                lines.append(f"from_text({texts.pop(0)!r}).rule({self.rule!r})")
            if not line.startswith("# "):
                lines.append(line)
        return "\n".join([*lines, ""])

    def _say(self, *problems: str) -> None:
        if any(problems):
            self.canvas.say(" ".join(f"{p.rstrip('.')}." for p in problems if p))
