"""Which language model is used, and a button that fetches it where that is possible."""
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import ipywidgets

from course.vectors import embeddings
from course.vectors.embeddings import MODELS
from widgets.page import in_app
from widgets.parts import Box, Html, plain
from widgets.runner import Work


@dataclass(frozen=True)
class Fetching:
    """The download of a model, as a computation in pieces: one for each percent."""

    model: str
    steps: int = 100

    def pieces(self) -> Generator[Any, None, Any]:
        """Fetch it; see `course.vectors.embeddings.fetch`."""
        return embeddings.fetch(self.model)

    def code(self) -> str:
        """Nothing: the code of the widget says how the model is used."""
        return ""


class ModelPanel(Box):
    """A choice of models; where one is not on this machine, what fetching it would mean.

    Parameters
    ----------
    model : str
        A name in `course.vectors.embeddings.MODELS`.
    chosen : callable
        Called with a model's name when a person chooses it.
    arrived : callable
        Called without arguments when a model has been fetched.
    """

    def __init__(
        self, model: str, chosen: Callable[[str], None], arrived: Callable[[], None]
    ) -> None:
        self._arrived, self._setting = arrived, False
        self._shown: tuple[str, str] | None = None
        options = [(known.title, name) for name, known in MODELS.items()]
        self.choice = ipywidgets.Dropdown(
            options=options, value=model, description="model", **plain(ipywidgets.Dropdown)
        )
        self.note = Html()
        self.work: Work | None = None
        super().__init__([self.choice, self.note])
        self.add_class("gb-sim-model")
        self.choice.observe(lambda change: self._setting or chosen(change["new"]), "value")
        self.show(model)

    def show(self, model: str) -> None:
        """Show a model, and whether it is there; what is being fetched goes on."""
        self._setting = True
        self.choice.value = model
        self._setting = False
        reason = embeddings.missing(model)
        if self._shown == (model, reason) or (self.work is not None and self.work.running):
            return
        self._shown = model, reason
        offered = bool(reason) and embeddings.installed() and not in_app()
        self.note.value = f'<p class="gb-note">{_about(MODELS[model], reason, offered)}</p>'
        self.work = self._offer(model) if offered else None
        runner = [self.work.runner] if self.work is not None else []
        self.children = [self.choice, self.note, *runner]

    def _offer(self, model: str) -> Work:
        known = MODELS[model]
        label = f"Fetch {known.title}, {known.megabytes} MB"
        work = Work(Fetching(model), label, lambda: None, self._ended)
        work.runner.on_act(lambda _: work.soon(work.press))
        return work

    def _ended(self, _: Any, there: bool) -> None:
        self.show(self.choice.value)
        if there:
            self._arrived()

    def close(self) -> None:
        """Stop fetching, and leave the page."""
        if self.work is not None:
            self.work.stop()
        super().close()


def _about(known: embeddings.Model, reason: str, offered: bool) -> str:
    """Whether a model is there, and what fetching it would mean."""
    if not reason:
        return f"{known.title} is on this machine; nothing is sent anywhere."
    if not offered:
        return f"{reason}."
    return (
        f"{reason}. It is {known.megabytes} MB, comes from huggingface.co, and stays in the cache "
        "of the Hugging Face libraries. What you write is never sent."
    )
