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


def check_rows(name: str, value: Any, least: int = 1) -> Any:
    """The value as vectors, one a row: a float32 or float64 array, shape (n, d), all finite.

    Parameters
    ----------
    name : str
        What the message calls it.
    value : array_like or torch tensor
        Lists and whole numbers become float64; float32 and tensors stay what they are.
    least : int
        Rows that are needed.

    Raises
    ------
    TypeError
        If it cannot be read as numbers.
    ValueError
        If the shape is not (n, d), there are too few rows, or an entry is NaN or infinite.
    """
    x = value if namespace(value) is not np else _floats(name, value)
    if x.ndim != 2 or x.shape[1] == 0:
        raise ValueError(f"{name} must have shape (n, d), a vector in each row, got {_shape(x)}")
    if len(x) < least:
        rows = "row" if least == 1 else "rows"
        raise ValueError(f"{name} must have at least {least} {rows}, got {len(x)}")
    xp = namespace(x)
    if not bool(xp.isfinite(x).all()):
        row, column = (int(i) for i in np.argwhere(~np.isfinite(as_numpy(x)))[0])
        came = float(x[row, column])
        raise ValueError(
            f"{name} must be finite numbers, got {came} in row {row}, column {column} "
            "(counted from 0)"
        )
    return x


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
