"""The settings of several pictures side by side, as one frozen record."""
from dataclasses import dataclass
from typing import Any

from course.checks import check_choice, check_integer, shown
from course.pictures.catalogue import PARAMETERISATIONS
from course.pictures.sides_catalogue import GOALS, RACED, SETS, SGD, SideSet, Tile, tiles
from course.pictures.targets import TARGETS
from widgets.controls.form import Choice, Count, Joined, control

ACROSS = ("steps", "time")
_WORDS = {"palette": "colours + left as right", "kaleidoscope": "colours + kaleidoscope"}


@dataclass(frozen=True)
class SideControls:
    """What has a control: see `SideSettings`."""

    set: str = control("optimisers", Choice("set", tuple((s.label, s.name) for s in SETS.values())))
    parameterisation: str = control(
        "pixels", Choice("made of", tuple((PARAMETERISATIONS[n].label, n) for n in RACED))
    )
    goal: str = control("palette", Choice("goal", tuple((_WORDS[n], n) for n in GOALS)))
    target: str | None = control(None, Choice("target", tuple((n, n) for n in TARGETS)))
    digit: int = control(3, Count("digit", 0, 9))
    sgd: str = control("own", Joined("SGD’s learning rate", tuple((name, name) for name in SGD)))
    across: str | None = control(
        None, Joined("all at the same", (("step", "steps"), ("CPU time", "time")))
    )
    seed: int = control(0, Count("seed", 0, 9999))


@dataclass(frozen=True)
class SideSettings(SideControls):
    """Everything a person can set.

    Attributes
    ----------
    set : {"optimisers", "hands", "artworks", "neuron", "stochastic"}
        Which pictures.
    parameterisation : {"pixels", "stack", "splats"}
        Of "optimisers".
    goal : {"palette", "kaleidoscope"}
        Of "artworks".
    target : str or None
        A key of `course.pictures.targets.TARGETS`; None is the set's own.
    digit : int
        Of "neuron", in [0, 9].
    sgd : {"own", "adam"}
        Of "optimisers": SGD's learning rate, its own or Adam's.
    across : {"steps", "time"} or None
        Whether all go on to the same step or to the same CPU time, and what the chart has
        across; None is the set's own.
    seed : int
        Decides every start, in [0, 9999].
    rates : tuple of float
        A learning rate for each picture, in (0, 100000]; () means the usual ones.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    rates: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_choice("set", self.set, SETS)
        if self.target is not None:
            check_choice("target", self.target, TARGETS)
        check_integer("digit", self.digit, 0, 9)
        if self.across is not None:
            check_choice("across", self.across, ACROSS)
        check_integer("seed", self.seed, 0, 9999)
        object.__setattr__(self, "rates", _listed(self.rates))
        self.tiles()  # checks the rest

    def tiles(self) -> tuple[Tile, ...]:
        """The pictures of these settings."""
        return tiles(
            self.set, parameterisation=self.parameterisation, goal=self.goal, sgd=self.sgd,
            rates=self.rates,
        )  # fmt: skip

    @property
    def about(self) -> SideSet:
        """The set."""
        return SETS[self.set]

    @property
    def taken_target(self) -> str:
        """The name of the target; "" where there is none."""
        return "" if not self.about.target else self.target or self.about.target

    @property
    def taken_across(self) -> str:
        """What is counted: "steps" or "time"."""
        return self.across or self.about.across

    @property
    def until(self) -> float:
        """How far all go: steps, or seconds of CPU."""
        return self.about.steps if self.taken_across == "steps" else self.about.seconds

    @property
    def look(self) -> int:
        """The step at which Play stops for a look; 0 for none."""
        return self.about.look if self.taken_across == "steps" else 0


def _listed(rates: Any) -> tuple[float, ...]:
    if not isinstance(rates, tuple | list):
        raise TypeError(f"rates must be numbers in a tuple, got {shown(rates)}")
    return tuple(float(rate) if isinstance(rate, int) else rate for rate in rates)
