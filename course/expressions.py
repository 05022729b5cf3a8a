"""Small expressions whose graph is worth looking at, and the graph of any function.

A function takes Vars, one for each input, and returns a Var that holds one number.
"""
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course import tape
from course.checks import shown
from course.tape import Var, backward, mean, order, softplus, tanh


def diamond(x: Var, y: Var) -> Var:
    """x is used twice: two messages meet at it."""
    return x * y + x


def unit(w: Var, x: Var, b: Var) -> Var:
    """A unit with one input."""
    return tanh(w * x + b)


def product(a: Var, b: Var) -> Var:
    """A product of two sums that share b."""
    return (a + b) * (b + 1)


def five(x: Var) -> Var:
    """x used five times."""
    return x * x * x + x * x


def neuron(w1: Var, w2: Var, b: Var, x1: Var, x2: Var, y: Var) -> Var:
    """Cross-entropy of one neuron at one point; y is 0 or 1."""
    z = w1 * x1 + w2 * x2 + b
    return softplus(z) - y * z


def network(
    x1: Var, x2: Var, a1: Var, a2: Var, a3: Var, a4: Var,
    b1: Var, b2: Var, c1: Var, c2: Var, d: Var, y: Var,
) -> Var:
    """Cross-entropy of a 2-2-1 network at one point; y is 0 or 1."""
    h1 = tanh(a1 * x1 + a2 * x2 + b1)
    h2 = tanh(a3 * x1 + a4 * x2 + b2)
    z = c1 * h1 + c2 * h2 + d
    return softplus(z) - y * z


def layer(X: Var, W: Var, b: Var) -> Var:
    """A layer on three points: b is used once for each of them."""
    return mean(tanh(X @ W + b))


@dataclass(frozen=True)
class Expression:
    """An expression of the menu.

    Attributes
    ----------
    title : str
        As it is written in the menu.
    function : callable
        Vars -> a Var that holds one number.
    inputs : mapping of str to number or nested tuples
        The values to begin with, by the name of the argument.
    """

    title: str
    function: Callable[..., Var]
    inputs: Mapping[str, Any]


_NETWORK = (0.8, -0.5, 1.2, -0.7, -0.4, 0.9, 0.1, -0.2, 1.1, -0.8, 0.3, 1.0)
EXPRESSIONS = {
    "diamond": Expression("x * y + x", diamond, {"x": 2.0, "y": -1.0}),
    "unit": Expression("tanh(w * x + b)", unit, {"w": 0.8, "x": 1.5, "b": -0.4}),
    "product": Expression("(a + b) * (b + 1)", product, {"a": 2.0, "b": 1.0}),
    "five": Expression("x * x * x + x * x", five, {"x": 2.0}),
    "neuron": Expression(
        "one neuron's loss", neuron,
        {"w1": 0.6, "w2": -0.4, "b": 0.1, "x1": 1.0, "x2": 2.0, "y": 1.0},
    ),
    "network": Expression(
        "a 2-2-1 network's loss", network,
        dict(zip(inspect.signature(network).parameters, _NETWORK, strict=True)),
    ),
    "layer": Expression(
        "mean(tanh(X @ W + b))", layer,
        {"X": ((1.0, 2.0), (-1.0, 0.5), (0.0, -1.0)), "W": ((0.5, -0.3), (0.2, 0.8)),
         "b": (0.1, -0.1)},
    ),
}  # fmt: skip


class ExpressionError(ValueError):
    """A function that has no graph to draw; the message says why, in words."""


@dataclass(frozen=True)
class Graph:
    """What a function made of its inputs.

    Attributes
    ----------
    nodes : tuple of Var
        Inputs that the end does not depend on; then the others, parents first.  The last is
        the end.
    names : tuple of str
        Of each node: the argument's, a constant's number, or v1, v2, ... in order.
    inputs : dict of str to Var
    """

    nodes: tuple[Var, ...]
    names: tuple[str, ...]
    inputs: dict[str, Var]

    @property
    def end(self) -> Var:
        """The node that the function returned."""
        return self.nodes[-1]


