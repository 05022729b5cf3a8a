"""The growing picture: its target, its rule and the file of it, and the automaton itself."""

import json
import subprocess
import sys

import numpy as np
import pytest

from course.art.automaton import healing, picture
from course.art.automaton.growing import Growing, RunawayError, portrait
from course.art.automaton.picture import GRID, ROOM, SIZE, rose, target
from course.art.automaton.rule import ALIVE, SHIPPED, Rule, RuleError, load, untrained

EVERY_SIDE = ("right", "bottom", "left", "top")


def lively(scale=0.05, seed=0):
    """A rule that is not trained and yet does something."""
    rng, rule = np.random.default_rng(seed), untrained()
    last = rng.normal(0, scale, rule.W2.shape).astype(np.float32)
    last[:, 3] = abs(last[:, 3])  # opacity only rises: it grows
    return Rule(rule.W1, rule.b1, last)


def grown(rule, steps, size=48, seed=0):
    cells = Growing(rule, size, seed)
    cells.plant(size // 2, size // 2)
    cells.step(steps)
    return cells


# ---- the picture -----------------------------------------------------------------------


def test_the_rose_has_five_petals_and_is_the_same_in_the_mirror():
    whole = rose(120)
    np.testing.assert_allclose(whole, whole[:, ::-1], atol=1e-6)
    red = (whole[..., 0] > 0.6) & (whole[..., 1] < 0.6) & (whole[..., 3] > 0.9)
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    # Near the tips, round the flower's own middle: a petal, a gap with a leaf or nothing, a petal.
    rows, columns = 63.6 - 48 * np.cos(angles), 60 + 48 * np.sin(angles)
    there = red[rows.astype(int), columns.astype(int)].astype(int)
    assert np.count_nonzero(np.diff(there, append=there[0]) == 1) == 5


def test_colours_are_multiplied_by_opacity_and_the_ground_is_transparent():
    flower = rose()
    assert flower.shape == (SIZE, SIZE, 4) and flower.dtype == np.float32
    assert flower.min() == 0 and flower.max() <= 1
    assert (flower[..., :3] <= flower[..., 3:] + 1e-6).all()
    assert (flower[0, 0] == 0).all()
    edged = target()
    assert edged.shape == (GRID, GRID, 4)
    assert edged[:ROOM].sum() == edged[:, -ROOM:].sum() == 0
    np.testing.assert_array_equal(edged[ROOM:-ROOM, ROOM:-ROOM], flower)


def test_a_size_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"size must be in \[4, 512\], got 3"):
        picture.rose(3)


# ---- the rule and its file -------------------------------------------------------------


def test_the_rule_that_comes_with_the_course_says_how_it_was_made():
    rule = load()
    made = rule.made
    assert made["command"] == f"glassbox train-nca --seed {made['seed']} --steps {made['steps']}"
    assert (made["target"], made["size"]) == ("rose", SIZE)
    assert rule.count == rule.W1.size + rule.b1.size + rule.W2.size
    assert SHIPPED.stat().st_size < 50_000


def test_a_rule_comes_back_from_its_file(tmp_path):
    rule = lively()
    kept = Rule(rule.W1, rule.b1, rule.W2, made={"command": "by hand"})
    kept.save(tmp_path / "one.npz")
    back = load(str(tmp_path / "one.npz"))
    for name in ("W1", "b1", "W2"):
        np.testing.assert_array_equal(getattr(back, name), getattr(rule, name))
    assert back.made == {"command": "by hand"}


def arrays(**changes):
    rule = lively()
    made = np.array(json.dumps({"seed": 0}))
    whole = {"W1": rule.W1, "b1": rule.b1, "W2": rule.W2, "made": made} | changes
    return {name: value for name, value in whole.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"b1": None}, "bad.npz lacks b1"),
        ({"made": None}, "bad.npz lacks made"),
        ({"W1": np.zeros((35, 80), np.float32)}, r"the shapes must be .* got W1 \(35, 80\)"),
        ({"W1": np.zeros((39, 80), np.float32)}, r"the shapes must be .* W2 \(80, 12\)"),
        ({"b1": np.zeros((81,), np.float32)}, r"the shapes must be .* b1 \(81,\)"),
        ({"W2": np.zeros((80, 12))}, "W2 must be an array of float32, got float64"),
        ({"b1": np.full(80, np.nan, np.float32)}, "b1 must hold finite numbers, but NaN"),
        ({"made": np.array("{")}, "bad.npz cannot be read, it may be cut short"),
        ({"made": np.array("[]")}, r"bad.npz must say how it was made, got \[\]"),
    ],
)
def test_weights_that_do_not_fit_are_refused_in_words(tmp_path, changes, words):
    np.savez(tmp_path / "bad.npz", **arrays(**changes))
    with pytest.raises(RuleError, match=words):
        load(tmp_path / "bad.npz")


