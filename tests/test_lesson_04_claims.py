"""What the prose of lesson 04 says of vectors is what is computed."""
from dataclasses import fields

import numpy as np
import pytest

from benchmarks.pca_figures import DEVIATIONS, SHARES
from course.exercises.library import find
from course.pca import pca, relations
from course.projections.survival import random_directions
from course.seeding import generator
from course.vectors.clouds import (
    PUBLISHED_COSINES,
    PUBLISHED_NORMS,
    PUBLISHED_ROWS,
    published_cloud,
    random_axes,
)
from course.vectors.counted import word_vectors
from course.vectors.pairs import cosines, norms
from course.vectors.sentence_pairs import compare
from course.vectors.sets import load_set
from widgets.many_dimensions_settings import ManySettings
from widgets.similarity_settings import PRESETS
from widgets.similarity_words import number
from widgets.two_dimensions_settings import CloudControls, CloudSettings

SEEDS = range(32)


def clouds(**changes):
    """The published cloud from each of 32 seeds."""
    return [published_cloud(generator(seed, "cloud"), **changes) for seed in SEEDS]


def plain_cosines(x):
    """Of every pair of rows, by numpy alone."""
    units = x / np.linalg.norm(x, axis=1, keepdims=True)
    return (units @ units.T).ravel()


def angles_changed(x, **asked):
    """By how many degrees each pair's angle changes, by arccosines."""
    after = pca(x, **asked)(x)
    one, two = (np.degrees(np.arccos(plain_cosines(z).clip(-1, 1))) for z in (x, after))
    return np.abs(two - one)


def test_every_number_of_the_six_points_is_kept_to_the_printed_digits():
    after = pca(PUBLISHED_ROWS, centre=False)(PUBLISHED_ROWS)
    for x in (PUBLISHED_ROWS, after):
        assert [f"{cosine:.7f}" for cosine in cosines(x, 1)] == list(PUBLISHED_COSINES)
        written = [f"{norm:.5f}" for norm in norms(x)]
        assert [ours != said for ours, said in zip(written, PUBLISHED_NORMS, strict=True)] == [
            False, True, False, False, True, False
        ]  # fmt: skip
        said = [float(norm) for norm in PUBLISHED_NORMS]
        np.testing.assert_allclose(norms(x), said, atol=1.01e-5)


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


def test_on_the_bench_it_is_a_degree_at_first_and_80_within_reach_of_the_sliders():
    def centred(**changes):
        x = CloudSettings(**changes).cloud()
        return relations(x, x - x.mean(axis=0))

    assert 0.5 < centred().median_angle < 2
    far = centred(offset_x=200.0, offset_y=200.0)
    assert far.median_angle > 80 and far.distances_kept
    longest = [item.metadata["control"].high for item in fields(CloudControls)[2:4]]
    assert longest == [200, 200]


@pytest.mark.parametrize("edge", [(105, 0), (100, -80), (0, 105), (-60, 100), (-100, 80)])
@pytest.mark.parametrize("row", range(6))
def test_a_point_dragged_to_the_edge_turns_the_axes_of_six_and_breaks_no_angle(edge, row):
    bench = CloudSettings(points=6)
    x, moved = bench.cloud(), bench.put({row: edge}).cloud()
    one, two = (np.linalg.svd(z)[2][0] for z in (x, moved))
    assert np.degrees(np.arccos(abs(one @ two))) > 4
    assert angles_changed(moved, centre=False).max() < 1e-4
    assert np.median(angles_changed(moved)) > 4


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


def test_the_more_noise_the_more_of_it_goes_into_the_first_component():
    found = []
    for noise in (5, 20, 40, 58):
        x = published_cloud(generator(0, "cloud"), noise=noise)
        first = np.linalg.svd(x - x.mean(axis=0))[2][0] @ (x - x.mean(axis=0)).T
        found.append(np.corrcoef(first, x[:, 1] - x[:, 0])[0, 1] ** 2)
    assert found == sorted(found) and found[0] < 0.01 and found[-1] > 0.2


def test_of_200_clouds_one_spreads_less_along_the_second_component_than_was_published():
    spreads = []
    for seed in range(200):
        x = published_cloud(generator(seed, "cloud"))
        spreads.append(np.linalg.svd(x, compute_uv=False) / np.sqrt(len(x) - 1))
    first, second = np.array(spreads).T
    share = second**2 / (first**2 + second**2)
    assert abs(first.mean() - float(DEVIATIONS[0])) < 0.1 * first.std()
    assert 60 < np.sum(first < float(DEVIATIONS[0])) < 140  # an ordinary one
    assert np.sum(second < float(DEVIATIONS[1])) == 1
    assert np.sum(1 - share < float(SHARES[0])) == 196
    assert np.sum(share < float(SHARES[1])) == 4


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


