"""The sweep map as a view: what is sent, written and said, and what a person can do."""
import asyncio
import re

import numpy as np
import pytest

from course.records import TrainConfig
from course.toys import RULES, make_dataset
from course.training import evaluate, fit
from widgets import sweep_map_words as words
from widgets.sweep_map import SweepMap
from widgets.sweep_map_settings import SweepMapSettings

SMALL = {"widths": (2, 5), "rates": (0.01, 0.1), "seeds": 4, "steps": 40, "points": 64}


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


@pytest.fixture(scope="module")
def filled():
    widget = SweepMap("circle", **SMALL)
    widget.run()
    return widget


def floats(value, *shape):
    return np.frombuffer(value, "<f4").reshape(*shape)


def pressed(widget, kind="press"):
    widget.runner._handle_custom_msg({"kind": kind}, [])


def clicked(widget, at):
    widget.map._handle_custom_msg({"kind": "cell", "at": at}, [])


# ---- before it is filled ---------------------------------------------------------------


def test_it_says_what_filling_it_will_take_before_it_begins():
    widget = SweepMap()
    expected = r"\*\*672 networks\*\*, 1,000 steps each: about \d+ s and \d+ MB"
    assert re.fullmatch(expected, widget.runner.words)
    assert widget.runner.enabled and widget.runner.label == "Fill the map"
    assert widget.map.rows == ["1", "2", "4", "8", "16", "32", "64"]
    assert widget.map.columns == ["0.001", "0.003", "0.01", "0.03", "0.1", "0.3"]
    assert np.isnan(floats(widget.map.shades, 42)).all() and set(widget.map.figures) == {""}
    assert widget.words.value == "" and "0 of 672 networks trained" in widget.map.label


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"widths": ()}, "widths must be 1 to 12 numbers, got 0: a map of 0 networks shows"),
        ({"widths": range(90, 101), "depth": 3, "steps": 20_000, "seeds": 32},
         r"a map may take 10 min at most, this one has [\d,]+ networks: about \d+ (min|h) "),
        ({"rule": "square"}, "rule must be one of positive, "),
        ({"speed": 3}, "there is no setting 'speed'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_in_the_widget(settings, said):
    widget = SweepMap(**settings)
    assert re.match(said, widget.runner.problem)
    assert widget.runner.enabled


def test_a_rule_that_fails_is_said_and_does_not_stop_the_page():
    def rule(points):
        if len(points) > 1000:
            raise ZeroDivisionError("too many")
        return points[:, 0] > 0

    try:
        widget = SweepMap(rule, noise=0.1, **SMALL)
        said = "the rule 'your rule' stopped with ZeroDivisionError: 'too many'."
        assert widget.runner.problem == said
    finally:
        RULES.pop("your rule", None)


def test_a_rule_of_ones_own_is_swept():
    def corner(points):
        return points.min(axis=1) > 0

    try:
        widget = SweepMap(corner, widths=(3,), rates=(0.1,), seeds=2, steps=60)
        assert widget.settings.rule == "your corner"
        assert widget.run().medians[0, 0] > 0.8
    finally:
        RULES.pop("your corner", None)


# ---- what the filled map shows ---------------------------------------------------------


def test_each_cell_shows_the_median_of_its_networks_trained_one_by_one(filled):
    data = make_dataset("circle", 64, 1000)
    low = float(filled.map.ends[0]) / 100
    for at, (width, rate) in enumerate([(2, 0.01), (2, 0.1), (5, 0.01), (5, 0.1)]):
        found = []
        for seed in range(4):
            config = TrainConfig(
                (width,), learning_rate=rate, seed=seed, steps=40, batch_size=32
            )
            *_, last = fit(config, data)
            found.append(evaluate(last.network, data.x_test, data.y_test).accuracy)
        found.sort()
        median = (found[1] + found[2]) / 2
        assert float(filled.map.figures[at]) == pytest.approx(100 * median, abs=0.2)
        shade = np.clip((median - low) / (1 - low), 0, 1)
        assert floats(filled.map.shades, 4)[at] == pytest.approx(shade, abs=0.005)
        marks = np.clip((np.array(found) - low) / (1 - low), 0, 1)
        assert sorted(floats(filled.map.marks, 4, 4)[at]) == pytest.approx(marks, abs=0.005)


def test_the_best_cell_and_the_best_rate_of_each_width_are_marked(filled):
    medians = np.array(filled.map.figures, float).reshape(2, 2)
    assert filled.map.best == medians.argmax()
    assert filled.map.best_columns == medians.argmax(axis=1).tolist()


def test_it_says_that_it_is_done_and_the_button_rests(filled):
    assert re.fullmatch(r"done, all 16 trained in \d+\.\d s", filled.runner.words)
    assert not filled.runner.enabled
    assert filled.runner.spoken.startswith("Done. Best: ")
    assert filled.words.value == f"<p>{words.summary(filled.table, np.pi * 0.16)}</p>"
    assert filled.map.label.endswith(filled.words.value[3:-4])


def test_the_code_gives_the_figures_of_the_map(filled):
    filled.heading._handle_custom_msg({"kind": "code"}, [])
    *lines, last = filled.heading.code.splitlines()
    names = {}
    exec("\n".join([*lines, f"medians = {last}"]), names)
    np.testing.assert_array_equal(names["medians"], filled.table.medians)


def test_the_link_brings_the_settings_back():
    widget = SweepMap("rose", depth=3, widths=(2, 8), rates=(0.003, 0.1), noise=0.05)
    assert widget.heading.call.startswith('SweepMap.from_link("open=sweep&rule=rose')
    again = SweepMap.from_link("?" + widget.heading.query)
    assert again.settings == widget.settings and again.runner.problem == ""


# ---- stopping, going on, other settings ------------------------------------------------


def test_stop_keeps_what_is_trained_and_the_button_goes_on_from_there():
    async def stopped():
        widget = SweepMap("circle", **{**SMALL, "steps": 400})
        pressed(widget)
        while widget.filling.trained < 8:
            await asyncio.sleep(0.001)
        pressed(widget)
        while widget.work.running:
            await asyncio.sleep(0.001)
        between = (widget.filling.trained, widget.runner.label, widget.runner.words)
        first = widget.table.accuracies[0].copy()
        pressed(widget)
        while not widget.filling.complete or widget.work.running:
            await asyncio.sleep(0.001)
        np.testing.assert_array_equal(widget.table.accuracies[0], first)
        return between, widget.runner.label, widget.runner.enabled

    between, label, enabled = asyncio.run(asyncio.wait_for(stopped(), 60))
    assert between == (8, "Go on", "stopped: **8 of 16** networks are trained and stay")
    assert (label, enabled) == ("Fill the map", False)


def test_another_setting_empties_the_map_even_while_it_fills():
    async def changed():
        widget = SweepMap("circle", **{**SMALL, "steps": 400})
        pressed(widget)
        while widget.filling.trained < 8:
            await asyncio.sleep(0.001)
        before = widget.filling
        widget.form.controls["steps"].value = 100
        while widget.work.running:
            await asyncio.sleep(0.001)
        return widget, before

    widget, before = asyncio.run(asyncio.wait_for(changed(), 60))
    assert before.trained == 8  # nobody waits for the rest of it
    assert widget.filling.trained == 0 and widget.filling.plan.steps == 100
    assert np.isnan(floats(widget.map.shades, 4)).all()
    assert widget.runner.words.startswith("**16 networks**, 100 steps each")
    assert widget.heading.query.endswith("&steps=100&points=64")


def test_a_change_that_is_refused_leaves_the_map_as_it_is(filled):
    widget = filled
    row = widget.form.controls["widths"]
    row._handle_custom_msg({"text": "0 4"}, [])
    assert widget.runner.problem == "each of widths must be in [1, 100], got 0."
    assert row.text == "2 5" and widget.filling.complete
    row._handle_custom_msg({"text": "2 5"}, [])


def test_numbers_typed_out_of_order_are_put_in_order():
    widget = SweepMap("circle", **SMALL)
    widget.form.controls["rates"]._handle_custom_msg({"text": "0.3, .01 0.3"}, [])
    assert widget.settings.rates == (0.01, 0.3)
    assert widget.form.controls["rates"].text == "0.01 0.3"
    assert widget.map.columns == ["0.01", "0.3"]


def test_the_time_that_is_blocked_is_cut_into_small_pieces():
    widget = SweepMap()
    pieces = widget.pieces()
    made = sum(1 for _, _ in zip(range(14), pieces, strict=False))
    assert made == 14 and widget.filling.trained == 0  # two a width, before the first step


# ---- the networks of a cell ------------------------------------------------------------


def test_a_chosen_cell_shows_its_networks_best_first(filled):
    clicked(filled, 3)
    networks = filled.cell.networks
    assert filled.map.chosen == 3 and networks.title == "5 units, rate 0.1"
    accuracies = sorted(filled.table.accuracies[1, 1], reverse=True)
    assert [float(caption) for caption in networks.captions] == pytest.approx(
        [100 * accuracy for accuracy in accuracies], abs=0.06
    )
    assert len(networks.fields) == 4 * networks.side**2
    assert networks.line.startswith("Median ") and networks.line.endswith("%.")
    clicked(filled, -1)
    assert filled.map.chosen == -1 and networks.captions == []
    assert networks.line == "Choose a cell to see its networks."


def test_a_network_opens_in_the_playground_as_it_stands(filled):
    clicked(filled, 2)
    filled.cell.networks._handle_custom_msg({"kind": "open", "at": 1}, [])
    outcome = filled.filling.outcomes(1, 0)[1]
    opened = filled.cell.opened
    assert filled.cell.networks.opened == 1
    run = opened.playground.run
    assert run.step.index == 40
    np.testing.assert_array_equal(run.step.network.parameters, outcome.parameters)
    now = opened.playground.settings
    assert (now.rule, now.hidden, now.learning_rate) == ("circle", (5,), 0.01)
    assert now.seed == outcome.config.seed
    filled.cell.networks._handle_custom_msg({"kind": "open", "at": -1}, [])
    assert opened.playground is None and filled.cell.networks.opened == -1


def test_choosing_another_cell_closes_what_was_open(filled):
    clicked(filled, 0)
    filled.open_network(0)
    clicked(filled, 1)
    assert filled.cell.opened.playground is None and filled.cell.networks.opened == -1


def test_a_cell_that_is_not_trained_yet_can_be_chosen_and_fills():
    widget = SweepMap("circle", **SMALL)
    clicked(widget, 0)
    assert widget.cell.networks.line == "Not trained yet." and widget.map.chosen == 0
    widget.run()
    assert len(widget.cell.networks.captions) == 4
    assert len(widget.cell.networks.fields) == 4 * widget.cell.networks.side**2


def test_on_a_loop_the_fields_come_one_after_the_other():
    async def chosen():
        widget = SweepMap("circle", **SMALL)
        widget.run()
        clicked(widget, 0)
        await asyncio.sleep(0)
        side = widget.cell.networks.side
        while len(widget.cell.networks.fields) < 4 * side**2:
            await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(chosen(), 60))


