"""One style sheet for every widget, light and dark, and accessible names for sliders."""
import anywidget

from widgets.assets import script, style

THEME_CSS = style()


class Theme(anywidget.AnyWidget):
    """Invisible; put one in a view, and everything inside `.glassbox` is dressed."""

    _esm = script("attached.js", "theme.js")
    _css = THEME_CSS
