"""One published figure measured again with one recipe: as JSON, and as a line for people."""
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from course.published import FIGURES, Figure
from course.records import TrainConfig
from course.toys import base_rate

_OPTIMISERS = {"adam": "Adam", "momentum": "momentum", "sgd": "SGD"}
_COLUMNS = {
    "figure": max(len(figure.name) for figure in FIGURES),
    "published network": max(len(figure.network) for figure in FIGURES),
    "published": 15, "recipe": 6, "trained": 14, "how": 31, "min": 6, "median": 6,
    "max": 6, "seeds that reach it": 20, "CPU s": 6, "bar": 3,
}  # fmt: skip
_NUMBERS = ("min", "median", "max", "CPU s")  # these stand to the right


def _line(cells: Mapping[str, str]) -> str:
    """A cell in each column, the empty ones too."""
    return "  ".join(
        f"{cells.get(name, ''):{'>' if name in _NUMBERS else '<'}{width}}"
        for name, width in _COLUMNS.items()
    ).rstrip()


@dataclass(frozen=True)
class Outcome:
    """What became of one network.

    Attributes
    ----------
    accuracy : float
        On points held out, in [0, 1].
    one_answer : bool
        Whether it says the same of all of them.
    seconds : float
        CPU time of its training and its evaluation.
    """

    accuracy: float
    one_answer: bool
    seconds: float


@dataclass(frozen=True)
class Row:
    """A published figure and what one of its recipes reaches.

    Attributes
    ----------
    figure : course.published.Figure
    recipe : {"2016", "ours"}
    outcomes : tuple of Outcome
        One a seed; none if the row was left out of a quick run.
    """

    figure: Figure
    recipe: str
    outcomes: tuple[Outcome, ...]

    heading: ClassVar[str] = _line({name: name for name in _COLUMNS})

    @property
    def config(self) -> TrainConfig:
        """How the networks of this row are trained; one seed."""
        return self.figure.recipes[self.recipe]

    @property
    def name(self) -> str:
        """The figure and the recipe: "circle-10, ours"."""
        return f"{self.figure.name}, {self.recipe}"

    @property
    def median(self) -> float | None:
        """Accuracy of the median seed, in [0, 1]; None if the row was left out."""
        return float(np.median(self._accuracies)) if self.outcomes else None

    @property
    def reached(self) -> int:
        """How many seeds reach the figure, or say the same of all points if that is it."""
        if self.figure.counted == "one answer":
            return sum(outcome.one_answer for outcome in self.outcomes)
        return sum(accuracy >= self.figure.goal for accuracy in self._accuracies)

    @property
    def bar(self) -> str | None:
        """What is asked of this row, in words; None if nothing is."""
        asked = self.recipe == "ours" and self.figure.bar == "median"
        return f"median >= {self.figure.goal:g}" if asked else None

    @property
    def holds(self) -> bool | None:
        """Whether the bar is met; None without a bar, or if the row was left out."""
        if self.bar is None or not self.outcomes:
            return None
        return self.median >= self.figure.goal

    def to_json(self) -> str:
        """One line of JSON; `benchmarks.zoo` says what its fields mean."""
        figure, config = self.figure, self.config
        described = {
            name: getattr(figure, name)
            for name in ("name", "rule", "network", "published", "said", "goal", "counted")
        }
        trained = {
            name: getattr(config, name)
            for name in (
                "hidden", "optimiser", "learning_rate", "schedule", "start", "batch_size", "steps",
            )
        }  # fmt: skip
        found = {
            "free": base_rate(figure.rule),
            "seeds": len(self.outcomes),
            "minimum": min(self._accuracies, default=None),
            "median": self.median,
            "maximum": max(self._accuracies, default=None),
            "reached": self.reached if self.outcomes else None,
            "cpu_seconds": self._seconds,
            "bar": self.bar,
            "holds": self.holds,
            "left_out": not self.outcomes,
            "note": figure.note,
        }
        return json.dumps(
            {**described, "recipe": self.recipe, **trained, **found}, allow_nan=False
        )

    def __str__(self) -> str:
        """A line for people; below that of our recipe stands the figure's note."""
        line = _line(self._cells())
        noted = self.recipe == "ours" and self.figure.note
        return f"{line}\n    {self.figure.note}" if noted else line

    @property
    def _accuracies(self) -> list[float]:
        return [outcome.accuracy for outcome in self.outcomes]

    @property
    def _seconds(self) -> float | None:
        return sum(outcome.seconds for outcome in self.outcomes) if self.outcomes else None

    def _cells(self) -> dict[str, str]:
        """What stands in each column."""
        figure = self.figure
        cells = {
            "figure": figure.name,
            "published network": figure.network,
            "published": figure.said if figure.published is None else f"{figure.published:.1%}",
            "recipe": self.recipe,
            "trained": "-".join(map(str, self.config.hidden)),
            "how": _training(self.config),
        }
        if not self.outcomes:
            return cells | {"seeds that reach it": "left out"}
        accuracies = {"min": min, "median": np.median, "max": max}
        cells |= {name: f"{100 * of(self._accuracies):.2f}" for name, of in accuracies.items()}
        return cells | {
            "seeds that reach it": self._counted(),
            "CPU s": f"{self._seconds:.1f}",
            "bar": {True: "met", False: "NO", None: ""}[self.holds],
        }

    def _counted(self) -> str:
        many = f"{self.reached} of {len(self.outcomes)}"
        if self.figure.counted == "one answer":
            return f"{many} say one thing"
        return many if self.figure.published is not None else f"{many} ({self.figure.goal:.0%})"


def _training(config: TrainConfig) -> str:
    """Optimiser, rate and length in a few words."""
    schedule = "" if config.schedule == "constant" else f" {config.schedule}"
    batch = "" if config.batch_size == 100 else f" of {config.batch_size:,}"
    steps = f"{config.steps:,} step{'s' if config.steps != 1 else ''}"
    return f"{_OPTIMISERS[config.optimiser]} {config.learning_rate:g}{schedule}, {steps}{batch}"
