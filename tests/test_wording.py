"""Numbers are written the same way everywhere, and never flatter."""
import math

import numpy as np
import pytest

from course.run import Record
from course.toys import RULES
from widgets import wording


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.5, "50.0%"), (0.9806, "98.1%"), (0.9999, "99.9%"), (1.0, "100%"), (0.0, "0.0%"),
     (math.nan, "--.-%")],
)  # fmt: skip
def test_a_share_is_written_with_one_decimal_and_100_only_if_nothing_is_wrong(
    share: float, words: str
) -> None:
    assert wording.percent(share) == words


@pytest.mark.parametrize(
    ("loss", "words"),
    [(0.7, ""), (9999.0, ""), (math.nan, "the loss is not a number"),
     (math.inf, "the loss is not a number"), (3e28, "the loss has run away (3.0e+28)")],
)  # fmt: skip
def test_a_loss_that_ends_a_run_is_named(loss: float, words: str) -> None:
    assert wording.diverged(loss) == words


def test_the_field_is_described_by_what_is_wrong_in_each_class() -> None:
    y = np.array([True, True, True, False, False])
    wrong = np.array([True, False, False, True, True])
    assert wording.field_label(RULES["rose"], 2400, y, wrong, "test") == (
        "Decision field after 2,400 steps, with 5 test points: 1 of 3 points in the rose and "
        "2 of 2 points outside are on the wrong side."
    )


@pytest.mark.parametrize(
    ("free", "low", "marks"),
    [(0.5, 0.4, ["40", "60", "80", "100"]), (0.804, 0.7, ["70", "80", "90", "100"]),
     (0.623, 0.5, ["50", "75", "100"])],
)  # fmt: skip
def test_the_accuracy_axis_begins_below_the_base_rate(
    free: float, low: float, marks: list[str]
) -> None:
    bounds, ticks = wording.accuracy_axis(free)
    assert bounds == (pytest.approx(low), 1.0)
    assert [words for _, words in ticks] == marks


@pytest.mark.parametrize(
    ("largest", "top"), [(0.1, 0.6), (0.61, 1.2), (1.3, 2.4), (math.nan, 0.6)]
)
def test_the_loss_axis_holds_every_finite_loss(largest: float, top: float) -> None:
    bounds, ticks = wording.loss_axis([Record(0, 0.2, largest, 0.5, 0.5)])
    assert bounds == (0.0, pytest.approx(top))
    assert [value for value, _ in ticks] == pytest.approx([0, top / 2, top])


def test_one_step_is_not_steps() -> None:
    assert [wording.steps(n) for n in (0, 1, 2400)] == ["0 steps", "1 step", "2,400 steps"]
