"""A guess on record before the button works, and the outcome beside it."""
import ast
import asyncio
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import sketch
from course.exercises import find
from course.exercises.prediction import Choice, Number, Prediction, Sketch
from course.portraits import Portraits
from course.progress import Event
from course.records import TrainConfig
from course.trials import Trials
from widgets import predict as predict_module
from widgets.drawn_guess import tidy
from widgets.links import from_query
from widgets.outcome import number_line
from widgets.predict import Predict, PredictSettings

SMALL = TrainConfig((2,), seed=range(6), steps=30)
TRIALS = Trials({"2 hidden": SMALL, "4 hidden": replace(SMALL, hidden=(4,))}, goal=0.6)


def count(result):
    return result.reached("2 hidden")


NUMBER = Prediction(
    "99.count", "How *many* of `6`?", Number(0, 6, 1, "of 6"), TRIALS, count,
    "int((accuracies['2 hidden'] >= 0.6).sum())", lambda result: f"All {len(result.rows)}.",
    "2 hidden",
)  # fmt: skip
CHOICE = replace(
    NUMBER, key="99.which", guess=Choice(("None. Not one.", "Some.", "All of them.")),
    truth=lambda result: 0 if count(result) == 0 else 1 if count(result) < 6 else 2,
    explain="So it *is*.",
)  # fmt: skip
DRAWN = Prediction(
    "99.drawn", "Draw it.", Sketch("circle", 50), Portraits(SMALL, side=30),
    lambda result: result.inside(), "inside", "A line.",
)  # fmt: skip
TRIANGLE = [np.array([[-0.8, -0.8], [0.8, -0.6], [0.0, 0.9]])]


@pytest.fixture(autouse=True)
def remembered(monkeypatch):
    """What was remembered, instead of a file."""
    events = []
    monkeypatch.setattr(predict_module, "remember", lambda event: events.append(event) or "")
    return events


def says(view, kind, **more):
    """What the page sends from the guess."""
    view.view._handle_custom_msg({"kind": kind, **more}, [])


def presses(view, kind="press"):
    view.runner._handle_custom_msg({"kind": kind}, [])


def ran(code):
    names = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names)


# ---- before ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prediction", "reason"),
    [
        (NUMBER, "First your guess: move the slider, or type a number."),
        (CHOICE, "First your guess: choose one."),
        (DRAWN, "First your guess: draw a closed curve."),
    ],
)
def test_without_a_guess_the_button_does_nothing_and_says_why(prediction, reason, remembered):
    view = Predict(prediction)
    assert (view.runner.enabled, view.runner.words) == (False, reason)
    presses(view)
    assert (view.outcome, view.view.locked, remembered) == (None, False, [])
    assert (view.runner.problem, view.runner.words) == ("", reason)


def test_a_guess_makes_the_button_work_and_can_be_taken_back():
    view = Predict(NUMBER)
    says(view, "guess", value="4")
    assert (view.guess, view.runner.enabled, view.runner.words) == (4, True, "")
    says(view, "guess", value="")
    assert (view.guess, view.runner.enabled) == (None, False)


def test_the_question_is_shown_with_its_marks_and_told_without():
    html = Predict(NUMBER).children[2].children[0].value
    assert "How <i>many</i> of <code>6</code>?" in html
    assert Predict(NUMBER).view.question == "How many of 6?"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("7", "The guess must be a number from 0 to 6, got 7."),
        ("NaN", "The guess must be a number from 0 to 6, got nan."),
        ("1.5", "The guess must be a number from 0 to 6 in steps of 1, got 1.5."),
        ("__import__('os')", "The guess must be a number from 0 to 6, got \"__import__('os')\"."),
        (float("nan"), "The guess must be a number from 0 to 6, got nan."),
        (None, "The guess must be a number from 0 to 6, got 'None'."),
        (["4"], "The guess must be a number from 0 to 6, got \"['4']\"."),
        ("9" * 500, "The guess must be a number from 0 to 6, got "),
    ],
)
def test_what_is_no_guess_is_refused_in_words_and_the_button_stays_off(value, words):
    view = Predict(NUMBER)
    says(view, "guess", value="4")
    says(view, "guess", value=value)
    assert view.runner.problem.startswith(words)
    assert (view.guess, view.runner.enabled, view.view.value) == (None, False, "")


@pytest.mark.parametrize("content", [{}, {"kind": "run"}, {"kind": ["guess"]}, "guess", None, 3])
def test_a_malformed_message_is_left_alone(content):
    view = Predict(NUMBER)
    view.view._handle_custom_msg(content, [])
    view.runner._handle_custom_msg(content, [])
    assert (view.guess, view.runner.problem) == (None, "")


