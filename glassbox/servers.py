"""Starting JupyterLab and the Voila apps: ports, environment, command lines."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from course.data_folder import data_folder
from glassbox.project import CommandError, root

HOST = "127.0.0.1"
LAB_PORT = 8888
APPS_PORT = 8866
START = "00_start_here.ipynb"

# glibc gives large temporaries back to the system after each use, and training asks for them
# again at once. Keeping them cut the system time of image work to a sixth.
_KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "4000000000",
    "MALLOC_TRIM_THRESHOLD_": "8000000000",
    "MALLOC_TOP_PAD_": "200000000",
}
# numpy's matrix products on a second core: at 100-100-100 and at three layers of 1,000 no
# faster on two idle cores for twice the CPU time, and twice as slow on two busy ones.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}


def lab(port: int | None = None, *, open_browser: bool = True) -> int:
    """Serve lessons/ in JupyterLab until it is stopped, and return its exit code.

    Parameters
    ----------
    port : int or None
        Port on this machine; None takes the first free one from 8888 on.
    open_browser : bool
        Whether to open the page; its address is printed in any case.

    Raises
    ------
    CommandError
        If the port is taken, or the clone has no lessons.
    """
    lessons = root() / "lessons"
    if not lessons.is_dir():
        raise CommandError("there is no folder lessons/. Build it: make lessons")
    command = lab_command(lessons, choose_port(port, LAB_PORT), open_browser=open_browser)
    print("Starting JupyterLab. Stop it with Ctrl-C.", flush=True)
    return _become(command, server_environment(os.environ))


def apps(port: int | None = None, *, open_browser: bool = True) -> int:
    """Serve the lessons as Voila apps until stopped, and return the exit code.

    Parameters and errors are those of :func:`lab`; the first port tried is 8866.
    """
    from apps.serve import serve

    chosen = choose_port(port, APPS_PORT)
    os.environ.update(server_environment(os.environ))
    return serve(chosen, open_browser, host=HOST)


def choose_port(wanted: int | None, default: int) -> int:
    """Return the port to serve on.

    Parameters
    ----------
    wanted : int or None
        The port asked for, in [1, 65535]; None for any.
    default : int
        Where the search for a free one starts.

    Raises
    ------
    CommandError
        If the wanted port is taken; the message names one that is free.
    """
    if wanted is None:
        return _first_free(default)
    if not is_free(wanted):
        raise CommandError(f"port {wanted} is taken; try --port {_first_free(wanted + 1)}")
    return wanted


def is_free(port: int) -> bool:
    """Return whether a server could listen on this port of this machine now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # As the servers do: a port whose connections have just closed counts as free.
            # On Windows the same option would share a port that is in use.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except OSError:
            return False
    return True


def _first_free(start: int) -> int:
    for port in (*range(start, min(start + 100, 65536)), *range(8800, 8900)):
        if is_free(port):
            return port
    raise CommandError("no port is free; stop a server that you no longer need")


def lab_command(lessons: Path, port: int, *, open_browser: bool) -> list[str]:
    """Return the command line that starts JupyterLab in a folder, for this machine only.

    Settings given here win over the user's own Jupyter configuration.
    """
    workspaces = data_folder() / "workspaces"
    settings = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": open_browser,
        "ServerApp.root_dir": lessons,
        # In a container the student is root; only this machine can connect.
        "ServerApp.allow_root": True,
        # The tabs of the course are kept apart from those of other JupyterLabs.
        "LabApp.workspaces_dir": workspaces,
        # Nothing is fetched: no news, no updates, no list of extensions.
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
        # The terminal shows the address and errors. A kernel complains of plain TCP otherwise.
        "Application.log_level": "ERROR",
        "KernelManager.transport_encryption": "auto",
    }
    if (lessons / START).is_file() and not any(workspaces.glob("*.jupyterlab-workspace")):
        # The first time the start page opens; later, the tabs that were open last.
        settings["LabApp.default_url"] = f"/lab/tree/{START}"
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        *(f"--{name}={value}" for name, value in settings.items()),
    ]


def server_environment(environment: Mapping[str, str], platform: str = sys.platform) -> dict:
    """Return the environment for a server, which its kernels inherit.

    Parameters
    ----------
    environment : mapping of str to str
        The environment now; what it sets already is kept.
    platform : str
        As ``sys.platform``.
    """
    changed = _ONE_THREAD | dict(environment)
    if platform == "linux":
        changed = _KEEP_MEMORY | changed
    # The files there turn off what has no place in a lesson: news, grading, other servers.
    paths = [str(Path(__file__).parent / "jupyter"), environment.get("JUPYTER_CONFIG_PATH", "")]
    changed["JUPYTER_CONFIG_PATH"] = os.pathsep.join(path for path in paths if path)
    return changed


def _become(command: list[str], environment: dict[str, str]) -> int:
    if os.name != "nt":
        # The same process goes on, so that Ctrl-C and kill reach the server itself.
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    server = subprocess.Popen(command, env=environment)
    while True:
        # Ctrl-C reaches the server too, and the server decides when it is done.
        with contextlib.suppress(KeyboardInterrupt):
            return server.wait()
