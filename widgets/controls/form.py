"""From a config dataclass to its controls, and back.

A field says which control it wants in its metadata, made by `control(default, spec)`.
The form never changes a config: each event makes a new one.
"""
import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import ipywidgets

from widgets.canvas.network import LayerEditor
from widgets.controls.stepper import Stepper
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

    def make(self, name: str, value: float) -> ipywidgets.Widget:
        """The control, showing `value`."""
        values = sorted({*self.values, value})
        options = [(f"{v:.3g}" if v else "none", v) for v in values]
        return ipywidgets.SelectionSlider(
            options=options, value=value, description=self.label, continuous_update=True,
            **plain(ipywidgets.SelectionSlider),
        )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One of several, from a list that opens."""

    label: str
    options: tuple[tuple[str, Any], ...]

    def make(self, name: str, value: Any) -> ipywidgets.Widget:
        """The control, showing `value`; a value that is not in the list is added."""
        options = list(self.options)
        if value not in [option for _, option in options]:
            options.append((str(value), value))
        return ipywidgets.Dropdown(
            options=options, value=value, description=self.label, **plain(ipywidgets.Dropdown)
        )


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
class RulePictures:
    """One of the registered rules, as small pictures."""

    label: str

    def make(self, name: str, value: str) -> ipywidgets.Widget:
        """The control, showing `value`."""
        return Thumbnails(self.label, value)


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
        """Show another config, without telling anyone."""
        self.config, self._setting = config, True
        try:
            for name, widget in self.controls.items():
                widget.value = getattr(config, name)
        finally:
            self._setting = False


def _same(held: Any, value: Any) -> bool:
    """Whether a value is the one that is held: a page's slider says 1.2000000000000002 for 1.2."""
    if isinstance(held, float) and isinstance(value, float):
        return math.isclose(held, value, rel_tol=1e-9, abs_tol=1e-12)
    return held == value
