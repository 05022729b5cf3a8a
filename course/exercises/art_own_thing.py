"""The exercise of lesson 05 that has no one answer either: a parameterisation of one's own."""
from collections.abc import Callable
from typing import Any

import numpy as np

from course.exercises.art_arguments import torch_module
from course.exercises.art_thing_judge import (
    NO_PARAMETERS,
    NOT_REACHED,
    OUTSIDE,
    OWN_LUCK,
    STUCK,
    Judging,
    Usable,
    expects,
)
from course.exercises.exercise import Case, Exercise, WrongAnswer

Generator = np.random.Generator

COUNT = 32  # waves


def parameterisation(size: int, rng: Generator) -> Any:
    """Waves: sines that run across the picture, each with a colour, added up.

    Formula: sigmoid(sin(x a + y b + c) colours), with a, b, c for each wave.

    Parameters
    ----------
    size : int
        Pixels a side.
    rng : numpy Generator
        Draws the start.

    Returns
    -------
    torch module
        Its forward() is a picture, (1, 3, size, size), in [0, 1].
    """
    from course.art.images import pixel_points
    from course.art.parameterisation import drawn

    torch = torch_module()
    ones = torch.ones(size * size, 1)

    class Waves(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.waves = drawn(rng, 3, COUNT, deviation=7.0)
            self.colours = drawn(rng, COUNT, 3, deviation=0.5)

        def forward(self) -> Any:
            heights = torch.sin(torch.cat([pixel_points(size), ones], 1) @ self.waves)
            return torch.sigmoid(heights @ self.colours).T.reshape(1, 3, size, size)

    return Waves()


def _grid(size: int, rng: Generator) -> Any:
    """A number for each colour of each pixel, as a tensor of torch."""
    return torch_module().tensor(rng.normal(size=(1, 3, size, size)).astype(np.float32))


def _module(picture: Callable[[Any], Any], **kept: Any) -> Any:
    """A module that keeps these tensors and makes its picture by a function of itself."""
    torch = torch_module()

    class Given(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            for name, values in kept.items():
                setattr(self, name, values)

        def forward(self) -> Any:
            return picture(self)

    return Given()


def _parameter(values: Any) -> Any:
    return torch_module().nn.Parameter(values)


def _raw_numbers(size: int, rng: Generator) -> Any:
    return _module(lambda thing: 1 * thing.pixels, pixels=_parameter(_grid(size, rng)))


def _constants(size: int, rng: Generator) -> Any:
    return _module(lambda thing: thing.pixels.sigmoid(), pixels=_grid(size, rng))


def _one_unused(size: int, rng: Generator) -> Any:
    grids = {name: _parameter(_grid(size, rng)) for name in ("pixels", "light")}
    return _module(lambda thing: thing.pixels.sigmoid(), **grids)


def _drawn_by_torch(size: int, rng: Generator) -> Any:
    pixels = torch_module().randn(1, 3, size, size)
    return _module(lambda thing: thing.pixels.sigmoid(), pixels=_parameter(pixels))


def _begun_black(size: int, rng: Generator) -> Any:
    pixels = _parameter(_grid(size, rng) - 40)
    return _module(lambda thing: thing.pixels.sigmoid(), pixels=pixels)


CASES = (
    Case("24 pixels a side", (24, np.random.default_rng(0))),
    Case("24 pixels a side and the same seed once more", (24, np.random.default_rng(0))),
    Case("16 pixels a side and another seed", (16, np.random.default_rng(1))),
)
JUDGING = Judging(CASES[0].arguments, CASES[1].arguments)
MISTAKES = (
    (OUTSIDE, _raw_numbers),
    (NO_PARAMETERS, _constants),
    (NOT_REACHED, _one_unused),
    (OWN_LUCK, _drawn_by_torch),
    (STUCK, _begun_black),
)

PARAMETERISATION = Exercise(
    key="05.parameterisation",
    needs=("torch", "torch._dynamo"),
    reference=parameterisation,
    cases=CASES,
    expects=expects,
    differs=JUDGING.differs,
    expected=lambda size, rng: Usable(size),
    explains=JUDGING.explains,
    wrong_answers=tuple(WrongAnswer(name, made, why) for (name, why), made in MISTAKES),
    hints=(
        "Three things: parameters that `rng` draws, a `forward` that computes a picture from them, "
        "and a `sigmoid` at its end. What the picture is made of is up to you.",
        "`pixel_points(size)` has a row (x, y) for each pixel. Give each pixel some numbers of its "
        "own, such as `torch.sin(pixel_points(size) @ self.waves)`, and mix colours with them.",
        "`(size * size, k) @ (k, 3)` are colours, a row a pixel; "
        "`torch.sigmoid(...).T.reshape(1, 3, size, size)` makes a picture of them.",
    ),
    proves=(
        "Yours makes pictures of any size, a gradient reaches every parameter, 30 steps bring it "
        "nearer to a target, and the seed decides where it starts. The studio takes it."
    ),
)
