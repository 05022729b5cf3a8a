"""The predictions of lesson 05: a learning rate, a palette alone, four optimisers, a neuron alone.

Each outcome is read off what was computed, whatever it turns out to be.
"""
from course.exercises.art_neuron import ALONE, SURE, WISHES, WRITTEN, NeuronAlone
from course.exercises.art_pictures import PaletteOnly, Pictures
from course.exercises.art_trials import FOUR_OPTIMISERS, RATES, SGD_RATES, Race
from course.exercises.prediction import Choice, Prediction
from course.projections.spreads import Spreads, figure

PALETTE, NEURON = PaletteOnly(), NeuronAlone()
LOOKS = {
    "in place": "The sunset: dark above, the sun in its place, the sea below it.",
    "one colour": "One brown everywhere, the mean of all the sunset's colours.",
    "confetti": "Confetti: pixels of the sunset's colours, each wherever chance put it.",
    "patches": "Clouds: large forms in the sunset's colours, in other places than there.",
}
DIGITS = {
    "sure, a digit": f"A {NEURON.digit}, and a network that is sure of it.",
    "sure, none": f"A patchwork that is no {NEURON.digit}, and a network that is sure it is one.",
    "unsure, none": f"A patchwork that is no {NEURON.digit}, and a network that is not sure.",
    "unsure, a digit": f"A {NEURON.digit}, and a network that is not sure of it.",
}


def best(result: Spreads) -> str:
    """The row of which the least is left, by the median of the seeds."""
    return min(result.rows, key=result.median)[0]


def _best_option(race: Race, result: Spreads) -> int:
    return [name for name, *_ in race.rows].index(best(result))


def _on_rates(result: Spreads) -> str:
    column = result.columns[0]
    left = {name: result.median((name, column)) for name in result.names}
    numbers = 3 * SGD_RATES.size**2
    slow, middle = (SGD_RATES.rows[index][0] for index in (0, 3))
    return (
        f"With a rate of 1, {left[slow]:.1f}% of the error is left, with 1,000 still "
        f"{figure(left[middle])}%. The goal is a *mean* over {numbers:,} numbers, so the slope of "
        f"each is divided by {numbers:,}. The sigmoid takes another three quarters at least, on "
        "the way forward and on the way back. A rate that makes up for all of it is "
        f"{numbers:,} / 2 · 4 · 4 = {8 * numbers:,}. Adam divides each slope by its usual size, "
        "and never notices."
    )


def _on_palette(result: Pictures) -> str:
    said = dict(zip(result.names, result.words, strict=True))
    others = [name for name in result.names if name not in ("pixels", "the target")]
    return (
        f"In numbers, for pixels: {said['pixels']}. To say that the colours are there, the goal "
        "sorts them, and forgets where each came from. So every pixel, wherever it is, turns to a "
        "colour near its own that is still needed. The same goal with "
        f"{' and '.join(others)} gives other pictures: what a goal leaves open, the "
        "parameterisation decides."
    )


def _on_optimisers(result: Spreads) -> str:
    column = result.columns[0]
    left = {name: f"{figure(result.median((name, column)))}%" for name in result.names}
    return (
        f"SGD leaves {left['SGD']}, momentum {left['momentum']}, Adam {left['Adam']}, and L-BFGS "
        f"{left['L-BFGS']}, each at a rate that suits it. L-BFGS learns from the last ten steps "
        "how curved the goal is, and tries how far to go, so a step of its own may cost several "
        "pictures. It must be able to trust what it sees: the goal may not draw anything. Adam "
        "may be led by goals that ask for something else in every step."
    )


def _on_neuron(result: Pictures) -> str:
    said = dict(zip(result.names, result.words, strict=True))
    return (
        f"Alone: {said[ALONE]}. A {NEURON.digit} written by hand: {said[WRITTEN]}. (Of all that "
        f"people wrote nine in ten are {result.figures[0]:.2f} like the mean, or more.) The goal "
        "asked for what the network calls a digit, and few of the pictures that it calls so look "
        "like one to us. The second was moved about in every step, and asked to be smooth and to "
        f"save ink: {said[WISHES]}. Its strokes are as much our wish as the network's."
    )


PREDICTIONS = (
    Prediction(
        key="05.rate",
        question="A rose of 64 by 64 pixels is to be matched. Each number of the picture is a "
        "parameter of its own, with a sigmoid behind it, and plain SGD takes **100 steps**. With "
        "which of these learning rates is the least error left?",
        guess=Choice(tuple(f"{rate:,g}" if rate < 1e5 else f"{rate:,.0f}" for rate in RATES)),
        computation=SGD_RATES,
        truth=lambda result: _best_option(SGD_RATES, result),
        code="min(left, key=lambda name: np.median(left[name]))",
        explain=_on_rates,
    ),
    Prediction(
        key="05.optimisers",
        question=f"{FOUR_OPTIMISERS.count} blobs are to match the rose, in "
        f"**{FOUR_OPTIMISERS.steps_each} steps**. Four optimisers try, each at a learning rate "
        "that suits it. Which leaves the least error? (The median of three seeds.)",
        guess=Choice(
            (
                "SGD: straight down the slope.",
                "Momentum: it gathers speed.",
                "Adam: each parameter has a step of its own.",
                "L-BFGS: it looks at how the slope changes.",
            )
        ),
        computation=FOUR_OPTIMISERS,
        truth=lambda result: _best_option(FOUR_OPTIMISERS, result),
        code="min(left, key=lambda name: np.median(left[name]))",
        explain=_on_optimisers,
    ),
    Prediction(
        key="05.palette",
        question="A faint grey noise of pixels, and one goal: `palette(sunset)`. It asks for the "
        f"sunset's colours, each as often as there, and for nothing else. After "
        f"{PALETTE.steps_each} steps it is all but met. What do you see?",
        guess=Choice(tuple(LOOKS.values())),
        computation=PALETTE,
        truth=lambda result: list(LOOKS).index(result.look),
        code="look_of(pictures[0], sunset)",
        explain=_on_palette,
    ),
    Prediction(
        key="05.neuron",
        question="A small network reads handwritten digits. The pixels of a grey picture get one "
        f"goal: that its neuron for the **{NEURON.digit}** says yes. After {NEURON.steps_each} "
        "steps, what do you see, and how sure is the network? (Sure: more than "
        f"{SURE:.0%}. The network is trained first, which takes some seconds.)",
        guess=Choice(tuple(DIGITS.values())),
        computation=NEURON,
        truth=lambda result: list(DIGITS).index(result.look),
        code="float(probabilities(pictures[0])[digit])",
        explain=_on_neuron,
    ),
)
