"""Lesson 01 as it is read and run: its stretches of prose, and that nothing imports torch."""
import copy
import re

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from tools import lessons

[SOURCE] = [one for one in lessons.sources() if one.stem == "01_network_by_hand"]
LESSON = lessons.project_root() / "lessons" / "01_network_by_hand.ipynb"


def between_two_things_to_do():
    """Words of prose from one cell to run, or one thing to try, to the next; without formulas."""
    stretch = 0
    for cell in nbformat.read(LESSON, as_version=4).cells[1:]:
        if cell.cell_type == "code":
            yield stretch
            stretch = 0
            continue
        text = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "f", cell.source, flags=re.DOTALL)
        first, *further = re.split(r"\*\*(?:Try|Break) it", text)
        stretch += len(first.split())
        for part in further:
            yield stretch
            stretch = len(part.split())


def test_no_stretch_of_prose_is_long_before_there_is_something_to_do():
    *stretches, _ = between_two_things_to_do()
    assert max(stretches) <= 140
    assert np.median(stretches) <= 80


def test_no_cell_is_longer_than_15_lines():
    cells = nbformat.read(LESSON, as_version=4).cells
    assert max(len(cell.source.splitlines()) for cell in cells) <= 15


def test_the_exponential_of_a_large_logit_overflows_and_logaddexp_does_not():
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert np.log(1 + np.exp(1000.0)) == np.inf
    assert np.logaddexp(0, 1000.0) == 1000


# ---- nothing but numpy

USED = """
from widgets import HowToStart, NetworkSums, OneNeuron, SlowMotion
from widgets import Downhill as Down, TrainByHand as Train
OneNeuron().step(); Down().step(); NetworkSums().choose("z"); SlowMotion(); HowToStart().run()
hands = Train(); hands.step(); DigitPad(reader); reader.run()
import sys
print(sorted(name for name in sys.modules if name.partition(".")[0] == "torch"))
"""


def broken(text):
    """The fault of 2019 in `tanh_backward`, and what the widget then trains by."""
    return text.replace("1 - h * h", "1 - np.tanh(h) ** 2")


def ran(notebook, *more):
    """What the last cell printed, once the notebook and some more cells have run."""
    notebook = copy.deepcopy(notebook)
    notebook.cells += [nbformat.v4.new_code_cell(text) for text in more]
    where = {"metadata": {"path": str(LESSON.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    return "".join(out.get("text", "") for out in notebook.cells[-1].outputs)


def test_torch_is_never_imported_unsolved():
    assert ran(nbformat.read(LESSON, as_version=4), USED) == "[]\n"


def test_torch_is_never_imported_solved_and_the_widget_follows_a_broken_function():
    solved = lessons.solved(SOURCE)
    [cell] = [c.source for c in solved.cells if '"01.tanh_backward"' in c.source]
    note = "before = hands.run.parameters[0].copy(); hands.reset(); hands.step()"
    tell = "print(bool((before == hands.run.parameters[0]).all()))"
    assert broken(cell) != cell
    assert ran(solved, USED + note + "\n" + tell) == "[]\nTrue\n"
    again = f"hands.reset(); hands.step(); {tell}"
    assert ran(solved, USED + note, broken(cell), again) == "False\n"
