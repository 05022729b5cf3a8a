"""What the canvases of the sweep map are sent, and its row of numbers."""
import re

import numpy as np
import pytest

from glassbox.project import root
from tests.test_contrast import contrast, tokens
from widgets.canvas.cell_networks import CellNetworks
from widgets.canvas.heat_map import HeatMap
from widgets.controls.numbers import NumberRow, Numbers


@pytest.mark.parametrize(
    ("whole", "typed", "value", "problem"),
    [
        (True, "1 2,4; 8", (1, 2, 4, 8), ""),
        (True, "", (), ""),
        (True, "1 2.5", (3,), "units must be whole numbers, got '1 2.5'"),
        (False, ".1 1e-3", (0.1, 0.001), ""),
        (False, "a", (3,), "units must be numbers, got 'a'"),
    ],
)
def test_numbers_are_read_as_people_type_them(whole, typed, value, problem):
    row = Numbers("units").make("widths", (3,) if whole else (3.0,))
    row._handle_custom_msg({"kind": "typed", "text": typed}, [])
    assert (row.value, row.problem) == (value, problem)
    assert row.text == " ".join(f"{number:g}" for number in value) and row.answered == 1


def test_a_row_of_numbers_hears_only_text():
    row = NumberRow(label="units", value=(3,), whole=True)
    for odd in (None, 3, {}, {"text": 4}):
        row._handle_custom_msg(odd, [])
    assert row.value == (3,) and row.answered == 0


@pytest.mark.parametrize(
    ("name", "wrong"), [("shades", (2, 3)), ("marks", (2, 2)), ("shares", (4,)), ("lost", (2,))]
)
def test_a_frame_of_another_shape_is_refused(name, wrong):
    heat_map = HeatMap()
    heat_map.lay_out(["1", "2"], ["a", "b"], 3)
    given = {
        "shades": np.zeros((2, 2)), "marks": np.zeros((2, 2, 3)), "figures": [""] * 4,
        "shares": np.zeros((2, 2)), "lost": np.zeros((2, 2), int),
    }  # fmt: skip
    assert heat_map.show(**given) == 1
    given[name] = np.zeros(wrong)
    with pytest.raises(ValueError, match=f"{name} must have shape .*, got "):
        heat_map.show(**given)


def test_what_a_page_says_of_a_canvas_is_not_taken_over():
    for canvas in (HeatMap(), CellNetworks()):
        canvas.set_state({"label": "mine"})
        assert canvas.label == ""


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_figure_of_the_darkest_cell_can_be_read(look):
    script = (root() / "widgets/canvas/heat_map_paint.js").read_text(encoding="utf-8")
    share = float(re.search(r"DEEPEST = ([\d.]+)", script)[1])
    paper, ink = tokens(look)["paper"], tokens(look)["ink"]
    darkest = tuple(p + share * (i - p) for p, i in zip(paper, ink, strict=True))
    assert contrast(darkest, ink) >= 4.5
