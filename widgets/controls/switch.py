"""A button that is pressed or not, and means one of two values."""
from collections.abc import Sequence
from typing import Any

import traitlets

from widgets.assets import script
from widgets.parts import Part


class Switch(Part):
    """One of two values.

    Attributes
    ----------
    label : str
    value
        The value as it stands.
    on : bool
        Whether it is the second.
    """

    _esm = script("follow.js", "controls/switch.js")

    label = traitlets.Unicode("").tag(sync=True)
    on = traitlets.Bool(False).tag(sync=True)
    value = traitlets.Any()

    def __init__(self, label: str, values: Sequence[Any], value: Any) -> None:
        self._values = tuple(values)
        super().__init__(label=label, value=value)
        self.on_msg(self._read)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: a press comes in a message."""

    @traitlets.validate("value")
    def _one_of_two(self, proposal: dict) -> Any:
        if proposal["value"] not in self._values:
            raise traitlets.TraitError(
                f"{self.label} must be one of {self._values}; got {proposal['value']!r}"
            )
        return proposal["value"]

    @traitlets.observe("value")
    def _show(self, _: object) -> None:
        self.on = self.value == self._values[1]

    def _read(self, _: object, content: object, __: object) -> None:
        if isinstance(content, dict) and content.get("kind") == "press":
            self.value = self._values[0 if self.on else 1]
