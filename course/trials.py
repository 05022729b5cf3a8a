"""Trainings to compare: settings side by side, several seeds each.

One training tells of one draw of the starting weights.  A Trials record holds the settings of
many; it trains them a step at a time, and can write down the lines that train them again.
"""
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from course.checks import check_integer, check_number, shown
from course.loading import exhaust
from course.network import Network
from course.records import TrainConfig
from course.toys import MAX_POINTS, PROVIDED, base_rate, find, make_dataset
from course.training import Stream, evaluate, fit

Label = str | tuple[str, str]
BLOCK = 1000  # points evaluated between two breaths


@dataclass(frozen=True)
class Accuracies:
    """How well several seeds of several settings did on unseen points.

    Attributes
    ----------
    rows : mapping of label to tuple of float
        Accuracy of each seed, in [0, 1].  A label is a str, or a pair of them: what was
        learned, and with which setting.
    free, goal : mapping of label to float
        Base rate of each row, and the accuracy to reach; in [0, 1].  One number stands for
        all rows, and the first of a pair for all rows that begin with it.
    beside : mapping of str to mapping of str to str
        What others found, in words, to stand in columns of their own: title of the column
        -> first of a pair -> words.

    Raises
    ------
    TypeError, ValueError
        On creation, if a row is empty or a number is not in [0, 1].
    """

    rows: Mapping[Label, tuple[float, ...]]
    free: Mapping[Label, float] | float
    goal: Mapping[Label, float] | float
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = {label: tuple(map(float, row)) for label, row in self.rows.items()}
        for label, row in rows.items():
            if not row:
                raise ValueError(f"accuracies[{label!r}] must hold a number a seed, got none")
            if not (min(row) >= 0 and max(row) <= 1):  # not a NaN either
                raise ValueError(
                    f"accuracies[{label!r}] must be in [0, 1], got {shown(list(row))}"
                )
        object.__setattr__(self, "rows", rows)
        for name in ("free", "goal"):
            object.__setattr__(self, name, _of_each(name, getattr(self, name), rows))

    def reached(self, label: Label) -> int:
        """How many seeds of a row reach its goal."""
        return sum(accuracy >= self.goal[label] for accuracy in self.rows[label])


