"""The exercise of the backward pass: from the end of a graph to the gradient of every node."""
from typing import Any

import numpy as np

from course.exercises.calls import call
from course.exercises.entries import are_right, first_off, off
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.tape_graphs import GRAPHS, Gradients, Right, measured
from course.tape import Var, order


def backward(end: Var) -> Gradients:
    """Node -> gradient of `end` by it, for every node under `end`.

    Parameters
    ----------
    end : Var
        One number.

    Returns
    -------
    dict of Var to array
        Each array has the shape of its node's value.
    """
    gradients: Gradients = {end: np.ones(end.shape)}
    for node in reversed(order(end)):
        messages = node.back(gradients[node]) if node.back else ()
        for parent, g in zip(node.parents, messages, strict=True):
            gradients[parent] = gradients[parent] + g if parent in gradients else g
    return gradients


def _listed(names: list[str], most: int = 4) -> str:
    """Names between backquotes, the first few of many."""
    words = [f"`{name}`" for name in names[:most]]
    last = f"{len(names) - most:,} more" if len(names) > most else words.pop()
    return f"{', '.join(words)} and {last}" if words else last


def expects(found: Any, expected: Any) -> str:
    """What keeps an answer from being a gradient of the right shape for every node, or ""."""
    if not isinstance(found, dict):
        kind = type(found).__name__
        return f"it returns a `{kind}`, but the check needs a dict: node -> gradient"
    if not all(isinstance(node, Var) for node in found):
        return "the keys of its dict must be the nodes themselves"
    by_name = isinstance(expected, Right)
    shapes = {key: np.shape(g) for key, g in expected.items()}
    there = {node.name for node in found} if by_name else found
    missing = [key for key in shapes if key not in there]
    if missing:
        names = [key if by_name else key.name or "a leaf" for key in missing]
        return f"it has no gradient for {_listed(names)}"
    for node, g in found.items():
        key = node.name if by_name else node
        if not isinstance(g, np.ndarray | np.number | float | int):
            return f"the gradient of `{node.name}` is a `{type(g).__name__}`, not an array"
        if key not in shapes or np.shape(g) != shapes[key]:
            return f"the gradient of `{node.name}` has shape `{np.shape(g)}`, its value " \
                   f"`{node.shape}`"  # fmt: skip
    return ""


def _names(found: Gradients) -> dict[str, np.ndarray]:
    return {node.name: np.asarray(g) for node, g in found.items()}


def differs(found: Gradients, right: Right, arguments: tuple) -> str:
    """Which gradient is off, that nearest to the end, and what nudging says; or ""."""
    named = _names(found)
    backwards = list(reversed(right))
    wrong = [name for name in backwards if off(named[name], right[name]).any()]
    if not wrong:
        return ""
    entry, yours, slope = first_off(named[wrong[0]], right[wrong[0]])
    fine = [name for name in backwards if name not in wrong]
    told = f"the gradient of `{wrong[0]}{entry}` is {yours}, nudging says {slope}."
    too = f"Wrong too: {_listed(wrong[1:])}." if wrong[1:] else ""
    return " ".join(filter(None, (told, too, are_right(fine) if len(fine) < 5 else "")))


def explains(found: Gradients, right: Right, arguments: tuple) -> tuple[str, str]:
    """Name and cause of the wrong answer that gives the same gradients, ("", "") if none does."""
    named = _names(found)
    for wrong in BACKWARD.wrong_answers:
        other = call(wrong.answer, arguments).value
        if other is not None and _agree(named, _names(other)):
            return wrong.name, wrong.cause
    return "", ""


