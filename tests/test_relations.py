"""Relations before and after, against a slow loop over all pairs and against scipy."""
import math
import re
from dataclasses import astuple, fields

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform
from scipy.stats import ortho_group

from course.pca import pca
from course.vectors import relations as module
from course.vectors.relations import Relations, relations, relations_in_pieces

NUMBERS = [
    "rms_cosine", "max_cosine", "median_angle", "max_angle", "sign_flips", "rms_norm", "max_norm",
    "rms_distance", "max_distance", "energy",
]  # fmt: skip


def rows(n=40, d=6, seed=0, offset=0.5):
    """Normal rows, a little off the origin."""
    return np.random.default_rng([n, d, seed]).normal(offset, 1, (n, d))


def rotated(x, seed=0):
    """The rows turned at random."""
    return x @ ortho_group.rvs(x.shape[1], random_state=seed)


CHANGES = {
    "turned": rotated,
    "centred": lambda x: x - x.mean(axis=0),
    "scaled": lambda x: x / x.std(axis=0),
    "doubled": lambda x: 2 * x,
    "cut": lambda x: x[:, :2],
    "cut to one": lambda x: x[:, :1],
    "mirrored": lambda x: -x,
    "nothing": np.zeros_like,
    "anew": lambda x: rows(*x.shape, seed=9),
    "tripled": lambda x: np.column_stack([x, x, x]),
}


def by_loop(before, after):
    """Every number of `NUMBERS` by plain Python over all pairs."""
    cosines, angles, far, flips = [], [], [], 0
    length = [[math.hypot(*row) for row in x] for x in (before, after)]
    for i in range(len(before)):
        for j in range(i):
            far.append(math.dist(after[i], after[j]) - math.dist(before[i], before[j]))
            if 0 in (length[0][i], length[0][j], length[1][i], length[1][j]):
                continue
            one, two = (
                math.fsum(p * q for p, q in zip(x[i], x[j], strict=True)) / size[i] / size[j]
                for x, size in zip((before, after), length, strict=True)
            )
            cosines.append(two - one)
            arcs = [math.degrees(math.acos(max(-1.0, min(1.0, c)))) for c in (one, two)]
            angles.append(abs(arcs[1] - arcs[0]))
            flips += one * two < 0
    norms = [b - a for a, b in zip(*length, strict=True)]
    n, energy = len(before), math.fsum(a * a for a in length[0])
    apart = math.sqrt(sum(math.dist(p, q) ** 2 for p in before for q in before) / (n * (n - 1)))
    size = math.sqrt(energy / n)

    def mean_square(values):
        return math.sqrt(math.fsum(v * v for v in values) / len(values)) if values else math.nan

    def largest(values):
        return max(map(abs, values)) if values else math.nan

    return dict(zip(NUMBERS, [
        mean_square(cosines), largest(cosines), np.median(angles) if angles else math.nan,
        largest(angles), flips / len(cosines) if cosines else math.nan, mean_square(norms) / size,
        largest(norms) / size, mean_square(far) / apart, largest(far) / apart,
        math.fsum(b * b for b in length[1]) / energy,
    ], strict=True))  # fmt: skip


def numbers(found):
    return {name: getattr(found, name) for name in NUMBERS}


def assert_same(found, expected, tolerance=1e-10, degrees=1e-5):
    """All numbers agree; angles to what their cosine's rounding allows."""
    for name, value in expected.items():
        near = degrees if name.endswith("angle") else tolerance
        assert getattr(found, name) == pytest.approx(value, rel=1e-9, abs=near, nan_ok=True), name


@pytest.mark.parametrize("change", CHANGES)
def test_all_numbers_are_those_of_a_slow_loop(change):
    before = rows()
    after = CHANGES[change](before)
    assert_same(relations(before, after), by_loop(before, after))


