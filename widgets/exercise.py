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

from course.exercises import Attempt, CheckResult, Comparison, find, time_text
from course.progress import Event
from widgets.assets import sheet
from widgets.progress import remember
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
CHECK_CSS = TOKENS_CSS + sheet("exercise.css")
COUNTS = {1: "1 hint", 2: "2 hints", 3: "3 hints, from a nudge to nearly the answer"}
SAME = "Yours. It differs nowhere."
UNIT = re.compile(r"(?<=\d) (?=(s|ms|µs)\b)")
POWER = re.compile(r"(\d+ × 10)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
PLAIN_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")


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
        event = Event("check", result.exercise, result.state, result.wrong_answer)
        said = remember(event)
    else:
        result, said = CheckResult("", "error", NOT_AN_EXERCISE), ""
    display(Shown(check_html(result, said), check_text(result, said)))


def check_text(result: CheckResult, said: str = "") -> str:
    """A check's result in plain text, for a terminal or a screen reader's log.

    Parameters
    ----------
    result : CheckResult
    said : str
        What else there is to say, for instance that the result could not be kept.
    """
    lines = [f"{WORDS.get(result.state, TRY_AGAIN)} {result.message}"]
    if result.cause:
        lines.append(f"Likely cause: {result.cause}")
    if result.beside:
        lines.append(time_text(result.beside))
    return "\n".join([*lines, said] if said else lines)


def check_html(result: CheckResult, said: str = "") -> str:
    """A check's result as HTML: the state as icon and words, the message, the hints.

    Parameters
    ----------
    result : CheckResult
    said : str
        What else there is to say.
    """
    kind = result.state if result.state in WORDS else "again"
    words = WORDS.get(result.state, TRY_AGAIN)
    message = _prose(result.message)
    if kind == "not_attempted":
        message = f'<span class="gb-check-quiet">{message}</span>'
    parts = [f'<p><strong class="gb-check-state">{words}</strong> {message}</p>']
    if result.cause:
        parts.append(f"<p><strong>Likely cause:</strong> {_prose(result.cause)}</p>")
    quiet = [time_text(result.beside)] if result.beside else []
    quiet += [said] if said else []
    parts += [f'<p class="gb-check-quiet">{_prose(line)}</p>' for line in quiet]
    parts.append(_hints(result.hints))
    name = result.exercise.partition(".")[2]
    figure = comparison_html(result.comparison, name) if result.comparison else ""
    return _block(kind, "".join(parts), figure, f'data-state="{result.state}"')


def comparison_html(comparison: Comparison, name: str) -> str:
    """What the student's rule says of the square, with a dot wherever it is wrong.

    Parameters
    ----------
    comparison : Comparison
    name : str
        What the rule is called: "ring".
    """
    side = len(comparison.yours)
    wrong = comparison.yours != comparison.expected
    cells = "".join(f"M{x} {y}h1v1h-1z" for y, x in np.argwhere(comparison.yours))
    dots = "".join(f"M{x + 0.3:g} {y + 0.3:g}h.4v.4h-.4z" for y, x in np.argwhere(wrong))
    words = f"Yours. A dot where it differs: {wrong.sum()} of {wrong.size}." if dots else SAME
    return (
        f'<figure><svg viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="{escape(comparison.summary(name))}" shape-rendering="crispEdges">'
        f'<path class="gb-outside" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path class="gb-inside" d="{cells}"/><path class="gb-differs" d="{dots}"/></svg>'
        f"<figcaption>{words}</figcaption></figure>"
    )


def _hints(hints: tuple[str, ...]) -> str:
    """Each hint inside the one before it, so that they can only be opened in order.

    JupyterLab is asked to leave the keys to the one who opens them: Enter would otherwise
    lead into the cell.
    """
    nested = ""
    for number, hint in reversed(list(enumerate(hints, start=1))):
        nested = (
            '<details><summary data-lm-suppress-shortcuts="true">'
            f'<span class="gb-check-closed">{"Show a" if number == 1 else "Next"} hint</span> '
            f'<span class="gb-check-opened">Hint {number} of {len(hints)}</span></summary>'
            f"<p>{_prose(hint)}</p>{nested}</details>"
        )
    if not hints:
        return ""
    count = f'<span class="gb-check-count">{COUNTS[len(hints)]}</span>'
    return f'<div class="gb-check-hints">{nested}{count}</div>'


def _prose(text: str) -> str:
    """Text as HTML: escaped, with `code` between backquotes and powers of ten as such; a
    number and its unit stay on one line."""
    text = re.sub(r"`([^`]+)`", _code, escape(text))
    return UNIT.sub("&nbsp;", POWER.sub(_power, text))


def _code(found: re.Match) -> str:
    """What stands between backquotes, on one line if it is short: `dW[0, 1]`."""
    code = found[1]
    whole = ' class="gb-whole"' if " " in code and len(code) <= 24 else ""
    return f"<code{whole}>{code}</code>"


def _power(found: re.Match) -> str:
    factor, exponent = found[1].replace(" ", "&nbsp;"), found[2]
    return f"<strong>{factor}<sup>{exponent.translate(PLAIN_DIGITS)}</sup></strong>"


def _block(kind: str, body: str, figure: str = "", attributes: str = "") -> str:
    icon = f'<svg width="18" height="18" aria-hidden="true">{ICONS[kind]}</svg>'
    return (
        f"<style>{CHECK_CSS}</style>"
        f'<div class="glassbox gb-check gb-check-{kind}" role="status" {attributes}>'
        f"{icon}<div>{body}</div>{figure}</div>"
    )


def _show_note(text: str) -> None:
    """Show what an attempt has to say in a later cell."""
    title, _, rest = text.partition(". ")
    body = f'<p><strong class="gb-check-state">{title}.</strong> {_prose(rest)}</p>'
    display(Shown(_block("again", body), text))


class Shown:
    """What is displayed: HTML on a page, plain text in a terminal."""

    def __init__(self, html: str, text: str) -> None:
        self._html, self._text = html, text

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return self._text
