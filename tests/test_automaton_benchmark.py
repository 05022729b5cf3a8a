"""The benchmark of the growing rose: its arithmetic, and what is on its page."""

from types import SimpleNamespace

import pytest

from benchmarks import automaton
from course.art.automaton.healing import Healing

RULE = SimpleNamespace(count=3920, made={"command": "glassbox train-nca"}, channels=12)


def watched(seed, grown=0.002, worst=0.002, healed=0.002, direction=10):
    cut = dict.fromkeys(("right", "bottom", "left", "top", f"{direction} degrees"), 0.002)
    return Healing(seed, grown, 0.002, worst, 0.002, {**cut, "left": healed})


class Page:
    """A page whose clock moves only when it waits, and which paints and steps evenly."""

    def __init__(self, pace, fps):
        self.now, self.pace, self.fps, self.since, self.pressed = 0.0, pace, fps, 0.0, 0

    def click(self, selector):
        assert selector == ".gb-main"
        self.pressed += 1

    def wait_for_selector(self, selector):
        assert (selector, self.pressed) == (automaton.RUNNING, 1)

    def wait_for_timeout(self, ms):
        self.now += ms / 1000

    def inner_text(self, selector):
        assert selector == ".gb-state b"
        return f"step {round(self.now * self.pace):,}"

    def evaluate(self, asked):
        if "painted = []" in asked:
            self.since = self.now
            return None
        count = round((self.now - self.since) * self.fps)
        return [1000 * (self.since + i / self.fps) for i in range(count)]


def test_the_worst_seed_is_told_for_likeness_and_stability_and_the_mean_for_cuts():
    flowers = [
        watched(0),
        watched(1, grown=0.004, worst=0.005, direction=200),
        watched(2, worst=0.0026, healed=0.0024, direction=90),
    ]
    grown, worst, *cuts, single = automaton.lasting(flowers, RULE)
    assert grown.ours == 0.004 and grown.theirs == pytest.approx(0.1626, abs=1e-4)
    assert (worst.ours, worst.theirs) == (0.0026, 0.002)
    assert [cut.ratio for cut in cuts] == pytest.approx([1, 1, 3.2 / 3, 1, 1])
    assert single.ours == 100 and "15 cuts, the worst 1.20 times" in single.conditions
    assert cuts[2].name == "error 400 steps after a cut: left"
    assert all(result.holds for result in (grown, worst, *cuts, single))


def test_a_flower_that_fades_and_one_that_does_not_heal_are_told():
    flowers = [watched(0, worst=0.0031), watched(1, healed=0.0051)]
    results = list(automaton.lasting(flowers, RULE))
    assert [r.name for r in results if not r.holds] == [
        "largest error from 200 to 1,000 steps, worst seed", "error 400 steps after a cut: left",
    ]  # fmt: skip
    assert [r.holds for r in automaton.lasting([watched(0, healed=0.1)], RULE)][-1] is False


def test_frames_are_counted_over_the_time_between_the_first_and_the_last():
    fps, pace = automaton.frames(Page(pace=200, fps=25))
    assert fps == pytest.approx(25)
    assert pace == pytest.approx(200)
    assert automaton.painted(fps, pace, "140").holds
    assert not automaton.painted(19.9, pace, "140").holds


def test_the_grid_on_the_page_is_the_one_that_the_bar_speaks_of():
    names = {}
    *before, last = automaton.CELLS[0].splitlines()
    exec("\n".join(before), names)
    view = eval(last, names)
    assert view.plot.cells.size == automaton.healing.SIZE == 96
    assert view.settings.pace == "fast"
