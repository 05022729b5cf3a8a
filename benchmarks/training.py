"""Training the rose: how many seeds learn it, and its cost beside torch and scikit-learn.

Everyone trains 2-32-32-32-1 with relu and Adam, 1,000 updates on minibatches of 100 points.
"""

import platform
import statistics
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.result import Result, judged
from course.records import Dataset, TrainConfig
from course.seeding import torch_seed
from course.toys import base_rate, make_dataset
from course.training import Stream, evaluate, fit

CONFIG = TrainConfig(
    hidden=(32, 32, 32), learning_rate=0.01, batch_size=100, steps=1000, schedule="cosine"
)
PUBLISHED = 0.981  # 1000-1000-1000 in "Simple models for deep learning testing" (2016)
HELD_OUT = 20_000
REPEATS = 7

Decide = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Trainer:
    """A way to train the network on a dataset, gone through once from first to last.

    Attributes
    ----------
    name : str
    prepare : callable
        Dataset -> whatever form of the training points this trainer likes best; not timed.
    train : callable
        What `prepare` returned -> a function of points (n, 2) that decides their classes.
    """

    name: str
    prepare: Callable
    train: Callable[..., Decide]


def run() -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about 15 seconds on one core."""
    yield seeds_that_learn([seed_accuracy(seed) for seed in range(5)])
    data = make_dataset("rose", CONFIG.steps * CONFIG.batch_size, HELD_OUT)
    with one_thread():
        seconds, accuracies = measure([OURS, TORCH, SKLEARN], data, REPEATS)
    yield beside(TORCH, 0.25, seconds, accuracies)
    yield beside(SKLEARN, 0.5, seconds, accuracies)


def seed_accuracy(seed: int) -> float:
    """Accuracy of a network on held-out points after 1,000 minibatches of fresh points."""
    [last] = deque(fit(replace(CONFIG, seed=seed), Stream("rose", seed=seed)), maxlen=1)
    held_out = make_dataset("rose", 1, HELD_OUT, seed=seed)
    return evaluate(last.network, held_out.x_test, held_out.y_test).accuracy


def seeds_that_learn(accuracies: list[float]) -> Result:
    """How many seeds reach the published accuracy."""
    listed = ", ".join(f"{100 * accuracy:.2f}" for accuracy in accuracies)
    return judged(
        f"rose: seeds that reach {PUBLISHED:.1%} on points held out",
        sum(accuracy >= PUBLISHED for accuracy in accuracies),
        f"of {len(accuracies)} seeds",
        bar="ours >= 4",
        conditions=f"test accuracies {listed}% ({base_rate('rose'):.1%} is free); {recipe()}, "
        f"cosine schedule, fresh points at every step, {HELD_OUT:,} points held out",
    )


def recipe() -> str:
    """The network and its training in a few words."""
    return (
        f"2-{'-'.join(map(str, CONFIG.hidden))}-1, {CONFIG.activation}, Adam at rate "
        f"{CONFIG.learning_rate:g}, {CONFIG.steps:,} steps, batch {CONFIG.batch_size}"
    )


def measure(
    trainers: list[Trainer],
    data: Dataset,
    repeats: int,
    clock: Callable[[], float] = time.process_time,
) -> tuple[dict[str, float], dict[str, float]]:
    """Median seconds and test accuracy of each trainer, by name.

    The trainers take turns, so that whatever else the machine does falls on all of them;
    a first turn warms up and is not counted.
    """
    seconds: dict[str, list[float]] = {trainer.name: [] for trainer in trainers}
    accuracies = {}
    prepared = {trainer.name: trainer.prepare(data) for trainer in trainers}
    for turn in range(repeats + 1):
        for trainer in trainers:
            start = clock()
            decide = trainer.train(*prepared[trainer.name])
            elapsed = clock() - start
            if turn > 0:
                seconds[trainer.name].append(elapsed)
            accuracies[trainer.name] = float((decide(data.x_test) == data.y_test).mean())
    return {name: statistics.median(taken) for name, taken in seconds.items()}, accuracies


def beside(
    peer: Trainer, most: float, seconds: dict[str, float], accuracies: dict[str, float]
) -> Result:
    """Our CPU time beside a peer's; holds if it is at most `most` times theirs."""
    learned = " and ".join(f"{n} {100 * accuracies[n]:.1f}%" for n in (OURS.name, peer.name))
    return judged(
        f"rose: CPU time of training beside {peer.name}",
        1000 * seconds[OURS.name],
        "ms",
        peer=peer.name,
        theirs=1000 * seconds[peer.name],
        bar=f"ratio <= {most:g}",
        conditions=f"medians of the CPU time of {REPEATS} interleaved runs in one process, "
        f"one thread each; {recipe()} (ours on a cosine schedule, theirs constant), the same "
        f"{CONFIG.steps * CONFIG.batch_size:,} points once, ready in memory; test accuracy "
        f"{learned}; {versions()}",
    )


def versions() -> str:
    """Versions of all that takes part."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch", "scikit-learn"))
    return f"Python {platform.python_version()}, {packages}, {platform.machine()}"


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy, scikit-learn and torch use one thread inside a `with` block."""
    import torch
    from threadpoolctl import threadpool_limits

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(before)


def _train_ours(data: Dataset) -> Decide:
    config = replace(CONFIG, steps=len(data.x_train) // CONFIG.batch_size)
    [last] = deque(fit(config, data), maxlen=1)
    return lambda points: last.network.logits(points)[:, 0] > 0


def _torch_tensors(data: Dataset) -> tuple:
    import torch

    return torch.tensor(data.x_train), torch.tensor(data.y_train[:, None]).float()


def _train_torch(x: Any, y: Any) -> Decide:
    """Eager torch in its usual form, with its default Adam."""
    import torch
    from torch import nn

    layers = []
    with torch_seed(CONFIG.seed):
        for fan_in, fan_out in zip((2, *CONFIG.hidden), CONFIG.hidden, strict=False):
            layers += [nn.Linear(fan_in, fan_out), nn.ReLU()]
        network = nn.Sequential(*layers, nn.Linear(CONFIG.hidden[-1], 1))
    loss = nn.BCEWithLogitsLoss()
    optimiser = torch.optim.Adam(network.parameters(), lr=CONFIG.learning_rate)
    for start in range(0, len(x), CONFIG.batch_size):
        stop = start + CONFIG.batch_size
        optimiser.zero_grad(set_to_none=True)
        loss(network(x[start:stop]), y[start:stop]).backward()
        optimiser.step()

    def decide(points: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return network(torch.tensor(points))[:, 0].numpy() > 0

    return decide


def _train_sklearn(x: np.ndarray, y: np.ndarray) -> Decide:
    """One epoch of scikit-learn, unshuffled: the fastest way to so many updates there."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        CONFIG.hidden,
        batch_size=CONFIG.batch_size,
        learning_rate_init=CONFIG.learning_rate,
        alpha=CONFIG.l2,
        max_iter=1,
        shuffle=False,
        random_state=CONFIG.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # that one epoch is few
        model.fit(x, y)
    return lambda points: model.predict(points).astype(bool)


OURS = Trainer("Glassbox", lambda data: (data,), _train_ours)
TORCH = Trainer("eager torch", _torch_tensors, _train_torch)
SKLEARN = Trainer(
    "scikit-learn", lambda data: (data.x_train, data.y_train.astype(int)), _train_sklearn
)
