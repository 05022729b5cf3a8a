"""What the prose of lesson 04 says of vectors is what is computed."""
import numpy as np
import pytest

from course.exercises.library import find
from course.pca import pca, relations
from course.seeding import generator
from course.vectors.clouds import PUBLISHED_ROWS, published_cloud
from course.vectors.pairs import cosines, norms
from course.vectors.sets import load_set

SEEDS = range(32)


def clouds(**changes):
    """The published cloud from each of 32 seeds."""
    return [published_cloud(generator(seed, "cloud"), **changes) for seed in SEEDS]


def plain_cosines(x):
    """Of every pair of rows, the long way."""
    return np.array([a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a in x for b in x])


def angles_changed(x, **asked):
    """By how many degrees each pair's angle changes, by arccosines."""
    after = pca(x, **asked)(x)
    one, two = (np.degrees(np.arccos(plain_cosines(z).clip(-1, 1))) for z in (x, after))
    return np.abs(two - one)


def test_every_number_of_the_six_points_is_kept_to_the_printed_digits():
    after = pca(PUBLISHED_ROWS, centre=False)(PUBLISHED_ROWS)
    np.testing.assert_allclose(cosines(after, 1), cosines(PUBLISHED_ROWS, 1), atol=5e-8)
    np.testing.assert_allclose(norms(after), norms(PUBLISHED_ROWS), atol=5e-6)


@pytest.mark.parametrize("switch", [{"centre": True}, {"scale": True}, {"k": 1}])
def test_it_takes_all_three_not_centred_not_scaled_and_all_components(switch):
    x = published_cloud(generator(0, "cloud"), 60)
    assert angles_changed(x, **{"centre": False}).max() < 1e-4
    assert np.median(angles_changed(x, **{"centre": False, **switch})) > 0.05


def test_centring_the_published_cloud_costs_a_degree_or_so_and_no_distance():
    found = [relations(x, pca(x)(x)) for x in clouds(n=300)]
    assert 0.3 < np.median([one.median_angle for one in found]) < 3
    assert all(one.distances_kept and not one.angles_kept for one in found)


def test_moved_far_enough_the_same_switch_costs_more_than_80_degrees():
    found = [relations(x, pca(x)(x)) for x in clouds(n=300, offset=(200, 200))]
    assert min(one.median_angle for one in found) > 80
    assert all(one.distances_kept for one in found)


def test_a_dragged_point_changes_its_own_angles_alone_when_nothing_is_centred():
    x = published_cloud(generator(0, "cloud"), 60)
    moved = np.concatenate([[[400.0, -300.0]], x[1:]])
    one, two = (pca(z, centre=False)(z) for z in (x, moved))
    for row in (1, 30):
        np.testing.assert_allclose(cosines(one, row)[1:], cosines(two, row)[1:], atol=1e-12)
        assert abs(cosines(one, row)[0] - cosines(two, row)[0]) > 1e-3


def test_the_mean_of_six_rows_beside_their_opposites_is_0_and_all_cosines_come_back():
    rows = np.vstack([PUBLISHED_ROWS, -PUBLISHED_ROWS])
    after = pca(rows)(rows)[:6]
    np.testing.assert_allclose(cosines(after, 1), cosines(PUBLISHED_ROWS, 1), atol=1e-12)
    centred = pca(PUBLISHED_ROWS)(PUBLISHED_ROWS)
    assert np.abs(cosines(centred, 1) - cosines(PUBLISHED_ROWS, 1))[[0, 2, 3, 4, 5]].min() > 0.3


def test_with_little_noise_both_numbers_come_back_and_with_much_the_first_is_mixed():
    recovered = find("04.recovered").reference
    found = {
        noise: np.array([recovered(cloud) for cloud in clouds(noise=noise)])
        for noise in (5, 20, 58)
    }
    for noise in (5, 20):
        assert (abs(found[noise][:, 0] + 1.2) < 0.2).all()  # a uniform one has -1.2
        assert (abs(found[noise][:, 1]) < 0.5).all()  # a normal one has 0
    assert (found[58][:, 0] > -0.9).all() and (found[58][:, 0] < -0.3).all()
    assert np.sqrt(200**2 / 12) == pytest.approx(58, abs=0.5)


@pytest.mark.parametrize(("rows", "low", "high"), [(12, 2, 7), (500, 100, 200)])
def test_the_bound_is_so_many_times_what_truncation_does_to_digits(rows, low, high):
    x = load_set("digits", 1000).matrix[:rows]
    singular = np.linalg.svd(x, compute_uv=False)
    for k in (10, 5, 2):
        z = pca(x, k, centre=False)(x)
        change = abs(z @ z.T - x @ x.T)
        np.fill_diagonal(change, 0)
        assert low < find("04.lost").reference(singular, k) / change.max() < high
        assert change.max() <= singular[k] ** 2 / 2


def test_five_components_hold_85_percent_of_all_squares_and_less_than_half_of_the_neighbours():
    x = load_set("digits", 1000).matrix
    after = pca(x, 5, centre=False)(x)
    assert (after**2).sum() / (x**2).sum() == pytest.approx(0.85, abs=0.005)
    assert relations(x, after).overlap_by_angle < 0.5


def test_a_correlation_of_096_goes_with_angles_that_are_15_degrees_off():
    found, angles = [], []
    for x in clouds(n=100):
        after = pca(x, 1, centre=False)(x)
        above = np.triu_indices(len(x), 1)
        one, two = (plain_cosines(z).reshape(len(x), -1)[above] for z in (x, after))
        found.append(np.corrcoef(one, two)[0, 1])
        angles.append(relations(x, after).median_angle)
    assert np.median(found) == pytest.approx(0.96, abs=0.01)
    assert np.median(angles) == pytest.approx(15, abs=1)
