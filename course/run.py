"""A training run that can be steered: played step by step, changed on the way, repeated.

`fit` trains; a Run remembers what was done to it, how well it did at which step, and the
lines of code that do the same again.
"""
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from course.network import Network
from course.records import Dataset, Score, TrainConfig
from course.toys import PROVIDED
from course.training import Step, begin, evaluate, fit

ENDLESS = 10**9  # steps: the caller decides when to stop
SCORED = 2000  # training points that count for a score: more would only take longer


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
    """Some steps in a row made with the same settings.

    Attributes
    ----------
    config : TrainConfig
    data : Dataset
    steps : int
        How many were made.
    already : int
        How many steps of the config's schedule had been made before them.
    """

    config: TrainConfig
    data: Dataset
    steps: int
    already: int = 0


class Run:
    """One network, learning from one dataset until told otherwise.

    Parameters
    ----------
    config : TrainConfig
        One network only (one seed).  On a constant schedule `steps` is not used, on another
        the run is over after as many.
    data : Dataset
    after : Step, optional
        Go on from here instead of from the initial weights.
    past : sequence of Stretch
        What led to `after`, for the lines that repeat the run.

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

    def __init__(
        self,
        config: TrainConfig,
        data: Dataset,
        after: Step | None = None,
        past: Sequence[Stretch] = (),
    ) -> None:
        self.config, self.data = config, data
        self.step: Step = after or begin(config)
        self.history: list[Record] = []
        self._past, self._already = list(past), 0
        if past and past[-1].config == config:
            self._already = past[-1].already + past[-1].steps
        self._since = self.step.index
        self._steps = self._train(self.step)
        self._record()

    def _train(self, after: Step) -> Any:
        if self.config.schedule == "constant":
            return fit(replace(self.config, steps=ENDLESS), self.data, after)
        return fit(self.config, self.data, after, min(self._already, self.config.steps))

    @property
    def finished(self) -> bool:
        """Whether a schedule has come to its end; a constant one never does."""
        made = self._already + self.step.index - self._since
        return self.config.schedule != "constant" and made >= self.config.steps

    def _record(self) -> None:
        train, test = self.scores()
        index = self.step.index
        self.history.append(
            Record(index, train.loss, test.loss, train.accuracy, test.accuracy)
        )
        self._next_record = index + max(1, index // 50)

    def advance(self) -> Step:
        """Make one step; return it.  A finished run stays where it is."""
        self.step = next(self._steps, self.step)
        if self.step.index >= self._next_record:
            self._record()
        return self.step

    def scores(self) -> tuple[Score, Score]:
        """How well the network does now: on `scored`, and on the test points."""
        network, data = self.step.network, self.data
        block = cached_block(network)
        test = evaluate(network, data.x_test, data.y_test, block)
        return evaluate(network, *self.scored, block), test

    @property
    def scored(self) -> tuple[np.ndarray, np.ndarray]:
        """The training points that are scored, and their classes: at most the first 2,000."""
        return self.data.x_train[:SCORED], self.data.y_train[:SCORED]

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
            self._past.append(Stretch(self.config, self.data, made, self._already))
        self._since = self.step.index
        timing = (config.schedule, config.steps)  # another one begins at its beginning
        same = timing == (self.config.schedule, self.config.steps)
        self._already = self._already + made if same else 0
        self.config, self.data = config, data
        self._steps = self._train(self.step)

    def stretches(self) -> list[Stretch]:
        """What has been done so far: settings, data and number of steps, in order."""
        made = self.step.index - self._since
        now = Stretch(self.config, self.data, made, self._already)
        return [*self._past, *([now] if made else [])]

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
            lines += _stretch_lines(stretch, after)
            after = ", after=step"
        if any("islice" in line for line in lines):
            lines.insert(0, "from itertools import islice\n")
        if stretches and shown is not self.data:
            lines.append(_data_line(self.data))
        if self.data.rule not in PROVIDED:
            own = f"# {self.data.rule!r} is a rule of your own: register it first"
            lines.insert(lines.index(""), own)
        unknown = self.step.index - sum(stretch.steps for stretch in stretches)
        if unknown:
            lines.insert(lines.index(""), f"# The first {unknown:,} steps are not known here.")
        return "\n".join([*lines, "evaluate(step.network, data.x_test, data.y_test).accuracy"])


def cached_block(network: Network) -> int:
    """Points to evaluate at once so that a layer stays in the processor's cache; in [100, 1000]."""
    return min(1000, max(100, 100_000 // max(network.widths)))


def _stretch_lines(stretch: Stretch, after: str) -> list[str]:
    """The lines that make a stretch again; a schedule keeps its whole length."""
    config, made, already = stretch.config, stretch.steps, stretch.already
    if config.schedule == "constant":
        already, whole = 0, made
    else:
        whole = config.steps
    call = f"fit(config, data{after}{f', already={already}' if already else ''})"
    if made < whole - already:
        call = f"islice({call}, {made})"
    return [f"config = {_config_call(config, whole)}", f"for step in {call}:\n    pass"]


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