def _agree(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all(
        np.allclose(g, other[name], rtol=1e-9, atol=1e-9, equal_nan=True)
        for name, g in one.items()
    )


# ---- mistakes


def _messages(node: Var, gradients: Gradients) -> list[tuple[Var, np.ndarray]]:
    """What a node hands to each parent."""
    return list(zip(node.parents, node.back(gradients[node]) if node.back else (), strict=True))


def _at_each_visit(end: Var) -> Gradients:
    """From each node on to its parents at once; a stack, so that a long chain is no trouble."""
    gradients: Gradients = {end: np.ones(end.shape)}
    waiting = [(end, iter(_messages(end, gradients)))]
    while waiting:
        node, messages = waiting[-1]
        parent, g = next(messages, (None, None))
        if parent is None:
            waiting.pop()
            continue
        gradients[parent] = gradients.get(parent, 0) + g
        waiting.append((parent, iter(_messages(parent, gradients))))
    return gradients


def _written_over(end: Var) -> Gradients:
    gradients: Gradients = {end: np.ones(end.shape)}
    for node in reversed(order(end)):
        gradients.update(_messages(node, gradients))
    return gradients


def _too_early(end: Var) -> Gradients:
    """Each node once, in the order in which it is first met on the way back."""
    gradients, met, known = {end: np.ones(end.shape)}, [end], {end}
    for node in met:
        for parent, g in _messages(node, gradients):
            gradients[parent] = gradients.get(parent, 0) + g
            if parent not in known:
                met.append(parent)
                known.add(parent)
    return gradients


def _recursive(end: Var) -> Gradients:
    seen, placed = set(), []

    def visit(node: Var) -> None:
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            placed.append(node)

    visit(end)
    gradients: Gradients = {end: np.ones(end.shape)}
    for node in reversed(placed):
        for parent, g in _messages(node, gradients):
            gradients[parent] = gradients.get(parent, 0) + g
    return gradients


def _kept(end: Var) -> Gradients:
    """Added to what the nodes themselves still hold."""
    end.gradient = np.ones(end.shape)
    for node in reversed(order(end)):
        messages = node.back(node.gradient) if node.back else ()
        for parent, g in zip(node.parents, messages, strict=True):
            parent.gradient = g if parent.gradient is None else parent.gradient + g
    return {node: node.gradient for node in order(end)}


BACKWARD = Exercise(
    key="02.backward",
    reference=backward,
    cases=tuple(Case(name, (graph,)) for name, graph in GRAPHS),
    expects=expects,
    differs=differs,
    expected=measured,
    explains=explains,
    wrong_answers=(
        WrongAnswer(
            "handed on at each visit",
            _at_each_visit,
            "a node that is used twice is gone through twice, and the second time it hands on "
            "again what it had handed on already. Below it everything is counted too often.",
        ),
        WrongAnswer(
            "written over",
            _written_over,
            "of a node that is used twice only the last message counts. A nudge of it reaches "
            "the end on both ways.",
        ),
        WrongAnswer(
            "too early",
            _too_early,
            "a node is gone through before it has heard from everything that it was used for, "
            "and what arrives later is never handed on. In which order is every node sure to "
            "know all of its own gradient?",
        ),
        WrongAnswer(
            "recursive",
            _recursive,
            "a function that calls itself for every parent is as deep as the graph, and Python "
            "allows some thousand calls within calls. Keep a list of what is still to be done "
            "and a loop, or take `order` from `course.tape`.",
        ),
        WrongAnswer(
            "gradients kept from before",
            _kept,
            "what an earlier pass has left in `node.gradient` is added to. A second call must "
            "give the same as the first: begin with nothing.",
        ),
    ),
    hints=(
        "Keep a dict: node -> what it has heard so far. The end begins with 1. A node may hand on "
        "its gradient once everything that it was used for has spoken.",
        "`order(end)` from `course.tape` lists every node once, parents first. So go through it "
        "backwards.",
        "For each node, `node.back(gradients[node])` gives a message for each of `node.parents`; "
        "add it to what that parent has heard. A leaf has no `back`.",
    ),
    proves="On five graphs, one of them 4,000 links deep, your gradients and those found by "
    "nudging {difference}.",
)
