"""What is seen of pictures side by side: tiles, curves, counts, words and the code."""
from typing import Any

import numpy as np

from widgets import side_by_side_words as words
from widgets.canvas.side_board import SideBoard
from widgets.heading import Heading
from widgets.piece import Piece
from widgets.side_by_side_chart import axis, lines
from widgets.side_by_side_settings import SideSettings
from widgets.transport import Transport


class SideView(Piece):
    """Pictures side by side as a page shows them, and what is said of them.

    Attributes
    ----------
    sides : course.art.sides.Sides or None
        What is made; None until torch is there.
    board : SideBoard
    transport : Transport
    heading : Heading
    """

    sides: Any = None
    board: SideBoard
    transport: Transport
    heading: Heading
    _settings: SideSettings
    _target: np.ndarray | None = None
    _playing = False

    def _paint(self, sights: list[Any], live: bool) -> None:
        settings, about = self._settings, self._settings.about
        records = self.sides.records if self.sides is not None else []
        drawn = lines(records, settings.taken_across)
        there = self._target is not None and self.sides is not None
        self.board.show(
            [self._tile(i) for i in range(len(sights))],
            [None if sight is None else sight.image for sight in sights],
            about.size, drawn, live,
            axis=axis(drawn, settings.taken_across, settings.until),
            target=self._target.tobytes() if there else b"",
            target_words=settings.taken_target, question=about.question,
            said=words.shown(self._result(), self._why()),
            label=words.label(about, settings.tiles(), records),
        )  # fmt: skip
        self._count()
        if self._playing:
            first = all(sight is None for sight in sights)
            self._state("running", "making the first pictures" if first else "running")

    def _tile(self, which: int) -> dict[str, Any]:
        tile, sides = self._settings.tiles()[which], self.sides
        if sides is None:
            return words.tile_shown(tile, None, None, "")
        sight = sides.making.look(which)
        return words.tile_shown(
            tile, sides.records[which], sides.making.failure(which), sight.words if sight else ""
        )

    def _result(self) -> str:
        """What has come of it; "" while nothing has."""
        if self.sides is None or not any(record.index for record in self.sides.records):
            return ""
        about, across = self._settings.about, self._settings.taken_across
        return words.found(about, self.sides.tiles, self.sides.records, across)

    def _why(self) -> str:
        if self.sides is None or self._settings.set != "optimisers":
            return ""
        return words.slopes(self.sides.tiles, self.sides.records)

    def _count(self) -> None:
        records = self.sides.records if self.sides is not None else []
        made = max((record.index for record in records), default=0)
        spent = sum(record.seconds for record in records)
        with self.transport.hold_sync():
            self.transport.progress = f"step {made:,}"
            self.transport.result = words.seconds(spent)
            self.transport.free, self.transport.result_words = "CPU time", "of all together"

    def code(self) -> str:
        """The lines of Python that make what is on screen; the last is what each comes to."""
        made = [record.index for record in self.sides.records] if self.sides is not None else []
        return words.code(self._settings, made or [0] * len(self._settings.tiles()))

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity

    def _say(self, *problems: str) -> None:
        said = [p.rstrip(".") for p in problems if p]
        self.transport.problem = " ".join(f"{p[:1].upper()}{p[1:]}." for p in said)
