"""The gallery: pictures worth hanging, each as the recipe that makes it from its seed."""
import hashlib
import math
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import numpy as np
import torch

from course.art.build import goal, parameterisation
from course.art.create import Step, create
from course.art.images import to_bytes
from course.art.parameterisation import Parameterisation
from course.pictures.catalogue import PARAMETERISATIONS, TERMS
from course.pictures.targets import target

QUICK_SIZE, QUICK_SHARE = 64, 4  # pixels a side, and what part of the steps, of a quick run


@dataclass(frozen=True)
class Piece:
    """A picture of the gallery.

    Attributes
    ----------
    name, title : str
        As programs and as people write it.
    parameterisation : str
        A key of `PARAMETERISATIONS`.
    goal : mapping of str to float
        Keys of `TERMS`, and their weights.
    target : str
        What it matches or takes its colours from, a key of `TARGETS`.
    steps : int
    size : int
        Pixels a side while it is made.
    seed : int
        For its start and for what is drawn.
    rate : float, optional
        Learning rate; the parameterisation's own if None.
    decay : float
        Share of the rate that is left at the end.
    pixels : int, optional
        How many random pixels a step looks at; all if None.
    hung : int, optional
        Pixels a side at which it is hung, where colours at any points can be told; None is `size`.
    least : float
        Decibels that are asked of a piece that is to match something.
    options : mapping
        What else the parameterisation takes.
    """

    name: str
    title: str
    parameterisation: str
    goal: Mapping[str, float]
    target: str
    steps: int
    size: int = 128
    seed: int = 0
    rate: float | None = None
    decay: float = 0.1
    pixels: int | None = None
    hung: int | None = None
    least: float = 0.0
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("goal", "options"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def made_of(self) -> str:
        """Its parameterisation, for people: "512 blobs"."""
        label = PARAMETERISATIONS[self.parameterisation].label
        many = self.options.get("count")
        return f"{many} {label.split()[-1]}" if many else label

    @property
    def wishes(self) -> str:
        """Its goal, for people: "palette, mirror, smooth"."""
        return ", ".join(TERMS[name].label for name in self.goal)

    def thing(self, size: int) -> Parameterisation:
        """The parameterisation at its start."""
        return parameterisation(self.parameterisation, size, self.seed, **self.options)


@dataclass(frozen=True, eq=False)
class Made:
    """A piece that was made.

    Attributes
    ----------
    piece : Piece
    picture : uint8 array, shape (n, n, 3)
    first, last : Step
        What the goal thought of the picture before the first update and after the last.
    seconds : float
        CPU time.
    """

    piece: Piece
    picture: np.ndarray
    first: Step
    last: Step
    seconds: float

    @property
    def decibels(self) -> float | None:
        """How near it is to its target, 10 log10(1 / match); None if it is to match nothing."""
        error = self.last.parts.get("match")
        return None if error is None else 10 * math.log10(1 / error)

    @property
    def left(self) -> float:
        """The weighted sum at the end, as a share of that at the start."""
        return self.last.loss / self.first.loss


def make(piece: Piece, quick: bool = False) -> Made:
    """Make a piece from its seed.

    Parameters
    ----------
    piece : Piece
    quick : bool
        At most 64 pixels a side, and a quarter of the steps.
    """
    size = min(piece.size, QUICK_SIZE) if quick else piece.size
    steps = piece.steps // QUICK_SHARE if quick else piece.steps
    begun = time.process_time()
    thing = piece.thing(size)
    walk = create(
        thing, goal(piece.goal, target=target(piece.target, size)), rate=piece.rate, steps=steps,
        decay=piece.decay, pixels=piece.pixels, every=steps, seed=piece.seed,
    )  # fmt: skip
    first = next(walk)
    [last] = deque(walk, maxlen=1)
    picture = hung(piece, thing, size if quick else piece.hung or size)
    return Made(piece, picture, first, last, time.process_time() - begun)


def hung(piece: Piece, thing: Parameterisation, size: int) -> np.ndarray:
    """The picture of a thing at another size than that at which it was made."""
    if size == thing.size:
        larger = thing
    else:
        larger = piece.thing(size)
        larger.load_state_dict(thing.state_dict())
    with torch.no_grad():
        return to_bytes(larger())


def digest(pieces: Iterable[Piece]) -> str:
    """Sixteen letters that change whenever a recipe does."""
    told = [
        [(one.name, _plain(getattr(piece, one.name))) for one in fields(piece)] for piece in pieces
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return sorted(value.items()) if isinstance(value, Mapping) else value


_SHARED = {"palette": 2.0, "mirror": 8.0, "smooth": 0.2}
PIECES = {
    piece.name: piece
    for piece in (
        Piece(
            "rosette", "Rosette", "fourier",
            {"palette": 4.0, "kaleidoscope": 8.0, "smooth": 1.0, "contrast": 0.1},
            "flower", 500, size=368, seed=1, decay=0.01,
        ),
        Piece(
            "sunset", "Sunset", "strokes", {"match": 1.0}, "sunset", 60, seed=1, hung=352,
            least=27, options={"bristles": 0.8},
        ),
        Piece(
            "dahlia", "Dahlia", "triangles", {"match": 1.0}, "flower", 200, seed=1, hung=352,
            least=22, options={"count": 80, "softness": 250.0},
        ),
        Piece(
            "temple", "Temple", "splats", {"match": 1.0}, "china", 300, seed=1, pixels=2048,
            hung=352, least=23, options={"count": 512},
        ),
        Piece(
            "dusk", "Dusk", "cppn", {"palette": 2.0, "mirror": 8.0, "smooth": 0.1}, "flower", 200,
            seed=1, hung=352,
        ),
        Piece("mask", "Mask", "stack", _SHARED, "cells", 200, size=256, seed=1),
        Piece("lanterns", "Lanterns", "siren", _SHARED, "cells", 200, seed=1, hung=352),
        Piece("valley", "Valley", "cppn", _SHARED, "cells", 200, seed=1, hung=352),
        Piece("dune", "Dune", "splats", _SHARED, "cells", 200, seed=1, hung=352),
    )
}  # fmt: skip
