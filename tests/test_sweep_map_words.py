"""What a sweep map says of its cells, its networks and the whole."""
import numpy as np
import pytest

from course.records import TrainConfig
from course.sweep import Outcome
from course.sweep_map import Plan, Table
from widgets import sweep_map_words as words

nan = float("nan")


def table(cells, lost=()):
    """A table of widths 1, 2 ... and rates 0.1, 0.2 ... with these accuracies."""
    accuracies = np.array(cells, float)
    n_widths, n_rates, seeds = accuracies.shape
    gone = np.zeros(accuracies.shape, bool)
    for at in lost:
        gone[at] = True
    rates = [round(0.1 * n, 1) for n in range(1, n_rates + 1)]
    return Table(Plan(widths=range(1, n_widths + 1), rates=rates, seeds=seeds), accuracies, gone)


def test_the_summary_is_read_off_the_table():
    found = table([[[0.6, 0.7], [0.8, 0.8]], [[0.9, 0.9], [0.5, 0.6]]])
    assert words.summary(found, 0.55) == (
        "Best: 2 units, rate 0.1, median 90.0% of the unseen points right (55.0% is free). "
        "The median over the widths is 77.5% with rate 0.1 and 67.5% with rate 0.2. "
        "The best rate is 0.2 for 1 unit and 0.1 for 2. "
        "The seed matters most with 1 unit, rate 0.1: 60.0% to 70.0%."
    )


def test_the_summary_tells_only_what_is_known_so_far():
    found = table([[[0.6, 0.7], [nan, 0.8]]], lost=[(0, 1, 1)])
    assert words.summary(found, 0.55) == (
        "Best: 1 unit, rate 0.1, median 65.0% of the unseen points right (55.0% is free). "
        "The seed matters most with 1 unit, rate 0.1: 60.0% to 70.0%. "
        "1 of 3 networks so far ran away: the loss is not a number or above 10,000."
    )
    assert words.summary(table([[[nan]]]), 0.5) == ""
    alike = words.summary(table([[[0.6], [0.6], [nan]]]), 0.55)
    assert alike.startswith("Best: several cells alike, median 60.0% of the unseen points right")


def test_a_best_rate_that_all_widths_share_is_said_once():
    found = table([[[0.6], [0.7]], [[0.6], [0.9]], [[0.5], [0.5]]])
    assert "The best rate is 0.2 for 1 unit and for 2." in words.summary(found, 0.5)


@pytest.mark.parametrize(
    ("cell", "lost", "figure", "sentence"),
    [
        ([nan] * 4, (), "", "1 unit, rate 0.1: not trained yet"),
        ([0.6, nan, 0.7, nan], (), "2/4",
         "1 unit, rate 0.1: 2 of 4 seeds trained, 60.0% to 70.0%"),
        ([0.6, 0.9, 0.7, 0.8], (), "75.0", "1 unit, rate 0.1: median 75.0%, 60.0% to 90.0%"),
        ([0.6, 0.6, 0.6, 0.6], (), "60.0", "1 unit, rate 0.1: all 60.0%"),
        ([0.0, 0.9, 0.7, 0.8], (0,), "75.0",
         "1 unit, rate 0.1: median 75.0%, 70.0% to 90.0%, 1 of 4 ran away"),
        ([0.0, 0.0, 0.0, 0.8], (0, 1, 2), "away", "1 unit, rate 0.1: 80.0%, 3 of 4 ran away"),
        ([0.0] * 4, (0, 1, 2, 3), "away", "1 unit, rate 0.1: 4 of 4 ran away"),
    ],
)
def test_a_cell_says_how_its_networks_do(cell, lost, figure, sentence):
    found = table([[cell]], lost=[(0, 0, k) for k in lost])
    assert words.figure(found, 0, 0) == figure
    assert words.cell(found, 0, 0) == sentence


def test_one_outcome_is_named_by_its_seed_and_what_it_reached():
    outcome = Outcome(3, TrainConfig(seed=7), 0.9876, 0.1, 0.99, False, np.zeros(1))
    assert words.network(outcome) == "Seed 7: 98.8% right on unseen points."
    assert words.caption(outcome) == "98.8"