@pytest.mark.parametrize("length", [0, 10, 3000])
def test_a_file_that_is_cut_short_is_refused_in_words(tmp_path, length):
    path = tmp_path / "short.npz"
    path.write_bytes(SHIPPED.read_bytes()[:length])
    with pytest.raises(RuleError, match=r"short.npz (cannot be read|is not a file of weights)"):
        load(path)


def test_a_missing_file_and_files_of_another_kind_are_refused_in_words(tmp_path):
    with pytest.raises(RuleError, match=r"gone.npz is missing; `glassbox train-nca --out .*gone"):
        load(tmp_path / "gone.npz")
    with pytest.raises(RuleError, match="cannot be read"):
        load(tmp_path)
    (tmp_path / "text.npz").write_text("not weights", encoding="utf-8")
    with pytest.raises(RuleError, match="text.npz is not a file of weights"):
        load(tmp_path / "text.npz")
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(RuleError, match="one.npy must be an .npz file of weights"):
        load(tmp_path / "one.npy")


# ---- growing ---------------------------------------------------------------------------


def slow_step(state, rule, fires):
    """One step by loops over cells, neighbours and channels."""
    size, channels = state.shape[0], state.shape[2]
    padded = np.zeros((size + 2, size + 2, channels))
    padded[1:-1, 1:-1] = state

    def living(grid):
        return np.array([
            [grid[r : r + 3, c : c + 3, 3].max() > ALIVE for c in range(size)] for r in range(size)
        ])  # fmt: skip

    before, after = living(padded), padded.copy()
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 8
    for r in range(size):
        for c in range(size):
            if fires[r, c]:
                patch = padded[r : r + 3, c : c + 3]
                right = np.einsum("ij,ijk->k", across, patch)
                down = np.einsum("ij,ijk->k", across.T, patch)
                seen = np.concatenate([patch[1, 1], right, down])
                after[r + 1, c + 1] += np.maximum(seen @ rule.W1 + rule.b1, 0) @ rule.W2
    return after[1:-1, 1:-1] * (before & living(after))[..., None]


class Told:
    """A generator that keeps what it gave last."""

    def __init__(self, seed):
        self._rng = np.random.default_rng(seed)

    def random(self, shape, dtype):
        self.last = self._rng.random(shape, dtype)
        return self.last


def test_a_step_is_that_of_loops_over_every_cell():
    growing = lively(0.3)
    fading = Rule(growing.W1, growing.b1, -growing.W2)
    cells, most = Growing(growing, 12, 0), 0
    cells._rng = Told(0)
    cells.plant(0, 5)
    cells.plant(6, 6)
    for rule in [growing] * 8 + [fading] * 8:
        cells.rule = rule
        before = cells.state.copy()
        cells.step()
        expected = slow_step(before, rule, cells._rng.last < 0.5)
        np.testing.assert_allclose(cells.state, expected, atol=2e-4, rtol=1e-4)
        most = max(most, cells.living)
    assert most > 30 and cells.living < most  # cells were born, and others died


def test_the_shipped_rule_grows_the_rose_and_an_untrained_one_does_not():
    trained, plain = grown(load(), 150), grown(untrained(), 150)
    assert trained.error() < 0.1 * trained.nothing
    assert plain.error() > 0.9 * plain.nothing
    there = trained.state[4:44, 4:44, 3] > 0.5
    wanted = target()[..., 3] > 0.5
    assert np.count_nonzero(there & wanted) > 0.95 * np.count_nonzero(wanted)


