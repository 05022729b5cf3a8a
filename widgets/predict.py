"""Predict, then run: a guess on record before the button works, and the outcome beside it."""
from collections.abc import Callable
from typing import Any, Self

import ipywidgets

from course.checks import shown as short
from course.exercises.library import find, keys
from course.exercises.prediction import Prediction, Sketch
from course.progress import Event
from widgets.drawn_guess import WHAT, DrawnGuess
from widgets.guess import FIRST, GuessView, PredictSettings
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import of_page, reopened, to_query
from widgets.on_demand import shown
from widgets.outcome import number_line, outcome_of, plain, prose, sentence
from widgets.parts import Html, shared
from widgets.progress import remember
from widgets.runner import Runner, Work
from widgets.theme import Theme

COMMIT, COMMITTED = "Commit and run", "Committed"


class Predict(ipywidgets.VBox):
    """A question that waits for a guess before it is computed.

    The guess is kept and locked, the computation runs with progress and can be stopped, and
    then guess and outcome stand side by side.

    Parameters
    ----------
    prediction : str or Prediction
        Key ("03.seeds"), or a prediction of your own.  A key that does not exist is said, in
        words, in the widget.
    guess : str, int or float
        A guess to begin with, as a link writes it: "12", or the number of an option from 1.
    link : str, optional
        As `from_link` takes it.
    after : callable, optional
        Called with the widget each time an outcome is there.

    Attributes
    ----------
    guess : number, number of an option from 0, tuple of curves, or None
    outcome : number or None
        The outcome, once it is known: a number; the number of an option from 0; or how far a
        sketch agrees, in [0, 1].
    result : object
        What the computation returned, or None.
    """

    work: Work | None = None  # until there is a prediction

    def __init__(
        self,
        prediction: str | Prediction,
        guess: Any = "",
        *,
        link: str | None = None,
        after: Callable[["Predict"], None] | None = None,
    ) -> None:
        self._after, self._remembered = after, ""
        self.prediction: Prediction | None = None
        self.guess: Any = None
        self.outcome: Any = None
        self.result: Any = None
        try:
            found = prediction
            if not isinstance(prediction, Prediction):
                found = find(prediction, "prediction")
        except ValueError as error:
            runner = Runner(label=COMMIT, enabled=False, problem=f"{error}.")
            super().__init__([shared(Theme), runner])
            self.add_class("glassbox").add_class("gb-predict")
            return
        self._build(found, link)
        asked, line = reopened(found.name, PredictSettings, link)
        self._take(asked.get("guess", guess))
        if line:
            self.runner.problem = f"{line}. {self.runner.problem}".strip()

    def _build(self, prediction: Prediction, link: str | None) -> None:
        self.prediction, question = prediction, prediction.question
        self.work = Work(prediction.computation, COMMIT, self._begun, self._ended)
        self.runner, self.view = self.work.runner, GuessView(prediction.guess, plain(question))
        on_stage = link is not None and of_page(link).get("present") == "1"
        self.heading = Heading(title="", present=on_stage)
        asked = prediction.guess
        self.drawn = DrawnGuess(asked) if isinstance(asked, Sketch) else None
        self.beside, self.shown = Html(), Html()
        self.note, self._right = Html(), box("gb-predict-right", self.beside)
        head = Html(
            f'<div class="gb-kick">Predict, then run</div><p>{prose(question)}</p>'
        ).add_class("gb-question")
        drawn = []
        if self.drawn:
            drawn = [Html(WHAT.format("your sketch")), self.drawn.canvas]
        left = box("gb-predict-left", self.view, *drawn, self.runner, self.note)
        grid = box(f"gb-predict-grid gb-predict-{self.view.kind}", head, left, self._right)
        self.shown.add_class("gb-shown")
        super().__init__([shared(Theme), self.heading, grid, self.shown])
        self.add_class("glassbox").add_class("gb-demo").add_class("gb-predict")
        soon = self.work.soon
        self.view.on_guess(lambda text, at_once: soon(lambda: self._heard(text, at_once)))
        self.runner.on_act(lambda act: soon(self.again if act == "again" else self.commit))
        if self.drawn:
            self.drawn.canvas.on_sketch(lambda: soon(self._sketched))
        self.heading.on_code(lambda: soon(self._write_code))

    @classmethod
    def from_link(cls, link: str, **own: Any) -> Self:
        """A prediction with the guess that its link holds.

        Parameters
        ----------
        link : str
            A whole address, "?open=predict-03.seeds&guess=12" or the part after the question
            mark.  What cannot be used is said in one line, in the widget.
        **own
            What else `Predict` takes, such as `after=`.
        """
        name = of_page(link).get("open", "")
        named = {find(key, "prediction").name: key for key in keys("prediction")}
        if name in named:
            return cls(named[name], link=link, **own)
        first = cls(next(iter(named.values())), **own)
        known = ", ".join(named)
        first.runner.problem = f"Not used from the link: open must be one of {known}; " \
                               f"got {short(name)}."  # fmt: skip
        return first

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> PredictSettings:
        """The guess as it stands, as a link writes it."""
        return PredictSettings(self._written(self.guess))

    def _written(self, guess: Any) -> str:
        return "" if guess is None else self.prediction.guess.write(guess)

    def take(self, text: str) -> None:
        """Take a guess as a link writes it, or "" for none; what is none is said in words."""
        if self.prediction is not None and not self.view.locked:
            self._take(text)

    def commit(self) -> None:
        """Keep the guess and run, or stop what runs; nothing before there is a guess."""
        if self.prediction is not None:
            self.work.press()

    def run(self) -> Any:
        """Commit and compute at once; the outcome.  For programs and tests.

        Raises
        ------
        ValueError
            If there is no guess yet.
        Exception
            Whatever the computation raises.
        """
        if self.guess is None:
            raise ValueError("there is no guess yet: `take` one first")
        self.work.run()
        return self.outcome

    def again(self) -> None:
        """Start over, with another guess."""
        if self.prediction is None or self.work.running:
            return
        self.result = self.outcome = None
        self._unlock()
        self._take("")

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.work is not None:
            self.work.stop()
        super().close()

    def _heard(self, text: str, at_once: bool) -> None:
        if self.view.locked:
            return
        self._take(text)
        if at_once and self.guess is not None:
            self.commit()

    def _take(self, text: Any) -> None:
        """Make this text the guess, if it is one; the canvas shows it."""
        guess, refused = None, ""
        if str(text).strip():
            try:
                guess = self.prediction.guess.read(text)
            except ValueError as error:
                refused = str(error).rstrip(".")
        if self.drawn:
            self.drawn.canvas.set_strokes(guess or [])
        self._set(guess)
        self.runner.problem = f"{refused[:1].upper()}{refused[1:]}." if refused else ""

    def _sketched(self) -> None:
        """The guess follows what is drawn."""
        guess = self.drawn.guess
        same = self.view.value == self._written(guess)
        if not (self.view.locked or same):
            self._set(guess)

    def _set(self, guess: Any) -> None:
        self.guess = guess
        there = guess is not None
        self.view.value = self.settings.guess
        with self.runner.hold_sync():
            self.runner.enabled = self.runner.main = there
            self.runner.words = "" if there else FIRST[self.view.kind]
            self.runner.problem = self.runner.spoken = ""
        self._write_link()

    # ---- the run -----------------------------------------------------------------------

    def _begun(self) -> None:
        """The guess is on record from here, whatever comes of the run."""
        self.result = self.outcome = None
        self._lock()
        written = self.settings.guess
        if written != self._remembered:
            self._remembered = written
            words = self.prediction.guess.words(self.guess)
            said = remember(Event("prediction", self.prediction.key, "guessed", words))
            self.note.value = f'<div class="gb-predict-note">{prose(said)}</div>' if said else ""

    def _ended(self, result: Any, there: bool) -> None:
        """Guess and outcome side by side; after a stop or a failure, back to the guess."""
        if not there:
            self._unlock()
            return
        try:
            self._show(result, self.prediction.truth(result))
        except Exception:
            self._unlock()
            raise  # the Work says it beside the button
        if self._after is not None:
            self._after(self)

    def _show(self, result: Any, truth: Any) -> None:
        prediction, guess = self.prediction, self.guess
        words, explained = sentence(prediction, guess, truth), prediction.explained(result)
        kind, summary = self.view.kind, ""
        if kind == "sketch":
            compared = self.drawn.compared(result, truth)
            self._right.children = [*compared, self.beside]
        else:
            notes = {prediction.marked: f"you said {prediction.guess.write(guess)}"}
            html, summary = shown(result, notes if kind == "number" else None)
            self.shown.value = html
        after = f'<div class="gb-after"><p>{prose(explained)}</p></div>'
        if kind == "number":
            after = number_line(prediction.guess, guess, truth) + after
        elif kind == "choice":
            self.view.outcome = prediction.guess.write(truth)
        self.beside.value = after
        self.result, self.outcome = result, outcome_of(prediction.guess, guess, truth)
        with self.runner.hold_sync():
            self.runner.label, self.runner.enabled, self.runner.main = COMMITTED, False, False
            self.runner.words, self.runner.again = words, "Guess again"
            self.runner.spoken = f"{plain(words)} {plain(explained)} {summary}".strip()

    def _lock(self) -> None:
        if self.drawn:
            self.drawn.lock(self.guess)
        self.view.locked = True

    def _unlock(self) -> None:
        if self.drawn:
            self.drawn.unlock()
        self._right.children = [self.beside]
        self.beside.value = self.shown.value = self.view.outcome = self.runner.again = ""
        self.view.locked = False
        self.runner.label = COMMIT
        self.runner.enabled = self.runner.main = self.guess is not None

    # ---- words -------------------------------------------------------------------------

    def _write_link(self) -> None:
        self.heading.reopens("Predict", to_query(self.prediction.name, self.settings))

    def _write_code(self) -> None:
        self.heading.code = self.prediction.repeated(self.guess)

