"""Principal components against scikit-learn and numpy.linalg, and what they keep."""
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from course.pca import pca
from course.vectors.transformations import ALL

SHAPES = [(30, 5), (200, 8), (5000, 20), (6, 9), (9, 9), (40, 1)]
METHODS = ["svd", "eigh"]


def rows(n=60, d=6, seed=0, offset=3.0):
    """Normal rows off the origin, whose spread halves from one direction to the next."""
    rng = np.random.default_rng([n, d, seed])
    turned = np.linalg.qr(rng.normal(size=(d, d)))[0]
    return (rng.normal(size=(n, d)) * 2.0 ** (3 - np.arange(d) % 12)) @ turned.T + offset


def signed(axes):
    """The columns with the signs of the rule: the largest entry positive, and no mirror image."""
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    if axes.shape[0] == axes.shape[1]:
        axes[:, -1] *= np.sign(np.linalg.det(axes))
    return axes


def close(ours, theirs, scale=1.0):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10 * scale)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("solver", ["auto", "full", "covariance_eigh"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_components_are_those_of_scikit_learn(shape, solver, method):
    x = rows(*shape)
    ours, theirs = pca(x, method=method), PCA(svd_solver=solver).fit(x)
    spread = min(shape[1], shape[0] - 1)  # centred rows leave no more than that
    axes = signed(theirs.components_.T)[:, :spread]
    close(ours.components[:, :spread], axes)
    close(ours.deviations[:spread] ** 2, theirs.explained_variance_[:spread], 100)
    close(ours.shares, theirs.explained_variance_ratio_)
    close(ours(x)[:, :spread], (x - theirs.mean_) @ axes, 100)
    assert ours.method == method
    assert ours.components.shape == (shape[1], min(shape))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_about_the_origin_they_are_the_singular_vectors_of_the_rows(shape, method):
    x = rows(*shape)
    ours = pca(x, centre=False, method=method)
    _, singular, right = np.linalg.svd(x, full_matrices=False)
    close(ours.components, signed(right.T))
    close(ours.deviations, singular / np.sqrt(len(x) - 1), 100)
    close(ours(x), x @ signed(right.T), 100)


@pytest.mark.parametrize("method", METHODS)
def test_scaled_they_are_the_eigenvectors_of_the_correlations(method):
    x = rows()
    ours = pca(x, scale=True, method=method)
    values, axes = np.linalg.eigh(np.corrcoef(x.T))
    close(ours.components, signed(axes[:, ::-1]))
    close(ours.deviations**2, values[::-1])
    standard = StandardScaler().fit_transform(x) * np.sqrt((len(x) - 1) / len(x))
    close(ours(x), standard @ signed(axes[:, ::-1]))


@pytest.mark.parametrize("method", METHODS)
def test_scaled_about_the_origin_columns_are_divided_by_their_root_mean_square(method):
    x = rows()
    divided = x / np.sqrt((x**2).sum(axis=0) / (len(x) - 1))
    ours = pca(x, centre=False, scale=True, method=method)
    close(ours.deviations, np.linalg.svd(divided)[1] / np.sqrt(len(x) - 1))
    close(ours(x) @ ours.components.T, divided)


@pytest.mark.parametrize("method", METHODS)
def test_whitened_rows_are_those_of_scikit_learn_and_have_the_identity_as_covariance(method):
    x = rows()
    ours = pca(x, 4, whiten=True, method=method)
    theirs = PCA(4, whiten=True).fit(x)
    turned = np.sign((signed(theirs.components_.T) * theirs.components_.T).sum(axis=0))
    close(ours(x), theirs.transform(x) * turned)
    close(np.cov(ours(x).T), np.eye(4))


@pytest.mark.parametrize("k", [1, 3, 6])
def test_k_keeps_the_first_columns(k):
    x = rows()
    ours, theirs = pca(x, k), PCA(k).fit(x)
    close(ours(x), pca(x)(x)[:, :k])
    assert ours.kept == pytest.approx(theirs.explained_variance_ratio_.sum(), rel=1e-12)
    assert (ours.k, ours.components.shape, ours.deviations.shape) == (k, (6, 6), (6,))


@settings(max_examples=30)
@given(st.integers(2, 40), st.integers(1, 10), st.integers(0, 10**6), st.data())
def test_what_is_cut_off_is_the_energy_of_the_components_left_out(n, d, seed, data):
    x = rows(n, d, seed)
    k = data.draw(st.integers(1, min(n, d)))
    found = pca(x, k, centre=False)
    axes = found.components[:, :k]
    lost = ((x - found(x) @ axes.T) ** 2).sum()
    assert lost == pytest.approx((n - 1) * (found.deviations[k:] ** 2).sum(), rel=1e-9, abs=1e-9)
    assert found.kept == pytest.approx(1 - lost / (x**2).sum(), abs=1e-10)


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(1, 10), st.integers(0, 10**6))
def test_uncentred_and_whole_every_dot_product_stays(n, d, seed):
    x = rows(n, d, seed)
    found = pca(x, centre=False)
    close(found(x) @ found(x).T, x @ x.T, 1000)
    assert n < d or found.keeps == ALL
    assert n < d or found.certificate < 1e-14


@pytest.mark.parametrize(
    ("asked", "names", "keeps"),
    [
        ({"centre": False}, ["rotate"], set(ALL)),
        ({}, ["centre", "rotate"], {"distances"}),
        ({"centre": False, "k": 3}, ["rotate", "keep 3 of 6"], set()),
        ({"centre": False, "scale": True}, ["scale", "rotate"], set()),
        ({"centre": False, "whiten": True}, ["rotate", "whiten"], set()),
        (
            {"scale": True, "k": 2, "whiten": True},
            ["centre", "scale", "rotate", "keep 2 of 6", "whiten"],
            set(),
        ),
    ],
)
def test_the_steps_stand_in_their_order_and_say_what_stays(asked, names, keeps):
    x = rows()
    found = pca(x, **asked)
    assert [part.name for part in found.parts] == names
    assert found.keeps == keeps
    after = found(x)
    assert np.allclose(pdist(x), pdist(after)) is ("distances" in keeps)
    assert np.allclose(pdist(x, "cosine"), pdist(after, "cosine")) is ("angles" in keeps)
    assert (found.certificate < 1e-14) is ("distances" in keeps)


def test_the_certificate_of_a_shortened_one_is_of_order_1():
    gram = (axes := pca(rows(), 3).components[:, :3]) @ axes.T
    found = pca(rows(), 3).certificate
    assert found == pytest.approx(np.abs(gram - np.eye(6)).max(), abs=1e-12)
    assert 0.3 < found <= 1


@settings(max_examples=40)
@given(st.integers(2, 30), st.integers(1, 8), st.integers(0, 10**6))
def test_the_largest_entry_of_a_component_is_positive_whichever_way_the_rows_point(n, d, seed):
    x = rows(n, d, seed, offset=0)
    for method in METHODS:
        axes = pca(x, centre=False, method=method).components
        free = axes if n < d else axes[:, :-1]  # the last of d makes a rotation of them
        assert (free[np.abs(free).argmax(axis=0), range(free.shape[1])] > 0).all()
        assert n < d or np.linalg.det(axes) == pytest.approx(1)
        np.testing.assert_allclose(
            pca(-x, centre=False, method=method).components, axes, atol=1e-12
        )


@pytest.mark.parametrize("method", METHODS)
def test_of_entries_of_one_size_the_first_is_positive(method):
    x = np.array([[3.0, -3.0], [-3.0, 3.0], [1.0, 1.0], [-1.0, -1.0]])
    half = np.sqrt(0.5)
    close(pca(x, method=method).components, [[half, half], [-half, half]])


@pytest.mark.parametrize("method", METHODS)
def test_a_cloud_that_turns_past_45_degrees_is_not_mirrored(method):
    x = np.array([[9.0, 0], [-9, 0], [0, 1], [0, -1]])
    seen = []
    for degrees in (44, 46):
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        seen.append(pca(x @ [[cos, sin], [-sin, cos]], method=method).components)
    assert np.abs(seen[0] - seen[1]).max() < 0.05


def test_a_shift_changes_nothing_once_the_rows_are_centred():
    x = rows()
    here, there = pca(x), pca(x + [1000, -500, 0, 3, 8, 1])
    np.testing.assert_allclose(there.components, here.components, atol=1e-9)
    np.testing.assert_allclose(there.deviations, here.deviations, rtol=1e-9)


def test_far_from_the_origin_nothing_is_lost_but_what_the_rows_had_lost_themselves():
    x = rows(500, 4)
    for method in METHODS:
        found = pca(x + 1e6, method=method).deviations
        np.testing.assert_allclose(found, pca(x).deviations, rtol=1e-8)


def test_many_rows_are_gone_through_once_each():
    x = rows(9001, 3)
    close(pca(x, method="eigh").deviations ** 2, np.linalg.eigvalsh(np.cov(x.T))[::-1], 100)


@pytest.mark.parametrize(("n", "method"), [(23, "svd"), (24, "eigh")])
def test_the_method_is_chosen_by_the_shape(n, method):
    assert pca(rows(n)).method == method


def test_eigh_loses_what_is_a_hundred_millionth_of_the_largest_and_svd_does_not():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(300, 2)) * [1, 1e-11]
    exact = np.linalg.svd(x)[1][1] / np.sqrt(299)
    by_svd, by_eigh = (pca(x, centre=False, method=m).deviations[1] for m in METHODS)
    assert by_svd == pytest.approx(exact, rel=1e-3)
    assert by_eigh < 1e-7
    small = rng.normal(size=(300, 2)) * [1, 1e-6]
    by_svd, by_eigh = (pca(small, method=m).deviations[1] for m in METHODS)
    assert by_eigh == pytest.approx(by_svd, rel=1e-3)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("value", [0.0, 0.1, -1e6])
