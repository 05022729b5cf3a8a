"""A computation that waits to be asked for: a button, its progress, and what it gives."""
from collections.abc import Callable, Generator
from html import escape
from typing import Any

import ipywidgets

from course.checks import check_integer
from widgets.run_loop import Pacer, RunLoop, running_loop
from widgets.theme import Theme


class OnDemand(ipywidgets.VBox):
    """A button; once it is pressed, the computation runs a little at a time.

    A page opens at once when it does not have to compute what nobody has asked for yet, and
    a question has more weight before the answer stands below it.

    Parameters
    ----------
    compute : callable
        Called without arguments at each press; a generator that yields after every small
        piece of work (a training step) and returns what to show: a string, or an object
        with `_repr_html_`.
    label : str
        What the button says.
    steps : int
        How often the generator yields in all, for the progress; at least 1.

    Attributes
    ----------
    result : object
        What the computation returned last, or None.
    """

    def __init__(
        self, compute: Callable[[], Generator[Any, None, Any]], label: str, steps: int
    ) -> None:
        self._compute, self._label = compute, label
        self._steps = check_integer("steps", steps, 1)
        self._loop, self._run_loop = running_loop(), RunLoop(
            self._work, self._show_progress, self._ended, Pacer()
        )
        self.result: Any = None
        self.button = ipywidgets.Button(description=label)
        self.progress, self.shown = ipywidgets.HTML(), ipywidgets.HTML()
        row = ipywidgets.HBox([self.button, self.progress])
        row.add_class("gb-ask")
        super().__init__([Theme(), row, self.shown])
        self.add_class("glassbox").add_class("gb-on-demand")
        self.button.on_click(self._pressed)

    def run(self) -> Any:
        """Compute to the end at once and return the result; for programs and tests."""
        self._begin()
        while self._work():
            pass
        self._ended(None)
        return self.result

    def _pressed(self, _: ipywidgets.Button) -> None:
        # A page's events may be handled on another thread; the loop is where the work is done.
        if self._loop is None or self._loop.is_closed():
            self.run()
        else:
            self._loop.call_soon_threadsafe(self._toggle)

    def _toggle(self) -> None:
        if self._run_loop.running:
            self._run_loop.stop()
            return
        self._begin()
        self._run_loop.start()

    def _begin(self) -> None:
        self._pieces, self._done, self._finished = self._compute(), 0, False
        self.button.description, self.result = "Stop", None
        self.shown.value = ""
        self._show_progress()

    def _work(self) -> bool:
        try:
            next(self._pieces)
        except StopIteration as end:
            self.result, self._finished = end.value, True
            self._run_loop.stop()
            return False
        self._done += 1
        return True

    def _show_progress(self) -> int:
        share = min(99, 100 * self._done // self._steps)
        self.progress.value = f"<span>{share}%</span>"
        return self._done

    def _ended(self, failure: Exception | None) -> None:
        self.button.description = self._label
        if failure is not None:
            words = f"Stopped: {type(failure).__name__}: {failure}."
            self.progress.value = f'<span class="gb-problem" role="alert">{escape(words)}</span>'
        elif self._finished:
            self.progress.value = ""
            self.shown.value = _html(self.result)
        else:
            self.progress.value = "<span>stopped</span>"


def _html(result: Any) -> str:
    if hasattr(result, "_repr_html_"):
        return result._repr_html_()
    return f'<pre class="gb-text">{escape(str(result))}</pre>'
