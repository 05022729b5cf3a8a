"""The growing picture: what is sent, written and said, and what a person does."""

import asyncio
import contextlib
import io
import re

import numpy as np
import pytest

from course.art.automaton.growing import Growing, portrait
from course.art.automaton.picture import target
from course.art.automaton.rule import Rule, load, untrained
from widgets import growing_picture_run
from widgets.canvas.growing_picture import MOST_PLACES, GrowingCanvas, checked_places
from widgets.growing_picture import GrowingPicture
from widgets.growing_picture_run import Plot
from widgets.growing_picture_settings import GrowingSettings
from widgets.links import from_query, query_of


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


@pytest.fixture
def grown():
    """The view after 80 steps."""
    view = GrowingPicture()
    view.step(80)
    return view


def says(view, kind, **more):
    """What the page sends from the grid."""
    view.canvas._handle_custom_msg({"kind": kind, **more}, [])


def cells_of(view):
    return np.frombuffer(view.canvas.cells, np.uint8).reshape(96, 96, 4)


def apart(view):
    """The automaton the view should have: grown by the course alone."""
    cells = Growing(load(), 96, view.settings.seed)
    cells.plant(48, 48)
    return cells


# ---- what is shown ---------------------------------------------------------------------


def test_it_begins_with_one_cell_and_says_what_to_do():
    view = GrowingPicture()
    picture = cells_of(view)
    assert np.argwhere(picture.any(axis=2)).tolist() == [[48, 48]]
    assert picture[48, 48].tolist() == [0, 0, 0, 255]
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    assert view.canvas.hint == "One living cell. Press Play."
    assert view.transport.result == "1"
    assert view.canvas.top == pytest.approx(np.square(target()).mean())


def test_what_has_grown_is_shown_as_the_course_grows_it(grown):
    cells = apart(grown)
    cells.step(80)
    np.testing.assert_array_equal(cells_of(grown), portrait(cells.state))
    assert grown.transport.result == f"{cells.living:,}"
    assert grown.transport.result_words == f"error {cells.error():.4f}"
    assert grown.transport.progress == "step 80"
    assert grown.canvas.hint == ""
    label = f"Grid of 96 by 96 cells after 80 steps: {cells.living:,} cells living, 1 planted"
    assert grown.canvas.label == f"{label}, error {cells.error():.4f}."


def test_the_curve_holds_a_step_and_its_error_and_the_cuts(grown):
    grown.cut()
    grown.step(10)
    pairs = np.frombuffer(grown.canvas.errors, "<f4").reshape(-1, 2)
    assert (np.diff(pairs[:, 0]) >= 0).all() and pairs[-1, 0] == 90
    cells, expected = apart(grown), {}
    for step in range(0, 81, 2):
        expected[step] = cells.error()
        cells.step(2)
    first = pairs[:41]
    np.testing.assert_allclose(first[:, 1], [expected[s] for s in first[:, 0]], rtol=1e-4)
    assert grown.canvas.hurt == [80]
    assert "something was cut away at step 80" in grown.canvas.curve_label


def test_a_long_run_keeps_its_curve_short(monkeypatch):
    monkeypatch.setattr(growing_picture_run, "MOST_KEPT", 20)
    plot = Plot(untrained(), 0)
    for _ in range(200):
        plot.step()
    steps = [step for step, _ in plot.errors]
    assert len(steps) <= 20
    assert steps[0] == 0 and steps[-1] > 180
    assert set(np.diff(steps)) == {16}


def test_the_hidden_channels_are_shown_on_demand(grown):
    assert grown.canvas.channels == b""
    grown.form.controls["hidden"].value = True
    height, width = grown.canvas.box
    assert height == width and height % 16 == 0
    sent = np.frombuffer(grown.canvas.channels, np.uint8).reshape(8, height, width)
    low = 48 - height // 2
    state = grown.plot.cells.state[low : low + height, low : low + width, 4:]
    np.testing.assert_array_equal(
        sent, np.clip(128 + 100 * state, 0, 255).astype(np.uint8).transpose(2, 0, 1)
    )
    outside = grown.plot.cells.state.copy()
    outside[low : low + height, low : low + width] = 0
    assert not outside.any()
    grown.form.controls["hidden"].value = False
    assert grown.canvas.channels == b""


# ---- what a person does ----------------------------------------------------------------


def test_the_pointer_erases_a_disc_as_large_as_the_brush(grown):
    before = cells_of(grown).copy()
    grown.form.controls["brush"].value = 7
    assert grown.canvas.brush == 7
    says(grown, "hand", places=[[48.0, 40.5]])
    rows, columns = np.indices((96, 96)) + 0.5
    disc = (rows - 40.5) ** 2 + (columns - 48) ** 2 < 49
    np.testing.assert_array_equal(cells_of(grown), before * ~disc[..., None])
    assert re.search(r"^\d+ cells erased\.$", grown.canvas.spoken)
    assert grown.canvas.said.startswith("Cut at step 80: the error went from 0.0")


