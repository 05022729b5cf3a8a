"""The map of a sweep: which networks it holds, how they are trained, and what is read off."""
import statistics
from dataclasses import replace

import numpy as np
import pytest

from course.field import field, field_bytes
from course.records import TrainConfig
from course.sweep_map import Plan, Table
from course.sweep_map_filling import Filling, portraits
from course.toys import RULES, make_dataset, register
from course.training import evaluate, fit

SMALL = Plan("circle", (2, 5), (0.01, 0.1), seeds=3, steps=40, points=64)


@pytest.fixture(scope="module")
def filled():
    filling = Filling(SMALL)
    filling.run()
    return filling


def one(width, rate, seed, **more):
    """A network of SMALL, trained on its own: the slow way."""
    config = TrainConfig(
        (width,), learning_rate=rate, seed=seed, steps=40, batch_size=32, **more
    )
    *_, last = fit(config, make_dataset("circle", 64, 1000))
    return last


# ---- which networks --------------------------------------------------------------------


def test_a_plan_holds_every_width_with_every_rate_and_seed():
    found = [config for row in range(2) for config in SMALL.configs(row)]
    same = TrainConfig(steps=40, batch_size=32)
    assert found == [
        replace(same, hidden=(width,), learning_rate=rate, seed=seed)
        for width in (2, 5) for rate in (0.01, 0.1) for seed in range(3)
    ]  # fmt: skip
    assert Plan(widths=[3], depth=3).configs(0)[0].hidden == (3, 3, 3)


def test_widths_and_rates_are_put_in_order_without_repeats():
    plan = Plan(widths=[8, 2, 8], rates=[0.1, 0.001])
    assert (plan.widths, plan.rates, plan.shape) == ((2, 8), (0.001, 0.1), (2, 2, 16))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"widths": ()}, "widths must be 1 to 12 numbers, got 0: a map of 0 networks shows"),
        ({"rates": range(1, 14)}, "rates must be 1 to 12 numbers, got 13"),
        ({"widths": (0, 2)}, r"each of widths must be in \[1, 100\], got 0"),
        ({"rates": (0.1, 0.0)}, r"each of rates must be in \(0, 1e\+30\], got 0.0"),
        ({"widths": "8"}, "widths must be a sequence of numbers, got '8'"),
        ({"seeds": 0}, r"seeds must be in \[1, 32\], got 0"),
        ({"depth": 4}, r"depth must be in \[1, 3\], got 4"),
        ({"optimiser": "lion"}, "optimiser must be one of adam, momentum, sgd; got 'lion'"),
        ({"steps": 0}, r"steps must be in \[1, 20000\], got 0"),
        ({"batch_size": 0}, r"batch_size must be in \[1, inf\), got 0"),
        ({"points": 0}, r"points must be in \[1, 100000\], got 0"),
        ({"noise": 3}, r"noise must be in \[0, 2\], got 3"),
        ({"rule": "square"}, "rule must be one of positive, "),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(settings, words):
    with pytest.raises((TypeError, ValueError), match=words):
        Plan(**settings)


def test_a_plan_that_takes_too_long_is_refused_with_its_estimate():
    expected = (
        r"a map may take 10 min at most, this one has 2,112 networks: about [\d,]+ (h|min|days) "
        r"and \d+ MB"
    )
    with pytest.raises(ValueError, match=expected):
        Plan(widths=range(90, 101), rates=RATES_12[:6], seeds=32, depth=3, steps=20_000)


RATES_12 = tuple(0.001 * n for n in range(1, 13))


def test_the_estimate_counts_all_networks_however_few_it_looks_at():
    plan = Plan(widths=range(1, 13), rates=RATES_12, seeds=32, steps=7)
    assert plan.estimate.runs == 12 * 12 * 32
    assert plan.estimate.updates == 7 * 12 * 12 * 32
    few = replace(plan, seeds=2).estimate
    assert plan.estimate.seconds == pytest.approx(16 * few.seconds, rel=0.5)


# ---- training --------------------------------------------------------------------------


def test_each_network_of_the_map_is_what_training_it_alone_gives(filled):
    table = filled.table()
    data = make_dataset("circle", 64, 1000)
    for at in np.ndindex(2, 2, 3):
        row, column, seed = at
        alone = one(SMALL.widths[row], SMALL.rates[column], seed).network
        score = evaluate(alone, data.x_test, data.y_test)
        assert table.accuracies[at] == pytest.approx(score.accuracy, abs=0.002)
    assert filled.complete and filled.trained == 12
    assert filled.shares().tolist() == [[1, 1], [1, 1]]


