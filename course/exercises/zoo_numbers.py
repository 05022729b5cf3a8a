"""Exercises of lesson 03 whose answer is a number: a size, luck counted, when to stop."""
import math
from collections.abc import Sequence
from typing import Any

from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.expectations import one_number


def parameters(hidden: Sequence[int]) -> int:
    """Weights and biases of a network with two inputs, these hidden layers and one output.

    Formula: the sum of (fan_in + 1) * fan_out over the layers.

    Parameters
    ----------
    hidden : sequence of int
        Units of each hidden layer; none is a linear classifier.
    """
    widths = [2, *hidden, 1]
    return sum((n_in + 1) * n_out for n_in, n_out in zip(widths[:-1], widths[1:], strict=True))


def starts_needed(share: float, wanted: float) -> int:
    """How many seeds to train, so that at least one succeeds as probably as wanted.

    Formula: the least n with 1 - (1 - share)^n >= wanted.

    Parameters
    ----------
    share : float
        Share of the seeds that succeed, in (0, 1].
    wanted : float
        Probability of at least one success, in (0, 1).
    """
    n = 1
    while 1 - (1 - share) ** n < wanted:
        n += 1
    return n


def best_step(losses: Sequence[float], patience: int) -> int:
    """Position of the loss to go back to when training stops early.

    Parameters
    ----------
    losses : sequence of float
        On points that training does not see, in the order of the steps; at least one.
    patience : int
        Training stops after so many losses in a row that are no lower than the lowest.
    """
    best = 0
    for i, loss in enumerate(losses):
        if loss < losses[best]:
            best = i
        elif i - best >= patience:
            break
    return best


def _whole(value: Any, expected: int, arguments: tuple) -> str:
    return "" if value == expected else f"you return `{value:g}`, it is `{expected}`."


def _layers(hidden: Sequence[int]) -> list[tuple[int, int]]:
    widths = [2, *hidden, 1]
    return list(zip(widths[:-1], widths[1:], strict=True))


PARAMETERS = Exercise(
    key="03.parameters",
    reference=parameters,
    cases=(
        Case("one hidden layer of 3 units", ((3,),)),
        Case("three hidden layers of 32 units", ((32, 32, 32),)),
        Case("hidden layers of 5 and 4 units", ((5, 4),)),
        Case("no hidden layer", ((),)),
    ),
    expects=one_number,
    differs=_whole,
    wrong_answers=(
        WrongAnswer(
            "biases forgotten",
            lambda hidden: sum(n_in * n_out for n_in, n_out in _layers(hidden)),
            "these are the weights alone. Every unit, the output too, adds a bias of its own.",
        ),
        WrongAnswer(
            "the output forgotten",
            lambda hidden: sum((i + 1) * o for i, o in _layers(hidden)[:-1]),
            "the last layer is missing: the output has a weight for each unit before it, and a "
            "bias.",
        ),
        WrongAnswer(
            "no inputs",
            lambda hidden: sum((i + 1) * o for i, o in _layers(hidden)[1:]),
            "the first layer is missing: each of its units has a weight for either input, and a "
            "bias.",
        ),
        WrongAnswer(
            "units counted",
            lambda hidden: sum(hidden) + 1,
            "these are the units. Each has as many weights as there are numbers coming in.",
        ),
        WrongAnswer(
            "one bias a layer",
            lambda hidden: sum(i * o + 1 for i, o in _layers(hidden)),
            "each layer has one bias in your count. Each unit has one.",
        ),
    ),
    hints=(
        "Write the widths in a row, inputs and output included: 2, then `hidden`, then 1.",
        "A layer between widths `a` and `b` has `a * b` weights, and `b` biases.",
        "`zip(widths[:-1], widths[1:])` goes through the layers: add up `(a + 1) * b`.",
    ),
    proves="For four networks, your count and the course's {difference}.",
)

