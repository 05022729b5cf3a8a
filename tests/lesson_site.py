"""A really running server of lessons, for the tests of the apps."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
MARK = "PRIVATE-MARK"  # in whatever a visitor must never see

START = """
import sys
from pathlib import Path
from apps import serve, settings
for pair in sys.argv[2:]:
    name, value = pair.split("=")
    setattr(settings, name, int(value))
sys.exit(serve.serve(0, False, folder=Path(sys.argv[1])))
"""


def write_lesson(folder: Path, number: int, name: str, title: str, *cells: str, **about) -> None:
    """Write a notebook; a cell that starts with "%%" is prose, with "#exercise" an exercise."""
    described = {"sentence": f"About {title}.", "minutes": 10, "device": "CPU", "picture": ""}
    notebook = new_notebook(
        cells=[_cell(text) for text in cells],
        metadata={"title": title, "glassbox": {"number": number} | described | about},
    )
    nbformat.write(notebook, folder / f"{number:02d}_{name}.ipynb")


def _cell(text: str) -> nbformat.NotebookNode:
    if text.startswith("%%"):
        return new_markdown_cell(text.removeprefix("%%"))
    tags = ["exercise"] if text.startswith("#exercise") else []
    return new_code_cell(text, metadata={"tags": tags})


@dataclass
class Reply:
    """What came back for one request."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def note(self) -> dict:
        """What a lesson's page is told of its kernel."""
        found = re.search(r'<script id="gb-note" type="application/json">(.*?)</script>', self.text)
        return json.loads(found[1])

    @property
    def kernel_id(self) -> str:
        return self.note["kernel"].rsplit("/", 1)[1]

    @property
    def cookie(self) -> str:
        return self.headers["Set-Cookie"].split(";")[0]


class Site:
    """A server of the lessons in a folder; the context ends it and whatever it started."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str] | None = None, **settings: int
    ) -> None:
        self.folder = folder
        arguments = [f"{name}={value}" for name, value in settings.items()]
        self.log_file = folder.parent / f"{folder.name}.log"
        with self.log_file.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, str(folder), *arguments],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> "Site":
        try:
            wait_until(lambda: "are at" in self.log or self.process.poll() is not None)
            self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", self.log)[1])
        except BaseException:
            self.process.kill()
            raise
        return self

    def __exit__(self, kind: type, error: BaseException, trace: TracebackType) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        """Send a request exactly as written; `Sec_Fetch_Dest` is the header Sec-Fetch-Dest."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.headers, answer.read())
        connection.close()
        return reply

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def open(self, name: str, query: str = "", **headers: str) -> Reply:
        """Open a lesson, and wait until its page is complete."""
        return self.get(f"/voila/render/{name}.ipynb{query}", **headers)

    def close(self, page: Reply, **headers: str) -> Reply:
        """Say of a lesson's page what it says itself as it goes."""
        form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": page.cookie}
        origin = {"Origin": self.address}
        return self.ask(
            "POST", page.note["close"], f"_xsrf={page.note['token']}", **(form | origin | headers)
        )

    def kernels(self) -> list[psutil.Process]:
        """The kernels that the server runs now."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if lives(child)]


def lives(process: psutil.Process) -> bool:
    """Whether a process is a kernel that has not ended."""
    try:
        return "ipykernel_launcher" in process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something holds.

    Raises
    ------
    TimeoutError
        If it does not in that time.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain")
        time.sleep(0.05)
