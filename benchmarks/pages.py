"""Pages to measure: a notebook of a few cells, served as an app and opened in Chromium."""
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from glassbox.driven import app_server, driven_page

METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "glassbox": {"number": 1, "sentence": "Measured.", "minutes": 1, "device": "CPU"},
}
SETTLED = 3000  # milliseconds for whatever the page still loads once its widgets are there


def write_page(path: Path, title: str, cells: Iterable[str]) -> None:
    """Write a lesson of these code cells."""
    notebook = nbformat.v4.new_notebook(metadata={**METADATA, "title": title})
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    nbformat.write(notebook, path)


@contextmanager
def opened_page(title: str, cells: Iterable[str], wait_for: Iterable[str]) -> Iterator[Any]:
    """A page of these cells in Chromium, once all the selectors are there and it has settled."""
    with tempfile.TemporaryDirectory() as folder:
        write_page(Path(folder) / "01_measured.ipynb", title, cells)
        # The policy of our pages forbids eval, which waiting for an expression needs.
        with (
            app_server(Path(folder)) as address,
            driven_page(1200, 900, bypass_csp=True) as page,
        ):
            page.goto(f"{address}/voila/render/01_measured.ipynb", timeout=120_000)
            for selector in wait_for:
                page.wait_for_selector(selector, timeout=120_000)
            page.wait_for_timeout(SETTLED)
            yield page
