"""A limit on how long a student's code may run, in a notebook and on every system.

Signals exist on the main thread of some systems only, and a function defined in a notebook
cannot be sent to another process.  So the code runs in a thread of its own while the caller
waits.  When the time is over, Python is asked to raise an exception in that thread, again
and again until it ends.  On a busy machine the time is not over while the thread has had less of
the processor than it was given: code is not called slow for what others compute.

What this can stop is Python code, and whatever comes back to Python code now and then.  A
thread that sits in `time.sleep` or in a compiled function is left behind, and ends when
that returns.  One thing cannot be helped from within the process: a single call into
compiled code that never gives way to another thread, such as `sum(itertools.count())`.
Then nothing answers any more, and only a restart of the kernel helps.
"""
import contextvars
import ctypes
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import CodeType
from typing import Any, TypeVar

from course.exercises.output import LISTENER, Printed, listening

GRACE = 0.25  # seconds that a thread is given to end once it has been told to
TOLD_EVERY = 0.001  # seconds
LOOK_UP_EVERY = 0.1  # seconds; on Windows an interrupt is only noticed between two waits
LONGEST = 3  # times as long by the clock, for code that has not had its time on the processor

T = TypeVar("T")
Places = tuple[tuple[CodeType, int], ...]

NOTHING = ctypes.py_object()  # takes back what was to be raised
_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
_raise_in.argtypes, _raise_in.restype = (ctypes.c_ulong, ctypes.py_object), ctypes.c_int


class Stopped(BaseException):
    """Raised in the thread whose time is over; for nobody to catch."""


class TooLongError(TimeoutError):
    """Some code had not ended when its time was over.

    Attributes
    ----------
    seconds : float
        How long it was given.
    ended : bool
        Whether it could be stopped; if not, it was left behind.
    places : tuple of (code, int)
        The functions it stood in and their lines, innermost first.
    """

    def __init__(self, seconds: float, ended: bool, places: Places) -> None:
        super().__init__(f"it had not ended after {seconds:g} seconds")
        self.seconds, self.ended, self.places = seconds, ended, places


def limited(work: Callable[[], T], seconds: float, printed: Printed | None = None) -> T:
    """What some work returns or raises, if it ends in time.

    Work that calls this function again, or that runs where threads cannot be started, is
    done directly: the first under the limit that holds already, the second without one.

    Parameters
    ----------
    work : callable
        Called without arguments, in a thread, with the caller's context variables.
    seconds : float
        How long it may take. Where it is known how long it has computed, it may compute for so
        long, and take three times as long by the clock.
    printed : Printed, optional
        Told of all that is printed; by default it is dropped.

    Raises
    ------
    TooLongError
        If the work had not ended in time.
    KeyboardInterrupt
        If the reader interrupts; the work is stopped as well.
    """
    if LISTENER.get() is not None:
        return work()
    context = contextvars.copy_context()
    context.run(LISTENER.set, Printed() if printed is None else printed)
    worker = _Worker(partial(context.run, work))
    with listening():
        try:
            in_time = worker.start() and worker.wait(seconds)
        except BaseException:
            worker.stop()
            raise
        if not worker.started:
            return context.run(work)
        if not in_time:
            places = worker.places()
            raise TooLongError(seconds, worker.stop(), places)
    return worker.outcome()


class _Worker:
    """A thread that does some work once, and that can be told to stop.

    Nothing may be raised in the thread once it has left the work: `_done` says that it
    has, `_telling` that somebody may still be raising.  Each side sets its own before it
    reads the other's.
    """

    def __init__(self, work: Callable[[], Any]) -> None:
        self._thread = threading.Thread(target=self._run, name="a student's code", daemon=True)
        self._work, self._value, self._error = work, None, None
        self._done, self._telling, self._over = False, False, False
        self._bell = threading.Lock()
        self._bell.acquire()
        self._raised, self._clock = Stopped, None
        self.started = False

    def _run(self) -> None:
        try:
            try:
                if hasattr(time, "pthread_getcpuclockid"):
                    self._clock = time.pthread_getcpuclockid(threading.get_ident())
                if not self._telling:  # interrupted before it began
                    self._value = self._work()
            except BaseException as error:  # handed to the caller
                self._error = error
        except Stopped:  # told once more, just now
            pass
        while True:
            try:
                return self._leave()
            except Stopped:
                continue

    def _leave(self) -> None:
        """Say that the work is over, and see that nothing is raised here afterwards."""
        self._done = True
        if self._bell.locked():
            self._bell.release()
        while self._telling and not self._over:
            time.sleep(TOLD_EVERY)
        if "__del__" in vars(self._raised):
            del self._raised.__del__
        _raise_in(self._thread.ident, NOTHING)

    def start(self) -> bool:
        """Begin the work; False where no thread can be started, as in a browser's Python."""
        try:
            self._thread.start()
        except RuntimeError:
            return False
        self.started = True
        return True

    def wait(self, seconds: float) -> bool:
        """Whether the work ended in time."""
        begun = time.monotonic()
        while (left := begun + LONGEST * seconds - time.monotonic()) > 0:
            if self._bell.acquire(timeout=min(left, LOOK_UP_EVERY, seconds)):
                return True
            if time.monotonic() - begun >= seconds and self._has_computed(seconds):
                break
        return self._done

    def _has_computed(self, seconds: float) -> bool:
        """Whether the thread has had so much of the processor; True where nobody can tell."""
        if self._clock is None:
            return True
        try:
            return time.clock_gettime(self._clock) >= seconds
        except OSError:  # it has just ended
            return True

    def outcome(self) -> Any:
        """What the work returned; raises what it raised."""
        try:
            if self._error is not None:
                raise self._error
            return self._value
        finally:  # no cycle from the error to this frame and back
            self._error = self._value = None

    def places(self) -> Places:
        """Where the work stands: code and line number, innermost first."""
        frame, found = sys._current_frames().get(self._thread.ident), []
        while frame is not None:
            found.append((frame.f_code, frame.f_lineno or 0))
            frame = frame.f_back
        return tuple(found)

    def stop(self) -> bool:
        """Raise `Stopped` in the thread until it ends; whether it did."""
        # A bare `except:` swallows the exception and may sit in an endless loop.  So each
        # one, when it is thrown away, raises the next: by way of C alone, because Python
        # code run for it would be interrupted itself.
        self._telling = True
        if self._thread.ident is None:
            return True
        self._raised = type("Stopped", (Stopped,), {})
        self._raised.__del__ = partial(_raise_in, self._thread.ident, self._raised)
        end = time.monotonic() + GRACE
        try:
            while not self._done and time.monotonic() < end:
                _raise_in(self._thread.ident, self._raised)
                time.sleep(TOLD_EVERY)
        finally:
            self._over = True
        return self._done
