"""What is said of a garden of networks, computed from what it shows."""
from collections.abc import Sequence

import numpy as np

from course.garden import RATES, WIDTHS, Scores
from course.records import TrainConfig
from widgets.garden_settings import GRID, SEEDS, GardenSettings
from widgets.wording import percent

NAMED = 4  # networks that are named one by one
HEADS = {"accuracy": "best first", "likeness": "neighbours look alike", "seed": "by seed"}
PLACE = "by row the width, by column the learning rate"


def title(settings: GardenSettings) -> str:
    """What stands above, unless the lesson says something else."""
    if settings.varies == SEEDS:
        return "One rule, sixty-four beginnings"
    return "One rule, eight widths, eight rates"


def lead(settings: GardenSettings) -> str:
    """What is the same for all, and what differs."""
    same = f"The same rule ({settings.rule}), the same {settings.points:,} points, the same "
    if settings.varies == SEEDS:
        shape = "-".join(map(str, (2, *settings.hidden, 1)))
        return f"{same}network ({shape}). Only the random start differs."
    count = max(1, len(settings.hidden))
    layers = "its hidden layer" if count == 1 else f"each of its {count} hidden layers"
    return f"{same}seed. A row has so many units in {layers}, a column its learning rate."


def name_of(settings: GardenSettings, config: TrainConfig) -> str:
    """What one network is called: "seed 9", or "width 8, rate 0.03"."""
    if settings.varies == SEEDS:
        return f"seed {config.seed}"
    return f"width {config.hidden[0]}, rate {config.learning_rate:g}"


def place_of(settings: GardenSettings, config: TrainConfig, scores: Scores, k: int) -> str:
    """Beside the figure of one network: "seed 9, rank 40 of 64"."""
    name = name_of(settings, config)
    if scores.dead[k]:
        return f"{name}: has run away"
    return f"{name}, rank {scores.rank(k)} of {len(scores.accuracy)}"


def run_away(names: list[str], dead: np.ndarray) -> str:
    """Which have run away, in a sentence; "" if none has."""
    lost = [name for name, gone in zip(names, dead, strict=True) if gone]
    if not lost:
        return ""
    if all(name.startswith("seed ") for name in lost):
        kind, lost = f"seed{'s' if len(lost) > 1 else ''} ", [name[5:] for name in lost]
        parts, between = lost[: 4 * NAMED], ", "
    else:
        kind, parts, between = "", lost[:NAMED], "; "
    more = [f"{len(lost) - len(parts)} more"] if len(lost) > len(parts) else []
    *first, last = [*parts, *more]
    said = f"{between.join(first)} and {last}" if first else last
    return f"{len(lost)} of {len(dead)} have run away: {kind}{said}."


def summary(
    rule: str, names: list[str], scores: Scores, free: float, index: int
) -> str:
    """The whole garden in a sentence or two, for those who do not see it."""
    alive, count = scores.alive, len(names)
    made = f"after {index:,} step{'' if index == 1 else 's'}" if index else "before the first step"
    begin = f"{count} networks learning {rule}, {made}"
    gone = run_away(names, scores.dead)
    if not len(alive):
        return f"{begin}. {gone}"
    living = np.where(scores.dead, np.nan, scores.accuracy)
    best, worst = names[int(np.nanargmax(living))], names[int(np.nanargmin(living))]
    return " ".join(filter(None, [
        f"{begin}: median {percent(float(np.median(alive)))}, best {percent(alive[0])} ({best}), "
        f"worst {percent(alive[-1])} ({worst}); {percent(free)} is free.",
        gone,
    ]))  # fmt: skip


def spoken(place: str, figure: str) -> str:
    """One network in a sentence, to be read aloud."""
    told = place[:1].upper() + place[1:]
    return f"{told}." if "run away" in place else f"{told}: {figure} of unseen points right."


def head(sort: str, since: int | None) -> str:
    """What order the tiles stand in; since which step, if they have learned more meanwhile."""
    words = HEADS.get(sort, PLACE)
    if since is None or sort in ("seed", "place"):
        return words
    return f"{words}, as of step {since:,}"


def axes(settings: GardenSettings) -> tuple[list[str], list[str]]:
    """Words at the left of the rows and above the columns, where they mean something."""
    if settings.varies != GRID:
        return [], []
    if settings.sort != "place":  # the room stays, so that nothing moves
        return [""] * len(WIDTHS), [""] * len(RATES)
    return [str(width) for width in WIDTHS], [f"{rate:g}" for rate in RATES]


def lowest(order: Sequence[int], scores: Scores, columns: int) -> list[str]:
    """The lowest accuracy of each row, of those that have not run away."""
    rows = [np.array(order[i : i + columns]) for i in range(0, len(order), columns)]
    alive = [row[~scores.dead[row]] for row in rows]
    return [percent(scores.accuracy[row].min()) if len(row) else "\u2013" for row in alive]


def trained(scores: Scores, seconds: float) -> str:
    """The end: "done, all 64 trained in 5.1 s"."""
    alive, count = len(scores.alive), len(scores.accuracy)
    return f"done, {'all' if alive == count else f'{alive} of'} {count} trained in {seconds:.1f} s"


def opened(name: str, index: int) -> str:
    """Above an opened network: "Seed 9, after 1,200 steps"."""
    return f"{name[:1].upper()}{name[1:]}, after {index:,} step{'' if index == 1 else 's'}"
