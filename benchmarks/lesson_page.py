"""How soon the first widget of lesson 01 is painted, beside a page of plain ipywidgets.

The lesson is opened as an app, whole: nine views of its own stand on it, and the server shows
nothing before every cell has run.  The peer is a page with sliders and a line of text and
nothing else.  Both are loaded in turn, by the same server and browser.
"""
import os
import shutil
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path
from platform import machine

from benchmarks.furniture import LISTEN, paint_times
from benchmarks.pages import write_page
from benchmarks.result import Result, judged
from glassbox.project import root

LOADS = 8
LESSON = "01_network_by_hand.ipynb"
PLAIN = """import ipywidgets

sliders = [ipywidgets.FloatSlider(description=name) for name in ("w1", "w2", "b")]
ipywidgets.VBox([*sliders, ipywidgets.HTML("<p>loss 0.693</p>")])"""
# A slider of ipywidgets is there; the frame that shows it has been painted when a message,
# posted from within that frame's callback, arrives.
PLAIN_PAINTED = """if (location.pathname.includes("plain")) new MutationObserver((_, observer) => {
  if (!document.querySelector(".widget-slider .noUi-handle")) return;
  observer.disconnect();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.firstPaint ??= performance.now(); };
    port2.postMessage(0);
  });
}).observe(document, { childList: true, subtree: true })"""


def write_pages(folder: Path) -> dict[str, str]:
    """Put both notebooks there; the value is the path of each page on the server."""
    shutil.copy(root() / "lessons" / LESSON, folder / LESSON)
    write_page(folder / "02_plain.ipynb", "Plain", [PLAIN])
    return {
        "lesson 01": f"/voila/render/{LESSON}",
        "plain": "/voila/render/02_plain.ipynb",
    }


def result(times: Mapping[str, list[float]], where: str) -> Result:
    """The lesson beside the plain page; holds if it paints at most half as late again."""
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    spread = "; ".join(
        f"{name} from {min(taken):.0f} to {max(taken):.0f} ms" for name, taken in times.items()
    )
    return judged(
        "lesson 01 as an app: navigation to the first widget's painted canvas",
        middle["lesson 01"], "ms", peer="a page of four plain ipywidgets", theirs=middle["plain"],
        bar="ratio <= 1.5",
        conditions=f"medians of {len(times['plain'])} fresh loads each ({spread}); {where}",
    )  # fmt: skip


def run() -> Iterator[Result]:
    """Measure, and yield the figure."""
    where = f"Chromium without GPU, our app server, {os.cpu_count()} {machine()} cores"
    times = paint_times(LOADS, write_pages, (LISTEN, PLAIN_PAINTED))
    yield result(times, where)
