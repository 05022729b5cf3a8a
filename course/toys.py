"""Two-class rules on the square [-1, 1] x [-1, 1], and points drawn from them.

The first six are those of "Simple models for deep learning testing" (2016), in rising
difficulty; three more follow.  The registry is open: `register` adds a rule of your own, and
everything that knows a rule by its name (the playground, `make_dataset`) can use it at once.
"""
from collections.abc import Callable
from dataclasses import dataclass
from math import pi

import numpy as np

from course.checks import check_integer, check_number, check_points, shown
from course.records import Dataset
from course.seeding import generator
from course.shapes import (
    checkerboard,
    circle,
    cosine,
    linear,
    moon_places,
    moons,
    positive,
    ring,
    rose,
    spiral,
)

MAX_POINTS = 10_000_000


class RuleError(ValueError):
    """A rule raised, or did not return one True or False for each point."""


@dataclass(frozen=True)
class Rule:
    """A rule that decides which points of the square are inside.

    Attributes
    ----------
    name : str
    decide : callable
        Points, float array of shape (n_points, 2) -> bool array of shape (n_points,).
    inside, outside : str
        What to call the two classes: "in the ring", "outside".
    description : str
        The rule as a formula or a sentence.
    share : float or None
        Exact share of the points that are inside, where a closed form is known.
    place : callable or None
        Where points lie: uniform numbers in [0, 1), shape (n_points, 2) -> points of that
        shape.  None spreads them evenly over the square.
    """

    name: str
    decide: Callable[[np.ndarray], np.ndarray]
    inside: str = "inside"
    outside: str = "outside"
    description: str = ""
    share: float | None = None
    place: Callable[[np.ndarray], np.ndarray] | None = None


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("positive", positive, "right of 0", "left of 0", "x > 0", 1 / 2),
        Rule("linear", linear, "above the line", "below", "y > x", 1 / 2),
        Rule("circle", circle, "in the circle", "outside", "radius < 0.8", pi * 0.64 / 4),
        Rule("ring", ring, "in the ring", "outside", "0.4 <= radius < 0.8", pi * 0.48 / 4),
        Rule("cosine", cosine, "above the wave", "below", "y > cos(2 pi x)", 1 / 2),
        Rule("rose", rose, "in the rose", "outside", "radius < cos(5 angle)", pi / 16),
    )
}
BUILT_IN = tuple(RULES)
_SPIRAL = "sin(angle - 2.5 pi radius) > 0"
RULES |= {
    rule.name: rule
    for rule in (
        Rule("spiral", spiral, "on the one arm", "on the other", _SPIRAL, 1 / 2),
        Rule("moons", moons, "lower moon", "upper moon", "two half moons", 1 / 2, moon_places),
        Rule("checkerboard", checkerboard, "on one colour", "other", "4 x 4 cells", 1 / 2),
    )
}
PROVIDED = tuple(RULES)


def find(rule: str | Rule) -> Rule:
    """The rule of that name; a Rule comes back as itself.

    Raises
    ------
    ValueError
        If no rule has that name; the message lists those that exist.
    """
    if isinstance(rule, Rule):
        return rule
    if not isinstance(rule, str) or rule not in RULES:
        raise ValueError(f"rule must be one of {', '.join(RULES)}; got {shown(rule)}")
    return RULES[rule]


def decide_checked(rule: str | Rule, points: np.ndarray) -> np.ndarray:
    """What a rule says of points, having checked what it returned.

    Parameters
    ----------
    rule : str or Rule
    points : array, shape (n_points, 2)

    Returns
    -------
    bool array, shape (n_points,)

    Raises
    ------
    RuleError
        If the rule raises, or returns anything but one True or False for each point.
    """
    rule, points = find(rule), check_points("points", points)
    try:
        answer = rule.decide(points.copy())  # a copy: a rule may write into its argument
        decided = np.asarray(answer)
    except Exception as error:  # noqa: BLE001  a student's code may raise anything
        raise RuleError(
            f"the rule {rule.name!r} stopped with {type(error).__name__}: {shown(str(error), 120)}"
        ) from error
    expected = f"the rule {rule.name!r} must return one True or False for each of the points"
    if decided.shape != (len(points),):
        raise RuleError(f"{expected}: shape ({len(points)},), but it returned {_what(answer)}")
    if decided.dtype == bool:
        return decided
    if decided.dtype.kind not in "iuf" or not np.isin(decided, (0, 1)).all():
        raise RuleError(f"{expected}, but it returned {_what(answer)}")
    return decided.astype(bool)


def _what(answer: object) -> str:
    """What came back from a rule, in a few words."""
    if isinstance(answer, np.ndarray):
        return f"an array of shape {answer.shape} and type {answer.dtype}"
    return f"{shown(answer, 40)} ({type(answer).__name__})"


