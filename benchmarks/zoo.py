"""The accuracies of "Simple models for deep learning testing" (2016), and ours beside them.

Same rules, same or smaller networks, batch 100; Adam in place of plain SGD.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.result import Result, judged
from course.records import TrainConfig
from course.toys import base_rate, make_dataset
from course.training import Stream, evaluate, fit

HELD_OUT = 20_000
NEAR = 90.0  # %, accuracy from which a decision region counts as nearly a circle


@dataclass(frozen=True)
class Row:
    """A setting of the published table, and the one that stands beside it here.

    Attributes
    ----------
    rule : str
    hidden : tuple of int
        Our hidden layers.
    published : float or None
        Published test accuracy in %; None where it is described in words.
    network : str
        The published network, and how its figure was qualified.
    seeds : int
        How many networks of ours are trained, from seeds 0, 1, 2 ...
    learning_rate : float
    steps : int
    """

    rule: str
    hidden: tuple[int, ...]
    published: float | None
    network: str
    seeds: int = 32
    learning_rate: float = 0.01
    steps: int = 1000

    def config(self) -> TrainConfig:
        """One population with all the seeds."""
        return TrainConfig(
            hidden=self.hidden,
            learning_rate=self.learning_rate,
            steps=self.steps,
            seed=tuple(range(self.seeds)),
            schedule="cosine",
        )


ROWS = (
    Row("positive", (1,), 99.6, "1 hidden unit", learning_rate=0.03),
    Row("linear", (1,), 99.9, "1 hidden unit", learning_rate=0.03),
    Row("linear", (100,), 93.9, "100 hidden units", learning_rate=0.03, steps=10),
    Row("circle", (3,), None, "3 hidden units", learning_rate=0.03),
    Row("circle", (10,), 97.8, "10 hidden units", learning_rate=0.03),
    Row("circle", (100,), 99.0, "100 hidden units", learning_rate=0.03),
    Row("ring", (100,), 92.7, "100 hidden units, at best", learning_rate=0.03),
    Row("cosine", (1000,), 87.0, "one hidden layer, about", seeds=5),
    Row("rose", (1000,), 80.3, "one hidden layer, a little over", seeds=5),
    Row("circle", (32, 32, 32), 99.4, "10-1000-1000"),
    Row("ring", (32, 32, 32), 97.9, "1000-1000-1000"),
    Row("cosine", (32, 32, 32), 94.3, "1000-1000-100"),
    Row("rose", (32, 32, 32), 98.1, "1000-1000-1000"),
)


def run() -> Iterator[Result]:
    """Train every row and yield it; under a minute on one core."""
    for row in ROWS:
        yield compare(row, accuracies(row))


def accuracies(row: Row) -> np.ndarray:
    """Test accuracy of each of a row's networks, in %; shape (seeds,)."""
    [last] = deque(fit(row.config(), Stream(row.rule)), maxlen=1)
    held_out = make_dataset(row.rule, 1, HELD_OUT)
    return 100 * evaluate(last.network, held_out.x_test, held_out.y_test).accuracy


def compare(row: Row, accuracy: np.ndarray) -> Result:
    """A row beside what was published, or against being nearly a circle.

    Parameters
    ----------
    row : Row
    accuracy : float array, shape (seeds,)
        What `accuracies` returned for it.
    """
    name = f"{row.rule}, {'-'.join(map(str, row.hidden))} hidden, {row.steps:,} steps"
    median = float(np.median(accuracy))
    conditions = (
        f"{base_rate(row.rule):.1%} is free; Adam at rate {row.learning_rate:g} with cosine "
        f"schedule, batch 100 of fresh points; seeds differ in their initial weights; "
        f"{HELD_OUT:,} points held out; median {median:.2f}%, "
        f"worst {accuracy.min():.2f}%, best {accuracy.max():.2f}%"
    )
    if row.published is None:
        return judged(
            f"{name}, seeds that reach {NEAR:g}%",
            int((accuracy >= NEAR).sum()),
            f"of {len(accuracy)} seeds",
            bar=f"ours >= {len(accuracy) // 4}",
            conditions=f"published in words: 'nearly a circle' ({row.network}); {conditions}",
        )
    reached = int((accuracy >= row.published).sum())
    return judged(
        name,
        round(median, 2),
        "%",
        peer=f"published, {row.network}",
        theirs=row.published,
        bar="ratio >= 0.999",
        conditions=f"{reached} of {len(accuracy)} seeds reach {row.published:g}%; {conditions}",
    )
