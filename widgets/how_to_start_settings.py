"""The settings of a network that has not learned anything yet: one frozen record."""
from dataclasses import dataclass

from course.checks import check_integer
from course.starts import DEEPEST, Start
from widgets.controls.form import Count, Joined, Scale, Slider, control

SEEDS = 32
SCALES = (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.414, 1.667, 2.0, 2.5, 3.0,
          4.0, 5.0)  # fmt: skip
PRESETS = {"1/\u221an": 1.0, "He: \u221a(2/n)": 1.414}


@dataclass(frozen=True)
class StartSettings:
    """Everything a person can set.

    Attributes
    ----------
    activation, depth, bias, weights : see `course.starts.Start`
    scale : float
        In (0, 10]: the initial weights have the standard deviation scale / sqrt(n).
    seed : int
        In [0, 31]: which of the 32 networks is drawn in detail.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    activation: str = control("tanh", Joined("activation", (("tanh", "tanh"), ("ReLU", "relu"))))
    depth: int = control(10, Slider("layers", 1, DEEPEST, 1))
    weights: str = control(
        "random",
        Joined(
            "Initial weights",
            (("random", "random"), ("equal", "equal"), ("zero", "zero")),
            label_hidden=True,
        ),
    )
    scale: float = control(1.0, Scale("times 1/\u221an", SCALES))
    bias: float = control(0.0, Slider("bias of every unit", -3.0, 0.0, 0.1, ".1f"))
    seed: int = control(0, Count("seed", 0, SEEDS - 1))

    def __post_init__(self) -> None:
        check_integer("seed", self.seed, 0, SEEDS - 1)
        start = self.start
        object.__setattr__(self, "scale", start.scale)
        object.__setattr__(self, "bias", round(start.bias, 4) + 0.0)

    @property
    def start(self) -> Start:
        """The network that is meant, without its seed."""
        return Start(self.activation, self.depth, self.scale, self.bias, self.weights)
