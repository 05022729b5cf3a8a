"""What every widget brings to its page: the style sheet, light and dark, accessible names for
sliders, and the stage on which it can be presented."""

from widgets.assets import script, sheet
from widgets.parts import Part

TOKENS_CSS = sheet("tokens.css")  # colours, type and focus: all that a still picture needs
THEME_CSS = sheet("tokens.css", "theme.css", "present.css")


class Theme(Part):
    """Invisible; put one in a view, and everything inside `.glassbox` is dressed."""

    _esm = script("attached.js", "present.js", "theme.js")
    _css = THEME_CSS
