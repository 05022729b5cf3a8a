"""A published figure to try, and the recipe with which to try it."""
from collections.abc import Callable

import traitlets

from widgets.assets import script
from widgets.parts import Part


class Figures(Part):
    """A list of published figures, and two recipes for the one that is chosen.

    What is chosen follows from the settings of the playground: the page only asks for it.

    Attributes
    ----------
    groups : list of [heading, list of [name, words]]
        What is offered; an empty name cannot be chosen.
    recipes : list of str
    value : str
        Name of the figure whose settings these are, or "".
    recipe : str
        The recipe whose settings these are.
    note : str
        A line beneath, or "".
    """

    _esm = script("follow.js", "controls/figures.js")

    groups = traitlets.List().tag(sync=True)
    recipes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    recipe = traitlets.Unicode("").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def on_choice(self, heard: Callable[[str, str], None]) -> None:
        """Call `heard(name, recipe)` when a person asks for one; the name "" is none."""
        known = {name for _, offered in self.groups for name, _ in offered if name} | {""}

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "figure":
                name, recipe = content.get("name"), content.get("recipe")
                if isinstance(name, str) and name in known and recipe in self.recipes:
                    heard(name, recipe)

        self.on_msg(read)
