"""The settings of the effects: which factor is turned, on which rule, from which seeds."""
from dataclasses import dataclass

import ipywidgets

from course.checks import check_choice, check_integer
from course.effects import EFFECTS, Comparison
from course.toys import find
from widgets.controls.form import Choice, Count, RulePictures, control
from widgets.controls.toggle import Toggle

SEEDS = (8, 16, 32)


@dataclass(frozen=True)
class List:
    """One of several in a column, all in sight."""

    label: str
    options: tuple[tuple[str, str], ...]

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        options = [list(option) for option in self.options]
        made = Toggle(label=self.label, label_hidden=True, options=options, value=value)
        return made.add_class("gb-effects-list")


@dataclass(frozen=True)
class EffectsSettings:
    """What a person can set.

    Attributes
    ----------
    effect : str
        A key of `course.effects.EFFECTS`: the factor that is turned.
    rule : str
        Name of a registered rule.
    seeds : {8, 16, 32}
        How many networks are trained at every value.
    first : int
        The first of the seeds, in [0, 9999]; the others follow it.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    effect: str = control(
        "data", List("Effect", tuple((effect.name, key) for key, effect in EFFECTS.items()))
    )
    rule: str = control("circle", RulePictures("Rule"))
    seeds: int = control(16, Choice("seeds", tuple((str(count), count) for count in SEEDS)))
    first: int = control(0, Count("first seed", 0, 9999))

    def __post_init__(self) -> None:
        check_choice("effect", self.effect, EFFECTS)
        find(self.rule)
        check_integer("seeds", self.seeds, SEEDS[0], SEEDS[-1])
        if self.seeds not in SEEDS:
            raise ValueError(f"seeds must be one of 8, 16, 32; got {self.seeds}")
        check_integer("first", self.first, 0, 9999)

    def comparison(self) -> Comparison:
        """The trainings of these settings."""
        return Comparison(self.effect, self.rule, range(self.first, self.first + self.seeds))
