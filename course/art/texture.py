"""A goal that cares for small patches and not for places."""
import numpy as np
import torch
from torch.nn.functional import avg_pool2d, conv2d, normalize, pad

from course.art.colours import sorted_gap
from course.art.goals import Goal, Sized, term

SIDE = 7  # pixels along a patch
FILTERS, COLOURS = 16, 8  # directions in which patches and single pixels are looked at in a step
LEVELS = 3  # as it is, half as large, a quarter as large
PATCHES = 4096  # looked at on a level
LEAST = 8  # pixels a side of the smallest level


def texture(target: np.ndarray) -> Goal:
    """How far the picture's patches are from the target's, wherever they are.

    A patch of 7 x 7 pixels is a point among 147 numbers.  Seen from one direction, which is what
    a filter does, the patches of a picture are a row of numbers; sorted, the mean absolute
    difference of two pictures' rows is the work of moving one to the other.  In each step this is
    the mean over sixteen random filters, plus the same for single pixels with eight, at three
    sizes: full, half and quarter.  A picture goes on at its other side, so that what comes out
    can be laid side by side like tiles.

    Parameters
    ----------
    target : uint8 array, shape (n, n, 3)

    Raises
    ------
    TypeError, ValueError
        If the target is none.

    Notes
    -----
    After Elnekave and Weiss, "Generating natural images with direct patch distributions
    matching", ECCV 2022.  Filters of many random weights see hardly more of a patch than how its
    pixels vary together, as a sum of many numbers is nearly normal: grain and colour come out,
    the bond of a brick wall does not.
    """
    sized = Sized(target)

    def distance(image: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        both, parts = torch.cat([image, sized.like(image)]), []
        for _ in range(LEVELS):
            parts += [_gap(both, SIDE, FILTERS, rng), _gap(both, 1, COLOURS, rng)]
            if min(both.shape[2:]) < 2 * LEAST:
                break
            both = avg_pool2d(both, 2)
        return 2 * sum(parts) / len(parts)

    return term("texture", distance, random=True)


def _gap(both: torch.Tensor, side: int, directions: int, rng: torch.Generator) -> torch.Tensor:
    """The distance of two pictures' patches (2, 3, h, w), seen from random directions."""
    filters = normalize(torch.randn(directions, 3 * side * side, generator=rng), dim=1)
    filters = filters.view(directions, 3, side, side).to(both)
    whole = pad(both, (side // 2,) * 4, mode="circular") if side > 1 else both
    rows = conv2d(whole, filters).flatten(2)
    if rows.shape[2] > PATCHES:  # the same places in both: a picture is as it is itself
        chosen = torch.randint(rows.shape[2], (PATCHES,), generator=rng)
        rows = rows[:, :, chosen.to(rows.device)]
    return sorted_gap(*rows)
