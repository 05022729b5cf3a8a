"""The view of single units: what is sent, written and said, and what a person does."""
import asyncio
import re

import numpy as np
import pytest

from course import toys
from course.field import field, field_bytes
from course.toys import RULES, base_rate, make_dataset
from course.training import evaluate, fit
from course.units import CHOSEN, Boundary, Edge, boundary, folds, recipe, without
from widgets.canvas.unit_picture import NEWLY_WRONG, RIGHT, SIDE, WRONG, UnitPicture
from widgets.links import from_query, query_of
from widgets.unit_view import UnitView
from widgets.unit_view_settings import UnitSettings
from widgets.unit_view_words import change, edges_said, lost_said, names, removed_said


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


@pytest.fixture
def trained():
    """The view of three units, trained."""
    view = UnitView()
    view.train()
    return view


@pytest.fixture
def registry():
    """Rules that a test registers are forgotten after it."""
    before = dict(RULES)
    yield RULES
    RULES.clear()
    RULES.update(before)


def says(view, kind, **more):
    """What the page sends from the picture."""
    view.picture._handle_custom_msg({"kind": kind, **more}, [])


def network_of(hidden, rule="circle", seed=0, activation="relu"):
    """The same network, trained by `fit` alone."""
    *_, step = fit(recipe(hidden, activation, seed), make_dataset(rule))
    return step.network


def marks(view):
    """Of each unit: fold, weight towards the output, peak."""
    return np.frombuffer(view.picture.marks, "<f4").reshape(-1, 6)


# ---- what is shown ---------------------------------------------------------------------


def test_before_it_is_trained_the_first_weights_are_shown_and_nothing_is_claimed():
    view = UnitView()
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    assert view.run.step.index == 0
    assert view.picture.said[-1].startswith("Nothing is learned yet. Press Play")
    assert {tile["below"] for tile in view.picture.tiles} == {"without it --.-%"}


def test_a_trained_network_is_shown_as_the_course_computes_it(trained):
    network, data = network_of((3,), seed=CHOSEN[3]), make_dataset("circle")
    score = evaluate(network, data.x_test, data.y_test)
    assert trained.transport.result == f"{score.accuracy:.1%}"
    assert trained.transport.free == f"({base_rate('circle'):.1%} is free)"
    picture = np.frombuffer(trained.picture.field, np.uint8).reshape(100, 100)
    np.testing.assert_array_equal(picture, field_bytes(field(network, 100)))
    assert list(trained.picture.wrong) == score.wrong[:200].tolist()
    points = np.frombuffer(trained.picture.points, "<f4").reshape(-1, 3)
    np.testing.assert_array_equal(points[:, :2], data.x_test[:200])
    edges = np.frombuffer(trained.picture.edges, "<f4").reshape(-1, 4)
    expected = [(*one.start, *one.end) for one in boundary(network).edges]
    np.testing.assert_allclose(edges, expected, atol=1e-6)


def test_a_tile_has_the_unit_s_fold_its_weight_and_the_accuracy_without_it(trained):
    network, data = network_of((3,), seed=CHOSEN[3]), make_dataset("circle")
    for unit, tile in enumerate(trained.picture.tiles):
        less = without(network, [(0, unit)])
        accuracy = evaluate(less, data.x_test, data.y_test).accuracy
        weight = float(network.layers[-1][0][unit, 0])
        assert tile["below"] == f"without it {accuracy:.1%}"
        assert tile["weight"] == f"{weight:+.2f}".replace("-", "\u2212")
        np.testing.assert_allclose(marks(trained)[unit, :4], np.ravel(folds(network)[unit]), 1e-5)
        assert marks(trained)[unit, 4] == pytest.approx(weight)
        assert tile["more"].startswith("a weight towards 'outside'; on over ")
    sums = np.frombuffer(trained.picture.sums, np.uint8)
    assert len(sums) == 3 * SIDE**2


def test_the_sentence_on_the_edges_says_what_the_course_finds(trained):
    assert trained.picture.said[0] == (
        "3 folds cut the square into 7 regions. In each the network is flat, so the 50% line has "
        "6 straight edges and is closed. It turns 6 times, each time at a fold."
    )
    assert trained.picture.said[1].startswith("All units: 94.0%. Without unit 3: \u221221.3 perc")


