"""Whether a parameterisation of one's own can be used: its pictures, its parameters, its start."""
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.exercises.art_arguments import is_tensor, numbers, torch_module

Array = np.ndarray

STEPS, RATE, LEFT = 30, 0.05, 0.99  # so many steps of Adam must leave less than this share
BEYOND = 1e-4  # 0 and 1 themselves, but for rounding


@dataclass(frozen=True)
class Usable:
    """Whatever the studio can use.

    Attributes
    ----------
    size : int
        Pixels a side that were asked for.
    """

    size: int

    def apart(self, value: Any) -> float:
        """0: nothing was expected from which a parameterisation could differ."""
        return 0.0


def expects(value: Any, expected: Any) -> str:
    """What keeps a value from being a module that makes a picture of the right shape, or ""."""
    torch = torch_module()
    if isinstance(value, type):
        return f"it returns the class `{value.__name__}` itself: make one, `{value.__name__}()`"
    if not isinstance(value, torch.nn.Module):
        return f"it returns a `{type(value).__name__}`, but the check needs a module of torch"
    try:
        with torch.no_grad():
            image = value()
    except Exception as error:  # noqa: BLE001  a student's forward may raise anything
        text = " ".join(str(error).replace("`", "'").split())[:120]
        return f"its `forward()` stopped with `{type(error).__name__}: {text}`"
    size = expected.size if isinstance(expected, Usable) else expected().shape[-1]
    shape = (1, 3, size, size)
    if not is_tensor(image):
        what = "nothing" if image is None else f"a `{type(image).__name__}`"
        return f"its `forward()` returns {what}, but a picture is a tensor of shape `{shape}`"
    if tuple(image.shape) != shape:
        return f"its picture has shape `{tuple(image.shape)}`, but the check needs `{shape}`"
    if not image.is_floating_point():
        return f"its picture is of `{image.dtype}`, but the check needs `torch.float32`"
    return ""


OUTSIDE = (
    "outside [0, 1]",
    "a picture's numbers are shares of red, green and blue. `torch.sigmoid` at the end brings "
    "any number between 0 and 1, with a slope everywhere; a `clamp` has none beyond its ends.",
)
NO_PARAMETERS = (
    "no parameters",
    "an optimiser is told of `parameters()`, and that holds only what `nn.Parameter(...)` made "
    "and the module keeps: `self.name = nn.Parameter(...)`. A plain tensor is a constant.",
)
NOT_REACHED = (
    "not reached",
    "a parameter that no gradient reaches never changes. Is it used in `forward()`, and as it is? "
    "`.detach()`, `.data`, `torch.tensor(...)`, rounding and numpy end the gradient's way, and so "
    "does a `clamp`, or a `sigmoid` of what is far from 0.",
)
OWN_LUCK = (
    "luck of its own",
    "torch draws by a luck of its own, so that the same seed starts somewhere else each time, and "
    "nobody can make your picture again. Draw from `rng`: "
    "`torch.tensor(rng.normal(size=(3, 16))).float()`.",
)
STUCK = (
    "does not learn",
    "a gradient comes back, but it is next to nothing. Are the numbers inside the last `sigmoid` "
    "so far from 0 that it is flat there?",
)
CAUSES = dict((OUTSIDE, NO_PARAMETERS, NOT_REACHED, OWN_LUCK, STUCK))


