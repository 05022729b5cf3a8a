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

from IPython.display import display

from course.exercises import Attempt, CheckResult, find
from widgets.theme import THEME_CSS

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
    'fill="none" stroke="var(--paper, #fff)" stroke-width="1.8"/>',
    "again": '<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M6 6l6 6M12 6l-6 6" '
    'stroke="var(--paper, #fff)" stroke-width="1.8"/>',
}
CHECK_CSS = """
.gb-check { display: grid; grid-template-columns: 22px minmax(0, 1fr); gap: 0 10px;
  max-width: 70ch; padding: 8px 0; font-size: 14px; line-height: 21px; }
.gb-check p { margin: 0; }
.gb-check p + p, .gb-check details { margin-top: 6px; }
.gb-check svg { display: block; margin-top: 2px; color: var(--edge, #85888a); }
.gb-check strong { font-weight: 600; }
.gb-check code { font-size: 0.93em; background: none; padding: 0; color: inherit; }
.gb-check-quiet { color: var(--ink-2, #4c5054); }
.gb-check-passed strong, .gb-check-passed svg { color: var(--pass, #006b4f); }
.gb-check-again > div > p > strong:first-child { color: var(--retry, #a23c00); }
.gb-check-again svg { color: var(--retry, #a23c00); }
.gb-check-again .gb-check-cause strong:first-child { color: inherit; }
.gb-check summary { display: inline-block; list-style: none; cursor: pointer;
  padding: 3px 10px; border: 1px solid var(--edge, #85888a); border-radius: 4px;
  font-size: 13px; line-height: 20px; }
.gb-check summary::-webkit-details-marker { display: none; }
.gb-check summary:focus-visible { outline: 2px solid var(--focus, #1c1e20); outline-offset: 2px; }
.gb-check details[open] > summary { border-color: transparent; padding-left: 0;
  color: var(--ink-2, #4c5054); }
.gb-check-hint { padding-left: 14px; border-left: 1px solid var(--edge, #85888a); }
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
    _show(check_html(result), check_text(result))


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
    return _block(kind, "".join(parts), f'data-state="{result.state}"')


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


def _block(kind: str, body: str, attributes: str = "") -> str:
    icon = f'<svg width="18" height="18" aria-hidden="true">{ICONS[kind]}</svg>'
    return (
        f"<style>{THEME_CSS}{CHECK_CSS}</style>"
        f'<div class="glassbox gb-check gb-check-{kind}" role="status" {attributes}>'
        f"{icon}<div>{body}</div></div>"
    )


def _show_note(sentence: str) -> None:
    body = f"<p><strong>Not used.</strong> {_prose(sentence)}</p>"
    _show(_block("again", body), f"Not used. {sentence}")


def _show(html: str, text: str) -> None:
    display({"text/html": html, "text/plain": text}, raw=True)
