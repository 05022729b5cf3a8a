"""The game with three sliders driven from Python: what a person does, and what it then shows."""
import asyncio
import subprocess
import sys
from itertools import islice

import numpy as np
import pytest

from course.pictures.slider_game import SIDE, descend, game, score
from widgets.links import of_page
from widgets.slider_game import SliderGame
from widgets.slider_game_settings import SliderGameSettings


@pytest.fixture(autouse=True)
def no_page(monkeypatch):
    """No query of a page."""
    monkeypatch.delenv("QUERY_STRING", raising=False)


def stepped(view, steps):
    for _ in range(steps):
        view.step()
    return view


def says(view, content):
    """The page sends a message."""
    for heard in view.board._msg_callbacks.callbacks:
        heard(view.board, content, [])


def ran(code):
    *lines, last = code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    return eval(last, names)


def trail(view):
    return np.frombuffer(view.board.trail, "<f4").reshape(-1, 2)


def test_steps_move_the_sliders_as_descend_does():
    view = stepped(SliderGame(round="wave", seed=3, rate=0.2), 7)
    this = game("wave", 3)
    *_, (numbers, now) = islice(descend(this, this.starts["near"], 0.2), 8)
    assert view.numbers == pytest.approx(numbers)
    assert [slider["value"] for slider in view.board.sliders] == pytest.approx(numbers)
    assert view.transport.result == f"{now.loss:.4f}"
    assert view.transport.progress == "0 moves, 7 steps"
    assert view.transport.state == "paused"


def test_the_picture_is_that_of_the_sliders_beside_that_of_the_target():
    view = SliderGame(round="colour")
    view.move(0, 0.2)
    this = view.game
    for sent, numbers in ((view.board.picture, view.numbers), (view.board.target, this.target)):
        drawn = np.frombuffer(sent, np.uint8).reshape(SIDE, SIDE, 3)
        np.testing.assert_allclose(drawn / 255, this.draw(numbers)[0], atol=0.5 / 255 + 1e-9)


def test_letting_go_of_a_slider_is_one_move_however_far_it_was_dragged():
    view = SliderGame()
    for value, done in ((0.1, False), (0.0, False), (-0.1, False), (-0.1, True)):
        says(view, {"kind": "move", "slider": 0, "value": value, "done": done})
    assert view.numbers[0] == -0.1
    assert view.tally.moves == 1
    assert trail(view)[:, 0] == pytest.approx(
        [score(view.game, at).loss for at in (view.game.starts["near"], view.numbers)]
    )
    says(view, {"kind": "move", "slider": 0, "value": -0.1, "done": True})  # it has not moved
    assert view.tally.moves == 1


def test_moves_and_steps_are_counted_apart_with_the_best_of_each():
    view = SliderGame(round="colour")
    start = view.game.starts["near"]
    view.move(1, 0.0)
    worse = view.now.loss
    view.move(1, start[1])
    stepped(view, 2)
    best = min(worse, score(view.game, start).loss)
    assert (view.tally.moves, view.tally.made) == (2, 2)
    assert view.tally.by_hand == pytest.approx(best)
    assert view.tally.by_gradient == view.now.loss
    assert trail(view)[:, 1].tolist() == [0, 0, 0, 1, 1]
    assert f"By hand: 2 moves, best {best:.4f}" in view.board.said
    assert f"The gradient: 2 steps, best {view.now.loss:.4f}" in view.board.said


def test_it_begins_with_what_to_do_and_then_says_where_the_strongest_pull_is():
    view = SliderGame(round="colour")
    assert "Move the three sliders until your picture is the target" in view.board.said
    view.move(1, view.game.target[1])
    view.move(2, view.game.target[2])
    assert "The strongest pull is at red, up." in view.board.said


def test_a_value_beyond_the_slider_stops_at_its_end():
    view = SliderGame()
    view.move(2, 40.0)
    assert view.numbers[2] == 0.8


@pytest.mark.parametrize(
    "content",
    [None, [], {"kind": "move"}, {"kind": "move", "slider": 3, "value": 0.1},
     {"kind": "move", "slider": True, "value": 0.1}, {"kind": "move", "slider": [0], "value": 1},
     {"kind": "move", "slider": 0, "value": "0.1"}, {"kind": "move", "slider": 0, "value": None},
     {"kind": "move", "slider": 0, "value": float("nan")}, {"kind": "other"}],
)  # fmt: skip
def test_whatever_else_a_page_sends_moves_nothing(content):
    view = SliderGame()
    says(view, content)
    assert view.numbers == view.game.starts["near"]
    assert view.transport.problem == ""


def test_an_arrow_points_against_the_slope_and_grows_with_it():
    view = SliderGame(round="wave")
    gradient = view.now.gradient * np.subtract(view.game.high, view.game.low)
    shares = np.array([slider["share"] for slider in view.board.sliders])
    assert (np.sign(shares) == -np.sign(gradient)).all()
    assert (np.argsort(np.abs(shares)) == np.argsort(np.abs(gradient))).all()
    assert np.abs(shares).max() < 1
    assert view.board.sliders[0]["pull"] == f"{-gradient[0]:+.3f}".replace("-", "−")