def test_a_column_without_spread_is_named_and_not_divided(method, value):
    x = np.insert(rows(50, 3), [1, 3], value, axis=1)
    found = pca(x, scale=True, method=method)
    assert found.constant == (1, 4)
    expected = pca(rows(50, 3), scale=True)
    close(found.deviations, [*expected.deviations, 0, 0])
    ours, theirs = found(x), expected(rows(50, 3))
    close(ours[:, :2], theirs[:, :2])
    close(abs(ours[:, 2]), abs(theirs[:, 2]))  # the last of three makes a rotation
    assert pca(rows(50, 3)).constant == ()


@pytest.mark.parametrize("method", METHODS)
def test_a_direction_without_spread_is_not_divided_when_whitened(method):
    x = rows(50, 3)
    doubled = np.column_stack([x, x @ [1.0, 2.0, -1.0], x[:, 0]])  # rank 3 of 5
    found = pca(doubled, whiten=True, method=method)
    spread = found(doubled).std(axis=0, ddof=1)
    close(spread[:3], np.ones(3))
    assert spread[3:].max() < 1e-6


@pytest.mark.parametrize("method", METHODS)
def test_rows_that_are_all_the_same_have_no_spread_and_no_shares(method):
    x = np.full((12, 3), 0.1)
    found = pca(x, scale=True, whiten=True, method=method)
    assert found.deviations.tolist() == [0, 0, 0]
    assert found.constant == (0, 1, 2)
    assert found.kept == 0
    np.testing.assert_allclose(found(x), 0, atol=1e-15)


