"""Parameterisations, goals and optimisers by their names, as a menu or a link gives them."""
from collections.abc import Callable, Mapping
from functools import reduce
from importlib import import_module
from operator import add
from typing import Any

import numpy as np

from course.art import fields, grids, splats
from course.art.goals import Goal
from course.art.optimisers import make_optimiser
from course.art.parameterisation import Parameterisation
from course.checks import check_choice
from course.pictures.catalogue import PARAMETERISATIONS, TERMS
from course.seeding import generator

__all__ = ["goal", "make_optimiser", "parameterisation"]


def parameterisation(
    name: str, size: int = 128, seed: int = 0, device: str = "cpu", **options: Any
) -> Parameterisation:
    """A parameterisation at its start.

    Parameters
    ----------
    name : str
        A key of `PARAMETERISATIONS`.
    size : int
        Pixels a side.
    seed : int
        For the start.
    device : str
        As torch calls it: "cpu", "cuda", "mps".
    **options
        What else the class takes, such as `count` of splats.

    Raises
    ------
    TypeError, ValueError
        If the name or an argument is unusable.
    """
    check_choice("parameterisation", name, PARAMETERISATIONS)
    return _class(name)(size, generator(seed, "art"), **options).to(device)


def goal(
    weights: Mapping[str, float],
    *,
    target: np.ndarray | None = None,
    digit: int = 3,
    words: str = "",
) -> Goal:
    """Terms by their names, weighted and added.

    Parameters
    ----------
    weights : mapping of str to float
        A key of `TERMS` each, and its weight.
    target : uint8 array, shape (n, n, 3), optional
        For match, palette and texture.
    digit : int
        For neuron.
    words : str
        For text.

    Raises
    ------
    TypeError, ValueError
        If there is no term, a name is unknown, or what a term needs is missing.
    """
    if not weights:
        raise ValueError(f"goal must have at least one term of {', '.join(TERMS)}, got none")
    given = {"target": target, "digit": digit, "text": words}
    parts = []
    for name, weight in weights.items():
        check_choice("term of the goal", name, TERMS)
        needs = TERMS[name].needs
        told = given.get(needs)
        if needs and (told is None or (needs == "text" and not told)):
            raise ValueError(f"{name} needs a {needs}, got none")
        parts.append(weight * (_term(name)(told) if needs else _term(name)()))
    return reduce(add, parts)


# What one lesson may never ask for is imported when it is asked for.
_ELSEWHERE = {"triangles": "Triangles", "strokes": "Strokes"}
_MODULES = {"match": "goals", "smooth": "goals", "mirror": "goals", "kaleidoscope": "goals"}
_MODULES |= {"contrast": "goals", "palette": "colours", "text": "clip"}


def _class(name: str) -> type[Parameterisation]:
    if name in _ELSEWHERE:
        return getattr(import_module(f"course.art.{name}"), _ELSEWHERE[name])
    ours = (grids.Pixels, grids.Stack, grids.Fourier, fields.Cppn, fields.Siren, splats.Splats)
    return {kind.name: kind for kind in ours}[name]


def _term(name: str) -> Callable[..., Goal]:
    return getattr(import_module(f"course.art.{_MODULES.get(name, name)}"), name)