def test_the_page_cannot_write_the_guess_or_unlock_it():
    view = Predict(NUMBER, guess=2)
    view.view.set_state({"value": "99", "locked": True, "outcome": "3"})
    assert (view.view.value, view.view.locked, view.view.outcome) == ("2", False, "")


def test_a_key_that_does_not_exist_is_said_in_words():
    view = Predict("03.nothing")
    [problem] = [child.problem for child in view.children if hasattr(child, "problem")]
    assert problem.startswith("prediction must be one of 01.rate, ")
    assert problem.endswith("got '03.nothing'.")
    view.commit()
    view.again()
    view.take("3")
    view.close()
    assert view.outcome is None


# ---- the run --------------------------------------------------------------------------------


def test_a_number_is_shown_beside_its_outcome():
    view, expected = Predict(NUMBER, guess=1), count(TRIALS.run())
    presses(view)
    assert expected > 1
    assert view.outcome == expected
    assert view.runner.words == f"You said 1. It is **{expected} of 6**."
    assert f"your guess 1, what happened {expected} of 6." in view.beside.value
    assert view.beside.value.endswith("<p>All 2.</p></div>")
    assert view.shown.value.count("you said 1") == 1
    assert (view.runner.label, view.runner.enabled) == ("Committed", False)
    assert view.runner.spoken.startswith(f"You said 1. It is {expected} of 6. All 2. 2 hidden: ")


def test_a_number_that_is_right_is_said_to_be():
    expected = count(TRIALS.run())
    view = Predict(NUMBER, guess=expected)
    assert view.run() == expected
    assert view.runner.words == f"You said {expected}, and it is **{expected} of 6**."


def test_a_choice_is_marked_beside_what_happened():
    view = Predict(CHOICE)
    says(view, "guess", value="1")
    presses(view)
    happened = 1 if count(TRIALS.run()) < 6 else 2
    assert (view.view.value, view.view.outcome) == ("1", str(happened + 1))
    said = CHOICE.guess.options[happened].rstrip(".")
    assert view.runner.words == f'You said "None". It is **"{said}"**.'
    assert "<p>So it <i>is</i>.</p>" in view.beside.value


def test_a_choice_that_is_right_is_said_to_be():
    happened = 1 if count(TRIALS.run()) < 6 else 2
    view = Predict(CHOICE, guess=happened + 1)
    view.run()
    assert view.runner.words.endswith(", and so it is.")
    assert view.view.value == view.view.outcome


