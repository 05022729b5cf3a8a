"""The settings of the classifier playground: one frozen record, from which come the
controls, the link, and the config and data of a run."""
from dataclasses import dataclass, fields
from typing import Any

from course.checks import check_choice, check_integer, check_number
from course.records import Dataset, TrainConfig
from course.toys import Rule, find, make_dataset, register
from widgets.canvas.network import MOST_LAYERS, UNITS
from widgets.controls.form import (
    Choice,
    Count,
    Joined,
    Layers,
    RulePictures,
    Scale,
    Slider,
    control,
)

RATES = (1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0)
PENALTIES = (0.0, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1)
BATCHES = tuple((str(n), n) for n in (1, 10, 32, 64, 100, 256)) + (("all", 0),)
RESTARTING = {"rule", "hidden", "activation", "seed", "device"}  # these need a new network
DATA = {"rule", "points", "noise"}  # these need new points
N_TEST = 1000


@dataclass(frozen=True)
class PlaygroundSettings:
    """Everything a person can set in the playground.

    Attributes
    ----------
    rule : str
        Name of a registered rule.
    points : int
        Training points, in [1, 100000]; 1,000 more are held out.
    noise : float
        In [0, 2]: standard deviation of the error with which the rule sees a point.
    hidden : tuple of int
        Zero to six hidden layers of 1 to 100 units: with more, a frame would keep the kernel
        from answering.  `course.training.fit` takes any number.
    activation, optimiser, learning_rate, l2 : see `course.records.TrainConfig`
    batch_size : int
        Points in a minibatch; 0 means all of them.
    seed : int
        Decides the initial weights.
    device : {"cpu", "gpu"}
    speed : {"watch", "full"}
        "watch" begins slowly, so that the first steps can be seen.
    shown : {"train", "test"}
        Which points are drawn.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    rule: str = control("circle", RulePictures("Rule"))
    points: int = control(700, Slider("points to learn from", 10, 2000, 10))
    noise: float = control(0.0, Slider("noise", 0.0, 0.5, 0.01, ".2f"))
    hidden: tuple[int, ...] = control((8, 8), Layers("Network"))
    activation: str = control(
        "relu", Choice("activation", (("ReLU", "relu"), ("tanh", "tanh"), ("sigmoid", "sigmoid")))
    )
    seed: int = control(0, Count("seed", 0, 9999))
    device: str = control("cpu", Joined("device", (("CPU", "cpu"), ("GPU", "gpu"))))
    speed: str = control("watch", Joined("speed", (("watch", "watch"), ("full", "full"))))
    optimiser: str = control(
        "adam", Choice("optimiser", (("Adam", "adam"), ("momentum", "momentum"), ("SGD", "sgd")))
    )
    batch_size: int = control(64, Choice("batch", BATCHES))
    learning_rate: float = control(0.01, Scale("learning rate", RATES))
    l2: float = control(0.0, Scale("L2", PENALTIES))
    shown: str = control(
        "test", Joined("Points shown", (("train", "train"), ("test", "test")), label_hidden=True)
    )

    def __post_init__(self) -> None:
        find(self.rule)
        check_integer("points", self.points, 1, 100_000)
        check_number("noise", self.noise, 0, 2)
        check_integer("batch_size", self.batch_size, 0)
        for name in ("device", "speed", "shown"):
            options = fields(self)[_POSITION[name]].metadata["control"].options
            check_choice(name, getattr(self, name), [value for _, value in options])
        config = self.train_config("cpu")  # checks the rest
        for i, units in enumerate(config.hidden):
            check_integer(f"hidden[{i}] (units of layer {i + 1})", units, 1, UNITS[-1])
        if len(config.hidden) > MOST_LAYERS:
            raise ValueError(
                f"hidden must be at most {MOST_LAYERS} layers, got {len(config.hidden)}"
            )
        object.__setattr__(self, "hidden", config.hidden)
        for name in ("noise", "learning_rate", "l2"):
            object.__setattr__(self, name, float(getattr(self, name)))

    def train_config(self, device: str) -> TrainConfig:
        """The config of a run on the device of that name."""
        same = ("hidden", "activation", "optimiser", "learning_rate", "l2", "seed")
        chosen: dict[str, Any] = {name: getattr(self, name) for name in same}
        return TrainConfig(**chosen, batch_size=self.batch_size or None, device=device)

    def dataset(self) -> Dataset:
        """The points of these settings.

        Raises
        ------
        RuleError
            If the rule raises or returns the wrong thing.
        """
        return make_dataset(self.rule, self.points, N_TEST, self.noise)


_POSITION = {item.name: i for i, item in enumerate(fields(PlaygroundSettings))}


def rule_setting(rule: Any) -> tuple[dict[str, Any], list[str]]:
    """The setting for a rule given by name, as a Rule, or as a function; and problems."""
    if not callable(rule):
        return {"rule": rule.name if isinstance(rule, Rule) else rule}, []
    name = getattr(rule, "__name__", "rule").replace("_", " ")
    try:
        return {"rule": register(f"your {name}", rule).name}, []
    except (TypeError, ValueError) as error:
        return {}, [str(error)]
