"""What is common to all transformations of vectors here: a shift of the origin, then a matrix.

With t(x) = (x - s) M and G = M M',

- distances are kept if G = I: |t(a) - t(b)|^2 = (a - b) G (a - b)';
- norms and dot products are kept if also s = 0: t(a) . t(b) = a G b';
- angles are kept if s = 0 and G is a multiple of I.

max |G - I| is the certificate: about 2e-15 for a rotation in float64, and not small for anything
that is none.  It is one number about all vectors there are.
"""
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from course.vectors.arrays import as_numpy, like, namespace, precision

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


def _steps(one: Transformation) -> tuple[Transformation, ...]:
    return one.parts if isinstance(one, Chain) else (one,)
