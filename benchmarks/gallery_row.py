"""One piece of the gallery, made again: as JSON, and as a line for people."""
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

_COLUMNS = {
    "piece": 12, "made of": 25, "for": 46, "steps": 5, "pixels": 6, "sum at start": 12, "at end": 8,
    "left": 6, "dB": 5, "bar": 13, "": 3, "CPU s": 6,
}  # fmt: skip
_WORDS = ("piece", "made of", "for", "bar", "")  # these stand to the left


def _line(cells: Mapping[str, str]) -> str:
    return "  ".join(
        f"{cells[name]:{'<' if name in _WORDS else '>'}{width}}"
        for name, width in _COLUMNS.items()
    ).rstrip()


@dataclass(frozen=True)
class Row:
    """What became of a piece; `benchmarks.gallery` says what the fields mean."""

    name: str
    made_of: str
    wishes: str
    target: str
    steps: int
    size: int
    seed: int
    start: float
    end: float
    decibels: float | None
    seconds: float
    bar: str
    holds: bool

    heading: ClassVar[str] = _line({name: name for name in _COLUMNS})

    def to_json(self) -> str:
        """One line of JSON, with the fields in order."""
        return json.dumps(asdict(self), allow_nan=False, ensure_ascii=False)

    def __str__(self) -> str:
        """A line for people."""
        return _line({
            "piece": self.name, "made of": self.made_of, "for": f"{self.wishes} ({self.target})",
            "steps": f"{self.steps:,}", "pixels": str(self.size),
            "sum at start": f"{self.start:.4f}", "at end": f"{self.end:.4f}",
            "left": f"{self.end / self.start:.1%}",
            "dB": "" if self.decibels is None else f"{self.decibels:.1f}",
            "bar": self.bar, "": "met" if self.holds else "NO", "CPU s": f"{self.seconds:.1f}",
        })  # fmt: skip
