"""A network of lesson 01 in training: whose functions it uses is the caller's choice.

`course.run` trains `course.network`; here the very functions that a student writes do the
work, a pass through the points at a time.
"""
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course import by_hand
from course.checks import check_integer, check_number
from course.records import Dataset
from course.run import Record
from course.seeding import generator
from course.toys import make_dataset

N_TRAIN, N_TEST = 500, 1000


@dataclass(frozen=True)
class HandConfig:
    """Everything about the training of a network 2-hidden-1.

    Attributes
    ----------
    rule : str
        A registered rule; the points are `make_dataset(rule, 500, 1000)`.
    hidden : int
        Hidden units, in [1, 64].
    learning_rate : float
        In (0, 100].
    momentum : float
        Share of the velocity that a step keeps, in [0, 1).
    batch_size : int
        Points in a minibatch, in [1, 500].
    seed : int
        Decides the initial weights and the order of the points; at least 0.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    rule: str = "circle"
    hidden: int = 16
    learning_rate: float = 0.1
    momentum: float = 0.9
    batch_size: int = 25
    seed: int = 0

    def __post_init__(self) -> None:
        check_integer("hidden", self.hidden, 1, 64)
        check_number("learning_rate", self.learning_rate, 0, 100, open_low=True)
        check_number("momentum", self.momentum, 0, 0.999)
        check_integer("batch_size", self.batch_size, 1, N_TRAIN)
        check_integer("seed", self.seed, 0, 2**63 - 1)

    def dataset(self) -> Dataset:
        """500 points to learn from and 1,000 that are held out.

        Raises
        ------
        RuleError, ValueError
            If the rule is unknown or returns the wrong thing.
        """
        return make_dataset(self.rule, N_TRAIN, N_TEST)


@dataclass(frozen=True)
class Functions:
    """The three functions of lesson 01 that training needs, each as in `course.by_hand`."""

    forward: Callable = by_hand.forward
    gradients: Callable = by_hand.gradients
    one_pass: Callable = by_hand.one_pass


class HandRun:
    """A network that has made some passes through its points.

    Parameters
    ----------
    config : HandConfig
        May be replaced between two passes by one with another learning rate, momentum or
        batch size.
    functions : Functions

    Attributes
    ----------
    data : Dataset
    parameters, velocity : lists of arrays
        [W1, b1, W2, b2], and how fast each moves.
    history : list of Record
        After every pass, from 0 on; `index` counts passes.
    wrong : bool array, shape (1000,)
        Which of the held-out points are answered wrongly.

    Raises
    ------
    RuleError, ValueError
        If there is no such rule, or it returns the wrong thing.
    """

    def __init__(self, config: HandConfig, functions: Functions | None = None) -> None:
        self.config, self.functions = config, functions or Functions()
        self.data = config.dataset()
        weights = generator(config.seed, "initial weights")
        self.parameters = by_hand.initial(2, config.hidden, 1, weights)
        self.velocity = [0 * part for part in self.parameters]
        self._rng = generator(config.seed, "minibatches")
        self._x = self.data.x_train.astype(float)
        self._y = self.data.y_train[:, None].astype(float)
        self.history: list[Record] = []
        self._stretches: list[tuple[int, float, float, int]] = []
        self._record()

    @property
    def passes(self) -> int:
        """How often every point has been learned from."""
        return self.history[-1].index

    def advance(self) -> None:
        """Make one pass, with the learning rate, momentum and batch size of `config` as it is.

        Raises
        ------
        Exception
            Whatever the functions raise.
        """
        gradients, c = self.functions.gradients, self.config

        def gradient(x: np.ndarray, y: np.ndarray, parameters: list) -> list:
            return gradients(x, y, parameters, by_hand.sigmoid_backward)

        with np.errstate(over="ignore", invalid="ignore"):
            self.parameters, self.velocity = self.functions.one_pass(
                self._x, self._y, self.parameters, self.velocity, gradient,
                c.learning_rate, c.momentum, c.batch_size, self._rng,
            )  # fmt: skip
        settings = (c.learning_rate, c.momentum, c.batch_size)
        if not self._stretches or self._stretches[-1][1:] != settings:
            self._stretches.append((0, *settings))
        self._stretches[-1] = (self._stretches[-1][0] + 1, *settings)
        self._record(self.passes + 1)

    def logits(self, points: np.ndarray) -> np.ndarray:
        """What the network says of points (n, 2); shape (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            _, z = self.functions.forward(np.asarray(points, float), *self.parameters)
        return np.asarray(z, float)[:, 0]

    def _record(self, index: int = 0) -> None:
        both = []
        for x, y in ((self._x, self.data.y_train), (self.data.x_test, self.data.y_test)):
            z = self.logits(x)
            self.wrong = ~np.where(y, z > 0, z <= 0)  # one that is not a number is wrong
            with np.errstate(over="ignore", invalid="ignore"):
                both.append((by_hand.cross_entropy(z, y), 1 - float(self.wrong.mean())))
        (train_loss, train), (test_loss, test) = both
        self.history.append(Record(index, train_loss, test_loss, train, test))

    def code(self) -> str:
        """Lines of Python that make the same passes with the course's functions."""
        c = self.config
        return "\n".join(
            [
                "import numpy as np",
                "from course import by_hand",
                "from course.seeding import generator",
                "from course.toys import make_dataset\n",
                f"data = make_dataset({c.rule!r}, {N_TRAIN}, {N_TEST})",
                "x, y = data.x_train.astype(float), data.y_train[:, None].astype(float)",
                "gradient = lambda x, y, p: by_hand.gradients(x, y, p, by_hand.sigmoid_backward)",
                f"parameters = by_hand.initial(2, {c.hidden}, 1, "
                f'generator({c.seed}, "initial weights"))',
                "velocity = [0 * part for part in parameters]",
                f'rng = generator({c.seed}, "minibatches")',
                f"for passes, rate, keep, size in {self._stretches}:",
                "    for _ in range(passes):",
                "        parameters, velocity = by_hand.one_pass(",
                "            x, y, parameters, velocity, gradient, rate, keep, size, rng",
                "        )",
                "_, z = by_hand.forward(data.x_test.astype(float), *parameters)",
                "np.mean((z[:, 0] > 0) == data.y_test)",
            ]
        )
