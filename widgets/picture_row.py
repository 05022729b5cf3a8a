"""Pictures beside one another, each with its name and a few words."""
from base64 import b64encode
from html import escape
from io import BytesIO

import numpy as np

from course.exercises.art_pictures import Pictures
from widgets.theme import TOKENS_CSS

ROW_CSS = """
.glassbox.gb-picture-row { background: none; font-size: 13px; line-height: 18px;
  color: var(--ink-2); }
.gb-picture-row > p { margin: 0 0 8px; color: var(--ink-2); }
.gb-picture-row > div { display: grid; gap: 16px 20px;
  grid-template-columns: repeat(var(--count), minmax(0, 180px)); }
.gb-picture-row figure { margin: 0; }
.gb-picture-row img { display: block; width: 100%; aspect-ratio: 1; max-width: 180px;
  border-radius: 2px; margin-bottom: 6px; image-rendering: pixelated; }
.gb-picture-row b { display: block; font-weight: 600; color: var(--ink); }
@container (max-width: 600px) {
  .gb-picture-row > div { grid-template-columns: repeat(2, minmax(0, 180px)); }
}
"""


class PictureRow:
    """A row of pictures, their pixels shown as squares.

    Parameters
    ----------
    pictures : Pictures
    """

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures

    @property
    def summary(self) -> str:
        """The row in words."""
        return self.pictures.summary

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        found = self.pictures
        triples = zip(found.names, found.words, found.images, strict=True)
        figures = "".join(
            f'<figure><img alt="{escape(f"{name}: {words}", quote=True)}" src="{_source(image)}">'
            f"<figcaption><b>{escape(name)}</b>{escape(words)}</figcaption></figure>"
            for name, words, image in triples
        )
        return (
            f"<style>{TOKENS_CSS}{ROW_CSS}</style>"
            f'<div class="glassbox gb-picture-row"><p>{escape(found.about)}.</p>'
            f'<div style="--count:{len(found.images)}">{figures}</div></div>'
        )


def _source(image: np.ndarray) -> str:
    """The picture itself, as a PNG within the page."""
    from PIL import Image

    out = BytesIO()
    Image.fromarray(image).save(out, "PNG")
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
