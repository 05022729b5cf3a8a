"""The settings of the game with three sliders, as one frozen record."""
from dataclasses import dataclass

from course.checks import check_choice, check_integer, check_number
from course.pictures.slider_game import ROUNDS, STARTS, game
from widgets.controls.form import Choice, Count, Joined, OnOff, Scale, control

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class SliderGameSettings:
    """Everything a person can set in the game.

    Attributes
    ----------
    round : {"disc", "colour", "wave"}
        What the three numbers make.
    start : {"near", "far"}
        Where the sliders stand at first.
    seed : int
        Decides the hidden target, in [0, 9999].
    rate : float or None
        Learning rate, in (0, 100]; None is the round's own.
    arrows : bool
        Whether arrows show how the gradient pulls at each slider.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    round: str = control("disc", Choice("round", tuple((game(n).label, n) for n in ROUNDS)))
    start: str = control("near", Joined("start", tuple((name, name) for name in STARTS)))
    seed: int = control(0, Count("target", 0, 9999))
    rate: float | None = control(None, Scale("learning rate", RATES))
    arrows: bool = control(True, OnOff("Show the arrows"))

    def __post_init__(self) -> None:
        check_choice("round", self.round, ROUNDS)
        check_choice("start", self.start, STARTS)
        check_integer("seed", self.seed, 0, 9999)
        if self.rate is not None:
            rate = check_number("rate", self.rate, 0, 100, open_low=True)
            object.__setattr__(self, "rate", rate)
        if not isinstance(self.arrows, bool):
            raise TypeError(f"arrows must be True or False, got {self.arrows!r}")

    @property
    def taken(self) -> float:
        """The learning rate that is used."""
        return game(self.round).rate if self.rate is None else self.rate
