"""From the settings of the studio to what is made: built, or changed while it goes on.

All of this is done on the thread that makes the picture; torch is imported in here, and by none
of these lines when the module is.
"""
import copy
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course.checks import shown
from course.device import gpu_name
from course.pictures.catalogue import TERMS
from course.pictures.targets import target
from course.seeding import generator
from widgets.studio_settings import OWN, YOURS, StudioSettings

# A change of one of these begins anew; of any other, the parameters stay.
ANEW = {"parameterisation", "seed", "size", "device"}


@dataclass(frozen=True, eq=False)
class Recipe:
    """What is to be made.

    Attributes
    ----------
    settings : StudioSettings
    picture : uint8 array, shape (n, n, 3), optional
        The target that was brought along.
    thing : object, optional
        The student's parameterisation: a module, or what makes one of (size, rng).
    goal : course.art.goals.Goal or callable, optional
        The student's: see `own_goal`.
    device : str
        Where it is made, as torch calls it; known once it is built.
    note : str
        What is to be said about it, or "".
    """

    settings: StudioSettings
    picture: np.ndarray | None = None
    thing: Any = None
    goal: Any = None
    device: str = "cpu"
    note: str = ""

    @property
    def target(self) -> np.ndarray:
        """The picture to be matched, uint8 (size, size, 3)."""
        if self.settings.target == OWN and self.picture is not None:
            return self.picture
        name = self.settings.target if self.settings.target != OWN else StudioSettings.target
        return target(name, self.settings.size)

    def build(self) -> Any:
        """A `course.art.creation.Creation` at its start."""
        from course.art.creation import Creation

        device, note = _device(self.settings.device)
        recipe = replace(self, device=device, note=note)
        chosen = self.settings
        return Creation(
            recipe._thing(), recipe._goal({}), chosen.optimiser, chosen.learning_rate,
            pixels=chosen.pixels, seed=chosen.seed, about=recipe,
        )  # fmt: skip

    def alter(self, creation: Any) -> Any:
        """The creation as these settings want it, with its parameters as they are."""
        before, now = creation.about.settings, self.settings
        recipe = replace(self, device=creation.about.device, note=creation.about.note)
        known = {
            term.name: term for term in creation.goal.terms
            if _same(recipe._told(term.name), creation.about._told(term.name))
        }  # fmt: skip
        changed = replace(creation, goal=recipe._goal(known), pixels=now.pixels, about=recipe)
        if now.optimiser != before.optimiser:
            return replace(changed, optimiser=now.optimiser, rate=now.learning_rate)
        if now.learning_rate != before.learning_rate:
            return changed.at_rate(now.learning_rate)
        return changed

    # ---- its parts ---------------------------------------------------------------------

    def _thing(self) -> Any:
        from course.art.build import parameterisation

        chosen = self.settings
        if chosen.parameterisation == YOURS:
            return own_thing(self.thing, chosen.size, chosen.seed).to(self.device)
        return parameterisation(chosen.parameterisation, chosen.size, chosen.seed, self.device)

    def _told(self, name: str) -> Any:
        """What a term is told besides: the same object as long as it is the same."""
        needs = TERMS[name].needs if name in TERMS else ""
        told = {"target": lambda: self.target, "digit": lambda: self.settings.digit,
                "text": lambda: self.settings.words}  # fmt: skip
        return told[needs]() if needs else None

    def _goal(self, known: dict[str, Any]) -> Any:
        """The goal; terms that are known already are taken as they are, at their new weights."""
        from course.art.build import goal
        from course.art.goals import Goal

        own = own_goal(self.goal).terms if self.goal is not None else ()
        mine, terms = {term.name: term for term in own}, []
        for name, weight in self.settings.weights.items():
            term = known.get(name) or mine.get(name)
            if term is None:
                chosen = self.settings
                made = goal({name: 1.0}, target=self.target, digit=chosen.digit, words=chosen.words)
                (term,) = made.terms
            terms.append(replace(term, weight=weight))
        return Goal(tuple(terms))


def _device(asked: str) -> tuple[str, str]:
    """What torch calls the device, and a note if it is another than was asked for."""
    if asked == "cpu":
        return "cpu", ""
    try:
        return gpu_name(), ""
    except RuntimeError as error:
        return "cpu", str(error)


# ---- the student's own -----------------------------------------------------------------


def own_thing(given: Any, size: int, seed: int) -> Any:
    """A module of the student's at its start.

    Parameters
    ----------
    given : torch.nn.Module, or callable
        A module is copied, so that it can begin anew; anything else is called with as many of
        (size, rng) as it takes.
    size, seed : int

    Raises
    ------
    TypeError
        If no module comes of it.
    """
    from torch import nn

    if isinstance(given, nn.Module):
        return copy.deepcopy(given)
    if not callable(given):
        expected = "a torch.nn.Module, or a class or function of (size, rng) that makes one"
        raise TypeError(f"parameterisation must be {expected}, got {shown(given)}")
    made = given(*_taken(given, (size, generator(seed, "art"))))
    if not isinstance(made, nn.Module):
        name = getattr(given, "__name__", "parameterisation")
        raise TypeError(f"{name} must make a torch.nn.Module, got {shown(made)}")
    return made


def _taken(given: Callable, most: tuple[Any, ...]) -> tuple[Any, ...]:
    """As many of these arguments as it takes."""
    signature = inspect.signature(given)
    for count in range(len(most), 0, -1):
        try:
            signature.bind(*most[:count])
        except TypeError:
            continue
        return most[:count]
    return ()


def own_goal(given: Any) -> Any:
    """A goal of the student's with its terms named "yours", or "yours: its name".

    Parameters
    ----------
    given : course.art.goals.Goal, or callable
        A function of a picture (1, 3, size, size) that returns a tensor with one number.

    Raises
    ------
    TypeError
        If it is neither.
    """
    from course.art.goals import Goal, term

    if not isinstance(given, Goal):
        return term(YOURS, given)
    named = zip(given.terms, own_weights(given), strict=True)
    return Goal(tuple(replace(one, name=name) for one, name in named))


def own_weights(given: Any) -> dict[str, float]:
    """Names and weights of a goal of the student's, without a look at torch."""
    terms = getattr(given, "terms", None)
    if not isinstance(terms, tuple):
        return {YOURS: 1.0}
    names = [" ".join(re.sub(r"[+*]", " ", one.name).split())[:40] or "goal" for one in terms]
    return {f"{YOURS}: {name}": one.weight for name, one in zip(names, terms, strict=True)}


def _same(one: Any, other: Any) -> bool:
    """Whether a term was told the same."""
    return one is other or (isinstance(one, str | int) and one == other)
