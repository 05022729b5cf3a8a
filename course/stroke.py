"""The path of a hand in the square, made into a closed curve of few corners."""
import heapq

import numpy as np

from course.checks import check_integer, check_points

FLAT = 2e-5  # a corner whose triangle is smaller than this is not seen
NEAR = 0.1  # an end this close to the edge of the square was meant to lie on it


def simplified(stroke: np.ndarray, most: int) -> np.ndarray:
    """A closed curve with fewer corners that looks the same.

    The corner that makes the smallest triangle with its two neighbours goes first
    (Visvalingam and Whyatt 1993), until at most `most` are left and none of them is flat.

    Parameters
    ----------
    stroke : array, shape (n_points, 2)
    most : int
        At least 3.

    Returns
    -------
    float array, shape (n_corners, 2)
        Some of the points, in their order; at least 3 if there were as many.
    """
    points = check_points("stroke", stroke)
    most, n = check_integer("most", most, 3), len(points)
    corners = points.tolist()
    before, after = [(i - 1) % n for i in range(n)], [(i + 1) % n for i in range(n)]

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = corners[before[i]], corners[i], corners[after[i]]
        return abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2

    area = [triangle(i) for i in range(n)]
    queue, left = sorted((a, i) for i, a in enumerate(area)), n
    while left > 3 and queue and (left > most or queue[0][0] < FLAT):
        size, i = heapq.heappop(queue)
        if size != area[i]:
            continue  # its neighbours have changed since; it waits further back in the queue
        area[i], left = -1.0, left - 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for neighbour in (before[i], after[i]):
            area[neighbour] = triangle(neighbour)
            heapq.heappush(queue, (area[neighbour], neighbour))
    return points[[a >= 0 for a in area]]


def closed(stroke: np.ndarray) -> np.ndarray:
    """A curve drawn by hand, closed the way that was meant.

    One that runs from edge to edge of the square is closed along the edge, the shorter way
    round; any other by a straight line from its end to its start, which adds no corner.

    Parameters
    ----------
    stroke : array, shape (n_points, 2)
        In [-1, 1] x [-1, 1].

    Returns
    -------
    float array, shape (n_points + at most 6, 2)
    """
    points = check_points("stroke", stroke)
    ends = points[[-1, 0]]  # where it goes on from, and where it must arrive
    if np.abs(ends).max(axis=1).min() < 1 - NEAR or np.hypot(*(ends[0] - ends[1])) < 3 * NEAR:
        return points
    end, start = (_along_edge(point) for point in ends)
    forwards = (start - end) % 8
    way, length = (1, forwards) if forwards <= 4 else (-1, 8 - forwards)
    passed = sorted(way * (corner - end) % 8 for corner in (0, 2, 4, 6))
    stops = [0, *(distance for distance in passed if 0 < distance < length), length]
    return np.concatenate([points, [_on_edge(end + way * distance) for distance in stops]])


def _along_edge(point: np.ndarray) -> float:
    """Where on the edge a point close to it lies: 0 at (-1, -1), anticlockwise, up to 8."""
    x, y = point
    if abs(y) >= abs(x):
        return 1 + x if y < 0 else 5 - x
    return 3 + y if x > 0 else 7 - y


def _on_edge(way: float) -> tuple[float, float]:
    side, along = divmod(way % 8, 2)
    return ((along - 1, -1.0), (1.0, along - 1), (1 - along, 1.0), (-1.0, 1 - along))[int(side)]
