"""The accuracies of "Simple models for deep learning testing" (2016), by name.

Every figure comes with two recipes: the one of its time, and ours.  Both learn from fresh
points at every step and are judged by points held out.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from course.checks import check_choice, check_integer, check_number, shown
from course.records import TrainConfig
from course.toys import find as find_rule

RECIPES = ("2016", "ours")
BARS = ("median", "count")
COUNTED = ("accuracy", "one answer")


@dataclass(frozen=True)
class Figure:
    """A published accuracy, and how it is measured again.

    Attributes
    ----------
    name : str
        Stable, for links and presets: "circle-10".
    rule : str
        One of the six rules of the write-up.
    network : str
        The published network and training, in words.
    published : float or None
        Published accuracy on points held out, in [0, 1]; None where there are only words.
    said : str
        What was published, in words.
    recipes : mapping of str to TrainConfig
        "2016": plain SGD from the initial weights of that time; "ours": Adam from He's, with
        a cosine schedule.  Each has one seed, 0.
    seeds : int
        How many networks tell how far a recipe gets: seeds 0, 1, 2 ...
    bar : {"median", "count"}
        "median": the median seed of our recipe must reach the figure; "count": a lottery, of
        which only the number of seeds that reach it is told.  The recipe of 2016 has no bar.
    near : float or None
        Accuracy from which a seed counts as what the words say; only where there is no
        published accuracy.
    counted : {"accuracy", "one answer"}
        What a seed must do to be counted: reach the accuracy, or say the same of all points.
    history : int
        How many seeds the recipe of 2016 gets; 0 is as many as ours.
    note : str
        A sentence, where something needs saying.

    Raises
    ------
    ValueError
        On creation, if a value is not as above; the message names it.
    """

    name: str
    rule: str
    network: str
    published: float | None
    said: str
    recipes: Mapping[str, TrainConfig] = field(hash=False)
    seeds: int = 32
    bar: str = "median"
    near: float | None = None
    counted: str = "accuracy"
    history: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        find_rule(self.rule)
        object.__setattr__(self, "recipes", MappingProxyType(dict(self.recipes)))
        if tuple(self.recipes) != RECIPES:
            raise ValueError(f"recipes must be {RECIPES}, got {shown(tuple(self.recipes))}")
        check_integer("seeds", self.seeds, 1)
        check_integer("history", self.history, 0)
        check_choice("bar", self.bar, BARS)
        check_choice("counted", self.counted, COUNTED)
        if (self.published is None) == (self.near is None):
            raise ValueError(
                "one of published and near must be given, and not both; "
                f"got {self.published} and {self.near}"
            )
        check_number("published" if self.near is None else "near", self.goal, 0, 1)

    @property
    def goal(self) -> float:
        """The accuracy that a seed has to reach, in [0, 1]."""
        return self.published if self.near is None else self.near

    def population(self, recipe: str, seeds: int | None = None) -> TrainConfig:
        """One config with all the seeds of a recipe, or with the first few.

        Parameters
        ----------
        recipe : {"2016", "ours"}
        seeds : int, optional
            At least 1; as many as there are if that is less.

        Raises
        ------
        ValueError
            If there is no such recipe, or no seed is asked for.
        """
        check_choice("recipe", recipe, RECIPES)
        there = self.history or self.seeds if recipe == "2016" else self.seeds
        wanted = there if seeds is None else min(check_integer("seeds", seeds, 1), there)
        return replace(self.recipes[recipe], seed=tuple(range(wanted)))


def _pair(
    hidden: tuple[int, ...], rate: float, steps: int = 1000, then: Mapping[str, int] | None = None
) -> dict[str, TrainConfig]:
    """Both recipes for a network: Adam's rate, the steps of both, and what SGD has otherwise.

    SGD's rate falls in networks of several layers: "the deep net adds learning-rate decay".
    """
    falls = "decay" if len(hidden) > 1 else "constant"
    sgd = TrainConfig(hidden, optimiser="sgd", learning_rate=0.5, steps=steps, schedule=falls,
                      start="2016")  # fmt: skip
    ours = TrainConfig(hidden, learning_rate=rate, steps=steps, schedule="cosine")
    return {"2016": replace(sgd, **(then or {})), "ours": ours}


_LITTLE = "The source does not say how little; five steps here, which most often leave one answer."
_STEPS = "The source does not state the number of steps."
_MORE = "The published figure is of ten steps; this is what fifty do."
_LINES = "Published as a picture without a number; what counts as near it is our choice."
_RATE = "SGD's rate is unstated: a fifth of it brought one seed to 81% here, decay another to 89%."
_WIDTH = "The source states neither the width nor the number of steps."
_LONGER = "The width and ten thousand steps are our choice: the same layer, given more time."
_SMALLER = "A smaller network than the published one."

FIGURES = (
    Figure("positive-1-little", "positive", "1 hidden, very little training", 0.499,
           "49.9%: says negative to everything", _pair((1,), 0.03, 5),
           bar="count", counted="one answer", note=_LITTLE),
    Figure("positive-1", "positive", "1 hidden, more training", 0.996, "99.6%",
           _pair((1,), 0.03), note=_STEPS),
    Figure("linear-1-little", "linear", "1 hidden, very little training", 0.501, "50.1%",
           _pair((1,), 0.03, 5), bar="count", counted="one answer", note=_LITTLE),
    Figure("linear-1", "linear", "1 hidden, more training", 0.999, "99.9%",
           _pair((1,), 0.03), bar="count", note=_STEPS),
    Figure("linear-100-10-steps", "linear", "100 hidden, batch 100, 10 steps", 0.939, "93.9%",
           _pair((100,), 0.03, 10)),
    Figure("linear-1000-10-steps", "linear", "1,000 hidden, batch 100, 10 steps", 0.98, "98%",
           _pair((1000,), 0.01, 10), bar="count"),
    Figure("linear-10000-10-steps", "linear", "10,000 hidden, batch 100, 10 steps", 0.989,
           "98.9%", _pair((10_000,), 0.001, 10), 8, "count"),
    Figure("linear-10000-50-steps", "linear", "10,000 hidden, batch 100, 10 steps", 0.989,
           "98.9%", _pair((10_000,), 0.001, 50), 8, note=_MORE),
    Figure("linear-100000-10-steps", "linear", "100,000 hidden, batch 100, 10 steps", 0.985,
           "98.5%", _pair((100_000,), 0.0003, 10), 3, "count"),
    Figure("linear-100000-50-steps", "linear", "100,000 hidden, batch 100, 10 steps", 0.985,
           "98.5%", _pair((100_000,), 0.0003, 50), 3, note=_MORE),
    Figure("circle-1", "circle", "1 hidden", None, "one line", _pair((1,), 0.03), bar="count",
           near=0.6, note=_LINES),
    Figure("circle-2", "circle", "2 hidden", None, "two lines", _pair((2,), 0.03), bar="count",
           near=0.7, note=_LINES),
    Figure("circle-3", "circle", "3 hidden, batch 100, 1,000 steps", None, "nearly a circle",
           _pair((3,), 0.03), bar="count", near=0.9, note=_LINES),
    Figure("circle-10", "circle", "10 hidden", 0.978, "97.8%", _pair((10,), 0.03), note=_STEPS),
    Figure("circle-100", "circle", "100 hidden", 0.99, "99%", _pair((100,), 0.03), note=_STEPS),
    Figure("circle-1000", "circle", "1,000 hidden", 0.99, "99%", _pair((1000,), 0.01), 5,
           note=_STEPS),
    Figure("circle-1000-best", "circle", "1,000 hidden, the best run", 0.995,
           "99%, at best 99.5%", _pair((1000,), 0.01), 5, note=_STEPS),
    Figure("ring-100", "ring", "100 hidden, batch 100, 1,000 steps", 0.927,
           "misses the inner circle; other runs of the same setting reach 92.7%",
           _pair((100,), 0.03)),
    Figure("ring-1000", "ring", "1,000 hidden, batch 1,000, 10,000 steps", 0.969, "96.9%",
           _pair((1000,), 0.01, then={"batch_size": 1000, "steps": 10_000}), 5, history=1,
           note=_RATE),
    Figure("cosine-1000", "cosine", "one hidden layer", 0.87, "stalls near 87%",
           _pair((1000,), 0.01), 5, note=_WIDTH),
    Figure("cosine-1000-10000-steps", "cosine", "one hidden layer", 0.87, "stalls near 87%",
           _pair((1000,), 0.01, 10_000), 3, note=_LONGER),
    Figure("rose-1000", "rose", "one hidden layer, up to 10,000", 0.803,
           "little over the 80.3% of 'all negative'", _pair((1000,), 0.01), 5, note=_WIDTH),
    Figure("rose-1000-10000-steps", "rose", "one hidden layer, up to 10,000", 0.803,
           "little over the 80.3% of 'all negative'", _pair((1000,), 0.02, 10_000), 3,
           note=_LONGER),
    Figure("circle-32-32-32", "circle", "10-1000-1000", 0.994, "99.4%",
           _pair((32, 32, 32), 0.01), note=_SMALLER),
    Figure("circle-100-100-100", "circle", "10-1000-1000", 0.994, "99.4%",
           _pair((100, 100, 100), 0.005), 5, note=_SMALLER),
    Figure("circle-10-1000-1000", "circle", "10-1000-1000", 0.994, "99.4%",
           _pair((10, 1000, 1000), 0.001), 3, history=1, note=_STEPS),
    Figure("ring-100-100-100", "ring", "100-100-100", 0.94, "94%",
           _pair((100, 100, 100), 0.005), 5, note=_STEPS),
    Figure("ring-32-32-32", "ring", "1000-1000-1000", 0.979, "97.9%",
           _pair((32, 32, 32), 0.01), note=_SMALLER),
    Figure("ring-1000-1000-1000", "ring", "1000-1000-1000", 0.979, "97.9%",
           _pair((1000, 1000, 1000), 0.001, 200, then={"steps": 1000}), 3, history=1,
           note=_STEPS),
    Figure("cosine-32-32-32", "cosine", "1000-1000-100", 0.943, "94.3%",
           _pair((32, 32, 32), 0.01), note=_SMALLER),
    Figure("cosine-100-100-100", "cosine", "1000-1000-100", 0.943, "94.3%",
           _pair((100, 100, 100), 0.005), 5, note=_SMALLER),
    Figure("cosine-1000-1000-100", "cosine", "1000-1000-100", 0.943, "94.3%",
           _pair((1000, 1000, 100), 0.001, 400, then={"steps": 1000}), 3, history=1,
           note=_STEPS),
    Figure("rose-32-32-32", "rose", "1000-1000-1000", 0.981, "98.1% (80.3% is free)",
           _pair((32, 32, 32), 0.01), note=_SMALLER),
    Figure("rose-100-100", "rose", "1000-1000-1000", 0.981, "98.1% (80.3% is free)",
           _pair((100, 100), 0.01), 5, note=_SMALLER),
    Figure("rose-100-100-100", "rose", "1000-1000-1000", 0.981, "98.1% (80.3% is free)",
           _pair((100, 100, 100), 0.005), 5, note=_SMALLER),
    Figure("rose-1000-1000-1000", "rose", "1000-1000-1000", 0.981, "98.1% (80.3% is free)",
           _pair((1000, 1000, 1000), 0.001, 400, then={"steps": 1000}), 3, history=1,
           note=_STEPS),
)  # fmt: skip
_BY_NAME = {figure.name: figure for figure in FIGURES}


def find(name: str) -> Figure:
    """The published figure of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those that exist.
    """
    if not isinstance(name, str) or name not in _BY_NAME:
        raise ValueError(f"name must be one of {', '.join(_BY_NAME)}; got {shown(name)}")
    return _BY_NAME[name]
