"""A square for each seed."""
import re

import pytest

from widgets.seed_strips import SeedStrips

ROWS = {"1 unit": [0.51, 0.60, 0.60], "8 units": [0.94, 0.96, 0.97]}


def squares(html):
    """(x, y, whether dark) of each square."""
    found = re.findall(r'<rect( class="gb-reached")? x="([\d.]+)" y="(-?[\d.]+)"', html)
    return [(float(x), float(y), bool(dark)) for dark, x, y in found]


def test_there_is_a_square_for_every_seed_and_none_covers_another():
    drawn = squares(SeedStrips(ROWS, free=0.5, goal=0.95)._repr_html_())
    assert len({(x, y) for x, y, _ in drawn}) == 6


def test_a_higher_accuracy_stands_further_right_and_those_that_reach_the_goal_are_dark():
    first, _, _, fourth, fifth, sixth = squares(
        SeedStrips(ROWS, free=0.5, goal=0.95)._repr_html_()
    )
    assert first[0] < fourth[0] < fifth[0] <= sixth[0]
    assert [square[2] for square in (first, fourth, fifth, sixth)] == [False, False, True, True]


def test_the_picture_is_described_in_words():
    strips = SeedStrips(ROWS, free=0.5, goal=0.95)
    words = (
        "1 unit: 0 of 3 seeds reach 95%, from 51.0% to 60.0%. "
        "8 units: 2 of 3 seeds reach 95%, from 94.0% to 97.0%."
    )
    assert repr(strips) == words
    assert f'role="img" aria-label="{words}"' in strips._repr_html_()


def test_many_equal_seeds_make_the_row_taller_and_stay_inside_the_picture():
    html = SeedStrips({"all": [0.97] * 40}, free=0.5, goal=0.95)._repr_html_()
    height = int(re.search(r'viewBox="0 0 640 (\d+)"', html)[1])
    drawn = squares(html)
    assert len(drawn) == 40
    assert all(0 < y < height for _, y, _ in drawn)


def test_what_lies_below_the_floor_stands_at_the_floor():
    low, lower = squares(SeedStrips({"bad": [0.0, 0.2]}, free=0.5, goal=0.9)._repr_html_())
    assert low[0] == lower[0] >= 100


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
        SeedStrips({"x": row}, free=0.5, goal=0.95)
