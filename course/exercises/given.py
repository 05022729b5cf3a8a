"""What a student's function is handed in a lesson: copies of arrays, the very generators.

A function that writes into an array would spoil its caller's data, so it gets a copy.  A
random generator is there to be drawn from: the student's function gets the caller's own, and
when the reference is asked as well, the generator is turned back first, so that the two
begin alike and all that is drawn in the end is what one of them drew.
"""
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

Shape = tuple[Hashable, ...]


class Given:
    """The arguments of one call.

    Parameters
    ----------
    arguments : tuple
    keywords : dict
    """

    def __init__(self, arguments: tuple, keywords: dict[str, Any]) -> None:
        self._arguments, self._keywords = arguments, keywords
        self._generators = [
            argument.bit_generator
            for argument in (*arguments, *keywords.values())
            if isinstance(argument, np.random.Generator)
        ]
        self._before = self.drawn()

    def to_student(self, function: Callable) -> Any:
        """What a function returns for copies of the arrays."""
        named = {name: copied(value) for name, value in self._keywords.items()}
        return function(*map(copied, self._arguments), **named)

    def to_reference(self, reference: Callable) -> Any:
        """What a function that leaves its arguments alone returns, begun from the same draw."""
        self.turn_back(self._before)
        return reference(*self._arguments, **self._keywords)

    def drawn(self) -> list[dict]:
        """Where each generator is now."""
        return [generator.state for generator in self._generators]

    def turn_back(self, states: list[dict]) -> None:
        """Put each generator where it was."""
        for generator, state in zip(self._generators, states, strict=True):
            generator.state = state

    def kinds(self) -> Shape | None:
        """What decides the shapes of an answer: those of the arrays, and whole numbers.

        None if something is given that nobody here knows.
        """
        named = tuple(self._keywords.items())
        try:
            return (*map(_kind, self._arguments), *((name, _kind(value)) for name, value in named))
        except TypeError:
            return None


def copied(argument: Any) -> Any:
    """Arrays as copies, in a list or a tuple too; anything else as it is."""
    if isinstance(argument, np.ndarray):
        return argument.copy()
    if type(argument) in (list, tuple):
        return type(argument)(map(copied, argument))
    return argument


def _kind(argument: Any) -> Hashable:
    if isinstance(argument, np.ndarray):
        return argument.shape, argument.dtype.char
    if type(argument) in (list, tuple):
        return type(argument), *map(_kind, argument)
    if isinstance(argument, bool | int | str | np.integer) or argument is None:
        return type(argument), argument
    if isinstance(argument, float | np.floating | np.random.Generator) or callable(argument):
        return type(argument)
    raise TypeError(f"the kind of a {type(argument).__name__} is not known")
