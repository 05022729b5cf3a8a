"""What the inner parts of our widgets are made of, so that a page has less to load.

ipywidgets gives each widget a layout and a style of its own, and a page loads every one of
them before it draws anything.  Ours are dressed by the style sheet alone: their parts share
one plain layout, and one plain style of each kind.  Only the outermost box of a widget, which
people may want to resize, has a layout of its own.
"""
from collections.abc import Callable
from typing import Any, TypeVar

import anywidget
import ipywidgets
import traitlets

Kind = TypeVar("Kind", bound=ipywidgets.Widget)
_made: dict[type, ipywidgets.Widget] = {}


def shared(kind: type[Kind]) -> Kind:
    """The one widget of that class that all of a kernel share; made anew if it was closed."""
    if kind not in _made or _made[kind].comm is None:
        _made[kind] = kind()
    return _made[kind]


def plain(control: type[ipywidgets.DOMWidget]) -> dict[str, Any]:
    """Arguments that give a control of ipywidgets the shared layout, and style of its kind."""
    style = control.class_traits()["style"].klass
    return {"layout": shared(ipywidgets.Layout), "style": shared(style)}


class Part(anywidget.AnyWidget):
    """A part that draws itself by a script of ours."""

    @traitlets.default("layout")
    def _shared_layout(self) -> ipywidgets.Layout:
        return shared(ipywidgets.Layout)


class Picture(Part):
    """A part whose page says when it has painted what was sent.

    Attributes
    ----------
    frame : int
        Number of the frame last sent.
    """

    frame = traitlets.Int(0).tag(sync=True)

    def on_painted(self, heard: Callable[[int], None]) -> None:
        """Call `heard(frame)` after the page has painted a frame."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "painted":
                number = content.get("frame")
                if isinstance(number, int):
                    heard(number)

        self.on_msg(read)


class Box(ipywidgets.VBox):
    """A part that holds others."""

    @traitlets.default("layout")
    def _shared_layout(self) -> ipywidgets.Layout:
        return shared(ipywidgets.Layout)


class Html(ipywidgets.HTML):
    """A part that is text."""

    def __init__(self, value: str = "") -> None:
        super().__init__(value, **plain(ipywidgets.HTML))
