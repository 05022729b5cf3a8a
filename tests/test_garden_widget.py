"""The garden driven from Python: what is drawn, ordered, said, opened, linked and repeated."""
import ast
import asyncio

import numpy as np
import pytest

from course.field import field, field_bytes, thumbnail
from course.garden import Bed, Scores, by_accuracy, seeds, stacked, widths_and_rates
from course.records import TrainConfig
from course.toys import RULES, Rule, make_dataset
from widgets import Garden, garden_words
from widgets.canvas.garden import GardenCanvas
from widgets.canvas.histogram import HistogramCanvas, floor_of
from widgets.garden_run import PicturePacer
from widgets.garden_settings import GRID, GardenSettings

SMALL = {"hidden": (3,), "points": 40, "steps": 100}


@pytest.fixture(autouse=True)
def no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUERY_STRING", raising=False)


def stepped(view: Garden, steps: int) -> Garden:
    for _ in range(steps):
        view.step()
    return view


def bed_of(steps: int, grid: bool = False) -> Bed:
    config = TrainConfig((3,), "tanh", learning_rate=0.03, batch_size=64)
    sown = widths_and_rates(config) if grid else seeds(config)
    bed = Bed(sown, make_dataset("rose", 40, 1000))
    for _ in range(steps):
        bed.advance()
    return bed


def drawn(view: Garden) -> np.ndarray:
    canvas = view.picture.canvas
    return np.frombuffer(canvas.fields, np.uint8).reshape(-1, canvas.side, canvas.side)


def ask(view: Garden, kind: str, at: object) -> None:
    view.picture.canvas._handle_custom_msg({"kind": kind, "at": at}, [])


def on_a_loop(scenario) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 60))


async def settled(view: Garden, *states: str) -> None:
    while view.transport.state not in states or not view.growth.at_rest:
        await asyncio.sleep(0.001)


# ---- what is shown ---------------------------------------------------------------------


def test_every_tile_is_the_field_of_its_network_and_one_is_drawn_finer() -> None:
    view, bed = stepped(Garden(**SMALL), 4), bed_of(4)
    np.testing.assert_array_equal(drawn(view), bed.fields(32))
    canvas = view.picture.canvas
    view.choose(9)
    assert (canvas.chosen, canvas.large_of, canvas.large_side) == (9, 9, 120)
    large = np.frombuffer(canvas.large, np.uint8).reshape(120, 120)
    np.testing.assert_array_equal(large, field_bytes(field(bed.network(9), 120)))
    assert canvas.truth == thumbnail("rose", 160, 160).tobytes()


def test_tiles_stand_from_the_best_to_the_worst_and_rows_say_their_lowest() -> None:
    view, scores = stepped(Garden(**SMALL), 4), bed_of(4).scores()
    order = by_accuracy(scores)
    assert view.picture.canvas.order == order.tolist()
    rows = scores.accuracy[order].reshape(8, 8).min(1)
    assert view.picture.canvas.right == [f"{100 * low:.1f}%" for low in rows]
    assert view.picture.canvas.ends == ["best first", "down to"]


def test_the_figures_of_the_chosen_network_stand_beside_it() -> None:
    view, scores = stepped(Garden(**SMALL), 4), bed_of(4).scores()
    ask(view, "choose", 33)
    canvas = view.picture.canvas
    rank = 1 + int((scores.accuracy > scores.accuracy[33]).sum())
    assert canvas.figure == f"{100 * scores.accuracy[33]:.1f}%"
    assert (canvas.place, canvas.free) == (f"seed 33, rank {rank} of 64", "(80.4% is free)")
    assert canvas.spoken == f"Seed 33, rank {rank} of 64: {canvas.figure} of unseen points right."


def test_the_picture_is_told_in_a_sentence_computed_from_its_data() -> None:
    view, scores = stepped(Garden(**SMALL), 4), bed_of(4).scores()
    best, worst = int(scores.accuracy.argmax()), int(scores.accuracy.argmin())
    assert view.picture.canvas.label.startswith(
        "64 networks learning rose, after 4 steps: "
        f"median {100 * np.median(scores.accuracy):.1f}%, "
        f"best {100 * scores.accuracy[best]:.1f}% (seed {best}), "
        f"worst {100 * scores.accuracy[worst]:.1f}% (seed {worst}); 80.4% is free. Chosen: Seed 0"
    )


