"""Loss over the steps as a picture: lines, squares and words where they belong."""
import math
import re

import numpy as np
import pytest

from course.effect_findings import Compared, Effect, Level
from course.records import TrainConfig
from widgets.on_demand import shown
from widgets.turning_picture import TurningPicture

STEPS = (1, 10, 100)


def effect(over_steps=True):
    level = Level("100", TrainConfig((2,), steps=100))
    return Effect("steps", "over-training", "", "", "steps", "after {} steps", (level,),
                  watched=(1, 10), over_steps=over_steps)  # fmt: skip


def compared(test_loss, train_loss, **more):
    test_loss, train_loss = np.array(test_loss), np.array(train_loss)
    count, seeds = test_loss.shape
    flat = np.full(test_loss.shape, 0.5)
    return Compared(
        effect(**more), "circle", tuple(range(seeds)), tuple(map(str, STEPS))[:count], flat, flat,
        train_loss, test_loss, 0 * flat, (0.5,) * count, (1.0,) * count, (1.0,) * count,
    )  # fmt: skip


FOUND = compared(
    [[1.0, 1.0, 1.0], [0.4, 0.5, 0.9], [2.0, 0.2, 1.6]],
    [[1.0, 1.0, 1.0], [0.5, 0.5, 0.5], [0.0, 0.0, 0.0]],
)


def corners(html, line):
    path = re.search(rf'class="{line}" d="M([^"]+)"', html).group(1)
    return [tuple(map(float, corner.split())) for corner in path.split("L")]


def test_the_lines_run_through_the_medians_over_the_logarithm_of_the_steps():
    html = TurningPicture(FOUND)._repr_html_()
    top = 1.6  # the highest median
    assert corners(html, "gb-unseen") == [
        (0, 37.5), (50, pytest.approx(100 * (1 - 0.5 / top), abs=0.01)), (100, 0)
    ]  # fmt: skip
    assert corners(html, "gb-training")[-1] == (100, 100)


def test_each_seed_has_a_square_where_its_own_loss_is_least():
    html = TurningPicture(FOUND)._repr_html_()
    squares = re.findall(r'<i style="left:([\d.]+)%;top:([\d.]+)%"', html)
    assert squares == [("50.00", "75.00"), ("100.00", "87.50"), ("50.00", "43.75")]
    assert "middle seed: 10 steps" in html


def test_the_picture_is_told_in_words():
    assert TurningPicture(FOUND).summary == (
        "Loss at the median of 3 seeds, after 1 step, at its least and after 100 steps: on unseen "
        "points 1.00, 0.50 and 1.60; on training points 1.00, 0.00 and 0.00."
    )


def test_the_names_of_two_lines_that_end_alike_stand_apart():
    html = TurningPicture(compared([[1.0], [0.5], [0.31]], [[1.0], [0.5], [0.3]]))._repr_html_()
    tops = [int(top) for top in re.findall(r'gb-end" style="top:(\d+)px"', html)]
    assert tops[1] - tops[0] >= 16


def test_a_loss_that_is_not_a_number_is_drawn_at_the_top():
    nan = math.nan
    html = TurningPicture(compared([[1.0], [0.5], [nan]], [[1.0], [0.5], [nan]]))._repr_html_()
    assert corners(html, "gb-unseen")[-1] == (100, 0)
    assert "nan%" not in html


def test_other_factors_than_steps_are_refused():
    with pytest.raises(ValueError, match="found must compare steps, got 'over-training'"):
        TurningPicture(compared([[1.0]], [[1.0]], over_steps=False))


def test_a_prediction_about_steps_shows_the_picture_and_not_a_table():
    html, words = shown(FOUND)
    assert "gb-turning" in html
    assert "<pre" not in html
    assert words == TurningPicture(FOUND).summary
    assert "<pre" in shown(compared([[1.0]], [[1.0]], over_steps=False))[0]
