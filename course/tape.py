"""A machine that differentiates: every number remembers where it came from.

Forwards, each operator makes a new node: its value and, beside it, its local derivative,
a function that turns the gradient by the node into a gradient for each parent.  Backwards,
`backward` walks the nodes from the end to the leaves and adds up what arrives at each.
Values are float64 arrays of any shape; g stands for the gradient by the node just made.

Sources: Wengert (1964), the list of operations; Griewank and Walther (2008), "Evaluating
Derivatives", reverse mode; Karpathy's micrograd (2020), value and derivative side by side.

    >>> x, y = Var(2.0), Var(-1.0)
    >>> z = x * y + x
    >>> backward(z)
    >>> print(z.value, x.gradient, y.gradient)
    0.0 0.0 2.0
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course.checks import shown

Back = Callable[[np.ndarray], tuple[np.ndarray, ...]]


class Var:
    """A value that remembers how it was made.

    Parameters
    ----------
    value : number or array
        Kept as a float64 array (0-d for a number); one that is such an array is not copied.
    parents : tuple of Var
        The nodes that it was computed from; a leaf has none.
    back : callable, optional
        g -> a tuple with a gradient for each parent, each of that parent's shape.
    name : str
        What made it, such as "add"; "" for a leaf.

    Attributes
    ----------
    gradient : array of the value's shape, or None
        Gradient of the end by this node once `backward(end)` has run; None before, and
        for a node that the end does not depend on.  Read it; do not write into it.

    Raises
    ------
    TypeError
        If the value is not made of real numbers.
    """

    __slots__ = ("value", "gradient", "parents", "back", "name", "__weakref__")
    __array_ufunc__ = None  # so that array + Var asks Var, and does not add entry by entry

    def __init__(
        self, value: Any, parents: tuple[Var, ...] = (), back: Back | None = None, name: str = ""
    ) -> None:
        ready = type(value) is np.ndarray and value.dtype.char == "d"
        self.value = value if ready else _floats(value)
        self.gradient, self.parents, self.back, self.name = None, parents, back, name

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the value: () for a number."""
        return self.value.shape

    def __repr__(self) -> str:
        return f"Var({self.value!s}{self.name and f', made by {self.name}'})"


