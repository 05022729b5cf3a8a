"""Settings as a link, and back: the state of a widget is its config, and nothing else.

What comes from an address bar or a clipboard is text from anybody.  It is read field by
field into the types of the config and then checked by the config itself; nothing in it is
ever evaluated.
"""
import json
import math
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints
from urllib.parse import parse_qsl, quote, urlencode

from course.checks import shown

Config = TypeVar("Config")
LONGEST = 2000  # characters of a link that is read at all
LONGEST_VALUE = 300  # characters of one value, after decoding
LONGEST_LINE = 400  # characters of the line that says what was not used
OF_THE_PAGE = frozenset({"open", "look", "present"})  # what a link says to the page as a whole
WHOLE = re.compile(r"-?[0-9]+")
NUMBER = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
EXPECTED = {bool: "1 or 0", int: "a whole number", float: "a number"}
YES_NO = {"1": True, "true": True, "0": False, "false": False}


# ---- writing ---------------------------------------------------------------------------


@cache
def _defaults(make: Callable[..., Config]) -> Config:
    return make()


@cache
def _kinds(make: Callable[..., Config]) -> dict[str, tuple[Any, bool]]:
    """Field name -> its type, and whether it may be None: `X | None` is (X, True)."""
    hints, kinds = get_type_hints(make), {}
    for item in fields(make):
        parts = get_args(hints[item.name])
        plain = [part for part in parts if part is not type(None)]
        optional = len(plain) < len(parts)
        kinds[item.name] = (plain[0] if optional else hints[item.name], optional)
    return kinds


def _between(part: Any) -> str:
    # Whole numbers as people write layers, 8-8; other numbers may hold a minus of their own.
    return "-" if part is int else "~"


def _write(kind: Any, value: Any) -> str:
    if value is None:
        return ""
    if parts := get_args(kind):
        return _between(parts[0]).join(_write(parts[0], part) for part in value)
    return str(int(value)) if kind is bool else str(value)


def differing(config: Any, own: Any = None) -> dict[str, Any]:
    """The fields of a config that a link must name.

    Parameters
    ----------
    config : dataclass
    own : dataclass, optional
        What the widget begins with where it stands, if that is not the defaults.
    """
    known = [_defaults(type(config)), *([own] if own is not None else [])]
    values = {item.name: getattr(config, item.name) for item in fields(config)}
    return {
        name: value for name, value in values.items()
        if any(getattr(start, name) != value for start in known)
    }  # fmt: skip


def to_query(name: str, config: Any, own: Any = None) -> str:
    """A query string that means this config for the widget of that name.

    Parameters
    ----------
    name : str
    config : dataclass
        Its fields are str, bool, int, float, tuples of whole numbers that are not negative,
        tuples of floats, or any of these or None.
    own : dataclass, optional
        What the widget begins with where it stands, if that is not the defaults.
    """
    kinds = _kinds(type(config))
    pairs = {key: _write(kinds[key][0], value) for key, value in differing(config, own).items()}
    return urlencode({"open": name, **pairs})


def from_link_call(function: str, query: str) -> str:
    """A line of Python that reopens a link: `Playground.from_link("open=...")`."""
    return f"{function}.from_link({json.dumps(quote(query, safe='=&%+-._~'))})"


# ---- reading ---------------------------------------------------------------------------


def query_of(link: str) -> str:
    """The query string of a whole address, of "?a=b" or of "a=b".

    Raises
    ------
    TypeError
        If it is not text.
    """
    if not isinstance(link, str):
        raise TypeError(f"a link must be text, got {shown(link)} ({type(link).__name__})")
    before, mark, after = link.strip().partition("?")
    query = after if mark else "" if "://" in before else before
    return query.partition("#")[0]


def of_page(link: str | None = None) -> dict[str, str]:
    """What a link, or else the page's query, says of "open", "look" and "present"."""
    try:
        pairs = _pairs(_query(link)[:LONGEST])
    except TypeError:
        return {}
    return {key: value for key, value in reversed(pairs) if key in OF_THE_PAGE}


def wants_stage(link: str | None) -> bool:
    """Whether a link, not the page, asks for its widget to be presented."""
    return link is not None and of_page(link).get("present") == "1"


