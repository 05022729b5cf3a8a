"""How far a gradient gets in a deep network, with a way round each layer and without."""
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer
from course.depth_trials import DepthTrials
from course.residual import DEEPEST, KINDS, SEEDS, first_to_last, gradient_norms
from widgets.canvas.layer_gradients import LayerGradients
from widgets.controls.form import Form, Joined, Slider, control
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.trial import Trial

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WHAT = (
    '<div class="gb-what">Before any training. A thin line for each of 32 seeds, a thick one for '
    "their median. Layer 1 is the farthest from the loss.</div>"
)
TRIAL = (
    '<h2>Do they learn?</h2><div class="gb-asked-of-it">The circle, 400 steps of gradient descent '
    "with momentum, 16 seeds of each kind: as deep as set above, and a plain network of two "
    "layers beside them.</div>"
)


@dataclass(frozen=True)
class ResidualsSettings:
    """What a person can set.

    Attributes
    ----------
    depth : int
        Layers, in [1, 40].
    activation : {"tanh", "relu"}

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    depth: int = control(20, Slider("layers", 1, DEEPEST, 1))
    activation: str = control("tanh", Joined("activation", (("tanh", "tanh"), ("ReLU", "relu"))))

    def __post_init__(self) -> None:
        check_integer("depth", self.depth, 1, DEEPEST)
        check_choice("activation", self.activation, KINDS)


class Residuals(Piece):
    """Gradients layer by layer in plain and residual networks, and whether they learn.

    Parameters
    ----------
    name : str
        What links call it.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `ResidualsSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    trial : Trial
        Whether such networks learn, once somebody asks.
    """

    trial: Trial | None = None  # until it is made

    called = "residuals"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "How far does a gradient get?",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        self._waiting = False
        self._settings, self._own, problems = self._opened(ResidualsSettings, name, link, settings)
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.trial = Trial(self._trials, "Train them", TRIAL, _caption)
        self.canvas, self.said = LayerGradients(), Html()
        self.heading = Heading(title=title, present=wants_stage(link))
        controls = self.form.controls
        left = box("gb-residuals-left", controls["depth"], controls["activation"], Html(WHAT))
        head = Html("<h2>Size of the gradient at each layer’s weights</h2>")
        right = box("gb-residuals-right", head, self.canvas, self.said)
        grid = box("gb-residuals-grid", left, right)
        super().__init__([self.heading, grid, self.trial.box], "gb-residuals")
        self.heading.on_code(lambda: self.trial.work.soon(self._write_code))
        self._norms: dict[bool, np.ndarray] = {}
        while not self._measured():
            pass
        self._say(*problems)

    @property
    def settings(self) -> ResidualsSettings:
        """The settings as they stand."""
        return self._settings

    def close(self) -> None:
        """Stop, and leave the page."""
        if self.trial is not None:
            self.trial.stop()
        super().close()

    # ---- the gradients -----------------------------------------------------------------

    def _changed(self, _: ResidualsSettings, __: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        if not self._waiting:
            self._waiting = True
            self.trial.work.soon(self._apply)

    def _apply(self) -> None:
        self._waiting, self._settings, self._norms = False, self.form.config, {}
        self._say()
        self._go_on()

    def _go_on(self) -> None:
        """Measure one kind now and the other in the next turn of the loop, then show both."""
        if not self._measured():
            self.trial.work.soon(self._go_on)

    def _measured(self) -> bool:
        """Measure what is still missing of the two kinds, at most one; True once it is shown."""
        for residual in (False, True):
            if residual not in self._norms:
                depth, activation = self._settings.depth, self._settings.activation
                self._norms[residual] = gradient_norms(depth, residual, activation)
                break
        if len(self._norms) == 2:
            self._show()
        return len(self._norms) == 2

    def _show(self) -> None:
        plain, residual = self._norms[False], self._norms[True]
        left = [first_to_last(norms) for norms in (plain, residual)]
        words = [f"{times(share)} the last layer’s" for share in left]
        sentence = self._sentence(*left)
        self.canvas.show(plain, residual, tuple(words), f"{sentence} Medians of {SEEDS} seeds.")
        self.said.value = f'<div class="gb-said-of-it">{sentence}</div>'
        self.heading.reopens("Residuals", to_query(self.name, self._settings, self._own))

    def _sentence(self, plain: float, residual: float) -> str:
        depth = self._settings.depth
        if depth == 1:
            return "With one layer, the first is the last: there is nothing to lose yet."
        return (
            f"With {depth} layers, the first plain layer gets {times(plain)} the gradient of the "
            f"last, the first residual layer {times(residual)}."
        )

    def _trials(self) -> DepthTrials:
        return DepthTrials(self._settings.depth, self._settings.activation)

    # ---- words -------------------------------------------------------------------------

    def _write_code(self) -> None:
        depth, activation = self._settings.depth, self._settings.activation
        lines = [
            "from course.residual import first_to_last, gradient_norms",
            "",
            f'plain = gradient_norms({depth}, residual=False, activation="{activation}")',
            f'residual = gradient_norms({depth}, residual=True, activation="{activation}")',
            "first_to_last(plain), first_to_last(residual)",
        ]
        self.heading.code = "\n".join([*lines, *self.trial.code()])

    def _say(self, *problems: str) -> None:
        self.trial.runner.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)


def _caption(trials: DepthTrials) -> str:
    units = {"tanh": "tanh", "relu": "ReLU"}[trials.activation]
    return (
        f"{units} units, {trials.updates:,} steps. Right on unseen points; a square for each seed."
    )


def times(share: float) -> str:
    """A multiple in words: "1.5 times", "0.067 times" or "1.7 × 10⁻⁴ times"."""
    if share >= 0.01:
        digits = f"{share:.2g}" if share < 100 else f"{share:,.0f}"
        return f"{digits} times"
    if share == 0:
        return "0 times"
    figure, power = f"{share:.1e}".split("e")
    return f"{figure} × 10{str(int(power)).translate(RAISED)} times"
