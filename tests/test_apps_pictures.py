"""The pictures and the colours of the apps are those of the course."""

import re

import numpy as np
import pytest
from matplotlib.image import imread

from apps import pictures, settings
from widgets.theme import THEME_CSS


@pytest.mark.parametrize("look", pictures.LOOKS)
@pytest.mark.parametrize("name", pictures.PICTURES)
def test_the_pictures_are_those_that_the_course_draws_now(name, look):
    kept = np.round(imread(pictures.FOLDER / f"{name}-{look}.png")[..., :3] * 255).astype(int)
    # Another machine rounds otherwise, and a boundary may move by a fraction of a pixel.
    close = np.abs(pictures.draw(name, look).astype(int) - kept).max(-1) <= 12
    assert close.mean() > 0.98


def test_no_picture_is_left_over():
    drawn = {f"{name}-{look}.png" for name in pictures.PICTURES for look in pictures.LOOKS}
    assert {path.name for path in pictures.FOLDER.iterdir()} == drawn


def tokens(text):
    """The variables of a style sheet, light and dark, in the order of the sheet."""
    blocks = re.findall(r"\{([^{}]*--paper:[^{}]*)\}", text)
    return [dict(re.findall(r"--([\w-]+):([^;]+);", block)) for block in blocks]


def test_the_pages_have_the_colours_of_the_widgets():
    ours = tokens((settings.STATIC / "tokens.css").read_text(encoding="utf-8"))
    theirs = tokens(THEME_CSS)
    assert len(ours) == len(theirs) == 2
    for own, other in zip(ours, theirs, strict=True):
        assert own == {name: other[name] for name in own}
