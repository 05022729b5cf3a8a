"""A square for each seed, in strips and in a table."""
import re

import pytest

from course.trials import Accuracies
from widgets.seed_strips import SeedStrips
from widgets.seed_table import SeedTable

ROWS = {"1 unit": [0.51, 0.60, 0.60], "8 units": [0.94, 0.96, 0.97]}
GRID = Accuracies(
    {("ring", "slow"): [0.80, 0.84], ("ring", "fast"): [0.95, 0.99], ("rose", "slow"): [0.7, 0.9]},
    free={"ring": 0.6, "rose": 0.8},
    goal={"ring": 0.9, "rose": 0.85},
    beside={"in 2016": {"ring": "92 <at best>"}},
)


def strips(rows=ROWS, **more):
    return SeedStrips(rows, **{"free": 0.5, "goal": 0.95, **more})


def squares(html):
    """(percent from the left, pixels up, whether dark) of each square."""
    found = re.findall(r'<i( class="gb-reached")? style="left:([\d.]+)%;bottom:(\d+)px"', html)
    return [(float(x), int(up), bool(dark)) for dark, x, up in found]


def test_there_is_a_square_for_every_seed_and_none_covers_another_of_its_row():
    html = strips({"all": [0.5 + i / 100 for i in range(50)] * 2})._repr_html_()
    drawn = squares(html)
    assert len(drawn) == 100
    assert len({(x, up) for x, up, _ in drawn}) == 100
    columns = sorted({x for x, _, _ in drawn})
    # A column of squares is 4 pixels wide on a telephone, where the strip is 250 at least.
    assert min(b - a for a, b in zip(columns, columns[1:], strict=False)) * 250 / 100 > 4


def test_a_square_stands_within_a_percent_of_its_accuracy():
    for x, _, _ in squares(strips({"one": [0.873]})._repr_html_()):
        assert 0.45 + 0.55 * x / 100 == pytest.approx(0.873, abs=0.01)


def test_squares_that_reach_the_goal_are_dark_and_stand_right_of_its_line():
    html = strips({"all": [0.949, 0.95, 0.951]})._repr_html_()
    line = float(re.search(r'class="gb-goal" style="left:([\d.]+)%', html)[1])
    assert [(x > line, dark) for x, _, dark in squares(html)] == [(False, False)] + [
        (True, True)
    ] * 2


def test_the_picture_is_described_in_words():
    words = (
        "1 unit: 0 of 3 seeds reach 95%, from 51.0% to 60.0%. "
        "8 units: 2 of 3 seeds reach 95%, from 94.0% to 97.0%."
    )
    assert repr(strips()) == words
    assert f'role="img" aria-label="{words}"' in strips()._repr_html_()


def test_many_equal_seeds_make_the_row_taller_and_stay_inside_it():
    html = strips({"all": [0.97] * 40})._repr_html_()
    height = int(re.search(r'class="gb-strip" style="height:(\d+)px"', html)[1])
    assert max(up for _, up, _ in squares(html)) + 5 <= height


def test_what_lies_below_the_floor_stands_at_the_floor():
    at_the_floor, low, lower = squares(strips({"bad": [0.0, 0.2, 0.451]})._repr_html_())
    assert at_the_floor[0] == low[0] == lower[0]


@pytest.mark.parametrize(("goal", "tops"), [(0.95, ["0", "0"]), (0.6, ["0", "16"])])
def test_the_names_of_two_lines_that_are_close_stand_one_below_the_other(goal, tops):
    html = strips(goal=goal)._repr_html_()
    assert re.findall(r'top:(\d+)px">(?:free|goal) ', html) == tops


def test_a_note_stands_in_its_row_and_is_escaped():
    html = strips(notes={"8 units": "you <b>said</b> 2"})._repr_html_()
    assert html.count("you &lt;b&gt;said&lt;/b&gt; 2") == 1
    assert html.index("8 units</b>") < html.index("you &lt;b&gt;")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([], r"accuracies\['x'\] must hold a number a seed, got none"),
        ([98.0], r"accuracies\['x'\] must be in \[0, 1\], got \[98.0\]"),
        ([float("nan")], r"accuracies\['x'\] must be in \[0, 1\], got \[nan\]"),
    ],
)
def test_accuracies_that_make_no_sense_are_refused_by_name(row, message):
    with pytest.raises(ValueError, match=message):
        strips({"x": row})


def test_a_mapping_needs_its_free_number():
    with pytest.raises(TypeError, match="free must be a number, got None"):
        SeedStrips(ROWS, goal=0.9)


def cells(html):
    """The text of each cell of the table's body, a row at a time."""
    body = html.split("<tbody")[1]
    return [
        [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]
        for row in body.split("<tr")[1:]
    ]


def test_the_table_has_a_row_for_each_rule_and_the_range_of_each_setting():
    assert cells(SeedTable(GRID)._repr_html_()) == [
        ["ring60.0 is free", "92 &lt;at best&gt;", "80.0 to 84.0", "95.0 to 99.0"],
        ["rose80.0 is free", "", "70.0 to 90.0", ""],
    ]


def test_only_a_range_that_lies_wholly_beyond_its_goal_is_bold():
    assert re.findall("<b>(.*?)</b>", SeedTable(GRID)._repr_html_()) == ["95.0 to 99.0"]


def test_the_name_of_a_goal_at_the_right_end_stands_within_the_page():
    html = strips({"one": [0.6]}, goal=1.0)._repr_html_()
    assert re.search(r'<span class="gb-end" style="top:0px">goal 100%</span>', html)
    assert re.search(r'<span style="left:90.91%;top:0px">goal 95%</span>', strips()._repr_html_())


def test_the_marks_of_a_cell_run_from_what_is_free_to_everything():
    html = SeedTable(GRID)._repr_html_()
    cell = html[html.index("95.0 to 99.0") :].split("</td>")[0]
    places = [float(x) for x in re.findall(r"left:([\d.]+)%", cell)]
    assert places == pytest.approx([75, 87.5, 97.5], abs=0.05)  # goal .9, seeds .95 and .99
    below = html[html.index("70.0 to 90.0") :].split("</td>")[0]
    assert re.findall(r'<i style="left:([\d.]+)%', below) == ["0.0", "50.0"]


def test_the_table_is_summed_up_in_words():
    assert SeedTable(GRID).summary == (
        "ring, in 2016: 92 <at best>; slow: 80.0 to 84.0 %; fast: 95.0 to 99.0 %. "
        "rose, slow: 70.0 to 90.0 %."
    )


def test_a_table_needs_pairs():
    with pytest.raises(ValueError, match="each label must be a pair .rule, setting., got 'ring'"):
        SeedTable(Accuracies({"ring": [0.9]}, 0.6, 0.9))


def test_seeds_that_round_to_one_number_are_written_as_one() -> None:
    alike = Accuracies({("ring", "fast"): (0.9971, 0.9968, 0.9965)}, free=0.6, goal=0.9)
    assert "<b>99.7</b>" in SeedTable(alike)._repr_html_()
