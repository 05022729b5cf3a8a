"""The pad driven without a browser: ink in, what the network sees and says out."""
import asyncio
import re

import numpy as np
import pytest

from course.digits import load
from course.exercises import attempt
from course.pen import pixels, thinned, to_text
from tests.written_digits import WRITTEN
from widgets.canvas.pen import HINT, PenCanvas
from widgets.digit_pad import NOTHING, DigitPad, PadSettings
from widgets.digit_reader import DigitReader
from widgets.digit_words import sentence

ONE = [[[0.0, 0.6], [0.0, -0.6]]]


@pytest.fixture(autouse=True)
def nothing_written(monkeypatch):
    """No student's function of another test is used here."""
    monkeypatch.setattr(attempt, "_latest", {})


@pytest.fixture(scope="module")
def trained():
    """A reader that has learned."""
    reader = DigitReader()
    reader.run()
    return reader


def says(pad, kind, points=None):
    """What the page sends from the pad."""
    pad.canvas._handle_custom_msg({"kind": kind, "points": points}, [])


def test_an_empty_pad_says_what_to_do_and_that_the_network_has_not_learned():
    pad = DigitPad(DigitReader())
    assert (pad.canvas.hint, pad.view.words) == (HINT, NOTHING)
    assert pad.canvas.label == "Your writing: nothing yet. Write a digit here."
    assert pad.view.note == "This network has not learned yet: press Train above."
    assert (pad.view.shares, pad.probabilities, pad.view.pixels) == ([], None, bytes(64))


@pytest.mark.parametrize("digit", WRITTEN)
def test_each_digit_is_read_by_a_trained_network(trained, digit):
    pad = DigitPad(trained)
    pad.write(WRITTEN[digit])
    seen = pixels(WRITTEN[digit])
    assert np.frombuffer(pad.view.pixels, np.uint8).tolist() == (16 * seen).round().tolist()
    expected = trained.answer(seen[None])[0]
    np.testing.assert_array_equal(pad.probabilities, expected)
    assert pad.view.words == sentence(expected)
    assert pad.view.words.startswith(f"It reads {digit} (")
    assert pad.view.shares == pytest.approx(expected.tolist())
    assert pad.view.note == ""
    assert pad.view.label == f"8 by 8 grey values, {seen.sum() / 64:.0%} ink."


def test_it_reads_while_a_stroke_is_drawn_and_keeps_it_at_its_end(trained):
    pad = DigitPad(trained)
    says(pad, "moving", ONE[0][:1])
    half = pad.view.pixels
    says(pad, "moving", [[0, 0.6], [0, 0]])
    assert pad.view.pixels != half
    assert (pad.canvas.strokes, pad.view.spoken) == ([], "")
    says(pad, "stroke", ONE[0])
    assert pad.canvas.strokes == ONE
    assert pad.view.words.startswith("It reads 1 (")
    assert pad.view.spoken == pad.view.words
    assert pad.canvas.label == f"Your writing: 1 stroke. {pad.view.words}"


def test_many_movements_that_wait_are_read_once(trained):
    async def scenario():
        pad, reads = DigitPad(trained), []
        asked = trained.answer
        monkey.setattr(trained, "answer", lambda x: reads.append(1) or asked(x))
        for end in (0.5, 0.3, 0.1, -0.6):
            says(pad, "moving", [[0, 0.6], [0, end]])
        await asyncio.sleep(0.05)
        assert len(reads) == 1
        np.testing.assert_array_equal(pad.pixels, pixels([[[0, 0.6], [0, -0.6]]]))

    with pytest.MonkeyPatch.context() as monkey:
        asyncio.run(scenario())


def test_undo_takes_the_last_stroke_and_clear_all(trained):
    pad = DigitPad(trained)
    for stroke in WRITTEN[7]:
        says(pad, "stroke", np.array(stroke).tolist())
    both = pad.view.pixels
    says(pad, "undo")
    assert len(pad.canvas.strokes) == 1
    assert pad.view.pixels != both
    says(pad, "clear")
    assert (pad.canvas.strokes, pad.view.words, pad.view.pixels) == ([], NOTHING, bytes(64))
    says(pad, "undo")
    assert pad.canvas.strokes == []


def test_the_pad_follows_its_reader_as_it_learns():
    reader = DigitReader(passes=2)
    pad = DigitPad(reader)
    pad.write(ONE)
    before = pad.probabilities
    assert "has not learned yet" in pad.view.note
    reader.run()
    assert pad.view.note == ""
    np.testing.assert_array_equal(pad.probabilities, reader.answer(pixels(ONE)[None])[0])
    assert (pad.probabilities != before).any()


def test_without_a_reader_it_trains_a_network_of_its_own_when_asked():
    pad = DigitPad()
    assert pad.reader.runner in pad.children
    pad.write(ONE)
    pad.reader.runner._handle_custom_msg({"kind": "press"}, [])
    assert pad.reader.training.done
    assert pad.view.words.startswith("It reads 1 (")
    assert DigitPad(pad.reader).reader.runner not in DigitPad(pad.reader).children


