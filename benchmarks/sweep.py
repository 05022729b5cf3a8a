"""A sweep of 384 networks as populations, beside training them one after another.

2-w-1 with relu and Adam, w in 2, 4, 8, 16, 32, 64; four learning rates, 16 seeds; 1,000
updates on minibatches of 32 points of the ring.  All are evaluated on 700 points they learned
from and 1,000 held out.
"""

import platform
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import islice
from typing import Any

from benchmarks.fresh_process import peak_of
from benchmarks.result import Result, judged
from benchmarks.training import one_thread
from course.device import choose, gpu_name, gpu_present
from course.records import Dataset, TrainConfig
from course.seeding import torch_seed
from course.sweep import Sweep, grid
from course.toys import make_dataset
from course.training import evaluate, fit, minibatches

BASE = TrainConfig(batch_size=32, steps=1000)
WIDTHS, RATES, SEEDS = (2, 4, 8, 16, 32, 64), (0.003, 0.01, 0.03, 0.1), 16
TENTH, ROUNDS = 10, 3
MEMORY = 500  # MB
GPU_NETWORKS, GPU_WIDTH, CPU_SHARE = 4096, 64, 16

Configs = Sequence[TrainConfig]
Train = Callable[[Configs], Any]


@dataclass(frozen=True)
class Times:
    """CPU seconds for all networks; a peer's are told from those of some of them.

    Attributes
    ----------
    sweep : float
        Median of the rounds.
    peers : mapping of str to float
        Extrapolated.
    trained : int
        How many networks each peer trained.
    """

    sweep: float
    peers: dict[str, float]
    trained: int


def run() -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about a minute and a half on one core."""
    data, configs = make_dataset("ring"), runs()
    with one_thread():
        times = measure(
            lambda some: Sweep(some, data).run(),
            {"a loop over our network": lambda some: one_by_one(some, data),
             "a loop over eager torch": torch_loop(data)},
            configs,
        )  # fmt: skip
    yield beside("a loop over our network", 0.2, times, len(configs))
    yield beside("a loop over eager torch", 0.025, times, len(configs))
    yield memory(peak_in_fresh_process())
    if gpu_present():
        yield on_gpu(gpu_name())


def runs(**changes: Any) -> tuple[TrainConfig, ...]:
    """The settings of the 384 networks, `changes` made to all of them."""
    hidden = [(width,) for width in WIDTHS]
    return grid(replace(BASE, **changes), hidden=hidden, learning_rate=RATES, seed=range(SEEDS))


def measure(
    sweep: Train,
    peers: dict[str, Train],
    configs: Configs,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> Times:
    """CPU seconds of the sweep of all networks, and of each peer's way to train a tenth of them.

    In each round the sweep trains all and every peer a part of its tenth, so that whatever
    else the machine does falls on all of them.  Every tenth network of the grid is taken: all
    widths, rates and seeds are among them.  A first round of a few networks warms up.
    """
    some = configs[::TENTH]
    for train in (sweep, *peers.values()):
        train([replace(config, steps=5) for config in some[:: len(WIDTHS)]])

    def taken(train: Train, which: Configs) -> float:
        start = clock()
        train(which)
        return clock() - start

    ours, theirs = [], dict.fromkeys(peers, 0.0)
    for turn in range(rounds):
        ours.append(taken(sweep, configs))
        for name, train in peers.items():
            theirs[name] += taken(train, some[turn::rounds])
    scaled = {name: seconds * len(configs) / len(some) for name, seconds in theirs.items()}
    return Times(statistics.median(ours), scaled, len(some))


def one_by_one(configs: Configs, data: Dataset) -> list[float]:
    """Our own single network, trained and evaluated for one setting after another."""
    accuracies = []
    for config in configs:
        [last] = deque(fit(config, data), maxlen=1)
        evaluate(last.network, data.x_train, data.y_train)
        accuracies.append(evaluate(last.network, data.x_test, data.y_test).accuracy)
    return accuracies


def torch_loop(data: Dataset) -> Callable[[Configs], list[float]]:
    """Eager torch in its usual form, one network after another; the minibatches are ready."""
    import torch
    from torch import nn

    batches = islice(minibatches(data, BASE.batch_size), BASE.steps)
    ready = [tuple(map(torch.from_numpy, batch)) for batch in batches]
    sets = [(torch.from_numpy(x), torch.from_numpy(y)[:, None])
            for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test))]  # fmt: skip

    def train(config: TrainConfig) -> float:
        with torch_seed(config.seed):
            [width] = config.hidden
            network = nn.Sequential(nn.Linear(2, width), nn.ReLU(), nn.Linear(width, 1))
        loss = nn.BCEWithLogitsLoss()
        optimiser = torch.optim.Adam(network.parameters(), lr=config.learning_rate)
        for x, y in ready[: config.steps]:
            optimiser.zero_grad(set_to_none=True)
            loss(network(x), y).backward()
            optimiser.step()
        with torch.no_grad():
            right = [((network(x) > 0) == y).float().mean() for x, y in sets]
        return float(right[-1])

    return lambda configs: [train(config) for config in configs]


def beside(peer: str, most: float, times: Times, count: int) -> Result:
    """CPU time of the sweep beside a peer's; holds if it is at most `most` times theirs."""
    return judged(
        f"{count} networks: CPU time beside {peer}",
        times.sweep,
        "s",
        peer=f"{peer} (extrapolated from {times.trained} networks)",
        theirs=times.peers[peer],
        bar=f"ratio <= {most:g}",
        conditions=f"{recipe()}; CPU time in one process, one thread; the sweep the median of "
        f"{ROUNDS} interleaved rounds, the peer every tenth network once, a part of them in each "
        f"round; evaluation included; {versions()}",
    )


