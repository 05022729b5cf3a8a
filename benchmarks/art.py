"""Optimisation as art: steps a second beside a plain loop, and pictures a second on the page.

A step makes the picture, asks the goal, finds every gradient and makes the update; ours also
hands out the picture, its parts and the pull on each pixel.  The peer is the same loop as one
would write it in a notebook, in plain torch, for the same parameters.  Pictures are counted when
Chromium has painted them, in the studio itself under our app server.
"""
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count
from typing import Any

from benchmarks.art_plain import plain_steps
from benchmarks.pages import opened_page
from benchmarks.result import Result, judged
from benchmarks.training import one_thread
from course.device import choose, gpu_name, gpu_present
from course.pictures.targets import target

SIZE, TARGET, SEED = 128, "rose", 0
ROUNDS, STEPS, WARM_UP = 9, 12, 5
QUICK_ROUNDS = 3
LEAST, LEAST_RANDOM, LEAST_PAINTED = 20, 40, 5  # a second
SECONDS, QUICK_SECONDS = 8, 3
SETTLE = 1500  # milliseconds between the first painted picture and the first that counts
LARGE = 512  # pixels a side on a GPU

Walk = Iterator[object]


@dataclass(frozen=True)
class Case:
    """What is made.

    Attributes
    ----------
    name : str
    parameterisation : str
    goal : str
        As the studio takes it.
    weights : mapping of str to float
        The same.
    count : int, optional
        How many blobs.
    pixels : int, optional
        How many random pixels a step looks at.
    least : float
        Steps a second that are asked for.
    """

    name: str
    parameterisation: str
    goal: str
    weights: Mapping[str, float]
    count: int | None = None
    pixels: int | None = None
    least: float = LEAST

    def thing(self, device: str = "cpu", size: int = SIZE) -> Any:
        """The parameterisation at its start."""
        from course.art.build import parameterisation

        options = {} if self.count is None else {"count": self.count}
        return parameterisation(self.parameterisation, size, SEED, device, **options)


MATCH = {"match": 1.0}
WEDGES = {"palette": 1.0, "kaleidoscope": 4.0, "smooth": 0.3}
CASES = (
    Case("stack, match", "stack", "match", MATCH),
    Case("siren, match", "siren", "match", MATCH),
    Case("128 blobs, match", "splats", "match", MATCH, 128),
    Case("stack, palette + 4 kaleidoscope + 0.3 smooth", "stack",
         "palette + 4 kaleidoscope + 0.3 smooth", WEDGES),
    Case("512 blobs, match, 2,048 random pixels", "splats", "match", MATCH, 512, 2048,
         LEAST_RANDOM),
)  # fmt: skip
IN_STUDIO = CASES[:4]  # the studio's blobs are 128
CELLS = tuple(
    f"from widgets import Studio\nStudio(parameterisation={case.parameterisation!r}, "
    f"goal={case.goal!r}, size={SIZE}, target={TARGET!r}, name='s{number}')"
    for number, case in enumerate(IN_STUDIO)
)
STUDIO = ".gb-studio >> nth={}"
READY = tuple(f"{STUDIO.format(number)} >> .gb-main" for number in range(len(CELLS)))

LISTEN = """() => {
  window.painted = [];
  document.addEventListener("glassbox:painted", (event) => {
    if (event.target.closest(".gb-st-pic")) painted.push(performance.now());
  });
}"""


def run(quick: bool = False) -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about a minute and a half.

    Parameters
    ----------
    quick : bool
        A third of the rounds and of the seconds.
    """
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with one_thread():
        for case in CASES:
            yield beside_plain(case, rounds)
    yield from in_studio(QUICK_SECONDS if quick else SECONDS)
    if gpu_present():
        for case in CASES[:3]:
            yield on_gpu(case, gpu_name(), rounds)


def walk(case: Case, device: str = "cpu", size: int = SIZE) -> Walk:
    """Our steps of a case."""
    from course.art.build import goal
    from course.art.create import create

    wish = goal(case.weights, target=target(TARGET, size))
    return create(case.thing(device, size), wish, pixels=case.pixels, seed=SEED)


def plain_walk(case: Case, device: str = "cpu", size: int = SIZE) -> Walk:
    """The steps of the plain loop, for the same parameters."""
    thing = case.thing(device, size)
    return plain_steps(thing, case.weights, target(TARGET, size), thing.rate, case.pixels, SEED)


def measure(
    ways: Mapping[str, Walk],
    steps: int,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Steps a second of each way: the median over rounds in which all take turns."""
    for steps_of in ways.values():
        _go(steps_of, WARM_UP)
    paces: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, steps_of in ways.items():
            begun = clock()
            _go(steps_of, steps)
            paces[name].append(steps / (clock() - begun))
    return {name: statistics.median(found) for name, found in paces.items()}


