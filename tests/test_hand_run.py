"""A run of lesson 01's network by the functions it is given."""
from dataclasses import replace

import numpy as np
import pytest
import torch

from course import by_hand
from course.hand_run import Functions, HandConfig, HandRun


def executed(code):
    *lines, last = code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    return eval(last, names)


def test_a_pass_moves_the_weights_as_torch_moves_them():
    run = HandRun(HandConfig(hidden=3, batch_size=100, learning_rate=0.2, momentum=0.8))
    parts = [torch.tensor(part, requires_grad=True) for part in run.parameters]
    optimiser = torch.optim.SGD(parts, lr=0.2, momentum=0.8)
    x = torch.tensor(run.data.x_train.astype(float))
    y = torch.tensor(run.data.y_train[:, None].astype(float))
    order = np.random.default_rng(3).permutation(500)
    run._rng = np.random.default_rng(3)
    run.advance()
    for start in range(0, 500, 100):
        chosen = order[start : start + 100]
        z = torch.tanh(x[chosen] @ parts[0] + parts[1]) @ parts[2] + parts[3]
        optimiser.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(z, y[chosen]).backward()
        optimiser.step()
    for ours, theirs in zip(run.parameters, parts, strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), atol=1e-12)


@pytest.mark.parametrize(("rule", "passes"), [("circle", 40), ("ring", 250)])
def test_circle_and_ring_are_learned_to_95_percent_with_the_settings_one_finds(rule, passes):
    run = HandRun(HandConfig(rule=rule))
    for _ in range(passes):
        run.advance()
        if run.history[-1].test_accuracy >= 0.95:
            return
    pytest.fail(f"{run.history[-1]}")


def test_it_uses_the_functions_that_it_is_given():
    def forward(x, W1, b1, W2, b2):
        return None, np.full((len(x), 1), -3.0)

    run = HandRun(HandConfig(), Functions(forward=forward))
    outside = 1 - run.data.y_test.mean()
    assert run.history[0].test_accuracy == pytest.approx(outside)
    still = Functions(one_pass=lambda x, y, parameters, velocity, *rest: (parameters, velocity))
    run = HandRun(HandConfig(), still)
    before = run.history[0]
    run.advance()
    assert replace(run.history[1], index=0) == before


def test_points_whose_logit_is_not_a_number_are_wrong():
    def forward(x, W1, b1, W2, b2):
        return None, np.full((len(x), 1), np.nan)

    run = HandRun(HandConfig(), Functions(forward=forward))
    assert run.wrong.all() and run.history[0].test_accuracy == 0


def test_the_code_makes_the_same_passes_also_after_a_change_of_settings():
    run = HandRun(HandConfig(rule="ring", hidden=5, seed=4))
    for _ in range(6):
        run.advance()
    run.config = replace(run.config, learning_rate=0.02, batch_size=100)
    for _ in range(4):
        run.advance()
    assert executed(run.code()) == pytest.approx(run.history[-1].test_accuracy, abs=1e-12)
    assert "[(6, 0.1, 0.9, 25), (4, 0.02, 0.9, 100)]" in run.code()


def test_the_same_seed_gives_the_same_run_and_another_seed_another():
    first, same, other = (HandRun(HandConfig(seed=seed)) for seed in (1, 1, 2))
    for run in (first, same, other):
        run.advance()
    assert first.history == same.history != other.history


def test_a_seed_decides_the_initial_weights_and_the_order_of_the_points():
    one, other = HandRun(HandConfig(seed=1)), HandRun(HandConfig(seed=2))
    assert np.abs(one.parameters[0] - other.parameters[0]).max() > 0.1
    other.parameters = [part.copy() for part in one.parameters]
    one.advance()
    other.advance()
    assert np.abs(one.parameters[0] - other.parameters[0]).max() > 1e-6


def test_a_loss_that_runs_away_warns_nobody():
    run = HandRun(HandConfig(learning_rate=100, momentum=0.99))
    for _ in range(5):
        run.advance()
    assert run.history[-1].train_loss > 1e3


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hidden": 0}, "hidden must be .*got 0"),
        ({"learning_rate": 0}, "learning_rate must be .*got 0"),
        ({"momentum": 1}, "momentum must be .*got 1"),
        ({"batch_size": 501}, "batch_size must be .*got 501"),
        ({"seed": -1}, "seed must be .*got -1"),
    ],
)
def test_a_setting_that_is_not_allowed_is_named(settings, message):
    with pytest.raises(ValueError, match=message):
        HandConfig(**settings)


def test_initial_weights_keep_the_spread_of_what_comes_in():
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = by_hand.initial(400, 300, 10, rng)
    assert W1.std() == pytest.approx(400**-0.5, rel=0.02)
    assert W2.std() == pytest.approx(300**-0.5, rel=0.05)
    assert not b1.any() and not b2.any()
