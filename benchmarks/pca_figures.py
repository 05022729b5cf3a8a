"""The figures of "When transforming vectors to their principal components, are their relations
preserved?", and ours beside them.

Six of its thousand points were printed, with their cosines and norms.  Its rotation was not: it
came from all the thousand.  Any orthogonal matrix keeps cosines and norms, so here the six are
turned to their own principal components, about the origin and unscaled as in the write-up, and
then to those of each fresh cloud.  What depends on its cloud, which was not printed, is beside
200 clouds made by the same recipe, a seed each.  One time in ten, chance alone would put one of
those four figures, of which two follow from the others, more than two standard deviations off; so
three are allowed.

Fields of a row as JSON
-----------------------
name
    The figure.
said, published
    What was published, as printed or in words, and as a number; null where there are only words.
ours
    Of the printed rows: our figure before they were turned.  Of clouds: the mean, or the
    largest change.  Of what was said in words: of how many clouds or rows it is true.
after
    Our figure after the rows were turned; null elsewhere.
spread
    The standard deviation from cloud to cloud; null where nothing is averaged.
off
    Where there is a spread, how many of it the published figure lies above the mean; else the
    larger of the differences between the published figure and ours; null without a number.
below
    In how many clouds the figure is smaller than the published one; null elsewhere.
seeds
    How many clouds; 0 where only the printed rows were used.
bar, holds
    What is asked of the row, and whether it is met.
note
    A sentence about the figure, or "".
"""
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.pca_row import Row, change, counted, printed, sampled
from course.pca import Pca, pca
from course.seeding import generator
from course.vectors.clouds import (
    PUBLISHED_COSINES,
    PUBLISHED_NORMS,
    PUBLISHED_ROWS,
    published_cloud,
)
from course.vectors.pairs import cosines, norms
from course.vectors.relations import relations

SEEDS, QUICK_SEEDS = 200, 40
ROW = 1  # the printed row whose cosines were published: the second
DEVIATIONS, SHARES = ("83.040", "13.30478"), ("0.975", "0.02503")
MOST = 1e-12  # what rounding may change of one figure; a cosine has 16 digits
MOST_OF_ALL = 1e-9  # and of half a million: the tolerance of `relations`

_ROUNDED = "The points are printed to five decimals of x: the last digit of a norm may be one off."
_EXPECTED = "Of infinitely many points: {:.3f} and {:.3f}."
_BLURRED = "Never quite uniform: the noise blurs both ends."


@dataclass(frozen=True)
class Cloud:
    """What is looked at in one fresh cloud.

    Attributes
    ----------
    deviations, shares : float array, shape (2,)
        Along the components, and of the sum of squares.
    order : bool
        Whether all points stand in the same order of their cosine with the second point.
    change : float
        The largest change of a cosine, and of a norm or distance relative to their size.
    printed : float
        The largest relative change of the printed figures when the printed rows are turned to
        the components of this cloud.
    apart : float array, shape (2, 2)
        Kolmogorov-Smirnov distances of PC1 and PC2 (rows) to a uniform and to a normal
        distribution (columns) of the same mean and standard deviation.
    """

    deviations: np.ndarray
    shares: np.ndarray
    order: bool
    change: float
    printed: float
    apart: np.ndarray


def run(quick: bool = False) -> Iterator[Row]:
    """Measure all figures again, and yield the rows; half a minute on one core.

    Parameters
    ----------
    quick : bool
        Forty clouds instead of 200.
    """
    yield from of_the_printed_rows()
    yield from of_clouds([look(seed) for seed in range(QUICK_SEEDS if quick else SEEDS)])


def components(x: np.ndarray) -> Pca:
    """Principal components as in the write-up: neither centred nor scaled, all kept."""
    return pca(x, centre=False)


def of_the_printed_rows() -> Iterator[Row]:
    """Six cosines, six norms and the order of neighbours, before and after."""
    before = PUBLISHED_ROWS
    after = components(before)(before)
    for row, (said, *ours) in enumerate(
        zip(PUBLISHED_COSINES, cosines(before, ROW), cosines(after, ROW), strict=True)
    ):
        yield printed(f"cosine of printed row 2 with row {row + 1}", said, *map(float, ours))
    for row, (said, *ours) in enumerate(
        zip(PUBLISHED_NORMS, norms(before), norms(after), strict=True)
    ):
        note = _ROUNDED if row == len(PUBLISHED_NORMS) - 1 else ""
        yield printed(f"norm of printed row {row + 1}", said, *map(float, ours), 1, note)
    orders = [
        [np.argsort(-cosines(x, row)) + 1 for x in (before, after)] for row in range(len(before))
    ]
    yield counted(
        "order of the neighbours of 6 printed rows", "the same",
        [np.array_equal(*order) for order in orders],
        f"By cosine; from row 2: {', '.join(map(str, orders[ROW][0]))}.", clouds=False,
    )  # fmt: skip


