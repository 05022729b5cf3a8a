"""The classifier playground: a network learns a rule while you turn its knobs."""
import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Self

from course import device
from course.published import RECIPES
from course.published import find as find_figure
from course.run import Run
from course.toys import Rule
from widgets import presets
from widgets.controls.figures import Figures
from widgets.controls.form import Form
from widgets.heading import Heading
from widgets.layout import playground_grid
from widgets.links import to_query, wants_stage
from widgets.run_loop import running_loop
from widgets.run_picture import RunPicture
from widgets.run_view import RunView
from widgets.settings import (
    DATA,
    RESTARTING,
    PlaygroundSettings,
    rule_setting,
    same_training,
    settings_of,
)


class Playground(RunView):
    """A network, a rule, and everything that can be set about them.

    A new rule, network, start, seed or device begins again from step 0; every other control
    takes hold of the run as it is.

    Parameters
    ----------
    rule : str, Rule or callable
        A registered rule's name, or a function of points (n, 2) -> bool (n,) of your own.
    name : str
        Tells several playgrounds of one page apart in links.
    title : str
    link : str, optional
        Settings to begin with, as `from_link` takes them.
    run : Run, optional
        Show this one as it stands, instead of a new one: see `of_run`.
    preset : str, optional
        Name of a published figure, `course.published.FIGURES`, whose settings to begin with.
    recipe : {"ours", "2016"}
        With which of its recipes.
    **settings
        Fields of `PlaygroundSettings`.  One that is not allowed is refused in words, in
        the widget, and its default is used.
    """

    called = "playground"

    def __init__(
        self,
        rule: str | Rule | Callable = "circle",
        *,
        name: str = "playground",
        title: str = "Classifier playground",
        link: str | None = None,
        run: Run | None = None,
        preset: str | None = None,
        recipe: str = "ours",
        **settings: Any,
    ) -> None:
        problems: list[str] = []
        if run is None:
            given, problems = _given(rule, preset, recipe)
            given |= settings
            self._settings, self._own, more = self._opened(PlaygroundSettings, name, link, given)
            problems += more
        else:  # the page's address speaks of others
            self.name, self._loop = name, running_loop()
            self._settings, self._own = settings_of(run), PlaygroundSettings()
        self._figure, self._without_figure = preset or "", None
        self._make_controls()
        heading = Heading(title=title, present=wants_stage(link))
        self._make_parts(RunPicture(self.form.controls["hidden"]), heading)
        grid = playground_grid(heading, self.picture, self.form.controls, self.figures, self.foot)
        super().__init__([grid], "gb-playground")
        if run is None:
            problems += self._first_run()
        else:
            self._begin(run, self._settings)
        self._show_rest()
        self._say(*dict.fromkeys(problems))

    def _make_controls(self) -> None:
        self._pending: set[str] = set()
        self.form = Form(self._settings, self._changed, lambda problem: self._say(problem))
        self.figures = Figures(groups=presets.choices(), recipes=RECIPES, recipe="ours")
        self.figures.on_choice(lambda *asked: self._soon(lambda: self._open_figure(*asked)))
        if not device.gpu_hint():
            toggle = self.form.controls["device"]
            toggle.disabled_options, toggle.note = ["gpu"], "no GPU here; CPU is used"

    @classmethod
    def of_run(
        cls, run: Run, *, name: str = "playground", title: str = "Classifier playground"
    ) -> Self:
        """A playground that shows a run exactly as it stands, and goes on with it.

        Its settings are the run's, so that the controls, the link and the code tell the truth;
        the code repeats the run's whole past.  Reset begins again from step 0 of the same
        settings.

        Parameters
        ----------
        run : Run
            Its data are `course.toys.make_dataset(rule, points, 1000, noise)`.
        name, title : str
            As for any playground.

        Raises
        ------
        ValueError
            If the run is of a population, is larger than `PlaygroundSettings` allows, or has
            other data.
        """
        return cls(run=run, name=name, title=title)

    def _first_run(self) -> list[str]:
        """Begin with the settings, or what is left of them; what went wrong on the way."""
        problems = []
        on_cpu = replace(self._settings, device="cpu")
        for possible in (self._settings, on_cpu, PlaygroundSettings()):
            self.form.set(possible)
            if self._restart(possible):
                break
            problems.append(self.transport.problem)
        return problems

    @property
    def settings(self) -> PlaygroundSettings:
        """The settings as they stand."""
        return self._settings

    def _changed(self, settings: PlaygroundSettings, name: str) -> None:
        """A control was moved: the newest settings are applied once, when there is time."""
        if settings.steps != self.form.controls["steps"].value:  # a schedule needs an end
            self.form.set(replace(settings, steps=self._settings.steps))
            if name == "steps":
                self._say(f"with a {settings.schedule} schedule a run needs an end")
                return
        first = not self._pending
        self._pending.add(name)
        if first:
            self._soon(self._apply)

    def _apply(self) -> None:
        names, self._pending = self._pending, set()
        settings, before = self.form.config, self._settings
        if settings.device == "gpu" and self._loop is not None and not device.gpu_known():
            self._pending = names
            self._look_for_gpu(self._loop)
            return
        if names & RESTARTING or self.transport.state == "failed":
            if not self._restart(settings):
                self.form.set(before)
            return
        try:
            data = settings.dataset() if names & DATA else None
        except ValueError as error:
            self.form.set(before)
            self._say(str(error))
            return
        self._settings = settings
        self._steer(settings, data, new_points=bool(names & (DATA | {"shown"})))

    def _steer(self, settings: PlaygroundSettings, data: Any, new_points: bool) -> None:
        """Go on with these settings and data; None for the same data."""
        config = settings.train_config(self.run.config.device)
        if data is not None or not same_training(config, self.run.config):
            self.run.steer(config, data)
        state, activity = self.transport.state, self.transport.activity
        if state in ("paused", "done") and (state == "done") != self.over:
            state, activity = self._at_rest()
        self._show(state, activity, new_points=new_points)

    def _look_for_gpu(self, loop: asyncio.AbstractEventLoop) -> None:
        """Importing torch takes seconds: on a thread, and the change is applied afterwards."""
        before, self.transport.activity = self.transport.activity, "looking for the GPU"

        def found(_: asyncio.Future) -> None:
            self.transport.activity = before
            self._guarded(self._apply)

        loop.run_in_executor(None, device.gpu_present).add_done_callback(found)

    def _restart(self, settings: PlaygroundSettings) -> bool:
        """A new run with these settings; False, with a message, if that is impossible."""
        try:
            name = "cpu" if settings.device == "cpu" else device.gpu_name()
            run = Run(settings.train_config(name), settings.dataset())
        except (ValueError, RuntimeError) as error:
            self._say(str(error))
            return False
        self._begin(run, settings)
        return True

    # ---- published figures -------------------------------------------------------------

    def _open_figure(self, name: str, recipe: str) -> None:
        """Begin with the settings of a published figure; the name "" leaves it again."""
        before = self._settings
        if not name:
            settings = self._without_figure or PlaygroundSettings(rule=before.rule)
        else:
            if presets.matching(before) is None:
                self._without_figure = before
            chosen = presets.settings_of_figure(find_figure(name), recipe)
            settings, self._figure = replace(before, **chosen), name
        self.form.set(settings)
        if not self._restart(settings):
            self.form.set(before)

    def _show_rest(self, spoken: str = "") -> None:
        super()._show_rest(spoken)
        self._tell_figure()

    def _tell_figure(self) -> None:
        """What was published for these settings, if anything was, beside what has come out."""
        found = presets.matching(self._settings, self._figure)
        if found is None or not presets.undisturbed(self.run):
            figure, recipe = None, self.figures.recipe
        else:
            figure, recipe = found
        words = presets.beside_result(figure, self.over, self.run.step.index)
        self.transport.result_words = words
        with self.figures.hold_sync():
            self.figures.value, self.figures.recipe = figure.name if figure else "", recipe
            self.figures.note = figure.note if figure else ""

    def _offer_link(self) -> None:
        self.heading.reopens("Playground", to_query(self.name, self._settings, self._own))


def _given(rule: Any, preset: str | None, recipe: str) -> tuple[dict[str, Any], list[str]]:
    """The settings that a rule and a preset stand for; and what is wrong with them."""
    given, problems = rule_setting(rule)
    if preset is None:
        return given, problems
    try:
        return {**given, **presets.preset_settings(preset, recipe)}, problems
    except ValueError as error:
        return given, [*problems, str(error)]
