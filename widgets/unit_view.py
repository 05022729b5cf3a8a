"""What one unit sees: the hidden units of a small network, to be taken out one by one."""
import asyncio
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from course.run import Run
from course.toys import Rule
from course.units import UnitId, unit_ids
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.settings import rule_setting
from widgets.speed import Stride
from widgets.unit_view_scene import UnitScene
from widgets.unit_view_settings import UnitSettings
from widgets.unit_view_words import code, removed_said, seed_said

PACE = (60, 2.5, math.inf)  # a thousand steps in about two seconds, the first of them slowest
NOTE = (
    '<p class="gb-note">Ticks point to where a unit is on. The number beside it is its weight '
    "towards the output: orange pushes towards inside, blue towards outside.</p>"
    '<p class="gb-note">Taking a unit out trains nothing again: the others go on doing what they '
    "learned beside it. A network that learns without it from the start can do better.</p>"
)


class UnitView(Piece):
    """A small network, what each of its hidden units sees, and what it is without them.

    Parameters
    ----------
    rule : str, Rule or callable
        A registered rule's name, or a function of points (n, 2) -> bool (n,) of your own.
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `UnitSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    run : course.run.Run
    removed : set of (layer, unit)
        What is taken out, counted from 0.
    """

    run_loop: RunLoop | None = None  # until it is made

    called = "units"

    def __init__(
        self,
        rule: str | Rule | Callable = "circle",
        *,
        name: str = "",
        title: str = "What one unit sees",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        own_rule, problems = rule_setting(rule)
        given = {**own_rule, **settings}
        self._settings, self._own, more = self._opened(UnitSettings, name, link, given)
        problems += more
        self.removed: set[UnitId] = set()
        self._pace, self._pending = Stride(*PACE), False
        self._resting: asyncio.Task | None = None
        self.form = Form(self._settings.plain, self._changed, self._say)
        self.scene, self.chosen = UnitScene(), Html()
        self.transport, self.picture = self.scene.transport, self.scene.picture
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        note = Html(NOTE)
        note.add_class("gb-seldom")
        left = box("gb-uv-set", *self.form.controls.values(), self.chosen, note)
        grid = box("gb-uv-grid", self.transport, left, self.picture)
        super().__init__([self.heading, grid], "gb-unit-view")
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.picture.on_act(self._heard)
        self.heading.on_code(lambda: self._soon(self._write_code))
        for possible in (self._settings, UnitSettings()):
            if self._restart(possible):
                break
            problems.append(self.transport.problem)
        self._say(*dict.fromkeys(problems))

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> UnitSettings:
        """The settings as they stand."""
        return self._settings

    def play(self) -> None:
        """Train until the 1,000 steps are made, or paused; start anew after them."""
        if self._loop is None:
            self._say("playing needs a notebook; call train() to train without one")
            return
        self._ready()
        self._pace.begin()
        self._stop_resting()
        self._state("running", "training")
        self.run_loop.start()

    def train(self) -> None:
        """Train to the end at once; for programs and tests."""
        self.run_loop.stop()
        while not self.run.finished:
            self.run.advance()
        self._show("done", "done")

    def pause(self) -> None:
        """Stop training; everything stays as it is."""
        self.run_loop.stop()

    def step(self) -> None:
        """Make one step of training."""
        self.run_loop.stop()
        self._ready()
        self.run.advance()
        self._show("paused", "paused")

    def reset(self) -> None:
        """Back to step 0 with all units; the same seed gives the same weights again."""
        self.run_loop.stop()
        self._restart(self._settings)

    def toggle(self, layer: int, unit: int) -> None:
        """Take a unit out, or put it back; both counted from 0.

        Raises
        ------
        ValueError
            If there is no such unit.
        """
        if (layer, unit) not in unit_ids(self._settings.hidden):
            raise ValueError(f"there is no unit {(layer, unit)} in {self._settings.hidden}")
        self.removed ^= {(layer, unit)}
        self._show(self.transport.state, self.transport.activity)
        self._speak()

    def put_back(self) -> None:
        """Put all units back."""
        self.removed.clear()
        self._show(self.transport.state, self.transport.activity)
        self._speak()

    def another(self) -> None:
        """The next seed, and train at once where there is a loop to do it on."""
        following = (self._settings.plain.seed + 1) % 10_000
        self._restart(replace(self._settings, seed=following).brief)
        if self._loop is not None:
            self.play()

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.run_loop is not None:
            self.run_loop.stop()
            self._stop_resting()
        super().close()

    def _heard(self, act: str, number: int) -> None:
        """What the page says of the picture."""
        ids = unit_ids(self._settings.hidden)
        if act == "painted":
            self.run_loop.pacer.painted(number)
        elif act == "toggle" and 0 <= number < len(ids):
            self._soon(lambda: self.toggle(*ids[number]))
        elif act in ("back", "another"):
            self._soon(self.put_back if act == "back" else self.another)

    def _changed(self, config: UnitSettings, name: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        if name != "seed" and self._settings.seed is None:  # the chosen seed goes with the rest
            self.form.set(replace(config, seed=None).plain)
        if not self._pending:
            self._pending = True
            self._soon(self._apply)

    def _apply(self) -> None:
        before, self._pending = self._settings, False
        wanted = self.form.config.brief
        if wanted != before and not self._restart(wanted):
            self.form.set(before.plain)

    # ---- a run -------------------------------------------------------------------------

    def _restart(self, settings: UnitSettings) -> bool:
        """A new network with these settings; False, with a message, if that is impossible."""
        try:
            run = Run(settings.config, settings.dataset())
        except ValueError as error:
            self._say(str(error))
            return False
        self._settings, self.run = settings, run
        self.form.set(settings.plain)
        self.removed.clear()
        self._pace.begin()
        self.scene.begin(run, settings)
        self.chosen.value = f'<p class="gb-note">{seed_said(settings)}</p>'
        self.heading.reopens("UnitView", to_query(self.name, settings, self._own))
        running = self.run_loop.running
        self._show(*(("running", "training") if running else ("empty", "ready")))
        return True

    def _ready(self) -> None:
        """A network that has steps to make."""
        if self.run.finished or self.transport.state == "failed":
            self._restart(self._settings)

    def _work(self) -> bool:
        """One step, if it is due; the last one ends the run."""
        if self.run.finished:
            self.run_loop.stop()
            return False
        if not self._pace.allows(self.run.step.index):
            return False
        self.run.advance()
        return True

    def _frame(self) -> int:
        return self.scene.frame(self.removed, self.run_loop.running)

    def _ended(self, failure: Exception | None) -> None:
        """The run loop has stopped: by itself, by a person, or because something went wrong."""
        if failure is not None:
            self._failed(failure)
        elif self.run.step.index:  # a control or Reset may have begun anew meanwhile
            done = "done" if self.run.finished else "paused"
            self._guarded(lambda: self._show(done, done))
            index = self.run.step.index
            self.transport.spoken = f"{done} at step {index:,}: {self.scene.result()}."

    # ---- what is shown -----------------------------------------------------------------

    def _show(self, state: str, activity: str) -> None:
        """A frame at once, alone: it is what a hand waits for; then what takes longer."""
        self._say()
        self._state(state, activity)
        self._frame()
        self._stop_resting()
        if self._loop is None:
            for _ in self.scene.rest(self.removed):
                pass
            self._draw_weights()
        elif not self.run_loop.running:
            self._resting = self._loop.create_task(self._rest())

    async def _rest(self) -> None:
        await asyncio.sleep(0.03)
        try:
            for _ in self.scene.rest(self.removed):
                await asyncio.sleep(0.001)
            self._draw_weights()
        except Exception as error:  # noqa: BLE001  a task's exception is shown nowhere otherwise
            self._failed(error)

    def _stop_resting(self) -> None:
        if self._resting is not None:
            self._resting.cancel()

    def _draw_weights(self) -> None:
        network = self.run.step.network
        weights = [network.backend.numpy(one) for one, _ in network.layers]
        self.form.controls["hidden"].show(weights)

    def _speak(self) -> None:
        scene, told = self.scene, ""
        if self.removed:
            shown = (scene.whole, scene.now, scene.newly)
            told = removed_said(self.removed, self._settings.hidden, *shown)
        self.picture.spoken = told or f"All units are there: {scene.result()}."

    def _write_code(self) -> None:
        relu = self._settings.activation == "relu"
        self.heading.code = code(self.run, self.removed, relu)

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            self.transport.progress = f"step {self.run.step.index:,}"

    def _failed(self, error: Exception) -> None:
        self.run_loop.stop()
        self.scene.fade()
        self._state("failed", "stopped")
        lost = isinstance(error, FloatingPointError)
        self._say(f"Stopped: {error if lost else f'{type(error).__name__}: {error}'}")

    def _say(self, *problems: str) -> None:
        self.transport.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)
