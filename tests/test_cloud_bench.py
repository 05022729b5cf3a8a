"""The computation behind the two-dimensional bench, against numpy alone."""
import math

import numpy as np
import pytest
from scipy.stats import norm

from course.pca import relations
from course.projections.cloud_bench import (
    Treatment,
    bars,
    by_hand,
    next_around,
    placed,
    reach,
    round_up,
    seen,
)
from course.projections.cloud_bench_words import headline, left_out, lines, percent, small
from course.vectors.clouds import PUBLISHED_ROWS, published_cloud


def cloud(n=200, seed=5, **more):
    return published_cloud(np.random.default_rng(seed), n, **more)


def cosine(a, b):
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


# ---- what is done ----------------------------------------------------------------------


def test_the_published_six_rows_see_one_another_as_printed_before_and_after():
    view = seen(Treatment().of(PUBLISHED_ROWS), 1)
    printed = [-0.8010403, 1.0, 0.5171996, 0.7381007, 0.5550765, 0.7698978]
    np.testing.assert_allclose(view.before, printed, atol=5e-8)
    np.testing.assert_allclose(view.after, printed, atol=5e-8)


@pytest.mark.parametrize("centre", [False, True])
@pytest.mark.parametrize("scale", [False, True])
@pytest.mark.parametrize("whiten", [False, True])
def test_pca_is_the_singular_value_decomposition_of_what_was_centred_and_scaled(
    centre, scale, whiten
):
    x = cloud(offset=(50.0, -20.0))
    done = Treatment(centre=centre, scale=scale, whiten=whiten).of(x)
    y = x - x.mean(axis=0) if centre else x
    y = y / np.sqrt((y**2).sum(axis=0) / (len(x) - 1)) if scale else y
    _, singular, axes = np.linalg.svd(y, full_matrices=False)
    deviations = singular / math.sqrt(len(x) - 1)
    expected = y @ axes.T / (deviations if whiten else 1)
    np.testing.assert_allclose(np.abs(done.after), np.abs(expected), atol=1e-9)
    np.testing.assert_allclose(done.deviations, deviations, rtol=1e-9)
    np.testing.assert_allclose(done.shares, singular**2 / (singular**2).sum(), rtol=1e-9)


def test_axes_turned_by_hand_give_the_coordinates_along_them():
    x = cloud()
    along = np.array([math.cos(math.radians(30)), math.sin(math.radians(30))])
    done = Treatment("hand", 30.0).of(x)
    np.testing.assert_allclose(done.after[:, 0], x @ along, atol=1e-10)
    np.testing.assert_allclose(done.directions, [along, [-along[1], along[0]]], atol=1e-12)


def test_by_hand_every_step_is_made_in_the_order_of_the_switches():
    x = cloud(offset=(80.0, 10.0))
    y = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    turned = y @ np.array([math.cos(1), math.sin(1)])
    change = by_hand(x, math.degrees(1), 1, centre=True, scale=True, whiten=True)
    expected = (turned / turned.std(ddof=1))[:, None]
    np.testing.assert_allclose(change(x), expected, atol=1e-10)


@pytest.mark.parametrize("axes", ["pca", "hand"])
def test_a_direction_without_spread_is_not_divided_by_nothing(axes):
    x = np.column_stack([np.linspace(-1, 1, 9), np.zeros(9)])
    done = Treatment(axes, 0.0, scale=True, whiten=True).of(x)
    np.testing.assert_allclose(np.abs(done.after[:, 1]), 0, atol=1e-12)
    assert np.isfinite(done.after).all() and done.after[:, 0].std() > 0.5


def test_the_new_origin_and_the_new_axes_stand_where_they_are_before():
    x = cloud(offset=(60.0, 25.0), slope=0.4)
    done = Treatment(centre=True, scale=True).of(x)
    np.testing.assert_allclose(done.origin, x.mean(axis=0), atol=1e-9)
    step = done.origin + done.directions  # along an axis only its own coordinate grows
    moved = done.transformation(step)
    assert np.abs(moved - np.diag(np.diag(moved))).max() < 1e-9
    np.testing.assert_allclose(np.linalg.norm(done.directions, axis=1), 1)


