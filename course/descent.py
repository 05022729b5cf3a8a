"""Ways down a landscape: gradient descent, with momentum or a point at a time, and Newton's.

Each is a generator of places, so that a lesson can draw a step at a time.
"""
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from course.by_hand import momentum_step
from course.checks import check_choice, check_integer, check_number, check_points
from course.landscape import Landscape, find
from course.seeding import generator

FLAT = 1e-3  # length of a gradient, and of a step, below which a descent has come to rest
CLOSE = 1e-6  # distance from the minimum at which a walker of the valley has arrived
FATES = ("straight", "zigzag", "creeps", "left")
WATCHED = 10  # steps by which a path is judged to zigzag


@dataclass(frozen=True)
class Place:
    """Where a descent stands.

    Attributes
    ----------
    index : int
        Steps made.
    w : float array, shape (2,)
    loss : float
    gradient : float array, shape (2,)
        Of the whole loss, even if the step looked at one point.
    moved : float
        Length of the step that led here; 0 at the start.
    lifted : float
        What a step of `newton` added to the Hessian's diagonal to come here, or 0.
    """

    index: int
    w: np.ndarray
    loss: float
    gradient: np.ndarray
    moved: float = 0.0
    lifted: float = 0.0

    @property
    def slope(self) -> float:
        """Length of the gradient."""
        return float(np.hypot(*self.gradient))

    @property
    def at_rest(self) -> bool:
        """Whether gradient and step are too short to go on."""
        return self.slope < FLAT and self.moved < FLAT


def _place(
    landscape: Landscape, index: int, w: np.ndarray, before: np.ndarray, lifted: float = 0.0
) -> Place:
    moved = float(np.hypot(*(w - before)))
    return Place(index, w, float(landscape.loss(w)), landscape.gradient(w), moved, lifted)


def descend(
    landscape: Landscape,
    start: Sequence[float],
    rate: float,
    momentum: float = 0.0,
    points: str = "all",
    seed: int = 0,
) -> Iterator[Place]:
    """Gradient descent from a start, a place at a time.

    Formula: v' = momentum v + gradient, w' = w - rate v'.  It ends once it has gone further
    outside the picture than the picture is wide, and otherwise never.

    Parameters
    ----------
    landscape : Landscape
    start : pair of float
        The two weights to begin with: the first place.
    rate, momentum : float
        Learning rate in (0, 100], and the share of the velocity that a step keeps, in [0, 1).
    points : {"all", "one"}
        Whether a step looks at all points or at one of them, in an order drawn anew for each
        pass.
    seed : int
        Decides those orders.

    Raises
    ------
    TypeError, ValueError
        At the first place, if a value is not as above; the message names it.
    """
    w = check_points("start", [start])[0]
    check_number("rate", rate, 0, 100, open_low=True)
    check_number("momentum", momentum, 0, 0.999)
    if check_choice("points", points, ("all", "one")) == "one" and not landscape.points:
        raise ValueError(f"points must be all, as the {landscape.words} has none; got 'one'")
    rng, order = generator(seed, "order of the points"), np.zeros(0, int)
    velocity, before, index = np.zeros(2), w, 0
    while True:
        yield _place(landscape, index, w, before)
        if landscape.beyond(w):
            return
        if points == "all":
            slopes = landscape.gradient(w)
        else:
            if not len(order):
                order = rng.permutation(landscape.points)
            slopes, order = landscape.gradient(w, order[:1]), order[1:]
        before, index = w, index + 1
        w, velocity = momentum_step(w, velocity, slopes, rate, momentum)


def newton(landscape: Landscape, start: Sequence[float]) -> Iterator[Place]:
    """Newton's method from a start, a place at a time, with derivatives by autograd.

    Formula: w' = w - H^-1 g: to the bottom of the bowl that has the slope g and the
    curvatures H of this place.  Where H is no bowl, its least eigenvalue being 0 or less, the
    diagonal is lifted until that eigenvalue is 1.  It ends far outside the picture, at a
    hundred times its width, and otherwise never.

    Parameters
    ----------
    landscape : Landscape
        One of `course.landscape.VALLEYS`: a formula of operators alone.
    start : pair of float

    Raises
    ------
    TypeError, ValueError
        At the first place, if the start is no pair of finite numbers.
    """
    from autograd import grad, hessian

    slope, curvature = grad(landscape.loss), hessian(landscape.loss)
    w = check_points("start", [start])[0]
    width = landscape.bounds[1] - landscape.bounds[0]
    before, index, lift = w, 0, 0.0
    while True:
        yield _place(landscape, index, w, before, lift)
        if np.abs(w).max() > 100 * width:
            return
        H = curvature(w)
        least = np.linalg.eigvalsh(H)[0]
        lift = float(1 - least) if least <= 0 else 0.0
        before, index = w, index + 1
        w = w - np.linalg.solve(H + lift * np.eye(2), slope(w))


