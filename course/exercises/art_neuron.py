"""A network's neuron asked for a picture, alone and with wishes of ours: does it look the part?"""
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from course import digits
from course.checks import check_integer
from course.exercises.art_pictures import Pictures, alike, brightness
from course.exercises.art_trials import NEEDED
from course.loading import Loading, exhaust, loaded, meanwhile

Array = np.ndarray

SURE = 0.9  # probability
ALONE, WISHES, WRITTEN = "neuron alone", "with our wishes", "written by hand"


@cache
def mean_digit(digit: int) -> Array:
    """The mean of all pictures of a digit that are learned from, ink in [0, 1], shape (8, 8)."""
    read = digits.load()
    mean = read.x_train[read.y_train == digit].mean(0).reshape(digits.SIDE, digits.SIDE)
    mean.flags.writeable = False  # all share it
    return mean


def likeness(ink: Array, digit: int) -> float:
    """Correlation of a picture's ink, made 8 x 8 small, with the mean of a digit.

    Parameters
    ----------
    ink : float array, shape (size, size)
        Size is a multiple of 8.
    digit : int
    """
    side = digits.SIDE
    parts = ink.reshape(side, len(ink) // side, side, -1).mean((1, 3))
    return alike(parts, mean_digit(digit))


def usual_likeness(digit: int) -> float:
    """How alike nine of ten digits that people wrote are to the mean of theirs, at least."""
    read = digits.load()
    written = read.x_test[read.y_test == digit].reshape(-1, digits.SIDE, digits.SIDE)
    return float(np.quantile([likeness(one, digit) for one in written], 0.1))


def look_of(probability: float, like: float, usual: float) -> str:
    """What came of it: "sure, a digit", "sure, none", "unsure, a digit" or "unsure, none"."""
    said = "sure" if probability > SURE else "unsure"
    return f"{said}, {'a digit' if like >= usual else 'none'}"


@dataclass(frozen=True)
class NeuronAlone:
    """Raw pixels that are to be read as a digit: asked for nothing else, and for more.

    Attributes
    ----------
    digit : int
        In [0, 9].
    size : int
        Pixels a side, a multiple of 8.
    steps_each : int
        In [1, 10000].
    seed : int
    """

    digit: int = 3
    size: int = 32
    steps_each: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        check_integer("digit", self.digit, 0, 9)
        check_integer("steps_each", self.steps_each, 1, 10_000)
        if check_integer("size", self.size, 8, 256) % digits.SIDE:
            raise ValueError(f"size must be a multiple of {digits.SIDE}, got {self.size}")

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there and the network has been trained."""
        return 2 * (self.steps_each + 1)

    def pieces(self) -> Generator[int | Loading, None, Pictures]:
        """Make a step at a time; the pictures are returned, and one that somebody wrote."""
        yield from loaded("sklearn.datasets", "course.art.digit_network", *NEEDED)
        from course.art.digit_network import network

        yield from meanwhile(network, "the network that reads digits")
        usual, looks, images, words = usual_likeness(self.digit), [], [], []
        for goal in self._goals():
            for step in self._walk(goal):
                yield step.index
            image, sure, like = self._seen(step.image)
            images.append(image)
            looks.append(look_of(sure, like, usual))
            words.append(self._said(sure, like))
        written = self._written()
        names = (ALONE, WISHES, WRITTEN)
        said = (*words, self._said(*self._seen(written)[1:]))
        about = f"Pictures that a network is to read as a {self.digit}, after {self.steps_each} "
        image = self._seen(written)[0]
        return Pictures(f"{about}steps", names, said, (*images, image), looks[0], (usual,))

    def _goals(self) -> tuple[Any, Any]:
        """The neuron alone; and moved about, with little ink, and smooth."""
        from course.art.goals import smooth
        from course.art.neuron import ink, neuron

        return neuron(self.digit), neuron(self.digit, jitter=1) + 0.3 * smooth() + 0.3 * ink()

    def _walk(self, goal: Any) -> Iterator[Any]:
        from course.art.build import parameterisation
        from course.art.create import create

        thing = parameterisation("pixels", self.size, self.seed)
        return create(thing, goal, steps=self.steps_each, seed=self.seed)

    def _written(self) -> Any:
        """The unseen digit that is most like the mean, as large as the others."""
        from course.art.images import from_bytes

        read = digits.load()
        written = read.x_test[read.y_test == self.digit].reshape(-1, digits.SIDE, digits.SIDE)
        best = max(written, key=lambda one: likeness(one, self.digit))
        large = np.kron(best, np.ones((self.size // digits.SIDE,) * 2))
        return from_bytes(np.repeat(np.rint(255 * large).astype(np.uint8)[..., None], 3, -1))

    def _seen(self, image: Any) -> tuple[Array, float, float]:
        """The picture in bytes, what the network says of it, and how like the digit it is."""
        from course.art.images import to_bytes
        from course.art.neuron import probabilities

        made = to_bytes(image)
        return made, float(probabilities(image)[self.digit]), likeness(brightness(made), self.digit)

    def _said(self, sure: float, like: float) -> str:
        return f"{sure:.0%} sure, {like:.2f} like the mean {self.digit}"

    def run(self) -> Pictures:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that make the pictures again; they end with them."""
        return "\n".join([
            "from course.art.build import parameterisation",
            "from course.art.create import create",
            "from course.art.goals import smooth",
            "from course.art.neuron import ink, neuron, probabilities",
            "",
            f"digit = {self.digit}",
            "alone = neuron(digit)",
            "wishes = neuron(digit, jitter=1) + 0.3 * smooth() + 0.3 * ink()",
            "pictures = []",
            "for goal in (alone, wishes):",
            f'    thing = parameterisation("pixels", {self.size}, {self.seed})',
            f"    *_, last = create(thing, goal, steps={self.steps_each}, seed={self.seed})",
            "    pictures.append(last.image)",
            "pictures",
        ])  # fmt: skip
