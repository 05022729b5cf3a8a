"""The loop of `course.art.create` as one would write it in a notebook, in plain torch.

It shares the parameterisation with ours, and nothing else: goals, random pixels and the loop are
written once more, with nothing checked and nothing handed out.
"""
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

DIRECTIONS, COLOURS = 8, 4096  # as `course.art.colours.palette` looks at


def plain_steps(
    thing: Any,
    weights: Mapping[str, float],
    picture: np.ndarray,
    rate: float,
    pixels: int | None,
    seed: int,
) -> Iterator[float]:
    """Improve a thing without end, with torch's Adam; yields the loss of each step.

    Parameters
    ----------
    thing : torch.nn.Module
        `thing()` is the picture.
    weights : mapping of str to float
        Of "match", "palette", "kaleidoscope" and "smooth".
    picture : uint8 array, shape (n, n, 3)
        The target, of the size of the picture.
    rate : float
    pixels : int, optional
        How many random pixels a step looks at; all if None.
    seed : int
    """
    import torch

    device = next(thing.parameters()).device
    wanted = torch.tensor(picture.transpose(2, 0, 1)[None] / 255, dtype=torch.float32).to(device)
    rng = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam(thing.parameters(), lr=rate)
    functions = _functions(wanted, rng)
    while True:
        optimiser.zero_grad()
        if pixels is None:
            image = thing()
            loss = sum(weight * functions[name](image) for name, weight in weights.items())
        else:
            chosen = torch.randint(len(thing.points), (pixels,), generator=rng)
            colours = thing.at(thing.points[chosen])
            loss = (colours.T - wanted[0].flatten(1)[:, chosen]).square().mean()
        loss.backward()
        optimiser.step()
        yield loss.item()


def _functions(wanted: Any, rng: Any) -> dict[str, Callable[[Any], Any]]:
    """The goals by name."""
    import torch

    def match(image: Any) -> Any:
        return (image - wanted).square().mean()

    def smooth(image: Any) -> Any:
        return image.diff(dim=2).abs().mean() + image.diff(dim=3).abs().mean()

    def kaleidoscope(image: Any) -> Any:
        turned = (image.flip(2), image.flip(3), image.transpose(2, 3))
        return sum((image - other).square().mean() for other in turned)

    def palette(image: Any) -> Any:
        ours, theirs = (
            whole[0].flatten(1)[:, torch.randint(whole[0, 0].numel(), (COLOURS,), generator=rng)]
            for whole in (image, wanted)
        )
        directions = torch.randn(DIRECTIONS, 3, generator=rng).to(image.device)
        directions = directions / directions.norm(dim=1, keepdim=True)
        gap = (directions @ ours).sort().values - (directions @ theirs).sort().values
        return gap.abs().mean()

    return {"match": match, "smooth": smooth, "kaleidoscope": kaleidoscope, "palette": palette}
