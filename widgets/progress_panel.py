"""How far a student is, lesson by lesson; their export, and a new beginning."""
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import traitlets

from course.exercises.library import keys
from course.progress.events import LONGEST_GAP
from course.progress.export import duration, export, state, state_words, summary
from course.progress.record import Record
from widgets import progress
from widgets.assets import script, sheet
from widgets.parts import Html, Part, shared
from widgets.run_loop import running_loop
from widgets.theme import Theme

IN_APP = "Your progress is kept when you work in the notebook. This page keeps nothing."
ABOUT_TIME = (
    "Time runs from a lesson's first cell to its last check, answer or guess; breaks of over "
    f"{LONGEST_GAP / 60:.0f} minutes between two of them are left out."
)
KINDS = ("exercise", "question", "prediction")


class PanelView(Part):
    """The panel on the page.

    Attributes
    ----------
    lessons : list of dict
        One a lesson: "number", "title", "exercises" (a list of "name", "state" and
        "words"), "quiz", "predictions" and "time", in words; "" where there is nothing.
    summary, about, problem : str
        All in one sentence; what time means; why nothing can be saved or read.
    name : str
        What the student typed.
    """

    _esm = script("follow.js", "download.js", "progress_panel.js")
    _css = sheet("progress_panel.css")

    lessons = traitlets.List().tag(sync=True)
    summary = traitlets.Unicode("").tag(sync=True)
    about = traitlets.Unicode(ABOUT_TIME).tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    name = traitlets.Unicode("").tag(sync=True)


class ProgressPanel(ipywidgets.VBox):
    """Lessons by exercises, quiz, predictions and time; a name, export and reset.

    It looks at the file again whenever it comes into view.  Under Voila it is one line.

    Parameters
    ----------
    lessons : sequence
        Records with `number` and `title`, as `tools.lessons.catalogue` gives them; those
        without anything to check, answer or predict are left out.

    Attributes
    ----------
    view : PanelView or None
        None under Voila.
    """

    def __init__(self, lessons: Sequence[Any]) -> None:
        self._lessons = tuple(lessons)
        numbers = {f"{lesson.number:02d}" for lesson in self._lessons}
        self._keys = {
            kind: tuple(key for key in keys(kind) if key[:2] in numbers) for kind in KINDS
        }
        self._loop, self._recorder = running_loop(), progress.recorder()
        self.view: PanelView | None = None
        if self._recorder is None:
            shown: ipywidgets.Widget = Html(f'<p class="gb-progress-quiet">{IN_APP}</p>')
        else:
            shown = self.view = PanelView()
            self._show()
            self.view.on_msg(self._asked)
            self.view.observe(self._named, "name")
        super().__init__([shared(Theme), shown])
        self.add_class("glassbox").add_class("gb-demo").add_class("gb-progress")
        if self._recorder is not None:
            self.refresh()

    @property
    def summary(self) -> str:
        """What the panel shows, in one sentence."""
        return self.view.summary if self.view else IN_APP

    def refresh(self, said: str = "") -> None:
        """Look at the file, then show what there is."""
        self._recorder.refresh(lambda: self._soon(lambda: self._show(said)))

    def export(self) -> None:
        """Give the page a file to download, with all that is known by then."""
        self._recorder.refresh(lambda: self._soon(self._send_file))

    def reset(self) -> None:
        """Begin anew; what there was is kept in a file beside it."""
        self._recorder.reset(lambda said: self._soon(lambda: self._show(said)))

    def _asked(self, _: object, content: Any, __: object) -> None:
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind == "shown":
            self.refresh()
        elif kind == "refresh":
            self.refresh("Up to date.")
        elif kind == "export":
            self.export()
        elif kind == "reset":
            self.reset()

    def _named(self, change: dict) -> None:
        if change["new"] != self._recorder.record.name:
            self.view.name = self._recorder.rename(change["new"])

    def _soon(self, act: Callable[[], None]) -> None:
        """The disk answers on a thread of its own; widgets belong to the loop's."""
        if self._loop is None or self._loop.is_closed():
            act()
        else:
            self._loop.call_soon_threadsafe(act)

    def _show(self, said: str = "") -> None:
        record = self._recorder.record
        with self.view.hold_sync():
            self.view.lessons = [row for row in map(self._row(record), self._lessons) if row]
            self.view.summary = summary(record, *self._keys.values())
            self.view.problem, self.view.name = self._recorder.problem, record.name
        if said:
            self.view.send({"kind": "said", "words": said})

    def _row(self, record: Record) -> Callable[[Any], dict | None]:
        def row(lesson: Any) -> dict | None:
            number = f"{lesson.number:02d}"
            own = {
                kind: [key for key in found if key.startswith(f"{number}.")]
                for kind, found in self._keys.items()
            }
            seconds = record.lessons.get(number, 0.0)
            if not any(own.values()):
                return None
            right = sum(state(record.questions.get(key)) == "passed" for key in own["question"])
            made = sum(key in record.predictions for key in own["prediction"])
            return {
                "number": str(lesson.number),
                "title": lesson.title,
                "exercises": [_exercise(key, record) for key in own["exercise"]],
                "quiz": _share(right, own["question"], "right"),
                "predictions": _share(made, own["prediction"], "made"),
                "time": duration(seconds),
            }

        return row

    def _send_file(self) -> None:
        name, text = export(self._recorder.export())
        self._show()
        saved = not self._recorder.problem
        path = self._recorder.store.path
        self.view.send(
            {
                "kind": "file",
                "name": name,
                "text": text,
                "done": f"{name} is in your downloads{f'; if not, hand in {path}' * saved}.",
                "failed": f"This page cannot download{f': hand in {path}' * saved}.",
            }
        )


def _exercise(key: str, record: Record) -> dict[str, str]:
    task = record.exercises.get(key)
    name = key.partition(".")[2].replace("_", " ").replace("-", " ")
    return {"name": name, "state": state(task), "words": state_words(task)}


def _share(number: int, keys_there: Sequence[str], done: str) -> str:
    return f"{number} of {len(keys_there)} {done}" if keys_there else ""
