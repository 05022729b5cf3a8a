"""A picture of 8 x 8 grey values as HTML, and the mistakes of a network as such pictures."""
from collections.abc import Sequence
from html import escape

import numpy as np

from course.digit_training import Mistake
from course.digits import SIDE
from widgets.digit_words import percent

MOST = 60  # mistakes shown: a network that has learned nothing makes some 450
CROSS = '<svg class="gb-cross" viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">' \
        '<path d="M1 1l6 6M7 1l-6 6"/></svg>'  # fmt: skip


def picture(pixels: np.ndarray, size: int = 48, label: str = "") -> str:
    """A picture as SVG, in the colour of the text around it.

    Parameters
    ----------
    pixels : array, shape (64,)
        Ink in [0, 1].
    size : int
        Width and height, in CSS pixels.
    label : str
        What it shows, for those who do not see it; "" if it is said beside it.
    """
    levels: dict[int, list[str]] = {}
    for at, level in enumerate(np.round(16 * np.asarray(pixels)).astype(int).tolist()):
        if level > 0:
            levels.setdefault(level, []).append(f"M{at % SIDE} {at // SIDE}h1v1h-1z")
    paths = "".join(
        f'<path fill-opacity="{level / 16:g}" d="{"".join(squares)}"/>'
        for level, squares in sorted(levels.items())
    )
    told = f'role="img" aria-label="{escape(label, quote=True)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="gb-digit" {told} viewBox="0 0 {SIDE} {SIDE}" width="{size}" '
        f'height="{size}" shape-rendering="crispEdges" fill="currentColor">{paths}</svg>'
    )


def mistakes(made: Sequence[Mistake], pictures: np.ndarray) -> str:
    """Wrongly read pictures as HTML: each with what it is, what was said, and how surely.

    Parameters
    ----------
    made : sequence of Mistake
        In the order in which they are to stand.
    pictures : array, shape (n, 64)
        All the pictures that were read.
    """
    if not made:
        return '<p class="gb-mistakes-none">Not one of them is read wrongly.</p>'
    count = "1 mistake" if len(made) == 1 else f"{len(made)} mistakes"
    shown = f"the {MOST} surest of {count}" if len(made) > MOST else f"{count}, the surest first"
    rows = "".join(
        f"<li>{picture(pictures[one.index])}<span>{CROSS}<b>{one.truth}</b>, read as "
        f"<b>{one.said}</b><br>{_surely(one.probability)}</span></li>"
        for one in made[:MOST]
    )
    return f'<h2>{shown[:1].upper()}{shown[1:]}</h2><ul class="gb-mistakes" role="list">{rows}</ul>'


def _surely(p: float) -> str:
    return f"{percent(p)} sure" if np.isfinite(p) else "no numbers"
