"""One neuron by hand: its line is dragged until it separates two clouds of points."""
import math
from typing import Any

import numpy as np

from course.checks import check_number
from course.neuron import GOAL, Neuron, make_clouds
from widgets.canvas.field import packed
from widgets.canvas.line import LineView
from widgets.controls.stepper import Stepper
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.neuron_words import Move, numbers, picture_label, told
from widgets.one_neuron_settings import MOST, NeuronSettings
from widgets.piece import Piece

SMALLEST, LARGEST = 0.5, 60.0  # length of (w1, w2) that the arrow can be given
REACH = 0.11  # the arrow is as long as this times the root of that: 0.08 to 0.85
NUDGE, TURN, STEEPER = 0.02, math.radians(3), 1.15  # what one key press does
WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
TURNS = {"turn left": TURN, "turn right": -TURN}
SIZES = {"steeper": STEEPER, "flatter": 1 / STEEPER}


class OneNeuron(Piece):
    """Two clouds of points, and the line of one neuron to drag between them.

    Parameters
    ----------
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `NeuronSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    neuron : Neuron
        As it stands.
    moves : list of Move
        The loss at first and after each move, and who made it.
    """

    called = "neuron"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        begin, self._own, problems = self._opened(NeuronSettings, name, link, settings)
        self.heading = Heading(title=title, present=wants_stage(link))
        self.view = LineView()
        words = "seed of the points"
        self.points = Stepper(name="seed", label=words, low=0, high=9999, value=begin.seed)
        seed = box("gb-line-seed gb-seldom", self.points)
        super().__init__([self.heading, self.view, seed], "gb-one-neuron")
        self._downhill = False
        self._begin(begin)
        self._say(*problems)
        self.view.on_act(lambda content: self._soon(lambda: self._heard(content)))
        self.points.observe(lambda _: self._soon(self._other_points), "value")
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> NeuronSettings:
        """The settings as they stand."""
        return NeuronSettings(self._seed, self.neuron.w1, self.neuron.w2, self.neuron.b)

    @property
    def loss(self) -> float:
        """Mean of -log p(truth) in nats."""
        return self.neuron.loss(*self._data)

    @property
    def accuracy(self) -> float:
        """Share of the points on the right side of the line."""
        return self.neuron.accuracy(*self._data)

    def move(self, neuron: Neuron) -> None:
        """Put the line somewhere else; as if by hand."""
        self._place(neuron)
        self._settle("hand")

    def step(self) -> None:
        """Take one step of gradient descent."""
        self._place(self.neuron.step(*self._data))
        self._settle("gradient")

    def show_downhill(self, shown: bool = True) -> None:
        """Show or hide where one step of gradient descent would take the line."""
        self._downhill = shown
        self._show()

    def reset(self) -> None:
        """Back to where the line began, with the same points; the moves are forgotten."""
        self._begin(self._own if self._own.seed == self._seed else NeuronSettings(self._seed))

    def _begin(self, settings: NeuronSettings) -> None:
        self._seed, self._data = settings.seed, make_clouds(settings.seed)
        self.neuron, self._middle, self._dragging = settings.neuron, (0.0, 0.0), False
        self._place(self.neuron)
        self.moves = [Move(self.loss, "start")]
        self.view.points = packed(*self._data)
        self._show()
        self._write_link()

    def _other_points(self) -> None:
        if self.points.value != self._seed:
            self._begin(NeuronSettings(self.points.value))

    def _heard(self, content: dict) -> None:
        """What the page says: a hand on the line, a key, or a button."""
        kind, point = content.get("kind"), _point(content.get("point"))
        key, act = str(content.get("key")), content.get("act")
        self.view.problem = ""
        if kind in ("middle", "tip") and point is not None:
            self._dragging = True
            (self._drag_middle if kind == "middle" else self._drag_tip)(point)
            self._show()
        elif kind == "end" and self._dragging:
            self._settle("hand")
        elif kind == "key" and key in {**WAYS, **TURNS, **SIZES}:
            self._press(key)
            self._settle("hand")
        elif kind == "act" and act in ("step", "reset"):
            (self.step if act == "step" else self.reset)()
        elif kind == "act" and act == "downhill":
            self.show_downhill(not self._downhill)
        else:
            self.view.answered += 1  # the page may be waiting

    def _drag_middle(self, point: tuple[float, float]) -> None:
        self._middle = (_clipped(point[0]), _clipped(point[1]))
        self._turn_about(self.neuron.angle, self.neuron.size)

    def _drag_tip(self, point: tuple[float, float]) -> None:
        across, up = point[0] - self._middle[0], point[1] - self._middle[1]
        length = math.hypot(across, up)
        if length > 0:
            self._turn_about(math.atan2(up, across), (length / REACH) ** 2)

    def _press(self, key: str) -> None:
        angle, size = self.neuron.angle, self.neuron.size
        if key in WAYS:
            x, y = WAYS[key]
            self._drag_middle((self._middle[0] + NUDGE * x, self._middle[1] + NUDGE * y))
        else:
            self._turn_about(angle + TURNS.get(key, 0.0), size * SIZES.get(key, 1.0))

    def _turn_about(self, angle: float, size: float) -> None:
        """The line through the middle, in this direction and this steep."""
        allowed = min(max(size, SMALLEST), LARGEST)
        self.neuron = Neuron.at(self._middle, angle, allowed).rounded()

    def _place(self, neuron: Neuron) -> None:
        """This line, as far as a link can hold it; the arrow stands where it stood nearest."""
        if neuron.size > 0:
            held = (min(max(value, -MOST), MOST) for value in (neuron.w1, neuron.w2, neuron.b))
            self.neuron = Neuron(*held).rounded()
        x, y = self.neuron.nearest(self._middle)
        self._middle = (_clipped(x), _clipped(y))

    # ---- what is shown -----------------------------------------------------------------

    def _settle(self, by: str) -> None:
        """A move is made: it is counted, the link follows, and it is said aloud."""
        self._dragging = False
        self.moves.append(Move(self.loss, by))
        self._show()
        self.view.spoken = f"{self.accuracy:.1%} right, loss {self.loss:.3f}."
        self._write_link()

    def _show(self) -> None:
        """One message with all that belongs to this place of the line."""
        neuron, data, view = self.neuron, self._data, self.view
        ahead = neuron.step(*data) if self._downhill else None
        wrong, loss = neuron.wrong(*data), neuron.loss(*data)
        moves = [*self.moves, Move(loss, "hand")] if self._dragging else self.moves
        with view.hold_sync():
            view.line = _drawn(neuron, self._middle)
            view.ghost = _drawn(ahead, ahead.nearest(self._middle)) if ahead else []
            view.wrong = wrong.astype(np.uint8).tobytes()
            view.numbers = numbers(neuron, data, ahead)
            view.reached = neuron.accuracy(*data) >= GOAL
            view.words = told(moves, neuron.accuracy(*data))
            view.label = picture_label(neuron, data)
            pairs = [(move.loss, move.by == "gradient") for move in moves]
            view.moves = np.array(pairs, "<f4").tobytes()
            count = len(moves) - 1
            view.moves_words = f"{count} move{'' if count == 1 else 's'}"
            view.moves_label = f"Loss after each of {view.moves_words}: {loss:.2f} now."
            view.answered += 1

    def _write_link(self) -> None:
        self.heading.reopens("OneNeuron", to_query(self.name, self.settings, self._own))

    def _write_code(self) -> None:
        now = self.settings
        self.heading.code = (
            "from course.neuron import Neuron, make_clouds\n\n"
            f"x, y = make_clouds(seed={now.seed})\n"
            f"neuron = Neuron(w1={now.w1}, w2={now.w2}, b={now.b})\n"
            "print(neuron.loss(x, y), neuron.accuracy(x, y))\n"
            "print(neuron.gradient(x, y), neuron.step(x, y))\n"
        )

    def _say(self, *problems: str) -> None:
        self.view.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)


def _drawn(neuron: Neuron, middle: tuple[float, float]) -> list[float]:
    """A line as the page draws it: w1, w2, b, and both ends of its arrow."""
    length = REACH * math.sqrt(neuron.size)
    tip = (
        middle[0] + length * math.cos(neuron.angle),
        middle[1] + length * math.sin(neuron.angle),
    )
    return [neuron.w1, neuron.w2, neuron.b, *middle, *tip]


def _clipped(value: float) -> float:
    return min(1.0, max(-1.0, value))


def _point(value: object) -> tuple[float, float] | None:
    """Two numbers from the page, or None: an app's visitor can send anything."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    try:
        return tuple(check_number("point", number, -10, 10) for number in value)
    except (TypeError, ValueError):
        return None
