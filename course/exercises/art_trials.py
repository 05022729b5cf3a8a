"""How much of the error is left after so many steps: learning rates of SGD, and four optimisers."""
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from course.checks import check_integer
from course.loading import Loading, exhaust, loaded
from course.projections.spreads import Spreads

# What the first step of an optimiser imports as well; the last one is what a page is told of.
NEEDED = ("course.art.build", "course.art.create", "torch._dynamo")
LEFT = "error that is left"
OPTIMISERS = {"SGD": 30.0, "momentum": 3.0, "Adam": 0.03, "L-BFGS": 1.0}


def rate_name(rate: float) -> str:
    """What a row is called: "rate 1,000"."""
    return f"rate {rate:,g}"


@dataclass(frozen=True)
class Race:
    """Pictures that learn to match the rose, from several seeds.

    Attributes
    ----------
    rows : tuple of (str, str, float)
        What a row is called, an optimiser, and its learning rate.
    kind : str
        What the pictures are made of: a key of `course.pictures.catalogue.PARAMETERISATIONS`.
    size : int
        Pixels a side, in [8, 256].
    steps_each : int
        In [1, 10000].
    seeds : int
        In [1, 100].
    count : int
        How many blobs, where it is made of blobs.
    """

    rows: tuple[tuple[str, str, float], ...]
    kind: str = "pixels"
    size: int = 64
    steps_each: int = 100
    seeds: int = 3
    count: int = 0

    def __post_init__(self) -> None:
        check_integer("size", self.size, 8, 256)
        check_integer("steps_each", self.steps_each, 1, 10_000)
        check_integer("seeds", self.seeds, 1, 100)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there."""
        return len(self.rows) * self.seeds * (self.steps_each + 1)

    def pieces(self) -> Generator[int | Loading, None, Spreads]:
        """Make a step at a time; how many percent of the error are left is returned."""
        yield from loaded(*NEEDED)
        from course.art.build import goal
        from course.pictures.targets import target

        wanted = goal({"match": 1.0}, target=target("rose", self.size))
        found: dict[tuple[str, str], list[float]] = {}
        for name, optimiser, rate in self.rows:
            for seed in range(self.seeds):
                losses = yield from self._one(wanted, optimiser, rate, seed)
                row = found.setdefault((name, self._column), [])
                row.append(100 * losses[-1] / losses[0])
        about = f"{LEFT} after {self.steps_each} steps"
        return Spreads(found, about, unit="%", top=100)

    @property
    def _column(self) -> str:
        return f"{self.count} blobs" if self.count else self.kind

    def _one(
        self, goal: Any, optimiser: str, rate: float, seed: int
    ) -> Generator[int, None, list[float]]:
        """One picture's way: the goal's number before each step and at the end."""
        from course.art.build import parameterisation
        from course.art.create import create

        options = {"count": self.count} if self.count else {}
        thing, losses = parameterisation(self.kind, self.size, seed, **options), []
        walk = create(thing, goal, optimiser=optimiser, rate=rate, steps=self.steps_each)
        for step in walk:
            losses.append(step.loss)
            yield step.index
        return losses

    def run(self) -> Spreads:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that do all of it again; they end with the percents."""
        count = f", count={self.count}" if self.count else ""
        return "\n".join([
            "import numpy as np",
            "from course.art.build import parameterisation",
            "from course.art.create import create",
            "from course.art.goals import match",
            "from course.pictures.targets import target",
            "",
            "rows = {",
            *(f"    {name!r}: ({optimiser!r}, {rate!r})," for name, optimiser, rate in self.rows),
            "}",
            f'goal = match(target("rose", {self.size}))',
            "left = {}",
            "for name, (optimiser, rate) in rows.items():",
            f"    for seed in range({self.seeds}):",
            f"        thing = parameterisation({self.kind!r}, {self.size}, seed{count})",
            "        walk = create(thing, goal, optimiser=optimiser, rate=rate,",
            f"                      steps={self.steps_each})",
            "        losses = [step.loss for step in walk]",
            "        left.setdefault(name, []).append(100 * losses[-1] / losses[0])",
            "left",
        ])  # fmt: skip


RATES = tuple(10.0**power for power in range(6))
SGD_RATES = Race(tuple((rate_name(rate), "SGD", rate) for rate in RATES))
FOUR_OPTIMISERS = Race(
    tuple((name, name, rate) for name, rate in OPTIMISERS.items()),
    "splats", size=32, steps_each=60, count=48,
)  # fmt: skip
