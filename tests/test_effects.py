"""One factor turned: every training against a single one, and what is said of the result."""
from dataclasses import replace

import numpy as np
import pytest

from course.effect_cases import EFFECTS
from course.effect_findings import Compared, Effect, Level
from course.effect_words import level_said, said
from course.effects import (
    FITTED_CODE,
    OF_UNITS,
    OVERTRAINING,
    RANDOM_LABELS,
    TURNING_CODE,
    Comparison,
    TrainingAccuracies,
    fitted,
    turning_step,
)
from course.own_points import random_labels
from course.records import TrainConfig
from course.toys import RULES, Rule, make_dataset
from course.training import evaluate, fit
from course.trials import Accuracies

SHORT = TrainConfig((4,), "tanh", batch_size=7, steps=12, schedule="cosine")
LEVELS = Effect(
    "l2", "short", "?", "the same", "L2", "with L2 of {}",
    (Level("0", SHORT, 20, random=0.5), Level("1", replace(SHORT, l2=1.0), 20, noise=0.1)),
    watched=(2, 7),
)  # fmt: skip
STEPS = Effect(
    "steps", "short", "?", "the same", "steps", "after {} steps",
    (Level("12", SHORT, 20),), watched=(1, 5), over_steps=True,
)  # fmt: skip


def ran(code: str) -> dict:
    """The names that some lines leave behind; the value of the last is `_`."""
    *lines, last = code.splitlines()
    names: dict = {}
    exec("\n".join([*lines, f"_ = {last}"]), names)
    return names


def found(effect: Effect, test: list, train: list | None = None, **other: object) -> Compared:
    """A result with these accuracies, made up."""
    test = np.array(test, float)
    size, ones = len(test), np.ones(test.shape)
    given = {
        "train": np.array(train, float) if train else test, "train_loss": ones, "test_loss": ones,
        "swing": 0 * ones, "free": (0.5,) * size, "best": (1.0,) * size, "itself": (1.0,) * size,
    } | other  # fmt: skip
    labels = effect.labels[:size]
    return Compared(effect, "circle", tuple(range(test.shape[1])), labels, test=test, **given)


# ---- comparisons -----------------------------------------------------------------------


def test_a_comparison_is_every_value_from_every_seed_alone() -> None:
    result = Comparison(LEVELS, "ring", range(7, 17)).run()  # ten: two populations
    assert result.test.shape == (2, 10) and result.labels == ("0", "1")
    for i, level in enumerate(LEVELS.levels):
        for k in (0, 7, 8, 9):
            data = make_dataset("ring", 20, 1000, level.noise, 7 + k)
            seen = []
            for step in fit(replace(level.config, seed=7 + k), random_labels(data, level.random)):
                if step.index in (2, 7, 12):
                    seen.append(evaluate(step.network, data.x_test, data.y_test))
            assert result.test[i, k] == pytest.approx(seen[-1].accuracy, abs=0.002)
            assert result.test_loss[i, k] == pytest.approx(seen[-1].loss, abs=1e-4)
            swing = np.ptp([score.accuracy for score in seen])
            assert result.swing[i, k] == pytest.approx(swing, abs=0.003)


def test_over_the_steps_one_training_is_scored_on_its_way() -> None:
    result = Comparison(STEPS, seeds=(4,)).run()
    data, expected = make_dataset("circle", 20, 1000, seed=4), []
    for step in fit(replace(SHORT, seed=4), data):
        if step.index in (1, 5, 12):
            expected.append(evaluate(step.network, data.x_test, data.y_test).loss)
    np.testing.assert_allclose(result.test_loss[:, 0], expected, atol=1e-5)
    assert result.labels == ("1", "5", "12")
    assert not result.swing.any()


@pytest.mark.parametrize("effect", [LEVELS, STEPS])
def test_as_many_pieces_are_done_as_are_announced_and_values_come_one_by_one(
    effect: Effect,
) -> None:
    comparison = Comparison(effect, seeds=range(9))
    pieces = list(comparison.pieces())
    assert len(pieces) == comparison.steps
    parts = [piece for piece in pieces if piece is not None]
    assert [len(part.labels) for part in parts] == ([1, 2] if effect is LEVELS else [3])
    assert pieces[-1] is parts[-1]


