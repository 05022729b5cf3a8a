"""The start page's two tables: which lessons there are, and what the machine has.

Both are shown from what they are given; neither looks at a disk.
"""
from collections.abc import Sequence
from html import escape
from typing import Any

from widgets.theme import TOKENS_CSS

STATUS_WORDS = {"ok": "there", "missing": "missing", "optional": "not there, not needed"}
ALL_THERE = "Everything the course needs is there."
TABLE_CSS = """
.glassbox.gb-table { max-width: 860px; background: none; padding: 8px 0; }
.glassbox.gb-table p { margin: 0 0 8px; }
div.glassbox.gb-table ol { list-style: none; margin: 0; padding: 0;
  border-top: 1px solid var(--hair); }
.gb-table li { display: grid; grid-template-columns: 32px minmax(0, 1fr) 148px; gap: 0 12px;
  align-items: baseline; margin: 0; padding: 12px 0; border-bottom: 1px solid var(--hair); }
.gb-table .gb-number { font: 400 20px/28px var(--serif); color: var(--ink-3); }
.glassbox.gb-table a { font: 400 20px/28px var(--serif); color: var(--ink);
  text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px;
  text-decoration-color: var(--edge); }
.glassbox.gb-table a:hover { text-decoration-color: currentColor; }
.gb-table .gb-quiet { color: var(--ink-2); }
.glassbox.gb-table table { border-collapse: collapse; margin: 0; width: 100%; border: 0;
  font: 13px/20px var(--sans); color: var(--ink); table-layout: fixed; }
div.glassbox.gb-table tbody tr:is(tr, :hover, :nth-child(odd)) { background: none;
  border-bottom: 1px solid var(--hair); }
.glassbox.gb-table :is(th, td) { text-align: left; vertical-align: top; padding: 6px 12px 6px 0;
  font-weight: 400; max-width: none; white-space: normal; overflow-wrap: anywhere; }
.glassbox.gb-table thead th { font-weight: 600; }
.glassbox.gb-table :is(th, td):nth-child(1) { width: 24%; }
.glassbox.gb-table :is(th, td):nth-child(2) { width: 24%; }
.gb-table [data-status="missing"] td:nth-child(2) { color: var(--retry); font-weight: 600; }
.gb-table [data-status="optional"] td:nth-child(2) { color: var(--ink-2); }
@container (max-width: 600px) {
  .gb-table li { grid-template-columns: 24px minmax(0, 1fr); }
  .gb-table li > :last-child { grid-column: 2; }
}
"""


class CourseMap:
    """The lessons in order: number, title as a link, one sentence, minutes and device.

    The links are relative, so they work in JupyterLab and in an app alike.

    Parameters
    ----------
    lessons : sequence
        Records with `number`, `name` (the notebook without its ending), `title`,
        `sentence`, `minutes` and `device`, as `tools.lessons.catalogue` gives them.
        Number 0, the start page that the map stands on, is left out.
    """

    def __init__(self, lessons: Sequence[Any]) -> None:
        self.lessons = tuple(lesson for lesson in lessons if lesson.number != 0)

    def __repr__(self) -> str:
        return "\n".join(
            f"{lesson.number}  {lesson.title} ({lesson.minutes} min, {lesson.device}): "
            f"{lesson.sentence}"
            for lesson in self.lessons
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<li><span class="gb-number">{lesson.number}</span>'
            f'<div><a href="{escape(lesson.name, quote=True)}.ipynb">{escape(lesson.title)}</a>'
            f'<div class="gb-quiet">{escape(lesson.sentence)}</div></div>'
            f'<div class="gb-quiet">{lesson.minutes} min, {escape(lesson.device)}</div></li>'
            for lesson in self.lessons
        )
        return _page(f'<ol aria-label="Lessons">{rows}</ol>')


class DoctorTable:
    """What the course needs of this machine, what was found, and what to do about it.

    Parameters
    ----------
    findings : sequence
        Records with `name`, `status` ("ok", "missing" or "optional"), `detail` and
        `remedy`, as `glassbox.doctor.report` gives them.
    """

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)

    @property
    def summary(self) -> str:
        """One sentence: all there, or how many things are missing."""
        missing = sum(finding.status == "missing" for finding in self.findings)
        if not missing:
            return ALL_THERE
        thing = "One thing is" if missing == 1 else f"{missing} things are"
        return f"{thing} missing; the table says what to do."

    def __repr__(self) -> str:
        lines = [
            f"{finding.name}: {_words(finding)}. {finding.detail} {finding.remedy}".rstrip()
            for finding in self.findings
        ]
        return "\n".join([self.summary, *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr data-status="{escape(finding.status, quote=True)}">'
            f'<th scope="row">{escape(finding.name)}</th><td>{escape(_words(finding))}</td>'
            f"<td>{escape(finding.detail)}{_remedy(finding)}</td></tr>"
            for finding in self.findings
        )
        head = "".join(f'<th scope="col">{word}</th>' for word in ("What", "State", "Found"))
        return _page(
            f"<p><strong>{escape(self.summary)}</strong></p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _words(finding: Any) -> str:
    return STATUS_WORDS.get(finding.status, finding.status)


def _remedy(finding: Any) -> str:
    return f'<div class="gb-quiet">{escape(finding.remedy)}</div>' if finding.remedy else ""


def _page(body: str) -> str:
    return f'<style>{TOKENS_CSS}{TABLE_CSS}</style><div class="glassbox gb-table">{body}</div>'
