"""Two moons, rotated ones, and networks that learn not to tell them apart; against torch."""
import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from course import reversal
from course.moons import domains, moons, rotated
from course.reversal import Adversaries, ReversalTrials
from course.toys import square_grid


def batch(networks: Adversaries, n_points: int = 10) -> tuple[torch.Tensor, ...]:
    """The first training points of each network: source, its classes, target."""
    parts = networks._source, networks._classes, networks._target
    return tuple(part[:, :n_points] for part in parts)


# ---- the points ----------------------------------------------------------------------------


def test_each_moon_is_half_a_circle_round_a_middle_of_its_own():
    x, y = moons(4000, np.random.default_rng(0))
    middles = 0.58 * np.array([[-0.5, -0.25], [0.5, 0.25]])
    for moon, up in ((False, 1), (True, -1)):
        from_middle = x[y == moon] - middles[int(moon)]
        radius = np.hypot(*from_middle.T)
        assert radius.mean() == pytest.approx(0.58, abs=0.01)
        assert radius.std() == pytest.approx(0.58 * 0.08, rel=0.1)
        assert np.mean(up * from_middle[:, 1] > -0.15) > 0.99
    assert 0.47 < y.mean() < 0.53
    assert np.mean(np.abs(x) <= 1) > 0.99


def test_a_quarter_turn_is_anticlockwise():
    turned = rotated(np.array([[1.0, 0], [0.25, 0.5]]), 90)
    np.testing.assert_allclose(turned, [[0, 1], [-0.5, 0.25]], atol=1e-15)


def test_the_target_has_points_of_its_own_and_is_rotated():
    source, upright = domains(0, 3, "test points", 50)
    same, turned = domains(40, 3, "test points", 50)
    np.testing.assert_array_equal(source.x, same.x)
    np.testing.assert_array_equal(turned.x, rotated(upright.x, 40))
    np.testing.assert_array_equal(turned.y, upright.y)
    assert not np.array_equal(source.x, upright.x)
    assert not np.array_equal(domains(40, 3, "training points", 50)[0].x, source.x)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ((181, 0, "test points", 5), r"angle must be in \[0, 180\], got 181"),
        ((1, 0, "tset points", 5), "stream must be one of training points, test points"),
        ((1, 0, "test points", 0), r"n_points must be in \[1, inf\), got 0"),
    ],
)
def test_domains_that_cannot_be_drawn_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        domains(*wrong)


# ---- the networks --------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [0.0, 2.5])
def test_the_shared_layer_learns_from_its_classes_and_unlearns_the_difference(strength):
    networks = Adversaries(35, [strength], [1])
    source, classes, target = batch(networks)
    shared = networks._layers[0][0]
    networks.losses(source, classes, target).sum().backward()
    found, shared.grad = shared.grad, None
    # The same two losses apart, and nothing reversed.
    here, there = networks.shared(source), networks.shared(target)
    (for_classes,) = torch.autograd.grad(
        cross_entropy(networks.class_logits(here), classes), shared, retain_graph=True
    )
    told = torch.cat([networks.domain_logits(here), networks.domain_logits(there)], 1)
    origin = torch.tensor([0.0] * 10 + [1.0] * 10)[None, :, None]
    (for_domains,) = torch.autograd.grad(cross_entropy(told, origin), shared)
    assert float(for_domains.abs().max()) > 1e-3
    torch.testing.assert_close(found, for_classes - strength * for_domains)


def test_both_heads_learn_as_they_would_without_reversal():
    networks = Adversaries(35, [0.0, 5.0], [1, 1])
    networks.losses(*batch(networks)).sum().backward()
    for layer in networks._layers[1:]:
        for part in layer:
            assert float(part.grad.abs().max()) > 0
            torch.testing.assert_close(part.grad[0], part.grad[1])


def test_each_network_of_several_is_the_one_it_would_be_alone():
    together, alone = Adversaries(50, [0, 3], [4, 9]), Adversaries(50, [3], [9])
    for _ in range(5):
        together.advance()
        alone.advance()
    np.testing.assert_allclose(together.says(1)[1], alone.says(1)[0], atol=1e-5)
    assert together.index == 5


