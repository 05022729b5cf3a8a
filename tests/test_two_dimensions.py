"""The two-dimensional bench: what is sent, written and said, and what a person does."""
import asyncio

import numpy as np
import pytest

from course.pca import pca
from course.seeding import generator
from course.vectors.clouds import published_cloud
from course.vectors.relations import relations
from widgets.controls.switch import Switch
from widgets.links import from_query, query_of
from widgets.two_dimensions import TwoDimensions
from widgets.two_dimensions_settings import LIKE_PUBLISHED, PRESETS, CloudControls, CloudSettings


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


@pytest.fixture
def bench():
    """Fifty points, so that the table takes no time."""
    return TwoDimensions(points=50)


def says(bench, kind, **more):
    """What the page sends from the picture."""
    bench.picture._handle_custom_msg({"kind": kind, **more}, [])


def sent(bench, name, columns=2):
    return np.frombuffer(getattr(bench.picture, name), "<f4").reshape(-1, columns)


def press(bench, name):
    bench.form.controls[name]._handle_custom_msg({"kind": "press"}, [])


def code_of(bench):
    bench.heading._handle_custom_msg({"kind": "code"}, [])
    return bench.heading.code


# ---- what is shown ---------------------------------------------------------------------


def test_it_begins_with_the_published_cloud_and_everything_kept():
    bench = TwoDimensions()
    x = published_cloud(generator(LIKE_PUBLISHED, "cloud"), 1000)
    np.testing.assert_allclose(sent(bench, "before"), x, rtol=1e-6)
    assert bench.relations.angles_kept and bench.relations.norms_kept
    assert "angles kept" in bench.table.value and "broken" not in bench.table.value
    assert bench.picture.captions == [
        "PC1: deviation 83.0, share 97.5%",
        "PC2: deviation 13.3, share 2.5%",
    ]
    assert list(PRESETS)[int(bench.presets.value)] == "as published"


def test_after_and_the_cosines_are_those_of_pca(bench):
    bench.preset("centred")
    x = bench.settings.cloud()
    after = pca(x).transformation(x)
    np.testing.assert_allclose(sent(bench, "after"), after, atol=1e-4)
    row = bench.settings.row
    for one, cosines in zip((x, after), sent(bench, "cosines", 50), strict=True):
        lengths = np.linalg.norm(one, axis=1)
        np.testing.assert_allclose(cosines, one @ one[row] / lengths / lengths[row], atol=1e-5)


@pytest.mark.parametrize(
    ("name", "kept", "broken"),
    [
        ("as published", "angles norms distances", ""),
        ("off centre", "angles norms distances", ""),
        ("centred", "distances", "angles norms"),
        ("scaled", "", "angles norms distances"),
        ("whitened", "", "angles norms distances"),
        ("one component", "", "angles norms distances"),
    ],
)
def test_one_press_shows_what_is_kept_and_what_breaks(bench, name, kept, broken):
    bench.presets._handle_custom_msg({"option": list(PRESETS).index(name)}, [])
    for words, expected in ((kept, True), (broken, False)):
        for relation in words.split():
            assert getattr(bench.relations, f"{relation}_kept") is expected, relation
    assert list(PRESETS)[int(bench.presets.value)] == name
    controls = {key: one.value for key, one in bench.form.controls.items()}
    assert CloudControls(**controls) == bench.settings.controls


def test_the_switches_break_the_relations_and_mend_them_again(bench):
    bench.form.controls["offset_x"].value = 120.0
    assert "angles kept" in bench.table.value
    press(bench, "centre")
    assert "angles broken" in bench.table.value and "centred, rotated" in bench.picture.after_words
    assert bench.presets.value == -1
    press(bench, "keep")
    assert bench.settings.keep == 1 and not sent(bench, "after")[:, 1].any()
    assert bench.picture.captions[1].startswith("PC2: not kept, share ")
    press(bench, "keep")
    press(bench, "centre")
    assert "angles kept" in bench.table.value and bench.settings.keep == 2


def test_both_pictures_have_one_scale_unless_the_units_change(bench):
    before, after = bench.picture.reach
    assert before == after and bench.picture.same
    assert np.abs(sent(bench, "before")).max() <= before
    press(bench, "whiten")
    assert bench.picture.reach[1] < 10 and not bench.picture.same


def test_axes_turned_by_hand_show_their_angle_only_then(bench):
    turned = bench.form.controls["degrees"]
    assert "gb-unused" in turned._dom_classes
    bench.form.controls["axes"].value = "hand"
    assert "gb-unused" not in turned._dom_classes
    turned.value = 90.0
    x = bench.settings.cloud()
    np.testing.assert_allclose(sent(bench, "after"), np.c_[x[:, 1], -x[:, 0]], atol=1e-4)
    assert bench.picture.axes == ["axis 1", "axis 2"] and bench.relations.angles_kept


