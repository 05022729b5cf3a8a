"""Pictures side by side driven from Python: what a person does, and what is then shown."""
import asyncio
import subprocess
import sys
import threading

import numpy as np
import pytest

from course.art import build
from course.art.create import create
from course.pictures.sides_catalogue import SETS, SideSet, Tile
from course.pictures.targets import target
from widgets import side_by_side_words as words
from widgets.links import of_page
from widgets.side_by_side import SideBySide
from widgets.side_by_side_chart import POINTS, axis, lines, thinned
from widgets.side_by_side_settings import SideSettings


@pytest.fixture(autouse=True)
def no_page(monkeypatch):
    """No query of a page."""
    monkeypatch.delenv("QUERY_STRING", raising=False)


@pytest.fixture
def small(monkeypatch):
    """Sets of small pictures that are soon done."""
    for name, about in SETS.items():
        fields = {**vars(about), "size": 16, "steps": 5}
        monkeypatch.setitem(SETS, name, SideSet(**fields))


@pytest.fixture
def made(small):
    """Make a view, and close it in the end."""
    views = []

    def make(*given, **settings):
        views.append(SideBySide(*given, **settings))
        return views[-1]

    yield make
    for view in views:
        view.close()


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


class Costs:
    """What a picture has cost and come to, as written down by hand."""

    def __init__(self, index, seconds, losses, steepest=0.0, stopped=False):
        self.index, self.seconds, self.losses, self.stopped = index, seconds, losses, stopped
        self.steps = list(range(len(losses)))
        self.times = [0.1 * i for i in range(len(losses))]
        self.steepest, self.count = steepest, 100


# ---- driven --------------------------------------------------------------------------------


def test_nothing_is_made_and_torch_is_not_there_until_it_is_wanted():
    code = "import sys; from widgets.side_by_side import SideBySide; SideBySide('hands')"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; sys.exit('torch' in sys.modules)"], check=False
    )
    assert done.returncode == 0


def test_a_step_is_one_step_of_each(made):
    view = stepped(made(), 3)
    assert [tile["spent"].split(",")[0] for tile in view.board.tiles] == ["3 steps"] * 4
    assert view.transport.progress == "step 3"
    rose = target("rose", 16)
    for i, tile in enumerate(view.settings.tiles()):
        walk = create(
            build.parameterisation("pixels", 16, 0), build.goal({"match": 1.0}, target=rose),
            optimiser=tile.optimiser, rate=tile.rate,
        )  # fmt: skip
        *_, last = (next(walk) for _ in range(4))
        assert view.board.tiles[i]["loss"] == words.amount(last.loss)
        sent = np.frombuffer(view.board.images, np.uint8).reshape(4, 16, 16, 3)[i]
        expected = last.image[0].permute(1, 2, 0).numpy() * 255
        np.testing.assert_allclose(sent, expected, atol=0.51)
    np.testing.assert_array_equal(np.frombuffer(view.board.target, np.uint8), rose.ravel())


def test_the_chart_has_a_line_for_each_with_what_was_written_down(made):
    view = stepped(made("hands"), 2)
    assert view.board.counts == [3] * 6
    points = np.frombuffer(view.board.points, "<f4").reshape(6, 3, 2)
    assert (points[:, :, 0] == [0, 1, 2]).all()
    for line, record in zip(points, view.sides.records, strict=True):
        assert line[:, 1] == pytest.approx(record.losses, rel=1e-6)


def test_playing_goes_on_to_the_end_and_says_who_is_lowest(small):
    async def main():
        view = SideBySide()
        view.play()
        assert view.transport.activity == "loading torch"
        while view.transport.state != "done":
            assert view.transport.state == "running"
            await asyncio.sleep(0.01)
        said, made = view.board.said, [record.index for record in view.sides.records]
        view.close()
        return said, made, view.board.spoken

    said, made, spoken = asyncio.run(main())
    assert made == [5, 5, 5, 5]
    assert "After 5 steps each, lowest first:" in said
    assert spoken in said


