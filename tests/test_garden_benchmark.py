"""The benchmark of the garden: what is on its page, and its arithmetic."""
import pytest

from benchmarks import garden


class Page:
    """A page whose clock moves only when it waits, and which paints and steps evenly."""

    def __init__(self, pace, fps):
        self.now, self.pace, self.fps, self.since, self.running = 0.0, pace, fps, 0.0, False
        self.pressed = 0

    def click(self, selector):
        assert selector == ".gb-main"
        self.running, self.pressed = not self.running, self.pressed + 1

    def wait_for_selector(self, selector):
        assert selector == f".gb-transport[data-state={'running' if self.running else 'paused'}]"

    def wait_for_timeout(self, ms):
        self.now += ms / 1000

    def inner_text(self, selector):
        assert selector == ".gb-state b"
        return f"step {round(self.now * self.pace):,}"

    def evaluate(self, asked):
        if asked == garden.STOP:
            self.running = False
            return 10.0 * self.pressed
        if "painted = []" in asked:
            self.since = self.now
            return None
        count = round((self.now - self.since) * self.fps)
        return [1000 * (self.since + i / self.fps) for i in range(count)]


def test_the_garden_on_the_page_is_the_one_that_the_bar_speaks_of():
    names = {}
    *before, last = garden.CELLS[0].splitlines()
    exec("\n".join(before), names)
    view = eval(last, names)
    assert (view.settings.hidden, view.settings.varies) == ((8, 8), "seeds")
    assert (len(view.bed.configs), view.bed.configs[0].batch_size) == (64, 64)
    assert view.picture.canvas.side == 32
    assert view.settings.steps * 1e-5 >= 1  # it does not come to its end while it is measured


def test_frames_are_counted_over_the_time_between_the_first_and_the_last():
    fps, pace = garden.frames(Page(pace=500, fps=20))
    assert fps == pytest.approx(20)
    assert pace == pytest.approx(500)


def test_every_stop_begins_with_a_garden_that_runs():
    page = Page(pace=1, fps=1)
    times = garden.stop_times(page)
    assert times == [10.0 * (i + 1) for i in range(garden.STOPS)]
    assert not page.running


@pytest.mark.parametrize(("fps", "holds"), [(10.0, True), (9.9, False)])
def test_ten_frames_a_second_are_enough(fps, holds):
    found, _ = garden.results(fps, 400, [50.0] * 40, "here")
    assert (found.ours, found.unit, found.holds) == (fps, "a second", holds)
    assert "about 400 steps a second" in found.conditions
    assert found.conditions.endswith("here")


@pytest.mark.parametrize(("slow", "holds"), [(2, True), (3, False)])
def test_19_of_20_stops_take_less_than_a_tenth_of_a_second(slow, holds):
    _, found = garden.results(20, 400, [40.0] * (40 - slow) + [400.0] * slow, "here")
    assert (found.unit, found.holds) == ("ms", holds)
    assert "median 40 ms" in found.conditions


def test_it_measures_on_one_page(monkeypatch):
    opened = []

    class Opened(Page):
        def __init__(self):
            super().__init__(pace=500, fps=20)
            self.context = self
            self.browser = self
            self.version = "1.2"

        def __enter__(self):
            return self

        def __exit__(self, *_):
            opened.append("closed")

        def evaluate(self, asked):
            return None if asked == garden.LISTEN else super().evaluate(asked)

    def opened_page(title, cells, ready):
        opened.append((title, cells, ready))
        return Opened()

    monkeypatch.setattr(garden, "opened_page", opened_page)
    frames, stops = garden.run()
    assert opened == [("Garden", garden.CELLS, garden.READY), "closed"]
    assert frames.ours == pytest.approx(20)
    assert stops.ours == pytest.approx(10 * (2 + 0.95 * 39 + 1))
    assert "Chromium 1.2" in stops.conditions
