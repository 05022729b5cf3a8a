"""Sets Glassbox up in .venv, once, and hands over to its command line.

    python tools/bootstrap.py COMMAND [ARGUMENTS]

COMMAND is any command of `glassbox` (lab, apps, test, ...), or

    setup   only set up
    clean   delete .venv and the caches

It runs before anything is installed: standard library only, in a syntax that even Python 3.6
can read, so that an old Python gets a sentence and not a syntax error.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)

from tools.setup_failures import SetupError, check_python, diagnose  # noqa: E402

_WINDOWS = os.name == "nt"
_CACHES = (".pytest_cache", ".ruff_cache", ".hypothesis", "glassbox_course.egg-info", "build")


def main(arguments: list) -> int:
    """Run one command line, given without the program's name, and return the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if command in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    try:
        if command == "clean":
            return clean()
        if not ready():
            with _locked():
                set_up()
    except SetupError as error:
        print(f"glassbox: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"glassbox: {diagnose(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nglassbox: stopped. Run the same command to go on.", file=sys.stderr)
        return 130
    return 0 if command == "setup" else _hand_over(command, rest)


def ready() -> bool:
    """Return whether .venv holds what the project asks for now."""
    return os.path.exists(_venv_python()) and _read(_in_venv("glassbox.stamp")) == stamp()


def stamp() -> str:
    """Return a fingerprint of all that .venv depends on; it changes when it must be redone."""
    parts = [ROOT, _read(_in_venv("pyvenv.cfg"))]
    parts += [_read(os.path.join(ROOT, name)) for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def set_up() -> None:
    """Make .venv, or mend it, or bring it up to date; nothing if it is ready.

    Raises
    ------
    SetupError
        If Python is too old or has no venv, or the packages cannot be installed.
    """
    if ready():
        return
    if interrupted(_read(_in_venv("install.log"))) or not _works():
        check_python()
        _say("Making .venv with Python {}.{}.".format(*sys.version_info))
        _make_venv()
    started = time.time()
    _say("Installing Glassbox and its packages into .venv: once, for a few minutes.")
    _install()
    with open(_in_venv("glassbox.stamp"), "w", encoding="utf-8") as file:
        file.write(stamp())
    _say(f"Installed in {time.time() - started:.0f} s.")


def interrupted(log: str) -> bool:
    """Return whether a log of pip ends half-way through writing packages.

    While pip only looks for packages and downloads them, nothing has changed and the
    environment is as good as it was.
    """
    return "Installing collected packages" in log and "Successfully installed" not in log


def clean() -> int:
    """Delete what setting up and testing left in the folder, and return 0."""
    for name in _CACHES + (".venv", ".venv.lock"):
        path = os.path.join(ROOT, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            os.remove(path)
        else:
            continue
        _say(f"Deleted {name}")
    return 0


def _works() -> bool:
    """Whether .venv is an environment of its own, with pip.

    One that was cut short may lack pip, or pyvenv.cfg: its Python is then the one that made
    it, and pip would install there.
    """
    test = "import os, sys, pip; sys.exit(not os.path.samefile(sys.prefix, sys.argv[1]))"
    quiet = subprocess.DEVNULL
    try:
        command = [_venv_python(), "-c", test, _in_venv()]
        return subprocess.call(command, stdout=quiet, stderr=quiet) == 0
    except OSError:
        return False


def _base_python() -> str:
    """The Python to make .venv with: never the one in .venv, which is about to be cleared."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    if python.startswith(_in_venv("")):
        python = os.path.realpath(python)
    return python


def _make_venv() -> None:
    made = subprocess.run(
        [_base_python(), "-m", "venv", "--clear", _in_venv()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if made.returncode != 0:
        raise SetupError(diagnose(made.stdout))


def _install() -> None:
    command = [_venv_python(), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["-c", "constraints.txt", "-e", ".[dev]"]
    pip = subprocess.Popen(
        command,
        cwd=ROOT,
        # Whatever is wrong with .venv, no other Python is installed into.
        env=dict(os.environ, PIP_REQUIRE_VIRTUALENV="1", PIP_USER="0", PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with pip, open(_in_venv("install.log"), "w", encoding="utf-8") as log:
        for line in pip.stdout:
            log.write(line)
            log.flush()
            _show_progress(line)
    _show_progress("")
    if pip.returncode != 0:
        reason = diagnose(_read(_in_venv("install.log")))
        raise SetupError(f"{reason} The full log is in .venv/install.log")


def _show_progress(line: str) -> None:
    """Keep one line on the terminal that says what pip does; elsewhere, say nothing."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 3
        sys.stdout.write(f"\r  {line.strip()[:width].ljust(width)}\r")
        sys.stdout.flush()


def _hand_over(command: str, rest: list) -> int:
    line = [_venv_python(), "-m", "glassbox", command] + rest
    if not _WINDOWS:
        # The same process goes on, so that Ctrl-C and kill reach it.
        sys.stdout.flush()
        os.execv(line[0], line)
    child = subprocess.Popen(line)
    while True:
        # Ctrl-C reaches the child too, and the child decides when it is done.
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()


@contextlib.contextmanager
def _locked() -> Iterator:
    """Hold the folder, so that two commands started at once do not both install."""
    with open(os.path.join(ROOT, ".venv.lock"), "w") as file:
        if not _try_lock(file):
            _say("Another command is setting up this folder; waiting for it.")
            while not _try_lock(file):
                time.sleep(0.5)
        yield


def _try_lock(file: object) -> bool:
    # The system lets go of both kinds of lock when the process ends, however it ends.
    try:
        if _WINDOWS:
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _venv_python() -> str:
    return _in_venv("Scripts", "python.exe") if _WINDOWS else _in_venv("bin", "python")


def _in_venv(*parts: str) -> str:
    return os.path.join(ROOT, ".venv", *parts)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
