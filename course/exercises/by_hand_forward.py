"""The exercise of lesson 01 on the way forwards: hidden units and logits of some points."""
import numpy as np

from course import by_hand
from course.exercises.arrays import ArrayAnswer, Named, Several
from course.exercises.exercise import Case, Exercise, WrongAnswer

ANSWER = ArrayAnswer(
    Several("", (Named("h", ("point", "hidden unit")), Named("z", ("point", "output"))))
)


def network(n: int, n_in: int, hidden: int, n_out: int) -> tuple[np.ndarray, ...]:
    """(x, W1, b1, W2, b2) to one decimal, so that they can be written on a board."""
    rng = np.random.default_rng(100 * n + 10 * n_in + hidden)
    shapes = (n, n_in), (n_in, hidden), (hidden,), (hidden, n_out), (n_out,)
    return tuple(rng.uniform(-1, 1, shape).round(1) for shape in shapes)


def _sums(
    x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    z1 = x @ W1 + b1
    return z1, np.tanh(z1) @ W2 + b2


def _no_tanh(
    x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    z1 = x @ W1 + b1
    return z1, z1 @ W2 + b2


def _tanh_at_the_outputs(*arguments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    h, z = by_hand.forward(*arguments)
    return h, np.tanh(z)


def _no_biases(
    x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    return by_hand.forward(x, W1, 0 * b1, W2, 0 * b2)


FORWARD = Exercise(
    key="01.forward",
    reference=by_hand.forward,
    cases=(
        Case("5 points, 2 inputs, 4 hidden units and 1 output", network(5, 2, 4, 1)),
        Case("3 points, 4 inputs, 2 hidden units and 3 outputs", network(3, 4, 2, 3)),
        Case("2 points, 2 inputs, 2 hidden units and 2 outputs", network(2, 2, 2, 2)),
        Case("a single point, 2 inputs, 3 hidden units and 1 output", network(1, 2, 3, 1)),
    ),
    expects=ANSWER.expects,
    differs=ANSWER.differs,
    wrong_answers=(
        WrongAnswer(
            "no tanh",
            _no_tanh,
            "the hidden units answer with their sums as they are. Without an activation between "
            "them, two layers can say no more than one.",
        ),
        WrongAnswer(
            "tanh at the outputs too",
            _tanh_at_the_outputs,
            "the outputs are squeezed into [-1, 1] as well. Logits may be any number: only the "
            "hidden units have an activation here.",
        ),
        WrongAnswer(
            "biases left out",
            _no_biases,
            "every unit begins its sum at 0. The numbers that each unit adds for itself are "
            "arguments too.",
        ),
        WrongAnswer(
            "the sums returned for h",
            _sums,
            "`z` is right, so the hidden units are right inside. What you return for `h` is "
            "what they were before their activation.",
        ),
        WrongAnswer(
            "in the other order",
            lambda *arguments: by_hand.forward(*arguments)[::-1],
            "outputs and hidden units change places in what you return. The first line of the "
            "task says which comes first.",
        ),
    ),
    hints=(
        "Two layers, one after the other. Each multiplies what comes in by its weights and adds "
        "its biases; write the shapes beside them and only one order of the factors fits.",
        "`x @ W1` has a row for each point and a column for each hidden unit. `+ b1` adds to "
        "every row. `np.tanh` takes a whole array.",
        "The second layer does to `h` what the first does to `x`, with `W2` and `b2`, and stops "
        "before any activation.",
    ),
    proves=(
        "For four networks, a single point included, your numbers and the course's {difference}."
    ),
)
