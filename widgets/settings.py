"""The settings of the classifier playground: one frozen record, from which come the
controls, the link, and the config and data of a run."""
from dataclasses import dataclass, fields, replace
from typing import Any

from course.checks import check_choice, check_integer, check_number
from course.network import parameter_count
from course.records import Dataset, TrainConfig
from course.run import Run
from course.toys import Rule, find, make_dataset, register
from widgets import wording
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
BATCHES = (*((f"{n:,}", n) for n in (1, 10, 32, 64, 100, 256, 1000)), ("all", 0))
SCALES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 10.0)
POINTS = (10, 20, 30, 50, 70, 100, 200, 300, 500, 700, 1000, 2000, 5000, 10_000, 30_000, 100_000)
ENDS = (1, 10, 50, 100, 200, 500, 1000, 2000, 4000, 10_000, 30_000)
LENGTHS = (("until paused", 0), *((wording.steps(n), n) for n in ENDS))
# These need a new network, and those new points.
RESTARTING = {"rule", "hidden", "activation", "seed", "start", "scale", "device"}
DATA = {"rule", "points", "noise"}
# What a setting and a config have in common.
SAME = (
    "hidden", "activation", "seed", "start", "scale", "optimiser", "learning_rate", "schedule", "l2"
)  # fmt: skip
N_TEST = 1000
LONGEST = 300_000  # steps of a run: someone may have left the page
SCHEDULED = 1000  # steps of a schedule that is chosen without a length
# The kernel answers nothing while it makes a step, or scores and draws a network: up to these
# bounds either takes about 15 ms, see `_check_work`.
MOST_PARAMETERS = 100_000
MOST_NUMBERS = 2_500_000  # that one step writes: points of a batch times units


@dataclass(frozen=True)
class Amount(Scale):
    """A whole number from a list of good ones, such as 100,000."""

    def words(self, value: float) -> str:
        """How a value is written."""
        return f"{value:,}"


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
        Zero to six hidden layers of 1 to 1,000 units, with at most 100,000 weights and biases
        in all: with more, a frame would keep the kernel from answering.
        `course.training.fit` takes any number.
    activation, start, scale, optimiser, learning_rate, l2 : see `course.records.TrainConfig`
    batch_size : int
        Points in a minibatch; 0 means all of them.
    schedule : {"constant", "cosine", "decay"}
    steps : int
        The run stops by itself after as many, in [0, 300000]; 0 means when it is paused.  A
        schedule needs an end: with 0 it takes 1,000.
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
    points: int = control(700, Amount("points to learn from", POINTS))
    noise: float = control(0.0, Slider("noise", 0.0, 0.5, 0.01, ".2f"))
    hidden: tuple[int, ...] = control((8, 8), Layers("Network"))
    activation: str = control(
        "relu", Choice("activation", (("ReLU", "relu"), ("tanh", "tanh"), ("sigmoid", "sigmoid")))
    )
    seed: int = control(0, Count("seed", 0, 9999))
    start: str = control("he", Choice("first weights", (("He", "he"), ("as in 2016", "2016"))))
    scale: float = control(1.0, Scale("first weights times", SCALES))
    device: str = control("cpu", Joined("device", (("CPU", "cpu"), ("GPU", "gpu"))))
    speed: str = control("watch", Joined("speed", (("watch", "watch"), ("full", "full"))))
    optimiser: str = control(
        "adam", Choice("optimiser", (("Adam", "adam"), ("momentum", "momentum"), ("SGD", "sgd")))
    )
    batch_size: int = control(64, Choice("batch", BATCHES))
    learning_rate: float = control(0.01, Scale("learning rate", RATES))
    schedule: str = control(
        "constant",
        Choice("schedule", (("constant", "constant"), ("cosine", "cosine"), ("decay", "decay"))),
    )
    steps: int = control(0, Choice("run", LENGTHS, wording.steps))
    l2: float = control(0.0, Scale("L2", PENALTIES))
    shown: str = control(
        "test", Joined("Points shown", (("train", "train"), ("test", "test")), label_hidden=True)
    )

    def __post_init__(self) -> None:
        find(self.rule)
        check_integer("points", self.points, 1, 100_000)
        check_number("noise", self.noise, 0, 2)
        check_integer("batch_size", self.batch_size, 0)
        check_integer("steps", self.steps, 0, LONGEST)
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
        _check_work(config.hidden, min(self.batch_size or self.points, self.points))
        if self.schedule != "constant" and not self.steps:
            object.__setattr__(self, "steps", SCHEDULED)
        for name in ("noise", "learning_rate", "l2", "scale"):
            object.__setattr__(self, name, float(getattr(self, name)))

    def train_config(self, device: str) -> TrainConfig:
        """The config of a run on the device of that name."""
        chosen: dict[str, Any] = {name: getattr(self, name) for name in SAME}
        if self.schedule != "constant":  # where nothing depends on its length, there is none
            chosen["steps"] = self.steps or SCHEDULED
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