# ---- several descents, as a computation -------------------------------------------------


@dataclass(frozen=True)
class Paths:
    """Where several descents of one landscape went.

    Attributes
    ----------
    surface : str
        Name of the landscape.
    paths : dict of str to float array, shape (steps + 1, 2)
        By label; the first place is the start.
    fates : dict of str to str
        By label, one of `FATES`.
    """

    surface: str
    paths: dict[str, np.ndarray]
    fates: dict[str, str]

    def steps(self, label: str) -> int:
        """How many steps the path of that label has."""
        return len(self.paths[label]) - 1


def fate(landscape: Landscape, path: np.ndarray, rested: bool) -> str:
    """What became of a path: one of `FATES`.

    It has "left", if its last place lies far outside the picture; it "creeps", if it has not
    come to rest.  Otherwise it is a "zigzag", if most of its first ten steps turn back on the
    step before, and else "straight".

    Parameters
    ----------
    path : float array, shape (steps + 1, 2)
    rested : bool
        Whether the descent came to rest at its last place.
    """
    if landscape.beyond(path[-1]):
        return "left"
    if not rested:
        return "creeps"
    moves = np.diff(path, axis=0)[: WATCHED + 1]
    back = (moves[1:] * moves[:-1]).sum(axis=1) < 0
    return "zigzag" if len(back) and back.mean() > 0.5 else "straight"


@dataclass(frozen=True)
class Descents:
    """Gradient descent from one start, with several settings.

    Attributes
    ----------
    rows : dict of str to (float, float)
        Label -> learning rate and momentum.
    surface : str
        Name of a landscape.
    start : pair of float, or None
        The landscape's own by default.
    limit : int
        Steps after which a descent that has not come to rest is given up, in [1, 10000].

    Raises
    ------
    TypeError, ValueError
        On creation, if a value is not as above.
    """

    rows: dict[str, tuple[float, float]]
    surface: str = "valley"
    start: tuple[float, float] | None = None
    limit: int = 1000

    def __post_init__(self) -> None:
        check_integer("limit", self.limit, 1, 10_000)
        object.__setattr__(self, "start", self.start or find(self.surface).start)
        for rate, momentum in self.rows.values():
            next(descend(find(self.surface), self.start, rate, momentum))

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return len(self.rows)

    def pieces(self) -> Generator[str, None, Paths]:
        """Descend, a row at each yield; the paths are returned."""
        landscape = find(self.surface)
        paths: dict[str, np.ndarray] = {}
        fates: dict[str, str] = {}
        for label, (rate, momentum) in self.rows.items():
            places = walk(landscape, self.start, rate, momentum, self.limit)
            paths[label] = np.array([place.w for place in places])
            fates[label] = fate(landscape, paths[label], places[-1].at_rest)
            yield label
        return Paths(self.surface, paths, fates)

    def code(self) -> str:
        """Lines of Python that descend again; they end with what became of each path."""
        return "\n".join([
            "from course.descent import Descents",
            "from course.trials import exhaust",
            "",
            "rows = {",
            *(f"    {label!r}: {values}," for label, values in self.rows.items()),
            "}",
            f"descents = Descents(rows, {self.surface!r}, {self.start!r}, {self.limit})",
            "result = exhaust(descents.pieces())",
            "result.fates",
        ])  # fmt: skip


def walk(
    landscape: Landscape, start: Sequence[float], rate: float, momentum: float, limit: int
) -> list[Place]:
    """The places of a descent up to where it rests, has left, or has made `limit` steps."""
    places = []
    for place in islice(descend(landscape, start, rate, momentum), limit + 1):
        places.append(place)
        if place.at_rest:
            break
    return places
