"""Brings what a student does into their file, on a thread of its own.

A lesson never waits for a disk: an event is added to what is pending, in memory, and one
thread writes it.  What cannot be written stays pending; it is tried again with the next
event, every few seconds, and at the end.
"""
import atexit
import secrets
import threading
import time
from collections.abc import Callable

from course.progress.events import Event, WorkClock, plain
from course.progress.record import Record, of_event, plus
from course.progress.store import Store, StoreError

BRIEFLY = 0.008  # seconds in which a disk that fails has mostly said so
RETRY = 15.0  # seconds until what could not be saved is tried again
SAVED_AGAIN = "Your progress is saved again."


class Recorder:
    """What is known of a student, in memory and on the disk.

    Parameters
    ----------
    store : Store
    clock : WorkClock, optional
        Measures the time spent between events; by default one that starts now.
    now : callable
        The time in seconds since 1970.
    """

    def __init__(
        self, store: Store, clock: WorkClock | None = None, now: Callable[[], float] = time.time
    ) -> None:
        self.store, self._clock, self._now = store, clock or WorkClock(), now
        self._changed = threading.Condition()
        self._known = self._writing = self._pending = Record()
        self._jobs: list[Callable[[], None]] = []
        self._due = self._busy = False
        self._notice = self._unsaved = self._unread = ""
        self._thread: threading.Thread | None = None

    # ---- from any thread, at once ------------------------------------------------------

    def remember(self, event: Event) -> str:
        """Add an event, and give what the student should be told, once: mostly "".

        It waits for a few milliseconds at most; what goes wrong later is told with the next
        event.
        """
        delta = of_event(event, max(0, int(self._now())), self._clock.stretch())
        with self._changed:
            self._add(delta)
            self._changed.wait_for(self._at_rest, BRIEFLY)
            notice, self._notice = self._notice, ""
        return notice

    def rename(self, name: str) -> str:
        """Keep the name that a student typed ("" for none), and give it as it is kept."""
        name = plain(name)
        with self._changed:
            self._add(Record(name=name, named=1))
        return name

    @property
    def record(self) -> Record:
        """Everything known, saved or not; it asks no disk."""
        with self._changed:
            return self._all()

    @property
    def problem(self) -> str:
        """Why the file cannot be written or read at present, or ""."""
        with self._changed:
            return self._unsaved or self._unread

    def export(self) -> Record:
        """Everything known, with the number of its student, who gets one now if need be."""
        with self._changed:
            if not self._all().student:
                self._add(Record(student=secrets.token_hex(16)))
            return self._all()

    def refresh(self, then: Callable[[], None]) -> None:
        """Look what other notebooks have added; `then` is called on the thread that did."""
        self._ask(lambda: self._look(then))

    def reset(self, then: Callable[[str], None]) -> None:
        """Begin anew.  `then` is called on another thread with a sentence on how it went."""
        self._ask(lambda: self._forget(then))

    def flush(self, timeout: float = 3.0) -> bool:
        """Wait until everything was tried; whether nothing is left to be saved.

        Parameters
        ----------
        timeout : float
            Seconds to wait at most.
        """
        with self._changed:
            if self._pending != Record():
                self._wake()
            return self._changed.wait_for(self._at_rest, timeout) and self._pending == Record()

    # ---- with the lock held ------------------------------------------------------------

    def _all(self) -> Record:
        return plus(plus(self._known, self._writing), self._pending)

    def _add(self, delta: Record) -> None:
        self._pending = plus(self._pending, delta)
        self._wake()

    def _wake(self) -> None:
        self._due = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="progress", daemon=True)
            self._thread.start()
            atexit.register(self.flush)
        self._changed.notify_all()

    def _at_rest(self) -> bool:
        return not (self._due or self._busy)

    def _ask(self, job: Callable[[], None]) -> None:
        with self._changed:
            self._jobs.append(job)
            self._wake()

    # ---- on the thread -----------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                waiting = RETRY if self._pending != Record() else None
                self._changed.wait_for(lambda: self._due, waiting)
                self._due, self._busy = False, True
                jobs, self._jobs = self._jobs, []
            self._save()
            for job in jobs:
                job()
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _save(self) -> None:
        with self._changed:
            if self._pending == Record():
                return
            self._writing, self._pending = self._pending, Record()
        try:
            known, notice = self.store.add(self._writing, self._known)
            problem = ""
        except StoreError as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001  without the thread nothing is saved any more
            problem = f"Your progress is not saved yet ({type(error).__name__}: {error})."
        with self._changed:
            if problem:
                self._pending = plus(self._writing, self._pending)
                self._notice = problem if problem != self._unsaved else self._notice
            else:
                self._known, self._unread = known, ""
                if self._notice == self._unsaved:  # over before anybody was told of it
                    self._notice = ""
                elif self._unsaved:
                    self._notice = SAVED_AGAIN
                self._notice = notice or self._notice
            self._writing, self._unsaved = Record(), problem

    def _look(self, then: Callable[[], None]) -> None:
        try:
            known, problem = self.store.read(), ""
        except StoreError as error:
            known, problem = self._known, str(error)
        with self._changed:
            self._known, self._unread = known, problem
        then()

    def _forget(self, then: Callable[[str], None]) -> None:
        with self._changed:
            held, self._pending = self._pending, Record()
        try:
            kept = self.store.reset()
        except StoreError as error:
            with self._changed:
                self._pending = plus(held, self._pending)
            then(str(error))
            return
        with self._changed:
            self._known = Record()
        folder = self.store.path.parent
        then(
            f"Everything begins anew. What there was is kept as {kept} in {folder}."
            if kept
            else "There was nothing to reset."
        )
