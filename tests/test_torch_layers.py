"""Layers of one's own in torch, a borrowed network, and the two exercises about them."""
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from course.borrowed import Borrowed
from course.exercises import Attempt, judge
from course.exercises.torch_layers import TORCH_EXERCISES
from course.network import Network
from course.torch_layers import (
    as_module,
    frozen,
    one_thread,
    residual,
    reverse_gradient,
    trained_count,
)

ROOT = Path(__file__).resolve().parents[1]
RESIDUAL, REVERSAL = TORCH_EXERCISES
EACH = pytest.mark.parametrize("exercise", TORCH_EXERCISES, ids=lambda one: one.key)


def doubles(*shape: int) -> torch.Tensor:
    return torch.tensor(np.random.default_rng(shape).normal(size=shape))


def slope(loss, at: torch.Tensor, place: tuple) -> float:
    """The slope of a loss by one entry, by nudging it."""
    nudge = torch.zeros_like(at)
    nudge[place] = 1e-6
    return float(loss(at + nudge) - loss(at - nudge)) / 2e-6


# ---- the layers ----------------------------------------------------------------------------


def test_a_residual_layer_adds_its_input_to_what_the_layer_says():
    inner, x = nn.Sequential(nn.Linear(3, 3, dtype=torch.float64), nn.Tanh()), doubles(4, 3)
    layer = residual(inner)
    torch.testing.assert_close(layer(x), x + torch.tanh(x @ inner[0].weight.T + inner[0].bias))
    assert list(layer.parameters()) == list(inner.parameters())


def test_reversal_changes_nothing_forwards():
    x = doubles(5, 2)
    assert torch.equal(reverse_gradient(x, 3.0), x)


@pytest.mark.parametrize("strength", [0.0, 0.5, 3.0])
def test_the_gradient_that_comes_back_is_that_of_minus_strength_times_the_loss(strength):
    x, W = doubles(4, 3).requires_grad_(), doubles(3, 2)

    def loss(x: torch.Tensor) -> torch.Tensor:
        return (torch.tanh(x @ W) ** 3).sum()

    loss(reverse_gradient(x, strength)).backward()
    for place in ((0, 0), (3, 2)):
        measured = slope(lambda at: -strength * loss(at), x.detach(), place)
        assert float(x.grad[place]) == pytest.approx(measured, abs=1e-8)


def test_only_what_goes_through_the_layer_is_turned_back():
    x = doubles(3).requires_grad_()
    (2 * x + reverse_gradient(x, 5.0)).sum().backward()
    torch.testing.assert_close(x.grad, torch.full_like(x, 2 - 5))


def test_each_network_of_a_population_may_have_a_strength_of_its_own():
    x = torch.ones(2, 3, 1, requires_grad=True)
    reverse_gradient(x, torch.tensor([0.0, 4.0])[:, None, None]).sum().backward()
    assert x.grad[:, :, 0].tolist() == [[0, 0, 0], [-4, -4, -4]]


def test_one_thread_is_used_inside_the_block_and_as_many_as_before_after_it():
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(3)
        with pytest.raises(KeyError), one_thread():
            assert torch.get_num_threads() == 1
            raise KeyError
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_a_network_of_the_course_says_the_same_as_a_torch_module(activation):
    network, x = Network((2, 5, 4, 1), activation, seed=3), np.float32(doubles(7, 2))
    with torch.no_grad():
        said = as_module(network)(torch.tensor(x)).numpy()
    np.testing.assert_allclose(said, network.forward(x), atol=1e-6)


def test_one_network_of_a_population_becomes_a_module_of_its_own():
    several, alone = Network((2, 5, 1), seed=(4, 8)), Network((2, 5, 1), seed=8)
    assert torch.equal(as_module(several, 1)[0].weight, as_module(alone)[0].weight)
    module = as_module(alone)
    module[0].weight.data.zero_()
    assert np.abs(alone.layers[0][0]).min() > 0  # the weights are copies


@pytest.mark.parametrize(("seed", "which"), [((1, 2), None), (1, 0)])
def test_which_network_is_meant_has_to_be_said_for_a_population_only(seed, which):
    with pytest.raises(ValueError, match="which must be None for one network and a number for a"):
        as_module(Network((2, 3, 1), seed=seed), which)


def test_making_a_module_leaves_torchs_random_numbers_alone():
    before = torch.random.get_rng_state()
    as_module(Network((2, 3, 1)))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_no_step_moves_what_is_frozen():
    module = as_module(Network((2, 6, 1), "tanh", seed=1))
    frozen(module[:-1])
    before = [weights.clone() for weights in module.parameters()]
    optimiser = torch.optim.SGD(module.parameters(), 0.1)
    (module(torch.ones(4, 2)) ** 2).sum().backward()
    optimiser.step()
    moved = [not torch.equal(a, b) for a, b in zip(before, module.parameters(), strict=True)]
    assert moved == [False, False, True, True]
    assert trained_count(module) == 7


# ---- a borrowed network --------------------------------------------------------------------


def test_borrowed_networks_share_their_hidden_layers_and_differ_in_what_they_train():
    record, circle = Borrowed(), Network((2, 32, 32, 1), seed=range(2))
    head, whole = (record.module(kind, circle, 1) for kind in ("head only", "all layers"))
    fresh = record.module("fresh", circle, 1)
    assert [trained_count(module) for module in (head, whole, fresh)] == [33, 1185, 1185]
    for kept in (0, 2):
        assert torch.equal(head[kept].weight, as_module(circle, 1)[kept].weight)
    assert torch.equal(head[4].weight, whole[4].weight)
    assert not torch.equal(head[4].weight, fresh[4].weight)