@pytest.mark.parametrize("n", [2, 3, 64, 65, 129, 1100, 1300])
def test_every_pair_is_counted_once_whatever_the_number_of_rows(n):
    before = rows(n)
    after = before[:, :3]
    found = relations(before, after)
    cosines = [1 - pdist(x, "cosine") for x in (before, after)]
    far = [pdist(x) for x in (before, after)]
    typical = np.sqrt((far[0] ** 2).mean())
    assert (found.pairs, found.exact) == (n * (n - 1) // 2, True)
    assert found.rms_cosine == pytest.approx(np.sqrt(np.mean((cosines[1] - cosines[0]) ** 2)))
    assert found.max_cosine == pytest.approx(np.abs(cosines[1] - cosines[0]).max())
    assert found.sign_flips == pytest.approx((cosines[0] * cosines[1] < 0).mean())
    assert found.max_distance == pytest.approx(np.abs(far[1] - far[0]).max() / typical)
    assert found.rms_distance * typical == pytest.approx(np.sqrt(((far[1] - far[0]) ** 2).mean()))
    angles = np.abs(np.diff(np.degrees(np.arccos(np.clip(cosines, -1, 1))), axis=0))
    assert found.median_angle == pytest.approx(np.median(angles), rel=1e-9)
    assert found.max_angle == pytest.approx(angles.max(), rel=1e-9)


@settings(max_examples=40)
@given(st.integers(3, 30), st.integers(2, 12), st.integers(0, 10**6), st.floats(0, 5))
def test_any_orthogonal_matrix_keeps_every_relation(n, d, seed, offset):
    before = rows(n, d, seed, offset)
    found = relations(before, rotated(before, seed))
    assert (found.angles_kept, found.norms_kept, found.distances_kept) == (True, True, True)
    assert max(found.max_cosine, found.max_norm, found.max_distance) < 1e-12
    assert (found.overlap_by_angle, found.overlap_by_distance, found.sign_flips) == (1, 1, 0)
    assert found.energy == pytest.approx(1)


@settings(max_examples=20)
@given(st.integers(3, 30), st.integers(1, 8), st.floats(0.01, 100), st.integers(0, 10**6))
def test_a_common_factor_keeps_angles_and_neighbours_only(n, d, factor, seed):
    before = rows(n, d, seed)
    found = relations(before, factor * before)
    assert found.max_cosine < 1e-12
    assert found.overlap_by_angle == found.overlap_by_distance == 1
    assert found.energy == pytest.approx(factor**2)
    for name in ("rms_norm", "rms_distance"):
        assert getattr(found, name) == pytest.approx(abs(factor - 1), rel=1e-9, abs=1e-12)


def test_moving_the_origin_keeps_distances_only():
    before = rows(offset=1.0)
    found = relations(before, before + 7)
    assert (found.angles_kept, found.norms_kept, found.distances_kept) == (False, False, True)
    assert found.overlap_by_distance == 1 > found.overlap_by_angle


@pytest.mark.parametrize("factor", [1e-6, 0.3, 1e5])
def test_how_much_centring_breaks_depends_on_the_offset_over_the_spread_alone(factor):
    before = rows(100, 2, offset=1.0)
    found, scaled = (relations(x, x - x.mean(axis=0)) for x in (before, factor * before))
    assert_same(scaled, numbers(found))
    assert scaled.overlap_by_angle == found.overlap_by_angle


def by_sorting(x, metric, count):
    """The nearest rows of each row, by a sorted list."""
    far = squareform(pdist(x, metric)) + np.diag(np.full(len(x), np.inf))
    return [set(np.argsort(line, kind="stable")[:count].tolist()) for line in far]


@pytest.mark.parametrize("change", ["cut", "centred", "anew", "scaled"])
@pytest.mark.parametrize("count", [1, 10])
def test_the_overlap_is_that_of_sorted_lists(change, count):
    before = rows(150)
    after = CHANGES[change](before)
    found = relations(before, after, neighbours=count)
    for name, metric in (("angle", "cosine"), ("distance", "euclidean")):
        near = [by_sorting(x, metric, count) for x in (before, after)]
        stay = [len(one & two) / count for one, two in zip(*near, strict=True)]
        assert getattr(found, f"overlap_by_{name}") == pytest.approx(np.mean(stay), abs=1e-12)
    assert (found.neighbours, found.overlap_rows) == (count, 150)


def test_of_many_rows_two_hundred_are_asked_for_their_neighbours():
    before = rows(1500)
    found = relations(before, before[:, :4])
    near = [by_sorting(x, "euclidean", 10) for x in (before, before[:, :4])]
    stay = [len(one & two) / 10 for one, two in zip(*near, strict=True)]
    error = np.std(stay) / math.sqrt(200)
    assert found.overlap_rows == 200
    assert abs(found.overlap_by_distance - np.mean(stay)) < 4 * error
    assert relations(before, before[:, :4], seed=1).overlap_by_distance != found.overlap_by_distance


def test_few_rows_have_fewer_neighbours():
    assert relations(rows(8), rows(8)).neighbours == 3
    assert relations(rows(2), rows(2)).neighbours == 1


def test_neighbours_that_are_equally_near_stay_when_rounding_moves_them():
    grid = np.stack(np.meshgrid(*[np.arange(1.0, 9.0)] * 2), -1).reshape(-1, 2)
    found = relations(grid, rotated(grid))
    assert (found.overlap_by_angle, found.overlap_by_distance) == (1, 1)


@pytest.mark.parametrize("zeros", [[0], [3, 17, 39], range(38), range(39), range(40)])
def test_rows_without_an_angle_are_left_out_and_counted(zeros):
    before = rows()
    before[list(zeros)] = 0
    after = before[:, :3] + [1, 0, 0]
    found, expected = relations(before, after), by_loop(before, after) if len(zeros) < 40 else {}
    assert found.without_angle == len(zeros)
    assert found.pairs == 40 * 39 // 2
    assert_same(found, expected)
    assert math.isnan(found.rms_cosine) is (len(zeros) > 38)
    assert f"{len(zeros)} without an angle" in found.words


def test_a_row_that_becomes_the_zero_vector_has_no_angle_either():
    before = rows()
    before[5] = [0, 0, 1, 2, 3, 4]
    found = relations(before, before[:, :2])
    assert found.without_angle == 1
    assert_same(found, by_loop(before, before[:, :2]))


def test_a_zero_vector_that_rounding_has_moved_is_still_one():
    before = rows(d=3, offset=0.1)
    before[7] = before.mean(axis=0)
    before -= before.mean(axis=0) - before[7] + before[7]
    after = rotated(before)
    before[7], after[7] = 1e-17, -1e-17
    found = relations(before, after)
    assert found.without_angle == 1
    assert found.angles_kept


def test_rows_that_are_all_zero_have_neither_angles_nor_neighbours_by_angle():
    found = relations(np.zeros((5, 2)), np.zeros((5, 2)))
    assert (found.without_angle, found.max_norm, found.max_distance) == (5, 0, 0)
    assert math.isnan(found.overlap_by_angle)
    assert math.isnan(found.energy)
    assert found.words


def test_random_pairs_are_near_what_all_pairs_say():
    before = rows(600)
    exact = relations(before, before[:, :3])
    drawn = relations(before, before[:, :3], n_pairs=100_000)
    assert (drawn.exact, drawn.pairs) == (False, 100_000)
    for name in ("rms_cosine", "median_angle", "sign_flips", "rms_distance"):
        assert getattr(drawn, name) == pytest.approx(getattr(exact, name), rel=0.03), name
    for name in ("rms_norm", "max_norm", "energy"):  # no pairs are needed for these
        assert getattr(drawn, name) == pytest.approx(getattr(exact, name), rel=1e-12), name
    for name in ("max_cosine", "max_angle", "max_distance"):
        assert 0.8 * getattr(exact, name) < getattr(drawn, name) <= getattr(exact, name) + 1e-9


def test_drawn_pairs_are_of_two_different_rows_and_all_as_likely():
    from course.vectors.pair_blocks import draw

    i, j = draw(5, 40_000, np.random.default_rng(0))
    assert (i != j).all()
    counts = np.zeros((5, 5))
    np.add.at(counts, (i, j), 1)
    np.testing.assert_allclose(counts[~np.eye(5, dtype=bool)], 2000, atol=5 * math.sqrt(2000))


def test_random_pairs_leave_rows_without_an_angle_out():
    before = rows(300)
    before[:60] = 0
    after = before[:, :3]
    drawn, exact = relations(before, after, n_pairs=60_000), relations(before, after)
    assert drawn.without_angle == 60
    for name in ("rms_cosine", "median_angle", "sign_flips"):
        assert getattr(drawn, name) == pytest.approx(getattr(exact, name), rel=0.04), name


@pytest.mark.parametrize(("n", "exact"), [(20, True), (21, False)])
def test_above_the_limit_pairs_are_drawn_and_it_says_which(monkeypatch, n, exact):
    monkeypatch.setattr(module, "EVERY_PAIR", 20)
    monkeypatch.setattr(module, "DRAWN", 70)
    found = relations(rows(n), rows(n)[:, :2])
    assert found.exact is exact
    assert found.pairs == (190 if exact else 70)
    expected = "all 190 pairs" if exact else "70 of 210 pairs, drawn at random"
    assert found.how == expected
    assert expected in found.words


def test_the_limits_are_ten_thousand_rows_and_a_million_pairs():
    assert (module.EVERY_PAIR, module.DRAWN) == (10_000, 1_000_000)


def test_the_seed_decides_which_pairs_are_drawn():
    before = rows(100)
    one, again, other = (
        relations(before, before[:, :2], n_pairs=500, seed=seed) for seed in (0, 0, 1)
    )
    assert astuple(one) == astuple(again)
    assert one.rms_cosine != other.rms_cosine


def test_in_pieces_it_is_the_same_and_lets_others_in_between():
    before = rows(1500)
    pieces, steps = relations_in_pieces(before, before[:, :4]), 0
    found = None
    while found is None:
        try:
            next(pieces)
            steps += 1
        except StopIteration as done:
            found = done.value
    assert steps > 20
    assert isinstance(found, Relations)
    assert found == relations(before, before[:, :4])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("turned", "Angles kept; norms kept; distances kept (all 780 pairs)."),
        ("mirrored", "Angles kept; norms kept; distances kept (all 780 pairs)."),
        ("doubled", "Angles kept; norms changed, by 1e+02% of the typical norm"),
    ],
)
def test_the_sentence_says_what_is_kept(change, said):
    if change == "doubled":
        said = "Angles kept; norms changed, by "
    assert said in relations(rows(), CHANGES[change](rows())).words


