"""A race: several ways of making the same step, measured in turns while one looks on."""
import time
from collections.abc import Generator
from typing import Any

from course.loading import Loading
from course.step_times import StepTimes
from widgets import time_bars
from widgets.assets import sheet
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.runner import Work

REDRAWN = 0.25  # seconds between two drawings while it is measured


class Race(Piece):
    """Settings, a button, and a bar for each way.

    A kind of race says what its settings are and what they measure: `Settings`, a frozen
    dataclass with a `measurement()`, something with `pieces`, `steps` and `code` whose pieces
    are the times so far.

    Parameters
    ----------
    name : str
        What links call it.
    link : str, optional
        As `from_link` takes it.
    **settings
        Fields of `Settings`; one that is not allowed is refused in words, in the widget.

    Attributes
    ----------
    result : StepTimes or None
        The last complete measurement.
    """

    Settings: type
    title, act, css_class = "", "Measure", ""

    def __init__(self, *, name: str = "", link: str | None = None, **settings: Any) -> None:
        self._settings, self._own, problems = self._opened(self.Settings, name, link, settings)
        self.result, self._drawn = None, 0.0
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.work = Work(self, self.act, self._begun, self._ended)
        self.runner, self.heading = self.work.runner, Heading(
            title=self.title, present=wants_stage(link)
        )
        self.bars, self.words = Html(), Html()
        self.words.add_class("gb-race-words")
        row = box("gb-race-settings", *self.form.controls.values())
        css = Html(f"<style>{sheet('race.css')}</style>")
        parts = [css, self.heading, row, self.runner, self.bars, self.words]
        super().__init__(parts, "gb-race", self.css_class)
        self.runner.on_act(lambda _: self._soon(self.work.press))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._show_settings()
        self._say(*problems)

    @property
    def settings(self) -> Any:
        """The settings as they stand."""
        return self._settings

    def run(self) -> StepTimes:
        """Measure at once; for programs and tests."""
        self.work.run()
        return self.result

    def close(self) -> None:
        """Stop, and leave the page."""
        self.work.stop()
        super().close()

    # ---- what the Work asks of a computation -------------------------------------------

    @property
    def steps(self) -> int:
        """How many pieces there are, about."""
        return self._settings.measurement().steps

    def pieces(self) -> Generator[StepTimes | Loading, None, StepTimes]:
        """Measure a little at a time, and draw what is known."""
        measuring = self._settings.measurement().pieces()
        while True:
            try:
                piece = next(measuring)
            except StopIteration as end:
                return end.value
            if isinstance(piece, StepTimes):
                self._draw(piece)
            yield piece

    def code(self) -> str:
        """Lines of Python that measure the same."""
        return self._settings.measurement().code()

    def _draw(self, times: StepTimes) -> None:
        now = time.monotonic()
        if now - self._drawn >= REDRAWN:
            self._drawn = now
            self.bars.value = time_bars.html(times)

    # ---- what happens ------------------------------------------------------------------

    def _changed(self, settings: Any, _: str) -> None:
        self._soon(lambda: self._apply(settings))

    def _apply(self, settings: Any) -> None:
        """Other settings: what was measured belongs to the old ones and goes."""
        self.work.stop()
        self._settings, self.result = settings, None
        self.bars.value = self.words.value = ""
        self._show_settings()
        self._say()

    def _show_settings(self) -> None:
        self.runner.main = True
        self.heading.reopens(type(self).__name__, to_query(self.name, self._settings, self._own))

    def _begun(self) -> None:
        self.result, self.words.value = None, ""

    def _ended(self, result: StepTimes | None, there: bool) -> None:
        if not there:
            return
        self.result, self.bars.value = result, time_bars.html(result)
        said = time_bars.sentence(result)
        self.words.value, self.runner.spoken = said, said

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def _say(self, *problems: str) -> None:
        self.runner.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)