def test_a_step_moves_every_weight_along_its_gradient_and_then_with_momentum():
    networks = Adversaries(35, [1.0], [0])
    weights = networks._layers[1][0]
    places = [weights.detach().clone()]
    for _ in range(2):
        networks.advance()
        places.append(weights.detach().clone())
    torchs = Adversaries(35, [1.0], [0])
    moved = [part for layer in torchs._layers for part in layer]
    optimiser = torch.optim.SGD(moved, 0.1, momentum=0.9)
    for _ in range(2):
        chosen = torch.from_numpy(torchs._rngs[0].integers(0, 300, (2, 64)))
        optimiser.zero_grad()
        parts = torchs._source[:, chosen[0]], torchs._classes[:, chosen[0]]
        torchs.losses(*parts, torchs._target[:, chosen[1]]).sum().backward()
        optimiser.step()
    torch.testing.assert_close(torchs._layers[1][0].detach(), places[2])
    assert not torch.equal(places[0], places[1])


def test_scores_are_the_shares_of_unseen_points_that_each_head_has_right():
    networks = Adversaries(60, [2.0], [5])
    for _ in range(30):
        networks.advance()
    score, (source, target) = networks.scores(), networks.unseen[0]
    (W0, b0), (W1, b1), (W2, b2), (W3, b3) = (
        (W[0].detach().numpy(), b[0].detach().numpy()) for W, b in networks._layers
    )
    told = []
    for domain, expected in ((source, score.source), (target, score.target)):
        h = np.tanh(domain.x @ W0 + b0)
        assert expected[0] == np.mean((h @ W1 + b1 > 0)[:, 0] == domain.y)
        told.append((np.maximum(h @ W2 + b2, 0) @ W3 + b3)[:, 0] > 0)
    assert score.domain[0] == pytest.approx(((~told[0]).mean() + told[1].mean()) / 2)


def test_the_field_is_what_the_class_head_says_of_the_square_top_row_first():
    networks = Adversaries(35, [0, 3], [0, 0])
    networks.advance()
    fields, grid = networks.fields(4), torch.tensor(square_grid(4), dtype=torch.float32)
    with torch.no_grad():
        logits = networks.class_logits(networks.shared(grid.expand(2, 16, 2)))
    expected = torch.sigmoid(logits)[..., 0].reshape(2, 4, 4).numpy()
    np.testing.assert_allclose(fields, expected, atol=1e-6)
    assert grid[0].tolist() == [-0.75, 0.75]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (([], []), "seeds must be as many as strengths, at least 1; got 0 and 0"),
        (([1, 2], [0]), "got 1 and 2"),
        (([-1], [0]), r"strength must be in \[0, 100\], got -1"),
    ],
)
def test_networks_that_cannot_be_made_say_why(wrong, message):
    with pytest.raises(ValueError, match=message):
        Adversaries(35, *wrong)


# ---- does it help? -------------------------------------------------------------------------


def test_after_some_hundred_steps_reversal_helps_on_the_rotated_points():
    found = ReversalTrials(60, 3, seeds=3, updates=600).run()
    assert max(found.rows["without"]) < 0.5
    assert min(found.rows["with, λ = 3"]) > 0.65


def test_a_trial_without_any_strength_has_one_row_and_trains_each_seed_once(monkeypatch):
    made = []

    def recorded(angle, strengths, seeds):
        made.append((angle, strengths, list(seeds)))
        return Adversaries(angle, strengths, seeds)

    monkeypatch.setattr(reversal, "Adversaries", recorded)
    found = ReversalTrials(35, 0, seeds=2, updates=1).run()
    assert list(found.rows) == ["without"]
    assert made == [(35, [0.0, 0.0], [0, 1])]


def test_a_trial_tells_how_often_it_yields_and_its_code_repeats_it():
    record = ReversalTrials(20.0, 0.5, seeds=2, updates=3)
    assert [made for made in record.pieces() if made] == [1, 2, 3]
    assert record.steps == 3
    names: dict = {}
    exec(record.code(), names)
    assert names["accuracies"] == record.run().rows
    assert list(names["accuracies"]) == ["without", "with, λ = 0.5"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"angle": 200}, r"angle must be in \[0, 180\], got 200"),
        ({"strength": float("nan")}, r"strength must be in \[0, 100\], got nan"),
        ({"seeds": 0}, r"seeds must be in \[1, 100\], got 0"),
    ],
)
def test_a_trial_says_what_is_wrong_with_it(wrong, message):
    with pytest.raises(ValueError, match=message):
        ReversalTrials(**wrong)