STARTS_NEEDED = Exercise(
    key="03.starts_needed",
    reference=starts_needed,
    cases=(
        Case("one seed in ten that succeeds, and 95% wanted", (0.1, 0.95)),
        Case("11 seeds of 32 that succeed, and 95% wanted", (11 / 32, 0.95)),
        Case("every second seed, and 75% wanted", (0.5, 0.75)),
        Case("seeds that always succeed", (1.0, 0.99)),
        Case("9 seeds of 10 that succeed, and half wanted", (0.9, 0.5)),
    ),
    expects=one_number,
    differs=_whole,
    wrong_answers=(
        WrongAnswer(
            "probabilities added",
            lambda share, wanted: math.ceil(wanted / share),
            "you add up the share of every seed. Two seeds of which half succeed are not sure to "
            "bring one success: both may fail.",
        ),
        WrongAnswer(
            "all of them to succeed",
            lambda share, wanted: (
                1 if share == 1 else math.ceil(math.log(1 - wanted) / math.log(share))
            ),
            "`share ** n` is the probability that **all** succeed. One is enough: ask how probable "
            "it is that all **fail**.",
        ),
        WrongAnswer(
            "one too few",
            lambda share, wanted: max(1, starts_needed(share, wanted) - 1),
            "with that many seeds the probability is still below what is wanted. Round up.",
        ),
        WrongAnswer(
            "one too many",
            lambda share, wanted: starts_needed(share, wanted) + 1,
            "one seed less is enough: the probability reaches what is wanted before.",
        ),
        WrongAnswer(
            "one success expected",
            lambda share, wanted: math.ceil(1 / share),
            "this many seeds bring one success on average. How probable at least one is depends "
            "on `wanted`, which you do not use.",
        ),
    ),
    hints=(
        "At least one succeeds unless all fail. How probable is it that one seed fails? That two "
        "do?",
        "All `n` fail with probability `(1 - share) ** n`. So at least one succeeds with 1 minus "
        "that.",
        "Begin with `n = 1` and add one until that probability is no longer less than `wanted`.",
    ),
    proves="For five lotteries, your number of seeds and the course's {difference}.",
)


def _at_first_rise(losses: Sequence[float], patience: int) -> int:
    rises = [i for i in range(1, len(losses)) if losses[i] >= losses[i - 1]]
    return rises[0] - 1 if rises else len(losses) - 1


def _where_it_stops(losses: Sequence[float], patience: int) -> int:
    best = 0
    for i, loss in enumerate(losses):
        if loss < losses[best]:
            best = i
        elif i - best >= patience:
            return i
    return len(losses) - 1


def _ties_count(losses: Sequence[float], patience: int) -> int:
    best = 0
    for i, loss in enumerate(losses):
        if loss <= losses[best]:
            best = i
        elif i - best >= patience:
            break
    return best


def _never_reset(losses: Sequence[float], patience: int) -> int:
    best = waited = 0
    for i, loss in enumerate(losses):
        if loss < losses[best]:
            best = i
        elif i > 0:
            waited += 1
            if waited >= patience:
                break
    return best


BEST_STEP = Exercise(
    key="03.best_step",
    reference=best_step,
    cases=(
        Case("losses that fall, then rise", ([0.7, 0.5, 0.4, 0.45, 0.5, 0.55], 2)),
        Case("short rises on the way down", ([0.7, 0.5, 0.6, 0.4, 0.5, 0.3, 0.5, 0.6], 2)),
        Case("a lower loss after patience is over", ([0.7, 0.5, 0.6, 0.6, 0.6, 0.1], 3)),
        Case("a loss that comes twice", ([0.7, 0.4, 0.5, 0.4, 0.6, 0.7], 3)),
        Case("losses that only fall", ([0.7, 0.6, 0.5], 2)),
        Case("losses that only rise", ([0.3, 0.4, 0.5, 0.6], 2)),
        Case("a single loss", ([0.7], 5)),
    ),
    expects=one_number,
    differs=_whole,
    wrong_answers=(
        WrongAnswer(
            "the lowest of all",
            lambda losses, patience: min(range(len(losses)), key=losses.__getitem__),
            "you look at losses that training never got to: it had stopped before. `patience` is "
            "not used.",
        ),
        WrongAnswer(
            "stopped at the first rise",
            _at_first_rise,
            "one rise ends it. Losses jump about; that is what patience is for.",
        ),
        WrongAnswer(
            "where it stopped",
            _where_it_stops,
            "this is where training stops, `patience` losses too late. Return where the lowest "
            "loss was.",
        ),
        WrongAnswer(
            "as low is lower",
            _ties_count,
            "a loss as low as the lowest counts as better in yours. Only a lower one is.",
        ),
        WrongAnswer(
            "patience never renewed",
            _never_reset,
            "losses that are no lower count together, wherever they come. In a row, it says: a new "
            "lowest loss begins the count again.",
        ),
    ),
    hints=(
        "Go through the losses once, and remember where the lowest was.",
        "A lower loss moves that place. Any other is one more in a row without improvement.",
        "In a row means: `i - best` losses since the lowest. Once that is `patience`, stop "
        "looking, and return `best`.",
    ),
    proves="For seven courses of training, your place and the course's {difference}.",
)
