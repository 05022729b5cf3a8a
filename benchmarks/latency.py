"""How long the playground takes from a gesture to the pixels, in Chromium under Voila.

One page holds the playground, our canvas alone and its peer, so that all meet the same
machine, server, kernel and browser; key presses go to them in turn.  A time begins with the
page's own keydown or click event and ends just after the frame that shows the result.
"""
from collections.abc import Iterator
from os import cpu_count
from platform import machine
from typing import Any

import numpy as np

from benchmarks.pages import opened_page
from benchmarks.result import Result, judged

CELLS = (
    'from widgets import Playground\nPlayground("rose", hidden=(8, 8), speed="full")',
    "from benchmarks.figure_widget import canvas, figure, heat_map\ncanvas()",
    "figure()",
    "heat_map()",
)
HANDLES = {
    "playground": ".gb-playground .noUi-handle[aria-label=noise]",
    "canvas": ".canvas-slider .noUi-handle",
    "figure": ".figure-slider .noUi-handle",
    "heat": ".heat-slider .noUi-handle",
}
READY = (".canvas-peer .gb-field canvas", ".heat-peer .js-plotly-plot .heatmaplayer")
WARM_UP, PRESSES, STOPS, SECONDS = 5, 60, 40, 6
SIZE = 600

LISTEN = """() => {
  window.times = { playground: [], canvas: [], figure: [], heat: [] };
  window.painted = [];
  let begun = 0, who = null;
  document.addEventListener("keydown", () => { begun = performance.now(); }, true);
  window.listenFor = (name) => { who = name; };
  const done = (name) => {
    if (who === name) { times[name].push(performance.now() - begun); who = null; }
  };
  document.addEventListener("glassbox:painted", (event) => {
    const name = event.target.closest(".canvas-peer") ? "canvas" : "playground";
    if (name === "playground") painted.push(performance.now());
    done(name);
  });
  for (const name of ["figure", "heat"])
    document.querySelector(`.${name}-peer .js-plotly-plot`).on("plotly_afterplot", () =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(name);
        port2.postMessage(0);
      }));
}"""
STOP = """() => new Promise((resolve) => {
  const bar = document.querySelector(".gb-transport"), begun = performance.now();
  new MutationObserver((_, observer) => {
    if (bar.dataset.state === "running") return;
    observer.disconnect();
    resolve(performance.now() - begun);
  }).observe(bar, { attributes: true });
  bar.querySelector(".gb-main").click();
})"""


def slider_times(page: Any) -> dict[str, list[float]]:
    """Milliseconds from key press to painted pixels for each slider, in turn."""
    for press in range(WARM_UP + PRESSES):
        key = "ArrowRight" if press % 80 < 40 else "ArrowLeft"
        for name, selector in HANDLES.items():
            page.locator(selector).focus()
            page.wait_for_timeout(600)  # the press before, and its finer field, have come to rest
            page.evaluate(f"listenFor('{name}')")
            page.keyboard.press(key)
            page.wait_for_function(f"times.{name}.length > {press}")
    times = page.evaluate("times")
    return {name: values[WARM_UP:] for name, values in times.items()}


def frames_a_second(page: Any) -> float:
    """Painted frames a second while the playground trains at full speed."""
    page.click(".gb-main")
    page.wait_for_timeout(1000)
    page.evaluate("() => { painted = []; }")
    page.wait_for_timeout(SECONDS * 1000)
    painted = page.evaluate("painted")
    page.click(".gb-main")
    page.wait_for_selector(".gb-transport[data-state=paused]")
    return (len(painted) - 1) / (painted[-1] - painted[0]) * 1000


def stop_times(page: Any) -> list[float]:
    """Milliseconds from the click on Pause to the page saying that training has stopped."""
    times = []
    for _ in range(STOPS):
        page.click(".gb-main")
        page.wait_for_selector(".gb-transport[data-state=running]")
        page.wait_for_timeout(400)
        times.append(page.evaluate(STOP))
    return times


def run() -> Iterator[Result]:
    """Measure, and yield the four figures with their bars."""
    with opened_page("Latency", CELLS, READY) as page:
        page.evaluate(LISTEN)
        times = slider_times(page)
        fps = frames_a_second(page)
        stops = stop_times(page)
        version = page.context.browser.version
    where = f"Chromium {version} without GPU, our app server, {cpu_count()} {machine()} cores"
    presses = f"{PRESSES} key presses each, in turn, 100 x 100 field of 2-8-8-1; {where}"
    yield judged(
        "playground slider to painted pixels, 95th percentile",
        float(np.percentile(times["playground"], 95)), "ms", bar="ours < 75",
        conditions=f"noise slider: new points, scores, field, curves; {presses}",
    )  # fmt: skip
    same = f"same slider, same field, {SIZE} x {SIZE} pixels; {presses}"
    for peer, name in (
        ("figure", "plotly FigureWidget: heat map and the same points"),
        ("heat", "plotly FigureWidget: heat map alone, without points"),
    ):
        yield judged(
            f"canvas slider to painted pixels, median, against {peer}",
            float(np.median(times["canvas"])), "ms", peer=name,
            theirs=float(np.median(times[peer])), bar="ratio <= 0.25", conditions=same,
        )  # fmt: skip
    yield judged(
        "stop while training, 95th percentile", float(np.percentile(stops, 95)), "ms",
        bar="ours < 100", conditions=f"{STOPS} stops at full speed, 2-8-8-1; {where}",
    )  # fmt: skip
    yield judged(
        "painted frames while training", fps, "a second", bar="ours >= 30",
        conditions=f"over {SECONDS} s at full speed, 2-8-8-1, 100 x 100 field; {where}",
    )  # fmt: skip
