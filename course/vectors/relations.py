"""What becomes of the relations between vectors: angles, norms, distances, nearest neighbours.

Two arrays are compared row by row, before and after.  Up to 10,000 rows every pair is looked at,
a block at a time; above that, a million pairs drawn at random.
"""
from collections.abc import Generator
from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

from course.checks import check_integer
from course.loading import exhaust
from course.seeding import generator
from course.vectors.affine import Transformation
from course.vectors.arrays import as_numpy, check_rows, like, precision
from course.vectors.neighbour_overlap import overlap
from course.vectors.pair_blocks import drawn_pairs, every_pair, side
from course.vectors.pair_sums import PairSums, angle, bracket
from course.vectors.pairs import norms

EVERY_PAIR = 10_000  # rows up to which every pair is looked at
DRAWN = 1_000_000  # pairs that are drawn where there are more


@dataclass(frozen=True)
class Relations:
    """How the relations of n vectors after differ from those before.

    Attributes
    ----------
    rows, pairs : int
        How many vectors there are, and at how many pairs was looked.
    exact : bool
        Whether these were all pairs.
    rms_cosine, max_cosine : float
        Root mean square and largest change of a pair's cosine, in [0, 2].
    median_angle, max_angle : float
        By how much a pair's angle changes, in degrees, in [0, 180].
    sign_flips : float
        Share of pairs whose cosine changes its sign, in [0, 1].
    rms_norm, max_norm : float
        Change of a norm, in units of the root mean square norm before.
    rms_distance, max_distance : float
        Change of a pair's distance, in units of the root mean square distance before.
    overlap_by_angle, overlap_by_distance : float
        Share of the nearest neighbours of a row that stay among them, in [0, 1]; nan if no row
        has an angle.
    neighbours, overlap_rows : int
        How many neighbours, and of how many rows.
    energy, variance_kept : float
        Sum of squares after, over that before: about the origin, and about the mean.
    without_angle : int
        Rows that are the zero vector before or after: they have no angle and are left out of
        what concerns angles.
    certificate : float
        max |M M' - I| of the transformation's matrix, if it was given as `by`; otherwise nan.
        About 2e-15 says that the relations of all vectors stay, not of these alone.
    tolerance : float
        Up to which a largest change is called rounding: 1e-9 in float64, 1e-3 in float32.
    """

    rows: int
    pairs: int
    exact: bool
    rms_cosine: float
    max_cosine: float
    median_angle: float
    max_angle: float
    sign_flips: float
    rms_norm: float
    max_norm: float
    rms_distance: float
    max_distance: float
    overlap_by_angle: float
    overlap_by_distance: float
    neighbours: int
    overlap_rows: int
    energy: float
    variance_kept: float
    certificate: float
    without_angle: int
    tolerance: float

    @property
    def angles_kept(self) -> bool:
        """Whether no cosine changes by more than rounding."""
        return self.max_cosine <= self.tolerance

    @property
    def norms_kept(self) -> bool:
        """Whether no norm changes by more than rounding."""
        return self.max_norm <= self.tolerance

    @property
    def distances_kept(self) -> bool:
        """Whether no distance changes by more than rounding."""
        return self.max_distance <= self.tolerance

    @property
    def how(self) -> str:
        """Which pairs were looked at, in words."""
        every = self.rows * (self.rows - 1) // 2
        if self.exact:
            return f"all {every:,} pairs"
        return f"{self.pairs:,} of {every:,} pairs, drawn at random"

    @property
    def words(self) -> str:
        """What is kept and what is not, as a sentence."""
        angles = f"broken, median {self.median_angle:.2g} degrees"
        norm = f"changed, by {100 * self.rms_norm:.2g}% of the typical norm"
        distance = f"changed, by {100 * self.rms_distance:.2g}% of the typical distance"
        left = f"; {self.without_angle} without an angle" if self.without_angle else ""
        return (
            f"Angles {'kept' if self.angles_kept else angles}; "
            f"norms {'kept' if self.norms_kept else norm}; "
            f"distances {'kept' if self.distances_kept else distance} ({self.how}{left})."
        )


