"""Downhill: the loss over two weights as a landscape, and gradient descent on it."""
import time
from collections.abc import Iterator
from typing import Any

import ipywidgets
import numpy as np

from course.descent import FLAT, Place, descend
from course.landscape import find
from widgets.canvas.curve import CurveCanvas
from widgets.canvas.landscape import Line
from widgets.descending import Descending
from widgets.descent_words import amount, key, pair, signed
from widgets.downhill_settings import DownhillControls, DownhillSettings
from widgets.layout import box
from widgets.parts import Html
from widgets.wording import steps

LIMIT = 1000  # steps after which a descent stops by itself
FIGURES = 0.2  # seconds between two sets of figures while it runs: faster cannot be read
LONG = 4.0  # length of a gradient whose arrow is half as long as an arrow can be


class Downhill(Descending):
    """A loss of two weights, seen from above, and gradient descent on it a step at a time.

    Parameters
    ----------
    name : str
        Tells several widgets of one page apart in links.
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    title : str
    **settings
        Fields of `DownhillSettings`: surface, rate, momentum, points, start.  One that is not
        allowed is refused in words, in the widget, and its default is used.

    Attributes
    ----------
    places : list of course.descent.Place
        The path as it stands; the first is the start.
    """

    SETTINGS, CONTROLS = DownhillSettings, DownhillControls

    called = "downhill"

    def __init__(
        self,
        *,
        name: str = "downhill",
        link: str | None = None,
        title: str = "",
        **settings: Any,
    ) -> None:
        self.curve, self.figures = CurveCanvas(title="Loss", height=120), Html()
        self.places: list[Place] = []
        self._before: Line | None = None
        super().__init__(name, title, link, settings)
        self.add_class("gb-downhill").add_class("gb-descending")

    def _laid_out(self) -> list[ipywidgets.Widget]:
        beside = box(
            "gb-right",
            box("gb-group", self.figures, self.curve),
            box("gb-group", *self.form.controls.values()),
        )
        marks = Html(key("start", "least", "against")).add_class("gb-key")
        picture = box("gb-middle", self.canvas, marks)
        return [box("gb-slope", self.heading, self.transport, picture, beside)]

    # ---- going down --------------------------------------------------------------------

    def _begin(self, changed: str) -> None:
        # Another way to take steps is compared with the one before; another start is not.
        if changed not in ("rate", "momentum", "points"):
            self._before = None
        elif len(self.places) > 1:
            self._before = Line(_path(self.places), f"{self._called} before", "before")
        self.landscape, self._called = find(self._settings.surface), _called(self._settings)
        self._walk: Iterator[Place] = descend(
            self.landscape, self._start, self._settings.rate, self._settings.momentum,
            self._settings.points,
        )  # fmt: skip
        self.places, self._written_at = [next(self._walk)], -1.0

    @property
    def _start(self) -> tuple[float, ...]:
        landscape = find(self._settings.surface)
        return landscape.clip(self._settings.start or landscape.start)

    def _advance(self) -> None:
        self.places.append(next(self._walk))

    def _how_it_ended(self) -> tuple[str, str, str] | None:
        place, made = self.places[-1], len(self.places) - 1
        if self.landscape.beyond(place.w):
            return "failed", "left the picture", (
                f"After {steps(made)} the path has left the picture: the learning rate is too "
                "large. Try a smaller one, then press Play"
            )  # fmt: skip
        if self._settings.points == "all" and place.at_rest:
            if self.landscape.to_minimum(place.w) > 0.5:
                return "done", "at rest on a saddle", ""
            return "done", "at rest: it is flat here", ""
        if made >= LIMIT:
            return "done", f"stopped after {steps(LIMIT)}", ""
        return None

    # ---- what is seen ------------------------------------------------------------------

    def _paint(self, running: bool) -> int:
        place = self.places[-1]
        lines = [Line(_path(self.places))] + ([self._before] if self._before else [])
        flat = place.slope < FLAT  # an arrow would point anywhere
        arrow = [] if flat else -place.gradient / (place.slope + LONG)
        return self.canvas.show(self.landscape, self._start, lines, arrow, running)

    def _write(self, running: bool) -> None:
        now = time.perf_counter()
        if running and now - self._written_at < FIGURES:
            return
        self._written_at, place = now, self.places[-1]
        with self.transport.hold_sync():
            self.transport.result, self.transport.free = amount(place.loss), "loss"
            self.transport.result_words = f"{amount(self.landscape.least)} is the least"
        self.canvas.label = self._summary()
        self.figures.value = _figures(place)
        losses = [min(one.loss, 1e6) for one in self.places]
        top = _round_up(max(losses))
        self.curve.set_axis((0.0, top), [(v, f"{v:g}") for v in (0, top / 2, top)])
        nothing = [float("nan")] * len(losses)
        words = {"test": amount(place.loss), "steps": steps(place.index)}
        self.curve.show(range(len(losses)), losses, nothing, words)

    def _summary(self) -> str:
        place, least = self.places[-1], " and ".join(map(pair, self.landscape.minima))
        return (
            f"Loss over two weights, {self.landscape.words}: {self.landscape.about}. From "
            f"{pair(self._start)}, after {steps(place.index)} with {self._called}, the weights "
            f"are {pair(place.w)}, the loss is {amount(place.loss)} and the gradient has length "
            f"{amount(place.slope)}. The loss is least at {least}."
        )

    def code(self) -> str:
        """The lines of Python that go where the widget has gone; the last is weights and loss."""
        chosen = self._settings
        return "\n".join([
            "from itertools import islice",
            "",
            "from course.descent import descend",
            "from course.landscape import find",
            "",
            f"places = descend(find({chosen.surface!r}), {tuple(self._start)!r}, "
            f"rate={chosen.rate!r},",
            f"                 momentum={chosen.momentum!r}, points={chosen.points!r})",
            f"*_, last = islice(places, {len(self.places)})",
            "last.w, last.loss",
        ])  # fmt: skip


# ---- words -----------------------------------------------------------------------------


def _called(settings: DownhillSettings) -> str:
    momentum = f", momentum {settings.momentum:g}" if settings.momentum else ""
    return f"rate {settings.rate:.3g}{momentum}{', 1 point' if settings.points == 'one' else ''}"


def _path(places: list[Place]) -> np.ndarray:
    return np.array([place.w for place in places])


def _round_up(value: float) -> float:
    """The first of 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1, 2 ... that is not below a value."""
    for power in range(-1, 7):
        for digit in (1, 2, 3, 4, 6, 8):
            if digit * 10.0**power >= value:
                return digit * 10.0**power
    return 1e7


def _figures(place: Place) -> str:
    """Weights, gradient and its length, as HTML."""
    rows = [
        ("weights", signed(place.w[0]), signed(place.w[1])),
        ("gradient", signed(place.gradient[0]), signed(place.gradient[1])),
        ("its length", amount(place.slope), ""),
    ]
    cells = "".join(f"<tr><th scope=row>{a}</th><td>{b}</td><td>{c}</td></tr>" for a, b, c in rows)
    head = "<tr><td></td><th scope=col>w1</th><th scope=col>w2</th></tr>"
    return f'<table class="gb-figures">{head}{cells}</table>'
