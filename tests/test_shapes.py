"""Spiral, moons and checkerboard: against other ways to say the same, and their places."""
import math

import numpy as np
import pytest

from course.shapes import BREADTH, MOON, moon_places
from course.toys import BUILT_IN, PROVIDED, RULES, base_rate, make_dataset, square_grid

MORE = ("spiral", "moons", "checkerboard")


def test_three_rules_follow_the_six():
    assert PROVIDED == (*BUILT_IN, *MORE) == tuple(RULES)[:9]


@pytest.mark.parametrize("name", ["spiral", "checkerboard"])
def test_half_of_the_square_is_inside(name):
    points = np.random.default_rng(1).uniform(-1, 1, (400_000, 2))
    counted = RULES[name].decide(points).mean()
    assert counted == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(len(points)))
    assert RULES[name].share == base_rate(name) == 0.5


def test_half_a_turn_swaps_the_arms_of_the_spiral():
    points = np.random.default_rng(2).uniform(-1, 1, (1000, 2))
    decide = RULES["spiral"].decide
    assert (decide(points) != decide(-points)).all()


def test_each_arm_of_the_spiral_turns_by_one_and_a_quarter_on_its_way_out():
    # Its edges are angle = 2 pi 1.25 r and half a turn further; walk beside both.
    radius = np.linspace(0.01, 1, 500)
    for beside, inside in ((0.05, True), (math.pi - 0.05, True), (-0.05, False)):
        angle = 2.5 * math.pi * radius + beside
        along = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
        assert (RULES["spiral"].decide(along) == inside).all()
    straight = np.stack([radius, 0 * radius], axis=-1)  # and straight out one crosses both
    crossings = np.count_nonzero(np.diff(RULES["spiral"].decide(straight)))
    assert crossings == 2


def test_the_checkerboard_has_sixteen_cells_that_alternate():
    cells = RULES["checkerboard"].decide(square_grid(4)).reshape(4, 4)  # a point in each cell
    assert cells[0].tolist() == [True, False, True, False]
    assert (cells[1:] != cells[:-1]).all() and (cells[:, 1:] != cells[:, :-1]).all()
    fine = RULES["checkerboard"].decide(square_grid(40)).reshape(4, 10, 4, 10)
    assert (fine == cells[:, None, :, None]).all()


def arcs():
    """Both moons as many points: upper, lower; by the parametrisation of a half circle."""
    angle = np.linspace(0, math.pi, 4001)
    upper = MOON * np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=-1)
    return upper, -upper


def nearest(points, arc):
    return np.sqrt(((points[:, None] - arc[None, ::10]) ** 2).sum(-1)).min(axis=1)


def test_a_point_belongs_to_the_nearer_moon():
    points = np.random.default_rng(3).uniform(-1, 1, (600, 2))
    upper, lower = (nearest(points, arc) for arc in arcs())
    clear = abs(upper - lower) > 0.01  # the arcs above are made of single points
    assert (RULES["moons"].decide(points) == (lower < upper))[clear].all()
    assert clear.sum() > 500


def test_points_of_the_moons_lie_in_bands_that_do_not_touch():
    data = make_dataset("moons", 2000)
    own, other = arcs()[::-1], arcs()
    for i, chosen in enumerate((data.y_train, ~data.y_train)):
        x = data.x_train[chosen]
        assert nearest(x, own[i]).max() < BREADTH + 0.001
        assert nearest(x, other[i]).min() > BREADTH
    assert data.y_train.mean() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(2000))
    assert abs(data.x_train).max() <= 1


def test_the_places_of_the_moons_fill_their_bands_evenly_along_and_across():
    u = np.stack([np.linspace(0, 0.499999, 1001), np.full(1001, 0.5)], axis=-1)
    upper = arcs()[0]
    assert moon_places(u)[[0, 500, 1000]] == pytest.approx(upper[[0, 2000, 4000]], abs=1e-3)
    edges = moon_places(np.array([[0.25, 0.0], [0.25, 1.0]]))  # at the top of the upper moon
    assert edges[:, 1] == pytest.approx([0.75 * MOON - BREADTH, 0.75 * MOON + BREADTH])


def test_noise_does_not_move_points_that_have_places_of_their_own():
    clean, noisy = make_dataset("moons", 50), make_dataset("moons", 50, noise=0.4)
    assert (clean.x_train == noisy.x_train).all()
    assert (clean.y_train != noisy.y_train).any()
    assert 0.5 <= base_rate("moons", 0.4) < 0.55
