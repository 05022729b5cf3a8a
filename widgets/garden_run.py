"""A bed of networks that grows on the kernel's loop, with its picture computed in between."""
import asyncio
import time
from collections.abc import Callable, Generator

from course.garden import Bed
from widgets.garden_picture import GardenPicture
from widgets.run_loop import CHUNK, Pacer, RunLoop

PICTURES = 1 / 20  # seconds between two pictures while running: the rest is for learning
FIGURES = 0.5  # seconds between two scores while running: faster cannot be read

Pieces = Generator[None, None, None]


class PicturePacer(Pacer):
    """A pacer of pictures that take a few pieces of work to compute.

    Attributes
    ----------
    there : bool
        Whether one has been computed that is not sent yet.
    """

    there = False

    @property
    def due(self) -> bool:
        """Whether it is time to compute the next."""
        return not self.there and super().ready() and self._now() - self._last >= PICTURES

    def ready(self) -> bool:
        """Whether a picture is there and may be sent now."""
        return self.there and super().ready()

    def sent(self, frame: int) -> None:
        """The picture has gone out."""
        self.there = False
        super().sent(frame)


class Growth:
    """Trains a bed until it is told otherwise.

    Parameters
    ----------
    picture : GardenPicture
        Of the bed; computed and sent while it grows.
    loop : event loop or None
        The kernel's.
    told : callable
        Called with steps a second each time the networks have been scored.
    ended : callable
        Called after each start, with the exception that ended the run or None.

    Attributes
    ----------
    bed : course.garden.Bed
    until : int
        The step after which it stops by itself.
    seconds : float
        For how long it has been running.
    """

    def __init__(
        self,
        picture: GardenPicture,
        loop: asyncio.AbstractEventLoop | None,
        told: Callable[[float], None],
        ended: Callable[[Exception | None], None],
    ) -> None:
        self._picture, self._loop, self._told, self._told_end = picture, loop, told, ended
        self.pacer, self.until, self.seconds = PicturePacer(), 0, 0.0
        self._run_loop = RunLoop(self._work, lambda: picture.show(live=True), self._end, self.pacer)
        self._pieces: Pieces | None = None
        self._waiting: list[Pieces] = []
        self._resting: asyncio.Task | None = None
        self._begun: float | None = None
        picture.canvas.on_painted(self.pacer.painted)

    @property
    def running(self) -> bool:
        """Whether it is growing, and has not been told to stop."""
        return self._run_loop.running

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do."""
        return self.bed.index >= self.until

    @property
    def at_rest(self) -> bool:
        """Whether nothing is going on any more."""
        return not self.running and (self._resting is None or self._resting.done())

    def begin(self, bed: Bed, until: int) -> None:
        """Grow this bed from now on, and leave what was to be done at rest for another."""
        self.bed, self.until, self.seconds = bed, until, 0.0
        self._pieces, self.pacer.there = None, False
        self._leave()
        self._begun = None
        self._start_clock()

    def start(self) -> None:
        """Train, a little at a time.

        Raises
        ------
        RuntimeError
            If no loop is running here (outside a notebook).
        """
        self._run_loop.start()
        self._leave()
        self._start_clock()

    def stop(self) -> None:
        """Stop after the piece that is being done; legal from any thread."""
        self._run_loop.stop()

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self._leave()

    def _start_clock(self) -> None:
        self._scored_at = now = time.perf_counter()
        self._counted_from = (self.bed.index, now)
        if self._begun is None and self.running:
            self._begun = now

    def _work(self) -> bool:
        """A piece of a picture if one is due, or else a step of some networks."""
        if self._pieces is None and self.pacer.due and not self.bed.between:
            self._pieces = self._compute()
        if self._pieces is not None:
            if next(self._pieces, self) is not self:
                return True
            self._pieces, self.pacer.there = None, True
            return False  # it can go out at once
        if self.over:
            self.stop()
            return False
        self.bed.work()
        return True

    def _compute(self) -> Pieces:
        scored = self._picture.unknown or time.perf_counter() - self._scored_at >= FIGURES
        yield from self._picture.compute(scored)
        if scored:
            index, now, (since, then) = self.bed.index, time.perf_counter(), self._counted_from
            self._scored_at, self._counted_from = now, (index, now)
            self._told((index - since) / (now - then))

    def _end(self, failure: Exception | None) -> None:
        self._pieces = None
        self.seconds += time.perf_counter() - self._begun
        self._begun = None
        self._told_end(failure)

    # ---- at rest -----------------------------------------------------------------------

    def finish_step(self) -> None:
        """Bring all networks to the same step."""
        while self.bed.between:
            self.bed.work()

    def grow(self, steps: int) -> Pieces:
        """So many steps of all, and what is left of the last, piece by piece."""
        end = self.bed.index + steps
        while self.bed.between or self.bed.index < end:
            self.bed.work()
            yield

    def rest(self, pieces: Pieces, failed: Callable[[Exception], None]) -> None:
        """Go through these, a little at a time where there is a loop, after what waits already."""
        if self._loop is None or self._loop.is_closed():
            for _ in pieces:
                pass
            return
        self._waiting.append(pieces)
        if self._resting is None or self._resting.done():
            self._resting = self._loop.create_task(self._rest(failed))

    async def _rest(self, failed: Callable[[Exception], None]) -> None:
        breath = time.perf_counter()
        try:
            while self._waiting:
                for _ in self._waiting[0]:
                    if time.perf_counter() - breath > CHUNK:
                        await asyncio.sleep(0.001)
                        breath = time.perf_counter()
                self._waiting.pop(0)
        except Exception as error:  # noqa: BLE001  a task's exception is shown nowhere otherwise
            self._waiting.clear()
            failed(error)

    def _leave(self) -> None:
        """What was to be done at rest is of no use any more."""
        self._waiting.clear()
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
