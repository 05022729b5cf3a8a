"""What every widget brings to its page: the style sheet, light and dark, accessible names for
sliders, and the stage on which it can be presented."""
import anywidget

from widgets.assets import script, sheet

TOKENS_CSS = sheet("tokens.css")  # colours, type and focus: all that a still picture needs
THEME_CSS = sheet("tokens.css", "theme.css", "present.css")


class Theme(anywidget.AnyWidget):
    """Invisible; put one in a view, and everything inside `.glassbox` is dressed."""

    _esm = script("attached.js", "present.js", "theme.js")
    _css = THEME_CSS