def test_of_the_digits_shown_five_components_hold_85_percent_of_squares_and_half_the_neighbours():
    x = load_set("digits", ManySettings().rows).matrix
    after = pca(x, 5, centre=False)(x)
    assert (after**2).sum() / (x**2).sum() == pytest.approx(0.85, abs=0.005)
    assert relations(x, after).overlap_by_angle == pytest.approx(0.55, abs=0.02)


def test_squares_cosines_and_neighbours_leave_at_different_k():
    x = load_set("digits", ManySettings().rows).matrix
    found = {k: relations(x, pca(x, k, centre=False)(x)) for k in (8, 24)}
    assert pca(x, 8, centre=False).kept > 0.89 and found[8].overlap_by_angle < 0.7
    assert found[24].rms_cosine < 0.02 and found[24].overlap_by_angle < 0.92


def test_centring_the_digits_at_all_64_moves_angles_and_their_neighbours_and_no_distance():
    x = load_set("digits", ManySettings().rows).matrix
    found = relations(x, pca(x)(x))
    assert found.distances_kept and found.overlap_by_distance == 1
    assert found.overlap_by_angle < 0.9 and found.rms_cosine > 0.4


def test_of_a_flat_cloud_pca_is_ahead_on_its_own_points_and_not_on_new_ones():
    bench = ManySettings(data="cloud")
    x = load_set("cloud", bench.rows, dimensions=bench.dimensions, spectrum="flat").matrix
    new = generator(1, "test, new points").normal(size=x.shape)
    for k in (5, 20, 100):
        found = pca(x, k, centre=False)
        drawn = random_axes(bench.dimensions, generator(k, "test, axes"))[:, :k]
        blind = random_directions(bench.dimensions, k, 0)
        own = relations(x, found(x)).rms_cosine
        assert own < 0.98 * min(relations(x, y).rms_cosine for y in (x @ drawn, blind(x)))
        theirs, chance = (relations(new, y).rms_cosine for y in (found(new), new @ drawn))
        assert theirs == pytest.approx(chance, rel=0.03)


def test_pca_shortens_every_distance_and_random_directions_lengthen_one_and_shorten_another():
    x = load_set("cloud", 100).matrix
    above = np.triu_indices(len(x), 1)
    before, kept, chance = (
        np.linalg.norm(z[:, None] - z, axis=2)[above]
        for z in (x, pca(x, 50, centre=False)(x), random_directions(200, 50, 0)(x))
    )
    assert (kept < before).all()
    assert (chance < before).any() and (chance > before).any()


def test_where_the_spectrum_falls_pca_is_further_ahead_than_where_it_is_flat():
    ahead = {}
    for spectrum in ("flat", "falling"):
        x = load_set("cloud", 500, spectrum=spectrum).matrix
        one, two = (
            relations(x, way(x)).rms_cosine
            for way in (pca(x, 20, centre=False), random_directions(200, 20, 0))
        )
        ahead[spectrum] = one / two
    assert ahead["falling"] < 0.65 < 0.8 < ahead["flat"] < 1


def test_of_this_course_s_texts_random_directions_change_cosines_less_and_pca_keeps_neighbours():
    x = load_set("texts").matrix
    for k in (3, 5, 8):
        best = relations(x, pca(x, k, centre=False)(x))
        for seed in range(3):
            blind = relations(x, random_directions(x.shape[1], k, seed)(x))
            assert blind.rms_cosine < best.rms_cosine - 0.08
            assert blind.overlap_by_angle < best.overlap_by_angle - 0.05


def test_the_goals_of_the_sentences_can_be_reached_and_their_figures_are_those_named():
    everything = PRESETS["all at once"]
    bag, counted = (compare(everything, kind).cosines for kind in ("bag", "counted"))
    assert bag[6, 7] == 0  # the same said without a shared word
    assert round(bag[0, 1], 2) == 0.67 and round(counted[0, 1], 2) == 0.94
    long = ["I love the old cats of my sister", "I hate the old cats of my sister"]
    assert compare(long).cosines[0, 1] < 0.9 < compare(long, "counted").cosines[0, 1]
    assert word_vectors().rank("love", "hate") == 1
    means = [compare(long, "counted", centred=centred).stock.mean() for centred in (False, True)]
    assert [number(mean) for mean in means] == ["0.25", "0.00"]


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
