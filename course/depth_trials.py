"""What depth costs: gradients measured at several depths, and deep networks put to the test."""
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from course.checks import check_choice, check_integer
from course.network import sigmoid
from course.optimisers import Momentum
from course.residual import DEEPEST, KINDS, Deep, first_to_last, gradient_norms
from course.seeding import generator
from course.toys import base_rate, make_dataset
from course.trials import Accuracies, exhaust

GOAL = 0.9
RATE, BATCH, WIDTH = 0.03, 64, 16


@dataclass(frozen=True)
class Shares:
    """The gradient at the first layer as a multiple of that at the last, by depth.

    Attributes
    ----------
    plain, residual : dict of int to float
        Depth -> the median over the seeds.
    """

    plain: dict[int, float]
    residual: dict[int, float]

    def __str__(self) -> str:
        rows = [
            f"{depth:6d}{self.plain[depth]:12.2g}{self.residual[depth]:12.2g}"
            for depth in self.plain
        ]
        about = "first layer's gradient / last layer's"
        return "\n".join([about, "layers       plain    residual", *rows])


@dataclass(frozen=True)
class DepthGradients:
    """Measures `gradient_norms` at several depths, plain and residual.

    Attributes
    ----------
    depths : tuple of int
        Each in [1, 40].
    activation : {"relu", "tanh"}
    """

    depths: tuple[int, ...] = (2, 5, 10, 20, 40)
    activation: str = "tanh"

    def __post_init__(self) -> None:
        for depth in self.depths:
            check_integer("each depth", depth, 1, DEEPEST)
        check_choice("activation", self.activation, KINDS)

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return 2 * len(self.depths)

    def pieces(self) -> Generator[int, None, Shares]:
        """Measure one kind of one depth at a time; the shares are returned."""
        found: dict[bool, dict[int, float]] = {False: {}, True: {}}
        for residual, shares in found.items():
            for depth in self.depths:
                shares[depth] = first_to_last(gradient_norms(depth, residual, self.activation))
                yield depth
        return Shares(found[False], found[True])

    def code(self) -> str:
        """Lines of Python that measure all of it again; they end with the shares."""
        return "\n".join([
            "from course.residual import first_to_last, gradient_norms",
            "",
            f"depths, activation = {self.depths}, {self.activation!r}",
            "plain = {depth: first_to_last(gradient_norms(depth, False, activation))",
            "         for depth in depths}",
            "residual = {depth: first_to_last(gradient_norms(depth, True, activation))",
            "            for depth in depths}",
            "plain, residual",
        ])  # fmt: skip


@dataclass(frozen=True)
class DepthTrials:
    """Plain and residual networks of one depth, and shallow ones, learn the circle.

    By gradient descent with momentum 0.9, on minibatches of 64 out of 700 points.

    Attributes
    ----------
    depth : int
        In [1, 40].
    activation : {"relu", "tanh"}
    seeds : int
        In [1, 100].
    updates : int
        Steps, in [1, 10000].
    """

    depth: int = 20
    activation: str = "tanh"
    seeds: int = 16
    updates: int = 400

    def __post_init__(self) -> None:
        check_integer("depth", self.depth, 1, DEEPEST)
        check_choice("activation", self.activation, KINDS)
        check_integer("seeds", self.seeds, 1, 100)
        check_integer("updates", self.updates, 1, 10_000)

    @property
    def rows(self) -> dict[str, tuple[int, bool]]:
        """Label -> depth, and whether there is a way round each layer."""
        deep = {f"plain, {self.depth}": (self.depth, False),
                f"residual, {self.depth}": (self.depth, True)}  # fmt: skip
        return deep if self.depth <= 2 else {"plain, 2": (2, False), **deep}

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return len(self.rows) * self.updates

    def pieces(self) -> Generator[int, None, Accuracies]:
        """Train all of them a step at a time; the accuracies on unseen points are returned."""
        found = {}
        for label, (depth, residual) in self.rows.items():
            found[label] = yield from self._trained(depth, residual)
        return Accuracies(found, base_rate("circle"), GOAL)

    def _trained(self, depth: int, residual: bool) -> Generator[int, None, list[float]]:
        """Make the steps; the accuracy of each seed is returned."""
        networks = Deep(depth, residual, self.activation, tuple(range(self.seeds)), WIDTH)
        optimiser, data = Momentum(networks.parameters), make_dataset("circle")
        targets = data.y_train[:, None].astype(np.float32)
        rng = generator(0, "minibatches of deep networks")
        for index in range(self.updates):
            chosen = rng.choice(len(targets), BATCH, replace=False)
            with np.errstate(over="ignore", invalid="ignore"):  # a deep one may run away
                z = networks.forward(data.x_train[chosen])
                networks.backward((sigmoid(np, z) - targets[chosen]) / len(chosen))
                optimiser.step(networks.gradients, RATE)
            yield index
        with np.errstate(over="ignore", invalid="ignore"):
            inside = networks.forward(data.x_test)[..., 0] > 0
        return (inside == data.y_test).mean(axis=1).tolist()

    def run(self) -> Accuracies:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        call = f"DepthTrials({self.depth}, {self.activation!r}, seeds={self.seeds}, " \
               f"updates={self.updates})"  # fmt: skip
        return (
            "from course.depth_trials import DepthTrials\n\n"
            f"accuracies = {call}.run().rows\naccuracies"
        )