def test_a_tanh_network_counts_no_edges_and_its_line_is_read_off_the_field():
    view = UnitView(activation="tanh")
    view.train()
    assert view.picture.edges == b"" and not view.picture.relu
    assert "no straight edges to count" in view.picture.said[0]
    assert "boundary" not in code_of(view)


def test_two_layers_have_a_row_of_tiles_each_and_weights_only_in_the_last():
    view = UnitView(rule="ring", hidden=(4, 2))
    view.train()
    assert view.picture.layers == [4, 2]
    assert [tile["name"] for tile in view.picture.tiles][3:5] == ["unit 1.4", "unit 2.1"]
    assert [bool(tile["weight"]) for tile in view.picture.tiles] == [False] * 4 + [True] * 2
    assert np.isnan(marks(view)[:4, 4]).all() and np.isnan(marks(view)[4:, :4]).all()
    found = boundary(view.run.step.network)
    assert f"{found.regions:,} regions" in view.picture.said[0]
    assert "a fold of the second bends where it crosses one of them" in view.picture.said[0]
    assert len(view.picture.edges) == 16 * len(found.edges)


def test_a_dead_unit_is_called_dead_and_nothing_is_lost_without_it():
    view = UnitView(hidden=(6,))
    view.train()
    tile = view.picture.tiles[3]
    assert (tile["state"], tile["below"]) == ("dead", "dead: always off")
    assert [one["state"] for one in view.picture.tiles].count("dead") == 1
    assert view.picture.said[-1].endswith("Unit 4 is dead: off at every training point.")
    before = view.transport.result
    view.toggle(0, 3)
    assert view.transport.result == before
    words = f"Without unit 4: {before} right, as before; 0 points become wrong."
    assert view.picture.spoken == words


# ---- units taken out -------------------------------------------------------------------


def test_a_pressed_tile_takes_the_unit_out_and_pressed_again_puts_it_back(trained):
    before = trained.picture.field
    says(trained, "toggle", unit=1)
    assert trained.removed == {(0, 1)}
    less, data = without(trained.run.step.network, [(0, 1)]), trained.run.data
    assert trained.picture.field == field_bytes(field(less, 100)).tobytes() != before
    now = evaluate(less, data.x_test, data.y_test)
    assert trained.transport.result == f"{now.accuracy:.1%}"
    assert trained.transport.result_words == "right without unit 2"
    assert [tile["state"] for tile in trained.picture.tiles] == ["", "removed", ""]
    assert trained.picture.back
    says(trained, "toggle", unit=1)
    assert trained.removed == set() and trained.picture.field == before
    assert trained.transport.result_words == "right on unseen points"


def test_points_that_become_wrong_are_marked_apart_from_those_that_were(trained):
    network, data = trained.run.step.network, trained.run.data
    trained.toggle(0, 0)
    whole = evaluate(network, data.x_test, data.y_test).wrong
    now = evaluate(without(network, [(0, 0)]), data.x_test, data.y_test).wrong
    kinds = np.frombuffer(trained.picture.wrong, np.uint8)
    for kind, expected in ((RIGHT, ~now), (WRONG, now & whole), (NEWLY_WRONG, now & ~whole)):
        np.testing.assert_array_equal(kinds == kind, expected[:200])
    assert trained.picture.key[-1] == ["newly", f"{(now & ~whole).sum()} more without unit 1"]
    assert trained.picture.key[-2] == ["wrong", f"{(now & whole).sum()} wrong of 1,000"]


def test_several_units_may_be_out_and_all_are_put_back_at_once(trained):
    says(trained, "toggle", unit=0)
    says(trained, "toggle", unit=2)
    assert trained.transport.result_words == "right without units 1 and 3"
    assert trained.picture.said[0].startswith("Without units 1 and 3: ")
    assert trained.picture.said[1].startswith("1 fold cuts the square into 2 regions.")
    says(trained, "back")
    assert trained.removed == set() and not trained.picture.back
    words = "All units are there: 94.0% right on unseen points, (50.3% is free)."
    assert trained.picture.spoken == words


