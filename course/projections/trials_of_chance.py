"""Random directions beside principal components: what either does to distances.

Sources: Johnson and Lindenstrauss 1984, "Extensions of Lipschitz mappings into a Hilbert space";
Dasgupta and Gupta 2003, "An elementary proof of a theorem of Johnson and Lindenstrauss".
"""
import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from course.checks import check_integer, check_number
from course.loading import Loading, meanwhile
from course.pca import pca
from course.projections.pairwise import distances, rms_change
from course.projections.spreads import Spreads
from course.projections.stretch import needed
from course.seeding import generator
from course.trials import exhaust
from course.vectors.sets import SPECTRA
from course.vectors.transformations import random_projection

CLOUDS = {"no strong direction": "flat", "five strong directions": "strong"}
ABOUT = "distance changes by"


@dataclass(frozen=True)
class Chance:
    """Normal clouds, put on random directions and on their own principal components.

    Attributes
    ----------
    seeds : int
        In [1, 1000].
    points, dimensions : int
        Of each cloud, in [2, 1000] and [5, 2000].
    k : int
        How many directions, and how many components; in [1, points].
    """

    seeds: int = 32
    points: int = 300
    dimensions: int = 1000
    k: int = 100

    def __post_init__(self) -> None:
        check_integer("seeds", self.seeds, 1, 1000)
        check_integer("points", self.points, 2, 1000)
        check_integer("dimensions", self.dimensions, 5, 2000)
        check_integer("k", self.k, 1, min(self.points, self.dimensions))

    @property
    def names(self) -> tuple[str, str, str, str]:
        """The rows: random, its worst pair, components, components stretched."""
        random, best = f"{self.k} random directions", f"{self.k} components"
        return random, f"{random}, worst pair", best, f"{best}, stretched"

    @property
    def steps(self) -> int:
        """How often `pieces` yields."""
        return self.seeds * len(CLOUDS) * 3

    def pieces(self) -> Generator[None, None, Spreads]:
        """A step of one cloud at a time; the spreads are returned, in percent."""
        found: dict[tuple[str, str], list[float]] = {
            (name, cloud): [] for name in self.names for cloud in CLOUDS
        }
        for seed in range(self.seeds):
            for cloud in CLOUDS:
                changes = yield from self._of_one(seed, cloud)
                for name, change in zip(self.names, changes, strict=True):
                    found[name, cloud].append(100 * change)
        words = {
            self.names[0]: "root mean square of all pairs",
            self.names[1]: "in units of the typical distance",
            self.names[2]: "root mean square of all pairs",
            self.names[3]: "by one factor for all pairs",
        }
        return Spreads(found, ABOUT, "%", top=50, words=words)

    def _of_one(
        self, seed: int, cloud: str
    ) -> Generator[Loading | None, None, tuple[float, ...]]:
        """What one cloud has for each row, as shares."""
        rng = generator(seed, "cloud")
        size = (self.points, self.dimensions)
        x = rng.normal(size=size) * SPECTRA[CLOUDS[cloud]](self.dimensions)
        yield
        before = distances(x)
        yield
        chance = distances(random_projection(self.dimensions, self.k, rng)(x))
        yield
        best = yield from meanwhile(
            lambda: distances(pca(x, self.k, centre=False)(x)), "components"
        )
        typical = np.sqrt((before**2).mean())
        stretched = best * typical / np.sqrt((best**2).mean())
        worst = float(abs(chance - before).max() / typical)
        return (rms_change(before, chance), worst, rms_change(before, best),
                rms_change(before, stretched))  # fmt: skip

    def run(self) -> Spreads:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that do it again with random directions; they end with the changes."""
        cloud = f"({self.points}, {self.dimensions})"
        return "\n".join([
            "import numpy as np",
            "from course.projections.pairwise import distances, rms_change",
            "from course.seeding import generator",
            "from course.vectors.transformations import random_projection",
            "",
            "changes = []",
            f"for seed in range({self.seeds}):",
            '    rng = generator(seed, "cloud")',
            f"    x = rng.normal(size={cloud})",
            f"    y = random_projection({self.dimensions}, {self.k}, rng)(x)",
            "    changes.append(rms_change(distances(x), distances(y)))",
            "changes",
        ])  # fmt: skip


def enough(points: int, within: float) -> int:
    """Random directions that are enough for every squared distance to stay within a share.

    The next whole number to `course.projections.stretch.needed`.

    Parameters
    ----------
    points : int
        At least 2.
    within : float
        e, in (0, 1).
    """
    points = check_integer("points", points, 2)
    e = check_number("within", within, 0, 1, open_low=True)
    return math.ceil(needed(points, e))
