"""Code that does not end in time is stopped, and nothing is left behind."""
import builtins
import io
import re
import signal
import sys
import threading
import time
from contextlib import redirect_stdout

import pytest

from course.exercises.late import late_cause, late_text
from course.exercises.output import AskedError, Printed
from course.exercises.source import loop_around, running_line
from course.exercises.time_limit import Stopped, TooLongError, limited

SHORT = 0.05  # seconds
ENDS = 10.0  # seconds that a test waits for a thread before it fails


def endless():
    count = 0
    while count >= 0:
        count += 1


def swallowing():
    while True:
        try:
            sum([1, 2, 3])
        except:  # noqa: E722
            continue


def swallowing_in_two_loops():
    while True:
        try:
            endless()
        except:  # noqa: E722
            continue


def cleaning_up_for_ever():
    try:
        endless()
    finally:
        endless()


def asking_again_and_again():
    while True:
        try:
            return int(input("a number? "))
        except Exception:  # noqa: BLE001
            continue


def lazy():
    return max(value for value in iter(int, 1))


STUCK = [
    endless, swallowing, swallowing_in_two_loops, cleaning_up_for_ever, asking_again_and_again, lazy
]  # fmt: skip


def too_long(work, printed=None):
    """The error with which a limit ends this work."""
    with pytest.raises(TooLongError) as caught:
        limited(work, SHORT, printed)
    return caught.value


def students_threads():
    return [t for t in threading.enumerate() if t.name == "a student's code"]


def wait_for_an_end():
    end = time.monotonic() + ENDS
    while students_threads() and time.monotonic() < end:
        time.sleep(0.005)
    assert students_threads() == []


@pytest.mark.parametrize("work", STUCK, ids=lambda work: work.__name__)
def test_code_that_does_not_end_is_stopped_whatever_it_swallows(work):
    error = too_long(work)
    assert error.ended
    wait_for_an_end()


@pytest.mark.skipif(
    not hasattr(time, "pthread_getcpuclockid"), reason="nobody knows how long a thread computed"
)
def test_time_that_others_had_on_the_processor_does_not_count():
    def kept_waiting():
        time.sleep(2 * SHORT)
        return "done"

    assert limited(kept_waiting, SHORT) == "done"
    assert too_long(lambda: time.sleep(6 * SHORT)).seconds == SHORT  # but not for ever


@pytest.mark.parametrize("refusal", [None, OSError])
def test_where_nobody_knows_how_long_it_computed_the_clock_counts(monkeypatch, refusal):
    def refusing(clock):
        raise OSError(f"no clock {clock}")

    if refusal is None:
        monkeypatch.delattr(time, "pthread_getcpuclockid", raising=False)
    else:
        monkeypatch.setattr(time, "clock_gettime", refusing)
    assert too_long(lambda: time.sleep(2.5 * SHORT)).seconds == SHORT


def test_what_work_returns_is_returned():
    assert limited(lambda: (1, "two"), ENDS) == (1, "two")


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt(), SystemExit(3)])
def test_what_work_raises_is_raised(error):
    def work():
        raise error

    with pytest.raises(type(error)) as caught:
        limited(work, ENDS)
    assert caught.value is error


def test_work_that_sleeps_is_left_behind_and_ends_when_it_wakes():
    woken, after = threading.Event(), []

    def sleeper():
        woken.wait()
        after.append("went on")

    error = too_long(sleeper)
    assert not error.ended
    assert students_threads()
    woken.set()
    wait_for_an_end()
    assert after == []


def test_work_that_ends_just_when_its_time_is_over_leaves_nothing_behind():
    ended = late = 0
    for more in range(60):
        try:
            limited(lambda: time.sleep(0.002), 0.002 + (more % 10) * 2e-5)
            ended += 1
        except TooLongError:
            late += 1
    assert ended + late == 60
    wait_for_an_end()


def test_an_interrupt_of_the_one_who_waits_stops_the_work_too():
    reached = threading.Event()

    def work():
        reached.set()
        endless()

    def interrupt():
        reached.wait(ENDS)
        signal.raise_signal(signal.SIGINT)

    interrupter = threading.Thread(target=interrupt)
    interrupter.start()
    with pytest.raises(KeyboardInterrupt):
        limited(work, ENDS)
    interrupter.join()
    wait_for_an_end()


def test_an_interrupt_before_the_work_has_begun_stops_it_too(monkeypatch):
    start = threading.Thread.start

    def interrupted(thread):
        start(thread)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        limited(endless, ENDS)
    wait_for_an_end()


def test_work_within_work_runs_under_the_limit_that_holds_already():
    threads = []

    def inner():
        threads.append(threading.current_thread())
        return 5

    def outer():
        threads.append(threading.current_thread())
        return limited(inner, 0)

    assert limited(outer, ENDS) == 5
    assert threads[0] is threads[1]


