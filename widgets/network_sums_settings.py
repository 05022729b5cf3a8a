"""What can be set in the drawn network of sums, and the lines of Python that repeat it."""
from dataclasses import dataclass

import numpy as np

from course.by_hand import Arrays
from course.checks import check_choice, check_integer, check_number
from course.passes import PRESETS, preset
from widgets.controls.form import Choice, Count, Joined, Slider, control

UNITS = ("h1", "h2", "h3", "z")
OTHERS = ((-0.8, 0.5), (0.4, -1.1), (-1.5, -0.6))  # points two to four
WEIGHTS = (("from the seed", "seed"), ("copies of the inputs", "copies"), ("all the same", "same"))
FARTHEST = 3.0  # of a point from 0 along each axis


@dataclass(frozen=True)
class SumsSettings:
    """The point and the network.

    Attributes
    ----------
    x1, x2 : float
        The first point, in [-3, 3].
    points : {"1", "4"}
        Whether three more points go through at once.
    weights : {"seed", "copies", "same"}
        As in `course.passes.preset`.
    seed : int
        Decides the weights, if they are those of the seed.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    x1: float = control(1.2, Slider("x1", -2.0, 2.0, 0.1, ".1f"))
    x2: float = control(0.7, Slider("x2", -2.0, 2.0, 0.1, ".1f"))
    points: str = control("1", Joined("points", (("1", "1"), ("4", "4"))))
    weights: str = control("seed", Choice("weights", WEIGHTS))
    seed: int = control(37, Count("seed", 0, 9999))

    def __post_init__(self) -> None:
        for name in ("x1", "x2"):
            value = check_number(name, getattr(self, name), -FARTHEST, FARTHEST)
            object.__setattr__(self, name, round(value, 4) + 0.0)
        check_choice("points", self.points, ("1", "4"))
        check_choice("weights", self.weights, PRESETS)
        check_integer("seed", self.seed, 0, 9999)


@dataclass(frozen=True)
class NetworkSumsSettings(SumsSettings):
    """The point and the network, and the sum in hand.

    Attributes
    ----------
    unit : {"h1", "h2", "h3", "z"}
        Whose sum is written out.
    row : int
        Which point it is about, from 1; the first, if there is only one.
    """

    unit: str = "h1"
    row: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choice("unit", self.unit, UNITS)
        check_integer("row", self.row, 1, 4)

    @property
    def x(self) -> np.ndarray:
        """The points, shape (1, 2) or (4, 2)."""
        return np.array([(self.x1, self.x2), *(OTHERS if self.points == "4" else ())])

    def parameters(self) -> Arrays:
        """[W1, b1, W2, b2]."""
        return preset(self.weights, self.seed)


def code(settings: NetworkSumsSettings) -> str:
    """Lines of Python that print the sums and values that are on screen."""
    rows = [f"[{a!r}, {b!r}]" for a, b in settings.x.tolist()]
    return "\n".join([
        "import numpy as np",
        "",
        "from course.by_hand import forward",
        "from course.passes import preset",
        "",
        f"x = np.array([{', '.join(rows)}])",
        f"W1, b1, W2, b2 = preset({settings.weights!r}, seed={settings.seed})",
        "h, z = forward(x, W1, b1, W2, b2)",
        'for name, value in {"x W1 + b1": x @ W1 + b1, "h": h, "z": z}.items():',
        "    print(name, value.shape, value.tolist())",
        "",
    ])  # fmt: skip
