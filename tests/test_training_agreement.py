"""One run, many ways to make it: by torch, in a population, on another device."""
from dataclasses import replace

import numpy as np
import pytest
import torch

import course.training
from course.backend import Backend
from course.device import Device
from course.network import Network
from course.records import TrainConfig
from course.toys import make_dataset
from course.training import evaluate, fit

TORCH_UNITS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}
TORCH_RULES = {
    "sgd": torch.optim.SGD,
    "momentum": lambda groups, lr: torch.optim.SGD(groups, lr=lr, momentum=0.9),
    "adam": torch.optim.Adam,
}
QUICK = TrainConfig(hidden=(6, 5), activation="tanh", steps=40, batch_size=20)


def last(steps):
    """The last Step of a run."""
    return list(steps)[-1]


def points(n_points, rule="circle"):
    return make_dataset(rule, n_points, 400)


def compute_on(monkeypatch, backend):
    """Have `fit` compute on a backend of the test's choice."""
    device = Device("test", "test", backend, "for a test")
    monkeypatch.setattr(course.training, "choose", lambda name: device)


def torch_run(config, data, start):
    """Full batches with torch's layers, loss, optimiser and weight decay; parameters after."""
    net = torch.nn.Sequential()
    for weights, biases in start.layers:
        layer = torch.nn.Linear(*weights.shape, dtype=torch.float64)
        layer.weight.data, layer.bias.data = torch.tensor(weights.T), torch.tensor(biases[0])
        net += torch.nn.Sequential(layer, TORCH_UNITS[config.activation]())
    net = net[:-1]
    groups = [
        {"params": [layer.weight for layer in net[::2]], "weight_decay": config.l2},
        {"params": [layer.bias for layer in net[::2]]},
    ]
    optimiser = TORCH_RULES[config.optimiser](groups, lr=config.learning_rate)
    x, y = torch.tensor(data.x_train).double(), torch.tensor(data.y_train[:, None]).double()
    for _ in range(config.steps):
        optimiser.zero_grad()
        torch.nn.BCEWithLogitsLoss()(net(x), y).backward()
        optimiser.step()
    parts = [part for layer in net[::2] for part in (layer.weight.T.ravel(), layer.bias)]
    return torch.cat(parts).detach().numpy()


@pytest.mark.parametrize("optimiser", TORCH_RULES)
@pytest.mark.parametrize("l2", [0.0, 0.05])
@pytest.mark.parametrize("activation", TORCH_UNITS)
def test_a_run_makes_the_steps_of_torch_with_weight_decay_on_weights(
    monkeypatch, optimiser, l2, activation
):
    compute_on(monkeypatch, Backend(dtype="float64"))
    data = points(50)
    config = TrainConfig(
        hidden=(5, 4), activation=activation, optimiser=optimiser, l2=l2, steps=30, batch_size=None
    )
    expected = torch_run(
        config, data, Network((2, 5, 4, 1), activation, 0, Backend(dtype="float64"))
    )
    ours = last(fit(config, data)).network.parameters
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("seed", [0, (0, 1)])
def test_the_penalty_adds_the_gradient_of_half_the_squared_weights(monkeypatch, seed):
    compute_on(monkeypatch, Backend(dtype="float64"))
    config = replace(
        QUICK, optimiser="sgd", learning_rate=0.5, batch_size=None, steps=1, l2=0.3, seed=seed
    )
    data, network = points(30), Network((2, 6, 5, 1), "tanh", seed, Backend(dtype="float64"))

    def objective():
        weights = [(w**2).sum((-1, -2)) for w, _ in network.layers]
        return evaluate(network, data.x_train, data.y_train).loss + 0.15 * sum(weights)

    start, slopes = network.parameters.copy(), np.zeros_like(network.parameters)
    for i in range(start.shape[-1]):
        for move in (1e-6, -1e-6):
            network.parameters[..., i] = start[..., i] + move
            slopes[..., i] += objective() / (2 * move)
        network.parameters[..., i] = start[..., i]
    moved = last(fit(config, data)).network.parameters
    np.testing.assert_allclose((start - moved) / 0.5, slopes, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("activation", TORCH_UNITS)
@pytest.mark.parametrize("rates", [0.02, (0.001, 0.02, 0.3)])
def test_a_population_ends_where_its_networks_end_alone(activation, rates):
    data, seeds = points(100), (4, 5, 6)
    config = replace(QUICK, activation=activation, seed=seeds, learning_rate=rates, l2=0.01)
    together = last(fit(config, data))
    scores = evaluate(together.network, data.x_test, data.y_test)
    for k, seed in enumerate(seeds):
        rate = rates[k] if isinstance(rates, tuple) else rates
        alone = last(fit(replace(config, seed=seed, learning_rate=rate), data))
        ours, theirs = together.network.parameters[k], alone.network.parameters
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5)
        score = evaluate(alone.network, data.x_test, data.y_test)
        assert scores.loss[k] == pytest.approx(score.loss, abs=1e-5)
        assert scores.accuracy[k] == pytest.approx(score.accuracy, abs=0.003)
        assert together.loss[k] == pytest.approx(alone.loss, abs=1e-5)
        assert together.accuracy[k] == pytest.approx(alone.accuracy, abs=0.051)


@pytest.mark.parametrize("optimiser", TORCH_RULES)
@pytest.mark.parametrize("seed", [0, (0, 1)])
def test_numpy_and_torch_agree_after_a_hundred_steps(optimiser, seed):
    config = replace(QUICK, optimiser=optimiser, seed=seed, steps=100, schedule="cosine", l2=0.001)
    data = points(200)
    ours = last(fit(config, data))
    theirs = last(fit(replace(config, device="torch-cpu"), data))
    assert isinstance(theirs.network.parameters, torch.Tensor)
    np.testing.assert_allclose(
        ours.network.parameters, theirs.network.parameters.numpy(), atol=1e-5
    )
    np.testing.assert_allclose(ours.loss, theirs.loss, atol=1e-5)
    one, other = (evaluate(run.network, data.x_test, data.y_test) for run in (ours, theirs))
    np.testing.assert_allclose(one.loss, other.loss, atol=1e-5)


@pytest.mark.parametrize("optimiser", TORCH_RULES)
@pytest.mark.parametrize("activation", TORCH_UNITS)
@pytest.mark.parametrize("seed", [0, (0, 1)])
def test_a_run_reads_no_value_and_mixes_no_devices(monkeypatch, optimiser, activation, seed):
    # Arrays on torch's meta device have a shape and no values: reading one raises, and so
    # does meeting an array from elsewhere.
    compute_on(monkeypatch, Backend(torch, "meta"))
    config = replace(
        QUICK, optimiser=optimiser, activation=activation, seed=seed, l2=0.1, schedule="cosine"
    )
    step = last(fit(config, points(100)))
    assert step.index == 40
    assert step.network.parameters.device.type == "meta"
    with pytest.raises(NotImplementedError):
        _ = step.loss  # the oracle works: here a value is read
