"""A pad to write a digit on, which a network reads while it is being written."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import traitlets

from course.checks import check_integer
from course.digits import N_TEST, SIDE, load
from course.pen import from_text, pixels, to_text
from widgets.assets import script, sheet
from widgets.canvas.pen import HINT, PenCanvas
from widgets.digit_reader import DigitReader
from widgets.digit_words import UNTRAINED, sentence, short, training_lines
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import of_page, to_query, wants_stage
from widgets.parts import Part
from widgets.piece import Piece

NOTHING = "Nothing is written yet."
TITLE = "Write a digit"


@dataclass(frozen=True)
class PadSettings:
    """What stands on the pad.

    Attributes
    ----------
    drawing : str
        Strokes, as `course.pen.to_text` writes them.
    example : int
        A picture of the test set that is shown instead, from 0 to 499; -1 for none.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    drawing: str = ""
    example: int = -1

    def __post_init__(self) -> None:
        from_text(self.drawing)
        check_integer("example", self.example, -1, N_TEST - 1)


class ReadingView(Part):
    """What a network sees and says.

    Attributes
    ----------
    pixels : bytes
        Sixteenths of ink of the 64 pixels, row by row from the top.
    shares : list of float
        Probability of each digit, or empty.
    values : list of str
        The same in words.
    words, note, what : str
        The answer in a sentence, what to know about it, and what the picture is.
    label : str
        What the picture is, for those who do not see it.
    spoken : str
        A sentence for screen readers, at the end of a stroke.
    """

    _esm = script("follow.js", "canvas/surface.js", "digit_reading.js")
    _css = sheet("digit_pad.css")

    pixels = traitlets.Bytes(bytes(SIDE * SIDE)).tag(sync=True)
    shares = traitlets.List().tag(sync=True)
    values = traitlets.List().tag(sync=True)
    words = traitlets.Unicode(NOTHING).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    what = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: it only shows."""


class DigitPad(Piece):
    """A pad; beside it what a network sees of the writing, and what it says, at once.

    Parameters
    ----------
    reader : DigitReader, optional
        Whose network reads; the pad follows as it trains.  Without one the pad has a network
        of its own, and the button that trains it.
    name : str
        What links call it.
    link : str, optional
        As `from_link` takes it.
    **settings
        Fields of `PadSettings`.

    Attributes
    ----------
    reader : DigitReader
    probabilities : array, shape (10,), or None
        What the network says now; None if there is nothing to read.
    """

    called = "pad"

    def __init__(
        self,
        reader: DigitReader | None = None,
        *,
        name: str = "pad",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        begin, self._own, problems = self._opened(PadSettings, name, link, settings)
        self._due = False
        self.reader = reader or DigitReader(name=f"{self.name}-reader")
        self._example = -1
        self.probabilities: np.ndarray | None = None
        self.canvas, self.view = PenCanvas(), ReadingView()
        self.heading = Heading(title=TITLE, present=wants_stage(link))
        left = box("gb-pad-left", self.canvas)
        right = box("gb-pad-right", self.view)
        own = [self.reader.runner] if reader is None else []
        grid = box("gb-pad-grid", left, right)
        super().__init__([self.heading, *own, grid], "gb-pad")
        self.canvas.on_ink(lambda act: self._soon(lambda: self._acted(act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self.reader.on_change(self._read_again)
        self.canvas.set_strokes(from_text(begin.drawing))
        self._read()
        if begin.example >= 0:
            self._load_then(lambda: self._show_example(begin.example))
        self._say(*problems)

    @classmethod
    def from_link(cls, link: str, reader: DigitReader | None = None, **own: Any) -> Self:
        """A pad with the drawing of a link; what cannot be used is said in it."""
        return cls(reader, link=link, **{"name": of_page(link).get("open") or "pad", **own})

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> PadSettings:
        """What stands on the pad, as a link writes it."""
        return PadSettings(to_text(self.canvas.strokes), self._example)

    def write(self, strokes: Any) -> None:
        """Put these strokes on the pad, in place of what is there.

        Raises
        ------
        TypeError, ValueError
            If they are no strokes, as `course.pen.checked` says.
        """
        self._example = -1
        self.canvas.set_strokes(strokes)
        self._read(spoken=True)

    def example(self) -> None:
        """Show the next picture of the test set in place of a drawing."""
        self._load_then(lambda: self._show_example((self._example + 1) % N_TEST))

    def _acted(self, act: str) -> None:
        if act == "example":
            self.example()
            return
        self._example = -1
        # While a stroke is drawn only its newest form matters: what waits is read once.
        if act != "moving":
            self._read(spoken=True)
        elif not self._due:
            self._due = True
            self._later(self._read)

    def _show_example(self, index: int) -> None:
        self.canvas.set_strokes([])
        self._example = index
        self._read(spoken=True)

    def _load_then(self, act: Callable[[], None]) -> None:
        """The pictures take a second or two the first time: on a thread."""
        split = self.reader.training.split
        if self._loop is None or self._loop.is_closed():
            load(split)
            act()
            return

        def there(future: Any) -> None:
            self._guarded(lambda: (future.result(), act()))

        self._loop.run_in_executor(None, load, split).add_done_callback(there)

    # ---- what is read ------------------------------------------------------------------

    @property
    def pixels(self) -> np.ndarray | None:
        """The picture that the network sees, shape (64,), in [0, 1]; None if there is none."""
        if self._example >= 0:
            return load(self.reader.training.split).x_test[self._example]
        return pixels(self.canvas.ink) if self.canvas.ink else None

    def _read_again(self) -> None:
        """The network has changed: perhaps it reads the same drawing otherwise."""
        self._guarded(self._read)

    def _read(self, spoken: bool = False) -> None:
        """See, ask the network, and show what it says."""
        self._due, seen, what = False, self.pixels, ""
        if self._example >= 0:
            truth = load(self.reader.training.split).y_test[self._example]
            what = f"Test picture {self._example + 1} of {N_TEST}: it is a {truth}."
        self.canvas.hint = "A test picture is shown beside" if what else HINT
        if seen is None:
            self.probabilities = None
        else:
            self.probabilities = self.reader.answer(seen[None])[0]
        self._show(seen, what, spoken)
        if self.canvas.moving is None:
            query = to_query(self.name, self.settings, self._own)
            self.heading.reopens("DigitPad", query)

    def _show(self, seen: np.ndarray | None, what: str, spoken: bool) -> None:
        p, view = self.probabilities, self.view
        words = NOTHING if p is None else sentence(p)
        known = p is not None and bool(np.isfinite(p).all())
        ink = np.zeros(SIDE * SIDE) if seen is None else seen
        with view.hold_sync():
            view.pixels = np.round(16 * ink).astype(np.uint8).tobytes()
            view.shares = p.tolist() if known else []
            view.values = [short(one) for one in p] if known else []
            view.words, view.what = words, what
            view.note = "" if self.reader.learned else UNTRAINED
            view.label = f"8 by 8 grey values, {ink.mean():.0%} ink."
            if spoken:
                view.spoken = f"{what} {words} {view.note}".strip()
        count = len(self.canvas.ink)
        written = f"{count} stroke{'' if count == 1 else 's'}" if count else "nothing yet"
        self.canvas.label = f"Your writing: {written}. {words if p is not None else HINT + '.'}"

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def code(self) -> str:
        """Lines of Python that read what stands on the pad with the same network."""
        training = self.reader.training
        lines = training_lines(training.config, training.pieces)
        if training.done:
            lines += ["training.run()"]
        if self._example >= 0:
            lines += [f"picture = training.digits.x_test[{self._example}]"]
        else:
            text = to_text(self.canvas.strokes)
            lines = ["from course.pen import from_text, pixels", *lines,
                     f'picture = pixels(from_text("{text}"))']  # fmt: skip
        return "\n".join([*lines, "print(training.answer(picture[None])[0].round(3))"]) + "\n"

    def _say(self, *problems: str) -> None:
        self.canvas.said = " ".join(f"{p.rstrip('.')}." for p in problems if p)

    def _later(self, act: Callable[[], Any]) -> None:
        """Do it when the messages that wait have been read, where there is a loop."""
        if self._loop is None or self._loop.is_closed():
            self._guarded(act)
        else:
            self._loop.call_soon(self._guarded, act)