@dataclass(frozen=True)
class Trials:
    """Trainings that differ in a setting, each from several seeds.

    Attributes
    ----------
    rows : mapping of label to TrainConfig, or to (TrainConfig, rule)
        Label as in `Accuracies`.  The config's `seed` holds the seeds, such as range(32).
    rule : str
        The registered rule of every row that does not name its own.
    fresh : bool
        Learn from fresh points at every step (`Stream`) instead of a fixed set.
    n_train, n_test : int
        Points of `make_dataset`; the first are not used if `fresh`.
    noise : float
        As in `make_dataset`, in [0, 2].
    goal : float, or mapping of label to float
        The accuracy to reach, in [0, 1].
    beside : mapping
        As in `Accuracies`.

    Raises
    ------
    TypeError, ValueError
        On creation, if a value is not as above; the message names it.

    Examples
    --------
    >>> seeds = TrainConfig((2,), seed=range(8), steps=10)
    >>> len(Trials({"2 hidden": seeds}).run().rows["2 hidden"])
    8
    """

    rows: Mapping[Label, TrainConfig | tuple[TrainConfig, str]]
    rule: str = "circle"
    fresh: bool = False
    n_train: int = 700
    n_test: int = 1000
    noise: float = 0.0
    goal: Mapping[Label, float] | float = 0.95
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError("rows must hold at least one training, got none")
        rows = {}
        for label, row in self.rows.items():
            config, rule = row if isinstance(row, tuple) else (row, self.rule)
            if not isinstance(config, TrainConfig):
                raise TypeError(f"rows[{label!r}] must be a TrainConfig, got {shown(config)}")
            rows[label] = (config, find(rule).name)
        object.__setattr__(self, "rows", rows)
        check_integer("n_train", self.n_train, 1, MAX_POINTS)
        check_integer("n_test", self.n_test, 1, MAX_POINTS)
        check_number("noise", self.noise, 0, 2)
        _of_each("goal", self.goal, rows)

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        blocks = -(-self.n_test // BLOCK)
        return sum(config.steps + blocks for config, _ in self.rows.values())

    def pieces(self) -> Generator[Any, None, Accuracies]:
        """Train and evaluate everything a little at a time; the accuracies are returned.

        Raises
        ------
        RuntimeError, ValueError
            At the first piece of a row whose device or rule cannot be used.
        """
        found = {}
        for label, (config, rule) in self.rows.items():
            data = make_dataset(rule, self.n_train, self.n_test, self.noise)
            learned = Stream(rule, self.noise) if self.fresh else data
            for step in fit(config, learned):
                yield step.index
            found[label] = yield from accuracy_in_blocks(step.network, data.x_test, data.y_test)
        free = {label: base_rate(rule, self.noise) for label, (_, rule) in self.rows.items()}
        return Accuracies(found, free, self.goal, self.beside)

    def run(self) -> Accuracies:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        rules = {rule for _, rule in self.rows.values()}
        one = repr(min(rules)) if len(rules) == 1 else None
        configs = {label: config for label, (config, _) in self.rows.items()}
        same, calls = config_lines(list(configs.values()))
        make = f"data = make_dataset({one or 'rule'}{self._points()})"
        stream = f"Stream({one or 'rule'}{f', noise={self.noise}' if self.noise else ''})"
        rows = [
            f"    {label!r}: {call if one else f'({call}, {rule!r})'},"
            for (label, (_, rule)), call in zip(self.rows.items(), calls, strict=True)
        ]
        names = "config" if one else "(config, rule)"
        return "\n".join(
            [
                *imports(same, self.fresh, rules),
                *([make] if one else []),
                *same,
                "trials = {",
                *rows,
                "}",
                "accuracies = {}",
                f"for label, {names} in trials.items():",
                *([] if one else [f"    {make}"]),
                f"    for step in fit(config, {stream if self.fresh else 'data'}):\n        pass",
                "    score = evaluate(step.network, data.x_test, data.y_test)",
                "    accuracies[label] = score.accuracy",
                "accuracies",
            ]
        )

    def _points(self) -> str:
        given = {"n_train": self.n_train, "n_test": self.n_test, "noise": self.noise}
        usual = {"n_train": 700, "n_test": 1000, "noise": 0.0}
        return "".join(f", {k}={v!r}" for k, v in given.items() if v != usual[k])


def accuracy_in_blocks(
    network: Network, x: np.ndarray, y: np.ndarray
) -> Generator[None, None, tuple[float, ...]]:
    """The accuracies of `evaluate`, with a breath after every thousand points; one a seed."""
    wrong = np.zeros(1, int)
    for start in range(0, len(x), BLOCK):
        block = slice(start, start + BLOCK)
        wrong = wrong + np.atleast_2d(evaluate(network, x[block], y[block]).wrong).sum(-1)
        yield
    return tuple(((len(x) - wrong) / len(x)).tolist())


def imports(same: list[str], fresh: bool, rules: set[str]) -> list[str]:
    """The first lines of a program that trains from these rules."""
    own = sorted(rules - set(PROVIDED))
    return [
        *(["from dataclasses import replace\n"] if same else []),
        "from course.records import TrainConfig",
        "from course.toys import make_dataset",
        f"from course.training import {'Stream, ' if fresh else ''}evaluate, fit\n",
        *(f"# {name!r} is a rule of your own: register it first" for name in own),
    ]


def config_lines(configs: list[TrainConfig]) -> tuple[list[str], list[str]]:
    """The line with what all configs have in common, and a call for each that adds the rest.

    Only what differs from the defaults is written; no line if there is one config only.
    """
    names = [item.name for item in fields(TrainConfig)]
    usual = {item.name: item.default for item in fields(TrainConfig)}
    common = [n for n in names if len({getattr(config, n) for config in configs}) == 1]
    if any(isinstance(config.learning_rate, tuple) for config in configs):
        common = [n for n in common if n not in ("learning_rate", "seed")]  # checked together

    def written(config: TrainConfig, wanted: list[str]) -> list[str]:
        values = {n: getattr(config, n) for n in wanted}
        return [f"{n}={_written(v)}" for n, v in values.items() if v != usual[n]]

    if len(configs) == 1:
        return [], [f"TrainConfig({', '.join(written(configs[0], names))})"]
    rest = [n for n in names if n not in common]
    same = f"same = TrainConfig({', '.join(written(configs[0], common))})"
    return [same], [f"replace({', '.join(['same', *written(c, rest)])})" for c in configs]


def _written(value: Any) -> str:
    """A value as Python; seeds that follow one another as a range."""
    if isinstance(value, tuple) and len(value) > 2 and all(isinstance(v, int) for v in value):
        first, last = value[0], value[-1]
        if value == tuple(range(first, last + 1)):
            return f"range({f'{first}, ' if first else ''}{last + 1})"
    return repr(value)


def _of_each(name: str, value: Any, rows: Mapping[Label, Any]) -> dict[Label, float]:
    """One number for each row, from one for all, one each, or one for the first of a pair."""
    if not isinstance(value, Mapping):
        number = check_number(name, value, 0, 1)
        return dict.fromkeys(rows, number)
    found = {}
    for label in rows:
        key = label if label in value else label[0] if isinstance(label, tuple) else label
        if key not in value:
            raise ValueError(f"{name} must have a number for {label!r}; it has {shown(value)}")
        found[label] = check_number(f"{name}[{key!r}]", value[key], 0, 1)
    return found
