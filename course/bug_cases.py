"""Five tables of derivatives with a fault in each, and small programs in which it shows.

Two of the faults stood in a published workshop: tanh' as 1 - tanh(tanh(x)), and d(x/y)/dy
as -1.  At some inputs a fault cannot be seen, and each case has one to be found.

    >>> CASES["division"].knob.start
    3.0
"""
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course.xray import PASS, RIGHT_LINES, RIGHT_PASS, Made

Given = dict[str, np.ndarray]


@dataclass(frozen=True)
class Fix:
    """A line that could stand in place of another.

    Attributes
    ----------
    text : str
        The code.
    why : str
        What is right or wrong with it.
    """

    text: str
    why: str


@dataclass(frozen=True)
class Knob:
    """The number that can be turned.

    Attributes
    ----------
    label : str
    low, high, step : float
    start : float
        Where it stands first.
    """

    label: str
    low: float
    high: float
    step: float
    start: float


@dataclass(frozen=True)
class Case:
    """A table with one faulty line, and a program in which the fault shows.

    Attributes
    ----------
    name, title : str
    program : tuple of Made
        The last line makes one number.
    given : callable
        What the knob says -> the values that the program begins with, by name.
    knob : Knob
    planted : str
        Key of the faulty line: "tanh.a", or "pass" for the way the table is gone through.
    faulty : str
        What stands there.
    fixes : tuple of Fix
    found : str
        What to say when it has been found.
    hidden : str
        Where on the knob the fault cannot be seen, and why.
    """

    name: str
    title: str
    program: tuple[Made, ...]
    given: Callable[[float], Given]
    knob: Knob
    planted: str
    faulty: str
    fixes: tuple[Fix, ...]
    found: str
    hidden: str

    @property
    def lines(self) -> dict[str, str]:
        """Key -> code of every line of the table that the program uses, the pass last."""
        operators = dict.fromkeys(line.op for line in self.program)
        keys = [key for op in operators for key in RIGHT_LINES if key.startswith(f"{op}.")]
        table = {key: RIGHT_LINES[key] for key in keys} | {PASS: RIGHT_PASS}
        return table | {self.planted: self.faulty}

    def standing(self, fix: int = 0) -> str:
        """The code in the planted line's place: the faulty, or that of a fix, from 1."""
        return self.fixes[fix - 1].text if fix else self.faulty

    @property
    def right_fix(self) -> int:
        """Number of the fix that is right, from 1."""
        right = RIGHT_PASS if self.planted == PASS else RIGHT_LINES[self.planted]
        return 1 + [fix.text for fix in self.fixes].index(right)


def _program(*lines: str) -> tuple[Made, ...]:
    """Lines such as "z multiply x w" as a program."""
    split = [line.split() for line in lines]
    return tuple(Made(name, op, tuple(of)) for name, op, *of in split)


def _points(count: float) -> Given:
    """So many points, with two numbers each, and a layer for them."""
    x = np.array([[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5], [0.8, 0.3], [-0.4, -1.2], [1.1, 0.6]])
    W = np.array([[0.7, -0.4, 1.1], [0.2, 0.9, -0.6]])
    return {"x": x[: int(count)], "W": W, "b": np.array([[0.45, 0.5, 0.4]])}


def _guesses(count: float) -> Given:
    x = np.array([0.5, -1.0, 1.5, 0.8, -0.4, 1.1])[: int(count)]
    return {"w": np.array(0.7), "x": x, "y": np.array([1.0, 0, 2, 1, 0, 1])[: int(count)]}


def _numbers(**fixed: float) -> Callable[[float], Given]:
    """Numbers of which the knob is x."""
    return lambda x: {"x": np.array(float(x)), **{k: np.array(v) for k, v in fixed.items()}}


RECURSIVE = """\
def backward(node):
    sent = node.back(node.gradient)
    for parent, g in zip(node.parents, sent):
        parent.gradient = parent.gradient + g
        backward(parent)"""
ONCE = """\
def backward(node, seen=()):
    sent = node.back(node.gradient)
    for parent, g in zip(node.parents, sent):
        parent.gradient = parent.gradient + g
        if parent not in seen:
            seen = (*seen, parent)
            backward(parent)"""

