"""Two dimensions: a cloud before and after PCA, its points to drag, and what stays as it was."""
import asyncio
from dataclasses import replace
from typing import Any

from course.checks import check_integer, check_number
from course.projections.cloud_bench import Treated, next_around
from course.vectors.relations import Relations
from widgets.canvas.histograms import Presets
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import to_query, wants_stage
from widgets.piece import Piece
from widgets.two_dimensions_scene import CloudScene
from widgets.two_dimensions_settings import (
    CLOUD,
    FURTHEST,
    MOST_MOVED,
    PRESETS,
    CloudSettings,
    preset,
    preset_of,
)
from widgets.two_dimensions_words import code

REST = 0.2  # seconds between two tables while a point is dragged: faster cannot be read


class TwoDimensions(Piece):
    """A cloud of points before and after, and the relations that are kept or broken.

    Parameters
    ----------
    name : str
        Tells several of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    **settings
        Fields of `CloudSettings`.  One that is not allowed is refused in words, in the
        widget, and its default is used.

    Attributes
    ----------
    picture, table : widgets
    scene : CloudScene
    """

    called = "two-dimensions"

    def __init__(
        self,
        *,
        name: str = "",
        title: str = "A cloud, and the same cloud after",
        link: str | None = None,
        **settings: Any,
    ) -> None:
        self._settings, self._own, problems = self._opened(CloudSettings, name, link, settings)
        self._history: list[CloudSettings] = []
        self._dragging, self._pending, self._dirty = False, False, False
        self._task: asyncio.Task | None = None
        self.form = Form(self._settings.controls, self._changed, self._say)
        self.scene = CloudScene()
        self.picture, self.table = self.scene.picture, self.scene.table
        self.heading = Heading(title=title, present=wants_stage(link))
        self.presets = Presets(label="Settings at one press", options=[
            [words, float(i)] for i, words in enumerate(PRESETS)
        ])  # fmt: skip
        super().__init__([self.heading, self._laid_out()], "gb-two-dimensions")
        self.picture.on_move(lambda *move: self._soon(lambda: self._moved_to(*move)))
        self.picture.on_choice(lambda row: self._soon(lambda: self.choose(row)))
        self.picture.on_step(lambda by: self._soon(lambda: self._next(by)))
        acts = {"drop": self.drop, "undo": self.undo, "back": self.put_back}
        self.picture.on_act(lambda act: self._soon(acts[act]))
        self.presets.on_choice(lambda i: self._soon(lambda: self.preset(list(PRESETS)[int(i)])))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._begin(self._settings)
        self._say(*problems)

    def _laid_out(self) -> Any:
        controls = self.form.controls
        for name in ("points", "seed"):
            controls[name].add_class("gb-seldom")
        cloud = box("gb-group", *(controls[name] for name in CLOUD), heading="The cloud")
        rest = [name for name in controls if name not in CLOUD]
        done = box("gb-group gb-cloud-done", *(controls[name] for name in rest),
                   heading="What is done to it, in this order")  # fmt: skip
        left = box("gb-cloud-set", cloud, done)
        return box("gb-cloud-grid", self.presets, left, self.picture, self.table)

    # ---- what a person does ------------------------------------------------------------

    @property
    def treated(self) -> Treated:
        """The cloud before and after, as it is shown."""
        return self.scene.treated

    @property
    def relations(self) -> Relations | None:
        """What the table shows; None until it has been computed."""
        return self.scene.relations

    @property
    def settings(self) -> CloudSettings:
        """The settings as they stand."""
        return self._settings

    def preset(self, name: str) -> None:
        """The settings of a preset; points, seed and the chosen point stay.

        Raises
        ------
        KeyError
            If there is no such preset.
        """
        self._history.clear()
        self._begin(preset(name, self._settings))

    def choose(self, row: int) -> None:
        """Let the point in this row look at the others."""
        if 0 <= row < self._settings.points:
            self._settings = replace(self._settings, chosen=row)
            self._show()
            self._settle()
            self.scene.speak()

    def move(self, row: int, x: float, y: float) -> None:
        """Put a point elsewhere, and choose it.

        Raises
        ------
        TypeError, ValueError
            If there is no such row, or it is too far from the origin.
        """
        check_integer("row", row, 0, self._settings.points - 1)
        at = tuple(round(check_number(n, v, -FURTHEST, FURTHEST), 1) + 0.0
                   for n, v in (("x", x), ("y", y)))  # fmt: skip
        if not self._dragging:
            self._history.append(self._settings)
        self._dragging = True
        moved = self._settings.put({**self._settings.places, row: at})
        self._settings = replace(moved, chosen=row)
        self._show((row, *at))

    def drop(self) -> None:
        """Let go of the point that is being moved."""
        if self._dragging:
            self._dragging = False
            self._settle()
            self._show()
            self.scene.speak()

    def undo(self) -> None:
        """Take back what was moved last."""
        if self._history:
            places = self._history.pop().places
            self._settings = self._settings.put(places)
            self._back()

    def put_back(self) -> None:
        """Put every point back; that can be taken back, too."""
        if self._settings.moved:
            self._history.append(self._settings)
            self._settings = self._settings.put({})
            self._back()

    def close(self) -> None:
        """Stop, and leave the page."""
        if self._task is not None:
            self._task.cancel()
        super().close()

    def _back(self) -> None:
        self._dragging = False
        self._settle()
        self._show()
        self.scene.speak()

    def _next(self, by: int) -> None:
        self.choose(next_around(self.treated.before, self._settings.row, by))

    def _moved_to(self, row: int, x: float, y: float, number: int) -> None:
        """The page says where a point is now; whatever came of it, the page is answered."""
        try:
            self.move(row, x, y)
        except (TypeError, ValueError) as error:
            self._say(str(error))
        finally:
            self.picture.heard = number

    def _changed(self, controls: Any, name: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        if not self._pending:
            self._pending = True
            self._soon(self._apply)

    def _apply(self) -> None:
        self._pending = False
        now, wanted = self._settings, vars(self.form.config)
        others = now.seed != wanted["seed"] or now.points != wanted["points"]
        if others:  # other points: what was moved is not among them
            self._history.clear()
        more = {"moved": ()} if others else {}
        chosen = None if now.chosen is None else min(now.chosen, wanted["points"] - 1)
        self._begin(replace(now, **{**wanted, **more, "chosen": chosen}))

    # ---- what is shown -----------------------------------------------------------------

    def _begin(self, settings: CloudSettings) -> None:
        """Show the cloud of these settings."""
        before = self._settings
        try:
            self._settings = settings
            self._dragging = False
            self._settle()
            self._show()
        except ValueError as error:
            self._settings = before
            self.form.set(before.controls)
            self._say(str(error))

    def _settle(self) -> None:
        """What follows once a hand rests: the controls, the link, which preset this is."""
        settings = self._settings
        self.form.set(settings.controls)
        turned = self.form.controls["degrees"]
        (turned.add_class if settings.axes == "pca" else turned.remove_class)("gb-unused")
        names = list(PRESETS)
        found = preset_of(settings)
        self.presets.value = float(names.index(found)) if found else -1.0
        carried = settings if len(settings.moved) <= 3 * MOST_MOVED else settings.put({})
        self.heading.reopens("TwoDimensions", to_query(self.name, carried, self._own))

    def _show(self, dragged: tuple[float, ...] = ()) -> None:
        """A frame at once: it is what a hand waits for; the table follows."""
        settings = self._settings
        self.scene.frame(settings, undo=bool(self._history or settings.moved), dragged=dragged)
        self._say()
        self._follow()

    # ---- the table ---------------------------------------------------------------------

    def _follow(self) -> None:
        """Bring the table up to date: at once without a loop, otherwise a moment later."""
        if self._loop is None or self._loop.is_closed():
            for _ in self.scene.relate(self._settings):
                pass
            return
        self._dirty = True
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._keep_up())

    async def _keep_up(self) -> None:
        try:
            while self._dirty:
                self._dirty = False
                await asyncio.sleep(0.02)  # the frame goes first
                for _ in self.scene.relate(self._settings):
                    await asyncio.sleep(0.001)
                if self._dirty and self._dragging:
                    await asyncio.sleep(REST)
        except Exception as error:  # noqa: BLE001  a task's exception is shown nowhere otherwise
            self._failed(error)

    # ---- words -------------------------------------------------------------------------

    def _write_code(self) -> None:
        self.heading.code = code(self._settings)

    def _say(self, *problems: str) -> None:
        self.picture.problem = " ".join(f"{p.rstrip('.')}." for p in problems if p)
