"""The title of a widget, with its link, its code and its place on the stage."""
from collections.abc import Callable

import traitlets

from widgets.assets import script, sheet
from widgets.links import from_link_call
from widgets.page import in_app
from widgets.parts import Part


class Heading(Part):
    """A title, and the acts on the whole of a widget: copy its link, show its code, present it.

    An act that has nothing to give is not offered, and without a title only the acts stand.

    Attributes
    ----------
    title : str
    query : str
        The query string that reopens the present state in an app.
    call : str
        The line of Python that reopens it in a notebook.
    code : str
        The lines of Python that repeat what is on screen.
    has_code : bool
        Whether there is code, even if it is written only when it is asked for.
    in_app : bool
        Whether the page is served by Voila, where there are no cells to paste into.
    present : bool
        Whether the widget is to go on stage as soon as it is drawn; once only.
    """

    _esm = script("follow.js", "attached.js", "heading.js")
    _css = sheet("heading.css")

    title = traitlets.Unicode("").tag(sync=True)
    query = traitlets.Unicode("").tag(sync=True)
    call = traitlets.Unicode("").tag(sync=True)
    code = traitlets.Unicode("").tag(sync=True)
    has_code = traitlets.Bool(False).tag(sync=True)
    in_app = traitlets.Bool(False).tag(sync=True)
    present = traitlets.Bool(False).tag(sync=True)

    @traitlets.default("in_app")
    def _served_by_voila(self) -> bool:
        return in_app()

    @traitlets.observe("code")
    def _there_is_code(self, change: dict) -> None:
        self.has_code = self.has_code or bool(change["new"])

    def reopens(self, function: str, query: str) -> None:
        """Offer the link: as a query string, and as a call of `function.from_link`."""
        with self.hold_sync():
            self.query, self.call = query, from_link_call(function, query)

    def on_code(self, asked: Callable[[], None]) -> None:
        """Call `asked` when a person opens the code: time to bring it up to date."""
        self.has_code = True

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "code":
                asked()

        self.on_msg(read)
