"""How a wrong array is related to the right one: turned round, of the other sign, n times it.

What is found here is said of the student's array alone; how the right one is computed is not
known to this module, so it cannot tell.
"""
from collections.abc import Mapping

import numpy as np

ENOUGH = 1e-5  # relative to the largest entry; what is right was measured, not computed

Found = tuple[str, str]
NO_RELATION: Found = ("", "")


def relation(
    name: str,
    found: np.ndarray,
    right: np.ndarray,
    others: Mapping[str, np.ndarray],
    known: Mapping[str, np.ndarray],
) -> Found:
    """What a wrong array is, as a short name and as a sentence; ("", "") if nobody knows.

    Parameters
    ----------
    name : str
        What the array is called: "dW".
    found, right : array, of one shape
        The student's and the one that was expected; they differ.
    others : dict of str to array
        What was expected elsewhere in the same answer: a mix-up is recognised.
    known : dict of str to array
        The function's arguments, by name.
    """
    if not np.isfinite(found).all():
        return "not a number", (
            f"your `{name}` holds `nan` or `inf`: somewhere it divides by 0, or takes a "
            "logarithm or a root of what has none."
        )
    if not found.any():
        return "all zero", f"your `{name}` is 0 everywhere. Is it ever filled?"
    for other, values in others.items():
        if _close(found, values):
            return f"is {other}", (
                f"your `{name}` is what is expected of `{other}`. In which order are they returned?"
            )
    return (
        _multiple(name, found, right, known)
        or _turned(name, found, right, known)
        or _sum_of(name, found, known)
        or NO_RELATION
    )


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    if one.shape != other.shape:
        return False
    scale = np.abs(other).max(initial=0.0)
    return bool(np.abs(one - other).max(initial=0.0) <= ENOUGH * scale)


def _multiple(
    name: str, found: np.ndarray, right: np.ndarray, known: Mapping[str, np.ndarray]
) -> Found | None:
    """Found is some number times right."""
    if right.size < 2 or not right.any():
        return None
    factor = float((found * right).sum() / (right * right).sum())
    if factor == 0 or not _close(found, factor * right):
        return None
    if _is(factor, -1):
        return "wrong sign", f"every entry of your `{name}` has the wrong sign."
    minus = "minus " if factor < 0 else ""
    size = abs(factor)
    times = f"{minus}{size:.4g} times" if size > 1 else f"{minus}1/{1 / size:.4g} of"
    sentence = f"every entry of your `{name}` is {times} what is expected."
    where = _counted(size if size > 1 else 1 / size, known)
    if not where:
        return "a constant factor", f"{sentence} Is a factor missing, or there twice?"
    if size > 1:
        return "a factor too large", f"{sentence} {where}: is a mean due that is not taken?"
    return "a factor too small", f"{sentence} {where}: is it divided by that once too often?"


def _is(number: float, other: float) -> bool:
    return abs(number - other) <= ENOUGH * abs(other)


def _counted(number: float, known: Mapping[str, np.ndarray]) -> str:
    """The words "`x` has 5 rows" if that is the number, "" if no argument has so many."""
    for name, values in known.items():
        rows = len(values) if np.ndim(values) else 0
        if rows > 2 and _is(number, rows):  # a lost or doubled 2 has other reasons
            return f"`{name}` has {rows} rows"
    return ""


def _turned(
    name: str, found: np.ndarray, right: np.ndarray, known: Mapping[str, np.ndarray]
) -> Found | None:
    """Found is the transpose of right, or a multiple of it."""
    if right.ndim != 2 or found.shape != right.T.shape:
        return None
    if _close(found, right.T):
        return "the transpose", f"your `{name}` is the transpose of what is expected."
    more = _multiple(name, found.T, right, known)
    if more is None:
        return None
    return "the transpose and more", (
        f"your `{name}` is the transpose of what is expected, and not only that: {more[1]}"
    )


def _sum_of(name: str, found: np.ndarray, known: Mapping[str, np.ndarray]) -> Found | None:
    """Found is an argument itself, or its sum or mean over one axis."""
    for argument, values in known.items():
        if _close(found, np.asarray(values)):
            return f"is {argument}", f"your `{name}` is `{argument}` itself."
        if np.ndim(values) != 2:
            continue
        for axis, (over, each) in enumerate((("rows", "column"), ("columns", "row"))):
            for word, result in (("sum", np.sum), ("mean", np.mean)):
                if _close(found, result(values, axis=axis)):
                    return f"{word} over {over}", (
                        f"your `{name}` is the {word} of `{argument}` over its {over}, one number "
                        f"for each {each}. Is that the right way round?"
                    )
    return None
