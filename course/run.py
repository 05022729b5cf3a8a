"""A training run that can be steered: played step by step, changed on the way, repeated.

`fit` trains; a Run remembers what was done to it, how well it did at which step, and the
lines of code that do the same again.
"""
from dataclasses import dataclass, fields, replace
from typing import Any

from course.records import Dataset, Score, TrainConfig
from course.toys import BUILT_IN
from course.training import Step, begin, evaluate, fit

ENDLESS = 10**9  # steps: the caller decides when to stop


@dataclass(frozen=True)
class Record:
    """How well the network did after a step, on both halves of the data.

    Attributes
    ----------
    index : int
        Steps made.
    train_loss, test_loss : float
        Mean binary cross-entropy, in nats.
    train_accuracy, test_accuracy : float
        In [0, 1].
    """

    index: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float


@dataclass(frozen=True)
class Stretch:
    """Some steps in a row made with the same settings."""

    config: TrainConfig
    data: Dataset
    steps: int


class Run:
    """One network, learning from one dataset until told otherwise.

    Parameters
    ----------
    config : TrainConfig
        One network only (one seed); `steps` is not used.
    data : Dataset

    Attributes
    ----------
    step : Step
        The latest; step 0 before the first `advance`.
    history : list of Record
        Taken at fixed step numbers, so that equal runs have equal histories: at every
        step up to 50, then each time the number has grown by a fiftieth.

    Raises
    ------
    RuntimeError
        If the device does not exist here.
    """

    def __init__(self, config: TrainConfig, data: Dataset) -> None:
        self.config, self.data = config, data
        self.step: Step = begin(config)
        self.history: list[Record] = []
        self._past: list[Stretch] = []
        self._since = 0
        self._steps = self._train(self.step)
        self._record()

    def _train(self, after: Step) -> Any:
        return fit(replace(self.config, steps=ENDLESS), self.data, after)

    def _record(self) -> None:
        train, test = self.scores()
        index = self.step.index
        self.history.append(
            Record(index, train.loss, test.loss, train.accuracy, test.accuracy)
        )
        self._next_record = index + max(1, index // 50)

    def advance(self) -> Step:
        """Make one step; return it."""
        self.step = next(self._steps)
        if self.step.index >= self._next_record:
            self._record()
        return self.step

    def scores(self) -> tuple[Score, Score]:
        """How well the network does now: on the training points, and on the test points."""
        network, data = self.step.network, self.data
        return (
            evaluate(network, data.x_train, data.y_train),
            evaluate(network, data.x_test, data.y_test),
        )

    def steer(self, config: TrainConfig | None = None, data: Dataset | None = None) -> None:
        """Go on from here with other settings or other data of the same shape.

        Raises
        ------
        ValueError
            If the new settings need another network: start a new Run for that.
        """
        config, data = config or self.config, data or self.data
        fixed = ("hidden", "activation", "seed", "device")
        changed = [name for name in fixed if getattr(config, name) != getattr(self.config, name)]
        if changed:
            raise ValueError(f"a run cannot change its {', '.join(changed)}: start a new Run")
        made = self.step.index - self._since
        if made:
            self._past.append(Stretch(self.config, self.data, made))
        self._since = self.step.index
        self.config, self.data = config, data
        self._steps = self._train(self.step)

    def stretches(self) -> list[Stretch]:
        """What has been done so far: settings, data and number of steps, in order."""
        made = self.step.index - self._since
        return [*self._past, *([Stretch(self.config, self.data, made)] if made else [])]

    def code(self) -> str:
        """Lines of Python that repeat this run and score it on the test points."""
        imports = "from course.toys import make_dataset\n"
        stretches, after = self.stretches(), ""
        if not stretches:
            lines = [
                "from course.records import TrainConfig",
                imports + "from course.training import begin, evaluate",
                "",
                _data_line(self.data),
                f"step = begin({_config_call(self.config, None)})",
            ]
        else:
            lines = [
                "from course.records import TrainConfig",
                imports + "from course.training import evaluate, fit",
                "",
            ]
        shown = None
        for stretch in stretches:
            if stretch.data is not shown:
                lines.append(_data_line(stretch.data))
            shown = stretch.data
            lines.append(f"config = {_config_call(stretch.config, stretch.steps)}")
            lines.append(f"for step in fit(config, data{after}):\n    pass")
            after = ", after=step"
        if stretches and shown is not self.data:
            lines.append(_data_line(self.data))
        if self.data.rule not in BUILT_IN:
            lines.insert(2, f"# {self.data.rule!r} is a rule of your own: register it first")
        return "\n".join([*lines, "evaluate(step.network, data.x_test, data.y_test).accuracy"])


def _data_line(data: Dataset) -> str:
    parts = [repr(data.rule), f"n_train={len(data.x_train)}", f"n_test={len(data.x_test)}"]
    parts += [f"noise={data.noise}"] if data.noise else []
    parts += [f"seed={data.seed}"] if data.seed else []
    return f"data = make_dataset({', '.join(parts)})"


def _config_call(config: TrainConfig, steps: int | None) -> str:
    """The call that makes the config: only what differs from the defaults."""
    parts = [
        f"{f.name}={getattr(config, f.name)!r}"
        for f in fields(config)
        if f.name != "steps" and getattr(config, f.name) != f.default
    ]
    parts += [f"steps={steps}"] if steps else []
    return f"TrainConfig({', '.join(parts)})"
