"""The same small network with a right and with a wrong derivative of tanh, from many seeds.

A network that is trained with a wrong gradient still learns, because a direction that is only
roughly downhill leads down too.  What it costs is seen beside a network whose derivative is
right, and one whose first layer is not trained at all.
"""
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course import digits
from course.checks import check_integer, check_number
from course.loading import meanwhile
from course.network import ACTIVATIONS, Activation, Network, cross_entropy
from course.optimisers import Momentum
from course.seeding import generator
from course.trials import Accuracies, exhaust

_TANH = ACTIVATIONS["tanh"]
# As it stood in a published workshop: tanh' = 1 - tanh(tanh(z)), and h is tanh(z) already.
SLOPES = {
    "right slope": _TANH,
    "wrong slope": Activation(_TANH.value, lambda xp, z, h: 1 - xp.tanh(h), _TANH.gain),
    "first layer fixed": Activation(_TANH.value, lambda xp, z, h: 0 * h, _TANH.gain),
}


@dataclass(frozen=True)
class WrongSlope:
    """Networks 64-hidden-10 that learn to read digits, one for each seed and each slope.

    Attributes
    ----------
    seeds : int
        How many, in [1, 256].
    hidden : int
        Tanh units, in [1, 128].
    batches : int
        Steps, in [1, 10,000]; each looks at `batch_size` pictures.
    batch_size : int
        In [1, 1,000].
    rate, keep : float
        Learning rate in (0, 10], and the share of the velocity that a step keeps, [0, 0.999].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    seeds: int = 32
    hidden: int = 32
    batches: int = 300
    batch_size: int = 32
    rate: float = 0.02
    keep: float = 0.9

    def __post_init__(self) -> None:
        check_integer("seeds", self.seeds, 1, 256)
        check_integer("hidden", self.hidden, 1, 128)
        check_integer("batches", self.batches, 1, 10_000)
        check_integer("batch_size", self.batch_size, 1, digits.N_TRAIN)
        check_number("rate", self.rate, 0, 10, open_low=True)
        check_number("keep", self.keep, 0, 0.999)

    @property
    def steps(self) -> int:
        """How often `pieces` yields once the pictures are there."""
        return len(SLOPES) * (self.batches + 1)

    def pieces(self) -> Generator[Any, None, Accuracies]:
        """Train and test all of them a step at a time; the accuracies on test pictures."""
        pictures = yield from meanwhile(digits.load, "digits")
        found = {}
        for label, activation in SLOPES.items():
            network = yield from self._trained(pictures, activation)
            said = network.logits(pictures.x_test.astype(np.float32)).argmax(-1)
            found[label] = tuple((said == pictures.y_test).mean(-1).tolist())
            yield
        commonest = np.bincount(pictures.y_test).max() / len(pictures.y_test)
        return Accuracies(found, free=float(commonest), goal=0.9)

    def _trained(
        self, pictures: digits.Digits, activation: Activation
    ) -> Generator[None, None, Network]:
        network = Network((64, self.hidden, 10), "tanh", range(self.seeds))
        network.activation = activation
        optimiser = Momentum(network.parameters, self.keep)
        x, one_hot = pictures.x_train.astype(np.float32), np.eye(10, dtype=np.float32)
        rng = generator(0, "minibatches")
        for _ in range(self.batches):
            chosen = rng.integers(0, len(x), self.batch_size)
            z = network.forward(x[chosen])
            y = one_hot[pictures.y_train[chosen]]
            network.backward(cross_entropy.slope(np, z, y) / self.batch_size)
            optimiser.step(network.gradients, self.rate)
            yield
        return network

    def run(self) -> Accuracies:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        usual = WrongSlope()
        given = ", ".join(
            f"{name}={value!r}"
            for name, value in vars(self).items()
            if value != getattr(usual, name)
        )
        return (
            "import numpy as np\n\nfrom course.wrong_slope import WrongSlope\n\n"
            f"accuracies = WrongSlope({given}).run().rows\naccuracies"
        )
