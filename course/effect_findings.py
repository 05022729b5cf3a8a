"""One factor of training that is turned, and what came of it: records only."""
from dataclasses import dataclass

import numpy as np

from course.checks import check_choice, check_integer, check_number
from course.records import TrainConfig
from course.trials import Accuracies

CLEAR = 0.01  # of accuracy: what is less than this apart at the median is not told apart
VERDICTS = ("helps", "hurts", "middle", "none")
NAN_FREE = dict(nan=np.inf, posinf=np.inf)  # a loss that is not a number is the worst


@dataclass(frozen=True)
class Level:
    """One value of the factor: a training, and the points that it learns from.

    Attributes
    ----------
    label : str
        What stands at it: "0.01".
    config : TrainConfig
        Its seed is not used.
    points : int
        Training points, at least 1.
    noise : float
        As in `course.toys.make_dataset`, in [0, 2]; test points have it as well.
    random : float
        Share of the training labels that a coin decides, in [0, 1].
    """

    label: str
    config: TrainConfig
    points: int = 700
    noise: float = 0.0
    random: float = 0.0

    def __post_init__(self) -> None:
        check_integer("points", self.points, 1)
        check_number("noise", self.noise, 0, 2)
        check_number("random", self.random, 0, 1)


@dataclass(frozen=True)
class Effect:
    """A factor of training, its levels, and what is asked of it.

    Attributes
    ----------
    key, name : str
        "l2", and what a list calls it: "L2 penalty".
    asks : str
        The question before it is run.
    same : str
        What stays as it is.
    axis : str
        What the levels are.
    at : str
        How a sentence puts a level, with {} for its label: "with {} points".
    levels : tuple of Level
        From the least to the most of it.  One only, where the factor is the steps.
    watched : tuple of int
        Steps, in rising order, at which each network is scored besides the last.
    over_steps : bool
        Whether the steps watched are the factor.
    measure : {"test", "train"}
        The accuracy that is asked about.
    floor : float
        Accuracy at which a picture may begin, if nothing lies below; in [0, 1).
    """

    key: str
    name: str
    asks: str
    same: str
    axis: str
    at: str
    levels: tuple[Level, ...]
    watched: tuple[int, ...] = ()
    over_steps: bool = False
    measure: str = "test"
    floor: float = 0.4

    def __post_init__(self) -> None:
        check_choice("measure", self.measure, ("test", "train"))
        if not self.levels:
            raise ValueError("levels must be at least one, got none")

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands at each value of the factor."""
        if self.over_steps:
            return tuple(f"{step:,}" for step in self.marks(self.levels[0]))
        return tuple(level.label for level in self.levels)

    def marks(self, level: Level) -> tuple[int, ...]:
        """The steps at which a network of this level is scored."""
        last = level.config.steps
        return (*(step for step in self.watched if step < last), last)


@dataclass(frozen=True)
class Compared:
    """How well several seeds did at each value of a factor.

    Attributes
    ----------
    effect : Effect
    rule : str
    seeds : tuple of K ints
    labels : tuple of L str
        The values that are there: all of the effect's once it is done.
    train, test : float array, shape (L, K)
        Accuracy, in [0, 1].
    train_loss, test_loss : float array, shape (L, K)
        In nats.
    swing : float array, shape (L, K)
        Highest less lowest test accuracy over the steps watched; 0 where none were.
    free, best, itself : tuple of L floats
        Accuracy on test points of the commoner answer, of the best answer at each point, and
        of the rule itself: noise keeps the last two from 1.
    """

    effect: Effect
    rule: str
    seeds: tuple[int, ...]
    labels: tuple[str, ...]
    train: np.ndarray
    test: np.ndarray
    train_loss: np.ndarray
    test_loss: np.ndarray
    swing: np.ndarray
    free: tuple[float, ...]
    best: tuple[float, ...]
    itself: tuple[float, ...]

    def medians(self, which: str = "") -> np.ndarray:
        """Median over the seeds of "train", "test", "swing" ...; shape (L,).

        By default, of the accuracy that the effect asks about.
        """
        return np.median(getattr(self, which or self.effect.measure), axis=1)

    @property
    def verdict(self) -> str:
        """What more of the factor does to the accuracy asked about, at the median.

        Returns
        -------
        {"helps", "hurts", "middle", "none"}
            "middle": some value between is at least a hundredth better than both ends;
            "none": the ends are less than a hundredth apart.
        """
        values = self.medians()
        first, last = values[0], values[-1]
        if values.max() - max(first, last) >= CLEAR:
            return "middle"
        if abs(last - first) < CLEAR:
            return "none"
        return "helps" if last > first else "hurts"

    def best_steps(self) -> tuple[int, ...]:
        """Where each seed's test loss is least, as the position of a label; K of them."""
        losses = np.nan_to_num(self.test_loss, **NAN_FREE)
        return tuple(map(int, losses.argmin(axis=0)))

    def accuracies(self, which: str = "test", goal: float = 1.0) -> Accuracies:
        """The accuracies of every seed, to be drawn as strips.

        Parameters
        ----------
        which : {"test", "train"}
        goal : float
            The accuracy to reach, in [0, 1].
        """
        check_choice("which", which, ("test", "train"))
        rows = {self.effect.at.format(label): tuple(row)
                for label, row in zip(self.labels, getattr(self, which), strict=True)}  # fmt: skip
        free = dict(zip(rows, self.free, strict=True))
        return Accuracies(rows, free, goal)

    def __str__(self) -> str:
        """A table of the medians."""
        wide = max(map(len, (*self.labels, self.effect.axis)))
        head = f"{self.effect.axis:>{wide}}   train    test   train loss   test loss"
        parts = (self.medians(n) for n in ("train", "test", "train_loss", "test_loss"))
        return "\n".join([head, *(
            f"{label:>{wide}}  {train:6.1%}  {test:6.1%}   {loss:10.3f}  {unseen:10.3f}"
            for label, train, test, loss, unseen in zip(self.labels, *parts, strict=True)
        )])  # fmt: skip
