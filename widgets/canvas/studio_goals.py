"""The goals of the studio: a weight, a value and a bar for each, and their weighted sum."""
import math
from collections.abc import Callable, Mapping, Sequence

import traitlets

from widgets.assets import script
from widgets.parts import Part


class GoalBars(Part):
    """The terms of a goal, one below the other.

    A bar is as long as the square root of weight times value, in units of the longest that
    there was at the beginning; a thin mark stays where it began.

    Attributes
    ----------
    terms : list of dict
        Of each: "name", "label", "words", "weight" and "at", where that stands on the slider.
    steps : list of float
        The weights on the slider.
    live : dict of str to list
        Of each: its value in words, and in [0, 1] the lengths of its bar and of its mark, or -1.
    offers : list of [name, label]
        What can be added.
    total, began : str
        The weighted sum, now and at the beginning.
    label : str
        All of it in a sentence, for those who do not see it.
    """

    _esm = script("follow.js", "near.js", "canvas/studio_goals.js")

    terms = traitlets.List(traitlets.Dict()).tag(sync=True)
    steps = traitlets.List(traitlets.Float()).tag(sync=True)
    live = traitlets.Dict().tag(sync=True)
    offers = traitlets.List().tag(sync=True)
    total = traitlets.Unicode("").tag(sync=True)
    began = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_weight(self, heard: Callable[[str, float], None]) -> None:
        """Call `heard(name, weight)` when a person moves a slider."""

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") != "weight":
                return
            name, at = content.get("name"), content.get("at")  # a visitor can send anything
            if self._known(name) and type(at) is int and 0 <= at < len(self.steps):
                heard(name, self.steps[at])

        self.on_msg(read)

    def on_take(self, heard: Callable[[str], None]) -> None:
        """Call `heard(name)` when a person takes a term away."""
        self._on("take", self._known, heard)

    def on_add(self, heard: Callable[[str], None]) -> None:
        """Call `heard(name)` when a person adds a term."""
        self._on("add", lambda name: name in [offer[0] for offer in self.offers], heard)

    def on_seen(self, heard: Callable[[], None]) -> None:
        """Call `heard` once it comes near the screen."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == "seen":
                heard()

        self.on_msg(read)

    def show(
        self,
        parts: Mapping[str, float],
        began: Mapping[str, float],
        weights: Mapping[str, float],
    ) -> None:
        """Show what each term says.

        Parameters
        ----------
        parts, began : mapping of str to float
            Values now and at the beginning, not weighted; a term may be missing.
        weights : mapping of str to float
        """
        now = {name: parts[name] * weights[name] for name in weights if name in parts}
        first = {name: began[name] * weights[name] for name in weights if name in began}
        longest = max([*first.values(), *now.values(), 1e-12])
        with self.hold_sync():
            self.live = {
                name: [figure(parts.get(name)), _share(now, name, longest),
                       _share(first, name, longest)]
                for name in weights
            }  # fmt: skip
            known = len(now) == len(weights) > 0
            self.total = figure(sum(now.values()) if known else None)
            self.began = figure(sum(first.values()) if known else None)
            values = ", ".join(f"{name} {self.live[name][0]}" for name in weights)
            self.label = f"Weighted sum {self.total}, began at {self.began}: {values}."

    def _known(self, name: object) -> bool:
        return isinstance(name, str) and name in [term["name"] for term in self.terms]

    def _on(self, kind: str, known: Callable[[object], bool], heard: Callable) -> None:
        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") == kind:
                name = content.get("name")
                if isinstance(name, str) and known(name):
                    heard(name)

        self.on_msg(read)


def figure(value: float | None) -> str:
    """A value in about six characters: "0.1405", "4.7e-7"; "-.----" if there is none."""
    if value is None or not math.isfinite(value):
        return "-.----"
    if 0 < abs(value) < 0.0005:
        return f"{value:.1e}".replace("e-0", "e-").replace("-", "\N{MINUS SIGN}")
    places = 4 if abs(value) < 10 else 2 if abs(value) < 1000 else 0
    return f"{value:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def _share(values: Mapping[str, float], name: str, longest: float) -> float:
    value = values.get(name, math.nan)
    if not math.isfinite(value):
        return -1.0
    return round(math.sqrt(min(max(value / longest, 0.0), 1.0)), 4)


def offers(labels: Mapping[str, str], there: Sequence[str]) -> list[list[str]]:
    """What can be added: name and label of what is not there yet."""
    return [[name, label] for name, label in labels.items() if name not in there]
