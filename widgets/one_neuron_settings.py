"""The settings of the neuron whose line is dragged: one small record, for its link and its code."""
from dataclasses import dataclass

from course.checks import check_integer, check_number
from course.neuron import Neuron

MOST = 100.0  # either way, of each weight and the bias


@dataclass(frozen=True)
class NeuronSettings:
    """Everything a person can set.

    Attributes
    ----------
    seed : int
        In [0, 9999]: decides the points.
    w1, w2, b : float
        In [-100, 100]; w1 and w2 are not both 0, for then there is no line.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    seed: int = 0
    w1: float = 4.0
    w2: float = 1.0
    b: float = 0.0

    def __post_init__(self) -> None:
        check_integer("seed", self.seed, 0, 9999)
        for name in ("w1", "w2", "b"):
            value = check_number(name, getattr(self, name), -MOST, MOST)
            object.__setattr__(self, name, round(value, 4) + 0.0)
        if self.w1 == self.w2 == 0:
            raise ValueError("w1 and w2 must not both be 0: there would be no line")

    @property
    def neuron(self) -> Neuron:
        """The neuron of these settings."""
        return Neuron(self.w1, self.w2, self.b)
