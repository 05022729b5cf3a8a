"""A drawn network whose every sum can be read, beside the same sums as a matrix product."""
from dataclasses import fields, replace
from typing import Any

from widgets.canvas.board import Board
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.network_sums_scene import scene
from widgets.network_sums_settings import UNITS, NetworkSumsSettings, SumsSettings, code
from widgets.parts import Html
from widgets.piece import Piece
from widgets.slow_motion import problem_html


class NetworkSums(Piece):
    """A 2-3-1 network: choose a unit, and read its sum with the numbers in it.

    Parameters
    ----------
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `NetworkSumsSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.
    """

    called = "network-sums"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "A network and its sums",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        opened = self._opened(NetworkSumsSettings, name, link, settings)
        self._settings, self._own, problems = opened
        self.heading, self.board = Heading(title=title, present=wants_stage(link)), Board()
        own = {one.name: getattr(self._settings, one.name) for one in fields(SumsSettings)}
        self.form, self.problem = Form(SumsSettings(**own), self._changed, self._say), Html()
        for seldom in ("weights", "seed"):
            self.form.controls[seldom].add_class("gb-seldom")
        controls = box("gb-board-controls", *self.form.controls.values())
        super().__init__([self.heading, self.board, controls, self.problem], "gb-network-sums")
        self._show()
        self.board.on_move(lambda _: self._soon(self._moved))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._say(*problems)

    @property
    def settings(self) -> NetworkSumsSettings:
        """The settings as they stand, with the unit and the point in hand."""
        return self._settings

    def choose(self, unit: str, row: int = 1) -> None:
        """Write out the sum of a unit, "h1" to "h3" or "z", for one of the points, from 1.

        Raises
        ------
        ValueError, TypeError
            If there is no such unit or point.
        """
        settings = replace(self._settings, unit=unit, row=row)
        if row > len(settings.x):
            raise ValueError(f"row must be 1 with one point, got {row}")
        self.board.index = _index(settings)

    def _changed(self, settings: SumsSettings, name: str) -> None:
        """Other numbers in the same picture; the sliders belong to the first point."""
        if getattr(settings, name) == getattr(self._settings, name):
            return  # a page's slider says at first what it was told, to the last digit but one
        row = 1 if name in ("x1", "x2") else self._settings.row
        self._soon(lambda: self._to(replace(self._settings, **vars(settings), row=row)))

    def _to(self, settings: NetworkSumsSettings) -> None:
        self._settings = settings
        self._show()
        self._say()

    def _moved(self) -> None:
        row, unit = divmod(self.board.index, len(UNITS))
        self._settings = replace(self._settings, unit=UNITS[unit], row=row + 1)
        self._write_link()

    def _show(self) -> None:
        """Every sum to the page, the one in hand, and the link."""
        settings = self._settings
        if settings.row > len(settings.x):
            self._settings = settings = replace(settings, row=1)
        with self.board.hold_sync():
            self.board.scene = scene(settings)
            self.board.index = _index(settings)
        self._write_link()

    def _write_link(self) -> None:
        self.heading.reopens("NetworkSums", to_query(self.name, self._settings, self._own))

    def _write_code(self) -> None:
        self.heading.code = code(self._settings)

    def _say(self, *problems: str) -> None:
        words = " ".join(f"{p.rstrip('.')}." for p in problems if p)
        self.problem.value = problem_html(words)


def _index(settings: NetworkSumsSettings) -> int:
    return (settings.row - 1) * len(UNITS) + UNITS.index(settings.unit)
