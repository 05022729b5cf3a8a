"""Exercises on the tape: functions of each entry, and sums and means over an axis."""
from collections.abc import Callable
from typing import Any

import numpy as np

from course import tape
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.tape_operators import some
from course.exercises.tape_steps import Leaf, Operator
from course.tape import Var

PROVES = "Over {} your values and gradients and those found by nudging {{difference}}."


def single(forward: Callable, back: Callable) -> Callable[..., Var]:
    """A function of one Var, made of its value and of (g, a, out) -> its gradient."""

    def step(a: Var) -> Var:
        out = forward(a.value)
        return Var(out, (a,), lambda g: (back(g, a.value, out),))

    return step


def along(forward: Callable, back: Callable) -> Callable[..., Var]:
    """The same with an axis: (g, a, axis) -> its gradient."""

    def step(a: Var, axis: int | None = None) -> Var:
        return Var(forward(a.value, axis=axis), (a,), lambda g: (back(g, a.value, axis),))

    return step


def _relu(a: np.ndarray) -> np.ndarray:
    return np.maximum(a, 0)


def _one(name: str, a: Any, *more: Any) -> Case:
    return Case(name, (Leaf("a", a), *more))


def _spread(g: np.ndarray, a: np.ndarray, axis: int | None) -> np.ndarray:
    return np.broadcast_to(g if axis is None else np.expand_dims(g, axis), a.shape)


def _unaligned(g: np.ndarray, a: np.ndarray, axis: int | None) -> np.ndarray:
    return g * np.ones(a.shape)


_NO_G = (
    "this is the slope of {} itself, but the node is only a step on the way to a loss. What "
    "becomes of `g`?"
)
_RELU = (
    WrongAnswer(
        "asks g",
        single(_relu, lambda g, a, out: g * (g > 0)),
        "`g` decides what comes through. It is `a` that switches a unit on or off; `g` may have "
        "either sign.",
    ),
    WrongAnswer(
        "on at 0",
        single(_relu, lambda g, a, out: g * (a >= 0)),
        "all is right but where `a` is exactly 0. There the slope could be 0 or 1, and the task "
        "says which one is meant.",
    ),
    WrongAnswer(
        "times the value",
        single(_relu, lambda g, a, out: g * out),
        "`g` is multiplied with the value. Where a unit is on, how far does it move when `a` "
        "moves by 0.01?",
    ),
    WrongAnswer(
        "g forgotten", single(_relu, lambda g, a, out: (a > 0) * 1.0), _NO_G.format("relu")
    ),
)
_TANH = (
    WrongAnswer(
        "tanh taken twice",
        single(np.tanh, lambda g, a, out: g * (1 - np.tanh(out))),
        "the slope is written as 1 - tanh(tanh(a)). A published workshop had it so too, and its "
        "networks learned all the same, only worse. `out` is tanh(a) already: what is done with "
        "it?",
    ),
    WrongAnswer(
        "not squared",
        single(np.tanh, lambda g, a, out: g * (1 - out)),
        "the slope goes on falling from 2 to 0 as `a` grows. But tanh is as flat far to the left "
        "as far to the right.",
    ),
    WrongAnswer(
        "the input squared",
        single(np.tanh, lambda g, a, out: g * (1 - a**2)),
        "the square is that of the input. Far out this slope is below 0, but tanh never falls.",
    ),
    WrongAnswer(
        "g forgotten", single(np.tanh, lambda g, a, out: 1 - out**2), _NO_G.format("tanh")
    ),
)
_EXP = (
    WrongAnswer(
        "its own slope forgotten",
        single(np.exp, lambda g, a, out: g),
        "`g` is handed on as it came, as if the slope were 1. It is 1 at a = 0 only.",
    ),
    WrongAnswer(
        "as a power",
        single(np.exp, lambda g, a, out: g * a * np.exp(a - 1)),
        "`a` is treated as in a power, where it is the base. Here it is the exponent.",
    ),
    WrongAnswer(
        "the input for the value",
        single(np.exp, lambda g, a, out: g * a),
        "`g` is multiplied with the input. The slope of exp at `a` can be read off its value "
        "there.",
    ),
    WrongAnswer("g forgotten", single(np.exp, lambda g, a, out: out), _NO_G.format("exp")),
)
_LOG = (
    WrongAnswer(
        "log for its slope",
        single(np.log, lambda g, a, out: g * out),
        "`g` is multiplied with the logarithm itself. Below 1 that is negative, but the "
        "logarithm rises everywhere.",
    ),
    WrongAnswer(
        "times a",
        single(np.log, lambda g, a, out: g * a),
        "this slope grows with `a`. But the logarithm is steep near 0 and flat far out.",
    ),
    WrongAnswer(
        "one over the logarithm",
        single(np.log, lambda g, a, out: g / out),
        "it is divided by the value. Divide by what the logarithm was taken of.",
    ),
    WrongAnswer("g forgotten", single(np.log, lambda g, a, out: 1 / a), _NO_G.format("log")),
)
_TOTAL = (
    WrongAnswer(
        "not spread",
        along(np.sum, lambda g, a, axis: g),
        "the gradient has the shape of the sum. Every entry that was added up needs its own.",
    ),
    WrongAnswer(
        "spread along the wrong axis",
        along(np.sum, _unaligned),
        "`g` has lost the axis that was summed, so numpy lines it up with the last one. Where "
        "did the lost axis stand?",
    ),
    WrongAnswer(
        "g forgotten",
        along(np.sum, lambda g, a, axis: np.ones(a.shape)),
        _NO_G.format("the sum"),
    ),
    WrongAnswer(
        "g added up",
        along(np.sum, lambda g, a, axis: np.full(a.shape, g.sum())),
        "every entry gets all of `g`. A number went into one sum only: its own row's or "
        "column's `g` comes back to it.",
    ),
)
_MEAN = (
    WrongAnswer(
        "not divided",
        along(np.mean, _spread),
        "this is the gradient of a sum. When one of four numbers moves by 0.01, how far does "
        "their mean move?",
    ),
    WrongAnswer(
        "divided by all of them",
        along(np.mean, lambda g, a, axis: _spread(g, a, axis) / a.size),
        "it is divided by the number of all entries. With an axis, a mean is taken of fewer.",
    ),
    WrongAnswer(
        "always divided by the rows",
        along(np.mean, lambda g, a, axis: _spread(g, a, axis) / len(a)),
        "it is divided by the number of rows, whatever the axis is.",
    ),
    WrongAnswer(
        "not spread",
        along(np.mean, lambda g, a, axis: g / (a.size if axis is None else a.shape[axis])),
        "the gradient has the shape of the mean. Every entry that it was taken of needs its own.",
    ),
)
ENTRIES = np.array([[-2.0, -0.5, 0.3], [0.8, 1.5, -1.2]])
SHAPES = (_one("2 rows of 3", ENTRIES), _one("a single number", 0.7), _one("5 numbers", some(5)))
POSITIVE = tuple(Case(c.name, (Leaf("a", np.abs(c.arguments[0].value)),)) for c in SHAPES)
# From 3 x 3 one sees along which axis g is spread: both ways have the right shape.
AXES = (
    _one("3 rows of 3 along axis 1", some(3, 3), 1),
    _one("2 rows of 3 along axis 0", ENTRIES, 0),
    _one("2 rows of 3 along axis 1", ENTRIES, 1),
    _one("2 rows of 3, all of them", ENTRIES, None),
    _one("4 numbers, all of them", some(4), None),
)


