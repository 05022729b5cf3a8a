"""What is said of single units and of the network without some of them; from the data alone."""
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from course.run import Run
from course.toys import Rule
from course.units import Boundary, UnitId
from widgets.canvas.unit_picture import Tile
from widgets.unit_view_settings import UnitSettings
from widgets.wording import percent

CUT = 0.15  # an edge shorter than this looks like a corner cut off
FEW = 3  # units that are named one by one


def unit_name(unit: UnitId, hidden: Sequence[int]) -> str:
    """What a unit is called: "unit 2", or "unit 1.2" in the first of two layers."""
    layer, number = unit
    return f"unit {layer + 1}.{number + 1}" if len(hidden) > 1 else f"unit {number + 1}"


def names(units: Collection[UnitId], hidden: Sequence[int]) -> str:
    """Several units: "unit 2", "units 1 and 3", "4 units"."""
    told = [unit_name(unit, hidden).removeprefix("unit ") for unit in sorted(units)]
    if len(told) == 1:
        return f"unit {told[0]}"
    if len(told) > FEW:
        return f"{len(told)} units"
    return f"units {', '.join(told[:-1])} and {told[-1]}"


def count(number: int, word: str) -> str:
    """A number of things: "1 fold", "3 folds"."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def signed(value: float) -> str:
    """A weight with its sign: "+2.10"."""
    return f"{value:+.2f}".replace("-", "\u2212")


def change(lost: float) -> str:
    """A loss of accuracy as a change in percentage points: "\u221218.0"."""
    text = f"{-100 * lost:+.1f}"
    return "0.0" if text[1:] == "0.0" else text.replace("-", "\u2212")


def tile(
    unit: UnitId,
    settings: UnitSettings,
    rule: Rule,
    weight: float,
    on: float,
    accuracy: float,
    state: str,
) -> Tile:
    """What is written at a unit.

    Parameters
    ----------
    unit, settings, rule
    weight : float
        Towards the output; NaN if it leads to another layer.
    on : float
        Share of the square on which its weighted sum is above 0, in [0, 1].
    accuracy : float
        Of the network without it, in [0, 1]; NaN if not known yet.
    state : {"", "dead", "removed"}
    """
    last, without = not np.isnan(weight), f"without it {percent(accuracy)}"
    below = {"dead": "dead: always off", "removed": "taken out"}.get(state, without)
    side = "on over" if settings.activation == "relu" else "above 0 over"
    more = [
        f"a weight towards {(rule.inside if weight > 0 else rule.outside)!r}"
        if last
        else f"leads to {count(settings.hidden[1], 'unit')}",
        f"{side} {on:.0%} of the square",
        *([without] if below != without else []),
    ]
    name = unit_name(unit, settings.hidden)
    return Tile(name, signed(weight) if last else "", below, "; ".join(more), state)


def edges_said(found: Boundary, settings: UnitSettings, in_square: int) -> str:
    """How many straight edges the 50% line has, and where it turns.

    Parameters
    ----------
    found : Boundary
    settings : UnitSettings
    in_square : int
        Folds of the first layer that lie in the square, of units that are there.
    """
    cut = _folds(settings, in_square)
    cut += f" {count(found.regions, 'region')}." if in_square else ""
    if not found.edges:
        return f"{cut} There is no 50% line: every point gets the same answer."
    line = f"the 50% line has {count(len(found.edges), 'straight edge')}"
    short = len(found.edges) - found.seen
    line += f", {short} of them too short to see," if short else ""
    turns = {1: "once", 2: "twice"}.get(found.turns, f"{found.turns} times")
    bends = f"It turns {turns}, each time at a fold." if found.turns else "It does not turn."
    few = len(settings.hidden) == 1 and in_square <= 2
    never = f" {'One fold' if in_square == 1 else 'Two folds'} can enclose nothing." if few else ""
    return f"{cut} In each the network is flat, so {line}{_kind(found)}. {bends}{never}"


def _folds(settings: UnitSettings, in_square: int) -> str:
    if not in_square:
        return "No fold crosses the square."
    if len(settings.hidden) == 1:
        return f"{count(in_square, 'fold')} {'cuts' if in_square == 1 else 'cut'} the square into"
    return (
        f"The first layer has {count(in_square, 'straight fold')}; a fold of the second bends "
        "where it crosses one of them. Together they cut the square into"
    )


def _kind(found: Boundary) -> str:
    """Whether the line is closed, and in how many pieces it is."""
    if found.parts > 1:
        closed = "all" if found.closed else found.closed_parts or "none"
        return f" in {found.parts} pieces, {closed} of them closed"
    if found.closed:
        return " and is closed"
    shortest = found.edges[-1].length
    wedge = len(found.edges) == 3 and shortest < CUT
    tail = f"; the shortest, {shortest:.2f} long, cuts off a corner" if wedge else ""
    return f" and leaves the square{tail}"


def bends_said(settings: UnitSettings) -> str:
    """What can be said of tanh units, which do not fold."""
    layer = "Each line is" if len(settings.hidden) == 1 else "Each line of the first layer is"
    return (
        f"{layer} where a tanh unit's weighted sum is 0, and its answer goes over from minus to "
        "plus, softly. Nothing is folded, so the 50% line has no straight edges to count."
    )


def lost_said(
    lost: Mapping[UnitId, float], dead: Collection[UnitId], hidden: Sequence[int], whole: float
) -> str:
    """What each unit is worth: all of them if they are few, otherwise the most and the least."""
    order = sorted(lost, key=lambda unit: -lost[unit])
    fewer = [unit for unit in order if unit not in dead]
    told = [f"All units: {percent(whole)}."]
    named = [f"ithout {unit_name(unit, hidden)}" for unit in fewer]
    numbers = [change(lost[unit]) for unit in fewer]
    if len(fewer) > FEW:
        told.append(
            f"W{named[0]} most is lost: {numbers[0]} percentage points; w{named[-1]} least: "
            f"{numbers[-1]}."
        )
    elif fewer:
        told.append(f"W{named[0]}: {numbers[0]} percentage points")
        told[-1] += "".join(f"; w{n}: {v}" for n, v in zip(named[1:], numbers[1:], strict=True))
        told[-1] += "."
    if dead:
        verb = "is" if len(dead) == 1 else "are"
        told.append(f"{names(dead, hidden).capitalize()} {verb} dead: off at every training point.")
    return " ".join(told)


def removed_said(
    removed: Collection[UnitId], hidden: Sequence[int], whole: float, now: float, newly: int
) -> str:
    """What the network is without the units that are taken out."""
    lost, wrong = whole - now, f"{count(newly, 'point')} {'becomes' if newly == 1 else 'become'}"
    points = "as before" if change(lost) == "0.0" else f"{change(lost)} percentage points"
    return f"Without {names(removed, hidden)}: {percent(now)} right, {points}; {wrong} wrong."


def seed_said(settings: UnitSettings) -> str:
    """How the seed was chosen, if it was."""
    if settings.chosen is None or settings.plain.seed != settings.chosen:
        return ""
    if settings.hidden == (2,):
        return "chosen: of seeds 0 to 31, the best that draws a wedge"
    return "chosen: the best of seeds 0 to 31"


def code(run: Run, removed: Collection[UnitId], relu: bool) -> str:
    """Lines of Python that train the network again and take the same units out."""
    wanted = f"{'boundary, ' if relu else ''}importance, without"
    return (
        f"{run.code()}\n\n"
        f"from course.units import {wanted}\n\n"
        f"network = without(step.network, {sorted(removed)})  # (layer, unit), from 0\n"
        "print(evaluate(network, data.x_test, data.y_test).accuracy)\n"
        "print(importance(step.network, data.x_test, data.y_test))\n"
        + ("print(boundary(network))\n" if relu else "")
    )
