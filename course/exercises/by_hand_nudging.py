"""The exercise of lesson 01 on slopes found by nudging, for losses whose slopes are known."""
from collections.abc import Callable

import numpy as np

from course import by_hand
from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.calls import same
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.relations import relation

Loss = Callable[[np.ndarray], float]

NUDGE = 1e-5  # what the task asks for
SLANTS = np.array([2.0, -1, 0.5])
BOTTOM = np.array([0.5, -0.25])
POINTS = np.array([[1.0, 2], [0, 1], [-1, 1], [2, -1]])
TRUTHS = np.array([[1.0], [0], [1], [0]])

ANSWER = ArrayAnswer(
    Named("slopes", why="`w` has shape `{shape}`, and there is one slope for each of its entries")
)


def slanted_plane(w: np.ndarray) -> float:
    """A loss whose slopes are the same everywhere."""
    return float(w @ SLANTS)


def steep_valley(w: np.ndarray) -> float:
    """A loss that is lowest at BOTTOM."""
    return float(50 * np.sum((w - BOTTOM) ** 2) + 20 * np.prod(w - BOTTOM))


def curved(w: np.ndarray) -> float:
    """A loss in which the slope by each weight depends on all of them."""
    return float(np.sum(w**4) + np.sum(w) ** 2)


def single_unit(w: np.ndarray) -> float:
    """The cross-entropy of one sigmoid unit with two weights at four points."""
    return by_hand.cross_entropy(POINTS @ w, TRUTHS)


SLOPES: dict[Loss, Callable[[np.ndarray], np.ndarray]] = {
    slanted_plane: lambda w: SLANTS,
    steep_valley: lambda w: 100 * (w - BOTTOM) + 20 * (w - BOTTOM)[::-1],
    curved: lambda w: 4 * w**3 + 2 * np.sum(w),
    single_unit: lambda w: POINTS.T @ by_hand.sigmoid_backward(POINTS @ w, TRUTHS),
}


def _entries(slope: Callable[[Loss, np.ndarray, np.ndarray], float]) -> Callable:
    """A function that goes through the entries and nudges each by itself."""

    def answer(loss: Loss, w: np.ndarray, size: float = NUDGE) -> np.ndarray:
        slopes = np.zeros_like(w)
        for place in np.ndindex(w.shape):
            nudge = np.zeros_like(w)
            nudge[place] = size
            slopes[place] = slope(loss, w, nudge) / size
        return slopes

    return answer


BOTH_WAYS = _entries(lambda loss, w, nudge: (loss(w + nudge) - loss(w - nudge)) / 2)
ONLY_UP = _entries(lambda loss, w, nudge: loss(w + nudge) - loss(w))
ONLY_DOWN = _entries(lambda loss, w, nudge: loss(w) - loss(w - nudge))
TWICE = _entries(lambda loss, w, nudge: loss(w + nudge) - loss(w - nudge))


def _never_put_back(loss: Loss, w: np.ndarray) -> np.ndarray:
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        w[place] += NUDGE
        above = loss(w)
        w[place] -= 2 * NUDGE
        slopes[place] = (above - loss(w)) / (2 * NUDGE)
    return slopes


def _all_at_once(loss: Loss, w: np.ndarray) -> float:
    return (loss(w + NUDGE) - loss(w - NUDGE)) / (2 * NUDGE)


ONE_SIDED = WrongAnswer(
    "only one way",
    ONLY_UP,
    "each slope is taken from `w` itself to one side of it, and where the loss is curved that "
    "leans to that side. Look at the bottom of a valley: one step away from it, everything is "
    "higher.",
)


def _explained(
    value: np.ndarray, expected: np.ndarray, arguments: tuple
) -> tuple[str, str]:
    """Whether the value is what one of the formulas gives with another nudge."""
    loss, w = arguments
    for size in np.logspace(-1, -10, 10):
        for one_sided in (ONLY_UP, ONLY_DOWN):
            if same(value, one_sided(loss, w, size)):
                return ONE_SIDED.name, ONE_SIDED.cause
        if same(value, BOTH_WAYS(loss, w, size)):
            return "the size of the nudge", (
                f"with a nudge of {size:.0e} the slopes are not exact enough. A large nudge sees "
                "the bend of the loss, a tiny one is lost in rounding; the task names one that "
                "lies between."
            )
    kind, cause = relation("slopes", value, expected, {}, {"w": w})
    if not kind and np.abs(value - expected).max() <= 0.01 * np.abs(expected).max():
        return "not exact enough", (
            "every slope is nearly right. Is the nudge far from 1e-5, or taken one way only?"
        )
    return kind, cause


NUMERICAL_GRADIENT = Exercise(
    key="01.numerical_gradient",
    reference=by_hand.numerical_gradient,
    cases=(
        Case("a slanted plane over 3 weights", (slanted_plane, np.array([0.5, 1, -2]))),
        Case("a curved loss of 2 × 3 weights", (curved, np.array([[0.5, 1, -1], [0.2, -0.5, 1]]))),
        Case("the bottom of a valley, where every slope is 0", (steep_valley, BOTTOM.copy())),
        Case("a side of that valley", (steep_valley, np.array([1.0, -1]))),
        Case("one unit's weights, a column of 2", (single_unit, np.array([[0.4], [-0.3]]))),
    ),
    expects=ANSWER.expects,
    differs=ANSWER.differs,
    expected=lambda loss, w: SLOPES[loss](w),
    explains=_explained,
    wrong_answers=(
        ONE_SIDED,
        WrongAnswer(
            "divided by one nudge",
            TWICE,
            "every slope is twice too steep. How far apart are the two places at which you ask "
            "for the loss?",
        ),
        WrongAnswer(
            "never put back",
            _never_put_back,
            "an entry that has been nudged stays nudged while the next ones are asked. Each slope "
            "belongs to the same place.",
        ),
        WrongAnswer(
            "all weights at once",
            _all_at_once,
            "every weight is nudged at the same time, so the loss answers for all of them "
            "together. Which of them was it?",
        ),
        WrongAnswer(
            "two names for one array",
            lambda loss, w: np.zeros_like(w),
            "every slope is 0: you compare the loss with itself. `above = w` makes no copy. It is "
            "a second name for the same array, and what is done to one is done to both.",
        ),
    ),
    hints=(
        "One weight is easy: the loss a little above, less the loss a little below, divided by "
        "how far apart they are. Then the same for every entry, with all others left alone.",
        "`np.ndindex(w.shape)` goes through the places of an array of any shape. "
        "`nudge = np.zeros_like(w)` and `nudge[place] = 1e-5` nudge only one of them.",
        "For each place: `slopes[place] = (loss(w + nudge) - loss(w - nudge)) / 2e-5`. `w + nudge` "
        "is a new array, so nothing has to be put back.",
    ),
    proves="For five losses, your slopes and those on paper {difference}.",
)
