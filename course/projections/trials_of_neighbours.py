"""How many components it takes until the ten nearest pictures of a digit stay the nearest."""
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from course.checks import check_integer, check_number
from course.digits import load
from course.loading import Loading, meanwhile
from course.pca import pca
from course.projections.spreads import Spreads
from course.trials import exhaust

BLOCK = 192  # rows that are compared with all others between two breaths
SHOWN = (2, 5, 10, 20, 30, 40, 64)  # components that have a row of the picture
ABOUT = "nearest that stay"
WAYS = {"as they are": False, "centred first": True}


@dataclass(frozen=True, eq=False)
class Staying(Spreads):
    """What stays of the nearest, for every number of components.

    Attributes
    ----------
    stay : mapping of str to int array, shape (components, pictures)
        "as they are" or "centred first" -> how many of the nearest stay, for 1, 2, ... components.
    energy : float array, shape (components,)
        Share of the sum of squares that so many components keep, not centred, in [0, 1].
    nearest : int
        How many were looked at.
    """

    stay: dict[str, np.ndarray] | None = None
    energy: np.ndarray | None = None
    nearest: int = 10

    def needed(self, wanted: float = 9, way: str = "as they are", *, mean: bool = False) -> int:
        """The fewest components at which half of the pictures keep so many; 0 if none do.

        With `mean`, at which the pictures keep so many on average.
        """
        check_number("wanted", wanted, 0, self.nearest)
        kept = self.stay[way]
        middle = kept.mean(axis=1) if mean else np.median(kept, axis=1)
        enough = np.flatnonzero(middle >= wanted)
        return int(enough[0]) + 1 if len(enough) else 0


@dataclass(frozen=True)
class Neighbours:
    """The digits, cut to every number of components, and what stays of the nearest by angle.

    Attributes
    ----------
    pictures : int
        The first so many, in [20, 1797].
    nearest : int
        How many neighbours of each, in [1, 10].
    """

    pictures: int = 1797
    nearest: int = 10

    def __post_init__(self) -> None:
        check_integer("pictures", self.pictures, 20, 1797)
        check_integer("nearest", self.nearest, 1, 10)

    @property
    def steps(self) -> int:
        """How often `pieces` yields once the pictures are there."""
        return len(WAYS) * 64 * -(-self.pictures // BLOCK)

    def pieces(self) -> Generator[Loading | None, None, Staying]:
        """A block of pictures and a number of components at a time; what stays is returned."""
        x, labels = yield from _read(self.pictures)
        found, energy = {}, None
        for way, centre in WAYS.items():
            z = pca(x, centre=centre)(x)
            if not centre:
                energy = np.cumsum((z**2).sum(axis=0)) / (x**2).sum()
            found[way] = yield from staying(x, z, self.nearest)
        rows = {}
        for k in sorted({*SHOWN, _first(found["as they are"], 0.9 * self.nearest)}):
            for way, kept in found.items():
                means = [kept[k - 1, labels == digit].mean() for digit in np.unique(labels)]
                rows[_name(k), way] = tuple(100 * m / self.nearest for m in means)
        words = {_name(k): f"{energy[k - 1]:.1%} of the squares" for k in range(1, 65)}
        return Staying(rows, ABOUT, "%", top=100, each="digit", words=words,
                       stay=found, energy=energy, nearest=self.nearest)  # fmt: skip

    def run(self) -> Staying:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that count again until half of the pictures keep nine in ten."""
        return "\n".join([
            "import numpy as np",
            "from course.digits import load",
            "from course.pca import pca",
            "",
            "def nearest(x):",
            '    """The nearest of each row by angle."""',
            "    units = x / np.linalg.norm(x, axis=1, keepdims=True)",
            "    cosines = units @ units.T",
            "    np.fill_diagonal(cosines, -np.inf)",
            f"    return np.argpartition(-cosines, {self.nearest}, axis=1)[:, :{self.nearest}]",
            "",
            "digits = load()",
            "x = np.concatenate([digits.x_train, digits.x_validation, digits.x_test])"
            f"[:{self.pictures}]",
            "before = nearest(x)",
            "for k in range(1, 65):",
            "    after = nearest(pca(x, k, centre=False)(x))",
            "    stay = [np.isin(a, b).sum() for a, b in zip(before, after)]",
            f"    if np.median(stay) >= {0.9 * self.nearest:g}:",
            "        break",
            "k",
        ])  # fmt: skip


def staying(
    before: np.ndarray, after: np.ndarray, nearest: int
) -> Generator[None, None, np.ndarray]:
    """How many of each row's nearest by angle stay with the first 1, 2, ... columns of `after`.

    Yields after a block of rows at each number of columns.

    Parameters
    ----------
    before : float array, shape (n, d)
    after : float array, shape (n, k)
        A row that is zero in its first columns has an angle of 90 degrees with every other.
    nearest : int
        In [1, n - 1].

    Returns
    -------
    int array, shape (k, n)
    """
    found = np.empty((after.shape[1], len(before)), int)
    units = before / np.linalg.norm(before, axis=1, keepdims=True)
    lengths = np.sqrt(np.cumsum(after**2, axis=1))
    lengths[lengths == 0] = 1
    for start in range(0, len(before), BLOCK):
        here = slice(start, start + BLOCK)
        theirs = _nearest(units[here] @ units.T, start, nearest)
        products = np.zeros((len(theirs), len(before)))
        for k, column in enumerate(after.T):
            products += column[here, None] * column
            ours = _nearest(products / lengths[:, k], start, nearest)
            both = (theirs[:, :, None] == ours[:, None, :]).sum(axis=(1, 2))
            found[k, here] = both
            yield
    return found


def _nearest(products: np.ndarray, start: int, count: int) -> np.ndarray:
    """Columns of the largest in each row, but for the row itself, which is column start + i."""
    own = np.arange(len(products))
    products = products.copy()
    products[own, start + own] = -np.inf
    return np.argpartition(products, -count, axis=1)[:, -count:]


def _read(count: int) -> Generator[Loading, None, tuple[np.ndarray, np.ndarray]]:
    """The first pictures and what they show, read on a thread of its own."""
    read = yield from meanwhile(load, "digits")
    x = np.concatenate([read.x_train, read.x_validation, read.x_test])[:count]
    return x, np.concatenate([read.y_train, read.y_validation, read.y_test])[:count]


def _first(kept: np.ndarray, wanted: float) -> int:
    """The fewest components at which the median is there; all of them if it never is."""
    there = np.flatnonzero(np.median(kept, axis=1) >= wanted)
    return int(there[0]) + 1 if len(there) else len(kept)


def _name(k: int) -> str:
    return f"{k} component{'' if k == 1 else 's'}"
