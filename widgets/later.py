"""In an app, all pieces but the first are made once the page has painted: it opens sooner.

Voila shows nothing before every cell has run, and a page loads every widget there is before it
draws one.  So a cell leaves an empty place for its piece, and the pieces follow one by one, from
the top, as soon as the page says that it is there.  Whoever asks a place for anything that a
piece has gets it: the piece is made then.
"""
import asyncio
import os
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qs

import ipywidgets

from widgets.assets import script
from widgets.parts import Html, Part
from widgets.run_loop import running_loop

BREATH = 0.02  # seconds between two pieces, for what a visitor does meanwhile


class Waker(Part):
    """Invisible; says when the page has painted its first piece, or has had time to."""

    _esm = script("later.js")

    def on_ready(self, heard: Callable[[], None]) -> None:
        """Call `heard()` when the page says so."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "ready":
                heard()

        self.on_msg(read)


class Places:
    """The places of one page, in its order.

    Attributes
    ----------
    waiting : list of Later
        Those whose pieces are still to be made.
    """

    def __init__(self) -> None:
        self.waiting: list[Later] = []
        self._first, self._waker, self._awake = True, None, False
        self._task: asyncio.Task | None = None

    def piece(self, make: Callable[[], ipywidgets.Widget]) -> ipywidgets.Widget:
        """The first piece itself, and a place for each that follows until the page is there.

        A page whose address opens one of its pieces waits for all of them: which is meant is
        known only when they are there.
        """
        opens = "open" in parse_qs(os.environ.get("QUERY_STRING", ""))
        if self._first or self._awake or opens:
            self._first = False
            return make()
        place = Later(make)
        if self._waker is None:
            loop, self._waker = running_loop(), Waker()
            self._waker.on_ready(lambda: self._soon(loop))
            place.children = [self._waker]
        self.waiting.append(place)
        return place

    def _soon(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Begin on the kernel's loop; without one, make all of them now."""
        if loop is None or loop.is_closed():
            self._awake = True
            while self.waiting:
                self.waiting.pop(0).fill()
        else:
            loop.call_soon_threadsafe(self._begin, loop)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._awake:
            self._awake = True
            self._task = loop.create_task(self._fill_all())

    async def _fill_all(self) -> None:
        while self.waiting:
            self.waiting.pop(0).fill()
            await asyncio.sleep(BREATH)


class Later(ipywidgets.VBox):
    """A place that a piece will fill.

    Parameters
    ----------
    make : callable
        Makes the piece.

    Attributes
    ----------
    piece : Widget or None
        Once it is made.
    """

    def __init__(self, make: Callable[[], ipywidgets.Widget]) -> None:
        self._make, self.piece = make, None
        super().__init__()
        self.add_class("gb-place").add_class("gb-later")

    def fill(self) -> None:
        """Make the piece, if that has not been done; what goes wrong is said in its place."""
        try:
            self.made()
        except Exception as error:  # noqa: BLE001  nobody else would ever say it
            words = f"This part could not start: {type(error).__name__}: {error}."
            self._stand(Html(f'<p class="gb-stopped">{escape(words)}</p>'))

    def made(self) -> ipywidgets.Widget:
        """The piece; it is made now if it was not before."""
        if self.piece is None:
            self.piece = self._make()
            self._stand(self.piece)
        return self.piece

    def _stand(self, widget: ipywidgets.Widget) -> None:
        with self.hold_sync():
            # What wakes the page stays: it may not have spoken yet.
            wakers = [child for child in self.children if isinstance(child, Waker)]
            self.children = [*wakers, widget]
            self.remove_class("gb-later")

    def close(self) -> None:
        """Leave the page, and the piece too."""
        if self.piece is not None:
            self.piece.close()
        super().close()

    def __getattr__(self, name: str) -> Any:
        # Only what a place has not: traitlets and ipywidgets ask for private names of their own.
        if name.startswith("_") or name == "piece":
            raise AttributeError(name)
        return getattr(self.made(), name)


class Kind:
    """A class of pieces whose instances are made later.

    Parameters
    ----------
    load : callable
        Returns the class; it is imported then.
    places : Places
    """

    def __init__(self, load: Callable[[], type], places: Places) -> None:
        self._load, self._places = load, places

    def __call__(self, *given: Any, **named: Any) -> ipywidgets.Widget:
        """A piece, or a place for one."""
        return self._places.piece(lambda: self._load()(*given, **named))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._load(), name)


_places = Places()  # one kernel, one page


def kind(load: Callable[[], type]) -> Kind:
    """A stand-in for the class that `load` returns, whose instances get places on this page."""
    return Kind(load, _places)
