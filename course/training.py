"""Training as a generator: one small Step after another.

The caller plays, pauses, stops and draws; nothing here knows of time or pictures.
"""
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course import optimisers
from course.checks import check_integer
from course.device import choose
from course.network import ACTIVATIONS, Network, binary_cross_entropy
from course.records import Dataset, Score, TrainConfig
from course.seeding import generator
from course.toys import Rule, find, sample

# Nats from which a network counts as run away, as with a loss that is not a number: one that gives
# the truth a probability of 10**-4000 is no longer learning.
RUNAWAY = 1e4


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
        How many updates have been made; 0 for the untrained network of `begin`.
    network : Network
        The network as it is *now*: later steps move the same one.
    """

    index: int
    network: Network = field(repr=False)
    _optimiser: Any = field(repr=False)
    _logits: Any = field(repr=False)
    _targets: Any = field(repr=False)

    @property
    @np.errstate(over="ignore", invalid="ignore")
    def loss(self) -> np.floating | np.ndarray:
        """Mean loss on this step's minibatch before its update, in nats; shape (...)."""
        self._check_minibatch("loss")
        backend = self.network.backend
        each = binary_cross_entropy.value(backend.xp, self._logits, self._targets)
        return backend.numpy(each)[..., 0].mean(-1)

    @property
    def accuracy(self) -> np.floating | np.ndarray:
        """Share of this step's minibatch on the right side before its update; shape (...)."""
        self._check_minibatch("accuracy")
        right = _right(self._logits, self._targets)
        return self.network.backend.numpy(right)[..., 0].mean(-1)

    def _check_minibatch(self, name: str) -> None:
        if self._logits is None:
            known = f"its {name} is known after step {self.index + 1}"
            raise RuntimeError(f"step {self.index} has seen no minibatch: {known}")


def _right(logits: Any, targets: Any) -> Any:
    """Whether each logit is on the side of its target; one that is not a number never is."""
    return ((logits > 0) & (targets > 0.5)) | ((logits <= 0) & (targets < 0.5))


