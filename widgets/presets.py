"""Published figures as settings of the playground: which it can show, and how each is said."""
from typing import Any

from course.published import FIGURES, Figure
from course.published import find as find_figure
from course.records import TrainConfig
from course.run import Run
from widgets import wording
from widgets.settings import SAME, PlaygroundSettings

FRESH = 100_000  # points: 1,000 steps of 100 go through them once, as fresh points would be
ELSEWHERE = "glassbox reproduce zoo"


def settings_of_figure(figure: Figure, recipe: str) -> dict[str, Any]:
    """The settings that decide the run of a published figure; the others are free.

    Parameters
    ----------
    figure : course.published.Figure
    recipe : {"2016", "ours"}

    Raises
    ------
    ValueError
        If there is no such recipe.
    """
    if recipe not in figure.recipes:
        raise ValueError(f"recipe must be one of {', '.join(figure.recipes)}; got {recipe!r}")
    config: TrainConfig = figure.recipes[recipe]
    chosen = {name: getattr(config, name) for name in SAME if name != "seed"}
    return {
        "rule": figure.rule, "points": FRESH, "noise": 0.0, "steps": config.steps,
        "batch_size": config.batch_size or 0, **chosen,
    }  # fmt: skip


def preset_settings(name: str, recipe: str = "ours") -> dict[str, Any]:
    """The settings of the figure of that name.

    Raises
    ------
    ValueError
        If there is no such figure or recipe, or its network is too large for the playground.
    """
    figure = find_figure(name)
    settings = settings_of_figure(figure, recipe)
    if not fits(figure):
        raise ValueError(
            f"preset {name!r} needs a larger network than the playground can hold: "
            f"`{ELSEWHERE}` trains it"
        )
    return settings


def fits(figure: Figure) -> bool:
    """Whether the playground can hold the network of a figure."""
    try:
        for recipe in figure.recipes:
            PlaygroundSettings(**settings_of_figure(figure, recipe))
    except ValueError:
        return False
    return True


OFFERED = tuple(figure for figure in FIGURES if fits(figure))


def matching(settings: PlaygroundSettings, chosen: str = "") -> tuple[Figure, str] | None:
    """The figure and the recipe whose settings these are; whatever is free may differ.

    Some figures were published of the same settings: the one called `chosen` comes first.
    """
    for figure in sorted(OFFERED, key=lambda figure: figure.name != chosen):
        for recipe in figure.recipes:
            wanted = settings_of_figure(figure, recipe)
            if all(getattr(settings, name) == value for name, value in wanted.items()):
                return figure, recipe
    return None


def undisturbed(run: Run) -> bool:
    """Whether all its steps were made with one config on the same points."""
    made = run.stretches()
    return all(one.config == made[0].config and one.data is made[0].data for one in made)


# ---- words -----------------------------------------------------------------------------


def published(figure: Figure) -> str:
    """What was published, short: "97.8%", or "two lines" where there is no number."""
    if figure.published is None:
        return figure.said
    return f"{100 * figure.published:.4g}%"


def _words(figure: Figure) -> str:
    return f"{figure.rule}, {figure.network}: {published(figure)}"


def choices() -> list[list[Any]]:
    """What a select offers: [heading, [[value, words], ...]] of each rule, then what is too
    large, with no value."""
    groups: dict[str, list[list[str]]] = {}
    for figure in OFFERED:
        groups.setdefault(figure.rule, []).append([figure.name, _words(figure)])
    large = [["", _words(figure)] for figure in FIGURES if figure not in OFFERED]
    left = [[f"too large for this page: {ELSEWHERE}", large]] if large else []
    return [[rule, offered] for rule, offered in groups.items()] + left


def beside_result(figure: Figure | None, over: bool, steps: int) -> str:
    """The words beside the accuracy; with a figure, what was published stands there too."""
    if figure is None:
        return "right on unseen points"
    if over:
        return f"after {wording.steps(steps)}; published {published(figure)}"
    return f"right on unseen points; 2016: {published(figure)}"
