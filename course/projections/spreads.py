"""How far something changes, measured many times: rows, columns, and a number for each seed."""
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from course.checks import check_number, shown

Label = tuple[str, str]


@dataclass(frozen=True)
class Spreads:
    """Numbers of several seeds, in rows and columns.

    Attributes
    ----------
    rows : mapping of (row, column) to tuple of float
        A number for each seed, 0 or more, in `unit`.
    about : str
        What the numbers are, as a title: "angle changes by, median pair".
    unit : {"°", "%"}
    top : float
        Where the line ends on which the numbers are drawn, greater than 0; it begins at 0.
    each : str
        What there is a number of: "seed".
    words : mapping of str to str
        Something to say of a row, by its name.
    kept : frozenset of (row, column)
        Where nothing changed from any seed, but for rounding.

    Raises
    ------
    TypeError, ValueError
        On creation, naming what is wrong.

    Examples
    --------
    >>> found = Spreads({("turn", "near"): (0.0, 0.0), ("scale", "near"): (4.0, 6.0)}, "angle")
    >>> found.median(("scale", "near")), found.said(("scale", "near"))
    (5.0, '5.0°, 4.0 to 6.0')
    """

    rows: Mapping[Label, tuple[float, ...]]
    about: str
    unit: str = "°"
    top: float = 180.0
    each: str = "seed"
    words: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[Label] = frozenset()

    def __post_init__(self) -> None:
        check_number("top", self.top, 0, open_low=True)
        if not self.rows:
            raise ValueError("rows must hold at least one row of numbers, got none")
        rows = {}
        for label, row in self.rows.items():
            if not isinstance(label, tuple) or len(label) != 2:
                raise ValueError(f"each label must be a pair (row, column), got {shown(label)}")
            if not len(row):
                raise ValueError(f"rows[{label!r}] must hold a number a {self.each}, got none")
            rows[label] = tuple(check_number(f"rows[{label!r}]", float(v), 0) for v in row)
        object.__setattr__(self, "rows", rows)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the rows, in order."""
        return tuple(dict.fromkeys(row for row, _ in self.rows))

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(dict.fromkeys(column for _, column in self.rows))

    @property
    def count(self) -> int:
        """How many numbers the first cell has."""
        return len(next(iter(self.rows.values())))

    def median(self, label: Label) -> float:
        """The median over the seeds."""
        return statistics.median(self.rows[label])

    def said(self, label: Label) -> str:
        """A cell in words: median, least and greatest; "0°, kept" where nothing changed."""
        if label in self.kept:
            return f"0{self.unit}, kept"
        row, middle = self.rows[label], self.median(label)
        low, high = (figure(end, middle) for end in (min(row), max(row)))
        spread = "" if low == high else f", {low} to {high}"
        return f"{figure(middle)}{self.unit}{spread}"

    def __str__(self) -> str:
        wide = max(20, *(len(self.said(label)) + 3 for label in self.rows))
        first = max(map(len, self.names)) + 3
        lines = [self.about, " " * first + "".join(f"{name:<{wide}}" for name in self.columns)]
        for name in self.names:
            cells = [(name, column) for column in self.columns]
            said = (self.said(cell) if cell in self.rows else "" for cell in cells)
            lines.append(f"{name:<{first}}" + "".join(f"{words:<{wide}}" for words in said))
        return "\n".join(line.rstrip() for line in lines)


def figure(value: float, beside: float | None = None) -> str:
    """A number with about two digits that matter: "0.23", "4.2", "31"; as exact as `beside`."""
    size = value if beside is None else beside
    return f"{value:.{2 if size < 1 else 1 if size < 10 else 0}f}"
