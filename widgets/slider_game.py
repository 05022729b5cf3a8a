"""Three sliders and a picture: fit it by hand, then let the gradient move the same sliders."""
from dataclasses import replace
from typing import Any

import numpy as np

from course.pictures.slider_game import Numbers, Score, game, pulls, score, stepped, target_picture
from widgets import slider_game_words as words
from widgets.canvas.slider_game_board import SliderGameBoard
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.piece import Piece
from widgets.run_loop import Pacer, RunLoop
from widgets.slider_game_settings import SliderGameSettings
from widgets.speed import Stride
from widgets.transport import Transport

LIMIT = 500  # steps after which Play stops by itself
HALF = 0.06  # a pull whose arrow is half as long as an arrow can be


class SliderGame(Piece):
    """A picture made of three numbers beside a target, and two ways to make them alike.

    Parameters
    ----------
    name : str
        Tells several widgets of one page apart in links.
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    title : str
    **settings
        Fields of `SliderGameSettings`: round, start, seed, rate, arrows.  One that is not
        allowed is refused in words, in the widget, and its default is used.

    Attributes
    ----------
    numbers : tuple of three floats
        Where the sliders stand.
    now : course.pictures.slider_game.Score
        Of the picture they make.
    tally : widgets.slider_game_words.Tally
        Moves by hand and steps of the gradient, with the best score of each.
    """

    called = "slider-game"

    def __init__(
        self,
        *,
        name: str = "slider-game",
        link: str | None = None,
        title: str = "",
        **settings: Any,
    ) -> None:
        opened = self._opened(SliderGameSettings, name, link, settings)
        self._settings, self._own, problems = opened
        self.form = Form(self._knobs(), self._changed, lambda problem: self._say(problem))
        self.transport, self.board = Transport(), SliderGameBoard()
        self.heading = Heading(title=title, present=wants_stage(link))
        self.run_loop = RunLoop(self._work, self._frame, self._ended, Pacer())
        self._stride, self._painted = Stride(6.0, 0.6, 30.0), -1
        self.form.controls["seed"].add_class("gb-seldom")
        controls = box("gb-sg-set", *self.form.controls.values())
        grid = box("gb-sg-grid", self.transport, self.board, controls)
        super().__init__([self.heading, grid], "gb-slider-game")
        self.board.on_painted(self.run_loop.pacer.painted)
        self.board.on_move(lambda i, value, done: self._soon(lambda: self._moved(i, value, done)))
        self.transport.on_act(lambda act: self._soon(getattr(self, act)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self.reset()
        self._say(*problems)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> SliderGameSettings:
        """The settings as they stand."""
        return self._settings

    def move(self, slider: int, value: float) -> None:
        """Move one slider by hand, and let go: one move.

        Parameters
        ----------
        slider : {0, 1, 2}
        value : float
            Moved into the slider's range.
        """
        self._moved(slider, value, True)

    def play(self) -> None:
        """Let the gradient move the sliders until they are pulled no more."""
        try:
            self.run_loop.start()
        except RuntimeError:
            self._say("playing needs a notebook; call step() to take steps without one")
            return
        self._until, self._end = self.tally.made + LIMIT, ""
        self._stride.begin()
        self._state("running", "running")

    def pause(self) -> None:
        """Stop; the sliders stay where they are."""
        self.run_loop.stop()

    def step(self) -> None:
        """One step of gradient descent."""
        self.run_loop.stop()
        self._descend()
        self._rest("paused", "paused")

    def reset(self) -> None:
        """The sliders back to the start of this round, and nothing counted."""
        self.run_loop.stop()
        self.game = game(self._settings.round, self._settings.seed)
        self._at(self.game.starts[self._settings.start])
        self._trail, self.tally = [(self.now.loss, False)], words.Tally()
        self._let_go, self._before, self._end = self.numbers, None, ""
        self._base, self._since = self.numbers, 0
        self._say()
        self._rest("empty", "ready")

    def _moved(self, slider: int, value: float, done: bool) -> None:
        wanted = [*self.numbers]
        wanted[slider] = round(float(value), 4)
        if tuple(wanted) != self.numbers:
            self._at(self.game.clip(wanted))
            self._base, self._since, self._before = self.numbers, 0, None
        if done and self.numbers != self._let_go:
            self._let_go, best = self.numbers, self.tally.by_hand
            best = self.now.loss if best is None else min(best, self.now.loss)
            self.tally = replace(self.tally, moves=self.tally.moves + 1, by_hand=best)
            self._trail.append((self.now.loss, False))
            self.board.spoken = f"Score {self.now.loss:.4f}."
        if self.run_loop.running:
            self._painted = -1
        else:
            self._rest("paused", "by hand")

    def _knobs(self) -> SliderGameSettings:
        """The settings, with the learning rate as a number."""
        return replace(self._settings, rate=self._settings.taken)

    def _changed(self, knobs: SliderGameSettings, name: str) -> None:
        self._soon(lambda: self._apply(knobs, name))

    def _apply(self, knobs: SliderGameSettings, name: str) -> None:
        own = game(knobs.round).rate
        if name == "round" or knobs.rate == own:  # each has a learning rate of its own
            knobs = replace(knobs, rate=None)
        self._settings = knobs
        self.form.set(self._knobs())
        self._base, self._since = self.numbers, 0
        if name in ("round", "start", "seed"):
            self.reset()
        else:
            self._frame(force=True)
            self._offer_link()

    # ---- the gradient ------------------------------------------------------------------

    def _at(self, numbers: Numbers) -> None:
        self.numbers: Numbers = numbers
        self.now: Score = score(self.game, numbers)

    def _descend(self) -> None:
        before = self.now.loss
        self._at(stepped(self.game, self.numbers, self.now, self._settings.taken))
        self._since, self._before, self._let_go = self._since + 1, before, self.numbers
        best = self.tally.by_gradient
        best = self.now.loss if best is None else min(best, self.now.loss)
        self.tally = replace(self.tally, made=self.tally.made + 1, by_gradient=best)
        self._trail.append((self.now.loss, True))

    def _work(self) -> bool:
        if self.now.loss < words.GOAL:
            self._end = "found"
        elif words.is_flat(self.game, self.numbers, self.now):
            self._end = "stuck: no slider is pulled"
        elif self.tally.made >= self._until:
            self._end = f"stopped after {LIMIT} steps"
        if self._end:
            self.run_loop.stop()
            return False
        if not self._stride.allows(self.tally.made):
            return False
        self._descend()
        return False  # one step between two breaths of the loop is enough: it takes 3 ms

    def _ended(self, failure: Exception | None) -> None:
        if failure is not None:
            self._failed(failure)
            return
        if self.tally == words.Tally():  # Reset has come in between
            self._rest("empty", "ready")
            return
        state = ("done", self._end) if self._end else ("paused", "paused")
        self._rest(*state)
        self.board.spoken = self._remark()

    # ---- what is seen ------------------------------------------------------------------

    def _frame(self, force: bool = False) -> int:
        """Send what there is, if anything is new."""
        running = self.run_loop.running
        stand = (self.numbers, self.tally.made, self.tally.moves)
        if stand == self._painted and not force:
            return self.board.frame
        self._painted = stand
        target = target_picture(self.game.name, self.game.target)
        frame = self.board.show(
            (self.now.picture, target), self._sliders(), self._trail, running,
            arrows=self._settings.arrows, goal=words.GOAL,
            said=words.shown(self.game, self._remark(), self.tally),
            label=words.label(self.game, self.numbers, self.now, self.tally),
        )  # fmt: skip
        with self.transport.hold_sync():
            self.transport.result, self.transport.free = f"{self.now.loss:.4f}", "score"
            self.transport.result_words = "mean squared difference; 0 is alike"
            made, moved = words.steps(self.tally.made), words.moves(self.tally.moves)
            self.transport.progress = f"{moved}, {made}"
        return frame

    def _sliders(self) -> list[dict[str, Any]]:
        pull = pulls(self.game, self.numbers, self.now)
        share = np.where(np.abs(pull) < words.FLAT, 0, pull / (np.abs(pull) + HALF))
        return [
            {
                "name": self.game.numbers[i], "low": self.game.low[i], "high": self.game.high[i],
                "value": self.numbers[i], "words": words.value_words(self.numbers[i]),
                "share": round(float(share[i]), 4), "pull": words.signed(pull[i]),
            }
            for i in range(3)
        ]  # fmt: skip

    def _remark(self) -> str:
        chosen, so_far = self._settings.taken, self.tally
        return words.remark(self.game, self.numbers, self.now, so_far, self._before, chosen)

    def _rest(self, state: str, activity: str) -> None:
        self._frame(force=True)
        self._state(state, activity)
        self._offer_link()
        if self.heading.code:  # it is open, or was
            self._write_code()

    def _offer_link(self) -> None:
        self.heading.reopens("SliderGame", to_query(self.name, self._settings, self._own))

    def code(self) -> str:
        """The lines of Python that arrive where the sliders stand."""
        chosen = self._settings
        return "\n".join([
            "from itertools import islice",
            "",
            "from course.pictures.slider_game import descend, game",
            "",
            f"this = game({chosen.round!r}, seed={chosen.seed})",
            f"path = descend(this, {tuple(self._base)!r}, rate={chosen.taken!r})",
            f"*_, (numbers, now) = islice(path, {self._since + 1})",
            "numbers, now.loss",
        ])  # fmt: skip

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def _state(self, state: str, activity: str) -> None:
        with self.transport.hold_sync():
            self.transport.state, self.transport.activity = state, activity

    def _say(self, *problems: str) -> None:
        said = [p.rstrip(".") for p in problems if p]
        self.transport.problem = " ".join(f"{p[:1].upper()}{p[1:]}." for p in said)

    def _failed(self, error: Exception) -> None:
        self._state("failed", "stopped")
        super()._failed(error)
