"""The automaton behind the growing picture: what was done to it, and how well it is."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from course.art.automaton.rule import Rule

SIZE = 96  # cells along a side of the grid
MOST_KEPT = 240  # errors on the curve; beyond them every second one is dropped
LEAP = 8  # cells by which the pictures of the channels become larger
TURN = ("right", "bottom", "left", "top")  # which half is cut, one time after another


class Plot:
    """A grid with one seed in the middle, and the record of what becomes of it.

    Parameters
    ----------
    rule : Rule
    seed : int

    Attributes
    ----------
    cells : Growing
    acts : list of tuple
        What was done: (step, name of the method, its arguments).
    errors : list of (int, float)
        Step and error, for the curve.
    before, worst : float
        The error before and after the last damage.
    hurt : list of int
        The steps at which something was cut away.
    """

    def __init__(self, rule: "Rule", seed: int) -> None:
        from course.art.automaton.growing import Growing

        self.cells = Growing(rule, SIZE, seed)
        self.acts: list[tuple] = []
        self.errors: list[tuple[int, float]] = []
        self.hurt: list[int] = []
        self._every, self._turns = 2, 0
        self.before = self.worst = float("nan")
        self.plant(SIZE // 2, SIZE // 2)

    def plant(self, row: int, column: int) -> bool:
        """Plant a cell; False where one lives already."""
        planted = self.cells.plant(row, column)
        if planted:
            self._did("plant", row, column)
            self._look()
        return planted

    def erase(self, x: float, y: float, radius: float) -> int:
        """Empty a disc; how many living cells were in it."""
        return self._damage("erase", round(float(x), 1), round(float(y), 1), radius)

    def cut(self) -> tuple[str, int]:
        """Cut a half away, each time another one; which, and how many cells lived in it."""
        side = TURN[self._turns % len(TURN)]
        self._turns += 1
        return side, self._damage("cut", side)

    def step(self) -> None:
        """Make one step."""
        self.cells.step()
        if self.cells.steps % self._every == 0:
            self._look()

    @property
    def touched(self) -> bool:
        """Whether anything has happened since the first seed was planted."""
        return self.cells.steps > 0 or len(self.acts) > 1

    @property
    def error(self) -> float:
        """The error as it stands."""
        return self.cells.error()

    def channels(self) -> np.ndarray:
        """The hidden channels where anything lives, shape (height, width, n_hidden channels).

        All of them are of one square that holds every living cell and grows in leaps, so that
        their pictures do not tremble.
        """
        state = self.cells.state
        lives = np.argwhere(state[..., 3] > 0)
        middle = SIZE // 2
        reach = int(np.abs(lives - middle + 0.5).max() + 1) if len(lives) else 1
        reach = min(middle, LEAP * -(-reach // LEAP))
        return state[middle - reach : middle + reach, middle - reach : middle + reach, 4:]

    @property
    def nothing(self) -> float:
        """The error of an empty grid."""
        return self.cells.nothing

    def code(self, weights: str | Path | None) -> str:
        """The lines of Python that grow the same picture."""
        source = "" if weights is None else repr(str(weights))
        lines = [
            "from course.art.automaton.growing import Growing, portrait",
            "from course.art.automaton.rule import load",
            "",
            f"cells = Growing(load({source}), size={SIZE}, seed={self.cells.seed})",
            "acts = [  # at which step, and what",
            *(f"    {act!r}," for act in self.acts),
            "]",
            "for step, act, *where in acts:",
            "    cells.step(step - cells.steps)",
            "    getattr(cells, act)(*where)",
            f"cells.step({self.cells.steps} - cells.steps)",
            "picture = portrait(cells.state)",
            'print(cells.living, "living cells, error", round(cells.error(), 4))',
        ]
        return "\n".join(lines)

    def _damage(self, name: str, *where: object) -> int:
        before, held = self.error, np.count_nonzero(self.cells.state)
        count = getattr(self.cells, name)(*where)
        if np.count_nonzero(self.cells.state) < held:  # even if nothing lived there yet
            self._did(name, *where)
        if count:
            steps = self.cells.steps
            if not self.hurt or self.hurt[-1] != steps:
                self.hurt.append(steps)
                self.before = before
            self._look()
            self.worst = self.error
        return count

    def _did(self, name: str, *where: object) -> None:
        self.acts.append((self.cells.steps, name, *where))

    def _look(self) -> None:
        """Keep the error; a long run keeps fewer of them."""
        self.errors.append((self.cells.steps, self.error))
        if len(self.errors) > MOST_KEPT:
            self.errors, self._every = self.errors[::2], 2 * self._every
