"""What vectors have in common, taken out: their mean, and the first directions they spread along.

Word vectors share a large mean and a few directions that say more of how frequent a word is
than of what it means.  Source: Mu, Bhat and Viswanath, "All-but-the-top: simple and effective
postprocessing for word representations" (2018).
"""
from dataclasses import dataclass

import numpy as np

from course.checks import check_integer
from course.vectors.arrays import check_rows


@dataclass(frozen=True)
class AllButTheTop:
    """Vectors without a mean and without some directions: (x - mean) - (x - mean) V V'.

    Attributes
    ----------
    mean : float array, shape (d,)
    directions : float array, shape (count, d)
        V': rows of length 1 at right angles to one another.
    """

    mean: np.ndarray
    directions: np.ndarray

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """The vectors without them, shape (n, d).

        Parameters
        ----------
        x : array, shape (n, d)
        """
        return self.without_directions(np.asarray(x) - self.mean)

    def without_directions(self, x: np.ndarray) -> np.ndarray:
        """The vectors without the directions, the mean left as it is."""
        return x - (x @ self.directions.T) @ self.directions

    def fewer(self, count: int) -> "AllButTheTop":
        """The same, with the first `count` of the directions."""
        check_integer("count", count, 0, len(self.directions))
        return AllButTheTop(self.mean, self.directions[:count])


def all_but_the_top(x: np.ndarray, remove: int = 0) -> AllButTheTop:
    """What takes out the mean of some vectors, and the first principal directions about it.

    Parameters
    ----------
    x : array, shape (n, d)
        The vectors that say what is common; others may then be treated alike.
    remove : int
        How many directions, in [0, min(n - 1, d)]; 0 only centres.  The paper takes about
        d / 100.

    Raises
    ------
    TypeError, ValueError
        If x is not finite numbers in rows, or `remove` is too many.
    """
    x = np.asarray(check_rows("x", x), dtype=np.float64)
    check_integer("remove", remove, 0, min(len(x) - 1, x.shape[1]))
    mean = x.mean(axis=0)
    if not remove:
        return AllButTheTop(mean, np.zeros((0, x.shape[1])))
    _, _, directions = np.linalg.svd(x - mean, full_matrices=False)
    return AllButTheTop(mean, directions[:remove])
