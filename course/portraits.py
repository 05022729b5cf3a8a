"""What several networks, alike but for their seed, make of one rule: a field each."""
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_integer
from course.field import field_blocks
from course.records import TrainConfig
from course.toys import base_rate, find, make_dataset
from course.training import evaluate, fit
from course.trials import accuracy_in_blocks, config_lines, exhaust, imports


@dataclass(frozen=True)
class Fields:
    """The fields of K networks, and how well each does on unseen points.

    Attributes
    ----------
    probabilities : float32 array, shape (K, side, side)
        p(inside) on `course.toys.square_grid(side)`; row 0 is the top (y near 1).
    accuracies : tuple of K floats
        On unseen points, in [0, 1].
    wrong : bool array, shape (K, 700)
        Which of the points that it has learned from each network answers wrongly.
    seeds : tuple of K ints
    free : float
        Base rate of the rule, in [0.5, 1].
    """

    probabilities: np.ndarray
    accuracies: tuple[float, ...]
    wrong: np.ndarray
    seeds: tuple[int, ...]
    free: float

    @property
    def best(self) -> int:
        """Which network does best; the first of several."""
        return int(np.argmax(self.accuracies))

    def inside(self) -> np.ndarray:
        """What the best network calls inside; bool array, shape (side, side)."""
        return self.probabilities[self.best] > 0.5


@dataclass(frozen=True)
class Portraits:
    """One setting trained from several seeds, and the field of each network.

    Attributes
    ----------
    config : TrainConfig
        Its `seed` holds the seeds, such as range(32).
    rule : str
        A registered rule; the points are those of `make_dataset(rule)`.
    side : int
        Points along each side of a field, in [1, 200].

    Raises
    ------
    TypeError, ValueError
        On creation, if a value is not as above; the message names it.
    """

    config: TrainConfig
    rule: str = "circle"
    side: int = 100

    def __post_init__(self) -> None:
        if not isinstance(self.config, TrainConfig):
            raise TypeError(f"config must be a TrainConfig, got {type(self.config).__name__}")
        if not isinstance(self.config.seed, tuple):
            raise ValueError(f"config.seed must hold several seeds, got {self.config.seed}")
        object.__setattr__(self, "rule", find(self.rule).name)
        check_integer("side", self.side, 1, 200)

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.config.steps + 1 + -(-(self.side**2) // 1000)

    def pieces(self) -> Generator[Any, None, Fields]:
        """Train, evaluate and draw a little at a time; the fields are returned.

        Raises
        ------
        RuntimeError, ValueError
            At the first piece, if the device or the rule cannot be used.
        """
        data = make_dataset(self.rule)
        for step in fit(self.config, data):
            yield step.index
        right = yield from accuracy_in_blocks(step.network, data.x_test, data.y_test)
        blocks = []
        for block in field_blocks(step.network, self.side):
            blocks.append(block)
            yield
        drawn = np.concatenate(blocks, -1).reshape(-1, self.side, self.side)
        wrong = evaluate(step.network, data.x_train, data.y_train).wrong
        return Fields(drawn, right, wrong, self.config.seed, base_rate(self.rule))

    def run(self) -> Fields:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train again; they end with what the best network says."""
        _, [call] = config_lines([self.config])
        first, *others = imports([], False, {self.rule})
        return "\n".join(
            [
                "from course.field import field",
                first,
                *others,
                f"data = make_dataset({self.rule!r})",
                f"for step in fit({call}, data):",
                "    pass",
                "accuracies = evaluate(step.network, data.x_test, data.y_test).accuracy",
                f"inside = field(step.network, {self.side})[accuracies.argmax()] > 0.5",
                "inside",
            ]
        )
