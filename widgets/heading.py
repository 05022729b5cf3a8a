"""The title of a widget, with its link and its code."""
from collections.abc import Callable

import anywidget
import traitlets

from widgets.assets import script
from widgets.page import in_app


class Heading(anywidget.AnyWidget):
    """A title, "copy link" and "show the code".

    Attributes
    ----------
    title : str
    query : str
        The query string that reopens the present state in an app.
    call : str
        The line of Python that reopens it in a notebook.
    code : str
        The lines of Python that repeat what is on screen.
    in_app : bool
        Whether the page is served by Voila, where there are no cells to paste into.
    """

    _esm = script("follow.js", "heading.js")

    title = traitlets.Unicode("").tag(sync=True)
    query = traitlets.Unicode("").tag(sync=True)
    call = traitlets.Unicode("").tag(sync=True)
    code = traitlets.Unicode("").tag(sync=True)
    in_app = traitlets.Bool(False).tag(sync=True)

    @traitlets.default("in_app")
    def _served_by_voila(self) -> bool:
        return in_app()

    def on_code(self, asked: Callable[[], None]) -> None:
        """Call `asked` when a person opens the code: time to bring it up to date."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "code":
                asked()

        self.on_msg(read)
