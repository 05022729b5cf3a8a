"""Importing what is slow to import while somebody else goes on."""
import importlib
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass


@dataclass(frozen=True)
class Loading:
    """What is yielded while a package is still being imported: no step of any work.

    Attributes
    ----------
    name : str
        The package: "torch".
    """

    name: str


def loaded(*names: str) -> Generator[Loading, None, None]:
    """Import modules on a thread of its own; yields `Loading` until it is done.

    torch takes some 1.5 seconds, and whoever waits on a loop would not answer all that time.

    Raises
    ------
    ImportError
        If one of them is not installed.
    """
    failures: list[BaseException] = []

    def load() -> None:
        try:
            for name in names:
                importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001  told to the caller
            failures.append(error)

    thread = threading.Thread(target=load, daemon=True)
    thread.start()
    while thread.is_alive():
        yield Loading(names[-1].partition(".")[0])
        time.sleep(0.002)
    if failures:
        raise failures[0]
