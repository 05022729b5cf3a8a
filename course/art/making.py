"""Pictures made on a thread of their own, while whoever asked for them goes on.

A step takes 5 to 70 ms: too long for a loop that answers a page.  A `Making` owns one thread
and everything of torch happens there: what is built, each step, and each look at it.  The caller
leaves orders, none of which waits for anything, and looks at what has come of them.  Several
pictures can be made in turn on the one thread, each in a lane of its own.
"""
import atexit
import threading
import weakref
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

from course.art.creation import Creation, Lane
from course.art.goals import Goal
from course.art.looking import Step
from course.checks import check_integer
from course.torch_layers import one_thread

GOODBYE = 5.0  # seconds that a thread may take over its last step when Python ends


class Making:
    """A thread that makes pictures, steered from any other.

    No method waits for the thread, except `wait` and `close`.

    Parameters
    ----------
    look : callable, optional
        What is wanted of a step, as look(creation, step).  It is called on the thread, before
        the next step moves the parameters: the gradients they hold belong to that step.  By
        default the step itself.

    Examples
    --------
    >>> making = Making()
    >>> making.begin(lambda: Creation(parameterisation("stack"), goal({"smooth": 1.0})))
    >>> making.step(100)
    >>> making.wait()
    >>> making.newest().index
    100
    """

    def __init__(self, look: Callable[[Creation, Step], Any] | None = None) -> None:
        self._look = look or (lambda creation, step: step)
        self._lanes: dict[Hashable, Lane] = {}
        self._news = threading.Condition()
        self._orders: deque[Callable[[], Any]] = deque()
        self._playing = self._busy = self._closed = False
        self._thread: threading.Thread | None = None
        _ALL.add(self)

    # ---- orders ------------------------------------------------------------------------

    def begin(self, build: Callable[[], Creation], lane: Hashable = 0) -> None:
        """Begin a picture at step 0, in place of the one in this lane.

        Parameters
        ----------
        build : callable
            Makes the creation, on the thread.
        lane : hashable
        """
        made = self._lanes[lane] = Lane(build)
        made.want()
        self._order(lambda: self._lanes.get(lane) is made and made.advance())

    def change(self, alter: Callable[[Creation], Creation], lane: Hashable = 0) -> None:
        """Go on from the same parameters with another goal, or another optimiser.

        Its first step is the last one again, as the new goal sees it.  Changes that come faster
        than steps are made are made together.

        Parameters
        ----------
        alter : callable
            The old creation -> the new one, with the same thing; called on the thread.
        lane : hashable
        """
        one = self._lanes[lane]
        one.altering.append(alter)

        def act() -> None:  # changes that have come meanwhile are made together
            if one.altering and self._lanes.get(lane) is one:
                one.change()
                one.advance()

        self._order(act)

    def swap_goal(self, goal: Goal, lane: Hashable = 0) -> None:
        """Go on with another goal; the parameters stay."""
        self.change(lambda creation: replace(creation, goal=goal), lane)

    def drop(self, lane: Hashable = 0) -> None:
        """Forget the picture of a lane."""
        self._lanes.pop(lane, None)

    def play(self) -> None:
        """Make one step after the other, each lane in turn; what had failed is tried again."""
        self._order(self._retry)
        with self._news:
            self._playing = True
            self._news.notify()

    def pause(self) -> None:
        """Stop after the step being made; steps that were ordered are not made."""
        with self._news:
            self._playing = False
            others = [act for act in self._orders if act != self._round]
            self._orders.clear()
            self._orders.extend(others)

    def step(self, count: int = 1) -> None:
        """Make so many steps more in each lane."""
        self._order(self._retry)
        for _ in range(check_integer("count", count, 1)):
            self._order(self._round)

    def ask(self, afresh: bool = False) -> None:
        """Ask for a look at the newest step of each lane: `look` has it soon.

        Parameters
        ----------
        afresh : bool
            Also if that step has been looked at already.
        """
        for one in list(self._lanes.values()):
            one.want(afresh)
        with self._news:
            self._news.notify()

    def close(self, wait: bool = True) -> None:
        """End the thread, after the step being made; legal more than once.

        Parameters
        ----------
        wait : bool
            Whether to wait for that, at most 5 seconds.
        """
        with self._news:
            self._closed, self._playing = True, False
            self._orders.clear()
            self._news.notify_all()
        thread = self._thread
        if wait and thread is not None and thread is not threading.current_thread():
            thread.join(GOODBYE)

    # ---- what has come of them ---------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether steps are made one after the other."""
        return self._playing

    @property
    def resting(self) -> bool:
        """Whether there is nothing left to do: no order, no step, no look, and it does not play."""
        todo = self._busy or self._orders or self._playing or self._unseen()
        return self._closed or not todo

    def newest(self, lane: Hashable = 0) -> Step | None:
        """The newest Step of a lane; None before the first."""
        return self._lanes[lane].step if lane in self._lanes else None

    def look(self, lane: Hashable = 0) -> Any:
        """The newest look at a lane that was asked for; None before the first."""
        return self._lanes[lane].look if lane in self._lanes else None

    def made(self, lane: Hashable = 0) -> int:
        """How many steps the lane has made so far, for a speed."""
        return self._lanes[lane].made if lane in self._lanes else 0

    def began(self, lane: Hashable = 0) -> dict[str, float]:
        """What each term said first, not weighted."""
        return dict(self._lanes[lane].began) if lane in self._lanes else {}

    def stretches(self, lane: Hashable = 0) -> list[tuple[int, Creation]]:
        """From which step on which creation was at work; those without an update left out."""
        return list(self._lanes[lane].stretches) if lane in self._lanes else []

    def failure(self, lane: Hashable = 0) -> Exception | None:
        """What went wrong in a lane that does not go on; None where nothing did."""
        return self._lanes[lane].failure if lane in self._lanes else None

    def wait(self, timeout: float = 60.0) -> bool:
        """Wait until it rests; whether it does."""
        with self._news:
            return self._news.wait_for(lambda: self.resting, timeout)

    # ---- the thread --------------------------------------------------------------------

    def _order(self, act: Callable[[], Any]) -> None:
        with self._news:
            if self._closed:
                return
            self._orders.append(act)
            self._news.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="making")
                self._thread.start()

    def _retry(self) -> None:
        for one in list(self._lanes.values()):
            one.failure = None

    def _round(self) -> bool:
        """Make one step in each lane, in turn; whether any of them can go on."""
        moving = [one for one in list(self._lanes.values()) if one.moves]
        for one in moving:
            one.advance()
        return any(one.moves for one in moving)

    def _run(self) -> None:
        with one_thread():
            while self._awake():
                self._turn()

    def _awake(self) -> bool:
        """Sleep until there is something to do; False once it is closed."""
        with self._news:
            self._busy = False
            if self.resting:
                self._news.notify_all()
            self._news.wait_for(lambda: self._closed or not self.resting)
            self._busy = True
            return not self._closed

    def _turn(self) -> None:
        """Carry out what was ordered, or else make one step in each lane; then show them."""
        with self._news:
            order = self._orders.popleft() if self._orders else None
        if order is not None:
            order()
        elif self._playing and not self._round():
            with self._news:
                self._playing = False
        for one in list(self._lanes.values()):
            one.show(self._look)

    def _unseen(self) -> bool:
        return any(one.unseen for one in list(self._lanes.values()))


_ALL: "weakref.WeakSet[Making]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Python must not end under a thread that is inside torch: that aborts the process."""
    for making in list(_ALL):
        making.close()
