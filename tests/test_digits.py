"""Digits to learn from, and training that is honest about what it may look at."""
import dataclasses

import numpy as np
import pytest
from sklearn.datasets import load_digits

from benchmarks import digits as benchmark
from course import by_hand
from course.digit_training import PARTS, DigitConfig, DigitFunctions, DigitTraining, PassRecord
from course.digits import load

QUICK = DigitConfig(hidden=4, passes=2)


def trained(config=QUICK, **functions):
    training = DigitTraining(config, DigitFunctions(**functions))
    training.run()
    return training


def test_the_three_sets_are_all_of_the_pictures_and_share_none():
    digits, whole = load(3), load_digits()
    x = np.concatenate([digits.x_train, digits.x_validation, digits.x_test])
    y = np.concatenate([digits.y_train, digits.y_validation, digits.y_test])
    assert [len(digits.y_train), len(digits.y_validation), len(digits.y_test)] == [1000, 297, 500]
    rows = np.column_stack([16 * x, y]).tolist()
    assert sorted(rows) == sorted(np.column_stack([whole.data, whole.target]).tolist())
    assert (x.min(), x.max()) == (0, 1)


def test_the_seed_decides_the_split():
    assert load(0) is load(0)
    assert (load(0).y_test != load(1).y_test).any()


def test_nobody_can_change_the_pictures_that_others_use():
    with pytest.raises(ValueError, match="read-only"):
        load().x_train[0] = 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("hidden", 0, r"hidden must be in \[1, 128\], got 0"),
        ("learning_rate", 0, r"learning_rate must be in \(0, 100\], got 0"),
        ("momentum", 1.0, r"momentum must be in \[0, 0.999\], got 1.0"),
        ("batch_size", 201, r"batch_size must be in \[1, 200\], got 201"),
        ("passes", 401, r"passes must be in \[1, 400\], got 401"),
        ("seed", -1, "seed must be in"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(field, value, message):
    with pytest.raises(ValueError, match=message):
        DigitConfig(**{field: value})


def test_every_default_network_of_five_seeds_reads_95_of_100_test_pictures():
    accuracies = [DigitTraining(DigitConfig(seed=seed)).run() for seed in range(5)]
    assert min(accuracies) >= 0.95


def test_a_pass_is_five_pieces_that_together_use_each_picture_once():
    given = []

    def spied(x, y, *rest):
        given.append(x)
        return by_hand.one_pass(x, y, *rest)

    training = DigitTraining(QUICK, DigitFunctions(one_pass=spied))
    for _ in range(PARTS):
        assert training.advance()
    assert training.passes == 1
    assert [len(x) for x in given] == [200] * 5
    assert sorted(np.concatenate(given).tolist()) == sorted(load().x_train.tolist())


def test_the_loss_falls_and_is_the_cross_entropy_of_the_training_pictures():
    training = trained(DigitConfig(passes=3))
    digits, (W1, b1, W2, b2) = load(), training.parameters
    p = by_hand.softmax(np.tanh(digits.x_train @ W1 + b1) @ W2 + b2)
    last = training.history[-1]
    assert last.loss == pytest.approx(-np.log(p[np.arange(1000), digits.y_train]).mean())
    assert last.train == (p.argmax(axis=1) == digits.y_train).mean()
    assert training.history[0].loss > 2 > 0.5 > last.loss


def test_training_stands_still_where_the_network_is_given_nothing_to_learn():
    training = trained(softmax_backward=lambda z, y: np.zeros_like(z))
    for now, first in zip(training.parameters, DigitTraining(QUICK).parameters, strict=True):
        np.testing.assert_array_equal(now, first)


def test_the_first_of_the_best_passes_on_validation_is_kept():
    training, digits = DigitTraining(DigitConfig(passes=30)), load()
    after = []
    while training.advance():
        if training.pieces % PARTS == 0:
            after.append(training.parameters)
    validation = [
        (by_hand.forward(digits.x_validation, *p)[1].argmax(axis=1) == digits.y_validation).mean()
        for p in after
    ]
    best = int(np.argmax(validation))
    assert training.best.passes == best + 1 < 30
    np.testing.assert_array_equal(
        training.answer(digits.x_test),
        by_hand.softmax(by_hand.forward(digits.x_test, *after[best])[1]),
    )


def test_before_the_end_it_answers_with_its_newest_weights():
    training = DigitTraining(QUICK)
    x = np.eye(64)[:3]
    before = training.answer(x)
    training.advance()
    expected = by_hand.softmax(by_hand.forward(x, *training.parameters)[1])
    np.testing.assert_array_equal(training.answer(x), expected)
    assert (before != expected).all()


def test_the_test_pictures_cannot_be_asked_about_before_the_end():
    training = DigitTraining(QUICK)
    training.advance()
    with pytest.raises(RuntimeError, match="for the end: 0 of 2 passes are made"):
        _ = training.test_accuracy
    with pytest.raises(RuntimeError, match="the test pictures are for the end"):
        _ = training.mistakes


def test_the_mistakes_are_those_that_are_read_wrongly_the_surest_first():
    training, digits = trained(), load()
    p = training.answer(digits.x_test)
    wrong = np.flatnonzero(p.argmax(axis=1) != digits.y_test)
    assert {one.index for one in training.mistakes} == set(wrong.tolist())
    assert len(wrong) == round(500 * (1 - training.test_accuracy)) > 10
    sure = [one.probability for one in training.mistakes]
    assert sure == sorted(sure, reverse=True)
    one = training.mistakes[0]
    assert (one.truth, one.said) == (digits.y_test[one.index], p[one.index].argmax())
    assert one.probability == p[one.index, one.said]


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    first, again = trained(), trained()
    np.testing.assert_array_equal(first.parameters[0], again.parameters[0])
    other = trained(dataclasses.replace(QUICK, seed=1))
    assert (other.parameters[0] != first.parameters[0]).all()


def test_a_rate_that_is_far_too_high_ends_in_no_numbers_and_nothing_right():
    training = trained(one_pass=lambda x, y, parameters, *rest: ([p * np.nan for p in parameters],
                                                                 parameters))  # fmt: skip
    assert np.isnan(training.history[-1].loss)
    assert (training.history[-1].train, training.history[-1].validation) == (0, 0)
    assert training.best == PassRecord(0, *dataclasses.astuple(training.history[0])[1:])


def test_after_the_end_there_is_nothing_left_to_do():
    training = trained()
    assert training.done
    assert not training.advance()
    assert (training.pieces, len(training.history)) == (10, 3)


def test_pixels_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"pixels must have shape \(n, 64\), got shape \(8, 8\)"):
        DigitTraining(QUICK).answer(np.zeros((8, 8)))


