"""What a person does with a picture in the making: play, pause, step, reset, and look back."""
from collections.abc import Callable

import numpy as np

from widgets import studio_words as words
from widgets.studio_run import StudioRun


class StudioActs(StudioRun):
    """The acts of the studio that change no setting."""

    @property
    def image(self) -> np.ndarray | None:
        """The picture as it stands, uint8 (size, size, 3); None before the first."""
        return self._seen.view.image if self._seen else None

    def play(self) -> None:
        """Make one step after the other until paused."""
        if self._loop is None or self._loop.is_closed():
            self._say("playing needs a notebook; call step() to go on without one")
            return
        if not self._settings.weights:
            self._say(words.NO_GOAL)
            return
        self._running = True
        self._present()
        self._with_making(self._go_on)

    def pause(self) -> None:
        """Stop after the step being made; everything stays as it is."""
        self._running = False
        if self.making is not None:
            self.making.pause()
            self._watch()

    def step(self, count: int = 1) -> None:
        """Make so many steps more."""
        if not self._settings.weights:
            self._say(words.NO_GOAL)
            return
        self._running = False
        self._present()
        self._with_making(lambda: self._step(count))

    def _step(self, count: int) -> None:
        if self.making.playing:  # a pause would also drop the steps asked for just before
            self.making.pause()
        self.making.step(count)
        self._watch()

    def reset(self) -> None:
        """Back to the first parameters."""
        self._running = False
        if self.making is None:
            self._come_near()
            return
        self.making.pause()
        self._begin()

    def _with_making(self, act: Callable[[], None]) -> None:
        """Do it; the thread is brought first, if it is not there."""
        if self.making is None:
            self._load(act)
        else:
            self._forget_failure()
            act()

    def _come_near(self) -> None:
        """Someone is about to see it: the first picture is made."""
        if self.making is None and not self._loading:
            self._load(lambda: None)

    # ---- a frame of the past -----------------------------------------------------------

    def look_back(self, index: int) -> None:
        """Show a frame that is in the strip; the newest is the present."""
        if self._running:
            self.pause()
        newest = self.scene.film.frames[-1][0]
        if index == newest:
            self._present()
        else:
            self.scene.film.chosen = index
            self.scene.look_back(index, self._settings)
        self._tell()

    def _present(self) -> None:
        if self.scene.film.chosen is not None:
            self.scene.film.chosen = None
            if self._seen is not None:
                self.scene.show(self._seen, looking_back=False)