def test_taking_a_unit_out_trains_nothing(trained):
    before = trained.run.step.network.parameters.copy()
    trained.toggle(0, 2)
    np.testing.assert_array_equal(trained.run.step.network.parameters, before)
    assert trained.run.step.index == 1000
    assert trained.picture.tiles[0]["below"] == "without it 76.0%"  # alone, as before


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "toggle", "unit": 3},
        {"kind": "toggle", "unit": -1},
        {"kind": "toggle", "unit": True},
        {"kind": "toggle", "unit": "1"},
        {"kind": "toggle"},
        {"kind": ["back"]},
        {"kind": "close"},
        "toggle",
    ],
)
def test_what_the_page_says_that_means_nothing_does_nothing(trained, content):
    frame = trained.picture.frame
    trained.picture._handle_custom_msg(content, [])
    assert trained.removed == set() and trained.picture.frame == frame


def test_the_page_cannot_set_what_is_shown(trained):
    before = list(trained.picture.said)
    trained.picture.set_state({"said": ["Nothing."]})
    assert trained.picture.said == before


def test_a_unit_that_is_not_there_is_refused(trained):
    with pytest.raises(ValueError, match=r"there is no unit \(0, 3\) in \(3,\)"):
        trained.toggle(0, 3)


# ---- training --------------------------------------------------------------------------


def test_a_step_and_a_reset_are_those_of_the_same_seed():
    view = UnitView()
    first = view.run.step.network.parameters.copy()
    view.step()
    view.step()
    assert view.transport.progress == "step 2" and view.transport.state == "paused"
    view.toggle(0, 0)
    view.reset()
    np.testing.assert_array_equal(view.run.step.network.parameters, first)
    assert view.removed == set() and view.transport.state == "empty"


def test_played_on_a_loop_it_trains_to_the_end_and_stays_there():
    async def scenario():
        view = UnitView()
        view._pace = Always()
        view.play()
        assert view.transport.state == "running"
        while view.transport.state == "running":
            await asyncio.sleep(0.005)
        while view.picture.said[-1].startswith("The folds"):
            await asyncio.sleep(0.005)
        state, said = view.transport.state, view.picture.said
        view.close()
        return view, state, said

    view, state, said = asyncio.run(scenario())
    assert (state, view.run.step.index) == ("done", 1000)
    assert "6 straight edges" in said[0] and "94.0%" in said[1]
    assert view.transport.spoken == (
        "done at step 1,000: 94.0% right on unseen points, (50.3% is free)."
    )


def test_a_unit_taken_out_on_a_loop_is_painted_before_what_takes_longer_is_said():
    async def scenario():
        view = UnitView()
        view.train()
        await asyncio.sleep(0.2)
        said, frame = view.picture.said, view.picture.frame
        await asyncio.to_thread(says, view, "toggle", unit=0)
        while view.picture.frame == frame:
            await asyncio.sleep(0)
        at_once = (view.transport.result_words, view.picture.said == said)
        less = boundary(without(view.run.step.network, [(0, 0)]))
        assert len(view.picture.edges) == 16 * len(less.edges)
        while view.picture.said == said:
            await asyncio.sleep(0.005)
        after = view.picture.said[0]
        view.close()
        return at_once, after

    at_once, after = asyncio.run(scenario())
    assert at_once == ("right without unit 1", True)
    assert after.startswith("Without unit 1: ")


class Always:
    """A pace that never waits."""

    def begin(self):
        pass

    def allows(self, index):
        return True


def test_without_a_loop_playing_says_what_to_do_instead():
    view = UnitView()
    view.play()
    assert view.transport.problem == (
        "playing needs a notebook; call train() to train without one."
    )


def test_another_seed_is_the_next_one_and_begins_anew(trained):
    view = UnitView(seed=3)
    view.train()
    says(view, "another")
    assert view.settings.seed == 4 and view.run.step.index == 0
    assert view.form.controls["seed"].value == 4
    assert view.heading.query == "open=units&seed=4"


def test_weights_that_are_lost_are_said_and_the_last_good_frame_stays():
    view = UnitView()
    frame = view.picture.frame
    view.run.step.network.parameters[:] = np.nan
    view._guarded(view.step)
    assert view.transport.state == "failed" and view.picture.faded
    assert view.transport.problem == "Stopped: the loss is not a number."
    assert view.picture.frame == frame
    view.step()
    assert view.transport.state == "paused" and not view.picture.faded


# ---- settings --------------------------------------------------------------------------