@pytest.mark.parametrize("effect", [LEVELS, STEPS])
def test_the_code_gives_the_same_accuracies(effect: Effect) -> None:
    comparison = Comparison(effect, "cosine", range(2, 12))
    result, again = comparison.run(), ran(comparison.code())["_"]
    assert [str(label) for label in again] == list(result.labels)
    for i, (train, test) in enumerate(again.values()):
        np.testing.assert_array_equal(train, result.train[i])
        np.testing.assert_array_equal(test, result.test[i])


def test_the_code_says_that_a_rule_of_ones_own_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Rule("my stripes", lambda points: points[:, 0] % 0.5 > 0.25)
    monkeypatch.setitem(RULES, "my stripes", own)
    code = Comparison(STEPS, own, (0,)).code()
    assert "# 'my stripes' is a rule of your own: register it first" in code
    assert "own_datasets('my stripes'," in code


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="effect must be one of data, l2, scale"):
        Comparison("luck")
    with pytest.raises(ValueError, match="rule must be one of"):
        Comparison("data", "blob")
    with pytest.raises(ValueError, match="seeds must hold at least one, got none"):
        Comparison("data", seeds=())
    with pytest.raises(ValueError, match="levels must be at least one, got none"):
        replace(LEVELS, levels=())
    with pytest.raises(ValueError, match=r"random must be in \[0, 1\], got 2"):
        Level("0", SHORT, random=2)


# ---- what came of it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("medians", "verdict"),
    [([0.7, 0.9], "helps"), ([0.9, 0.7], "hurts"), ([0.9, 0.905], "none"),
     ([0.8, 0.9, 0.7], "middle"), ([0.8, 0.805, 0.7], "hurts"), ([0.9, 0.6, 0.9], "none")],
)  # fmt: skip
def test_the_verdict_is_read_from_the_medians(medians: list[float], verdict: str) -> None:
    effect = replace(LEVELS, levels=(LEVELS.levels * 2)[: len(medians)])
    rows = [[value, value, 0.1] for value in medians]  # one seed failed: not at the median
    assert found(effect, rows).verdict == verdict
    asked = replace(effect, measure="train")
    assert found(asked, [[0.5, 0.5]] * len(medians), rows).verdict == verdict


def test_the_step_at_which_a_seed_turns_is_that_of_its_least_test_loss() -> None:
    losses = np.array([[0.5, np.nan, 0.3], [0.2, 0.9, 0.4], [0.9, 0.7, np.inf]])
    result = found(STEPS, [[0.6] * 3, [0.8] * 3, [0.7] * 3], test_loss=losses)
    assert result.best_steps() == (1, 2, 0)
    assert turning_step(result) == 5


def test_the_lines_of_the_predictions_give_their_outcomes() -> None:
    turns = Comparison(STEPS, seeds=range(3))
    *lines, _ = turns.code().splitlines()
    assert ran("\n".join([*lines, TURNING_CODE]))["_"] == turning_step(turns.run())
    level = replace(EFFECTS["units"].levels[4], config=replace(SHORT, steps=40))
    fits = TrainingAccuracies(
        Comparison(replace(EFFECTS["units"], levels=(level,)), seeds=range(3)), OF_UNITS
    )
    *lines, _ = fits.code().splitlines()
    assert ran("\n".join([*lines, FITTED_CODE]))["_"] == fitted(fits.run())


def test_more_labels_than_a_small_network_can_hold_are_counted_in_percent() -> None:
    small = TrainingAccuracies(Comparison(LEVELS, seeds=range(3)), "L2 {}")
    accuracies = small.run()
    again = ran(small.code())["_"]
    for label, row in zip(("0", "1"), accuracies.rows.values(), strict=True):
        np.testing.assert_array_equal(row, again[label])
    assert list(accuracies.rows) == ["L2 0", "L2 1"]
    assert accuracies.free == {"L2 0": 0.5, "L2 1": 0.5}
    assert small.steps == small.comparison.steps
    units = EFFECTS["units"]
    rows = [[0.6, 0.7, 0.8]] * 4 + [[0.97, 0.98, 1.0], [1, 1, 1]]
    given = found(units, rows, rows)
    labels = map(OF_UNITS.format, given.labels)
    assert fitted(Accuracies(dict(zip(labels, rows, strict=True)), 0.5, 1.0)) == 98


