"""What takes long, done while somebody else goes on: a piece at a time, or on a thread."""
import importlib
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Loading:
    """What is yielded while something is still on its way: no step of any work.

    Attributes
    ----------
    name : str
        What it is: "torch".
    """

    name: str


def meanwhile(work: Callable[[], Any], name: str) -> Generator[Loading, None, Any]:
    """What `work` returns, done on a thread of its own; yields `Loading(name)` until then.

    Whatever it raises is raised here.
    """
    results: list[Any] = []
    failures: list[BaseException] = []

    def do() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001  told to the caller
            failures.append(error)

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    while thread.is_alive():
        yield Loading(name)
        time.sleep(0.002)
    if failures:
        raise failures[0]
    return results[0]


def loaded(*names: str) -> Generator[Loading, None, None]:
    """Import modules on a thread of its own; yields `Loading` until it is done.

    torch takes some 1.5 seconds, and whoever waits on a loop would not answer all that time.

    Raises
    ------
    ImportError
        If one of them is not installed.
    """
    package = names[-1].partition(".")[0]
    yield from meanwhile(lambda: [importlib.import_module(name) for name in names], package)


def exhaust(pieces: Generator[Any, None, Any]) -> Any:
    """What a generator returns, once it has been gone through."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value
