"""What can be done to vectors, as small named steps that can be put one after the other.

Each is affine: `course.vectors.affine` says what that tells of the relations it keeps.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_integer, check_number
from course.vectors.affine import ALL, Chain, Transformation
from course.vectors.arrays import as_numpy, check_rows, like, namespace, precision

__all__ = [
    "ALL", "Centre", "Chain", "Keep", "Project", "Rotate", "Scale", "Transformation", "Whiten",
    "random_projection", "turn",
]  # fmt: skip

@dataclass(frozen=True, eq=False)
class Centre(Transformation):
    """Moves the origin to `mean`, shape (d,)."""

    mean: Any

    @property
    def shift(self) -> Any:
        """What becomes the origin, shape (d,)."""
        return self.mean

    @property
    def matrix(self) -> Any:
        """The identity."""
        return _diagonal(0 * self.mean + 1)

    @property
    def size(self) -> tuple[int, int]:
        """(d, d)."""
        return len(self.mean), len(self.mean)

    def _apply(self, x: Any) -> Any:
        return x - like(self.mean, x)


@dataclass(frozen=True, eq=False)
class Scale(Transformation):
    """Divides each column by a number of its own.

    Raises
    ------
    ValueError
        On creation, if one is not positive.
    """

    by: Any

    def __post_init__(self) -> None:
        by = as_numpy(self.by)
        if by.ndim != 1 or not (np.isfinite(by) & (by > 0)).all():
            raise ValueError(f"by must be positive numbers, shape (d,), got {by}")

    @property
    def matrix(self) -> Any:
        """Diagonal."""
        return _diagonal(1 / self.by)

    @property
    def size(self) -> tuple[int, int]:
        """(d, d)."""
        return len(self.by), len(self.by)

    def _apply(self, x: Any) -> Any:
        return x / like(self.by, x)


@dataclass(frozen=True, eq=False)
class Whiten(Scale):
    """Divides each component by its standard deviation, so that all have the same."""


@dataclass(frozen=True, eq=False)
class Project(Transformation):
    """Coordinates along the columns of `axes`, shape (d, k), whatever they are.

    Raises
    ------
    TypeError, ValueError
        On creation, if axes are not finite numbers of that shape.
    """

    axes: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", check_rows("axes", self.axes))

    @property
    def matrix(self) -> Any:
        """The axes."""
        return self.axes

    @property
    def size(self) -> tuple[int, int]:
        """(d, k)."""
        return tuple(self.axes.shape)

    def _apply(self, x: Any) -> Any:
        return x @ like(self.axes, x)


@dataclass(frozen=True, eq=False)
class Rotate(Project):
    """Coordinates along axes of length 1 at right angles; it may turn or mirror.

    With as many axes as columns nothing is lost.

    Raises
    ------
    TypeError, ValueError
        On creation, if max |V' V - I| is not rounding: over 1,000 times the precision a column.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        axes = self.axes
        off = np.abs(as_numpy(axes.mT @ axes) - np.eye(axes.shape[1])).max()
        if off > 1e3 * axes.shape[1] * precision(axes):
            raise ValueError(
                "axes must have columns of length 1 at right angles, "
                f"but max |V' V - I| is {off:.2g}"
            )


@dataclass(frozen=True, eq=False)
class Keep(Transformation):
    """Keeps the first k of d columns."""

    k: int
    d: int

    def __post_init__(self) -> None:
        check_integer("d", self.d, 1)
        check_integer("k", self.k, 1, self.d)

    @property
    def name(self) -> str:
        """What it does, in a word or two."""
        return f"keep {self.k} of {self.d}"

    @property
    def matrix(self) -> np.ndarray:
        """The first k columns of the identity."""
        return np.eye(self.d, self.k)

    @property
    def size(self) -> tuple[int, int]:
        """(d, k)."""
        return self.d, self.k

    def _apply(self, x: Any) -> Any:
        return x[:, : self.k]


def turn(degrees: float) -> Rotate:
    """A rotation of the plane: where the coordinate axes are turned left by so many degrees."""
    angle = np.radians(check_number("degrees", degrees, -1e6, 1e6))
    cos, sin = np.cos(angle), np.sin(angle)
    return Rotate(np.array([[cos, -sin], [sin, cos]]))


def random_projection(d: int, k: int, rng: np.random.Generator) -> Project:
    """A projection that looks at no data: normal numbers / sqrt(k), shape (d, k).

    Squared norms and squared distances stay as they are on average, with a standard deviation
    of sqrt(2 / k) of their size.  A generator gives the same first directions for every k.
    Source: Johnson and Lindenstrauss 1984; this form, Dasgupta and Gupta 2003, "An elementary
    proof of a theorem of Johnson and Lindenstrauss".

    Parameters
    ----------
    d, k : int
        Dimensions before and after, at least 1; k may be greater than d.
    rng : numpy.random.Generator
    """
    d, k = check_integer("d", d, 1), check_integer("k", k, 1)
    return Project(rng.normal(size=(k, d)).T / np.sqrt(k))


def _diagonal(values: Any) -> Any:
    return namespace(values).diag(values)
