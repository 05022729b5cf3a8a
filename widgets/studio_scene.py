"""What the studio shows: picture, parameters, goals, frames, and words in their places."""
import base64
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.pictures.catalogue import TERMS
from course.pictures.exports import png
from course.pictures.film import shrunk
from course.pictures.raw import Outlines
from widgets import studio_words as words
from widgets.assets import sheet
from widgets.canvas.art_picture import ArtPicture
from widgets.canvas.film_strip import FilmStrip
from widgets.canvas.raw_view import RawView
from widgets.canvas.studio_goals import GoalBars, offers
from widgets.controls.switch import Switch
from widgets.parts import Html
from widgets.studio_settings import WEIGHTS, StudioSettings, called

THUMB = 112  # pixels of the small target


@dataclass(frozen=True, eq=False)
class Seen:
    """What the thread has prepared of a step, to be shown.

    Attributes
    ----------
    view : course.art.view.View
    recipe : Recipe
        By which it was made.
    target : uint8 array
        The small picture of its target.
    """

    view: Any
    recipe: Any
    target: np.ndarray

    @property
    def index(self) -> int:
        """The step."""
        return self.view.step.index


class StudioGoals(GoalBars):
    """The goals; they bring the style sheet of the whole studio."""

    _css = sheet("studio.css")


class StudioScene:
    """The parts of the studio in which something is shown."""

    def __init__(self) -> None:
        self.picture, self.raw, self.film = ArtPicture(), RawView(), FilmStrip()
        self.goals = StudioGoals(steps=list(WEIGHTS))
        self.count, self.function, self.back = Html(), Html(), Html()
        self.back.value = f"<p>{words.BACK_FIRST}</p>"
        self.target, self.note = Html(), Html()
        self.asked = Switch(words.ASKED, (False, True), False)
        self.asked.observe(self._show_pull, "value")
        self._filmed, self._shown_target = -1, None

    # ---- from the settings -------------------------------------------------------------

    def dress(self, settings: StudioSettings, extra: dict[str, float]) -> None:
        """Write what follows from the settings alone.

        Parameters
        ----------
        settings : StudioSettings
        extra : dict of str to float
            Terms of the student's own that can be added, with their weights.
        """
        weights = settings.weights
        labels = {name: kind.label for name, kind in TERMS.items()} | {name: name for name in extra}
        self.function.value = words.function_html(settings)
        with self.goals.hold_sync():
            self.goals.terms = words.term_rows(weights)
            self.goals.offers = offers(labels, list(weights))
            if not self.goals.total:  # nothing is known yet
                self.count.value = words.count_html(None, settings)
                self.goals.show({}, {}, weights)

    def begin(self, settings: StudioSettings) -> None:
        """Another picture is on its way; until it is there the last one stays."""
        self.film.clear()
        self._filmed = -1
        self.goals.show({}, {}, settings.weights)

    # ---- from what was made ------------------------------------------------------------

    def show(self, seen: Seen, looking_back: bool) -> int:
        """The picture, and its frame in the strip; the number of the frame sent."""
        view = seen.view
        if looking_back:
            return self.picture.frame
        frame = self.picture.show(view.image, view.pull)
        if view.raw is not None:
            self.raw.show(view.raw)
            shapes = isinstance(view.raw, Outlines)
            self.back.value = f"<p>{words.BACK if shapes else words.BACK_TILES}</p>"
        if seen.target is not self._shown_target:
            self._shown_target = seen.target
            self.target.value = thumbnail(seen.target, seen.recipe.settings.target)
        count = words.count_html(view.count, seen.recipe.settings)
        if self.count.value != count:
            self.count.value = count
        return frame

    def keep(self, seen: Seen) -> None:
        """Keep the picture among the frames, if it is another than the last."""
        rendered = seen.view.step.rendered
        if rendered > self._filmed:
            self._filmed = rendered
            self.film.add(rendered, seen.view.image)

    def look_back(self, index: int, settings: StudioSettings) -> None:
        """Show a frame of the past."""
        image = self.film.picture(index)
        if image is not None:
            self.picture.show(image)
            self.picture.alt = f"The picture as it was at step {index:,}."

    def _show_pull(self, change: dict) -> None:
        self.picture.show_pull = bool(change["new"])


def thumbnail(image: np.ndarray, name: str) -> str:
    """A small picture as HTML."""
    data = base64.b64encode(png(shrunk(image, THUMB))).decode()
    source, side = f"data:image/png;base64,{data}", len(image)
    words = f"the target: {called(name)}, {side} by {side} pixels"
    return f'<img class="gb-st-thumb" alt="{words}" src="{source}">'
