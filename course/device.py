"""The one place that asks what hardware there is.

The widgets offer CPU and GPU.  On the CPU the course computes with numpy, which is
faster than torch for networks this small; on a GPU the same lines run on torch arrays.
"""
import platform
import sys
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from course.backend import Backend
from course.checks import check_choice
from course.records import DEVICES


@dataclass(frozen=True)
class Device:
    """A place to compute, and how it came to be chosen.

    Attributes
    ----------
    name : str
        "cpu" (numpy), "torch-cpu", "cuda" or "mps".
    label : str
        For people: "CPU", "CPU, by torch", "GPU (name of the card)".
    backend : Backend
        The array module and the number format.
    how : str
        One sentence: asked for, or chosen and why.
    """

    name: str
    label: str
    backend: Backend
    how: str


@cache
def _gpu() -> tuple[str, str] | None:
    """(name, label) of the GPU that torch can use, or None."""
    if find_spec("torch") is None:
        return None
    import torch

    if torch.cuda.is_available():
        return "cuda", f"GPU ({torch.cuda.get_device_name(0)})"
    if torch.backends.mps.is_available():
        return "mps", "GPU (Apple)"
    return None


def gpu_present() -> bool:
    """Whether torch is installed and can use a GPU; imports torch on the first call."""
    return _gpu() is not None


def gpu_hint() -> bool:
    """Whether this machine may have a GPU, by a look at its drivers; does not import torch.

    True does not promise that torch can use it: `gpu_name` tells.
    """
    if find_spec("torch") is None:
        return False
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    if sys.platform == "win32":
        return find_library("nvcuda") is not None
    return any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/kfd").exists()


def gpu_known() -> bool:
    """Whether the question has been answered before, so that asking again costs nothing."""
    return _gpu.cache_info().currsize > 0


def gpu_name() -> str:
    """Name of the GPU for `choose`: "cuda" or "mps"; imports torch.

    Raises
    ------
    RuntimeError
        If torch is not installed or finds no GPU.
    """
    found = _gpu()
    if found is None:
        why = "torch finds none" if find_spec("torch") else "torch is not installed"
        raise RuntimeError(f"no GPU can be used here ({why}); the CPU is used")
    return found[0]


def _missing(name: str) -> str:
    """Why a device cannot be used here, or "" if it can."""
    if name == "cpu":
        return ""
    if find_spec("torch") is None:
        return "torch is not installed"
    if name == "torch-cpu" or (_gpu() or ("",))[0] == name:
        return ""
    return "torch finds no such GPU on this machine"


def choose(name: str = "auto") -> Device:
    """The device of that name.

    Parameters
    ----------
    name : {"auto", "cpu", "torch-cpu", "cuda", "mps"}
        "auto" is the CPU: the toy networks train faster there, GPU or not.

    Raises
    ------
    ValueError
        If the name is unknown.
    RuntimeError
        If there is no such device here; the message says why and what does exist.
    """
    check_choice("device", name, DEVICES)
    missing = _missing("cpu" if name == "auto" else name)
    if missing:
        there = ", ".join(d.name for d in devices())
        raise RuntimeError(f"device {name!r} cannot be used: {missing}. Here you can use: {there}")
    if name == "auto":
        how = "chosen because networks of this size train fastest in numpy on the CPU"
        return Device("cpu", "CPU", Backend(), how)
    if name == "cpu":
        return Device("cpu", "CPU", Backend(), "asked for")
    import torch

    label = "CPU, by torch" if name == "torch-cpu" else _gpu()[1]
    return Device(name, label, Backend(torch, name.removeprefix("torch-")), "asked for")


def devices() -> tuple[Device, ...]:
    """Every device that can be used here, the CPU first."""
    return tuple(choose(name) for name in DEVICES[1:] if not _missing(name))