def _exercise(key: str, rule: Operator, cases: tuple, said: str, *hints: str) -> Exercise:
    """The exercise whose reference is the tape's own function."""
    return Exercise(
        key=key,
        reference=getattr(tape, key.partition(".")[2]),
        cases=cases,
        expects=rule.expects,
        differs=rule.differs,
        wrong_answers=rule.wrong,
        hints=hints,
        proves=PROVES.format(said),
        expected=rule.measured,
        explains=rule.explains,
    )


FUNCTIONS = (
    _exercise(
        "02.relu",
        Operator(("a",), _relu, "relu(a)", _RELU, ends=(-1, 0)),
        (_one("two numbers below 0, 0 itself and two above", [-1.5, -0.5, 0, 0.5, 2]), *SHAPES),
        "four inputs, 0 among them,",
        "Where `a` is above 0, relu hands it on as it is. Below 0 it says 0, whatever `a` is. "
        "What is the slope on either side?",
        "The comparison `a.value > 0` counts as 1 and 0 when it is multiplied.",
        "There is one parent, so `back(g)` returns a tuple with one gradient: `(..., )`.",
    ),
    _exercise(
        "02.tanh",
        Operator(("a",), np.tanh, "tanh(a)", _TANH),
        SHAPES,
        "three inputs",
        "You had it in lesson 01: the slope of h = tanh(z) needs only h.",
        "Keep the value in a name before you make the node: `out = np.tanh(a.value)`.",
        "The slope is 1 minus the square of `out`; `g` is multiplied with it.",
    ),
    _exercise(
        "02.exp",
        Operator(("a",), np.exp, "exp(a)", _EXP),
        SHAPES,
        "three inputs",
        "Which function is its own slope?",
        "Keep the value in a name before you make the node: `back` can use it.",
    ),
    _exercise(
        "02.log",
        Operator(("a",), np.log, "log(a)", _LOG),
        POSITIVE,
        "three inputs",
        "From 1 to 1.01 the logarithm grows by 0.01, from 10 to 10.01 by 0.001, from 0.1 to 0.11 "
        "by almost 0.1.",
        "Its slope at `a` is 1 over `a`.",
    ),
    _exercise(
        "02.total",
        Operator(("a",), lambda a, axis: np.sum(a, axis=axis), "the sum", _TOTAL),
        AXES,
        "five sums",
        "Nudge one entry by 0.01: the sum that it belongs to moves by 0.01, the others stay. So "
        "which entry of `g` comes back to it?",
        "`np.expand_dims(g, axis)` puts the lost axis back with length 1. For `axis=None` there is "
        "one number, which fits anywhere.",
        "`g * np.ones(a.shape)` repeats it along that axis.",
    ),
    _exercise(
        "02.mean",
        Operator(("a",), lambda a, axis: np.mean(a, axis=axis), "the mean", _MEAN),
        AXES,
        "five means",
        "A mean is a sum divided by a number. By which one, if there is an axis?",
        "How many numbers each mean is taken of: `a.value.size / value.size`.",
        "Spread `g` as for `total`, and divide.",
    ),
)
