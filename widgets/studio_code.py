"""The lines of Python that make the picture of the studio again."""
from typing import Any

from course.pictures.catalogue import TERMS
from widgets.studio_recipe import Recipe
from widgets.studio_settings import OWN, YOURS

MOST = 12  # stretches that are written down
TOLD = ("goal", "target", "digit", "words")


def code(stretches: list[tuple[int, Recipe]], index: int) -> str:
    """Lines that make the picture after `index` steps; the last is the picture.

    Parameters
    ----------
    stretches : list of (int, Recipe)
        From which step on which recipe was at work, the first from 0.
    index : int
        The step that is shown; at least that of the last stretch.
    """
    if len(stretches) > MOST:
        note = [f"# The goal was changed {len(stretches) - 1} times on the way: what follows has "
                "the last one from the start."]  # fmt: skip
        return "\n".join([*note, code([(0, stretches[-1][1])], index)])
    first = stretches[0][1]
    lines = [*_imports([recipe for _, recipe in stretches]), "", *_thing(first)]
    before: Recipe | None = None
    for i, (start, recipe) in enumerate(stretches):
        last = i + 1 == len(stretches)
        end = index if last else stretches[i + 1][0]
        lines += _changes(before, recipe)
        lines += _run(recipe, start, end - start + 1)
        before = recipe
    return "\n".join([*lines, "to_bytes(step.image)"])


def _imports(recipes: list[Recipe]) -> list[str]:
    build = ["make_optimiser"]
    known = any(name in TERMS for one in recipes for name in one.settings.weights)
    if known:
        build.append("goal")
    if recipes[0].settings.parameterisation != YOURS:
        build.append("parameterisation")
    wants = any("target" in one.settings.needs and not _brought(one) for one in recipes)
    return [
        "from itertools import islice", "",
        f"from course.art.build import {', '.join(sorted(build))}",
        "from course.art.create import create",
        *(["from course.art.goals import term"] if any(map(_function, recipes)) else []),
        "from course.art.images import to_bytes",
        *(["from course.pictures.targets import target"] if wants else []),
        *(["from course.seeding import generator"] if len(build) < 2 + known else []),
    ]  # fmt: skip


def _brought(recipe: Recipe) -> bool:
    return recipe.settings.target == OWN and recipe.picture is not None


def _function(recipe: Recipe) -> bool:
    """Whether a function of the student's is a goal."""
    return recipe.goal is not None and YOURS in recipe.settings.weights


def _thing(recipe: Recipe) -> list[str]:
    chosen = recipe.settings
    if chosen.parameterisation == YOURS:
        name = getattr(recipe.thing, "__name__", "your_module")
        return [f"thing = {name}({chosen.size}, generator({chosen.seed}, 'art'))  # your own"]
    where = "" if recipe.device == "cpu" else f", device={recipe.device!r}"
    return [
        f"thing = parameterisation({chosen.parameterisation!r}, {chosen.size}, "
        f"seed={chosen.seed}{where})"
    ]


def _changes(before: Recipe | None, now: Recipe) -> list[str]:
    """What is other than in the stretch before: the goal, the optimiser, its rate."""
    was, chosen = before and before.settings, now.settings
    lines = []
    other = was is None or any(getattr(was, name) != getattr(chosen, name) for name in TOLD)
    if other or before.picture is not now.picture:
        lines.append(f"wanted = {_goal(now)}")
    if was is None or was.optimiser != chosen.optimiser:
        lines.append(
            f"optimiser = make_optimiser({chosen.optimiser!r}, thing, {chosen.learning_rate!r})"
        )
    elif was.learning_rate != chosen.learning_rate:
        lines.append(f"optimiser.param_groups[0]['lr'] = {chosen.learning_rate!r}")
    return lines


def _goal(recipe: Recipe) -> str:
    chosen, parts = recipe.settings, []
    ours = {name: weight for name, weight in chosen.weights.items() if name in TERMS}
    if ours:
        told = []
        if "target" in chosen.needs:
            called = f"target({chosen.target!r}, {chosen.size})"
            told.append(f"target={'your_picture' if _brought(recipe) else called}")
        if "digit" in chosen.needs:
            told.append(f"digit={chosen.digit}")
        if "text" in chosen.needs:
            told.append(f"words={chosen.words!r}")
        parts.append(f"goal({', '.join([repr(ours), *told])})")
    for name, weight in chosen.weights.items():
        if name in ours:
            continue
        mine = f"term({YOURS!r}, {_name(recipe.goal)})" if name == YOURS else "your_goal"
        if mine not in " ".join(parts):
            parts.append(mine if weight == 1 or name != YOURS else f"{weight!r} * {mine}")
    return " + ".join(parts)


def _name(function: Any) -> str:
    name = getattr(function, "__name__", "")
    return name if name.isidentifier() else "your_goal"


def _run(recipe: Recipe, start: int, count: int) -> list[str]:
    chosen = recipe.settings
    more = {"pixels": chosen.pixels, "seed": chosen.seed or None, "index": start or None}
    told = ["thing", "wanted", "optimiser=optimiser"]
    told += [f"{name}={value}" for name, value in more.items() if value is not None]
    return [f"for step in islice(create({', '.join(told)}), {count}):", "    pass"]
