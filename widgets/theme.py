"""One style sheet for every widget, light and dark, and accessible names for sliders."""
import anywidget

from widgets.assets import script, sheet

TOKENS_CSS = sheet("tokens.css")  # colours, type and focus: all that a still picture needs
THEME_CSS = sheet("tokens.css", "theme.css")


class Theme(anywidget.AnyWidget):
    """Invisible; put one in a view, and everything inside `.glassbox` is dressed."""

    _esm = script("attached.js", "theme.js")
    _css = THEME_CSS
