"""torch's optimisers by the names that the lesson uses, and what they remember on the CPU."""
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from course.checks import check_choice, check_number
from course.pictures.catalogue import OPTIMISERS, default_rate

HISTORY = 10  # steps that L-BFGS remembers
TRIES = 8  # pictures that it makes in a step at most, to find how far to go


def make_optimiser(
    name: str, thing: nn.Module, rate: float | None = None
) -> torch.optim.Optimizer:
    """An optimiser of torch for the parameters of a thing.

    Parameters
    ----------
    name : {"SGD", "momentum", "Adam", "L-BFGS"}
    thing : module of torch
    rate : float, optional
        Learning rate in (0, 100000]; that of `default_rate` if left out.

    Raises
    ------
    TypeError, ValueError
        If the name or the rate is unusable, or the thing has no parameters.
    """
    check_choice("optimiser", name, OPTIMISERS)
    if rate is None:
        rate = default_rate(getattr(thing, "name", ""), name)
    rate = check_number("rate", rate, 0, 100_000, open_low=True)
    parameters = [values for values in thing.parameters() if values.requires_grad]
    if not parameters:
        raise ValueError(f"{type(thing).__name__} has no parameters: make them nn.Parameter(...)")
    if name == "Adam":
        return torch.optim.Adam(parameters, lr=rate)
    if name == "L-BFGS":
        return torch.optim.LBFGS(
            parameters,
            lr=rate,
            max_iter=1,
            max_eval=TRIES,
            history_size=HISTORY,
            tolerance_grad=0.0,  # torch's own would stop it: the gradient of a mean is small
            tolerance_change=0.0,
            line_search_fn="strong_wolfe",
        )
    return torch.optim.SGD(parameters, lr=rate, momentum=0.9 if name == "momentum" else 0.0)


def to_cpu(thing: nn.Module, optimiser: torch.optim.Optimizer) -> None:
    """Bring parameters, and what the optimiser remembers of them, to the CPU."""
    thing.to("cpu")
    for values in thing.parameters():
        values.grad = None
    optimiser.load_state_dict(optimiser.state_dict())  # torch puts it where the parameters are


@contextmanager
def unharmed(thing: nn.Module) -> Iterator[None]:
    """Put the parameters back as they were if something is raised in a `with` block."""
    kept = [values.detach().clone() for values in thing.parameters()]
    try:
        yield
    except Exception:
        with torch.no_grad():
            for values, before in zip(thing.parameters(), kept, strict=True):
                values.copy_(before)
        raise


def out_of_memory(error: BaseException) -> bool:
    """Whether a device said that its memory is full; Apple's says it in words only."""
    full: Any = isinstance(error, torch.OutOfMemoryError)
    return full or (isinstance(error, RuntimeError) and "out of memory" in str(error))
