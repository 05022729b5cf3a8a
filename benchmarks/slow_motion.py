"""How soon the widgets that go step by step answer a key, in Chromium under our app server.

One page holds the drawn sums, the slow motion, the drawn tape and a peer made of ipywidgets
alone, so that all meet the same machine, server, kernel and browser; key presses go to them in
turn.  A time begins with the page's own keydown event and ends just after the frame that shows
the next step.
"""
from collections.abc import Iterator
from os import cpu_count
from platform import machine
from typing import Any

import numpy as np

from benchmarks.pages import opened_page
from benchmarks.result import Result, judged

PEER = """
import ipywidgets
from course.moments import moments
from course.passes import board_network
said = [one.formula for one in moments(board_network(37), (1.2, 0.7), 1)]
slider = ipywidgets.IntSlider(max=len(said) - 1, description="moment")
words = ipywidgets.HTML(said[0])
def tell(change):
    words.value = said[change["new"]]
slider.observe(tell, "value")
ipywidgets.VBox([slider, words]).add_class("peer")
"""
CELLS = (
    "from widgets import NetworkSums, SlowMotion, TapeView\nNetworkSums()",
    "SlowMotion()",
    "TapeView()",
    PEER,
)
HANDLES = {
    "sums": ".gb-network-sums canvas",
    "slow": ".gb-slow-motion .gb-scrub-line",
    "tape": ".gb-tape-view .gb-scrub-line",
    "peer": ".peer .noUi-handle",
}
NAMES = {
    "sums": "drawn sums: arrow key between two units",
    "slow": "slow motion: arrow key between two moments",
    "tape": "drawn tape: arrow key between two moments",
}
WARM_UP, PRESSES, REST = 5, 60, 300  # the last in ms: what a press has set going comes to rest

LISTEN = """() => {
  window.times = { sums: [], slow: [], tape: [], peer: [] };
  let begun = 0, who = null;
  document.addEventListener("keydown", () => { begun = performance.now(); }, true);
  window.listenFor = (name) => { who = name; };
  const once = (act) => { // just after the pixels of this frame
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = act;
    port2.postMessage(0);
  };
  const done = (name) => {
    if (who === name) { times[name].push(performance.now() - begun); who = null; }
  };
  const roots = { sums: ".gb-network-sums", slow: ".gb-slow-motion", tape: ".gb-tape-view" };
  document.addEventListener("glassbox:painted", (event) => {
    for (const name in roots) if (event.target.closest(roots[name])) once(() => done(name));
  });
  new MutationObserver(() => requestAnimationFrame(() => once(() => done("peer")))).observe(
    document.querySelector(".peer .widget-html-content"), { childList: true });
}"""
STOPS = """() => {
  const count = (root) => 1 + Number(document.querySelector(`${root} .gb-scrub-line`).max);
  return { sums: 4, peer: 30, slow: count(".gb-slow-motion"), tape: count(".gb-tape-view") };
}"""


def key_of(press: int, stops: int) -> str:
    """The key of a press that walks to and fro over a number of stops, from the first."""
    return "ArrowRight" if press % (2 * stops - 2) < stops - 1 else "ArrowLeft"


def key_times(page: Any) -> dict[str, list[float]]:
    """Milliseconds from key press to painted pixels for each widget, in turn."""
    stops = page.evaluate(STOPS)
    for press in range(WARM_UP + PRESSES):
        for name, selector in HANDLES.items():
            page.locator(selector).first.focus()
            page.wait_for_timeout(REST)
            page.evaluate(f"listenFor('{name}')")
            page.keyboard.press(key_of(press, stops[name]))
            page.wait_for_function(f"times.{name}.length > {press}")
    times = page.evaluate("times")
    return {name: values[WARM_UP:] for name, values in times.items()}


def run() -> Iterator[Result]:
    """Measure, and yield a figure for each widget beside that of the peer."""
    with opened_page("Slow motion", CELLS, HANDLES.values()) as page:
        page.evaluate(LISTEN)
        times = key_times(page)
        version = page.context.browser.version
    where = f"Chromium {version} without GPU, our app server, {cpu_count()} {machine()} cores"
    theirs = float(np.percentile(times["peer"], 95))
    for name, words in NAMES.items():
        taken = times[name]
        yield judged(
            f"{words}, to painted pixels, 95th percentile", float(np.percentile(taken, 95)), "ms",
            peer="ipywidgets: an IntSlider that sets the text of an HTML by observe",
            theirs=theirs, bar="ours < 100",
            conditions=f"{PRESSES} key presses each, in turn; medians {np.median(taken):.0f} ms "
            f"against {np.median(times['peer']):.0f}; {where}",
        )  # fmt: skip
