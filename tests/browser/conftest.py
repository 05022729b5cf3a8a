"""A real browser, the apps and JupyterLab, each started once for all tests that need it.

Without a Chromium these tests are skipped on a student's machine and fail in CI.
"""
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from glassbox.browser import CHROMIUM_ARGUMENTS, find_chromium
from glassbox.project import root
from glassbox.servers import lab_command, server_environment

FAILED = pytest.StashKey[bool]()
START = 120  # seconds a server may take to answer on a busy machine

# A limit on the student's code alone may take six seconds there, so five are not enough.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    chromium = find_chromium()
    if chromium is None:
        message = "no Chromium found: `glassbox doctor` says how to get it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(chromium), args=list(CHROMIUM_ARGUMENTS)
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page 1,400 pixels wide that keeps what went wrong in it in `page.troubles`."""
    with opened(browser, 1400, 1000) as page:
        yield page
        if request.node.stash.get(FAILED, False):
            page.screenshot(path=root() / "artefacts" / f"failed-{request.node.name[:60]}.png")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember which tests failed, so that what they saw can be kept."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@contextmanager
def opened(browser: Browser, width: int, height: int, colours: str = "light") -> Iterator[Page]:
    """A page of a browser of its own: no cookies, no storage shared with another."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=colours
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on(
        "console",
        lambda said: page.troubles.append(said.text) if said.type == "error" else None,
    )
    page.on("request", lambda asked: page.troubles.extend(_from_outside(asked.url)))
    try:
        yield page
    except BaseException:
        folder = root() / "artefacts"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / "failed.png")
        raise
    finally:
        context.close()


def _from_outside(url: str) -> list[str]:
    """A complaint if a page asks another machine for something."""
    here = url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
    return [] if here else [f"asked for {url}"]


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots are kept, to be looked at."""
    folder = root() / "artefacts"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def apps() -> Iterator[str]:
    """Address of the app server over the lessons of this clone."""
    port = _free_port()
    command = [sys.executable, "-m", "glassbox", "apps", "--no-browser", "--port", str(port)]
    with _serving(command, port, dict(os.environ)):
        yield f"http://127.0.0.1:{port}"


@dataclass(frozen=True)
class LabServer:
    """A running JupyterLab over a copy of the lessons."""

    address: str
    token: str
    folder: Path

    def put_back(self) -> None:
        """Have the lessons as they are committed; JupyterLab saves what a test leaves open.

        A notebook saved with its outputs shows them when it is opened again, but the widgets in
        them belong to a kernel that is gone.
        """
        shutil.copytree(root() / "lessons", self.folder, dirs_exist_ok=True)

    def page_of(self, notebook: str) -> str:
        """Address of a notebook's page."""
        return f"{self.address}/lab/tree/{notebook}?token={self.token}&reset"

    def end_sessions(self) -> None:
        """Stop every kernel: one left alive keeps its memory and its old imports."""
        for session in json.loads(self._ask("GET", "/api/sessions")):
            self._ask("DELETE", f"/api/sessions/{session['id']}")

    def kernel_of(self, notebook: str) -> tuple[str, int] | None:
        """State of a notebook's kernel, and how many pages are connected to it; None without."""
        for session in json.loads(self._ask("GET", "/api/sessions")):
            if session["path"] == notebook and session["kernel"]:
                return session["kernel"]["execution_state"], session["kernel"]["connections"]
        return None

    def choose_theme(self, name: str) -> None:
        """Set the theme, as the Settings menu does: "JupyterLab Dark"."""
        settings = json.dumps({"raw": json.dumps({"theme": name})}).encode()
        self._ask("PUT", "/lab/api/settings/@jupyterlab/apputils-extension:themes", settings)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        head = {"Authorization": f"token {self.token}"}
        request = Request(self.address + path, data=body, headers=head, method=method)
        with urlopen(request) as answer:
            return answer.read()


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """A JupyterLab for the whole run."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(root() / "lessons", folder / "lessons")
    port, token = _free_port(), secrets.token_hex(16)
    command = [
        *lab_command(folder / "lessons", port, open_browser=False),
        f"--IdentityProvider.token={token}",
    ]
    home = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "GLASSBOX_DATA")}
    with _serving(command, port, server_environment(dict(os.environ)) | home):
        yield LabServer(f"http://127.0.0.1:{port}", token, folder / "lessons")


@pytest.fixture
def lab(lab_server: LabServer) -> Iterator[LabServer]:
    """JupyterLab without a kernel of another test, and without what it has left in a lesson."""
    lab_server.put_back()
    yield lab_server
    lab_server.end_sessions()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """Run a server until the block ends; fail with its last words if it does not answer."""
    log = root() / "artefacts" / f"server-{port}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as words:
        server = subprocess.Popen(command, env=environment, stdout=words, stderr=words)
    try:
        end = time.monotonic() + START
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the server did not start: {log.read_text()[-1000:]}")
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0
