"""The settings of the two-dimensional bench, as one frozen record, and its presets."""
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer, check_number, shown
from course.projections.cloud_bench import AXES, Treatment, placed
from course.seeding import generator
from course.vectors.clouds import published_cloud
from widgets.controls.form import Count, Joined, OnOff, Scale, Slider, control

POINTS = (6, 20, 50, 100, 200, 500, 1000)
FEWEST, MOST = 3, 1000
FURTHEST = 600.0  # how far from the origin a point can be put, along x and along y
LIKE_PUBLISHED = 397  # the first seed whose cloud has the published deviations, 83.0 and 13.3
BESIDE = 18  # a row of that cloud that lies to the side of its long axis
MOST_MOVED = 12  # dragged points that a link can carry


@dataclass(frozen=True)
class Amount(Scale):
    """A whole number from a list of good ones, such as 1,000."""

    def words(self, value: float) -> str:
        """How a value is written."""
        return f"{value:,}"


@dataclass(frozen=True)
class CloudControls:
    """What has a control: see `CloudSettings`."""

    slope: float = control(1.0, Slider("slope", -2.0, 2.0, 0.1, ".1f"))
    noise: float = control(20.0, Slider("noise", 0.0, 60.0, 1.0, ".0f"))
    offset_x: float = control(0.0, Slider("offset along x", -200.0, 200.0, 5.0, ".0f"))
    offset_y: float = control(0.0, Slider("offset along y", -200.0, 200.0, 5.0, ".0f"))
    points: int = control(1000, Amount("points", POINTS))
    seed: int = control(LIKE_PUBLISHED, Count("seed", 0, 9999))
    centre: bool = control(False, OnOff("centre"))
    scale: bool = control(False, OnOff("scale"))
    axes: str = control("pca", Joined("axes", (("PCA", "pca"), ("by hand", "hand"))))
    degrees: float = control(45.0, Slider("turned by (degrees)", -180.0, 180.0, 1.0, ".0f"))
    keep: int = control(2, OnOff("keep 1 of 2", 2, 1))
    whiten: bool = control(False, OnOff("whiten"))


CLOUD = ("slope", "noise", "offset_x", "offset_y", "points", "seed")


@dataclass(frozen=True)
class CloudSettings(CloudControls):
    """Everything a person can set on the bench.

    Attributes
    ----------
    slope : float
        Of y on x, in [-10, 10].
    noise : float
        Standard deviation of y about the line, in [0, 200].
    offset_x, offset_y : float
        Where the middle of the cloud lies, in [-300, 300].
    points : int
        In [3, 1000]; 1,000 were published.
    seed : int
        In [0, 9999].
    axes : {"pca", "hand"}
    degrees : float
        By how much the axes are turned to the left if by hand, in [-180, 180].
    centre, scale, whiten : bool
    keep : {1, 2}
    chosen : int or None
        The row of the point that looks at the others, counted from 0.  None: one well to the
        side of the cloud's axis, or the last where there are fewer points.
    moved : tuple of float
        row, x, y of each point that was put elsewhere, one after the other; x and y from
        -600 to 600.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    chosen: int | None = None
    moved: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        bounds = {"slope": (-10, 10), "noise": (0, 200), "offset_x": (-300, 300),
                  "offset_y": (-300, 300), "degrees": (-180, 180)}  # fmt: skip
        for name, (low, high) in bounds.items():
            object.__setattr__(self, name, check_number(name, getattr(self, name), low, high))
        check_integer("points", self.points, FEWEST, MOST)
        check_integer("seed", self.seed, 0, 9999)
        check_choice("axes", self.axes, AXES)
        check_integer("keep", self.keep, 1, 2)
        for name in ("centre", "scale", "whiten"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"{name} must be True or False, got {getattr(self, name)!r}")
        if self.chosen is not None:
            check_integer("chosen", self.chosen, 0, self.points - 1)
        object.__setattr__(self, "moved", _checked(self.moved, self.points))

    @property
    def row(self) -> int:
        """The row of the chosen point."""
        return min(BESIDE, self.points - 1) if self.chosen is None else self.chosen

    @property
    def places(self) -> dict[int, tuple[float, float]]:
        """Where the points are that were put elsewhere: row -> (x, y)."""
        rows, xs, ys = (self.moved[i::3] for i in range(3))
        return {int(row): (x, y) for row, x, y in zip(rows, xs, ys, strict=True)}

    @property
    def controls(self) -> CloudControls:
        """The settings that have a control."""
        names = [item.name for item in fields(CloudControls)]
        return CloudControls(**{name: getattr(self, name) for name in names})

    @property
    def treatment(self) -> Treatment:
        """What is done to the cloud."""
        return Treatment(
            self.axes, self.degrees, self.centre, self.scale, self.whiten, self.keep
        )

    def cloud(self) -> np.ndarray:
        """The points before anything is done to them, shape (points, 2)."""
        offset = (self.offset_x, self.offset_y)
        rng = generator(self.seed, "cloud")
        x = published_cloud(rng, self.points, self.slope, self.noise, offset)
        return placed(x, self.places)

    def put(self, places: dict[int, tuple[float, float]]) -> "CloudSettings":
        """The same with these points put elsewhere, and no others."""
        return replace(self, moved=tuple(v for row, at in places.items() for v in (row, *at)))


def _checked(moved: Any, points: int) -> tuple[float, ...]:
    """row, x, y, row, x, y ... as floats; refused if it is anything else."""
    if not isinstance(moved, tuple | list):
        raise TypeError(f"moved must be numbers, got {shown(moved)}")
    if len(moved) % 3:
        raise ValueError(f"moved must be row, x, y for each point, got {len(moved)} numbers")
    numbers = []
    for i in range(0, len(moved), 3):
        row = check_number(f"moved[{i}] (a row)", moved[i], 0, points - 1)
        if row != int(row):
            raise ValueError(f"moved[{i}] (a row) must be a whole number, got {row:g}")
        numbers.append(row)
        for j, axis in ((i + 1, "x"), (i + 2, "y")):
            numbers.append(check_number(f"moved[{j}] ({axis})", moved[j], -FURTHEST, FURTHEST))
    return tuple(numbers)


# What each button of the row above the pictures sets; the rest is as published.
PRESETS: dict[str, dict[str, Any]] = {
    "as published": {},
    "off centre": {"offset_x": 100.0, "offset_y": 60.0},
    "centred": {"offset_x": 100.0, "offset_y": 60.0, "centre": True},
    "scaled": {"slope": 0.3, "scale": True},
    "whitened": {"whiten": True},
    "one component": {"keep": 1},
}
FREE = ("points", "seed", "chosen")  # what no preset decides


def preset(name: str, now: CloudSettings) -> CloudSettings:
    """The settings of a preset, with what it leaves free as it is; nothing is put elsewhere."""
    free = {item: getattr(now, item) for item in FREE}
    return CloudSettings(**PRESETS[name], **free)


def preset_of(settings: CloudSettings) -> str:
    """The preset whose settings these are, or ""."""
    return next((name for name in PRESETS if preset(name, settings) == settings), "")
