"""A button that begins a computation and stops it, and the computation behind it."""
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import traitlets

from course.checks import check_integer, shown
from course.loading import Loading
from widgets.assets import script, sheet
from widgets.parts import Part
from widgets.run_loop import Pacer, RunLoop, running_loop

PROGRESS = 0.25  # seconds between two figures: faster cannot be read
KNOWN_AFTER = 0.8  # seconds of work before the time that is left can be told


class Runner(Part):
    """The row: button, progress, words, and a second act.

    Attributes
    ----------
    label : str
        What the button says.
    enabled : bool
        Whether it can be pressed; `words` should say why not.
    main : bool
        Whether it is the one solid button of its view.
    share : int
        How much is done, in percent; -1 when nothing is going on.
    words : str
        Beside the button; what stands between two pairs of asterisks is strong.
    again : str
        The second, quiet act, or "".
    problem : str
        What went wrong, or "".
    spoken : str
        A sentence for screen readers, at the end.
    """

    _esm = script("follow.js", "runner.js")
    _css = sheet("runner.css")

    label = traitlets.Unicode("").tag(sync=True)
    enabled = traitlets.Bool(True).tag(sync=True)
    main = traitlets.Bool(False).tag(sync=True)
    share = traitlets.Int(-1).tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)
    again = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)

    def on_act(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with "press" or "again" when a person asks for it."""

        def read(_: object, content: object, __: object) -> None:
            kind = content.get("kind") if isinstance(content, dict) else None
            if kind in ("press", "again"):
                heard(kind)

        self.on_msg(read)


@dataclass(frozen=True)
class Pieces:
    """A generator function as a computation that cannot write down its code."""

    pieces: Callable[[], Generator[Any, None, Any]]
    steps: int

    def code(self) -> str:
        """Nothing."""
        return ""


def computation(given: Any, steps: int | None) -> Any:
    """A computation: the one given, or made from a generator function and its steps.

    Raises
    ------
    TypeError, ValueError
        If it is neither, or `steps` is no whole number of at least 1.
    """
    if hasattr(given, "pieces") and hasattr(given, "steps"):
        return given
    if not callable(given):
        expected = "a generator function or something with `pieces` and `steps`"
        raise TypeError(f"compute must be {expected}, got {shown(given)}")
    return Pieces(given, check_integer("steps", steps, 1))


class Work:
    """Does a computation a little at a time on the kernel's loop, steered by a Runner.

    Parameters
    ----------
    compute : course.exercises.prediction.Computation
    label : str
        What the button says while nothing is going on.
    begun : callable
        Called without arguments before the first piece.
    ended : callable
        Called with (result, whether there is one) at the end: no result if it was stopped
        or something went wrong, which the Runner then says.
    now : callable
        A clock in seconds.

    Attributes
    ----------
    runner : Runner
    running : bool
    """

    def __init__(
        self,
        compute: Any,
        label: str,
        begun: Callable[[], None],
        ended: Callable[[Any, bool], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._compute, self._label = compute, label
        self._begun, self._told, self._now = begun, ended, now
        self.loop = running_loop()
        self._run_loop = RunLoop(self._work, self._show_progress, self._ended, Pacer())
        self.runner, self.running = Runner(label=label), False

    def soon(self, act: Callable[[], Any]) -> None:
        """Do it on the kernel's loop: a page's events may be handled on another thread."""
        if self.loop is None or self.loop.is_closed():
            self.guarded(act)
        else:
            self.loop.call_soon_threadsafe(self.guarded, act)

    def guarded(self, act: Callable[[], Any]) -> None:
        """Do it; whatever goes wrong is said beside the button."""
        try:
            act()
        except Exception as error:  # noqa: BLE001  a computation or its picture may raise anything
            self._fail(error)

    def press(self) -> None:
        """Begin, or stop what is going on; nothing if it is not enabled."""
        if self.running:
            self._run_loop.stop()
        elif self.runner.enabled:
            self._begin()
            if self.loop is None or self.loop.is_closed():
                self._finish()
            else:
                self._run_loop.start()

    def run(self) -> None:
        """Do all of it at once, for programs and tests.

        Raises
        ------
        Exception
            Whatever the computation raises; the Runner says it too.
        """
        self._begin()
        failure = self._finish()
        if failure is not None:
            raise failure

    def stop(self) -> None:
        """Stop after the piece being done."""
        self._run_loop.stop()

    def _finish(self) -> Exception | None:
        try:
            while self._work():
                pass
        except Exception as error:  # noqa: BLE001  as in `guarded`
            self._ended(error)
            return error
        self._ended(None)
        return None

    def _begin(self) -> None:
        self.running, self._done, self._result, self._finished = True, 0, None, False
        self._loading = ""
        self._since = self._written = self._now()
        self._pieces = self._compute.pieces()
        self._begun()
        with self.runner.hold_sync():
            self.runner.label, self.runner.problem, self.runner.spoken = "Stop", "", ""
            self.runner.share, self.runner.words = 0, "0%"

    def _work(self) -> bool:
        try:
            piece = next(self._pieces)
        except StopIteration as end:
            self._result, self._finished = end.value, True
            self._run_loop.stop()
            return False
        self._loading = piece.name if isinstance(piece, Loading) else ""
        if self._loading:
            self._since = self._now()  # the time that is left is told from the work alone
        else:
            self._done += 1
        return True

    def _show_progress(self) -> int:
        now = self._now()
        if now - self._written >= PROGRESS:
            self._written, steps = now, self._compute.steps
            with self.runner.hold_sync():
                self.runner.share = min(99, 100 * self._done // steps)
                words = progress_words(self._done, steps, now - self._since)
                self.runner.words = f"loading {self._loading}" if self._loading else words
        return self._done

    def _ended(self, failure: Exception | None) -> None:
        self.running = False
        with self.runner.hold_sync():
            self.runner.share, self.runner.label = -1, self._label
            self.runner.words = "" if self._finished else "stopped"
        if failure is not None:
            self._fail(failure)
        self.guarded(lambda: self._told(self._result, failure is None and self._finished))

    def _fail(self, error: Exception) -> None:
        self.running = False
        with self.runner.hold_sync():
            self.runner.share, self.runner.label, self.runner.words = -1, self._label, ""
            text = " ".join(str(error).split()).rstrip(".")
            self.runner.problem = f"Stopped: {type(error).__name__}: {text}."


def progress_words(done: int, steps: int, seconds: float) -> str:
    """How far it is and about how long still: "38%, about 12 s left"."""
    share = f"{min(99, 100 * done // steps)}%"
    if seconds < KNOWN_AFTER or not done:
        return share
    left = max(0.0, seconds * (steps - done) / done)
    if left > 90:
        return f"{share}, about {left / 60:.0f} min left"
    coarse = 5 * round(left / 5) if left > 20 else max(1, round(left))
    return f"{share}, about {coarse} s left"
