"""A training run on disk: written whole or not at all, and taken up where it stopped."""

import os
import pickle
from pathlib import Path

import torch

from course.art.automaton.training import Run

# What torch's reader raises on bytes of another kind depends on the first of them.
_UNREADABLE = (
    OSError, EOFError, RuntimeError, LookupError, TypeError, ValueError, AttributeError,
    pickle.UnpicklingError,
)  # fmt: skip


class CheckpointError(ValueError):
    """A file that is no checkpoint of this training; the message says what is wrong with it."""


def beside(weights: str | Path) -> Path:
    """Where the checkpoint of the run lies that will write these weights."""
    return Path(weights).with_suffix(".checkpoint.pt")


def keep(run: Run, path: str | Path) -> None:
    """Write a run's state; a file that is there already stays whole until the new one is."""
    path = Path(path)
    half = path.with_name(path.name + ".part")
    torch.save(run.state_dict(), half)
    os.replace(half, path)


def take_up(path: str | Path) -> Run:
    """The run that was kept, at the step it had reached.

    Raises
    ------
    CheckpointError
        If the file is missing, cut short, or not such a run.
    """
    path = Path(path)
    try:
        stored = torch.load(path, weights_only=True)
    except FileNotFoundError:
        raise CheckpointError(f"there is no checkpoint {path}: nothing to resume") from None
    except _UNREADABLE as error:
        first = str(error).strip().split("\n")[0]
        raise CheckpointError(f"{path} cannot be read, it may be cut short: {first}") from error
    try:
        return Run.from_state(stored)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(f"{path} is not a checkpoint of this training: {error}") from error