@pytest.mark.parametrize("across", [None, "time"])
def test_playing_stops_once_on_the_way_where_a_look_is_due(small, monkeypatch, across):
    fields = {**vars(SETS["hands"]), "look": 2, "seconds": 0.3}
    monkeypatch.setitem(SETS, "hands", SideSet(**fields))

    async def main():
        view, seen = SideBySide("hands", across=across), []
        while view.transport.state != "done":
            view.play()
            while view.transport.state == "running":
                await asyncio.sleep(0.01)
            made = [record.index for record in view.sides.records]
            spent = min(record.seconds for record in view.sides.records)
            seen.append((made, view.transport.activity, spent))
        view.close()
        return seen

    seen = asyncio.run(main())
    if across == "time":
        assert [one[1] for one in seen] == ["done"]
        assert seen[0][2] >= 0.3
    else:
        first, last = ([2] * 6, "stopped for a look: play on"), ([5] * 6, "done")
        assert [one[:2] for one in seen] == [first, last]


def test_coming_near_makes_the_first_pictures_and_no_more(small):
    async def main():
        view = SideBySide()
        says(view, {"kind": "seen"})
        while view.sides is None or not view.run_loop.resting:
            await asyncio.sleep(0.01)
        there = [tile["there"] for tile in view.board.tiles], view.transport.state
        made = [record.index for record in view.sides.records]
        view.close()
        return there, made

    assert asyncio.run(main()) == (([True] * 4, "empty"), [0] * 4)


def test_steps_asked_for_in_quick_succession_are_all_made(small):
    async def main():
        view, held = SideBySide("stochastic"), threading.Event()
        view._come_near()
        while view.sides is None or not view.run_loop.resting:
            await asyncio.sleep(0.01)
        view.sides.making._order(lambda: held.wait(5))  # the thread is busy for a while
        for _ in range(3):
            view.step()
        held.set()
        while not view.run_loop.resting:
            await asyncio.sleep(0.01)
        made = [record.index for record in view.sides.records]
        view.close()
        return made

    assert set(asyncio.run(main())) == {3}


@pytest.mark.parametrize(("then", "expected"), [(None, 2), ("pause", 0), ("reset", 0)])
def test_steps_asked_for_before_torch_is_there_are_made_once_it_is(small, then, expected):
    async def main():
        view = SideBySide()
        view.step()
        view.step()
        said = view.transport.state, view.transport.activity
        if then is not None:
            getattr(view, then)()
        view._come_near()
        while not view.run_loop.resting:
            await asyncio.sleep(0.01)
        made = {record.index for record in view.sides.records}
        state = view.transport.state
        view.close()
        return said, made, state

    said, made, state = asyncio.run(main())
    assert (said, made) == (("running", "loading torch"), {expected})
    assert state == ("paused" if expected else "empty")


def test_without_a_loop_it_asks_for_step_instead(made):
    view = made()
    view.play()
    assert view.transport.problem.startswith("Playing needs a notebook; call step()")


def test_another_learning_rate_begins_anew_and_is_kept_in_the_link(made):
    view = stepped(made(), 2)
    says(view, {"kind": "rate", "tile": 2, "value": 0.5})
    assert view.settings.rates == (1000.0, 100.0, 0.5, 1.0)
    assert view.board.tiles[2]["rate"] == 0.5
    assert view.transport.progress == "step 0"
    again = SideBySide.from_link(view.heading.query)
    assert again.settings == view.settings


@pytest.mark.parametrize(
    "content",
    [None, {"kind": "rate"}, {"kind": "rate", "tile": 9, "value": 1},
     {"kind": "rate", "tile": -1, "value": 1},
     {"kind": "rate", "tile": True, "value": 1}, {"kind": "rate", "tile": 0, "value": "1"},
     {"kind": "rate", "tile": 0, "value": float("inf")}],
)  # fmt: skip
def test_whatever_else_a_page_sends_changes_nothing(made, content):
    view = made()
    says(view, content)
    assert view.settings == SideSettings()


def test_a_learning_rate_that_cannot_be_is_refused_in_words(made):
    view = made()
    says(view, {"kind": "rate", "tile": 0, "value": -3.0})
    assert view.transport.problem == "Rates[0] must be in (0, 100000], got -3.0."
    assert view.settings.rates == ()


