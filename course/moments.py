"""A pass through the 2-3-1 network in slow motion, a number at a time and in words.

Each moment is one number: the formula that gives it with the numbers written in, why, and,
for a gradient, the same number by nudging.  Names are those of the lesson: z1, z2, z3 and h1,
h2, h3 are the sums and values of the hidden units, z is the output, and "dW1[0,1]" is that
entry of the gradient.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course import by_hand
from course.by_hand import Arrays
from course.passes import HIDDEN, INPUTS, Pass, full_pass

COUNT = 30  # moments of a pass
LINES = {
    "h": {"tanh": "h = np.tanh(x @ W1 + b1)", "relu": "h = np.maximum(x @ W1 + b1, 0)"},
    "z": "z = h @ W2 + b2",
    "p": "p = 1 / (1 + np.exp(-z))",
    "loss": "loss = cross_entropy(z, y)",
    "dz": "dz = sigmoid_backward(z, y)",
    "dense2": "dW2, db2, dh = dense_backward(h, W2, dz)",
    "dz1": {"tanh": "dz1 = tanh_backward(h, dh)", "relu": "dz1 = dh * (x @ W1 + b1 > 0)"},
    "dense1": "dW1, db1, dx = dense_backward(x, W1, dz1)",
}


@dataclass(frozen=True)
class Moment:
    """One number of a pass.

    Attributes
    ----------
    phase : {"start", "forward", "backward"}
    target : str
        What is computed: "x", "z2", "h2", "z", "p", "loss", or a gradient such as "dz",
        "dh2", "dz2", "dW2[1]", "db2[0]", "dW1[0,1]", "db1[1]" (indices from 0, as in numpy).
    value : float
    words : str
        "backward: the weight from x1 to h2".
    formula : str
        With the numbers in it: "dh2 = dz · w = (−0.38) · 0.70 = −0.266".
    why : str
        One sentence.
    used : tuple of str
        Names of the numbers it is made from.
    code : str
        The line of numpy that computes it, for all units at once.
    nudged : float or None
        For a gradient: the slope that nudging the number up and down by 1e-5 gives.
    """

    phase: str
    target: str
    value: float
    words: str
    formula: str
    why: str
    used: tuple[str, ...]
    code: str
    nudged: float | None = None


def moments(parameters: Arrays, x: Any, y: float, activation: str = "tanh") -> tuple[Moment, ...]:
    """The moments of a pass in order: 10 forward, the first the point itself, and 20 back.

    Parameters
    ----------
    parameters, x, y, activation
        As in `gradients`.
    """
    one = full_pass(parameters, x, y, activation)
    return (*forward_moments(one), *backward_moments(one))




def written(value: float) -> str:
    """A number as on the board: two decimals, a third where it is not 0, a true minus."""
    text = f"{value:.3f}".removesuffix("0")
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def factor(value: float) -> str:
    """The same inside a product: negative numbers in brackets."""
    text = written(value)
    return f"({text})" if text.startswith("−") else text


def weighted_sum(values: np.ndarray, weights: np.ndarray, bias: float) -> str:
    """A weighted sum with the numbers in it: "1.20 · 0.50 + 0.70 · (−0.30) + 0.10"."""
    terms = [f"{factor(v)} · {factor(w)}" for v, w in zip(values, weights, strict=True)]
    return " + ".join([*terms, factor(bias)])


def forward_moments(one: Pass) -> list[Moment]:
    """The point, each hidden unit's sum and value, the output, p and the loss: 10 moments."""
    (W1, b1, W2, b2), x, h, act = one.parameters, one.x[0], one.h[0], one.activation
    y = int(one.y[0, 0])
    made = [Moment(
        "start", "x", 0.0, "the point goes in", f"x1 = {written(x[0])},  x2 = {written(x[1])}",
        f"A point, and the truth about it: y = {y}. Nothing is computed yet.",
        ("x1", "x2"), f"x, y = np.array([[{x[0]:g}, {x[1]:g}]]), np.array([[{y}]])",
    )]  # fmt: skip
    for j, (z, value) in enumerate(zip(one.z1[0], h, strict=True)):
        unit, into = f"h{j + 1}", tuple(f"W1[{i},{j}]" for i in range(INPUTS))
        made += [
            Moment(
                "forward", f"z{j + 1}", float(z), f"forward: the sum of {unit}",
                f"z{j + 1} = {weighted_sum(x, W1[:, j], b1[j])} = {written(z)}",
                "Each input times the weight of its line, added up, plus the bias.",
                ("x1", "x2", *into, f"b1[{j}]"), LINES["h"][act],
            ),
            Moment(
                "forward", unit, float(value), f"forward: the value of {unit}",
                _value_formula(j + 1, z, value, act), _value_why(z, act), (f"z{j + 1}",),
                LINES["h"][act],
            ),
        ]  # fmt: skip
    z, hidden = float(one.z[0, 0]), tuple(f"h{j + 1}" for j in range(HIDDEN))
    p = (1 + np.tanh(z / 2)) / 2
    said, cost = ("p", p) if y else ("(1 − p)", 1 - p)
    lost = by_hand.cross_entropy(one.z, one.y)
    return made + [
        Moment(
            "forward", "z", z, "forward: the sum of the output",
            f"z = {weighted_sum(h, W2[:, 0], b2[0])} = {written(z)}",
            "The hidden values times the weights of their lines, plus the bias.",
            (*hidden, *(f"W2[{j}]" for j in range(HIDDEN)), "b2[0]"), LINES["z"],
        ),
        Moment(
            "forward", "p", float(p), "forward: the probability",
            f"p = 1 / (1 + exp(−z)) = 1 / (1 + exp({written(-z)})) = {written(p)}",
            "The sigmoid turns any number into a probability, here that y is 1.",
            ("z",), LINES["p"],
        ),
        Moment(
            "forward", "loss", lost, "forward: the loss",
            f"loss = −log {said} = −log {written(cost)} = {written(lost)}",
            f"How much the truth, y = {y}, surprises the network.", ("p", "y"), LINES["loss"],
        ),
    ]  # fmt: skip


