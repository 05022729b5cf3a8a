"""The one place that makes random generators.

Everything random in the course takes a generator or a seed as an argument.  Torch's
global state is touched only by `torch_seed`, which puts it back.
"""
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

import numpy as np

from course.checks import check_integer


def generator(seed: int, *streams: str) -> np.random.Generator:
    """A numpy generator for a seed and a named stream.

    Two names give independent streams of the same seed, so that drawing one more
    point never changes the initial weights.

    Parameters
    ----------
    seed : int
        In [0, 2**63).
    *streams : str
        What the numbers are for, such as "initial weights".

    Raises
    ------
    TypeError, ValueError
        If the seed is not an integer in range.
    """
    seed = check_integer("seed", seed, 0, 2**63 - 1)
    # crc32 rather than hash(): Python salts hash(), and a seed must mean the same tomorrow.
    return np.random.default_rng([seed, *(crc32(name.encode()) for name in streams)])


@contextmanager
def torch_seed(seed: int) -> Iterator[None]:
    """Seed torch (CPU and every CUDA card) inside a `with` block; restore it afterwards.

    Raises
    ------
    TypeError, ValueError
        If the seed is not an integer in [0, 2**63).
    """
    seed = check_integer("seed", seed, 0, 2**63 - 1)
    import torch

    with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
        torch.manual_seed(seed)
        yield
