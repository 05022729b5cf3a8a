"""The reader driven without a browser: pressed, paused, told what it may use, and read."""
import asyncio
import re

import numpy as np
import pytest

from course import by_hand
from course.digit_training import DigitConfig, DigitTraining, Mistake
from course.digits import load
from course.exercises import Attempt, attempt, find
from widgets import digit_reader
from widgets.digit_picture import MOST, mistakes, picture
from widgets.digit_reader import DigitReader
from widgets.digit_words import NO_NUMBERS, percent, sentence, short


@pytest.fixture(autouse=True)
def nothing_written(monkeypatch):
    """No student's function of another test is used here."""
    monkeypatch.setattr(attempt, "_latest", {})


def quick(**settings):
    return DigitReader(hidden=4, passes=2, **settings)


def press(reader, kind="press"):
    reader.runner._handle_custom_msg({"kind": kind}, [])


async def until(condition):
    while not condition():
        await asyncio.sleep(0.001)


def on_a_loop(scenario):
    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_made_it_has_learned_nothing_and_looked_at_nothing():
    reader = DigitReader()
    assert not reader.learned
    assert (reader.runner.label, reader.wrong.value) == ("Train", "")
    assert "--.-%" in reader.result.value
    assert "known when the training ends" in reader.result.value
    assert reader.runner.words == "1,000 pictures to learn from, 297 to choose by"
    assert reader.curve.last == 40


def test_pressed_without_a_loop_it_trains_to_the_end_and_says_what_training_by_hand_gives():
    reader = quick()
    press(reader)
    expected = DigitTraining(DigitConfig(hidden=4, passes=2))
    accuracy = expected.run()
    assert f">{accuracy:.1%}<" in reader.result.value
    assert "right on 500 pictures never used" in reader.result.value
    assert f"weights of pass {expected.best.passes}, the best on validation" in reader.result.value
    assert re.search(r"\d\.\d\d CPU-seconds", reader.result.value)
    last = expected.history[-1]
    assert reader.runner.words == (
        f"pass 2 of 2: training **{last.train:.1%}**, validation **{last.validation:.1%}**"
    )
    assert (reader.runner.label, reader.runner.main) == ("Train again", False)
    right = f"{accuracy:.1%} of 500 pictures never used are read rightly."
    assert reader.runner.spoken == f"Done: {right}"


def test_the_curves_are_the_accuracies_after_each_pass():
    reader = quick()
    reader.run()
    history = reader.training.history
    assert np.frombuffer(reader.curve.steps, "<f4").tolist() == [0, 1, 2]
    for sent, name in ((reader.curve.test, "validation"), (reader.curve.train, "train")):
        values = [getattr(record, name) for record in history]
        assert np.frombuffer(sent, "<f4") == pytest.approx(values)
    assert reader.curve.label.startswith("Accuracy after each pass: pass 2 of 2: training ")


def test_each_mistake_is_a_picture_with_what_it_is_and_what_was_said():
    reader = DigitReader()
    accuracy = reader.run()
    wrong = reader.training.mistakes
    assert reader.wrong.value.count("<li>") == len(wrong) == round(500 * (1 - accuracy))
    said = re.findall(r"<b>(\d)</b>, read as <b>(\d)</b><br>(\S+ ?\S*) sure", reader.wrong.value)
    assert said == [(str(m.truth), str(m.said), percent(m.probability)) for m in wrong]
    assert picture(load().x_test[wrong[0].index]) in reader.wrong.value


def test_a_picture_paints_each_pixel_with_its_ink():
    pixels = np.zeros(64)
    pixels[[10, 63, 0]] = 1, 0.5, 0.5
    drawn = picture(pixels, 48, "it's <3>")
    assert '<path fill-opacity="1" d="M2 1h1v1h-1z"/>' in drawn
    assert '<path fill-opacity="0.5" d="M0 0h1v1h-1zM7 7h1v1h-1z"/>' in drawn
    assert 'aria-label="it&#x27;s &lt;3&gt;"' in drawn
    assert drawn.count("<path") == 2


def test_of_very_many_mistakes_the_surest_are_shown_and_none_is_said_too():
    many = [Mistake(0, 1, 2, 0.5)] * (MOST + 1)
    assert mistakes(many, np.zeros((1, 64))).count("<li>") == MOST
    assert "<h2>The 60 surest of 61 mistakes</h2>" in mistakes(many, np.zeros((1, 64)))
    assert "<h2>1 mistake, the surest first</h2>" in mistakes(many[:1], np.zeros((1, 64)))
    assert "Not one of them" in mistakes([], np.zeros((1, 64)))


def test_a_function_that_the_student_wrote_is_used_and_said_to_be_theirs():
    calls = []

    def softmax_backward(z, labels):
        calls.append(len(z))
        return np.zeros_like(z)  # wrong: nothing is learned

    Attempt(find("01.softmax_backward"), softmax_backward)
    reader = quick()
    reader.run()
    assert calls
    assert "<code>softmax_backward</code>: yours" in reader.whose.value
    assert "<code>forward</code>: the course" in reader.whose.value
    first, *_, last = reader.training.history
    assert (first.train, first.validation) == (last.train, last.validation)


def test_a_function_that_raises_is_stood_in_for_and_its_student_told():
    told = []

    def forward(x, W1, b1, W2, b2):
        raise KeyError("lost")

    Attempt(find("01.forward"), forward, told.append)
    reader = quick()
    assert reader.run() == DigitTraining(DigitConfig(hidden=4, passes=2)).run()
    assert len(told) == 1
    assert "KeyError" in told[0]