def look(seed: int) -> Cloud:
    """Make the cloud of a seed, turn it and compare before and after."""
    before = published_cloud(generator(seed, "cloud"))
    found = components(before)
    after = found(before)
    kept = relations(before, after)
    order = np.argsort(-cosines(after, ROW))
    return Cloud(
        np.asarray(found.deviations), np.asarray(found.shares),
        # Where two cosines are the same but for rounding, either may come first.
        order=bool((np.diff(cosines(before, ROW)[order]) <= MOST).all()),
        change=float(max(kept.max_cosine, kept.max_norm, kept.max_distance)),
        printed=_change(PUBLISHED_ROWS, found(PUBLISHED_ROWS)),
        apart=np.array([distances_to_shapes(along) for along in after.T]),
    )  # fmt: skip


def distances_to_shapes(values: np.ndarray) -> tuple[float, float]:
    """Kolmogorov-Smirnov distances of numbers (n,) to a uniform and to a normal distribution.

    Both have the mean and the standard deviation of the numbers.
    """
    from scipy.stats import kstest

    mean, spread = values.mean(), values.std()
    width = np.sqrt(12) * spread
    uniform = kstest(values, "uniform", (mean - width / 2, width)).statistic
    return float(uniform), float(kstest(values, "norm", (mean, spread)).statistic)


def of_clouds(clouds: list[Cloud]) -> Iterator[Row]:
    """Deviations, shares and what was said in words, over clouds of as many seeds."""
    large, small = expected()
    for row, said in enumerate(DEVIATIONS):
        note = _EXPECTED.format(large, small) if row else ""
        values = [float(cloud.deviations[row]) for cloud in clouds]
        yield sampled(f"standard deviation along PC{row + 1}", said, values, note)
    for row, said in enumerate(SHARES):
        values = [float(cloud.shares[row]) for cloud in clouds]
        yield sampled(f"proportion of variance, PC{row + 1}", said, values)
    yield change(
        "the printed rows by the rotations of clouds", "the same",
        [cloud.printed for cloud in clouds], MOST, "Largest change of a cosine or a norm.",
    )  # fmt: skip
    yield change(
        "all relations of fresh clouds", "preserved", [cloud.change for cloud in clouds],
        MOST_OF_ALL,
        "Largest change of a cosine, a norm or a distance, of all pairs of 1,000 points.",
    )  # fmt: skip
    yield counted(
        "order of all neighbours of a point", "the same", [cloud.order for cloud in clouds]
    )
    (to_uniform, not_normal), (not_uniform, to_normal) = np.mean(
        [cloud.apart for cloud in clouds], axis=0
    )
    yield counted(
        "PC1 is nearer a uniform than a normal", "looks uniform",
        [cloud.apart[0, 0] < cloud.apart[0, 1] for cloud in clouds],
        f"Kolmogorov-Smirnov distances {to_uniform:.3f} and {not_normal:.3f}. {_BLURRED}",
    )  # fmt: skip
    yield counted(
        "PC2 is nearer a normal than a uniform", "normal",
        [cloud.apart[1, 1] < cloud.apart[1, 0] for cloud in clouds],
        f"Kolmogorov-Smirnov distances {to_normal:.3f} and {not_uniform:.3f}.",
    )  # fmt: skip


def expected(slope: float = 1.0, noise: float = 20.0) -> tuple[float, float]:
    """Deviations along both components of infinitely many points.

    x is uniform in [-100, 100], so its mean square is 100^2 / 3; y = slope x + noise.
    """
    xx = 100**2 / 3
    moments = np.array([[xx, slope * xx], [slope * xx, slope**2 * xx + noise**2]])
    small, large = np.sqrt(np.linalg.eigvalsh(moments))
    return float(large), float(small)


def _change(before: np.ndarray, after: np.ndarray) -> float:
    """Largest change of the six cosines, and of the six norms relative to each."""
    lengths = norms(before)
    longer = np.abs(norms(after) - lengths) / lengths
    return float(max(np.abs(cosines(after, ROW) - cosines(before, ROW)).max(), longer.max()))
