"""Published figures trained again: what is counted, what is asked, what is printed."""
import json
import sys
from concurrent.futures import Executor, Future
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import zoo
from benchmarks.zoo_row import Outcome, Row
from course.network import Network
from course.published import FIGURES, find
from course.toys import BUILT_IN, RULES
from course.toys import find as find_rule
from course.training import Step

CIRCLE = replace(find("circle-10"), note="")
QUICK = {recipe: replace(config, steps=1) for recipe, config in CIRCLE.recipes.items()}
FIELDS = [
    "name", "rule", "network", "published", "said", "goal", "counted", "recipe", "hidden",
    "optimiser", "learning_rate", "schedule", "start", "batch_size", "steps", "free", "seeds",
    "minimum", "median", "maximum", "reached", "cpu_seconds", "bar", "holds", "left_out", "note",
]  # fmt: skip


class AtOnce(Executor):
    """A pool of no processes, which remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    def submit(self, call, *arguments):
        self.asked.append((call, *arguments))
        future = Future()
        future.set_result(call(*arguments))
        return future


def reaching(*accuracies, figure=CIRCLE, recipe="ours"):
    """A row of networks with these accuracies, half a second each."""
    return Row(figure, recipe, tuple(Outcome(one, False, 0.5) for one in accuracies))


@pytest.mark.parametrize(("median", "holds"), [(0.978, True), (0.97799, False)])
def test_our_recipe_holds_when_its_median_meets_the_published_figure_and_not_before(median, holds):
    assert reaching(0.1, median, 1.0).holds is holds


@pytest.mark.parametrize("figure", [CIRCLE, find("linear-1"), find("circle-3")])
def test_nothing_is_asked_of_the_recipe_of_2016(figure):
    row = reaching(0.5, figure=figure, recipe="2016")
    assert (row.bar, row.holds) == (None, None)


@pytest.mark.parametrize("name", ["linear-1", "circle-3", "linear-1000-10-steps"])
def test_nothing_is_asked_of_a_lottery(name):
    row = reaching(0.5, figure=find(name))
    assert (row.bar, row.holds) == (None, None)


def test_seeds_that_reach_the_figure_are_counted():
    assert reaching(0.978, 0.979, 0.977).reached == 2


def test_seeds_that_say_one_thing_are_counted_where_that_was_published():
    outcomes = tuple(Outcome(0.5, one, 0.1) for one in (True, False, True))
    assert Row(find("positive-1-little"), "ours", outcomes).reached == 2


def test_a_row_as_json_has_its_fields_in_order_and_plain_values():
    row = json.loads(reaching(0.96, 0.99, 0.98).to_json())
    assert list(row) == FIELDS
    assert (row["published"], row["goal"], row["bar"]) == (0.978, 0.978, "median >= 0.978")
    assert (row["minimum"], row["median"], row["maximum"]) == (0.96, 0.98, 0.99)
    assert (row["seeds"], row["reached"], row["holds"]) == (3, 2, True)
    assert (row["cpu_seconds"], row["left_out"]) == (1.5, False)
    assert (row["recipe"], row["hidden"], row["start"]) == ("ours", [10], "he")


def test_a_row_that_was_left_out_says_so_and_holds_nothing_against_itself():
    row = json.loads(reaching().to_json())
    assert row["left_out"] is True
    assert row["seeds"] == 0
    empty = ("minimum", "median", "maximum", "reached", "cpu_seconds", "holds")
    assert all(row[name] is None for name in empty)


def test_every_field_is_explained():
    explained = zoo.__doc__.split("----\n")[1]
    for name in FIELDS:
        assert name in explained.replace(",", " ").split()


def test_the_cells_of_a_line_stand_below_their_headings():
    lines = [Row.heading, str(reaching(0.96, 0.98, recipe="2016")), str(reaching(0.98, 0.991))]
    starts = {name: lines[0].index(name) for name in ("published network", "recipe", "how")}
    for line in lines[1:]:
        assert line.startswith("circle-10 ")
        assert line[starts["published network"] :].startswith("10 hidden  ")
        assert "  97.8%  " in line
    assert lines[1][starts["recipe"] :].split()[:2] == ["2016", "10"]
    assert lines[1][starts["how"] :].startswith("SGD 0.5, 1,000 steps  ")
    assert lines[2][starts["how"] :].startswith("Adam 0.03 cosine, 1,000 steps  ")
    assert lines[1].split()[-7:] == ["96.00", "97.00", "98.00", "1", "of", "2", "1.0"]
    assert lines[2].split()[-8:] == ["98.00", "98.55", "99.10", "2", "of", "2", "1.0", "met"]
    assert lines[0].index("median") + 6 == lines[2].index("98.55") + 5


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_fits_its_columns(figure):
    for recipe in ("2016", "ours"):
        line = str(all_reaching(figure, recipe)).splitlines()[0]
        assert line[Row.heading.index("CPU s") :].split()[0] == "0.5"


def all_reaching(figure, recipe):
    """A row of 32 networks that all reach everything."""
    return Row(figure, recipe, (Outcome(1.0, True, 0.5 / 32),) * 32)


def test_a_missed_bar_stands_out():
    assert str(reaching(0.5)).endswith("  NO")


def test_a_row_that_was_left_out_is_named_in_the_table():
    assert str(reaching(recipe="2016")).startswith("circle-10 ")
    assert str(reaching(recipe="2016")).endswith("left out")


def test_a_note_stands_below_the_last_line_of_its_figure():
    figure = replace(CIRCLE, note="Steps unstated.")
    assert "\n" not in str(reaching(0.9, figure=figure, recipe="2016"))
    assert str(reaching(0.9, figure=figure)).endswith("\n    Steps unstated.")


def test_what_counts_instead_of_an_accuracy_is_said_in_the_line():
    assert "1 of 2 (90%)" in str(reaching(0.9, 0.8, figure=find("circle-3")))
    assert "0 of 1 say one thing" in str(reaching(0.9, figure=find("linear-1-little")))


def test_a_network_is_trained_as_its_recipe_says_on_points_of_its_own(monkeypatch):
    seen = []
    real = zoo.fit
    monkeypatch.setattr(zoo, "fit", lambda *a: seen.append(a) or real(*a))
    config = replace(CIRCLE.recipes["ours"], steps=3)
    zoo.outcome("circle", config, 7)
    [(trained, stream)] = seen
    assert trained == replace(config, seed=7)
    assert (stream.rule, stream.seed) == ("circle", 7)


def test_a_network_is_judged_by_points_held_out(monkeypatch):
    networks = []

    def fit(config, stream):
        networks.append(Network((2, 10, 1), seed=3))
        yield Step(1, networks[0], None, None, None)

    monkeypatch.setattr(zoo, "fit", fit)
    outcome = zoo.outcome("circle", CIRCLE.recipes["ours"], 0)
    points = zoo.held_out("circle")[0]
    says = networks[0].logits(points)[:, 0] > 0
    assert outcome.accuracy == pytest.approx((says == find_rule("circle").decide(points)).mean())


@pytest.mark.parametrize("rule", BUILT_IN)
def test_what_is_free_on_the_points_held_out_is_what_is_free_on_the_square(rule):
    _, y = zoo.held_out(rule)
    assert y.mean() == pytest.approx(RULES[rule].share, abs=0.001)


def test_one_point_is_held_out_in_each_cell_of_the_square():
    x, _ = zoo.held_out("rose")
    cells = np.floor((x + 1) / 2 * zoo.SIDE).astype(int)
    assert len({tuple(cell) for cell in cells}) == len(x) == 20_164
    assert np.std(x * zoo.SIDE % 2) > 0.5  # they do not sit in the middles


@pytest.mark.parametrize(("weight", "bias", "one"), [(0, 1, True), (0, -1, True), (1, 0, False)])
def test_one_answer_to_every_point_is_seen(weight, bias, one, monkeypatch):
    network = Network((2, 1))
    network.layers[0][0][:] = weight
    network.layers[0][1][:] = bias
    monkeypatch.setattr(zoo, "fit", lambda *_: iter([Step(1, network, None, None, None)]))
    assert zoo.outcome("circle", CIRCLE.recipes["ours"], 0).one_answer is one


def test_the_cpu_time_is_that_of_the_work(monkeypatch):
    now = iter([10.0, 12.5])
    monkeypatch.setattr(zoo.time, "process_time", lambda: next(now))
    assert zoo.outcome("circle", replace(CIRCLE.recipes["ours"], steps=1), 0).seconds == 2.5


def test_rows_come_in_order_with_every_seed_of_both_recipes(monkeypatch):
    seeds = []
    monkeypatch.setattr(
        zoo, "outcome", lambda rule, config, seed: seeds.append(seed) or Outcome(0.9, False, 1.0)
    )
    figures = (
        replace(CIRCLE, seeds=3, history=2),
        replace(CIRCLE, name="second", rule="ring", seeds=1),
    )
    rows = list(zoo.rows(AtOnce(), figures, quick=False))
    assert [row.name for row in rows] == [
        "circle-10, 2016", "circle-10, ours", "second, 2016", "second, ours",
    ]  # fmt: skip
    assert [len(row.outcomes) for row in rows] == [2, 3, 1, 1]
    assert seeds == [0, 1, 0, 1, 2, 0, 0]


def test_a_setting_of_which_two_figures_were_published_is_trained_once():
    pool, best = AtOnce(), replace(CIRCLE, name="best", seeds=2, recipes=dict(QUICK))
    list(zoo.rows(pool, (best, replace(best, seeds=1)), quick=False))
    assert [seed for _, _, config, seed in pool.asked if config.optimiser == "adam"] == [0, 1]


def test_a_quick_run_trains_eight_seeds_fewer_of_larger_networks_and_none_of_the_largest():
    small, large = find("circle-10"), find("rose-1000-1000-1000")
    assert zoo.wanted(small, "ours", quick=True) == 8
    assert zoo.wanted(replace(small, seeds=3), "ours", quick=True) == 3
    assert zoo.wanted(find("rose-100-100"), "ours", quick=True) == 2
    assert zoo.wanted(large, "ours", quick=True) == 0
    assert zoo.wanted(large, "ours", quick=False) == large.seeds


def test_a_quick_run_still_asks_something_of_every_rule_but_one_left_to_luck():
    asked = {f.rule for f in FIGURES if f.bar == "median" and zoo.wanted(f, "ours", quick=True)}
    assert asked == {"positive", "linear", "circle", "ring", "cosine", "rose"}


def test_the_work_of_a_network_is_its_multiplications():
    config = replace(CIRCLE.recipes["ours"], steps=10, batch_size=50)
    assert zoo.work(config) == (3 * 10 * 50 + 20_164) * (3 * 10 + 11)


def test_two_processes_share_the_work_and_each_uses_one_thread():
    pool = zoo.processes()
    try:
        threads = pool.submit(threads_used).result()
        figure = replace(find("linear-100-10-steps"), seeds=2)
        [then, ours] = zoo.rows(pool, (figure,), quick=False)
    finally:
        pool.shutdown()
    assert threads == {1}
    assert min(o.accuracy for o in (*then.outcomes, *ours.outcomes)) > 0.8


def threads_used():
    """How many threads the libraries of this process use for products of matrices."""
    from threadpoolctl import threadpool_info

    assert "torch" not in sys.modules
    return {pool["num_threads"] for pool in threadpool_info()}


def test_ours_is_reproduced_from_the_same_seed():
    config = replace(CIRCLE.recipes["ours"], steps=20)
    assert np.diff([zoo.outcome("circle", config, 4).accuracy for _ in range(2)]) == 0
