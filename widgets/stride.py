"""A pace for what is drawn a step at a time: slow enough to be followed, then faster."""
import time
from collections.abc import Callable


class Stride:
    """Allows a step when it is due.

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
