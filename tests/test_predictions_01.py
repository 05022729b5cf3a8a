"""What a learning rate does and what momentum adds: outcomes that are read off the descents."""
import numpy as np
import pytest

from course.by_hand import momentum_step
from course.descent import Paths
from course.exercises import find
from course.exercises.predictions_01 import MOMENTUM, OPTIONS, RATES
from course.trials import exhaust
from widgets.on_demand import shown

RATE, FASTER = find("01.rate", "prediction"), find("01.momentum", "prediction")
START, MINIMUM, CURVATURES = np.array([-2.2, 1.6]), np.array([1, 0.5]), np.array([1, 25])


def rests_after(rate, momentum, limit=5000):
    """Steps until gradient and step are shorter than 0.001, on the quadratic itself."""
    w, v, moved = START, np.zeros(2), 0.0
    for step in range(limit):
        slopes = CURVATURES * (w - MINIMUM)
        if np.hypot(*slopes) < 1e-3 and moved < 1e-3:
            return step
        before = w
        w, v = momentum_step(w, v, slopes, rate, momentum)
        moved = np.hypot(*(w - before))
    return None


def fates(fate):
    return Paths("valley", {}, {"rate 0.085": fate})


@pytest.mark.parametrize("fate", OPTIONS)
def test_each_fate_is_an_option_of_its_own(fate):
    assert RATE.guess.options[RATE.truth(fates(fate))] == OPTIONS[fate]


def test_the_real_descent_flies_out():
    result = exhaust(RATES.pieces())
    assert RATE.guess.options[RATE.truth(result)] == "It flies out of the picture."
    assert list(result.fates.values()) == ["creeps", "straight", "zigzag", "left"]


def test_the_steps_that_the_question_and_the_explanation_tell_are_right():
    assert f"after {rests_after(0.04, 0)} steps" in RATE.question
    assert f"slow: {rests_after(0.04, 0)} steps" in RATE.explained(exhaust(RATES.pieces()))
    for rate, factor in ((0.04, 0), (0.075, -0.875), (0.085, -1.125)):
        assert 1 - 25 * rate == pytest.approx(factor)
        assert f"{factor:g}".replace("-", "−") in RATE.explained(exhaust(RATES.pieces()))


def test_momentum_needs_the_steps_of_the_formula():
    result = exhaust(MOMENTUM.pieces())
    assert FASTER.truth(result) == rests_after(0.01, 0.9)
    assert f"after {rests_after(0.01, 0)} steps" in FASTER.question
    assert FASTER.explained(result).startswith(
        f"{rests_after(0.01, 0.9)} steps instead of {rests_after(0.01, 0)}."
    )
    assert FASTER.guess.low < FASTER.truth(result) < FASTER.guess.high


@pytest.mark.parametrize(("prediction", "outcome"), [(RATE, "left"), (FASTER, 161)])
def test_the_code_gives_the_outcome(prediction, outcome):
    *lines, last = prediction.repeated(None).splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == outcome


# ---- how the result is drawn ---------------------------------------------------------------


def test_each_path_is_drawn_with_its_fate_in_words():
    html, words = shown(exhaust(RATES.pieces()))
    assert html.count("<svg") == 4
    assert "rate 0.01: creeps: not there after 400 steps." in words
    assert "rate 0.085: left the picture after 18 steps." in words
    assert "<b>rate 0.075</b>zig-zags, at rest after 104 steps" in html


def test_a_path_begins_and_ends_where_the_descent_does():
    path = np.array([[-3.0, 3.0], [0.0, 0.0], [3.0, -3.0]])  # the corners of the picture
    html, _ = shown(Paths("valley", {"a": path}, {"a": "straight"}))
    assert 'd="M0.0 0.0L100.0 100.0L200.0 200.0"' in html
    assert 'd="M100.0 100.0h.01M200.0 200.0h.01"' in html  # a dot for each step


def test_a_line_of_the_picture_is_where_the_loss_is_what_it_says():
    html, _ = shown(Paths("valley", {"a": np.array([[0.0, 0.0]])}, {"a": "creeps"}))
    # loss 2 above the least: half the curvature times the distance squared
    assert f'rx="{2 * 200 / 6:.1f}" ry="{2 / 5 * 200 / 6:.1f}"' in html


def test_what_was_guessed_stands_with_its_path():
    html, _ = shown(exhaust(MOMENTUM.pieces()), {"momentum 0.9": "you said 300"})
    assert html.index("momentum 0.9</b>") < html.index("<b>you said 300</b>")