def test_the_sentence_says_by_how_much_angles_are_broken():
    found = relations(rows(), rows()[:, :1])
    assert f"Angles broken, median {found.median_angle:.2g} degrees" in found.words


def test_values_are_plain_numbers():
    found = relations(rows(), rows())
    assert {type(getattr(found, field.name)) for field in fields(found)} <= {int, float, bool}
    assert type(relations(torch.ones(3, 2), torch.ones(3, 2)).energy) is float


@pytest.mark.parametrize("n_pairs", [None, 5000])
@pytest.mark.parametrize("change", ["turned", "cut", "centred", "nothing"])
def test_tensors_in_float64_give_the_same(change, n_pairs):
    before = rows(80)
    before[3] = 0
    after = CHANGES[change](before)
    ours = relations(before, after, n_pairs=n_pairs)
    theirs = relations(*map(torch.from_numpy, (before, after)), n_pairs=n_pairs)
    assert_same(theirs, numbers(ours))
    for name in ("overlap_by_angle", "overlap_by_distance", "without_angle", "tolerance"):
        expected = getattr(ours, name)
        assert getattr(theirs, name) == pytest.approx(expected, nan_ok=True), name
    assert (theirs.pairs, theirs.exact) == (ours.pairs, ours.exact)


@pytest.mark.parametrize("kind", [np.asarray, torch.from_numpy])
def test_float32_tells_kept_from_broken_with_a_wider_tolerance(kind):
    before = rows(300, 20).astype(np.float32)
    turned = rotated(before).astype(np.float32)
    kept = relations(kind(before), kind(turned))
    assert (kept.tolerance, relations(rows(), rows()).tolerance) == (1e-3, 1e-9)
    assert kept.angles_kept
    assert kept.norms_kept
    assert kept.distances_kept
    assert kept.overlap_by_distance > 0.99
    cut = relations(kind(before), kind(np.ascontiguousarray(before[:, :10])))
    exact = relations(before.astype(float), before[:, :10].astype(float))
    assert not cut.angles_kept
    assert_same(cut, numbers(exact), tolerance=1e-4, degrees=0.1)


