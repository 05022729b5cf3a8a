"""The settings of the studio: one frozen record, for its controls and its link."""
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ipywidgets

from course.checks import check_choice, check_integer, check_number, shown
from course.pictures.catalogue import OPTIMISERS, PARAMETERISATIONS, TERMS, default_rate
from course.pictures.targets import TARGETS
from widgets.controls.form import Choice, Count, Joined, OnOff, Scale, control
from widgets.parts import plain

YOURS = "yours"  # a parameterisation of the student's own, and what terms of theirs begin with
OWN = "own"  # a target that was brought along
RATES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5,
         1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0)  # fmt: skip
WEIGHTS = (0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0,
           4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)  # fmt: skip
MOST_WEIGHT = 1e6
SIZES = (64, 96, 128, 192, 256)
SOME_PIXELS = 2048  # of a step that looks at random ones
DEFAULT_GOAL = "match"
_TERM = re.compile(r"(?:([0-9]*\.?[0-9]+(?:e[+-]?[0-9]+)?)\s*\*?\s*)?(\S.*)", re.IGNORECASE)
_MINE = re.compile(rf"{YOURS}(: [^+*]{{1,40}})?")


@dataclass(frozen=True)
class Rate(Scale):
    """A learning rate, from 0.0001 to 2,000."""

    def words(self, value: float) -> str:
        """How a value is written."""
        return f"{value:,g}"


@dataclass(frozen=True)
class Text:
    """A line of text."""

    label: str

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return ipywidgets.Text(
            value, description=self.label, continuous_update=False, **plain(ipywidgets.Text)
        )


def parse_goal(text: str) -> dict[str, float]:
    """Terms and weights of "palette + 5 mirror + 0.3 smooth"; {} of "".

    Raises
    ------
    TypeError, ValueError
        If it is no such text, a term is unknown or named twice, or a weight is not in [0, 1e6].
    """
    if not isinstance(text, str):
        raise TypeError(f"goal must be text such as 'match + 0.3 smooth', got {shown(text)}")
    weights: dict[str, float] = {}
    for piece in text.split("+") if text.strip() else []:
        found = _TERM.fullmatch(piece.strip())
        name = found[2].strip() if found else piece.strip()
        if name not in TERMS and not _MINE.fullmatch(name):
            raise ValueError(f"goal must be made of {', '.join(TERMS)}; got {shown(name)}")
        if name in weights:
            raise ValueError(f"goal must name each term once, got {name} twice")
        weight = 1.0 if not found or found[1] is None else float(found[1])
        weights[name] = check_number(f"the weight of {name}", weight, 0, MOST_WEIGHT)
    return weights


def write_goal(weights: Mapping[str, float]) -> str:
    """The text that `parse_goal` reads."""
    return " + ".join(
        name if weight == 1 else f"{_plain(weight)} {name}" for name, weight in weights.items()
    )


def _plain(weight: float) -> str:
    # No exponent: its plus would part two terms.
    return f"{weight:.6f}".rstrip("0").rstrip(".") if weight < 1 else f"{weight:.12g}"


def called(target: str) -> str:
    """What a target is called in few words."""
    return {"china": "temple", OWN: "your picture"}.get(target, target)


@dataclass(frozen=True)
class StudioControls:
    """What has a control of its own: see `StudioSettings`."""

    parameterisation: str = control(
        "splats",
        Choice(
            "made of",
            tuple((kind.label, kind.name) for kind in PARAMETERISATIONS.values()),
            lambda name: "yours" if name == YOURS else name,
        ),
    )
    seed: int = control(0, Count("seed", 0, 9999))
    size: int = control(
        128, Choice("size", tuple((f"{n} × {n}", n) for n in SIZES), lambda n: f"{n} × {n}")
    )
    optimiser: str = control("Adam", Choice("optimiser", tuple((n, n) for n in OPTIMISERS)))
    rate: float = control(0.03, Rate("learning rate", RATES))
    target: str = control(
        "rose",
        Choice("target", (*((called(name), name) for name in TARGETS), ("your picture", OWN))),
    )
    digit: int = control(3, Count("digit", 0, 9))
    words: str = control("a red rose", Text("words"))
    random_pixels: bool = control(False, OnOff("random pixels"))
    device: str = control("cpu", Joined("device", (("CPU", "cpu"), ("GPU", "gpu"))))


