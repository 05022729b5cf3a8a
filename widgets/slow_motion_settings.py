"""What can be set in the slow motion of a pass, and the lines of Python that repeat it."""
from dataclasses import dataclass

from course.by_hand import Arrays
from course.checks import check_choice, check_integer, check_number
from course.moments import COUNT
from course.passes import ACTIVATIONS, board_network, stepped
from widgets.controls.form import Count, Joined, Scale, Slider, control

RATES = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
MOST_STEPS = 200
FARTHEST = 3.0  # of a point from 0 along each axis


@dataclass(frozen=True)
class PassSettings:
    """The point, the network and the length of a step: what decides every number of a pass.

    Attributes
    ----------
    x1, x2 : float
        The point, in [-3, 3].
    y : {"0", "1"}
        The truth about it.
    activation : {"tanh", "relu"}
        Of the hidden units.
    seed : int
        Decides the weights before the first step.
    rate : float
        Learning rate, in (0, 10].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    x1: float = control(1.2, Slider("x1", -2.0, 2.0, 0.1, ".1f"))
    x2: float = control(0.7, Slider("x2", -2.0, 2.0, 0.1, ".1f"))
    y: str = control("1", Joined("truth y", (("0", "0"), ("1", "1"))))
    activation: str = control("tanh", Joined("activation", (("tanh", "tanh"), ("ReLU", "relu"))))
    seed: int = control(37, Count("seed", 0, 9999))
    rate: float = control(0.5, Scale("learning rate", RATES))

    def __post_init__(self) -> None:
        for name in ("x1", "x2"):
            value = check_number(name, getattr(self, name), -FARTHEST, FARTHEST)
            object.__setattr__(self, name, round(value, 4) + 0.0)
        check_choice("y", self.y, ("0", "1"))
        check_choice("activation", self.activation, list(ACTIVATIONS))
        check_integer("seed", self.seed, 0, 9999)
        rate = check_number("rate", self.rate, 0, 10, open_low=True)
        object.__setattr__(self, "rate", rate)


@dataclass(frozen=True)
class SlowMotionSettings(PassSettings):
    """A pass, and where in it the widget stands.

    Attributes
    ----------
    moment : int
        The moment in hand, in [0, 29].
    steps : int
        Steps of gradient descent made since the weights of the seed, in [0, 200].
    """

    moment: int = 0
    steps: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_integer("moment", self.moment, 0, COUNT - 1)
        check_integer("steps", self.steps, 0, MOST_STEPS)

    @property
    def x(self) -> tuple[float, float]:
        """The point."""
        return self.x1, self.x2

    def parameters(self) -> Arrays:
        """[W1, b1, W2, b2] after the steps."""
        made = board_network(self.seed)
        for _ in range(self.steps):
            made = stepped(made, self.x, int(self.y), self.activation, self.rate)
        return made


TANH = ("h = np.tanh(x @ W1 + b1)", "dz1 = tanh_backward(h, dh)")
RELU = ("h = np.maximum(x @ W1 + b1, 0)", "dz1 = dh * (x @ W1 + b1 > 0)")


def code(settings: SlowMotionSettings) -> str:
    """Lines of Python that print the loss and the gradients that are on screen."""
    tanh = settings.activation == "tanh"
    forward, back = TANH if tanh else RELU
    names = "cross_entropy, dense_backward, sigmoid_backward" + ", tanh_backward" * tanh
    before = [
        f"for _ in range({settings.steps}):",
        f"    parameters = stepped(parameters, x, y, {settings.activation!r}, {settings.rate!r})",
    ]
    return "\n".join([
        "import numpy as np",
        "",
        f"from course.by_hand import {names}",
        f"from course.passes import board_network{', stepped' if settings.steps else ''}",
        "",
        f"x, y = np.array([[{settings.x1!r}, {settings.x2!r}]]), {settings.y}",
        f"parameters = board_network(seed={settings.seed})",
        *(before if settings.steps else []),
        "W1, b1, W2, b2 = parameters",
        forward,
        "z = h @ W2 + b2",
        'print("loss", cross_entropy(z, y))',
        "dz = sigmoid_backward(z, y)",
        "dW2, db2, dh = dense_backward(h, W2, dz)",
        back,
        "dW1, db1, dx = dense_backward(x, W1, dz1)",
        'for name, value in {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}.items():',
        "    print(name, value.tolist())",
        "",
    ])  # fmt: skip