def test_a_stroke_of_many_places_is_one_cut_in_the_words(grown):
    error = grown.plot.error
    says(grown, "hand", places=[[40, 40], [44, 40], [48, 40]])
    assert f"from {error:.4f} to {grown.plot.error:.4f}." in grown.canvas.said
    assert grown.canvas.hurt == [80]
    grown.step(3)
    assert f"3 steps later it is {grown.plot.error:.4f}." in grown.canvas.said


def test_a_hand_in_the_void_cuts_nothing(grown):
    says(grown, "hand", places=[[3, 3]])
    assert grown.canvas.hurt == [] and grown.canvas.spoken == "0 cells erased."
    assert len(grown.plot.acts) == 1
    assert grown.canvas.said.startswith("It grows")


def test_a_cell_is_planted_where_none_lives(grown):
    grown.form.controls["tool"].value = "plant"
    assert grown.canvas.tool == "plant"
    says(grown, "hand", places=[[10.7, 20.2]])
    assert grown.plot.cells.planted == [(48, 48), (20, 10)]
    assert cells_of(grown)[20, 10].tolist() == [0, 0, 0, 255]
    assert grown.canvas.spoken == "A cell is planted."
    says(grown, "hand", places=[[10.7, 20.2]])
    assert grown.canvas.spoken == "There a cell lives already."
    assert "2 planted" in grown.canvas.label


def test_cut_in_half_takes_another_half_each_time(grown):
    for side in ("right", "bottom", "left", "top"):
        cells = apart(grown)
        cells.state[...] = grown.plot.cells.state
        count = cells.cut(side)
        says(grown, "cut")
        np.testing.assert_array_equal(grown.plot.cells.state, cells.state)
        assert grown.canvas.spoken.startswith(f"The {side} half is cut away: {count:,} cell")
        grown.step(30)


def test_when_nothing_lives_that_is_said(grown):
    grown.form.controls["brush"].value = 24
    for x, y in ((30, 30), (30, 60), (60, 30), (60, 60), (48, 48)):
        grown.erase(x, y)
    assert grown.transport.result == "0"
    assert grown.canvas.said.startswith("Nothing lives any more")
    grown.step(5)
    assert grown.transport.result == "0"


def test_reset_begins_again_and_grows_the_same(grown):
    before = cells_of(grown).copy()
    grown.cut()
    grown.reset()
    assert (grown.transport.state, grown.transport.progress) == ("empty", "step 0")
    assert grown.canvas.hurt == [] and grown.canvas.hint
    grown.step(80)
    np.testing.assert_array_equal(cells_of(grown), before)


def test_another_seed_begins_again_and_grows_others(grown):
    before = cells_of(grown).copy()
    grown.form.controls["seed"].value = 1
    assert grown.transport.progress == "step 0"
    grown.step(80)
    assert (cells_of(grown) != before).any()


@pytest.mark.parametrize(
    "message",
    [
        {"places": "all"}, {"places": [[1, 2]] * (MOST_PLACES + 1)}, {"places": [[1]]}, {},
        {"places": [[1, "2"]]}, {"places": [[-1, 2]]}, {"places": [[1, 97]]},
        {"places": [[float("nan"), 1]]}, {"places": [[True, 1]]}, {"places": [[48, 48], None]},
    ],
)  # fmt: skip
def test_what_is_no_place_is_not_taken(grown, message):
    before = cells_of(grown).copy()
    says(grown, "hand", **message)
    np.testing.assert_array_equal(cells_of(grown), before)
    assert checked_places(message.get("places"), 96) == []


def test_messages_of_another_kind_are_not_heard():
    canvas, heard = GrowingCanvas(), []
    canvas.on_act(lambda *what: heard.append(what))
    for content in ("cut", None, {"kind": "burn"}, {}):
        canvas._handle_custom_msg(content, [])
    assert heard == []


# ---- code, links, settings -------------------------------------------------------------


def test_the_code_grows_the_same_picture(grown):
    grown.cut()
    grown.step(25)
    grown.erase(40.26, 44)
    grown.plant(12, 80)
    opacity = grown.plot.cells.state[..., 3]
    row, column = np.argwhere((opacity != 0) & (abs(opacity) < 0.1))[0]
    grown.form.controls["brush"].value = 1
    grown.erase(column + 0.5, row + 0.5)  # what does not live yet counts too
    grown.step(10)
    grown.heading._handle_custom_msg({"kind": "code"}, [])
    names, said = {}, io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(grown.heading.code, names)
    np.testing.assert_array_equal(names["picture"], cells_of(grown))
    expected = f"{grown.plot.cells.living} living cells, error {round(grown.plot.error, 4)}\n"
    assert said.getvalue() == expected


