"""Two exercises of lesson 02: a layer with a way round it, and a gradient turned back.

Both are written with operators alone, so they answer for numpy arrays, with which they are
judged, and for torch tensors, with which the lesson uses them.
"""
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients


def as_numbers(value: Any) -> Any:
    """A torch tensor as a numpy array; anything else as it is."""
    return value.detach().cpu().numpy() if hasattr(value, "detach") else value


# ---- a way round a layer ---------------------------------------------------------------


def residual(x: Any, layer: Any) -> Any:
    """What a layer makes of x, added to x.

    Formula: x + layer(x) (He et al. 2016).

    Parameters
    ----------
    x : array or torch tensor, shape (n, width)
    layer : callable
        (n, width) -> (n, width): a torch module, or any function.

    Returns
    -------
    as x, shape (n, width)
    """
    return x + layer(x)


@dataclass(frozen=True, eq=False)
class Layer:
    """tanh(x weight + bias), with weights that can be looked at and, by mistake, changed."""

    weight: np.ndarray
    bias: np.ndarray

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return np.tanh(x @ self.weight + self.bias)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layer):
            return NotImplemented
        mine, others = (self.weight, self.bias), (other.weight, other.bias)
        return all(map(np.array_equal, mine, others))

    __hash__ = None


def _x_and_layer(n: int, width: int) -> tuple[np.ndarray, Layer]:
    rng = np.random.default_rng(n)
    x, weight = rng.normal(size=(n, width)).round(1), rng.normal(size=(width, width)).round(1)
    return x, Layer(weight, rng.normal(size=width).round(1))


def _same_shape(value: Any, expected: Any) -> str:
    """What keeps a value from being an array of numbers of expected's shape, or ""."""
    found, right = as_numbers(value), as_numbers(expected)
    if not isinstance(found, np.ndarray):
        return f"it returns a `{type(value).__name__}`, but the check needs an array"
    if found.shape != right.shape:
        return (
            f"it returns an array of shape `{found.shape}`, but the check needs shape "
            f"`{right.shape}`, that of `x`: the next layer expects no other"
        )
    if found.dtype.kind not in "iuf":
        return f"it returns an array of `{found.dtype}`, but the check needs numbers"
    return ""


def _first_difference(value: np.ndarray, expected: np.ndarray, arguments: tuple) -> str:
    off = ~np.isclose(value, expected, rtol=1e-9, atol=1e-9)  # a NaN is not close
    if not off.any():
        return ""
    i, j = map(int, np.argwhere(off)[0])
    x, layer = arguments
    return (
        f"{int(off.sum())} of {off.size} numbers differ. At `[{i}, {j}]`, where `x` has "
        f"{x[i, j]:.3g} and `layer(x)` has {layer(x)[i, j]:.3g}, you return {value[i, j]:.3g}."
    )


RESIDUAL = Exercise(
    key="02.residual",
    reference=residual,
    cases=(
        Case("4 points and a layer of 3 units", _x_and_layer(4, 3)),
        Case("a single point and a layer of 2 units", _x_and_layer(1, 2)),
        Case(
            "a layer that says 0 to everything",
            (np.array([[1.0, -2.0], [0.5, 4.0]]), Layer(np.zeros((2, 2)), np.zeros(2))),
        ),
    ),
    expects=_same_shape,
    differs=_first_difference,
    wrong_answers=(
        WrongAnswer(
            "no way round",
            lambda x, layer: layer(x),
            "this is the layer alone. What the units say is there; `x` itself has to come through "
            "as well.",
        ),
        WrongAnswer(
            "put beside",
            lambda x, layer: np.concatenate([x, layer(x)], axis=-1),
            "`x` and `layer(x)` are put beside one another, and the result is twice as wide. The "
            "two have one shape, so there is a way of joining them that keeps it.",
        ),
        WrongAnswer(
            "the layer twice",
            lambda x, layer: x + layer(layer(x)),
            "the layer is applied twice. It is asked once, about `x`.",
        ),
        WrongAnswer(
            "x added on the way in",
            lambda x, layer: layer(x + layer(x)),
            "the sum goes through the layer once more. The way round leads past the layer: after "
            "the sum nothing happens any more.",
        ),
        WrongAnswer(
            "added to the weights",
            lambda x, layer: replace(layer, weight=layer.weight + np.eye(x.shape[-1]))(x),
            "`x` is added before the layer's activation, by way of its weights, so what comes out "
            "still lies between -1 and 1. The way round does not pass through the activation.",
        ),
    ),
    hints=(
        "Draw it: one arrow from `x` through the layer, one past it. Where they meet, their "
        "numbers are added.",
        "`layer` is a function: `layer(x)` is an array of the shape of `x`.",
        "The gradient of a sum goes to both of its terms unchanged. So write a sum of which one "
        "term is `x`, as a new array: `+`, not `+=`.",
    ),
    proves="With three layers, one of which says nothing, your sums and the course's {difference}.",
)


