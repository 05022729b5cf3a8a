"""One factor of training is turned, and every seed says what it bought."""
from collections.abc import Callable, Generator
from typing import Any

from course.effect_findings import VERDICTS, Compared
from course.effect_words import WORDS, level_said, said
from course.exercises.prediction import Choice
from course.toys import Rule, RuleError, base_rate, find
from widgets.canvas.effect_levels import EffectView, picture_of
from widgets.controls.form import Form
from widgets.effects_settings import EffectsSettings
from widgets.guess import GuessView
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import collect, to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.runner import Work
from widgets.settings import rule_setting
from widgets.wording import percent

EXPECTED = Choice(tuple(f"{WORDS[verdict]}." for verdict in VERDICTS))
ASKED = "What do you expect of more of it?"
EACH = "Each seed has points, labels and initial weights of its own."


class Effects(Piece):
    """A list of factors; one is turned, with a guess first, over many seeds.

    Results are kept: an effect that was run shows what it gave when it is chosen again.

    Parameters
    ----------
    rule : str, Rule or function of points
        As the playground takes it.
    name : str
        What links call it.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `EffectsSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    comparison : course.effects.Comparison
        Of the settings as they stand.
    found : Compared or None
        What came of it, once it has been run to its end.
    """

    work: Work | None = None  # until it is made

    called = "effects"

    def __init__(
        self,
        rule: str | Rule | Callable = "circle",
        *,
        name: str = "",
        title: str = "What does it buy?",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        given, refused = rule_setting(rule)
        self._settings, self._own, problems = self._opened(
            EffectsSettings, name, link, {**given, **settings}
        )
        self._kept: dict[Any, Compared] = {}
        self._guesses: dict[Any, str] = {}
        self._pending, self.found = False, None
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.heading = Heading(title=title, present=wants_stage(link))
        self.question, self.guess = Html(), GuessView(EXPECTED, ASKED)
        self.view = EffectView()
        self.work = Work(self, "Run", self._begun, self._ended)
        self.runner = self.work.runner
        self.runner.main = True
        controls = self.form.controls
        left = box("gb-effects-left", *controls.values())
        for seldom in ("rule", "seeds", "first"):
            controls[seldom].add_class("gb-seldom")
        ask = box("gb-effects-ask", self.question, self.guess, self.runner)
        grid = box("gb-effects-grid", self.heading, left, ask, self.view)
        super().__init__([grid], "gb-effects")
        self._apply()
        self._say(*refused, *problems)
        self.guess.on_guess(lambda text, _: self._soon(lambda: self.expect(text)))
        self.runner.on_act(lambda _: self._soon(self.work.press))
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> EffectsSettings:
        """The settings as they stand."""
        return self._settings

    def set(self, **settings: Any) -> None:
        """Change some settings, as if by hand; one that is not allowed is refused in words."""
        config, problems = collect(EffectsSettings, {**vars(self.form.config), **settings})
        self.form.set(config)
        self._apply()
        self._say(*problems)

    def expect(self, text: str) -> None:
        """Say what you expect: the number of an option, from "1"; nothing once it is known."""
        if self.guess.locked:
            return
        try:
            EXPECTED.read(text)
        except ValueError as error:
            self._say(str(error))
            return
        self._guesses[self._key] = self.guess.value = text
        self._say()

    def run(self) -> Compared:
        """Train all of it at once and return what came of it; for programs and tests.

        Raises
        ------
        Exception
            Whatever the rule raises.
        """
        self.work.run()
        return self.found

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.work is not None:
            self.work.stop()
        super().close()

    def _changed(self, _: EffectsSettings, __: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        unchanged = self.form.config == self._settings  # what a page's control says at first
        if not self._pending and not unchanged:
            self._pending = True
            self._soon(self._apply)

    # ---- what is computed --------------------------------------------------------------

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.comparison.steps

    def pieces(self) -> Generator[Any, None, Compared]:
        """The trainings of the settings as they stand; what is there so far is shown."""
        key, work = self._key, self.comparison.pieces()
        while True:
            try:
                piece = next(work)
            except StopIteration as end:
                self._kept[key] = end.value
                return end.value
            if piece is not None and key == self._key:
                self._show(piece, whole=False)
            yield

    def _apply(self) -> None:
        """Another question, or the same of other points; what is known of it is shown."""
        self._pending, self._settings = False, self.form.config
        now = self._settings
        self.work.stop()
        self.comparison = now.comparison()
        self._key = (now.effect, find(now.rule), now.seeds, now.first)
        self._say()
        effect = self.comparison.effect
        self.question.value = (
            f'<p class="gb-effects-asks">{effect.asks}</p>'
            f'<p class="gb-effects-same">{effect.same} {EACH}</p>'
        )
        self._show(self._kept.get(self._key), whole=True)
        self.heading.reopens("Effects", to_query(self.name, now, self._own))

    def _begun(self) -> None:
        self._asked = self._key
        self._say()
        self._show(None, whole=False)

    def _ended(self, result: Compared | None, there: bool) -> None:
        if not there:
            if self._asked != self._key:  # another question stopped it: nothing to say of that
                self.runner.words = ""
            return
        self._show(self._kept.get(self._key), whole=True)
        if self.found is not None:
            self.runner.spoken = f"Done. {self.view.said}"

    # ---- what is shown -----------------------------------------------------------------

    def _show(self, found: Compared | None, *, whole: bool) -> None:
        """The picture as far as it goes, and, once all is there, what it says."""
        effect, view, guess, now = self.comparison.effect, self.view, self.guess, self._settings
        self.found = found if whole else None
        done = self.found is not None
        with view.hold_sync():
            view.picture = picture_of(effect, found, self._free() if found is None else None)
            levels = range(len(found.labels)) if found is not None else ()
            view.words = [level_said(found, level) for level in levels]
            view.said = said(found) if done else ""
            view.label = self._label(found)
        with guess.hold_sync():
            guess.value = self._guesses.get(self._key, "")
            guess.outcome = EXPECTED.write(VERDICTS.index(found.verdict)) if done else ""
            guess.locked = done
        with self.runner.hold_sync():
            self.runner.main = not done
            if not self.work.running:
                count = now.seeds * len(effect.levels)
                self.runner.words = f"{count} networks trained" if done else ""

    def _free(self) -> float | None:
        """What is free before anything is trained; not known where noise is the factor."""
        if any(level.noise for level in self.comparison.effect.levels):
            return None
        try:
            return base_rate(self._settings.rule)
        except RuleError as error:
            self._say(str(error))
            return None

    def _label(self, found: Compared | None) -> str:
        """The picture in words, for those who do not see it."""
        effect, now = self.comparison.effect, self._settings
        what = f"Accuracy over {effect.axis}, {now.rule}, {now.seeds} seeds"
        if found is None:
            return f"{what}: not trained yet."
        parts = ", ".join(
            f"{label}: test {percent(test)}, train {percent(train)}"
            for label, test, train in zip(
                found.labels, found.medians("test"), found.medians("train"), strict=True
            )
        )
        return f"{what}. Medians. {parts}."

    def _write_code(self) -> None:
        self.heading.code = self.comparison.code()

    def _say(self, *problems: str) -> None:
        self.view.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)
