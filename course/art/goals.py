"""Goals: numbers that say how far a picture is from what is wanted, to be weighted and added.

    goal = palette(target) + 5 * mirror() + 0.3 * smooth()

Each term is a function from the picture (1, 3, size, size) to one number, lower is better, and 0
where nothing is left to wish for.
"""
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch.nn.functional import interpolate, mse_loss

from course.art.images import from_bytes
from course.checks import check_number, shown


class GoalError(ValueError):
    """What is wrong with a goal, the term named."""


@dataclass(frozen=True)
class Where:
    """The pixels that a step looks at.

    Attributes
    ----------
    pixels : int64 tensor, shape (n,)
        Their numbers, row by row.
    size : int
        Pixels a side of the whole picture.
    """

    pixels: torch.Tensor
    size: int


@dataclass(frozen=True)
class Term:
    """One wish.

    Attributes
    ----------
    name : str
    function : callable
        Takes the picture and returns a tensor with one number.  If `random` it takes a
        `torch.Generator` (of the CPU) as well.  If `pixelwise` it also takes a `Where`, and
        the picture then is (1, 3, n), or None for the whole picture.
    weight : float
    random : bool
        Whether the function draws.
    pixelwise : bool
        Whether it can be told of a part of the pixels.
    """

    name: str
    function: Callable[..., torch.Tensor]
    weight: float = 1.0
    random: bool = False
    pixelwise: bool = False

    def __call__(
        self, image: torch.Tensor, rng: torch.Generator, where: Where | None = None
    ) -> torch.Tensor:
        """The number, not weighted."""
        more = (rng,) if self.random else ()
        return self.function(image, *more, where) if self.pixelwise else self.function(image, *more)


@dataclass(frozen=True)
class Goal:
    """Terms, weighted and added.

    Attributes
    ----------
    terms : tuple of Term
    """

    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        """Give terms of the same name numbers, so that each can be told from the others."""
        named: dict[str, Term] = {}
        for term in self.terms:
            name, number = term.name, 1
            while name in named:
                number += 1
                name = f"{term.name} {number}"
            named[name] = replace(term, name=name)
        object.__setattr__(self, "terms", tuple(named.values()))

    def __add__(self, other: "Goal") -> "Goal":
        """Both wishes."""
        return Goal(self.terms + other.terms) if isinstance(other, Goal) else NotImplemented

    def __mul__(self, factor: float) -> "Goal":
        """The same wish, so many times as important.

        Raises
        ------
        TypeError, ValueError
            If the factor is no number, or infinite.
        """
        if isinstance(factor, Goal):
            return NotImplemented
        factor = check_number("weight", factor, -1e6, 1e6)
        return Goal(tuple(replace(term, weight=factor * term.weight) for term in self.terms))

    __rmul__ = __mul__

    def __call__(self, image: torch.Tensor, seed: int = 0) -> torch.Tensor:
        """The weighted sum for one picture (1, 3, size, size), a tensor with one number.

        Parameters
        ----------
        image : tensor
        seed : int
            For terms that draw.
        """
        rng = torch.Generator().manual_seed(seed)
        return sum(term.weight * term(image, rng) for term in self.terms)

    @property
    def random(self) -> tuple[str, ...]:
        """Names of the terms that draw."""
        return tuple(term.name for term in self.terms if term.random)


def term(
    name: str,
    function: Callable[..., torch.Tensor],
    *,
    random: bool = False,
    pixelwise: bool = False,
) -> Goal:
    """A goal of one term, from a function of one's own.

    Parameters
    ----------
    name : str
    function : callable
        From a picture (1, 3, size, size) to a tensor with one number, lower is better.
    random, pixelwise : bool
        As in `Term`.

    Raises
    ------
    TypeError
        If it is no function.
    """
    if not callable(function):
        raise TypeError(f"the goal {name!r} must be a function of a picture, got {shown(function)}")
    return Goal((Term(name, function, random=random, pixelwise=pixelwise),))


class Sized:
    """A target as tensor, of the size and on the device of the picture that asks for it."""

    def __init__(self, picture: np.ndarray) -> None:
        self._whole = from_bytes(picture)
        self._made: dict[Any, torch.Tensor] = {}

    def like(self, image: torch.Tensor, size: int | None = None) -> torch.Tensor:
        """The target (1, 3, size, size), as large as the picture unless a size is given."""
        key = (size or image.shape[-1], image.device, image.dtype)
        if key not in self._made:
            whole = self._whole
            if key[0] != whole.shape[-1]:
                whole = interpolate(
                    whole, (key[0], key[0]), mode="bilinear", antialias=True, align_corners=False
                )
            self._made[key] = whole.to(device=key[1], dtype=key[2])
        return self._made[key]


def match(target: np.ndarray) -> Goal:
    """The mean squared difference from a target, over all pixels and colours.

    Parameters
    ----------
    target : uint8 array, shape (n, n, 3)
        Brought to the size of the picture.

    Raises
    ------
    TypeError, ValueError
        If the target is none.
    """
    sized = Sized(target)

    def difference(image: torch.Tensor, where: Where | None) -> torch.Tensor:
        if where is None:
            return mse_loss(image, sized.like(image))
        whole = sized.like(image, where.size).flatten(2)
        return mse_loss(image, whole[:, :, where.pixels])

    return term("match", difference, pixelwise=True)


def smooth() -> Goal:
    """The mean absolute difference of neighbours, across and down: total variation."""

    def variation(image: torch.Tensor) -> torch.Tensor:
        return image.diff(dim=2).abs().mean() + image.diff(dim=3).abs().mean()

    return term("smooth", variation)


def mirror() -> Goal:
    """The mean squared difference of the picture from its mirror image."""
    return term("mirror", lambda image: mse_loss(image, image.flip(3)))


def kaleidoscope() -> Goal:
    """How far the picture is from having eight wedges that are alike.

    The mean squared differences from what is mirrored across, down, and along the diagonal.
    """

    def wedges(image: torch.Tensor) -> torch.Tensor:
        across, down = mse_loss(image, image.flip(3)), mse_loss(image, image.flip(2))
        return across + down + mse_loss(image, image.mT)

    return term("kaleidoscope", wedges)


def contrast() -> Goal:
    """1 - 2 s, where s is the standard deviation of the brightness: 0 for black and white halves.

    The brightness of a pixel is the mean of its three colours.
    """
    return term("contrast", lambda image: 1 - 2 * image.mean(1).std(correction=0))