def minibatches(
    data: Dataset | Stream | Sequence[Dataset], batch_size: int | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless minibatches: x (..., B, 2) float32 and y (..., B, 1) float32 of 0 and 1.

    A Dataset is gone through in a new random order each time, and points that do not fill
    a last minibatch are left out of that pass; a batch as large as the dataset or larger,
    or None, is the whole dataset in its own order.  A Stream draws new points (None: 100).
    Of K datasets each gives its own, and the arrays begin with an axis of K.

    Raises
    ------
    ValueError
        If some of several datasets have more training points than others.
    """
    if isinstance(data, Sequence):
        sizes = {len(one.x_train) for one in data}
        if len(sizes) != 1:
            raise ValueError(
                f"datasets must be of equal size, got {sorted(sizes)} training points"
            )
        for drawn in zip(*(minibatches(one, batch_size) for one in data), strict=True):
            yield tuple(np.stack(part) for part in zip(*drawn, strict=True))
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
        for start in range(0, len(x) - size + 1, size):
            chosen = order[start : start + size]
            yield x[chosen], y[chosen]


def fit(
    config: TrainConfig,
    data: Dataset | Stream | Sequence[Dataset],
    after: Step | None = None,
    already: int = 0,
) -> Iterator[Step]:
    """Train a network on two-class points; yield a Step after every update.

    Parameters
    ----------
    config : TrainConfig
    data : Dataset, Stream or sequence of K Dataset
        Points to learn from: a fixed set, or fresh ones at every step.  All networks of a
        population see the same, unless there is a dataset for each seed.
    after : Step, optional
        Go on from where an earlier run stands, with this config's learning rate, L2,
        batch size and optimiser; `hidden` and `activation` must be those of the earlier
        run, as must the number of seeds, and it stays on its device.  The order of the
        minibatches starts anew.
    already : int
        How many of `config.steps` were made before: the schedule goes on from there.

    Yields
    ------
    Step
        `config.steps - already` of them, counting on from `after`.

    Raises
    ------
    RuntimeError
        At the first step, if the device does not exist here.
    ValueError
        At the first step, if `after` comes from another kind of network, or `data` from a
        rule that is unknown or wrong; if there are not as many datasets as seeds, or some
        are larger than others.
    """
    if isinstance(data, Sequence) and (np.ndim(config.seed) == 0 or len(data) != len(config.seed)):
        wanted = np.size(config.seed)
        raise ValueError(f"datasets must be one for each of {wanted} seeds, got {len(data)}")
    check_integer("already", already, 0, config.steps)
    network, optimiser, done = _continue(config, after or begin(config))
    backend = network.backend
    rate = backend.array(config.learning_rate)[..., None]  # (1,) or (K, 1)
    penalty = config.l2 * optimisers.weight_mask(network) if config.l2 else None
    batches = minibatches(data, config.batch_size)
    for index in range(already, config.steps):
        x, y = (backend.array(part) for part in next(batches))
        share = optimisers.schedule(config.schedule, index, config.steps)
        # A rate that is far too high overflows: that is the reader's to see, in the loss.
        with np.errstate(over="ignore", invalid="ignore"):
            logits = network.forward(x)
            network.backward(binary_cross_entropy.slope(backend.xp, logits, y) / y.shape[-2])
            if penalty is not None:
                network.gradients += penalty * network.parameters
            optimiser.step(network.gradients, rate * share)
        done += 1
        yield Step(done, network, optimiser, logits, y)


def begin(config: TrainConfig) -> Step:
    """Step 0: the network with its initial weights, before it has seen a point.

    Raises
    ------
    RuntimeError
        If the device does not exist here.
    """
    backend = choose(config.device).backend
    widths = (2, *config.hidden, 1)
    network = Network(
        widths, config.activation, config.seed, backend, config.start, config.scale
    )
    optimiser = optimisers.make_optimiser(config.optimiser, network.parameters)
    return Step(0, network, optimiser, None, None)


def member(step: Step, k: int) -> Step:
    """The k-th network of a population as it stands, with what its optimiser knows of it.

    It is a copy: neither moves the other, and `fit(..., after=...)` goes on with it alone.

    Raises
    ------
    TypeError, ValueError
        If the step is of a single network, or `k` is none of its members, counted from 0.
    """
    network = step.network.member(k)
    return Step(
        step.index, network, optimisers.member(step._optimiser, k, network.parameters), None, None
    )


def _continue(config: TrainConfig, after: Step) -> tuple[Network, Any, int]:
    """Network, optimiser and the steps made so far; a new optimiser if another is wanted."""
    network, optimiser, widths = after.network, after._optimiser, (2, *config.hidden, 1)
    if network.widths != widths:
        raise ValueError(f"after must be of a network {widths}, got one of {network.widths}")
    if network.activation is not ACTIVATIONS[config.activation]:
        raise ValueError(f"after must be of a network with {config.activation} units")
    made, wanted = math.prod(network.parameters.shape[:-1]), np.size(config.seed)
    if made != wanted:
        raise ValueError(f"after must be of as many networks as seeds, {wanted}, got {made}")
    if type(optimiser) is not optimisers.OPTIMISERS[config.optimiser]:
        optimiser = optimisers.make_optimiser(config.optimiser, network.parameters)
    return network, optimiser, after.index


@np.errstate(over="ignore", invalid="ignore")
def evaluate(network: Network, x: np.ndarray, y: np.ndarray, block: int = 1000) -> Score:
    """Loss and accuracy of a network, or of each of a population, on given points.

    Parameters
    ----------
    network : Network
    x : array, shape (n_points, 2)
    y : bool array, shape (n_points,)
    block : int
        Points evaluated at once; a thousand stay in the processor's cache.

    Raises
    ------
    ValueError
        If `x` and `y` are not equally long or there is no point.
    """
    block, backend = check_integer("block", block, 1), network.backend
    if len(x) != len(y) or len(x) == 0:
        raise ValueError(f"x and y must be equally long, at least 1; got {len(x)} and {len(y)}")
    losses, rights = [], []
    for start in range(0, len(x), block):
        z = network.logits(backend.array(x[start : start + block]))
        targets = backend.array(y[start : start + block, None])
        losses.append(backend.numpy(binary_cross_entropy.value(backend.xp, z, targets))[..., 0])
        rights.append(backend.numpy(_right(z, targets))[..., 0])
    right = np.concatenate(rights, -1)
    loss = np.concatenate(losses, -1).mean(-1, dtype=np.float64)
    accuracy = right.mean(-1)
    if right.ndim == 1:
        loss, accuracy = float(loss), float(accuracy)
    return Score(loss, accuracy, ~right)
