"""The square cut along straight lines: convex polygons, corner by corner, anticlockwise."""
Point = tuple[float, float]
SQUARE: tuple[Point, ...] = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
TINY = 1e-9  # values below this are rounding


def values_at(corners: list[Point], a: float, b: float, d: float) -> list[float]:
    """a x + b y + d at each corner; what is only rounding is 0."""
    values = [a * x + b * y + d for x, y in corners]
    return [0.0 if abs(value) < TINY else value for value in values]


def halves(corners: list[Point], a: float, b: float, d: float) -> list[list[Point]]:
    """A convex polygon cut along a x + b y + d = 0; alone, and itself, if the line misses it.

    Returns
    -------
    list of polygons
        One, or two: first the one where a x + b y + d >= 0.
    """
    values = values_at(corners, a, b, d)
    if min(values) >= 0 or max(values) <= 0:
        return [corners]
    above: list[Point] = []
    below: list[Point] = []
    for i, (corner, value) in enumerate(zip(corners, values, strict=True)):
        if value >= 0:
            above.append(corner)
        if value <= 0:
            below.append(corner)
        after, following = corners[(i + 1) % len(corners)], values[(i + 1) % len(corners)]
        if value * following < 0:
            middle = _between(corner, after, value, following)
            above.append(middle)
            below.append(middle)
    return [above, below]


def crossing(corners: list[Point], a: float, b: float, d: float) -> tuple[Point, Point] | None:
    """The part of the line a x + b y + d = 0 inside a convex polygon; None if it misses it.

    Returns
    -------
    start, end : pairs of float
        a x + b y + d is above 0 at the left hand of someone who walks from start to end.
    """
    values, found = values_at(corners, a, b, d), {}
    for i, (corner, value) in enumerate(zip(corners, values, strict=True)):
        after, following = corners[(i + 1) % len(corners)], values[(i + 1) % len(corners)]
        if (value > 0) != (following > 0):
            found[following > 0] = _between(corner, after, value, following)
    return (found[False], found[True]) if found else None


def _between(corner: Point, after: Point, value: float, following: float) -> Point:
    """Where a linear function is 0 between two corners at which it has these values."""
    share = value / (value - following)
    return (
        corner[0] + share * (after[0] - corner[0]),
        corner[1] + share * (after[1] - corner[1]),
    )
