"""The two passes over a graph as moments, one step each, with the sum that is done in words.

Forwards there is a moment for each node that is computed.  Backwards there is one for each
message that a node sends to a parent: it is the gradient of the node, g, times the local
derivative, and what arrives at a parent is added to what is there.
"""
import re
from dataclasses import dataclass

import numpy as np

from course.expressions import Graph, number_text
from course.tape import Var

SIGNS = {"add": "+", "subtract": "\N{MINUS SIGN}", "multiply": "\N{MULTIPLICATION SIGN}",
         "divide": "\N{DIVISION SIGN}", "matmul": "@"}  # fmt: skip
FORWARDS = {"add": "{a} + {b}", "subtract": "{a} − {b}", "multiply": "{a} · {b}",
            "divide": "{a} / {b}", "matmul": "{a} @ {b}"}  # fmt: skip
BACKWARDS = {
    "add": ("{g}", "{g}"), "subtract": ("{g}", "−{g}"),
    "multiply": ("{g} · {b}", "{g} · {a}"),
    "divide": ("{g} / {b}", "−{g} · {out} / {b}"),
    "matmul": ("{g} @ {b}ᵀ", "{a}ᵀ @ {g}"),
    "relu": ("{g} · ({a} > 0)",), "tanh": ("{g} · (1 − {out} · {out})",),
    "exp": ("{g} · {out}",), "log": ("{g} / {a}",), "softplus": ("{g} · sigmoid({a})",),
    "sum": ("{g}",), "mean": ("{g} / {n}",),
}  # fmt: skip


@dataclass(frozen=True)
class Edge:
    """A use of one node by another.

    Attributes
    ----------
    parent, child : int
        Numbers of nodes of the graph.
    local : float or None
        Derivative of the child by the parent, if both are single numbers.
    """

    parent: int
    child: int
    local: float | None


@dataclass(frozen=True)
class Moment:
    """One step of the two passes.

    Attributes
    ----------
    kind : {"start", "forward", "seed", "message"}
        Only inputs are there; a node is computed; the end's own gradient, 1; a message.
    node : int
        The node that gets something; -1 at the start.
    edge : int
        Number of the edge that carries a message; otherwise -1.
    before : array or None
        The node's gradient before this moment.
    arrives : array or None
        What is added to it.
    words : str
        What happens, with its numbers.
    """

    kind: str
    node: int
    edge: int
    before: np.ndarray | None
    arrives: np.ndarray | None
    words: str


def edges_of(graph: Graph) -> list[Edge]:
    """Every use of a node, node by node and in the order of the node's parents."""
    at = {node: i for i, node in enumerate(graph.nodes)}
    edges = []
    with np.errstate(all="ignore"):
        for child, node in enumerate(graph.nodes):
            locals_ = node.back(np.ones(node.shape)) if node.value.size == 1 and node.back else ()
            for place, parent in enumerate(node.parents):
                single = node.value.size == parent.value.size == 1
                local = np.asarray(locals_[place]).item() if single else None
                edges.append(Edge(at[parent], child, local))
    return edges


def moments_of(graph: Graph) -> list[Moment]:
    """Both passes, from the inputs to the end and from there to the inputs."""
    with np.errstate(all="ignore"):
        return [
            Moment("start", -1, -1, None, None, "The inputs hold their values."),
            *_forwards(graph),
            *_backwards(graph),
        ]


def _forwards(graph: Graph) -> list[Moment]:
    return [
        Moment("forward", i, -1, None, None, _computed(graph, i))
        for i, node in enumerate(graph.nodes) if node.parents
    ]  # fmt: skip


def _backwards(graph: Graph) -> list[Moment]:
    """As `course.tape.backward` goes, a message at a time."""
    last = len(graph.nodes) - 1
    at = {node: i for i, node in enumerate(graph.nodes)}
    gradients: dict[int, np.ndarray] = {last: np.ones(graph.end.shape)}
    words = f"Backward: the gradient of {graph.names[last]} by itself is 1."
    moments = [Moment("seed", last, -1, None, gradients[last], words)]
    ends = np.cumsum([len(node.parents) for node in graph.nodes])
    for i in reversed(range(len(graph.nodes))):
        node = graph.nodes[i]
        if i not in gradients or not node.parents:
            continue
        first = int(ends[i]) - len(node.parents)
        for place, g in enumerate(node.back(gradients[i])):
            to = at[node.parents[place]]
            words = _message(graph, i, place, gradients[i], g, gradients.get(to))
            moments.append(Moment("message", to, first + place, gradients.get(to), g, words))
            gradients[to] = gradients[to] + g if to in gradients else g
    return moments