def test_the_histogram_marks_median_best_free_and_worst_and_the_chosen_one() -> None:
    view, scores = stepped(Garden(**SMALL), 4), bed_of(4).scores()
    view.choose(5)
    heap, low = view.picture.histogram, 0.8
    column, height = stacked(scores.accuracy, low, 40)
    places = np.frombuffer(heap.places, "<i2").reshape(-1, 2)
    np.testing.assert_array_equal(places, np.column_stack([column, height]))
    values = [np.median(scores.accuracy), scores.accuracy.max(), np.pi / 16, scores.accuracy.min()]
    values[2] = 1 - values[2]
    expected = [
        (f"{name} {100 * value:.1f}%", min(1, max(0, (value - low) / 0.2)))
        for name, value in zip(("median", "best", "free", "worst"), values, strict=True)
    ]
    assert [words for _, words in heap.marks] == [words for words, _ in expected]
    assert [share for share, _ in heap.marks] == pytest.approx([share for _, share in expected])
    assert (heap.chosen, heap.chosen_words) == (5, f"seed 5, {100 * scores.accuracy[5]:.1f}%")
    assert heap.chosen_at == pytest.approx((column[5] + 0.5) / 40)
    assert [words for _, words in heap.ticks] == ["80%", "85%", "90%", "95%", "100%"]
    assert [share for share, _ in heap.ticks] == pytest.approx([0, 0.25, 0.5, 0.75, 1])


@pytest.mark.parametrize(("free", "floor"), [(0.8037, 0.8), (0.5, 0.5), (0.623, 0.6), (1, 0.95)])
def test_the_axis_of_accuracies_begins_at_the_five_percent_below_what_is_free(
    free: float, floor: float
) -> None:
    assert floor_of(free) == pytest.approx(floor)


def test_where_width_and_rate_vary_they_are_written_at_the_sides() -> None:
    view, bed = stepped(Garden(varies="width and rate", **SMALL), 2), bed_of(2, grid=True)
    canvas = view.picture.canvas
    assert (view.settings.sort, canvas.order) == ("place", list(range(64)))
    assert canvas.left == ["1", "2", "3", "4", "6", "8", "12", "16"]
    assert canvas.top == ["0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1"]
    np.testing.assert_array_equal(drawn(view), bed.fields(32))
    assert canvas.place.startswith("width 8, rate 0.01, rank ")
    view.form.controls["sort"].value = "accuracy"
    assert canvas.order == by_accuracy(bed.scores()).tolist()
    assert (canvas.left, canvas.top) == ([""] * 8, [""] * 8)  # their room stays


def test_a_frame_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    view, messages = stepped(Garden(**SMALL), 1), []
    canvas = view.picture.canvas
    view.growth.bed.advance()
    for _ in view.picture.compute(scored=True):
        pass
    monkeypatch.setattr(canvas, "send_state", lambda key=None: messages.append(set(key or ())))
    view.picture.show(live=True)
    [one] = messages
    assert {"fields", "large", "frame", "right", "figure", "live"} <= one