# ---- points that are moved -------------------------------------------------------------


def test_a_dragged_point_is_moved_chosen_and_all_follows(bench):
    frame, whole = bench.picture.frame, bench.picture.before
    says(bench, "move", row=7, at=[-150.04, 60.0], number=3)
    assert bench.picture.put == [7, -150.0, 60.0] and bench.picture.before is whole
    assert bench.picture.heard == 3 and bench.picture.frame == frame + 1
    assert bench.picture.chosen == 7
    x = bench.settings.cloud()
    assert x[7].tolist() == [-150, 60]
    np.testing.assert_allclose(sent(bench, "after"), pca(x, centre=False)(x), atol=1e-4)
    says(bench, "drop")
    assert bench.picture.put == []
    np.testing.assert_allclose(sent(bench, "before"), x, rtol=1e-6)
    assert "Point 8 is chosen, at (\u2212150.0, 60.0)." in bench.picture.spoken


def test_a_drag_sends_only_what_changes(bench, monkeypatch):
    messages = []
    monkeypatch.setattr(bench.picture, "send_state", lambda key=None: messages.append(set(key)))
    says(bench, "move", row=7, at=[-50.0, 60.0], number=1)
    says(bench, "move", row=7, at=[-51.0, 61.0], number=2)
    frames = [one for one in messages if "frame" in one]
    assert len(frames) == 2
    assert "before" not in frames[1] and {"after", "cosines", "put"} <= frames[1]
    assert "labels" not in frames[1]


def test_one_undo_takes_back_one_drag_however_many_moves_it_had(bench):
    x = bench.settings.cloud()
    for number, at in enumerate(([10.0, 10.0], [20.0, 5.0], [30.0, 0.0])):
        says(bench, "move", row=7, at=at, number=number)
    says(bench, "drop")
    says(bench, "move", row=8, at=[1.0, 2.0], number=4)
    says(bench, "drop")
    assert bench.picture.undo
    says(bench, "undo")
    assert bench.settings.places == {7: (30.0, 0.0)}
    says(bench, "undo")
    assert bench.settings.places == {} and not bench.picture.undo
    np.testing.assert_allclose(sent(bench, "before"), x, rtol=1e-6)
    says(bench, "undo")
    assert bench.settings.places == {}


def test_all_points_are_put_back_at_once_and_that_can_be_undone(bench):
    for row in (3, 4):
        says(bench, "move", row=row, at=[0.5, 1.0], number=row)
        says(bench, "drop")
    says(bench, "back")
    assert bench.settings.moved == () and bench.picture.undo
    says(bench, "undo")
    assert set(bench.settings.places) == {3, 4}


def test_a_point_on_the_origin_is_said_left_out_and_counted(bench):
    says(bench, "move", row=7, at=[0, 0], number=1)
    says(bench, "drop")
    assert bench.relations.without_angle == 1 and bench.relations.angles_kept
    assert bench.picture.note.startswith("1 point on the origin, before or after, has no angle")
    assert "it has no angle to any other" in bench.picture.labels[2]
    assert np.isnan(sent(bench, "cosines", 50)).all()
    says(bench, "choose", row=8)
    assert np.isnan(sent(bench, "cosines", 50)).sum(axis=1).tolist() == [1, 1]


def test_an_outlier_turns_the_axes(bench):
    before = bench.treated.directions
    says(bench, "move", row=7, at=[-20.0, 190.0], number=1)
    assert np.abs(bench.treated.directions - before).max() > 0.01


def test_moved_points_stay_where_they_are_as_sliders_move_and_go_with_a_new_seed(bench):
    says(bench, "move", row=7, at=[-50.0, 60.0], number=1)
    says(bench, "drop")
    bench.form.controls["noise"].value = 30.0
    assert bench.settings.cloud()[7].tolist() == [-50, 60]
    bench.form.controls["seed"].value = 3
    assert bench.settings.moved == () and not bench.picture.undo


def test_while_a_point_is_dragged_the_picture_only_widens(bench):
    press(bench, "whiten")
    says(bench, "move", row=7, at=[-130.0, 130.0], number=1)
    wide = bench.picture.reach[1]
    says(bench, "move", row=7, at=[50.0, 50.0], number=2)
    assert bench.picture.reach[1] == wide
    says(bench, "drop")
    assert bench.picture.reach[1] < wide