def test_where_no_thread_can_be_started_the_work_is_done_all_the_same(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    printed = Printed()
    assert limited(lambda: print("here") or 7, ENDS, printed) == 7
    assert printed.lines == 1


def test_the_exception_that_stops_is_not_one_that_code_catches_by_habit():
    assert not issubclass(Stopped, Exception)


# ---- where it stood, in words


def busy():
    for _ in range(10**12):
        pass


def counting_down(number):
    while number != 0:
        for step in (1, 2):
            number -= step * 0
    return number


def until_break():
    while True:
        number = 1
        if number > 1:
            break


def generated():
    def zeros():
        while True:
            yield 0

    return sum(zeros())


def test_the_line_at_which_it_stood_is_one_of_the_students_function():
    error = too_long(endless)
    where = running_line(endless, error.places)
    first = endless.__code__.co_firstlineno
    assert first + 2 <= where <= first + 3


def test_a_line_of_what_is_defined_inside_the_function_counts_as_its_own():
    error = too_long(generated)
    first = generated.__code__.co_firstlineno
    assert first + 2 <= running_line(generated, error.places) <= first + 3
    assert running_line(endless, error.places) == 0


@pytest.mark.parametrize(
    ("function", "line", "loop"),
    [
        (counting_down, 3, ("while", "while number != 0:")),
        (counting_down, 4, ("", "")),
        (until_break, 4, ("while", "while True:")),
        (busy, 2, ("for", "for _ in range(10 ** 12):")),
        (len, 1, ("", "")),
    ],
)
def test_the_loop_that_keeps_a_line_busy_is_found(function, line, loop):
    first = getattr(getattr(function, "__code__", None), "co_firstlineno", 0)
    assert loop_around(function, first + line) == loop


@pytest.mark.parametrize(
    ("function", "cause"),
    [
        (lambda: counting_down(1), "is there a `while` whose condition never becomes False"),
        (endless, "is the condition of `while count >= 0:` one that never becomes False"),
        (until_break, "`while True:` ends only at a `break` or a `return`"),
        (busy, r"the loop `for _ in range\(10 \*\* 12\):` has too much to do"),
    ],
)
def test_the_likely_cause_names_the_loop(function, cause):
    assert re.search(cause, late_cause(function, too_long(function)))


def test_what_happened_is_told_with_the_time_and_the_line():
    error = too_long(busy)
    assert late_text(busy, error).startswith(
        "it had given no answer after 0.05 seconds and was stopped, at the line `"
    )


def test_what_cannot_be_stopped_is_told_so():
    woken = threading.Event()

    def sleeper():
        woken.wait()

    text = late_text(sleeper, too_long(sleeper))
    woken.set()
    wait_for_an_end()
    assert text == (
        "it had given no answer after 0.05 seconds, at the line `woken.wait()`, and cannot be "
        "stopped there. It goes on in the background"
    )


# ---- printing and asking


def test_a_flood_is_counted_and_not_kept(capsys):
    def flood():
        while True:
            print("flood")

    printed = Printed()
    too_long(flood, printed)
    assert printed.lines > 100
    assert printed.kept == []
    assert printed.cut
    assert capsys.readouterr() == ("", "")


def test_the_first_lines_are_kept_with_the_stream_they_were_meant_for():
    def talk():
        print("one")
        print("two", file=sys.stderr)
        print("three\nfour")

    printed = Printed(keep=3)
    limited(talk, ENDS, printed)
    assert "".join(text for name, text in printed.kept if name == "stdout") == "one\nthree\n"
    assert "".join(text for name, text in printed.kept if name == "stderr") == "two\n"
    assert (printed.lines, printed.cut) == (4, True)


def test_a_line_without_end_is_not_kept_without_end():
    printed = Printed(keep=3)
    limited(lambda: [print("x" * 1_000, end="") for _ in range(100)], ENDS, printed)
    assert sum(len(text) for _, text in printed.kept) == 4_000
    assert printed.characters == 100_000


def test_what_another_thread_prints_meanwhile_is_printed(capsys):
    def work():
        other = threading.Thread(target=print, args=("from elsewhere",))
        other.start()
        other.join()
        print("from the work")

    limited(work, ENDS)
    assert capsys.readouterr().out == "from elsewhere\n"


def test_afterwards_the_streams_and_input_are_the_usual_ones():
    usual = sys.stdout, sys.stderr, builtins.input

    def leave_a_mess():
        with redirect_stdout(io.StringIO()):
            endless()

    too_long(leave_a_mess)
    assert (sys.stdout, sys.stderr, builtins.input) == usual


def test_input_is_refused_in_the_work_only(monkeypatch):
    monkeypatch.setattr(builtins, "input", lambda prompt="": f"{prompt} 42")
    with pytest.raises(AskedError):
        limited(lambda: input("how many?"), ENDS)
    assert input("how many?") == "how many? 42"


def test_the_stream_of_the_work_answers_like_the_usual_one():
    usual = sys.stdout.encoding
    asked = limited(lambda: (sys.stdout.encoding, sys.stdout.write("abc")), ENDS)
    assert asked == (usual, 3)
    printed = Printed()
    limited(lambda: sys.stdout.writelines(["a\n", "b\n"]), ENDS, printed)
    assert printed.lines == 2
