"""Strokes of a pen as the 8 x 8 pictures of `course.digits`.

Those were made from forms filled in by hand (Garris and others 1994, NISTIR 5469): each digit
was cut out, stretched to 32 pixels high and 20 wide, sheared until the leftmost ink of its
first row stood above that of its last, made of thinner or thicker lines until about 30% of the
32 x 32 square was ink, and the ink was counted in blocks of 4 x 4.  Here the same is done to
strokes, so that size, place, slant and pen hardly matter; how much of each step there was is
read from the pictures themselves.
"""
import heapq
from collections.abc import Iterable

import numpy as np

from course import curve_text
from course.checks import check_points, shown

GRID, BLOCK = 32, 4  # pixels along each side of the bitmap; of a block that is counted
WIDE = 20  # pixels that a digit is stretched to sideways
NARROW = 0.4  # one narrower than this share of its height, like a 1, keeps its shape
FLAT = 0.25  # so does one whose height is less than this share of its width, like a dash
INK = 312  # pixels of the bitmap that are ink: the mean of the 1,797 pictures
THICK = (1.0, 5.0)  # half a line's width at least and at most, in pixels
MOST_STROKES, MOST_POINTS, MOST_DRAWN = 20, 96, 2000  # in all; points kept, and as they come
FINE = 0.006  # of the larger side: a point that is less off the line without it is not seen
LONGEST_TEXT = 300

Strokes = tuple[np.ndarray, ...]


def checked(strokes: Iterable) -> Strokes:
    """Strokes as a tuple of float arrays.

    Parameters
    ----------
    strokes : iterable of arrays, each of shape (n_points, 2)
        At most 20, of at most 2,000 points in all, in [-1, 1] x [-1, 1]; y points upwards.

    Raises
    ------
    TypeError
        If they are not numbers.
    ValueError
        If there are too many, or a point is NaN or beyond the square.
    """
    try:
        listed = list(strokes)
    except TypeError:
        raise TypeError(f"strokes must be a list of strokes, got {shown(strokes)}") from None
    if len(listed) > MOST_STROKES:
        raise ValueError(f"strokes must be at most {MOST_STROKES}, got {len(listed)}")
    arrays = tuple(check_points(f"stroke {i + 1}", stroke) for i, stroke in enumerate(listed))
    if sum(map(len, arrays)) > MOST_DRAWN:
        count = sum(map(len, arrays))
        raise ValueError(f"strokes must have at most {MOST_DRAWN} points in all, got {count}")
    for i, points in enumerate(arrays):
        if np.abs(points).max() > 1:
            raise ValueError(f"stroke {i + 1} must lie in [-1, 1] x [-1, 1]")
    return arrays


def thinned(strokes: Iterable) -> Strokes:
    """The same strokes of at most 96 points in all, rounded to two decimals, as links keep them.

    If there are more, points are taken where the line without them would be furthest off
    (Ramer 1972; Douglas and Peucker 1973), over all strokes together, until none is off by
    more than is seen or 96 are taken.  What is thinned already stays as it is.

    Parameters
    ----------
    strokes : strokes, as `checked` takes them
    """
    arrays = checked(strokes)
    if sum(map(len, arrays)) > MOST_POINTS:
        both = np.concatenate(arrays)
        kept = _kept(arrays, FINE * float(np.ptp(both, axis=0).max()))
        arrays = tuple(
            points[indices] for points, indices in zip(arrays, kept, strict=True)
        )
    return tuple(np.round(points, 2) + 0.0 for points in arrays)  # + 0.0: no -0.0


def _kept(strokes: Strokes, fine: float) -> list[list[int]]:
    """Which points of each stroke stay: its ends, and those further off than `fine`."""
    kept = [{0, len(points) - 1} for points in strokes]
    queue: list[tuple[float, int, int, int, int]] = []

    def look(stroke: int, first: int, last: int) -> None:
        if last - first > 1:
            points = strokes[stroke]
            off = _nearest(points[first + 1 : last], points[first, None], points[last, None])
            at = int(off.argmax())
            heapq.heappush(queue, (-float(off[at]), stroke, first, first + 1 + at, last))

    for stroke, points in enumerate(strokes):
        look(stroke, 0, len(points) - 1)
    while queue and -queue[0][0] > fine and sum(map(len, kept)) < MOST_POINTS:
        _, stroke, first, at, last = heapq.heappop(queue)
        kept[stroke].add(at)
        look(stroke, first, at)
        look(stroke, at, last)
    return [sorted(indices) for indices in kept]