def test_the_next_point_around_the_origin_is_chosen(bench):
    x = bench.settings.cloud()
    order = np.argsort(np.arctan2(x[:, 1], x[:, 0])).tolist()
    here = order.index(bench.settings.row)
    says(bench, "next", by=1)
    assert bench.picture.chosen == order[(here + 1) % 50]
    says(bench, "next", by=-2)
    assert bench.picture.chosen == order[here - 1]


@pytest.mark.parametrize(
    "content",
    [
        None, [], {}, {"kind": "move"}, {"kind": "move", "row": 7, "at": [1], "number": 1},
        {"kind": "move", "row": 7, "at": [1, float("nan")], "number": 1},
        {"kind": "move", "row": 7, "at": ["1", 2], "number": 1},
        {"kind": "move", "row": "7", "at": [1, 2], "number": 1},
        {"kind": "move", "row": True, "at": [1, 2], "number": 1},
        {"kind": "choose", "row": 50}, {"kind": "choose", "row": -1}, {"kind": "choose"},
        {"kind": "next", "by": 1.5}, {"kind": "close"}, {"kind": "drop"},
    ],
)  # fmt: skip
def test_messages_that_make_no_sense_change_nothing(bench, content):
    settings, frame = bench.settings, bench.picture.frame
    bench.picture._handle_custom_msg(content, [])
    assert bench.settings == settings and bench.picture.frame == frame


def test_a_move_out_of_bounds_is_refused_in_words_and_answered(bench):
    settings = bench.settings
    says(bench, "move", row=50, at=[1, 2], number=9)
    assert bench.picture.problem == "row must be in [0, 49], got 50."
    says(bench, "move", row=7, at=[1, 2000], number=10)
    assert bench.picture.problem == "y must be in [-600, 600], got 2000.0."
    assert bench.settings == settings and bench.picture.heard == 10


@pytest.mark.parametrize("at", [[10**400, 0], [0, -(10**400)], [float("nan"), 0], ["1", 2], [1]])
def test_a_place_that_is_none_changes_nothing(bench, at):
    before = bench.settings
    says(bench, "move", row=3, at=at, number=1)
    says(bench, "move", row=3, at=[1, 2], number=10**400)
    assert bench.settings == before and bench.picture.heard == 0


def test_the_page_cannot_set_what_is_shown(bench):
    before = bench.picture.after
    bench.picture.set_state({"after": b"", "labels": []})
    bench.form.controls["centre"].set_state({"on": True})
    assert bench.picture.after == before and not bench.form.controls["centre"].on


def test_a_switch_takes_one_of_its_two_values():
    switch = Switch("keep 1 of 2", (2, 1), 2)
    assert not switch.on
    switch._handle_custom_msg({"kind": "press"}, [])
    assert switch.value == 1 and switch.on
    switch._handle_custom_msg("press", [])
    assert switch.value == 1
    with pytest.raises(Exception, match=r"keep 1 of 2 must be one of \(2, 1\); got 3"):
        switch.value = 3


# ---- on a loop -------------------------------------------------------------------------


def test_on_a_loop_the_frame_comes_first_and_the_table_follows():
    async def scenario():
        bench = TwoDimensions(points=50, offset_x=100.0)
        while bench.relations is None:
            await asyncio.sleep(0.005)
        table, frame = bench.table.value, bench.picture.frame
        await asyncio.to_thread(press, bench, "centre")
        while bench.picture.frame == frame:
            await asyncio.sleep(0)
        at_once = bench.table.value == table
        while bench.table.value == table:
            await asyncio.sleep(0.005)
        after = bench.table.value
        bench.close()
        return at_once, table, after

    at_once, table, after = asyncio.run(scenario())
    assert at_once and "angles kept" in table and "angles broken" in after


def test_while_a_hand_moves_the_table_keeps_up_and_ends_with_the_last_place():
    async def scenario():
        bench = TwoDimensions(points=50, centre=True)
        tables = set()
        for number in range(60):
            says(bench, "move", row=7, at=[number * 2.0, -40.0], number=number)
            await asyncio.sleep(0.01)
            tables.add(bench.table.value)
        says(bench, "drop")
        while not bench._task.done():
            await asyncio.sleep(0.005)
        last = bench.relations
        bench.close()
        return tables, last, bench.treated

    tables, last, treated = asyncio.run(scenario())
    assert len(tables) > 2
    assert last == relations(treated.before, treated.after)


# ---- settings --------------------------------------------------------------------------