@pytest.mark.parametrize(
    ("fields", "large", "message"),
    [(np.zeros((2, 3, 4), np.uint8), np.zeros((4, 4), np.uint8), "fields must be uint8 with 3"),
     (np.zeros((2, 3, 3), np.uint8), np.zeros((4, 4)), r"large must .* got float64 \(4, 4\)")],
)  # fmt: skip
def test_a_picture_of_the_wrong_shape_is_refused(fields, large, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        GardenCanvas().show(fields, large, 0)


@pytest.mark.parametrize("at", [-1, 64, "3", None, 1.5, True])
def test_only_a_network_that_is_there_can_be_chosen(at: object) -> None:
    view = Garden(**SMALL)
    ask(view, "choose", at)
    assert view.chosen == 0


# ---- order -----------------------------------------------------------------------------


def test_orders_change_when_they_are_asked_for_and_seeds_stand_as_they_were_sown() -> None:
    view, bed = stepped(Garden(**SMALL), 5), bed_of(5)
    view.form.controls["sort"].value = "seed"
    assert view.picture.canvas.order == list(range(64))
    view.form.controls["sort"].value = "likeness"
    order = view.picture.canvas.order
    flat = bed.fields(32).reshape(64, -1).astype(float)
    apart = lambda one: np.linalg.norm(np.diff(flat[one], axis=0), axis=1).sum()  # noqa: E731
    assert apart(order) < 0.8 * apart(by_accuracy(bed.scores()))
    assert view.picture.canvas.ends[0] == "neighbours look alike"
    assert view.transport.progress == "step 5"


def test_while_it_runs_no_tile_moves_and_the_order_says_how_old_it_is() -> None:
    async def scenario() -> None:
        view = Garden(**{**SMALL, "steps": 100_000})
        await settled(view, "empty")
        before = view.picture.canvas.order
        view.play()
        while view.picture.canvas.ends[0] != "best first, as of step 0":
            assert view.picture.canvas.order == before
            view.growth.pacer.painted(view.picture.canvas.frame)
            await asyncio.sleep(0.001)
        view.pause()
        await settled(view, "paused")
        assert view.picture.canvas.ends[0] == "best first"
        assert view.picture.canvas.order == by_accuracy(view.bed.scores()).tolist() != before
        view.close()

    on_a_loop(scenario)


# ---- a run -----------------------------------------------------------------------------


def test_played_to_its_end_all_are_trained_and_that_is_said() -> None:
    async def scenario() -> None:
        view = Garden(**{**SMALL, "steps": 30})
        view.play()
        assert view.transport.state == "running"
        await settled(view, "done")
        scores = bed_of(30).scores()
        assert view.bed.index == 30
        np.testing.assert_array_equal(view.picture.scores.accuracy, scores.accuracy)
        assert view.transport.activity == f"done, all 64 trained in {view.growth.seconds:.1f} s"
        assert view.transport.spoken.startswith("Done, all 64 trained in ")
        assert "Chosen: Seed 0, rank " in view.transport.spoken
        view.form.controls["steps"].value = 200
        await settled(view, "paused")
        assert not view.growth.over
        view.close()

    on_a_loop(scenario)


def test_play_after_the_end_begins_anew() -> None:
    async def scenario() -> None:
        view = Garden(**{**SMALL, "steps": 100})
        view.play()
        await settled(view, "done")
        view.play()
        assert (view.transport.state, view.bed.index) == ("running", 0)
        view.close()

    on_a_loop(scenario)


def test_what_is_chosen_just_after_the_end_does_not_take_the_end_away() -> None:
    async def scenario() -> None:
        view = Garden(**{**SMALL, "steps": 20})
        view.play()
        while view.transport.state != "done":
            await asyncio.sleep(0)
        ask(view, "choose", 12)
        while view.chosen != 12:
            await asyncio.sleep(0)
        await settled(view, "done")
        assert view.transport.activity.startswith("done, all 64 trained in ")
        assert view.picture.canvas.large_of == view.picture.canvas.chosen == 12
        view.close()

    on_a_loop(scenario)


def test_a_control_moved_while_it_runs_sows_anew_and_goes_on() -> None:
    async def scenario() -> None:
        view = Garden(**{**SMALL, "steps": 100_000})
        view.play()
        while view.bed.index < 5:
            await asyncio.sleep(0.001)
        view.form.controls["rule"].value = "ring"
        while view.settings.rule != "ring" or view.bed.index < 2:
            await asyncio.sleep(0.001)
        assert (view.transport.state, view.bed.data.rule) == ("running", "ring")
        view.pause()
        await settled(view, "paused")
        assert view.transport.spoken.startswith("Paused. 64 networks learning ring")
        view.close()

    on_a_loop(scenario)


def test_without_a_loop_playing_says_what_to_do_instead() -> None:
    view = Garden(**SMALL)
    view.play()
    assert view.transport.problem == "playing needs a notebook; call step() to train without one."
    assert view.transport.state == "empty"


def test_reset_gives_the_same_networks_again() -> None:
    view = stepped(Garden(**SMALL), 3)
    first = bytes(view.picture.canvas.fields)
    view.reset()
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    assert bytes(stepped(view, 3).picture.canvas.fields) == first


def test_a_picture_is_computed_when_the_page_can_take_one_and_sent_once() -> None:
    now = [0.0]
    pacer = PicturePacer(lambda: now[0])
    now[0] = 1.0
    assert (pacer.due, pacer.ready()) == (True, False)
    pacer.there = True
    assert (pacer.due, pacer.ready()) == (False, True)
    pacer.sent(1)
    assert (pacer.there, pacer.ready(), pacer.due) == (False, False, False)
    now[0] += 0.04
    assert not pacer.due  # twenty a second
    now[0] += 0.02
    assert pacer.due


# ---- those that run away ---------------------------------------------------------------


def lose(view: Garden, *lost: int) -> None:
    [step] = view.bed._steps
    step.network.parameters[list(lost)] = np.nan


def test_networks_that_have_run_away_are_marked_and_named_and_the_others_go_on() -> None:
    view = stepped(Garden(**SMALL), 2)
    lose(view, 9, 33)
    view.step()
    canvas = view.picture.canvas
    assert canvas.dead == [9, 33]
    assert canvas.said == "2 of 64 have run away: seeds 9 and 33."
    assert canvas.label.count("2 of 64 have run away: seeds 9 and 33.") == 1
    living = np.where(view.picture.scores.dead, 1, view.picture.scores.accuracy)
    assert f"(seed {living.argmin()}); 80.4% is free" in canvas.label
    assert sorted(canvas.order[-2:]) == [9, 33]
    assert canvas.right[-1] == f"{100 * view.picture.scores.alive[-1]:.1f}%"
    assert len(np.frombuffer(view.picture.histogram.places, "<i2")) == 2 * 62
    ask(view, "choose", 33)
    assert (canvas.figure, canvas.place) == ("--.-%", "seed 33: has run away")
    assert (canvas.can_open, view.picture.histogram.chosen) == (False, -1)
    ask(view, "open", 33)
    assert view.opened.playground is None
    assert "seed 33 has run away: there is nothing to go on with" in view.transport.problem
    assert garden_words.trained(view.picture.scores, 2) == "done, 62 of 64 trained in 2.0 s"


def test_when_all_have_run_away_the_garden_stops_in_words_and_begins_anew_on_request() -> None:
    view = stepped(Garden(**SMALL), 1)
    lose(view, *range(64))
    view.step()
    assert (view.transport.state, view.transport.activity) == ("failed", "stopped")
    assert view.transport.problem == (
        "Stopped: all networks have run away. Try a smaller learning rate, then press Reset."
    )
    assert view.picture.canvas.right == ["\u2013"] * 8
    view.step()
    assert (view.transport.state, view.transport.progress) == ("paused", "step 1")
    assert view.transport.problem == ""


@pytest.mark.parametrize(
    ("names", "lost", "words"),
    [(["seed 4"], 1, "1 of 2 have run away: seed 4."),
     ([f"width 2, rate {r}" for r in (1, 3)], 2, "2 of 3 have run away: "
      "width 2, rate 1 and width 2, rate 3."),
     ([f"width {w}, rate 3" for w in range(6)], 6, "6 of 7 have run away: width 0, rate 3; "
      "width 1, rate 3; width 2, rate 3; width 3, rate 3 and 2 more.")],
)  # fmt: skip
def test_those_that_have_run_away_are_named(names: list[str], lost: int, words: str) -> None:
    dead = np.array([True] * lost + [False])
    assert garden_words.run_away([*names, "the last"], dead) == words


# ---- settings, link and code -----------------------------------------------------------


def ran(code: str) -> tuple[np.ndarray, dict]:
    names: dict = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names), names


