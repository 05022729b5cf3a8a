"""The gallery: every named piece made again from its seed, hung on one sheet.

    python -m benchmarks.gallery

does the same and puts the sheet where the front page and the README show it.  Elsewhere the
sheet is written to artefacts/.  Another processor adds in another order: pieces that match a
target come out alike there, the free ones as other pictures of the same kind.

Fields of a row as JSON
-----------------------
name, made_of, wishes, target
    The piece, what it is made of and for, and whose colours it was given.
steps, size, seed
    Updates, pixels a side while it was made, and the seed of all that is random.
start, end
    The weighted sum of its goal before the first update and after the last.
decibels
    10 log10(1 / match) at the end; null if it is to match nothing.
seconds
    CPU time on one thread.
bar, holds
    What is asked of the row, and whether it is met.
"""
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.gallery_row import Row
from benchmarks.gallery_sheet import save_sheet
from benchmarks.training import one_thread
from glassbox.project import root

SHIPPED = "apps/static/gallery.png"
QUICK_LESS = 6.0  # decibels that a quick run may be short of what is asked
LEFT, QUICK_LEFT = 0.5, 0.8  # of the weighted sum at the start, at most
AGAIN, QUICKLY = "artefacts/gallery.png", "artefacts/gallery-quick.png"


def run(quick: bool = False) -> Iterator[Row]:
    """Make every piece, yield its row, and write the sheet; about two minutes on one core.

    Parameters
    ----------
    quick : bool
        Small pictures and a quarter of the steps; less is asked of them.
    """
    yield from hang(root() / (QUICKLY if quick else AGAIN), quick)


def hang(path: Path, quick: bool = False) -> Iterator[Row]:
    """Make every piece, yield its row, and write the sheet to a file."""
    from course.art.gallery import PIECES, make

    pictures = {}
    with one_thread():
        for name, piece in PIECES.items():
            made = make(piece, quick)
            pictures[name] = made.picture
            yield row(made, quick)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_sheet(path, pictures)
    print(f"wrote {path}", file=sys.stderr)


def row(made: Any, quick: bool = False) -> Row:
    """What became of a piece, beside what is asked of it."""
    piece = made.piece
    if made.decibels is not None:
        least = piece.least - (QUICK_LESS if quick else 0)
        bar, holds = f">= {least:g} dB", made.decibels >= least
    else:
        most = QUICK_LEFT if quick else LEFT
        bar, holds = f"left <= {most:.0%}", made.left <= most
    return Row(
        piece.name, piece.made_of, piece.wishes, piece.target, made.last.index,
        made.last.image.shape[-1], piece.seed, made.first.loss, made.last.loss, made.decibels,
        made.seconds, bar, holds,
    )  # fmt: skip


if __name__ == "__main__":
    for one in hang(root() / SHIPPED):
        print(one)
