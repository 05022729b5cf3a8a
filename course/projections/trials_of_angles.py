"""What becomes of angles when vectors are turned, centred, scaled, cut or whitened: many clouds."""
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course.checks import check_integer, check_number
from course.pca import pca
from course.projections.pairwise import angles
from course.projections.spreads import Spreads
from course.seeding import generator
from course.trials import exhaust
from course.vectors.clouds import published_cloud

TREATMENTS: dict[str, dict[str, Any]] = {
    "turn": {"centre": False},
    "centre": {},
    "scale": {"centre": False, "scale": True},
    "keep one": {"centre": False, "k": 1},
    "whiten": {"centre": False, "whiten": True},
}
WORDS = {
    "turn": "and nothing else",
    "centre": "then turn",
    "scale": "then turn",
    "keep one": "component of the two",
    "whiten": "after the turn",
}
OFFSETS = {"around the origin": (0.0, 0.0), "moved by (100, 0)": (100.0, 0.0)}
ROUNDING = 1e-4  # degrees: near 0 and 180 an arccosine has no more digits
ABOUT = "angle of the median pair changes by"


@dataclass(frozen=True)
class Treatments:
    """The published cloud, near the origin and away from it, under five treatments.

    Attributes
    ----------
    seeds : int
        How many clouds, in [1, 1000].
    points : int
        Of each, in [2, 1000].
    offsets : mapping of str to (float, float)
        What is added to every point.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    seeds: int = 32
    points: int = 300
    offsets: Mapping[str, tuple[float, float]] = field(default_factory=lambda: dict(OFFSETS))

    def __post_init__(self) -> None:
        check_integer("seeds", self.seeds, 1, 1000)
        check_integer("points", self.points, 2, 1000)

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.seeds * len(self.offsets) * len(TREATMENTS)

    def pieces(self) -> Generator[None, None, Spreads]:
        """One treatment of one cloud at a time; the spreads are returned."""
        medians: dict[tuple[str, str], list[float]] = {
            (name, cloud): [] for name in TREATMENTS for cloud in self.offsets
        }
        changed = set()
        for seed in range(self.seeds):
            for cloud, offset in self.offsets.items():
                x = published_cloud(generator(seed, "cloud"), self.points, offset=offset)
                before = angles(x)
                for name, asked in TREATMENTS.items():
                    change = abs(angles(pca(x, **asked)(x)) - before)
                    medians[name, cloud].append(float(np.median(change)))
                    if change.max() > ROUNDING:
                        changed.add((name, cloud))
                    yield
        kept = frozenset(medians) - changed
        return Spreads(medians, ABOUT, top=90, words=WORDS, kept=kept)

    def run(self) -> Spreads:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that do all of it again; they end with the medians."""
        treatments = [f"    {name!r}: dict({_call(asked)})," for name, asked in TREATMENTS.items()]
        return "\n".join([
            "import numpy as np",
            "from course.pca import pca",
            "from course.projections.pairwise import angles",
            "from course.seeding import generator",
            "from course.vectors.clouds import published_cloud",
            "",
            "treatments = {", *treatments, "}",
            f"offsets = {dict(self.offsets)}",
            "medians, largest = {}, {}",
            f"for seed in range({self.seeds}):",
            "    for cloud, offset in offsets.items():",
            f'        x = published_cloud(generator(seed, "cloud"), {self.points}, offset=offset)',
            "        for name, asked in treatments.items():",
            "            change = abs(angles(pca(x, **asked)(x)) - angles(x))",
            "            medians.setdefault((name, cloud), []).append(np.median(change))",
            "            largest.setdefault((name, cloud), []).append(change.max())",
            "medians",
        ])  # fmt: skip


@dataclass(frozen=True)
class Offsets:
    """Normal clouds of spread 1 in the plane, centred from further and further away.

    Attributes
    ----------
    means : tuple of float
        The mean is at (m, m), each m at least 0.
    seeds : int
        In [1, 1000].
    points : int
        In [2, 1000].
    """

    means: tuple[float, ...] = (0, 0.1, 0.25, 0.5, 1, 2, 4)
    seeds: int = 32
    points: int = 300

    def __post_init__(self) -> None:
        for mean in self.means:
            check_number("each mean", mean, 0, 1e6)
        check_integer("seeds", self.seeds, 1, 1000)
        check_integer("points", self.points, 2, 1000)

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.seeds * len(self.means)

    def pieces(self) -> Generator[None, None, Spreads]:
        """Centre one cloud at a time; the spreads are returned."""
        found: dict[tuple[str, str], list[float]] = {
            (name_of(mean), "centred"): [] for mean in self.means
        }
        for seed in range(self.seeds):
            for mean in self.means:
                x = generator(seed, "cloud").normal(size=(self.points, 2)) + mean
                change = abs(angles(x - x.mean(axis=0)) - angles(x))
                found[name_of(mean), "centred"].append(float(np.median(change)))
                yield
        return Spreads(found, ABOUT, top=90)

    def run(self) -> Spreads:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that do all of it again; they end with the medians."""
        return "\n".join([
            "import numpy as np",
            "from course.projections.pairwise import angles",
            "from course.seeding import generator",
            "",
            "medians = {}",
            f"for mean in {self.means}:",
            f"    for seed in range({self.seeds}):",
            f'        x = generator(seed, "cloud").normal(size=({self.points}, 2)) + mean',
            "        change = abs(angles(x - x.mean(axis=0)) - angles(x))",
            "        medians.setdefault(mean, []).append(np.median(change))",
            "medians",
        ])  # fmt: skip


def name_of(mean: float) -> str:
    """What a row is called: "mean at (1, 1)"."""
    return f"mean at ({mean:g}, {mean:g})"


def _call(asked: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in asked.items())