def bitmap(strokes: Iterable) -> np.ndarray:
    """Strokes as ink on a grid, stretched and thickened as the data set's were.

    Parameters
    ----------
    strokes : strokes, as `checked` takes them

    Returns
    -------
    bool array, shape (32, 32)
        The top row first.  Without a stroke there is no ink.
    """
    strokes = thinned(strokes)
    if not strokes:
        return np.zeros((GRID, GRID), bool)
    starts = np.concatenate([points[:-1] if len(points) > 1 else points for points in strokes])
    ends = np.concatenate([points[1:] if len(points) > 1 else points for points in strokes])
    starts, ends = _upright(starts, ends)
    both = np.concatenate([starts, ends])
    low, high = both.min(axis=0), both.max(axis=0)
    middle, thick = (low + high) / 2, 2.5
    # The thicker the line, the less room is left for its middle: a few rounds settle it.
    for coarse in (2, 2, 1, 1):
        scale = _scale(high - low, thick)
        a, b = (starts - middle) * scale, (ends - middle) * scale
        nearest = _nearest(_centres(coarse), a, b)
        count = INK // coarse**2
        thick = float(np.clip(np.partition(nearest, count - 1)[count - 1], *THICK))
    return (nearest <= thick).reshape(GRID, GRID)


def pixels(strokes: Iterable) -> np.ndarray:
    """Strokes as a picture that a network of `course.digits` can read.

    Parameters
    ----------
    strokes : strokes, as `checked` takes them

    Returns
    -------
    float array, shape (64,)
        Ink in [0, 1], in sixteenths, row by row from the top.
    """
    side = GRID // BLOCK
    blocks = bitmap(strokes).reshape(side, BLOCK, side, BLOCK)
    return blocks.sum(axis=(1, 3)).ravel() / BLOCK**2


def to_text(strokes: Iterable) -> str:
    """Strokes as text for a link: letters, digits, - and _; at most 288 characters.

    Thinned first; then a byte for each coordinate, after a byte that counts the points.
    """
    return curve_text.to_text(thinned(strokes))


def from_text(text: str) -> Strokes:
    """The strokes that `to_text` wrote; nothing in the text is ever evaluated.

    Raises
    ------
    ValueError
        If it is not such a text.
    """
    expected = "drawing must be strokes as course.pen.to_text writes them"
    return checked(curve_text.from_text(text, expected, LONGEST_TEXT, 1))


def _upright(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Segments sheared so that the leftmost ends of first and last row stand one above another."""
    both = np.concatenate([starts, ends])
    low, high = both.min(axis=0), both.max(axis=0)
    width, height = high - low
    if height == 0 or height < FLAT * width:
        return starts, ends
    row, mirror = height / GRID, np.array([1, -1])
    top = _leftmost(starts, ends, high[1] - row)
    bottom = _leftmost(starts * mirror, ends * mirror, -low[1] - row)
    shear = np.array([[1, 0], [-np.clip((top - bottom) / (height - row), -1, 1), 1]])
    return starts @ shear, ends @ shear


def _leftmost(starts: np.ndarray, ends: np.ndarray, edge: float) -> float:
    """The smallest x of segments where y is at least `edge`."""
    run, rise = (ends - starts).T
    along = (edge - starts[:, 1]) / np.where(rise == 0, np.inf, rise)
    crossing = (along > 0) & (along < 1)
    both = np.concatenate([starts, ends])
    found = (both[both[:, 1] >= edge, 0], (starts[:, 0] + along * run)[crossing])
    return float(np.concatenate(found).min())


def _scale(size: np.ndarray, thick: float) -> np.ndarray:
    """Pixels to a unit of x and of y, so that lines of that half width fill the box."""
    width, height = size
    across, up = WIDE - 2 * thick, GRID - 2 * thick
    if width == 0 and height == 0:
        return np.ones(2)
    if height < FLAT * width:
        return np.full(2, across / width)
    if width < NARROW * height:
        return np.full(2, up / height)
    return np.array([across / width, up / height])


def _centres(coarse: int) -> np.ndarray:
    """Middles of the pixels of a grid that many times coarser, about 0; the top row first."""
    along = np.arange(coarse / 2, GRID, coarse) - GRID / 2
    return np.stack(np.meshgrid(along, -along), axis=-1).reshape(-1, 2)


def _nearest(points: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Distance from each point to the nearest of some segments; shape (n_points,)."""
    (x, y), (x0, y0) = points.T[:, :, None], starts.T
    run, rise = (ends - starts).T
    square = run**2 + rise**2
    dx, dy = x - x0, y - y0
    along = np.clip((dx * run + dy * rise) / np.where(square == 0, 1, square), 0, 1)
    dx -= along * run
    dy -= along * rise
    return np.sqrt((dx * dx + dy * dy).min(axis=1))
