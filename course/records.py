"""The frozen records that travel between floors."""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer, check_number

ACTIVATIONS = ("relu", "tanh", "sigmoid")
OPTIMISERS = ("adam", "momentum", "sgd")
SCHEDULES = ("constant", "cosine", "decay")
STARTS = ("he", "2016")
DEVICES = ("auto", "cpu", "torch-cpu", "cuda", "mps")
LARGEST = 1e30  # any network breaks long before; float32 ends at 3e38


@dataclass(frozen=True)
class Dataset:
    """Points with two classes, split into those to learn from and those held out.

    Attributes
    ----------
    rule : str
        Name of the rule that decided the classes.
    x_train, x_test : float32 array, shape (n_points, 2)
        Points in the square [-1, 1] x [-1, 1].
    y_train, y_test : bool array, shape (n_points,)
        Whether each point is inside.
    noise : float
        Standard deviation of the error with which the rule saw the points.
    seed : int
        The seed that drew them.
    """

    rule: str
    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    noise: float = 0.0
    seed: int = 0


@dataclass(frozen=True)
class TrainConfig:
    """Everything that decides a run besides its data: equal configs, equal runs.

    Attributes
    ----------
    hidden : tuple of int
        Units of each hidden layer, each in [1, 100000]; () is a linear classifier.
    activation : {"relu", "tanh", "sigmoid"}
    optimiser : {"adam", "momentum", "sgd"}
    learning_rate : float or tuple of K floats
        In (0, 1e30]; K rates give each network of a population its own.
    batch_size : int or None
        Points in a minibatch, at least 1; None takes all of a dataset at every step.
    l2 : float
        Weight of the penalty l2 / 2 * (sum of squared weights), in [0, 1e30].
    seed : int or tuple of K ints
        Decides the initial weights.  K seeds make a population of K networks.
    steps : int
        Length of the run, at least 1.
    schedule : {"constant", "cosine", "decay"}
        "cosine": 5% linear warm-up, then a cosine that falls to 0 as the run ends; "decay":
        falls by the same factor at every step, to a hundredth as the run ends.
    start : {"he", "2016"}
        How weights begin: "he" as the layers before them need it, "2016" alike in every
        layer; see `course.network.initial_parameters`.
    scale : float
        Initial weights are multiplied by it; in [0, 1e30].
    device : {"auto", "cpu", "torch-cpu", "cuda", "mps"}

    Raises
    ------
    TypeError, ValueError
        On creation, if a value is not as above; the message names it.
    """

    hidden: tuple[int, ...] = (32, 32)
    activation: str = "relu"
    optimiser: str = "adam"
    learning_rate: float | tuple[float, ...] = 0.01
    batch_size: int | None = 100
    l2: float = 0.0
    seed: int | tuple[int, ...] = 0
    steps: int = 1000
    schedule: str = "constant"
    start: str = "he"
    scale: float = 1.0
    device: str = "cpu"

    def __post_init__(self) -> None:
        if isinstance(self.hidden, str) or not hasattr(self.hidden, "__iter__"):
            raise TypeError(f"hidden must be a sequence of layer widths, got {self.hidden!r}")
        hidden = tuple(
            check_integer(f"hidden[{i}] (units of layer {i + 1})", units, 1, 100_000)
            for i, units in enumerate(self.hidden)
        )
        object.__setattr__(self, "hidden", hidden)
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("optimiser", self.optimiser, OPTIMISERS)
        check_choice("schedule", self.schedule, SCHEDULES)
        check_choice("start", self.start, STARTS)
        check_choice("device", self.device, DEVICES)
        self._each("learning_rate", lambda n, v: check_number(n, v, 0, LARGEST, open_low=True))
        self._each("seed", lambda n, v: check_integer(n, v, 0, 2**63 - 1))
        if self.batch_size is not None:
            check_integer("batch_size", self.batch_size, 1)
        check_number("l2", self.l2, 0, LARGEST)
        check_number("scale", self.scale, 0, LARGEST)
        check_integer("steps", self.steps, 1)
        if isinstance(self.learning_rate, tuple) and np.shape(self.learning_rate) != np.shape(
            self.seed
        ):
            raise ValueError(
                "learning_rate must be one number or one for each seed, "
                f"got {len(self.learning_rate)} rates for {np.size(self.seed)} seeds"
            )

    def _each(self, name: str, check: Any) -> None:
        """Check a value, or each value of a population; a list becomes a tuple."""
        value = getattr(self, name)
        if isinstance(value, list | tuple | range | np.ndarray):
            if len(value) == 0:
                raise ValueError(f"{name} must not be empty")
            checked = tuple(check(f"{name}[{i}]", one) for i, one in enumerate(value))
        else:
            checked = check(name, value)
        object.__setattr__(self, name, checked)


@dataclass(frozen=True)
class Score:
    """How well a network, or each of a population of K, does on some points.

    Attributes
    ----------
    loss : float, or float64 array of shape (K,)
        Mean binary cross-entropy in nats, without the L2 penalty.
    accuracy : float, or float64 array of shape (K,)
        Share of points on the right side of p = 0.5, in [0, 1].
    wrong : bool array, shape (n_points,) or (K, n_points)
        Which points are on the wrong side.
    """

    loss: float | np.ndarray
    accuracy: float | np.ndarray
    wrong: np.ndarray
