"""Whether the growing rose stays, whether it comes back after a cut, and how often it is painted.

Likeness and stability are those of the worst of ten seeds, regrowth is the mean over them; how
many of the single cuts are within the bar is told beside it.  The frames are those of Chromium
under our app server, on a page that holds nothing else.
"""

from collections.abc import Iterator, Sequence
from os import cpu_count
from platform import machine
from statistics import fmean
from typing import Any

from benchmarks.pages import opened_page
from benchmarks.result import Result, judged
from course.art.automaton import healing
from course.art.automaton.growing import Growing
from course.art.automaton.rule import Rule, load

SEEDS = range(10)
BAR = 1.5  # error of a healed flower over that of an uncut one, at most
CELLS = ("from widgets.growing_picture import GrowingPicture\nGrowingPicture(pace='fast')",)
READY = (".gb-gp-grid canvas",)
RUNNING = ".gb-transport[data-state=running]"
SECONDS, WARM_UP = 10, 3000  # the last in ms
LISTEN = """() => {
  window.painted = [];
  document.addEventListener("glassbox:painted", () => painted.push(performance.now()));
}"""


def run() -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about half a minute on one core."""
    rule = load()
    yield from lasting([healing.watch(rule, seed) for seed in SEEDS], rule)
    with opened_page("Growing", CELLS, READY) as page:
        page.evaluate(LISTEN)
        yield painted(*frames(page), page.context.browser.version)


def lasting(watched: Sequence[healing.Healing], rule: Rule) -> Iterator[Result]:
    """Likeness, stability and regrowth: the worst seed of each."""
    where = f"grid of {healing.SIZE} x {healing.SIZE}, {len(watched)} seeds; "
    where += f"{rule.count:,} parameters, `{rule.made['command']}`"
    bare = Growing(rule, healing.SIZE)
    bare.plant(healing.SIZE // 2, healing.SIZE // 2)
    yield judged(
        f"error {healing.GROWN} steps after one cell, worst seed",
        max(one.grown for one in watched), "MSE",
        peer="an empty grid", theirs=bare.nothing, bar="ratio <= 0.05", conditions=where,
    )  # fmt: skip
    least = max(watched, key=lambda one: one.worst / one.grown)
    yield judged(
        f"largest error from {healing.GROWN} to {healing.LAST:,} steps, worst seed",
        least.worst, "MSE",
        peer=f"the same flower at {healing.GROWN} steps", theirs=least.grown, bar="ratio <= 1.5",
        conditions=f"a look every {healing.BETWEEN} steps; {where}",
    )  # fmt: skip
    names = ("right", "bottom", "left", "top", "a direction of chance")
    whole = fmean(one.undamaged for one in watched)
    for place, name in enumerate(names):
        healed = [list(one.healed.values())[place] for one in watched]
        yield judged(
            f"error {healing.HEALED} steps after a cut: {name}", fmean(healed), "MSE",
            peer="the same flowers, uncut, at the same step", theirs=whole, bar=f"ratio <= {BAR}",
            conditions=f"mean; half of each cut away at step {healing.CUT}; {where}",
        )  # fmt: skip
    ratios = [error / one.undamaged for one in watched for error in one.healed.values()]
    within = 100 * sum(ratio <= BAR for ratio in ratios) / len(ratios)
    yield judged(
        f"single cuts that heal to within {BAR} times", within, "%", bar="ours >= 90",
        conditions=f"{len(ratios)} cuts, the worst {max(ratios):.2f} times; {where}",
    )  # fmt: skip


def frames(page: Any) -> tuple[float, float]:
    """Painted frames a second, and steps a second, while it grows at the fastest pace."""
    page.click(".gb-main")
    page.wait_for_selector(RUNNING)
    page.wait_for_timeout(WARM_UP)
    before = steps(page)
    page.evaluate("() => { painted = []; }")
    page.wait_for_timeout(1000 * SECONDS)
    painted, made = page.evaluate("painted"), steps(page) - before
    return (len(painted) - 1) / (painted[-1] - painted[0]) * 1000, made / SECONDS


def steps(page: Any) -> int:
    """Steps made, as written."""
    words = page.inner_text(".gb-state b")
    return int("".join(letter for letter in words if letter.isdigit()))


def painted(fps: float, pace: float, version: str) -> Result:
    """The painted frames with their bar."""
    return judged(
        "painted frames while a flower grows", fps, "a second", bar="ours >= 20",
        conditions=f"over {SECONDS} s, about {pace:,.0f} steps a second; grid of "
        f"{healing.SIZE} x {healing.SIZE}; Chromium {version} without GPU, our app server, "
        f"{cpu_count()} {machine()} cores",
    )  # fmt: skip