def test_pictures_of_the_test_set_are_shown_one_after_another_with_their_truth(trained):
    pad = DigitPad(trained)
    pad.write(ONE)
    for number in (0, 1):
        says(pad, "example")
        x, y = load().x_test[number], load().y_test[number]
        assert np.frombuffer(pad.view.pixels, np.uint8).tolist() == (16 * x).round().tolist()
        assert pad.view.what == f"Test picture {number + 1} of 500: it is a {y}."
        assert pad.view.words == sentence(trained.answer(x[None])[0])
    assert (pad.canvas.strokes, pad.canvas.hint) == ([], "A test picture is shown beside")
    says(pad, "stroke", ONE[0])
    assert (pad.view.what, pad.canvas.hint) == ("", HINT)


def test_weights_that_are_no_numbers_give_no_bars_and_a_sentence():
    reader = DigitReader()
    reader.training.parameters = [p * np.nan for p in reader.training.parameters]
    pad = DigitPad(reader)
    pad.write(ONE)
    assert (pad.view.shares, pad.view.values) == ([], [])
    assert pad.view.words == "It reads nothing: its weights are no longer numbers."


def test_a_link_brings_the_drawing_back(trained):
    pad = DigitPad(trained)
    pad.write(WRITTEN[3])
    again = DigitPad.from_link(pad.heading.query, trained)
    assert again.canvas.strokes == pad.canvas.strokes
    assert again.view.words == pad.view.words
    says(pad, "example")
    assert DigitPad.from_link(pad.heading.query, trained).view.what == pad.view.what


def test_a_link_that_holds_no_drawing_is_refused_in_words(trained):
    pad = DigitPad.from_link("?open=pad&drawing=%3Cb%3E&example=500", trained)
    assert pad.settings == PadSettings()
    assert "drawing must be strokes as course.pen.to_text writes them" in pad.canvas.said
    assert "example must be in [-1, 499], got 500" in pad.canvas.said


@pytest.mark.parametrize("example", [False, True])
def test_the_code_reads_the_same_with_the_same_network(capsys, example):
    reader = DigitReader(hidden=6, passes=2)
    for _ in range(7):
        reader.training.advance()
    pad = DigitPad(reader)
    pad.write(WRITTEN[5])
    if example:
        says(pad, "example")
    pad.heading._handle_custom_msg({"kind": "code"}, [])
    exec(pad.heading.code, {})
    assert capsys.readouterr().out == f"{pad.probabilities.round(3)}\n"
    reader.run()
    pad._write_code()
    exec(pad.heading.code, {})
    assert capsys.readouterr().out == f"{pad.probabilities.round(3)}\n"


def test_a_failing_function_is_said_on_the_pad(monkeypatch):
    reader = DigitReader()
    pad = DigitPad(reader)

    def broken(_):
        raise RuntimeError("out of ink")

    monkeypatch.setattr(reader, "answer", broken)
    says(pad, "stroke", ONE[0])
    assert pad.canvas.said == "Stopped: RuntimeError: out of ink."


# ---- the canvas ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (None, "Not drawn: a stroke has at most 500 points, but None came."),
        ([[0, 0]] * 501, "Not drawn: a stroke has at most 500 points, but 501 points came."),
        ([[0, 2]], "Not drawn: stroke 1 must lie in [-1, 1] x [-1, 1]."),
        ([[0, "a"]], "Not drawn: stroke 1 must be numbers of shape (n, 2)"),
        ([], "Not drawn: stroke 1 must have shape (n, 2) with n >= 1"),
    ],
)
def test_a_stroke_that_cannot_be_is_refused_in_words_and_nobody_hears_of_it(points, words):
    canvas, heard = PenCanvas(), []
    canvas.on_ink(heard.append)
    before = canvas.answered
    canvas._handle_custom_msg({"kind": "stroke", "points": points}, [])
    assert canvas.said.startswith(words)
    assert (canvas.strokes, heard) == ([], [])
    assert canvas.answered == before + 1  # the page takes its own stroke away again


def test_the_twenty_first_stroke_is_refused_in_words():
    canvas = PenCanvas()
    for _ in range(21):
        canvas._handle_custom_msg({"kind": "stroke", "points": ONE[0]}, [])
    assert len(canvas.strokes) == 20
    assert canvas.said == "Not drawn: there are at most 20 strokes: clear some first."
    canvas._handle_custom_msg({"kind": "clear"}, [])
    assert canvas.said == ""


@pytest.mark.parametrize("content", [None, [], "undo", {}, {"kind": "eval"}, {"kind": ["undo"]}])
def test_a_message_that_means_nothing_is_ignored(content):
    canvas, heard = PenCanvas(), []
    canvas.set_strokes(ONE)
    canvas.on_ink(heard.append)
    canvas._handle_custom_msg(content, [])
    assert (canvas.strokes, heard) == (ONE, [])


def test_a_page_cannot_set_what_the_kernel_holds():
    canvas = PenCanvas()
    canvas.set_strokes(ONE)
    canvas.set_state({"strokes": [], "hint": "", "most": 10**9})
    assert (canvas.strokes, canvas.hint, canvas.most) == (ONE, HINT, 500)


def test_a_long_stroke_is_kept_as_a_link_keeps_it():
    canvas, turns = PenCanvas(), np.linspace(0, 2 * np.pi, 400)
    circle = (0.7 * np.column_stack([np.cos(turns), np.sin(turns)])).tolist()
    canvas._handle_custom_msg({"kind": "stroke", "points": circle}, [])
    assert canvas.strokes == [points.tolist() for points in thinned([circle])]
    assert re.fullmatch("[A-Za-z0-9_-]{1,288}", to_text(canvas.strokes))