@dataclass(frozen=True)
class StudioSettings(StudioControls):
    """Everything a person can set.

    Attributes
    ----------
    parameterisation : str
        A key of `course.pictures.catalogue.PARAMETERISATIONS`, or "yours".
    seed : int
        Of the first parameters and of what a goal draws, in [0, 9999].
    size : int
        Pixels a side, in [16, 512].
    optimiser : {"SGD", "momentum", "Adam", "L-BFGS"}
    rate : float, optional
        Learning rate, in (0, 10000]; None means the parameterisation's own.
    target : str
        A key of `course.pictures.targets.TARGETS`, or "own": what was brought along.
    digit : int
        For the goal "neuron", in [0, 9].
    words : str
        For the goal "text", 1 to 80 characters.
    random_pixels : bool
        Look at 2,048 random pixels a step, where the parameterisation and the goal allow it.
    device : {"cpu", "gpu"}
    goal : str
        Terms and weights: "palette + 5 mirror + 0.3 smooth"; "" is none.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    rate: float | None = field(default=None)
    goal: str = DEFAULT_GOAL

    def __post_init__(self) -> None:
        check_choice("parameterisation", self.parameterisation, (*PARAMETERISATIONS, YOURS))
        check_choice("optimiser", self.optimiser, OPTIMISERS)
        check_choice("target", self.target, (*TARGETS, OWN))
        check_choice("device", self.device, ("cpu", "gpu"))
        check_integer("seed", self.seed, 0, 9999)
        check_integer("size", self.size, 16, 512)
        check_integer("digit", self.digit, 0, 9)
        if not isinstance(self.words, str) or not 0 < len(self.words.strip()) <= 80:
            raise ValueError(f"words must be 1 to 80 characters, got {shown(self.words)}")
        if not isinstance(self.random_pixels, bool):
            raise TypeError(f"random_pixels must be True or False, got {shown(self.random_pixels)}")
        if self.rate is not None:
            rate = check_number("rate", self.rate, 0, 10_000, open_low=True)
            object.__setattr__(self, "rate", rate)
        object.__setattr__(self, "goal", write_goal(parse_goal(self.goal)))

    @property
    def weights(self) -> dict[str, float]:
        """Each term's weight."""
        return parse_goal(self.goal)

    @property
    def learning_rate(self) -> float:
        """The rate that is used."""
        if self.rate is not None:
            return self.rate
        return default_rate(self.parameterisation, self.optimiser)

    @property
    def needs(self) -> set[str]:
        """What its terms are told besides: of "target", "digit" and "text"."""
        return {TERMS[name].needs for name in self.weights if name in TERMS} - {""}

    @property
    def may_draw_pixels(self) -> bool:
        """Whether a step can look at random pixels only."""
        kind = PARAMETERISATIONS.get(self.parameterisation)
        return set(self.weights) == {"match"} and kind is not None and kind.pointwise

    @property
    def pixels(self) -> int | None:
        """How many random pixels a step looks at; None is all."""
        return SOME_PIXELS if self.random_pixels and self.may_draw_pixels else None


def nearest_weight(weight: float) -> int:
    """Where on the slider a weight stands."""
    gaps = [abs(math.sqrt(weight) - math.sqrt(one)) for one in WEIGHTS]
    return gaps.index(min(gaps))


def knobs(settings: StudioSettings) -> dict[str, Any]:
    """The values of the controls."""
    names = StudioControls.__dataclass_fields__
    return {name: getattr(settings, name) for name in names} | {"rate": settings.learning_rate}
