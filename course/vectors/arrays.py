"""Vectors as the rows of an array, numpy or torch: which module it is of, and what is refused."""
import sys
from types import ModuleType
from typing import Any

import numpy as np

from course.checks import shown


def namespace(array: Any) -> ModuleType:
    """The module an array is of: torch for a tensor, numpy for everything else.

    torch is not imported for the question: who has a tensor has imported it.
    """
    torch = sys.modules.get("torch")
    return torch if torch is not None and isinstance(array, torch.Tensor) else np


def check_rows(name: str, value: Any, least: int = 1, finite: bool = True) -> Any:
    """The value as vectors, one a row: a float32 or float64 array, shape (n, d), all finite.

    Parameters
    ----------
    name : str
        What the message calls it.
    value : array_like or torch tensor
        Lists and whole numbers become float64; float32 and tensors stay what they are, but for
        the gradients of a tensor, which are not followed.
    least : int
        Rows that are needed.
    finite : bool
        Whether to look for NaN and infinity; who will see them anyway calls `check_finite` then.

    Raises
    ------
    TypeError
        If it cannot be read as numbers, or is a tensor of others than float32 and float64.
    ValueError
        If the shape is not (n, d), there are too few rows, or an entry is NaN or infinite.
    """
    xp = namespace(value)
    x = _floats(name, value) if xp is np else value.detach()
    if xp is not np and x.dtype not in (xp.float32, xp.float64):
        raise TypeError(f"{name} must be float32 or float64, got {x.dtype}")
    if x.ndim != 2 or x.shape[1] == 0:
        raise ValueError(f"{name} must have shape (n, d), a vector in each row, got {_shape(x)}")
    if len(x) < least:
        rows = "row" if least == 1 else "rows"
        raise ValueError(f"{name} must have at least {least} {rows}, got {len(x)}")
    if finite:
        check_finite(name, x)
    return x


def check_finite(name: str, x: Any) -> None:
    """Nothing, if all numbers of an array (n, d) are finite.

    Raises
    ------
    ValueError
        Naming the first that is NaN or infinite.
    """
    xp = namespace(x)
    with np.errstate(all="ignore"):  # the sum is quick, and finite if nothing is amiss
        fine = bool(xp.isfinite(x.sum())) or bool(xp.isfinite(x).all())
    if fine:
        return
    row, column = (int(i) for i in np.argwhere(~np.isfinite(as_numpy(x)))[0])
    raise ValueError(
        f"{name} must be finite numbers, got {float(x[row, column])} in row {row}, "
        f"column {column} (counted from 0)"
    )


def as_numpy(array: Any) -> np.ndarray:
    """The same numbers as a numpy array; a numpy array comes back as itself."""
    return array if namespace(array) is np else array.detach().cpu().numpy()


def like(values: Any, x: Any) -> Any:
    """The values as an array of the kind of x: its module, number format and device."""
    xp = namespace(x)
    if namespace(values) is not xp:
        values = as_numpy(values)
    return xp.asarray(values, dtype=x.dtype, device=x.device)


def precision(x: Any) -> float:
    """Distance from 1 to the next number in the format of x: 2.2e-16 or 1.2e-7."""
    return float(namespace(x).finfo(x.dtype).eps)


def room(x: Any, count: int, arrays: int = 1) -> list[Any]:
    """Flat arrays for so many numbers each, of the kind of x, to be written into again and again.

    Each begins where a line of the cache does: numpy adds two such arrays twice as fast as others.
    """
    xp, line = namespace(x), 64 // x.itemsize
    step = -(-count // line) * line
    memory = xp.empty(arrays * step + line, dtype=x.dtype, device=x.device)
    start = -memory.ctypes.data % 64 // x.itemsize if xp is np else 0  # torch sees to it itself
    return [memory[start + i * step :][:count] for i in range(arrays)]


def _floats(name: str, value: Any) -> np.ndarray:
    array = value
    if not (isinstance(value, np.ndarray) and value.dtype in (np.float32, np.float64)):
        try:
            array = np.asarray(value, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            expected = f"{name} must be numbers of shape (n, d)"
            raise TypeError(f"{expected}, got {shown(value)}") from None
    return array


def _shape(x: Any) -> str:
    return f"shape {tuple(x.shape)}"
