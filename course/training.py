"""Training as a generator: one small Step after another.

The caller plays, pauses, stops and draws; nothing here knows of time or pictures.
"""
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course import optimisers
from course.checks import check_integer
from course.device import choose
from course.network import Network, binary_cross_entropy
from course.records import Dataset, Score, TrainConfig
from course.seeding import generator
from course.toys import Rule, find, sample


@dataclass(frozen=True)
class Stream:
    """Fresh points of a rule at every step, as many as are asked for.

    Attributes
    ----------
    rule : str or Rule
    noise : float
        As in `course.toys.sample`.
    seed : int
    """

    rule: str | Rule
    noise: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What one step leaves behind; nothing is computed or copied until it is asked for.

    Attributes
    ----------
    index : int
        How many updates have been made, counted from 1.
    network : Network
        The network as it is *now*: later steps move the same one.
    """

    index: int
    network: Network = field(repr=False)
    _optimiser: Any = field(repr=False)
    _logits: Any = field(repr=False)
    _targets: Any = field(repr=False)

    @property
    def loss(self) -> np.ndarray:
        """Mean loss on this step's minibatch before its update, in nats; shape (...)."""
        backend = self.network.backend
        each = binary_cross_entropy.value(backend.xp, self._logits, self._targets)
        return backend.numpy(each)[..., 0].mean(-1)

    @property
    def accuracy(self) -> np.ndarray:
        """Share of this step's minibatch on the right side before its update; shape (...)."""
        right = (self._logits > 0) == (self._targets > 0.5)
        return self.network.backend.numpy(right)[..., 0].mean(-1)


def minibatches(
    data: Dataset | Stream, batch_size: int | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless minibatches: x (B, 2) float32 and y (B, 1) float32 of 0 and 1.

    A Dataset is gone through in a new random order each time; a batch larger than the
    dataset, or None, is the whole dataset.  A Stream draws new points (None: 100).
    """
    rng = generator(data.seed, "minibatches")
    if isinstance(data, Stream):
        rule = find(data.rule)
        while True:
            x, y = sample(rule, batch_size or 100, rng, data.noise)
            yield x, y[:, None].astype(np.float32)
    x, y = data.x_train, data.y_train[:, None].astype(np.float32)
    size = min(batch_size or len(x), len(x))
    while True:
        order = rng.permutation(len(x)) if size < len(x) else np.arange(len(x))
        for start in range(0, len(x) - size + 1, size):  # a last, smaller batch is left out
            chosen = order[start : start + size]
            yield x[chosen], y[chosen]


def fit(
    config: TrainConfig, data: Dataset | Stream, after: Step | None = None
) -> Iterator[Step]:
    """Train a network on two-class points; yield a Step after every update.

    Parameters
    ----------
    config : TrainConfig
    data : Dataset or Stream
        Points to learn from: a fixed set, or fresh ones at every step.
    after : Step, optional
        Go on from where an earlier run stands, with this config's learning rate, L2,
        batch size and optimiser; `hidden`, `activation`, `seed` and `device` must be those
        of the earlier run.  The order of the minibatches starts anew.

    Yields
    ------
    Step
        `config.steps` of them, counting on from `after`.

    Raises
    ------
    RuntimeError
        If the device does not exist here.
    ValueError
        If `after` comes from a network of another shape.
    """
    network, optimiser, done = _start(config, after)
    backend = network.backend
    rate = backend.array(config.learning_rate)[..., None]  # (1,) or (K, 1)
    penalty = config.l2 * optimisers.weight_mask(network) if config.l2 else None
    batches = minibatches(data, config.batch_size)
    for index in range(done, done + config.steps):
        x, y = (backend.array(part) for part in next(batches))
        share = optimisers.schedule(config.schedule, index - done, config.steps)
        # A rate that is far too high overflows: that is the reader's to see, in the loss.
        with np.errstate(over="ignore", invalid="ignore"):
            logits = network.forward(x)
            network.backward(binary_cross_entropy.slope(backend.xp, logits, y) / y.shape[-2])
            if penalty is not None:
                network.gradients += penalty * network.parameters
            optimiser.step(network.gradients, rate * share)
        yield Step(index + 1, network, optimiser, logits, y)


def _start(config: TrainConfig, after: Step | None) -> tuple[Network, Any, int]:
    """A new network and optimiser, or those of an earlier run, and the steps made so far."""
    widths = (2, *config.hidden, 1)
    if after is None:
        backend = choose(config.device).backend
        network = Network(widths, config.activation, config.seed, backend)
        return network, optimisers.make_optimiser(config.optimiser, network.parameters), 0
    network, optimiser = after.network, after._optimiser
    if network.widths != widths:
        raise ValueError(f"after must be of a network {widths}, got one of {network.widths}")
    if type(optimiser) is not optimisers.OPTIMISERS[config.optimiser]:
        optimiser = optimisers.make_optimiser(config.optimiser, network.parameters)
    return network, optimiser, after.index


def evaluate(network: Network, x: np.ndarray, y: np.ndarray, block: int = 1000) -> Score:
    """Loss and accuracy of a network on points it is asked about.

    Parameters
    ----------
    network : Network
    x : array, shape (n_points, 2)
    y : bool array, shape (n_points,)
    block : int
        Points evaluated at once; a thousand stay in the processor's cache.

    Returns
    -------
    Score
        For a population its fields have a leading axis K.
    """
    block, backend = check_integer("block", block, 1), network.backend
    losses, wrongs = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(x), block):
            part = backend.array(x[start : start + block])
            target = backend.array(y[start : start + block, None])
            z = network.logits(part)
            loss = binary_cross_entropy.value(backend.xp, z, target)
            losses.append(backend.numpy(loss)[..., 0])
            # not (z > 0) == y: a logit that is not a number is wrong, whichever the class
            right = ((z > 0) & (target > 0.5)) | ((z <= 0) & (target < 0.5))
            wrongs.append(~backend.numpy(right)[..., 0])
    loss, wrong = np.concatenate(losses, -1), np.concatenate(wrongs, -1)
    mean = loss.astype(np.float64).mean(-1)
    if loss.ndim == 1:
        return Score(float(mean), float(1 - wrong.mean()), wrong)
    return Score(mean, 1 - wrong.mean(-1), wrong)
