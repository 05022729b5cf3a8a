"""How often a garden of 64 networks is painted while it learns, and how soon it stops.

In Chromium under our app server, at full speed, on a page that holds nothing else.
"""
from collections.abc import Iterator
from os import cpu_count
from platform import machine
from typing import Any

import numpy as np

from benchmarks.latency import STOP
from benchmarks.pages import opened_page
from benchmarks.result import Result, judged

CELLS = ("from widgets import Garden\nGarden(hidden=(8, 8), steps=100_000)",)
READY = (".gb-garden .gb-plot canvas", ".gb-garden .gb-histogram canvas")
RUNNING, PAUSED = (f".gb-transport[data-state={state}]" for state in ("running", "paused"))
STOPS, SECONDS, WARM_UP = 40, 10, 1500  # the last in ms

LISTEN = """() => {
  window.painted = [];
  document.addEventListener("glassbox:painted", () => painted.push(performance.now()));
}"""


def frames(page: Any) -> tuple[float, float]:
    """Painted frames a second and steps a second while the garden grows."""
    page.click(".gb-main")
    page.wait_for_selector(RUNNING)
    page.wait_for_timeout(WARM_UP)
    before = steps(page)
    page.evaluate("() => { painted = []; }")
    page.wait_for_timeout(1000 * SECONDS)
    painted, made = page.evaluate("painted"), steps(page) - before
    page.click(".gb-main")
    page.wait_for_selector(PAUSED)
    return (len(painted) - 1) / (painted[-1] - painted[0]) * 1000, made / SECONDS


def steps(page: Any) -> int:
    """Steps made, as written; twice a second while it runs."""
    words = page.inner_text(".gb-state b")
    return int("".join(letter for letter in words if letter.isdigit()))


def stop_times(page: Any) -> list[float]:
    """Milliseconds from the click on Pause to the page saying that training has stopped."""
    times = []
    for _ in range(STOPS):
        page.click(".gb-main")
        page.wait_for_selector(RUNNING)
        page.wait_for_timeout(400)
        times.append(page.evaluate(STOP))
    return times


def results(
    fps: float, pace: float, stops: list[float], where: str
) -> Iterator[Result]:
    """Both figures with their bars."""
    what = "64 networks of 2-8-8-1 in minibatches of 64, a field of 32 x 32 for each"
    yield judged(
        "painted frames while 64 networks learn", fps, "a second", bar="ours >= 10",
        conditions=f"over {SECONDS} s at full speed, about {pace:,.0f} steps a second; {what}; "
        f"{where}",
    )  # fmt: skip
    yield judged(
        "stop while 64 networks learn, 95th percentile", float(np.percentile(stops, 95)), "ms",
        bar="ours < 100",
        conditions=f"{len(stops)} stops, median {np.median(stops):.0f} ms; {what}; {where}",
    )  # fmt: skip


def run() -> Iterator[Result]:
    """Measure, and yield both figures."""
    with opened_page("Garden", CELLS, READY) as page:
        page.evaluate(LISTEN)
        fps, pace = frames(page)
        stops = stop_times(page)
        version = page.context.browser.version
    where = f"Chromium {version} without GPU, our app server, {cpu_count()} {machine()} cores"
    yield from results(fps, pace, stops, where)
