"""A quiz in a lesson: questions to answer, and what each answer is told.

What is right is decided in course.exercises; the page is sent the questions alone, and what
is said of an option once it has been chosen.
"""
from collections.abc import Callable
from typing import Any

import ipywidgets
import traitlets

from course.checks import shown
from course.exercises.library import find, keys, lessons, of_lesson
from course.exercises.question import Answered, Question, check_chosen, judge_answer
from course.progress import Event
from widgets.assets import script, sheet
from widgets.heading import Heading
from widgets.links import collect, of_page, reopened, to_query
from widgets.parts import Part, shared
from widgets.progress import remember
from widgets.quiz_settings import QuizSettings, code, joined
from widgets.run_loop import running_loop
from widgets.theme import Theme


class QuestionsView(Part):
    """The questions as they stand on the page.

    Attributes
    ----------
    questions : list of dict
        key, prompt, several, and the options' texts; nothing of what is right.
    judged : dict of str to dict
        By key of an answered question: chosen, right, summary, note, and
        said, a list of [option, right, words, why].
    problem : str
    """

    _esm = script("follow.js", "quiz.js")
    _css = sheet("quiz.css")

    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    judged = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is answered comes in messages."""

    def on_act(self, heard: Callable[[dict], None]) -> None:
        """Call `heard` with what the page says, as long as it is a dict."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict):
                heard(content)

        self.on_msg(read)


class Quiz(ipywidgets.VBox):
    """Questions of a lesson, answered on the page and judged at once.

    Parameters
    ----------
    *asked : str
        A lesson ("03") for all its questions, or keys of questions ("03.free", "03.luck").
        What does not exist is said, in words, in the widget.
    answered : str
        Options that are already chosen, as in `QuizSettings`; nothing of these is remembered.
    link : str, optional
        The same, as `from_link` takes it.
    """

    def __init__(self, *asked: str, answered: str = "", link: str | None = None) -> None:
        self._loop = running_loop()
        self._questions, problems = _asked(asked)
        self._answers: dict[str, Answered] = {}
        self._notes: dict[str, str] = {}
        self.name = f"quiz-{'_'.join(map(str, asked))}"
        given, unread = reopened(self.name, QuizSettings, link)
        settings, refused = collect(QuizSettings, {"answered": answered, **given})
        for key, chosen in settings.chosen.items():
            if key in self._questions:
                self._answers[key] = judge_answer(self._questions[key], chosen)
            else:
                problems.append(f"{key} is answered, but not asked here")
        self.heading, self.view = Heading(title=""), QuestionsView(
            questions=[_bare(question) for question in self._questions.values()]
        )
        super().__init__([shared(Theme), self.heading, self.view])
        self.add_class("glassbox").add_class("gb-demo").add_class("gb-quiz")
        self.view.on_act(self._heard)
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._show()
        self._say(*problems, *refused, unread)

    @classmethod
    def from_link(cls, link: str) -> "Quiz":
        """The quiz that a link means; a part that cannot be read is said in the widget.

        Parameters
        ----------
        link : str
            What "copy link" gave: a whole address, "?open=quiz-03&..." or "open=quiz-03&...".
        """
        name = of_page(link).get("open", "")
        if not name.startswith("quiz-"):
            quiz = cls()
            quiz._say(f"the link of a quiz must hold open=quiz-03 or the like, got {shown(link)}")
            return quiz
        quiz = cls(*name.removeprefix("quiz-").split("_"), link=link)
        quiz.heading.present = of_page(link).get("present") == "1"
        return quiz

    @property
    def answers(self) -> dict[str, Answered]:
        """Key -> what the answer that stands on the page was told."""
        return dict(self._answers)

    @property
    def settings(self) -> QuizSettings:
        """Which options are chosen in which question, of those that are answered."""
        return QuizSettings.of({key: one.chosen for key, one in self._answers.items()})

    def answer(self, key: str, *chosen: int) -> Answered:
        """Answer a question, as if on the page.

        Parameters
        ----------
        key : str
        *chosen : int
            Numbers of options, from 0.

        Raises
        ------
        TypeError, ValueError
            If the question is not asked here, or the choice is not one that it allows.
        """
        if key not in self._questions:
            raise ValueError(f"key must be one of {', '.join(self._questions)}; got {shown(key)}")
        answered, before = judge_answer(self._questions[key], chosen), self._answers.get(key)
        # A second click on the same thing is not a second answer; a solved question is closed.
        if before is not None and (before.right or before.chosen == answered.chosen):
            return before
        self._answers[key] = answered
        state = "right" if answered.right else "wrong"
        self._notes[key] = remember(Event("answer", key, state, joined(answered.chosen)))
        self._show()
        return answered

    def again(self, key: str) -> None:
        """Open a question anew; nothing if it is not answered."""
        self._answers.pop(key, None)
        self._notes.pop(key, None)
        self._show()

    def _heard(self, content: dict) -> None:
        """What a page says, which may be anything: only what makes sense is done."""
        kind, key, chosen = (content.get(name) for name in ("kind", "key", "chosen"))
        question = self._questions.get(key) if isinstance(key, str) else None
        if question is None:
            return
        if kind == "again":
            self._soon(lambda: self.again(key))
        if kind == "answer":
            try:
                numbers = check_chosen(question, chosen)
            except (TypeError, ValueError):
                return
            self._soon(lambda: self.answer(key, *numbers))

    def _show(self) -> None:
        self.view.judged = {
            key: _told(one, self._notes.get(key, "")) for key, one in self._answers.items()
        }
        self.heading.reopens("Quiz", to_query(self.name, self.settings))

    def _write_code(self) -> None:
        self.heading.code = code(self._questions, self.settings)

    def _say(self, *problems: str) -> None:
        self.view.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)

    def _soon(self, act: Callable[[], Any]) -> None:
        """Do it on the kernel's loop: handlers of a page's events may be on another thread."""
        if self._loop is None or self._loop.is_closed():
            act()
        else:
            self._loop.call_soon_threadsafe(act)


def _asked(asked: tuple[str, ...]) -> tuple[dict[str, Question], list[str]]:
    """Key -> question for lessons and keys, and a message if some do not exist."""
    found: dict[str, Question] = {}
    unknown = []
    for one in asked:
        if isinstance(one, str) and one in lessons("question"):
            found.update(of_lesson("question", one))
            continue
        try:
            found[one] = find(one, "question")
        except ValueError:
            unknown.append(one)
    if not unknown:
        return found, []
    there = ", ".join(lessons("question") + keys("question"))
    more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    return found, [f"a quiz is made of {there}; got {shown(unknown[0])}{more}"]


def _bare(question: Question) -> dict[str, Any]:
    """A question without anything that says what is right."""
    return {
        "key": question.key,
        "prompt": question.prompt,
        "several": question.several,
        "options": [option.text for option in question.options],
    }


def _told(answered: Answered, note: str) -> dict[str, Any]:
    return {
        "chosen": list(answered.chosen),
        "right": answered.right,
        "summary": answered.summary,
        "said": [[said.option, said.right, said.words, said.why] for said in answered.said],
        "note": note,
    }