def test_a_sketch_is_shown_beside_the_network_and_how_far_both_agree():
    view = Predict(DRAWN)
    view.drawn.canvas.set_strokes(TRIANGLE)
    presses(view)
    inside = DRAWN.computation.run().inside()
    # Counted by hand: the triangle's three edges, at the middle of each cell.
    y, x = 1 - (np.mgrid[:30, :30][0] + 0.5) / 15, (np.mgrid[:30, :30][1] + 0.5) / 15 - 1
    corners = TRIANGLE[0]
    triangle = np.ones((30, 30), bool)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        triangle &= (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0
    agreed, free = (triangle == inside).mean(), max(inside.mean(), 1 - inside.mean())
    assert view.outcome == pytest.approx(agreed)
    assert f"agree on **{agreed:.1%}** of the square. {free:.1%} is free" in view.runner.words
    assert view.drawn.canvas.locked
    assert view.drawn.field in view._right.children
    assert view.drawn.field.label.startswith(
        f"What the network calls in the circle: {inside.mean():.0%} of the square. "
    )


def test_enter_in_the_field_commits_at_once():
    view = Predict(NUMBER)
    says(view, "commit", value="5")
    assert view.outcome == count(TRIALS.run())
    refused = Predict(NUMBER)
    says(refused, "commit", value="50")
    assert (refused.outcome, refused.view.locked) == (None, False)


def test_a_committed_guess_cannot_be_changed():
    view = Predict(NUMBER, guess=1)
    presses(view)
    outcome = view.outcome
    says(view, "guess", value="6")
    says(view, "commit", value="6")
    view.take("5")
    presses(view)
    assert (view.guess, view.outcome, view.view.value) == (1, outcome, "1")


def test_a_drawn_guess_cannot_be_changed_once_committed():
    view = Predict(DRAWN, guess=sketch.to_text(TRIANGLE))
    presses(view)
    before = view.settings
    view.drawn.canvas._handle_custom_msg({"kind": "clear"}, [])
    assert view.settings == before
    assert len(view.drawn.canvas.strokes) == 1


def test_guess_again_starts_over():
    for prediction, text in ((NUMBER, "1"), (CHOICE, "1"), (DRAWN, sketch.to_text(TRIANGLE))):
        view = Predict(prediction, guess=text)
        presses(view)
        assert view.runner.again == "Guess again"
        presses(view, "again")
        assert (view.guess, view.outcome, view.result) == (None, None, None)
        assert (view.runner.label, view.runner.enabled) == ("Commit and run", False)
        assert view.runner.again == view.beside.value == view.shown.value == ""
        assert (view.view.value, view.view.outcome, view.view.locked) == ("", "", False)
        assert not (view.drawn and (view.drawn.canvas.strokes or view.drawn.canvas.locked))
        view.take(text)
        presses(view)
        assert view.outcome is not None


def test_the_guess_is_remembered_when_it_is_committed_and_once_only(remembered):
    view = Predict(NUMBER, guess=2)
    assert remembered == []
    presses(view)
    assert remembered == [Event("prediction", "99.count", "guessed", "2 of 6")]
    view.again()
    view.take("2")
    presses(view)
    assert len(remembered) == 1
    view.again()
    view.take("3")
    presses(view)
    assert remembered[1].detail == "3 of 6"


def test_what_progress_says_is_shown_quietly(monkeypatch):
    monkeypatch.setattr(predict_module, "remember", lambda event: "The disk is <full>.")
    view = Predict(NUMBER, guess=2)
    presses(view)
    assert "The disk is &lt;full&gt;." in view.note.value


def test_after_is_called_with_the_outcome_there():
    outcomes = []
    view = Predict(NUMBER, guess=2, after=lambda one: outcomes.append(one.outcome))
    presses(view)
    assert outcomes == [count(TRIALS.run())]


def test_running_needs_a_guess():
    with pytest.raises(ValueError, match="there is no guess yet"):
        Predict(NUMBER).run()


def failing():
    yield
    raise MemoryError("too much")


@pytest.mark.parametrize(
    "broken",
    [
        replace(NUMBER, computation=type("Broken", (), {
            "steps": 1, "pieces": staticmethod(failing), "code": lambda self: "1"})()),
        replace(NUMBER, truth=lambda result: [][0]),
        replace(NUMBER, explain=lambda result: 1 / 0),
    ],
    ids=["computation", "truth", "explain"],
)  # fmt: skip
def test_whatever_goes_wrong_is_said_and_the_guess_is_kept_to_try_again(broken):
    view = Predict(broken, guess=2)
    presses(view)
    assert re.match("Stopped: (MemoryError|IndexError|ZeroDivisionError): ", view.runner.problem)
    assert (view.guess, view.outcome, view.view.locked) == (2, None, False)
    assert (view.runner.label, view.runner.enabled) == ("Commit and run", True)


def test_on_a_running_loop_a_run_is_locked_and_can_be_stopped():
    def endless():
        while True:
            yield

    slow = replace(NUMBER, computation=type("Slow", (), {
        "steps": 10**9, "pieces": staticmethod(endless), "code": lambda self: "1"})())  # fmt: skip

    async def scenario():
        view = Predict(slow, guess=2)
        presses(view)
        while not view.work.running:
            await asyncio.sleep(0.001)
        assert (view.runner.label, view.view.locked) == ("Stop", True)
        says(view, "guess", value="5")
        presses(view, "again")
        await asyncio.sleep(0.01)
        presses(view)
        while view.work.running:
            await asyncio.sleep(0.001)
        assert (view.guess, view.view.locked, view.outcome) == (2, False, None)
        assert (view.runner.label, view.runner.words) == ("Commit and run", "stopped")
        view.close()

    asyncio.run(asyncio.wait_for(scenario(), 30))


# ---- links and code -------------------------------------------------------------------------


@pytest.mark.parametrize("prediction", [NUMBER, CHOICE, DRAWN], ids=["number", "choice", "drawn"])
def test_the_code_gives_the_outcome_on_screen(prediction):
    text = {"number": "3", "choice": "2"}.get(Predict(prediction).view.kind)
    view = Predict(prediction, guess=text or sketch.to_text(TRIANGLE))
    presses(view)
    view.heading._handle_custom_msg({"kind": "code"}, [])
    found = ran(view.heading.code)
    if prediction is CHOICE:  # whose code counts, and whose outcome says which option that is
        found = 0 if found == 0 else 1 if found < 6 else 2
    assert found == view.outcome


@given(st.integers(0, 32))
@settings(max_examples=10, deadline=None)
def test_a_link_reopens_the_guess(guess):
    view = Predict("03.seeds", guess=guess)
    assert view.heading.query == f"open=predict-03.seeds&guess={guess}"
    again = Predict.from_link(view.heading.query)
    assert (again.guess, again.prediction.key, again.outcome) == (guess, "03.seeds", None)
    assert again.runner.problem == ""


CURVES = st.lists(
    st.lists(st.tuples(*[st.integers(-100, 100)] * 2), min_size=3, max_size=50),
    min_size=1, max_size=8,
)  # fmt: skip


@given(CURVES)
@settings(max_examples=25, deadline=None)
def test_a_link_reopens_the_sketch(curves):
    drawn = tidy([np.array(curve) / 100 for curve in curves])
    text = DRAWN.guess.write(drawn)
    found, problems = from_query("predict-drawn", PredictSettings, f"guess={text}")
    assert (found, problems) == ({"guess": text}, [])
    back = DRAWN.guess.read(found["guess"])
    assert [curve.tolist() for curve in back] == [curve.tolist() for curve in drawn]


def test_the_largest_sketch_still_fits_into_a_link():
    angle = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    view = Predict("03.boundary")
    view.drawn.canvas.set_strokes([radius * circle for radius in np.linspace(0.3, 1, 8)])
    assert Predict.from_link(view.heading.query).settings == view.settings
    assert len(view.guess) == 8


def test_what_is_drawn_reopens_from_the_link_of_the_page():
    view = Predict("03.boundary")
    angle = np.linspace(0, 2 * np.pi, 300, endpoint=False)
    ring = [radius * np.column_stack([np.cos(angle), np.sin(angle)]) for radius in (0.8, 0.4)]
    view.drawn.canvas.set_strokes([curve[::6] for curve in ring])
    again = Predict.from_link("https://example.org/lesson?" + view.heading.query)
    assert again.settings == view.settings
    assert sketch.share_inside(again.guess) == pytest.approx(np.pi * (0.64 - 0.16) / 4, abs=0.01)
    assert len(again.drawn.canvas.strokes) == 2


def test_the_query_of_the_page_sets_the_guess(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "open=predict-03.seeds&guess=12&look=dark")
    assert Predict("03.seeds").guess == 12
    assert Predict("03.walls").guess is None


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("open=predict-03.seeds&guess=99", "The guess must be a number from 0 to 32, got 99."),
        ("open=predict-03.seeds&guess=", ""),
        (
            "open=predict-03.seeds&guess=1&guess=2",
            "Not used from the link: guess is given 2 times.",
        ),
        ("open=predict-03.seeds&frob=1", "Not used from the link: there is no setting 'frob'."),
        (
            "open=predict-03.walls&guess=7",
            "The guess must be the number of an option, 1 to 4, got 7.",
        ),
        (
            "open=predict-03.boundary&guess=A!",
            "Sketch must be up to 8 curves as to_text writes them",
        ),
        ("open=predict-03.seeds&guess=" + "1" * 3000, "Not used from the link: a link has at most"),
        ("open=nothing", "Not used from the link: open must be one of predict-01.rate, "),
        ("", "Not used from the link: open must be one of predict-01.rate, "),
        (5, "Not used from the link: open must be one of predict-01.rate, "),
    ],
)
def test_a_link_that_cannot_be_used_costs_one_line(link, words):
    view = Predict.from_link(link)
    assert (view.guess, view.runner.enabled) == (None, False)
    assert view.runner.problem.startswith(words)
    assert bool(view.runner.problem) == bool(words)
    assert "\n" not in view.runner.problem


def test_a_good_guess_is_used_although_something_else_of_the_link_is_not():
    view = Predict.from_link("open=predict-03.seeds&guess=12&frob=1")
    assert view.guess == 12
    assert view.runner.problem == "Not used from the link: there is no setting 'frob'."


def test_with_every_prediction_of_the_course_a_guess_can_be_made():
    assert Predict("03.walls", guess=2).guess == 1
    assert Predict("03.seeds", guess="7").guess == 7
    assert find("03.boundary", "prediction").guess.rule == "circle"


# ---- the line -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "ring", "disc"),
    [(5, "37.50", "15.62"), (32, "37.50", "100.00"), (99, "37.50", "100.00")],
)
def test_both_stand_on_the_line_where_they_belong(truth, ring, disc):
    html = number_line(Number(0, 32, 1, "of 32"), 12, truth)
    assert re.search(r'gb-ring" style="left:([\d.]+)%', html)[1] == ring
    assert re.search(r'gb-disc" style="left:([\d.]+)%', html)[1] == disc


def test_an_outcome_that_is_no_number_has_no_place_on_the_line():
    html = number_line(Number(0, 32), 12, float("nan"))
    assert "gb-disc" not in html
    assert "what happened not a number" in html
