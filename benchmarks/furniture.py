"""What the teaching furniture costs: how soon a check answers, how soon a furnished page paints.

A check is timed as a student meets it, from the cell's function to the HTML that is displayed,
and remembered in a data folder of its own.  The two pages are loaded in turn, by the same
server and browser: a playground alone, and the same playground above every other piece.
"""

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from platform import machine
from typing import Any
from unittest.mock import patch

from benchmarks.pages import write_page
from benchmarks.result import Result, judged
from course.data_folder import VARIABLE
from course.exercises import find, keys
from glassbox.driven import app_server, driven_page
from widgets.exercise import check, exercise
from widgets.progress import flush

CHECKS, LOADS, REST = 7, 8, 3  # repeats of a check; loads of a page; seconds between two loads

PLAYGROUND = 'from widgets import Playground\nPlayground("rose", hidden=(8, 8))'
FURNITURE = (
    'from widgets import Predict\nPredict("03.seeds")',
    'Predict("03.walls")',
    'Predict("03.boundary")',
    "from course.records import TrainConfig\nfrom course.trials import Trials\n"
    "from widgets import OnDemand\n"
    'OnDemand(Trials({"8 hidden": TrainConfig((8,), seed=range(8))}), "Train 8 networks")',
    "from course.toys import ring\nfrom widgets.exercise import check, exercise\n"
    'check(exercise("03.ring")(ring))',
    'from widgets import Quiz\nQuiz("03")',
    "from tools.lessons import catalogue\nfrom widgets import CourseMap, ProgressPanel\n"
    "CourseMap(catalogue())",
    "ProgressPanel(catalogue())",
)
PAGES = {"bare": (PLAYGROUND,), "furnished": (PLAYGROUND, *FURNITURE)}

# The clock of a page begins with its navigation.
LISTEN = """addEventListener("glassbox:painted", () => {
  window.firstPaint ??= performance.now();
}, true)"""
FIRST_PAINT = """() => new Promise((tell) => {
  const look = () => window.firstPaint ? tell(window.firstPaint) : requestAnimationFrame(look);
  look();
})"""


def stub(*arguments: Any) -> Any:
    """A function that nobody has written yet."""
    ...


def answers(key: str) -> dict[str, Callable]:
    """What a student may hand in: the reference, each named wrong answer, the empty stub."""
    asked = find(key)
    wrong = {f"wrong answer {one.name!r}": one.answer for one in asked.wrong_answers}
    return {"the reference": asked.reference, **wrong, "an empty stub": stub}


def check_times(
    key: str, repeats: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Milliseconds that a check takes on each answer to an exercise.

    The answers take turns; a first turn warms up and is not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in answers(key)}
    for turn in range(repeats + 1):
        for name, function in answers(key).items():
            with redirect_stdout(io.StringIO()):  # without a notebook, display prints
                start = clock()
                check(exercise(key)(function))
                elapsed = clock() - start
            if turn > 0:
                times[name].append(1000 * elapsed)
    return times


def slowest(key: str, times: Mapping[str, list[float]]) -> Result:
    """The answer whose median is the worst; holds below 300 ms."""
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    worst = max(medians, key=medians.__getitem__)
    repeats = len(times[worst])
    return judged(
        f"check of {key}, the slowest of its answers", medians[worst], "ms", bar="ours < 300",
        conditions=f"{worst}; medians of {repeats} checks of each of {len(medians)} answers, the "
        f"fastest {min(medians.values()):.0f} ms, the longest single check "
        f"{max(map(max, times.values())):.0f} ms; {os.cpu_count()} {machine()} cores",
    )  # fmt: skip


@contextmanager
def own_data_folder() -> Iterator[Path]:
    """A data folder for the time of measuring, so that nobody's progress is touched."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {VARIABLE: folder}):
        yield Path(folder)
        flush()


def write_pages(folder: Path) -> dict[str, str]:
    """Write the notebooks; the value is the path of each page on the server."""
    paths = {}
    for number, (name, cells) in enumerate(PAGES.items(), start=1):
        write_page(folder / f"{number:02d}_{name}.ipynb", name.title(), cells)
        paths[name] = f"/voila/render/{number:02d}_{name}.ipynb"
    return paths


def paint_times(
    loads: int,
    write: Callable[[Path], dict[str, str]] = write_pages,
    scripts: tuple[str, ...] = (LISTEN,),
) -> dict[str, list[float]]:
    """Milliseconds from navigation to the first picture, for each page in turn.

    `write` puts the notebooks into a folder and returns the path of each page on the server;
    the scripts run in each page first, and set `window.firstPaint`.  Each page goes first in
    every other turn; a first turn warms up and is not counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder))
        times: dict[str, list[float]] = {name: [] for name in paths}
        with app_server(Path(folder)) as address, driven_page(1200, 900) as page:
            for script in scripts:
                page.add_init_script(script)
            for turn in range(loads + 1):
                for name in sorted(paths, reverse=turn % 2 == 1):
                    taken = first_paint(page, address + paths[name])
                    if turn > 0:
                        times[name].append(taken)
    return times


def first_paint(page: Any, address: str) -> float:
    """Milliseconds from the navigation to a page until its first canvas is painted."""
    page.goto("about:blank")
    page.wait_for_timeout(1000 * REST)  # the kernel of the page before ends
    page.goto(address, timeout=120_000)
    return page.evaluate(FIRST_PAINT)


def furnished(times: Mapping[str, list[float]], where: str) -> Result:
    """The furnished page beside the bare one; holds if it paints at most 20% later."""
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    spread = "; ".join(
        f"{name} from {min(taken):.0f} to {max(taken):.0f} ms" for name, taken in times.items()
    )
    return judged(
        "furnished page: navigation to the first widget's painted canvas", middle["furnished"],
        "ms", peer="the page with the playground alone", theirs=middle["bare"],
        bar="ratio <= 1.2",
        conditions=f"medians of {len(times['bare'])} fresh loads each, in turn ({spread}); "
        f"{len(FURNITURE)} pieces more, the playground first in both; {where}",
    )  # fmt: skip


def run() -> Iterator[Result]:
    """Measure, and yield a figure for each exercise and one for the page."""
    with own_data_folder():
        for key in keys():
            yield slowest(key, check_times(key, CHECKS))
        times = paint_times(LOADS)
    where = f"Chromium without GPU, our app server, {os.cpu_count()} {machine()} cores"
    yield furnished(times, where)
