"""What the widgets that read digits say in words, and as lines of Python."""
from collections.abc import Mapping

import numpy as np

from course.digit_training import PARTS, DigitConfig, DigitTraining
from course.digits import N_TEST, N_TRAIN, N_VALIDATION

OWN = {
    "forward": "01.forward",
    "softmax_backward": "01.softmax_backward",
    "gradients": "01.gradients",
    "one_pass": "01.one_pass",
}
UNTRAINED = "This network has not learned yet: press Train above."
NO_NUMBERS = "It reads nothing: its weights are no longer numbers."
LOST = "the weights are no longer numbers; try a smaller learning rate"


def percent(p: float) -> str:
    """A probability in whole percent; never 0% or 100% when it is neither."""
    if not np.isfinite(p):
        return "not a number"
    text = f"{p:.0%}"
    if text == "0%" and p > 0:
        return "under 1%"
    return "over 99%" if text == "100%" and p < 1 else text


def short(p: float) -> str:
    """The same with signs for words: "<1%"."""
    return percent(p).replace("under ", "<").replace("over ", ">")


def sentence(probabilities: np.ndarray) -> str:
    """What a network reads, and what next: "It reads 3 (87%). Next: 8 (6%)."

    Parameters
    ----------
    probabilities : array, shape (10,)
    """
    if not np.isfinite(probabilities).all():
        return NO_NUMBERS
    first, second = np.argsort(-probabilities, kind="stable")[:2].tolist()
    return (
        f"It reads {first} ({percent(probabilities[first])}). "
        f"Next: {second} ({percent(probabilities[second])})."
    )


def progress(training: DigitTraining) -> str:
    """How far a training is; what stands between two pairs of asterisks matters."""
    if not training.history:
        return f"{N_TRAIN:,} pictures to learn from, {N_VALIDATION} to choose by"
    now, of = training.history[-1], training.config.passes
    if not np.isfinite(now.loss):
        return f"pass {now.passes} of {of}: {LOST}"
    return (
        f"pass {now.passes} of {of}: training **{now.train:.1%}**, "
        f"validation **{now.validation:.1%}**"
    )


def result(training: DigitTraining) -> str:
    """The one figure on the test pictures as HTML, once it may be known."""
    figure, words = "--.-%", "known when the training ends"
    if training.done:
        figure = f"{training.test_accuracy:.1%}"
        words = (
            f"with the weights of pass {training.best.passes}, the best on validation; "
            f"{training.seconds:.2f} CPU-seconds of training"
        )
    return (
        f'<div class="gb-big">{figure}</div><p><b>right on {N_TEST} pictures never used</b><br>'
        f"{words}</p>"
    )


def whose(mine: Mapping[str, bool]) -> str:
    """Whose functions do the work, as HTML: name -> whether it is the student's."""
    said = " ".join(
        f"<span><code>{name}</code>: {'yours' if own else 'the course&rsquo;s'}</span>"
        for name, own in mine.items()
    )
    return f'<p class="gb-note">{said}</p>'


def training_lines(config: DigitConfig, pieces: int) -> list[str]:
    """Lines of Python that make so many fifths of a pass; all, if none or all are made."""
    given = ", ".join(
        f"{name}={value!r}" for name, value in vars(config).items()
        if value != getattr(DigitConfig(), name)
    )  # fmt: skip
    begun = 0 < pieces < PARTS * config.passes
    return [
        "from course.digit_training import DigitConfig, DigitFunctions, DigitTraining",
        "from course.exercises import yours",
        "",
        "functions = DigitFunctions(",
        *(f'    {name}=yours("{key}"),' for name, key in OWN.items()),
        ")",
        f"training = DigitTraining(DigitConfig({given}), functions)",
        *([f"for _ in range({pieces}):", "    training.advance()"] if begun else []),
    ]


def code(config: DigitConfig, pieces: int) -> str:
    """Lines of Python that make the same training with the same functions.

    Parameters
    ----------
    config : DigitConfig
    pieces : int
        Fifths of a pass made; once all are, or before the first, the lines train to the end.
    """
    lines = training_lines(config, pieces)
    if 0 < pieces < PARTS * config.passes:
        lines += ["print(training.history[-1])"]
    else:
        lines += [f'print(f"{{training.run():.1%}} of {N_TEST} pictures never used")']
    return "\n".join(lines) + "\n"
