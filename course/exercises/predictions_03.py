"""The predictions of lesson 03: how many seeds, which walls, what boundary, when, how much.

Each outcome is read off the trained networks, whatever they turn out to do.
"""
import statistics
from dataclasses import replace

from course.effect_findings import Compared
from course.effect_words import said
from course.effects import (
    FITTED_CODE,
    OF_UNITS,
    OVERTRAINING,
    RANDOM_LABELS,
    TURNING_CODE,
    fitted,
    turning_step,
)
from course.exercises.prediction import Choice, Number, Prediction, Sketch
from course.portraits import Fields, Portraits
from course.records import TrainConfig
from course.trials import Accuracies, Trials

_circle = TrainConfig((2,), seed=range(32), learning_rate=0.03, schedule="cosine")
SIZES = Trials({f"{units} hidden": replace(_circle, hidden=(units,))
                for units in (1, 2, 3, 4, 6, 8)}, goal=0.95)  # fmt: skip

_layer = TrainConfig((100,), seed=range(5))
_then = replace(_layer, optimiser="sgd", learning_rate=0.5, start="2016")
_adam = replace(_layer, learning_rate=0.03, schedule="cosine")
TRAININGS = {
    "then": _then,
    "He": replace(_then, start="he"),
    "Adam": replace(_adam, start="2016"),
    "both": _adam,
}
PUBLISHED = {"circle": "99", "ring": "92.7 at best", "cosine": "about 87", "rose": "above 80.3"}
WALLS = {"ring": 0.927, "cosine": 0.87, "rose": 0.803}
ONE_LAYER = Trials(
    {(rule, name): (config, rule) for rule in PUBLISHED for name, config in TRAININGS.items()},
    fresh=True,
    n_test=20_000,
    goal={"circle": 0.99, **WALLS},
    beside={"in 2016": PUBLISHED},
)
TWO_UNITS = Portraits(_circle)


def standing(result: Accuracies) -> list[str]:
    """The walls of 2016 that no network of any training has passed."""
    best: dict[str, float] = {}
    for (rule, _), row in result.rows.items():
        best[rule] = max(best.get(rule, 0.0), *row)
    return [rule for rule, wall in WALLS.items() if best[rule] <= wall]


def _walls_option(result: Accuracies) -> int:
    """Which option is true: all three, the rose alone, none, or another set."""
    left = standing(result)
    return {(): 2, ("rose",): 1, tuple(WALLS): 0}.get(tuple(left), 3)


def _on_seeds(result: Accuracies) -> str:
    row = result.rows["4 hidden"]
    return (
        f"With 4 hidden units the same setting ends anywhere from {min(row):.1%} to "
        f"{max(row):.1%}. A seed decides nothing but the weights that training starts from. Units "
        "can start, or be thrown, where they are off at every point, and then they stay off. One "
        'run would have told you "it works" or "it cannot": both are stories about a draw.'
    )


def _on_walls(result: Accuracies) -> str:
    def passed(name: str) -> int:
        return sum(min(result.rows[rule, name]) > wall for rule, wall in WALLS.items())

    then, he, adam, both = (passed(name) for name in TRAININGS)
    return (
        f"Of the three walls, the training of then passes {then} from every seed, He's starting "
        f"weights alone {he}, Adam with a falling rate alone {adam}, and both together {both}. It "
        "is the same layer in every column: where columns differ, it was the training. Distrust "
        '"one layer cannot" until somebody has tried hard.'
    )


def _on_two_units(result: Fields) -> str:
    median, best = statistics.median(result.accuracies), max(result.accuracies)
    return (
        f"This is the best of {len(result.seeds)} seeds (seed {result.seeds[result.best]}): it "
        f"gets {best:.1%} of unseen points right, half of the seeds get {median:.1%} or less, and "
        f"{result.free:.1%} is free. A relu unit folds the square along one straight line, and "
        "between the folds the boundary is straight. Two folds are not enough to go round."
    )


def _on_steps(result: Compared) -> str:
    return (
        f"{said(result)} The step that you are asked for is that of the lowest test loss, at the "
        f"middle seed of the {len(result.seeds)}; looks are taken at {len(result.labels)} steps."
    )


def _on_labels(result: Accuracies) -> str:
    row = result.rows[OF_UNITS.format(32)]
    whole = sum(accuracy == 1 for accuracy in row)
    return (
        f"{whole} of {len(row)} seeds get all of their fifty points right: answers for which there "
        "is no rule, learned by heart. The network has 1,185 weights and biases for them. So an "
        "accuracy on training points says nothing of a rule; with few units there is less room."
    )


PREDICTIONS = (
    Prediction(
        key="03.seeds",
        question="Thirty-two networks with **4 hidden units** learn the circle, from the same "
        "points, in 1,000 steps. Only their seeds differ. How many of them get at least 95% of "
        "unseen points right?",
        guess=Number(0, 32, 1, "of 32"),
        computation=SIZES,
        truth=lambda result: result.reached("4 hidden"),
        code='int((accuracies["4 hidden"] >= 0.95).sum())',
        explain=_on_seeds,
        marked="4 hidden",
    ),
    Prediction(
        key="03.walls",
        question="In 2016 one hidden layer met walls: *ring* at 92.7%, *cosine* at 87%, *rose* "
        "at 80.3%. Now one layer of 100 units is trained in four ways, from five seeds each: as "
        "*then* (SGD at 0.5, small starting weights), with *He*'s starting weights, with *Adam* at "
        "a rate that falls, and with *both*. Which walls does no network pass?",
        guess=Choice(
            (
                "All three. One layer cannot do more.",
                "The rose's alone. It is the hardest rule.",
                "None. Each is passed by some training.",
                "Another set of them.",
            )
        ),
        computation=ONE_LAYER,
        truth=_walls_option,
        code="walls = {'ring': 0.927, 'cosine': 0.87, 'rose': 0.803}\n"
        "best = {rule: max(a.max() for (r, _), a in accuracies.items() if r == rule)\n"
        "        for rule in walls}\n"
        "[rule for rule, wall in walls.items() if best[rule] <= wall]",
        explain=_on_walls,
    ),
    Prediction(
        key="03.boundary",
        question="A network with **two hidden units** learns the circle. Draw what it will call "
        "*inside*. Thirty-two seeds are trained, and the best of them is shown.",
        guess=Sketch("circle", 300),
        computation=TWO_UNITS,
        truth=Fields.inside,
        code="inside",
        explain=_on_two_units,
    ),
    Prediction(
        key="03.overtraining",
        question="A network 2-32-32-1 learns from **100 points of the circle**, of which a coin "
        "has labelled 30. All of them count at each of 2,000 steps. At which step is its loss on "
        "unseen points, rightly labelled, the lowest? (The middle one of sixteen seeds.)",
        guess=Number(0, 2000, 10, "steps"),
        computation=OVERTRAINING,
        truth=turning_step,
        code=TURNING_CODE,
        explain=_on_steps,
    ),
    Prediction(
        key="03.labels",
        question="Fifty points, and **a coin decides every answer**: there is no rule. A network "
        "2-32-32-1 makes 1,500 steps. How many percent of these fifty does it get right, at the "
        "median of sixteen seeds? (Whoever guesses gets about half.)",
        guess=Number(0, 100, 1, "%"),
        computation=RANDOM_LABELS,
        truth=fitted,
        code=FITTED_CODE,
        explain=_on_labels,
        marked=OF_UNITS.format(32),
    ),
)
