"""The benchmark of the two-dimensional bench: what is on its page, and its arithmetic."""
import pytest

from benchmarks import cloud


class Page:
    """A page whose clock moves with each question, and which paints evenly."""

    def __init__(self, fps=40):
        self.now, self.fps, self.times, self.mouse, self.keyboard = 0.0, fps, {}, self, self
        self.who, self.downs, self.moves, self.keys = "", 0, [], []

    def focus(self, selector):
        assert selector == cloud.CANVAS

    def locator(self, selector):
        assert selector == cloud.CANVAS
        return self

    def bounding_box(self):
        return {"x": 100, "y": 50, "width": 200, "height": 200}

    def wait_for_timeout(self, ms):
        assert ms == cloud.REST

    def wait_for_function(self, condition):
        assert condition == f"times.{self.who}.length > {len(self.times[self.who]) - 1}"

    def down(self):
        self.downs += 1

    def up(self):
        self.downs -= 1

    def press(self, key):
        self.keys.append(key)
        self.times["keydown"].append(10.0 * len(self.times["keydown"]))

    def move(self, x, y):
        self.moves.append((x, y))
        if self.who == "pointermove" and self.downs:
            self.times["pointermove"].append(20.0)

    def evaluate(self, asked):
        if asked.startswith("listenFor"):
            self.who = asked.split("'")[1]
            self.times.setdefault(self.who, [])
        elif asked.startswith("times."):
            return self.times[asked.removeprefix("times.")]
        elif asked == "performance.now()":
            self.now += 10
            return self.now
        elif asked == "painted":
            return [1000 * i / self.fps for i in range(200)]
        return None


def test_the_bench_on_the_page_is_the_one_that_the_bar_speaks_of():
    names = {}
    *before, last = cloud.CELLS[0].splitlines()
    exec("\n".join(before), names)
    view = eval(last, names)
    assert view.settings.points == 1000 and view.settings.axes == "pca"


def test_the_first_presses_only_warm_up_and_the_point_goes_to_and_fro():
    page = Page()
    times = cloud.key_times(page)
    assert times == [10.0 * i for i in range(cloud.WARM_UP, cloud.WARM_UP + cloud.TIMES)]
    assert set(page.keys[:10]) == {"ArrowLeft"} and page.keys[10] == "ArrowRight"


def test_a_point_is_held_while_it_is_dragged_and_no_two_moves_are_alike():
    page = Page()
    assert cloud.drag_times(page) == [20.0] * cloud.TIMES
    assert page.downs == 0
    assert all(one != two for one, two in zip(page.moves, page.moves[1:], strict=False))


def test_frames_are_counted_over_the_time_between_the_first_and_the_last():
    page = Page(fps=40)
    assert cloud.frames_a_second(page) == pytest.approx(40)
    assert page.downs == 0 and page.now >= 1000 * cloud.SECONDS


@pytest.mark.parametrize(("slow", "holds"), [(2, True), (3, False)])
def test_19_of_20_gestures_take_less_than_75_ms(slow, holds):
    times = [40.0] * (40 - slow) + [400.0] * slow
    keys, drags, _ = cloud.results(times, [30.0] * 40, 40.0, "here")
    assert (keys.unit, keys.holds, drags.holds) == ("ms", holds, True)
    assert "median 40 ms" in keys.conditions and keys.conditions.endswith("here")


@pytest.mark.parametrize(("fps", "holds"), [(30.0, True), (29.9, False)])
def test_thirty_frames_a_second_are_enough(fps, holds):
    *_, found = cloud.results([1.0], [1.0], fps, "here")
    assert (found.ours, found.unit, found.holds) == (fps, "a second", holds)
