"""Past pictures in a row, to go back to."""
from collections.abc import Callable

import numpy as np
import traitlets

from course.pictures.film import Film, shrunk
from widgets.assets import script, sheet
from widgets.parts import Part

MOST, SEEN = 120, 10
SIDE = 96  # pixels of a small picture, at most
_PLACES = SEEN + 1  # one more than is seen: a new picture arrives before an old one goes


class FilmStrip(Part):
    """Up to ten frames of a run, spaced by how much changed and not by time.

    Only the new frame travels: the page keeps small pictures in numbered places, and is told
    which of them are shown.

    Attributes
    ----------
    shown : list of [int, int, int]
        Step, place of its small picture, and that picture's pixels a side; oldest first.
    at : int
        The step that is marked in the row; -1 if none is.
    label : str
        What the row is called.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/pixels.js", "canvas/film_strip.js")
    _css = sheet("art_parts.css")

    # A trait for each place: what has not changed is not sent again.
    vars().update(
        {f"small_{place}": traitlets.Bytes(b"").tag(sync=True) for place in range(_PLACES)}
    )
    shown = traitlets.List().tag(sync=True)
    at = traitlets.Int(-1).tag(sync=True)
    label = traitlets.Unicode("Frames so far").tag(sync=True)

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self._film = Film(MOST, SEEN)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    @property
    def frames(self) -> list[tuple[int, np.ndarray]]:
        """Step and picture, uint8 (size, size, 3), of all frames that are kept: at most 120."""
        return list(self._film.frames)

    @property
    def chosen(self) -> int | None:
        """The step that is chosen, which stays in the row; None while the newest is followed."""
        return self._film.held

    @chosen.setter
    def chosen(self, index: int | None) -> None:
        if index is not None and index not in self._film.seen:
            raise ValueError(f"chosen must be a step in the row, {self._film.seen}, got {index!r}")
        self._film.held = index
        self._show()

    def picture(self, index: int) -> np.ndarray | None:
        """The picture of a step, uint8 (size, size, 3), or None if it is not kept."""
        return self._film.picture(index)

    def add(self, index: int, image: np.ndarray) -> None:
        """One more frame, at the end; the one that is missed least goes if there are too many.

        Parameters
        ----------
        index : int
            The step, at least that of the frame before.
        image : uint8 array, shape (size, size, 3)

        Raises
        ------
        TypeError, ValueError
            If the picture is of another kind, or the step comes before the newest.
        """
        self._film.add(index, image.copy() if isinstance(image, np.ndarray) else image)
        places = {at: [place, side] for at, place, side in self.shown if at != index}
        free = next(i for i in range(_PLACES) if all(i != place for place, _ in places.values()))
        small = shrunk(image, SIDE)
        places[index] = [free, len(small)]
        with self.hold_sync():
            setattr(self, f"small_{free}", small.tobytes())
            self._show(places)

    def clear(self) -> None:
        """Begin anew."""
        self._film.clear()
        self._show({})

    def on_choose(self, heard: Callable[[int], None]) -> None:
        """Call `heard(index)` when a person chooses the frame of that step."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") != "choose":
                return
            index = content.get("at")  # an app's visitor can send anything
            if isinstance(index, int) and not isinstance(index, bool) and index in self._film.seen:
                self.chosen = index
                heard(index)

        self.on_msg(read)

    def _show(self, places: dict[int, list[int]] | None = None) -> None:
        """Tell the page which places are shown, and which step is marked."""
        if places is None:
            places = {at: [place, side] for at, place, side in self.shown}
        seen = self._film.seen
        with self.hold_sync():
            self.shown = [[at, *places[at]] for at in seen]
            newest = seen[-1] if seen else -1
            self.at = newest if self.chosen is None else self.chosen
