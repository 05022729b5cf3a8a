"""A picture made of three numbers, how far it is from a target, and the slope of that by hand.

Small enough to be moved by sliders, and to be differentiated on paper: no torch.  Three rounds:
a soft disc, which has nothing to go by once it misses its target; a flower in a colour, whose
score is a bowl; and a wave of two tones, whose score has many hollows.
"""
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from course.checks import check_choice, check_integer, check_number, shown
from course.pictures.slider_pictures import SIDE, Numbers, draw_colour, draw_disc, draw_wave
from course.seeding import generator

__all__ = [
    "SIDE", "Game", "Numbers", "Score", "covered", "descend", "game", "pulls", "score", "stepped",
]  # fmt: skip

STARTS = ("near", "far")
ROUNDS = ("disc", "colour", "wave")


@dataclass(frozen=True)
class Game:
    """One round: what three numbers make, the numbers to find, and where to begin.

    Attributes
    ----------
    name, label, words : str
        The round; what a menu calls it; what its picture is.
    formula : str
        The function of the three numbers, as a line to read.
    numbers : tuple of str
        What the numbers are called.
    low, high : tuple of float
        Where each number can go.
    target : tuple of float
        The numbers of the picture to match.
    starts : dict of str to tuple of float
        "near" and "far".
    rate : float
        A learning rate with which gradient descent arrives from near.
    draw : callable
        numbers -> (picture, slopes), float arrays of shape (SIDE, SIDE, 3), values in [0, 1],
        and (3, SIDE, SIDE, 3): the slope of every value by each number.
    """

    name: str
    label: str
    words: str
    formula: str
    numbers: tuple[str, str, str]
    low: Numbers
    high: Numbers
    target: Numbers
    starts: dict[str, Numbers]
    rate: float
    draw: Callable[[Numbers], tuple[np.ndarray, np.ndarray]]

    def clip(self, numbers: Sequence[float]) -> Numbers:
        """The numbers, each moved into its range."""
        return tuple(float(n) for n in np.clip(numbers, self.low, self.high))


@dataclass(frozen=True)
class Score:
    """How far a picture is from the target, and which way the numbers would have to go.

    Attributes
    ----------
    loss : float
        Mean over all values of all pixels of the squared difference, in [0, 1].
    gradient : float array, shape (3,)
        Its slope by each number, exactly: mean of 2 (value - target) * slope of the value.
    picture : float array, shape (SIDE, SIDE, 3)
    """

    loss: float
    gradient: np.ndarray
    picture: np.ndarray


def score(game: Game, numbers: Sequence[float]) -> Score:
    """The picture of three numbers, compared with the target's.

    Parameters
    ----------
    game : Game
    numbers : three floats
        Finite.

    Raises
    ------
    TypeError, ValueError
        If they are not three finite numbers.
    """
    picture, slopes = game.draw(checked(numbers))
    difference = picture - target_picture(game.name, game.target)
    gradient = 2 * np.einsum("hwc,khwc->k", difference, slopes) / difference.size
    return Score(float(np.mean(difference**2)), gradient, picture)


def descend(
    game: Game, numbers: Sequence[float], rate: float | None = None
) -> Iterator[tuple[Numbers, Score]]:
    """Gradient descent on the three numbers; a number stops at the end of its range.

    Parameters
    ----------
    game : Game
    numbers : three floats
        Where it begins: the first that is yielded.
    rate : float, optional
        Learning rate, in (0, 100]; the round's own by default.

    Yields
    ------
    numbers : tuple of float
    score : Score
        Of these numbers.
    """
    rate = check_number("rate", game.rate if rate is None else rate, 0, 100, open_low=True)
    at = game.clip(checked(numbers))
    while True:
        now = score(game, at)
        yield at, now
        at = stepped(game, at, now, rate)


def stepped(game: Game, numbers: Sequence[float], now: Score, rate: float) -> Numbers:
    """The numbers after one step of gradient descent: numbers - rate * gradient, clipped."""
    return game.clip(np.asarray(numbers) - rate * now.gradient)


def pulls(game: Game, numbers: Sequence[float], now: Score) -> np.ndarray:
    """How strongly the gradient pulls at each slider, and which way; shape (3,).

    Minus the slope, times the range of the slider: what the score would fall by over the whole
    of it, if the slope stayed.  0 where the slider is at the end that it is pulled against.
    """
    low, high, at = (np.asarray(one, float) for one in (game.low, game.high, numbers))
    pull = -now.gradient * (high - low)
    return np.where(((at <= low) & (pull < 0)) | ((at >= high) & (pull > 0)), 0.0, pull)


