"""A pass forward and back through a drawn network, one number at a time."""
from dataclasses import fields, replace
from html import escape
from typing import Any

from course import passes
from course.by_hand import Arrays
from course.moments import Moment, moments, written
from widgets.canvas.board import Board, scene_of
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.parts import Html
from widgets.piece import Piece
from widgets.scrub import Scrub
from widgets.slow_motion_settings import MOST_STEPS, PassSettings, SlowMotionSettings, code

COLUMNS = (("x1", "x2"), ("h1", "h2", "h3"), ("out",), ("loss",))
CELLS = {
    "x1": ("x1",), "x2": ("x2",), "out": ("z", "p"), "loss": ("loss",),
    **{f"h{j}": (f"z{j}", f"h{j}") for j in (1, 2, 3)},
}  # fmt: skip
HEIGHT = 410


class SlowMotion(Piece):
    """Forward, then back, a number at a time: to be stepped, scrubbed and played.

    At the last moment all gradients are there, and a step can be made with them.

    Parameters
    ----------
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `SlowMotionSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.
    """

    called = "slow-motion"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "Forward and back in slow motion",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        opened = self._opened(SlowMotionSettings, name, link, settings)
        self._settings, self._own, problems = opened
        self.heading = Heading(title=title, present=wants_stage(link))
        self.scrub, self.board = Scrub(label="moment of the pass"), Board(led=True)
        self.form = Form(_of_pass(self._settings), self._changed, self._say)
        self.problem = Html()
        controls = box("gb-board-controls gb-seldom", *self.form.controls.values())
        children = [self.heading, self.scrub, self.board, controls, self.problem]
        super().__init__(children, "gb-slow-motion")
        self.scrub.on_move(lambda _: self._soon(self._moved))
        self.board.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._show()
        self._say(*problems)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> SlowMotionSettings:
        """The settings as they stand, with the moment in hand."""
        return self._settings

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All moments of the pass."""
        return self._moments

    def step(self) -> None:
        """Move every weight against its gradient, and begin a new pass."""
        if self._settings.steps >= MOST_STEPS:
            self._say(f"{MOST_STEPS} steps are made: that is as far as this goes")
            return
        self._to(replace(self._settings, steps=self._settings.steps + 1, moment=0))

    def again(self) -> None:
        """Back to the weights of the seed."""
        self._to(replace(self._settings, steps=0, moment=0))

    def _changed(self, settings: PassSettings, name: str) -> None:
        """Another point, network or rate: the same moment, from the weights of the seed."""
        if getattr(settings, name) == getattr(self._settings, name):
            return  # a page's slider says at first what it was told, to the last digit but one
        there = {**vars(settings), "moment": self.scrub.index}
        self._soon(lambda: self._to(replace(self._settings, **there, steps=0)))

    def _moved(self) -> None:
        if self.scrub.index != self._settings.moment:
            self._settings = replace(self._settings, moment=self.scrub.index)
            self._write_link()

    def _to(self, settings: SlowMotionSettings) -> None:
        self._settings = settings
        self._show()
        self._say()

    # ---- what is shown -----------------------------------------------------------------

    def _show(self) -> None:
        """Every number of the pass to the page, and the link."""
        settings = self._settings
        parameters, y = settings.parameters(), int(settings.y)
        self._moments = moments(parameters, settings.x, y, settings.activation)
        scene = _scene(parameters, self._moments, settings)
        self.board.scene = {**scene, "act": self._act(parameters)}
        self.scrub.show([one.words for one in self._moments], settings.moment)
        self._write_link()

    def _act(self, parameters: Arrays) -> dict[str, Any]:
        settings, steps = self._settings, self._settings.steps
        waiting = "Ready at the last moment, when all 13 gradients are there."
        if steps:
            y, act = int(settings.y), settings.activation
            begun = passes.loss(passes.board_network(settings.seed), settings.x, y, act)
            now = passes.loss(parameters, settings.x, y, act)
            waiting = (
                f"{steps} step{'s' if steps > 1 else ''} made: the loss at this point went "
                f"{'down' if now < begun else 'up'} from {written(begun)} to {written(now)}."
            )
        return {
            "label": "Take the step", "again": "First weights again", "taken": steps > 0,
            "waiting": waiting,
            "ready": f"Each of the 13 numbers w becomes w − {settings.rate:g} · dw.",
        }  # fmt: skip

    def _write_link(self) -> None:
        self.heading.reopens("SlowMotion", to_query(self.name, self._settings, self._own))

    def _write_code(self) -> None:
        self.heading.code = code(self._settings)

    def _say(self, *problems: str) -> None:
        words = " ".join(f"{p.rstrip('.')}." for p in problems if p)
        self.problem.value = problem_html(words)


def problem_html(words: str) -> str:
    """A line that says what was refused, or ""."""
    return f'<p class="gb-problem" role="alert">{escape(words)}</p>' if words else ""


def _of_pass(settings: SlowMotionSettings) -> PassSettings:
    return PassSettings(**{one.name: getattr(settings, one.name) for one in fields(PassSettings)})


def _scene(parameters: Arrays, shown: tuple[Moment, ...], settings: SlowMotionSettings) -> dict:
    """The drawing with every number of the pass, and what each moment says."""
    texts = {one.target: written(one.value) for one in shown}
    texts.update(x1=written(settings.x1), x2=written(settings.x2))
    when = {one.target: k for k, one in enumerate(shown)}
    scene = scene_of(parameters, COLUMNS, CELLS, texts, when)
    scene["nodes"]["loss"]["note"] = f"y = {settings.y}"
    known, told = [], []
    for k, one in enumerate(shown):
        if one.phase != "start":
            known.append(f"{_spoken_name(one)} {written(one.value)}")
        told.append(_told(one, k, len(shown), known))
    return {**scene, "height": HEIGHT, "moments": told}


def _spoken_name(one: Moment) -> str:
    """ "z2" or "gradient of the weight from x1 to h2"."""
    if one.phase == "forward":
        return one.target
    return f"gradient of {one.words.removeprefix('backward: ')}"


def _told(one: Moment, k: int, count: int, known: list[str]) -> dict[str, Any]:
    check = ""
    if one.nudged is not None:
        what = one.target[1:] if "[" not in one.target else one.target[1].lower()
        check = f"Nudging {what} up and down by 0.00001 says {written(one.nudged)}."
    so_far = f" So far: {', '.join(known)}." if known else ""
    return {
        "target": one.target, "used": list(one.used), "back": one.phase == "backward",
        "formula": one.formula, "why": one.why, "check": check, "code": one.code,
        "label": f"Two inputs, three hidden units, one output and the loss. Moment {k + 1} of "
        f"{count}, {one.words}: {one.formula}.{so_far}",
        "spoken": f"{one.formula}. {one.why}",
    }  # fmt: skip
