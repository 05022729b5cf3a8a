"""The scripts and the style sheets that the widgets send to the page.

A widget's module is one plain ES module.  What several canvases share is put in front of
it, because a module that travels as text cannot import another one without a server.
"""
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def script(*names: str) -> str:
    """The text of these .js files, in order, as one module.

    Parameters
    ----------
    *names : str
        Paths below this folder: ``"canvas/surface.js", "canvas/field.js"``.
    """
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


@cache
def sheet(*names: str) -> str:
    """The text of these .css files, in order, as one style sheet.

    Parameters
    ----------
    *names : str
        Paths below this folder: ``"tokens.css", "quiz.css"``.
    """
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)
