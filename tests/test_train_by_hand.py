"""The student's training loop at work, driven from Python."""
import asyncio

import numpy as np
import pytest

from course import by_hand, toys
from course.exercises import Attempt, attempt, find
from course.field import field_bytes
from course.hand_run import HandConfig, HandRun
from course.toys import base_rate, square_grid
from widgets import TrainByHand


@pytest.fixture(autouse=True)
def nobody_s_functions(monkeypatch):
    """No function of another test's student is in use, and no rule of this one's stays."""
    before = dict(toys.RULES)
    monkeypatch.setattr(attempt, "_latest", {})
    monkeypatch.delenv("QUERY_STRING", raising=False)
    yield
    toys.RULES.clear()
    toys.RULES.update(before)


def stepped(view, passes):
    for _ in range(passes):
        view.step()
    return view


def test_after_some_passes_it_shows_what_the_course_s_functions_make():
    view = stepped(TrainByHand("ring", hidden=5, seed=2), 6)
    run = HandRun(HandConfig("ring", hidden=5, seed=2))
    for _ in range(6):
        run.advance()
    assert view.transport.result == f"{100 * run.history[-1].test_accuracy:.1f}%"
    assert view.transport.progress == "pass 6"
    _, z = by_hand.forward(square_grid(80).astype(float), *run.parameters)
    shown = field_bytes(1 / (1 + np.exp(-z[:, 0])))
    apart = np.abs(np.frombuffer(view.field.field, np.uint8).astype(int) - shown)
    assert apart.max() <= 1
    assert view.transport.free == f"({100 * base_rate('ring'):.1f}% is free)"
    points = np.frombuffer(view.field.points, "<f4").reshape(-1, 3)
    np.testing.assert_array_equal(points[:, :2], run.data.x_test)
    np.testing.assert_array_equal(points[:, 2] > 0.5, run.data.y_test)


def test_it_uses_what_the_student_wrote_last_and_says_so():
    view = TrainByHand()
    assert view.whose.value.count("the course’s") == 3

    def forward(x, W1, b1, W2, b2):
        h = np.tanh(x @ W1 + b1)
        return h, np.zeros((len(x), 1)) - 1

    Attempt(find("01.forward"), forward)
    view.reset()
    assert "<code>forward</code>: yours" in view.whose.value
    outside = 1 - view.run.data.y_test.mean()
    assert view.transport.result == f"{100 * outside:.1f}%"


def test_a_stub_is_not_called_the_student_s():
    def forward(x, W1, b1, W2, b2):
        ...

    Attempt(find("01.forward"), forward)
    view = stepped(TrainByHand(), 1)
    assert "<code>forward</code>: the course’s" in view.whose.value
    assert view.transport.problem == ""


def test_a_function_that_raises_is_stood_in_for_by_the_course_s():
    told = []

    def one_pass(x, y, parameters, velocity, gradient, rate, keep, size, rng):
        return parameters[9]

    Attempt(find("01.one_pass"), one_pass, told.append)
    view = stepped(TrainByHand(), 2)
    run = HandRun(HandConfig())
    run.advance()
    run.advance()
    assert view.run.history == run.history
    assert "IndexError" in told[0]


def test_a_wrong_gradient_is_the_student_s_own_and_shows():
    def gradients(x, y, parameters, loss_backward):
        return [0 * part for part in parameters]

    Attempt(find("01.gradients"), gradients)
    view = stepped(TrainByHand(), 3)
    assert view.run.history[3].train_loss == view.run.history[0].train_loss


@pytest.mark.parametrize(("name", "value"), [("rule", "ring"), ("hidden", 3), ("seed", 4)])
def test_what_needs_a_new_network_starts_again(name, value):
    view = stepped(TrainByHand(), 2)
    view.form.controls[name].value = value
    assert (view.transport.progress, view.transport.state) == ("pass 0", "empty")
    assert getattr(view.settings, name) == value


@pytest.mark.parametrize(
    ("name", "value"), [("learning_rate", 0.02), ("momentum", 0.0), ("batch_size", 100)]
)
def test_what_steers_takes_hold_of_the_run_as_it_is(name, value):
    view = stepped(TrainByHand(), 2)
    view.form.controls[name].value = value
    assert view.transport.progress == "pass 2"
    view.step()
    view._write_code()
    assert view.heading.code.count("(2, 0.1, 0.9, 25), (1, ") == 1


def test_the_code_shown_gives_the_accuracy_shown():
    view = stepped(TrainByHand("ring", hidden=4), 3)
    view._write_code()
    *lines, last = view.heading.code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert f"{100 * eval(last, names):.1f}%" == view.transport.result


def test_a_link_brings_the_settings_back():
    view = TrainByHand("rose", hidden=3, learning_rate=0.02, momentum=0.5, batch_size=5, seed=8)
    again = TrainByHand.from_link(f"http://127.0.0.1/a?{view.heading.query}")
    assert again.settings == view.settings
    assert again.transport.problem == ""


def test_bad_settings_are_refused_in_words_and_the_defaults_used():
    view = TrainByHand("squiggle", hidden=0)
    assert "rule must be one of" in view.transport.problem
    assert "hidden must be" in view.transport.problem
    assert view.settings == TrainByHand().settings


def test_a_loss_that_is_no_number_stops_the_run_and_a_good_function_begins_again():
    view = TrainByHand()

    def gradients(x, y, parameters, loss_backward):
        return [part * np.nan for part in parameters]

    Attempt(find("01.gradients"), gradients)
    view.step()
    assert view.transport.state == "failed" and view.field.faded
    assert view.transport.problem.startswith("Stopped: the loss is not a number. ")
    Attempt(find("01.gradients"), by_hand.gradients)
    view.step()
    assert view.transport.progress == "pass 1" and view.transport.problem == ""


def test_playing_needs_a_notebook_and_says_so():
    view = TrainByHand()
    view.play()
    assert "playing needs a notebook" in view.transport.problem


def test_play_and_pause_on_a_loop():
    async def scenario():
        view = TrainByHand("circle")
        view.play()
        assert view.transport.state == "running"
        while view.run.passes < 3:
            await asyncio.sleep(0.01)
        view.pause()
        while view.transport.state == "running":
            await asyncio.sleep(0.01)
        return view

    view = asyncio.run(scenario())
    assert view.transport.state == "paused"
    assert view.transport.spoken.startswith(f"paused after {view.run.passes} passes: ")


def test_a_rule_of_one_s_own_that_goes_wrong_costs_nothing():
    broken = []
    toys.register("odd", lambda points: points > 0 if broken else points[:, 0] > 0)
    view = stepped(TrainByHand(), 2)
    broken.append(True)
    view.form.controls["rule"].value = "odd"
    assert "odd" in view.transport.problem
    assert view.settings.rule == "circle" and view.run.passes == 2
