"""A button that unfolds the controls one needs seldom."""
import traitlets

from widgets.assets import script
from widgets.parts import Part


class More(Part):
    """Stands in a group of controls; those of class `gb-rare` are seen while it is open.

    Attributes
    ----------
    more, fewer : str
        What the button says while they are hidden, and while they are seen.
    """

    _esm = script("follow.js", "controls/more.js")

    more = traitlets.Unicode("More settings").tag(sync=True)
    fewer = traitlets.Unicode("Fewer settings").tag(sync=True)
