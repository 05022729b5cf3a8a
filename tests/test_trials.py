"""Many trainings side by side give the numbers of as many trainings by hand."""
import ast
from dataclasses import replace

import numpy as np
import pytest

from course.field import field
from course.portraits import Portraits
from course.records import TrainConfig
from course.toys import make_dataset
from course.training import Stream, evaluate, fit
from course.trials import Accuracies, Trials

SMALL = TrainConfig((3,), seed=range(4), steps=40, batch_size=20)
SIZES = {f"{n} hidden": replace(SMALL, hidden=(n,)) for n in (1, 3)}
GRID = {
    (rule, name): (config, rule)
    for rule in ("ring", "rose")
    for name, config in {"slow": SMALL, "fast": replace(SMALL, learning_rate=0.1)}.items()
}


def by_hand(config, points, test):
    """What a plain loop over `fit` gives; one accuracy a seed."""
    *_, last = fit(config, points)
    return tuple(np.atleast_1d(evaluate(last.network, test.x_test, test.y_test).accuracy))


def ran(code):
    """The value of the last line of some code."""
    names = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names)


def test_fixed_points_give_what_a_loop_by_hand_gives():
    data = make_dataset("circle")
    assert Trials(SIZES).run().rows == {
        label: by_hand(config, data, data) for label, config in SIZES.items()
    }


def test_fresh_points_and_many_to_test_on_give_what_a_loop_by_hand_gives():
    expected = {
        label: by_hand(config, Stream(rule), make_dataset(rule, n_test=2500))
        for label, (config, rule) in GRID.items()
    }
    assert Trials(GRID, fresh=True, n_test=2500).run().rows == expected


@pytest.mark.parametrize(
    "trials",
    [
        Trials(SIZES),
        Trials(SIZES, rule="ring", n_train=50, n_test=300, noise=0.1),
        Trials(GRID, fresh=True, n_test=1500, noise=0.2),
        Trials(GRID, n_train=60),
        Trials({"one": replace(SMALL, seed=5)}),
        Trials({"odd": replace(SMALL, seed=(3, 9, 11), device="torch-cpu", optimiser="sgd")}),
        Trials({"a": replace(SMALL, seed=(1, 2), learning_rate=(0.1, 0.2)),
                "b": replace(SMALL, seed=(3, 4), learning_rate=(0.1, 0.2))}),
        Trials({"a": SMALL, "again": SMALL}, fresh=True),
    ],
    ids=["sizes", "points", "fresh grid", "grid", "one seed", "device", "rates", "twice"],
)  # fmt: skip
def test_the_code_gives_the_same_numbers(trials):
    found, expected = ran(trials.code()), trials.run().rows
    assert list(found) == list(expected)
    for label, row in expected.items():
        assert np.atleast_1d(found[label]).tolist() == list(row)


def test_the_code_names_a_rule_that_must_be_registered(monkeypatch):
    from course import toys

    monkeypatch.setattr(toys, "RULES", dict(toys.RULES))
    toys.register("my half", lambda points: points[:, 0] > 0.5)
    code = Trials(SIZES, rule="my half").code()
    assert "# 'my half' is a rule of your own: register it first" in code


def test_it_breathes_once_a_step_and_once_a_thousand_test_points():
    trials = Trials(GRID, fresh=True, n_test=2001)
    assert trials.steps == 4 * (40 + 3)
    assert sum(1 for _ in trials.pieces()) == trials.steps


def test_what_is_free_is_that_of_each_rows_rule():
    found = Trials({key: GRID[key] for key in (("ring", "slow"), ("rose", "slow"))}).run()
    assert found.free["ring", "slow"] == pytest.approx(1 - np.pi * 0.48 / 4)
    assert found.free["rose", "slow"] == pytest.approx(1 - np.pi / 16)


def test_a_goal_may_be_one_number_one_a_row_or_one_a_rule():
    rows = {("ring", "slow"): (0.8, 0.9), ("ring", "fast"): (0.95,), ("rose", "slow"): (0.8,)}
    goals = {"ring": 0.9, "rose": 0.7, ("ring", "fast"): 0.99}
    found = Accuracies(rows, 0.5, goals)
    assert [found.reached(label) for label in rows] == [1, 0, 1]
    assert Accuracies(rows, 0.5, 0.8).reached(("ring", "slow")) == 2


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (lambda: Trials({}), ValueError, "rows must hold at least one training, got none"),
        (lambda: Trials({"a": "ring"}), TypeError, r"rows\['a'\] must be a TrainConfig, got"),
        (lambda: Trials({"a": (SMALL, "disc")}), ValueError, "rule must be one of positive"),
        (lambda: Trials(SIZES, n_test=0), ValueError, r"n_test must be in \[1, "),
        (lambda: Trials(SIZES, noise=-1), ValueError, r"noise must be in \[0, 2\], got -1"),
        (lambda: Trials(SIZES, goal=95), ValueError, r"goal must be in \[0, 1\], got 95"),
        (lambda: Trials(SIZES, goal={"x": 0.9}), ValueError, "goal must have a number for '1 hid"),
        (
            lambda: Accuracies({"x": []}, 0.5, 0.9),
            ValueError,
            r"accuracies\['x'\] must hold a number a seed, got none",
        ),
        (lambda: Portraits("circle"), TypeError, "config must be a TrainConfig, got str"),
        (
            lambda: Portraits(TrainConfig(seed=3)),
            ValueError,
            "config.seed must hold several seeds, got 3",
        ),
        (lambda: Portraits(SMALL, side=0), ValueError, r"side must be in \[1, 200\], got 0"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_name(make, kind, message):
    with pytest.raises(kind, match=message):
        make()


def test_portraits_are_the_fields_of_the_networks_and_the_best_is_told():
    portraits = Portraits(SMALL, "ring", side=12)
    found = portraits.run()
    data = make_dataset("ring")
    *_, last = fit(SMALL, data)
    assert (found.probabilities == field(last.network, 12)).all()
    assert found.accuracies == by_hand(SMALL, data, data)
    assert found.accuracies[found.best] == max(found.accuracies)
    assert (found.wrong == evaluate(last.network, data.x_train, data.y_train).wrong).all()
    assert sum(1 for _ in portraits.pieces()) == portraits.steps


def test_the_code_of_portraits_gives_what_the_best_network_says():
    portraits = Portraits(replace(SMALL, seed=(1, 2, 0, 3)), "ring", side=12)
    expected = portraits.run()
    assert expected.best != 0  # or the first would do
    assert (ran(portraits.code()) == expected.inside()).all()
