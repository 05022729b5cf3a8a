"""Importing what is slow to import while somebody else goes on."""
import importlib
import threading
import time
from collections.abc import Generator


def loaded(*names: str) -> Generator[None, None, None]:
    """Import modules on a thread of its own; yields until it is done.

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
        yield
        time.sleep(0.002)
    if failures:
        raise failures[0]
