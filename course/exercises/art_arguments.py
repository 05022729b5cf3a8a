"""Arguments that are of torch, and made when a case is called: pictures, and what is to be trained.

Torch takes more than a second to import, so a case holds numbers only.  A copy of it, which is what
a student's function is given, is of torch.
"""
import sys
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from course.loading import exhaust, loaded

Array = np.ndarray


def torch_module() -> ModuleType:
    """The module torch, imported on a thread of its own.

    A check that runs out of time ends what it is doing, and an import of torch that was ended
    half way could not be begun again.
    """
    if "torch" not in sys.modules:
        exhaust(loaded("torch"))
    import torch

    return torch


@cache
def _tensor_class() -> type:
    """Tensors that numpy may read although a gradient goes through them."""
    torch = torch_module()

    class Tensor(torch.Tensor):
        def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
            values = self.detach().as_subclass(torch.Tensor).cpu().numpy()
            return values if dtype is None else values.astype(dtype)

    return Tensor


class Numbers:
    """An argument of a case.  A copy of it is a tensor through which a gradient goes back.

    The copy is the same as its numbers as long as nobody has written into it.

    Parameters
    ----------
    values : array
        Brought to float32.
    """

    def __init__(self, values: Any) -> None:
        self.values = np.array(values, np.float32)

    def __deepcopy__(self, memo: dict) -> Any:
        torch = torch_module()
        leaf = torch.tensor(self.values).as_subclass(_tensor_class()).requires_grad_()
        return leaf.clone()  # what a parameterisation has made is no leaf either

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return self.values if dtype is None else self.values.astype(dtype)


def numbers(value: Any) -> Array:
    """A tensor or a number as float64 array."""
    detached = value.detach().cpu().numpy() if hasattr(value, "detach") else value
    return np.asarray(detached, float)


def is_tensor(value: Any) -> bool:
    """Whether a value is a tensor of torch, without importing torch."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def leaves(value: Any) -> list[Any]:
    """The tensors to which a gradient of this one goes back, in no order."""
    found, seen, ahead = [], set(), [value.grad_fn]
    while ahead:
        node = ahead.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            found.append(node.variable)
        ahead += [before for before, _ in node.next_functions]
    return found


def slopes(value: Any) -> Array | None:
    """The gradient of a tensor with one number, by the only tensor that it was made from.

    None if no gradient goes back.
    """
    sources = leaves(value) if is_tensor(value) else []
    if len(sources) != 1:
        return None
    torch = torch_module()
    [found] = torch.autograd.grad(value.reshape(()), sources, retain_graph=True)
    return numbers(found)


def one_number(value: Any) -> str:
    """What keeps a value from being a tensor with one number, or ""."""
    wanted = "the check needs a tensor with one number"
    if isinstance(value, float | int | np.number):
        return (
            f"it returns a plain number ({float(value):.3g}), but {wanted}: a gradient goes back "
            "through a tensor, and `.item()` or `float` ends its way"
        )
    if not is_tensor(value):
        return f"it returns a `{type(value).__name__}`, but {wanted}"
    if value.numel() != 1:
        return (
            f"it returns a tensor of shape `{tuple(value.shape)}`, but {wanted}, for the whole "
            "picture"
        )
    if not value.is_floating_point():
        return f"it returns a tensor of `{value.dtype}`, but {wanted} that can change by a little"
    return ""
