"""The rule all cells follow: the parameters of a small network, and the file they lie in.

    seen   = (the cell, its slope across, its slope down)     3 numbers a channel
    hidden = relu(seen @ W1 + b1)
    change = hidden @ W2
"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from course.checks import shown

SHIPPED = Path(__file__).with_name("rose.npz")
ALIVE = 0.1  # a cell lives if its opacity is above this; it and its neighbours may change
FIRE = 0.5  # share of the cells that update in a step
_ARRAYS = ("W1", "b1", "W2")


class RuleError(ValueError):
    """A file of weights that cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True)
class Rule:
    """The parameters of the network every cell runs, and how they came about.

    Attributes
    ----------
    W1 : float32 array, shape (3 n_channels, n_hidden)
        Rows: all channels of the cell, then of its slope across, then of its slope down.
    b1 : float32 array, shape (n_hidden,)
    W2 : float32 array, shape (n_hidden, n_channels)
        Channels are red, green, blue, opacity, then the hidden ones.
    made : mapping
        The command that made them, its seed, its steps, the picture's name and size.

    Raises
    ------
    RuleError
        If the shapes do not fit together or a number is not finite.
    """

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    made: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for name in _ARRAYS:
            array = getattr(self, name)
            if not isinstance(array, np.ndarray) or array.dtype != np.float32:
                kind = getattr(array, "dtype", type(array).__name__)
                raise RuleError(f"{name} must be an array of float32, got {kind}")
        rows, hidden = self.W1.shape if self.W1.ndim == 2 else (0, 0)
        fits = rows >= 12 and rows % 3 == 0 and hidden > 0
        if not (fits and self.b1.shape == (hidden,) and self.W2.shape == (hidden, rows // 3)):
            came = ", ".join(f"{name} {getattr(self, name).shape}" for name in _ARRAYS)
            raise RuleError(
                "the shapes must be W1 (3 c, h), b1 (h,), W2 (h, c) with c >= 4; got " + came
            )
        for name in _ARRAYS:
            if not np.isfinite(getattr(self, name)).all():
                raise RuleError(f"{name} must hold finite numbers, but NaN or infinity is in it")

    @property
    def channels(self) -> int:
        """How many numbers a cell holds."""
        return self.W2.shape[1]

    @property
    def count(self) -> int:
        """How many parameters the rule has."""
        return sum(getattr(self, name).size for name in _ARRAYS)

    def save(self, path: str | Path) -> None:
        """Write the rule to an .npz file; `made` goes in as JSON."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        with open(path, "wb") as file:
            np.savez(file, made=np.array(json.dumps(dict(self.made))), **arrays)


def untrained(channels: int = 12, hidden: int = 80, seed: int = 0) -> Rule:
    """A rule before training: nothing changes, for its last layer is zero."""
    from course.seeding import generator

    rng = generator(seed, "automaton", "weights")
    bound = (3 * channels) ** -0.5
    first = rng.uniform(-bound, bound, (3 * channels, hidden)).astype(np.float32)
    zeros = np.zeros(hidden, np.float32), np.zeros((hidden, channels), np.float32)
    return Rule(first, *zeros)


def load(path: str | Path | None = None) -> Rule:
    """The rule in a file; by default the one that comes with the course.

    Raises
    ------
    RuleError
        If the file is missing, cut short, not a file of weights, or its numbers do not fit.
    """
    path = SHIPPED if path is None else Path(path)
    try:
        with open(path, "rb") as file:
            arrays, made = _read(file, path.name)
    except FileNotFoundError:
        raise RuleError(
            f"{path.name} is missing; `glassbox train-nca --out {path}` makes one"
        ) from None
    except (OSError, EOFError, zipfile.BadZipFile, json.JSONDecodeError) as error:
        raise RuleError(f"{path.name} cannot be read, it may be cut short: {error}") from error
    except RuleError:
        raise
    except ValueError as error:  # numpy's, for a file of another kind
        raise RuleError(f"{path.name} is not a file of weights: {shown(str(error))}") from error
    if not isinstance(made, dict):
        raise RuleError(f"{path.name} must say how it was made, got {shown(made)}")
    try:
        return Rule(**arrays, made=made)
    except RuleError as error:
        raise RuleError(f"{path.name} cannot be used: {error}") from None


def _read(file: BinaryIO, name: str) -> tuple[dict[str, np.ndarray], Any]:
    """The arrays in a file, and what it says of how they were made."""
    stored = np.load(file, allow_pickle=False)
    if not isinstance(stored, np.lib.npyio.NpzFile):
        raise RuleError(f"{name} must be an .npz file of weights; it is one array")
    with stored:
        missing = [key for key in (*_ARRAYS, "made") if key not in stored]
        if missing:
            raise RuleError(f"{name} lacks {', '.join(missing)}")
        return {key: stored[key] for key in _ARRAYS}, json.loads(str(stored["made"]))
