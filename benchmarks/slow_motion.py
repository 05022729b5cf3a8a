"""How soon the widgets that go step by step answer a key, in Chromium under our app server.

One page holds the drawn sums, the slow motion, the drawn tape and a peer made of ipywidgets
alone, so that all meet the same machine, server, kernel and browser; key presses go to them in
turn.  A time begins with the page's own keydown event and ends just after the frame that shows
the next step.
"""
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from os import cpu_count
from pathlib import Path
from platform import machine
from typing import Any

import nbformat
import numpy as np

from benchmarks.result import Result, judged
from glassbox.driven import app_server, driven_page

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
METADATA = {
    "title": "Slow motion",
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "glassbox": {"number": 1, "sentence": "Measured.", "minutes": 1, "device": "CPU"},
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


@contextmanager
def opened_page() -> Iterator[Any]:
    """The page with all of them, ready to be measured."""
    notebook = nbformat.v4.new_notebook(metadata=METADATA)
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook, Path(folder) / "01_slow_motion.ipynb")
        # The policy of our pages forbids eval, which waiting for an expression needs.
        with (
            app_server(Path(folder)) as address,
            driven_page(1200, 900, bypass_csp=True) as page,
        ):
            page.goto(f"{address}/voila/render/01_slow_motion.ipynb", timeout=120_000)
            for selector in HANDLES.values():
                page.wait_for_selector(selector, timeout=120_000)
            page.wait_for_timeout(3000)  # whatever the page still loads
            page.evaluate(LISTEN)
            yield page


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
    with opened_page() as page:
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
