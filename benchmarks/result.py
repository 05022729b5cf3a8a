"""One measured figure beside its peer and its bar; the bar decides whether it holds."""

import json
import math
import operator
import re
from dataclasses import asdict, dataclass
from numbers import Real

_COMPARISONS = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}
_BAR = re.compile(r"(ours|ratio) (<=|<|>=|>) (-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, kw_only=True)
class Result:
    """A measured figure, the peer it was measured against and the bar it must meet.

    Make one with :func:`judged`, which works out `ratio` and `holds`.

    Attributes
    ----------
    name : str
        What was measured, unique in its benchmark.
    ours : float
        Our figure, in `unit`.
    unit : str
        Unit of `ours` and `theirs`, such as ``"ms"`` or ``"%"``.
    peer : str or None
        Whose figure `theirs` is; None when the bar is absolute.
    theirs : float or None
        The peer's figure, in `unit`; None exactly when there is no peer.
    ratio : float or None
        ``ours / theirs``; None when there is no peer.
    bar : str
        What must be true, such as ``"ratio <= 0.25"`` or ``"ours < 75"``.
    holds : bool
        Whether `bar` is true of this figure.
    conditions : str
        Under what the figure was taken: sizes, repetitions, versions, machine load.

    Raises
    ------
    TypeError, ValueError
        If a field does not fit its description, or `ratio` or `holds` contradict the others.
    """

    name: str
    ours: float
    unit: str
    peer: str | None
    theirs: float | None
    ratio: float | None
    bar: str
    holds: bool
    conditions: str

    def __post_init__(self) -> None:
        for name in ("name", "unit", "bar", "conditions"):
            _check_text(name, getattr(self, name))
        _check_finite("ours", self.ours)
        if (self.peer is None) != (self.theirs is None):
            raise ValueError(
                "peer and theirs must be given together or not at all, "
                f"got peer={self.peer!r} and theirs={self.theirs!r}"
            )
        if self.peer is not None:
            _check_text("peer", self.peer)
            _check_finite("theirs", self.theirs)
        _check_ratio(self.ratio, _ratio(self.ours, self.theirs))
        if self.holds is not _meets(self.bar, self.ours, self.ratio):
            raise ValueError(f"holds must be what bar {self.bar!r} says, got {self.holds!r}")

    def to_json(self) -> str:
        """Return the result as one line of JSON with the nine fields in order."""
        return json.dumps(asdict(self), allow_nan=False, ensure_ascii=False)


def judged(
    name: str,
    ours: float,
    unit: str,
    *,
    bar: str,
    conditions: str,
    peer: str | None = None,
    theirs: float | None = None,
) -> Result:
    """Return a :class:`Result` whose `ratio` and `holds` follow from the figures and the bar.

    Parameters
    ----------
    name, ours, unit, peer, theirs, bar, conditions
        As in :class:`Result`.

    Raises
    ------
    TypeError, ValueError
        As :class:`Result` does.
    """
    _check_finite("ours", ours)
    if theirs is not None:
        _check_finite("theirs", theirs)
    ratio = _ratio(ours, theirs)
    return Result(
        name=name,
        ours=float(ours),
        unit=unit,
        peer=peer,
        theirs=None if theirs is None else float(theirs),
        ratio=ratio,
        bar=bar,
        holds=_meets(bar, ours, ratio),
        conditions=conditions,
    )


def _ratio(ours: float, theirs: float | None) -> float | None:
    if theirs is None:
        return None
    if theirs == 0:
        raise ValueError("theirs must not be 0, for ratio is ours / theirs")
    return float(ours / theirs)


def _meets(bar: str, ours: float, ratio: float | None) -> bool:
    _check_text("bar", bar)
    parts = _BAR.fullmatch(bar)
    if parts is None:
        raise ValueError(f"bar must read like 'ratio <= 0.25' or 'ours < 75', got {bar!r}")
    figure, comparison, limit = parts.groups()
    if figure == "ratio" and ratio is None:
        raise ValueError(f"bar {bar!r} needs a peer to take the ratio to, got peer=None")
    return bool(_COMPARISONS[comparison](ours if figure == "ours" else ratio, float(limit)))


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {value!r}")
    if not value.strip() or "\n" in value:
        raise ValueError(f"{name} must be one line of text, got {value!r}")


def _check_finite(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number, got {value!r}")
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite, got {value!r}")


def _check_ratio(ratio: float | None, expected: float | None) -> None:
    if expected is None and ratio is None:
        return
    if expected is None or ratio is None or not math.isclose(ratio, expected, rel_tol=1e-9):
        raise ValueError(f"ratio must be ours / theirs, {expected!r} here, got {ratio!r}")
