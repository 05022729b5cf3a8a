"""A rule painted by hand: dabs of two classes in the square, and the rule that they mean.

The class of any point is that of the nearest dab.  Points lie under the dabs alone, as dense
as they are painted: what nobody has painted is not asked about.
"""
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import pi
from typing import NamedTuple

import numpy as np

from course.checks import check_number, check_points, shown
from course.toys import Rule, register, square_grid

PITCH, EDGE = 0.05, 0.9  # centres of dabs are multiples of the one, up to the other
SIDE = round(2 * EDGE / PITCH) + 1  # places for a dab along a side: 37
RADIUS = 0.08  # of a dab, in units of the square, [-1, 1]
MOST = 260  # dabs: scribbled about, they cover nearly all of the square
CELLS = 64  # along a side of the table of what is clear
BLOCK = 512  # points whose distances are computed at once: they fit in the cache
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SKIP = 31  # places that one letter of a text can pass over
LONGEST_TEXT = MOST + (SIDE * SIDE - MOST) // SKIP
EXPECTED = "painting must be text as course.painting.to_text writes it"


class Dab(NamedTuple):
    """A round dab of radius 0.08: its centre, and whether it is of the class inside."""

    x: float
    y: float
    inside: bool


@dataclass(frozen=True)
class Painting:
    """Dabs of two classes.

    Parameters
    ----------
    dabs : iterable of Dab, or of (x, y, inside)
        At most 260, with centres in [-1, 1].  A centre is moved to the nearest of 37 x 37
        places, 0.05 apart, from -0.9 to 0.9; of two dabs on one place the later counts.

    Attributes
    ----------
    dabs : tuple of Dab
        In the order of their places: row by row from the bottom, each from the left.

    Raises
    ------
    TypeError, ValueError
        If there are too many, or one is not two numbers in the square and True or False.
    """

    dabs: tuple[Dab, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "dabs", _in_order(_placed(self.dabs)))

    @property
    def counts(self) -> tuple[int, int]:
        """How many dabs there are inside, and outside."""
        inside = sum(dab.inside for dab in self.dabs)
        return inside, len(self.dabs) - inside

    @property
    def ready(self) -> bool:
        """Whether it is a rule: both classes are painted."""
        return min(self.counts) > 0

    @property
    def words(self) -> str:
        """What is painted: "12 dabs inside, 9 outside"."""
        inside, outside = self.counts
        dabs = "1 dab" if inside == 1 else f"{inside or 'no'} dabs"
        return f"{dabs} inside, {outside or 'none'} outside"

    # ---- painting ----------------------------------------------------------------------

    def painted(self, points: object, inside: bool) -> "Painting":
        """This painting after a stroke.

        A dab takes away those of the other class around it, that is on its own place and on
        the eight next to it: what is painted later lies on top.  Where one of its own class
        is around, there is paint already and none is added, so that going over a place again
        does not make it count more.

        Parameters
        ----------
        points : array, shape (n_points, 2)
            Places of the brush, in order, in the square.
        inside : bool
            The class of the stroke.

        Returns
        -------
        Painting
            With at most 260 dabs: what is beyond them is left out.
        """
        held = self._held
        for place in _places(points):
            around = [near for near in _around(place) if near in held]
            for near in around:
                if held[near] != inside:
                    del held[near]
            if len(held) < MOST and not any(near in held for near in around):
                held[place] = bool(inside)
        return Painting(_in_order(held))

    def erased(self, points: object) -> "Painting":
        """This painting without the dabs around these places of the eraser, shape (n, 2)."""
        held = self._held
        for place in _places(points):
            for near in _around(place):
                held.pop(near, None)
        return Painting(_in_order(held))

    @property
    def _held(self) -> dict[tuple[int, int], bool]:
        return {_place(dab.x, dab.y): dab.inside for dab in self.dabs}

    # ---- as a rule ---------------------------------------------------------------------

    def rule(self, name: str = "painted") -> Rule:
        """This painting as a rule, registered under that name; one registered before gives way.

        Raises
        ------
        ValueError
            If not both classes are painted, or the name is that of a rule of the course.
        """
        if not self.ready:
            raise ValueError(f"a painting must have dabs of both classes, got {self.words}")
        return register(name, self.decide, description=self.words, place=self.place)

    def decide(self, points: np.ndarray) -> np.ndarray:
        """Which points are inside: those that a dab of that class is nearest to.

        Parameters
        ----------
        points : array, shape (n_points, 2)
            They may lie anywhere, also beyond the square.

        Returns
        -------
        bool array, shape (n_points,)
            A point as near to one class as to the other is outside.
        """
        points = check_points("points", points)
        cells = np.clip((points + 1) * (CELLS / 2), -1, CELLS)  # -1 and 64 are beyond the square
        column, row = np.floor(cells).astype(int).T
        known = (column >= 0) & (column < CELLS) & (row >= 0) & (row < CELLS)
        side = np.zeros(len(points), np.int8)
        side[known] = self._clear[CELLS - 1 - row[known], column[known]]
        answer, near = side > 0, side == 0
        inside, outside = self._squares(points[near])
        answer[near] = inside < outside
        return answer

    def place(self, u: np.ndarray) -> np.ndarray:
        """Points spread evenly under the dabs, from uniform numbers in [0, 1); both (n, 2).

        The first number of each says which dab, and in which direction from its centre; the
        second, how far.
        """
        which = u[:, 0] * len(self.dabs)
        index = np.minimum(which.astype(int), len(self.dabs) - 1)
        radius, angle = RADIUS * np.sqrt(u[:, 1]), 2 * pi * (which - index)
        return self._centres[index] + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)

    @cached_property
    def _centres(self) -> np.ndarray:
        return np.array([dab[:2] for dab in self.dabs])

    def _squares(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Squared distance from each point to the nearest dab inside, and outside."""
        ours = np.array([dab.inside for dab in self.dabs])
        inside, outside = (_nearest(points, self._centres[chosen]) for chosen in (ours, ~ours))
        return inside, outside

    @cached_property
    def _clear(self) -> np.ndarray:
        """1 and -1 for cells of the square that lie wholly inside and outside, 0 for others.

        Across a cell no distance changes by more than half its diagonal from the middle.
        """
        inside, outside = (np.sqrt(square) for square in self._squares(square_grid(CELLS)))
        lead = (outside - inside).reshape(CELLS, CELLS)
        margin = 2 * np.sqrt(2) / CELLS + 1e-6
        return np.where(np.abs(lead) > margin, np.sign(lead), 0).astype(np.int8)


def _nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distance from each point to the nearest centre; shape (n_points,)."""
    found, square = np.empty(len(points)), (centres**2).sum(axis=1)[:, None]
    for start in range(0, len(points), BLOCK):
        part = slice(start, start + BLOCK)
        found[part] = (square - 2 * (centres @ points[part].T)).min(axis=0)
    return np.maximum(found + (points**2).sum(axis=1), 0)


def _place(x: float, y: float) -> tuple[int, int]:
    """Row and column of the place nearest to a point of the square."""
    column, row = (round(min(max(value, -EDGE), EDGE) / PITCH) + SIDE // 2 for value in (x, y))
    return row, column


def _places(points: object) -> list[tuple[int, int]]:
    points = check_points("points", points)
    if np.abs(points).max() > 1:
        raise ValueError(f"points must lie in [-1, 1] x [-1, 1], got {np.abs(points).max():g}")
    return [_place(x, y) for x, y in points.tolist()]


def _around(place: tuple[int, int]) -> list[tuple[int, int]]:
    row, column = place
    return [(row + up, column + across) for up in (-1, 0, 1) for across in (-1, 0, 1)]


def _placed(dabs: Iterable) -> dict[tuple[int, int], bool]:
    """Place -> class of these dabs, having checked them."""
    try:
        listed = [tuple(dab) for dab in dabs]
    except TypeError:
        raise TypeError(f"dabs must be a list of (x, y, inside), got {shown(dabs)}") from None
    if len(listed) > MOST:
        raise ValueError(f"dabs must be at most {MOST}, got {len(listed)}")
    held = {}
    for i, dab in enumerate(listed):
        if len(dab) != 3 or not isinstance(dab[2], bool | np.bool_):
            raise TypeError(f"dab {i} must be x, y, and True if inside, got {shown(dab)}")
        x, y = (check_number(f"dab {i}'s {n}", v, -1, 1) for n, v in zip("xy", dab, strict=False))
        held[_place(x, y)] = bool(dab[2])
    return held


def _in_order(held: dict[tuple[int, int], bool]) -> tuple[Dab, ...]:
    def along(index: int) -> float:
        return round((index - SIDE // 2) * PITCH, 2)

    return tuple(Dab(along(column), along(row), held[row, column]) for row, column in sorted(held))


# ---- as text -------------------------------------------------------------------------------


def to_text(painting: Painting) -> str:
    """A painting as text for a link: letters, digits, - and _; at most 295 characters.

    A letter for each dab: its class, and how many places without one lie before it.
    """
    letters, free = [], 0  # the first place that no letter has told of yet
    for dab in painting.dabs:
        row, column = _place(dab.x, dab.y)
        skips, gap = divmod(row * SIDE + column - free, SKIP)
        letters += [LETTERS[SKIP]] * skips + [LETTERS[gap + (SKIP + 1) * dab.inside]]
        free = row * SIDE + column + 1
    return "".join(letters)


def from_text(text: str) -> Painting:
    """The painting that `to_text` wrote; nothing in the text is ever evaluated.

    Raises
    ------
    ValueError
        If it is not such a text.
    """
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise ValueError(f"{EXPECTED}, in letters, digits, - and _; got {shown(text)}")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{EXPECTED}, at most {LONGEST_TEXT} characters; got {len(text)}")
    held, place = {}, -1
    for letter in text:
        inside, gap = divmod(LETTERS.index(letter), SKIP + 1)
        place += gap + (letter != LETTERS[SKIP])
        if letter != LETTERS[SKIP]:
            held[divmod(place, SIDE)] = bool(inside)
    # Every painting has one text, so what is not that text was not written by `to_text`.
    if place < SIDE * SIDE and len(held) <= MOST:
        found = Painting(_in_order(held))
        if to_text(found) == text:
            return found
    raise ValueError(f"{EXPECTED}, complete; got {shown(text)}")
