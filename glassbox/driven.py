"""An app page in a browser that a program drives, for measurements and for pictures."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from glassbox.browser import CHROMIUM_ARGUMENTS, find_chromium

_WAIT = 60  # seconds that the server may take to start


@contextmanager
def app_server(folder: Path) -> Iterator[str]:
    """Serve a folder of lessons as apps while the block runs; the value is the address.

    Raises
    ------
    RuntimeError
        If the server does not start; the message ends with its last words.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = (
        "import sys; from pathlib import Path; from apps.serve import serve; "
        "serve(int(sys.argv[1]), False, folder=Path(sys.argv[2]))"
    )
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-c", program, str(port), str(folder)]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            end = time.monotonic() + _WAIT
            while not _answers(port):
                if server.poll() is not None or time.monotonic() > end:
                    log.seek(0)
                    words = log.read().decode(errors="replace")[-500:]
                    raise RuntimeError(f"the app server did not start: {words}")
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def driven_page(width: int, height: int, **options: Any) -> Iterator[Any]:
    """A Playwright page of this size, in CSS pixels, in a Chromium without a window.

    Parameters
    ----------
    width, height : int
    **options
        Passed to Playwright's ``new_page``: ``color_scheme``, ``device_scale_factor``.

    Raises
    ------
    RuntimeError
        If there is no Chromium.
    """
    from playwright.sync_api import sync_playwright

    chromium = find_chromium()
    if chromium is None:
        raise RuntimeError("no Chromium found: `glassbox doctor` says how to get it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium), args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser.new_page(viewport={"width": width, "height": height}, **options)
        browser.close()


def _answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0