def test_training_again_takes_the_function_that_was_written_in_between():
    reader = quick()
    press(reader)
    Attempt(find("01.gradients"), lambda x, y, p, back: [0 * part for part in p])
    press(reader)
    assert "<code>gradients</code>: yours" in reader.whose.value
    assert reader.training.history[0].loss == reader.training.history[-1].loss


def test_on_a_loop_it_pauses_goes_on_and_ends_where_it_would_have_ended_at_once():
    async def scenario():
        reader = DigitReader(passes=4)
        press(reader)
        await until(lambda: reader.training.passes >= 1)
        assert reader.runner.label == "Pause"
        press(reader)
        await until(lambda: reader.runner.label == "Go on")
        assert (reader.runner.again, reader.training.done) == ("Start over", False)
        made = reader.training.pieces
        await asyncio.sleep(0.05)
        assert reader.training.pieces == made
        press(reader)
        await until(lambda: reader.runner.label == "Train again")
        ended.append(reader)

    ended = []
    on_a_loop(scenario)
    [reader] = ended
    assert f">{DigitTraining(DigitConfig(passes=4)).run():.1%}<" in reader.result.value


def test_starting_over_forgets_and_begins_with_the_same_weights():
    reader = quick()
    before = reader.answer(np.eye(64))
    reader.run()
    assert (reader.answer(np.eye(64)) != before).any()
    press(reader, "again")
    np.testing.assert_array_equal(reader.answer(np.eye(64)), before)
    assert (reader.learned, reader.wrong.value) == (False, "")


def test_whoever_listens_hears_of_each_pass_on_a_loop():
    async def scenario():
        reader, heard = quick(), []
        reader.on_change(lambda: heard.append(reader.training.passes))
        press(reader)
        await until(lambda: reader.training.done and reader.run_loop.resting)
        await until(lambda: heard[-1:] == [2])
        assert {0, 1, 2} <= set(heard)

    on_a_loop(scenario)


def test_a_function_that_fails_like_the_course_s_own_is_said_beside_the_button(monkeypatch):
    def broken(*_):
        raise RuntimeError("out of paper")

    monkeypatch.setattr(digit_reader, "yours", lambda key: broken)
    reader = quick()
    press(reader)
    assert reader.runner.problem == "Stopped: RuntimeError: out of paper."


def test_weights_that_are_no_numbers_any_more_are_said():
    with np.errstate(all="ignore"):
        reader = quick(learning_rate=100.0)
        reader.training.parameters = [p * np.nan for p in reader.training.parameters]
        reader.training.advance()
        reader._show()
    assert reader.runner.words.startswith("pass 0 of 2: the weights are no longer numbers")
    assert np.isnan(reader.answer(np.eye(64)[:1])).all()


def test_the_code_makes_the_same_training(capsys):
    reader = DigitReader(hidden=5, passes=3, seed=4)
    reader.run()
    reader.heading._handle_custom_msg({"kind": "code"}, [])
    exec(reader.heading.code, {})
    assert capsys.readouterr().out == (
        f"{reader.training.test_accuracy:.1%} of 500 pictures never used\n"
    )


def test_the_code_of_a_training_that_pauses_goes_as_far(capsys):
    reader = DigitReader(hidden=5, passes=3)
    for _ in range(9):
        reader.training.advance()
    reader._write_code()
    exec(reader.heading.code, {})
    assert capsys.readouterr().out == f"{reader.training.history[-1]}\n"


def test_a_link_brings_the_settings_back_and_a_bad_one_is_refused_in_words():
    reader = DigitReader(hidden=7, learning_rate=0.2)
    again = DigitReader.from_link(reader.heading.query)
    assert again.settings == DigitConfig(hidden=7, learning_rate=0.2)
    bad = DigitReader.from_link("?open=digits&hidden=0&seed=3", passes="many")
    assert bad.settings == DigitConfig(seed=3)
    assert "hidden must be in [1, 128], got 0" in bad.runner.problem
    assert "passes must be a whole number, got 'many'" in bad.runner.problem


@pytest.mark.parametrize(
    ("p", "words", "sign"),
    [(0, "0%", "0%"), (0.004, "under 1%", "<1%"), (0.005, "under 1%", "<1%"), (0.0151, "2%", "2%"),
     (0.9949, "99%", "99%"), (0.996, "over 99%", ">99%"), (1, "100%", "100%"),
     (np.nan, "not a number", "not a number")],
)  # fmt: skip
def test_a_probability_is_never_said_to_be_more_than_it_is(p, words, sign):
    assert (percent(p), short(p)) == (words, sign)


def test_the_sentence_names_the_two_likeliest_digits():
    p = np.array([0.01, 0.01, 0.02, 0.87, 0, 0.01, 0, 0.01, 0.06, 0.01])
    assert sentence(p) == "It reads 3 (87%). Next: 8 (6%)."
    assert sentence(p * np.nan) == NO_NUMBERS


def test_the_answer_is_that_of_the_network_by_hand():
    reader = quick()
    x = np.linspace(0, 1, 128).reshape(2, 64)
    z = by_hand.forward(x, *reader.training.parameters)[1]
    np.testing.assert_allclose(reader.answer(x), by_hand.softmax(z))
