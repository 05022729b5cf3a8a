"""By how much the angles and distances of all pairs change: small arrays, all at once.

`course.vectors.relations` says much more, of any number of rows.  Where one figure is wanted from
hundreds of small clouds, these are quicker.
"""
import numpy as np

from course.vectors.arrays import check_rows


def angles(x: np.ndarray) -> np.ndarray:
    """The angle of each pair of rows in degrees, shape (n (n - 1) / 2,), in [0, 180].

    Row 0 with all others first, then row 1 with those after it, and so on.

    Parameters
    ----------
    x : float array, shape (n, d)
        At least two rows; n x n numbers are held.

    Raises
    ------
    TypeError, ValueError
        If x is not such an array, or a row is the zero vector, which has no angle.
    """
    x = check_rows("x", x, least=2)
    lengths = np.linalg.norm(x, axis=1, keepdims=True)
    if not lengths.all():
        first = int(np.flatnonzero(lengths[:, 0] == 0)[0])
        raise ValueError(f"x must have an angle in each row, but row {first} is the zero vector")
    units = x / lengths
    return np.degrees(np.arccos((units @ units.T)[_pairs(len(x))].clip(-1, 1)))


def distances(x: np.ndarray) -> np.ndarray:
    """The distance of each pair of rows, in the order of `angles`, shape (n (n - 1) / 2,).

    Formula: |a - b|^2 = |a|^2 + |b|^2 - 2 a b; what is under 1e-8 of a norm is rounding.

    Raises
    ------
    TypeError, ValueError
        If x is not a float array of shape (n, d), or has one row.
    """
    x = check_rows("x", x, least=2)
    products = x @ x.T
    squares = np.diag(products)
    apart = squares + squares[:, None] - 2 * products
    return np.sqrt(apart[_pairs(len(x))].clip(0))


def rms_change(before: np.ndarray, after: np.ndarray) -> float:
    """Root mean square of the change, as a share of the root mean square before.

    Raises
    ------
    ValueError
        If all of `before` is 0.
    """
    typical = float(np.sqrt((before**2).mean()))
    if typical == 0:
        raise ValueError("before must have a number that is not 0")
    return float(np.sqrt(((after - before) ** 2).mean())) / typical


def _pairs(n: int) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(n, 1)