def _check_work(hidden: tuple[int, ...], batch: int) -> None:
    """Refuse what would keep the kernel busy too long at once.

    Measured as CPU time on one thread, median of 15, in milliseconds: a step of 100 points, and
    a frame (scores of 3,000 points, the field, and packing both).

    8-8 (64 points): 0.05 and 1; one layer of 100: 0.1 and 2; one of 1,000: 0.3 and 6; six of 100:
    0.6 and 9; 300-300: 1.2 and 10; 999-95, the bound: 1.4 and 15.  A step of as many numbers as
    are allowed: 17 (100,000 points through 8-8), 13 (2,000 points through 1,000 units).
    """
    parameters = parameter_count((2, *hidden, 1))
    if parameters > MOST_PARAMETERS:
        raise ValueError(
            f"hidden must give at most {MOST_PARAMETERS:,} weights and biases here, "
            f"got {parameters:,}"
        )
    if batch * (3 + sum(hidden)) > MOST_NUMBERS:
        most = MOST_NUMBERS // (3 + sum(hidden))
        raise ValueError(
            f"batch_size must be at most {most:,} points for this network, got {batch:,}"
        )


def settings_of(run: Run) -> PlaygroundSettings:
    """The settings with which a run goes on from where it stands.

    Raises
    ------
    ValueError
        If the run is of a population, is larger than the playground takes, or its data are
        not `make_dataset(rule, points, 1000, noise)`.
    """
    config, data = run.config, run.data
    if isinstance(config.seed, tuple):
        raise ValueError(f"run must be of one network, got one of {len(config.seed)}")
    if len(data.x_test) != N_TEST or data.seed != 0:
        raise ValueError(
            f"run.data must be make_dataset(rule, points, {N_TEST}, noise) with seed 0, "
            f"got {len(data.x_test):,} test points and seed {data.seed}"
        )
    return PlaygroundSettings(
        rule=data.rule, points=len(data.x_train), noise=data.noise,
        batch_size=config.batch_size or 0,
        steps=0 if config.schedule == "constant" else config.steps,
        device="cpu" if run.step.network.backend.device == "cpu" else "gpu",
        **{name: getattr(config, name) for name in SAME},
    )  # fmt: skip


def same_training(one: TrainConfig, other: TrainConfig) -> bool:
    """Whether two configs train alike; on a constant schedule their lengths do not matter."""
    if one.schedule == "constant":
        one = replace(one, steps=other.steps)
    return one == other


def rule_setting(rule: Any) -> tuple[dict[str, Any], list[str]]:
    """The setting for a rule given by name, as a Rule, or as a function; and problems."""
    if not callable(rule):
        return {"rule": rule.name if isinstance(rule, Rule) else rule}, []
    name = getattr(rule, "__name__", "rule").replace("_", " ")
    try:
        return {"rule": register(f"your {name}", rule).name}, []
    except (TypeError, ValueError) as error:
        return {}, [str(error)]
