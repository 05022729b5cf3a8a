"""A whole number with a button on either side."""
import traitlets

from widgets.assets import script
from widgets.parts import Part


class Stepper(Part):
    """A whole number from `low` to `high`: buttons, arrow keys, or typed."""

    _esm = script("follow.js", "controls/stepper.js")

    name = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)
    low = traitlets.Int(0).tag(sync=True)
    high = traitlets.Int(9999).tag(sync=True)

    @traitlets.validate("value")
    def _in_range(self, proposal: dict) -> int:
        # What comes from the page is not to be trusted: an app's visitor can send anything.
        return min(max(proposal["value"], self.low), self.high)
