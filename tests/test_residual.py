"""Gradients in plain and residual networks, against torch; and what becomes of them."""
import ast

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from course.depth_trials import DepthGradients, DepthTrials, Shares
from course.exercises.prediction import Choice
from course.exercises.torch_predictions import TORCH_PREDICTIONS
from course.residual import Deep, circle_points, first_to_last, gradient_norms
from course.seeding import generator
from course.toys import make_dataset
from course.trials import exhaust

BOTH = pytest.mark.parametrize("residual", [False, True], ids=["plain", "residual"])
EITHER = pytest.mark.parametrize("activation", ["tanh", "relu"])
(DEPTH,) = TORCH_PREDICTIONS


def slopes_by_torch(networks: Deep, which: int, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """The derivatives by each layer's weights and biases, in float64."""
    module = networks.as_module(which).double()
    cross_entropy(module(torch.tensor(x).double()), torch.tensor(y).double()).backward()
    layers = [one for one in module.modules() if isinstance(one, nn.Linear)]
    return [np.vstack([one.weight.grad.numpy().T, one.bias.grad.numpy()]) for one in layers]


@BOTH
@EITHER
def test_every_gradient_is_what_torch_finds(residual, activation):
    networks, (x, y) = Deep(6, residual, activation, seeds=(3, 5), width=8), circle_points(20)
    z = networks.forward(x)
    networks.backward((1 / (1 + np.exp(-z)) - y) / len(x))
    for which in (0, 1):
        expected = slopes_by_torch(networks, which, x, y)
        assert len(expected) == len(networks.layer_gradients) == 8
        for (dW, db), right in zip(networks.layer_gradients, expected, strict=True):
            found = np.vstack([dW[which], db[which]])
            np.testing.assert_allclose(found, right, atol=1e-5 * np.abs(right).max())


@BOTH
@EITHER
def test_the_size_of_each_layers_gradient_is_what_torch_finds_twenty_layers_deep(
    residual, activation
):
    norms = gradient_norms(20, residual, activation, seeds=(7,))
    layers = slopes_by_torch(Deep(20, residual, activation, (7,)), 0, *circle_points())[1:-1]
    expected = [np.linalg.norm(layer[:-1]) for layer in layers]
    assert norms.shape == (1, 20)
    np.testing.assert_allclose(norms[0], expected, rtol=2e-3)


def test_a_gradient_whose_square_is_nothing_in_32_bits_has_a_size_all_the_same(monkeypatch):
    def backward(networks: Deep, dz: np.ndarray) -> None:
        networks.gradients[:] = 1e-25

    monkeypatch.setattr(Deep, "backward", backward)
    np.testing.assert_allclose(gradient_norms(2, False, seeds=(0,)), [[32e-25, 32e-25]])


def test_weights_are_spread_as_torchs_linear_layers_begin():
    W, b = Deep(1, False, seeds=range(20)).layers[1]
    with torch.random.fork_rng():
        torch.manual_seed(0)
        torchs = [nn.Linear(32, 32) for _ in range(20)]
    for ours, theirs in ((W, [one.weight for one in torchs]), (b, [one.bias for one in torchs])):
        theirs = torch.cat([one.flatten() for one in theirs]).detach().numpy()
        assert np.abs(ours).max() <= 32**-0.5
        assert np.abs(theirs).max() <= 32**-0.5
        assert ours.std() == pytest.approx(theirs.std(), rel=0.06)
    assert np.abs(Deep(1, False, seeds=range(20)).layers[0][0]).max() == pytest.approx(
        2**-0.5, rel=0.05
    )


def test_a_deeper_network_begins_with_the_layers_of_a_shallower_one_of_its_seed():
    shallow, deep = Deep(3, False, seeds=(2,)), Deep(9, True, seeds=(1, 2))
    for i in (0, 1, 3):
        np.testing.assert_array_equal(shallow.layers[i][0][0], deep.layers[i][0][1])
    np.testing.assert_array_equal(shallow.layers[-1][0][0], deep.layers[-1][0][1])
    assert not np.array_equal(deep.layers[1][0][0], deep.layers[1][0][1])


def test_training_one_network_leaves_the_starting_weights_of_the_next_alone():
    before = Deep(2, False, seeds=(4,))
    before.parameters[:] = 0
    assert np.abs(Deep(2, False, seeds=(4,)).parameters).max() > 0


def test_first_to_last_is_the_median_seeds_quotient():
    assert first_to_last(np.array([[1, 9, 2], [6, 9, 2], [8, 9, 2.0]])) == 3


def test_a_gradient_fades_in_plain_layers_and_not_on_the_way_round_them():
    assert 1e-4 < first_to_last(gradient_norms(20, False)) < 1e-3
    assert 1 < first_to_last(gradient_norms(20, True)) < 2
    assert first_to_last(gradient_norms(40, False, "relu", range(4))) < 1e-13
    grown = gradient_norms(40, True, "relu", range(4)).mean(axis=0)
    assert grown.max() > 100 * gradient_norms(5, True, "relu", range(4)).mean(axis=0).max()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ((0, True), r"depth must be in \[1, 40\], got 0"),
        ((41, True), r"depth must be in \[1, 40\], got 41"),
        ((3, True, "sigmoid"), "activation must be one of relu, tanh; got 'sigmoid'"),
        ((3, True, "tanh", ()), "seeds must hold at least one seed, got none"),
    ],
)
def test_a_network_that_cannot_be_made_says_why(wrong, message):
    with pytest.raises(ValueError, match=message):
        Deep(*wrong)


