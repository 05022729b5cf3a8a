"""Places to start from: settings that make a picture worth keeping."""
from dataclasses import replace
from typing import Any

from widgets.studio_settings import StudioSettings

PRESETS: dict[str, tuple[str, dict[str, Any]]] = {
    "rose": ("a rose of 128 blobs", {}),
    "mandala": (
        "a mandala of layers",
        {"parameterisation": "stack", "goal": "palette + 4 kaleidoscope + 0.3 smooth",
         "target": "sunset", "seed": 1},
    ),
    "tile": (
        "a glazed tile of waves",
        {"parameterisation": "fourier", "goal": "palette + 4 kaleidoscope + 0.3 smooth",
         "target": "cells"},
    ),
    "strokes": (
        "a flower in brush strokes",
        {"parameterisation": "strokes", "goal": "match", "target": "flower", "size": 96},
    ),
    "temple": (
        "a temple, 2,048 pixels a step",
        {"goal": "match", "target": "china", "random_pixels": True},
    ),
    "ornament": (
        "an ornament of old patches",
        {"parameterisation": "stack", "goal": "texture + 4 kaleidoscope", "target": "cells",
         "size": 64},
    ),
    "three": (
        "noise that is read as a 3",
        {"parameterisation": "pixels", "goal": "neuron", "size": 64},
    ),
}  # fmt: skip
CHOICES = tuple((words, name) for name, (words, _) in PRESETS.items())


def preset(name: str) -> StudioSettings:
    """The settings of a place to start from.

    Raises
    ------
    KeyError
        If there is none of that name.
    """
    return StudioSettings(**PRESETS[name][1])


def matching(settings: StudioSettings) -> str:
    """The place to start from whose settings these are, or ""."""
    on_cpu = replace(settings, device="cpu")
    return next((name for name in PRESETS if preset(name) == on_cpu), "")
