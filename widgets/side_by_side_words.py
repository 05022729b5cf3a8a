"""What is said of pictures side by side: each sentence from what they have cost and come to."""
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np

from course.pictures.sides_catalogue import SideSet, Tile
from widgets.wording import steps

LADDER = tuple(float(f"{digit}e{power}") for power in range(-4, 5) for digit in (1, 2, 5))
LAST = 10  # looks whose middle one counts where a goal draws anew in each step


def amount(value: float) -> str:
    """A weighted sum: four decimals, or two figures where that would be nothing."""
    if abs(value) >= 0.001 or not value:
        return f"{value:.4f}".replace("-", "−")
    if abs(value) < 1e-6:
        return "below 0.000001"
    return f"{value:.6f}".replace("-", "−")


def seconds(value: float) -> str:
    """CPU time: "0.04 s", "1.2 s", "12 s"."""
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s" if value < 10 else f"{value:.0f} s"


def settled(tile: Tile, record: Any) -> float | None:
    """The weighted sum a picture stands at; None before any.

    Where the goal draws anew in each step it is the middle one of the last ten.
    """
    last = sorted(record.losses[-LAST if tile.random else -1 :])
    return last[len(last) // 2] if last else None


def rate_words(rate: float) -> str:
    """A learning rate as people write it."""
    return f"{rate:,.0f}" if rate >= 1000 else f"{rate:g}"


def found(about: SideSet, tiles: Sequence[Tile], records: Sequence[Any], across: str) -> str:
    """What has come of it, in a sentence or two: who is lowest, and at what price.

    Parameters
    ----------
    records : sequence of course.art.sides.Record
    across : {"steps", "time"}
        What was the same for all.
    """
    stand = [
        (value, tile.label, record)
        for tile, record in zip(tiles, records, strict=True)
        if not record.stopped and (value := settled(tile, record)) is not None
    ]
    if not stand:
        return ""
    if not about.alike:
        return _read(stand)
    stand.sort(key=lambda one: one[0])
    most = max(one[2].index if across == "steps" else one[2].seconds for one in stand)
    least = min(one[2].index for one in stand)
    count = steps(most) if least == most else f"{least:,} to {most:,} steps"
    spent_words = count if across == "steps" else f"{seconds(most)} of CPU"
    order = ", ".join(f"{label} {amount(value)}" for value, label, _ in stand)
    return f"After {spent_words} each, lowest first: {order}. {_price(stand, across)}"


def _read(stand: Sequence[tuple[float, str, Any]]) -> str:
    """Where the goals differ their sums are no contest."""
    most = max(one[2].index for one in stand)
    return (
        f"After {steps(most)}: what the network reads stands below each picture. Their goals "
        "differ, so their sums are no contest. Look: which would you read as the digit?"
    )


def _price(stand: Sequence[tuple[float, str, Any]], across: str) -> str:
    if across == "steps":
        dear = max(stand, key=lambda one: one[2].seconds)
        cheap = min(stand, key=lambda one: one[2].seconds)
        return (
            f"{_begun(dear[1])} took {seconds(dear[2].seconds)} of CPU for it, {cheap[1]} "
            f"{seconds(cheap[2].seconds)}."
        )
    many = max(stand, key=lambda one: one[2].index)
    few = min(stand, key=lambda one: one[2].index)
    return f"In that time {many[1]} made {steps(many[2].index)}, {few[1]} {steps(few[2].index)}."


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]


def slopes(tiles: Sequence[Tile], records: Sequence[Any]) -> str:
    """Why SGD wants such a learning rate, from the slopes at the start; "" before the start."""
    named = {tile.label: (tile, record) for tile, record in zip(tiles, records, strict=True)}
    if "SGD" not in named or "Adam" not in named:
        return ""
    (tile, record), (adam, _) = named["SGD"], named["Adam"]
    if not record.steepest:
        return ""
    moved = tile.rate * record.steepest
    return (
        f"At the start the steepest of {record.count:,} slopes is {_plain(record.steepest)}. SGD "
        f"moves a parameter by rate × slope: {rate_words(tile.rate)} × that is {_plain(moved)} at "
        f"most. Adam’s first step is about {rate_words(adam.rate)} for each, however small the "
        "slope."
    )


def _plain(value: float) -> str:
    """Two figures of a number, without a power of ten: "0.0000096"."""
    return np.format_float_positional(float(f"{value:.1e}"), trim="-")


def label(about: SideSet, tiles: Sequence[Tile], records: Sequence[Any]) -> str:
    """The pictures and the chart for those who do not see them."""
    stand = [
        f"{tile.label} {amount(value)} after {steps(record.index)}"
        for tile, record in zip(tiles, records, strict=False)  # none before torch is there
        if (value := settled(tile, record)) is not None
    ]
    return f"{_begun(about.label)}: {', '.join(stand) if stand else 'not begun yet'}."


def spent(record: Any) -> str:
    """Steps and CPU time: "120 steps, 1.2 s"."""
    return f"{steps(record.index)}, {seconds(record.seconds)}"


def tile_shown(tile: Tile, record: Any, failure: Exception | None, says: str) -> dict[str, Any]:
    """What stands below a picture, for `SideBoard.tiles`.

    Parameters
    ----------
    record : course.art.sides.Record or None
    failure : Exception or None
    says : str
        What a network says of it.
    """
    value = settled(tile, record) if record is not None else None
    return {
        "label": tile.label,
        "loss": amount(value) if value is not None else "–",
        "spent": spent(record) if record is not None else "",
        "words": says,
        "problem": problem(failure) if failure is not None else "",
        "rate": tile.rate,
        "rates": offered(tile.rate),
    }


def problem(error: Exception) -> str:
    """Why a picture does not go on."""
    text = " ".join(str(error).split()).rstrip(".")
    known = isinstance(error, ValueError)
    return f"Stopped: {text if known else f'{type(error).__name__}: {text}'}."


def offered(rate: float) -> list[list[Any]]:
    """Learning rates to choose from, with this one among them: [value, words]."""
    near = {one for one in LADDER if rate / 110 < one < rate * 110} | {rate}
    return [[one, rate_words(one)] for one in sorted(near)]


def shown(result: str, why: str) -> str:
    """The words beside the chart, as HTML."""
    first = f'<p class="gb-sb-result">{escape(result)}</p>' if result else ""
    return first + (f"<p>{escape(why)}</p>" if why else "")


def code(settings: Any, made: Sequence[int]) -> str:
    """The lines of Python that make so many steps of each; the last is what each comes to."""
    chosen = [repr(settings.set)]
    names = {"optimisers": ("parameterisation", "sgd"), "artworks": ("goal",)}
    chosen += [f"{n}={getattr(settings, n)!r}" for n in names.get(settings.set, ())]
    chosen += [f"rates={settings.rates!r}"] if settings.rates else []
    size, named = settings.about.size, settings.taken_target
    given = f", target({named!r}, {size})" if named else f", digit={settings.digit}"
    return "\n".join([
        "from course.art.sides import Sides",
        "from course.pictures.sides_catalogue import tiles",
        *(["from course.pictures.targets import target"] if named else []),
        "",
        f"chosen = tiles({', '.join(chosen)})",
        f"sides = Sides(chosen, {size}{given}, seed={settings.seed})",
        f"sides.advance({list(made)})",
        "[record.losses[-1] for record in sides.records]",
    ])  # fmt: skip
