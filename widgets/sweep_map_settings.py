"""The settings of the sweep map: one frozen record, for its controls, its link and its plan."""
from dataclasses import dataclass

from course.checks import check_integer
from course.sweep_map import DEEPEST, RATES, WIDTHS, Plan
from widgets.controls.form import Choice, Count, RuleName, Slider, control
from widgets.controls.numbers import Numbers
from widgets.settings import BATCHES

OPTIMISERS = (("Adam", "adam"), ("momentum", "momentum"), ("SGD", "sgd"))
STEPS = tuple((f"{n:,}", n) for n in (100, 300, 1000, 3000, 10_000))
SEEDS = tuple((str(n), n) for n in (4, 8, 16, 32))


@dataclass(frozen=True)
class SweepMapSettings:
    """Everything a person can set; values as in `course.sweep_map.Plan`.

    Attributes
    ----------
    rule, widths, rates, seeds, depth, optimiser, steps, points, noise : see Plan
    batch_size : int
        Points in a minibatch; 0 means all of them.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting; for a map that would take too long with the estimate.
    """

    rule: str = control("ring", RuleName("rule"))
    widths: tuple[int, ...] = control(WIDTHS, Numbers("units of each hidden layer"))
    rates: tuple[float, ...] = control(RATES, Numbers("learning rates"))
    seeds: int = control(16, Choice("seeds", SEEDS))
    depth: int = control(1, Count("hidden layers", 1, DEEPEST))
    optimiser: str = control("adam", Choice("optimiser", OPTIMISERS))
    steps: int = control(1000, Choice("steps", STEPS))
    batch_size: int = control(32, Choice("batch", BATCHES))
    points: int = control(700, Slider("points to learn from", 10, 2000, 10))
    noise: float = control(0.0, Slider("noise", 0.0, 0.5, 0.01, ".2f"))

    def __post_init__(self) -> None:
        check_integer("batch_size", self.batch_size, 0)
        plan = self.plan  # checks the rest
        for name in ("widths", "rates", "noise"):
            object.__setattr__(self, name, getattr(plan, name))

    @property
    def plan(self) -> Plan:
        """The networks that are meant."""
        return Plan(**{**vars(self), "batch_size": self.batch_size or None})
