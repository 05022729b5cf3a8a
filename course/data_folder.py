"""Where this machine keeps what the course stores for its user."""
import os
import sys
from pathlib import Path

VARIABLE = "GLASSBOX_DATA"


def data_folder() -> Path:
    """The folder for what the course stores; it need not exist yet.

    GLASSBOX_DATA names it; otherwise it is ``glassbox`` where this system keeps a user's
    data: ``~/.local/share`` (or XDG_DATA_HOME), ``~/Library/Application Support`` or
    ``%LOCALAPPDATA%``.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "glassbox"
