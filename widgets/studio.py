"""The studio: a picture made by gradient descent, its parameters, its function and its goals."""
from dataclasses import fields, replace
from typing import Any

import numpy as np

from course.pictures.exports import checked
from widgets import studio_words as words
from widgets.art_saving import Saving
from widgets.art_upload import OwnPicture
from widgets.controls.form import Choice, Form
from widgets.heading import Heading
from widgets.links import to_query, wants_stage
from widgets.run_loop import Pacer
from widgets.studio_acts import StudioActs
from widgets.studio_code import code
from widgets.studio_files import save
from widgets.studio_layout import studio_grid
from widgets.studio_own import given
from widgets.studio_presets import CHOICES, matching, preset
from widgets.studio_recipe import ANEW, Recipe
from widgets.studio_scene import StudioScene
from widgets.studio_settings import (
    OWN,
    StudioControls,
    StudioSettings,
    knobs,
    write_goal,
)
from widgets.transport import Transport

STARTS = Choice("start from", (("settings of your own", ""), *CHOICES))
UPLOADED = 256  # pixels a side of a picture that is brought along


class Studio(StudioActs):
    """Any parameterisation, any goal, and the picture that comes of them.

    Parameters
    ----------
    parameterisation : str, torch.nn.Module, or callable
        A key of `course.pictures.catalogue.PARAMETERISATIONS`; or one of your own: a module
        whose forward() is a picture (1, 3, size, size), or what makes one of (size, rng).
    goal : str, dict, course.art.goals.Goal, or callable
        "palette + 5 mirror + 0.3 smooth", or the same as a dict; or one of your own: a Goal, or
        a function of a picture that returns a tensor with one number.
    target : str, or uint8 array of shape (n, n, 3)
        A key of `course.pictures.targets.TARGETS`, or a picture of your own.
    start : str
        A key of `widgets.studio_presets.PRESETS`: settings to begin with.
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        The other fields of `StudioSettings`.  One that is not allowed is refused in words, in
        the widget, and its default is used.

    Attributes
    ----------
    making : course.art.making.Making
        The thread that makes the picture; None until it is needed.
    """

    called = "studio"

    def __init__(
        self,
        *,
        parameterisation: Any = None,
        goal: Any = None,
        target: Any = None,
        start: str = "",
        name: str = "",
        title: str = "Optimisation as art",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        self.mine, refused = given(parameterisation, goal, target, start, settings)
        self._settings, self._own, problems = self._opened(StudioSettings, name, link, settings)
        self._settings, missing = self.mine.without_missing(self._settings)
        self._pending: set[str] = set()
        self._choosing = ""  # a target that is chosen and not there yet
        self.pacer = Pacer()
        self.scene, self.transport = StudioScene(), Transport(result="")
        self.form = Form(self._knobs(), self._changed, lambda problem: self._say(problem))
        self.start = STARTS.make("start", "")
        self.own, self.saving = OwnPicture(UPLOADED), Saving()
        self.heading = Heading(title=title, present=wants_stage(link))
        self.grid = studio_grid(
            self.form.controls, self.scene, self.transport, self.start, self.own, self.saving
        )
        super().__init__([self.heading, self.grid], "gb-studio")
        self._wire()
        self._dress()
        self._state("empty", "ready")
        self._say(*refused, *problems, *missing)

    def _wire(self) -> None:
        goals, soon = self.scene.goals, self._soon
        goals.on_weight(lambda name, weight: soon(lambda: self.weigh(name, weight)))
        goals.on_take(lambda name: soon(lambda: self.take_away(name)))
        goals.on_add(lambda name: soon(lambda: self.add(name)))
        goals.on_seen(lambda: soon(self._come_near))
        self.scene.picture.on_painted(self.pacer.painted)
        self.scene.film.on_choose(lambda index: soon(lambda: self.look_back(index)))
        self.transport.on_act(lambda act: soon(getattr(self, act)))
        self.start.observe(self._start_from, "value")
        self.own.on_picture(lambda upload: soon(lambda: self.use_picture(upload.picture)))
        self.saving.on_ask(lambda kind: soon(lambda: self._save(kind)))
        self.heading.on_code(lambda: soon(self._write_code))

    def _dress(self) -> None:
        """Everything that follows from the settings."""
        settings = self._settings
        self.form.set(self._knobs())
        self.start.value = matching(settings)
        self.scene.dress(settings, self.mine.weights)
        for name, there in (
            ("target", "target" in settings.needs), ("digit", "digit" in settings.needs),
            ("words", "text" in settings.needs), ("draws", settings.may_draw_pixels),
            ("own", "target" in settings.needs and OWN in (settings.target, self._choosing)),
        ):  # fmt: skip
            (self.grid.add_class if there else self.grid.remove_class)(f"gb-has-{name}")
        query = to_query(self.name, self.mine.shareable(settings), self._own)
        self.heading.reopens("Studio", query)

    def _knobs(self) -> StudioControls:
        chosen = {"target": self._choosing} if self._choosing else {}
        return StudioControls(**knobs(self._settings) | chosen)

    def _recipe(self) -> Recipe:
        return Recipe(self._settings, self.mine.picture, self.mine.thing, self.mine.goal)

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> StudioSettings:
        """The settings as they stand."""
        return self._settings

    def take(self, settings: StudioSettings) -> None:
        """Go on with other settings: from the same parameters, where that is possible."""
        before, self._settings = self._settings, self.mine.without_missing(settings)[0]
        changed = {f.name for f in fields(settings)
                   if getattr(before, f.name) != getattr(self._settings, f.name)}  # fmt: skip
        self._dress()
        if changed & ANEW:
            self._begin()
        elif changed or self._failure is not None:
            self._change()

    def _changed(self, now: StudioControls, name: str) -> None:
        """A control was moved: the newest settings are taken once, when there is time."""
        first, self._pending = not self._pending, self._pending | {name}
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        names, self._pending = self._pending, set()
        moved = {name: getattr(self.form.config, name) for name in names}
        if "target" in names:  # a picture of one's own is brought along first
            self._choosing = OWN if moved["target"] == OWN and self.mine.picture is None else ""
            if self._choosing:
                moved["target"] = self._settings.target
        if names & {"parameterisation", "optimiser"} and "rate" not in names:
            moved["rate"] = None  # what is good for one is not for another
        try:
            self.take(replace(self._settings, **moved))
        except (TypeError, ValueError) as error:
            self.form.set(self._knobs())
            self._say(str(error))

    def weigh(self, name: str, weight: float) -> None:
        """Give a term another weight."""
        self._take_goal({**self._settings.weights, name: weight})

    def add(self, name: str) -> None:
        """Add a term, at the weight it begins with."""
        weight = words.first_weight(name, self.mine.weights)
        self._take_goal({**self._settings.weights, name: weight})

    def take_away(self, name: str) -> None:
        """Take a term away."""
        self._take_goal({k: v for k, v in self._settings.weights.items() if k != name})

    def _take_goal(self, weights: dict[str, float]) -> None:
        self.take(replace(self._settings, goal=write_goal(weights)))

    def use_picture(self, picture: np.ndarray) -> None:
        """Take a picture of one's own, uint8 (n, n, 3), for the target."""
        self.mine = replace(self.mine, picture=checked(picture, "picture"))
        self._choosing = ""
        if self._settings.target == OWN:
            self._dress()
            self._change()  # another one than before
        else:
            self.take(replace(self._settings, target=OWN))

    def _start_from(self, change: dict) -> None:
        if change["new"] and change["new"] != matching(self._settings):
            self._soon(lambda: self._start(change["new"]))

    def _start(self, name: str) -> None:
        self.take(replace(preset(name), device=self._settings.device))
        if self._seen is not None and self._seen.index:
            self._begin()

    # ---- files, link, code -------------------------------------------------------------

    def _save(self, kind: str) -> None:
        """Have the page download what is shown, or the whole run."""
        film = self.scene.film
        frames = [image for _, image in film.frames]
        index = self._seen.index if self._seen else 0
        if kind == "png" and film.chosen is not None:
            index, frames = film.chosen, [film.picture(film.chosen)]
        elif kind == "png" and self._seen is not None:
            frames = [self._seen.view.image]
        name = f"{self._settings.parameterisation}-step-{index}"
        save(kind, name, frames, self.saving, self._loop)

    def _write_code(self) -> None:
        self.heading.code = self.code()

    def code(self) -> str:
        """The lines of Python that make the picture that is shown; the last is the picture."""
        index = self._seen.index if self._seen else 0
        if self.scene.film.chosen is not None:
            index = self.scene.film.chosen
        made = self.making.stretches() if self.making else []
        stretches = [(start, one.about) for start, one in made if start <= index]
        return code(stretches or [(0, self._recipe())], index)
