"""Play, pause and stop any iterator on the kernel's own loop, without blocking it.

A task works for about 4 ms, then lets the loop answer messages for a moment: a message takes
several turns of the loop, so short chunks make Stop and the page's answers quick.  Frames are
sent at an even pace, the newest only, and never more than a few ahead of what the page has
painted: one at a time wastes the way there and back, no limit lets the picture lag.
"""
import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

CHUNK = 0.004  # seconds of work between two breaths of the loop
IN_FLIGHT = 4  # frames sent that the page has not painted yet
STALE = 1.0  # seconds after which a frame is given up: the page is hidden or gone
PACE = 1 / 60  # seconds between two frames at least


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop that runs on this thread, as in a notebook's cell; None outside one."""
    with suppress(RuntimeError):
        return asyncio.get_running_loop()
    return None


class Pacer:
    """Decides when the next frame may go out.

    Parameters
    ----------
    now : callable
        A clock in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._sent: dict[int, float] = {}
        self._last = -1.0

    def ready(self) -> bool:
        """Whether a frame may be sent now."""
        now = self._now()
        self._sent = {frame: t for frame, t in self._sent.items() if now - t < STALE}
        return len(self._sent) < IN_FLIGHT and now - self._last >= PACE

    def sent(self, frame: int) -> None:
        """A frame has gone out."""
        self._last = self._now()
        self._sent[frame] = self._last

    def painted(self, frame: int) -> None:
        """The page has painted a frame; those before it will not come any more."""
        self._sent = {sent: t for sent, t in self._sent.items() if sent > frame}


class RunLoop:
    """Calls `work` again and again, and `show` whenever a frame may go out.

    Parameters
    ----------
    work : callable
        Makes one step; returns False when there is nothing left to do.
    show : callable
        Sends a frame and returns its number.
    ended : callable
        Called once after each start, with the exception that ended the run or None.
    pacer : Pacer
        Told by the canvas what has been painted.

    Attributes
    ----------
    running : bool
    resting : bool
    """

    def __init__(
        self,
        work: Callable[[], bool],
        show: Callable[[], int],
        ended: Callable[[Exception | None], None],
        pacer: Pacer,
    ) -> None:
        self._work, self._show, self._ended, self.pacer = work, show, ended, pacer
        self._wanted = False
        self._task: asyncio.Task | None = None

    @property
    def running(self) -> bool:
        """Whether a run is going on and has not been told to stop."""
        return self._wanted

    @property
    def resting(self) -> bool:
        """Whether no run is going on, and `ended` has been called for the last one."""
        return self._task is None or self._task.done()

    def start(self) -> None:
        """Begin to run, on the loop of the calling thread; nothing if it runs already.

        Raises
        ------
        RuntimeError
            If no loop is running here (outside a notebook).
        """
        loop = asyncio.get_running_loop()
        self._wanted = True
        if self.resting:
            self._task = loop.create_task(self._run())  # kept, or it may be collected

    def stop(self) -> None:
        """Stop after the step being made; legal from any thread."""
        self._wanted = False

    async def _run(self) -> None:
        failure = None
        try:
            while self._wanted:
                self._chunk()
                if self.pacer.ready():
                    self.pacer.sent(self._show())
                # Not sleep(0): a message needs several turns of the loop to be read.
                await asyncio.sleep(0.001)
        except Exception as error:  # noqa: BLE001  whatever a step or a rule may raise
            failure = error  # a task's exception is shown nowhere otherwise
        self._wanted = False
        self._ended(failure)

    def _chunk(self) -> None:
        """Work until the chunk is used up, or there is nothing more to do for now."""
        end = time.perf_counter() + CHUNK
        while self._wanted and time.perf_counter() < end:
            if not self._work():
                return
