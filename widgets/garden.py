"""A garden of networks: sixty-four learn one rule side by side, and each can be opened."""
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from course.garden import Bed
from course.toys import Rule
from widgets import garden_words as words
from widgets.controls.form import Form
from widgets.garden_picture import GardenPicture
from widgets.garden_run import Growth, Pieces
from widgets.garden_settings import GRID, SORTS, USUAL, GardenSettings, restarts
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.opened import Opened
from widgets.parts import Html
from widgets.piece import Piece
from widgets.settings import rule_setting
from widgets.transport import Transport

CONTROLS = (
    "rule", "varies", "hidden", "activation", "optimiser", "learning_rate", "points", "steps",
)  # fmt: skip
SMALLER_RATE = "Try a smaller learning rate, then press Reset"
SELDOM = ("hidden", "activation", "optimiser", "points", "steps")


class Garden(Piece):
    """Sixty-four networks, eight by eight, that learn the same rule at the same time.

    They differ in their random start, or in width and learning rate.  The chosen one is drawn
    large; opened, it goes on in a playground below.  Steps and order take hold of the garden
    as it is; every other control sows a new one.

    Parameters
    ----------
    rule : str, Rule or callable
        A registered rule's name, or a function of points (n, 2) -> bool (n,) of your own.
    name : str
        Tells several of one page apart in links.
    title : str, optional
        By default it says what differs.
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `GardenSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.
    """

    called = "garden"
    growth: Growth | None = None  # until it is made

    def __init__(
        self,
        rule: str | Rule | Callable = "rose",
        *,
        name: str = "",
        title: str | None = None,
        link: str | None = None,
        **settings: Any,
    ) -> None:
        own_rule, problems = rule_setting(rule)
        given = {**own_rule, **settings}
        if given.get("varies") == GRID:
            given.setdefault("sort", USUAL[GRID])
        self._settings, self._own, more = self._opened(GardenSettings, name, link, given)
        problems, self._title = [*problems, *more], title
        self._pending: set[str] = set()
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.transport, self.picture = Transport(), GardenPicture()
        self.heading, self._lead = Heading(present=wants_stage(link)), Html()
        self.opened = Opened(self._soon)
        self.growth = Growth(self.picture, self._loop, self._paced, self._ended)
        super().__init__([self._grid(), self.opened], "gb-garden")
        self._connect()
        for possible in (self._settings, GardenSettings()):
            if self._restart(possible):
                break
            problems.append(self.transport.problem)
        self._say(*dict.fromkeys(problems))

    def _grid(self) -> Any:
        controls = self.form.controls
        for seldom in SELDOM:
            controls[seldom].add_class("gb-seldom")
        return box(
            "gb-garden-grid",
            self.heading,
            box("gb-garden-lead", self._lead),
            box("gb-garden-controls", *(controls[name] for name in CONTROLS)),
            box("gb-garden-bar", self.transport, controls["sort"]),
            self.picture.canvas,
            self.picture.histogram,
        )

    def _connect(self) -> None:
        self.picture.canvas.on_act(lambda kind, k: self._soon(lambda: self._heard(kind, k)))
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> GardenSettings:
        """The settings as they stand."""
        return self._settings

    @property
    def bed(self) -> Bed:
        """The networks."""
        return self.growth.bed

    @property
    def chosen(self) -> int:
        """The network that is drawn large, counted in the order of seeds or places."""
        return self.picture.chosen

    def play(self) -> None:
        """Train until paused or done; begin anew after the end or a failure."""
        over = self.transport.state == "failed" or self.growth.over
        if over and not self._restart(self._settings):
            return
        try:
            self.growth.start()
        except RuntimeError:
            self._say("playing needs a notebook; call step() to train without one")
            return
        self._paced()

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        self.growth.stop()

    def step(self) -> None:
        """Make one step of training."""
        self.growth.stop()
        if self.transport.state == "failed" and not self._restart(self._settings):
            return
        self.growth.rest(self._resting("paused", "paused", steps=1), self._failed)

    def reset(self) -> None:
        """Back to step 0 of the same settings; the same seeds give the same weights again."""
        self.growth.stop()
        self._restart(self._settings)

    def choose(self, k: int) -> None:
        """Draw the k-th network large, counted in the order of seeds or places."""
        self.picture.choose(k)
        if not self.growth.running:
            self.growth.rest(self._large(), self._failed)

    def open_network(self, k: int) -> None:
        """Open the k-th network below, in a playground, exactly as it stands."""
        self.pause()
        self.growth.finish_step()
        if self.picture.scores.dead[k]:
            self._say(f"{self.picture.names[k]} has run away: there is nothing to go on with")
            return
        name, index = self.picture.names[k], self.bed.index
        self.opened.open(self.bed.run(k), words.opened(name, index))

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.growth is not None:
            self.growth.close()
            self.opened.close()
        super().close()

    def _heard(self, kind: str, k: int) -> None:
        if k != self.chosen:
            self.choose(k)
            self.picture.canvas.spoken = self.picture.spoken()
        if kind == "open":
            self.open_network(k)

    def _changed(self, _: GardenSettings, name: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        first = not self._pending
        self._pending.add(name)
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        names, self._pending = self._pending, set()
        settings, before = self.form.config, self._settings
        if settings.varies != before.varies and "sort" not in names:
            settings = replace(settings, sort=USUAL[settings.varies])
        if restarts(before, settings):
            if not self._restart(settings):
                self.form.set(before)
            return
        self._settings, self.growth.until = settings, settings.steps
        self._say()
        self._write_link()
        if settings.sort != before.sort:
            self.picture.sort(settings)
            self.picture.show(self.growth.running)
        elif not self.growth.running and self.transport.state in ("paused", "done"):
            self._state(*(("done", "done") if self.growth.over else ("paused", "paused")))

    # ---- a run -------------------------------------------------------------------------

    def _restart(self, settings: GardenSettings) -> bool:
        """A new garden with these settings; False, with a message, if that is impossible."""
        try:
            bed = settings.bed()
            self.picture.begin(settings, bed)
        except (ValueError, RuntimeError) as error:
            self._say(str(error))
            return False
        self._settings = settings
        self.growth.begin(bed, settings.steps)
        toggle, rate = self.form.controls["sort"], self.form.controls["learning_rate"]
        toggle.options = [list(option) for option in SORTS[settings.varies]]
        rate.disabled = settings.varies == GRID
        self.form.set(settings)
        self.heading.title = words.title(settings) if self._title is None else self._title
        self._lead.value = words.lead(settings)
        self._write_link()
        self._say()
        if self.growth.running:
            self._paced()
        else:
            self._rest("empty", "ready")
        return True

    def _paced(self, rate: float = 0.0) -> None:
        """How fast it goes, once that is known."""
        pace = f"{rate:,.0f} steps/s, " if rate else ""
        self._state("running", f"running, {pace}{len(self.bed.configs)} networks")
        self._stop_if_all_are_lost()

    def _ended(self, failure: Exception | None) -> None:
        if failure is not None:
            self._failed(failure)
        elif self.transport.state != "failed":
            state = ("done", "done") if self.growth.over else ("paused", "paused")
            self._rest(*state, aloud=True)

    def _rest(self, state: str, activity: str, aloud: bool = False) -> None:
        """The state in words at once; the scores and the order follow."""
        self._state(state, activity)
        self.growth.rest(self._resting(state, activity, aloud=aloud), self._failed)

    def _resting(self, state: str, activity: str, steps: int = 0, aloud: bool = False) -> Pieces:
        """Steps if there are any to make; then what all have learned, in order."""
        yield from self.growth.grow(steps)
        yield from self.picture.compute(scored=True)
        self.picture.sort(self._settings)
        self.picture.show(live=False)
        if self._stop_if_all_are_lost():
            return
        if state == "done":
            activity = words.trained(self.picture.scores, self.growth.seconds)
        self._state(state, activity)
        if aloud:
            said = activity[:1].upper() + activity[1:]
            self.transport.spoken = f"{said}. {self.picture.canvas.label}"

    def _large(self) -> Pieces:
        if self.picture.is_large:
            return
        yield from self.picture.compute_large()
        self.picture.show(live=False)

    def _stop_if_all_are_lost(self) -> bool:
        lost = self.picture.all_lost
        if lost:
            self._fail("all networks have run away", SMALLER_RATE)
        return lost

    # ---- words -------------------------------------------------------------------------

    def _write_link(self) -> None:
        self.heading.reopens("Garden", to_query(self.name, self._settings, self._own))

    def _write_code(self) -> None:
        self.growth.finish_step()
        self.heading.code = self._settings.code(self.bed.index)

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            self.transport.progress = f"step {self.bed.index:,}"

    def _say(self, *problems: str) -> None:
        self.transport.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)

    def _fail(self, reason: str, advice: str = "Press Reset to begin again") -> None:
        self.growth.stop()
        self._state("failed", "stopped")
        self._say(f"Stopped: {reason}", advice)

    def _failed(self, error: Exception) -> None:
        self._fail(f"{type(error).__name__}: {error}")
