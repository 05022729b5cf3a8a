"""What is left with k numbers: by PCA and at random, against slow or independent computations."""
from itertools import combinations

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from course.backend import Backend
from course.pca import pca, relations
from course.projections.glance import Glancing
from course.projections.stretch import needed, promised, stretch_in_pieces
from course.projections.survival import DRAWS, Projections, levels, random_directions
from course.vectors.sets import load_set


def done(pieces):
    """What a generator returns."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value


@pytest.fixture
def x():
    """Sixty rows of 12 numbers with an offset and a falling spectrum."""
    rng = np.random.default_rng(8)
    return rng.normal(size=(60, 12)) / np.arange(1, 13) + rng.normal(size=12)


# ---- by PCA ----------------------------------------------------------------------------


@pytest.mark.parametrize("k", [12, 7, 2])
@pytest.mark.parametrize(
    "switches", [(False, False, False), (True, False, False), (True, True, True)]
)
def test_with_k_components_it_is_what_pca_gives_that_is_asked_for_k(x, k, switches):
    named = dict(zip(("centre", "scale", "whiten"), switches, strict=True))
    made = Projections(x, **named)
    expected = pca(x, k, **named)(x)
    np.testing.assert_allclose(made.after("pca", k), expected, atol=1e-12)
    found = done(made.survives("pca", k))
    assert found.relations.rms_cosine == pytest.approx(relations(x, expected).rms_cosine, abs=1e-12)
    assert found.relations.overlap_by_angle == relations(x, expected).overlap_by_angle


def test_centred_components_are_scikit_learn_s_but_for_signs(x):
    made, theirs = Projections(x, centre=True), PCA(12).fit(x)
    np.testing.assert_allclose(abs(made.after("pca", 5)), abs(theirs.transform(x))[:, :5])
    found = done(made.survives("pca", 5))
    assert found.kept == pytest.approx(theirs.explained_variance_ratio_[:5].sum())


def test_all_components_keep_everything_and_two_do_not(x):
    made = Projections(x)
    everything, two = (done(made.survives("pca", k)) for k in (12, 2))
    assert everything.relations.angles_kept and everything.relations.distances_kept
    assert everything.relations.overlap_by_angle == 1
    assert (everything.stretch.least, everything.stretch.most) == pytest.approx((1, 1))
    assert not two.relations.angles_kept
    assert two.stretch.most <= 1 + 1e-12  # leaving out components only brings rows together


def test_more_numbers_than_rows_are_compared_as_well_in_as_many_as_there_are_rows():
    wide = np.random.default_rng(2).normal(size=(15, 80)) + 1
    made = Projections(wide)
    assert made.most == 15 and made.pca.k == 15
    for method in ("pca", "random"):
        found = done(made.survives(method, 4))
        expected = relations(wide, made.after(method, 4))
        assert found.relations.rms_cosine == pytest.approx(expected.rms_cosine, rel=1e-9)
        assert found.relations.rms_distance == pytest.approx(expected.rms_distance, rel=1e-9)
        assert found.relations.overlap_by_distance == expected.overlap_by_distance


def test_torch_gives_the_same_as_numpy(x):
    import torch

    made = Projections(x, centre=True, scale=True)
    on_torch = Projections(x, centre=True, scale=True, backend=Backend(torch, "cpu", "float64"))
    assert isinstance(on_torch.scores, torch.Tensor)
    for method in ("pca", "random"):
        one, two = (done(m.survives(method, 3)) for m in (made, on_torch))
        assert one.relations.rms_cosine == pytest.approx(two.relations.rms_cosine)
        assert one.stretch.most == pytest.approx(two.stretch.most)
        np.testing.assert_array_equal(
            made.company(method, 3, 5).after, on_torch.company(method, 3, 5).after
        )


# ---- a glance --------------------------------------------------------------------------


@pytest.mark.parametrize("k", [12, 3])
def test_a_glance_sees_what_relations_say(k):
    rows = np.random.default_rng(4).normal(size=(190, 12)) + 0.5  # more than are looked at at once
    made = Projections(rows, seed=2)
    for method in DRAWS[:2]:
        found, full = made.glance(method, k), relations(rows, made.after(method, k))
        assert found.rms_cosine == pytest.approx(full.rms_cosine, rel=1e-9)
        assert found.overlap("angle") == pytest.approx(full.overlap_by_angle)
        assert found.overlap("distance") == pytest.approx(full.overlap_by_distance)


def test_a_glance_leaves_a_zero_vector_out_of_the_angles():
    x = np.random.default_rng(5).normal(size=(30, 4))
    x[11] = 0
    after = x[:, :2]
    found, full = Glancing(x, 10).look(after), relations(x, after)
    assert full.without_angle == 1
    assert found.rms_cosine == pytest.approx(full.rms_cosine)


# ---- random directions -----------------------------------------------------------------


def test_random_directions_keep_squared_lengths_on_average_and_differ_by_draw():
    v = np.random.default_rng(1).normal(size=(1, 30))
    squares = [
        float((random_directions(30, 8, seed)(v) ** 2).sum() / (v**2).sum()) for seed in range(400)
    ]
    # The mean of chi-squared with 8 degrees over 8: deviation sqrt(2 / 8 / 400) = 0.025.
    assert np.mean(squares) == pytest.approx(1, abs=0.1)
    assert np.std(squares) == pytest.approx(np.sqrt(2 / 8), rel=0.15)
    one, two = (random_directions(30, 8, 0, draw).axes for draw in (1, 2))
    assert not np.isclose(one, two).any()


def test_more_random_directions_go_on_from_fewer():
    few, more = random_directions(20, 3, 7).axes, random_directions(20, 9, 7).axes
    np.testing.assert_allclose(few * np.sqrt(3), more[:, :3] * np.sqrt(9))


def test_random_directions_are_taken_of_the_vectors_centred_and_scaled_and_never_whitened(x):
    made = Projections(x, centre=True, scale=True, whiten=True, seed=5)
    prepared = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    expected = prepared @ random_directions(12, 4, 5).axes
    np.testing.assert_allclose(made.after("random", 4), expected)
    other = prepared @ random_directions(12, 4, 5, 3).axes
    np.testing.assert_allclose(made.after(DRAWS[1], 4), other)
    assert np.isnan(done(made.survives("random", 4)).kept)


# ---- one row ---------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["angle", "distance"])
def test_the_neighbours_are_scikit_learn_s(x, by):
    made = Projections(x)
    metric = {"angle": "cosine", "distance": "euclidean"}[by]
    for found, vectors in ((made.company("pca", 3, 11, by).before, x),
                           (made.company("pca", 3, 11, by).after, pca(x, 3, centre=False)(x))):
        seen = NearestNeighbors(n_neighbors=11, metric=metric).fit(vectors)
        expected = [i for i in seen.kneighbors(vectors[11:12])[1][0] if i != 11]
        assert found.tolist() == expected[:10]  # fmt: skip


def test_stay_counts_those_on_both_sides():
    x = np.array([[1.0, 0], [1, 0.1], [1, 0.2], [0, 1], [-1, 0]])
    assert Projections(x).company("pca", 2, 0).before.tolist() == [1, 2]  # half of the others
    assert Projections(x).company("pca", 2, 0).stay == 2
    few = Projections(np.random.default_rng(0).normal(size=(400, 40))).company("pca", 2, 0)
    assert few.stay == len(set(few.before) & set(few.after)) < 10


def test_a_rebuilt_row_is_scikit_learn_s_and_all_components_give_it_back(x):
    made = Projections(x, centre=True)
    theirs = PCA(4).fit(x)
    expected = theirs.inverse_transform(theirs.transform(x[9:10]))[0]
    np.testing.assert_allclose(made.rebuilt("pca", 4, 9), expected)
    scaled = Projections(x, centre=True, scale=True, whiten=True)
    np.testing.assert_allclose(scaled.rebuilt("pca", 12, 9), x[9])
    np.testing.assert_allclose(scaled.rebuilt("random", 12, 9), x[9])


def test_what_random_directions_keep_of_a_row_is_its_nearest_point_in_their_span(x):
    made = Projections(x, seed=3)
    axes = random_directions(12, 5, 3).axes
    weights = np.linalg.lstsq(axes, x[2], rcond=None)[0]
    np.testing.assert_allclose(made.rebuilt("random", 5, 2), axes @ weights)


# ---- distances, and the bound ----------------------------------------------------------


def test_stretch_is_what_a_slow_loop_over_pairs_finds(x):
    after = x @ random_directions(12, 3, 0).axes
    factors = [
        np.linalg.norm(after[i] - after[j]) / np.linalg.norm(x[i] - x[j])
        for i, j in combinations(range(60), 2)
    ]
    found = done(stretch_in_pieces(x, after))
    assert (found.least, found.most) == pytest.approx((min(factors), max(factors)))
    assert found.worst == pytest.approx(max(max(factors) ** 2 - 1, 1 - min(factors) ** 2))
    assert (found.pairs, found.alike) == (60 * 59 // 2, 0)


def test_stretch_looks_at_pairs_of_far_apart_blocks_and_leaves_equal_rows_out():
    x = np.random.default_rng(0).normal(size=(1500, 3))
    after = x.copy()
    after[1400] = x[3] + 5 * (x[1400] - x[3])  # only this row moves
    x[7] = x[900]
    after[7] = after[900]
    found = done(stretch_in_pieces(x, after))
    far = np.linalg.norm(after - after[1400], axis=1) / np.linalg.norm(x - x[1400], axis=1).clip(
        1e-300
    )
    far = np.delete(far, 1400)
    assert found.most == pytest.approx(far.max())
    assert found.alike == 1


def test_rows_that_are_all_equal_have_no_factor():
    found = done(stretch_in_pieces(np.ones((4, 3)), np.ones((4, 2))))
    assert np.isnan(found.least) and np.isnan(found.most) and found.alike == 6


def test_the_bound_is_the_published_one_and_promised_undoes_it():
    # 4 ln n / (eps^2 / 2 - eps^3 / 3): n = 500, eps = 0.5 gives 24.858 / 0.083333.
    assert needed(500, 0.5) == pytest.approx(4 * np.log(500) / (1 / 8 - 1 / 24))
    assert needed(500, 1.0) == pytest.approx(149.15, abs=0.01)
    assert promised(500, 149) is None
    assert promised(500, 150) == pytest.approx(0.95, abs=0.05)
    for k in (300, 1000, 20_000):
        assert needed(500, promised(500, k)) == pytest.approx(k)


def test_random_directions_keep_what_the_bound_promises_in_any_number_of_dimensions():
    for d in (400, 1000):
        x = load_set("cloud", 60, dimensions=d).matrix
        k = int(np.ceil(needed(60, 0.7)))
        after = random_directions(d, k, 0)(x)
        assert done(stretch_in_pieces(x, after)).worst < 0.7


def test_what_random_directions_keep_does_not_depend_on_how_many_dimensions_there_were():
    few, many = (
        Projections(load_set("cloud", 200, dimensions=d).matrix).glance("random 2", 32)
        for d in (200, 1000)
    )
    assert few.rms_cosine == pytest.approx(many.rms_cosine, rel=0.03)


def test_of_texts_five_components_change_cosines_more_than_five_random_directions_do():
    x = load_set("texts").matrix
    by_pca = done(Projections(x).survives("pca", 5))
    for seed in range(5):
        blind = done(Projections(x, seed=seed).survives("random", 5))
        assert blind.rms_cosine < by_pca.rms_cosine - 0.08
        assert blind.overlap("angle") < by_pca.overlap("angle") - 0.1  # yet they lose neighbours


# ---- steps and refusals ----------------------------------------------------------------


def test_levels_rise_in_about_equal_ratios_to_all():
    assert levels(64) == (2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64)
    assert levels(2) == (2,) and levels(1) == (1,) and levels(7) == (2, 3, 4, 5, 6, 7)
    many = np.array(levels(1000), float)
    assert (many[1:] / many[:-1]).max() <= 1.5


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda x: Projections(x[:1]), "x must have at least 2 rows, to be compared; got 1"),
        (lambda x: Projections(x).after("pca", 13), r"k must be in \[1, 12\], got 13"),
        (lambda x: Projections(x).after("tsne", 2), "method must be one of pca, random"),
        (lambda x: needed(1, 0.5), r"rows must be in \[2, inf\), got 1"),
        (lambda x: needed(10, 0.0), r"eps must be in \(0, 1\], got 0"),
        (lambda x: done(stretch_in_pieces(x, x[:5])), "must have the same rows, got 60 and 5"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(x, act, said):
    with pytest.raises(ValueError, match=said):
        act(x)


def test_not_a_number_is_refused_with_its_place(x):
    x[3, 2] = np.nan
    with pytest.raises(ValueError, match="row 3, column 2"):
        Projections(x)


def test_constant_columns_are_named_and_not_divided_by(x):
    x[:, 4] = 2.5
    made = Projections(x, centre=True, scale=True)
    assert made.pca.constant == (4,)
    assert np.isfinite(made.after("pca", 3)).all()
