"""Valley: gradient descent, momentum and Newton's method from one start, step for step."""
import inspect
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import ipywidgets
import numpy as np

from course.descent import CLOSE, Place, descend, newton
from course.landscape import Landscape, find
from widgets.canvas.landscape import Line
from widgets.descending import Descending
from widgets.descent_words import amount, key, pair
from widgets.downhill_settings import ValleyControls, ValleySettings
from widgets.layout import box
from widgets.parts import Html
from widgets.wording import steps

FIGURES = 0.2  # seconds between two sets of figures while it runs
LIMIT = 4000  # steps after which a walker that has not arrived is given up
KEPT = 0.9  # share of the velocity that the walker with momentum keeps


@dataclass
class Walker:
    """One way down, and how far it has come.

    Attributes
    ----------
    name, brief, style : str
        What it is called, also in one word, and the style of its line.
    places : list of Place
        The first is the start.
    walk : iterator of Place
        Those after the start.
    end : str
        "" while it walks; then "arrived", "left" or "stopped".
    """

    name: str
    brief: str
    style: str
    places: list[Place]
    walk: Iterator[Place]
    end: str = ""

    @property
    def made(self) -> int:
        """Steps made."""
        return len(self.places) - 1

    def advance(self) -> None:
        """Make a step, unless it has come to its end."""
        place = None if self.end else next(self.walk, None)
        if place is not None:
            self.places.append(place)

    def judge(self, landscape: Landscape) -> None:
        """Say whether it has come to its end."""
        w = self.places[-1].w
        if landscape.to_minimum(w) < CLOSE:
            self.end = "arrived"
        elif landscape.beyond(w) and self.style != "rings" or np.abs(w).max() > 1e3:
            self.end = "left"
        elif self.made >= LIMIT:
            self.end = "stopped"

    def words(self) -> str:
        """Its name and how far it is: "Newton, 9 steps"."""
        ending = {"left": ", and out of the picture", "stopped": ", and not there"}
        return f"{self.name}, {steps(self.made)}{ending.get(self.end, '')}"