@pytest.mark.parametrize("at", [-2, 4, 1.0, True, "1", None])
def test_a_message_that_names_no_cell_is_not_heard(at, filled):
    clicked(filled, -1)
    clicked(filled, at)
    assert filled.map.chosen == -1


def test_networks_that_ran_away_are_marked_by_shape_and_words():
    widget = SweepMap(
        "circle", widths=(4,), rates=(0.01, 1e9), seeds=2, steps=30, optimiser="sgd", points=64
    )
    widget.run()
    assert floats(widget.map.marks, 2, 2)[1].tolist() == [-1, -1]
    assert np.isnan(floats(widget.map.shades, 2)).tolist() == [False, True]
    assert widget.map.lost == [0, 2] and widget.map.figures[1] == "away"
    assert "2 of 4 networks ran away: the loss is not a number or above 10,000." in (
        widget.words.value
    )
    clicked(widget, 1)
    assert widget.cell.networks.lost == [True, True]
    assert widget.cell.networks.words[0].startswith("Seed 0: ran away (the loss is not a number")


def test_what_is_opened_says_if_its_optimiser_begins_anew(filled):
    outcome = filled.filling.outcomes(0, 0)[0]
    run, seed = filled.filling.run_of(0, outcome), outcome.config.seed
    called = f"2 units, rate 0.01, seed {seed}, after 40 steps"
    assert words.standing(run, outcome, True) == called
    assert words.standing(run, outcome, False) == f"{called}; its optimiser begins anew"


def test_settings_of_a_link_are_the_plan_s():
    settings = SweepMapSettings(widths=[4, 2], batch_size=0, rates=[1, 0.1])
    assert settings.plan.batch_size is None
    assert (settings.widths, settings.rates) == ((2, 4), (0.1, 1.0))
