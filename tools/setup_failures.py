"""What can go wrong while setting up, and the one line that says what to do about it.

Standard library only, in the syntax of Python 3.6, as for tools/bootstrap.py.
"""

import os
import re
import shutil
import subprocess
import sys

# What pip, venv or the system says, and what it means. The first that is found is told.
_CAUSES = (
    (
        r"No space left on device|Errno 28\b|WinError 112|not enough space on the disk",
        "the disk is full. Free about 3 GB and run this again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED",
        "the package server's certificate could not be verified. If your network has its own "
        "certificate, name its file in the variable PIP_CERT and run this again.",
    ),
    (
        r"Failed to establish a new connection|NewConnectionError|NameResolutionError"
        r"|Name or service not known|[Nn]ame resolution|getaddrinfo failed|nodename nor servname"
        r"|Connect(ion|Timeout)Error|ReadTimeoutError|Network is unreachable|Connection refused"
        r"|ConnectionResetError|ProxyError|RemoteDisconnected",
        "no network, so the packages could not be downloaded. Connect and run this again.",
    ),
    (
        r"requires a different Python",
        ".venv was made with a Python older than 3.11. Delete it (make clean) and run this again.",
    ),
    (
        r"Permission denied|Errno 13\b|WinError 5\b",
        "a file could not be written. Check that this folder is yours and that nothing else "
        "uses it, and run this again.",
    ),
)


class SetupError(Exception):
    """The environment cannot be made; the message is one line that says what to do."""


def check_python() -> None:
    """Return if this Python can make the environment.

    Raises
    ------
    SetupError
        If it is older than 3.11, or lacks venv or ensurepip; the message says what to do.
    """
    if sys.version_info[:2] < (3, 11):
        raise SetupError(
            "Python {}.{} is too old: 3.11 or newer is needed. ".format(*sys.version_info)
            + _newer_python()
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise SetupError(
            f"this Python cannot make environments: it has no {error.name}. "
            "On Debian or Ubuntu run: sudo apt install python3-venv"
        ) from error


def _newer_python() -> str:
    """Which newer Python to use: one that is here and runs, or else one to install."""
    if os.name == "nt":
        return "Install Python 3.13, then run: py -3.13 tools/bootstrap.py lab"
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        if shutil.which(name):
            quiet = subprocess.DEVNULL
            if subprocess.call([name, "--version"], stdout=quiet, stderr=quiet) == 0:
                return f"You have {name}, so run: make lab PYTHON={name}"
    return "Install Python 3.13, then run: make lab PYTHON=python3.13"


def diagnose(text: str) -> str:
    """Return one line that says why setting up failed and what to do about it.

    Parameters
    ----------
    text : str
        What pip, venv or the system said.
    """
    for pattern, meaning in _CAUSES:
        if re.search(pattern, text):
            return meaning
    absent = re.search(r"No matching distribution found for (\S+)", text)
    if absent:
        # A pip that was told not to retry says no more than this without a network.
        name = absent.group(1)
        return f"{name} was not found for this Python. Check the network, or try another Python."
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason was given"]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return f"setting up failed: {(errors or lines)[-1]}"
