"""How fast a run may go: slowly at first, so that the first steps can be seen."""
import time
from collections.abc import Callable

FIRST = 20  # steps a second at the start
GROWTH = 1.3  # then, steps a second for each step made: e times as many every 0.8 seconds


class SlowStart:
    """Allows steps at a rate that grows with the steps already made.

    What a network learns in its first hundred steps passes in a blink on a fast machine;
    on this scale the hundredth step comes after about three seconds, the thousandth two
    seconds later.

    Parameters
    ----------
    now : callable
        A clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self.begin()

    def begin(self) -> None:
        """Start the clock; the first step is allowed at once."""
        self._allowed, self._clock = 1.0, self._now()

    def allows(self, index: int) -> bool:
        """Whether one more step may be made now, after `index` steps; it counts as made."""
        now = self._now()
        rate = max(FIRST, GROWTH * index)
        # What was not used for a while (a busy machine) is not caught up with in one leap.
        self._allowed = min(self._allowed + rate * (now - self._clock), 0.1 * rate + 1)
        self._clock = now
        if self._allowed < 1:
            return False
        self._allowed -= 1
        return True
