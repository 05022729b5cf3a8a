"""The parts of the comparison of sentences that are drawn by scripts of ours."""
from collections.abc import Callable
from typing import Any

import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part


class SentenceList(Part):
    """Up to eight sentences to write, and pairs to try.

    Attributes
    ----------
    rows : list of {"text", "note"}
        Eight sentences, "" for none, and what is to be said of each.
    presets : list of str
        What the buttons say.
    chosen : int
        The button whose sentences these are, or -1.
    longest : int
        Characters of a sentence.
    answered : int
        Counts when sentences are set by the kernel, so that the fields take them over.
    """

    _esm = script("follow.js", "canvas/similarity_texts.js")
    _css = sheet("similarity.css")

    rows = traitlets.List(traitlets.Dict()).tag(sync=True)
    presets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    longest = traitlets.Int(80).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is written comes in messages."""

    def on_act(self, heard: Callable[[str, int, str], None]) -> None:
        """Call `heard(act, number, text)`: "text" of a sentence, or "preset" without text."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict):
                return
            kind, at, text = content.get("kind"), content.get("at"), content.get("text", "")
            counts = {"text": len(self.rows), "preset": len(self.presets)}
            # An app's visitor can send anything.
            known = isinstance(kind, str) and kind in counts and type(at) is int
            if known and 0 <= at < counts[kind] and isinstance(text, str):
                heard(kind, at, text[: self.longest])

        self.on_msg(read)


class SimilarityView(Part):
    """How alike the sentences are: the number, the stock on an axis, a matrix, and why.

    Attributes
    ----------
    state : dict
        All that is to be seen; see `widgets.similarity_state`.
    label : str
        The picture in a sentence.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/similarity_axis.js",
                  "canvas/similarity_tables.js", "canvas/similarity.js")  # fmt: skip
    _css = sheet("similarity.css")

    state = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is chosen comes in messages."""

    def on_pair(self, heard: Callable[[int, int], None]) -> None:
        """Call `heard(i, j)` when a person chooses two of the sentences written, from 0."""

        def read(_: object, content: Any, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "pair":
                pair = content.get("i"), content.get("j")
                if all(type(one) is int and 0 <= one < 8 for one in pair):
                    heard(*pair)

        self.on_msg(read)