def test_another_set_has_its_own_pictures_controls_and_target(made):
    view = made(target="cells", sgd="adam", rates=(1.0, 1.0, 1.0, 1.0))
    view.form.controls["set"].value = "artworks"
    assert view.settings.target is None
    assert view.settings.rates == ()
    assert len(view.board.tiles) == 4
    hidden = {n for n, c in view.form.controls.items() if "gb-sb-unused" in c._dom_classes}
    assert hidden == {"parameterisation", "sgd", "digit"}
    assert view.form.controls["target"].value == "sunset"
    assert view.board.question == SETS["artworks"].question


def test_the_switch_of_sgds_rate_names_the_two_rates_of_the_parameterisation(made):
    view = made()
    assert [words for words, _ in view.form.controls["sgd"].options] == ["0.05", "1,000"]
    view.form.controls["parameterisation"].value = "stack"
    assert [words for words, _ in view.form.controls["sgd"].options] == ["0.05", "60"]
    view.form.controls["sgd"].value = "adam"
    assert view.settings.tiles()[0].rate == 0.05


def test_time_or_steps_can_be_changed_while_it_stands(made):
    view = stepped(made(), 2)
    view.form.controls["across"].value = "time"
    assert view.board.axis["right_words"] == "3 s of CPU"
    points = np.frombuffer(view.board.points, "<f4").reshape(4, 3, 2)
    assert points[0, :, 0] == pytest.approx(view.sides.records[0].times, rel=1e-5)
    assert view.sides.pace.across == "time"
    assert "of CPU each, lowest first" in view.board.said


@pytest.mark.parametrize(("name", "settings"), [("optimisers", {"sgd": "adam", "seed": 2}),
                                                ("artworks", {"goal": "kaleidoscope"}),
                                                ("hands", {"rates": (0.1,) * 6})])  # fmt: skip
def test_the_code_makes_what_is_on_screen(made, name, settings):
    view = stepped(made(name, **settings), 2)
    assert ran(view.code()) == [record.losses[-1] for record in view.sides.records]


def test_a_picture_that_fails_says_so_and_the_others_go_on(made, monkeypatch):
    bad = Tile("bad", "pixels", (("palette", 1.0),), "L-BFGS", 1.0)
    good = Tile("good", "pixels", (("match", 1.0),))
    monkeypatch.setattr("widgets.side_by_side_settings.tiles", lambda *_, **__: (bad, good))
    view = stepped(made(), 2)
    assert view.board.tiles[0]["problem"].startswith("Stopped: L-BFGS compares")
    assert not view.board.tiles[0]["there"]
    assert view.board.tiles[1]["problem"] == ""
    assert view.board.tiles[1]["spent"].startswith("2 steps")


def test_reset_goes_back_to_the_start(made):
    view = stepped(made(), 2)
    view.reset()
    assert view.transport.progress == "step 0"
    assert view.transport.state == "empty"
    assert view.board.said == ""
    assert view.sides is None


