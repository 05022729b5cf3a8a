"""The exercise of lesson 01 on softmax: the loss of several classes, backwards."""
import numpy as np

from course import by_hand
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients

BY_LOGITS = Gradients(
    names=("z",),
    variables=lambda z, labels: (z,),
    loss=lambda at, arguments: by_hand.softmax_cross_entropy(*at, arguments[1]),
    arguments=("z", "labels"),
)


def _scores(n: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """(z, labels), the logits to one decimal."""
    rng = np.random.default_rng(n)
    return rng.normal(0, 1.5, (n, classes)).round(1), rng.integers(0, classes, n)


def _naive(z: np.ndarray, axis: int = 1) -> np.ndarray:
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


def _less_truth(p: np.ndarray, labels: np.ndarray) -> np.ndarray:
    p[np.arange(len(p)), labels] -= 1
    return p / len(p)


def _one_largest(z: np.ndarray) -> np.ndarray:
    return _naive(z - z.max())


def _every_row(z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    dz = by_hand.softmax(z)
    dz[:, labels] -= 1
    return dz / len(z)


SOFTMAX_BACKWARD = Exercise(
    key="01.softmax_backward",
    reference=by_hand.softmax_backward,
    cases=(
        Case("4 points and 3 classes", _scores(4, 3)),
        Case("5 points and 4 classes", _scores(5, 4)),
        Case("a single point and 2 classes", (np.array([[1.0, -1]]), np.array([0]))),
        Case(
            "a logit of 1,000 beside ordinary ones",
            (np.array([[1000.0, 0, 1], [2, 1, 0], [0, 1, 1]]), np.array([1, 0, 2])),
        ),
    ),
    expects=BY_LOGITS.expects,
    differs=BY_LOGITS.differs,
    expected=BY_LOGITS.measured,
    explains=BY_LOGITS.explains,
    wrong_answers=(
        WrongAnswer(
            "exp overflows",
            lambda z, labels: _less_truth(_naive(z), labels),
            "`exp` of 1,000 is more than a computer can hold, and infinity divided by infinity "
            "is `nan`. Softmax does not change when the same number is taken from every logit of "
            "a row: which number makes `exp` safe?",
        ),
        WrongAnswer(
            "one largest for all rows",
            lambda z, labels: _less_truth(_one_largest(z), labels),
            "the largest logit of the whole array is taken from every row. A row that lies far "
            "below it then has nothing left to divide by. Each row has a largest of its own.",
        ),
        WrongAnswer(
            "the mean forgotten",
            lambda z, labels: len(z) * by_hand.softmax_backward(z, labels),
            "this is the gradient of the loss of each point by itself. The loss is their mean.",
        ),
        WrongAnswer(
            "labels taken off every row",
            _every_row,
            "1 is taken from the columns of all the labels, in every row. Only one entry of each "
            "row is its truth: rows and columns must be picked in pairs.",
        ),
        WrongAnswer(
            "softmax down the columns",
            lambda z, labels: _less_truth(_naive(z, axis=0), labels),
            "the probabilities of a class add up to 1 over the points. It is each point's "
            "probabilities that do, over the classes: along which axis does that sum go?",
        ),
    ),
    hints=(
        "With two classes it was guess minus truth, over n. With more it is the same: p is "
        "`softmax(z)`, and the truth is a row with a 1 at the label and 0 elsewhere.",
        "To be safe from overflow, take each row's largest logit from it before `exp`: "
        "`z - z.max(axis=1, keepdims=True)`. Then divide by the sums of the rows, with "
        "`keepdims=True` as well.",
        "Subtract the truth in place: `p[np.arange(len(z)), labels] -= 1` picks one entry of "
        "each row. Divide by `len(z)`.",
    ),
    proves=(
        "For four lists of points, one with a logit of 1,000, your gradient and slopes found by "
        "nudging {difference}."
    ),
)
