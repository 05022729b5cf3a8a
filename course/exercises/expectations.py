"""What to expect of a value before looking inside: its type and its shape."""
from numbers import Real
from typing import Any

import numpy as np


def one_truth_for_each(value: Any, expected: np.ndarray) -> str:
    """What keeps a value from being a bool array of expected's shape, or ""."""
    count = len(expected)
    wanted = f"{count} answer{'s' if count > 1 else ''}, one True or False for each row"
    if not isinstance(value, np.ndarray):
        return f"it returns {_described(value)}, but the check needs an array of {wanted}"
    if value.shape != expected.shape:
        return (
            f"it returns an array of shape `{value.shape}`, but the check needs shape "
            f"`{expected.shape}`: {wanted}"
        )
    if value.dtype != bool:
        return (
            f"it returns an array of `{value.dtype}`, but the check needs True and False "
            "(`bool`): a comparison gives them"
        )
    return ""


def one_number(value: Any, expected: float) -> str:
    """What keeps a value from being a single real number, or ""."""
    if isinstance(value, np.ndarray) and value.shape == ():
        value = value[()]
    if isinstance(value, Real) and not isinstance(value, bool | np.bool_):
        return ""
    if isinstance(value, np.ndarray):
        return (
            f"it returns an array of shape `{value.shape}`, but the check needs one number "
            "for all the points together"
        )
    return f"it returns {_described(value)}, but the check needs one number"


def _described(value: Any) -> str:
    """A value's type and, if it is short and plain, the value."""
    kind = type(value).__name__
    if isinstance(value, bool | np.bool_ | Real):
        return f"`{value}` (a single `{kind}`)"
    return f"a `{kind}`"
