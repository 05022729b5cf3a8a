"""The studio while it runs: orders to the thread that makes the picture, and looks at it.

Nothing of torch happens on the kernel's loop.  The loop looks a few dozen times a second at what
the thread has prepared, sends the newest picture when the page has painted the one before, and
asks for the next.  Torch itself is imported on a thread too, once the studio comes near the
screen or is played.
"""
import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from widgets import studio_words as words
from widgets.heading import Heading
from widgets.piece import Piece
from widgets.run_loop import Pacer
from widgets.studio_recipe import Recipe
from widgets.studio_scene import Seen, StudioScene
from widgets.studio_settings import StudioSettings
from widgets.transport import Transport

LOOK = 0.02  # seconds between two looks at the thread
FRAME = 0.05  # seconds between two pictures
RAW = 0.3  # seconds between two views of the parameters, while it runs
FIGURES = 0.2  # seconds between two sets of figures: faster cannot be read
KEPT = 0.2  # seconds between two frames that are kept


def _import() -> type:
    """The class that makes pictures; imports torch."""
    from course.art.making import Making

    return Making


class StudioRun(Piece):
    """What the studio does once there is something to be made.

    Attributes
    ----------
    making : course.art.making.Making
        The thread; None until torch is there.
    """

    making: Any = None
    scene: StudioScene
    transport: Transport
    heading: Heading
    pacer: Pacer
    _settings: StudioSettings
    _seen: Seen | None = None  # what is shown
    _looked: Seen | None = None  # the thread's newest look that was shown
    _task: asyncio.Task | None = None
    _loading = False
    _closed = False
    _raw_at = _shown_at = _told_at = _kept_at = -1.0
    _speed: float | None = None
    _marked = (-1.0, 0)  # when the steps were counted last, and how many there were
    _wanted: Callable[[], None] | None = None  # what is to be done once torch is there
    _failure: Exception | None = None  # that is said
    _running = False  # whether it is to run: also while it is changed, or stopped by a failure

    def _recipe(self) -> Recipe:
        """What is to be made by the present settings."""
        raise NotImplementedError

    def _write_code(self) -> None:
        """Bring the code up to date."""
        raise NotImplementedError

    # ---- orders ------------------------------------------------------------------------

    def _load(self, then: Callable[[], None]) -> None:
        """Do it once torch is there, which a thread sees to where there is a loop."""
        self._wanted = then
        if self._loop is None or self._loop.is_closed():
            self._loaded(_import)
        elif not self._loading:
            self._loading = True
            self._state("empty", "loading torch")

            def there(future: asyncio.Future) -> None:
                self._guarded(lambda: self._loaded(future.result))

            self._loop.run_in_executor(None, _import).add_done_callback(there)

    def _loaded(self, result: Callable[[], type]) -> None:
        self._loading = False
        self.making = result()(self._look)
        said = self.transport.problem  # of what was asked for: it is to be read, not to flash by
        self._begin()
        if self._failure is None:
            self.transport.problem = said
        then, self._wanted = self._wanted, None
        if then is not None:
            then()

    def _begin(self) -> None:
        """Begin at step 0 of the present settings; it runs on if it was running."""
        self._seen = None
        self._speed = None
        self._forget_failure()
        self.scene.begin(self._settings)
        if self.making is None:
            return
        if not self._settings.weights:
            self.making.drop()
            self.making.pause()
        else:
            self.making.begin(self._recipe().build)
        self._go_on()

    def _change(self) -> None:
        """Go on from the same parameters with the present settings."""
        if self.making is None:
            return
        if not self._settings.weights:
            self.making.pause()
            self._tell()
            return
        if self.making.newest() is None:  # nothing to go on from
            self._begin()
            return
        self._forget_failure()
        self.making.ask()
        self.making.change(self._recipe().alter)
        self._go_on()

    def _go_on(self) -> None:
        if self._running and self._settings.weights:
            self.making.play()
        self._watch()

    def _forget_failure(self) -> None:
        self._failure = None
        self.scene.picture.dimmed = False
        self._say()

    # ---- on the thread -----------------------------------------------------------------

    def _look(self, creation: Any, step: Any) -> Seen:
        """What is shown of a step; the parameters only now and then while it runs."""
        from course.art.view import view

        now = time.perf_counter()
        due = not self.making.playing or now - self._raw_at >= RAW
        if due:
            self._raw_at = now
        recipe = creation.about
        return Seen(view(creation.thing, step, with_raw=due), recipe, recipe.target)

    # ---- on the loop -------------------------------------------------------------------

    def _watch(self) -> None:
        """Look until there is nothing more to see; at once where there is no loop."""
        if self._loop is None or self._loop.is_closed():
            self.making.wait()
            while self._tick():
                self.making.wait()
        elif self._task is None or self._task.done():
            self._task = self._loop.create_task(self._watching())

    async def _watching(self) -> None:
        try:
            while not self._closed and self._tick():
                await asyncio.sleep(LOOK)
        except Exception as error:  # noqa: BLE001  a task's exception is shown nowhere otherwise
            self._failed(error)

    def _tick(self) -> bool:
        """Show what is new; whether there may be more to come."""
        making, now = self.making, time.perf_counter()
        resting, seen, failure = making.resting, making.look(), making.failure()
        due = resting or (now - self._shown_at >= FRAME and self.pacer.ready())
        if due and seen is not None and seen is not self._looked:
            self._looked = seen
            self._show(seen, resting, now)
        if failure is not self._failure:
            self._take_failure(failure)
        if resting or now - self._told_at >= FIGURES:
            self._tell()
        stale = failure is None and self._is_stale()
        if stale:
            making.ask(afresh=resting)
        return stale or not resting

    def _is_stale(self) -> bool:
        """Whether there is more to be seen than is shown: a newer step, or its parameters."""
        newest, seen = self.making.newest(), self._seen
        if newest is None or seen is None or seen.view.step is not newest:
            return newest is not None
        return seen.view.raw is None and not self.making.playing

    def _show(self, seen: Seen, resting: bool, now: float) -> None:
        self._seen, self._shown_at = seen, now
        back = self.scene.film.chosen is not None
        self.pacer.sent(self.scene.show(seen, back))
        if resting or seen.index == 0 or now - self._kept_at >= KEPT:
            self._kept_at = now
            self.scene.keep(seen)

    def _take_failure(self, failure: Exception | None) -> None:
        if failure is None:  # the thread has come to the change that was ordered
            self._forget_failure()
            return
        self._failure = failure
        self._show_last_good()
        self.scene.picture.dimmed = self._seen is not None or bool(self.scene.picture.size)
        self._say(words.failure_words(failure, self._settings))

    def _show_last_good(self) -> None:
        """Show the newest picture there is: the one on screen may be some steps older."""
        newest, seen = self.making.newest(), self._seen
        if newest is not None and seen is not None and newest is not seen.view.step:
            from course.art.images import to_bytes

            image = to_bytes(newest.image)
            good = replace(seen.view, step=newest, image=image, pull=None, raw=None)
            self._show(replace(seen, view=good), True, time.perf_counter())

    def _count_speed(self) -> None:
        now, made = time.perf_counter(), self.making.made()
        since, before = self._marked
        if made < before or not self.making.playing:
            self._speed, self._marked = None, (now, made)
        elif now - since >= 0.5:
            self._speed, self._marked = (made - before) / (now - since), (now, made)

    def _tell(self) -> None:
        """Figures and states as they are."""
        self._told_at = time.perf_counter()
        self._count_speed()
        making, seen, settings = self.making, self._seen, self._settings
        live = making.playing and making.failure() is None
        if seen is not None:
            step, began = seen.view.step, making.began()
            self.scene.goals.show(step.parts, began, settings.weights)
            first = sum(began.get(name, 0.0) * weight for name, weight in step.weights.items())
            if self.scene.film.chosen is None:
                self.scene.picture.alt = words.picture_words(settings, step.index, step.loss, first)
            note = " ".join(filter(None, [step.note, seen.recipe.note]))
            self.scene.note.value = f'<p class="gb-note">{note}</p>' if note else ""
        for part in (self.scene.picture, self.scene.raw):
            part.live = live
        self._tell_state(live)
        if making.resting and self.heading.code:  # it is open, or was
            self._write_code()

    def _tell_state(self, live: bool) -> None:
        index = self._seen.index if self._seen else 0
        if not self._settings.weights:
            self._state("empty", "no goal")
        elif self.making.failure() is not None:
            self._state("failed", "stopped")
        elif live:
            self._state("running", words.speed_words(self._speed) if self._seen else "preparing")
        elif self.scene.film.chosen is not None:
            self._state("paused", "looking back")
        elif not self.making.resting:
            self._state("paused" if index else "empty", "working" if self._seen else "preparing")
        else:
            self._state("paused" if index else "empty", "paused" if index else "ready")

    def _state(self, state: str, activity: str) -> None:
        if self.transport.state == "running" and state == "paused":
            self.transport.spoken = self.scene.picture.alt
        index = self._seen.index if self._seen else 0
        chosen = self.scene.film.chosen
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity
            back = f"step {chosen:,} of {index:,}" if chosen is not None else f"step {index:,}"
            self.transport.progress = back

    def _say(self, *problems: str) -> None:
        said = [problem.rstrip(".") for problem in problems if problem]
        self.transport.problem = " ".join(f"{one[:1].upper()}{one[1:]}." for one in said)

    def _failed(self, error: Exception) -> None:
        self._state("failed", "stopped")
        super()._failed(error)

    def _guarded(self, act: Callable[[], Any]) -> None:
        """Do it, unless the studio has been closed meanwhile."""
        if not self._closed:
            super()._guarded(act)

    def close(self) -> None:
        """Stop the thread, and leave the page."""
        self._closed = True
        if self.making is not None:
            self.making.close(wait=False)
        super().close()
