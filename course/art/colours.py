"""A goal that cares for colours and not for places."""
import numpy as np
import torch
from torch.nn.functional import normalize

from course.art.goals import Goal, Sized, term

DIRECTIONS = 8  # looked at in a step
PIXELS = 4096  # likewise, of the picture and of the target


def palette(target: np.ndarray) -> Goal:
    """How far the picture's colours are from the target's, wherever they are.

    The colours of both are clouds of points in the cube of red, green and blue.  Looked at from
    one direction, each is a row of numbers; sorted, the mean absolute difference of the rows is
    the work of moving one to the other.  This is the mean over eight random directions in every
    step: a sliced Wasserstein distance.

    Parameters
    ----------
    target : uint8 array, shape (n, n, 3)

    Raises
    ------
    TypeError, ValueError
        If the target is none.

    Notes
    -----
    Rabin, Peyre, Delon and Bernot, "Wasserstein barycenter and its application to texture
    mixing", SSVM 2011.
    """
    sized = Sized(target)

    def distance(image: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        ours, theirs = image[0].flatten(1), sized.like(image)[0].flatten(1)
        if ours.shape[1] > PIXELS:
            ours, theirs = some(ours, rng), some(theirs, rng)
        directions = normalize(torch.randn(DIRECTIONS, 3, generator=rng), dim=1).to(image)
        return sorted_gap(directions @ ours, directions @ theirs)

    return term("palette", distance, random=True)


def some(colours: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """4,096 of the columns, drawn with replacement."""
    chosen = torch.randint(colours.shape[1], (PIXELS,), generator=rng)
    return colours[:, chosen.to(colours.device)]


def sorted_gap(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference of two sets of rows, each row sorted."""
    return (ours.sort(-1).values - theirs.sort(-1).values).abs().mean()
