"""What the studio writes: states, sentences, and what is wrong."""
from html import escape
from typing import Any

from course.pictures.catalogue import PARAMETERISATIONS, TERMS
from widgets.canvas.studio_goals import figure
from widgets.studio_settings import YOURS, StudioSettings, nearest_weight
from widgets.wording import steps

BACK_FIRST = "the gradient goes back: which way each number should move"
BACK = "the gradient goes back: each arrow says which way that shape should go"
BACK_TILES = "the gradient goes back: beside each grid, which way its numbers should move"
OWN_PICTURE = "It is in no link and in no lines of code."
NO_CLIP = (
    "The goal 'words' needs CLIP, which is not on this machine. In a notebook "
    "exhaust(fetch_clip()) fetches it, once, 610 MB; until then take the goal away"
)
NO_GOAL = "There is no goal, so there is nothing to improve: add one."
ASKED = "show what the goal asks of the picture"


def label_of(settings: StudioSettings) -> str:
    """What a picture is made of, in words."""
    kind = PARAMETERISATIONS.get(settings.parameterisation)
    return kind.label if kind else "your parameterisation"


def function_html(settings: StudioSettings) -> str:
    """The line of code that turns parameters into a picture; it may break after a bracket."""
    kind = PARAMETERISATIONS.get(settings.parameterisation)
    text = escape(kind.function if kind else "your_module()")
    for mark in ("(", " @", " +", " /", ",", " for"):
        text = text.replace(mark, f"{mark}<wbr>" if mark != " for" else "<wbr> for")
    return f'<code class="gb-st-code">{text}</code>'


def count_html(count: int | None, settings: StudioSettings) -> str:
    """How many numbers are improved, and what they are."""
    kind = PARAMETERISATIONS.get(settings.parameterisation)
    words = f"<span>: {escape(kind.words)}</span>" if kind else ""
    said = "-" if count is None else f"{count:,}"
    return f'<p class="gb-st-count"><b>{said}</b> numbers{words}</p>'


def term_rows(weights: dict[str, float]) -> list[dict[str, Any]]:
    """The terms of a goal as the bars show them."""
    rows = []
    for name, weight in weights.items():
        kind = TERMS.get(name)
        label = kind.label if kind else name
        words = kind.words if kind else "what you have written"
        rows.append(
            {"name": name, "label": label, "words": words, "weight": weight,
             "at": nearest_weight(weight)}
        )  # fmt: skip
    return rows


def first_weight(name: str, own: dict[str, float]) -> float:
    """The weight that a term begins with."""
    return TERMS[name].weight if name in TERMS else own.get(name, 1.0)


def speed_words(speed: float | None) -> str:
    """How fast it runs."""
    if not speed:
        return "running"
    return f"running, {speed:,.0f} steps a second" if speed >= 1 else "running, slowly"


def picture_words(settings: StudioSettings, index: int, now: float, began: float) -> str:
    """The picture in a sentence, for those who do not see it."""
    return (
        f"Picture of {settings.size} by {settings.size} pixels made of {label_of(settings)}, after "
        f"{steps(index)}; the weighted sum of the goals is {figure(now)}, it began at "
        f"{figure(began)}."
    )


def failure_words(error: Exception, settings: StudioSettings) -> str:
    """What went wrong, and what can be done."""
    name, text = type(error).__name__, str(error).rstrip(".")
    if isinstance(error, MemoryError) or "out of memory" in text.lower():
        return "The memory is full; the picture is kept. Try a smaller size"
    if isinstance(error, FileNotFoundError) and "text" in settings.weights:
        return NO_CLIP
    if name == "GoalError":
        wild = any(said in text for said in ("not finite", " is nan", " is inf", " is -inf"))
        at_once = text.endswith(" at step 0")  # no rate has been at work, and there is no picture
        more = ". The last good picture stays; a smaller learning rate may help"
        return f"{text}{more if wild and not at_once else ''}"
    mine = settings.parameterisation == YOURS or any(n.startswith(YOURS) for n in settings.weights)
    return f"{name}: {text}" if mine and not isinstance(error, ValueError) or not text else text
