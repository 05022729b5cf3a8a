"""The networks of one cell of a sweep map: their fields, and the one that is open."""
from collections.abc import Callable, Iterator

import numpy as np

from course.sweep import Outcome
from course.sweep_map_filling import Filling, portraits
from widgets import sweep_map_words as words
from widgets.canvas.cell_networks import CellNetworks
from widgets.opened import Opened
from widgets.run_loop import Pacer, RunLoop, running_loop

SIDE = 40  # points along each side of a small field
CHOOSE = "Choose a cell to see its networks."


class Cell:
    """Shows the networks of a chosen cell, best first, and opens one in the playground.

    The fields are computed one after the other, a few milliseconds each.

    Parameters
    ----------
    soon : callable
        Does something on the kernel's loop, as `Piece._soon`.

    Attributes
    ----------
    networks : CellNetworks
    opened : Opened
    at : (row, column) or None
        The chosen cell.
    """

    def __init__(self, soon: Callable[[Callable[[], None]], None]) -> None:
        self.networks, self.opened = CellNetworks(), Opened(soon)
        self.opened.observe(self._closed, "children")
        self.at: tuple[int, int] | None = None
        self._loop = running_loop()
        self._run_loop = RunLoop(self._work, self._show, self._ended, Pacer())
        self._outcomes: list[Outcome] = []
        self._fields: list[np.ndarray] = []
        self._left: Iterator[np.ndarray] = iter(())
        self.clear()

    def clear(self) -> None:
        """No cell: what was open is closed."""
        self.stop()
        self.at, self._outcomes, self._fields = None, [], []
        self.opened.shut()
        with self.networks.hold_sync():
            self.networks.title, self.networks.line = "", CHOOSE
            self._name([])
            self._show()

    def show(self, filling: Filling, at: tuple[int, int]) -> None:
        """The networks of this cell that are trained; again as more of them are."""
        table, outcomes = filling.table(), filling.outcomes(*at)
        with self.networks.hold_sync():
            self.networks.title = words.place(filling.plan, *at)
            self.networks.line = f"{words.how(table, *at)}.".capitalize()
            if self.at != at:
                self.opened.shut()
            elif outcomes == self._outcomes:
                return
            was = self._open_one()
            self.at, self._outcomes, self._fields = at, outcomes, []
            self._name(outcomes)
            if was in outcomes:  # more of them have come, and it may stand elsewhere now
                self.networks.opened = outcomes.index(was)
        self._left = portraits(outcomes, SIDE)
        if self._loop is None or self._loop.is_closed():
            while self._work():
                pass
            self._show()
        else:
            self._run_loop.start()

    def open(self, filling: Filling, k: int) -> None:
        """Open the k-th of them in the playground, as it stands; or close it if that is -1."""
        if not 0 <= k < len(self._outcomes) or self.at is None:
            self.opened.shut()
            return
        outcome, row = self._outcomes[k], self.at[0]
        run = filling.run_of(row, outcome)
        self.opened.open(run, words.standing(run, outcome, filling.whole(row, outcome)))
        self.networks.opened = k

    def stop(self) -> None:
        """Draw no more fields."""
        self._run_loop.stop()

    def _closed(self, change: dict) -> None:
        """Nothing is open any more: it may have been closed where it stood."""
        if not change["new"]:
            self.networks.opened = -1

    def _open_one(self) -> Outcome | None:
        opened = self.networks.opened
        return self._outcomes[opened] if 0 <= opened < len(self._outcomes) else None

    def _name(self, outcomes: list[Outcome]) -> None:
        networks = self.networks
        networks.captions = [words.caption(outcome) for outcome in outcomes]
        networks.words = [words.network(outcome) for outcome in outcomes]
        networks.lost = [outcome.diverged for outcome in outcomes]
        count = f"{len(outcomes)} network{'' if len(outcomes) == 1 else 's'}"
        networks.label = (
            f"{count} of {networks.title}, best first. {networks.line}" if outcomes else CHOOSE
        )

    def _work(self) -> bool:
        """One more field; False when all are there."""
        found = next(self._left, None)
        if found is None:
            self._run_loop.stop()
            return False
        self._fields.append(found)
        return True

    def _show(self) -> int:
        return self.networks.show(self._fields, SIDE)

    def _ended(self, _: Exception | None) -> None:
        self._show()
