"""What a student's function prints and asks for while it runs under a time limit.

Printed text goes to a `Printed`, which counts it and keeps a little of it at most, so that
a flood fills neither the memory nor the page.  `input()` is refused at once: in a notebook
it would wait for an answer that nobody gives.

Both hold only for code that runs in a context in which a `Printed` is listening.  Whatever
else prints in the meantime, in another thread, prints as always.
"""
import builtins
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

LONGEST_KEPT = 4_000  # characters of printed text, however many lines are kept

LISTENER: ContextVar["Printed | None"] = ContextVar("listener", default=None)


class AskedError(EOFError):
    """`input()` was called where nobody can answer."""


class Printed:
    """What has been printed: how much, and the first lines of it.

    Parameters
    ----------
    keep : int
        How many lines to keep; the others are counted and dropped.

    Attributes
    ----------
    lines, characters : int
        All that was printed, kept or not.
    kept : list of (str, str)
        Stream ("stdout" or "stderr") and text, in order.
    """

    def __init__(self, keep: int = 0) -> None:
        self.lines, self.characters = 0, 0
        self.kept: list[tuple[str, str]] = []
        self._keep, self._room = keep, LONGEST_KEPT

    @property
    def cut(self) -> bool:
        """Whether more was printed than is kept."""
        return self.characters > sum(len(text) for _, text in self.kept)

    def take(self, stream: str, text: str) -> int:
        """Count a text, keep it if there is room, and say how long it was."""
        if self.lines < self._keep and self._room:
            lines = text[: self._room].splitlines(keepends=True)
            piece = "".join(lines[: self._keep - self.lines])
            self._room -= len(piece)
            self.kept.append((stream, piece))
        self.lines += text.count("\n")
        self.characters += len(text)
        return len(text)


class _Stream:
    """A text stream that hands what listeners' code writes to them, all else to the usual."""

    def __init__(self, name: str) -> None:
        self.name, self.usual = name, getattr(sys, name)

    def write(self, text: str) -> int:
        listener = LISTENER.get()
        if listener is None:
            return self.usual.write(text)
        return listener.take(self.name, text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if LISTENER.get() is None:
            self.usual.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.usual, name)


def _refusing(usual: Callable[..., str]) -> Callable[..., str]:
    """`input`, for everybody but a listener's code."""

    def asked(prompt: object = "", /) -> str:
        if LISTENER.get() is None:
            return usual(prompt)
        raise AskedError("nobody can answer here")

    return asked


_gate = threading.Lock()
_listeners = 0
_usual: dict[str, Any] = {}


@contextmanager
def listening() -> Iterator[None]:
    """Let `Printed`s listen; several threads may, and the last to leave puts all back."""
    global _listeners
    with _gate:
        _listeners += 1
        if _listeners == 1:
            _usual.update(stdout=sys.stdout, stderr=sys.stderr, input=builtins.input)
            sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
            builtins.input = _refusing(builtins.input)
    try:
        yield
    finally:
        with _gate:
            _listeners -= 1
            if _listeners == 0:
                sys.stdout, sys.stderr = _usual["stdout"], _usual["stderr"]
                builtins.input = _usual["input"]
                _usual.clear()
