"""Guess and outcome, side by side: the sentence, and the picture of a number."""
import math
import re
from html import escape
from typing import Any

import numpy as np

from course import sketch
from course.exercises.prediction import Choice, Number, Prediction, Sketch


def prose(text: str) -> str:
    """Text as HTML: escaped, with `code`, **strong** and *stressed* words."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    html = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html)
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", html)


def plain(text: str) -> str:
    """The same text without its marks."""
    return text.replace("`", "").replace("*", "")


def outcome_of(asked: Number | Choice | Sketch, guess: Any, truth: Any) -> Any:
    """What the outcome is called in Python: of a sketch, how far it agrees; in [0, 1]."""
    if isinstance(asked, Sketch):
        return sketch.agreement(guess, truth, len(truth))
    return truth


def sentence(prediction: Prediction, guess: Any, truth: Any) -> str:
    """Guess and outcome in words; what matters stands between two pairs of asterisks."""
    asked = prediction.guess
    if isinstance(asked, Sketch):
        agreed, inside = outcome_of(asked, guess, truth), float(np.mean(truth))
        free = max(inside, 1 - inside)
        return (
            f"Your sketch and the network agree on **{agreed:.1%}** of the square. "
            f"{free:.1%} is free: that much an empty or a full square would agree."
        )
    if isinstance(asked, Choice):
        # The options stand above in full, each with its mark: their first sentence is enough.
        said, happened = (re.split(r"\.(?: |$)", asked.words(n))[0] for n in (guess, truth))
        if guess == truth:
            return f'You said "{said}", and so it is.'
        return f'You said "{said}". It is **"{happened}"**.'
    happened = asked.words(truth) if math.isfinite(truth) else "not a number"
    if guess == truth:
        return f"You said {asked.write(guess)}, and it is **{happened}**."
    return f"You said {asked.write(guess)}. It is **{happened}**."


def number_line(asked: Number, guess: float, truth: float) -> str:
    """A guess and the outcome on one line, as HTML: a ring above, a disc below."""
    low, high = asked.low, asked.high

    def at(value: float) -> float:
        return 100 * min(max((value - low) / (high - low), 0), 1)

    known = math.isfinite(truth)
    happened = asked.words(truth) if known else "not a number"
    words = f"On a line from {low:g} to {high:g}: your guess {asked.write(guess)}, " \
            f"what happened {happened}."  # fmt: skip
    here, there = at(guess), at(truth if known else low)
    between = f"left:{min(here, there):.2f}%;width:{abs(here - there):.2f}%"
    disc = f'<i class="gb-disc" style="left:{there:.2f}%"></i>' if known else ""
    return (
        f'<div class="gb-number-line" role="img" aria-label="{escape(words, quote=True)}">'
        f'<div class="gb-above">{_slid(here, f"your guess {asked.write(guess)}")}</div>'
        f'<div class="gb-axis"><u style="{between}"></u>'
        f'<i class="gb-ring" style="left:{here:.2f}%"></i>{disc}</div>'
        f'<div class="gb-below">{_slid(there, f"<b>{escape(happened)}</b>", safe=True)}</div>'
        f'<div class="gb-ends"><span>{low:g}</span><span>{high:g}</span></div></div>'
    )


def _slid(at: float, words: str, safe: bool = False) -> str:
    """Words at a place of the line that never reach beyond its ends."""
    text = words if safe else escape(words)
    return f'<span style="left:{at:.2f}%;transform:translateX(-{at:.2f}%)">{text}</span>'