def test_the_same_seed_grows_the_same_cells_and_another_one_others():
    one, same, other = (grown(lively(), 30, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.state, same.state)
    assert np.abs(one.state - other.state).max() > 0


def test_a_seed_is_black_and_opaque_and_is_not_planted_where_something_lives():
    cells = Growing(lively(), 16, 0)
    assert cells.living == 0 and np.isnan(cells.error()) and np.isnan(cells.nothing)
    assert cells.plant(4, 5)
    assert cells.state[4, 5].tolist() == [0, 0, 0] + [1] * 9
    assert cells.living == 1
    assert not cells.plant(4, 5)
    assert cells.planted == [(4, 5)]
    with pytest.raises(ValueError, match=r"row must be in \[0, 15\], got 16"):
        cells.plant(16, 0)


@pytest.mark.parametrize("towards", EVERY_SIDE)
def test_a_cut_takes_one_half_and_leaves_the_other_as_it_was(towards):
    cells = grown(load(), 60)
    before = cells.state.copy()
    count = cells.cut(towards)
    half = {"right": np.s_[:, 24:], "left": np.s_[:, :24], "top": np.s_[:24], "bottom": np.s_[24:]}
    expected = before.copy()
    expected[half[towards]] = 0
    np.testing.assert_array_equal(cells.state, expected)
    assert 0.3 < count / (count + cells.living) < 0.7


def test_a_cut_in_degrees_goes_clockwise_from_the_right():
    for name, degrees in zip(EVERY_SIDE, (0, 90, 180, 270), strict=True):
        one, other = grown(lively(), 20), grown(lively(), 20)
        one.cut(name)
        other.cut(degrees)
        np.testing.assert_array_equal(one.state, other.state)
    with pytest.raises(ValueError, match="towards must be one of right, bottom, left, top"):
        one.cut("up")
    with pytest.raises(ValueError, match="towards must be in"):
        one.cut(1e9)


def test_a_cut_halves_each_of_two_flowers():
    cells = Growing(load(), 96, 0)
    for column in (24, 72):
        cells.plant(48, column)
    cells.step(40)
    cells.cut("left")
    opaque = cells.state[..., 3] > 0.5
    assert not opaque[:, :24].any() and not opaque[:, 48:72].any()
    assert opaque[:, 24:48].any() and opaque[:, 72:].any()


def test_what_is_erased_is_a_disc_and_its_living_cells_are_counted():
    cells = grown(load(), 60)
    before = cells.state.copy()
    count = cells.erase(24.0, 20.5, 4)
    rows, columns = np.indices((48, 48)) + 0.5
    disc = (rows - 20.5) ** 2 + (columns - 24) ** 2 < 16
    np.testing.assert_array_equal(cells.state, before * ~disc[..., None])
    assert count == np.count_nonzero((before[..., 3] > 0.1) & disc) > 30
    with pytest.raises(ValueError, match=r"radius must be in \(0, 48\], got 0"):
        cells.erase(3, 3, 0)


def test_the_error_is_that_of_the_squares_around_what_was_planted():
    cells = Growing(lively(), 64, 0)
    cells.plant(32, 32)
    cells.state[...] = 0
    assert cells.error() == pytest.approx(np.square(target()).mean()) == cells.nothing
    cells.state[12:52, 12:52, :4] = target()
    cells.state[0, 0, :4] = 9  # outside the square
    assert cells.error() == 0
    cells.plant(5, 5)  # a flower half of which lies beyond the edge
    assert cells.error() > 0


def test_numbers_that_run_away_are_said_and_the_grid_stays_as_it_was():
    rule = untrained()
    wild = Rule(rule.W1 * 1e18, rule.b1, np.full_like(rule.W2, 1e18))
    cells = grown(wild, 0)
    before = cells.state.copy()
    with pytest.raises(RunawayError, match=r"left all bounds at step \d"):
        cells.step(50)
    assert np.isfinite(cells.state).all()
    assert before.shape == cells.state.shape


def test_a_portrait_is_the_first_four_channels_as_bytes():
    state = np.zeros((1, 2, 6))
    state[0, 0] = [0.5, -3, 7, 1, 9, 9]
    assert portrait(state).tolist() == [[[128, 0, 255, 255], [0, 0, 0, 0]]]


# ---- healing ---------------------------------------------------------------------------


def test_what_is_measured_of_a_rule_that_changes_nothing_is_one_cell_for_ever():
    seen = healing.watch(untrained(), seed=1)
    cells = Growing(untrained(), healing.SIZE, 0)
    cells.plant(48, 48)
    assert seen.grown == seen.aged == seen.worst == seen.undamaged == cells.error()
    assert set(seen.healed) == {*EVERY_SIDE, next(n for n in seen.healed if "degrees" in n)}
    assert seen.healed["left"] == cells.error()  # the seed is right of its middle
    assert seen.healed["right"] == pytest.approx(cells.nothing)
    assert seen.ratio == max(seen.healed.values()) / seen.undamaged


def test_growing_needs_no_torch():
    code = (
        "import sys\nfrom course.art.automaton import growing, healing, rule\n"
        "cells = growing.Growing(rule.load(), 48)\ncells.plant(24, 24)\ncells.step(3)\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
