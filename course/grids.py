"""Grids of settings: every combination of some choices."""
import math
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

from course.checks import shown
from course.chunks import single
from course.estimate import ASKED, check_size, estimate
from course.records import TrainConfig
from course.trials import config_lines


def grid(base: TrainConfig, **choices: Sequence[Any]) -> tuple[TrainConfig, ...]:
    """Every combination of some settings; the last named varies fastest.

    Parameters
    ----------
    base : TrainConfig
        What all have in common.
    **choices : sequence
        Values for fields of TrainConfig: ``hidden=[(2,), (4,)], seed=range(16)``.

    Returns
    -------
    tuple of TrainConfig
        Each with one seed and one rate.

    Raises
    ------
    TypeError, ValueError
        If a name is no field, a value is not allowed, or the grid is empty or too large: the
        message then tells what it would cost.
    """
    known = [item.name for item in fields(TrainConfig)]
    for name, values in choices.items():
        if name not in known:
            raise ValueError(f"a grid varies fields of TrainConfig, got {name}: {', '.join(known)}")
        if isinstance(values, str) or not hasattr(values, "__len__"):
            raise TypeError(f"{name} must be a sequence of values to try, got {shown(values)}")
    count = math.prod(len(values) for values in choices.values())
    empty = [name for name, values in choices.items() if len(values) == 0]
    if empty:
        raise ValueError(f"a grid needs a value for each setting, got none for {empty[0]}")
    if count > ASKED:  # before making them all
        some = [_combination(base, choices, i * count // ASKED) for i in range(ASKED)]
        check_size(estimate(some, runs=count))
    return tuple(
        single(replace(base, **dict(zip(choices, values, strict=True))))
        for values in product(*choices.values())
    )


def _combination(base: TrainConfig, choices: dict[str, Sequence], index: int) -> TrainConfig:
    """One of a grid by its number, without making the others."""
    chosen = {}
    for name, values in reversed(choices.items()):
        index, at = divmod(index, len(values))
        chosen[name] = values[at]
    return replace(base, **chosen)


def grid_lines(configs: Sequence[TrainConfig]) -> list[str]:
    """Lines of Python that make these runs, and call them `runs`: as a grid if they are one."""
    base, choices = _choices(configs)
    if choices is None:
        same, calls = config_lines(list(configs))
        return [*same, "runs = [", *(f"    {call}," for call in calls), "]"]
    [call] = config_lines([base])[1]
    listed = [f"    {name}={_values(values)}," for name, values in choices.items()]
    return ["runs = grid(", f"    {call},", *listed, ")"]


def _choices(
    configs: Sequence[TrainConfig],
) -> tuple[TrainConfig, dict[str, list] | None]:
    """What runs have in common, and the choices whose grid they are; None if they are none."""
    first, columns = configs[0], {}
    for item in fields(TrainConfig):
        column = [getattr(config, item.name) for config in configs]
        if any(value != column[0] for value in column):
            columns[item.name] = column
            first = replace(first, **{item.name: item.default})
    # What varies slowest comes first: its value stays longest at the beginning.
    slowest = sorted(columns, key=lambda name: -_first_other(columns[name]))
    choices = {name: list(dict.fromkeys(columns[name])) for name in slowest}
    rows = list(zip(*(columns[name] for name in slowest), strict=True)) or [()]
    if len(configs) == len(rows) and rows == list(product(*choices.values())):
        return first, choices
    return first, None


def _first_other(column: list) -> int:
    return next(i for i, value in enumerate(column) if value != column[0])


def _values(values: list) -> str:
    """Values as Python; whole numbers that follow one another as a range."""
    if len(values) > 2 and all(isinstance(value, int) for value in values):
        first, stop = values[0], values[-1] + 1
        if values == list(range(first, stop)):
            return f"range({f'{first}, ' if first else ''}{stop})"
    return repr(values)
