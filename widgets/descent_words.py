"""Numbers of a descent in words, and what the marks of its picture mean."""
from typing import Any

_MARKS = {
    "start": ('<svg width="14" height="14" aria-hidden="true"><circle cx="7" cy="7" r="5.5" '
              'fill="var(--paper)" stroke="var(--ink)" stroke-width="2"/></svg>start: drag it'),
    "least": ('<svg width="12" height="12" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" '
              'stroke="var(--ink)" stroke-width="1.5"/></svg>least loss'),
    "against": ('<svg width="22" height="10" aria-hidden="true"><path d="M0 5h15" '
                'stroke="var(--retry)" stroke-width="2"/><path d="M22 5l-9 4.5v-9z" '
                'fill="var(--retry)"/></svg>against the gradient'),
}  # fmt: skip


def amount(value: float) -> str:
    """A number that is not negative, to about four figures: "20.50", "0.2500", "1.2e+05"."""
    if value >= 9999.95 or 0 < value < 0.001:
        return f"{value:.1e}".replace("-", "\u2212")
    return f"{value:.{4 if value < 9.99995 else 2 if value < 999.995 else 1}f}"


def signed(value: float) -> str:
    """A number to two decimals with a real minus sign, and never minus zero."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "\u2212")


def pair(w: Any) -> str:
    """Two weights: "(1.00, −0.50)"."""
    return f"({signed(w[0])}, {signed(w[1])})"


def key(*marks: str) -> str:
    """The marks of the picture and their meanings, as HTML.

    Parameters
    ----------
    *marks : {"start", "least", "against"}
    """
    spans = "".join(f"<span>{_MARKS[mark]}</span>" for mark in marks)
    return f'<div class="gb-names">{spans}</div>'