def test_tensors_that_follow_gradients_are_compared_like_others():
    before = torch.from_numpy(rows()).requires_grad_()
    after = before[:, :3] * 2
    assert relations(before, after) == relations(before.detach(), after.detach())
    found = pca(before)
    assert not found.components.requires_grad
    assert found(before).requires_grad


def test_far_from_the_origin_distances_are_still_told_kept():
    before = rows(200, 5) + 1e5
    found = relations(before, rotated(before))
    assert found.distances_kept
    assert found.norms_kept


def test_a_distance_of_nothing_stays_nothing():
    before = np.repeat(rows(10), 3, axis=0)
    found = relations(before, rotated(before))
    assert found.distances_kept
    assert found.max_distance < 1e-9


def test_the_arrays_are_left_as_they_are():
    before, after = rows(), rows()[:, :3]
    copies = before.copy(), after.copy()
    relations(before, after)
    relations(before, after, n_pairs=100)
    assert (before == copies[0]).all()
    assert (after == copies[1]).all()


@pytest.mark.parametrize(
    ("before", "after", "asked", "error", "said"),
    [
        (rows(3), rows(4), {}, ValueError, "before and after must have the same rows, got 3 and 4"),
        (rows(1), rows(1), {}, ValueError, "before must have at least 2 rows, got 1"),
        ([[1, np.nan]] * 2, rows(2), {}, ValueError, "before must be finite numbers, got nan in"),
        (rows(2), [[1], [np.inf]], {}, ValueError, "after must be finite numbers, got inf in"),
        (rows(2), [["a"], ["b"]], {}, TypeError, "after must be numbers of shape (n, d)"),
        (np.ones(3), rows(3), {}, ValueError, "before must have shape (n, d)"),
        ([], rows(3), {}, ValueError, "before must have shape (n, d)"),
        (rows(), rows(), {"neighbours": 0}, ValueError, "neighbours must be in [1, inf), got 0"),
        (rows(), rows(), {"n_pairs": 0}, ValueError, "n_pairs must be in [1, inf), got 0"),
        (rows(), rows(), {"n_pairs": 1.5}, TypeError, "n_pairs must be a whole number, got 1.5"),
        (rows(), rows(), {"seed": -1}, ValueError, "seed must be in [0, "),
    ],
)
def test_what_cannot_be_compared_is_refused(before, after, asked, error, said):
    with pytest.raises(error, match=re.escape(said)):
        relations(before, after, **asked)


