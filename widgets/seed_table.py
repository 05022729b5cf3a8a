"""Settings side by side for several rules: a table with every seed in sight."""
from html import escape

from course.trials import Accuracies
from widgets.theme import TOKENS_CSS

TABLE_CSS = """
.glassbox.gb-seeds { background: none; padding: 6px 0; overflow-x: auto; max-width: 760px; }
.glassbox.gb-seeds table { border-collapse: collapse; font-size: 13px; line-height: 18px;
  margin: 0; width: auto; border: 0; table-layout: auto; }
.glassbox.gb-seeds :is(th, td) { text-align: left; vertical-align: top; padding: 8px 28px 8px 0;
  font-weight: 400; white-space: nowrap; border: 0; background: none; max-width: none; }
.glassbox.gb-seeds tr { background: none; }
.glassbox.gb-seeds thead th { color: var(--ink-2); padding-bottom: 4px; vertical-align: bottom; }
.glassbox.gb-seeds tbody tr { border-top: 1px solid var(--hair); }
.glassbox.gb-seeds tbody th { font-weight: 600; }
.gb-seeds tbody th small { display: block; font: 12px/16px var(--sans); color: var(--ink-2); }
.gb-seeds td b { font-weight: 600; }
.gb-seeds .gb-range { display: block; position: relative; width: 112px; height: 9px;
  margin-top: 4px; border-bottom: 1px solid var(--edge); }
.gb-seeds .gb-range i { position: absolute; bottom: 1px; width: 5px; height: 5px;
  margin-left: -2.5px; background: var(--edge); }
.gb-seeds .gb-range i.gb-reached { background: var(--ink); }
.gb-seeds .gb-range u { position: absolute; top: -2px; bottom: -4px;
  border-left: 1px solid var(--ink); }
.gb-seeds caption { caption-side: bottom; text-align: left; padding: 10px 0 0; font-size: 12px;
  line-height: 16px; color: var(--ink-2); white-space: normal; max-width: 66ch; }
@container (max-width: 560px) {
  .gb-seeds :is(table, tbody, caption) { display: block; }
  .gb-seeds thead { display: none; }
  .gb-seeds tbody tr { display: grid; grid-template-columns: 1fr 1fr; padding: 10px 0; }
  .glassbox.gb-seeds tbody :is(th, td) { padding: 0 12px 8px 0; }
  .gb-seeds tbody th { grid-column: 1 / -1; }
  .gb-seeds td::before { content: attr(data-column); display: block; font-size: 12px;
    line-height: 16px; color: var(--ink-2); }
}
"""
CAPTION = (
    "A square for each seed, on a line from what is free to 100%; the upright mark is {goal}. "
    "Bold, with dark squares: every seed is beyond it."
)


class SeedTable:
    """A row for each rule, a column for each setting: the range of its seeds, and their marks.

    Parameters
    ----------
    accuracies : Accuracies
        Each label a pair (rule, setting).

    Raises
    ------
    ValueError
        If a label is no pair.
    """

    def __init__(self, accuracies: Accuracies) -> None:
        for label in accuracies.rows:
            if not isinstance(label, tuple) or len(label) != 2:
                raise ValueError(f"each label must be a pair (rule, setting), got {label!r}")
        self.accuracies = accuracies
        self.rules = list(dict.fromkeys(rule for rule, _ in accuracies.rows))
        self.settings = list(dict.fromkeys(setting for _, setting in accuracies.rows))

    @property
    def summary(self) -> str:
        """The table in words: a rule at a time."""
        sentences = []
        for rule in self.rules:
            parts = [f"{title}: {words[rule]}" for title, words in self.accuracies.beside.items()
                     if rule in words]  # fmt: skip
            parts += [f"{setting}: {self._range((rule, setting))} %" for setting in self.settings
                      if (rule, setting) in self.accuracies.rows]  # fmt: skip
            sentences.append(f"{rule}, {'; '.join(parts)}.")
        return " ".join(sentences)

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        titles = ["right, %", *self.accuracies.beside, *self.settings]
        head = "".join(
            f'<th scope="col" role="columnheader">{escape(title)}</th>' for title in titles
        )
        body = "".join(self._row(rule) for rule in self.rules)
        goal = f"the figure {' and '.join(self.accuracies.beside)}".strip()
        caption = CAPTION.format(goal=goal if self.accuracies.beside else "the goal")
        # In a narrow column the rows become blocks, which would not count as a table.
        return (
            f"<style>{TOKENS_CSS}{TABLE_CSS}</style><div class=\"glassbox gb-seeds\">"
            f'<table role="table" aria-label="Accuracies in percent"><caption>{escape(caption)}'
            f'</caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table></div>'
        )

    def _row(self, rule: str) -> str:
        free = next(self.accuracies.free[label] for label in self.accuracies.rows
                    if label[0] == rule)  # fmt: skip
        cells = [(title, escape(words.get(rule, "")))
                 for title, words in self.accuracies.beside.items()]  # fmt: skip
        cells += [(setting, self._cell((rule, setting))) for setting in self.settings]
        drawn = "".join(
            f'<td role="cell" data-column="{escape(title, quote=True)}">{cell}</td>'
            for title, cell in cells
        )
        return (
            f'<tr role="row"><th scope="row" role="rowheader">{escape(rule)}'
            f"<small>{100 * free:.1f} is free</small></th>{drawn}</tr>"
        )

    def _range(self, label: tuple[str, str]) -> str:
        """Lowest and highest in percent: "98.6 to 99.1"; "99.7" where both round to that."""
        row = self.accuracies.rows[label]
        low, high = (f"{100 * end:.1f}" for end in (min(row), max(row)))
        return low if low == high else f"{low} to {high}"

    def _cell(self, label: tuple[str, str]) -> str:
        if label not in self.accuracies.rows:
            return ""
        row, goal = self.accuracies.rows[label], self.accuracies.goal[label]
        free = self.accuracies.free[label]

        def at(accuracy: float) -> str:
            share = (max(accuracy, free) - free) / (1 - free) if free < 1 else 1.0
            return f"left:{100 * share:.1f}%"

        beyond = self.accuracies.reached(label) == len(row)
        marks = "".join(
            f'<i{" class=gb-reached" if beyond else ""} style="{at(accuracy)}"></i>'
            for accuracy in row
        )
        words = f"<b>{self._range(label)}</b>" if beyond else self._range(label)
        return (
            f'{words}<span class="gb-range" aria-hidden="true">'
            f'<u style="{at(goal)}"></u>{marks}</span>'
        )
