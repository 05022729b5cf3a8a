"""What is remembered of a student: counting it, merging copies of it, and its text."""
import json
import re
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.progress import Event, Record, Task, WorkClock, from_text, merged, plus, to_text
from course.progress.events import plain
from course.progress.record import MOST_KEYS, MOST_NAMES, of_event
from course.progress.text import NewerVersionError

ADA = "a" * 32

keys = st.sampled_from(["03.ring", "03.skill", "01.dense"])
events = st.one_of(
    st.builds(
        Event,
        st.just("check"),
        keys,
        st.sampled_from(["not_attempted", "error", "value", "cause", "passed"]),
        st.sampled_from(["", "no hole", "a box"]),
    ),
    st.builds(
        Event, st.just("answer"), keys, st.sampled_from(["right", "wrong"]), st.sampled_from("012")
    ),
    st.builds(Event, st.just("prediction"), keys, st.just("guessed"), st.sampled_from("abc")),
)
happened = st.lists(st.tuples(events, st.integers(0, 99), st.integers(0, 600)), max_size=12)


def told(moments, name=""):
    """The record of a student to whom all this happened, one after the other."""
    return reduce(
        plus, (of_event(*moment) for moment in moments), Record(ADA, name, int(bool(name)))
    )


records = st.builds(told, happened, st.sampled_from(["", "Ada", "Eve"]))


@given(records, records)
def test_two_copies_merge_to_the_same_whichever_comes_first(one, other):
    assert merged(one, other) == merged(other, one)


@given(records, records, records)
def test_three_copies_merge_to_the_same_in_any_order(one, two, three):
    assert merged(merged(one, two), three) == merged(one, merged(two, three))


@given(records)
def test_a_copy_merged_with_itself_counts_nothing_twice(record):
    assert merged(record, record) == record


@given(happened, happened)
def test_a_copy_merged_with_a_later_one_is_the_later_one(before, after):
    assert merged(told(before), told(before + after)) == told(before + after)


@given(happened, happened)
def test_two_stretches_added_are_as_if_all_had_been_told_in_a_row(before, after):
    share = reduce(plus, (of_event(*moment) for moment in after), Record())
    assert plus(told(before), share) == told(before + after)


@given(records, records)
def test_no_pass_and_no_guess_disappears_by_any_way_of_combining(one, other):
    for kind in ("exercises", "questions"):
        passed = {
            key
            for record in (one, other)
            for key, task in getattr(record, kind).items()
            if task.passed is not None
        }
        for both in (merged(one, other), plus(one, other)):
            assert passed == {k for k, t in getattr(both, kind).items() if t.passed is not None}
            assert one.predictions.keys() | other.predictions.keys() == both.predictions.keys()


def test_tries_time_and_wrong_answers_are_counted_up_to_the_first_pass():
    story = [("not_attempted", ""), ("shape", ""), ("cause", "no hole"), ("cause", "no hole"),
             ("passed", ""), ("value", ""), ("passed", "")]  # fmt: skip
    record = told(
        (Event("check", "03.ring", state, detail), 100 + number, 10.0)
        for number, (state, detail) in enumerate(story)
    )
    assert record.exercises == {
        "03.ring": Task(tries=4, seconds=50.0, first=101, passed=104, wrong={"no hole": 2})
    }
    assert record.lessons == {"03": 70.0}


def test_the_first_guess_is_kept_beside_the_last():
    record = told(
        (Event("prediction", "03.p", "guessed", words), 9, 0.0) for words in ("90%", "80%", "95%")
    )
    guess = record.predictions["03.p"]
    assert (guess.guesses, guess.first.words, guess.last.words) == (3, "90%", "95%")


def test_of_two_passes_the_first_counts_with_its_own_tries():
    early = Record(ADA, exercises={"03.ring": Task(7, 90.0, 1, passed=50)})
    late = Record(ADA, exercises={"03.ring": Task(2, 10.0, 3, passed=60)})
    assert merged(late, early).exercises["03.ring"] == Task(7, 90.0, 1, passed=50)


def test_copies_of_two_students_are_not_merged():
    with pytest.raises(ValueError, match=r"^copies must be of one student, got 'a+' and '1'$"):
        merged(Record(ADA), Record("1"))


def test_the_name_typed_last_holds_and_may_be_taken_away_again():
    record = plus(Record(ADA, "Ada", 1), Record(name="Eve", named=1))
    assert (record.name, record.named) == ("Eve", 2)
    assert merged(record, Record(ADA, "Ada", 1)).name == "Eve"
    assert plus(record, Record(name="", named=1)).name == ""


def test_only_the_commonest_wrong_answers_are_kept():
    moments = [
        (Event("check", "03.ring", "value", f"mistake {number}"), 0, 0.0)
        for number in range(3 * MOST_NAMES)
        for _ in range(1 + (number == 7))
    ]
    wrong = told(moments).exercises["03.ring"].wrong
    assert len(wrong) == MOST_NAMES
    assert wrong["mistake 7"] == 2


def test_a_record_holds_a_bounded_number_of_keys():
    moments = [(Event("check", f"03.x{n}", "passed"), 0, 0.0) for n in range(MOST_KEYS + 5)]
    record = told(moments)
    assert len(record.exercises) == MOST_KEYS
    assert from_text(to_text(record)) == record


