"""The exercise of lesson 01 on one step with momentum."""
import numpy as np

from course import by_hand
from course.exercises.arrays import ArrayAnswer, Named, Several
from course.exercises.exercise import Case, Exercise, WrongAnswer

Pair = tuple[np.ndarray, np.ndarray]

GIVEN = "it was given with shape `{shape}`"
ANSWER = ArrayAnswer(Several("", (Named("w", why=GIVEN), Named("v", why=GIVEN))))


def _case(name: str, w: list, v: list, dw: list, rate: float, keep: float) -> Case:
    arrays = (np.array(numbers, dtype=float) for numbers in (w, v, dw))
    return Case(name, (*arrays, rate, keep))


def _old_velocity(w: np.ndarray, v: np.ndarray, dw: np.ndarray, rate: float, keep: float) -> Pair:
    return w - rate * v, keep * v + dw


def _rate_inside(w: np.ndarray, v: np.ndarray, dw: np.ndarray, rate: float, keep: float) -> Pair:
    v = keep * v + rate * dw
    return w - v, v


def _averaged(w: np.ndarray, v: np.ndarray, dw: np.ndarray, rate: float, keep: float) -> Pair:
    v = keep * v + (1 - keep) * dw
    return w - rate * v, v


def _uphill(w: np.ndarray, v: np.ndarray, dw: np.ndarray, rate: float, keep: float) -> Pair:
    v = keep * v + dw
    return w + rate * v, v


MOMENTUM_STEP = Exercise(
    key="01.momentum_step",
    reference=by_hand.momentum_step,
    cases=(
        _case(
            "3 weights on the move, half of it kept",
            [1, 0, -1], [2, -4, 1], [1, 1, -3], 0.1, 0.5,
        ),
        _case(
            "2 × 2 weights on the move, 0.9 of it kept",
            [[0.5, 1], [0, -2]], [[1, 0], [-2, 3]], [[0.3, -1], [0, 2]], 0.2, 0.9,
        ),
        _case("3 weights at rest, nothing kept", [1, 2, 3], [0, 0, 0], [4, -2, 0.5], 0.5, 0),
    ),
    expects=ANSWER.expects,
    differs=ANSWER.differs,
    wrong_answers=(
        WrongAnswer(
            "moved with the old velocity",
            _old_velocity,
            "the velocity is brought up to date only after the weights have moved with the old "
            "one. This step's gradient must count in this step.",
        ),
        WrongAnswer(
            "the rate inside the velocity",
            _rate_inside,
            "your velocity holds the rate already. That is another convention, and from rest, at "
            "a rate that never changes, it takes the same path. Ours keeps the rate out of the "
            "velocity, so that a new rate counts at once.",
        ),
        WrongAnswer(
            "an average for a sum",
            _averaged,
            "the gradient is weighed before it joins the velocity, so that the velocity is an "
            "average of gradients. That is another convention, with steps that are shorter. Here "
            "they add up.",
        ),
        WrongAnswer(
            "uphill",
            _uphill,
            "the weights go up along the velocity, and the loss with them.",
        ),
        WrongAnswer(
            "in the other order",
            lambda *arguments: by_hand.momentum_step(*arguments)[::-1],
            "weights and velocity change places in what you return.",
        ),
    ),
    hints=(
        "Two lines, and the order counts: first what becomes of the velocity, then what becomes "
        "of the weights.",
        "The new velocity is what is kept of the old one, plus the gradient as it is. With "
        "`keep = 0` nothing is left of momentum.",
        "`v = keep * v + dw` makes a new array. Then the weights move by `rate` times that `v`, "
        "downhill: minus. Return both.",
    ),
    proves="For three steps, your weights and velocities and the course's {difference}.",
)