def _go(steps: Walk, count: int) -> None:
    for _ in range(count):
        next(steps)


def beside_plain(case: Case, rounds: int) -> Result:
    """Steps a second of a case, beside the plain loop's."""
    paces = measure({"ours": walk(case), "theirs": plain_walk(case)}, STEPS, rounds)
    return judged(
        f"{case.name}: steps a second of CPU time", paces["ours"], "a second",
        peer="a plain loop in torch", theirs=paces["theirs"], bar=f"ours >= {case.least:g}",
        conditions=f"medians of {rounds} interleaved rounds of {STEPS} steps in one process, one "
        f"thread; {SIZE} x {SIZE}, target {TARGET}, Adam; {versions()}",
    )  # fmt: skip


def in_studio(seconds: float) -> Iterator[Result]:
    """Painted pictures a second of the studio, of one case after the other on one page."""
    with opened_page("Studios", CELLS, READY) as page:
        page.evaluate(LISTEN)
        browser = page.context.browser.version
        where = f"Chromium {browser} without GPU, our app server, {cpu_count()} cores"
        for number, case in enumerate(IN_STUDIO):
            painted, steps = pictures(page, number, seconds)
            yield judged(
                f"{case.name}: painted pictures a second in the studio", painted, "a second",
                bar=f"ours >= {LEAST_PAINTED}",
                conditions=f"over {seconds:g} s at full speed, about {steps:,.0f} steps a second; "
                f"{SIZE} x {SIZE}, target {TARGET}, Adam; {where}",
            )  # fmt: skip


def pictures(page: Any, number: int, seconds: float) -> tuple[float, float]:
    """Painted pictures a second, and steps a second, of one of the studios on the page."""
    studio = STUDIO.format(number)
    page.locator(studio).scroll_into_view_if_needed()
    page.evaluate("() => { painted = []; }")
    page.click(f"{studio} >> .gb-main")
    page.wait_for_function("painted.length > 3", timeout=60_000)
    page.wait_for_timeout(SETTLE)
    page.evaluate("() => { painted = []; }")
    before = steps_said(page, studio)
    page.wait_for_timeout(1000 * seconds)
    times, made = page.evaluate("painted"), steps_said(page, studio) - before
    page.click(f"{studio} >> .gb-main")
    page.wait_for_selector(f"{studio} >> .gb-transport[data-state=paused]")
    rate = (len(times) - 1) / (times[-1] - times[0]) * 1000 if len(times) > 1 else 0.0
    return rate, made / seconds


def steps_said(page: Any, studio: str) -> int:
    """Steps made, as the studio writes it; twice a second while it runs."""
    words = page.inner_text(f"{studio} >> .gb-state b")
    return int("".join(letter for letter in words if letter.isdigit()) or 0)


def on_gpu(case: Case, name: str, rounds: int) -> Result:
    """Steps a second on a device, at 512 pixels a side, beside one core; elapsed time."""
    with one_thread():
        paces = measure(
            {"ours": walk(case, name, LARGE), "theirs": walk(case, "cpu", LARGE)}, STEPS, rounds,
            time.perf_counter,
        )  # fmt: skip
    return judged(
        f"{case.name}, {LARGE} x {LARGE}, on {choose(name).label}: steps a second",
        paces["ours"], "a second", peer="the same on one core", theirs=paces["theirs"],
        bar="ratio > 1",
        conditions=f"medians of {rounds} interleaved rounds of {STEPS} steps, each step's numbers "
        f"read back; target {TARGET}, Adam; {versions()}",
    )  # fmt: skip


def versions() -> str:
    """Versions of all that takes part."""
    return f"Python {platform.python_version()}, torch {version('torch')}, {platform.machine()}"