def test_a_stop_keeps_what_is_done_and_the_rest_comes_as_if_nothing_had_been(filled):
    filling = Filling(SMALL)
    for n, _ in enumerate(filling.pieces()):
        if n == 60:  # in the midst of the second width
            break
    first = filling.table()
    assert filling.trained == 6 and not filling.complete
    assert not np.isnan(first.accuracies[0]).any() and np.isnan(first.accuracies[1]).all()
    assert len(filling.outcomes(0, 0)) == 3 and filling.outcomes(1, 0) == []
    again = sum(1 for _ in filling.pieces())
    assert again < 60
    np.testing.assert_array_equal(filling.table().accuracies, filled.table().accuracies)
    assert np.isnan(first.accuracies[1]).all()  # a table stays as it was
    assert list(filling.pieces()) == []


def test_the_share_of_a_cell_is_that_of_its_steps():
    filling = Filling(SMALL)
    for update in filling.pieces():
        if update is not None and update.step is not None and update.step.index == 10:
            break
    assert filling.shares().tolist() == [[0.25, 0.25], [0, 0]]


def test_the_number_of_pieces_is_known_once_it_has_begun():
    plan = Plan("circle", (3, 100), (0.01,), 4, steps=3, points=2000, batch_size=None)
    filling, told = Filling(plan), []
    for _ in filling.pieces():
        told.append(filling.steps)
    assert len(told) > 3 * 2 * 3  # the wide networks learn in several populations
    assert set(told[4:]) == {len(told)}


def test_a_network_that_runs_away_is_counted_as_lost_and_the_others_go_on():
    plan = Plan("circle", (4,), (0.01, 1e9), seeds=2, steps=30, optimiser="sgd", points=64)
    filling = Filling(plan)
    table = filling.run()
    assert table.failed.tolist() == [[0, 2]]
    assert [outcome.diverged for outcome in filling.outcomes(0, 1)] == [True, True]
    assert table.best == (0, 0)


def test_a_rule_of_ones_own_can_be_swept():
    register("a corner", lambda points: points.min(axis=1) > 0)
    try:
        table = Filling(Plan("a corner", (3,), (0.1,), seeds=2, steps=60)).run()
        assert table.medians[0, 0] > 0.8
    finally:
        del RULES["a corner"]


# ---- one network of it -----------------------------------------------------------------


def test_the_networks_of_a_cell_come_best_first(filled):
    outcomes = filled.outcomes(1, 1)
    found = [outcome.accuracy for outcome in outcomes]
    assert found == sorted(filled.table().accuracies[1, 1], reverse=True)
    assert {outcome.config.hidden for outcome in outcomes} == {(5,)}
    assert {outcome.config.learning_rate for outcome in outcomes} == {0.1}


@pytest.mark.parametrize("optimiser", ["adam", "momentum", "sgd"])
def test_a_network_goes_on_as_if_it_had_never_been_in_a_population(optimiser):
    plan = replace(SMALL, optimiser=optimiser, widths=(5,), rates=(0.01, 0.02))
    filling = Filling(plan)
    filling.run()
    outcome = next(o for o in filling.outcomes(0, 1) if o.config.seed == 2)
    run = filling.run_of(0, outcome)
    assert filling.whole(0, outcome) and run.step.index == 40
    np.testing.assert_array_equal(run.step.network.parameters, outcome.parameters)
    assert run.scores()[1].accuracy == pytest.approx(outcome.accuracy)
    alone = one(5, 0.02, 2, optimiser=optimiser)
    config = TrainConfig(
        (5,), optimiser=optimiser, learning_rate=0.02, seed=2, steps=5, batch_size=32
    )
    *_, expected = fit(config, make_dataset("circle", 64, 1000), alone)
    for _ in range(5):
        run.advance()
    found = run.step.network.parameters
    np.testing.assert_allclose(found, expected.network.parameters, atol=1e-4)


def test_a_network_whose_optimiser_was_not_kept_still_has_its_weights(monkeypatch):
    monkeypatch.setattr("course.sweep_map_filling.KEPT", 0)
    filling = Filling(replace(SMALL, widths=(5,)))
    filling.run()
    outcome = filling.outcomes(0, 0)[0]
    run = filling.run_of(0, outcome)
    assert not filling.whole(0, outcome) and run.step.index == 40
    np.testing.assert_array_equal(run.step.network.parameters, outcome.parameters)
    run.advance()