def _value_formula(number: int, z: float, value: float, activation: str) -> str:
    inside = f"tanh({written(z)})" if activation == "tanh" else f"max({written(z)}, 0)"
    return f"h{number} = {inside} = {written(value)}"


def _value_why(z: float, activation: str) -> str:
    if activation == "tanh":
        return "tanh squeezes the sum into the space between −1 and 1."
    return "relu lets a sum above 0 through." if z > 0 else "The sum is not above 0: relu gives 0."


def backward_moments(one: Pass) -> list[Moment]:
    """dz, then the output's weights and bias, dh, the units' dz, their weights and biases: 20."""
    return [_of_output(one), *_of_last_layer(one), *_of_hidden(one), *_of_first_layer(one)]


def _of_output(one: Pass) -> Moment:
    p, y = (1 + np.tanh(float(one.z[0, 0]) / 2)) / 2, int(one.y[0, 0])
    dz = float(one.slopes["z"][0, 0])
    return Moment(
        "backward", "dz", dz, "backward: the output's sum",
        f"dz = p − y = {written(p)} − {y} = {written(dz)}",
        "Raise z a little: the loss changes p − y times as much. It is the mistake itself.",
        ("p", "y"), LINES["dz"], float(one.nudged_slopes["z"][0, 0]),
    )  # fmt: skip