def arguments_of(function: Callable[..., Var], given: Mapping[str, Any]) -> dict[str, Any]:
    """The value of each argument: what is given, or else its default.

    Raises
    ------
    ExpressionError
        If an argument has no value, a value has no argument, or they cannot be listed.
    """
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        raise ExpressionError(f"it must be a function, got {shown(function)}") from None
    kinds = {one.kind for one in parameters.values()}
    if kinds & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}:
        raise ExpressionError("the function must name its arguments: no *args or **keywords")
    if unknown := [name for name in given if name not in parameters]:
        there = ", ".join(parameters) or "none"
        raise ExpressionError(f"there is no input {unknown[0]}; the inputs are {there}")
    values = {}
    for name, one in parameters.items():
        values[name] = given.get(name, one.default)
        if values[name] is inspect.Parameter.empty:
            raise ExpressionError(f"the input {name} has no value: give one, such as {name}=1.0")
    if not values:
        raise ExpressionError("the function needs an input or more")
    return values


def graph_of(function: Callable[..., Var], values: Mapping[str, Any]) -> Graph:
    """The graph of a function at these inputs, with the gradient of each node.

    Parameters
    ----------
    function : callable
        Vars -> a Var that holds one number.  It is run once.
    values : mapping of str to number or array
        One for each argument, as from `arguments_of`.

    Raises
    ------
    ExpressionError
        If a value is no number, the function raises, what it returns is no Var or more than
        one number, or the backward pass of a node raises.
    """
    inputs = {}
    for name, value in values.items():
        try:
            inputs[name] = Var(value)
        except TypeError as error:
            raise ExpressionError(f"the input {name}: {error}") from None
    with np.errstate(all="ignore"):  # a division by 0 is seen in the picture
        end = _returned(function, inputs)
        try:
            backward(end)
        except Exception as error:  # noqa: BLE001  an operator of one's own may be wrong
            raise ExpressionError(f"the backward pass raised {_told(error)}") from error
    used = order(end)
    known = set(used)
    nodes = (*(node for node in inputs.values() if node not in known), *used)
    return Graph(nodes, _names(nodes, inputs), inputs)


def _returned(function: Callable[..., Var], inputs: dict[str, Var]) -> Var:
    """What the function makes of its inputs: one number, or an ExpressionError."""
    try:
        end = function(**inputs)
    except Exception as error:  # noqa: BLE001  a function of one's own may raise anything
        raise ExpressionError(f"the function raised {_told(error)}") from error
    if not isinstance(end, Var):
        got = f"{shown(end)} ({type(end).__name__})"
        raise ExpressionError(f"the function must return a Var made from its inputs, got {got}")
    if end.value.size != 1:
        got = f"shape {end.shape}: take its sum or mean"
        raise ExpressionError(f"the function must return one number, got {got}")
    return end


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}".rstrip(": ")


def _names(nodes: tuple[Var, ...], inputs: dict[str, Var]) -> tuple[str, ...]:
    given = {node: name for name, node in inputs.items()}
    letter = "v" if not any(name[1:].isdigit() for name in inputs if name[0] == "v") else "node "
    names, made = [], 0
    for node in nodes:
        made += bool(node.parents)
        constant = number_text(node.value) if node.value.ndim == 0 else "constant"
        names.append(given.get(node) or (f"{letter}{made}" if node.parents else constant))
    return tuple(names)


def number_text(value: Any) -> str:
    """A number to four figures or more with a real minus sign: "−0.25", "12345", "1.2e−05"."""
    number = float(value)
    if number == 0:
        return "0"
    text = f"{number:.0f}" if 1e4 <= abs(number) < 1e6 else f"{number:.4g}"
    return text.replace("-", "\N{MINUS SIGN}").replace("e+", "e")


def code(function: Callable[..., Var], values: Mapping[str, Any]) -> str:
    """Lines of Python that print the value and the gradients of a function at these inputs.

    A function whose text is not at hand is named, and must be defined where they run.
    """
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        text = ""
    if not text.startswith("def "):
        text = f"# {_called(function)} is the function that you gave\n"
    wanted = [name for name in ("matmul", "relu", "tanh", "exp", "log", "softplus", "total",
              "mean") if name in getattr(getattr(function, "__code__", None), "co_names", ())
              and function.__globals__.get(name) is getattr(tape, name)]  # fmt: skip
    return "\n".join([
        f"from course.tape import {', '.join(['Var', 'backward', *wanted])}", "", "",
        text, "",
        *(f"{name} = Var({_literal(value)})" for name, value in values.items()),
        f"end = {_called(function)}({', '.join(f'{name}={name}' for name in values)})",
        "backward(end)",
        'print("value", end.value)',
        *(f'print("{name}", {name}.gradient)' for name in values),
        "",
    ])  # fmt: skip


def _called(function: Callable[..., Var]) -> str:
    name = getattr(function, "__name__", "")
    return name if name.isidentifier() else "function"


def _literal(value: Any) -> str:
    return repr(np.asarray(value, float).tolist())