def test_random_labels_are_fitted_by_enough_units_and_test_loss_turns_early() -> None:
    levels = {level.label: level for level in EFFECTS["units"].levels}
    shorter = [
        replace(level, config=replace(level.config, steps=500))
        for level in (levels["2"], levels["32"])
    ]
    few, many = Comparison(replace(EFFECTS["units"], levels=tuple(shorter)), seeds=(0,)).run().train
    assert few[0] < 0.8 and many[0] > 0.9
    (level,) = EFFECTS["steps"].levels
    shorter = replace(level, config=replace(level.config, steps=500))
    turns = Comparison(replace(EFFECTS["steps"], levels=(shorter,)), seeds=(0,)).run()
    assert 10 <= turning_step(turns) <= 200
    assert turns.test.max() > turns.test[-1, 0] + 0.02
    assert (RANDOM_LABELS.comparison.effect, OVERTRAINING.effect) == (
        EFFECTS["units"], EFFECTS["steps"],
    )  # fmt: skip


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=list(EFFECTS))
def test_levels_differ_in_their_factor_alone(effect: Effect) -> None:
    def others(level: Level) -> tuple:
        config = replace(level.config, l2=0, scale=1, hidden=(), learning_rate=1, schedule="cosine")
        return config, level.noise * 0, 0 if effect.key in ("data", "labels") else level.points

    assert len({others(level) for level in effect.levels}) == 1
    assert len(set(effect.labels)) == len(effect.labels)
    assert effect.asks.endswith("?") and effect.same.endswith(".")


# ---- in words --------------------------------------------------------------------------


def test_the_sentence_is_computed_from_the_result() -> None:
    effect = replace(EFFECTS["l2"], levels=EFFECTS["l2"].levels[:3])
    result = found(effect, [[0.7, 0.72], [0.9, 0.9], [0.51, 0.51]], [[1, 1], [0.9] * 2, [0.5] * 2])
    assert said(result) == (
        "At the median of 2 seeds accuracy on unseen points is best with L2 of 0.001: 90.0%, "
        "against 71.0% with L2 of 0 and 51.0% with L2 of 0.003. Accuracy on training points goes "
        "from 100% to 50.0%. With L2 of 0.003 the network does no better than one answer for "
        "every point: 50.0% is free."
    )
    assert level_said(result, 0) == (
        "With L2 of 0: 71.0% of unseen points right (70.0% to 72.0%), 100% of training points; "
        "50.0% is free."
    )


def test_a_dip_on_the_way_is_told_and_so_is_no_difference() -> None:
    effect = replace(LEVELS, key="own", levels=LEVELS.levels + LEVELS.levels[:1])
    assert said(found(effect, [[0.9], [0.6], [0.7]])).endswith(", by way of 60.0% with L2 of 1.")
    assert "less than one percent apart" in said(found(effect, [[0.9], [0.9], [0.9]]))


@pytest.mark.parametrize(
    ("key", "words"),
    [("data", "is ahead of it by 10.0 percentage points with 10 points"),
     ("scale", "At ×0.01 1 of 2 seeds do not get beyond what is free, 50.0%."),
     ("decay", "the median seed moves by, in percentage points: 3.0 with 0.05,"),
     ("steps", "For the median seed the test loss is least after 1 step, 1.00 nats"),
     ("noise", "There the rule itself would be right 55.0% of the time"),
     ("labels", "2 of 2 seeds fit all 50 labels, though a coin made them"),
     ("units", "from 2 units a layer on (15 weights and biases)")],
)  # fmt: skip
def test_each_effect_says_what_is_its_own(key: str, words: str) -> None:
    effect = EFFECTS[key]
    size = len(effect.labels)
    result = found(
        effect, [[0.51, 0.99]] * size, [[0.85, 0.85]] * (size - 1) + [[1.0, 1.0]],
        swing=np.full((size, 2), 0.03), best=(0.75,) * size, itself=(0.55,) * size,
    )  # fmt: skip
    if key == "units":
        result = replace(result, train=np.ones((size, 2)))
    assert words in said(result)


def test_the_table_holds_the_medians() -> None:
    table = str(found(LEVELS, [[0.5, 0.6, 0.9], [0.8, 0.8, 0.8]]))
    assert table.splitlines()[1].split() == ["0", "60.0%", "60.0%", "1.000", "1.000"]
