"""What is measured of a rule: whether its picture stays, and whether it comes back after a cut."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from course.art.automaton.growing import SIDES, Growing
from course.art.automaton.rule import Rule
from course.seeding import generator

SIZE = 96
GROWN, CUT, LAST = 200, 400, 1000  # steps: counted as grown; when it is cut; the end
HEALED = 400  # steps after the cut
BETWEEN = 25  # steps between two looks


@dataclass(frozen=True)
class Healing:
    """One flower from one cell, on a grid of 96 x 96, for one seed of the clock.

    Attributes
    ----------
    seed : int
    grown, aged : float
        Error after 200 and after 1,000 steps.
    worst : float
        The largest error from 200 to 1,000 steps, every 25.
    undamaged : float
        Error after 800 steps: what the cut ones are compared with.
    healed : mapping of str to float
        Error after 800 steps of which the 400th was followed by a cut, for each cut.
    """

    seed: int
    grown: float
    aged: float
    worst: float
    undamaged: float
    healed: Mapping[str, float]

    @property
    def ratio(self) -> float:
        """The largest error of a healed one over that of the undamaged one."""
        return max(self.healed.values()) / self.undamaged


def cuts(seed: int) -> dict[str, float]:
    """The four halves and one in a direction of chance: names and degrees."""
    chance = float(generator(seed, "automaton", "cut").uniform(0, 360))
    return {**SIDES, f"{chance:.0f} degrees": chance}


def watch(rule: Rule, seed: int = 0) -> Healing:
    """Grow one flower for 1,000 steps, and beside it one for each way to cut it in half."""
    whole = Growing(rule, SIZE, seed)
    whole.plant(SIZE // 2, SIZE // 2)
    errors, cut = {}, {}
    while whole.steps < LAST:
        whole.step(BETWEEN)
        errors[whole.steps] = whole.error()
        if whole.steps == CUT:
            cut = {name: _healed(whole, angle) for name, angle in cuts(seed).items()}
    late = [error for steps, error in errors.items() if steps >= GROWN]
    return Healing(seed, errors[GROWN], errors[LAST], max(late), errors[CUT + HEALED], cut)


def _healed(whole: Growing, angle: float) -> float:
    """The error of a copy that is cut and left alone for 400 steps; chance falls the same."""
    copy = deepcopy(whole)
    copy.cut(angle)
    copy.step(HEALED)
    return copy.error()
