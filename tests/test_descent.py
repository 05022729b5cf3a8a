"""Ways down: against closed forms, torch's optimiser, and what Newton's method must do."""
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.descent import CLOSE, Descents, Paths, descend, fate, newton, walk
from course.landscape import LANDSCAPES, find
from course.trials import exhaust

VALLEY, CURVED, STRAIGHT = find("valley"), find("curved"), find("straight")
MINIMUM, CURVATURES = np.array([1, 0.5]), np.array([1, 25])


def places(walk, count):
    return list(islice(walk, count))


def steps_to(walk, landscape, within=CLOSE, limit=5000):
    """Steps until the minimum is that near."""
    for place in islice(walk, limit):
        if landscape.to_minimum(place.w) < within:
            return place.index
    return None


# ---- gradient descent ----------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(rate=st.floats(0.001, 0.079), a=st.floats(-3, 3), b=st.floats(-3, 3))
def test_on_the_valley_each_step_multiplies_each_distance_by_one_minus_rate_times_curvature(
    rate, a, b
):
    last = places(descend(VALLEY, (a, b), rate), 31)[-1]
    expected = MINIMUM + (1 - rate * CURVATURES) ** 30 * (np.array([a, b]) - MINIMUM)
    np.testing.assert_allclose(last.w, expected, atol=1e-9)
    assert last.index == 30


@pytest.mark.parametrize(("name", "largest"), [("bowl", 1), ("valley", 25)])
@pytest.mark.parametrize("share", [0.5, 0.97, 1.03, 1.5])
def test_descent_flies_out_if_and_only_if_the_rate_is_above_two_over_the_curvature(
    name, largest, share
):
    surface = find(name)
    found = walk(surface, (-2.2, 1.6), share * 2 / largest, 0, 3000)
    assert surface.beyond(found[-1].w) == (share > 1)
    assert found[-1].at_rest == (share < 1)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("name", ["valley", "hollows", "curved"])
def test_it_takes_the_steps_of_torchs_own_optimiser(name, momentum):
    import torch

    surface = find(name)
    w = torch.tensor(surface.start, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=0.02, momentum=momentum)
    for place in islice(descend(surface, surface.start, 0.02, momentum), 40):
        np.testing.assert_allclose(place.w, w.detach().numpy(), atol=1e-9)
        w.grad = torch.tensor(surface.gradient(w.detach().numpy()))
        optimiser.step()


def test_one_point_at_a_time_looks_at_each_point_once_a_pass():
    seen = []
    surface = find("bowl")
    told = type(surface)(**{
        **vars(surface),
        "gradient": lambda w, chosen=slice(None): (
            seen.append(chosen) or surface.gradient(w, chosen)
        ),
    })  # fmt: skip
    places(descend(told, (0, 0), 0.1, points="one"), 25)
    looked = [int(one[0]) for one in seen if not isinstance(one, slice)]
    assert sorted(looked[:12]) == sorted(looked[12:24]) == list(range(12))
    assert looked[:12] != looked[12:24]


def test_one_point_at_a_time_never_comes_to_rest_while_all_points_do():
    surface = find("bowl")
    every = places(descend(surface, (-2, 2), 0.2), 300)
    single = places(descend(surface, (-2, 2), 0.2, points="one"), 300)
    assert every[-1].at_rest
    assert not any(place.at_rest for place in single)
    assert np.mean([surface.to_minimum(place.w) for place in single[100:]]) > 0.1


def test_the_same_seed_gives_the_same_orders():
    first, again, other = (
        places(descend(find("bowl"), (0, 0), 0.1, points="one", seed=seed), 30)[-1].w
        for seed in (3, 3, 4)
    )
    assert (first == again).all()
    assert (first != other).any()


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(list(LANDSCAPES)), st.floats(0.001, 100), st.floats(-3, 3), st.floats(-3, 3))
def test_no_rate_gives_a_number_that_is_none(name, rate, a, b):
    for place in islice(descend(find(name), (a, b), rate, 0.9), 20):
        assert np.isfinite([*place.w, place.loss, *place.gradient, place.moved]).all()


def test_a_place_knows_its_loss_its_slope_and_the_step_that_led_to_it():
    first, second = places(descend(VALLEY, (0, 0), 0.01), 2)
    assert first.loss == pytest.approx(0.25 + 0.5 * (1 + 25 * 0.25))
    assert first.gradient == pytest.approx([-1, -12.5])
    assert first.slope == pytest.approx(np.hypot(1, 12.5))
    assert first.moved == 0
    assert second.moved == pytest.approx(0.01 * first.slope)


def test_passing_over_the_minimum_at_speed_is_no_rest():
    found = walk(find("bowl"), (0, 0.5), 0.5, 0.9, 1000)
    crossed = next(place for place in found if place.w[0] > 1)
    assert crossed.index < 10 < found[-1].index
    assert found[-1].at_rest


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0, 0), 0), r"rate must be in \(0, 100\], got 0"),
        (((0, 0), 0.1, 1), r"momentum must be in \[0, 0.999\], got 1"),
        (((0, 0), 0.1, 0, "two"), "points must be one of all, one; got 'two'"),
        (((0, np.nan), 0.1), r"start must be finite numbers, but row 0 is"),
        (((0, 0, 0), 0.1), r"start must have shape \(n, 2\)"),
    ],
)
def test_what_makes_no_descent_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        next(descend(VALLEY, *arguments))