def register(
    name: str,
    decide: Callable[[np.ndarray], np.ndarray],
    inside: str = "inside",
    outside: str = "outside",
    description: str = "",
    place: Callable[[np.ndarray], np.ndarray] | None = None,
) -> Rule:
    """Add a rule of your own, or replace one that you added before.

    The rule is tried on a small grid first, so that a mistake shows here and not later.

    Parameters
    ----------
    name, decide, inside, outside, description, place
        As in `Rule`; the name has 1 to 40 characters.

    Raises
    ------
    TypeError
        If `decide` is not a function.
    ValueError
        If the name is empty, longer than 40 characters, or that of a rule of the course.
    RuleError
        If the rule, or `place`, raises or returns the wrong thing.
    """
    if not isinstance(name, str) or not name.strip() or len(name) > 40:
        raise ValueError(f"name must be 1 to 40 characters, got {shown(name)}")
    if name in PROVIDED:
        raise ValueError(f"name {name!r} is taken by a built-in rule; choose another")
    if not callable(decide):
        raise TypeError(f"decide must be a function of points, got {shown(decide)}")
    rule = Rule(name, decide, inside, outside, description or name, None, place)
    decide_checked(rule, square_grid(20))
    _placed(rule, generator(0, "a trial").random((20, 2)))
    RULES[name] = rule
    return rule


def square_grid(side: int) -> np.ndarray:
    """Midpoints of side x side cells of the square, top row first; shape (side**2, 2)."""
    across = (np.arange(check_integer("side", side, 1, 2000)) + 0.5) / side * 2 - 1
    x, y = np.meshgrid(across, across[::-1])
    return np.stack([x.ravel(), y.ravel()], axis=-1)


def sample(
    rule: str | Rule, n_points: int, rng: np.random.Generator, noise: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Points uniform in the square, or where the rule places them, and what it says of them.

    Parameters
    ----------
    rule : str or Rule
    n_points : int
        In [1, 10 million].
    rng : numpy Generator
    noise : float
        In [0, 2].  The rule sees each point displaced by N(0, noise) in both directions,
        as a bad instrument would: near the border classes mix, far from it they do not.

    Returns
    -------
    x : float32 array, shape (n_points, 2)
    y : bool array, shape (n_points,)
    """
    n_points = check_integer("n_points", n_points, 1, MAX_POINTS)
    noise = check_number("noise", noise, 0, 2)
    # Four numbers a point, needed or not: a point stays where it is, and its error the
    # same, when the noise changes or more points follow.
    u = rng.random((n_points, 4))
    x = _placed(find(rule), u[:, :2]).astype(np.float32)
    return x, decide_checked(rule, x + noise * _box_muller(u[:, 2:]) if noise else x)


def _placed(rule: Rule, u: np.ndarray) -> np.ndarray:
    """Where these uniform numbers put points; both (n, 2)."""
    if rule.place is None:
        return 2 * u - 1
    try:
        points = check_points("what place returns", rule.place(u.copy()))
        if len(points) != len(u):
            raise ValueError(f"{len(u)} points were asked for, {len(points)} came")
    except Exception as error:  # noqa: BLE001  a student's code may raise anything
        raise RuleError(
            f"the places of the rule {rule.name!r} cannot be used: {str(error)[:200]}"
        ) from error
    return points


def _box_muller(u: np.ndarray) -> np.ndarray:
    """Two independent N(0, 1) from two uniform numbers in [0, 1) (Box and Muller 1958)."""
    radius, angle = np.sqrt(-2 * np.log1p(-u[:, 0])), 2 * pi * u[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def make_dataset(
    rule: str | Rule,
    n_train: int = 700,
    n_test: int = 1000,
    noise: float = 0.0,
    seed: int = 0,
) -> Dataset:
    """Points to learn from and points held out, from independent streams of one seed.

    The first points of a larger dataset are those of a smaller one, so a slider that
    adds points does not move the ones that are there.

    Raises
    ------
    TypeError, ValueError
        If a number is out of range, the rule unknown, or the rule returns the wrong thing.
    """
    check_integer("n_train", n_train, 1, MAX_POINTS)
    check_integer("n_test", n_test, 1, MAX_POINTS)
    parts = []
    for stream, n_points in (("training points", n_train), ("test points", n_test)):
        parts += sample(rule, n_points, generator(seed, stream), noise)
    return Dataset(find(rule).name, *parts, noise=noise, seed=seed)


def base_rate(rule: str | Rule, noise: float = 0.0) -> float:
    """Accuracy that is free: that of always giving the commoner answer; in [0.5, 1].

    Exact for the built-in rules without noise; otherwise counted on 90,000 points.
    """
    rule, noise = find(rule), check_number("noise", noise, 0, 2)
    if rule.share is not None and noise == 0:
        share = rule.share
    else:
        points = square_grid(300)
        if rule.place is not None:
            points = _placed(rule, generator(0, "base rate, places").random(points.shape))
        error = generator(0, "base rate").standard_normal(points.shape)
        share = decide_checked(rule, points + noise * error).mean()
    return float(max(share, 1 - share))