def checked(numbers: Sequence[float]) -> Numbers:
    """Three finite numbers as floats.

    Raises
    ------
    TypeError, ValueError
        If they are not.
    """
    if not isinstance(numbers, tuple | list | np.ndarray) or len(numbers) != 3:
        raise ValueError(f"numbers must be three numbers, got {shown(numbers)}")
    return tuple(check_number(f"numbers[{i}]", float(n), -1e6, 1e6) for i, n in enumerate(numbers))


def game(name: str, seed: int = 0) -> Game:
    """A round and its hidden numbers.

    Parameters
    ----------
    name : {"disc", "colour", "wave"}
    seed : int
        Decides the target and the starts, in [0, 9999].

    Raises
    ------
    TypeError, ValueError
        If there is no such round, or the seed is not in range.
    """
    check_choice("name", name, ROUNDS)
    return _made(name, check_integer("seed", seed, 0, 9999))


@cache
def _made(name: str, seed: int) -> Game:
    return {"disc": _disc, "colour": _colour, "wave": _wave}[name](
        generator(seed, "three sliders", name)
    )


@lru_cache(maxsize=8)
def target_picture(name: str, numbers: Numbers) -> np.ndarray:
    """The picture of a round's hidden numbers, float (SIDE, SIDE, 3)."""
    return game(name).draw(numbers)[0]


def covered(game: Game, numbers: Numbers) -> float:
    """The share of the target's shape that the picture's shape covers, in [0, 1].

    Both shapes are where a picture is nearer to its figure than to its ground.
    """
    mine, other = (_figure(game, at) for at in (numbers, game.target))
    return float((mine & other).sum() / max(1, other.sum()))


def _figure(game: Game, numbers: Numbers) -> np.ndarray:
    picture = game.draw(numbers)[0]
    far = np.abs(picture - picture[0, 0]).sum(-1)
    return far > 0.5 * far.max()


# ---- the rounds -------------------------------------------------------------------------


def _disc(rng: np.random.Generator) -> Game:
    side = rng.choice([-1.0, 1.0], 2)
    x, y = side * rng.uniform(0.3, 0.42, 2)
    radius, way = rng.uniform(0.44, 0.6), rng.uniform(0, 2 * np.pi)
    near = (x - side[0] * 0.5, y - side[1] * 0.5 * np.sin(way) ** 2, radius - 0.2)
    return _game(
        "disc", "disc: x, y, radius", "A disc with a soft edge.",
        "pixel = ink where the distance from (x, y) is below radius",
        ("x", "y", "radius"), (-1, -1, 0.05), (1, 1, 0.8), (x, y, radius),
        near, (-side[0] * 0.6, -side[1] * 0.58, 0.18), 0.4, draw_disc,
    )  # fmt: skip


def _colour(rng: np.random.Generator) -> Game:
    target = np.where(rng.random(3) < 0.5, rng.uniform(0.08, 0.35, 3), rng.uniform(0.6, 0.92, 3))
    near = target + np.where(target < 0.5, 0.25, -0.25)
    return _game(
        "colour", "colour: red, green, blue", "A flower in one colour.",
        "pixel = (red, green, blue) where the flower is",
        ("red", "green", "blue"), (0, 0, 0), (1, 1, 1), tuple(target),
        tuple(near), tuple(np.where(target < 0.5, 1.0, 0.0)), 1.0, draw_colour,
    )  # fmt: skip


def _wave(rng: np.random.Generator) -> Game:
    height, rings = rng.uniform(0.55, 0.8), rng.uniform(0.8, 1.2)
    turn, way = rng.uniform(-0.4, 0.4), rng.choice([-1.0, 1.0])
    near = (height - 0.3, rings + 0.2 * way, turn - 0.3 * way)
    return _game(
        "wave", "wave: height, rings, turn", "A wave of two tones round the middle.",
        "pixel = tanh(3 height cos(2π rings r + 3 (angle − turn)))",
        ("height", "rings", "turn"), (0.05, 0, -1), (1, 3, 1), (height, rings, turn),
        near, (0.4, rings + 1.3, turn), 0.25, draw_wave,
    )  # fmt: skip


def _game(
    name: str, label: str, words: str, formula: str, numbers: tuple[str, str, str],
    low: Numbers, high: Numbers, target: Sequence[float],
    near: Sequence[float], far: Sequence[float], rate: float, draw: Callable,
) -> Game:  # fmt: skip
    def plain(at: Sequence[float]) -> Numbers:  # as a slider can say them
        return tuple(round(float(n), 2) for n in np.clip(at, low, high))

    starts = {"near": plain(near), "far": plain(far)}
    return Game(name, label, words, formula, numbers, low, high, plain(target), starts, rate, draw)
