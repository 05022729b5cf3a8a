"""Many dimensions: measuring one thing after the other, and showing what is known.

A measurement of large vectors takes a good part of a second, mostly within numpy: each is made on
a thread, and the run loop waits for it and draws what there is.  It begins when the widget comes
near the screen: a page may hold several, and many a visitor never gets there.
"""
import asyncio
from collections.abc import Callable
from typing import Any

from course.projections.survival import METHODS
from widgets import many_dimensions_words as words
from widgets.canvas.k_slider import KSlider
from widgets.heading import Heading
from widgets.links import to_query
from widgets.many_dimensions_scene import ManyScene
from widgets.many_dimensions_settings import ManySettings
from widgets.many_dimensions_subject import Measured, Measuring, Subject
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import RunLoop


class ManyRun(Piece):
    """What a view of many dimensions does once its vectors are there.

    Attributes
    ----------
    measuring : Measuring
        The vectors and their PCA, and what is measured so far.
    """

    run_loop: RunLoop | None = None  # until it is made
    measuring: Measuring
    scene: ManyScene
    slider: KSlider
    heading: Heading
    state: Html
    problem: Html
    _settings: ManySettings
    _own: ManySettings
    _frames = 0
    _counted = -1  # of what is found, how much is drawn
    _made: asyncio.Future | None = None  # the measurement that is being made
    _seen = False  # until then nothing is measured that is not asked for
    _closed = False

    @property
    def settings(self) -> ManySettings:
        """The settings as they stand."""
        return self._settings

    @property
    def subject(self) -> Subject | None:
        """The vectors and their PCA; None until they are there."""
        return self.measuring.subject

    @property
    def k(self) -> int:
        """How many numbers are kept; 0 while there are no vectors."""
        return self.subject.k(self._settings.k) if self.subject else 0

    def measure(self) -> dict[tuple[str, int], Measured]:
        """Measure all that is not measured yet, at once; for programs and tests."""
        for one in self.measuring.left(self._settings.k):
            self.measuring.measure(*one)
        self._show_found()
        return self.measuring.found

    def close(self) -> None:
        """Stop, and leave the page."""
        self._closed = True
        if self.run_loop is not None:
            self.run_loop.stop()
        super().close()

    def _guarded(self, act: Callable[[], Any]) -> None:
        """Do it, unless the widget has been closed meanwhile."""
        if not self._closed:
            super()._guarded(act)

    # ---- measuring ---------------------------------------------------------------------

    def _come_near(self) -> None:
        """Someone is about to see it: from now on everything is measured."""
        self._seen = True
        live = self._loop is not None and not self._loop.is_closed()
        if live and self.measuring.left(self._settings.k):
            self.run_loop.start()

    def _work(self) -> bool:
        """See to the next measurement; False, for now, while one is being made."""
        if self._made is not None:
            if not self._made.done():
                return False
            made, self._made = self._made, None
            made.result()  # raises what went wrong
        left = self.measuring.left(self._settings.k)
        if left and self._loop is not None:
            self._made = self._loop.run_in_executor(None, self.measuring.measure, *left[0])
        else:
            self.run_loop.stop()
        return False

    def _frame(self) -> int:
        self.run_loop.pacer.painted(self._frames)
        self._frames += 1
        self._show_found()
        return self._frames

    def _ended(self, failure: Exception | None) -> None:
        self._show_found()
        if failure is not None:
            self._failed(failure)

    # ---- what is shown -----------------------------------------------------------------

    def _show(self) -> None:
        """Everything at the present k; what is not measured yet is measured."""
        one, settings = self.subject, self._settings
        self._offer_k()
        self.scene.show_row(one, settings)
        self.scene.show_scree(one, settings)
        self._counted = -1
        if self._loop is None or self._loop.is_closed():
            for way in METHODS:
                if (way, self.k) not in self.measuring.found:
                    self.measuring.measure(way, self.k)
        elif self._seen and self.measuring.left(settings.k):
            self.run_loop.start()
        self._show_found()
        self._offer_link()

    def _show_found(self) -> None:
        one, found, k = self.subject, self.measuring.found, self._settings.k
        if one is None or self._counted == len(found):
            return
        self._counted = len(found)
        self.scene.show_found(one, self._settings, found)
        measuring = self.measuring
        left, of, draws = measuring.left(k), measuring.total(k), measuring.draws
        self._state(words.progress(len(left), of, len(draws)))

    def _offer_k(self) -> None:
        """The slider with the k there are."""
        one = self.subject
        steps = one.levels(self._settings.k)
        self.slider.show([words.k_words(k, one.most) for k in steps], steps.index(self.k))

    def _offer_link(self) -> None:
        query = to_query(self.name, self._settings, self._own)
        self.heading.reopens("ManyDimensions", query)

    def _write_code(self) -> None:
        if self.subject is not None:
            row = self.scene.row(self.subject, self._settings)
            count = self.subject.projections.neighbours
            self.heading.code = words.code(self._settings, self.k, row, count)

    def _state(self, said: str) -> None:
        self.state.value = f'<p class="gb-md-state">{said}</p>'

    def _say(self, *problems: str) -> None:
        self.problem.value = words.listed([*problems])
