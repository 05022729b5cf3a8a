"""An exercise in a lesson: the decorator over the stub, and the check below it.

    @exercise("03.ring")
    def ring(points):
        ...

    check(ring)

What is right or wrong is decided in course.exercises; here it is only shown.  Hints are
plain `details` elements, so they open from the keyboard and without a running kernel.
"""
import re
from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
from IPython.display import display

from course.exercises import Attempt, CheckResult, Comparison, find
from widgets.theme import TOKENS_CSS

WORDS = {"not_attempted": "Not tried yet.", "passed": "Passed."}
TRY_AGAIN = "Try again."
NOT_AN_EXERCISE = (
    "`check` takes the function under an `@exercise(...)` line. Put that line back above "
    "`def` and run the cell again."
)
ICONS = {
    "not_attempted": '<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" '
    'stroke-width="1.6"/>',
    "passed": '<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M5.2 9.3l2.6 2.7 5-5.6" '
    'fill="none" stroke="var(--paper)" stroke-width="1.8"/>',
    "again": '<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M6 6l6 6M12 6l-6 6" '
    'stroke="var(--paper)" stroke-width="1.8"/>',
}
CHECK_CSS = """
.glassbox.gb-check { display: grid; grid-template-columns: 22px minmax(0, 66ch) 140px;
  gap: 0 10px; background: none; padding: 8px 0; font-size: 14px; line-height: 21px; }
.gb-check p { margin: 0; }
.gb-check p + p, .gb-check details { margin-top: 6px; }
.gb-check svg { display: block; margin-top: 2px; color: var(--edge); }
.gb-check strong { font-weight: 600; }
div.glassbox.gb-check p code { font: 0.93em var(--mono); background: none; padding: 0;
  color: inherit; }
.gb-check-quiet { color: var(--ink-2); }
.gb-check-passed strong, .gb-check-passed svg { color: var(--pass); }
.gb-check-again > div > p > strong:first-child { color: var(--retry); }
.gb-check-again svg { color: var(--retry); }
.gb-check-again .gb-check-cause strong:first-child { color: inherit; }
.gb-check summary { display: inline-block; list-style: none; cursor: pointer;
  padding: 3px 10px; border: 1px solid var(--edge); border-radius: 4px;
  font-size: 13px; line-height: 20px; }
.gb-check summary::-webkit-details-marker { display: none; }
.gb-check summary:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
.gb-check details[open] > summary { border-color: transparent; padding-left: 0;
  color: var(--ink-2); }
.gb-check-hint { padding-left: 14px; border-left: 1px solid var(--edge); }
.gb-check figure { margin: 0 0 0 20px; width: 120px; }
.gb-check figure svg { width: 120px; height: 120px; margin: 0 0 4px; border-radius: 2px; }
.gb-check figcaption { font-size: 12px; line-height: 16px; color: var(--ink-2); }
.gb-check .gb-outside { fill: var(--field-blue); }
.gb-check .gb-inside { fill: var(--field-orange); }
.gb-check .gb-differs { fill: var(--ink); }
@media (max-width: 640px) {
  .glassbox.gb-check { grid-template-columns: 22px minmax(0, 1fr); }
  .gb-check figure { grid-column: 2; margin: 12px 0 0; }
}
"""


def exercise(key: str) -> Callable[[Callable], Attempt]:
    """A decorator that makes a stub an exercise.

    Until the function is written, calling it gives the reference's answers; if it raises
    or answers in the wrong shape later, the reference stands in and the page says so.

    Parameters
    ----------
    key : str
        Lesson and name: "03.ring".

    Raises
    ------
    ValueError
        If there is no such exercise; the message lists those that exist.
    """
    found = find(key)
    return lambda function: Attempt(found, function, notify=_show_note)


def check(attempt: Any) -> None:
    """Show whether an exercise is solved, what is wrong with it, and hints; never raises."""
    if isinstance(attempt, Attempt):
        result = attempt.check()
    else:
        result = CheckResult("", "error", NOT_AN_EXERCISE)
    display(Shown(check_html(result), check_text(result)))


def check_text(result: CheckResult) -> str:
    """A check's result in plain text, for a terminal or a screen reader's log."""
    lines = [f"{WORDS.get(result.state, TRY_AGAIN)} {result.message}"]
    if result.cause:
        lines.append(f"Likely cause: {result.cause}")
    return "\n".join(lines)


def check_html(result: CheckResult) -> str:
    """A check's result as HTML: the state as icon and words, the message, the hints."""
    kind = result.state if result.state in WORDS else "again"
    words = WORDS.get(result.state, TRY_AGAIN)
    quiet = ' class="gb-check-quiet"' if kind == "not_attempted" else ""
    parts = [f"<p><strong>{words}</strong> <span{quiet}>{_prose(result.message)}</span></p>"]
    if result.cause:
        parts.append(
            f'<p class="gb-check-cause"><strong>Likely cause:</strong> {_prose(result.cause)}</p>'
        )
    parts.append(_hints(result.hints))
    figure = comparison_html(result.comparison) if result.comparison else ""
    return _block(kind, "".join(parts), figure, f'data-state="{result.state}"')


def comparison_html(comparison: Comparison) -> str:
    """What the student's rule says of the square, with a dot wherever it is wrong."""
    side = len(comparison.yours)
    wrong = comparison.yours != comparison.expected
    cells = "".join(f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(comparison.yours))
    dots = "".join(f"M{x + 0.3:g} {y + 0.3:g}h.4v.4h-.4z" for y, x in np.argwhere(wrong))
    words = f"Yours. A dot where it differs: {wrong.sum()} of {wrong.size}." if dots else "Yours."
    return (
        f'<figure><svg viewBox="0 0 {side} {side}" role="img" aria-label="What your function '
        f'says of the square" shape-rendering="crispEdges"><path class="gb-outside" '
        f'd="M0 0h{side}v{side}h-{side}z"/><path class="gb-inside" d="{cells}"/>'
        f'<path class="gb-differs" d="{dots}"/></svg><figcaption>{words}</figcaption></figure>'
    )


def _hints(hints: tuple[str, ...]) -> str:
    """Each hint inside the one before it, so that they can only be opened in order."""
    nested = ""
    for number, hint in reversed(list(enumerate(hints, start=1))):
        label = f"Hint {number} of {len(hints)}"
        nested = (
            f"<details><summary>{label}</summary>"
            f'<p class="gb-check-hint">{_prose(hint)}</p>{nested}</details>'
        )
    return nested


def _prose(text: str) -> str:
    """Text as HTML: escaped, with `code` between backquotes."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _block(kind: str, body: str, figure: str = "", attributes: str = "") -> str:
    icon = f'<svg width="18" height="18" aria-hidden="true">{ICONS[kind]}</svg>'
    return (
        f"<style>{TOKENS_CSS}{CHECK_CSS}</style>"
        f'<div class="glassbox gb-check gb-check-{kind}" role="status" {attributes}>'
        f"{icon}<div>{body}</div>{figure}</div>"
    )


def _show_note(sentence: str) -> None:
    body = f"<p><strong>Not used.</strong> {_prose(sentence)}</p>"
    display(Shown(_block("again", body), f"Not used. {sentence}"))


class Shown:
    """What is displayed: HTML on a page, plain text in a terminal."""

    def __init__(self, html: str, text: str) -> None:
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text