class Judging:
    """Looks at what a function has made, case by case.

    Parameters
    ----------
    first, again : tuple
        The arguments of two cases that ask for the same: what was seen in the first is kept until
        the second.
    """

    def __init__(self, first: tuple, again: tuple) -> None:
        self._first, self._again = first, again
        self._seen: Array | None = None

    def fault(self, value: Any, arguments: tuple) -> tuple[str, str]:
        """Name of what makes a module unusable, and how it shows; ("", "") for a usable one."""
        picture = numbers(value())
        if arguments is self._first:
            self._seen = picture
        if arguments is self._again and self._seen is not None:
            away = float(np.abs(picture - self._seen).max())
            if away > BEYOND:
                told = f"its picture starts elsewhere now, by up to {away:.2g}."
                return OWN_LUCK[0], told
        with _untouched(value):
            return _fault(value, arguments[0])

    def differs(self, value: Any, right: Usable, arguments: tuple) -> str:
        """How it shows that a module cannot be used, or ""."""
        return self.fault(value, arguments)[1]

    def explains(self, value: Any, right: Usable, arguments: tuple) -> tuple[str, str]:
        """Name and cause of what makes a module unusable."""
        name, _ = self.fault(value, arguments)
        return name, CAUSES.get(name, "")


@contextmanager
def _untouched(thing: Any) -> Iterator[None]:
    """Put the parameters back afterwards: the module may be looked at again."""
    before = [values.detach().clone() for values in thing.parameters()]
    try:
        yield
    finally:
        with torch_module().no_grad():
            for values, was in zip(thing.parameters(), before, strict=True):
                values.copy_(was)
                values.grad = None


def _fault(thing: Any, size: int) -> tuple[str, str]:
    """What is wrong with one module by itself, or ("", "")."""
    image = numbers(thing())
    low, high = float(image.min()), float(image.max())
    if not (low >= -BEYOND and high <= 1 + BEYOND):  # a NaN is not
        return OUTSIDE[0], f"its picture goes from {low:.3g} to {high:.3g}, not from 0 to 1."
    if not list(thing.parameters()):
        return NO_PARAMETERS[0], "its `parameters()` are empty: there is nothing to improve."
    losses, reached = _improve(thing, torch_module().tensor(_target(size)))
    alone = [name for name, _ in thing.named_parameters() if name not in reached]
    if alone:
        return NOT_REACHED[0], f"no gradient reaches its parameter `{alone[0]}`."
    if not losses[-1] < LEFT * losses[0]:
        left = losses[-1] / losses[0]
        return STUCK[0], f"after {STEPS} steps towards a target, {left:.0%} of the error is left."
    return "", ""


def _target(size: int) -> Array:
    """Light in the middle, warm, and of another colour to the right than to the left."""
    x, y = np.meshgrid(*2 * [(np.arange(size) + 0.5) / size * 2 - 1])
    light = np.exp(-2 * (x**2 + y**2))
    picture = np.stack([0.4 + 0.5 * light, 0.7 + 0.2 * x, 0.25 - 0.2 * y])
    return picture[None].astype(np.float32)


def _improve(thing: Any, target: Any) -> tuple[list[float], set[str]]:
    """Steps towards a target: the errors, and which parameters a gradient reached."""
    losses, reached = [], set()
    moving = {name: _Adam(values) for name, values in thing.named_parameters()}
    for _ in range(STEPS):
        loss = (thing() - target).square().mean()
        if not loss.requires_grad:
            break
        thing.zero_grad()
        loss.backward()
        losses.append(loss.item())
        for name, values in thing.named_parameters():
            if values.grad is not None and bool(values.grad.any()):
                reached.add(name)
                moving[name].step()
    return losses, reached


class _Adam:
    """Adam for one parameter (Kingma and Ba 2015).

    What torch.optim imports when it is first used takes most of the time that a check has.
    """

    def __init__(self, values: Any) -> None:
        self._values, self._count = values, 0
        self._mean = self._square = 0.0

    def step(self) -> None:
        """Move the parameter against its gradient."""
        self._count += 1
        slope = self._values.grad
        self._mean = 0.9 * self._mean + 0.1 * slope
        self._square = 0.999 * self._square + 0.001 * slope**2
        mean = self._mean / (1 - 0.9**self._count)
        size = (self._square / (1 - 0.999**self._count)).sqrt() + 1e-8
        with torch_module().no_grad():
            self._values -= RATE * mean / size
