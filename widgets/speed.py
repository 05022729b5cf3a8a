"""How fast a run may go: slowly at first, so that the first steps can be seen."""
import math
import time
from collections.abc import Callable

FIRST = 20  # steps a second at the start
GROWTH = 1.3  # then, steps a second for each step made: e times as many every 0.8 seconds


class Stride:
    """Allows a step when it is due: slow enough to be followed, then faster.

    Parameters
    ----------
    first : float
        Steps a second at the start.
    growth : float
        Then, steps a second for each step made.
    most : float
        Steps a second at most.
    now : callable
        A clock in seconds.
    """

    def __init__(
        self,
        first: float,
        growth: float,
        most: float,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._first, self._growth, self._most, self._now = first, growth, most, now
        self.begin()

    def begin(self) -> None:
        """The first step is due at once."""
        self._due = self._now()

    def allows(self, index: int) -> bool:
        """Whether one more step may be made now, after `index` steps; it counts as made."""
        now = self._now()
        if now < self._due:
            return False
        rate = min(self._most, max(self._first, self._growth * index))
        # What a busy machine was late with is not caught up with in one leap.
        self._due = max(self._due, now - 0.05) + 1 / rate
        return True


class SlowStart(Stride):
    """The pace of training.

    What a network learns in its first hundred steps passes in a blink on a fast machine;
    on this scale the hundredth step comes after about three seconds, the thousandth two
    seconds later.

    Parameters
    ----------
    now : callable
        A clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(FIRST, GROWTH, math.inf, now)
