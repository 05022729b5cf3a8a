"""What every piece of a lesson is: a box with its marks, a name in links, acts on the loop."""
from collections.abc import Callable, Sequence
from typing import Any, Self

import ipywidgets

from widgets.links import collect, of_page, reopened
from widgets.parts import shared
from widgets.run_loop import running_loop
from widgets.theme import Theme


class Piece(ipywidgets.VBox):
    """A view of a lesson, to be built upon.

    Whoever builds on it sets `called`, defines `_say` and, before anything else, calls `_opened`;
    then makes its parts and calls `__init__` with them.

    Parameters
    ----------
    parts : sequence of Widget
        From top to bottom.
    *kinds : str
        CSS classes of its own.

    Attributes
    ----------
    called : str
        What links call it where it is given no other name.
    name : str
        What links call this one.
    """

    called = ""

    def __init__(self, parts: Sequence[ipywidgets.Widget], *kinds: str) -> None:
        super().__init__([shared(Theme), *parts])
        for kind in ("glassbox", "gb-demo", *kinds):
            self.add_class(kind)

    @classmethod
    def from_link(cls, link: str, **own: Any) -> Self:
        """The piece as it was when its link was copied; what cannot be used is said in it.

        Parameters
        ----------
        link : str
            A whole address, "?open=...&..." or the part after the question mark.
        **own
            What else the piece takes.
        """
        return cls(link=link, **{"name": of_page(link).get("open") or cls.called, **own})

    def _opened(
        self, make: type, name: str, link: str | None, given: dict[str, Any]
    ) -> tuple[Any, Any, list[str]]:
        """What it begins with, and with what if no link had a word in it.

        Returns
        -------
        settings, own : instances of make, a frozen dataclass
            With what the page's query and the link ask for, and without.
        problems : list of str
            One message for each thing asked for that cannot be used; its default is taken.
        """
        self.name, self._loop = name or self.called, running_loop()
        own, refused = collect(make, given)
        asked, line = reopened(self.name, make, link)
        settings, together = collect(make, {**vars(own), **asked})
        return settings, own, list(dict.fromkeys(filter(None, [line, *refused, *together])))

    def _soon(self, act: Callable[[], Any]) -> None:
        """Do it on the kernel's loop: handlers of a page's events may be on another thread."""
        if self._loop is None or self._loop.is_closed():
            self._guarded(act)
        else:
            self._loop.call_soon_threadsafe(self._guarded, act)

    def _guarded(self, act: Callable[[], Any]) -> None:
        """Do it; whatever goes wrong is said where the person is looking."""
        try:
            act()
        except Exception as error:  # noqa: BLE001  a visitor would never learn of it otherwise
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """Say in the piece what went wrong; what it was is not lost, it stays as it is."""
        self._say(f"Stopped: {type(error).__name__}: {error}")

    def _say(self, *problems: str) -> None:
        """Show these sentences, or none, where the person is looking."""
        raise NotImplementedError
