"""Settings as a query string or as a line of Python, and back.

What comes from an address bar is read field by field into the types of the defaults and
then checked by the config itself; nothing in it is ever evaluated.
"""
import os
from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from course.checks import shown

Config = TypeVar("Config")
LONGEST = 2000  # characters of a query that are looked at


def _write(value: Any) -> str:
    return "-".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _read(text: str, default: Any) -> Any:
    if isinstance(default, tuple):
        return tuple(int(part) for part in text.split("-") if part)
    return type(default)(text)


def differing(config: Any) -> dict[str, Any]:
    """The fields of a config that are not at their defaults."""
    values = {item.name: getattr(config, item.name) for item in fields(config)}
    return {item.name: values[item.name] for item in fields(config)
            if values[item.name] != item.default}  # fmt: skip


def to_query(name: str, config: Any) -> str:
    """A query string that means this config for the widget of that name."""
    pairs = {key: _write(value) for key, value in differing(config).items()}
    return urlencode({"open": name, **pairs})


def to_call(function: str, config: Any) -> str:
    """A line of Python that means this config."""
    arguments = ", ".join(f"{key}={value!r}" for key, value in differing(config).items())
    return f"{function}({arguments})"


def collect(make: Callable[..., Config], given: dict[str, Any]) -> tuple[Config, list[str]]:
    """A config with every given value that is good, and a message for each that is not.

    Parameters
    ----------
    make : dataclass
        With a default for each field, checking its values when it is made.
    given : dict
        Field name -> value.
    """
    names = [item.name for item in fields(make)]
    good: dict[str, Any] = {}
    problems = []
    for key, value in given.items():
        if key not in names:
            problems.append(f"there is no setting {shown(key)}; there are {', '.join(names)}")
            continue
        try:
            make(**{key: value})
        except (TypeError, ValueError) as error:
            problems.append(str(error))
        else:
            good[key] = value
    return make(**good), problems


def from_query(
    name: str, make: Callable[..., Config], query: str | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The settings that a query string holds for the widget of that name.

    Parameters
    ----------
    name : str
        The query must hold `open=name`; otherwise it is for another widget.
    make : dataclass
    query : str, optional
        By default the one of the page, as Voila hands it on.

    Returns
    -------
    settings : dict
        Field name -> value; checked by `collect` afterwards.
    problems : list of str
        A message for each value that could not be read.
    """
    text = os.environ.get("QUERY_STRING", "") if query is None else query
    pairs = dict(parse_qsl(text[:LONGEST], keep_blank_values=True))
    if pairs.pop("open", None) != name:
        return {}, []
    defaults = {item.name: item.default for item in fields(make)}
    settings, problems = {}, []
    for key, value in pairs.items():
        if key not in defaults:
            continue  # other parts of the page have parameters of their own
        try:
            settings[key] = _read(value, defaults[key])
        except ValueError:
            kind = "whole numbers" if isinstance(defaults[key], tuple | int) else "a number"
            problems.append(f"{key} must be {kind}, got {shown(value)}")
    return settings, problems