def test_one_coordinate_that_is_kept_lies_on_a_line_of_the_plane():
    done = Treatment(k=1).of(cloud())
    assert done.after.shape == (200, 1) and done.flat.shape == (200, 2)
    assert (done.flat[:, 1] == 0).all() and len(done.deviations) == 2


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"axes": "both"}, ValueError, "axes must be one of pca, hand; got 'both'"),
        ({"k": 3}, ValueError, r"k must be in \[1, 2\], got 3"),
        ({"centre": 1}, TypeError, "centre must be True or False, got 1"),
        ({"degrees": math.nan}, ValueError, "degrees must be in"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(given, error, words):
    with pytest.raises(error, match=words):
        Treatment(**given)


def test_a_cloud_with_a_hole_in_its_numbers_is_refused():
    with pytest.raises(ValueError, match="x must be finite numbers, but row 1 is"):
        Treatment().of(np.array([[1.0, 2.0], [math.nan, 0.0], [3.0, 1.0]]))


# ---- what a point sees -----------------------------------------------------------------


def test_a_point_sees_every_other_as_a_slow_loop_says():
    done = Treatment(centre=True).of(cloud(30, offset=(90.0, 40.0)))
    view = seen(done, 7)
    for row in range(30):
        assert view.before[row] == pytest.approx(cosine(done.before[row], done.before[7]))
        assert view.after[row] == pytest.approx(cosine(done.after[row], done.after[7]))
    others = [row for row in range(30) if row != 7]
    assert view.near.tolist() == sorted(others, key=lambda row: -view.before[row])[:10]


def test_a_point_on_the_origin_has_no_angle_and_no_neighbours():
    x = placed(cloud(12), {3: (0.0, 0.0)})
    view = seen(Treatment().of(x), 3)
    assert np.isnan(view.before).all() and view.near.tolist() == []
    other = seen(Treatment().of(x), 4)
    assert np.isnan(other.before[3]) and np.isnan(other.before).sum() == 1
    assert 3 not in other.near


def test_of_few_points_fewer_are_near():
    assert len(seen(Treatment().of(cloud(12)), 0).near) == 5  # half of the others
    view = seen(Treatment().of(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, -1.0], [0.0, 0.0]])), 1)
    assert view.near.tolist() == [2]


def test_points_are_put_elsewhere_in_a_copy():
    x = cloud(5)
    before = x.copy()
    moved = placed(x, {1: (3.0, -4.0)})
    assert moved[1].tolist() == [3, -4] and (x == before).all()
    np.testing.assert_array_equal(np.delete(moved, 1, 0), np.delete(x, 1, 0))


def test_the_next_point_around_is_the_next_to_the_left():
    around = np.radians([10.0, 200.0, 90.0, 300.0])
    x = np.column_stack([np.cos(around), np.sin(around)])
    rows = [0]
    for _ in range(4):
        rows.append(next_around(x, rows[-1]))
    assert rows == [0, 2, 1, 3, 0]
    assert next_around(x, 0, -1) == 3


# ---- pictures --------------------------------------------------------------------------


def test_a_picture_reaches_to_the_first_round_number_beyond_every_coordinate():
    assert reach(np.array([[3.0, -170.0], [100.0, 20.0]])) == pytest.approx(170)
    assert reach(np.array([[171.0, 0.0]])) == pytest.approx(200)
    assert reach(np.zeros((3, 2))) == 1
    for value in np.geomspace(1e-3, 1e5, 200):
        assert value * (1 - 1e-9) <= round_up(value) <= 1.35 * value


