"""Where a guess is made: a slider with a field, or options; the canvas is SketchCanvas."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import traitlets

from course.checks import shown
from course.exercises.prediction import Choice, Number, Sketch
from widgets.assets import script, sheet
from widgets.parts import Part

LONGEST = 40  # characters of what is typed as a number


FIRST = {
    "number": "First your guess: move the slider, or type a number.",
    "choice": "First your guess: choose one.",
    "sketch": "First your guess: draw a closed curve.",
}


@dataclass(frozen=True)
class PredictSettings:
    """What a person can set: the guess, as `Prediction.guess.write` writes it; "" is none."""

    guess: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.guess, str):
            raise TypeError(f"guess must be text, got {shown(self.guess)}")


class GuessView(Part):
    """The controls of a guess.

    Attributes
    ----------
    kind : {"number", "choice", "sketch"}
        For a sketch there is nothing here: it is drawn on a canvas beside it.
    question : str
        In plain words, for those who hear the page.
    value : str
        The guess as a link writes it, or "" while there is none.
    outcome : str
        The outcome as a link writes a guess, or "" before it is known.
    locked : bool
        The guess is kept as it is.
    """

    _esm = script("follow.js", "guess.js")
    _css = sheet("predict.css")

    kind = traitlets.Unicode("number").tag(sync=True)
    question = traitlets.Unicode("").tag(sync=True)
    low = traitlets.Float(0.0).tag(sync=True)
    high = traitlets.Float(1.0).tag(sync=True)
    step = traitlets.Float(1.0).tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    outcome = traitlets.Unicode("").tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)

    def __init__(self, asked: Number | Choice | Sketch, question: str) -> None:
        traits: dict[str, Any] = {"kind": type(asked).__name__.lower(), "question": question}
        if isinstance(asked, Number):
            traits |= {name: getattr(asked, name) for name in ("low", "high", "step", "unit")}
        elif isinstance(asked, Choice):
            traits["options"] = list(asked.options)
        super().__init__(**traits)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is guessed comes in messages."""

    def on_guess(self, heard: Callable[[str, bool], None]) -> None:
        """Call `heard(text, whether to commit it at once)` when a person guesses."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") not in ("guess", "commit"):
                return
            text = content.get("value")
            if isinstance(text, str) and len(text) <= LONGEST:
                heard(text, content["kind"] == "commit")
            else:
                heard(repr(text)[:LONGEST], False)  # refused in words, as whatever it is

        self.on_msg(read)
