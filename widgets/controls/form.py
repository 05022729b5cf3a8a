"""From a config dataclass to its controls, and back.

A field says which control it wants in its metadata, made by `control(default, spec)`.
The form never changes a config: each event makes a new one.
"""
import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import ipywidgets

from course.toys import RULES
from widgets.canvas.network import LayerEditor
from widgets.controls.stepper import Stepper
from widgets.controls.switch import Switch
from widgets.controls.thumbnails import Thumbnails
from widgets.controls.toggle import Toggle
from widgets.parts import plain


@dataclass(frozen=True)
class Slider:
    """A number on a line from `low` to `high`; the line grows if the value lies outside."""

    label: str
    low: float
    high: float
    step: float
    readout: str = "d"

    def make(self, name: str, value: float) -> ipywidgets.Widget:
        """The control, showing `value`."""
        kind = ipywidgets.IntSlider if isinstance(value, int) else ipywidgets.FloatSlider
        low, high = min(self.low, value), max(self.high, value)
        return kind(
            value, min=low, max=high, step=self.step, description=self.label,
            readout_format=self.readout, continuous_update=True, **plain(kind),
        )  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """A number from a list of good ones, in order; another value is added to the list."""

    label: str
    values: tuple[float, ...]

    def words(self, value: float) -> str:
        """How a value is written."""
        return f"{value:.3g}" if value else "none"

    def offered(self, value: float) -> list[tuple[str, float]]:
        """The options, with `value` among them."""
        return [(self.words(v), v) for v in sorted({*self.values, value})]

    def make(self, name: str, value: float) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return ipywidgets.SelectionSlider(
            options=self.offered(value), value=value, description=self.label,
            continuous_update=True, **plain(ipywidgets.SelectionSlider),
        )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One of several, from a list that opens."""

    label: str
    options: tuple[tuple[str, Any], ...]
    words: Callable[[Any], str] = str  # how a value is written that is not in the list

    def offered(self, value: Any) -> list[tuple[str, Any]]:
        """The options, with `value` among them."""
        known = [option for _, option in self.options]
        return [*self.options, *([] if value in known else [(self.words(value), value)])]

    def make(self, name: str, value: Any) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return ipywidgets.Dropdown(
            options=self.offered(value), value=value, description=self.label,
            **plain(ipywidgets.Dropdown),
        )  # fmt: skip


@dataclass(frozen=True)
class Count:
    """A whole number with a button on either side."""

    label: str
    low: int
    high: int

    def make(self, name: str, value: int) -> ipywidgets.Widget:
        """The control, showing `value`."""
        low, high = min(self.low, value), max(self.high, value)
        return Stepper(name=name, label=self.label, low=low, high=high, value=value)


@dataclass(frozen=True)
class Joined:
    """One of two to four, all in sight."""

    label: str
    options: tuple[tuple[str, str], ...]
    label_hidden: bool = False

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        options = [list(option) for option in self.options]
        return Toggle(
            label=self.label, label_hidden=self.label_hidden, options=options, value=value
        )


@dataclass(frozen=True)
class OnOff:
    """One of two values, by a button that is pressed or not."""

    label: str
    off: Any = False
    on: Any = True

    def make(self, name: str, value: Any) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return Switch(self.label, (self.off, self.on), value)


@dataclass(frozen=True)
class RulePictures:
    """One of the registered rules, as small pictures."""

    label: str

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return Thumbnails(self.label, value)


@dataclass(frozen=True)
class RuleName:
    """One of the registered rules, by its name."""

    label: str

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return Choice(self.label, tuple((rule, rule) for rule in RULES)).make(name, value)


@dataclass(frozen=True)
class Layers:
    """The hidden layers and their units, as a drawn network."""

    label: str

    def make(self, name: str, value: tuple[int, ...]) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return LayerEditor(value)


def control(default: Any, spec: Any) -> Any:
    """A dataclass field with a default and the control that edits it."""
    return field(default=default, metadata={"control": spec})


class Form:
    """The controls of a config.

    Parameters
    ----------
    config : dataclass
        Every field made by `control`.
    changed : callable
        Called with (new config, name of the field) after each change by a person.
    refused : callable
        Called with a message when a value was refused; the control goes back.

    Attributes
    ----------
    controls : dict of str to Widget
        By field name; each has a `value`.
    """

    def __init__(
        self,
        config: Any,
        changed: Callable[[Any, str], None],
        refused: Callable[[str], None],
    ) -> None:
        self.config, self._changed, self._refused = config, changed, refused
        self._setting = False
        self.controls: dict[str, ipywidgets.Widget] = {}
        for item in fields(config):
            made = item.metadata["control"].make(item.name, getattr(config, item.name))
            made.observe(lambda change, name=item.name: self._read(name, change["new"]), "value")
            self.controls[item.name] = made

    def _read(self, name: str, value: Any) -> None:
        if self._setting or _same(getattr(self.config, name), value):
            return
        try:
            config = replace(self.config, **{name: value})
        except (TypeError, ValueError) as error:
            self._refused(str(error))
            self.set(self.config)
            return
        self.config = config
        self._changed(config, name)

    def set(self, config: Any) -> None:
        """Show another config, without telling anyone; what a list lacks is added to it."""
        self.config, self._setting = config, True
        try:
            for item in fields(config):
                widget, spec = self.controls[item.name], item.metadata["control"]
                value = getattr(config, item.name)
                with widget.hold_sync():
                    listed = isinstance(spec, Scale | Choice)
                    if listed and value not in [option for _, option in widget.options]:
                        widget.options = spec.offered(value)
                    widget.value = value
        finally:
            self._setting = False


def _same(held: Any, value: Any) -> bool:
    """Whether a value is the one that is held: a page's slider says 1.2000000000000002 for 1.2."""
    if isinstance(held, float) and isinstance(value, float):
        return math.isclose(held, value, rel_tol=1e-9, abs_tol=1e-12)
    return held == value