def test_opening_a_network_twice_gives_two_that_do_not_move_each_other(filled):
    outcome = filled.outcomes(1, 0)[0]
    first, second = filled.run_of(1, outcome), filled.run_of(1, outcome)
    for _ in range(3):
        first.advance()
    np.testing.assert_array_equal(second.step.network.parameters, outcome.parameters)


def test_the_code_of_an_opened_network_trains_it_from_the_start(filled):
    outcome = filled.outcomes(0, 1)[1]
    run = filled.run_of(0, outcome)
    *lines, last = run.code().splitlines()
    names = {}
    exec("\n".join([*lines, f"result = {last}"]), names)
    assert names["result"] == pytest.approx(outcome.accuracy, abs=0.002)


def test_portraits_are_the_fields_of_the_networks(filled):
    outcomes = filled.outcomes(1, 1)
    drawn = list(portraits(outcomes, 9))
    for picture, outcome in zip(drawn, outcomes, strict=True):
        network = one(5, 0.1, outcome.config.seed).network
        expected = field_bytes(field(network, 9)).astype(int)
        assert np.abs(picture.astype(int) - expected).max() <= 1


# ---- what is read off ------------------------------------------------------------------


def table(cells, lost=()):
    """A table of these accuracies; the networks at `lost` have run away."""
    accuracies = np.array(cells, float)
    n_widths, n_rates, seeds = accuracies.shape
    gone = np.zeros(accuracies.shape, bool)
    for at in lost:
        gone[at] = True
    plan = Plan(widths=range(1, n_widths + 1), rates=range(1, n_rates + 1), seeds=seeds)
    return Table(plan, accuracies, gone)


nan = float("nan")


def test_a_median_waits_for_the_whole_cell():
    found = table([[[0.6, 0.9, 0.7, 0.8], [0.6, nan, 0.7, 0.8]]])
    assert found.medians[0, 0] == pytest.approx(statistics.median([0.6, 0.9, 0.7, 0.8]))
    assert np.isnan(found.medians[0, 1])
    assert found.done.tolist() == [[4, 3]]
    assert found.best == (0, 0)


def test_the_best_cell_has_the_highest_median_alone():
    assert table([[[0.6], [0.8]], [[0.9], [0.7]]]).best == (1, 0)
    assert table([[[0.6], [0.8]], [[0.8], [nan]]]).best is None
    assert table([[[nan], [nan]]]).best is None and table([[[nan, 0.5]]]).luckiest is None


def test_the_best_rate_of_a_width_is_told_only_where_one_is_better_than_the_others():
    found = table([[[0.6], [0.8]], [[0.9], [0.7]], [[0.7], [0.7]], [[0.9], [nan]]])
    assert found.best_rates() == [1, 0, None, None]
    assert table([[[0.6]]]).best_rates() == [None]


def test_the_luckiest_cell_has_the_widest_spread_lost_networks_aside():
    cells = [[[0.6, 0.8], [0.7, 0.71]], [[0.1, 0.9], [0.9, 0.9]]]
    assert table(cells).luckiest == (1, 0)
    assert table(cells, lost=[(1, 0, 0)]).luckiest == (0, 0)


def test_a_rate_is_summed_up_by_the_median_over_the_widths():
    found = table([[[0.6], [0.8]], [[0.9], [0.7]], [[0.7], [nan]]])
    assert found.of_rate(0) == pytest.approx(0.7)
    assert np.isnan(found.of_rate(1))


# ---- the lines that do the same --------------------------------------------------------


@pytest.mark.parametrize(
    "plan",
    [SMALL, replace(SMALL, optimiser="sgd", batch_size=None, noise=0.1, depth=2, seeds=2)],
)
def test_the_code_gives_the_medians_of_the_map(plan):
    filling = Filling(plan)
    *lines, last = filling.code().splitlines()
    names = {}
    exec("\n".join([*lines, f"medians = {last}"]), names)
    np.testing.assert_array_equal(names["medians"], filling.run().medians)


def test_the_code_says_when_a_rule_must_be_registered_first():
    register("halves", lambda points: points[:, 0] > 0.5)
    try:
        assert "# 'halves' is a rule of your own: register it first" in Plan("halves").code()
    finally:
        del RULES["halves"]