def recipe() -> str:
    """The networks and their training in a few words."""
    widths = ", ".join(map(str, WIDTHS))
    rates = ", ".join(f"{rate:g}" for rate in RATES)
    return (
        f"2-w-1, w = {widths}, relu, Adam at {rates}, {SEEDS} seeds, {BASE.steps:,} steps, batch "
        f"{BASE.batch_size}, ring"
    )


def versions() -> str:
    """Versions of all that takes part."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "torch"))
    return f"Python {platform.python_version()}, {packages}, {platform.machine()}"


def peak_in_fresh_process() -> float:
    """Largest resident memory of a new process that does the sweep, in MB."""
    return peak_of(
        "from benchmarks.sweep import runs\n"
        "from course.sweep import Sweep\n"
        "from course.toys import make_dataset\n"
        "assert len(Sweep(runs(), make_dataset('ring')).run()) == len(runs())"
    )


def memory(megabytes: float) -> Result:
    """Peak memory of the sweep."""
    return judged(
        f"{len(runs())} networks: peak memory",
        megabytes,
        "MB",
        bar=f"ours < {MEMORY}",
        conditions=f"largest resident memory of a fresh process that imports the course and does "
        f"the sweep; {recipe()}; {versions()}",
    )


def on_gpu(name: str, networks: int = GPU_NETWORKS, steps: int = 1000) -> Result:
    """Updates a second of all networks at once on a device, beside one core of the CPU."""
    data = make_dataset("ring")

    def rate(device: str, count: int) -> float:
        base = replace(BASE, hidden=(GPU_WIDTH,), device=device, steps=steps)
        Sweep(grid(replace(base, steps=5), seed=range(count)), data).run()  # warms up
        sweep = Sweep(grid(base, seed=range(count)), data)
        start = time.perf_counter()
        sweep.run()  # ends with the accuracies on the CPU: the device is done
        return count * steps / (time.perf_counter() - start)

    with one_thread():
        theirs = rate("cpu", networks // CPU_SHARE)
    return judged(
        f"{networks:,} networks at once: updates a second on {choose(name).label}",
        rate(name, networks),
        "updates/s",
        peer=f"numpy on one core (measured on {networks // CPU_SHARE} networks)",
        theirs=theirs,
        bar="ratio > 1",
        conditions=f"elapsed time, evaluation included; 2-{GPU_WIDTH}-1, relu, Adam, {steps:,} "
        f"steps, batch {BASE.batch_size}, ring; {versions()}",
    )
