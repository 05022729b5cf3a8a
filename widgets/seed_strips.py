"""Many runs that differ only in their seed, each drawn as a mark of its own."""
from collections.abc import Mapping, Sequence
from html import escape

from widgets.theme import TOKENS_CSS

WIDTH, LEFT, RIGHT, TOP, FOOT = 640, 110, 16, 22, 24  # pixels of the drawing
MARK, GAP, LEAST_ROW = 5, 1, 40
FLOOR = 0.45  # accuracy at the left end
STRIP_CSS = """
.glassbox.gb-strips { max-width: 680px; background: none; padding: 6px 0; }
.gb-strips svg { display: block; width: 100%; height: auto; overflow: visible; }
.gb-strips text { font: 12px var(--sans); fill: var(--ink-2); }
.gb-strips .gb-strong { fill: var(--ink); font-weight: 600; }
.gb-strips .gb-line { stroke: var(--edge); stroke-width: 1; }
.gb-strips .gb-dotted { stroke: var(--ink-3); stroke-width: 1; stroke-dasharray: 1 3; }
.gb-strips .gb-goal { stroke: var(--ink); stroke-width: 1; }
.gb-strips rect { fill: var(--edge); }
.gb-strips rect.gb-reached { fill: var(--ink); }
.gb-strips p { color: var(--ink-2); max-width: 66ch; }
"""


class SeedStrips:
    """A row for each setting, a square for each seed, placed by its accuracy.

    Squares that would cover each other are stacked.  Those that reach the goal are dark.

    Parameters
    ----------
    accuracies : mapping of str to sequence of float
        Label of the row -> accuracy of each seed, in [0, 1].
    free : float
        Base rate, in [0, 1]: drawn as a dotted line.
    goal : float
        In [0, 1]: drawn as a line.

    Raises
    ------
    ValueError
        If a row is empty, or an accuracy is outside [0, 1].
    """

    def __init__(
        self, accuracies: Mapping[str, Sequence[float]], *, free: float, goal: float
    ) -> None:
        rows = {str(label): sorted(map(float, row)) for label, row in accuracies.items()}
        for label, row in rows.items():
            if not row:
                raise ValueError(f"accuracies[{label!r}] must hold a number a seed, got none")
            if not (row[0] >= 0 and row[-1] <= 1):
                raise ValueError(f"accuracies[{label!r}] must be in [0, 1], got {row}")
        self.accuracies, self.free, self.goal = rows, free, goal

    @property
    def summary(self) -> str:
        """What the picture shows, in words: a row at a time."""
        return " ".join(
            f"{label}: {self._reached(row)} of {len(row)} seeds reach {self.goal:.0%}, "
            f"from {row[0]:.1%} to {row[-1]:.1%}."
            for label, row in self.accuracies.items()
        )

    def __repr__(self) -> str:
        return self.summary

    def _reached(self, row: Sequence[float]) -> int:
        return sum(accuracy >= self.goal for accuracy in row)

    def _repr_html_(self) -> str:
        drawn, bottom = [], TOP
        for label, row in self.accuracies.items():
            marks, height = self._marks(row)
            bottom += max(LEAST_ROW, height + 12)
            drawn.append(self._row(label, row, marks, bottom))
        body = self._frame(bottom) + "".join(drawn)
        return (
            f"<style>{TOKENS_CSS}{STRIP_CSS}</style>"
            f'<div class="glassbox gb-strips"><svg viewBox="0 0 {WIDTH} {bottom + FOOT}" '
            f'role="img" aria-label="{escape(self.summary, quote=True)}">{body}</svg></div>'
        )

    def _x(self, accuracy: float) -> float:
        """Horizontal place of an accuracy; what lies below the floor stands at the floor."""
        share = (max(accuracy, FLOOR) - FLOOR) / (1 - FLOOR)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def _marks(self, row: Sequence[float]) -> tuple[list[tuple[int, int, bool]], int]:
        """(x, y above the line, reached) of each seed's square, and the tallest stack."""
        step, marks = MARK + GAP, []
        stacked: dict[int, int] = {}
        for accuracy in row:
            column = round((self._x(accuracy) - MARK / 2) / step)
            stacked[column] = stacked.get(column, 0) + 1
            marks.append((column * step, stacked[column] * step, accuracy >= self.goal))
        return marks, max(stacked.values()) * step

    def _frame(self, bottom: int) -> str:
        """The two vertical lines with their names, and the axis below."""
        parts = []
        for kind, value, words in (
            ("gb-dotted", self.free, f"free {self.free:.1%}"),
            ("gb-goal", self.goal, f"goal {self.goal:.0%}"),
        ):
            x = self._x(value)
            parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{bottom}"/>')
            parts.append(f'<text x="{x:.1f}" y="12" text-anchor="middle">{words}</text>')
        for tick in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
            x, anchor, words = f"{self._x(tick):.1f}", "middle", f"{tick:.0%}"
            if tick == 1:
                x, anchor, words = str(WIDTH), "end", "100% right"
            parts.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="{anchor}">{words}</text>')
        return "".join(parts)

    def _row(
        self, label: str, row: Sequence[float], marks: list[tuple[int, int, bool]], base: int
    ) -> str:
        parts = [
            f'<text class="gb-strong" x="0" y="{base - 18}">{escape(label)}</text>',
            f'<text x="0" y="{base - 3}">{self._reached(row)} of {len(row)}</text>',
            f'<line class="gb-line" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}"/>',
        ]
        for x, up, reached in marks:
            dark = ' class="gb-reached"' if reached else ""
            parts.append(f'<rect{dark} x="{x}" y="{base - up}" width="{MARK}" height="{MARK}"/>')
        return "".join(parts)
