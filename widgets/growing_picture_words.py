"""What is said of a growing picture; from its figures alone."""

import math
from typing import TYPE_CHECKING

from widgets.wording import steps as counted

if TYPE_CHECKING:
    from widgets.growing_picture_run import Plot

GROWING = 120  # steps a rose takes about
NOTE = (
    '<p class="gb-note">Every cell holds the same small network and sees its eight neighbours, no '
    "more. In each step a random half of the living cells updates. Nothing outside the cells knows "
    "the picture.</p>"
)
HINT = "One living cell. Press Play."


def error(value: float) -> str:
    """An error with four places: "0.0021"; "--" where there is none."""
    if not math.isfinite(value):
        return "--"
    return f"{value:.4f}" if value < 9.9995 else f"{value:.3g}"


def cells(count: int) -> str:
    """A number of cells: "1 cell", "1,204 cells"."""
    return f"{count:,} cell{'' if count == 1 else 's'}"


def said(plot: "Plot") -> str:
    """What has become of it, in a sentence or two."""
    now, steps, living = error(plot.error), plot.cells.steps, plot.cells.living
    if not living:
        return "Nothing lives any more, and nothing can grow. Plant a cell, or press Reset."
    if plot.hurt:
        since = steps - plot.hurt[-1]
        went = f"the error went from {error(plot.before)} to {error(plot.worst)}."
        later = f" {counted(since).capitalize()} later it is {now}." if since else ""
        return f"Cut at step {plot.hurt[-1]:,}: {went}{later}"
    if steps < GROWING:
        return "It grows from one cell." if len(plot.cells.planted) == 1 else "They grow."
    roses = len(plot.cells.planted)
    whole = "The rose has" if roses == 1 else f"{roses} roses have"
    return f"{whole} an error of {now}. Cut into it, or press Cut in half."


def label(plot: "Plot") -> str:
    """The grid in a sentence, for those who do not see it."""
    roses = len(plot.cells.planted)
    return (
        f"Grid of {plot.cells.size} by {plot.cells.size} cells after {counted(plot.cells.steps)}: "
        f"{cells(plot.cells.living)} living, {roses} planted, error {error(plot.error)}."
    )


def curve_label(plot: "Plot") -> str:
    """The curve in a sentence."""
    marks = ", ".join(f"{step:,}" for step in plot.hurt[-6:])
    cut = f"; something was cut away at step {marks}" if marks else ""
    first, now = error(plot.errors[0][1]), error(plot.error)
    return f"Error over {counted(plot.cells.steps)}: {first} at first, {now} now{cut}."


def beside(plot: "Plot") -> tuple[str, str]:
    """What the number in large figures counts, and the error beside it."""
    return "living cells", f"error {error(plot.error)}"
