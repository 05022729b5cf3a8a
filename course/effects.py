"""What one factor of training buys: data, penalties, starts, decay, steps, noise, wrong labels.

Each effect turns one factor and leaves everything else alone.  A Comparison trains a network
from every seed at every value of it, each on points of its own, and keeps what both training
and test points say.  `course.effect_words.said` puts into a sentence what came out.
"""
from collections.abc import Generator, Iterable
from dataclasses import dataclass, fields, replace
from statistics import median, median_low
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer
from course.effect_cases import EFFECTS
from course.effect_findings import Compared, Effect, Level
from course.own_points import LIMIT_PIECES, Scores, limits, own_datasets, scored
from course.toys import PROVIDED, Rule, base_rate, find
from course.training import fit
from course.trials import Accuracies, config_lines, exhaust

__all__ = ["EFFECTS", "OVERTRAINING", "RANDOM_LABELS", "Comparison", "TrainingAccuracies"]

TOGETHER = 8  # seeds of one population: with more, a step would leave the processor's cache
N_TEST = 1000

class Comparison:
    """The trainings of an effect: every value of the factor from every seed.

    Parameters
    ----------
    effect : str or Effect
        A key of `EFFECTS`, or one of your own.
    rule : str or Rule
    seeds : iterable of int
        At least one.  Each decides points, labels and initial weights.

    Raises
    ------
    TypeError, ValueError
        If there is no such effect or rule, or no seed.

    Examples
    --------
    >>> found = Comparison("decay", seeds=range(2)).run()
    >>> found.test.shape
    (4, 2)
    """

    def __init__(
        self, effect: str | Effect, rule: str | Rule = "circle", seeds: Iterable[int] = range(16)
    ) -> None:
        if not isinstance(effect, Effect):
            effect = EFFECTS[check_choice("effect", effect, EFFECTS)]
        self.effect, self.rule = effect, find(rule)
        self.seeds = tuple(check_integer("each seed", seed, 0) for seed in seeds)
        if not self.seeds:
            raise ValueError("seeds must hold at least one, got none")

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        parts, networks = -(-len(self.seeds) // TOGETHER), len(self.seeds)
        return sum(
            parts * level.config.steps
            + networks * len(self.effect.marks(level))
            + LIMIT_PIECES * (level.noise > 0)
            + 1
            for level in self.effect.levels
        )

    def pieces(self) -> Generator[Compared | None, None, Compared]:
        """Train a step at a time; after each value, what is there so far is yielded.

        Raises
        ------
        RuleError
            If the rule raises or returns the wrong thing.
        """
        rows: list[tuple[Any, ...]] = []
        for level in self.effect.levels:
            at_marks = yield from self._trained(level)
            itself, best = yield from limits(self.rule, level.noise)
            free = base_rate(self.rule, level.noise)
            tests = np.array([scores.test for scores in at_marks])
            swing = np.ptp(tests, axis=0) * (not self.effect.over_steps)
            kept = at_marks if self.effect.over_steps else at_marks[-1:]
            rows += [(scores, swing, free, best, itself) for scores in kept]
            yield self._compared(rows)
        return self._compared(rows)

    def _trained(self, level: Level) -> Generator[None, None, list[Scores]]:
        """The scores of all seeds at each step of `marks`."""
        marks, parts = self.effect.marks(level), []
        for first in range(0, len(self.seeds), TOGETHER):
            seeds = self.seeds[first : first + TOGETHER]
            data = own_datasets(self.rule, seeds, level.points, N_TEST, level.noise, level.random)
            found = []
            for step in fit(replace(level.config, seed=seeds), data):
                yield
                if step.index in marks:
                    found.append((yield from scored(step.network, data)))
            parts.append(found)
        return [Scores.joined(part) for part in zip(*parts, strict=True)]

    def _compared(self, rows: list[tuple[Any, ...]]) -> Compared:
        scores, swing, free, best, itself = zip(*rows, strict=True)
        arrays = {
            item.name: np.array([getattr(one, item.name) for one in scores])
            for item in fields(Scores)
        }
        labels = self.effect.labels[: len(rows)]
        return Compared(
            self.effect, self.rule.name, self.seeds, labels, **arrays, swing=np.array(swing),
            free=free, best=best, itself=itself,
        )  # fmt: skip

    def run(self) -> Compared:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        levels = self.effect.levels
        configs = [replace(level.config, seed=self.seeds) for level in levels]
        same, calls = config_lines(configs)
        own = [] if self.rule.name in PROVIDED else [
            f"# {self.rule.name!r} is a rule of your own: register it first"
        ]  # fmt: skip
        points = [_points_of(level) for level in levels]
        body = self._steps_lines(calls[0], points[0]) if self.effect.over_steps else [
            *same,
            "levels = {",
            *(f"    {level.label!r}: ({call}, {given}),"
              for level, call, given in zip(levels, calls, points, strict=True)),
            "}",
            "found = {}",
            "for label, (config, points) in levels.items():",
            f"    data = own_datasets({self.rule.name!r}, config.seed, **points)",
            "    for step in fit(config, data):\n        pass",
            "    found[label] = scores(step.network, data)",
        ]  # fmt: skip
        return "\n".join([
            *(["from dataclasses import replace\n"] if same else []),
            "from course.own_points import own_datasets, scores",
            "from course.records import TrainConfig",
            "from course.training import fit\n",
            *own,
            *body,
            "{label: (scored.train, scored.test) for label, scored in found.items()}",
        ])  # fmt: skip

    def _steps_lines(self, call: str, points: str) -> list[str]:
        marks = self.effect.marks(self.effect.levels[0])
        return [
            f"config = {call}",
            f"data = own_datasets({self.rule.name!r}, config.seed, **{points})",
            f"watched = {marks}",
            "found = {}",
            "for step in fit(config, data):",
            "    if step.index in watched:",
            "        found[step.index] = scores(step.network, data)",
        ]


def _points_of(level: Level) -> str:
    """What `own_datasets` is given for a level, as a dict in Python."""
    given = {"n_train": level.points, "noise": level.noise, "random": level.random}
    return repr({name: value for name, value in given.items() if value or name == "n_train"})


@dataclass(frozen=True)
class TrainingAccuracies:
    """A Comparison of which the training accuracies are wanted, to be drawn as strips.

    Attributes
    ----------
    comparison : Comparison
    named : str
        What a row is called, with {} for its label: "{} units".
    free : float
        Accuracy on training points that is free, in [0, 1]: half, where a coin labels them.
    """

    comparison: Comparison
    named: str = "{}"
    free: float = 0.5

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.comparison.steps

    def pieces(self) -> Generator[Any, None, Accuracies]:
        """Train a step at a time; the accuracies are returned."""
        found = yield from self.comparison.pieces()
        rows = {self.named.format(label): tuple(row)
                for label, row in zip(found.labels, found.train, strict=True)}  # fmt: skip
        return Accuracies(rows, self.free, 1.0)

    def run(self) -> Accuracies:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that train all of it again; they end with the accuracies."""
        *lines, _ = self.comparison.code().splitlines()
        return "\n".join([*lines, "{label: scored.train for label, scored in found.items()}"])


# ---- what the lesson asks of them ------------------------------------------------------

OF_UNITS = "2 \u00d7 {} units"
RANDOM_LABELS = TrainingAccuracies(Comparison("units"), OF_UNITS)
OVERTRAINING = Comparison("steps")


def fitted(result: Accuracies, units: int = 32) -> float:
    """Median over the seeds of the share of random labels fitted, in percent, to a whole one.

    Parameters
    ----------
    result : Accuracies
        Of `RANDOM_LABELS`.
    units : int
        In each of the two layers; one of the values compared.
    """
    return float(round(100 * median(result.rows[OF_UNITS.format(units)])))


def turning_step(found: Compared) -> int:
    """The step at which the test loss is least, of the median seed of `OVERTRAINING`."""
    steps = [int(label.replace(",", "")) for label in found.labels]
    return median_low(steps[place] for place in found.best_steps())


# Lines to follow those of the computations, in place of their last.
FITTED_CODE = (
    "from statistics import median\n\n"
    "round(100 * median(found['32'].train.tolist()))"
)
TURNING_CODE = (
    "from statistics import median_low\n\n"
    "import numpy as np\n\n"
    "best = np.argmin([scored.test_loss for scored in found.values()], axis=0)\n"
    "median_low(list(found)[place] for place in best)"
)