def _floats(value: Any) -> np.ndarray:
    """The value as a float64 array; None and text, which numpy would read, are no numbers."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.asarray(None)
    if array.dtype.kind not in "fiub":
        kind = type(value).__name__
        raise TypeError(f"value must be numbers, got {shown(value)} ({kind})")
    return np.asarray(array, float)


def var(a: Any) -> Var:
    """`a` itself if it is a Var, or else a new leaf with its value."""
    return a if isinstance(a, Var) else Var(a)


def unbroadcast(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """A gradient summed over the axes along which a value of this shape was repeated."""
    if g.shape == shape:
        return g
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    if g.shape == shape:
        return g
    return g.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def add(a: Any, b: Any) -> Var:
    """a + b, broadcast as numpy does."""
    a, b = var(a), var(b)
    return Var(a.value + b.value, (a, b), lambda g: (
        unbroadcast(g, a.shape), unbroadcast(g, b.shape)), "add")


def subtract(a: Any, b: Any) -> Var:
    """a - b, broadcast as numpy does."""
    a, b = var(a), var(b)
    return Var(a.value - b.value, (a, b), lambda g: (
        unbroadcast(g, a.shape), unbroadcast(-g, b.shape)), "subtract")


def multiply(a: Any, b: Any) -> Var:
    """a * b entry by entry, broadcast as numpy does."""
    a, b = var(a), var(b)
    return Var(a.value * b.value, (a, b), lambda g: (
        unbroadcast(g * b.value, a.shape), unbroadcast(g * a.value, b.shape)), "multiply")


def divide(a: Any, b: Any) -> Var:
    """a / b entry by entry, broadcast as numpy does."""
    a, b = var(a), var(b)
    out = a.value / b.value
    return Var(out, (a, b), lambda g: (
        unbroadcast(g / b.value, a.shape), unbroadcast(-g * out / b.value, b.shape)), "divide")


def matmul(a: Any, b: Any) -> Var:
    """a @ b as numpy has it for matrices and vectors: each of 1 or 2 axes.

    Raises
    ------
    ValueError
        If either has another number of axes, or the inner lengths differ.
    """
    a, b = var(a), var(b)
    A, B = a.value, b.value
    if not (0 < A.ndim < 3 and 0 < B.ndim < 3 and A.shape[-1] == B.shape[0]):
        raise ValueError(f"matmul of shapes {a.shape} and {b.shape}: each needs 1 or 2 axes, "
                         "and the last of the first must be as long as the first of the second")
    if A.ndim == B.ndim == 2:
        return Var(A @ B, (a, b), lambda g: (g @ B.T, A.T @ g), "matmul")
    # A vector counts as a row on the left and as a column on the right.
    A, B = np.atleast_2d(A), np.atleast_2d(B.T).T
    return Var(a.value @ b.value, (a, b), lambda g: (
        (g.reshape(len(A), B.shape[1]) @ B.T).reshape(a.shape),
        (A.T @ g.reshape(len(A), B.shape[1])).reshape(b.shape)), "matmul")


def relu(a: Any) -> Var:
    """The larger of a and 0; the derivative at 0 is taken to be 0."""
    a = var(a)
    return Var(np.maximum(a.value, 0), (a,), lambda g: (g * (a.value > 0),), "relu")


def tanh(a: Any) -> Var:
    """tanh of each entry: in [-1, 1]."""
    a = var(a)
    out = np.tanh(a.value)
    return Var(out, (a,), lambda g: (g * (1 - out * out),), "tanh")


def exp(a: Any) -> Var:
    """e to the power of each entry."""
    a = var(a)
    out = np.exp(a.value)
    return Var(out, (a,), lambda g: (g * out,), "exp")


def log(a: Any) -> Var:
    """Natural logarithm of each entry."""
    a = var(a)
    return Var(np.log(a.value), (a,), lambda g: (g / a.value,), "log")


def softplus(a: Any) -> Var:
    """log(1 + exp(a)) of each entry, without overflow; its derivative is 1 / (1 + exp(-a))."""
    a = var(a)
    out = np.logaddexp(0, a.value)
    return Var(out, (a,), lambda g: (g * np.exp(a.value - out),), "softplus")


def total(a: Any, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Var:
    """Sum over an axis, some axes or all of them; `keepdims` leaves them with length 1."""
    a = var(a)
    return Var(a.value.sum(axis=axis, keepdims=keepdims), (a,), lambda g: (
        _spread(g, a.shape, axis, keepdims),), "sum")


def mean(a: Any, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Var:
    """Mean over an axis, some axes or all of them; `keepdims` leaves them with length 1."""
    a = var(a)
    added = a.value.sum(axis=axis, keepdims=keepdims)
    n = a.value.size / max(added.size, 1)
    return Var(added / n, (a,), lambda g: (_spread(g / n, a.shape, axis, keepdims),), "mean")


def _spread(g: np.ndarray, shape: tuple[int, ...], axis: Any, keepdims: bool) -> np.ndarray:
    """The gradient by a sum, given to every entry that it added up."""
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.full(shape, g)


def order(end: Var) -> list[Var]:
    """Every node under `end`, each once and after its parents; `end` comes last.

    The way down to the node in hand is kept in a list of its own, so a graph may be deeper
    than Python may recurse.
    """
    placed, way = {}, [end]  # a dict keeps its order
    while way:
        for parent in way[-1].parents:
            if parent not in placed:
                way.append(parent)  # it goes first
                break
        else:
            placed[way.pop()] = None
    return list(placed)


def backward(end: Var) -> None:
    """Set `gradient` of every node under `end` to the gradient of `end` by it.

    A node that is used twice gets a message from each use: they add up.  What an earlier
    call left is forgotten first, so a second call gives the same.

    Raises
    ------
    TypeError
        If `end` is not a Var.
    ValueError
        If `end` is more than one number: then there is no one gradient.
    """
    nodes = order(_one_number(end))
    for node in nodes:
        node.gradient = None
    end.gradient = np.ones(end.shape)
    for node in reversed(nodes):
        if node.parents:
            for parent, g in zip(node.parents, node.back(node.gradient), strict=True):
                parent.gradient = g if parent.gradient is None else parent.gradient + g


def _one_number(end: Var) -> Var:
    """`end` itself, if it is a Var that holds a single number."""
    if not isinstance(end, Var):
        raise TypeError(f"end must be a Var, got {shown(end)} ({type(end).__name__})")
    if end.value.size != 1:
        raise ValueError(f"end must be one number, got shape {end.shape}: take its sum or mean")
    return end


Var.__add__ = Var.__radd__ = Var.add = add
Var.__mul__ = Var.__rmul__ = Var.multiply = multiply
Var.__sub__ = Var.subtract = subtract
Var.__rsub__ = lambda b, a: subtract(a, b)
Var.__truediv__ = Var.divide = divide
Var.__rtruediv__ = lambda b, a: divide(a, b)
Var.__matmul__ = Var.matmul = matmul
Var.__rmatmul__ = lambda b, a: matmul(a, b)
Var.__neg__ = lambda a: multiply(a, -1.0)
Var.relu, Var.tanh, Var.exp, Var.log, Var.softplus = relu, tanh, exp, log, softplus
Var.total, Var.mean = total, mean
