"""Principal component analysis: new axes along which vectors spread most, then less and less.

What a PCA does to vectors is a chain of steps, `Pca.transformation`: centre, scale, rotate, keep
k columns, whiten, each where it is asked for.  Only the rotation is always there, and only it
keeps every relation; `relations` measures what the others change.

Source: Pearson 1901; by the singular value decomposition as in Jolliffe 2002, "Principal
Component Analysis", chapter 3.
"""
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer
from course.vectors.arrays import as_numpy, check_finite, check_rows, like, namespace, precision
from course.vectors.relations import Relations, relations, relations_in_pieces
from course.vectors.transformations import (
    Centre,
    Chain,
    Keep,
    Rotate,
    Scale,
    Transformation,
    Whiten,
)

__all__ = ["Pca", "Relations", "pca", "relations", "relations_in_pieces"]

METHODS = ("auto", "svd", "eigh")
BLOCK = 1024  # rows that are centred at a time: a copy of all of them would cost more than the sum


@dataclass(frozen=True, eq=False)
class Pca:
    """What was found; called with vectors, it transforms them.

    Attributes
    ----------
    components : array, shape (d, r)
        A unit vector in each column, the one of largest spread first; r = min(n, d).  In each,
        the entry of largest magnitude is positive (the first of several); but if there are d of
        them, the last points so that they are a rotation, and not a mirror image.
    deviations : array, shape (r,)
        Standard deviation along each component, divisor n - 1; about the origin if not centred,
        as R's prcomp has it.
    k : int
        How many components are kept.
    method : {"svd", "eigh"}
        How it was computed.
    constant : tuple of int
        Columns without spread: dividing by nothing is left out for them.
    parts : tuple of Transformation
        What it does, in order.
    """

    components: Any
    deviations: Any
    k: int
    method: str
    constant: tuple[int, ...]
    parts: tuple[Transformation, ...]

    def __call__(self, x: Any) -> Any:
        """The vectors transformed, shape (n, k).

        Raises
        ------
        ValueError
            If x has another number of columns.
        """
        return self.transformation(x)

    @cached_property
    def transformation(self) -> Chain:
        """All that it does, as one."""
        return Chain(self.parts)

    @property
    def shares(self) -> Any:
        """Share of the variance along each component, shape (r,); all 0 if there is none."""
        squares = self.deviations * self.deviations
        total = float(squares.sum())
        return squares / total if total else squares

    @property
    def kept(self) -> float:
        """Share of the variance that the k components hold, in [0, 1]."""
        return float(self.shares[: self.k].sum())

    @property
    def certificate(self) -> float:
        """max |M M' - I| of all that it does: about 2e-15 if every distance stays."""
        return self.transformation.certificate

    @property
    def keeps(self) -> frozenset[str]:
        """Which of "distances", "norms" and "angles" are kept for all vectors."""
        return self.transformation.keeps


def pca(
    x: Any,
    k: int | None = None,
    *,
    centre: bool = True,
    scale: bool = False,
    whiten: bool = False,
    method: str = "auto",
) -> Pca:
    """The principal components of vectors.

    Parameters
    ----------
    x : array, shape (n, d)
        Vectors in rows, numpy or torch, float32 or float64; computed in the format and on the
        device it has.
    k : int, optional
        How many components to keep, in [1, min(n, d)]; all of them if None.
    centre : bool
        Whether the mean becomes the origin first.
    scale : bool
        Whether each column is divided by its standard deviation first (about the origin if not
        centred).
    whiten : bool
        Whether each component is divided by its standard deviation at the end.
    method : {"auto", "svd", "eigh"}
        "svd" decomposes x itself.  "eigh" decomposes x' x, which is faster where n is much
        larger than d, but squares the numbers: what is smaller along a component than the
        largest times 1e-8 (3e-4 in float32) is lost in rounding.  "auto" is "eigh" from n = 4 d.

    Raises
    ------
    TypeError, ValueError
        If x is not finite numbers of that shape, has one row and is to be centred, or k is more
        than there are components; or if numbers are so large that their squares leave its format.
    """
    x = check_rows("x", x, finite=False)
    check_choice("method", method, METHODS)
    n, d = x.shape
    if centre and n < 2:
        raise ValueError(f"x must have at least 2 rows to be centred, got {n}")
    r = min(n, d)
    if k is None:
        k = r
    elif check_integer("k", k, 1) > r:
        raise ValueError(f"k must be at most {r}: {n} rows of {d} numbers, got {k}")
    if method == "auto":
        method = "eigh" if n >= 4 * d else "svd"
    mean, axes, deviations, spread, still = _factored(x, centre, scale, method)
    parts: list[Transformation] = [Centre(mean)] if centre else []
    parts += [Scale(spread)] if scale else []
    parts += [Rotate(axes)]
    parts += [Keep(k, r)] if k < r else []
    parts += [Whiten(_usable(deviations, n, d)[:k])] if whiten else []
    return Pca(axes, deviations, int(k), method, still, tuple(parts))


