"""A goal that a network sets: be read as a digit; and a picture pushed until it is read wrongly.

At 64 pixels a side, seed 0, 200 steps of Adam at the default rates, for the ten digits:

- `neuron(d)` with pixels: noise, read as the digit with a probability of 0.96 to 0.998;
- `neuron(d, jitter=1) + smooth() + ink()` with a stack of resolutions: strokes that people read
  as the digit as well, 0.94 to 0.98.

Of the 52 test pictures of a 3, whose pixels go from 0 to 1, `nudge(picture, 8, most)` has the
network read 58% as an 8 if no pixel changes by more than 1/8, and 96% for 3/16; changes as large
in random directions leave 95% and 90% a 3.  `least_nudge` needs 0.14 in the median.
"""
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import nn
from torch.nn.functional import adaptive_avg_pool2d, cross_entropy, pad

from course.art.digit_network import network
from course.art.goals import Goal, term
from course.art.images import from_bytes
from course.checks import check_integer, check_number, shown
from course.digits import SIDE

PLACES = 8  # moved copies of the picture that a step looks at


def neuron(digit: int, jitter: float = 0.0) -> Goal:
    """-log p(digit), in nats: how far a network is from reading the picture as a digit.

    The picture's brightness, which is the mean of its colours, is ink; it is made 8 x 8 pixels
    small by the means of its parts.  See `course.art.digit_network` for who reads it.  The first
    step trains the network, which takes some seconds.

    Parameters
    ----------
    digit : int
        In [0, 9].
    jitter : float
        By how many of the 8 x 8 pixels the picture may be moved before it is read, in [0, 4].
        Above 0 the mean over eight moved copies counts, others in each step, with black where
        the picture does not reach.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range.

    Notes
    -----
    Alone, it makes noise that is read as the digit, all but for certain.  Strokes come of
    `neuron(3, jitter=1) + smooth() + ink()`: be read so wherever it is, and with no more ink and
    no more rims than that takes.  After Erhan, Bengio, Courville and Vincent, "Visualizing
    higher-layer features of a deep network", 2009.
    """
    wanted = check_integer("digit", digit, 0, 9)
    jitter = check_number("jitter", jitter, 0, 4)
    if not jitter:
        return term("neuron", lambda image: _surprise(grey(image), wanted))

    def moved(image: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        ink, size = grey(image), image.shape[-1]
        most = max(1, round(jitter * size / SIDE))
        wide = pad(ink, (most,) * 4)
        places = torch.randint(2 * most + 1, (PLACES, 2), generator=rng).tolist()
        copies = [wide[..., y : y + size, x : x + size] for x, y in places]
        return _surprise(torch.cat(copies), wanted)

    return term("neuron", moved, random=True)


def ink() -> Goal:
    """The mean of all values of the picture: 0 if it is black."""
    return term("ink", lambda image: image.mean())


def grey(image: torch.Tensor) -> torch.Tensor:
    """Brightness of pictures (n, 3, size, size), shape (n, 1, size, size)."""
    return image.mean(1, keepdim=True)


def logits(ink: torch.Tensor) -> torch.Tensor:
    """What the network says of brightnesses (n, 1, size, size), shape (n, 10)."""
    return _network_for(ink.device, ink.dtype)(adaptive_avg_pool2d(ink, SIDE))


def probabilities(image: torch.Tensor | np.ndarray) -> np.ndarray:
    """With which probability the network reads a picture as each digit, shape (10,).

    Parameters
    ----------
    image : tensor (1, 3, size, size) in [0, 1], or uint8 array (size, size, 3)
    """
    image = from_bytes(image) if isinstance(image, np.ndarray) else image
    with torch.no_grad():
        return logits(grey(image)).softmax(1)[0].double().cpu().numpy()


def _surprise(ink: torch.Tensor, digit: int) -> torch.Tensor:
    wanted = torch.full((len(ink),), digit, device=ink.device)
    return cross_entropy(logits(ink), wanted)


@cache
def _network_for(device: torch.device, dtype: torch.dtype) -> nn.Module:
    """The network where the picture is; a copy, for `to` would move the network itself."""
    return deepcopy(network()).to(device, dtype)


# ---- reading wrongly -------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Nudge:
    """A digit and what it was pushed to.

    Attributes
    ----------
    before, after : float64 arrays, shape (8, 8)
        Ink in [0, 1].
    said_before, said_after : float64 arrays, shape (10,)
        With which probability the network reads each as each digit.
    most : float
        By how much any pixel was allowed to change.
    """

    before: np.ndarray
    after: np.ndarray
    said_before: np.ndarray
    said_after: np.ndarray
    most: float


def nudge(picture: np.ndarray, digit: int, most: float = 0.15, steps: int = 40) -> Nudge:
    """Change a picture so that it is read as a digit, and no pixel by more than so much.

    Each step moves every pixel by the same amount up or down, the way its gradient points, and
    puts back what went too far.

    Parameters
    ----------
    picture : array, shape (8, 8) or (64,)
        Ink in [0, 1], as in `course.digits.load().x_test`.
    digit : int
        As which it shall be read, in [0, 9].
    most : float
        Largest change of a pixel, in [0, 1]; 1/16 is one of the digits' own shades.
    steps : int
        In [1, 1000].

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be.

    Notes
    -----
    Madry, Makelov, Schmidt, Tsipras and Vladu, "Towards deep learning models resistant to
    adversarial attacks", ICLR 2018; the first such examples are in Szegedy et al., "Intriguing
    properties of neural networks", 2014.
    """
    wanted, most = check_integer("digit", digit, 0, 9), check_number("most", most, 0, 1)
    steps = check_integer("steps", steps, 1, 1000)
    start = _checked(picture)
    low, high = (start - most).clamp(min=0), (start + most).clamp(max=1)
    now, size = start.clone(), 2.5 * most / steps
    for _ in range(steps):
        with torch.enable_grad():
            now.requires_grad_()
            [slope] = torch.autograd.grad(_surprise(now, wanted), now)
        now = torch.clamp(now.detach() - size * slope.sign(), low, high)
    with torch.no_grad():
        said = logits(torch.cat([start, now])).softmax(1).numpy()
    before, after = (ink[0, 0].numpy() for ink in (start, now))
    return Nudge(before, after, said[0], said[1], most)


def least_nudge(picture: np.ndarray, digit: int, precision: float = 0.005) -> Nudge | None:
    """The smallest nudge found that makes the digit likelier than not; None if there is none.

    Parameters
    ----------
    picture, digit
        As for `nudge`.
    precision : float
        Of the largest change of a pixel, in (0, 1].
    """
    precision = check_number("precision", precision, 0, 1, open_low=True)
    low, high, best = 0.0, 1.0, nudge(picture, digit, 1.0)
    if best.said_after[digit] <= 0.5:
        return None
    while high - low > precision:
        middle = (low + high) / 2
        found = nudge(picture, digit, middle)
        if found.said_after[digit] > 0.5:
            high, best = middle, found
        else:
            low = middle
    return best


def _checked(picture: np.ndarray) -> torch.Tensor:
    """A digit's ink as float64 tensor (1, 1, 8, 8).

    Raises
    ------
    ValueError
        If it is none.
    """
    values = np.array(picture, dtype=np.float64)
    if values.size != SIDE * SIDE or not ((values >= 0) & (values <= 1)).all():
        raise ValueError(f"picture must be 64 numbers in [0, 1], got {shown(picture)}")
    return torch.from_numpy(values.reshape(1, 1, SIDE, SIDE))
