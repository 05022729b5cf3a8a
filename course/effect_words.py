"""What came of turning one factor, in sentences that are computed from the result."""
from collections.abc import Callable

import numpy as np

from course.effect_findings import CLEAR, Compared, Effect
from course.network import parameter_count

NEAR = 0.02  # of the accuracy that is free: as good as having learned nothing
SURE = 1.0  # nats: a mean loss above it means being certain where one is wrong
WHAT = {"test": "accuracy on unseen points", "train": "accuracy on training points"}
WORDS = {
    "helps": "It helps",
    "hurts": "It hurts",
    "middle": "A middle value is best",
    "none": "No difference",
}


def percent(share: float) -> str:
    """A share as "98.1%"; 100% only where nothing is wrong."""
    return "100%" if share == 1 else f"{min(100 * share, 99.9):.1f}%"


def said(found: Compared) -> str:
    """What happened, in two or three sentences."""
    more = _MORE.get(found.effect.key, lambda _: "")(found)
    return f"{_main(found)} {more}".strip()


def at_level(effect: Effect, label: str) -> str:
    """How a sentence puts a value: "after 40 steps"."""
    words = effect.at.format(label)
    return words.removesuffix("s") if label == "1" and effect.over_steps else words


def level_said(found: Compared, level: int) -> str:
    """What the seeds did at one value, in a sentence."""
    test, train = found.test[level], found.train[level]
    limit = f", {percent(found.best[level])} is possible" if found.best[level] < 1 else ""
    return (
        f"{_upper(_at(found, level))}: {percent(np.median(test))} of unseen points right "
        f"({percent(test.min())} to {percent(test.max())}), {percent(np.median(train))} of "
        f"training points; {percent(found.free[level])} is free{limit}."
    )


def _at(found: Compared, level: int) -> str:
    return at_level(found.effect, found.labels[level])


def _main(found: Compared) -> str:
    """What became of the accuracy that was asked about, at the median."""
    values, what, count = found.medians(), WHAT[found.effect.measure], len(found.seeds)
    seeds = f"At the median of {count} seeds {what}" if count > 1 else what.capitalize()
    if len(values) == 1:
        return f"{seeds} is {percent(values[0])} {_at(found, 0)}."
    first, last = f"{percent(values[0])} {_at(found, 0)}", f"{percent(values[-1])} {_at(found, -1)}"
    if found.verdict == "middle":
        best = int(values.argmax())
        return f"{seeds} is best {_at(found, best)}: {percent(values[best])}, against {first} " \
               f"and {last}."  # fmt: skip
    if found.verdict == "none":
        return f"{seeds} is {first} and {last}: less than one percent apart."
    way, low = "rises" if found.verdict == "helps" else "falls", int(values.argmin())
    dip = ""
    if min(values[0], values[-1]) - values[low] >= CLEAR:
        dip = f", by way of {percent(values[low])} {_at(found, low)}"
    return f"{seeds} {way} from {first} to {last}{dip}."


def _gap(found: Compared) -> str:
    gaps = found.medians("train") - found.medians("test")
    first, last = (f"{100 * gap:.1f}" for gap in (gaps[0], gaps[-1]))
    return f"Training accuracy is ahead of it by {first} percentage points {_at(found, 0)}, and " \
           f"by {last} {_at(found, -1)}."  # fmt: skip


def _penalty(found: Compared) -> str:
    train, test, free = found.medians("train"), found.medians("test"), found.free[-1]
    words = f"Accuracy on training points goes from {percent(train[0])} to {percent(train[-1])}."
    if test[-1] > free + NEAR:
        return words
    return f"{words} {_upper(_at(found, -1))} the network does no better than one answer for " \
           f"every point: {percent(free)} is free."  # fmt: skip


def _start(found: Compared) -> str:
    stuck = (found.test <= np.array(found.free)[:, None] + NEAR).sum(axis=1)
    loss = found.medians("test_loss")[-1]
    words = ""
    if stuck.any():
        worst = int(stuck.argmax())
        words = f"{_upper(_at(found, worst))} {stuck[worst]} of {len(found.seeds)} seeds do not " \
                f"get beyond what is free, {percent(found.free[worst])}. "  # fmt: skip
    if not loss <= SURE:
        words += f"{_upper(_at(found, -1))} the test loss is {loss:.3g} nats: the network is " \
                 "certain, also where it is wrong."  # fmt: skip
    return words


def _jitter(found: Compared) -> str:
    swing = found.medians("swing")
    parts = [f"{100 * move:.1f} {_at(found, i)}" for i, move in enumerate(swing)]
    return f"Over the last 90 steps the median seed moves by, in percentage points: " \
           f"{', '.join(parts)}."  # fmt: skip


def _turn(found: Compared) -> str:
    best, seeds = found.best_steps(), np.arange(len(found.seeds))
    place = sorted(best)[(len(best) - 1) // 2]
    least = np.median(found.test_loss[list(best), seeds])
    below = int((found.test.max(axis=0) - found.test[-1] > 0.01).sum())
    return (
        f"On training points it goes on to {percent(found.medians('train')[-1])}. For the median "
        f"seed the test loss is least {_at(found, place)}, {least:.2f} nats, and "
        f"{found.medians('test_loss')[-1]:.2f} at the end; {below} of {len(seeds)} seeds end more "
        "than one percentage point of accuracy below their best."
    )


def _limit(found: Compared) -> str:
    best, itself = np.array(found.best), np.array(found.itself)
    behind = (best - found.medians("test")).max()
    words = (
        f"In the long run nobody could do better than {percent(best[-1])} {_at(found, -1)}; the "
        f"median seed is at most {100 * behind:.1f} percentage points behind what is possible."
    )
    if best[-1] - itself[-1] > NEAR / 2:
        words += f" There the rule itself would be right {percent(itself[-1])} of the time: once " \
                 "points are seen so badly, its own border is not the best one."  # fmt: skip
    return words


def _memorised(found: Compared) -> str:
    every = int((found.train[-1] == 1).sum())
    points = found.effect.levels[-1].points
    return (
        f"On training points it is {percent(found.medians('train')[-1])} "
        f"{_at(found, -1)}: {every} of {len(found.seeds)} seeds fit all {points} labels, though "
        f"a coin made them. On unseen points {percent(found.free[-1])} is free."
    )


def _room(found: Compared) -> str:
    values, effect = found.medians("train"), found.effect
    words = ""
    if (values == 1).any():
        enough = int((values == 1).argmax())
        level = effect.levels[enough]
        count = parameter_count((2, *level.config.hidden, 1))
        words = f"The median seed fits all {level.points} from {found.labels[enough]} units a " \
                f"layer on ({count:,} weights and biases). "  # fmt: skip
    unseen = found.medians("test")
    return f"{words}On unseen points it stays between {percent(unseen.min())} and " \
           f"{percent(unseen.max())}, where {percent(found.free[0])} is free."  # fmt: skip


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]


_MORE: dict[str, Callable[[Compared], str]] = {
    "data": _gap,
    "l2": _penalty,
    "scale": _start,
    "decay": _jitter,
    "steps": _turn,
    "noise": _limit,
    "labels": _memorised,
    "units": _room,
}
