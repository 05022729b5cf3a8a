"""Small pictures of the rules, to choose one."""
from functools import lru_cache

import numpy as np
import traitlets

from course.field import thumbnail
from course.toys import RULES, Rule, RuleError
from widgets.assets import script
from widgets.parts import Part

SIZE = (96, 68)  # a checkerboard of four rows has its edges between pixels


@lru_cache(maxsize=64)
def _picture(rule: Rule) -> bytes:
    try:
        return thumbnail(rule, *SIZE).tobytes()
    except RuleError:  # a student's rule may fail far out; it is grey then, and can be chosen
        return np.full(SIZE[0] * SIZE[1], 128, np.uint8).tobytes()


class Thumbnails(Part):
    """One of the rules that are registered when the widget is made.

    Attributes
    ----------
    value : str
        Name of the chosen rule.
    """

    _esm = script("follow.js", "canvas/surface.js", "controls/thumbnails.js")

    label = traitlets.Unicode("").tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    titles = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pictures = traitlets.Bytes(b"").tag(sync=True)
    size = traitlets.Tuple(SIZE).tag(sync=True)

    def __init__(self, label: str, value: str, **traits: object) -> None:
        rules = list(RULES.values())
        super().__init__(
            label=label,
            names=[rule.name for rule in rules],
            titles=[rule.description for rule in rules],
            pictures=b"".join(_picture(rule) for rule in rules),
            **traits,
        )
        self.value = value

    @traitlets.validate("value")
    def _known(self, proposal: dict) -> str:
        if proposal["value"] not in self.names:
            names = ", ".join(self.names)
            raise traitlets.TraitError(
                f"{self.label} must be one of {names}; got {proposal['value']!r}"
            )
        return proposal["value"]