def from_query(
    name: str, make: Callable[..., Config], query: str | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The settings that a link holds for the widget of that name; never raises.

    Parameters
    ----------
    name : str
        A link whose `open` is another name is for another widget.
    make : dataclass
        With a default for each field, checking its values when it is made.
    query : str, optional
        A link in any form that `query_of` takes; it need not hold `open`.  By default the
        query string of the page, as Voila hands it on, which must.

    Returns
    -------
    settings : dict
        Field name -> value; each has been accepted by `make`.
    problems : list of str
        A message for each field that could not be used; `one_line` makes them one.
    """
    try:
        text = _query(query)
    except TypeError as error:
        return {}, [str(error)]
    if of_page(text).get("open", name if query is not None else None) != name:
        return {}, []
    if len(text) > LONGEST:
        return {}, [f"a link has at most {LONGEST:,} characters, this one has {len(text):,}"]
    given: dict[str, list[str]] = {}
    for key, value in _pairs(text):
        given.setdefault(key, []).append(value)
    settings, problems = {}, []
    for key in [key for key in given if key not in OF_THE_PAGE]:
        try:
            settings[key] = _setting(make, key, given[key])
        except (TypeError, ValueError) as error:
            problems.append(str(error))
    return settings, problems


def reopened(
    name: str, make: Callable[..., Config], link: str | None = None
) -> tuple[dict[str, Any], str]:
    """What a widget is asked to begin with: by a link it was made from, and by its page.

    Parameters
    ----------
    name : str
        What the page's `open` calls this widget.
    make : dataclass
    link : str, optional
        As `from_query` takes it; whatever it opens, it is meant for this widget.

    Returns
    -------
    settings : dict
        Field name -> value; what the page asks counts before what the link says.
    line : str
        What could not be used, in one sentence, or "".
    """
    wanted = of_page(link).get("open", name)
    said, unread = from_query(wanted, make, link) if link is not None else ({}, [])
    asked, refused = from_query(name, make)
    return {**said, **asked}, one_line([*unread, *refused])


def one_line(problems: Iterable[str]) -> str:
    """One sentence of at most 400 characters that says what of a link was not used; or ""."""
    said = [problem.rstrip(".") for problem in problems]
    for told in range(len(said), 0, -1):
        more = [f"and {len(said) - told} more"] if told < len(said) else []
        line = f"Not used from the link: {'; '.join(said[:told] + more)}"
        if len(line) <= LONGEST_LINE or told == 1:
            return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 3]}..."
    return ""


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
            make(**good, **{key: value})
        except (TypeError, ValueError) as error:
            problems.append(str(error))
        else:
            good[key] = value
    return make(**good), problems


def _query(link: str | None) -> str:
    return os.environ.get("QUERY_STRING", "") if link is None else query_of(link)


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _setting(make: Callable[..., Config], key: str, texts: list[str]) -> Any:
    """The value of one field; ValueError or TypeError, naming it, if there is none."""
    if key not in _kinds(make):
        raise ValueError(f"there is no setting {shown(key)}")
    if len(set(texts)) > 1:
        raise ValueError(f"{key} is given {len(texts)} times")
    text = texts[0]
    if len(text) > LONGEST_VALUE:
        raise ValueError(f"{key} has {len(text):,} characters, at most {LONGEST_VALUE} are read")
    kind, optional = _kinds(make)[key]
    absent = optional and not text
    value = None if absent else _read(kind, text)
    if value is None and not absent:
        raise ValueError(f"{key} must be {_expected(kind)}, got {shown(text)}")
    make(**{key: value})
    return value


def _read(kind: Any, text: str) -> Any:
    """The text as a value of this kind; None if it is none."""
    if parts := get_args(kind):  # tuple[int, ...] or tuple[float, ...]
        pieces = text.split(_between(parts[0])) if text else []
        values = tuple(_read(parts[0], piece) for piece in pieces)
        return None if None in values else values
    if kind is bool:
        return YES_NO.get(text.lower())
    if kind is int:
        return int(text) if WHOLE.fullmatch(text) else None
    if kind is float:
        number = float(text) if NUMBER.fullmatch(text) else math.inf
        return number if math.isfinite(number) else None
    plain = all(letter.isprintable() or letter in "\n\t\u200d" for letter in text)
    return text if plain else None


def _expected(kind: Any) -> str:
    if parts := get_args(kind):
        return "whole numbers such as 8-8" if parts[0] is int else "numbers such as 0.5~1"
    return EXPECTED.get(kind, "plain text")
