"""The exercise of lesson 05 on splats: each pixel shares itself out among blobs, by a softmax."""
from typing import Any

import numpy as np

from course.exercises.art_arguments import Numbers, is_tensor, numbers
from course.exercises.entries import first_off, how_many
from course.exercises.exercise import Case, Exercise, WrongAnswer

Array = np.ndarray

ROUNDING = 3e-6  # float32, of colours in [0, 1]


def splats(scores: Any, colours: Any) -> Any:
    """The colour of each pixel: the blobs' colours, weighted by a softmax over its scores.

    Parameters
    ----------
    scores : tensor, shape (pixels, blobs)
    colours : tensor, shape (blobs, 3)

    Returns
    -------
    tensor, shape (pixels, 3)
    """
    return scores.softmax(dim=1) @ colours


def _mixed(scores: Any, colours: Any) -> Array:
    rows = []
    for row in numbers(scores):
        shares = np.exp(row - row.max())
        rows.append(shares / shares.sum() @ numbers(colours))
    return np.array(rows)


def _expects(value: Any, expected: Any) -> str:
    right = numbers(expected)
    rule = f"{len(right)} pixels with three numbers each make `{right.shape}`"
    if not is_tensor(value):
        return f"it returns a `{type(value).__name__}`, but the check needs a tensor"
    if tuple(value.shape) != right.shape:
        return f"it returns a tensor of shape `{tuple(value.shape)}`, but {rule}"
    return ""


def _differs(value: Any, expected: Array, arguments: tuple) -> str:
    found = numbers(value)
    wrong = ~(np.abs(found - expected) <= ROUNDING)
    if not wrong.any():
        return ""
    place = tuple(map(int, np.argwhere(wrong)[0]))
    _, yours, right = first_off(found[place][None], expected[place][None])
    return (
        f"`[{place[0]}, {place[1]}]` is {yours}, it should be {right}. "
        f"{how_many(int(wrong.sum()), wrong.size)}"
    )


def _scores(pixels: int, blobs: int, spread: float) -> tuple[Numbers, Numbers]:
    draw = np.random.default_rng(pixels)
    scores, colours = draw.normal(0, spread, (pixels, blobs)), draw.random((blobs, 3))
    return Numbers(scores.round(2)), Numbers(colours.round(2))


SPLATS = Exercise(
    key="05.splats",
    needs=("torch",),
    reference=splats,
    cases=(
        Case("4 pixels and 2 blobs", _scores(4, 2, 1.0)),
        Case("3 pixels and as many blobs", _scores(3, 3, 1.5)),
        Case("9 pixels and 5 blobs with scores of some hundreds", _scores(9, 5, 300.0)),
        Case("1,024 pixels and 64 blobs", _scores(1024, 64, 2.0)),
    ),
    expects=_expects,
    differs=_differs,
    expected=_mixed,
    wrong_answers=(
        WrongAnswer(
            "along the pixels",
            lambda scores, colours: scores.softmax(dim=0) @ colours,
            "here the pixels compete for each blob. It is each pixel that shares itself out: its "
            "weights, over the blobs, add up to 1.",
        ),
        WrongAnswer(
            "too large for exp",
            lambda scores, colours: (scores.exp() / scores.exp().sum(1, keepdim=True)) @ colours,
            "written out, a softmax fails where scores are large: exp(100) is more than a float32 "
            "can hold. Take each row's largest score off first, which changes no share; "
            "`softmax` does it.",
        ),
        WrongAnswer(
            "the first one takes all",
            lambda scores, colours: colours[scores.argmax(dim=1)],
            "each pixel takes the colour of the one blob with the highest score. That is a mosaic "
            "without any slope: nudge a score, and nothing moves.",
        ),
        WrongAnswer(
            "each by itself",
            lambda scores, colours: scores.sigmoid() @ colours,
            "each blob says by itself how much it covers. Nothing makes the shares of a pixel add "
            "up to 1, so that where many blobs lie it gets lighter than any of them.",
        ),
        WrongAnswer(
            "not divided",
            lambda scores, colours: (scores - scores.amax(1, keepdim=True)).exp() @ colours,
            "the weights are all above 0, but they do not add up to 1. Divide each row by its sum.",
        ),
    ),
    hints=(
        "Two steps: scores become weights, of which each row adds up to 1; then weights mix "
        "colours.",
        "`scores.softmax(dim=...)`: along which axis should the weights add up to 1?",
        "A weighted sum of colours for every pixel is one product of matrices: "
        "(pixels, blobs) @ (blobs, 3).",
    ),
    proves="For 1,040 pixels your colours and those of a loop {difference}.",
)
