"""An array that is to be used as a whole: a loop through its rows is noticed, on any machine.

A loop over rows gives the right numbers, only slowly, and how slowly depends on the computer.
So one case of an exercise "without a loop" hands over such an array.
"""
from typing import Any

import numpy as np

LOOKS = 2  # single rows that may be taken out, to look at them


class LoopError(Exception):
    """Somebody goes through an array row by row."""


class Whole(np.ndarray):
    """An array with numpy's arithmetic that refuses to be gone through one by one.

    `for row in x`, `zip(x, y)`, `x.tolist()` and a third `x[i]` raise LoopError.  It prints like
    any array.  What is computed from it is such an array, too; `np.asarray(x)` is a plain one.

        >>> np.ones((3, 2)).view(Whole) @ [1, 2]
        Whole([3., 3., 3.])
    """

    def __array_finalize__(self, source: Any) -> None:
        self._looks = 0

    def __iter__(self) -> Any:
        raise LoopError(self._words())

    def tolist(self) -> list:
        """Not given: the numbers of a list can only be gone through."""
        raise LoopError(self._words())

    def __getitem__(self, place: Any) -> Any:
        first = place[0] if isinstance(place, tuple) and place else place
        if isinstance(first, int | np.integer):
            self._looks += 1
            if self._looks > LOOKS:
                raise LoopError(self._words())
        return super().__getitem__(place)

    def _words(self) -> str:
        return f"the {len(self)} rows are taken one by one"

    def __repr__(self) -> str:
        return repr(np.asarray(self)).replace("array", "Whole", 1)

    def __str__(self) -> str:
        return str(np.asarray(self))