@given(records)
def test_a_record_comes_back_from_its_text(record):
    assert from_text(to_text(record)) == record


@given(st.text())
def test_plain_text_stays_as_it_is_and_can_be_stored(text):
    once = plain(text)
    assert plain(once) == once
    assert len(once) <= 120
    assert once.encode("utf-8").decode("utf-8").splitlines() in ([once], [])


def test_plain_text_has_no_hidden_direction_and_keeps_what_languages_need():
    assert plain("Ada\u202e\x1b[31m\nLove\ud800lace") == "Ada [31m Lovelace"
    assert plain("نمی\u200cدانم") == "نمی\u200cدانم"


def changed(path, value):
    """The text of a record in which one entry has another value."""
    record = told([(Event("check", "03.ring", "value", "no hole"), 5, 2.0)], "Ada")
    record = plus(record, of_event(Event("prediction", "03.p", "guessed", "9"), 5, 2.0))
    found = json.loads(to_text(record))
    *folder, last = path.split("/")
    reduce(dict.__getitem__, folder, found)[last] = value
    return json.dumps(found)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("format", "other", "it is not a glassbox-progress file"),
        ("version", 0, "version must be in [1, inf), got 0"),
        ("version", "1", "version must be a whole number, got '1' (str)"),
        ("student", [], "student must be an object, got []"),
        ("student/id", "ada", "student.id must be 32 hexadecimal digits, got 'ada'"),
        ("student/name", 5, "student.name must be text of at most 120 characters, got 5"),
        ("student/name", "x" * 121, "student.name must be text of at most 120 characters, got 'x"),
        ("exercises", None, "exercises must be an object, got None"),
        ("exercises/<b>", {}, "exercises must have keys like '03.ring' or '03', got '<b>'"),
        ("exercises/03.ring/tries", -1, "exercises.03.ring.tries must be in [0, 1e+09], got -1"),
        ("exercises/03.ring/tries", True, "exercises.03.ring.tries must be a whole number, got T"),
        ("exercises/03.ring/seconds", float("nan"), "exercises.03.ring.seconds must be in [0, "),
        ("exercises/03.ring/passed", "yes", "exercises.03.ring.passed must be a whole number, go"),
        ("exercises/03.ring/wrong", {"x": 0}, "exercises.03.ring.wrong must be in [1, 1e+09], g"),
        ("predictions/03.p/first", {"at": 1}, "predictions.03.p.first.words must be text of at "),
        ("lessons/03", 10**400, "lessons.03 must be in [0, 1e+09], got 1000"),
        ("questions", {f"03.q{n}": {} for n in range(501)}, "questions must have at most 500 ent"),
    ],
)
def test_a_text_that_is_not_as_it_should_be_is_refused_by_name(path, value, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        from_text(changed(path, value))


def test_a_passed_task_without_a_try_is_refused():
    text = changed("exercises/03.ring", {"tries": 0, "seconds": 0, "first": 0, "passed": 5,
                                         "wrong": {}})  # fmt: skip
    with pytest.raises(ValueError, match=r"^exercises\.03\.ring\.tries must be in \[1, 1e\+09\]"):
        from_text(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is not JSON: Expecting value"),
        ('{"format": "glassbox-pro', "it is not JSON: Unterminated string"),
        ("[" * 200_000, "it is nested too deeply"),
        ("[]", "it is not a glassbox-progress file"),
        ("1" * 5000, "it is not JSON: Exceeds the limit"),
    ],
)
def test_a_text_that_is_no_record_at_all_is_refused(text, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        from_text(text)


def test_a_later_version_is_refused_as_such_and_not_as_damage():
    message = "it is of version 2, and this course knows version 1"
    with pytest.raises(NewerVersionError, match=f"^{re.escape(message)}$"):
        from_text(changed("version", 2))


def test_what_version_1_does_not_know_is_passed_over():
    assert from_text(changed("colour", "blue")) == from_text(changed("version", 1))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("test", "03.ring", "passed"), ValueError, "kind must be one of check, answer, predicti"),
        (("check", "", "passed"), ValueError, "key must be a lesson and a name ('03.ring'), got "),
        (("check", "03.<b>", "x"), ValueError, "key must be a lesson and a name ('03.ring'), got"),
        (("check", "03.ring", None), TypeError, "state must be a str, got None"),
        (("check", "03.ring", "value", 3), TypeError, "detail must be a str, got 3"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        Event(*arguments)


def test_time_is_what_lies_between_two_events_without_breaks_and_jumps_of_the_clock():
    times = iter([100.0, 130.25, 730.25, 1330.26, 1320.0, 1321.0])
    clock = WorkClock(lambda: next(times))
    assert [clock.stretch() for _ in range(5)] == [30.2, 600.0, 0.0, 0.0, 1.0]


def test_counts_end_somewhere():
    full = Record(ADA, exercises={"03.ring": Task(10**9, 1e9, 1)}, lessons={"03": 1e9})
    more = plus(full, of_event(Event("check", "03.ring", "value"), 2, 600.0))
    assert from_text(to_text(more)) == more == replace(full, exercises=more.exercises)
