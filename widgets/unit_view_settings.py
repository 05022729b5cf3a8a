"""The settings of the view of single units: one frozen record, for its controls and its link."""
from dataclasses import dataclass, replace

import ipywidgets

from course.checks import check_choice, check_integer
from course.records import Dataset, TrainConfig
from course.toys import find, make_dataset
from course.units import chosen_seed, recipe
from widgets.canvas.network import LayerEditor
from widgets.controls.form import Count, Joined, RulePictures, control

MOST_LAYERS, MOST_UNITS = 2, 16
ACTIVATIONS = (("ReLU", "relu"), ("tanh", "tanh"))


@dataclass(frozen=True)
class FewLayers:
    """One or two hidden layers of up to 16 units, as a drawn network."""

    label: str

    def make(self, name: str, value: tuple[int, ...]) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return LayerEditor(value, most_layers=MOST_LAYERS, unit_bounds=(1, MOST_UNITS))


@dataclass(frozen=True)
class UnitSettings:
    """What a person can set.

    Attributes
    ----------
    rule : str
        Name of a registered rule.
    hidden : tuple of int
        One or two hidden layers of 1 to 16 units.
    activation : {"relu", "tanh"}
    seed : int or None
        Decides the initial weights, in [0, 9999].  None is a seed chosen out of 32 where
        there is one (`course.units.CHOSEN`), and 0 elsewhere.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    rule: str = control("circle", RulePictures("Rule"))
    hidden: tuple[int, ...] = control((3,), FewLayers("Network"))
    activation: str = control("relu", Joined("activation", ACTIVATIONS))
    seed: int | None = control(None, Count("seed", 0, 9999))

    def __post_init__(self) -> None:
        find(self.rule)
        check_choice("activation", self.activation, [value for _, value in ACTIVATIONS])
        hidden = TrainConfig(self.hidden).hidden  # checks that they are whole numbers
        if not 1 <= len(hidden) <= MOST_LAYERS:
            raise ValueError(f"hidden must be one or two layers, got {len(hidden)}")
        for i, units in enumerate(hidden):
            check_integer(f"hidden[{i}] (units of layer {i + 1})", units, 1, MOST_UNITS)
        object.__setattr__(self, "hidden", hidden)
        if self.seed is not None:
            check_integer("seed", self.seed, 0, 9999)

    @property
    def chosen(self) -> int | None:
        """The seed chosen for such a network; None where none was."""
        return chosen_seed(self.rule, self.hidden, self.activation)

    @property
    def plain(self) -> "UnitSettings":
        """The same settings with their seed as a number."""
        return self if self.seed is not None else replace(self, seed=self.chosen or 0)

    @property
    def brief(self) -> "UnitSettings":
        """The same settings with None for the seed that is taken anyway."""
        taken = replace(self, seed=None).plain.seed
        return replace(self, seed=None) if self.seed == taken else self

    @property
    def config(self) -> TrainConfig:
        """How the network is trained."""
        return recipe(self.hidden, self.activation, self.plain.seed)

    def dataset(self) -> Dataset:
        """700 points to learn from and 1,000 unseen ones.

        Raises
        ------
        RuleError
            If the rule raises or returns the wrong thing.
        """
        return make_dataset(self.rule)
