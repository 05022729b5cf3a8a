"""The run loop keeps the kernel's loop free, and the pacer keeps the picture close behind."""
import asyncio

import pytest

from widgets.run_loop import IN_FLIGHT, PACE, STALE, Pacer, RunLoop
from widgets.speed import FIRST, GROWTH, SlowStart


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_frames_go_out_no_faster_than_the_pace() -> None:
    clock = Clock()
    pacer = Pacer(clock)
    assert pacer.ready()
    pacer.sent(1)
    clock.time += PACE / 2
    assert not pacer.ready()
    clock.time += PACE
    assert pacer.ready()


def test_no_more_than_a_few_frames_are_ahead_of_the_page() -> None:
    clock = Clock()
    pacer = Pacer(clock)
    for frame in range(IN_FLIGHT):
        pacer.sent(frame)
        clock.time += 2 * PACE
    assert not pacer.ready()
    pacer.painted(0)
    assert pacer.ready()


def test_painting_a_frame_settles_those_before_it() -> None:
    clock = Clock()
    pacer = Pacer(clock)
    for frame in range(IN_FLIGHT):
        pacer.sent(frame)
    pacer.painted(IN_FLIGHT - 1)
    clock.time += 2 * PACE
    for frame in range(10, 10 + IN_FLIGHT - 1):
        pacer.sent(frame)
    clock.time += 2 * PACE
    assert pacer.ready()


def test_a_page_that_never_answers_is_sent_a_frame_now_and_then() -> None:
    clock = Clock()
    pacer = Pacer(clock)
    for frame in range(IN_FLIGHT):
        pacer.sent(frame)
    clock.time += 0.9 * STALE
    assert not pacer.ready()
    clock.time += 0.2 * STALE
    assert pacer.ready()


def looped(scenario) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 20))


def test_a_run_works_shows_and_says_that_it_has_ended() -> None:
    async def scenario() -> None:
        worked, shown, ended = [], [], []
        loop = RunLoop(lambda: worked.append(1) or True, lambda: shown.append(1) or len(shown),
                       ended.append, Pacer())  # fmt: skip
        assert loop.resting
        loop.start()
        assert loop.running and not loop.resting
        while len(worked) < 100 or not shown:
            await asyncio.sleep(0.001)
        loop.stop()
        assert (loop.running, loop.resting, ended) == (False, False, [])
        while not loop.resting:
            await asyncio.sleep(0.001)
        assert ended == [None]

    looped(scenario)


def test_the_loop_answers_others_while_a_run_goes_on() -> None:
    async def scenario() -> None:
        ended: list = []
        loop = RunLoop(lambda: True, lambda: 0, ended.append, Pacer())
        loop.start()
        for _ in range(20):  # would never come to an end if the run did not give way
            await asyncio.sleep(0)
        loop.stop()
        while not ended:
            await asyncio.sleep(0.001)

    looped(scenario)


def test_an_exception_in_a_step_ends_the_run_and_is_handed_on() -> None:
    async def scenario() -> None:
        ended: list = []

        def work() -> bool:
            raise ZeroDivisionError("by hand")

        loop = RunLoop(work, lambda: 0, ended.append, Pacer())
        loop.start()
        while not ended:
            await asyncio.sleep(0.001)
        assert isinstance(ended[0], ZeroDivisionError)
        assert not loop.running

    looped(scenario)


def test_starting_twice_is_starting_once_and_a_stopped_run_starts_again() -> None:
    async def scenario() -> None:
        ended: list = []
        loop = RunLoop(lambda: True, lambda: 0, ended.append, Pacer())
        loop.start()
        loop.start()
        for rounds in (1, 2):
            loop.stop()
            while len(ended) < rounds:
                await asyncio.sleep(0.001)
            loop.start()
        loop.stop()
        while len(ended) < 3:
            await asyncio.sleep(0.001)
        assert ended == [None] * 3

    looped(scenario)


def test_without_a_running_loop_there_is_no_run() -> None:
    loop = RunLoop(lambda: True, lambda: 0, print, Pacer())
    with pytest.raises(RuntimeError, match="no running event loop"):
        loop.start()
    assert not loop.running


def test_a_slow_start_allows_one_step_and_then_the_first_rate() -> None:
    clock = Clock()
    speed = SlowStart(clock)
    assert speed.allows(0)
    assert not speed.allows(1)
    clock.time += 1.01 / FIRST
    assert speed.allows(1)
    assert not speed.allows(2)


def test_a_slow_start_grows_with_the_steps_made() -> None:
    clock = Clock()
    speed, index = SlowStart(clock), 0
    reached = {}
    for millisecond in range(8000):
        clock.time = 100 + millisecond / 1000
        while speed.allows(index):
            index += 1
        reached[millisecond] = index
    # FIRST steps a second until GROWTH * index overtakes it, then exponential growth
    assert 15 <= reached[750] <= 17
    ratio = reached[7000] / reached[6000]
    assert ratio == pytest.approx(2.718**GROWTH, rel=0.03)


def test_a_slow_start_does_not_leap_after_a_wait() -> None:
    clock = Clock()
    speed = SlowStart(clock)
    speed.allows(0)
    clock.time += 60
    assert sum(speed.allows(1) for _ in range(100)) <= 0.1 * FIRST + 1