def _of_last_layer(one: Pass) -> list[Moment]:
    h, dz, W2 = one.h[0], float(one.slopes["z"][0, 0]), one.parameters[2]
    dW2, db2 = one.gradients[2:]
    weights = [
        Moment(
            "backward", f"dW2[{j}]", float(dW2[j, 0]),
            f"backward: the weight from h{j + 1} to the output",
            f"dw = h{j + 1} · dz = {factor(h[j])} · {factor(dz)} = {written(dW2[j, 0])}",
            f"In the sum this weight is multiplied by h{j + 1}, so z moves h{j + 1} times as much.",
            (f"h{j + 1}", "dz"), LINES["dense2"], float(one.nudged[2][j, 0]),
        )
        for j in range(HIDDEN)
    ]  # fmt: skip
    bias = Moment(
        "backward", "db2[0]", float(db2[0]), "backward: the bias of the output",
        f"db = 1 · dz = {written(db2[0])}", "A bias is added as it is: z moves just as much.",
        ("dz",), LINES["dense2"], float(one.nudged[3][0]),
    )  # fmt: skip
    values = [
        Moment(
            "backward", f"dh{j + 1}", float(one.slopes["h"][0, j]),
            f"backward: the value of h{j + 1}",
            f"dh{j + 1} = dz · w = {factor(dz)} · {factor(W2[j, 0])} "
            f"= {written(one.slopes['h'][0, j])}",
            f"h{j + 1} reaches the loss by this line alone, so its share is the line's weight.",
            ("dz", f"W2[{j}]"), LINES["dense2"], float(one.nudged_slopes["h"][0, j]),
        )
        for j in range(HIDDEN)
    ]  # fmt: skip
    return [*weights, bias, *values]


def _of_hidden(one: Pass) -> list[Moment]:
    made = []
    for j in range(HIDDEN):
        h, dh, dz1 = (float(a[0, j]) for a in (one.h, one.slopes["h"], one.slopes["z1"]))
        local, why, used = _local_slope(j + 1, float(one.z1[0, j]), h, one.activation)
        made.append(Moment(
            "backward", f"dz{j + 1}", dz1, f"backward: the sum of h{j + 1}",
            f"dz{j + 1} = dh{j + 1} · {local[0]} = {factor(dh)} · {local[1]} = {written(dz1)}",
            why, (f"dh{j + 1}", used), LINES["dz1"][one.activation],
            float(one.nudged_slopes["z1"][0, j]),
        ))  # fmt: skip
    return made


def _local_slope(
    number: int, z: float, h: float, activation: str
) -> tuple[tuple[str, str], str, str]:
    """The slope of the activation in symbols and in numbers, why, and what it is read from."""
    if activation == "tanh":
        steep = written(1 - h * h)
        symbols = (f"(1 − h{number}²)", f"(1 − {factor(h)}²)")
        return symbols, f"tanh has the slope 1 − h², here {steep}.", f"h{number}"
    if abs(z) < 1e-5:  # as near as a nudge reaches
        why = "At the corner of relu: we take the slope of one side, nudging the mean of both."
        return ("slope", str(int(z > 0))), why, f"z{number}"
    if z > 0:
        return ("slope", "1"), "Above 0 relu has the slope 1: all of it passes.", f"z{number}"
    return ("slope", "0"), "Below 0 relu is flat: nothing comes back.", f"z{number}"


def _of_first_layer(one: Pass) -> list[Moment]:
    made = []
    dW1, db1 = one.gradients[:2]
    for j in range(HIDDEN):
        unit, dz1 = f"h{j + 1}", float(one.slopes["z1"][0, j])
        made += [
            Moment(
                "backward", f"dW1[{i},{j}]", float(dW1[i, j]),
                f"backward: the weight from x{i + 1} to {unit}",
                f"dw = x{i + 1} · dz{j + 1} = {factor(one.x[0, i])} · {factor(dz1)} "
                f"= {written(dW1[i, j])}",
                f"In the sum this weight is multiplied by x{i + 1}, "
                f"so z{j + 1} moves x{i + 1} times as much.",
                (f"x{i + 1}", f"dz{j + 1}"), LINES["dense1"], float(one.nudged[0][i, j]),
            )
            for i in range(INPUTS)
        ]  # fmt: skip
        made.append(Moment(
            "backward", f"db1[{j}]", float(db1[j]), f"backward: the bias of {unit}",
            f"db = 1 · dz{j + 1} = {written(db1[j])}",
            f"A bias is added as it is: z{j + 1} moves just as much.",
            (f"dz{j + 1}",), LINES["dense1"], float(one.nudged[1][j]),
        ))  # fmt: skip
    return made
