"""Several creations side by side: the same goal by other hands, or by other optimisers."""
from dataclasses import fields, replace
from typing import Any

from course.pictures.catalogue import default_rate
from widgets.canvas.side_board import SideBoard
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.run_loop import Pacer, RunLoop
from widgets.side_by_side_run import SideRun
from widgets.side_by_side_settings import SideControls, SideSettings
from widgets.side_by_side_words import rate_words
from widgets.transport import Transport

# Which controls a set has; the others are hidden.
USED = {
    "optimisers": ("parameterisation", "target", "sgd"),
    "hands": ("target",),
    "artworks": ("goal", "target"),
    "neuron": ("digit",),
    "stochastic": ("target",),
}
ALWAYS = ("set", "across", "seed")


class SideBySide(SideRun):
    """Several pictures in a row, made in turn, with what they come to below.

    Parameters
    ----------
    set : str
        Which ones: "optimisers", "hands", "artworks", "neuron", "stochastic".
    name : str
        Tells several widgets of one page apart in links.
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    title : str
    **settings
        The other fields of `SideSettings`: parameterisation, goal, target, digit, sgd, across,
        seed, rates.  One that is not allowed is refused in words, in the widget, and its
        default is used.
    """

    called = "side-by-side"

    def __init__(
        self,
        set: str | None = None,  # noqa: A002  what a lesson calls it
        *,
        name: str = "side-by-side",
        link: str | None = None,
        title: str = "",
        **settings: Any,
    ) -> None:
        given = settings if set is None else {"set": set, **settings}
        self._settings, self._own, problems = self._opened(SideSettings, name, link, given)
        self.form = Form(self._knobs(), self._changed, lambda problem: self._say(problem))
        self.transport, self.board = Transport(), SideBoard()
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        for rare in ("seed", "target"):
            self.form.controls[rare].add_class("gb-seldom")
        controls = box("gb-sb-set", *self.form.controls.values())
        super().__init__([self.heading, self.transport, controls, self.board], "gb-side-by-side")
        self.board.on_painted(self.run_loop.pacer.painted)
        self.board.on_seen(lambda: self._soon(self._come_near))
        self.board.on_rate(lambda tile, rate: self._soon(lambda: self.choose_rate(tile, rate)))
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._lay()
        self._begin()
        self._state("empty", "ready")
        self._say(*problems)

    @property
    def settings(self) -> SideSettings:
        """The settings as they stand."""
        return self._settings

    def choose_rate(self, tile: int, rate: float) -> None:
        """Another learning rate for one picture; all begin anew, so that they can be compared.

        Parameters
        ----------
        tile : int
        rate : float
            In (0, 100000].
        """
        rates = [one.rate for one in self._settings.tiles()]
        rates[tile] = rate
        try:
            self._settings = replace(self._settings, rates=tuple(rates))
        except (TypeError, ValueError) as error:
            self._say(str(error))
            return
        self._anew()

    def _knobs(self) -> SideControls:
        """The settings that have a control, each with a value."""
        chosen = self._settings
        knobs = {item.name: getattr(chosen, item.name) for item in fields(SideControls)}
        target = chosen.taken_target or "rose"
        return SideControls(**{**knobs, "target": target, "across": chosen.taken_across})

    def _changed(self, knobs: SideControls, name: str) -> None:
        self._soon(lambda: self._apply(knobs, name))

    def _apply(self, knobs: SideControls, name: str) -> None:
        changed: dict[str, Any] = {name: getattr(knobs, name)}
        if name == "set":  # each has a target and a way of counting of its own
            changed |= {"target": None, "across": None, "rates": ()}
        elif name in ("parameterisation", "sgd"):
            changed["rates"] = ()
        self._settings = replace(self._settings, **changed)
        self.form.set(self._knobs())
        if name != "across":
            self._anew()
            return
        if self.sides is not None:
            self._set_pace()
            self._shown = None
            self._look(not self._playing)
        self._offer_link()

    def _anew(self) -> None:
        """The same again with other settings; on it goes if it was going on."""
        self._lay()
        self._begin()
        if not self._playing:
            self._state("empty", "ready")

    def _lay(self) -> None:
        """Show the controls of this set, with its learning rates in words."""
        used = (*ALWAYS, *USED[self._settings.set])
        for name, control in self.form.controls.items():
            (control.remove_class if name in used else control.add_class)("gb-sb-unused")
        kind = self._settings.parameterisation
        own, adam = (rate_words(default_rate(kind, name)) for name in ("SGD", "Adam"))
        self.form.controls["sgd"].options = [[adam, "adam"], [own, "own"]]
        self._offer_link()

    def _offer_link(self) -> None:
        self.heading.reopens("SideBySide", to_query(self.name, self._settings, self._own))