_CASES = (
    Case(
        name="division",
        title="One number over another",
        program=_program("u multiply x w", "q divide u y", "L add q u"),
        given=_numbers(w=1.0, y=4.0),
        knob=Knob("x", -4.0, 20.0, 0.5, 3.0),
        planted="divide.b",
        faulty="unbroadcast(-g, b.shape)",
        fixes=(
            Fix("unbroadcast(-g / b**2, b.shape)", "Something of `a / b` is missing: its `a`."),
            Fix("unbroadcast(-g * a / b, b.shape)", "`b` stands below the line only once."),
            Fix("unbroadcast(g * a / b**2, b.shape)", "The result falls when `b` grows."),
            Fix("unbroadcast(-g * a / b**2, b.shape)", "`a / b` falls with the square of `b`."),
        ),
        found="This line stood in the same workshop: the slope of x / y by y as -1. At 3 / 4 it is "
        "-3/16.",
        hidden="At x = 16, where -x / y² is -16 / 16. A test at a single point may have stood just "
        "there.",
    ),
    Case(
        name="tanh",
        title="A neuron that guesses",
        program=_program("z multiply x w", "h tanh z", "e subtract h y", "L multiply e e"),
        given=_numbers(w=0.8, y=-0.5),
        knob=Knob("x", -3.0, 3.0, 0.05, 1.0),
        planted="tanh.a",
        faulty="g * (1 - tanh(out))",
        fixes=(
            Fix("g * (1 - out)", "tanh falls off on both sides of 0. This one does not."),
            Fix("g * (1 - tanh(a))", "`tanh(a)` is `out`, which is not squared here."),
            Fix("g * (1 - out**2)", "The slope of tanh is one minus its square."),
            Fix("g / (1 + a**2)", "This is the slope of the arc tangent, another S."),
        ),
        found="A published workshop had this line. `out` is tanh of `a` already, so tanh is taken "
        "of it twice where it should be squared. The sign is right everywhere, and a network "
        "with this line still learns something.",
        hidden="At x = 0, where both slopes are 1. Near x = 1.45 it almost vanishes too: there "
        "tanh(out) comes close to out squared.",
    ),
    Case(
        name="mean",
        title="The mean of some errors",
        program=_program("p multiply x w", "e subtract p y", "q multiply e e", "L mean q"),
        given=_guesses,
        knob=Knob("points", 1, 6, 1, 4),
        planted="mean.a",
        faulty="g * ones(a.shape)",
        fixes=(
            Fix("g * ones(a.shape) / a.size", "Each of n numbers moves their mean by 1/n."),
            Fix("g * a / a.size", "A mean moves by 1/n, however large the number is."),
            Fix("g.mean() * ones(a.shape)", "`g` is a single number: its mean changes nothing."),
            Fix("g * ones(a.shape) / 2", "Right for two points, and for no other number of them."),
        ),
        found="It is the slope of a sum. All gradients below are n times too long, so a network "
        "learns as if its rate were n times larger. Halve the batch, and the rate is halved.",
        hidden="With one point, whose mean is itself.",
    ),
    Case(
        name="row",
        title="A bias for every point",
        program=_program("z matmul x W", "s add z b", "h relu s", "L sum h"),
        given=_points,
        knob=Knob("points", 1, 6, 1, 4),
        planted="add.b",
        faulty="g",
        fixes=(
            Fix("g.mean(axis=0, keepdims=True)", "Every point has its full say in a bias."),
            Fix("unbroadcast(g, b.shape)", "What was repeated for each point is added up."),
            Fix("g[:1]", "The shape is right, but only the first point is heard."),
            Fix("unbroadcast(g, a.shape)", "This is the shape of the other parent."),
        ),
        found="One row of biases was added to every row of z. What comes back has a row for each "
        "point, and nobody added them up. numpy would go on without a word: `b - rate * g` has "
        "many rows too.",
        hidden="With one point, because nothing was repeated then. Test with more.",
    ),
    Case(
        name="diamond",
        title="A number that is used three times",
        program=_program("t multiply x w", "u tanh t", "s multiply u u", "L add s u"),
        given=_numbers(w=0.5),
        knob=Knob("x", -3.0, 3.0, 0.05, 1.0),
        planted=PASS,
        faulty=RECURSIVE,
        fixes=(
            Fix(
                RIGHT_PASS.replace("parent.gradient + g", "g"),
                "What one use of u said is written over by the next.",
            ),
            Fix(ONCE, "It goes on below u before u has heard from all of its uses."),
            Fix(
                RIGHT_PASS.replace("reversed(order(end))", "order(end)"),
                "This begins at the leaves, which have heard nothing yet.",
            ),
            Fix(RIGHT_PASS, "Every node is gone through once, after all that it was used for."),
        ),
        found="Each of the three uses of u sends it a message, and each time all that u has heard "
        "so far is handed on. The first message arrives below three times, the second twice. "
        "u itself is right: the fault shows one step further down.",
        hidden="At x = 0, where u is 0: the first two messages are 0 then, and three times nothing "
        "is nothing.",
    ),
)
CASES = {case.name: case for case in _CASES}
