"""The benchmark of optimisation as art: who is timed, on what, and what its bars ask."""
from types import SimpleNamespace

import pytest
import torch

from benchmarks import art
from benchmarks.art_plain import plain_steps
from course.device import Device, choose
from course.pictures.targets import target


class Clock:
    """A clock that moves only when told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_ways_take_turns_after_a_warm_up_and_the_median_pace_counts(monkeypatch):
    clock, log = Clock(), []
    monkeypatch.setattr(art, "WARM_UP", 1)

    def walk(name, seconds):
        for taken in seconds:
            log.append(name)
            clock.now += taken
            yield

    ways = {"a": walk("a", [90, 1, 1, 4, 4, 2, 2]), "b": walk("b", [90] + [5] * 6)}
    assert art.measure(ways, 2, 3, clock) == {"a": 0.5, "b": 0.2}
    assert log == ["a", "b"] + ["a", "a", "b", "b"] * 3


def test_the_cases_are_those_the_bars_speak_of():
    told = [(c.parameterisation, dict(c.weights), c.count, c.pixels, c.least) for c in art.CASES]
    wedges = {"palette": 1, "kaleidoscope": 4, "smooth": 0.3}
    assert told == [
        ("stack", {"match": 1}, None, None, 20),
        ("siren", {"match": 1}, None, None, 20),
        ("splats", {"match": 1}, 128, None, 20),
        ("stack", wedges, None, None, 20),
        ("splats", {"match": 1}, 512, 2048, 40),
    ]
    assert (art.SIZE, art.LEAST_PAINTED) == (128, 5)
    for case in art.IN_STUDIO:
        from widgets.studio_settings import parse_goal

        assert parse_goal(case.goal) == case.weights


@pytest.mark.parametrize("case", art.CASES[:3], ids=lambda case: case.name)
def test_the_peer_makes_the_same_steps_where_nothing_is_drawn(case):
    ours, theirs = art.walk(case, size=16), art.plain_walk(case, size=16)
    for _ in range(5):
        assert next(ours).loss == pytest.approx(next(theirs), rel=1e-4)


@pytest.mark.parametrize(("case", "near"), [(art.CASES[3], 0.25), (art.CASES[4], 0.25)])
def test_the_peer_comes_as_far_where_something_is_drawn(case, near):
    def end(walk, loss):
        return sum(loss(next(walk)) for _ in range(15)) / 15

    ours = end(art.walk(case, size=16), lambda step: step.loss)
    theirs = end(art.plain_walk(case, size=16), lambda loss: loss)
    assert ours == pytest.approx(theirs, rel=near)


def test_the_peer_moves_every_parameter():
    thing = art.CASES[4].thing(size=16)
    before = [values.detach().clone() for values in thing.parameters()]
    walk = plain_steps(thing, {"match": 1.0}, target("rose", 16), 0.03, 64, 0)
    next(walk), next(walk)
    pairs = zip(thing.parameters(), before, strict=True)
    assert not any(torch.equal(now, then) for now, then in pairs)


@pytest.mark.parametrize(("pace", "holds"), [(20.0, True), (19.9, False)])
def test_a_case_holds_from_its_least_pace_on(monkeypatch, pace, holds):
    asked = []

    def measure(ways, steps, rounds):
        asked.append((set(ways), steps, rounds))
        return {"ours": pace, "theirs": 40.0}

    monkeypatch.setattr(art, "measure", measure)
    result = art.beside_plain(art.CASES[0], 4)
    assert asked == [({"ours", "theirs"}, art.STEPS, 4)]
    assert (result.ours, result.unit, result.holds) == (pace, "a second", holds)
    assert result.ratio == pytest.approx(pace / 40)
    assert "one thread" in result.conditions
    assert f"torch {torch.__version__}" in result.conditions


class Page:
    """A page whose clock moves only when it waits, with studios that paint and step evenly."""

    def __init__(self, pace, fps):
        self.now, self.pace, self.fps, self.since = 0.0, pace, fps, 0.0
        self.running, self.clicked = None, []

    def locator(self, studio):
        return SimpleNamespace(scroll_into_view_if_needed=lambda: None)

    def click(self, selector):
        studio = selector.removesuffix(" >> .gb-main")
        self.running = None if self.running == studio else studio
        self.clicked.append(studio)

    def wait_for_function(self, asked, timeout):
        assert self.running
        self.now += 3

    def wait_for_selector(self, selector):
        assert self.running is None
        assert selector.endswith(".gb-transport[data-state=paused]")

    def wait_for_timeout(self, ms):
        self.now += ms / 1000

    def inner_text(self, selector):
        assert selector == f"{self.running} >> .gb-state b"
        return f"step {round(self.now * self.pace):,}"

    def evaluate(self, asked):
        if asked == art.LISTEN:
            return None
        if "painted = []" in asked:
            self.since = self.now
            return None
        count = round((self.now - self.since) * self.fps)
        return [1000 * (self.since + i / self.fps) for i in range(count)]


def test_pictures_are_counted_over_the_time_between_the_first_and_the_last():
    page = Page(pace=500, fps=12)
    painted, steps = art.pictures(page, 2, 8)
    assert painted == pytest.approx(12)
    assert steps == pytest.approx(500)
    assert page.running is None
    assert set(page.clicked) == {".gb-studio >> nth=2"}


@pytest.mark.parametrize("count", [0, 1])
def test_a_studio_that_paints_nothing_is_no_error_but_a_bar_that_is_missed(count):
    page = Page(pace=500, fps=count / 8)
    assert art.pictures(page, 0, 8)[0] == 0.0


@pytest.mark.parametrize(("fps", "holds"), [(5.0, True), (4.9, False)])
def test_every_studio_is_measured_on_one_page(monkeypatch, fps, holds):
    opened = []

    class Opened(Page):
        def __init__(self):
            super().__init__(pace=60, fps=fps)
            self.context = SimpleNamespace(browser=SimpleNamespace(version="1.2"))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            opened.append("closed")

    def opened_page(title, cells, ready):
        opened.append((title, cells, ready))
        return Opened()

    monkeypatch.setattr(art, "opened_page", opened_page)
    results = list(art.in_studio(40))
    assert opened == [("Studios", art.CELLS, art.READY), "closed"]
    assert [result.ours for result in results] == pytest.approx([fps] * 4, rel=0.01)
    assert {result.bar for result in results} == {"ours >= 5"}
    assert all("Chromium 1.2" in result.conditions for result in results)


@pytest.mark.parametrize("number", range(len(art.CELLS)))
def test_the_studios_on_the_page_are_those_that_the_bars_speak_of(number):
    names = {}
    *before, last = art.CELLS[number].splitlines()
    exec("\n".join(before), names)
    settings, case = eval(last, names).settings, art.IN_STUDIO[number]
    assert settings.parameterisation == case.parameterisation
    assert settings.weights == case.weights
    assert (settings.size, settings.target, settings.optimiser) == (128, "rose", "Adam")


def test_a_gpu_is_compared_with_one_core_by_elapsed_time(monkeypatch):
    # torch on the CPU in place of a GPU: the figures mean nothing, the arithmetic is the same.
    asked = []

    def measure(ways, steps, rounds, clock):
        asked.append((set(ways), clock))
        return {"ours": 90.0, "theirs": 30.0}

    monkeypatch.setattr(art, "measure", measure)
    monkeypatch.setattr(art, "LARGE", 16)
    backend = choose("cpu").backend
    monkeypatch.setattr(art, "choose", lambda name: Device(name, "GPU (a test)", backend, ""))
    result = art.on_gpu(art.CASES[0], "cpu", 3)
    assert asked == [({"ours", "theirs"}, art.time.perf_counter)]
    assert (result.ratio, result.bar, result.holds) == (3, "ratio > 1", True)
    assert "GPU (a test)" in result.name


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(("quick", "rounds", "seconds"), [(False, 9, 8), (True, 3, 3)])
def test_a_quick_run_takes_a_third_and_the_gpu_is_measured_where_there_is_one(
    monkeypatch, there, quick, rounds, seconds
):
    asked = []
    monkeypatch.setattr(art, "beside_plain", lambda case, rounds: asked.append(rounds) or case.name)
    monkeypatch.setattr(art, "in_studio", lambda seconds: asked.append(seconds) or iter(["page"]))
    monkeypatch.setattr(art, "gpu_present", lambda: there)
    monkeypatch.setattr(art, "gpu_name", lambda: "cuda")
    monkeypatch.setattr(art, "on_gpu", lambda case, name, rounds: f"{case.name} on {name}")
    found = list(art.run(quick))
    assert asked == [rounds] * 5 + [seconds]
    assert len(found) == 6 + 3 * there
