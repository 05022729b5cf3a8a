"""Lesson 01's network learns to read digits: training a little at a time.

The very functions that a student writes do the work; the weights of the best pass on the
validation pictures are kept, and the test pictures are looked at once, at the end.
"""
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course import by_hand
from course.checks import check_integer, check_number
from course.digits import N_TEST, N_TRAIN, SIDE, Digits, load
from course.seeding import generator

PARTS = 5  # pieces of work in a pass, so that a kernel can answer between two of them


@dataclass(frozen=True)
class DigitConfig:
    """Everything about the training of a network 64-hidden-10.

    Attributes
    ----------
    hidden : int
        Tanh units, in [1, 128].
    learning_rate : float
        In (0, 100].
    momentum : float
        Share of the velocity that a step keeps, in [0, 0.999].
    batch_size : int
        Pictures in a minibatch, in [1, 200].
    passes : int
        Through the 1,000 pictures, in [1, 400].
    seed : int
        Decides the initial weights and the order of the pictures; at least 0.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    hidden: int = 32
    learning_rate: float = 0.05
    momentum: float = 0.9
    batch_size: int = 32
    passes: int = 40
    seed: int = 0

    def __post_init__(self) -> None:
        check_integer("hidden", self.hidden, 1, 128)
        check_number("learning_rate", self.learning_rate, 0, 100, open_low=True)
        check_number("momentum", self.momentum, 0, 0.999)
        check_integer("batch_size", self.batch_size, 1, N_TRAIN // PARTS)
        check_integer("passes", self.passes, 1, 400)
        check_integer("seed", self.seed, 0, 2**63 - 1)


@dataclass(frozen=True)
class DigitFunctions:
    """The functions of lesson 01 that training needs, each as in `course.by_hand`."""

    forward: Callable = by_hand.forward
    softmax_backward: Callable = by_hand.softmax_backward
    gradients: Callable = by_hand.gradients
    one_pass: Callable = by_hand.one_pass


@dataclass(frozen=True)
class PassRecord:
    """Where training stands after a pass.

    Attributes
    ----------
    passes : int
        Made so far; 0 before the first.
    loss : float
        Mean cross-entropy on the training pictures, in nats.
    train, validation : float
        Accuracies, in [0, 1].
    """

    passes: int
    loss: float
    train: float
    validation: float


@dataclass(frozen=True)
class Mistake:
    """A test picture that is read wrongly.

    Attributes
    ----------
    index : int
        Which of the test pictures.
    truth, said : int
        What it is, and what the network says.
    probability : float
        What the network gives to `said`, in [0, 1]; NaN if its weights are no numbers.
    """

    index: int
    truth: int
    said: int
    probability: float


class DigitTraining:
    """Training a little at a time; the weights of the best pass on validation are kept.

    Parameters
    ----------
    config : DigitConfig, optional
    functions : DigitFunctions, optional
        Whose functions do the work; by default the course's.
    split : int
        Seed of the split, as `load` takes it.

    Attributes
    ----------
    parameters, velocity : lists of arrays
        [W1, b1, W2, b2] as they are now, and how fast each moves.
    history : list of PassRecord
        After each pass; the first, of the untrained network, comes with the first piece.
    best : PassRecord or None
        The first of those with the highest validation accuracy.
    pieces : int
        How many fifths of a pass have been made.
    seconds : float
        CPU time that the pieces have taken.
    """

    def __init__(
        self,
        config: DigitConfig | None = None,
        functions: DigitFunctions | None = None,
        split: int = 0,
    ) -> None:
        self.config, self.functions = config or DigitConfig(), functions or DigitFunctions()
        self.split, seed = check_integer("split", split, 0), self.config.seed
        weights = generator(seed, "initial weights")
        self.parameters = by_hand.initial(SIDE * SIDE, self.config.hidden, 10, weights)
        self.velocity = [0 * part for part in self.parameters]
        self.history: list[PassRecord] = []
        self.best: PassRecord | None = None
        self.pieces, self.seconds = 0, 0.0
        self._rng = generator(seed, "minibatches")
        self._kept, self._order = self.parameters, np.arange(N_TRAIN)
        self._mistakes: list[Mistake] | None = None

    @property
    def digits(self) -> Digits:
        """The pictures."""
        return load(self.split)

    @property
    def passes(self) -> int:
        """Complete passes made."""
        return self.pieces // PARTS

    @property
    def done(self) -> bool:
        """Whether all passes have been made."""
        return self.passes >= self.config.passes

    def advance(self) -> bool:
        """Make a fifth of a pass; whether there was one to make.

        Raises
        ------
        Exception
            Whatever the functions raise.
        """
        if self.done:
            return False
        digits, started = self.digits, time.process_time()
        if not self.history:
            self._record()
        if self.pieces % PARTS == 0:
            self._order = self._rng.permutation(N_TRAIN)
        part = np.array_split(self._order, PARTS)[self.pieces % PARTS]
        config = self.config
        with np.errstate(all="ignore"):  # a rate that is far too high is the reader's to see
            self.parameters, self.velocity = self.functions.one_pass(
                digits.x_train[part], digits.y_train[part], self.parameters, self.velocity,
                self._gradient, config.learning_rate, config.momentum, config.batch_size, self._rng,
            )  # fmt: skip
        self.pieces += 1
        if self.pieces % PARTS == 0:
            self._record()
        self.seconds += time.process_time() - started
        return True

    def run(self) -> float:
        """Train to the end; accuracy on the test pictures, in [0, 1]."""
        while self.advance():
            pass
        return self.test_accuracy

    def answer(self, pixels: np.ndarray) -> np.ndarray:
        """What the network says of pictures: by its best weights once done, else by the newest.

        Parameters
        ----------
        pixels : array, shape (n, 64)
            In [0, 1].

        Returns
        -------
        array, shape (n, 10)
            Probability of each digit; NaN if the weights are no numbers.

        Raises
        ------
        ValueError
            If the shape is another.
        """
        pixels = np.asarray(pixels, float)
        if pixels.ndim != 2 or pixels.shape[1] != SIDE * SIDE:
            raise ValueError(f"pixels must have shape (n, 64), got shape {pixels.shape}")
        z = self._logits(pixels, self._kept if self.done else self.parameters)
        with np.errstate(all="ignore"):
            return by_hand.softmax(z)

    @property
    def mistakes(self) -> list[Mistake]:
        """Test pictures read wrongly, the surest first.

        Raises
        ------
        RuntimeError
            Before the end: a test set that is looked at while choosing tests nothing.
        """
        if not self.done:
            made, all_of_them = self.passes, self.config.passes
            raise RuntimeError(
                f"the test pictures are for the end: {made} of {all_of_them} passes are made"
            )
        if self._mistakes is None:
            p, y = self.answer(self.digits.x_test), self.digits.y_test
            said, sure = p.argmax(axis=1), p.max(axis=1)
            wrong = np.flatnonzero(_wrong(p, y))
            order = wrong[np.argsort(-sure[wrong], kind="stable")]
            self._mistakes = [
                Mistake(int(i), int(y[i]), int(said[i]), float(sure[i])) for i in order
            ]
        return self._mistakes

    @property
    def test_accuracy(self) -> float:
        """Share of the 500 test pictures read rightly, in [0, 1]; an error before the end."""
        return 1 - len(self.mistakes) / N_TEST

    def _gradient(self, x: np.ndarray, y: np.ndarray, parameters: list) -> list:
        return self.functions.gradients(x, y, parameters, self.functions.softmax_backward)

    def _logits(self, pixels: np.ndarray, parameters: list) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(self.functions.forward(pixels, *parameters)[1], float)

    def _record(self) -> None:
        """Note where training stands, and keep the weights if validation was never better."""
        digits, found = self.digits, []
        for x, y in (
            (digits.x_train, digits.y_train),
            (digits.x_validation, digits.y_validation),
        ):
            z = self._logits(x, self.parameters)
            with np.errstate(all="ignore"):
                found.append((by_hand.softmax_cross_entropy(z, y), 1 - float(_wrong(z, y).mean())))
        (loss, train), (_, validation) = found
        record = PassRecord(self.passes, loss, train, validation)
        self.history.append(record)
        if self.best is None or validation > self.best.validation:
            self.best, self._kept = record, self.parameters


def _wrong(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Which rows are not highest at their label; one that is not all numbers is wrong."""
    return (scores.argmax(axis=1) != labels) | np.isnan(scores).any(axis=1)