def test_one_row_has_one_component_about_the_origin():
    found = pca([[3, 4]], centre=False)
    close(found.components, [[0.6], [0.8]])
    close(found.deviations, [5])
    close(found([[3.0, 4.0]] @ np.eye(2)), [[5]])


def test_fewer_rows_than_columns_give_as_many_components_as_rows():
    x = rows(4, 7)
    found = pca(x)
    assert found.components.shape == (7, 4)
    close(found.components.T @ found.components, np.eye(4))
    close(pdist(found(x)), pdist(x))  # of these rows; not of all vectors
    assert found.keeps == frozenset()


def test_new_rows_are_moved_by_the_old_mean():
    x, new = rows(), rows(seed=1)
    close(pca(x)(new), (new - x.mean(axis=0)) @ pca(x).components)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("asked", [{}, {"centre": False}, {"scale": True, "whiten": True, "k": 3}])
def test_tensors_in_float64_give_the_same_to_ten_digits(asked, method):
    x = rows()
    ours, theirs = (pca(a, method=method, **asked) for a in (x, torch.from_numpy(x)))
    close(theirs.components.numpy(), ours.components)
    close(theirs.deviations.numpy(), ours.deviations)
    after = theirs(torch.from_numpy(x))
    close(after.numpy(), ours(x), 10)
    assert (after.dtype, theirs.components.dtype) == (torch.float64, torch.float64)
    assert theirs.kept == pytest.approx(ours.kept, rel=1e-12)
    assert theirs.keeps == ours.keeps
    assert theirs.certificate == pytest.approx(ours.certificate, abs=1e-12)


