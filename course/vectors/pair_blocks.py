"""Pairs of vectors a block at a time: their cosines and squared distances, before and after."""
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from course.vectors.arrays import namespace, precision, room
from course.vectors.pairs import norms

TILE, TILE_ON_GPU = (256, 256), (2048, 8192)  # rows: a tile of numpy's stays within the cache
AT_A_TIME = 10_000  # drawn pairs
NONE = np.empty((2, 0), int)

COSINES, SQUARES = "cosines", "squares"  # of angles, of distances
Pair = tuple[Any, Any]  # before and after
Block = tuple[str, Pair, np.ndarray]  # which of the two, and the rows (2, m) of drawn cosines


@dataclass(frozen=True)
class Side:
    """The vectors before or after, prepared: products of two rows give what is asked of a pair.

    Attributes
    ----------
    vectors : array, shape (n, d)
    over_norm : array, shape (n,)
        1 over the norm of each; 0 for rows that have no angle before or after.
    units : array, shape (n, d)
        At length 1, or the zero vector for those rows.
    left, right : arrays, shape (n, d + 2)
        left_i . right_j is the squared distance of rows i and j.
    typical : float
        Mean squared distance of two rows.
    """

    vectors: Any
    over_norm: Any
    units: Any
    left: Any
    right: Any
    typical: float


def side(x: Any, angled: Any) -> Side:
    """The vectors prepared.

    Distances are of the vectors less their mean, for rounding grows with the norm.  `least` is
    added to each square: the root of one that is nothing but rounding would be far from nothing.
    So a distance is told apart from 0 from about a hundred-thousandth of the typical one (a
    hundredth in float32).

    Parameters
    ----------
    x : array, shape (n, d)
    angled : bool array, shape (n,)
        Which rows have an angle before and after.
    """
    xp = namespace(x)
    lengths = norms(x)
    over = angled / xp.where(lengths > 0, lengths, 1 + 0 * lengths)
    centred = x - x.mean(axis=0)
    squares = (centred * centred).sum(axis=1)[:, None]
    typical = 2 * float(squares.sum()) / max(len(x) - 1, 1)
    least = typical * (1e-10 if precision(x) < 1e-10 else 1e-4)
    left = xp.concat([-2 * centred, squares + least, 1 + 0 * squares], 1)
    right = xp.concat([centred, 1 + 0 * squares, squares], 1)
    return Side(x, over, x * over[:, None], left, right, typical)


def every_pair(before: Side, after: Side) -> Iterator[Block]:
    """Cosines and squared distances of two different rows, all pairs once each.

    They come one after the other, and each block in the same memory: so both stay in the cache.
    """
    sides, n = (before, after), len(before.units)
    on_gpu = str(getattr(before.units, "device", "cpu")) != "cpu"
    high, wide = TILE_ON_GPU if on_gpu else TILE
    # New arrays of this size would each be asked of the system, which takes as long as the sums.
    rooms = [room(one.units, high * max(high, wide), 1)[0] for one in sides]
    for start in range(0, n, high):
        end = min(start + high, n)
        inside, upper = slice(start, end), _upper(end - start)
        for kind in (COSINES, SQUARES) if end - start > 1 else ():
            tiles = _tiles(kind, sides, inside, inside, rooms)
            yield kind, tuple(tile.reshape(-1)[upper] for tile in tiles), NONE
        for first in range(end, n, wide):
            columns = slice(first, min(first + wide, n))
            for kind in (COSINES, SQUARES):
                yield kind, _tiles(kind, sides, inside, columns, rooms), NONE


def drawn_pairs(
    before: Side, after: Side, count: int, rng: np.random.Generator
) -> Iterator[Block]:
    """So many pairs of two different rows, drawn with equal chances."""
    n = len(before.units)
    for start in range(0, count, AT_A_TIME):
        rows = draw(n, min(AT_A_TIME, count - start), rng)
        cosines, squares = zip(*(_picked(one, *rows) for one in (before, after)), strict=True)
        yield COSINES, cosines, rows
        yield SQUARES, squares, NONE


def draw(n: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of pairs, shape (2, count): two different ones of n each."""
    first, step = rng.integers(n, size=count), rng.integers(1, n, size=count)
    return np.stack([first, (first + step) % n])


def cosines_of(one: Side, rows: np.ndarray) -> Any:
    """Cosines of these pairs, shape (m,); rows has shape (2, m)."""
    return _picked(one, *rows)[0]


@lru_cache(maxsize=2)
def _upper(n: int) -> np.ndarray:
    """Places above the diagonal of n rows and columns: there, each pair of them stands once."""
    rows, columns = np.triu_indices(n, 1)
    return rows * n + columns


def _tiles(
    kind: str, sides: tuple[Side, Side], rows: slice, columns: slice, rooms: list[Any]
) -> Pair:
    """Products of rows and columns before and after, written into two flat arrays."""
    shape, tiles = (rows.stop - rows.start, columns.stop - columns.start), []
    for one, flat in zip(sides, rooms, strict=True):
        left, right = (one.units, one.units) if kind == COSINES else (one.left, one.right)
        tile = flat[: shape[0] * shape[1]].reshape(shape)
        tiles.append(namespace(left).matmul(left[rows], right[columns].mT, out=tile))
    return tiles[0], tiles[1]


def _picked(one: Side, i: np.ndarray, j: np.ndarray) -> tuple[Any, Any]:
    a, b = one.vectors[i], one.vectors[j]
    cosines = _dots(a, b) * one.over_norm[i] * one.over_norm[j]
    a -= b
    return cosines, _dots(a, a)


def _dots(a: Any, b: Any) -> Any:
    return namespace(a).einsum("ij,ij->i", a, b)
