"""A look at the picture as it is: what the goal says, and what it asks of the parameters."""
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from course.art.goals import Goal, GoalError, Term, Where
from course.art.images import pixel_points
from course.art.parameterisation import Parameterisation
from course.checks import check_integer, shown


@dataclass(frozen=True)
class Step:
    """A picture on its way, and what was thought of it.

    Attributes
    ----------
    index : int
        How many updates were made before it.
    image : tensor, shape (1, 3, size, size)
        The picture; with random pixels the last whole one.
    loss : float
        The weighted sum; lower is better.
    parts : dict of str to float
        Each term's number, not weighted.
    weights : dict of str to float
        Each term's weight.
    pull : tensor, shape (1, 3, size, size), or None
        Minus the gradient with respect to the picture; None with random pixels.
    rendered : int
        Index of the step whose picture `image` is.
    note : str
        What happened to the device, or "".
    """

    index: int
    image: torch.Tensor
    loss: float
    parts: dict[str, float]
    weights: dict[str, float]
    pull: torch.Tensor | None
    rendered: int
    note: str = ""


@dataclass
class Looking:
    """Three of the four lines: the picture, what the goal thinks of it, and the gradient.

    Parameters
    ----------
    thing : module of torch
    goal : Goal
    pixels, every, seed
        As in `create`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be.
    """

    thing: nn.Module
    goal: Goal
    pixels: int | None
    every: int
    seed: int
    _whole: tuple[torch.Tensor, int] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Look at what was given."""
        if not isinstance(self.goal, Goal) or not self.goal.terms:
            expected = "goal must be a Goal with at least one term, such as match(target)"
            raise TypeError(f"{expected}, got {shown(self.goal)}")
        if not isinstance(self.thing, nn.Module):
            expected = "thing must be a module of torch whose forward() is a picture"
            raise TypeError(f"{expected}, got {shown(self.thing)}")
        check_integer("seed", self.seed, 0, 2**32 - 1)
        check_integer("every", self.every, 1)
        if self.pixels is not None:
            self._check_pixels()

    def _check_pixels(self) -> None:
        check_integer("pixels", self.pixels, 1)
        others = [term.name for term in self.goal.terms if not term.pixelwise]
        if others:
            raise GoalError(f"random pixels cannot be told: {others[0]} needs the whole picture")
        at = getattr(type(self.thing), "at", None)
        if at is None or at is Parameterisation.at:
            raise TypeError(f"random pixels need at(points), and {type(self.thing).__name__} "
                            "makes whole pictures only")  # fmt: skip

    def must_repeat(self, who: str) -> None:
        """See that two looks at the same parameters are alike.

        Raises
        ------
        GoalError
            If something is drawn in each step; `who` is the optimiser that cannot bear it.
        """
        drawn = ["random pixels"] if self.pixels else list(self.goal.random)
        if drawn:
            raise GoalError(f"{who} compares one look with the next, and {drawn[0]} draws anew "
                            "in each: take Adam")  # fmt: skip

    def __call__(self, index: int, note: str = "") -> Step:
        """Make the picture, ask the goal, and find the gradient of every parameter."""
        rng = torch.Generator().manual_seed((self.seed * 1_000_003 + index) % 2**63)
        where = self._where(rng)
        image = self._picture(where)
        parts = {term.name: _ask(term, image, rng, where, index) for term in self.goal.terms}
        loss = sum(term.weight * parts[term.name] for term in self.goal.terms)
        self._gradient(loss, image, index)
        values = {name: part.item() for name, part in parts.items()}
        weights = {term.name: term.weight for term in self.goal.terms}
        if where is None:
            pull = None if image.grad is None else -image.grad
            return Step(index, image.detach(), loss.item(), values, weights, pull, index, note)
        if self._whole is None or index - self._whole[1] >= self.every:
            with torch.no_grad():
                self._whole = (_checked(self.thing()), index)
        whole, rendered = self._whole
        return Step(index, whole, loss.item(), values, weights, None, rendered, note)

    def again(self, loss: float, index: int) -> Callable[[], float]:
        """For optimisers that look more than once in a step: the first look is known already."""
        looks = iter([loss])
        return lambda: next(looks, None) or self(index).loss

    def _where(self, rng: torch.Generator) -> Where | None:
        if self.pixels is None:
            return None
        size = self.thing.size
        return Where(torch.randint(size * size, (self.pixels,), generator=rng), size)

    def _picture(self, where: Where | None) -> torch.Tensor:
        """The picture (1, 3, size, size), or its colours at some pixels, (1, 3, n)."""
        if where is None:
            image = _checked(self.thing())
            # Parameters that are the picture themselves would change under a kept step.
            return image.clone() if image.is_leaf or image._is_view() else image
        device = next(self.thing.parameters()).device
        points = pixel_points(where.size)[where.pixels].to(device)
        colours = self.thing.at(points)
        if not isinstance(colours, torch.Tensor) or colours.shape != (len(points), 3):
            came = getattr(colours, "shape", None)
            came = shown(colours) if came is None else tuple(came)
            raise ValueError(f"at(points) must be of shape ({len(points)}, 3), got {came}")
        return colours.T[None]

    def _gradient(self, loss: torch.Tensor, image: torch.Tensor, index: int) -> None:
        """Put d loss / d parameter into the `.grad` of each parameter."""
        names = ", ".join(term.name for term in self.goal.terms)
        if not loss.requires_grad:
            raise GoalError(f"the goal ({names}) does not depend on the parameters: no gradient "
                            "goes back to them")  # fmt: skip
        self.thing.zero_grad()
        if image.requires_grad:
            image.retain_grad()
        loss.backward()
        for name, values in self.thing.named_parameters():
            if values.grad is None:
                continue
            values.grad = values.grad.contiguous()  # L-BFGS cannot do without
            if not torch.isfinite(values.grad.sum()):
                raise GoalError(f"the gradient of {name} is not finite at step {index}, though "
                                f"the goal ({names}) is {loss.item():.4g}")  # fmt: skip


def _ask(
    term: Term, image: torch.Tensor, rng: torch.Generator, where: Where | None, index: int
) -> torch.Tensor:
    """What a term says of a picture.

    Raises
    ------
    GoalError
        If it is not one finite number; the term is named.
    """
    part: Any = term(image, rng, where)
    if not isinstance(part, torch.Tensor) or part.numel() != 1:
        came = f"of shape {tuple(part.shape)}" if isinstance(part, torch.Tensor) else shown(part)
        expected = "must be a tensor with one number, such as (image - 0.5).square().mean()"
        raise GoalError(f"the goal {term.name!r} {expected}, got {came}")
    part = part.reshape(())
    if not math.isfinite(part.item()):
        raise GoalError(f"the goal {term.name!r} is {part.item()} at step {index}")
    return part


def _checked(image: Any) -> torch.Tensor:
    """The picture that a thing made, if it is one.

    Raises
    ------
    ValueError
        If it is no tensor of floats (1, 3, size, size); says what came.
    """
    expected = "a parameterisation must make a picture of shape (1, 3, size, size)"
    if not isinstance(image, torch.Tensor) or not image.is_floating_point():
        kind = image.dtype if isinstance(image, torch.Tensor) else shown(image)
        raise ValueError(f"{expected}, of floats, got {kind}")
    if image.ndim != 4 or image.shape[:2] != (1, 3) or image.shape[2] != image.shape[3]:
        raise ValueError(f"{expected}, got {tuple(image.shape)}")
    return image
