"""Running benchmarks and reproductions, and printing what they measured."""

import sys
from collections.abc import Mapping, Sequence

from benchmarks.registry import load
from benchmarks.result import Result
from glassbox.project import CommandError

_HEADINGS = ("", "ours", "peer", "theirs", "ratio", "bar", "holds")


def measure(registry: Mapping[str, str], name: str | None, *, as_json: bool) -> int:
    """Run one entry of a registry, or all, and print the results.

    Parameters
    ----------
    registry : mapping of str to str
        Name to ``"module:function"``.
    name : str or None
        The entry to run; None runs all in order.
    as_json : bool
        Print one JSON object a line as soon as it is measured, instead of a table at the end.

    Returns
    -------
    int
        0 if every bar holds, 1 if one does not.

    Raises
    ------
    CommandError
        If there is no such entry, or one measures nothing.
    """
    if name is not None and name not in registry:
        raise CommandError(f"there is no {name!r}; there are: {', '.join(registry)}")
    results: list[Result] = []
    for entry in registry if name is None else (name,):
        print(f"measuring: {entry} ...", file=sys.stderr, flush=True)
        before = len(results)
        for result in load(registry, entry)():
            results.append(result)
            if as_json:
                print(result.to_json(), flush=True)
        if len(results) == before:
            raise CommandError(f"{entry} measured nothing")
    if not as_json:
        print(table(results))
    return 0 if all(result.holds for result in results) else 1


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
