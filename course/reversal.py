"""A network that must not know which of two data sets a point came from.

The source is two moons with their classes; the target is two other moons, rotated, without
classes.  Shared layers lead to two heads: one learns the classes of the source, the other
learns to tell source from target.  Between the shared layers and the second head the gradient
is reversed, so that these layers learn to make the two look alike, and what the first head
learned of the source has a chance on the target (Ganin et al. 2016).
"""
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_integer, check_number
from course.loading import loaded
from course.moons import domains
from course.optimisers import Momentum
from course.seeding import generator
from course.torch_layers import one_thread, reverse_gradient
from course.toys import square_grid
from course.trials import Accuracies, exhaust

N_TRAIN, N_TEST = 300, 500  # points of the source, and as many of the target
BATCH = 64  # of each
SHARED = DOMAIN = 32  # units of the shared layer, and of the head that tells the two apart
RATE, KEEP = 0.1, 0.9  # of gradient descent with momentum
MOST_STEPS = 1000


@dataclass(frozen=True)
class DomainScore:
    """How well K networks do on unseen points; each array has shape (K,), in [0, 1].

    Attributes
    ----------
    source, target : float array
        Accuracy of the class head.
    domain : float array
        Accuracy of the other head on as many points of each; 0.5 is telling nothing.
    """

    source: np.ndarray
    target: np.ndarray
    domain: np.ndarray


class Adversaries:
    """K networks of one angle, each with a strength of reversal and a seed; in torch.

    Parameters
    ----------
    angle : float
        By how much the target is rotated, in degrees, in [0, 180].
    strengths : sequence of K floats
        In [0, 100]; with 0 the shared layers never hear of the second head.
    seeds : sequence of K ints
        Decide the points, the starting weights and the minibatches.  Equal seeds differ in
        nothing but the strength.

    Raises
    ------
    TypeError, ValueError
        If a number is not as above, or there are not as many seeds as strengths.
    """

    def __init__(self, angle: float, strengths: Sequence[float], seeds: Sequence[int]) -> None:
        import torch

        strengths = [check_number("strength", one, 0, 100) for one in strengths]
        if len(strengths) != len(seeds) or not strengths:
            raise ValueError(
                "seeds must be as many as strengths, at least 1; "
                f"got {len(seeds)} and {len(strengths)}"
            )
        self.angle, self.index = angle, 0
        self.learned = [domains(angle, seed, "training points", N_TRAIN) for seed in seeds]
        self.unseen = [domains(angle, seed, "test points", N_TEST) for seed in seeds]
        self._strength = torch.tensor(strengths, dtype=torch.float32)[:, None, None]
        self._source = _stacked([source.x for source, _ in self.learned])
        self._classes = _stacked([source.y[:, None] for source, _ in self.learned])
        self._target = _stacked([target.x for _, target in self.learned])
        self._rngs = [generator(seed, "minibatches of two domains") for seed in seeds]
        shapes = [(2, SHARED), (SHARED, 1), (SHARED, DOMAIN), (DOMAIN, 1)]
        self._layers = [
            (_weights(f"layer {i}", fan_in, fan_out, seeds), _biases(i, fan_out, seeds))
            for i, (fan_in, fan_out) in enumerate(shapes)
        ]
        self._moved = [part for layer in self._layers for part in layer]
        # Ours moves torch's arrays as well; torch.optim would first import for a second more.
        self._optimisers = [Momentum(part.data, KEEP) for part in self._moved]

    def shared(self, x: Any) -> Any:
        """What the shared layer makes of points x, (K, B, 2) -> (K, B, 32), torch tensors."""
        W, b = self._layers[0]
        return (x @ W + b).tanh()

    def class_logits(self, h: Any) -> Any:
        """What the class head says, (K, B, 32) -> (K, B, 1)."""
        W, b = self._layers[1]
        return h @ W + b

    def domain_logits(self, h: Any) -> Any:
        """What the other head says, (K, B, 32) -> (K, B, 1): above 0 for the target."""
        (W1, b1), (W2, b2) = self._layers[2:]
        return (h @ W1 + b1).relu() @ W2 + b2

    def losses(self, source: Any, classes: Any, target: Any) -> Any:
        """Loss of both heads together, (K,): each one's mean cross-entropy in nats."""
        import torch
        from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

        h = self.shared(torch.cat([source, target], dim=1))
        seen = self.class_logits(h[:, : source.shape[1]])
        told = self.domain_logits(reverse_gradient(h, self._strength))
        origin = torch.zeros_like(told)
        origin[:, source.shape[1] :] = 1
        return cross_entropy(seen, classes, reduction="none").mean((1, 2)) + cross_entropy(
            told, origin, reduction="none"
        ).mean((1, 2))

    def advance(self) -> int:
        """Make one step; how many have been made."""
        import torch

        with one_thread():
            chosen = np.stack([rng.integers(0, N_TRAIN, (2, BATCH)) for rng in self._rngs])
            here, there = torch.from_numpy(chosen).unbind(1)
            k = torch.arange(len(self._rngs))[:, None]
            batch = self._source[k, here], self._classes[k, here], self._target[k, there]
            self.losses(*batch).sum().backward()  # the networks share nothing
            for part, optimiser in zip(self._moved, self._optimisers, strict=True):
                optimiser.step(part.grad, RATE)
                part.grad = None
        self.index += 1
        return self.index

    def says(self, which: int) -> np.ndarray:
        """Class logits of every network on the unseen points; (K, n) of source 0 or target 1."""
        return self._numbers(_stacked([pair[which].x for pair in self.unseen]))

    def scores(self) -> DomainScore:
        """How well they do now, on unseen points."""
        import torch

        source, target = (
            np.mean((self.says(i) > 0) == np.stack([pair[i].y for pair in self.unseen]), axis=1)
            for i in (0, 1)
        )
        with one_thread(), torch.no_grad():
            here, there = (
                self.domain_logits(self.shared(_stacked([pair[i].x for pair in self.unseen])))
                .numpy()[..., 0] for i in (0, 1)
            )  # fmt: skip
        return DomainScore(source, target, ((here <= 0).mean(1) + (there > 0).mean(1)) / 2)

    def fields(self, side: int) -> np.ndarray:
        """p(True moon) on a grid over the square; (K, side, side), row 0 is the top."""
        points = np.repeat(square_grid(side)[None], len(self._rngs), axis=0)
        logits = self._numbers(_stacked(points))
        return ((1 + np.tanh(logits / 2)) / 2).reshape(-1, side, side)

    def _numbers(self, x: Any) -> np.ndarray:
        import torch

        with one_thread(), torch.no_grad():
            return self.class_logits(self.shared(x)).numpy()[..., 0]


