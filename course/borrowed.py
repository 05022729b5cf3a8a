"""A trained network as a layer of another: what the circle teaches about the ring."""
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_integer, check_number
from course.loading import loaded
from course.network import Network
from course.optimisers import Adam
from course.records import TrainConfig
from course.seeding import generator
from course.torch_layers import as_module, frozen, one_thread, trained_count
from course.toys import base_rate, make_dataset
from course.training import begin, fit
from course.trials import Accuracies, exhaust

N_TEST = 1000
GOAL = 0.8  # accuracy to reach with so few points
HEAD, ALL, FRESH = "head only", "all layers", "fresh"



@dataclass(frozen=True)
class Borrowed:
    """Does what was learned for the circle help with the ring, when there are few points?

    A network 2-32-32-1 learns the circle from 700 points.  Its hidden layers then stand in
    another network that learns the ring from a few: held fast under a new last layer, or
    free to move; and beside them a fresh network of the same size.  Each seed has its own
    starting weights and its own few points.

    Attributes
    ----------
    points : int
        Points of the ring to learn from, in [2, 700].
    seeds : int
        In [1, 100].
    updates : int
        Steps of Adam on all the points, in [1, 10000].
    rate : float
        Learning rate, in (0, 1].
    """

    points: int = 30
    seeds: int = 16
    updates: int = 300
    rate: float = 0.02

    def __post_init__(self) -> None:
        check_integer("points", self.points, 2, 700)
        check_integer("seeds", self.seeds, 1, 100)
        check_integer("updates", self.updates, 1, 10_000)
        check_number("rate", self.rate, 0, 1, open_low=True)

    @property
    def config(self) -> TrainConfig:
        """How the network that is borrowed from learns the circle."""
        return TrainConfig((32, 32), seed=range(self.seeds), steps=600)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there."""
        return self.config.steps + 3 * self.seeds * (self.updates + 1)

    def pieces(self) -> Generator[Any, None, Accuracies]:
        """Train all of them a step at a time; the accuracies on unseen points are returned."""
        yield from loaded("torch")
        start = begin(self.config).network
        for step in fit(self.config, make_dataset("circle")):
            yield step.index
        found: dict[str, list[float]] = {}
        for seed in range(self.seeds):
            for kind in (HEAD, ALL, FRESH):
                module = self.module(kind, start if kind == FRESH else step.network, seed)
                label = f"{kind}, {trained_count(module):,}"
                accuracy = yield from self._trained(module, seed)
                found.setdefault(label, []).append(accuracy)
        return Accuracies(found, base_rate("ring"), GOAL)

    def module(self, kind: str, network: Network, seed: int) -> Any:
        """One network before its first step: "head only", "all layers" or "fresh"."""
        import torch

        module = as_module(network, seed)
        if kind != FRESH:
            last = module[-1]  # a last layer of its own
            start = generator(seed, "new last layer").uniform(-1, 1, last.weight.shape)
            with torch.no_grad():
                last.weight.copy_(torch.tensor(start / last.in_features**0.5))
                last.bias.zero_()
        if kind == HEAD:
            frozen(module[:-1])
        return module

    def _trained(self, module: Any, seed: int) -> Generator[None, None, float]:
        """Make the steps; the accuracy on unseen points is returned."""
        import torch

        data = make_dataset("ring", self.points, N_TEST, seed=seed)
        x, y = torch.tensor(data.x_train), torch.tensor(data.y_train[:, None], dtype=torch.float32)
        moved = [weights for weights in module.parameters() if weights.requires_grad]
        # Ours moves torch's arrays as well; torch.optim would first import for a second more.
        optimisers = [Adam(weights.data) for weights in moved]
        loss = torch.nn.BCEWithLogitsLoss()
        for _ in range(self.updates):
            with one_thread():
                module.zero_grad()
                loss(module(x), y).backward()
                for weights, optimiser in zip(moved, optimisers, strict=True):
                    optimiser.step(weights.grad, self.rate)
            yield
        with one_thread(), torch.no_grad():
            said = module(torch.tensor(data.x_test))[:, 0].numpy() > 0
        yield
        return float(np.mean(said == data.y_test))

    def run(self) -> Accuracies:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        call = f"Borrowed(points={self.points}, seeds={self.seeds}, updates={self.updates}, " \
               f"rate={self.rate})"  # fmt: skip
        return (
            "from course.borrowed import Borrowed\n\n"
            f"accuracies = {call}.run().rows\naccuracies"
        )
