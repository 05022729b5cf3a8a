"""Principal components beside scikit-learn's, and what it costs to compare all pairs.

Relations are measured between a cloud of known spectrum and its first ten components, or all of
them: exactly for 10,000 rows in 50 dimensions, by random pairs for 100,000.  Components are found
from 1,000 x 2 to 100,000 x 50, and for a million rows on a GPU where there is one.
"""

import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version

import numpy as np

from benchmarks.fresh_process import peak_of
from benchmarks.result import Result, judged
from benchmarks.training import one_thread
from course.device import choose, gpu_name, gpu_present
from course.pca import pca
from course.seeding import generator
from course.vectors.clouds import spectrum_cloud
from course.vectors.relations import Relations, relations

SIZES = ((1_000, 2), (10_000, 10), (10_000, 50), (100_000, 50))
EXACT, BY_PAIRS, D, KEPT = 10_000, 100_000, 50, 10
ROUNDS, ENTRIES = 9, 2_000_000  # each turn goes through about so many entries
SECONDS, BY_PAIRS_SECONDS, MEMORY = 1, 2, 400  # the last in MB
SLOWER = 1.0
GPU_ROWS, GPU_REPEATS = 1_000_000, 5

Work = Callable[[], object]


def run() -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about 20 seconds on one core."""
    with one_thread():
        yield relating(EXACT, SECONDS)
        yield relating(EXACT, SECONDS, D)
        yield memory(peak_in_fresh_process())
        yield relating(BY_PAIRS, BY_PAIRS_SECONDS)
        for rows, d in SIZES:
            yield beside_sklearn(rows, d)
    if gpu_present():
        yield on_gpu(gpu_name())


def cloud(rows: int, d: int) -> np.ndarray:
    """Normal rows whose standard deviations fall from 10 to 1, away from the origin."""
    rng = generator(0, "benchmark of principal components")
    return spectrum_cloud(rng, rows, np.linspace(10, 1, d), np.full(d, 3.0))


def related(rows: int) -> Relations:
    """Relations of a cloud to its first components, in 50 dimensions both."""
    before, after = both(rows)
    return relations(before, after)


def both(rows: int, kept: int = KEPT) -> tuple[np.ndarray, np.ndarray]:
    """A cloud, and its first components."""
    before = cloud(rows, D)
    return before, pca(before, kept)(before)


def relating(rows: int, most: float, kept: int = KEPT, rounds: int = 3) -> Result:
    """CPU time of the relations of so many rows; the median of some rounds."""
    before, after = both(rows, kept)
    found = relations(before, after)  # warms up
    seconds = measure({"ours": lambda: relations(before, after)}, 1, rounds)["ours"]
    how = "every pair" if found.exact else f"{found.pairs:,} random pairs"
    return judged(
        f"relations of {rows:,} x {D}, then {kept}: CPU time",
        seconds,
        "s",
        bar=f"ours < {most}",
        conditions=f"median of {rounds}, one thread; {how}; before and after PCA to {kept}; "
        f"{versions()}",
    )


def peak_in_fresh_process() -> float:
    """Largest resident memory, in MB, of a new process that takes the exact relations."""
    return peak_of("from benchmarks.pca import EXACT, related\nassert related(EXACT).exact")


def memory(megabytes: float) -> Result:
    """Peak memory of the exact relations."""
    return judged(
        f"relations of {EXACT:,} x {D}: peak memory",
        megabytes,
        "MB",
        bar=f"ours < {MEMORY}",
        conditions="largest resident memory of a fresh process that imports the course, makes "
        f"the cloud and its components and compares every pair; {versions()}",
    )


def measure(
    ways: Mapping[str, Work],
    times: int,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Median seconds of each way to do the work once.

    The ways take turns, so that whatever else the machine does falls on all of them; in each
    turn the work is done `times` times.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            start = clock()
            for _ in range(times):
                work()
            seconds[name].append((clock() - start) / times)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def beside_sklearn(rows: int, d: int, rounds: int = ROUNDS) -> Result:
    """CPU time to find all components of a cloud, beside scikit-learn's."""
    from sklearn.decomposition import PCA

    x = cloud(rows, d)
    ways = {"ours": lambda: pca(x), "theirs": lambda: PCA().fit(x)}
    for work in ways.values():
        work()  # warms up
    times = max(1, ENTRIES // x.size)
    seconds = measure(ways, times, rounds)
    return judged(
        f"PCA of {rows:,} x {d}: CPU time of a fit",
        1000 * seconds["ours"],
        "ms",
        peer="scikit-learn PCA",
        theirs=1000 * seconds["theirs"],
        bar=f"ratio <= {SLOWER:g}",
        conditions=f"medians of {rounds} interleaved rounds of {times:,} in one process, one "
        f"thread, float64; both centre, keep all components and choose their own method; "
        f"{versions()}",
    )


def on_gpu(name: str, rows: int = GPU_ROWS, repeats: int = GPU_REPEATS) -> Result:
    """Elapsed time of a fit on a device, beside numpy on one core; both in float32."""
    x = cloud(rows, D).astype(np.float32)
    device = choose(name)
    there = device.backend.array(x)

    def seconds(array: object) -> float:
        pca(array)  # warms up
        taken = []
        for _ in range(repeats):
            start = time.perf_counter()
            float(pca(array).deviations[0])  # a number on the CPU: the device is done
            taken.append(time.perf_counter() - start)
        return statistics.median(taken)

    with one_thread():
        theirs = seconds(x)
    return judged(
        f"PCA of {rows:,} x {D} on {device.label}: elapsed time",
        1000 * seconds(there),
        "ms",
        peer="numpy on one core",
        theirs=1000 * theirs,
        bar="ratio < 1",
        conditions=f"medians of {repeats}; float32, the rows on the device before; {versions()}",
    )


def versions() -> str:
    """Versions of all that takes part."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "torch"))
    return f"Python {platform.python_version()}, {packages}, {platform.machine()}"
