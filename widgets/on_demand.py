"""A computation that waits to be asked for: a button, its progress, and what it gives."""
from collections.abc import Callable, Generator
from html import escape
from typing import Any

import ipywidgets

from course.descent import Paths
from course.effect_findings import Compared
from course.exercises.art_pictures import Pictures
from course.projections.spreads import Spreads
from course.trials import Accuracies
from widgets.heading import Heading
from widgets.parts import Html, shared
from widgets.paths_picture import PathsPicture
from widgets.picture_row import PictureRow
from widgets.runner import Work, computation
from widgets.seed_strips import SeedStrips
from widgets.seed_table import SeedTable
from widgets.spread_table import SpreadTable
from widgets.theme import Theme
from widgets.turning_picture import TurningPicture


class OnDemand(ipywidgets.VBox):
    """A button; once it is pressed, the computation runs a little at a time.

    A page opens at once when it does not have to compute what nobody has asked for yet, and
    a question has more weight before the answer stands below it.

    Parameters
    ----------
    compute : course.trials.Trials, or callable
        Something with `pieces`, `steps` and `code`; or a function that is called without
        arguments at each press, a generator that yields after every small piece of work and
        returns what to show: a string, or an object with `_repr_html_`.
    label : str
        What the button says.
    steps : int
        For a function: how often it yields in all, for the progress; at least 1.
    name : str
        What a link to this place on the page calls it; "" for no link.

    Attributes
    ----------
    result : object
        What the computation returned last, or None.

    Raises
    ------
    TypeError, ValueError
        If `compute` or `steps` is not as above.
    """

    work: Work | None = None  # until it is made

    def __init__(
        self,
        compute: Any | Callable[[], Generator[Any, None, Any]],
        label: str,
        steps: int | None = None,
        *,
        name: str = "",
    ) -> None:
        self._compute = computation(compute, steps)
        self.result: Any = None
        self.work = Work(self._compute, label, self._begun, self._ended)
        self.runner, self.shown = self.work.runner, Html()
        self.heading = Heading(title="", query=f"open={name}" if name else "")
        if self._compute.code():
            self.heading.on_code(lambda: self.work.soon(self._write_code))
        super().__init__([shared(Theme), self.heading, self.runner, self.shown])
        self.add_class("glassbox").add_class("gb-demo").add_class("gb-on-demand")
        self.runner.on_act(lambda _: self.work.soon(self.work.press))

    def run(self) -> Any:
        """Compute to the end at once and return the result; for programs and tests.

        Raises
        ------
        Exception
            Whatever the computation raises.
        """
        self.work.run()
        return self.result

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.work is not None:
            self.work.stop()
        super().close()

    def _begun(self) -> None:
        self.result, self.shown.value = None, ""

    def _ended(self, result: Any, there: bool) -> None:
        if not there:
            return
        self.result, (self.shown.value, words) = result, shown(result)
        self.runner.spoken = f"Done. {words}"

    def _write_code(self) -> None:
        self.heading.code = self._compute.code()


def shown(result: Any, notes: dict[str, str] | None = None) -> tuple[str, str]:
    """A result as HTML, and in words for those who do not see it.

    Parameters
    ----------
    result : object
        Accuracies are drawn a seed at a time: as strips, or as a table if a label is a pair.
        Paths are drawn beside one another, losses over the steps as lines, spreads as a table,
        pictures in a row.
    notes : dict of str to str, optional
        Something to say of a row of the strips, or of a path, by its label.
    """
    if isinstance(result, Accuracies):
        pairs = any(isinstance(label, tuple) for label in result.rows)
        drawn = SeedTable(result) if pairs else SeedStrips(result, notes=notes)
        return drawn._repr_html_(), drawn.summary
    if isinstance(result, Paths):
        result = PathsPicture(result, notes)
    if isinstance(result, Spreads):
        result = SpreadTable(result, notes)
    if isinstance(result, Pictures):
        result = PictureRow(result)
    if isinstance(result, Compared) and result.effect.over_steps:
        result = TurningPicture(result)
    if hasattr(result, "_repr_html_"):
        return result._repr_html_(), str(getattr(result, "summary", "The result is below."))
    return f'<pre class="gb-text" tabindex="0">{escape(str(result))}</pre>', str(result)