def test_a_link_opens_the_same_settings():
    view = GrowingPicture(tool="plant", brush=9, pace="slow", hidden=True, seed=5)
    again = GrowingPicture.from_link(view.heading.query)
    assert again.settings == view.settings
    assert "seed=5" in view.heading.call
    settings, problems = from_query("growing", GrowingSettings, query_of(view.heading.query))
    assert GrowingSettings(**settings) == view.settings and problems == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tool": "burn"}, "Tool must be one of erase, plant; got 'burn'."),
        ({"brush": 0}, "Brush must be in [1, 24], got 0."),
        ({"pace": 3}, "Pace must be one of slow, usual, fast; got 3."),
        ({"seed": -1}, "Seed must be in [0, 9999], got -1."),
        ({"hidden": 1.5}, "Hidden must be True or False, got 1.5."),
        ({"size": 200}, "There is no setting 'size'; there are tool"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_words(given, words):
    view = GrowingPicture(**given)
    assert view.transport.problem.startswith(words)
    assert view.settings == GrowingSettings()


# ---- weights ---------------------------------------------------------------------------


def test_own_weights_are_grown_and_named_in_the_code(tmp_path):
    path = tmp_path / "mine.npz"
    plain = untrained()
    Rule(plain.W1, plain.b1, plain.W2, made={"seed": 0}).save(path)
    view = GrowingPicture(path)
    view.step(40)
    assert view.transport.result == "1"  # an untrained rule changes nothing
    view.heading._handle_custom_msg({"kind": "code"}, [])
    assert f"load({str(path)!r})" in view.heading.code


def test_weights_that_cannot_be_used_are_said_and_found_when_they_come(tmp_path):
    path = tmp_path / "mine.npz"
    view = GrowingPicture(path)
    said = "The weights cannot be used: mine.npz is missing; `glassbox train-nca"
    assert view.transport.problem.startswith(said)
    assert (view.transport.state, view.canvas.faded) == ("failed", True)
    for act in (view.step, view.cut, view.reset, view.play, lambda: view.erase(3, 3)):
        act()
        assert view.transport.problem.startswith(said)
    says(view, "cut")
    view.heading._handle_custom_msg({"kind": "code"}, [])
    assert view.heading.code == ""
    load().save(path)
    view.step(20)
    assert view.transport.problem == "" and view.transport.state == "paused"
    assert view.plot.cells.steps == 20


def test_a_rule_that_runs_away_is_said_and_reset_begins_again(tmp_path):
    plain, path = untrained(), tmp_path / "wild.npz"
    Rule(plain.W1 * 1e18, plain.b1, np.full_like(plain.W2, 1e18), made={}).save(path)
    view = GrowingPicture(path)
    view._guarded(lambda: view.step(50))
    assert view.transport.problem.startswith("Stopped: a cell's numbers left all bounds at step")
    assert (view.transport.state, view.canvas.faded) == ("failed", True)
    view.reset()
    assert (view.transport.state, view.transport.problem) == ("empty", "")


# ---- playing ---------------------------------------------------------------------------


def test_playing_without_a_loop_is_refused_in_words():
    view = GrowingPicture()
    view.play()
    assert view.transport.problem == (
        "Playing needs a notebook; call step() to grow it without one."
    )


def test_it_plays_is_cut_while_it_runs_and_pauses():
    async def watch():
        view = GrowingPicture(pace="fast")
        frames = []
        view.canvas.observe(lambda change: frames.append(change["new"]), "frame")

        async def until(done):
            for _ in range(2000):
                if done():
                    return
                view.run_loop.pacer.painted(view.canvas.frame)
                await asyncio.sleep(0.005)
            raise AssertionError("never came true")

        view.transport._handle_custom_msg({"kind": "play"}, [])
        await until(lambda: view.plot.cells.steps >= 60)
        assert view.transport.state == "running"
        says(view, "cut")
        await until(lambda: view.canvas.hurt)
        hurt = view.canvas.hurt[0]
        await until(lambda: view.plot.cells.steps >= hurt + 10)
        view.transport._handle_custom_msg({"kind": "pause"}, [])
        await until(lambda: view.transport.state == "paused")
        np.testing.assert_array_equal(cells_of(view), portrait(view.plot.cells.state))
        assert view.transport.spoken == view.canvas.said
        assert len(frames) > 5
        view.close()

    asyncio.run(watch())