# ---- a gradient turned back ------------------------------------------------------------


def reversal(g: Any, strength: Any) -> Any:
    """The gradient that leaves a gradient-reversal layer, given the one that comes in.

    Forwards the layer changes nothing.  Backwards it pretends that the loss above it was
    minus `strength` times what it is: g becomes -strength g (Ganin et al. 2016).

    Parameters
    ----------
    g : array or torch tensor, any shape
        Gradient of the loss by what the layer hands on.
    strength : float
        At least 0.

    Returns
    -------
    as g
    """
    return -strength * g


GRADIENTS = Gradients(
    names=("x",),
    variables=lambda g, strength: (np.zeros_like(g),),
    loss=lambda variables, arguments: -arguments[1] * float(np.sum(arguments[0] * variables[0])),
    arguments=("g", "strength"),
)


def _coming_back(*shape: int) -> np.ndarray:
    return np.random.default_rng(shape).normal(size=shape).round(2)


REVERSAL = Exercise(
    key="02.reversal",
    reference=reversal,
    cases=(
        Case("a gradient of 3 points and 2 units, and strength 0.5", (_coming_back(3, 2), 0.5)),
        Case("the same units with strength 3", (_coming_back(4, 2), 3.0)),
        Case("strength 1", (_coming_back(2, 5), 1.0)),
        Case("strength 0", (_coming_back(2, 3), 0.0)),
    ),
    expects=lambda value, expected: GRADIENTS.expects(as_numbers(value), as_numbers(expected)),
    differs=GRADIENTS.differs,
    expected=GRADIENTS.measured,
    explains=GRADIENTS.explains,
    wrong_answers=(
        WrongAnswer(
            "not reversed",
            lambda g, strength: strength * g,
            "the gradient is made stronger or weaker, but it points where it did. The layers below "
            "would help the head that they are to mislead.",
        ),
        WrongAnswer(
            "always full strength",
            lambda g, strength: -g,
            "the gradient is turned round, but `strength` has no say. With strength 0 nothing may "
            "come through.",
        ),
        WrongAnswer(
            "passed on as it is",
            lambda g, strength: g * 1,
            "the gradient comes back as it went in. That is what the layer does forwards.",
        ),
        WrongAnswer(
            "strength taken off",
            lambda g, strength: g - strength,
            "`strength` is taken off every entry. It is a factor: a gradient of 0 stays 0.",
        ),
        WrongAnswer(
            "one minus strength",
            lambda g, strength: (1 - strength) * g,
            "this is what is left when the reversed gradient is added to the one as it came. Only "
            "the reversed one goes on.",
        ),
    ),
    hints=(
        "The layers below are to make the loss above them *larger*. In which direction do they "
        "have to go, seen from `g`?",
        "Two things happen to every entry of `g`: its sign changes, and `strength` says how much "
        "of it arrives. With strength 0 nothing does.",
        "It is one product of three factors: a sign, `strength` and `g`.",
    ),
    proves="For four gradients, yours and the slopes of minus `strength` times the loss, found by "
    "nudging, {difference}.",
)

TORCH_EXERCISES = (RESIDUAL, REVERSAL)
