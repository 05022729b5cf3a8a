"""Serving the lessons as web pages: what `glassbox apps` does."""

import contextlib
import errno
import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from course.checks import check_integer

PORT = 8866
LESSONS = Path(__file__).resolve().parents[1] / "lessons"


def serve(
    port: int | None = None,
    open_browser: bool = True,
    host: str = "127.0.0.1",
    folder: Path = LESSONS,
) -> int:
    """Serve the lessons until Ctrl-C, and return an exit code.

    Parameters
    ----------
    port : int or None
        In [0, 65535]; None is 8866, and 0 lets the system choose.
    open_browser : bool
        Whether to open the front page in the browser.
    host : str
        Address to listen on. The default answers this machine only; "0.0.0.0" answers the
        network, and whoever can reach the machine can then open lessons on it.
    folder : Path
        Holds the lessons.

    Returns
    -------
    int
        0 after Ctrl-C or a request to terminate; 1 if it could not start.

    Raises
    ------
    TypeError, ValueError
        If port is not an integer in its range.
    """
    port = PORT if port is None else check_integer("port", port, 0, 65535)
    if not folder.is_dir():
        return _fail(f"there is no folder {folder}. Build the lessons first: glassbox build")

    def ready(address: str) -> None:
        print(f"The lessons are at {address} (Ctrl-C stops them).", flush=True)
        if open_browser:
            # On its own thread: a browser in the terminal would hold the server up.
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

    with _own_settings():
        # Here and not above: this takes a second, and the checks should not wait for it.
        from apps.server import LessonServer
        from apps.settings import configuration

        server = LessonServer.instance(config=configuration(folder, port, host))
        try:
            server.initialize([])
            server.run(ready)
        except KeyboardInterrupt:
            print("\nStopped.", flush=True)
        except OSError as error:
            return _fail(_why_not(error, port, host))
        finally:
            LessonServer.clear_instance()
    return 0


@contextlib.contextmanager
def _own_settings() -> Iterator[None]:
    """Keep Jupyter from reading the settings and the templates of whoever starts it."""
    before = dict(os.environ)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        os.environ.pop(name, None)
    os.environ["JUPYTER_NO_CONFIG"] = "1"
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    try:
        yield
    finally:
        from jupyter_core.paths import jupyter_config_dir

        with contextlib.suppress(OSError):
            os.rmdir(jupyter_config_dir())  # the empty one that Jupyter made to read instead
        os.environ.clear()
        os.environ.update(before)


def _why_not(error: OSError, port: int, host: str) -> str:
    another = f"Try another: glassbox apps --port {port + 1 if 1024 <= port < 65535 else PORT}"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken. {another}"
    if isinstance(error, PermissionError):
        return f"port {port} may not be opened here. {another}"
    return f"cannot listen on {host}, port {port}: {error.strerror or error}"


def _fail(reason: str) -> int:
    print(f"glassbox: {reason}", file=sys.stderr, flush=True)
    return 1
