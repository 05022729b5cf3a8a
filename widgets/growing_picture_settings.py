"""The settings of the growing picture: one frozen record, for its controls and its link."""

from dataclasses import dataclass

from course.checks import check_choice, check_integer
from widgets.controls.form import Count, Joined, OnOff, Slider, control

TOOLS = (("erase", "erase"), ("plant", "plant"))
PACES = (("slow", "slow"), ("usual", "usual"), ("fast", "fast"))
STEPS_A_SECOND = {"slow": 6.0, "usual": 30.0, "fast": 240.0}


@dataclass(frozen=True)
class GrowingSettings:
    """What a person can set.

    Attributes
    ----------
    tool : {"erase", "plant"}
        What the pointer does on the grid.
    brush : int
        Radius of what is erased, in cells, from 1 to 24.
    pace : {"slow", "usual", "fast"}
        6, 30 or up to 240 steps a second.
    hidden : bool
        Whether the hidden channels are shown.
    seed : int
        Decides which half of the cells updates in each step, in [0, 9999].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    tool: str = control("erase", Joined("the pointer", TOOLS))
    brush: int = control(5, Slider("brush, in cells", 1, 24, 1))
    pace: str = control("usual", Joined("pace", PACES))
    hidden: bool = control(False, OnOff("What the cells tell one another"))
    seed: int = control(0, Count("seed", 0, 9999))

    def __post_init__(self) -> None:
        check_choice("tool", self.tool, [value for _, value in TOOLS])
        check_choice("pace", self.pace, STEPS_A_SECOND)
        check_integer("brush", self.brush, 1, 24)
        check_integer("seed", self.seed, 0, 9999)
        if not isinstance(self.hidden, bool):
            raise TypeError(f"hidden must be True or False, got {self.hidden!r}")
