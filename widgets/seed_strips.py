"""Many runs that differ only in their seed, each drawn as a mark of its own."""
from collections.abc import Mapping, Sequence
from html import escape

from course.trials import Accuracies
from widgets.theme import TOKENS_CSS

MARK, GAP = 5, 1  # pixels
LEAST, NOTE = 40, 16  # pixels of a row at least, for its two lines of words; of one more
CLOSE = 0.3  # share of the width within which the names of two lines would touch
FLOOR = 0.45  # accuracy at the left end
BINS = 55  # one for each percent above the floor: no two squares of them ever touch
STRIP_CSS = """
.glassbox.gb-strips { max-width: 680px; background: none; padding: 6px 0; font-size: 12px;
  line-height: 16px; color: var(--ink-2); }
.gb-strips > div { display: grid; grid-template-columns: 104px minmax(0, 1fr); margin-right: 16px; }
.gb-strips .gb-name { align-self: end; }
.gb-strips .gb-name b { display: block; font-weight: 600; color: var(--ink); }
.gb-strips .gb-strip { position: relative; border-bottom: 1px solid var(--edge); }
.gb-strips .gb-strip i, .gb-strips .gb-scale span { position: absolute; }
.gb-strips .gb-strip i { width: 5px; height: 5px; margin-left: -2.5px; background: var(--edge); }
.gb-strips .gb-strip i.gb-reached { background: var(--ink); }
.gb-strips .gb-strip .gb-free, .gb-strips .gb-strip .gb-goal { position: absolute; top: 0;
  bottom: 0; border-left: 1px solid var(--ink); }
.gb-strips .gb-strip .gb-free { border-left: 1px dotted var(--ink-3); }
.gb-strips .gb-scale { position: relative; height: 18px; grid-column: 2; }
.gb-strips .gb-scale span { transform: translateX(-50%); white-space: nowrap; }
.gb-strips .gb-scale span.gb-end { transform: none; right: -16px; }
.gb-strips .gb-ticks { padding-top: 3px; height: 20px; }
.gb-strips .gb-note { color: var(--ink); font-weight: 600; }
@container (max-width: 480px) {
  .gb-strips > div { grid-template-columns: 76px minmax(0, 1fr); }
  .gb-strips .gb-strip i { width: 4px; margin-left: -2px; }
  .gb-strips .gb-odd { display: none; }
}
"""


class SeedStrips:
    """A row for each setting, a square for each seed, placed by its accuracy.

    Squares of the same percent are stacked.  Those that reach the goal are dark.

    Parameters
    ----------
    accuracies : course.trials.Accuracies, or mapping of str to sequence of float
        Label of the row -> accuracy of each seed, in [0, 1].
    free : float
        Base rate, in [0, 1]: drawn as a dotted line.  Not for Accuracies, which know theirs.
    goal : float
        In [0, 1]: drawn as a line.  Not for Accuracies.
    notes : mapping of str to str, optional
        What to say of a row besides, by its label.

    Raises
    ------
    TypeError, ValueError
        If a row is empty, an accuracy is outside [0, 1], or there is neither a free number
        nor a goal.
    """

    def __init__(
        self,
        accuracies: Accuracies | Mapping[str, Sequence[float]],
        *,
        free: float | None = None,
        goal: float | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        if not isinstance(accuracies, Accuracies):
            accuracies = Accuracies(dict(accuracies), free, goal)
        self.accuracies, self._notes = accuracies, dict(notes or {})

    @property
    def summary(self) -> str:
        """What the picture shows, in words: a row at a time."""
        return " ".join(
            f"{label}: {self.accuracies.reached(label)} of {len(row)} seeds reach "
            f"{self.accuracies.goal[label]:.0%}, from {min(row):.1%} to {max(row):.1%}."
            for label, row in self.accuracies.rows.items()
        )

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        rows = "".join(self._row(label) for label in self.accuracies.rows)
        return (
            f"<style>{TOKENS_CSS}{STRIP_CSS}</style>"
            f'<div class="glassbox gb-strips" role="img" '
            f'aria-label="{escape(self.summary, quote=True)}"><div>{self._names()}</div>'
            f"{rows}<div>{_ticks()}</div></div>"
        )

    def _names(self) -> str:
        """What the two lines are, above the first row; each row has its own if they differ."""
        names = []
        for word, each, digits in (("free", self.accuracies.free, 1),
                                   ("goal", self.accuracies.goal, 0)):  # fmt: skip
            values = sorted(set(each.values()))
            if len(values) == 1:
                names.append((values[0], f"{word} {values[0]:.{digits}%}"))
        close = len(names) == 2 and abs(_at(names[0][0]) - _at(names[1][0])) < CLOSE
        placed = [_word(at, words, 16 * i * close) for i, (at, words) in enumerate(names)]
        return (
            f'<div class="gb-scale" style="height:{34 if close else 18}px">{"".join(placed)}</div>'
        )

    def _row(self, label: str) -> str:
        row, goal = self.accuracies.rows[label], self.accuracies.goal[label]
        stacked: dict[int, int] = {}
        marks = [_line("gb-free", self.accuracies.free[label]), _line("gb-goal", goal)]
        for accuracy in sorted(row):
            column = _bin(accuracy)
            up = stacked.get(column, 0)
            stacked[column] = up + 1
            dark = ' class="gb-reached"' if accuracy >= goal else ""
            place = f"left:{_percent((column + 0.5) / BINS)};bottom:{1 + up * (MARK + GAP)}px"
            marks.append(f'<i{dark} style="{place}"></i>')
        note = self._notes.get(label)
        least = LEAST + (NOTE if note else 0)
        height = max(least, max(stacked.values()) * (MARK + GAP) + 12)
        said = f'<span class="gb-note">{escape(note)}</span>' if note else ""
        count = f"{self.accuracies.reached(label)} of {len(row)}"
        return (
            f'<div><div class="gb-name"><b>{escape(str(label))}</b>{count}'
            f'{"<br>" if said else ""}{said}</div>'
            f'<div class="gb-strip" style="height:{height}px">{"".join(marks)}</div></div>'
        )


def _bin(accuracy: float) -> int:
    """Which percent above the floor an accuracy belongs to; below it, the first."""
    return min(max(int((accuracy - FLOOR) * 100 + 1e-9), 0), BINS - 1)


def _at(accuracy: float) -> float:
    """Where an accuracy lies, as a share of the width."""
    return (max(accuracy, FLOOR) - FLOOR) / (1 - FLOOR)


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _line(kind: str, accuracy: float) -> str:
    return f'<span class="{kind}" style="left:{_percent(_at(accuracy))}"></span>'


def _word(accuracy: float, words: str, top: int) -> str:
    if _at(accuracy) > 0.95:  # centred, it would stick out of a narrow page
        return f'<span class="gb-end" style="top:{top}px">{words}</span>'
    return f'<span style="left:{_percent(_at(accuracy))};top:{top}px">{words}</span>'


def _ticks() -> str:
    """The axis below the last row."""
    ticks = ""
    for tick in (0.5, 0.6, 0.7, 0.8, 0.9):
        odd = ' class="gb-odd"' if tick == 0.9 else ""  # no room beside 100% in a narrow column
        ticks += f'<span{odd} style="left:{_percent(_at(tick))}">{tick:.0%}</span>'
    return f'<div class="gb-scale gb-ticks">{ticks}<span class="gb-end">100% right</span></div>'
