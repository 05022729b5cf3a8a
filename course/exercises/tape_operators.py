"""Exercises on the tape: the operators that join two values, broadcast as numpy does."""
from collections.abc import Callable
from typing import Any

import numpy as np

from course import tape
from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.tape_steps import Leaf, Operator
from course.tape import Var, unbroadcast


def joined(forward: Callable, back: Callable) -> Callable[[Var, Var], Var]:
    """An operator of two Vars, made of its value and of (g, a, b) -> two gradients."""
    return lambda a, b: Var(
        forward(a.value, b.value), (a, b), lambda g: back(g, a.value, b.value)
    )


def fitted(da: np.ndarray, db: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple:
    """Both gradients, summed over what was repeated."""
    return unbroadcast(da, a.shape), unbroadcast(db, b.shape)


def pair(name: str, a: Any, b: Any) -> Case:
    """A case of two values, a and b."""
    return Case(name, (Leaf("a", a), Leaf("b", b)))


def some(*shape: int) -> np.ndarray:
    """Numbers from 0.5 to 2 of either sign and one decimal, so that they can be said."""
    rng = np.random.default_rng([7, *shape])
    return rng.uniform(0.5, 2, shape).round(1) * rng.choice([-1, 1], shape)


def _wrong_axis(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return g if g.shape == shape else g.sum(axis=-1)


def _averaged(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return unbroadcast(g, shape) * (np.prod(shape) / g.size)


BROADCAST = (
    pair("4 rows plus a single row of 3", some(4, 3), some(3)),
    pair("two matrices of one shape", some(2, 3), -some(2, 3)),
    pair("a single row of 3 plus 3 rows", some(3), some(3, 3)),
    pair("4 rows plus a column of 4", some(4, 3), some(4, 1)),
    pair("a number plus 2 rows", 1.5, some(2, 2)),
)
IN_WORDS = tuple(
    Case(case.name.replace(" plus ", " and "), case.arguments) for case in BROADCAST
)
NOT_FITTED = (
    "in the first place both gradients have the shape of `g`, which is that of the result. "
    "An entry that was repeated has had its say in several places of it: what comes back from "
    "all of them belongs to that one entry."
)
FITS = (
    "Over five pairs of shapes your values and gradients and those found by nudging {difference}."
)

_ADDED = (
    # Before the next, which does the same wherever `a` is the smaller one.
    WrongAnswer(
        "only one un-broadcast",
        joined(np.add, lambda g, a, b: (g, unbroadcast(g, b.shape))),
        "the gradient of `b` is given its shape, that of `a` is not. Either of the two may be "
        "the smaller one.",
    ),
    WrongAnswer("not un-broadcast", joined(np.add, lambda g, a, b: (g, g)), NOT_FITTED),
    WrongAnswer(
        "summed over the wrong axis",
        joined(np.add, lambda g, a, b: (_wrong_axis(g, a.shape), _wrong_axis(g, b.shape))),
        "the gradient of the smaller one is summed along its rows. Which axis was it repeated "
        "along? That one is added up.",
    ),
    WrongAnswer(
        "averaged",
        joined(np.add, lambda g, a, b: (_averaged(g, a.shape), _averaged(g, b.shape))),
        "what comes back to a repeated entry is averaged. Nudge that entry: every copy moves, "
        "and all that they change counts in full.",
    ),
    WrongAnswer(
        "g forgotten",
        joined(np.add, lambda g, a, b: fitted(np.ones(g.shape), np.ones(g.shape), a, b)),
        "this is the slope of the sum itself, but the node is only a step on the way to a loss. "
        "What becomes of `g`?",
    ),
)
ADD = Operator(("a", "b"), np.add, "a + b", _ADDED)

_MULTIPLIED = (
    WrongAnswer(
        "factors swapped",
        joined(np.multiply, lambda g, a, b: fitted(g * a, g * b, a, b)),
        "each gradient has its own factor in it. Nudge `a` by a little: how much `a * b` moves "
        "is up to the other one.",
    ),
    WrongAnswer(
        "not un-broadcast", joined(np.multiply, lambda g, a, b: (g * b, g * a)), NOT_FITTED
    ),
    WrongAnswer(
        "the slopes of a sum",
        joined(np.multiply, lambda g, a, b: fitted(g, g, a, b)),
        "`g` is handed on as it came, as for a sum. But where `b` is 2, a nudge of `a` moves "
        "the product twice as far.",
    ),
    WrongAnswer(
        "g forgotten",
        joined(np.multiply, lambda g, a, b: fitted(b + 0 * g, a + 0 * g, a, b)),
        "these are the slopes of the product itself, but the node is only a step on the way to "
        "a loss. What becomes of `g`?",
    ),
)
MULTIPLY = Operator(("a", "b"), np.multiply, "a * b", _MULTIPLIED)

_DIVIDED = (
    WrongAnswer(
        "minus one below",
        joined(np.divide, lambda g, a, b: fitted(g / b, -g, a, b)),
        "the slope by `b` is -1 wherever one looks. At 3 / 4 a published workshop had it so "
        "too: nudging says -3/16 there. It cannot be one number for every `a` and `b`.",
    ),
    WrongAnswer(
        "square forgotten",
        joined(np.divide, lambda g, a, b: fitted(g / b, -g * a / b, a, b)),
        "in the gradient of `b`, `b` stands below the line once. `a / b` is `a * b**-1`: what "
        "happens to the power?",
    ),
    WrongAnswer(
        "wrong sign below",
        joined(np.divide, lambda g, a, b: fitted(g / b, g * a / b**2, a, b)),
        "the gradient of `b` has the wrong sign: with 3 on top, does the result grow or shrink "
        "when `b` grows?",
    ),
    WrongAnswer(
        "a forgotten",
        joined(np.divide, lambda g, a, b: fitted(g / b, -g / b**2, a, b)),
        "the gradient of `b` is that of `1 / b`. On top of the line there is `a`.",
    ),
    WrongAnswer(
        "not un-broadcast", joined(np.divide, lambda g, a, b: (g / b, -g * a / b**2)), NOT_FITTED
    ),
)
DIVIDE = Operator(("a", "b"), np.divide, "a / b", _DIVIDED)

_PRODUCTS = (
    WrongAnswer(
        "nothing turned round",
        joined(np.matmul, lambda g, a, b: (g @ b, a @ g)),
        "the right two matrices are multiplied as they stand. Write the three shapes below "
        "each other: one matrix of each product has to be turned round.",
    ),
    WrongAnswer(
        "in the wrong order",
        joined(np.matmul, lambda g, a, b: (b.T @ g, g @ a.T)),
        "the factors stand in the wrong order. `a` was on the left of `@`; in its gradient `g` "
        "takes that place.",
    ),
    WrongAnswer(
        "gradients turned round",
        joined(np.matmul, lambda g, a, b: ((g @ b.T).T, (a.T @ g).T)),
        "each gradient is the transpose of what is expected. It must have the shape of the "
        "matrix that it belongs to.",
    ),
    WrongAnswer(
        "gradients swapped",
        joined(np.matmul, lambda g, a, b: (a.T @ g, g @ b.T)),
        "the two gradients come in the other order than the parents.",
    ),
    WrongAnswer(
        "entry by entry",
        joined(np.matmul, lambda g, a, b: (g * b, g * a)),
        "the factors are multiplied entry by entry, as for `a * b`. Every entry of `a` meets a "
        "whole row of `b` here.",
    ),
)
MATMUL = Operator(("a", "b"), np.matmul, "a @ b", _PRODUCTS)


def _exercise(key: str, rule: Operator, cases: tuple, hints: tuple, proves: str) -> Exercise:
    """The exercise whose reference is the tape's own operator."""
    return Exercise(
        key=key,
        reference=getattr(tape, key.partition(".")[2]),
        cases=cases,
        expects=rule.expects,
        differs=rule.differs,
        wrong_answers=rule.wrong,
        hints=hints,
        proves=proves,
        expected=rule.measured,
        explains=rule.explains,
    )


OPERATORS = (
    _exercise(
        "02.add",
        ADD,
        BROADCAST,
        (
            "Forwards it is `a.value + b.value`. Backwards: if `a` is nudged by 0.01, how far "
            "does the sum move? So what of `g` belongs to `a`, and what to `b`?",
            "`back(g)` returns two arrays, one for each parent, in their order. A row that was "
            "repeated four times has four rows of `g` to add up.",
            "`unbroadcast(g, a.shape)` adds up what was repeated and gives the rest as it is. "
            "Both parents need it.",
        ),
        FITS,
    ),
    _exercise(
        "02.multiply",
        MULTIPLY,
        IN_WORDS,
        (
            "Nudge `a` by 0.01 where `b` is 3: the product moves by 0.03. What is the slope by "
            "`a`, and what is it by `b`?",
            "`back(g)` multiplies `g` with the slope: one gradient for `a`, one for `b`. Then "
            "the shapes, as for `add`.",
            "The gradient for `a` is `unbroadcast(g * b.value, a.shape)`. The one for `b` is "
            "made in the same way.",
        ),
        FITS,
    ),
    _exercise(
        "02.divide",
        DIVIDE,
        (pair("3 and 4, as the workshop had them", 3.0, 4.0), *IN_WORDS),
        (
            "By `a` it is a product with `1 / b`. By `b` it is a power: `a * b**-1`.",
            "The slope of `b**-1` is `-b**-2`. At 3 and 4 the two slopes are 1/4 and -3/16.",
            "Multiply `g` with each slope, then `unbroadcast` to each parent's shape.",
        ),
        FITS.replace("five", "six"),
    ),
    _exercise(
        "02.matmul",
        MATMUL,
        (
            pair("4 rows of 3 and a matrix 3 by 2", some(4, 3), some(3, 2)),
            pair("two matrices 3 by 3", some(3, 3), some(3, 3) + 0.5),
            pair("a single row of 2 and a matrix 2 by 3", some(1, 2), some(2, 3)),
        ),
        (
            "You have done it already: it is the dense layer of lesson 01 without its biases.",
            "Write down the shapes: `a` (n, k), `b` (k, m), `g` (n, m). How do two of them make "
            "(n, k)? And (k, m)?",
            "`.T` turns a matrix round. The gradient for `a` is `g` times `b`, turned round.",
        ),
        "Over three pairs of matrices your values and gradients and those found by nudging "
        "{difference}.",
    ),
)
