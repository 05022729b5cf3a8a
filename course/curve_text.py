"""Curves of the square as text for a link: letters, digits, - and _, and nothing else.

Each curve is a byte that counts its points, then a byte for each coordinate, in hundredths.
"""
import base64
import binascii
import re
from collections.abc import Iterable

import numpy as np

from course.checks import shown


def to_text(curves: Iterable[np.ndarray]) -> str:
    """Curves, each (n, 2) in the square with n at most 255, as text."""
    pieces = []
    for points in curves:
        coordinates = (np.round(points * 100) + 100).astype(np.uint8)
        pieces.append(bytes([len(points)]) + coordinates.tobytes())
    return base64.urlsafe_b64encode(b"".join(pieces)).decode().rstrip("=")


def from_text(text: str, expected: str, longest: int, fewest: int) -> list[np.ndarray]:
    """The curves that `to_text` wrote; nothing in the text is ever evaluated.

    Parameters
    ----------
    text : str
    expected : str
        What it must be, to begin a message with.
    longest : int
        Characters that are read at most.
    fewest : int
        Points of a curve.

    Raises
    ------
    ValueError
        If it is not such a text.
    """
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise ValueError(f"{expected}, in letters, digits, - and _; got {shown(text)}")
    if len(text) > longest:
        raise ValueError(f"{expected}, at most {longest} characters; got {len(text)}")
    try:
        left = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError(f"{expected}, complete; got {shown(text)}") from None
    curves = []
    while left:
        count, points, left = left[0], left[1 : 1 + 2 * left[0]], left[1 + 2 * left[0] :]
        if count < fewest or len(points) < 2 * count or max(points) > 200:
            raise ValueError(f"{expected}, complete; got {shown(text)}")
        curves.append((np.frombuffer(points, np.uint8).reshape(-1, 2) - 100.0) / 100)
    return curves