def test_where_the_discs_do_not_overlap_it_says_that_there_is_no_slope_to_follow():
    view = SliderGame(start="far")
    assert "The discs do not overlap" in view.board.said
    assert "x is pulled by 0.000, y by 0.000" in view.board.said
    assert "the radius by −0.040: no disc at all would score better" in view.board.said
    assert [slider["share"] for slider in view.board.sliders][:2] == [0, 0]
    stepped(view, 60)
    assert view.numbers[2] == 0.05
    assert "the disc is as small as it can be" in view.board.said


def test_a_step_that_made_it_worse_is_said_to_with_both_scores():
    view = stepped(SliderGame(round="wave", rate=1.0), 2)
    before = view.now.loss
    view.step()
    assert view.now.loss > before
    assert f"made it worse: {before:.4f} before, {view.now.loss:.4f} after" in view.board.said
    assert "a learning rate of 1 steps too far" in view.board.said


def test_playing_ends_where_it_is_found():
    async def play(view):
        view.play()
        view._stride.allows = lambda index: True
        while not view.run_loop.resting:
            await asyncio.sleep(0.001)

    async def main():
        view = SliderGame(round="colour")
        await play(view)
        return view

    view = asyncio.run(main())
    assert view.transport.state == "done"
    assert view.transport.activity == "found"
    assert view.now.loss < 0.0005
    assert f"The gradient took {view.tally.made} steps" in view.board.said
    assert view.board.spoken.startswith("Found")


def test_playing_ends_where_nothing_is_pulled_any_more_and_a_hand_may_help():
    async def main():
        view = SliderGame(start="far", rate=1.0)
        view._stride.allows = lambda index: True
        view.play()
        view._stride.allows = lambda index: True
        while not view.run_loop.resting:
            await asyncio.sleep(0.001)
        return view

    view = asyncio.run(main())
    assert view.transport.activity == "stuck: no slider is pulled"
    for slider, value in enumerate((view.game.target[0], view.game.target[1], 0.3)):
        view.move(slider, value)
    stepped(view, 80)
    assert view.now.loss < 0.0005


def test_without_a_loop_it_asks_for_step_instead():
    view = SliderGame()
    view.play()
    assert view.transport.problem.startswith("Playing needs a notebook; call step()")


def test_reset_puts_everything_back():
    view = stepped(SliderGame(), 3)
    view.move(0, 0.5)
    view.reset()
    assert view.numbers == view.game.starts["near"]
    assert (view.tally.moves, view.tally.made) == (0, 0)
    assert len(trail(view)) == 1
    assert view.transport.state == "empty"


def test_reset_while_it_plays_leaves_it_ready_and_not_paused():
    async def main():
        view = SliderGame()
        view.play()
        while not view.tally.made:
            await asyncio.sleep(0.001)
        view.reset()
        await asyncio.sleep(0.02)
        return view

    view = asyncio.run(main())
    assert (view.transport.state, view.transport.activity) == ("empty", "ready")
    assert view.transport.progress == "0 moves, 0 steps"
    assert view.board.spoken == ""


def test_another_round_brings_its_own_learning_rate_and_another_rate_stays():
    view = SliderGame()
    assert view.form.controls["rate"].value == game("disc").rate
    view.form.controls["round"].value = "colour"
    assert view.form.controls["rate"].value == game("colour").rate
    assert view.settings.rate is None
    view.form.controls["rate"].value = 0.5
    assert view.settings.rate == 0.5
    view.form.controls["start"].value = "far"
    assert view.numbers == game("colour").starts["far"]
    assert view.settings.rate == 0.5


def test_the_arrows_can_be_hidden():
    view = SliderGame()
    assert view.board.arrows
    view.form.controls["arrows"].value = False
    assert not view.board.arrows


def test_the_code_arrives_where_the_sliders_stand():
    view = stepped(SliderGame(round="wave", seed=5), 2)
    view.move(1, 1.3)
    stepped(view, 3)
    view.form.controls["rate"].value = 0.1
    stepped(view, 2)
    numbers, loss = ran(view.code())
    assert numbers == pytest.approx(view.numbers)
    assert loss == pytest.approx(view.now.loss)


def test_its_link_reopens_the_settings():
    view = SliderGame(round="wave", start="far", seed=7, rate=0.1, arrows=False, name="one")
    assert of_page(view.heading.query)["open"] == "one"
    again = SliderGame.from_link(view.heading.query)
    assert again.settings == SliderGameSettings("wave", "far", 7, 0.1, False)


@pytest.mark.parametrize(
    ("given", "message"),
    [({"round": "square"}, "Round must be one of disc, colour, wave; got 'square'"),
     ({"rate": 0}, r"Rate must be in (0, 100], got 0"),
     ({"seed": 1.5}, "Seed must be a whole number, got 1.5"),
     ({"arrows": 3}, "Arrows must be True or False, got 3"),
     ({"start": "here"}, "Start must be one of near, far; got 'here'"),
     ({"speed": 1}, "There is no setting 'speed'")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_refused_in_the_widget(given, message):
    view = SliderGame(**given)
    assert view.transport.problem.startswith(message)
    assert view.settings == SliderGameSettings()


def test_it_opens_without_torch():
    code = "import sys; from widgets.slider_game import SliderGame; SliderGame().step()"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.exit('torch' in sys.modules)"], check=False
    )
    assert done.returncode == 0
