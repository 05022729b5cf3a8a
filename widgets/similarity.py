"""How alike are two sentences?  Four kinds of vectors, the reason, and what is common to all."""
import asyncio
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from course.vectors import embeddings
from widgets.canvas.similarity import SentenceList, SimilarityView
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import LONGEST as LONGEST_LINK
from widgets.links import to_query, wants_stage
from widgets.page import in_app
from widgets.piece import Piece
from widgets.similarity_model import ModelPanel
from widgets.similarity_settings import (
    FIELDS,
    PRESETS,
    SimilarityControls,
    SimilaritySettings,
    as_fields,
    checked_text,
)
from widgets.similarity_state import Computed, computed, label, notes, state, waiting

TOO_LONG = "These sentences are too long for a link: it opens the widget without them"


class Similarity(Piece):
    """Sentences to write, the cosines of their vectors, and why they are as they are.

    What is written is counted, and never evaluated.

    Parameters
    ----------
    texts : sequence of str, optional
        Up to eight sentences to begin with, each of at most 80 characters.
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `SimilaritySettings`: kind, common, remove, pair, model.  One that is not
        allowed is refused in words, in the widget, and its default is used.

    Attributes
    ----------
    found : widgets.similarity_state.Computed or None
        What is on screen; None until it is computed.
    """

    called = "similarity"

    def __init__(
        self,
        texts: Sequence[str] | None = None,
        *,
        name: str = "",
        title: str = "How alike are two sentences?",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        problems, given = [], settings
        try:
            given = {**(as_fields(texts) if texts is not None else {}), **settings}
        except (TypeError, ValueError) as error:
            problems.append(str(error))
        begin, self._own, more = self._opened(SimilaritySettings, name, link, given)
        self._settings, self._problem = begin, ""
        self._wanted: SimilaritySettings | None = None
        self._task: asyncio.Task | None = None
        self._read: set[str] = set()  # models that have read the stock
        self.found: Computed | None = None
        self.form = Form(_controls(begin), self._changed, self._refused)
        self.texts = SentenceList(presets=list(PRESETS))
        self.view, self.panel = SimilarityView(), None
        self.heading = Heading(title=title, present=wants_stage(link))
        controls = self.form.controls
        if in_app() and not embeddings.cached():
            controls["kind"].disabled_options = ["model"]
        shared = (controls["common"], controls["remove"])
        common = box("gb-sim-common", *shared, heading="Common to all sentences")
        left = box("gb-sim-left", self.texts, common)
        self._right = box("gb-sim-right", controls["kind"], self.view)
        super().__init__([self.heading, box("gb-sim-grid", left, self._right)], "gb-similarity")
        self.texts.on_act(lambda *said: self._soon(lambda: self._heard(*said)))
        self.view.on_pair(lambda i, j: self._soon(lambda: self.look_at(i, j)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._set(begin, forced=True)
        self._say(*problems, *more)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> SimilaritySettings:
        """The settings as they stand."""
        return self._settings

    def write(self, place: int, text: str) -> None:
        """Write a sentence, 0 to 7; "" takes it away.

        Raises
        ------
        TypeError, ValueError
            If it is no text of at most 80 characters.
        """
        self._set(replace(self._settings, **{FIELDS[place]: checked_text("text", text)}))

    def preset(self, name: str) -> None:
        """Take the sentences of a button: a key of `PRESETS`."""
        chosen = {**as_fields(PRESETS[name]), "pair": (1, 2)}
        self._set(replace(self._settings, **chosen), forced=True)

    def look_at(self, i: int, j: int) -> None:
        """Choose two of the sentences that are written, from 0; anything else does nothing."""
        written = self._settings.written
        if i != j and max(i, j) < len(written):
            self._set(replace(self._settings, pair=(written[i] + 1, written[j] + 1)))

    def close(self) -> None:
        """Stop, and leave the page."""
        if self._task is not None:
            self._task.cancel()
        if self.panel is not None:
            self.panel.close()
        super().close()

    def _heard(self, act: str, at: int, text: str) -> None:
        if act == "preset":
            self.preset(list(PRESETS)[at])
        else:
            self.write(at, text)

    def _changed(self, controls: SimilarityControls, name: str) -> None:
        """A control was moved."""
        chosen = {item.name: getattr(controls, item.name) for item in fields(controls)}
        if name == "common" and controls.common == "left":
            chosen["remove"] = 0  # directions are taken out about the mean
        self._soon(lambda: self._set(replace(self._settings, **chosen)))

    def _refused(self, message: str) -> None:
        self._say(message)

    # ---- what is computed --------------------------------------------------------------

    def _set(self, settings: SimilaritySettings, *, forced: bool = False) -> None:
        """Take over settings, and compute: at once, or where there is a loop beside it."""
        self._settings, self._problem = settings, ""
        self.form.set(_controls(settings))
        self._show_panel()
        self._show_texts(forced)
        self._write_link()
        if self._loop is None or self._loop.is_closed():
            self._show(*_drawn(settings))
            return
        self._wanted = settings
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._compute())

    async def _compute(self) -> None:
        """Compute on a thread until nothing newer is wanted; only the newest is shown."""
        while self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            first = wanted.kind == "model" and wanted.model not in self._read
            if first and not embeddings.missing(wanted.model):
                self.view.state = waiting(wanted)
            try:
                drawn = await asyncio.to_thread(_drawn, wanted)
                if self._wanted is None:
                    self._show(*drawn)
            except Exception as error:  # noqa: BLE001  a task's exception is shown nowhere
                self._failed(error)

    # ---- what is shown -----------------------------------------------------------------

    def _show(self, found: Computed, shown: dict[str, Any], words: str) -> None:
        self.found = found
        if found.settings.kind == "model" and found.now is not None:
            self._read.add(found.settings.model)
        self._show_texts(False)
        with self.view.hold_sync():
            self.view.state = {**shown, "problem": self._problem}
            self.view.label = words

    def _show_texts(self, forced: bool) -> None:
        known = self.found is not None and self.found.settings == self._settings
        said = notes(self.found) if known else [""] * len(FIELDS)
        texts = self._settings.texts
        pairs = [tuple(as_fields(one).values()) for one in PRESETS.values()]
        with self.texts.hold_sync():
            self.texts.rows = [
                {"text": text, "note": note} for text, note in zip(texts, said, strict=True)
            ]
            self.texts.chosen = pairs.index(texts) if texts in pairs else -1
            self.texts.answered += forced

    def _show_panel(self) -> None:
        """The choice of models stands there only while one is used."""
        kind, model = self._settings.kind, self._settings.model
        if kind == "model" and self.panel is None:
            self.panel = ModelPanel(
                model, lambda name: self._soon(lambda: self._use(name)), self._arrived
            )
        if self.panel is not None and kind == "model":
            self.panel.show(model)
        between = [self.panel] if kind == "model" else []
        self._right.children = [self.form.controls["kind"], *between, self.view]

    def _use(self, model: str) -> None:
        self._set(replace(self._settings, model=model))

    def _arrived(self) -> None:
        self._set(self._settings)

    def _write_link(self) -> None:
        query = to_query(self.name, self._settings, self._own)
        if len(query) > LONGEST_LINK:
            plain = {one: getattr(SimilaritySettings(), one) for one in FIELDS}
            query = to_query(self.name, replace(self._settings, **plain), self._own)
            self._problem = f"{TOO_LONG}."
        self.heading.reopens("Similarity", query)

    def _write_code(self) -> None:
        now = self._settings
        if now.looked_at is None:
            self.heading.code = "# Write two sentences first: there is nothing to compare."
            return
        texts = [now.texts[i] for i in now.written]
        i, j = now.looked_at
        more = "".join(
            f", {word}" for word, there in (
                ("centred=True", now.common == "centred"),
                (f"remove={now.remove}", now.remove), (f"model={now.model!r}", now.kind == "model"),
            ) if there
        )  # fmt: skip
        lines = "".join(f"    {text!r},\n" for text in texts)
        self.heading.code = (
            "from course.vectors.sentence_pairs import compare\n\n"
            f"texts = [\n{lines}]\n"
            f"found = compare(texts, {now.kind!r}{more})\n"
            f"cosine = found.cosines[{i}, {j}]\n"
            "cosine, found.below(cosine), found.stock.mean()"
        )

    def _say(self, *problems: str) -> None:
        told = " ".join(f"{one.rstrip('.')}." for one in problems if one)
        if told:
            self._problem = told
            self.view.state = {**self.view.state, "problem": told}


def _controls(settings: SimilaritySettings) -> SimilarityControls:
    chosen = {item.name: getattr(settings, item.name) for item in fields(SimilarityControls)}
    return SimilarityControls(**chosen)


def _drawn(settings: SimilaritySettings) -> tuple[Computed, dict[str, Any], str]:
    """What is computed, and how it is shown; without touching a widget, so that a thread may."""
    found = computed(settings)
    return found, state(found), label(found)