def _stacked(arrays: Sequence[np.ndarray]) -> Any:
    """Arrays of one shape as a float32 tensor with one more axis in front."""
    import torch

    return torch.tensor(np.stack(arrays), dtype=torch.float32)


def _weights(name: str, fan_in: int, fan_out: int, seeds: Sequence[int]) -> Any:
    """Weights N(0, 1 / fan_in) of one layer, (K, fan_in, fan_out)."""
    drawn = [generator(seed, name).normal(0, fan_in**-0.5, (fan_in, fan_out)) for seed in seeds]
    return _stacked(drawn).requires_grad_()


def _biases(layer: int, fan_out: int, seeds: Sequence[int]) -> Any:
    """Biases (K, 1, fan_out): uniform in [-1, 1] in the first layer, then 0."""
    drawn = [generator(seed, "biases").uniform(-1, 1, (1, fan_out)) for seed in seeds]
    return _stacked([(layer == 0) * one for one in drawn]).requires_grad_()


@dataclass(frozen=True)
class ReversalTrials:
    """The same networks without and with reversal, several seeds each; scored on the target.

    Attributes
    ----------
    angle : float
        Degrees, in [0, 180].
    strength : float
        In [0, 100].
    seeds : int
        In [1, 100].
    updates : int
        Steps, in [1, 10000].
    """

    angle: float = 35
    strength: float = 3
    seeds: int = 16
    updates: int = MOST_STEPS

    def __post_init__(self) -> None:
        check_number("angle", self.angle, 0, 180)
        check_number("strength", self.strength, 0, 100)
        check_integer("seeds", self.seeds, 1, 100)
        check_integer("updates", self.updates, 1, 10_000)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there."""
        return self.updates

    def pieces(self) -> Generator[Any, None, Accuracies]:
        """Train all of them a step at a time; their accuracies on the target are returned."""
        yield from loaded("torch")
        strengths = dict.fromkeys([0.0, float(self.strength)])  # once, if both are 0
        each = np.repeat(list(strengths), self.seeds)
        networks = Adversaries(self.angle, each.tolist(), [*range(self.seeds)] * len(strengths))
        for _ in range(self.updates):
            yield networks.advance()
        target = networks.scores().target.reshape(len(strengths), self.seeds)
        rows = {_label(strength): row for strength, row in zip(strengths, target, strict=True)}
        return Accuracies(rows, 0.5, 0.9)

    def run(self) -> Accuracies:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        call = f"ReversalTrials({self.angle:g}, {self.strength:g}, seeds={self.seeds}, " \
               f"updates={self.updates})"  # fmt: skip
        return (
            "from course.reversal import ReversalTrials\n\n"
            f"accuracies = {call}.run().rows\naccuracies"
        )


def _label(strength: float) -> str:
    return f"with, λ = {strength:g}" if strength else "without"