# ---- do they learn? ------------------------------------------------------------------------


def learned_by_torch(residual: bool, updates: int) -> float:
    """Accuracy of seed 0 with 3 tanh layers, trained by torch on the same minibatches."""
    module, data = Deep(3, residual, "tanh", (0,), 16).as_module(0), make_dataset("circle")
    optimiser = torch.optim.SGD(module.parameters(), 0.03, momentum=0.9)
    rng = generator(0, "minibatches of deep networks")
    targets = torch.tensor(data.y_train[:, None]).float()
    for _ in range(updates):
        chosen = rng.choice(700, 64, replace=False)
        optimiser.zero_grad()
        cross_entropy(module(torch.tensor(data.x_train[chosen])), targets[chosen]).backward()
        optimiser.step()
    with torch.no_grad():
        inside = module(torch.tensor(data.x_test))[:, 0].numpy() > 0
    return float((inside == data.y_test).mean())


@BOTH
def test_training_comes_to_what_torchs_descent_with_momentum_comes_to(residual):
    row = DepthTrials(3, seeds=1, updates=150).run().rows[
        "residual, 3" if residual else "plain, 3"
    ]
    assert row[0] == pytest.approx(learned_by_torch(residual, 150), abs=0.003)
    assert row[0] > 0.6 or not residual


def test_twenty_plain_layers_learn_nothing_and_twenty_residual_ones_the_circle():
    found = DepthTrials(20, seeds=2).run()
    assert list(found.rows) == ["plain, 2", "plain, 20", "residual, 20"]
    assert [found.reached(label) for label in found.rows] == [2, 0, 2]
    assert max(found.rows["plain, 20"]) < 0.53


@pytest.mark.parametrize(("depth", "rows"), [(1, 2), (2, 2), (3, 3)])
def test_a_trial_tells_how_often_it_yields_and_its_code_repeats_it(depth, rows):
    record = DepthTrials(depth, "relu", seeds=2, updates=4)
    assert sum(1 for _ in record.pieces()) == record.steps == 4 * rows
    names: dict = {}
    exec(record.code(), names)
    assert names["accuracies"] == record.run().rows


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"depth": 99}, r"depth must be in \[1, 40\], got 99"),
        ({"activation": "gelu"}, "activation must be one of relu, tanh; got 'gelu'"),
        ({"updates": 0}, r"updates must be in \[1, 10000\], got 0"),
    ],
)
def test_a_trial_says_what_is_wrong_with_it(wrong, message):
    with pytest.raises(ValueError, match=message):
        DepthTrials(**wrong)


# ---- the prediction ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "option"), [(1.5, 0), (0.51, 0), (0.1, 1), (1 / 300, 2), (1.7e-4, 3)]
)
def test_the_outcome_is_the_option_that_the_measured_share_lies_in(share, option):
    assert DEPTH.truth(Shares({20: share, 40: share**2}, {20: 1.0, 40: 1.0})) == option
    assert isinstance(DEPTH.guess, Choice)


def test_the_measurement_gives_the_outcome_its_code_gives_and_tells_what_it_teaches():
    record = DepthGradients()
    result = exhaust(record.pieces())
    assert sum(1 for _ in record.pieces()) == record.steps
    names: dict = {}
    *lines, last = ast.parse(DEPTH.repeated(None)).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    outcome = eval(compile(ast.Expression(last.value), "last", "eval"), names)
    assert (names["plain"], names["residual"]) == (result.plain, result.residual)
    assert outcome == DEPTH.truth(result) == 3
    assert DEPTH.explained(result).startswith("It is 5,8")
    assert "0.63 to the power of 19" in DEPTH.explained(result)
    assert str(result).splitlines()[-2].split() == ["20", "0.00017", "1.5"]


def test_depths_that_cannot_be_measured_are_refused():
    with pytest.raises(ValueError, match=r"each depth must be in \[1, 40\], got 50"):
        DepthGradients((2, 50))
