"""What is left of relations when vectors keep only k numbers each: by PCA, and at random.

PCA looks at the data and keeps the directions of largest spread.  A random projection looks at
nothing and takes any k directions.
"""
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.backend import Backend
from course.checks import check_choice, check_integer
from course.pca import Relations, pca, relations_in_pieces
from course.projections.glance import Glance, Glancing
from course.projections.stretch import Stretch, stretch_in_pieces
from course.seeding import generator
from course.vectors.arrays import as_numpy, namespace
from course.vectors.pairs import nearest
from course.vectors.transformations import (
    Centre,
    Project,
    Scale,
    Transformation,
    random_projection,
)

METHODS = ("pca", "random")
DRAWS = ("random 2", "random 3", "random 4", "random 5")  # other directions, drawn as blindly
NEIGHBOURS = 10
ROUND = (2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1000)


def levels(most: int) -> tuple[int, ...]:
    """Numbers of components to look at, rising: 2, 3, 4, ... in about equal ratios, and `most`.

    Parameters
    ----------
    most : int
        All of them, at least 1.
    """
    check_integer("most", most, 1)
    return (*(k for k in ROUND if k < most), most)


def random_directions(d: int, k: int, seed: int, draw: int = 1) -> Project:
    """The random projection of a seed: the same again, and its first directions for every k.

    Parameters
    ----------
    d, k : int
        Dimensions before and after, at least 1.
    seed : int
    draw : int
        Which of several draws of this seed, from 1.
    """
    check_integer("draw", draw, 1)
    return random_projection(d, k, generator(seed, "random directions", str(draw)))


@dataclass(frozen=True)
class Survival:
    """What is left with k numbers for each vector.

    Attributes
    ----------
    method : {"pca", "random", "random 2", ..., "random 5"}
    k : int
    relations : Relations
        Of the vectors as they came and as they are with k numbers.
    kept : float
        Share of the variance along the k components; nan for random directions, which are not
        chosen by it.
    stretch : Stretch
        By what factors distances between the vectors change: those that were projected, after
        they were centred and scaled if that was asked for.
    """

    method: str
    k: int
    relations: Relations
    kept: float
    stretch: Stretch

    @property
    def rms_cosine(self) -> float:
        """Root mean square change of a pair's cosine."""
        return self.relations.rms_cosine

    def overlap(self, by: str) -> float:
        """Share of the nearest neighbours that stay, by "angle" or by "distance"."""
        found = self.relations
        return found.overlap_by_angle if by == "angle" else found.overlap_by_distance


@dataclass(frozen=True)
class Company:
    """The nearest neighbours of a row before and after; each nearest first.

    Attributes
    ----------
    before, after : int array, shape (count,)
    stay : int
        How many are among both.
    """

    before: np.ndarray
    after: np.ndarray

    @property
    def stay(self) -> int:
        """How many are among both."""
        return int(np.isin(self.before, self.after).sum())