@pytest.mark.parametrize(("varies", "steps"), [("seeds", 0), ("seeds", 6), (GRID, 2)])
def test_the_code_gives_the_accuracies_on_screen(varies: str, steps: int) -> None:
    view = stepped(Garden(varies=varies, optimiser="sgd", **SMALL), steps)
    view.heading._handle_custom_msg({"kind": "code"}, [])
    accuracies, names = ran(view.heading.code)
    np.testing.assert_array_equal(accuracies, view.picture.scores.accuracy)
    assert names["bed"].index == steps


def test_a_link_reopens_the_settings_and_its_call_too() -> None:
    view = Garden("ring", varies=GRID, hidden=(4, 4), activation="relu", steps=700, sort="accuracy")
    for reopened in (
        Garden.from_link("?" + view.heading.query), eval(view.heading.call, {"Garden": Garden})
    ):  # fmt: skip
        assert reopened.settings == view.settings
    assert Garden.from_link("open=mine&points=90").settings.points == 90


@pytest.mark.parametrize(("given", "sort"), [("seed", "place"), ("place", "place")])
def test_seed_and_place_are_the_same_order(given: str, sort: str) -> None:
    assert GardenSettings(varies=GRID, sort=given).sort == sort
    assert GardenSettings(sort=given).sort == "seed"


def test_what_differs_can_be_changed_and_changes_the_orders_there_are() -> None:
    view = stepped(Garden(**SMALL), 1)
    view.form.controls["varies"].value = GRID
    assert (view.settings.sort, view.transport.progress) == ("place", "step 0")
    assert [value for _, value in view.form.controls["sort"].options][-1] == "place"
    assert view.form.controls["learning_rate"].disabled
    assert view.heading.title == "One rule, eight widths, eight rates"
    assert "each of its" not in view._lead.value
    assert "units in its hidden layer, a column its learning rate" in view._lead.value
    view.form.controls["varies"].value = "seeds"
    assert (view.settings.sort, view.heading.title) == (
        "accuracy", "One rule, sixty-four beginnings",
    )  # fmt: skip
    assert view.picture.canvas.left == []


