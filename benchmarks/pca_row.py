"""One published figure of principal components measured again: as JSON, and as a line."""
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, stdev
from typing import ClassVar

ERROR = 3  # how many standard deviations off a published figure may lie

_WIDTHS = {
    "figure": 45, "published": 13, "ours": 13, "after": 13, "spread": 9, "off": 9, "smaller": 7,
    "clouds": 6, "bar": 3,
}  # fmt: skip
_WORDS = ("figure", "published", "bar")  # these stand to the left


def _line(cells: Sequence[str]) -> str:
    """A cell in each column."""
    return "  ".join(
        f"{cell:{'<' if name in _WORDS else '>'}{width}}"
        for cell, (name, width) in zip(cells, _WIDTHS.items(), strict=True)
    ).rstrip()


@dataclass(frozen=True)
class Row:
    """A published figure and ours; `benchmarks.pca_figures` says what the fields mean.

    Made by :func:`printed`, :func:`sampled`, :func:`counted` or :func:`change`.
    """

    name: str
    said: str
    published: float | None
    ours: float
    after: float | None
    spread: float | None
    off: float | None
    below: int | None
    seeds: int
    bar: str
    holds: bool
    note: str

    heading: ClassVar[str] = _line(tuple(_WIDTHS))

    def to_json(self) -> str:
        """One line of JSON, with the fields in order."""
        return json.dumps(asdict(self), allow_nan=False)

    def __str__(self) -> str:
        """A line for people, and the note below it."""
        digits = len(self.said.partition(".")[2]) if self.published is not None else None
        spread = "" if self.spread is None else f"{self.spread:.2g}"
        cells = (
            self.name, self.said, _figure(self.ours, digits), _figure(self.after, digits), spread,
            self._off(), _figure(self.below, 0), f"{self.seeds or ''}",
            "met" if self.holds else "NO",
        )  # fmt: skip
        return _line(cells) + (f"\n    {self.note}" if self.note else "")

    def _off(self) -> str:
        if self.off is None:
            return ""
        return f"{self.off:+.2f} sd" if self.spread is not None else f"{self.off:.0e}"


def printed(
    name: str, said: str, before: float, after: float, units: float = 0.5, note: str = ""
) -> Row:
    """A figure that was printed to so many digits, from rows that were printed too.

    Parameters
    ----------
    name : str
    said : str
        The figure as printed; its decimals count.
    before, after : float
        Ours, before the rows were turned and after.
    units : float
        How many units of the last printed digit ours may be off; 0.5 is what rounding allows.
    note : str
    """
    published = float(said)
    most = units * 10 ** -len(said.partition(".")[2])
    off = max(abs(before - published), abs(after - published))
    return Row(
        name, said, published, before, after, None, off, None, 0,
        bar=f"before and after at most {most:g} off", holds=off <= most, note=note,
    )  # fmt: skip


def sampled(name: str, said: str, values: Sequence[float], note: str = "") -> Row:
    """A figure of one random cloud, beside those of clouds from other seeds.

    Parameters
    ----------
    name : str
    said : str
        The figure as printed.
    values : sequence of float
        Ours, one a seed; they must differ.
    note : str
    """
    published, spread = float(said), stdev(values)
    off = (published - fmean(values)) / spread
    return Row(
        name, said, published, fmean(values), None, spread, off,
        below=sum(value < published for value in values), seeds=len(values),
        bar=f"published at most {ERROR} standard deviations off", holds=abs(off) <= ERROR,
        note=note,
    )  # fmt: skip


def counted(
    name: str, said: str, found: Sequence[bool], note: str = "", clouds: bool = True
) -> Row:
    """What was said in words, and of how many of the clouds it is true; asked of all of them.

    Without `clouds` it is asked of other things, such as the printed rows.
    """
    count = sum(map(bool, found))
    return Row(
        name, said, None, count, None, None, None, None, len(found) if clouds else 0,
        bar=f"ours = {len(found)}", holds=count == len(found), note=note,
    )  # fmt: skip


def change(name: str, said: str, values: Sequence[float], most: float, note: str = "") -> Row:
    """What was said to stay the same: the largest change, which may be `most`."""
    largest = max(values)
    return Row(
        name, said, None, largest, None, None, None, None, len(values),
        bar=f"ours <= {most:g}", holds=largest <= most, note=note,
    )  # fmt: skip


def _figure(value: float | None, digits: int | None) -> str:
    """A number with as many decimals as were published; a whole or a tiny one as it is."""
    if value is None:
        return ""
    return f"{value:.{digits}f}" if digits is not None else f"{value:.3g}"