@pytest.mark.parametrize("kind", ["numpy", "torch"])
@pytest.mark.parametrize("method", METHODS)
def test_float32_stays_float32_and_is_right_to_four_digits(kind, method):
    x, single = rows(), rows().astype(np.float32)
    given_rows = torch.from_numpy(single) if kind == "torch" else single
    found, exact = pca(given_rows, 3, method=method), pca(x, 3)
    after = found(given_rows)
    for array in (after, found.components, found.deviations):
        assert str(array.dtype).removeprefix("torch.") == "float32"
    np.testing.assert_allclose(found.components[:, :3], exact.components[:, :3], atol=1e-4)
    np.testing.assert_allclose(found.deviations, exact.deviations, rtol=1e-3)
    np.testing.assert_allclose(after, exact(x), atol=1e-4 * np.abs(exact(x)).max())


@pytest.mark.parametrize("kind", [np.asarray, torch.from_numpy])
def test_a_rotation_in_float32_says_that_it_keeps_everything(kind):
    found = pca(kind(rows(400, 30).astype(np.float32)), centre=False)
    assert found.keeps == ALL
    assert found.certificate < 1e-5


def test_the_rows_are_left_as_they_are():
    x = rows()
    before = x.copy()
    for method in METHODS:
        pca(x, 2, scale=True, whiten=True, method=method)(x)
    assert (x == before).all()


@pytest.mark.parametrize(
    ("x", "asked", "error", "said"),
    [
        ([[1, 2], [np.nan, 3]], {}, ValueError, "finite numbers, got nan in row 1, column 0"),
        ([[1, -np.inf], [1, 3]], {}, ValueError, "finite numbers, got -inf in row 0, column 1"),
        ([["a", "b"]], {}, TypeError, "x must be numbers of shape (n, d), got [['a', 'b']]"),
        ([[1, 2], [3]], {}, TypeError, "x must be numbers of shape (n, d), got [[1, 2], [3]]"),
        (np.ones(3), {}, ValueError, "x must have shape (n, d), a vector in each row, got shape"),
        (np.ones((2, 2, 2)), {}, ValueError, "a vector in each row, got shape (2, 2, 2)"),
        (np.ones((4, 0)), {}, ValueError, "a vector in each row, got shape (4, 0)"),
        (np.ones((0, 4)), {}, ValueError, "x must have at least 1 row, got 0"),
        ([[1, 2]], {}, ValueError, "x must have at least 2 rows to be centred, got 1"),
        (rows(3, 5), {"k": 4}, ValueError, "k must be at most 3: 3 rows of 5 numbers, got 4"),
        (rows(9, 5), {"k": 6}, ValueError, "k must be at most 5: 9 rows of 5 numbers, got 6"),
        (rows(), {"k": 0}, ValueError, "k must be in [1, inf), got 0"),
        (rows(), {"k": 0.95}, TypeError, "k must be a whole number, got 0.95 (float)"),
        (rows(), {"method": "qr"}, ValueError, "method must be one of auto, svd, eigh; got 'qr'"),
        ([[1e200, 0], [0, 1]], {}, ValueError, "squares can be added up in float64"),
        (torch.tensor([[1.0, torch.nan]] * 2), {}, ValueError, "got nan in row 0, column 1"),
        (torch.ones(3), {}, ValueError, "got shape (3,)"),
        (torch.ones((3, 2), dtype=int), {}, TypeError, "x must be float32 or float64"),
    ],
)
def test_what_has_no_components_is_refused(x, asked, error, said):
    with pytest.raises(error, match=re.escape(said)):
        pca(x, **asked)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("asked", [{}, {"centre": False}, {"scale": True}])
@pytest.mark.parametrize("method", METHODS)
def test_one_bad_number_among_many_is_found_and_named(method, asked, value):
    x = rows(3000, 4)
    x[2500, 3] = value
    for kind in (np.asarray, torch.from_numpy):
        with pytest.raises(ValueError, match=re.escape(f"got {value} in row 2500, column 3")):
            pca(kind(x), method=method, **asked)


def test_rows_of_another_length_are_not_transformed():
    with pytest.raises(ValueError, match=re.escape("x must have shape (n, 6) to centre, rotate")):
        pca(rows())(rows(5, 4))