@pytest.mark.parametrize(
    ("given", "message"),
    [({"hidden": (100, 100)}, "at most 5,000 weights and biases, as 64 of them learn at once; "
      "100-100 makes 10,501"),
     ({"varies": GRID, "hidden": (2,) * 4}, "hidden must be at most 3 layers, got 4"),
     ({"varies": "luck"}, "varies must be one of seeds, width and rate; got 'luck'"),
     ({"sort": "beauty"}, "sort must be one of accuracy, likeness, seed, place; got 'beauty'"),
     ({"rule": "square"}, "rule must be one of positive"),
     ({"steps": 0}, "steps must be in [1, 100000], got 0"),
     ({"learning_rate": 0}, "learning_rate must be in (0, ")],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_the_default_stands(given: dict, message: str) -> None:
    view = Garden(**given)
    assert message in view.transport.problem
    name = next(reversed(given))
    assert getattr(view.settings, name) == getattr(GardenSettings(), name)


def test_a_rule_of_ones_own_grows_too() -> None:
    def left_half(points: np.ndarray) -> np.ndarray:
        return points[:, 0] < -0.5

    try:
        view = stepped(Garden(left_half, **SMALL), 1)
        assert view.settings.rule == "your left half"
        assert view.picture.canvas.free == "(75.0% is free)"
        view.heading._handle_custom_msg({"kind": "code"}, [])
        assert "# 'your left half' is a rule of your own: register it first" in view.heading.code
    finally:
        RULES.pop("your left half", None)
    view = Garden(Rule("ring", RULES["ring"].decide), **SMALL)
    assert view.settings.rule == "ring"


def test_a_rule_that_breaks_is_refused_in_words_and_the_default_grows() -> None:
    view = Garden(lambda points: points, **SMALL)
    assert "must return one True or False for each of the points" in view.transport.problem
    assert view.settings.rule == "rose"


# ---- one of them, opened ---------------------------------------------------------------


def test_a_click_opens_a_network_exactly_as_it_stands() -> None:
    view = stepped(Garden(**SMALL), 5)
    ask(view, "open", 7)
    playground, expected = view.opened.playground, bed_of(5).network(7)
    assert view.chosen == 7
    assert playground.run.step.index == 5
    np.testing.assert_allclose(
        playground.run.step.network.parameters, expected.parameters, atol=1e-6
    )
    assert playground.settings.seed == 7
    assert view.opened.children[0].words == "Seed 7, after 5 steps"
    playground.step()
    names: dict = {}
    exec(playground.run.code(), names)
    np.testing.assert_allclose(
        names["step"].network.parameters, playground.run.step.network.parameters, atol=1e-5
    )
    np.testing.assert_array_equal(view.bed.network(7).parameters, bed_of(5).network(7).parameters)


def test_one_is_open_at_a_time_and_closing_leaves_nothing() -> None:
    view = stepped(Garden(**SMALL), 1)
    ask(view, "open", 1)
    first = view.opened.playground
    ask(view, "open", 2)
    second = view.opened.playground
    assert first.comm is None
    assert first.field.comm is None
    assert (second.settings.seed, view.opened.children[1]) == (2, second)
    view.opened.children[0]._handle_custom_msg({"kind": "close"}, [])
    assert (view.opened.playground, view.opened.children) == (None, ())
    assert second.comm is None
    assert view.children[0].comm is not None  # the theme that all share


def test_before_the_first_step_a_network_opens_as_it_begins() -> None:
    view = Garden(**SMALL)
    ask(view, "open", 3)
    assert view.opened.playground.run.step.index == 0
    assert view.opened.children[0].words == "Seed 3, after 0 steps"


def test_the_histogram_leaves_out_what_it_does_not_have() -> None:
    heap = HistogramCanvas(title="Accuracy")
    heap.show(np.array([]), 0.5, [("free", 0.5)])
    assert (heap.chosen, heap.chosen_words) == (-1, "")
    assert heap.label == "Accuracy: 0 networks; free 50.0%."


def test_ranks_and_rows_leave_the_lost_out() -> None:
    scores = Scores(np.array([0.9, 0.2, 0.5, 0.7]), np.array([1, np.inf, 1, 1]))
    assert garden_words.lowest([0, 1, 2, 3], scores, 2) == ["90.0%", "50.0%"]
    config = TrainConfig(seed=4)
    assert garden_words.place_of(GardenSettings(), config, scores, 3) == "seed 4, rank 2 of 4"
