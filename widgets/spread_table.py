"""What changed, and how far, from many seeds: a table with every seed in sight."""
from collections.abc import Mapping
from html import escape

from course.projections.spreads import Label, Spreads
from widgets.seed_table import TABLE_CSS
from widgets.theme import TOKENS_CSS

SPREAD_CSS = """
.glassbox.gb-spreads tbody td { padding-right: 40px; }
.gb-spreads td small { font: 12px/18px var(--sans); color: var(--ink-2); }
.gb-spreads .gb-range { width: 168px; }
.gb-spreads .gb-range i { background: var(--ink-3); opacity: .55; }
.gb-spreads tbody th em { display: block; font: 600 12px/16px var(--sans); color: var(--ink); }
.gb-spreads caption b { display: none; font-weight: 600; color: var(--ink); }
@container (max-width: 560px) {
  .glassbox.gb-spreads caption { padding: 0 0 8px; }
  .gb-spreads caption b { display: inline; }  /* the head that says it is gone */
  .gb-spreads .gb-range { width: 100%; max-width: 168px; }
  .glassbox.gb-spreads tbody td { padding-right: 16px; }
}
"""
CAPTION = "A square for each {each}, on a line from 0 to {top:g}{unit}; the upright mark is " \
          "the median of the {count}."  # fmt: skip


class SpreadTable:
    """A row for each thing done, a column for each cloud: the median, and a mark for each seed.

    Parameters
    ----------
    spreads : Spreads
    notes : mapping of str to str, optional
        What to say of a row besides, by its name.
    """

    def __init__(self, spreads: Spreads, notes: Mapping[str, str] | None = None) -> None:
        self.spreads, self._notes = spreads, dict(notes or {})

    @property
    def summary(self) -> str:
        """The table in words: a row at a time."""
        found = self.spreads
        rows = []
        for name in found.names:
            cells = [f"{column}: {found.said((name, column))}" for column in found.columns
                     if (name, column) in found.rows]  # fmt: skip
            rows.append(f"{name}, {'; '.join(cells)}.")
        return f"{_sentence(found.about)} {' '.join(rows)}"

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        found = self.spreads
        head = "".join(
            f'<th scope="col" role="columnheader">{escape(title)}</th>'
            for title in (found.about, *found.columns)
        )
        body = "".join(self._row(name) for name in found.names)
        caption = CAPTION.format(
            each=found.each, top=found.top, unit=found.unit, count=found.count
        )
        # In a narrow column the rows become blocks, which would not count as a table.
        return (
            f"<style>{TOKENS_CSS}{TABLE_CSS}{SPREAD_CSS}</style>"
            '<div class="glassbox gb-seeds gb-spreads">'
            f'<table role="table" aria-label="{escape(found.about, quote=True)}">'
            f"<caption><b>{escape(_sentence(found.about))}</b> {escape(caption)}</caption>"
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table></div>'
        )

    def _row(self, name: str) -> str:
        found = self.spreads
        words, note = found.words.get(name, ""), self._notes.get(name, "")
        beside = f"<small>{escape(words)}</small>" if words else ""
        beside += f"<em>{escape(note)}</em>" if note else ""
        cells = "".join(
            f'<td role="cell" data-column="{escape(column, quote=True)}">'
            f"{self._cell((name, column))}</td>"
            for column in found.columns
        )
        return f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}{beside}</th>' \
               f"{cells}</tr>"  # fmt: skip

    def _cell(self, label: Label) -> str:
        found = self.spreads
        if label not in found.rows:
            return ""

        def at(value: float) -> str:
            return f"left:{100 * min(value / found.top, 1):.1f}%"

        middle, _, rest = found.said(label).partition(", ")
        marks = "".join(f'<i style="{at(value)}"></i>' for value in found.rows[label])
        return (
            f"<b>{escape(middle)}</b> <small>{escape(rest)}</small>"
            f'<span class="gb-range" aria-hidden="true"><u style="{at(found.median(label))}"></u>'
            f"{marks}</span>"
        )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}:"
