"""A small network drawn large, with the words of what is in hand."""
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from course.by_hand import Arrays
from course.moments import written
from widgets.assets import script, sheet
from widgets.parts import Part

ACTS = ("step", "again")


class Board(Part):
    """The drawing, the formula above it, and what may stand beside and below it.

    Attributes
    ----------
    scene : dict
        What `scene_of` makes, with "moments": for each a target, the names it uses, formula,
        why, check, code, label and spoken.  The page has all of them at once.
    index : int
        The moment in hand, if the drawing is not led by a row of moments.
    led : bool
        Whether a `widgets.scrub.Scrub` in the same widget says which moment is in hand.
    """

    _esm = script(
        "follow.js", "attached.js", "canvas/moment.js", "canvas/surface.js",
        "canvas/board_layout.js", "canvas/board_paint.js", "canvas/product.js", "canvas/board.js",
    )  # fmt: skip
    _css = sheet("canvas/board.css")

    scene = traitlets.Dict().tag(sync=True)
    index = traitlets.Int(0).tag(sync=True)
    led = traitlets.Bool(False).tag(sync=True)

    @traitlets.validate("index")
    def _in_range(self, proposal: dict) -> int:
        # What comes from the page is not to be trusted: an app's visitor can send anything.
        return min(max(proposal["value"], 0), max(0, len(self.scene.get("moments", ())) - 1))

    def on_act(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with "step" or "again" when a person presses that button."""

        def read(_: object, content: object, __: object) -> None:
            kind = content.get("kind") if isinstance(content, dict) else None
            if kind in ACTS:
                heard(kind)

        self.on_msg(read)

    def on_move(self, heard: Callable[[int], None]) -> None:
        """Call `heard(index)` whenever another moment is in hand, by a person or a program."""
        self.observe(lambda change: heard(change["new"]), "index")


def signed(value: float) -> str:
    """A weight with its sign: "+0.50", "−0.30", "0.00"."""
    return f"+{written(value)}" if value > 0 and float(f"{value:.3f}") else written(value)


def scene_of(
    parameters: Arrays,
    columns: Sequence[Sequence[str]],
    cells: Mapping[str, Iterable[str]],
    texts: Mapping[str, str | list[str]],
    when: Mapping[str, int],
) -> dict[str, Any]:
    """What the page draws of a 2-3-1 network: nodes, lines, and the numbers on them.

    Parameters
    ----------
    parameters : list of arrays
        [W1, b1, W2, b2].
    columns : sequences of str
        Nodes from the inputs on: "x1", "x2"; "h1", "h2", "h3"; "out"; and perhaps "loss".
    cells : dict of str to names
        What stands in each node: {"h1": ("z1", "h1")}.
    texts : dict of str to str, or to a list with one text for each point
        The value of each cell, and of each gradient that is shown: "z1", "dz1", "dW1[0,0]".
    when : dict of str to int
        The moment from which each of these can be seen; 0 if it is not named.
    """
    W1, b1, W2, b2 = parameters

    def item(key: str, text: str | list[str], **more: Any) -> dict[str, Any]:
        slope = "d" + key
        shown = {"d": texts[slope], "dfrom": when[slope]} if slope in texts else {}
        return {"id": key, "text": text, "from": when.get(key, 0), **shown, **more}

    def node(name: str) -> dict[str, Any]:
        made = {"cells": [item(cell, texts[cell], name=cell) for cell in cells[name]]}
        bias = ("b2[0]", b2[0]) if name == "out" else None
        if name.startswith("h"):
            j = int(name[1]) - 1
            bias = (f"b1[{j}]", b1[j])
        return {**made, "bias": item(bias[0], signed(bias[1]))} if bias else made

    def line(name: str, start: str, end: str, weight: np.ndarray) -> dict[str, Any]:
        ends = {"from_node": start, "to_node": end, "value": round(float(weight), 4)}
        return {**item(name, signed(float(weight))), **ends}

    lines = [
        line(f"W1[{i},{j}]", f"x{i + 1}", f"h{j + 1}", W1[i, j])
        for i in range(W1.shape[0]) for j in range(W1.shape[1])
    ]  # fmt: skip
    lines += [line(f"W2[{j}]", f"h{j + 1}", "out", W2[j, 0]) for j in range(W2.shape[0])]
    nodes = {name: node(name) for column in columns for name in column}
    if "loss" in nodes:
        last = {"id": "to loss", "from_node": "out", "to_node": "loss", "lit": ["loss", "dz"]}
        lines.append(last)
    gradients = any("d" in one for one in lines)
    return {"columns": [list(column) for column in columns], "nodes": nodes, "lines": lines,
            "gradients": gradients}  # fmt: skip
