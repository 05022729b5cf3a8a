"""The settings of the view of many dimensions: one frozen record, for its controls and link."""
from dataclasses import dataclass, fields

from course.checks import check_choice, check_integer
from course.projections.survival import METHODS
from course.vectors.pasted import MOST_ROWS
from course.vectors.sets import SETS, SPECTRA
from widgets.controls.form import Choice, Count, Joined, OnOff, control

SETS_SHOWN = (
    ("handwritten digits", "digits"), ("a made cloud", "cloud"), ("texts, TF-IDF", "texts"),
    ("texts, embeddings", "meanings"), ("a table of your own", "own"),
)  # fmt: skip
SPECTRA_SHOWN = (("flat", "flat"), ("falling", "falling"), ("a few strong", "strong"))
ROWS = tuple((f"{n:,}", n) for n in (50, 100, 200, 500, 1000, 1797))
DIMENSIONS = tuple((f"{n:,}", n) for n in (10, 20, 64, 200, 500, 1000))
BY = (("angle", "angle"), ("distance", "distance"))
METHODS_SHOWN = (("PCA", "pca"), ("random", "random"))
MOST_NUMBERS = 500_000  # of a made cloud: with more, a piece of work takes over 15 ms
LARGEST_K = 2000


@dataclass(frozen=True)
class ManyControls:
    """What has a control: see `ManySettings`."""

    data: str = control("digits", Choice("vectors", SETS_SHOWN))
    spectrum: str = control("flat", Choice("spectrum", SPECTRA_SHOWN))
    dimensions: int = control(200, Choice("dimensions", DIMENSIONS, lambda n: f"{n:,}"))
    rows: int = control(500, Choice("rows", ROWS, lambda n: f"{n:,}"))
    centre: bool = control(False, OnOff("centre"))
    scale: bool = control(False, OnOff("scale"))
    whiten: bool = control(False, OnOff("whiten"))
    method: str = control("pca", Joined("directions", METHODS_SHOWN))
    by: str = control("angle", Joined("nearest by", BY))
    scree: str = control("log", Joined("scree axis", (("log", "log"), ("linear", "linear"))))
    seed: int = control(0, Count("seed", 0, 9999))
    device: str = control("cpu", Joined("device", (("CPU", "cpu"), ("GPU", "gpu"))))


@dataclass(frozen=True)
class ManySettings(ManyControls):
    """Everything a person can set.

    Attributes
    ----------
    data : {"digits", "cloud", "texts", "meanings", "own"}
        Which vectors: see `course.vectors.sets.load_set`.  A table of one's own is pasted, and
        is not among the settings.
    spectrum : {"flat", "falling", "strong"}
        How the variance of a made cloud is spread.
    dimensions : int
        Of a made cloud, in [2, 1000].
    rows : int
        At most so many, in [2, 1797]; rows times dimensions of a made cloud are at most 500,000.
    centre, scale, whiten : bool
        What is done to them besides: see `course.pca.pca`.
    method : {"pca", "random"}
        Which k numbers the pictures and the large figures are of.
    by : {"angle", "distance"}
        What nearest means.
    scree : {"log", "linear"}
        Axis of the scree plot.
    seed : int
        Decides a made cloud, and the random directions.
    device : {"cpu", "gpu"}
    k : int
        Components kept, in [0, 2000]; 0 means all, and so does more than there are.
    row : int
        Which row is looked at, from 0; counted anew from 0 after the last.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    k: int = 0
    row: int = 0

    def __post_init__(self) -> None:
        check_choice("data", self.data, SETS)
        check_choice("spectrum", self.spectrum, SPECTRA)
        check_choice("method", self.method, METHODS)
        for name, options in (("by", BY), ("scree", BY_SCREE), ("device", DEVICES)):
            check_choice(name, getattr(self, name), [value for _, value in options])
        for name in ("centre", "scale", "whiten"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"{name} must be True or False, got {getattr(self, name)!r}")
        check_integer("dimensions", self.dimensions, 2, 1000)
        check_integer("rows", self.rows, 2, 1797)
        check_integer("seed", self.seed, 0, 9999)
        check_integer("k", self.k, 0, LARGEST_K)
        check_integer("row", self.row, 0, MOST_ROWS - 1)
        if self.data == "cloud" and self.rows * self.dimensions > MOST_NUMBERS:
            most = MOST_NUMBERS // self.dimensions
            raise ValueError(
                f"rows must be at most {most:,} with {self.dimensions:,} dimensions, "
                f"got {self.rows:,}"
            )


def _options(name: str) -> tuple[tuple[str, str], ...]:
    found = {item.name: item.metadata["control"] for item in fields(ManyControls)}
    return found[name].options


BY_SCREE, DEVICES = _options("scree"), _options("device")
# What a control changes: other vectors, another PCA, or only what is shown of it.
OTHER_VECTORS = {"data", "spectrum", "dimensions", "rows", "seed"}
OTHER_PCA = {"centre", "scale", "whiten", "device"}