def _computed(graph: Graph, i: int) -> str:
    """How a node is computed: "Forward: v1 = x · y = 2 · (−1) = −2."."""
    node, name = graph.nodes[i], graph.names[i]
    names = [graph.names[graph.nodes.index(parent)] for parent in node.parents]
    template = FORWARDS.get(node.name) if len(names) == 2 else None
    if template is None:
        slots = ", ".join(f"{{{letter}}}" for letter in "abcdefgh"[: len(names)])
        template = f"{node.name or 'a function'}({slots})"
    said = _filled(template, dict(zip("abcdefgh", names, strict=False)))
    if _plain(node, *node.parents):
        numbers = {k: number_text(p.value) for k, p in zip("abcdefgh", node.parents, strict=False)}
        sum_done = _filled(template, numbers)
        return f"Forward: {name} = {said} = {sum_done} = {number_text(node.value)}."
    shapes = " and ".join(shape_text(parent) for parent in node.parents)
    return f"Forward: {name} = {said}; from {shapes} comes {shape_text(node)}."


def _message(
    graph: Graph, i: int, place: int, g: np.ndarray, arrives: np.ndarray, there: np.ndarray | None
) -> str:
    """What a node tells a parent, and what becomes of it there."""
    node = graph.nodes[i]
    parent = node.parents[place]
    to = graph.names[graph.nodes.index(parent)]
    names = [graph.names[graph.nodes.index(one)] for one in node.parents]
    templates = BACKWARDS.get(node.name, ())
    template = templates[place] if len(templates) == len(names) else ""
    count = parent.value.size / max(node.value.size, 1)
    told = {**dict(zip("ab", names, strict=False)), "out": graph.names[i], "g": "g",
            "n": number_text(count)}  # fmt: skip
    said = _filled(template, told) or f"what {node.name or 'its function'} says"
    opening = f"Backward, from {graph.names[i]}: {to} gets {said}"
    if not _plain(node, *node.parents):
        added = ", added to what is there" if there is not None else ""
        return f"{opening}{_summed(node, parent)}, {shape_text(parent)}{added}."
    numbers = {k: number_text(p.value) for k, p in zip("ab", node.parents, strict=False)}
    numbers |= {"out": number_text(node.value), "g": number_text(g), "n": told["n"]}
    if node.name == "relu":
        template = f"{{g}} · {int(parent.value > 0)}"
    arrived, done = number_text(arrives), _filled(template, numbers)
    sums = arrived if done in ("", arrived) else f"{done} = {arrived}"
    added = f", added to what is there: {sum_text(there, arrives)}" if there is not None else ""
    return f"{opening} = {sums}{added}."


def _summed(node: Var, parent: Var) -> str:
    """Where a value was repeated, its messages are added up; and where it was summed, copied."""
    if node.name in ("sum", "mean"):
        return ", once for each entry that was added up"
    apart = node.name != "matmul" and parent.shape != node.shape
    return ", summed over the axes along which it was repeated" if apart else ""


def sum_text(there: np.ndarray, arrives: np.ndarray) -> str:
    """ "1 + (−1) = 0" for two numbers."""
    numbers = {"a": number_text(there), "b": number_text(arrives)}
    return f"{_filled('{a} + {b}', numbers)} = {number_text(there + arrives)}"


def shape_text(node: Var) -> str:
    """ "shape (3, 2)", or "a number"."""
    return f"shape {node.shape}" if node.shape else "a number"


def _plain(*nodes: Var) -> bool:
    return all(node.value.ndim == 0 for node in nodes)


def _filled(template: str, texts: dict[str, str]) -> str:
    """The template with its slots filled; a negative number after an operator in brackets."""
    def fill(slot: re.Match) -> str:
        text, after = texts[slot[1]], template[slot.start() - 1] if slot.start() else "("
        return f"({text})" if text.startswith("\N{MINUS SIGN}") and after != "(" else text

    return re.sub(r"\{(\w+)\}", fill, template)
