"""Many dimensions: what survives as vectors keep fewer and fewer numbers."""
import asyncio
from dataclasses import fields, replace
from typing import Any

from course.vectors.sets import Vectors
from widgets import many_dimensions_words as words
from widgets.canvas.k_slider import KSlider
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.links import wants_stage
from widgets.many_dimensions_layout import many_grid
from widgets.many_dimensions_run import ManyRun
from widgets.many_dimensions_scene import ManyScene
from widgets.many_dimensions_settings import (
    OTHER_PCA,
    OTHER_VECTORS,
    ManyControls,
    ManySettings,
)
from widgets.many_dimensions_subject import Measuring, subject
from widgets.parts import Html
from widgets.pasted_table import PastedTable
from widgets.run_loop import Pacer, RunLoop

READS = 2  # at once: one that nobody waits for any more, and the newest
CONTROLS = [item.name for item in fields(ManyControls)]


class ManyDimensions(ManyRun):
    """Digits, made clouds, texts or a table of one's own, with k numbers each instead of all.

    Both curves over k are measured a little at a time, beginning with the k that is shown, once
    the widget is near the screen.

    Parameters
    ----------
    table : str, optional
        A table of one's own, as it would be pasted; with data="own".
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `ManySettings`.  One that is not allowed is refused in words, in the widget,
        and its default is used.

    Attributes
    ----------
    measuring : Measuring
        The vectors and their PCA, and what is measured so far.
    """

    called = "many"

    def __init__(
        self,
        *,
        table: str | None = None,
        name: str = "",
        title: str = "Many dimensions",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        self._settings, self._own, problems = self._opened(ManySettings, name, link, settings)
        self.measuring = Measuring(None)
        self._table, self._pending, self._asked = table, set(), 0
        self._reading, self._waiting = 0, False  # reads that go on; one to come after them
        self._shown: tuple[ManySettings, str | None] | None = None  # the last, with its table
        self.form = Form(self._knobs(), self._changed, lambda problem: self._say(problem))
        self.scene, self.pasted, self.state, self.problem = (
            ManyScene(), PastedTable(), Html(), Html()
        )  # fmt: skip
        self.slider = KSlider()
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        self.grid = many_grid(
            self.form.controls, self.scene, self.slider, self.pasted, self.state, self.problem
        )
        super().__init__([self.heading, self.grid], "gb-many")
        self._wire()
        self._told = problems  # at the opening
        self._say(*problems)
        self._begin()

    def _knobs(self) -> ManyControls:
        return ManyControls(**{name: getattr(self._settings, name) for name in CONTROLS})

    def _wire(self) -> None:
        self.slider.on_move(lambda at: self._soon(lambda: self._slid(at)))
        self.pasted.on_table(lambda text: self._soon(lambda: self.use_table(text)))
        self.scene.strip.on_row(lambda row: self._soon(lambda: self.look_at(row)))
        self.scene.strip.on_seen(lambda: self._soon(self._come_near))
        self.scene.strip.on_step(lambda by: self._soon(lambda: self.step(by)))
        for chart in (self.scene.rms, self.scene.stay):
            chart.on_k(lambda k: self._soon(lambda: self.keep(k)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    def keep(self, k: int) -> None:
        """Keep k numbers; 0, or more than there are, means all."""
        if self.subject is not None:
            all_of_them = k >= self.subject.most
            self._take(replace(self._settings, k=0 if all_of_them else k), {"k"})

    def look_at(self, row: int) -> None:
        """Look at another row, counted from 0."""
        if self.subject is not None and row < len(self.subject.vectors.matrix):
            self._take(replace(self._settings, row=row), {"row"})
            self.scene.strip.spoken = self.scene.strip.label

    def step(self, by: int) -> None:
        """Look at the next row, or at the one before it; after the last comes the first."""
        if self.subject is not None:
            row = self.scene.row(self.subject, self._settings) + by
            self.look_at(row % len(self.subject.vectors.matrix))

    def use_table(self, text: str) -> None:
        """Look at a pasted table."""
        self._table = text
        self._take(replace(self._settings, data="own", row=0), {"data"})

    def _slid(self, at: int) -> None:
        if self.subject is not None:
            steps = self.subject.levels(self._settings.k)
            self.keep(steps[min(at, len(steps) - 1)])

    def _changed(self, knobs: ManyControls, name: str) -> None:
        """A control was moved."""
        try:
            settings = replace(self._settings, **{name: getattr(knobs, name)})
        except (TypeError, ValueError) as error:
            self.form.set(self._knobs())
            self._say(str(error))
            return
        self._change(settings, name)

    def _change(self, settings: ManySettings, name: str) -> None:
        """The newest settings are applied once, when there is time."""
        self._settings = settings
        first, self._pending = not self._pending, self._pending | {name}
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        names, self._pending = self._pending, set()
        self._take(self._settings, names)

    def _take(self, settings: ManySettings, names: set[str]) -> None:
        """Show these settings, of which those of these names are other than before."""
        if "data" in names and settings.row:
            settings = replace(settings, row=0)
        self._settings = settings
        self.form.set(self._knobs())
        self._say()
        if names & (OTHER_VECTORS | OTHER_PCA):
            self._begin()
        elif self.subject is not None:
            self._show()

    # ---- other vectors -----------------------------------------------------------------

    def _known(self, settings: ManySettings) -> Vectors | None:
        """The vectors that are shown, if they are those of these settings."""
        if self.subject is None or self._shown is None:
            return None
        shown, table = self._shown
        same = all(getattr(shown, name) == getattr(settings, name) for name in OTHER_VECTORS)
        return self.subject.vectors if same and table is self._table else None

    def _begin(self) -> None:
        """Get the vectors and their PCA: on a thread, where there is a loop to go on with."""
        self.run_loop.stop()
        settings, self._asked = self._settings, self._asked + 1
        self._dress(settings)
        self._made = None  # what is being measured is of other vectors: nobody waits for it
        self._waiting = False
        if settings.data == "own" and self._table is None:
            self._nothing()
            return
        known = self._known(settings)
        if self._loop is None or self._loop.is_closed():
            self._arrived(settings, lambda: subject(settings, self._table, known))
            return
        self._state(words.READING[settings.data])
        self._read(settings, known)

    def _read(self, settings: ManySettings, known: Vectors | None) -> None:
        """Read on a thread, or later, if some are still busy with what was asked before."""
        self._waiting = self._reading >= READS
        if self._waiting:
            return
        self._reading += 1
        ticket, table = self._asked, self._table

        def there(future: asyncio.Future) -> None:
            self._reading -= 1
            future.exception()  # taken, also where nobody waits for it: or the loop complains
            if ticket == self._asked:  # nobody has asked for something else meanwhile
                self._guarded(lambda: self._arrived(settings, future.result))
            elif self._waiting:
                self._guarded(self._begin)

        self._loop.run_in_executor(None, subject, settings, table, known).add_done_callback(there)

    def _arrived(self, settings: ManySettings, result: Any) -> None:
        """The vectors are there, or they cannot be had; then it stays as it was."""
        try:
            self.measuring = Measuring(result())
        except (TypeError, ValueError, RuntimeError, OSError, ImportError) as error:
            self._refused(settings, str(error))
            return
        self._shown = settings, self._table
        self.pasted.problem = ""
        self.scene.show_about(self.subject, settings)
        self._show()

    def _refused(self, settings: ManySettings, problem: str) -> None:
        """These settings cannot be shown: back to the last that could, or to the defaults."""
        own = settings.data == "own"
        back, table = self._shown or (None, None)
        if own:
            self.pasted.problem = f"{problem.rstrip('.')}."
            self._table = table
        if own and (back is None or back.data != "own"):
            self._nothing()
            return
        if back is None and settings != ManySettings():
            self._settings = ManySettings()
            self.form.set(self._knobs())
            self._begin()
        elif back is not None:
            self._settings = replace(back, k=settings.k, row=back.row)
            self.form.set(self._knobs())
            self._dress(self._settings)
            self._show()
        if not own:
            self._say(*([] if back else self._told), problem)

    def _nothing(self) -> None:
        """A table of one's own that is not pasted yet."""
        self.measuring = Measuring(None)
        self.scene.clear(words.PASTE)
        self.slider.show((), 0)
        self._state("")
        self._offer_link()

    def _dress(self, settings: ManySettings) -> None:
        """Controls that have nothing to say for these vectors are not shown."""
        empty = settings.data == "own" and self._table is None
        for name, there in (
            ("cloud", settings.data == "cloud"), ("own", settings.data == "own"), ("empty", empty),
        ):  # fmt: skip
            (self.grid.add_class if there else self.grid.remove_class)(f"gb-md-{name}")
