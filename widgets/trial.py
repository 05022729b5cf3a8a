"""Below a widget: many seeds of what is set above, trained when somebody asks for them."""
from collections.abc import Callable, Generator
from typing import Any

from course.exercises.prediction import Computation
from widgets.layout import box
from widgets.on_demand import shown
from widgets.parts import Html
from widgets.runner import Work


class Trial:
    """A question, a button, and what came of it; the settings are those of the moment.

    Its style is in trial.css, which one of the widget's own parts has to bring.

    Parameters
    ----------
    make : callable
        Returns the computation of the settings as they stand.
    label : str
        What the button says.
    question : str
        HTML above the button.
    caption : callable
        Computation -> what its result shows, as text.

    Attributes
    ----------
    box, runner : widgets
    result : object
        What was found last, or None.
    latest : Computation
        The one begun last.
    """

    def __init__(
        self,
        make: Callable[[], Computation],
        label: str,
        question: str,
        caption: Callable[[Computation], str],
    ) -> None:
        self._make, self._caption_of, self.latest, self.result = make, caption, make(), None
        self.work = Work(self, label, self._begun, self._ended)
        self.runner, self.caption, self.shown = self.work.runner, Html(), Html()
        self.box = box("gb-trial", Html(question), self.runner, self.caption, self.shown)
        self.runner.on_act(lambda _: self.work.soon(self.work.press))

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.latest.steps

    def pieces(self) -> Generator[Any, None, Any]:
        """Begin anew, with the settings of this moment."""
        self.latest = self._make()
        return self.latest.pieces()

    def code(self) -> list[str]:
        """Lines of Python that find the result again; none before there is one."""
        return [] if self.result is None else ["", self.latest.code()]

    def run(self) -> Any:
        """Compute to the end at once and return the result; for programs and tests."""
        self.work.run()
        return self.result

    def stop(self) -> None:
        """Stop after the piece being done."""
        self.work.stop()

    def _begun(self) -> None:
        self.result, self.caption.value, self.shown.value = None, "", ""

    def _ended(self, result: Any, there: bool) -> None:
        if not there:
            return
        html, words = shown(result)
        self.caption.value = f'<div class="gb-caption">{self._caption_of(self.latest)}</div>'
        self.result, self.shown.value = result, html
        self.runner.spoken = f"Done. {words}"
