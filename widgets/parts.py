"""What the inner parts of our widgets are made of, so that a page has less to load.

ipywidgets gives each widget a layout and a style of its own, and a page loads every one of
them before it draws anything.  Ours are dressed by the style sheet alone: their parts share
one plain layout, and one plain style of each kind.  Only the outermost box of a widget, which
people may want to resize, has a layout of its own.
"""
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


class Box(ipywidgets.VBox):
    """A part that holds others."""

    @traitlets.default("layout")
    def _shared_layout(self) -> ipywidgets.Layout:
        return shared(ipywidgets.Layout)


class Html(ipywidgets.HTML):
    """A part that is text."""

    def __init__(self, value: str = "") -> None:
        super().__init__(value, **plain(ipywidgets.HTML))
