"""The sweep map: width by learning rate, several seeds in each cell, filled while one looks."""
import time
from collections.abc import Callable, Generator
from typing import Any

import numpy as np

from course.sweep_map import Table
from course.sweep_map_filling import Filling
from course.toys import Rule, base_rate
from widgets import sweep_map_words as words
from widgets.canvas.heat_map import HeatMap
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.runner import Work
from widgets.settings import rule_setting
from widgets.sweep_map_cell import Cell
from widgets.sweep_map_settings import SweepMapSettings
from widgets.wording import accuracy_axis

REDRAWN = 0.1  # seconds between two frames while it fills
FILL, GO_ON = "Fill the map", "Go on"
HINT = "Point at a cell for its figures; a click shows its networks."


class SweepMap(Piece):
    """A heat map of medians that fills in; its cells open their networks.

    Stop keeps what is trained, and the same button goes on from there.  A control that is
    moved empties the map: it belongs to other settings.

    Parameters
    ----------
    rule : str, Rule or callable
        A registered rule's name, or a function of points (n, 2) -> bool (n,) of your own.
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `SweepMapSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    filling : Filling
        What is trained.
    table : Table
        What the map shows.
    """

    called = "sweep"
    work: Work | None = None  # until it is made

    def __init__(
        self,
        rule: str | Rule | Callable = "ring",
        *,
        name: str = "",
        title: str = "Width, rate and luck",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        own_rule, problems = rule_setting(rule)
        given = {**own_rule, **settings}
        self._settings, self._own, more = self._opened(SweepMapSettings, name, link, given)
        self._pending, self._drawn, self._seconds = False, 0.0, 0.0
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.heading = Heading(title=title, present=wants_stage(link))
        self.map, self.words, self.cell = HeatMap(hint=HINT), Html(), Cell(self._soon)
        self.work = Work(self, FILL, self._begun, self._ended)
        self.runner = self.work.runner
        self.runner.main = True
        super().__init__([self._grid(), self.cell.opened], "gb-sweep-map")
        self.heading.on_code(lambda: self._soon(self._write_code))
        self.runner.on_act(lambda _: self._soon(self.work.press))
        self.map.on_cell(lambda at: self._soon(lambda: self.choose(at)))
        self.cell.networks.on_open(lambda k: self._soon(lambda: self.open_network(k)))
        self._empty(*problems, *more)

    def _grid(self) -> Any:
        self.words.add_class("gb-sweep-words")
        left = box("gb-sweep-settings", *self.form.controls.values())
        middle = box("gb-sweep-middle", self.map, self.words)
        right = box("gb-sweep-cell", self.cell.networks)
        return box("gb-sweep-grid", self.heading, self.runner, left, middle, right)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> SweepMapSettings:
        """The settings as they stand."""
        return self._settings

    def run(self) -> Table:
        """Train all that is not trained yet, at once; for programs and tests."""
        self.work.run()
        return self.table

    def choose(self, at: int) -> None:
        """Show the networks of a cell, counted row by row from 0; none if it is -1."""
        if at < 0:
            self.map.chosen = -1
            self.cell.clear()
            return
        self.map.chosen = at
        self.cell.show(self.filling, divmod(at, len(self._settings.rates)))

    def open_network(self, k: int) -> None:
        """Open a network of the chosen cell, the best is 0, in the playground; -1 closes it."""
        self.cell.open(self.filling, k)

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.work is not None:
            self.work.stop()
            self.cell.stop()
        super().close()

    def _changed(self, _: SweepMapSettings, __: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        if not self._pending:
            self._pending = True
            self._soon(self._apply)

    def _apply(self) -> None:
        """Other settings: what was trained belongs to the old ones and goes."""
        self._pending = False
        self.work.stop()
        self._settings = self.form.config
        self.form.set(self._settings)  # numbers may have been put in order
        self._empty()

    def _empty(self, *problems: str) -> None:
        """A map on which nothing is known yet."""
        now, said = self._settings, list(problems)
        self.filling, self._seconds = Filling(now.plan), 0.0
        try:
            self._free = base_rate(now.rule, now.noise)
        except ValueError as error:  # a rule of one's own may fail far from where it was tried
            self._free = 0.5
            said.append(str(error))
        (self._low, _), _ = accuracy_axis(self._free)
        self.cell.clear()
        with self.map.hold_sync():
            self.map.lay_out(*words.names(now.plan), now.seeds)
            self.map.titles = ["units", "learning rate"]
            self.map.ends = [f"{100 * self._low:.0f}", "100%"]
            self.map.key = words.key(self._low, now.seeds)
            self._draw()
        self.heading.reopens("SweepMap", to_query(self.name, now, self._own))
        self._show_state()
        self._say(*dict.fromkeys(said))

    # ---- what the Work asks of a computation -------------------------------------------

    @property
    def steps(self) -> int:
        """How many pieces there are, about."""
        return self.filling.steps

    def pieces(self) -> Generator[Any, None, Table]:
        """Train what is not trained yet, a little at a time, and draw what is known."""
        filling = self.filling
        for piece in filling.pieces():
            if time.monotonic() - self._drawn >= REDRAWN:
                self._draw()
            yield piece
        return filling.table()

    def code(self) -> str:
        """Lines of Python that give the medians of the map."""
        return self.filling.code()

    def _begun(self) -> None:
        self._since = time.monotonic()

    def _ended(self, _: Table | None, there: bool) -> None:
        self._seconds += time.monotonic() - self._since
        self._draw()
        self._show_state()
        if there:
            self.runner.spoken = f"Done. {words.summary(self.table, self._free)}"

    # ---- what is shown -----------------------------------------------------------------

    def _draw(self) -> None:
        """A frame of the map; the chosen cell follows as its networks come."""
        self._drawn = time.monotonic()
        self.table = table = self.filling.table()
        cells = list(np.ndindex(table.done.shape))
        places = (table.accuracies - self._low) / (1 - self._low)
        ran = np.where(2 * table.failed > self._settings.seeds, np.nan, table.medians)
        said = words.summary(table, self._free)
        best = table.best
        with self.map.hold_sync():
            self.map.words = [words.cell(table, *at) for at in cells]
            self.map.label = words.label(table, said)
            self.map.show(
                np.clip((ran - self._low) / (1 - self._low), 0, 1),
                np.where(table.lost, -1, np.clip(places, 0, 1)),
                [words.figure(table, *at) for at in cells],
                self.filling.shares(),
                table.failed,
                -1 if best is None else int(np.ravel_multi_index(best, table.done.shape)),
                [-1 if one is None else one for one in table.best_rates()],
            )
        self.words.value = f"<p>{said}</p>" if said else ""
        if self.cell.at is not None:
            self.cell.show(self.filling, self.cell.at)

    def _show_state(self) -> None:
        """The button and the words beside it, at rest."""
        filling, plan = self.filling, self._settings.plan
        complete = filling.complete
        with self.runner.hold_sync():
            self.runner.enabled = not complete
            self.runner.label = GO_ON if filling.trained and not complete else FILL
            self.runner.words = words.ahead(plan, filling.trained)
            if complete:
                count = filling.trained
                done = "it is trained" if count == 1 else f"all {count:,} trained"
                self.runner.words = f"done, {done} in {self._seconds:.1f} s"

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def _say(self, *problems: str) -> None:
        self.runner.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)
