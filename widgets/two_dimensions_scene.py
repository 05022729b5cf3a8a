"""How the cloud, its cosines and its relations look: the picture, the table, and the words."""
from collections.abc import Generator, Sequence

import numpy as np

from course.projections.cloud_bench import BINS, Bars, Treated, bars, reach, seen
from course.vectors.relations import Relations, relations_in_pieces
from widgets.canvas.cloud import CloudPicture
from widgets.parts import Html
from widgets.two_dimensions_settings import CloudSettings
from widgets.two_dimensions_words import after_words, axes_names, captions, labels, notes, table

EDGE = 1.02  # a dot at the edge is not cut off
ROOM = 1.08  # a picture reaches a little beyond the cloud, so that a point can be moved outwards


class CloudScene:
    """The parts of the bench that show a cloud; it reads settings and changes none.

    Attributes
    ----------
    picture, table : widgets
    treated : Treated
        The cloud before and after, as it is shown.
    relations : Relations or None
        What the table shows; None until it has been computed.
    """

    def __init__(self) -> None:
        self.picture, self.table = CloudPicture(), Html()
        self.table.add_class("gb-cloud-relations")
        self.treated: Treated | None = None
        self.relations: Relations | None = None
        self._reach = [1.0, 1.0]

    def frame(
        self, settings: CloudSettings, *, undo: bool, dragged: Sequence[float] = ()
    ) -> None:
        """Send the cloud of these settings, before and after, in one message.

        Parameters
        ----------
        settings : CloudSettings
        undo : bool
            Whether there is a move to take back.
        dragged : (row, x, y), optional
            The one point that differs from the frame before and is still being moved: only what
            follows from it is sent, and what is read or heard waits until it is let go.

        Raises
        ------
        ValueError
            If nothing can be done to such a cloud; the frame before stays.
        """
        treated = settings.treatment.of(settings.cloud())
        view, picture = seen(treated, settings.row), self.picture
        same = not (settings.scale or settings.whiten)
        self.treated, self._reach = treated, self._reaches(treated, settings, same, bool(dragged))
        missing = 2 - settings.keep
        with picture.hold_sync():
            if not dragged:
                picture.show_points(treated.before)
                picture.labels = labels(treated, view, settings)
            picture.show(
                treated.flat, (view.before, view.after), _along(treated),
                put=list(dragged), near=view.near.tolist(), chosen=settings.row,
                reach=self._reach, origin=treated.origin.tolist(),
                directions=treated.directions.ravel().tolist(),
                axes=axes_names(settings)[: settings.keep] + [""] * missing,
                captions=captions(treated, settings), after_words=after_words(treated),
                same=same, undo=undo,
            )  # fmt: skip

    def relate(self, settings: CloudSettings) -> Generator[None, None, None]:
        """Bring the table up to date, yielding after each small piece of work."""
        treated = self.treated
        found = yield from relations_in_pieces(treated.before, treated.after)
        self.relations = found
        self.table.value = table(found, treated.transformation.certificate)
        self.picture.note = notes(found, settings)

    def speak(self) -> None:
        """Say where things stand to those who hear the page."""
        self.picture.spoken = f"{self.picture.labels[0]} {self.picture.labels[2]}"

    def _reaches(
        self, treated: Treated, settings: CloudSettings, same: bool, dragging: bool
    ) -> list[float]:
        """Half the sides of the two pictures: one for both where the units are the same.

        While a point is dragged they only grow: nothing must shrink under a hand.
        """
        drawn = settings.put({}).cloud() if settings.moved else treated.before
        before = max(reach(ROOM * drawn), reach(EDGE * treated.before))
        after = reach(EDGE * treated.flat)
        found = [max(before, after)] * 2 if same else [before, after]
        if dragging:
            return [max(one, two) for one, two in zip(found, self._reach, strict=True)]
        return found


def _along(treated: Treated) -> list[Bars]:
    """What lies along each new axis; nothing along one that is not kept."""
    found = [bars(column) for column in treated.after.T]
    nothing = Bars(1.0, np.zeros(BINS), np.zeros(BINS))
    return found + [nothing] * (2 - len(found))