# ---- the benchmark ------------------------------------------------------------------------------


def test_trainers_take_turns_and_the_first_turn_is_not_counted():
    now, left, log = [0.0], {"a": iter([90, 3, 1, 2]), "b": iter([90, 6, 5, 40])}, []

    def scripted(name):
        def train():
            log.append(name)
            now[0] += next(left[name])
            return load().y_test if name == "a" else load().y_test * 0

        return train

    trainers = {name: scripted(name) for name in "ab"}
    seconds, right = benchmark.measure(trainers, 3, lambda: now[0])
    assert (seconds, log) == ({"a": 2, "b": 6}, ["a", "b"] * 4)
    assert right == {"a": 1, "b": (load().y_test == 0).mean()}


@pytest.mark.parametrize(("median", "holds"), [(0.95, True), (0.948, False)])
def test_the_bar_is_the_median_over_splits_and_seeds(median, holds):
    result = benchmark.well_read(np.array([[0.5, median, 1.0]]))
    assert (result.holds, result.unit) == (holds, "%")
    assert f"{2 if holds else 1} of 3 reach 95%" in result.conditions


def test_the_peer_makes_its_forty_passes(monkeypatch):
    from sklearn.neural_network import _multilayer_perceptron

    made = []

    class Counted(_multilayer_perceptron.SGDOptimizer):
        def update_params(self, params, grads):
            made.append(sum(p.size for p in params))
            super().update_params(params, grads)

    monkeypatch.setattr(_multilayer_perceptron, "SGDOptimizer", Counted)
    assert (benchmark.train_sklearn() == load().y_test).mean() > 0.95
    assert made == [64 * 32 + 32 + 32 * 10 + 10] * (32 * 40)


def test_ours_is_the_training_that_the_lesson_shows():
    said = benchmark.train_ours()
    assert (said == load().y_test).mean() == DigitTraining().run()


def test_a_comparison_holds_when_we_are_no_slower():
    right = {"Glassbox": 0.968, "scikit-learn": 0.97}
    result = benchmark.beside_sklearn({"Glassbox": 0.1, "scikit-learn": 0.2}, right)
    assert (result.ours, result.theirs, result.ratio, result.holds) == (100, 200, 0.5, True)
    assert "Glassbox 96.8% and scikit-learn 97.0%" in result.conditions
    assert benchmark.quickly_trained(4.9).holds
    assert not benchmark.quickly_trained(5.0).holds
