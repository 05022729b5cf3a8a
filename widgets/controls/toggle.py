"""Joined buttons: one of a few, chosen at a glance."""
import traitlets

from widgets.assets import script
from widgets.parts import Part


class Toggle(Part):
    """One of two to four options.

    Attributes
    ----------
    options : list of [words, value]
    value : str
        The value of the chosen option.
    disabled_options : list of str
        Values that cannot be chosen; `note` should say why.
    note : str
        A line under the buttons, or "".
    label_hidden : bool
        Keep the label for screen readers only.
    """

    _esm = script("follow.js", "controls/toggle.js")

    label = traitlets.Unicode("").tag(sync=True)
    label_hidden = traitlets.Bool(False).tag(sync=True)
    options = traitlets.List().tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    disabled_options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    @traitlets.validate("value")
    def _one_of_the_options(self, proposal: dict) -> str:
        values = [value for _, value in self.options]
        if values and proposal["value"] not in values:
            raise traitlets.TraitError(
                f"{self.label} must be one of {', '.join(values)}; got {proposal['value']!r}"
            )
        return proposal["value"]
