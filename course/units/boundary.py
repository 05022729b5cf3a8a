"""The straight edges of a relu network's 50% line, exactly.

A relu unit is off on one side of its fold and linear on the other.  A network of such units is
therefore linear in every region between the folds, and its 50% line is straight there: it can
turn only where it crosses a fold.  Nothing here is read off a picture: the square is cut along
the folds, and the logit is linear in each of the regions that come of it.
"""
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from course.network import ACTIVATIONS, Network
from course.units.polygons import SQUARE, TINY, Point, crossing, halves
from course.units.removal import check_single

NEAR = 1e-6  # ends that touch, and directions that are the same
SHORTEST = 0.02  # an edge shorter than a hundredth of the square's side cannot be seen


@dataclass(frozen=True)
class Edge:
    """A straight part of the 50% line.

    Attributes
    ----------
    start, end : pair of float
        Where it turns, or leaves the square.
    """

    start: Point
    end: Point

    @property
    def length(self) -> float:
        """In units of the square, whose side is 2."""
        return float(np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]))


@dataclass(frozen=True)
class Boundary:
    """The 50% line of a relu network within the square.

    Attributes
    ----------
    edges : tuple of Edge
        Longest first.
    regions : int
        Parts into which the folds of the units that are listened to cut the square.
    parts, closed_parts : int
        Pieces of the line that do not touch one another, and how many of them do not leave
        the square.
    """

    edges: tuple[Edge, ...]
    regions: int
    parts: int
    closed_parts: int

    @property
    def turns(self) -> int:
        """How often the line changes its direction inside the square."""
        return len(self.edges) - (self.parts - self.closed_parts)

    @property
    def closed(self) -> bool:
        """Whether there is a line, and no part of it leaves the square."""
        return self.parts == self.closed_parts > 0

    @property
    def seen(self) -> int:
        """How many edges are long enough to be seen."""
        return sum(edge.length >= SHORTEST for edge in self.edges)


@dataclass(frozen=True)
class _Region:
    """A convex part of the square, in which a layer's outputs are h = point @ M + c."""

    corners: list[Point]
    M: np.ndarray  # (2, units)
    c: np.ndarray  # (units,)


def boundary(network: Network) -> Boundary:
    """Where a relu network says 50%, as straight edges.

    The square is cut along the folds of the first layer.  In each region the next layer is
    linear, so its folds are straight there and cut it further, and so on; in the end the logit
    is linear in each region, and 0 along one straight piece at most.  Pieces that go on in the
    same direction across a fold are one edge.

    Raises
    ------
    ValueError
        If the network is a population, not of relu units, or not from two inputs to a logit.
    """
    check_single(network)
    if network.activation is not ACTIVATIONS["relu"]:
        raise ValueError("network must be of relu units: others do not fold the square")
    if network.widths[0] != 2 or network.widths[-1] != 1:
        raise ValueError(f"network must lead from 2 inputs to 1 logit, got {network.widths}")
    numpy = network.backend.numpy
    layers = [(numpy(w).astype(float), numpy(b)[0].astype(float)) for w, b in network.layers]
    regions = [_Region(list(SQUARE), np.eye(2), np.zeros(2))]
    for (W, b), (following, _) in pairwise(layers):
        regions = [cut for r in regions for cut in _cut(r, W, b, following.any(axis=1))]
    pieces, slopes, (W, b) = [], [], layers[-1]
    for region in regions:
        slope, rest = region.M @ W[:, 0], float(region.c @ W[:, 0] + b[0])
        piece = crossing(region.corners, *slope.tolist(), rest)
        if piece and np.hypot(*np.subtract(*piece)) > TINY:
            pieces.append(piece)
            slopes.append(slope / np.hypot(*slope))
    return _joined(np.array(pieces).reshape(-1, 2, 2), np.array(slopes), len(regions))


def _cut(region: _Region, W: np.ndarray, b: np.ndarray, heard: np.ndarray) -> list[_Region]:
    """A region cut along the folds of the next layer's units, those that are listened to."""
    M, c = region.M @ W, region.c @ W + b
    parts = [region.corners]
    for unit in np.flatnonzero(heard):
        line = (*M[:, unit].tolist(), float(c[unit]))
        parts = [half for part in parts for half in halves(part, *line)]
    on = [np.mean(part, axis=0) @ M + c > 0 for part in parts]  # the same all over a part
    return [_Region(part, M * now, c * now) for part, now in zip(parts, on, strict=True)]


def _joined(pieces: np.ndarray, slopes: np.ndarray, regions: int) -> Boundary:
    """Straight pieces (n, 2, 2), with the unit vectors (n, 2) across them, as edges."""
    if len(pieces) == 0:
        return Boundary((), regions, 0, 0)
    ends = pieces.reshape(-1, 2)
    near = np.abs(ends[:, None] - ends).max(-1) < NEAR
    touching = near.reshape(len(pieces), 2, len(pieces), 2).any(axis=(1, 3))
    alike = np.abs(slopes[:, None] - slopes).max(-1) < NEAR
    edges = []
    for group in _groups(touching & alike):
        corners, (across, up) = pieces[group].reshape(-1, 2), slopes[group[0]]
        along = corners @ (-up, across)
        first, last = corners[[along.argmin(), along.argmax()]].tolist()
        edges.append(Edge(tuple(first), tuple(last)))
    edges.sort(key=lambda edge: -edge.length)
    parts, leaving = _groups(touching), (np.abs(pieces) > 1 - TINY).any(axis=(1, 2))
    closed = sum(not leaving[group].any() for group in parts)
    return Boundary(tuple(edges), regions, len(parts), closed)


def _groups(linked: np.ndarray) -> list[list[int]]:
    """Which of n things hang together, given which two are linked; bool (n, n), symmetric."""
    left, groups = set(range(len(linked))), []
    while left:
        group, waiting = [], [left.pop()]
        while waiting:
            one = waiting.pop()
            group.append(one)
            following = left.intersection(np.flatnonzero(linked[one]).tolist())
            left -= following
            waiting += following
        groups.append(sorted(group))
    return groups
