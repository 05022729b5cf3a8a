"""What can be done to vectors, as small named steps that can be put one after the other.

Each step is affine: a shift of the origin, then a matrix.  So one number each says what it keeps,
whatever the vectors are.  With t(x) = (x - s) M and G = M M',

- distances are kept if G = I: |t(a) - t(b)|^2 = (a - b) G (a - b)';
- norms and dot products are kept if also s = 0: t(a) . t(b) = a G b';
- angles are kept if s = 0 and G is a multiple of I.

max |G - I| is the certificate: about 2e-15 for a rotation in float64, and not small for anything
that is none.
"""
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from course.checks import check_integer, check_number
from course.vectors.arrays import as_numpy, check_rows, like, namespace, precision

ALL = frozenset({"distances", "norms", "angles"})


@dataclass(frozen=True, eq=False)
class Transformation:
    """What is common to all of them; rows are vectors, t(x) = (x - t.shift) @ t.matrix.

    Attributes
    ----------
    name : str
        What it does, in a word or two.
    shift : array, shape (d,)
        What becomes the origin.
    matrix : array, shape (d, k)
    size : (d, k)
        How many columns it takes and gives.
    certificate : float
        max |M M' - I|; 0 means that distances stay.
    keeps : frozenset of {"distances", "norms", "angles"}
        What it keeps for all vectors, up to rounding.
    """

    @property
    def name(self) -> str:
        """What it does, in a word or two."""
        return type(self).__name__.lower()

    @property
    def shift(self) -> Any:
        """What becomes the origin, shape (d,)."""
        return 0 * self.matrix[:, 0]

    @property
    def matrix(self) -> Any:
        """The linear part, shape (d, k)."""
        raise NotImplementedError

    @property
    def size(self) -> tuple[int, int]:
        """(d, k): how many columns it takes and gives."""
        raise NotImplementedError

    def __call__(self, x: Any) -> Any:
        """The transformed vectors, shape (n, k), in the format and on the device of x.

        Raises
        ------
        ValueError
            If x has another number of columns.
        """
        d = self.size[0]
        if x.ndim != 2 or x.shape[1] != d:
            raise ValueError(f"x must have shape (n, {d}) to {self.name}, got {tuple(x.shape)}")
        return self._apply(x)

    def _apply(self, x: Any) -> Any:
        raise NotImplementedError

    def then(self, other: "Transformation") -> "Chain":
        """This one, and the other one after it."""
        return Chain((*_steps(self), *_steps(other)))

    @cached_property
    def certificate(self) -> float:
        """max |M M' - I|; d x d numbers are computed for it, once."""
        gram = as_numpy(self.matrix @ self.matrix.mT)
        return float(np.abs(gram - np.eye(len(gram))).max())

    @cached_property
    def keeps(self) -> frozenset[str]:
        """What is kept for all vectors, up to 10,000 times the rounding of its format."""
        matrix, shift = as_numpy(self.matrix), as_numpy(self.shift)
        gram = matrix @ matrix.T
        size = float(np.trace(gram)) / len(gram)
        slack = 1e4 * precision(self.matrix)
        alike = size > 0 and np.abs(gram - size * np.eye(len(gram))).max() <= slack * size
        same = alike and abs(size - 1) <= slack
        here = not np.abs(shift).any()
        names = {"distances": same, "norms": same and here, "angles": alike and here}
        return frozenset(name for name, kept in names.items() if kept)

    @property
    def words(self) -> str:
        """What it does and what it keeps, as a sentence."""
        kept = [name for name in ("distances", "norms", "angles") if name in self.keeps]
        return f"{self.name}: keeps {' and '.join(kept) if kept else 'nothing'}"


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


@dataclass(frozen=True, eq=False)
class Chain(Transformation):
    """One after the other; each must take as many columns as the one before gives.

    Raises
    ------
    ValueError
        On creation, if there is none, or two do not fit.
    """

    parts: tuple[Transformation, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("parts must be at least one transformation, got none")
        for one, two in zip(self.parts, self.parts[1:], strict=False):
            gives, takes = one.size[1], two.size[0]
            if gives != takes:
                raise ValueError(
                    f"parts must fit: {one.name} gives {gives} columns, {two.name} takes {takes}"
                )

    @property
    def name(self) -> str:
        """What it does, in a few words."""
        return ", ".join(part.name for part in self.parts)

    @cached_property
    def _affine(self) -> tuple[Any, Any]:
        """(shift, matrix): (x - s) M, then (y - t) N, is (x - s - t M^+) M N."""
        first, *rest = self.parts
        shift, matrix = first.shift, first.matrix
        for part in rest:
            beyond = like(part.shift, matrix)
            if bool((beyond != 0).any()):
                shift = shift + beyond @ namespace(matrix).linalg.pinv(matrix)
            matrix = matrix @ like(part.matrix, matrix)
        return shift, matrix

    @property
    def shift(self) -> Any:
        """What becomes the origin, shape (d,)."""
        return self._affine[0]

    @property
    def matrix(self) -> Any:
        """The product of the parts' matrices."""
        return self._affine[1]

    @property
    def size(self) -> tuple[int, int]:
        """(d, k): what the first takes and the last gives."""
        return self.parts[0].size[0], self.parts[-1].size[1]

    def _apply(self, x: Any) -> Any:
        for part in self.parts:
            x = part(x)
        return x


def turn(degrees: float) -> Rotate:
    """A rotation of the plane: where the coordinate axes are turned left by so many degrees."""
    angle = np.radians(check_number("degrees", degrees, -1e6, 1e6))
    cos, sin = np.cos(angle), np.sin(angle)
    return Rotate(np.array([[cos, -sin], [sin, cos]]))


def random_projection(d: int, k: int, rng: np.random.Generator) -> Project:
    """A projection that looks at no data: normal numbers / sqrt(k), shape (d, k).

    Squared norms and squared distances stay as they are on average, with a standard deviation
    of sqrt(2 / k) of their size.  Source: Johnson and Lindenstrauss 1984; this form, Dasgupta
    and Gupta 2003, "An elementary proof of a theorem of Johnson and Lindenstrauss".

    Parameters
    ----------
    d, k : int
        Dimensions before and after, at least 1; k may be greater than d.
    rng : numpy.random.Generator
    """
    d, k = check_integer("d", d, 1), check_integer("k", k, 1)
    return Project(rng.normal(size=(d, k)) / np.sqrt(k))


def _diagonal(values: Any) -> Any:
    return namespace(values).diag(values)


def _steps(one: Transformation) -> tuple[Transformation, ...]:
    return one.parts if isinstance(one, Chain) else (one,)
