"""Notebooks of a test's own in JupyterLab: written through its server, run from the keyboard."""
import json
from urllib.request import Request, urlopen

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as Late

from tests.browser.conftest import LabServer

PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def put_notebook(lab: LabServer, name: str, *cells: str) -> None:
    """Write a notebook; a cell that starts with "%%" is prose."""
    made = [
        new_markdown_cell(text.removeprefix("%%")) if text.startswith("%%") else new_code_cell(text)
        for text in cells
    ]
    notebook = new_notebook(cells=made, metadata={"kernelspec": PYTHON})
    body = json.dumps({"type": "notebook", "format": "json", "content": notebook})
    head = {"Authorization": f"token {lab.token}"}
    address = f"{lab.address}/api/contents/{name}"
    with urlopen(Request(address, data=body.encode(), headers=head, method="PUT")):
        pass


def open_notebook(page: Page, lab: LabServer, name: str) -> None:
    """Open a notebook and wait until its kernel can be asked something.

    What is run before the page is connected brings up a dialog that offers kernels, and taking one
    replaces the kernel that has come meanwhile, with all that was asked of it.
    """
    page.goto(lab.page_of(name))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    for _ in range(600):
        if lab.kernel_of(name) == ("idle", 1):
            break
        page.wait_for_timeout(100)
    else:
        asked = page.locator(".jp-Dialog").all_inner_texts()
        raise AssertionError(f"{name} has no kernel, but {lab.kernel_of(name)}, {asked}")
    kernel = page.locator(".jp-Notebook-ExecutionIndicator")
    expect(kernel).to_have_attribute("data-status", "idle", timeout=60_000)


def run_cell(page: Page, number: int = 0) -> None:
    """Run a code cell of the open notebook from the keyboard."""
    prompt = page.locator(".jp-Notebook .jp-CodeCell").nth(number).locator(".jp-InputPrompt")
    for _ in range(10):  # JupyterLab drops what is run while it is still connecting
        try:
            prompt.click(timeout=5_000)
            page.keyboard.press("Escape")
            page.keyboard.press("Control+Enter")
            expect(prompt).not_to_have_text("[ ]:", timeout=5_000)
            return
        except (AssertionError, Late):
            continue
    asked = page.locator(".jp-Dialog").all_inner_texts()
    raise AssertionError(f"cell {number} of the notebook does not run, {asked}")
