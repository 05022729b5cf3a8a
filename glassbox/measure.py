"""Running benchmarks and reproductions, and printing what they measured."""

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from benchmarks.registry import load
from benchmarks.result import Result
from glassbox.project import CommandError

_HEADINGS = ("", "ours", "peer", "theirs", "ratio", "bar", "holds")


class Measurement(Protocol):
    """What an entry of a registry yields: a `Result`, or a record that prints itself.

    One that is no `Result` has a `heading` for the first of its kind, and ``str`` of it is
    what to print below that.
    """

    name: str
    holds: bool | None  # None: nothing is asked of it

    def to_json(self) -> str:
        """One line of JSON."""


def measure(
    registry: Mapping[str, str], name: str | None, *, as_json: bool, quick: bool = False
) -> int:
    """Run one entry of a registry, or all, and print the results.

    Parameters
    ----------
    registry : mapping of str to str
        Name to ``"module:function"``.
    name : str or None
        The entry to run; None runs all in order.
    as_json : bool
        Print one JSON object a line as soon as it is measured, instead of a table.
    quick : bool
        Ask each entry for its short form.

    Returns
    -------
    int
        0 if every bar holds, 1 if one does not; those are named on standard error.

    Raises
    ------
    CommandError
        If there is no such entry, one has no short form but was asked for it, or one
        measures nothing.
    """
    if name is not None and name not in registry:
        raise CommandError(f"there is no {name!r}; there are: {', '.join(registry)}")
    entries = registry if name is None else (name,)
    runs = {entry: _function(registry, entry, quick) for entry in entries}
    results: list[Measurement] = []
    for entry, run in runs.items():
        print(f"measuring: {entry} ...", file=sys.stderr, flush=True)
        before = len(results)
        for result in run():
            _tell(result, results, as_json)
            results.append(result)
        if len(results) == before:
            raise CommandError(f"{entry} measured nothing")
    in_table = [result for result in results if isinstance(result, Result)]
    if in_table and not as_json:
        print(table(in_table))
    missed = [result.name for result in results if result.holds is False]
    for missing in missed:
        print(f"missed: {missing}", file=sys.stderr)
    return 1 if missed else 0


def _function(
    registry: Mapping[str, str], entry: str, quick: bool
) -> Callable[[], Iterable[Measurement]]:
    """What measures an entry; its short form if that is asked for."""
    function = load(registry, entry)
    if not quick:
        return function
    if "quick" not in inspect.signature(function).parameters:
        raise CommandError(f"{entry} has no short form; run it without --quick")
    return partial(function, quick=True)


def _tell(result: Measurement, before: Sequence[Measurement], as_json: bool) -> None:
    """Print what is printed at once: JSON, and what is a line of its own under a heading."""
    if as_json:
        print(result.to_json(), flush=True)
    elif not isinstance(result, Result):
        if not any(isinstance(earlier, type(result)) for earlier in before):
            print(result.heading)
        print(result, flush=True)


def table(results: Sequence[Result]) -> str:
    """Return results as a table for people, each row with its conditions below it.

    Parameters
    ----------
    results : sequence of Result
        What was measured, in the order to print.
    """
    rows = [_HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADINGS))]
    lines = []
    for row, result in zip(rows, (None, *results), strict=True):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
        if result is not None:
            lines.append(f"    {result.conditions}")
    return "\n".join(lines)


def _row(result: Result) -> tuple[str, ...]:
    peer = ("", "", "")
    if result.peer is not None:
        peer = (result.peer, f"{_figure(result.theirs)} {result.unit}", _figure(result.ratio))
    ours = f"{_figure(result.ours)} {result.unit}"
    return (result.name, ours, *peer, result.bar, "yes" if result.holds else "NO")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