def test_a_formula_has_no_points_to_look_at_one_by_one():
    with pytest.raises(ValueError, match="points must be all, as the curved valley has none"):
        next(descend(CURVED, (0, 0), 0.1, points="one"))


# ---- Newton --------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(a=st.floats(-3, 3), b=st.floats(-3, 3))
def test_on_a_quadratic_newton_needs_one_step(a, b):
    _, second = places(newton(STRAIGHT, (a, b)), 2)
    assert STRAIGHT.to_minimum(second.w) < 1e-12
    assert second.lifted == 0


def hessian(w):
    """Of (1 - a)^2 + 3 (b - a^2)^2, by hand."""
    a, b = w
    return np.array([[2 - 12 * b + 36 * a * a, -12 * a], [-12 * a, 6]])


def test_a_step_of_newton_solves_the_hessian_for_the_gradient():
    for before, after in zip(*[places(newton(CURVED, (-1.2, 1)), n)[m:] for n, m in
                               ((9, 0), (10, 1))], strict=True):  # fmt: skip
        moved = np.linalg.solve(hessian(before.w), CURVED.gradient(before.w))
        np.testing.assert_allclose(after.w, before.w - moved, rtol=1e-9, atol=1e-9)
        assert after.lifted == 0


def test_where_the_surface_is_no_bowl_the_least_curvature_is_lifted_to_one():
    start = np.array([-1, 2.5])
    least = np.linalg.eigvalsh(hessian(start))[0]
    assert least < 0
    _, second = places(newton(CURVED, start), 2)
    assert second.lifted == pytest.approx(1 - least)
    lifted = hessian(start) + (1 - least) * np.eye(2)
    assert np.linalg.eigvalsh(lifted)[0] == pytest.approx(1)
    expected = start - np.linalg.solve(lifted, CURVED.gradient(start))
    np.testing.assert_allclose(second.w, expected)


@pytest.mark.parametrize(
    ("surface", "plain", "momentum", "bent"), [(CURVED, 716, 248, 9), (STRAIGHT, 293, 261, 1)]
)
def test_from_the_start_of_the_lesson_each_walker_needs_the_steps_that_are_told(
    surface, plain, momentum, bent
):
    assert steps_to(descend(surface, surface.start, 0.05), surface) == plain
    assert steps_to(descend(surface, surface.start, 0.05, 0.9), surface) == momentum
    assert steps_to(newton(surface, surface.start), surface) == bent


def test_near_the_minimum_newton_doubles_the_right_digits_at_each_step():
    ways = [CURVED.to_minimum(place.w) for place in places(newton(CURVED, CURVED.start), 10)]
    near = [(a, b) for a, b in zip(ways, ways[1:], strict=False) if 1e-5 < a < 0.1]
    assert len(near) >= 2
    assert all(b < 5 * a * a for a, b in near)


# ---- several at once -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "expected"),
    [(0.01, "creeps"), (0.04, "straight"), (0.075, "zigzag"), (0.085, "left")],
)
def test_what_became_of_a_path_is_read_off_it(rate, expected):
    found = walk(VALLEY, VALLEY.start, rate, 0, 400)
    assert fate(VALLEY, np.array([place.w for place in found]), found[-1].at_rest) == expected


def test_a_path_of_no_step_is_straight():
    assert fate(VALLEY, np.array([[1, 0.5]]), rested=True) == "straight"


def test_several_descents_give_their_paths_a_row_at_a_time():
    descents = Descents({"slow": (0.01, 0.0), "out": (0.1, 0.0)}, limit=50)
    pieces = descents.pieces()
    assert (next(pieces), next(pieces)) == ("slow", "out")
    result = exhaust(descents.pieces())
    assert isinstance(result, Paths)
    assert descents.steps == 2
    assert result.fates == {"slow": "creeps", "out": "left"}
    assert result.steps("slow") == 50
    expected = MINIMUM + (1 - 0.01 * CURVATURES) ** 50 * (np.array(VALLEY.start) - MINIMUM)
    np.testing.assert_allclose(result.paths["slow"][-1], expected)
    assert result.steps("out") < 10


def test_their_code_gives_the_same_fates():
    descents = Descents({"a": (0.04, 0.0), "b": (0.1, 0.5)}, "bowl", (2.0, 2.0), 60)
    *lines, last = descents.code().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == exhaust(descents.pieces()).fates
    assert names["descents"] == descents


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (({"a": (-1, 0)},), r"rate must be in \(0, 100\], got -1"),
        (({"a": (1, 0)}, "hill"), "surface must be one of"),
        (({"a": (1, 0)}, "bowl", None, 0), r"limit must be in \[1, 10000\], got 0"),
    ],
)
def test_what_makes_no_descents_is_refused_when_they_are_made(arguments, message):
    with pytest.raises(ValueError, match=message):
        Descents(*arguments)
