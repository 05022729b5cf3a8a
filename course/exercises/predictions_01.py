"""The predictions of lesson 01: what a learning rate does, and what momentum adds.

Each outcome is read off the descents, whatever they turn out to do.
"""
from course.descent import Descents, Paths
from course.exercises.prediction import Choice, Number, Prediction

ASKED = "rate 0.085"
RATES = Descents({f"rate {rate}": (rate, 0.0) for rate in (0.01, 0.04, 0.075, 0.085)}, limit=400)
WITH, WITHOUT = "momentum 0.9", "no momentum"
MOMENTUM = Descents({WITHOUT: (0.01, 0.0), WITH: (0.01, 0.9)}, limit=2000)
OPTIONS = {
    "straight": "It gets there without turning back, in fewer steps.",
    "zigzag": "It zig-zags across the valley, and gets there.",
    "left": "It flies out of the picture.",
    "creeps": "It creeps: it is not there after 400 steps.",
}


def _on_rates(result: Paths) -> str:
    return (
        "Across the valley the curvature is 25, and a step multiplies the distance from the floor "
        "by 1 − 25 × rate. At 0.04 that is 0: one step, and the path is on the floor. At 0.075 "
        "it is −0.875: each step lands on the other side, a little nearer. At 0.085 it is −1.125: "
        "on the other side, a little further. The limit is 2 / 25 = **0.08**. Along the valley the "
        f"curvature is 1, and there even 0.04 is slow: {result.steps('rate 0.04')} steps."
    )


def _on_momentum(result: Paths) -> str:
    plain, fast = result.steps(WITHOUT), result.steps(WITH)
    return (
        f"{fast:,} steps instead of {plain:,}. Along the floor every gradient says the same, and a "
        "velocity that keeps nine tenths adds them up: as if the rate were up to ten times as "
        "large. Across the valley gradients change sides, and cancel. The picture shows the "
        "price: the path shoots past the minimum, and comes back."
    )


PREDICTIONS = (
    Prediction(
        key="01.rate",
        question="The loss of two weights is a long valley, **25 times** as curved across as "
        "along. With a learning rate of **0.04** gradient descent comes to rest at the minimum "
        "after 198 steps. What does it do with a rate of **0.085**?",
        guess=Choice(tuple(OPTIONS.values())),
        computation=RATES,
        truth=lambda result: list(OPTIONS).index(result.fates[ASKED]),
        code=f"result.fates[{ASKED!r}]",
        explain=_on_rates,
        marked=ASKED,
    ),
    Prediction(
        key="01.momentum",
        question="The same valley, and a learning rate of **0.01**: gradient descent comes to rest "
        "after 804 steps. Now the steps have **momentum 0.9**, and the rate stays. After how many "
        "steps does it come to rest?",
        guess=Number(0, 1000, 10, "steps"),
        computation=MOMENTUM,
        truth=lambda result: result.steps(WITH),
        code=f"result.steps({WITH!r})",
        explain=_on_momentum,
        marked=WITH,
    ),
)
