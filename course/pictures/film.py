"""A run's pictures as a film: as many as are kept, spaced by how much changed and not by time."""
from collections.abc import Sequence
from functools import cache

import numpy as np

from course.checks import check_integer
from course.pictures.exports import checked

LOOK = 32  # pixels a side of what is compared


@cache
def _weights(side: int, to: int) -> np.ndarray:
    """How much of each of `side` pixels lies in each of `to`, shape (to, side); rows add to 1."""
    edges, cuts = np.arange(side + 1) / side, np.arange(to + 1) / to
    high = np.minimum(edges[None, 1:], cuts[1:, None])
    low = np.maximum(edges[None, :-1], cuts[:-1, None])
    return (np.clip(high - low, 0, None) * to).astype(np.float32)


def shrunk(image: np.ndarray, side: int) -> np.ndarray:
    """A picture at most so large, each pixel the mean of what lies in it.

    Parameters
    ----------
    image : uint8 array, shape (h, w, 3)
    side : int
        The longer side, at most.

    Returns
    -------
    uint8 array, shape (h', w', 3)
        The same array where it is small enough.
    """
    height, width = image.shape[:2]
    long = max(height, width)
    if long <= side:
        return image
    down = _weights(height, max(1, round(height * side / long)))
    across = _weights(width, max(1, round(width * side / long)))
    small = np.einsum("ah,hwc->awc", down, image.astype(np.float32), optimize=True)
    small = np.einsum("bw,awc->abc", across, small, optimize=True)
    return np.rint(small).astype(np.uint8)


class Film:
    """The frames of a run, thinned by leaving out those without which least is missed.

    When there are too many, that frame goes whose neighbours differ least from one another; the
    first and the newest stay.  Where much happens, many stay.

    Parameters
    ----------
    most : int
        Frames kept, at least 2.
    seen : int
        Of which so many are to be looked at, spaced in the same way; at least 2.

    Attributes
    ----------
    frames : list of (int, uint8 array of shape (size, size, 3))
        Step and picture, in the order they came.
    seen : list of int
        Steps of those to be looked at.
    held : int or None
        The step of a frame that somebody is looking at: it stays among those.
    """

    def __init__(self, most: int = 120, seen: int = 10) -> None:
        self._most = check_integer("most", most, 2)
        self._room = check_integer("seen", seen, 2, most)
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.frames: list[tuple[int, np.ndarray]] = []
        self.seen: list[int] = []
        self.held: int | None = None
        self._looks: dict[int, np.ndarray] = {}

    def add(self, index: int, image: np.ndarray) -> None:
        """One more frame; one of a step that is the newest already takes its place.

        Parameters
        ----------
        index : int
            The step, at least that of the frame before.
        image : uint8 array, shape (size, size, 3)
            Kept as it is: hand in one that nobody writes to.

        Raises
        ------
        TypeError, ValueError
            If the picture is of another kind, or the step comes before the newest.
        """
        check_integer("index", index, self.frames[-1][0] if self.frames else 0)
        checked(image, "image")
        if self.frames and self.frames[-1][0] == index:
            self.frames.pop()
            self.seen.pop()
        self.frames.append((index, image))
        self.seen.append(index)
        self._looks[index] = shrunk(image, LOOK).astype(np.int16)
        if len(self.seen) > self._room:
            del self.seen[self._least_missed(self.seen, spared=[self.held])]
        if len(self.frames) > self._most:
            self._drop()

    def picture(self, index: int) -> np.ndarray | None:
        """The picture of a step, or None if it is not kept."""
        return next((image for at, image in self.frames if at == index), None)

    def _drop(self) -> None:
        """Leave out the frame that is missed least, of those nobody sees."""
        kept = [index for index, _ in self.frames]
        gone = self._least_missed(kept, spared=self.seen)
        del self._looks[kept[gone]]
        del self.frames[gone]

    def _least_missed(self, steps: list[int], spared: Sequence[int | None]) -> int:
        """Which place, neither first nor last, has neighbours that differ least."""
        inner = [i for i in range(1, len(steps) - 1) if steps[i] not in spared]
        inner = inner or range(1, len(steps) - 1)
        return min(inner, key=lambda i: self._apart(steps[i - 1], steps[i + 1]))

    def _apart(self, one: int, other: int) -> float:
        """Mean difference of two frames."""
        return float(np.abs(self._looks[one] - self._looks[other]).mean())