def test_the_link_brings_settings_and_moved_points_back(bench):
    bench.preset("whitened")
    bench.form.controls["axes"].value = "hand"
    bench.form.controls["degrees"].value = -30.0
    says(bench, "move", row=7, at=[-50.0, 60.5], number=1)
    says(bench, "drop")
    again = TwoDimensions.from_link(f"https://example.org/x?{bench.heading.query}", points=50)
    assert again.settings == bench.settings and again.picture.problem == ""
    found, problems = from_query("two-dimensions", CloudSettings, query_of(bench.heading.query))
    assert problems == [] and found["moved"] == (7.0, -50.0, 60.5)


def test_a_link_carries_twelve_moved_points_and_says_so_when_there_are_more():
    bench = TwoDimensions(points=500)
    for row in range(100, 112):
        bench.move(row, -123.4, -456.7)
        bench.drop()
    again = TwoDimensions.from_link(bench.heading.query)
    assert again.settings == bench.settings and again.picture.problem == ""
    assert bench.picture.note == ""
    bench.move(112, 1.0, 1.0)
    bench.drop()
    assert "moved=" not in bench.heading.query
    assert bench.picture.note == (
        "13 points are moved: more than the 12 that a link can carry."
    )


def test_the_default_opens_a_bare_link():
    assert TwoDimensions().heading.query == "open=two-dimensions"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slope": "steep"}, "slope must be a number, got 'steep' (str)."),
        ({"noise": -1}, "noise must be in [0, 200], got -1."),
        ({"points": 2}, "points must be in [3, 1000], got 2."),
        ({"keep": 3}, "keep must be in [1, 2], got 3."),
        ({"centre": "yes"}, "centre must be True or False, got 'yes'."),
        ({"axes": "x"}, "axes must be one of pca, hand; got 'x'."),
        ({"chosen": 1000}, "chosen must be in [0, 999], got 1000."),
        ({"moved": (1, 2)}, "moved must be row, x, y for each point, got 2 numbers."),
        ({"moved": (1.5, 2, 2)}, "moved[0] (a row) must be a whole number, got 1.5."),
        ({"moved": (1, 2, 601)}, "moved[2] (y) must be in [-600, 600], got 601."),
        ({"moved": 5}, "moved must be numbers, got 5."),
        ({"colour": 1}, "there is no setting 'colour'; there are slope,"),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_in_words(given, words):
    bench = TwoDimensions(**given)
    assert bench.picture.problem.startswith(words)
    assert bench.settings == CloudSettings()


def test_what_a_link_says_wrongly_is_said_and_the_rest_is_used():
    bench = TwoDimensions.from_link("open=two-dimensions&keep=7&centre=1&points=20&moved=1~2")
    assert bench.picture.problem.startswith("Not used from the link: keep must be in [1, 2], got 7")
    assert bench.settings.centre and bench.settings.points == 20 and bench.settings.moved == ()


def test_fewer_points_than_the_chosen_row_choose_the_last(bench):
    says(bench, "choose", row=49)
    bench.form.controls["points"].value = 20
    assert bench.picture.chosen == 19 and bench.picture.problem == ""


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"centre": True, "offset_x": 100.0, "moved": (3.0, -20.0, 50.0, 5.0, 0.0, 1.5)},
        {"scale": True, "keep": 1, "slope": 0.3},
        {"whiten": True, "chosen": 4, "noise": 33.0},
        {"axes": "hand", "degrees": 30.0},
        {"axes": "hand", "centre": True, "scale": True, "whiten": True, "keep": 1,
         "offset_y": -40.0},
    ],
)  # fmt: skip
def test_the_code_gives_the_numbers_on_screen(given, capsys):
    bench = TwoDimensions(points=50, **given)
    found = {}
    exec(code_of(bench), found)
    said = capsys.readouterr().out
    np.testing.assert_allclose(found["x"], bench.treated.before, rtol=1e-12)
    np.testing.assert_allclose(found["after"], bench.treated.after, atol=1e-9)
    assert said.startswith(bench.relations.words)
    view = [np.frombuffer(bench.picture.cosines, "<f4").reshape(2, -1)[k, :6] for k in (0, 1)]
    told = [found["cosines"](found[name], bench.settings.row)[:6] for name in ("x", "after")]
    np.testing.assert_allclose(told, view, atol=1e-6)


def test_flat_clouds_and_single_points_are_shown_without_a_word_of_trouble():
    bench = TwoDimensions(points=50, noise=0.0, slope=0.0)
    for name in ("centre", "scale", "whiten", "keep"):
        press(bench, name)
        assert bench.picture.problem == "", name
        assert np.isfinite(sent(bench, "after")).all()