class Projections:
    """Vectors, and what PCA and random directions make of them with any k.

    The PCA is computed once: with fewer components, its first ones are kept.

    Parameters
    ----------
    x : float array, shape (n, d)
        At least two rows.
    centre, scale, whiten : bool
        As in `course.pca.pca`.  Random directions are taken of the vectors centred and scaled
        alike; they are not whitened.
    seed : int
        Decides the random directions.
    backend : course.backend.Backend
        Where it is computed, and in which format.

    Attributes
    ----------
    pca : course.pca.Pca
        With all components.
    before : array, shape (n, d)
        On the device.
    prepared : array, shape (n, d)
        Centred and scaled, if that was asked for.
    most : int
        Largest k: the smaller of n and d.
    neighbours : int
        How many nearest neighbours are compared: ten, or half of the other rows where there are
        fewer than twenty, as in `relations`.

    Raises
    ------
    TypeError, ValueError
        If x is not finite numbers of that shape, or has fewer than two rows.
    """

    def __init__(
        self,
        x: Any,
        *,
        centre: bool = False,
        scale: bool = False,
        whiten: bool = False,
        seed: int = 0,
        backend: Backend | None = None,
    ) -> None:
        if len(x) < 2:
            raise ValueError(f"x must have at least 2 rows, to be compared; got {len(x)}")
        self.neighbours = min(NEIGHBOURS, max(1, (len(x) - 1) // 2))
        self.before = (backend or Backend(dtype="float64")).array(x)
        self.seed = check_integer("seed", seed, 0)
        self.pca = pca(self.before, centre=centre, scale=scale, whiten=whiten)
        self.scores = self._through(self.pca.parts)
        self._first = [one for one in self.pca.parts if type(one) in (Centre, Scale)]
        self.prepared = self._through(self._first)
        self.most = self.pca.k
        self._brief = _turned(self.before)
        self._glancing: Glancing | None = None
        self._taken: dict[int, Any] = {}

    def _through(self, parts: list[Transformation]) -> Any:
        x = self.before
        for part in parts:
            x = part(x)
        return x

    def random(self, k: int, method: str = "random") -> Transformation:
        """The random projection to k numbers, one of five draws; the same again if asked again."""
        draw = DRAWS.index(method) + 2 if method in DRAWS else 1
        return random_directions(self.before.shape[1], k, self.seed, draw)

    def after(self, method: str, k: int) -> Any:
        """The vectors with k numbers each, shape (n, k), on the device.

        Raises
        ------
        TypeError, ValueError
            If the method is unknown, or k is not in [1, most].
        """
        check_choice("method", method, (*METHODS, *DRAWS))
        check_integer("k", k, 1, self.most)
        if method == "pca":
            return self.scores[:, :k]
        found = self._taken.get(k) if method == "random" else None
        if found is None:
            found = self.random(k, method)(self.prepared)
            if method == "random":  # kept, because a person goes to and fro between a few k
                self._taken[k] = found
        return found

    def survives(self, method: str, k: int) -> Generator[None, None, Survival]:
        """What is left with k numbers; yields after each small piece of work."""
        after = self.after(method, k)
        yield
        count = self.neighbours
        found = yield from relations_in_pieces(self._brief, after, neighbours=count)
        stretch = yield from stretch_in_pieces(self.prepared, after)
        kept = float(self.pca.shares[:k].sum()) if method == "pca" else float("nan")
        return Survival(method, k, found, kept, stretch)

    def glance(self, method: str, k: int) -> Glance:
        """Three figures of what is left with k numbers: for the other draws of directions."""
        if self._glancing is None:
            self._glancing = Glancing(self._brief, self.neighbours)
        return self._glancing.look(self.after(method, k))

    def company(self, method: str, k: int, row: int, by: str = "angle") -> Company:
        """The nearest neighbours of a row, before and after."""
        after, count = self.after(method, k), self.neighbours
        return Company(nearest(self.before, row, count, by), nearest(after, row, count, by))

    def rebuilt(self, method: str, k: int, row: int) -> np.ndarray:
        """A row put together again from what lies along the k directions alone, shape (d,).

        It is the point nearest to the row that has no other part: p V V', with p the row
        centred and scaled and V axes of length 1 at right angles that span the k directions;
        then scaled and moved back.
        """
        check_choice("method", method, (*METHODS, *DRAWS))
        check_integer("k", k, 1, self.most)
        p = as_numpy(self.prepared[row])
        if method == "pca":
            axes = as_numpy(self.pca.components)[:, :k]
        else:
            axes = np.linalg.qr(self.random(k, method).axes)[0]
        found = (p @ axes) @ axes.T
        for part in reversed(self._first):
            scaled = isinstance(part, Scale)
            found = found * as_numpy(part.by) if scaled else found + as_numpy(part.mean)
        return found


def _turned(x: Any) -> Any:
    """Vectors with the same relations as x, and no more numbers each than there are vectors.

    x' = Q R, so that x x' = R' R: the columns of R stand to one another as the rows of x do.
    """
    n, d = x.shape
    return x if d <= n else namespace(x).linalg.qr(x.mT)[1].mT
