"""The graph of an expression as a picture, with its two passes a moment at a time."""
from functools import lru_cache
from typing import Any

import numpy as np
import traitlets

from course.expressions import Graph, number_text
from course.graph_layout import Layout, laid_out
from course.tape_moments import SIGNS, Edge, Moment, edges_of
from widgets.assets import script
from widgets.parts import Part

BOX, LINE, CELL, LETTER = 30, 17, 50, 9  # px: a box's height, a line of text, a number, a letter
NARROWEST = 58  # px of a node, so that its number fits above it
GAP = (38, 18)  # px between columns, and between the nodes of a column
MOST_ROWS, MOST_COLUMNS, MOST_MESSAGES = 4, 4, 6  # more are not written out


class GraphCanvas(Part):
    """Draws a graph and follows the moments of the widget that it stands in.

    Attributes
    ----------
    graph : dict
        What `drawn` returns, or {} when there is nothing to draw.
    label : str
        The graph in a sentence.
    problem : str
        Why there is no picture, or why it is an old one.
    faded : bool
        Whether the picture is an old one.
    """

    _esm = script(
        "follow.js", "attached.js", "canvas/surface.js", "canvas/moment.js",
        "canvas/graph_paint.js", "canvas/graph.js",
    )  # fmt: skip

    graph = traitlets.Dict().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    faded = traitlets.Bool(False).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: the picture is made here."""


def drawn(graph: Graph, moments: list[Moment]) -> dict[str, Any]:
    """A graph as the page draws it: places in pixels, and everything that is written."""
    edges = edges_of(graph)
    uses = np.bincount([edge.parent for edge in edges], minlength=len(graph.nodes)).tolist()
    parents = tuple(
        tuple(edge.parent for edge in edges if edge.child == i) for i in range(len(graph.nodes))
    )
    boxes = tuple(_box_width(graph, i) for i in range(len(graph.nodes)))
    sizes = tuple(_size(graph, i, boxes[i], uses[i]) for i in range(len(graph.nodes)))
    layout = _layout(parents, sizes)
    nodes = [
        {
            "x": layout.places[i][0], "y": layout.places[i][1], "w": boxes[i],
            "column": layout.columns[i], "parents": list(parents[i]), "leaf": not node.parents,
            "sign": _sign(graph, i), "name": graph.names[i] if node.parents else "",
            "shape": str(node.shape) if node.shape else "",
            "value": [] if _is_constant(graph, i) else _rows(node.value),
            "listed": 1 < uses[i] <= MOST_MESSAGES and node.value.ndim == 0,
            "uses": uses[i], "said": _said(graph, i),
        }
        for i, node in enumerate(graph.nodes)
    ]  # fmt: skip
    return {
        "nodes": nodes,
        "edges": [_edge(edges, k, layout) for k in range(len(edges))],
        "moments": [_moment(moment) for moment in moments],
        "width": layout.width, "height": layout.height, "reach": BOX / 2,
    }  # fmt: skip


@lru_cache(maxsize=32)
def _layout(parents: tuple, sizes: tuple) -> Layout:
    """The same graph with other numbers has the same places."""
    return laid_out(parents, sizes, GAP)


def _sign(graph: Graph, i: int) -> str:
    node = graph.nodes[i]
    return (SIGNS.get(node.name, node.name) or "f") if node.parents else graph.names[i]


def _is_constant(graph: Graph, i: int) -> bool:
    """Whether its name says its value already."""
    node = graph.nodes[i]
    return not node.parents and node.value.ndim == 0 and graph.names[i] not in graph.inputs


def _box_width(graph: Graph, i: int) -> float:
    return max(BOX + 4, LETTER * len(_sign(graph, i)) + 16)


def _size(graph: Graph, i: int, box: float, uses: int) -> tuple[float, float, float]:
    """Width, and the reach above and below: all of it whatever the numbers are."""
    value = graph.nodes[i].value
    rows, columns = _table(value) or (0, 1)
    lines = rows + (value.ndim > 0)
    listed = 1 < uses <= MOST_MESSAGES and value.ndim == 0
    below = uses + 1 if listed else max(rows, 1)
    width = max(box + 20, NARROWEST, CELL * columns)
    return width, BOX / 2 + 4 + LINE * lines, BOX / 2 + 4 + LINE * below


def _table(value: np.ndarray) -> tuple[int, int] | None:
    """Rows and columns of a value that is small enough to be written out."""
    if value.ndim > 2:
        return None
    rows, columns = (1, 1, *value.shape)[-2:]
    return (rows, columns) if rows <= MOST_ROWS and columns <= MOST_COLUMNS else None


def _rows(value: Any) -> list[list[str]]:
    """The numbers as they are written, row by row; none if they are too many."""
    value = np.asarray(value)
    if (table := _table(value)) is None:
        return []
    text = number_text if value.ndim == 0 else _short
    return [[text(number) for number in row] for row in value.reshape(table)]


def _short(number: float) -> str:
    """Three figures, for there are many: "0.664"."""
    return number_text(float(f"{number:.3g}"))


def _said(graph: Graph, i: int) -> str:
    """A node in words, up to its gradient: "x, an input: 2"."""
    node = graph.nodes[i]
    kind = "an input" if graph.names[i] in graph.inputs else "a constant"
    made = f"made by {node.name or 'a function'}" if node.parents else kind
    return f"{graph.names[i]}, {made}: {_told(node.value)}"


def _told(value: Any) -> str:
    value = np.asarray(value)
    if value.ndim == 0:
        return number_text(value)
    rows = "; ".join(", ".join(row) for row in _rows(value))
    return f"shape {value.shape}" + (f", [{rows}]" if rows else "")


def _edge(edges: list[Edge], k: int, layout: Layout) -> dict[str, Any]:
    edge = edges[k]
    ends = edge.parent, edge.child
    same = [i for i, one in enumerate(edges) if (one.parent, one.child) == ends]
    short = len(layout.paths[k]) == 2  # a longer one has a way of its own
    return {
        "from": edge.parent, "to": edge.child,
        "path": [list(point) for point in layout.paths[k]],
        "bend": 30 * (same.index(k) - (len(same) - 1) / 2) * short,
        "local": "" if edge.local is None else f"× {number_text(edge.local)}",
    }  # fmt: skip


def _moment(moment: Moment) -> dict[str, Any]:
    """A moment, with what the node's gradient is after it."""
    seen: dict[str, Any] = {"kind": moment.kind, "node": moment.node, "edge": moment.edge}
    if moment.arrives is not None:
        after = moment.arrives if moment.before is None else moment.before + moment.arrives
        seen |= {"arrives": _rows(moment.arrives), "gradient": _rows(after), "told": _told(after)}
    return seen
