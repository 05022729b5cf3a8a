"""Numbers of several seeds in rows and columns, in words and as a table."""
import re

import pytest

from course.projections.spreads import Spreads, figure
from widgets.on_demand import shown
from widgets.spread_table import SpreadTable

FOUND = Spreads(
    {
        ("turn", "near"): (0.0, 1e-9, 0.0),
        ("turn", "far"): (0.0, 0.0, 0.0),
        ("cut <1>", "near"): (10.0, 31.4, 90.0),
        ("cut <1>", "far"): (0.2, 0.25, 0.3),
    },
    "angle changes by", top=90, words={"turn": "nothing else"},
    kept=frozenset({("turn", "near"), ("turn", "far")}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "beside", "words"),
    [(0.234, None, "0.23"), (4.24, None, "4.2"), (31.4, None, "31"), (4.24, 31, "4")],
)
def test_a_figure_has_about_two_digits_that_matter(value, beside, words):
    assert figure(value, beside) == words


def test_a_cell_is_said_by_its_median_and_its_ends():
    assert FOUND.said(("cut <1>", "near")) == "31°, 10 to 90"
    assert FOUND.said(("cut <1>", "far")) == "0.25°, 0.20 to 0.30"
    assert FOUND.said(("turn", "near")) == "0°, kept"
    one = Spreads({("a", "b"): (26.1, 25.9)}, "distance", "%")
    assert one.said(("a", "b")) == "26%"


def test_the_text_has_a_line_for_each_row():
    first, head, *rows = str(FOUND).splitlines()
    assert first == "angle changes by"
    assert head.split() == ["near", "far"]
    assert re.split(r"\s{3,}", rows[1]) == ["cut <1>", "31°, 10 to 90", "0.25°, 0.20 to 0.30"]


@pytest.mark.parametrize(
    ("rows", "more", "message"),
    [
        ({}, {}, "rows must hold at least one row of numbers, got none"),
        ({"turn": (1.0,)}, {}, r"each label must be a pair \(row, column\), got 'turn'"),
        ({("a", "b"): ()}, {}, r"rows\[\('a', 'b'\)\] must hold a number a seed, got none"),
        ({("a", "b"): (float("nan"),)}, {}, r"rows\[\('a', 'b'\)\] must be in \[0, inf\), got nan"),
        ({("a", "b"): (1.0,)}, {"top": 0}, r"top must be in \(0, inf\), got 0"),
    ],
)
def test_what_is_no_table_is_refused_in_words(rows, more, message):
    with pytest.raises(ValueError, match=message):
        Spreads(rows, "angle", **more)


# ---- the picture ---------------------------------------------------------------------------


def test_each_number_has_a_mark_where_it_belongs():
    html = SpreadTable(FOUND)._repr_html_()
    cell = html[html.index("<b>31°</b>") :].partition("</td>")[0]
    assert re.findall(r'<i style="left:([\d.]+)%"', cell) == ["11.1", "34.9", "100.0"]
    assert re.findall(r'<u style="left:([\d.]+)%"', cell) == ["34.9"]


def test_a_number_beyond_the_end_stands_at_the_end():
    html = SpreadTable(Spreads({("a", "b"): (120.0,)}, "angle", top=90))._repr_html_()
    assert 'left:100.0%"' in html
    assert "on a line from 0 to 90°" in html


def test_the_table_is_told_in_words_a_row_at_a_time():
    assert SpreadTable(FOUND).summary == (
        "Angle changes by: turn, near: 0°, kept; far: 0°, kept. "
        "cut <1>, near: 31°, 10 to 90; far: 0.25°, 0.20 to 0.30."
    )


def test_names_are_text_and_notes_stand_with_their_row():
    html = SpreadTable(FOUND, {"cut <1>": "you said 30"})._repr_html_()
    assert "cut &lt;1&gt;<em>you said 30</em></th>" in html
    assert "turn<small>nothing else</small></th>" in html
    assert "<1>" not in html


def test_what_the_numbers_are_is_in_the_caption_too_where_a_narrow_column_has_no_head():
    html = SpreadTable(FOUND)._repr_html_()
    assert "<caption><b>Angle changes by:</b> A square for each seed, on a line" in html
    assert "the median of the 3." in html


def test_a_cell_without_numbers_is_empty():
    found = Spreads({("a", "x"): (1.0,), ("b", "y"): (2.0,)}, "angle")
    assert SpreadTable(found)._repr_html_().count("gb-range\" aria-hidden") == 2
    assert SpreadTable(found).summary == "Angle: a, x: 1.0°. b, y: 2.0°."


def test_an_outcome_of_spreads_is_shown_as_the_table():
    drawn, words = shown(FOUND)
    assert drawn == SpreadTable(FOUND)._repr_html_()
    assert words == SpreadTable(FOUND).summary
