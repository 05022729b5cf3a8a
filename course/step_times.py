"""What a step costs, for several ways of making the same one: measured in turns.

A machine is never quiet.  The ways take turns, a few steps at a time, so that all of them
meet the same noise, and the median of the rounds is what counts.
"""
import statistics
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

from course.checks import check_integer


@dataclass(frozen=True)
class StepTimes:
    """Times of a step, and how far the results lie apart.

    Attributes
    ----------
    seconds : mapping of str to float
        Name of a way -> median time of a step.
    differences : mapping of str to float
        Name -> largest difference of any weight from the first way's, once every way has
        made the same steps; empty while it is being measured.
    steps : int
        Steps that each way has made.
    """

    seconds: Mapping[str, float]
    differences: Mapping[str, float]
    steps: int

    @property
    def fastest(self) -> str:
        """The way with the smallest time."""
        return min(self.seconds, key=self.seconds.get)

    def ratio(self, name: str) -> float:
        """How many times as long as the fastest way this one takes."""
        return self.seconds[name] / self.seconds[self.fastest]


def in_turns(
    ways: Mapping[str, Callable[[], object]],
    rounds: int,
    chunk: int,
    clock: Callable[[], float] = time.thread_time,
) -> Generator[StepTimes, None, StepTimes]:
    """Make `rounds * chunk` steps in each way, taking turns; the times so far after each turn.

    The first round warms up and is not counted, if there are others.

    Parameters
    ----------
    ways : mapping of str to callable
        Each call makes a step and waits until it is made.
    rounds, chunk : int
        At least 1; a turn is `chunk` steps.
    clock : callable
        Seconds: of the processor, on this thread, or of the wall where another device or other
        threads do the work.

    Returns
    -------
    StepTimes
        Without differences.
    """
    check_integer("rounds", rounds, 1)
    check_integer("chunk", chunk, 1)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for done in range(rounds):
        for name, step in ways.items():
            begun = clock()
            for _ in range(chunk):
                step()
            taken[name].append((clock() - begun) / chunk)
            yield _so_far(taken, done * chunk)
    return _so_far(taken, rounds * chunk)


def _so_far(taken: Mapping[str, list[float]], steps: int) -> StepTimes:
    counted = {name: times[1:] or times for name, times in taken.items()}
    medians = {name: statistics.median(times) for name, times in counted.items() if times}
    return StepTimes(medians, {}, steps)
