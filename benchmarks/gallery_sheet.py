"""The contact sheet of the gallery: pictures in rows on paper, a caption below each.

The type is what matplotlib brings along, so that the sheet is the same on every machine.
"""
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

PAPER, INK, INK_2 = "#ffffff", "#1c1e20", "#4c5054"  # of widgets/theme.css
CELL, GAP, MARGIN, COLUMNS = 352, 32, 48, 4
LARGE = 2 * CELL + GAP
CAPTION, BETWEEN = 96, 24  # below each picture for its caption, and between rows
WIDTH = 2 * MARGIN + COLUMNS * CELL + (COLUMNS - 1) * GAP
GRAIN = 1.5  # mean difference of neighbours, in shades
SERIF, SANS = "STIXGeneral.ttf", "DejaVuSans.ttf"
MADE_BY = "glassbox reproduce art"
SAID = (
    "Each of these pictures was made from a seed by gradient descent.",
    "The four at the bottom had the same goal.",
)


def save_sheet(path: Path, pictures: Mapping[str, np.ndarray]) -> None:
    """Draw the sheet of these pictures and write it, with what made it in its metadata.

    Parameters
    ----------
    path : Path
        A PNG.
    pictures : mapping of str to uint8 array (n, n, 3)
        Names of `course.art.gallery.PIECES`, all of them.
    """
    from PIL.PngImagePlugin import PngInfo

    from course.art.gallery import PIECES, digest

    about = PngInfo()
    about.add_text("Software", MADE_BY)
    about.add_text("Recipes", digest(PIECES.values()))
    draw(pictures).save(path, optimize=True, pnginfo=about)


def draw(pictures: Mapping[str, np.ndarray]) -> Any:
    """The sheet as a PIL image: the first picture large, four beside it, the others in rows."""
    from PIL import Image, ImageDraw

    from course.art.gallery import PIECES

    places = spots(len(PIECES))
    height = max(top + side for _, top, side in places) + CAPTION + MARGIN - BETWEEN
    sheet = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    for (name, piece), (left, top, side) in zip(PIECES.items(), places, strict=True):
        picture = Image.fromarray(pictures[name])
        if picture.width != side:
            picture = picture.resize((side, side), Image.Resampling.LANCZOS)
        sheet.paste(Image.fromarray(coarser(np.asarray(picture))), (left, top))
        for text, down, colour, face in captions(piece, side):
            pen.text((left, top + side + down), text, colour, font(*face), anchor="ls")
    return sheet


def coarser(picture: np.ndarray) -> np.ndarray:
    """Colours in steps of four shades where the grain of a picture hides them: a smaller file."""
    grain = np.abs(np.diff(picture.astype(int), axis=1)).mean()
    step = 4 if grain > GRAIN else 2
    return np.minimum(picture // step * step + step // 2, 255).astype(np.uint8)


def captions(piece: Any, side: int) -> list[tuple[str, int, str, tuple[str, int]]]:
    """(text, pixels below the picture, colour, typeface) of each line."""
    if side == CELL:
        small = (SANS, 20)  # 12 where the sheet is shown 960 pixels wide
        return [
            (piece.title, 32, INK, (SERIF, 28)), (piece.made_of, 60, INK_2, small),
            (piece.wishes, 86, INK_2, small),
        ]  # fmt: skip
    lines = [(text, 148 + 34 * k, INK, (SERIF, 26)) for k, text in enumerate(SAID)]
    return [
        (piece.title, 48, INK, (SERIF, 44)), (piece.made_of, 80, INK_2, (SANS, 20)),
        (piece.wishes, 106, INK_2, (SANS, 20)), *lines,
    ]  # fmt: skip


def spots(count: int) -> list[tuple[int, int, int]]:
    """(left, top, side) of each picture, in pixels."""
    step, row = CELL + GAP, CELL + CAPTION + BETWEEN
    beside = [(2, 0), (3, 0), (2, 1), (3, 1)]
    below = [(k % COLUMNS, 2 + k // COLUMNS) for k in range(count - 5)]
    others = [(MARGIN + x * step, MARGIN + y * row, CELL) for x, y in beside + below]
    return [(MARGIN, MARGIN, LARGE), *others][:count]


@cache
def font(name: str, size: int) -> Any:
    """A typeface that comes with matplotlib."""
    from matplotlib import get_data_path
    from PIL import ImageFont

    return ImageFont.truetype(str(Path(get_data_path()) / "fonts" / "ttf" / name), size)
