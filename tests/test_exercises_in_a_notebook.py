"""Exercises in a real kernel: what does not end is reported, and the next cell runs."""
import re

import nbformat
import pytest
from nbclient import NotebookClient

from tools import lessons

BEGIN = "from widgets.exercise import check, exercise"
STUB = '@exercise("03.ring")\ndef ring(points):\n{}\n\n\ncheck(ring)'
NEXT = "import numpy as np\n\nprint(ring(np.array([[0.5, 0.0], [0.1, 0.0]])))"

SWALLOWING = """\
    while True:
        try:
            print("again")
        except:
            pass"""
ANSWERS = ["    while True:\n        pass", "    import time\n    time.sleep(3600)", SWALLOWING]


@pytest.fixture(scope="module")
def cells():
    """The cells of a notebook that checks each of these answers and then uses it."""
    sources = [BEGIN, *(text for answer in ANSWERS for text in (STUB.format(answer), NEXT))]
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    folder = str(lessons.project_root() / "lessons")
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": folder}}
    )
    return client.execute().cells


def shown(cell):
    """The HTML that a cell displayed."""
    return "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)


def printed(cell):
    """What a cell printed."""
    return "".join(output.get("text", "") for output in cell.outputs)


@pytest.mark.parametrize("number", range(len(ANSWERS)))
def test_an_answer_that_does_not_end_is_reported_and_the_next_cell_runs(cells, number):
    checked, used = cells[1 + 2 * number], cells[2 + 2 * number]
    page = shown(checked)
    assert re.findall(r'data-state="(\w+)"', page) == ["time"]
    assert "it had given no answer after 2 seconds" in page
    assert printed(used) == "[ True False]\n"
    assert "cannot be used here" in shown(used)


def test_what_is_printed_without_end_does_not_reach_the_notebook(cells):
    checked = cells[1 + 2 * ANSWERS.index(SWALLOWING)]
    assert printed(checked) == ""
    assert re.search(r"It also printed [\d,]+ lines", shown(checked))
