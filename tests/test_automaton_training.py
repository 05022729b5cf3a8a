"""How the rule of the growing picture is learned: a step in torch, damage, runs and checkpoints."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from course.art.automaton.cells import Cells, Seen, grows, seeds
from course.art.automaton.checkpoint import CheckpointError, beside, keep, take_up
from course.art.automaton.damage import cut_masks
from course.art.automaton.growing import Growing
from course.art.automaton.picture import target
from course.art.automaton.rule import Rule, load, untrained
from course.art.automaton.training import Plan, Run

SMALL = {"size": 12, "room": 2, "hidden": 16, "pool": 6, "shortest": 4, "longest": 7,
         "whole": 2, "young": 4, "heal": 5}  # fmt: skip


def plan(**changes):
    return Plan(**{**SMALL, "steps": 6, **changes})


def weights(run):
    return {name: value.clone() for name, value in run.cells.state_dict().items()}


def same(one, other):
    return all(torch.equal(one[name], other[name]) for name in one)


# ---- a step ----------------------------------------------------------------------------


class Told:
    """A generator that keeps what it gave last."""

    def __init__(self, seed):
        self._rng = np.random.default_rng(seed)

    def random(self, shape, dtype):
        self.last = self._rng.random(shape, dtype)
        return self.last


def test_torch_and_numpy_make_the_same_step_with_the_shipped_rule():
    rule = load()
    live, trained = Growing(rule, 48, 0), Cells(rule)
    live._rng = Told(0)
    live.plant(24, 24)
    for _ in range(30):
        before = torch.from_numpy(live.state.copy()).permute(2, 0, 1)[:, None].contiguous()
        live.step()
        with torch.no_grad():
            after = trained(before, torch.from_numpy(live._rng.last < 0.5)[None])
        np.testing.assert_allclose(after[:, 0].permute(1, 2, 0), live.state, atol=2e-5)
    assert live.living > 200


def test_what_a_cell_sees_is_a_convolution_with_sobels_filters():
    rng = torch.Generator().manual_seed(0)
    state = torch.rand(5, 2, 9, 7, generator=rng, dtype=torch.float64)
    across = torch.tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype=torch.float64) / 8
    itself, right, down = Seen.apply(state)
    flat = state.reshape(10, 1, 9, 7)
    torch.testing.assert_close(itself, state)
    for ours, kernel in ((right, across), (down, across.T)):
        expected = functional.conv2d(flat, kernel[None, None], padding=1).reshape(state.shape)
        torch.testing.assert_close(ours, expected)


def test_the_gradient_by_hand_is_that_of_finite_differences():
    rng = torch.Generator().manual_seed(1)
    state = torch.rand(2, 1, 4, 5, generator=rng, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(Seen.apply, state)


def test_a_cell_may_change_if_it_lives_or_touches_one_that_does():
    state = torch.zeros(4, 1, 5, 5)
    state[3, 0, 2, 2] = 0.11
    state[3, 0, 0, 4] = 0.09
    assert grows(state)[0].nonzero().tolist() == [[r, c] for r in (1, 2, 3) for c in (1, 2, 3)]


def test_seeds_are_one_cell_in_the_middle_as_the_live_grid_plants_it():
    live = Growing(untrained(), 10, 0)
    live.plant(5, 5)
    for one in seeds(2, 12, 10).permute(1, 2, 3, 0):
        np.testing.assert_array_equal(one, live.state)


# ---- damage ----------------------------------------------------------------------------


def test_damage_is_discs_and_half_planes_in_turn_and_never_everything():
    masks = cut_masks(40, 20, np.random.default_rng(0)).numpy()
    assert masks.shape == (40, 20, 20)
    assert set(np.unique(masks)) == {0, 1}
    border = np.ones((20, 20), bool)
    border[1:-1, 1:-1] = False
    shares = 1 - masks.mean((1, 2))
    assert (shares > 0).all() and (shares < 0.65).all()
    straight = [(mask[border] == 0).sum() >= 10 and share > 0.2
                for mask, share in zip(masks, shares, strict=True)]  # fmt: skip
    assert sum(straight) == 20


# ---- a run -----------------------------------------------------------------------------


def test_a_short_run_lowers_the_error():
    run = Run(plan(steps=60, longest=12, shortest=10, damaged=0))
    errors = list(run)
    assert np.mean(errors[-10:]) < 0.75 * np.mean(errors[:10])


def test_the_same_plan_gives_the_same_weights_and_another_seed_others():
    one, again, other = (Run(plan(seed=seed)) for seed in (0, 0, 1))
    for run in (one, again, other):
        list(run)
    assert same(weights(one), weights(again))
    assert not same(weights(one), weights(other))


@pytest.mark.parametrize("stop", [1, 4])
def test_a_resumed_run_ends_with_the_weights_of_an_uninterrupted_one(tmp_path, stop):
    whole = Run(plan())
    list(whole)
    first = Run(plan())
    for _ in range(stop):
        first.step()
    keep(first, tmp_path / "run.pt")
    again = take_up(tmp_path / "run.pt")
    assert again.index == stop
    list(again)
    assert same(weights(again), weights(whole))
    assert torch.equal(again._pool, whole._pool)


def test_the_worst_of_a_batch_is_started_again_and_the_best_is_cut():
    run = Run(plan(damaged=1, batch=3, pool=3))
    run.index = 2  # nothing is cut before
    wanted = torch.from_numpy(target(12, 2)).permute(2, 0, 1)
    for place, noise in enumerate((0.3, 0.0, 0.1)):
        run._pool[:, place] = 1
        run._pool[:4, place] = wanted + noise
    batch = run._batch(np.array([0, 1, 2]))
    assert torch.equal(batch[:, 0], seeds(1, 12, 16)[:, 0])
    assert 0 < (batch[4, 1] == 0).sum() < 16 * 16
    assert torch.equal(batch[:, 2], run._pool[:, 2])


def test_late_in_a_run_the_worst_may_grow_old_unless_it_is_worse_than_nothing():
    run = Run(plan(damaged=0))
    run.index = 4
    wanted = torch.from_numpy(target(12, 2)).permute(2, 0, 1)
    run._pool[:4] = wanted[:, None] + 0.01
    places = np.array([0, 1, 2])
    assert torch.equal(run._batch(places), run._pool[:, places])
    run._pool[:4, 1] = 5
    assert torch.equal(run._batch(places)[:, 1], seeds(1, 12, 16)[:, 0])


def test_once_it_can_heal_chance_says_which_is_started_again_and_which_is_cut():
    run = Run(plan())
    run.index = 5
    wanted = torch.from_numpy(target(12, 2)).permute(2, 0, 1)
    for place, noise in enumerate((0.0, 0.1, 0.2)):
        run._pool[:, place] = 1
        run._pool[:4, place] = wanted + noise
    batch = run._batch(np.array([0, 1, 2]))
    assert torch.equal(batch[:, 0], seeds(1, 12, 16)[:, 0])  # the best of them
    assert torch.equal(batch[:, 1], run._pool[:, 1])
    assert 0 < (batch[4, 2] == 0).sum() < 16 * 16  # the worst of them


def test_at_last_two_of_a_batch_are_cut():
    run = Run(plan(hard=6, steps=9))
    run.index = 6  # no picture is started again in an even step
    wanted = torch.from_numpy(target(12, 2)).permute(2, 0, 1)
    run._pool[:4], run._pool[4:] = wanted[:, None], 1
    batch = run._batch(np.array([0, 1, 2]))
    assert [bool((batch[4, place] == 0).any()) for place in range(3)] == [False, True, True]


def test_the_learning_rate_falls_and_rises_once_more_for_healing():
    run, seen = Run(plan(shares=((0, 1.0), (2, 0.3), (4, 0.5)))), []
    for _ in run:
        seen.append(run._optimiser.param_groups[0]["lr"])
    assert seen == pytest.approx([6e-3, 6e-3, 1.8e-3, 1.8e-3, 3e-3, 3e-3])


def test_a_picture_that_runs_away_teaches_nothing_and_is_started_again():
    run = Run(plan())
    before = weights(run)
    run._pool[:] = float("inf")
    assert run.step() >= 0
    assert same(before, weights(run))
    assert torch.isfinite(run._pool).sum() > 0
    assert run.index == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"steps": 0}, r"steps must be in \[1, 100000\], got 0"),
        ({"batch": 1}, r"batch must be in \[2, 6\], got 1"),
        ({"damaged": 3}, r"damaged must be in \[0, 1\], got 3"),
        ({"longest": 3}, r"longest must be in \[4, inf\), got 3"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        plan(**changes)


# ---- checkpoints -----------------------------------------------------------------------


def test_a_checkpoint_lies_beside_its_weights():
    assert str(beside("a/rose.npz")).replace("\\", "/") == "a/rose.checkpoint.pt"


def test_a_checkpoint_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    run, path = Run(plan()), tmp_path / "run.pt"
    keep(run, path)
    before = path.read_bytes()

    def half(state, file):
        file.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torch, "save", half)
    run.step()
    with pytest.raises(OSError, match="disk full"):
        keep(run, path)
    assert path.read_bytes() == before


def test_files_that_are_no_checkpoint_are_refused_in_words(tmp_path):
    with pytest.raises(CheckpointError, match="there is no checkpoint .*gone.pt"):
        take_up(tmp_path / "gone.pt")
    path = tmp_path / "run.pt"
    keep(Run(plan()), path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(CheckpointError, match="run.pt cannot be read, it may be cut short"):
        take_up(path)
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(CheckpointError, match="run.pt"):
        take_up(path)
    torch.save({"something": 1}, path)
    with pytest.raises(CheckpointError, match="run.pt is not a checkpoint of this training"):
        take_up(path)


def test_the_rule_of_a_run_is_its_parameters():
    run = Run(plan())
    run.step()
    rule = run.cells.rule(seed=4)
    assert isinstance(rule, Rule) and rule.made == {"seed": 4}
    np.testing.assert_array_equal(rule.W2, run.cells.W2.detach().numpy())
