"""Lesson 03's later exercises: right answers pass however they are written, mistakes have names."""
import math
from itertools import pairwise

import numpy as np
import pytest
import torch

from course.exercises import find, judge, keys
from course.network import Network, parameter_count
from tests.exercise_answers_03 import RIGHT, WRONG


@pytest.mark.parametrize(
    ("key", "answer"),
    [(key, answer) for key, answers in RIGHT.items() for answer in answers],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_right_answer_passes_however_it_is_written(key, answer):
    result = judge(find(key), answer)
    assert (result.state, result.cause) == ("passed", ""), result.message


@pytest.mark.parametrize(
    ("key", "answer", "name"), WRONG, ids=[answer.__name__ for _, answer, _ in WRONG]
)
def test_a_mistake_is_recognised_however_it_is_written(key, answer, name):
    result = judge(find(key), answer)
    assert (result.state, result.wrong_answer) == ("cause", name), result.message


def test_the_lesson_has_its_exercises_in_order():
    assert [key for key in keys() if key.startswith("03.")] == [
        "03.ring", "03.skill", "03.without", "03.starts_needed", "03.parameters", "03.best_step",
    ]  # fmt: skip


@pytest.mark.parametrize("hidden", [(), (1,), (32, 32, 32), (1000, 1000, 1000)])
def test_parameters_are_those_that_torch_and_the_network_count(hidden):
    widths = (2, *hidden, 1)
    layers = [torch.nn.Linear(a, b, device="meta") for a, b in pairwise(widths)]
    counted = sum(p.numel() for layer in layers for p in layer.parameters())
    assert find("03.parameters").reference(hidden) == counted == parameter_count(widths)


@pytest.mark.parametrize("unit", [0, 2])
def test_without_a_unit_is_the_network_whose_unit_has_no_weight_to_the_output(unit):
    network = Network((2, 3, 1), seed=4)
    x = np.random.default_rng(0).uniform(-1, 1, (7, 2)).astype(np.float32)
    (W1, b1), (W2, b2) = ((W.copy(), b[0].copy()) for W, b in network.layers)
    left = find("03.without").reference(x, W1, b1, W2, b2, unit)
    network.layers[1][0][unit] = 0
    assert left == pytest.approx(network.logits(x), abs=1e-6)


@pytest.mark.parametrize(("share", "wanted"), [(0.1, 0.95), (11 / 32, 0.95), (0.6, 0.2)])
def test_so_many_starts_are_enough_and_one_less_is_not(share, wanted):
    n = find("03.starts_needed").reference(share, wanted)
    rng = np.random.default_rng(5)
    draws = 40_000
    for count, enough in ((n, True), (n - 1, False)):
        some = (rng.random((draws, count)) < share).any(axis=1).mean() if count else 0.0
        exact = 1 - (1 - share) ** count
        assert some == pytest.approx(exact, abs=5 * 0.5 / math.sqrt(draws))
        assert (exact >= wanted) is enough


def test_the_best_step_is_the_lowest_loss_that_training_gets_to():
    rng = np.random.default_rng(6)
    reference = find("03.best_step").reference
    for _ in range(200):
        losses, patience = rng.integers(0, 9, 12).tolist(), int(rng.integers(1, 5))
        # It goes on to i as long as no stretch of `patience` losses before i was without a record.
        records = [i for i in range(12) if all(losses[i] < loss for loss in losses[:i])]
        reached = records[0]
        for record in records[1:]:
            if record - reached > patience:
                break
            reached = record
        assert reference(losses, patience) == reached
