"""The state of a drawn tape as one small record: which expression, and its inputs."""
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_choice, check_number, shown
from course.expressions import EXPRESSIONS

LARGEST = 100.0  # of an input's absolute value
MOST_INPUTS = 20


@dataclass(frozen=True)
class TapeSettings:
    """An expression of the menu and the numbers that go into it.

    Attributes
    ----------
    expression : str
        A key of `course.expressions.EXPRESSIONS`.
    inputs : tuple of float
        A number in [-100, 100] for each input that is a single number, in order; empty for
        those that the expression comes with.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    expression: str = "diamond"
    inputs: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_choice("expression", self.expression, EXPRESSIONS)
        if not isinstance(self.inputs, tuple) or len(self.inputs) > MOST_INPUTS:
            most = f"inputs must be a tuple of at most {MOST_INPUTS} numbers"
            raise ValueError(f"{most}, got {shown(self.inputs)}")
        numbers = [check_number("inputs", value, -LARGEST, LARGEST) for value in self.inputs]
        object.__setattr__(self, "inputs", tuple(numbers))


def single(values: Mapping[str, Any]) -> list[str]:
    """The names of the inputs that are a single number, and so can be turned."""
    return [name for name, value in values.items() if np.ndim(value) == 0]


def values_of(settings: TapeSettings) -> dict[str, Any]:
    """The value of each input of the expression.

    Raises
    ------
    ValueError
        If there are numbers, but not one for each input that is a single number.
    """
    values = dict(EXPRESSIONS[settings.expression].inputs)
    names = single(values)
    if settings.inputs and len(settings.inputs) != len(names):
        wanted = f"{len(names)} numbers ({', '.join(names)})" if names else "no numbers"
        raise ValueError(f"{settings.expression} takes {wanted}, got {len(settings.inputs)}")
    return values | dict(zip(names, settings.inputs, strict=False))


def settings_of(expression: str, values: Mapping[str, Any]) -> TapeSettings:
    """The record of an expression with these inputs; its own inputs are left out."""
    own = EXPRESSIONS[expression].inputs
    numbers = tuple(float(values[name]) for name in single(own))
    same = numbers == tuple(float(own[name]) for name in single(own))
    return TapeSettings(expression, () if same else numbers)
