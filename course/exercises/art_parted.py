"""A measure made a goal: a written digit pushed on and on, until measure and meaning part."""
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course import digits
from course.checks import check_integer
from course.exercises.art_neuron import Array, brightness, likeness
from course.exercises.art_pictures import Pictures
from course.exercises.art_trials import NEEDED
from course.loading import Loading, exhaust, loaded, meanwhile

FAINT = 0.05  # ink of paper, and paper left in ink: at 0 and 1 themselves a sigmoid never arrives


@dataclass(frozen=True)
class Parted:
    """The test picture of a digit of which a network is neither sure nor unsure, made surer.

    What is meant is read off by the correlation with the mean of all that people wrote.

    Attributes
    ----------
    digit : int
        In [0, 9].
    stops : tuple of int
        The steps after which it is shown, rising; the first is 0.
    size : int
        Pixels a side, a multiple of 8.
    """

    digit: int = 3
    stops: tuple[int, ...] = (0, 20, 100, 500)
    size: int = 32

    def __post_init__(self) -> None:
        check_integer("digit", self.digit, 0, 9)
        if check_integer("size", self.size, 8, 256) % digits.SIDE:
            raise ValueError(f"size must be a multiple of {digits.SIDE}, got {self.size}")
        if self.stops[:1] != (0,) or list(self.stops) != sorted(set(self.stops)):
            raise ValueError(f"stops must begin with 0 and rise, got {self.stops}")

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there and the network has been trained."""
        return self.stops[-1] + 1

    def pieces(self) -> Generator[int | Loading, None, Pictures]:
        """Make a step at a time; the pictures at the stops are returned."""
        yield from loaded("sklearn.datasets", "course.art.neuron", *NEEDED)
        from course.art.create import create
        from course.art.digit_network import network
        from course.art.images import to_bytes
        from course.art.neuron import neuron, probabilities

        yield from meanwhile(network, "the network that reads digits")
        names, words, images = [], [], []
        for step in create(self.thing(), neuron(self.digit), steps=self.stops[-1]):
            yield step.index
            if step.index in self.stops:
                images.append(to_bytes(step.image))
                sure = float(probabilities(step.image)[self.digit])
                like = likeness(brightness(images[-1]), self.digit)
                names.append(f"after {step.index:,} steps" if step.index else "as written")
                words.append(f"{sure:.1%} sure, {like:.2f} like the mean {self.digit}")
        about = f"A written {self.digit}, asked for nothing but that the network be surer of it"
        return Pictures(about, tuple(names), tuple(words), tuple(images))

    def thing(self) -> Any:
        """Pixels that begin as the written digit."""
        import torch

        from course.art.build import parameterisation

        ink = np.clip(self.written(), FAINT, 1 - FAINT)
        large = np.kron(ink, np.ones((self.size // digits.SIDE,) * 2)).astype(np.float32)
        made = parameterisation("pixels", self.size)
        with torch.no_grad():
            made.pixels.copy_(torch.logit(torch.from_numpy(large)).expand_as(made.pixels))
        return made

    def written(self) -> Array:
        """The test picture that half of the others are surer than, ink in [0, 1], (8, 8)."""
        from course.art.neuron import nudge

        data = digits.load()
        written = data.x_test[data.y_test == self.digit]
        sure = [nudge(ink, self.digit, 0.0, 1).said_before[self.digit] for ink in written]
        middle = np.argsort(sure)[len(sure) // 2]
        return written[middle].reshape(digits.SIDE, digits.SIDE)

    def run(self) -> Pictures:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that make the pictures again; they end with them."""
        return "\n".join([
            "from course.art.create import create",
            "from course.art.images import to_bytes",
            "from course.art.neuron import neuron",
            "from course.exercises.art_parted import Parted",
            "",
            f"parted = Parted({self.digit}, {self.stops}, {self.size})",
            f"walk = create(parted.thing(), neuron({self.digit}), steps={self.stops[-1]})",
            f"[to_bytes(step.image) for step in walk if step.index in {self.stops}]",
        ])  # fmt: skip


PARTED = Parted()