def relations(
    before: Any,
    after: Any,
    *,
    by: Transformation | None = None,
    neighbours: int = 10,
    n_pairs: int | None = None,
    seed: int = 0,
) -> Relations:
    """Compare the relations of vectors before and after something was done to them.

    Parameters
    ----------
    before : array, shape (n, d)
    after : array, shape (n, k)
        Row i is what became of row i; numpy or torch, as `before`.
    by : course.vectors.affine.Transformation, optional
        What made the one of the other: its certificate is then part of the answer.
    neighbours : int
        How many nearest neighbours of a row are compared, at least 1; half of the other rows
        where there are fewer than twice as many.
    n_pairs : int, optional
        Look at so many pairs drawn at random, whatever the number of rows.  None: at every pair
        up to 10,000 rows, at 1,000,000 above.
    seed : int
        Decides what is drawn.

    Raises
    ------
    TypeError, ValueError
        If they are not finite numbers of these shapes, or there are fewer than two rows.
    """
    asked = {"by": by, "neighbours": neighbours, "n_pairs": n_pairs, "seed": seed}
    return exhaust(relations_in_pieces(before, after, **asked))


def relations_in_pieces(
    before: Any,
    after: Any,
    *,
    by: Transformation | None = None,
    neighbours: int = 10,
    n_pairs: int | None = None,
    seed: int = 0,
) -> Generator[None, None, Relations]:
    """The same, yielding after each small piece of work, so that a page can answer meanwhile."""
    before, after = check_rows("before", before, 2), check_rows("after", after, 2)
    if len(before) != len(after):
        raise ValueError(
            f"before and after must have the same rows, got {len(before)} and {len(after)}"
        )
    check_integer("neighbours", neighbours, 1)
    if n_pairs is not None:
        check_integer("n_pairs", n_pairs, 1)
    tolerance = 1e-9 if max(precision(before), precision(after)) < 1e-10 else 1e-3
    after, n, rng = like(after, before), len(before), generator(seed, "relations")
    angled = _has_angle(before) & _has_angle(after)
    one, two = side(before, angled), side(after, angled)
    exact = n_pairs is None and n <= EVERY_PAIR
    blocks = every_pair(one, two) if exact else drawn_pairs(one, two, n_pairs or DRAWN, rng)
    sums, there = PairSums(*bracket(one, two, rng), tolerance), as_numpy(angled)
    yield
    m = int(there.sum())
    with_angle = m * (m - 1) // 2 if exact else 0
    for kind, values, drawn in blocks:
        sums.add(kind, values)
        with_angle += int(there[drawn].all(axis=0).sum()) if drawn.size else 0
        yield
    stay = yield from overlap(one, two, there, neighbours, rng)
    return Relations(
        rows=n, pairs=sums.pairs, exact=exact, without_angle=n - m, tolerance=tolerance,
        **_of_angles(sums, with_angle), **_of_lengths(sums, before, after, one.typical),
        variance_kept=two.typical / one.typical if one.typical else nan,
        certificate=nan if by is None else by.certificate,
        overlap_by_angle=stay[0], overlap_by_distance=stay[1], neighbours=stay[2],
        overlap_rows=stay[3],
    )  # fmt: skip


def _has_angle(x: Any) -> Any:
    """Which rows are not the zero vector; what is left of one by rounding counts as zero."""
    lengths = norms(x)
    return lengths > 8 * precision(x) * lengths.max()


def _of_angles(sums: PairSums, pairs: int) -> dict[str, float]:
    """What concerns angles, of so many pairs; nan where there is none."""
    if not pairs:
        names = ("rms_cosine", "max_cosine", "median_angle", "max_angle", "sign_flips")
        return dict.fromkeys(names, nan)
    return {
        "rms_cosine": sqrt(sums.square_cosine / pairs),
        "max_cosine": sums.max_cosine,
        "median_angle": sums.median_angle(sums.pairs - pairs),
        "max_angle": angle(sums.max_versine),
        "sign_flips": sums.flips / pairs,
    }


def _of_lengths(sums: PairSums, before: Any, after: Any, typical: float) -> dict[str, float]:
    """What concerns norms and distances, in units of the typical ones before."""
    one, two = norms(before), norms(after)
    energy = float((one * one).sum())
    size, apart = sqrt(energy / len(before)) or 1.0, sqrt(typical) or 1.0
    change = two - one
    return {
        "rms_norm": sqrt(float((change * change).mean())) / size,
        "max_norm": float(abs(change).max()) / size,
        "rms_distance": sqrt(sums.square_distance / sums.pairs) / apart,
        "max_distance": sums.max_distance / apart,
        "energy": float((two * two).sum()) / energy if energy else nan,
    }