def test_a_trial_of_borrowed_networks_has_a_row_for_each_kind_and_its_code_repeats_it():
    record = Borrowed(points=20, seeds=2, updates=3)
    found = record.run()
    assert list(found.rows) == ["head only, 33", "all layers, 1,185", "fresh, 1,185"]
    assert [len(row) for row in found.rows.values()] == [2, 2, 2]
    assert sum(1 for _ in record.pieces()) >= record.steps == 600 + 3 * 2 * 4
    names: dict = {}
    exec(record.code(), names)
    assert names["accuracies"] == found.rows


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"points": 1}, r"points must be in \[2, 700\], got 1"),
        ({"rate": 0}, r"rate must be in \(0, 1\], got 0"),
        ({"seeds": 1.5}, "seeds must be a whole number"),
    ],
)
def test_a_trial_of_borrowed_networks_says_what_is_wrong_with_it(wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Borrowed(**wrong)


# ---- the exercises -------------------------------------------------------------------------


def inside_alone(x, layer):
    return layer(x.copy())


def stacked_up(x, layer):
    return np.hstack((x, layer(x)))


def two_in_a_row(x, layer):
    once = layer(x)
    return layer(once) + x


def summed_too_early(x, layer):
    y = layer(x)
    y = y + x
    return layer(y)


def bent_with_it(x, layer):
    return np.tanh(np.arctanh(layer(x)) + x)


def added_in_place(x, layer):
    x += layer(x)
    return x


def weaker_only(g, strength):
    return np.multiply(g, strength)


def only_turned(g, strength):
    return np.negative(g)


def as_it_came(g, strength):
    return g.copy()


def shifted(g, strength):
    return -strength + g


def both_together(g, strength):
    reversed_part = -strength * g
    return g + reversed_part


@pytest.mark.parametrize(
    ("exercise", "answer", "state", "name"),
    [
        (RESIDUAL, inside_alone, "cause", "no way round"),
        (RESIDUAL, stacked_up, "shape", "put beside"),
        (RESIDUAL, two_in_a_row, "cause", "the layer twice"),
        (RESIDUAL, summed_too_early, "cause", "x added on the way in"),
        (RESIDUAL, bent_with_it, "cause", "added to the weights"),
        (RESIDUAL, added_in_place, "cause", "writes into its argument"),
        (REVERSAL, weaker_only, "cause", "not reversed"),
        (REVERSAL, only_turned, "cause", "always full strength"),
        (REVERSAL, as_it_came, "cause", "passed on as it is"),
        (REVERSAL, shifted, "cause", "strength taken off"),
        (REVERSAL, both_together, "cause", "one minus strength"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_mistake_is_recognised_however_it_is_written(exercise, answer, state, name):
    result = judge(exercise, answer)
    assert (result.state, result.wrong_answer) == (state, name)
    assert result.hints == exercise.hints


@EACH
def test_every_named_wrong_answer_is_refused_by_its_own_name(exercise):
    results = [judge(exercise, wrong.answer) for wrong in exercise.wrong_answers]
    assert [r.wrong_answer for r in results] == [w.name for w in exercise.wrong_answers]
    assert len({r.cause for r in results}) == len(results) == 5


def test_right_answers_written_differently_pass():
    assert judge(RESIDUAL, lambda x, layer: np.add(layer(x), x)).state == "passed"
    assert judge(REVERSAL, lambda g, strength: g * strength * -1).state == "passed"


@EACH
def test_an_unfilled_stub_is_not_attempted(exercise):
    assert judge(exercise, lambda one, other: ...).state == "not_attempted"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x, layer: [[1.0]], "returns a `list`, but the check needs an array"),
        (lambda x, layer: x > 0, "an array of `bool`, but the check needs numbers"),
        (lambda x, layer: layer(x)[0], r"shape `(3,)`, but the check needs shape `(4, 3)`"),
    ],
)
def test_a_residual_that_is_no_array_of_numbers_is_a_matter_of_shape(answer, words):
    result = judge(RESIDUAL, answer)
    assert result.state == "shape"
    assert words in result.message


def test_a_wrong_number_is_told_with_what_it_is_made_of():
    result = judge(RESIDUAL, lambda x, layer: 2 * x + layer(x))
    assert result.state == "value"
    assert "11 of 12 numbers differ. At `[0, 0]`, where `x` has -0.7" in result.message


def test_checking_the_exercises_never_imports_torch_which_would_use_up_the_time_limit():
    code = (
        "import sys\n"
        "from course.exercises import judge\n"
        "from course.exercises.torch_layers import TORCH_EXERCISES\n"
        "states = [judge(one, one.reference).state for one in TORCH_EXERCISES]\n"
        "print(*states, 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["passed", "passed", "False"]


@pytest.mark.parametrize("written", [None, lambda x, layer: layer(x) + x])
def test_the_students_residual_works_on_tensors_and_lets_gradients_through(written):
    attempt = Attempt(RESIDUAL, written or RESIDUAL.reference)
    x, layer = doubles(3, 4).requires_grad_(), nn.Linear(4, 4, dtype=torch.float64)
    attempt(x, layer).sum().backward()
    torch.testing.assert_close(x.grad, (1 + layer.weight.detach().sum(0)).expand(3, 4))


def test_the_students_reversal_is_used_on_tensors_even_when_it_is_wrong():
    told: list[str] = []
    attempt = Attempt(REVERSAL, lambda g, strength: strength * g, told.append)
    assert attempt(torch.tensor([1.0, 2.0]), 3.0).tolist() == [3, 6]
    assert told == []
