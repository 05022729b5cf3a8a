"""Taking out the mean and the first directions, against scikit-learn's PCA."""
import numpy as np
import pytest
from sklearn.decomposition import PCA

from course.vectors.top_directions import all_but_the_top

X = np.random.default_rng(1).normal(size=(40, 7)) * [5, 4, 3, 2, 1, 1, 1] + [9, 0, 0, -3, 0, 0, 0]


@pytest.mark.parametrize("remove", [1, 3, 7])
def test_what_is_left_is_what_the_first_components_do_not_hold(remove):
    model = PCA(remove).fit(X)
    expected = X - model.inverse_transform(model.transform(X))
    np.testing.assert_allclose(all_but_the_top(X, remove)(X), expected, atol=1e-12)


def test_with_none_removed_it_only_centres():
    np.testing.assert_allclose(all_but_the_top(X)(X), X - X.mean(axis=0), atol=1e-14)


def test_other_vectors_lose_the_mean_and_directions_of_the_first():
    taken = all_but_the_top(X, 2)
    found = taken(np.ones((3, 7)))
    np.testing.assert_allclose(found @ taken.directions.T, 0, atol=1e-12)
    np.testing.assert_allclose(taken.directions @ taken.directions.T, np.eye(2), atol=1e-12)


def test_fewer_are_the_first_of_them():
    np.testing.assert_allclose(
        all_but_the_top(X, 5).fewer(2)(X), all_but_the_top(X, 2)(X), atol=1e-12
    )


@pytest.mark.parametrize(
    ("x", "remove", "message"),
    [
        (X, 8, r"^remove must be in \[0, 7\], got 8$"),
        (X[:3], 3, r"^remove must be in \[0, 2\], got 3$"),
        ([[1.0, np.nan]], 0, "^x must be finite numbers"),
    ],
)
def test_more_than_there_are_and_what_is_no_number_is_refused(x, remove, message):
    with pytest.raises(ValueError, match=message):
        all_but_the_top(x, remove)