def test_the_chosen_seed_goes_with_the_number_of_units_until_a_person_sets_another():
    view = UnitView()
    assert view.form.controls["seed"].value == CHOSEN[3]
    assert "the best of seeds 0 to 31" in view.chosen.value
    view.form.controls["hidden"].value = (2,)
    assert view.form.controls["seed"].value == CHOSEN[2] == view.run.config.seed
    assert "the best that draws a wedge" in view.chosen.value
    view.form.controls["seed"].value = 5
    view.form.controls["hidden"].value = (4,)
    assert view.run.config.seed == 5
    assert view.chosen.value == '<p class="gb-note"></p>'
    assert view.heading.query == "open=units&hidden=4&seed=5"


def test_a_person_who_comes_back_to_the_chosen_seed_has_the_chosen_one_again():
    view = UnitView()
    view.form.controls["seed"].value = 5
    view.form.controls["seed"].value = CHOSEN[3]
    assert view.settings == UnitSettings() and view.heading.query == "open=units"


def test_the_recipe_has_a_smaller_rate_for_two_layers():
    one, two = UnitView(), UnitView(hidden=(3, 3))
    assert (one.run.config.learning_rate, two.run.config.learning_rate) == (0.03, 0.01)
    assert one.run.config.schedule == "cosine" and one.run.config.steps == 1000


def test_the_link_brings_the_settings_back():
    view = UnitView(rule="ring", hidden=(5, 4), activation="tanh", seed=9)
    again = UnitView.from_link(f"https://example.org/voila/x?{view.heading.query}")
    assert again.settings == view.settings and again.transport.problem == ""
    assert from_query("units", UnitSettings, query_of(view.heading.query))[1] == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"hidden": ()}, "hidden must be one or two layers, got 0."),
        ({"hidden": (3, 3, 3)}, "hidden must be one or two layers, got 3."),
        ({"hidden": (17,)}, "hidden[0] (units of layer 1) must be in [1, 16], got 17."),
        ({"activation": "sigmoid"}, "activation must be one of relu, tanh; got 'sigmoid'."),
        ({"seed": -1}, "seed must be in [0, 9999], got -1."),
        ({"rule": "star"}, "rule must be one of positive, "),
        ({"colour": 1}, "there is no setting 'colour'; there are rule, hidden, activation, seed."),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_in_words(settings, words):
    view = UnitView(**settings)
    assert view.transport.problem.startswith(words)
    assert view.settings == UnitSettings()


def test_a_control_that_asks_for_too_much_goes_back():
    view = UnitView()
    view.form.controls["hidden"].value = (3, 3, 3)
    assert view.form.controls["hidden"].value == (3,)
    assert view.transport.problem == "hidden must be one or two layers, got 3."


def test_a_rule_of_ones_own_is_learned(registry):
    def corner(points):
        return (points[:, 0] > 0) & (points[:, 1] > 0)

    view = UnitView(corner, hidden=(2,))
    view.train()
    assert view.settings.rule == "your corner" and view.transport.problem == ""
    data = view.run.data
    np.testing.assert_array_equal(data.y_test, corner(data.x_test))
    assert view.scene.whole > 0.9


def test_a_rule_that_fails_is_refused_in_words():
    view = UnitView(lambda points: True)
    assert "must return one True or False for each of the points" in view.transport.problem
    assert view.settings.rule == "circle"


def test_a_rule_that_fails_only_later_is_refused_and_the_one_before_stays(registry):
    def fragile(points):
        if len(points) > 600:
            raise OverflowError("too many")
        return points[:, 0] > 0

    toys.register("fragile", fragile)
    view = UnitView()
    view.form.controls["rule"].value = "fragile"
    assert "the rule 'fragile' stopped with OverflowError" in view.transport.problem
    assert view.form.controls["rule"].value == view.run.data.rule == "circle"


def code_of(view):
    view.heading._handle_custom_msg({"kind": "code"}, [])
    return view.heading.code


def test_the_code_gives_the_accuracies_that_are_shown(trained, capsys):
    trained.toggle(0, 1)
    lines, found = code_of(trained), {}
    exec(lines, found)
    accuracy, lost, _ = capsys.readouterr().out.splitlines()
    assert f"{float(accuracy):.1%}" == trained.transport.result
    alone = [trained.scene.whole - loss for loss in map(float, re.findall(r": ([\d.]+)", lost))]
    assert [f"without it {one:.1%}" for one in alone][0] == trained.picture.tiles[0]["below"]
    assert len(found["boundary"](found["network"]).edges) * 16 == len(trained.picture.edges)