def test_variance_kept_is_what_truncation_leaves_about_the_mean():
    x = np.random.default_rng(8).normal(size=(80, 5)) * [9, 5, 3, 2, 1] + 7
    found = pca(x, 2)
    values = np.linalg.eigvalsh(np.cov(x.T))[::-1]
    kept = relations(x, found(x)).variance_kept
    assert kept == pytest.approx(values[:2].sum() / values.sum(), rel=1e-12)
    assert kept == pytest.approx(found.kept, rel=1e-12)
    assert math.isnan(relations(np.ones((3, 2)), np.ones((3, 2))).variance_kept)


def test_the_certificate_is_that_of_the_transformation_that_is_given():
    x = np.random.default_rng(9).normal(size=(40, 4))
    whole, cut = pca(x, centre=False), pca(x, 3, centre=False)
    assert relations(x, whole(x), by=whole.transformation).certificate < 1e-14
    axes = cut.components[:, :3]
    missing = np.abs(axes @ axes.T - np.eye(4)).max()
    found = relations(x, cut(x), by=cut.transformation).certificate
    assert found == pytest.approx(missing, rel=1e-9)
    assert math.isnan(relations(x, whole(x)).certificate)


def test_rounding_is_that_of_the_coarser_of_the_two_formats():
    x = np.random.default_rng(10).normal(size=(40, 4))
    found = relations(x, x.astype(np.float32))
    assert found.tolerance == 1e-3
    assert found.angles_kept and found.norms_kept and found.distances_kept
