"""Where the course lies on this machine, and where it may keep data."""

import os
import sys
from pathlib import Path


class CommandError(Exception):
    """A command cannot go on; the message is one line that says what to do."""


def root() -> Path:
    """Return the folder of the clone, the one that holds pyproject.toml.

    Raises
    ------
    CommandError
        If Glassbox was installed without its clone, so that there are no lessons.
    """
    folder = Path(__file__).resolve().parents[1]
    if not (folder / "pyproject.toml").is_file():
        raise CommandError(
            f"{folder} is not a clone of Glassbox, so there are no lessons in it. "
            "Clone the repository and run `make lab` in it."
        )
    return folder


def data_folder() -> Path:
    """Return the folder for what the course stores; it need not exist yet.

    GLASSBOX_DATA names it; otherwise it is ``glassbox`` where this system keeps a user's data.
    """
    chosen = os.environ.get("GLASSBOX_DATA")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "glassbox"
