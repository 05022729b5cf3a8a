"""The settings of a garden of networks: one frozen record, from which come controls, link, code."""
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets

from course.checks import check_choice, check_integer
from course.garden import COUNT, Bed, seeds, widths_and_rates
from course.network import parameter_count
from course.records import TrainConfig
from course.toys import PROVIDED, find, make_dataset
from course.trials import config_lines
from widgets.canvas.network import MOST_LAYERS, UNITS
from widgets.controls.form import Choice, Joined, RuleName, Scale, Slider, control
from widgets.parts import plain

SEEDS, GRID = "seeds", "width and rate"
SHAPES = ((), (2,), (4,), (8,), (16,), (4, 4), (8, 8), (16, 16), (8, 8, 8), (32, 32, 32))
RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 3.0, 10.0)
ACTIVATIONS = (("ReLU", "relu"), ("tanh", "tanh"), ("sigmoid", "sigmoid"))
OPTIMISERS = (("Adam", "adam"), ("momentum", "momentum"), ("SGD", "sgd"))
BATCH, N_TEST = 64, 1000
MOST_PARAMETERS = 5000  # of one of 64 networks: a picture of them takes longer than a frame
MOST_STEPS = 100_000
SORTS = {
    SEEDS: (("accuracy", "accuracy"), ("likeness", "likeness"), ("seed", "seed")),
    GRID: (("accuracy", "accuracy"), ("likeness", "likeness"), ("place", "place")),
}
USUAL = {SEEDS: "accuracy", GRID: "place"}


def written(hidden: tuple[int, ...]) -> str:
    """Hidden layers as people write them: "8-8"; "none"."""
    return "-".join(map(str, hidden)) or "none"


@dataclass(frozen=True)
class Shape:
    """Hidden layers, from a list."""

    label: str

    def make(self, name: str, value: tuple[int, ...]) -> ipywidgets.Widget:
        """The control, showing `value`."""
        shapes = SHAPES if value in SHAPES else (*SHAPES, value)
        options = [(written(shape), shape) for shape in shapes]
        return ipywidgets.Dropdown(
            options=options, value=value, description=self.label, **plain(ipywidgets.Dropdown)
        )


@dataclass(frozen=True)
class Order:
    """One of the orders that there are for what differs."""

    label: str

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return Joined(self.label, SORTS[GRID if value == "place" else SEEDS]).make(name, value)


@dataclass(frozen=True)
class GardenSettings:
    """Everything a person can set in the garden.

    Attributes
    ----------
    rule : str
        Name of a registered rule.
    varies : {"seeds", "width and rate"}
        What differs: the random start of 64 networks; or width by rows, rate by columns.
    hidden : tuple of int
        Zero to six hidden layers of 1 to 100 units, at most 5,000 weights and biases in all.
        Where the width varies, only how many layers there are counts: one to three.
    activation, optimiser : see `course.records.TrainConfig`
    learning_rate : float
        Not used where the rate varies.
    points : int
        Training points, in [1, 100000]; 1,000 more are held out.
    steps : int
        After which the garden is done, in [1, 100000].
    sort : {"accuracy", "likeness", "seed", "place"}
        "seed" and "place" are the same: the order in which they were sown.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    rule: str = control("rose", RuleName("rule"))
    varies: str = control(
        SEEDS, Choice("what differs", ((f"{COUNT} seeds", SEEDS), ("width \u00d7 rate", GRID)))
    )
    hidden: tuple[int, ...] = control((8, 8), Shape("hidden layers"))
    activation: str = control("tanh", Choice("activation", ACTIVATIONS))
    optimiser: str = control("adam", Choice("optimiser", OPTIMISERS))
    learning_rate: float = control(0.03, Scale("learning rate", RATES))
    points: int = control(600, Slider("points", 10, 2000, 10, ",d"))
    steps: int = control(2000, Slider("steps", 100, 10_000, 100, ",d"))
    sort: str = control("accuracy", Order("sort by"))

    def __post_init__(self) -> None:
        find(self.rule)
        check_choice("varies", self.varies, (SEEDS, GRID))
        check_choice("sort", self.sort, ("accuracy", "likeness", "seed", "place"))
        check_integer("points", self.points, 1, 100_000)
        check_integer("steps", self.steps, 1, MOST_STEPS)
        config = self._config  # checks the rest
        object.__setattr__(self, "hidden", config.hidden)
        object.__setattr__(self, "learning_rate", float(self.learning_rate))
        weights = parameter_count((2, *config.hidden, 1))
        if self.varies == SEEDS and weights > MOST_PARAMETERS:
            raise ValueError(
                f"hidden must make a network of at most {MOST_PARAMETERS:,} weights and biases, "
                f"as {COUNT} of them learn at once; {written(config.hidden)} makes {weights:,}"
            )
        for i, units in enumerate(config.hidden):
            check_integer(f"hidden[{i}] (units of layer {i + 1})", units, 1, UNITS[-1])
        most = MOST_LAYERS if self.varies == SEEDS else 3
        if len(config.hidden) > most:
            raise ValueError(f"hidden must be at most {most} layers, got {len(config.hidden)}")
        if self.sort in ("seed", "place"):
            object.__setattr__(self, "sort", "seed" if self.varies == SEEDS else "place")

    @property
    def _config(self) -> TrainConfig:
        same = ("hidden", "activation", "optimiser", "learning_rate")
        chosen: dict[str, Any] = {name: getattr(self, name) for name in same}
        return TrainConfig(**chosen, batch_size=BATCH)

    def bed(self) -> Bed:
        """The networks of these settings, before they have learned anything.

        Raises
        ------
        RuleError
            If the rule raises or returns the wrong thing.
        """
        sow = seeds if self.varies == SEEDS else widths_and_rates
        return Bed(sow(self._config), make_dataset(self.rule, self.points, N_TEST))

    def code(self, index: int) -> str:
        """Lines of Python that train the garden for `index` steps; they end with accuracies."""
        sow = "seeds" if self.varies == SEEDS else "widths_and_rates"
        _, [config] = config_lines([self._config])
        own = f"# {self.rule!r} is a rule of your own: register it first\n"
        train = f"for _ in range({index}):\n    bed.advance()\n" if index else ""
        return (
            f"from course.garden import Bed, {sow}\n"
            "from course.records import TrainConfig\n"
            "from course.toys import make_dataset\n\n"
            f"{'' if self.rule in PROVIDED else own}"
            f"data = make_dataset({self.rule!r}, n_train={self.points}, n_test={N_TEST})\n"
            f"config = {config}\n"
            f"bed = Bed({sow}(config), data)  # {COUNT} networks\n"
            f"{train}"
            "bed.scores().accuracy"
        )


def restarts(before: GardenSettings, after: GardenSettings) -> bool:
    """Whether the change needs networks of its own, or only another end or order."""
    return replace(before, steps=after.steps, sort=after.sort) != after
