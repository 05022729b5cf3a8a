"""The benchmarks and reproductions that `glassbox bench` and `glassbox reproduce` can run.

Each is named as ``"module:function"`` and imported only when it runs, for it may need torch,
scikit-learn or a browser. The function yields what it measures: a
benchmark :class:`~benchmarks.result.Result` objects, a reproduction rows that can be printed.
One that takes ``quick`` has a short form.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping

BENCHMARKS: dict[str, str] = {
    "train": "benchmarks.training:run",
    "latency": "benchmarks.latency:run",
    "furniture": "benchmarks.furniture:run",
    "slow-motion": "benchmarks.slow_motion:run",
    "tape": "benchmarks.tape:run",
    "lesson-page": "benchmarks.lesson_page:run",
    "digits": "benchmarks.digits:run",
    "sweep": "benchmarks.sweep:run",
    "garden": "benchmarks.garden:run",
    "pca": "benchmarks.pca:run",
    "cloud": "benchmarks.cloud:run",
    "art": "benchmarks.art:run",
    "automaton": "benchmarks.automaton:run",
}

REPRODUCTIONS: dict[str, str] = {
    "zoo": "benchmarks.zoo:run",
    "pca": "benchmarks.pca_figures:run",
    "art": "benchmarks.gallery:run",
}


def load(registry: Mapping[str, str], name: str) -> Callable[..., Iterator]:
    """Return the function registered under a name, importing its module.

    Parameters
    ----------
    registry : mapping of str to str
        ``BENCHMARKS`` or ``REPRODUCTIONS``.
    name : str
        One of its names.

    Raises
    ------
    ValueError
        If the name is not registered; the message lists the names that are.
    """
    if name not in registry:
        known = ", ".join(sorted(registry))
        raise ValueError(f"name must be one of {known}; got {name}")
    module, _, function = registry[name].partition(":")
    return getattr(importlib.import_module(module), function)
