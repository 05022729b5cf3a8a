"""The same network by hand, on the tape, by autograd and in torch: what a step costs each."""
from dataclasses import dataclass

from course.checks import check_integer
from course.same_network import FourWays
from widgets.controls.form import Choice, control
from widgets.race import Race


@dataclass(frozen=True)
class StepCostsSettings:
    """What is measured: the network's size and the minibatch's.

    Attributes
    ----------
    hidden : int
        Hidden units, in [1, 256].
    batch : int
        Points in a minibatch, in [1, 1000].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    hidden: int = control(8, Choice("hidden units", tuple((str(n), n) for n in (8, 32, 128))))
    batch: int = control(10, Choice("batch", tuple((str(n), n) for n in (1, 10, 100, 1000))))

    def __post_init__(self) -> None:
        check_integer("hidden", self.hidden, 1, 256)
        check_integer("batch", self.batch, 1, 1000)

    def measurement(self) -> FourWays:
        """What measures it."""
        return FourWays(self.hidden, self.batch)


class StepCosts(Race):
    """A bar for each way to the same gradients, measured when asked."""

    Settings = StepCostsSettings
    title, called, act, css_class = "", "costs", "Measure 300 steps of each", "gb-step-costs"