@pytest.mark.parametrize(
    ("given", "message"),
    [({"set": "all"}, "Set must be one of optimisers"),
     ({"target": "moon"}, "Target must be one of rose"),
     ({"digit": 10}, "Digit must be in [0, 9], got 10"),
     ({"across": "depth"}, "Across must be one of steps, time; got 'depth'"),
     ({"rates": (1.0,)}, "Rates must be 4 numbers for this set, got 1"),
     ({"rates": 3}, "Rates must be numbers in a tuple, got 3"),
     ({"size": 3}, "There is no setting 'size'")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_refused_in_the_widget(given, message):
    view = SideBySide(**given)
    assert view.transport.problem.startswith(message)
    assert view.settings == SideSettings()


def test_its_link_reopens_the_settings():
    view = SideBySide("artworks", goal="kaleidoscope", target="cells", seed=3, name="art")
    assert of_page(view.heading.query)["open"] == "art"
    assert SideBySide.from_link(view.heading.query).settings == view.settings


# ---- words and scales ----------------------------------------------------------------------


def tile(label, terms=(("match", 1.0),), rate=0.05):
    return Tile(label, "pixels", terms, rate=rate)


def test_lowest_first_with_what_was_dearest_and_cheapest():
    records = [Costs(20, 0.5, [1, 0.3]), Costs(20, 2.5, [1, 0.1]), Costs(20, 1.0, [1, 0.2])]
    said = words.found(SETS["hands"], [tile("a"), tile("b"), tile("c")], records, "steps")
    assert said == (
        "After 20 steps each, lowest first: b 0.1000, c 0.2000, a 0.3000. "
        "B took 2.5 s of CPU for it, a 0.50 s."
    )


def test_where_one_is_a_step_ahead_both_ends_are_named():
    records = [Costs(20, 0.5, [0.3]), Costs(21, 2.5, [0.1])]
    said = words.found(SETS["hands"], [tile("a"), tile("b")], records, "steps")
    assert said.startswith("After 20 to 21 steps each, lowest first: b 0.1000, a 0.3000.")


def test_by_time_it_says_who_made_how_many_steps():
    records = [Costs(200, 2.0, [0.3]), Costs(20, 2.1, [0.2])]
    said = words.found(SETS["hands"], [tile("a"), tile("b")], records, "time")
    assert said == (
        "After 2.1 s of CPU each, lowest first: b 0.2000, a 0.3000. "
        "In that time a made 200 steps, b 20 steps."
    )


def test_what_has_stopped_is_no_contestant():
    records = [Costs(20, 1, [0.3]), Costs(3, 1, [0.1], stopped=True)]
    said = words.found(SETS["hands"], [tile("a"), tile("b")], records, "steps")
    assert "b 0.1" not in said


def test_different_goals_are_not_compared():
    records = [Costs(20, 1, [0.3]), Costs(20, 1, [0.1])]
    said = words.found(SETS["neuron"], [tile("a"), tile("b")], records, "steps")
    assert "lowest" not in said
    assert "no contest" in said


def test_a_goal_that_draws_anew_is_told_by_the_middle_of_its_last_ten():
    losses = [9.0, *[0.5] * 6, 0.1, 0.2, 0.9, 0.8]
    record = Costs(10, 1, losses)
    assert words.settled(tile("a", (("palette", 1.0),)), record) == 0.5
    assert words.settled(tile("a"), record) == 0.8


def test_the_slopes_say_why_sgd_needs_such_a_rate():
    records = [Costs(3, 1, [1], steepest=2.5e-6), Costs(3, 1, [1])]
    said = words.slopes([tile("SGD", rate=1000), tile("Adam", rate=0.05)], records)
    assert "the steepest of 100 slopes is 0.0000025" in said
    assert "1,000 × that is 0.0025 at most" in said
    assert "Adam’s first step is about 0.05 for each" in said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.25, "0.2500"), (0.00005, "0.000050"), (0.0, "0.0000"), (1e-9, "below 0.000001"),
     (-0.5, "−0.5000")],
)  # fmt: skip
def test_a_sum_is_written_so_that_it_can_be_read(value, said):
    assert words.amount(value) == said


def test_a_long_line_keeps_its_ends_and_has_no_more_points_than_can_be_seen():
    picked = thinned(5000)
    assert (picked[0], picked[-1], len(picked)) == (0, 4999, POINTS)
    assert thinned(3).tolist() == [0, 1, 2]
    assert lines([Costs(0, 0, [])], "steps")[0].shape == (0, 2)


def test_the_scale_is_powers_of_ten_round_all_values_unless_one_is_not_above_0():
    drawn = [np.array([[0, 0.5], [7, 0.003]])]
    scale = axis(drawn, "steps", 5)
    assert (scale["low"], scale["high"], scale["log"]) == (0.001, 1, True)
    assert [value for value, _ in scale["ticks"]] == pytest.approx([0.001, 0.01, 0.1, 1])
    assert (scale["right"], scale["right_words"]) == (7, "7 steps")
    assert axis([np.array([[0, 0.14]])], "steps", 5)["low"] == 0.01  # two powers of ten at least
    even = axis([np.array([[0, 0.5], [7, -0.25]])], "time", 9)
    assert not even["log"]
    assert even["low"] <= -0.25
    assert even["high"] >= 0.5
    assert even["right_words"] == "9 s of CPU"
