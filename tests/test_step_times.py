"""Times of steps, measured in turns."""
import pytest

from course.step_times import StepTimes, in_turns
from widgets import time_bars


class Clock:
    """A clock that the steps themselves move on."""

    def __init__(self):
        self.now = 0.0
        self.order = []

    def way(self, name, *seconds):
        durations = iter(seconds)

        def step():
            self.order.append(name)
            self.now += next(durations)

        return step


def ended(pieces):
    found = []
    while True:
        try:
            found.append(next(pieces))
        except StopIteration as end:
            return found, end.value


def test_the_ways_take_turns_and_the_median_counts_without_the_first_round():
    clock = Clock()
    ways = {
        "a": clock.way("a", 90, 90, 1, 1, 3, 5, 2, 2),
        "b": clock.way("b", 80, 80, 10, 10, 10, 10, 50, 50),
    }
    pieces, result = ended(in_turns(ways, rounds=4, chunk=2, clock=lambda: clock.now))
    assert "".join(clock.order) == "aabb" * 4
    assert result.seconds == {"a": 2, "b": 10}
    assert result.steps == 8 and result.differences == {}
    assert len(pieces) == 8
    assert pieces[0].seconds == {"a": 90}


@pytest.mark.parametrize("name", ["rounds", "chunk"])
def test_a_number_of_turns_that_is_none_is_named(name):
    given = {"rounds": 1, "chunk": 1, name: 0}
    with pytest.raises(ValueError, match=f"{name} must be .*got 0"):
        next(in_turns({"a": lambda: None}, **given))


TIMES = StepTimes({"by hand": 3e-5, "tape": 1.2e-3}, {"by hand": 0.0, "tape": 6.7e-16}, 300)


def test_the_bars_say_times_ratio_and_difference():
    assert time_bars.sentence(TIMES) == (
        "A step takes by hand 30 µs, tape 1.2 ms: tape 40.0 times as long as by hand. "
        "After 300 steps no weight differs by more than 7\u00a0×\u00a010⁻¹⁶."
    )
    assert time_bars.rows(TIMES) == [
        ("by hand", pytest.approx(0.025), "30 µs", "the others are compared with it"),
        ("tape", 1.0, "1.2 ms", "apart by at most 7\u00a0×\u00a010⁻¹⁶"),
    ]
    assert 'style="width:2.5%"' in time_bars.html(TIMES)


def test_while_it_is_measured_nothing_is_said_of_differences():
    times = StepTimes({"a <b>": 2e-6}, {}, 10)
    assert time_bars.sentence(times) == "After 10 steps each: a <b> 2.0 µs."
    assert time_bars.html(times).count("a &lt;b&gt;") == 2  # in the row, and in the label
    assert "apart" not in time_bars.html(times) and "compared" not in time_bars.html(times)