class Valley(Descending):
    """A valley, and three ways down it from one start, which step together.

    Gradient descent, the same with momentum 0.9, and Newton's method, whose Hessian the
    autograd package computes.

    Parameters
    ----------
    name : str
        Tells several widgets of one page apart in links.
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    title : str
    **settings
        Fields of `ValleySettings`: valley, rate, start.  One that is not allowed is refused
        in words, in the widget, and its default is used.

    Attributes
    ----------
    walkers : list of Walker
        Newton's, gradient descent, and with momentum.
    """

    SETTINGS, CONTROLS = ValleySettings, ValleyControls
    PACE = (4.0, 1.6, 1000.0)

    called = "valley"

    def __init__(
        self,
        *,
        name: str = "valley",
        link: str | None = None,
        title: str = "Three ways down a valley",
        **settings: Any,
    ) -> None:
        self.figures, self.said, self._written_at = Html(), Html(), -1.0
        super().__init__(name, title, link, settings)
        self.add_class("gb-valley").add_class("gb-descending")
        if self._loop is not None:  # the first step would wait for this import otherwise
            self._loop.run_in_executor(None, __import__, "autograd")

    def _laid_out(self) -> list[ipywidgets.Widget]:
        beside = box(
            "gb-right",
            box("gb-group", self.figures, self.said),
            box("gb-group", *self.form.controls.values()),
        )
        picture = box("gb-middle", self.canvas, Html(key("start", "least")).add_class("gb-key"))
        slope = box("gb-slope", self.heading, self.transport, picture, beside)
        return [slope]

    # ---- going down --------------------------------------------------------------------

    @property
    def _start(self) -> tuple[float, ...]:
        landscape = find(self._settings.valley)
        return landscape.clip(self._settings.start or landscape.start)

    def _begin(self, changed: str) -> None:
        self.landscape, rate = find(self._settings.valley), self._settings.rate
        if changed == "valley":  # another picture, with a start of its own
            self._settings = replace(self._settings, start=())
        place, where = self.landscape, self._start
        walks = [
            ("Newton", "Newton", "rings", newton(place, where)),
            ("gradient descent", "descent", "dots", descend(place, where, rate)),
            (f"momentum {KEPT:g}", "momentum", "dashes", descend(place, where, rate, KEPT)),
        ]
        first = next(descend(place, where, rate))
        self.walkers = [
            Walker(name, brief, style, [first], islice(walk, 1, None))
            for name, brief, style, walk in walks
        ]
        self._judge()

    def _advance(self) -> None:
        for walker in self.walkers:
            walker.advance()
        self._judge()

    def _judge(self) -> None:
        for walker in self.walkers:
            walker.judge(self.landscape)

    def _how_it_ended(self) -> tuple[str, str, str] | None:
        if not all(walker.end for walker in self.walkers):
            return None
        gone = [walker.name for walker in self.walkers if walker.end == "left"]
        if gone:
            return "failed", "left the picture", (
                f"Out of the picture: {' and '.join(gone)}. The learning rate is too large here"
            )  # fmt: skip
        late = [walker.name for walker in self.walkers if walker.end == "stopped"]
        return "done", f"{' and '.join(late)} not there" if late else "all have arrived", ""

    # ---- what is seen ------------------------------------------------------------------

    def _paint(self, running: bool) -> int:
        lines = [
            Line(
                np.array([place.w for place in walker.places]), walker.words(), walker.style,
                f"{walker.brief} {walker.made:,}",
            ) for walker in self.walkers
        ]  # fmt: skip
        return self.canvas.show(self.landscape, self._start, lines, live=running)

    def _write(self, running: bool) -> None:
        now = time.perf_counter()
        if running and now - self._written_at < FIGURES:
            return
        self._written_at = now
        self.canvas.label = self._summary()
        self.figures.value = self._table()
        self.said.value = self._of_newton()

    def _table(self) -> str:
        """Steps and what is left of the way, a row for each walker, as HTML."""
        rows = "".join(
            f"<tr><th scope=row>{walker.name}</th><td>{walker.made:,}</td>"
            f"<td>{amount(self.landscape.to_minimum(walker.places[-1].w))}</td></tr>"
            for walker in self.walkers
        )
        head = "<tr><td></td><th scope=col>steps</th><th scope=col>still to go</th></tr>"
        return f'<table class="gb-figures">{head}{rows}</table>'

    def _of_newton(self) -> str:
        """What Newton's method had to do where the valley is no bowl, as HTML."""
        lifted = [place.index for place in self.walkers[0].places if place.lifted]
        if not lifted:
            return ""
        numbers = ", ".join(map(str, lifted[:8])) + (" ..." if len(lifted) > 8 else "")
        many = len(lifted) > 1
        return (
            f'<p class="gb-note">Newton, step{"s" if many else ""} {numbers}: the surface bends '
            "down in some direction there, and has no bowl whose bottom to go to. The Hessian's "
            "diagonal was lifted until it had one.</p>"
        )

    def _summary(self) -> str:
        least = pair(self.landscape.minima[0])
        ways = "; ".join(
            f"{walker.words()}, {amount(self.landscape.to_minimum(walker.places[-1].w))} from "
            "the minimum" for walker in self.walkers
        )  # fmt: skip
        return (
            f"{self.landscape.words.capitalize()}, least at {least}. From {pair(self._start)} "
            f"with learning rate {self._settings.rate:.3g}: {ways}."
        )

    def code(self) -> str:
        """The lines of Python that go where the walkers have gone; the last is where they are."""
        source = inspect.getsource(self.landscape.loss).rstrip()
        newton, plain, momentum = (walker.made for walker in self.walkers)
        name, rate = self.landscape.loss.__name__, self._settings.rate
        return f"""import autograd.numpy as np
from autograd import grad, hessian


{_without_types(source)}


slope, curvature = grad({name}), hessian({name})
w = m = n = np.array({list(self._start)!r})
for step in range({plain}):  # gradient descent
    w = w - {rate!r} * slope(w)
v = 0
for step in range({momentum}):  # with momentum
    v = {KEPT!r} * v + slope(m)
    m = m - {rate!r} * v
for step in range({newton}):  # Newton
    H = curvature(n)
    least = np.linalg.eigvalsh(H)[0]
    if least <= 0:  # no bowl here: lift the diagonal until there is one
        H = H + (1 - least) * np.eye(2)
    n = n - np.linalg.solve(H, slope(n))
n, w, m"""


def _without_types(source: str) -> str:
    """A function's lines without what its first line says of types, which needs an import."""
    first, rest = source.split("\n", 1)
    return f"{first.split('(')[0]}(w):\n{rest}"
