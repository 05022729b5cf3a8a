"""Pictures side by side: the thread that makes them, steered and looked at from the kernel's loop.

torch takes more than a second to import and a step up to 70 ms, so both happen elsewhere: what is
needed is prepared on a thread and made on another; the run loop looks at what there is.
"""
import asyncio
import importlib
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from course.pictures.targets import target
from widgets.run_loop import RunLoop
from widgets.side_by_side_settings import SideSettings
from widgets.side_by_side_view import SideView

PAUSE = 0.1  # seconds between two looks: each brings every picture
MOST = 40.0  # steps a second of each: a small picture would be done before it is seen
PATIENCE = 120.0  # seconds that a program waits for one step of each


def prepared(settings: SideSettings) -> tuple[Any, np.ndarray | None]:
    """What is made with these settings, and its target; imports torch."""
    made = importlib.import_module("course.art.sides")
    about = settings.about
    picture = target(settings.taken_target, about.size) if settings.taken_target else None
    sides = made.Sides(
        settings.tiles(), about.size, picture, digit=settings.digit, seed=settings.seed,
        across=settings.taken_across, until=settings.until,
    )  # fmt: skip
    sides.pace.most = MOST
    return sides, picture


class SideRun(SideView):
    """What several pictures side by side do once their settings are known.

    Attributes
    ----------
    run_loop : RunLoop
        Looks at what is made, while there is anything to come.
    """

    run_loop: RunLoop | None = None  # until it is made
    _coming: asyncio.Future | None = None  # what is being prepared
    _owed = 0  # steps asked for before torch was there
    _closed = False
    _written_at = -1.0
    _shown: Any = None

    # ---- what a person does ------------------------------------------------------------

    def play(self) -> None:
        """Make one step after the other, until paused or as far as the set goes."""
        if not self._live:
            self._say("playing needs a notebook; call step() to make steps without one")
            return
        if self._over:
            self._begin()
        self._playing, self._owed = True, 0
        self._state("running", "running" if self.sides is not None else "loading torch")
        if self.sides is not None:
            self._resume()
        self._watch()

    def pause(self) -> None:
        """Stop after the step being made."""
        self._playing, self._owed = False, 0
        if self.sides is not None:
            self.sides.making.pause()
        self._state("paused", "paused")

    def step(self) -> None:
        """One step of each."""
        self._playing = False
        if self.sides is None and self._live:
            self._owed += 1
            self._state("running", "loading torch")
            self._watch()
            return
        self._ensure()
        if self.sides.making.playing:  # a pause would also drop the steps asked for just before
            self.sides.making.pause()
        self._make_step()
        if self._live:
            self._watch()
        else:
            self.sides.making.wait(PATIENCE)
            self._look(True)

    def reset(self) -> None:
        """Back to the start of every picture."""
        self._playing, self._owed = False, 0
        self._begin()
        self._state("empty", "ready")

    def close(self) -> None:
        """Stop, and leave the page."""
        self._closed, self._playing = True, False
        if self.run_loop is not None:
            self.run_loop.stop()
        self._let_go()
        super().close()

    # ---- beginning ---------------------------------------------------------------------

    @property
    def _live(self) -> bool:
        return self._loop is not None and not self._loop.is_closed()

    def _come_near(self) -> None:
        """Someone is about to see it: the first pictures are made."""
        if self.sides is None:
            self._watch()

    def _begin(self) -> None:
        """Everything from the start, with the settings as they stand."""
        had = self.sides is not None or self._coming is not None
        self._let_go()
        self._coming, self._shown = None, None
        self._say()
        self._paint([None] * len(self._settings.tiles()), False)
        if had and self._live:
            self._watch()

    def _let_go(self) -> None:
        before, self.sides = self.sides, None
        if before is not None:
            before.making.pause()
            if self._live:  # it waits for the step being made
                self._loop.run_in_executor(None, before.making.close)
            else:
                before.making.close()

    def _ensure(self) -> None:
        """Have the pictures begun, here and now."""
        if self.sides is None:
            self._take(prepared(self._settings))
            self.sides.making.wait(PATIENCE)

    def _take(self, there: tuple[Any, np.ndarray | None]) -> None:
        self.sides, self._target = there
        self.sides.begin()
        if self._playing:
            self._resume()
        for _ in range(self._owed):
            self._make_step()
        self._owed = 0

    def _make_step(self) -> None:
        """Have one step of each made, and no more."""
        self.sides.pace.even = False
        self.sides.making.step()
        self._state("paused", "paused")

    def _resume(self) -> None:
        self.sides.pace.even = True
        self._set_pace()
        self.sides.making.play()

    def _set_pace(self) -> None:
        """Say what is counted and how far Play goes: to where a look is due, or to the end."""
        pace, settings = self.sides.pace, self._settings
        made = min((one.index for one in pace.records if not one.stopped), default=0)
        pace.across = settings.taken_across
        pace.until = settings.look if made < settings.look else settings.until

    @property
    def _there(self) -> bool:
        """Whether Play has come as far as it goes for now."""
        if self.sides is None or not self.sides.begun:
            return False
        return self.sides.pace.even and self.sides.pace.over

    @property
    def _over(self) -> bool:
        """Whether that is the end."""
        return self._there and self.sides.pace.until == self._settings.until

    # ---- looking -----------------------------------------------------------------------

    def _watch(self) -> None:
        if self._live and not self._closed:
            self.run_loop.start()

    def _work(self) -> bool:
        """See what there is to do; it is others who do it."""
        if self.sides is None:
            if self._coming is None:
                self._coming = self._loop.run_in_executor(None, prepared, self._settings)
            elif self._coming.done():
                there, self._coming = self._coming.result(), None
                self._take(there)
            return False
        making = self.sides.making
        if self._playing and self._there:
            making.pause()
            self._playing = False
        if not self._playing and making.resting:
            self.run_loop.stop()
        return False

    def _frame(self) -> int:
        now = time.perf_counter()
        if self.sides is not None and now - self._written_at >= PAUSE:
            self._written_at = now
            self._look(False)
        return self.board.frame

    def _look(self, last: bool) -> None:
        """Show what is there; `last` when no more is to come."""
        making, count = self.sides.making, len(self.sides.tiles)
        if last:
            making.ask()
            making.wait(1.0 if self._live else PATIENCE)
        sights = [making.look(lane) for lane in range(count)]
        stand = [*(record.index for record in self.sides.records), last,
                 *(sight and sight.index for sight in sights)]  # fmt: skip
        if stand != self._shown:
            self._shown = stand
            self._paint(sights, not last)
        making.ask()

    def _ended(self, failure: Exception | None) -> None:
        if failure is not None:
            self._failed(failure)
        elif self.sides is not None:
            self._look(True)
            begun = any(record.index for record in self.sides.records)
            state = ("done", "done") if self._over else ("paused", "paused")
            if self._there and not self._over:
                state = ("paused", "stopped for a look: play on")
            self._state(*(state if begun else ("empty", "ready")))
            self.board.spoken = self._result()
            self.heading.code = self.heading.code and self.code()  # it is open, or was

    def _guarded(self, act: Callable[[], Any]) -> None:
        """Do it, unless the widget has been closed meanwhile."""
        if not self._closed:
            super()._guarded(act)

    def _failed(self, error: Exception) -> None:
        self._playing, self._owed = False, 0
        if self.run_loop is not None:
            self.run_loop.stop()
        self._state("failed", "stopped")
        super()._failed(error)
