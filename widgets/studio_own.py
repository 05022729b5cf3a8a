"""What a student brings to the studio: a parameterisation, a goal, a target of their own."""
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from course.checks import shown
from course.pictures.exports import checked
from widgets.studio_presets import PRESETS, preset
from widgets.studio_recipe import own_weights
from widgets.studio_settings import DEFAULT_GOAL, OWN, YOURS, StudioSettings, write_goal


@dataclass(frozen=True, eq=False)
class Mine:
    """What is the student's own; none of it is in a link.

    Attributes
    ----------
    thing, goal : object
        See `widgets.studio_recipe.Recipe`.
    picture : uint8 array, shape (n, n, 3), optional
    """

    thing: Any = None
    goal: Any = None
    picture: np.ndarray | None = None

    @property
    def weights(self) -> dict[str, float]:
        """Names and weights of the terms of one's own."""
        return own_weights(self.goal) if self.goal is not None else {}

    def without_missing(self, settings: StudioSettings) -> tuple[StudioSettings, list[str]]:
        """The settings without what is not there, and what to say of it."""
        said, weights = [], settings.weights
        if settings.parameterisation == YOURS and self.thing is None:
            settings = replace(settings, parameterisation=StudioSettings.parameterisation)
            said.append("a parameterisation of your own is not in a link: give it again")
        gone = [name for name in weights if name.startswith(YOURS) and name not in self.weights]
        if gone:
            left = {name: weight for name, weight in weights.items() if name not in gone}
            settings = replace(settings, goal=write_goal(left) or DEFAULT_GOAL)
            said.append("a goal of your own is not in a link: give it again")
        if settings.target == OWN and self.picture is None:
            settings = replace(settings, target=StudioSettings.target)
            said.append("a picture of your own is not in a link: give it again")
        return settings, said

    def shareable(self, settings: StudioSettings) -> StudioSettings:
        """The settings that a link can hold."""
        if settings.target != OWN:
            return settings
        return replace(settings, target=StudioSettings.target)


def given(
    thing: Any, goal: Any, target: Any, start: str, settings: dict[str, Any]
) -> tuple[Mine, list[str]]:
    """Keep what is the student's own, and put into the settings what is a name.

    Parameters
    ----------
    thing, goal, target, start : object
        As `Studio` takes them.
    settings : dict
        To which what they mean as settings is added.

    Returns
    -------
    mine : Mine
    problems : list of str
        What cannot be used.
    """
    mine, problems = Mine(), []
    if start:
        if start in PRESETS:
            made = preset(start)
            own = {item.name: getattr(made, item.name) for item in fields(made)}
            settings.update({**own, **settings})
        else:
            problems.append(f"start must be one of {', '.join(PRESETS)}; got {shown(start)}")
    if isinstance(thing, str):
        settings["parameterisation"] = thing
    elif thing is not None:
        mine, settings["parameterisation"] = replace(mine, thing=thing), YOURS
    if isinstance(goal, str):
        settings["goal"] = goal
    elif isinstance(goal, dict):
        settings["goal"] = " + ".join(f"{weight} {name}" for name, weight in goal.items())
    elif callable(goal) or hasattr(goal, "terms"):
        mine, settings["goal"] = replace(mine, goal=goal), write_goal(own_weights(goal))
    elif goal is not None:
        problems.append(f"goal must be text, a dict, a Goal or a function, got {shown(goal)}")
    if isinstance(target, np.ndarray):
        try:
            mine, settings["target"] = replace(mine, picture=checked(target, "target")), OWN
        except (TypeError, ValueError) as error:
            problems.append(str(error))
    elif target is not None:
        settings["target"] = target
    return mine, problems
