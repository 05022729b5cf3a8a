"""The browser that the tests and the latency benchmark drive."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "GLASSBOX_CHROMIUM"

# For a browser that a program drives: no GPU, no first-run page, and no calls home. Containers
# run as root, where Chromium's sandbox cannot start; the pages it opens here are our own.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
_MACOS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)


def find_chromium() -> Path | None:
    """Return the program file of a Chromium, Chrome or Edge on this machine, or None.

    GLASSBOX_CHROMIUM names one. Otherwise the search goes through the commands on the path,
    then the places where installers put it, then what Playwright has downloaded.

    Raises
    ------
    ValueError
        If GLASSBOX_CHROMIUM names something that is not a file.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not Path(named).is_file():
            raise ValueError(f"{VARIABLE} must be the program file of a Chromium, got {named!r}")
        return Path(named)
    for command in _COMMANDS:
        found = shutil.which(command)
        if found:
            return Path(found)
    return next((path for path in _installed() if path.is_file()), None)


def _installed() -> Iterator[Path]:
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (folder / name for name in _MACOS)
    elif sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if os.environ.get(variable):
                yield from (Path(os.environ[variable]) / name for name in _WINDOWS)
    yield from _downloaded()


def _downloaded() -> Iterator[Path]:
    """What `playwright install chromium` left, newest first."""
    if sys.platform == "darwin":
        cache, program = Path.home() / "Library" / "Caches", "chrome-mac*/*.app/Contents/MacOS/*"
    elif sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA") or Path.home())
        program = "chrome-win*/chrome.exe"
    else:
        cache, program = Path.home() / ".cache", "chrome-linux*/chrome"
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or cache / "ms-playwright")
    yield from sorted(folder.glob(f"chromium-*/{program}"), reverse=True)
