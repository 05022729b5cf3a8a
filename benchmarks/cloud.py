"""How long the two-dimensional bench takes from a hand to the pixels, in Chromium under Voila.

A time begins with the page's own keydown or pointermove event and ends just after the frame in
which everything has followed: the point, the axes, the cloud after, every cosine and the bars.
"""
from collections.abc import Iterator
from os import cpu_count
from platform import machine
from typing import Any

import numpy as np

from benchmarks.pages import opened_page
from benchmarks.result import Result, judged

CELLS = ("from widgets import TwoDimensions\nTwoDimensions()",)
CANVAS = ".gb-cloud-before canvas"
READY = (CANVAS, ".gb-cloud-table")
WARM_UP, TIMES, SECONDS = 5, 40, 6
REST = 250  # milliseconds after each: the table has followed

LISTEN = """() => {
  window.times = { keydown: [], pointermove: [] };
  window.painted = [];
  let begun = 0, who = null;
  window.listenFor = (name) => { who = name; begun = 0; };
  for (const name of Object.keys(times))
    document.addEventListener(name, () => {
      if (who === name && !begun) begun = performance.now();
    }, true);
  document.addEventListener("glassbox:painted", () => {
    painted.push(performance.now());
    if (who && begun) { times[who].push(performance.now() - begun); who = null; }
  });
}"""


def key_times(page: Any) -> list[float]:
    """Milliseconds from an arrow key to the painted frame."""
    page.focus(CANVAS)
    for press in range(WARM_UP + TIMES):
        page.wait_for_timeout(REST)
        page.evaluate("listenFor('keydown')")
        page.keyboard.press("ArrowLeft" if press % 20 < 10 else "ArrowRight")
        page.wait_for_function(f"times.keydown.length > {press}")
    return page.evaluate("times.keydown")[WARM_UP:]


def held(page: Any) -> tuple[float, float]:
    """Take hold of a point of the cloud, to the right of the origin; where the mouse is."""
    box = page.locator(CANVAS).bounding_box()
    x, y = box["x"] + 0.6 * box["width"], box["y"] + 0.4 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 8)  # far enough to be a drag
    return x, y - 8


def drag_times(page: Any) -> list[float]:
    """Milliseconds from a move of the mouse to the painted frame, each alone."""
    x, y = held(page)
    for move in range(WARM_UP + TIMES):
        page.wait_for_timeout(REST)
        page.evaluate("listenFor('pointermove')")
        page.mouse.move(x + 2 * (move % 10), y - 3 * (move % 7) - 1)
        page.wait_for_function(f"times.pointermove.length > {move}")
    page.mouse.up()
    return page.evaluate("times.pointermove")[WARM_UP:]


def frames_a_second(page: Any) -> float:
    """Painted frames a second while a point is dragged in circles without a rest."""
    x, y = held(page)
    page.evaluate("() => { painted = []; }")
    begun = page.evaluate("performance.now()")
    turn = 0.0
    while page.evaluate("performance.now()") - begun < 1000 * SECONDS:
        turn += 0.15
        page.mouse.move(x + 30 * np.cos(turn), y + 30 * np.sin(turn))
    page.mouse.up()
    painted = page.evaluate("painted")
    return (len(painted) - 1) / (painted[-1] - painted[0]) * 1000


def results(
    keys: list[float], drags: list[float], fps: float, where: str
) -> Iterator[Result]:
    """The three figures with their bars."""
    what = "1,000 points, PCA and every cosine anew"
    for name, times in (("key press", keys), ("drag", drags)):
        yield judged(
            f"{name} to painted pixels on the two-dimensional bench, 95th percentile",
            float(np.percentile(times, 95)), "ms", bar="ours < 75",
            conditions=f"{len(times)} times, median {np.median(times):.0f} ms; {what}; {where}",
        )  # fmt: skip
    yield judged(
        "painted frames while a point is dragged", fps, "a second", bar="ours >= 30",
        conditions=f"over {SECONDS} s, the table of relations beside it; {what}; {where}",
    )  # fmt: skip


def run() -> Iterator[Result]:
    """Measure, and yield the figures."""
    with opened_page("Two dimensions", CELLS, READY) as page:
        page.evaluate(LISTEN)
        keys, drags, fps = key_times(page), drag_times(page), frames_a_second(page)
        version = page.context.browser.version
    where = f"Chromium {version} without GPU, our app server, {cpu_count()} {machine()} cores"
    yield from results(keys, drags, fps, where)
