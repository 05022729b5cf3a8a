"""The predictions of lesson 02: what a wrong derivative costs, and what depth does.

Each outcome is read off what was computed, whatever it turns out to be.
"""
import statistics

from course.exercises.prediction import Number, Prediction
from course.exercises.torch_predictions import TORCH_PREDICTIONS
from course.trials import Accuracies
from course.wrong_slope import WrongSlope

RIGHT, WRONG, FIXED = "right slope", "wrong slope", "first layer fixed"


def median(result: Accuracies, label: str) -> float:
    """The median over the seeds of a row, in percent."""
    return 100 * statistics.median(result.rows[label])


def _on_the_slope(result: Accuracies) -> str:
    right, wrong, fixed = (median(result, label) for label in (RIGHT, WRONG, FIXED))
    if wrong < fixed:
        beside = "worse than a network whose first layer was never trained at all"
    else:
        beside = "no worse than a network whose first layer was never trained at all"
    return (
        f"With the right slope the median is {right:.1f}%, with the wrong one {wrong:.1f}%: "
        f"{beside}, which has {fixed:.1f}%. But nothing stopped, and no number looked odd. In the "
        "published workshop it was 92% and 82%. The loss falls, the accuracy rises, and only "
        "somebody who compares gradients with nudging learns that a line is wrong."
    )


PREDICTIONS = (
    Prediction(
        key="02.wrong_gradient",
        question="A network 64-32-10 learns to read digits in 300 steps. In its backward pass "
        "tanh' is written as 1 - tanh(tanh(z)). Thirty-two seeds are trained. What accuracy on "
        "unseen digits has the median of them? (With the right derivative it is about 95%, and "
        "12% is free.)",
        guess=Number(0, 100, 1, "%"),
        computation=WrongSlope(),
        truth=lambda result: median(result, WRONG),
        code='100 * float(np.median(accuracies["wrong slope"]))',
        explain=_on_the_slope,
        marked=WRONG,
    ),
    *TORCH_PREDICTIONS,
)