def _factored(x: Any, centre: bool, scale: bool, method: str) -> tuple[Any, Any, Any, Any, tuple]:
    """(mean, axes, deviations, what columns are divided by, constant columns)."""
    xp, (n, d) = namespace(x), x.shape
    with np.errstate(all="ignore"):
        if method == "eigh":
            mean, gram = _moments(x, centre)
            squares = xp.diag(gram).clip(0)
        else:
            mean = x.mean(axis=0) if centre else 0 * x[0]
            centred = x - mean
            squares = (centred * centred).sum(axis=0)
    if not bool(xp.isfinite(squares.sum())):  # all of x is in it
        check_finite("x", x)
        raise ValueError(f"x must be numbers whose squares can be added up in {x.dtype}")
    # A constant column less its mean is not quite 0: the mean itself was rounded.
    nothing = squares <= n * (16 * precision(x) * abs(mean)) ** 2
    spread = xp.where(nothing, 1 + 0 * squares, (squares / max(n - 1, 1)) ** 0.5)
    one = 1 + 0 * squares
    by, there = spread if scale else one, xp.where(nothing, 0 * one, one)
    if method == "eigh":
        # These are few numbers: numpy decomposes them, wherever the rows are.
        values, axes = np.linalg.eigh(
            as_numpy(gram * there * there[:, None] / by / by[:, None])
        )
        largest = np.arange(d)[::-1][: min(n, d)]
        singular, axes = like(values[largest].clip(0) ** 0.5, x), like(axes[:, largest], x)
    else:
        _, singular, rows = xp.linalg.svd(centred * (there / by), full_matrices=False)
        axes = rows.mT
    still = tuple(int(i) for i in as_numpy(nothing).nonzero()[0])
    return mean, _signed(axes), singular / max(n - 1, 1) ** 0.5, by, still


def _moments(x: Any, centre: bool) -> tuple[Any, Any]:
    """The mean and (x - mean)' (x - mean), shape (d, d), going through the rows once.

    They are moved by the mean of the first block, which is near enough: what that adds in any
    direction, and is taken off at the end, is at most n / BLOCK times what stays.
    """
    xp, n = namespace(x), len(x)
    near = x[:BLOCK].mean(axis=0) if centre else 0 * x[0]
    total, gram = 0 * near, 0
    for start in range(0, n, BLOCK):
        part = x[start : start + BLOCK]
        if centre:
            part = part - near
            total = total + xp.ones(len(part), dtype=x.dtype, device=x.device) @ part
        gram = gram + part.mT @ part
    off = total / n
    return near + off, gram - n * off * off[:, None]


def _signed(axes: Any) -> Any:
    """Each column turned so that its largest entry is positive, the first of those as large.

    The last of as many as there are rows is turned so that all of them are a rotation: otherwise
    a picture would be mirrored when a cloud is moved a little and one component passes 45 degrees.
    """
    xp, size = namespace(axes), abs(axes)
    large = size >= (1 - 1e-6) * xp.amax(size, 0)  # +-0.7071 both, but for rounding
    first = large & (xp.cumsum(large * 1, 0) == 1)
    axes = axes * xp.sign((axes * first).sum(axis=0))
    if axes.shape[0] == axes.shape[1] and np.linalg.slogdet(as_numpy(axes)).sign < 0:
        axes[:, -1] *= -1
    return axes


def _usable(deviations: Any, n: int, d: int) -> Any:
    """The deviations, with 1 where there is none to divide by."""
    least = max(n, d) * precision(deviations) * float(deviations[0])
    return namespace(deviations).where(deviations > least, deviations, 1 + 0 * deviations)
