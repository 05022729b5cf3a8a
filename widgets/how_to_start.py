"""How to start: the scale of the initial weights against the depth of the network."""
import math
from collections.abc import Iterator
from typing import Any

import ipywidgets
import numpy as np

from course.starts import Layers, histograms, layers, summed, through
from widgets.canvas.histograms import LayersView, Presets
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.how_to_start_settings import PRESETS, SEEDS, StartSettings
from widgets.layout import box
from widgets.links import collect, to_query, wants_stage
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.start_words import AXES, TITLES, at_each, label, said

ACTIVATIONS = {"tanh": (-1.0, 1.0), "relu": (0.0, 3.0)}  # axis of the histograms
GRADIENTS = (-3.0, 3.0)
LEFT = ("activation", "depth", "weights", "scale", "bias", "seed")


class HowToStart(Piece):
    """A deep network that has not learned anything yet, and what goes through its layers.

    One seed is drawn in detail, as soon as anything changes; the 32 follow a little at a time.

    Parameters
    ----------
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `StartSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    own : course.starts.Layers
        Of the seed that is drawn in detail.
    spreads : dict of int to array (2, depth)
        By seed, forward and backward; of those computed so far.
    """

    called = "start"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        begin, self._given, problems = self._opened(StartSettings, name, link, settings)
        self._settings, self._pending = begin, False
        self.form = Form(begin, self._changed, self._say)
        self.heading = Heading(title=title, present=wants_stage(link))
        options = [list(pair) for pair in PRESETS.items()]
        self.presets = Presets(label="scale of the weights", options=options)
        self.view = LayersView()
        self.run_loop = RunLoop(self._work, self._show_seeds, self._ended, Pacer())
        super().__init__([self._grid()], "gb-how-to-start")
        self._apply()
        self._say(*problems)
        self.view.on_painted(lambda frame: self._soon(lambda: self._painted(frame)))
        self.presets.on_choice(lambda scale: self._soon(lambda: self.set(scale=scale)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    def _grid(self) -> ipywidgets.Widget:
        controls = self.form.controls
        first = [controls[name] for name in LEFT[: LEFT.index("scale") + 1]]
        rest = [controls[name] for name in LEFT[LEFT.index("scale") + 1 :]]
        left = box("gb-start-left", *first, self.presets, *rest)
        return box("gb-start-grid", self.heading, left, self.view)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> StartSettings:
        """The settings as they stand."""
        return self._settings

    def set(self, **settings: Any) -> None:
        """Change some settings, as if by hand; one that is not allowed is refused in words."""
        config, problems = collect(StartSettings, {**vars(self.form.config), **settings})
        self.form.set(config)
        self._apply()
        self._say(*problems)

    def run(self) -> None:
        """Compute all 32 seeds at once, for programs and tests."""
        while self._work():
            pass
        self._show_seeds()

    def close(self) -> None:
        """Stop, and leave the page."""
        self.run_loop.stop()
        super().close()

    def _changed(self, _: StartSettings, __: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        unchanged = self.form.config == self._settings  # what a page's slider says at first
        if not self._pending and not unchanged:
            self._pending = True
            self._soon(self._apply)

    def _painted(self, frame: int) -> None:
        """The page shows the chosen seed: the others can begin."""
        self.run_loop.pacer.painted(frame)
        if self._left is None:
            self._follow_up()

    # ---- what is computed --------------------------------------------------------------

    def _apply(self) -> None:
        """The chosen seed at once; the others are begun when the page has painted it."""
        self._pending, self._settings = False, self.form.config
        start, seed = self._settings.start, self._settings.seed
        passed = through(start, seed)
        self.own = summed(start, passed)
        self.spreads = {seed: _spread(self.own)}
        self._left: Iterator[int] | None = None
        shares = [
            histograms(passed.h, *ACTIVATIONS[start.activation]),
            histograms(passed.dz, *GRADIENTS),
        ]
        with self.view.hold_sync():
            self.view.shares = np.stack(shares).astype("<f4").tobytes()
            self.view.layers = at_each(start, self.own)
            self.view.titles = list(TITLES[start.activation])
            self.view.axes = [AXES[start.activation], ("3+", "0", "\u22123+")]
            self._show_seeds()
        self._say()
        self.presets.value = self._settings.scale
        self.heading.reopens("HowToStart", to_query(self.name, self._settings, self._given))

    def _follow_up(self) -> None:
        self._left = (seed for seed in range(SEEDS) if seed != self._settings.seed)
        if self._loop is not None:
            self.run_loop.start()

    def _work(self) -> bool:
        """One more seed; False when all are there."""
        if self._left is None:
            self._left = (seed for seed in range(SEEDS) if seed != self._settings.seed)
        seed = next(self._left, None)
        if seed is None:
            self.run_loop.stop()
            return False
        self.spreads[seed] = _spread(layers(self._settings.start, seed))
        return True

    def _ended(self, failure: Exception | None) -> None:
        if failure is not None:
            self._say(f"Stopped: {type(failure).__name__}: {failure}")
        self._show_seeds()

    # ---- what is shown -----------------------------------------------------------------

    def _show_seeds(self) -> int:
        """The lines of the seeds that are there, and what one sees in them."""
        start, seed, view = self._settings.start, self._settings.seed, self.view
        rest = [spread for one, spread in self.spreads.items() if one != seed]
        spreads = np.stack([self.spreads[seed], *rest])  # (seeds, 2, depth)
        with np.errstate(divide="ignore"):
            logs = np.log10(spreads)
        with view.hold_sync():
            view.lines = logs.swapaxes(0, 1).astype("<f4").tobytes()
            view.bounds = [_decades(logs[0, way]) for way in (0, 1)]
            count = len(spreads)
            view.seeds_words = f"{SEEDS} seeds" if count == SEEDS else f"of {count}"
            complete = spreads if count == SEEDS else spreads[:1]
            view.said = said(start, self.own, complete[:, 0], complete[:, 1])
            view.label = label(start, self.own, view.said)
            view.frame += 1
        return view.frame

    def _write_code(self) -> None:
        now = self._settings
        self.heading.code = (
            "from course.starts import Start, layers\n\n"
            f"start = Start({now.activation!r}, depth={now.depth}, scale={now.scale}, "
            f"bias={now.bias}, weights={now.weights!r})\n"
            f"one = layers(start, {now.seed})  # the seed in detail\n"
            "print(one.forward, one.backward, one.off)\n"
            f"many = layers(start, tuple(range({SEEDS})))  # arrays ({SEEDS}, {now.depth})\n"
            "print(many.forward[:, -1], many.backward[:, 0])\n"
        )

    def _say(self, *problems: str) -> None:
        self.view.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)


def _spread(one: Layers) -> np.ndarray:
    """Forward and backward of one seed: shape (2, depth)."""
    return np.stack([one.forward, one.backward])


def _decades(logs: np.ndarray) -> tuple[int, int]:
    """Decades that hold these sizes: few enough to see luck, in steps that seldom change."""
    known = logs[np.isfinite(logs)]
    low, high = (-known.min(), known.max()) if len(known) else (0.0, 0.0)
    return -_beyond(low), _beyond(high)


def _beyond(decades: float) -> int:
    """The next of 1, 2, 4, 8, 12 ... decades, with a little room."""
    return next((n for n in (1, 2) if decades < n - 0.1), 4 * math.ceil((decades + 0.1) / 4))
