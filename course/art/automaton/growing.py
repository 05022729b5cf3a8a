"""The automaton as it runs live: a grid that is planted, cut and watched, in numpy.

Only living cells and their neighbours are computed: a step costs what lives, not what the grid
holds.
"""

import numpy as np

from course.art.automaton.picture import GRID, ROOM, target
from course.art.automaton.rule import ALIVE, FIRE, Rule
from course.checks import check_choice, check_integer, check_number
from course.seeding import generator

SIDES = {"right": 0.0, "bottom": 90.0, "left": 180.0, "top": 270.0}  # degrees, clockwise


class RunawayError(ArithmeticError):
    """A cell's numbers left what a computer can hold: the rule does not keep them in bounds."""


class Growing:
    """A square grid of cells that all follow one rule.

    Parameters
    ----------
    rule : Rule
    size : int
        Cells along a side, in [8, 512].
    seed : int
        Of the random choice, in every step, which half of the cells updates.

    Attributes
    ----------
    steps : int
        Made so far.
    seed : int
    planted : list of (int, int)
        Row and column of every cell that was planted.
    """

    def __init__(self, rule: Rule, size: int = 96, seed: int = 0):
        self.size = check_integer("size", size, 8, 512)
        self.rule, self.seed = rule, seed
        self._rng = generator(seed, "automaton", "growing")
        self._grid = np.zeros((size + 2, size + 2, rule.channels), np.float32)  # a border of dead
        self.steps = 0
        self.planted: list[tuple[int, int]] = []
        self._wanted = np.zeros((size, size, 4), np.float32)
        self._asked = np.zeros((size, size), bool)

    @property
    def state(self) -> np.ndarray:
        """A view of all cells, (size, size, n_channels): red, green, blue, opacity, hidden."""
        return self._grid[1:-1, 1:-1]

    @property
    def living(self) -> int:
        """How many cells live: those whose opacity is above 0.1."""
        return int(np.count_nonzero(self.state[..., 3] > ALIVE))

    def plant(self, row: int, column: int) -> bool:
        """Put one living cell into the grid; False, and nothing, where a cell lives already."""
        row = check_integer("row", row, 0, self.size - 1)
        column = check_integer("column", column, 0, self.size - 1)
        if self.state[row, column, 3] > ALIVE:
            return False
        self.state[row, column] = 0
        self.state[row, column, 3:] = 1
        self.planted.append((row, column))
        self._ask(row, column)
        return True

    def erase(self, x: float, y: float, radius: float) -> int:
        """Empty a disc; how many living cells were in it.

        Parameters
        ----------
        x, y : float
            The disc's middle in cells from the left and from the top; (0.5, 0.5) is the middle
            of the first cell.
        radius : float
            In cells, in (0, size].
        """
        radius = check_number("radius", radius, 0, self.size, open_low=True)
        ticks = np.arange(self.size) + 0.5
        return self._empty(np.hypot(ticks - x, ticks[:, None] - y) < radius)

    def cut(self, towards: str | float = "right") -> int:
        """Empty one half of every flower, along a line through its middle; how many cells.

        Parameters
        ----------
        towards : {"right", "bottom", "left", "top"} or float
            Which half goes; or its direction in degrees, clockwise from the right.

        Raises
        ------
        ValueError
            If it is neither.
        """
        if isinstance(towards, str):
            towards = SIDES[check_choice("towards", towards, SIDES)]
        angle = np.deg2rad(check_number("towards", towards, -360, 360))
        ticks = np.arange(self.size) + 0.5
        gone = np.zeros((self.size, self.size), bool)
        for row, column in self.planted:
            rows, columns, _, _ = self._square(row, column)
            right, down = ticks[columns] - column, (ticks[rows] - row)[:, None]
            gone[rows, columns] |= right * np.cos(angle) + down * np.sin(angle) > 1e-9
        return self._empty(gone)

    def step(self, steps: int = 1) -> None:
        """Let a random half of the living cells and their neighbours update, `steps` times.

        Raises
        ------
        RunawayError
            If a number is no longer finite; the grid stays as it was before that step.
        """
        flat, n = self._grid.reshape(-1, self.rule.channels), self.size + 2
        for _ in range(steps):
            before = self._grows()
            fires = self._rng.random(before.shape, np.float32) < FIRE
            rows, columns = np.nonzero(before & fires)
            where = (rows + 1) * n + columns + 1
            change = self._change(flat, where)
            if not np.isfinite(change).all():
                raise RunawayError(f"a cell's numbers left all bounds at step {self.steps + 1}")
            flat[where] += change
            self.state[...] *= (before & self._grows())[..., None]
            self.steps += 1

    def _change(self, flat: np.ndarray, where: np.ndarray) -> np.ndarray:
        """What the rule adds to the cells at `where`, shape (n_cells, n_channels)."""
        n = self.size + 2
        up, down = flat[where - n], flat[where + n]
        left, right = flat[where - 1], flat[where + 1]
        falling = flat[where + n + 1] - flat[where - n - 1]  # lower right less upper left
        rising = flat[where - n + 1] - flat[where + n - 1]  # upper right less lower left
        across = (falling + rising + 2 * (right - left)) / 8
        downwards = (falling - rising + 2 * (down - up)) / 8
        seen = np.concatenate([flat[where], across, downwards], axis=1)
        with np.errstate(over="ignore", invalid="ignore"):  # `step` looks at what came
            hidden = np.maximum(seen @ self.rule.W1 + self.rule.b1, 0)
            return hidden @ self.rule.W2

    def error(self) -> float:
        """How far the flowers are from the picture they should be: 0 is perfect.

        Mean squared difference of colour and opacity over the squares around what was planted;
        nan if nothing was.
        """
        there = self.state[..., :4][self._asked]
        return float(np.square(there - self._wanted[self._asked]).mean()) if there.size else np.nan

    @property
    def nothing(self) -> float:
        """The error of the same grid if it were empty; nan if nothing was planted."""
        wanted = self._wanted[self._asked]
        return float(np.square(wanted).mean()) if wanted.size else np.nan

    def _ask(self, row: int, column: int) -> None:
        """From now on a flower shall be here; where two overlap, the more opaque one counts."""
        rows, columns, inner_rows, inner_columns = self._square(row, column)
        flower, here = _TARGET[inner_rows, inner_columns], self._wanted[rows, columns]
        self._wanted[rows, columns] = np.where(flower[..., 3:] > here[..., 3:], flower, here)
        self._asked[rows, columns] = True

    def _square(self, row: int, column: int) -> tuple[slice, slice, slice, slice]:
        """The square around a seed, as far as it is in the grid: there, and in the picture."""
        parts = []
        for middle in (row, column):
            first = middle - GRID // 2
            low, high = max(first, 0), min(first + GRID, self.size)
            parts.append((slice(low, high), slice(low - first, high - first)))
        (rows, inner_rows), (columns, inner_columns) = parts
        return rows, columns, inner_rows, inner_columns

    def _empty(self, gone: np.ndarray) -> int:
        count = int(np.count_nonzero(gone & (self.state[..., 3] > ALIVE)))
        self.state[gone] = 0
        return count

    def _grows(self) -> np.ndarray:
        """Which cells live or touch one that does, bool, shape (size, size): the others are 0."""
        opacity = np.ascontiguousarray(self._grid[..., 3])
        tall = np.maximum(np.maximum(opacity[:-2], opacity[1:-1]), opacity[2:])
        return np.maximum(np.maximum(tall[:, :-2], tall[:, 1:-1]), tall[:, 2:]) > ALIVE


_TARGET = target(GRID - 2 * ROOM, ROOM)


def portrait(state: np.ndarray) -> np.ndarray:
    """The colours and opacity of cells as bytes, colours multiplied by opacity.

    Parameters
    ----------
    state : array, shape (height, width, n_channels)

    Returns
    -------
    uint8 array, shape (height, width, 4)
    """
    return (np.clip(state[..., :4], 0, 1) * 255 + 0.5).astype(np.uint8)
