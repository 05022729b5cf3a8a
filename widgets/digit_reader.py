"""A network that learns to read digits, by the student's own functions, in sight."""
import time
from collections.abc import Callable
from typing import Any

import ipywidgets
import numpy as np

from course.digit_training import PARTS, DigitConfig, DigitFunctions, DigitTraining
from course.digits import N_TEST, load
from course.exercises import written, yours
from widgets.assets import sheet
from widgets.canvas.curve import CurveCanvas
from widgets.digit_picture import mistakes
from widgets.digit_words import OWN, code, progress, result, whose
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.outcome import plain
from widgets.parts import Html
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.runner import Runner

PACE = 0.04  # seconds between two passes at least, so that they can be watched
TRAIN, PAUSE, GO_ON, ANEW = "Train", "Pause", "Go on", "Train again"
TITLE = "A network that reads digits"


class ReaderRunner(Runner):
    """The row with the button, dressed for digits."""

    _css = sheet("runner.css", "digits.css")


class DigitReader(Piece):
    """Training a network 64-hidden-10 on scikit-learn's digits, and what it reads wrongly.

    The functions are the student's as they were last defined, or the course's where they
    have none; the widget says whose it uses.  They are asked for anew at each start.

    Parameters
    ----------
    name : str
        What links call it.
    link : str, optional
        As `from_link` takes it.
    **settings
        Fields of `course.digit_training.DigitConfig`; one that is not allowed is refused in
        words, in the widget, and its default is used.

    Attributes
    ----------
    training : DigitTraining
        The network as it stands.
    """

    called = "digits"

    def __init__(self, *, name: str = "", link: str | None = None, **settings: Any) -> None:
        opened = self._opened(DigitConfig, name, link, settings)
        self._settings, self._own, problems = opened
        self._heard: list[Callable[[], None]] = []
        self._loading, self._next = False, 0.0
        self._frames, self._drawn = 0, 0
        self.runner = ReaderRunner(label=TRAIN, main=True)
        self.curve = CurveCanvas(title="Right, %", height=170)
        self.curve.set_axis((0.0, 1.0), [(0.0, "0"), (0.5, "50"), (1.0, "100")])
        self.result, self.wrong, self.whose = Html(), Html(), Html()
        self.heading = Heading(title=TITLE, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        super().__init__([self.heading, self._grid()], "gb-digits")
        self.runner.on_act(lambda act: self._soon(self.again if act == "again" else self.press))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self.heading.reopens("DigitReader", to_query(self.name, self._settings, self._own))
        self._restart()
        self._say(*problems)

    def _grid(self) -> ipywidgets.Widget:
        left = box("gb-digits-left", self.runner, self.curve)
        right = box("gb-digits-right", self.result, self.whose)
        return box("gb-digits-grid", left, right, self.wrong.add_class("gb-digits-wrong"))

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> DigitConfig:
        """The settings as they stand."""
        return self._settings

    @property
    def learned(self) -> bool:
        """Whether it has made at least a part of a pass."""
        return self.training.pieces > 0

    def press(self) -> None:
        """Train, pause, go on, or train again: what the button says."""
        if self._loading:
            return
        if self.run_loop.running:
            self.run_loop.stop()
            return
        if self.training.done:
            self._restart()
        if not self.learned:
            self.training.functions = self._theirs()
        self._say()
        if self._loop is None or self._loop.is_closed():
            self.run()
        else:
            self._load_then(self._start)

    def again(self) -> None:
        """Forget everything learned; the same seed begins with the same weights."""
        self.run_loop.stop()
        self._restart()

    def run(self) -> float:
        """Train to the end at once; accuracy on the test pictures.  For programs and tests.

        Raises
        ------
        Exception
            Whatever the functions raise; the widget says it too.
        """
        if not self.learned:
            self.training.functions = self._theirs()
        failure = None
        try:
            self.training.run()
        except Exception as error:
            failure = error
            raise
        finally:
            self._ended(failure)
        return self.training.test_accuracy

    def answer(self, pixels: np.ndarray) -> np.ndarray:
        """Probability of each digit, (n, 10), for pictures (n, 64); NaN if there is none."""
        return self.training.answer(pixels)

    def on_change(self, heard: Callable[[], None]) -> None:
        """Call `heard()` whenever the network has learned or forgotten something."""
        self._heard.append(heard)

    def close(self) -> None:
        """Stop, and leave the page."""
        self.run_loop.stop()
        super().close()

    # ---- a run -------------------------------------------------------------------------

    def _theirs(self) -> DigitFunctions:
        """The student's functions, and the course's where there are none."""
        mine = {name: written(key) for name, key in OWN.items()}
        self.whose.value = whose(mine)
        return DigitFunctions(**{name: yours(key) for name, key in OWN.items()})

    def _restart(self) -> None:
        self.training = DigitTraining(self._settings, self._theirs())
        self._say()
        self._show()

    def _load_then(self, act: Callable[[], None]) -> None:
        """scikit-learn takes a second or two to import: on a thread."""
        self._loading = True
        self.runner.words = "loading the pictures"

        def there(future: Any) -> None:
            self._loading = False
            self._guarded(lambda: (future.result(), act()))

        self._loop.run_in_executor(None, load, self.training.split).add_done_callback(there)

    def _start(self) -> None:
        self._next = 0.0
        self.run_loop.start()
        self._show()

    def _work(self) -> bool:
        """A fifth of a pass, unless the next pass is not due yet or there is none."""
        training = self.training
        whole = training.pieces % PARTS == 0
        if whole and time.monotonic() < self._next:
            return False
        if whole:
            self._next = time.monotonic() + PACE
        if not training.advance():
            self.run_loop.stop()
            return False
        return True

    def _frame(self) -> int:
        self.run_loop.pacer.painted(self._frames)
        self._frames += 1
        if self._drawn != len(self.training.history):
            self._show()
        return self._frames

    def _ended(self, failure: Exception | None) -> None:
        self._show()
        if failure is not None:
            self._say(f"Stopped: {type(failure).__name__}: {failure}")
        elif self.training.done:
            right = f"{self.training.test_accuracy:.1%} of {N_TEST} pictures never used"
            self.runner.spoken = f"Done: {right} are read rightly."

    # ---- what is shown -----------------------------------------------------------------

    def _show(self) -> None:
        """Everything as it stands now; whoever listens hears of it."""
        history, of = self.training.history, self._settings.passes
        self._drawn = len(history)
        ends = {"test": "validation", "train": "training"} if history else {}
        with self.curve.hold_sync():
            self.curve.show(
                [record.passes for record in history],
                [record.validation for record in history],
                [record.train for record in history],
                {**ends, "reference": "by chance", "steps": f"{of} passes"},
                reference=0.1,
            )
            self.curve.last = of
            self.curve.label = f"Accuracy after each pass: {plain(progress(self.training))}."
        self._show_button()
        self._show_result()
        for heard in self._heard:
            heard()

    def _show_button(self) -> None:
        running, done = self.run_loop.running, self.training.done
        label = PAUSE if running else ANEW if done else GO_ON if self.learned else TRAIN
        with self.runner.hold_sync():
            self.runner.label, self.runner.main = label, not done
            self.runner.words = progress(self.training)
            paused = self.learned and not running and not done
            self.runner.again = "Start over" if paused else ""
            if running:
                self.runner.spoken = ""

    def _show_result(self) -> None:
        training = self.training
        self.result.value = result(training)
        done = training.done
        self.wrong.value = mistakes(training.mistakes, training.digits.x_test) if done else ""

    def _write_code(self) -> None:
        self.heading.code = code(self._settings, self.training.pieces)

    def _say(self, *problems: str) -> None:
        self.runner.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)