# ---- words -----------------------------------------------------------------------------


def found(*lengths, regions=4, parts=1, closed=0):
    edges = tuple(Edge((0.0, 0.0), (one, 0.0)) for one in lengths)
    return Boundary(edges, regions, parts, closed)


@pytest.mark.parametrize(
    ("boundary", "settings", "folds", "words"),
    [
        (found(regions=1, parts=0), {"hidden": (1,)}, 0,
         "No fold crosses the square. There is no 50% line: every point gets the same answer."),
        (found(2.0, regions=2), {"hidden": (1,)}, 1,
         "1 fold cuts the square into 2 regions. In each the network is flat, so the 50% line has "
         "1 straight edge and leaves the square. It does not turn. One fold can enclose nothing."),
        (found(1.9, 1.7, 0.07), {"hidden": (2,)}, 2,
         "2 folds cut the square into 4 regions. In each the network is flat, so the 50% line has "
         "3 straight edges and leaves the square; the shortest, 0.07 long, cuts off a corner. It "
         "turns twice, each time at a fold. Two folds can enclose nothing."),
        (found(1.2, 1.1, 0.9, 0.07), {}, 3,
         "3 folds cut the square into 4 regions. In each the network is flat, so the 50% line has "
         "4 straight edges and leaves the square. It turns 3 times, each time at a fold."),
        (found(2.0, 2.0, regions=3, parts=2), {"hidden": (2,)}, 2,
         "2 folds cut the square into 3 regions. In each the network is flat, so the 50% line has "
         "2 straight edges in 2 pieces, none of them closed. It does not turn. Two folds can "
         "enclose nothing."),
        (found(1.0, 1.0, 1.0, 0.01, 0.01, 0.01, regions=7, closed=1), {}, 3,
         "3 folds cut the square into 7 regions. In each the network is flat, so the 50% line has "
         "6 straight edges, 3 of them too short to see, and is closed. It turns 6 times, each "
         "time at a fold."),
        (found(*[1.0] * 12, regions=1024, parts=2, closed=2), {"hidden": (8, 8)}, 6,
         "The first layer has 6 straight folds; a fold of the second bends where it crosses one "
         "of them. Together they cut the square into 1,024 regions. In each the network is flat, "
         "so the 50% line has 12 straight edges in 2 pieces, all of them closed. It turns 12 "
         "times, each time at a fold."),
    ],
)  # fmt: skip
def test_edges_and_turns_are_told_as_they_are(boundary, settings, folds, words):
    assert edges_said(boundary, UnitSettings(**settings), folds) == words


@pytest.mark.parametrize(
    ("lost", "dead", "words"),
    [
        ({(0, 0): 0.18, (0, 1): -0.017}, (),
         "All units: 94.0%. Without unit 1: \u221218.0 percentage points; without unit 2: +1.7."),
        ({(0, k): 0.1 * k for k in range(4)}, (),
         "All units: 94.0%. Without unit 4 most is lost: \u221230.0 percentage points; without "
         "unit 1 least: 0.0."),
        ({(0, 0): 0.0, (0, 1): 0.0}, ((0, 0), (0, 1)),
         "All units: 94.0%. Units 1 and 2 are dead: off at every training point."),
    ],
)  # fmt: skip
def test_what_each_unit_is_worth_is_told_in_percentage_points(lost, dead, words):
    assert lost_said(lost, dead, (len(lost),), 0.94) == words


def test_what_is_broken_is_told_with_its_number():
    assert removed_said([(0, 0)], (3,), 0.94, 0.9, 1) == (
        "Without unit 1: 90.0% right, \u22124.0 percentage points; 1 point becomes wrong."
    )
    assert names([(1, 0), (0, 1)], (2, 2)) == "units 1.2 and 2.1"
    assert names([(0, k) for k in range(4)], (4,)) == "4 units"
    assert [change(one) for one in (0.0004, -0.0004, -0.01)] == ["0.0", "0.0", "+1.0"]


def test_edges_that_are_not_known_are_sent_as_none():
    picture = UnitPicture()
    picture.show_edges([Edge((0.0, 0.5), (1.0, -1.0))])
    assert np.frombuffer(picture.edges, "<f4").tolist() == [0, 0.5, 1, -1]
    picture.show_edges(())
    assert picture.edges == b""