def test_bars_count_the_points_and_expect_those_of_a_normal_cloud():
    values = np.random.default_rng(0).normal(3, 10, 500)
    found = bars(values)
    width = 2 * found.end / 25
    for i in range(25):
        left = -found.end + i * width
        assert found.counts[i] == ((values >= left) & (values < left + width)).sum()
    edges = np.linspace(-found.end, found.end, 26)
    expected = 500 * np.diff(norm.cdf(edges, values.mean(), values.std()))
    np.testing.assert_allclose(found.normal, expected, atol=1e-9)
    assert 3 * np.sqrt((values**2).mean()) <= found.end


def test_along_pc1_lies_a_uniform_cloud_and_along_pc2_a_normal_one():
    """Of 32 clouds all: the bars fit the normal curve along PC2 better than along PC1."""
    fits = []
    for seed in range(32):
        done = Treatment().of(cloud(1000, seed))
        off = [np.abs(one.counts - one.normal).sum() for one in map(bars, done.after.T)]
        fits.append(off[1] < off[0])
    assert sum(fits) == 32


def test_bars_without_spread_expect_nothing():
    found = bars(np.zeros(7))
    assert found.counts[12] == 7 and not found.normal.any() and found.end == 1


# ---- words -----------------------------------------------------------------------------


def told(treatment, x):
    done = treatment.of(x)
    found = relations(done.before, done.after)
    return found, {one.name: one for one in lines(found, done.transformation.certificate)}


def test_a_rotation_keeps_every_line_of_the_table():
    found, said = told(Treatment(), cloud())
    assert all(one.kept for one in said.values())
    assert headline(found) == ("0\u00b0", "angles kept")
    assert said["max |V V\u2032 \u2212 I|"].more == "a rotation"


def test_centring_keeps_distances_and_nothing_that_is_seen_from_the_origin():
    found, said = told(Treatment(centre=True), cloud(offset=(100.0, 60.0)))
    kept = {name for name, one in said.items() if one.kept}
    assert kept == {"distances", "nearest by distance", "max |V V\u2032 \u2212 I|"}
    figure, words = headline(found)
    assert words == "angles broken" and figure == f"{found.median_angle:.0f}\u00b0"
    assert said["angles"].verdict == f"broken, median {figure}"
    assert said["sign of the cosine"].more == f"{100 * found.sign_flips:.0f}% of pairs flip"


def test_a_point_on_the_origin_is_said_and_counted():
    found, _ = told(Treatment(), placed(cloud(), {0: (0.0, 0.0)}))
    assert left_out(found) == (
        "1 point on the origin, before or after, has no angle: it is left out."
    )
    two, _ = told(Treatment(), placed(cloud(), {0: (0.0, 0.0), 1: (0.0, 0.0)}))
    assert left_out(two).startswith("2 points on the origin")
    assert left_out(told(Treatment(), cloud())[0]) == ""


def test_where_no_pair_has_an_angle_that_is_said():
    x = np.zeros((4, 2))
    x[0] = 1, 2
    found, said = told(Treatment(), x)
    assert headline(found) == ("\u2013", "no pair has an angle")
    assert said["angles"].verdict == said["sign of the cosine"].verdict == "no pair has an angle"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (2.2e-16, "2 \u00b7 10\u207b\u00b9\u2076"), (0.53488, "0.535"), (1.0, "1"),
     (3.4e-5, "3 \u00b7 10\u207b\u2075"), (123456, "1.2e+05")],
)  # fmt: skip
def test_small_numbers_are_written_with_their_power_of_ten(value, words):
    assert small(value) == words


def test_a_share_is_never_rounded_to_none_or_all():
    shares = {0: "0%", 1e-5: "< 0.1%", 0.012: "1.2%", 0.38: "38%", 1: "100%"}
    assert [percent(share) for share in shares] == list(shares.values())
    found, said = told(Treatment(whiten=True), cloud(noise=60.0))
    assert "100%" not in said["nearest by angle"].more
