"""Graphs to go back through, as the arguments of cases, and their gradients found by nudging.

A graph is a program of a few lines (`course.xray`): a line is run again with its value moved a
little.  Only of the long chain the slopes are known without: each of its links moves the end by
as much as it is moved itself.
"""
from collections.abc import Callable
from typing import Any

import numpy as np

from course.tape import Var, add, backward, matmul, mean, multiply, order, tanh
from course.xray import Made, nudged

LINKS = 4_000  # of the long chain: more calls within calls than Python allows in a notebook
OPERATORS: dict[str, Callable[..., Var]] = {
    "add": add, "multiply": multiply, "matmul": matmul, "tanh": tanh, "mean": mean,
}  # fmt: skip
Gradients = dict[Var, np.ndarray]


class Graph:
    """An argument of a case.  A copy of it is the end of a new graph, each node named.

    The copy is the same as the graph as long as nobody has written into a value.

    Parameters
    ----------
    lines : tuple of str
        A program such as ("z multiply x w", "y add z z").
    **given : number or array
        What it begins with.
    """

    def __init__(self, *lines: str, **given: Any) -> None:
        split = [line.split() for line in lines]
        self.program = tuple(Made(name, op, tuple(of)) for name, op, *of in split)
        self.given = {name: np.asarray(value, float) for name, value in given.items()}

    def __deepcopy__(self, memo: dict) -> Var:
        nodes = {name: Var(value.copy(), name=name) for name, value in self.given.items()}
        for line in self.program:
            nodes[line.name] = OPERATORS[line.op](*(nodes[name] for name in line.of))
            nodes[line.name].name = line.name
        return nodes[self.program[-1].name]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Var):
            return False
        pairs = zip(order(self.__deepcopy__({})), order(other), strict=True)
        return all(np.array_equal(one.value, two.value) for one, two in pairs)

    __hash__ = None

    @property
    def size(self) -> int:
        """How many numbers it is made from."""
        return sum(value.size for value in self.given.values())

    def slopes(self) -> dict[str, np.ndarray]:
        """The gradient of the end by every node, by name."""
        return nudged(self.program, self.given)


class Chain(Graph):
    """x plus 0, plus 0, and so on, some thousand times."""

    def __init__(self) -> None:
        super().__init__("x1 add x zero", x=3.0, zero=0.0)

    def __deepcopy__(self, memo: dict) -> Var:
        end, zero = Var(3.0, name="x"), Var(0.0, name="zero")
        for link in range(1, LINKS + 1):
            end = add(end, zero)
            end.name = f"x{link}"
        return end

    def slopes(self) -> dict[str, np.ndarray]:
        """1 for every link, and as much as there are links for what is added each time."""
        links = {f"x{link}": np.ones(()) for link in range(1, LINKS + 1)}
        return {"x": np.ones(()), **links, "zero": np.asarray(float(LINKS))}


class Used(Graph):
    """A graph whose nodes have their gradients already: somebody has gone back before."""

    def __deepcopy__(self, memo: dict) -> Var:
        end = super().__deepcopy__(memo)
        backward(end)
        return end


class Right(dict):
    """Name -> gradient, as nudging finds it, of the end by every node."""

    def apart(self, found: Gradients) -> float:
        """The largest difference of gradients by node."""
        return max(
            float(np.abs(np.asarray(g) - self[node.name]).max()) for node, g in found.items()
        )


LAYER = {
    "x": [[0.5, -1.0], [1.5, 0.4], [-0.3, 0.8]], "W": [[0.7, -0.4], [0.2, 0.9]], "b": [0.1, -0.2],
}  # fmt: skip
GRAPHS = (
    ("a node used three times", Graph("u tanh x", "s multiply u u", "L add s u", x=0.8)),
    (
        "a short way and a long way from u to the end",
        Graph("u multiply x w", "p tanh u", "q multiply p w", "r add u q", "M multiply r q",
              x=0.6, w=1.5),
    ),
    (
        "a layer and its mean",
        Graph("z matmul x W", "s add z b", "h tanh s", "q multiply h h", "N mean q", **LAYER),
    ),
    ("nodes that hold gradients already", Used("u multiply x w", "v add u x", "K multiply v u",
                                               x=2.0, w=-0.5)),
    (f"a chain of {LINKS:,} links", Chain()),
)  # fmt: skip
_BY_END = {graph.__deepcopy__({}).name: graph for _, graph in GRAPHS}


def measured(end: Var) -> Right:
    """The gradient of the end of one of `GRAPHS` by every node, by nudging."""
    return Right(_BY_END[end.name].slopes())
