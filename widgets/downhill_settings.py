"""The settings of the landscape to go down, as one frozen record."""
from dataclasses import dataclass
from typing import Any

from course.checks import check_choice, check_number, shown
from course.landscape import LANDSCAPES, SURFACES, VALLEYS
from widgets.controls.form import Choice, Joined, Scale, control

RATES = (0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.075, 0.085, 0.1, 0.2, 0.5,
         1.0, 1.5, 1.9, 2.1)  # fmt: skip
VALLEY_RATES = (0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.075, 0.085, 0.1)
MOMENTA = (("none", 0.0), ("0.5", 0.5), ("0.9", 0.9))


def checked_start(start: Any) -> tuple[float, ...]:
    """A start as two numbers from -3 to 3, or () for the landscape's own.

    Raises
    ------
    TypeError, ValueError
        If it is neither.
    """
    if not isinstance(start, tuple | list) or len(start) not in (0, 2):
        raise ValueError(f"start must be two numbers, or none; got {shown(start)}")
    return tuple(check_number(f"start[{i}] (w{i + 1})", w, -3, 3) for i, w in enumerate(start))


@dataclass(frozen=True)
class DownhillControls:
    """What has a control: see `DownhillSettings`."""

    surface: str = control(
        "bowl", Choice("surface", tuple((LANDSCAPES[name].words, name) for name in SURFACES))
    )
    rate: float = control(0.2, Scale("learning rate", RATES))
    momentum: float = control(0.0, Choice("momentum", MOMENTA))
    points: str = control(
        "all", Joined("a step looks at", (("all points", "all"), ("1 point", "one")))
    )


@dataclass(frozen=True)
class DownhillSettings(DownhillControls):
    """Everything a person can set about a descent.

    Attributes
    ----------
    surface : {"bowl", "valley", "hollows"}
        Name of a landscape.
    rate : float
        Learning rate, in (0, 10].
    momentum : float
        Share of the velocity that a step keeps, in [0, 0.99].
    points : {"all", "one"}
        What a step looks at.
    start : tuple of two floats
        The weights to begin with, from -3 to 3; () means the landscape's own.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    start: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_choice("surface", self.surface, SURFACES)
        check_choice("points", self.points, ("all", "one"))
        rate = check_number("rate", self.rate, 0, 10, open_low=True)
        object.__setattr__(self, "rate", rate)
        object.__setattr__(self, "momentum", check_number("momentum", self.momentum, 0, 0.99))
        object.__setattr__(self, "start", checked_start(self.start))


@dataclass(frozen=True)
class ValleyControls:
    """What has a control: see `ValleySettings`."""

    valley: str = control("curved", Joined("valley", tuple((name, name) for name in VALLEYS)))
    rate: float = control(0.05, Scale("learning rate", VALLEY_RATES))


@dataclass(frozen=True)
class ValleySettings(ValleyControls):
    """Everything a person can set about the walkers of a valley.

    Attributes
    ----------
    valley : {"curved", "straight"}
        Name of a landscape.
    rate : float
        Learning rate of gradient descent, with and without momentum, in (0, 10].
    start : tuple of two floats
        The weights to begin with, from -3 to 3; () means the landscape's own.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    start: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_choice("valley", self.valley, VALLEYS)
        rate = check_number("rate", self.rate, 0, 10, open_low=True)
        object.__setattr__(self, "rate", rate)
        object.__setattr__(self, "start", checked_start(self.start))
