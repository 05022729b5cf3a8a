"""One neuron against torch, scikit-learn and plain geometry."""
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.neuron import RATE, Neuron, make_clouds

NUMBER = st.floats(-20, 20).map(lambda value: round(value, 3))
NEURON = st.builds(Neuron, NUMBER, NUMBER, NUMBER)
LINE = NEURON.filter(lambda neuron: neuron.size > 0.1)


def test_loss_and_gradient_are_those_of_torch():
    import torch

    x, y = make_clouds(3)
    parameters = torch.tensor([1.5, -2.5, 0.3], dtype=torch.float64, requires_grad=True)
    z = torch.tensor(x) @ parameters[:2] + parameters[2]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y).double())
    loss.backward()
    neuron = Neuron(1.5, -2.5, 0.3)
    assert neuron.loss(x, y) == pytest.approx(loss.item(), abs=1e-12)
    np.testing.assert_allclose(neuron.gradient(x, y), parameters.grad.numpy(), atol=1e-12)


def test_a_neuron_that_is_sure_and_wrong_has_a_finite_loss():
    x, y = np.array([[1.0, 0.0]]), np.array([False])
    assert Neuron(1000, 0, 0).loss(x, y) == pytest.approx(1000)
    assert Neuron(-1000, 0, 0).loss(x, y) == 0


def test_probability_is_half_on_the_line_and_higher_where_the_weights_point():
    neuron = Neuron.at((0.2, -0.3), math.radians(120), 5)
    middle = np.array([0.2, -0.3])
    way = np.array([math.cos(math.radians(120)), math.sin(math.radians(120))])
    x = np.array([middle, middle + 0.1 * way, middle - 0.1 * way, middle + [-way[1], way[0]]])
    expected = [0.5, 1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(0.5)), 0.5]
    np.testing.assert_allclose(neuron.probability(x), expected)


def test_a_point_is_right_on_the_side_of_its_colour():
    x = np.array([[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]])
    y = np.array([True, False, False, True])
    neuron = Neuron(2, 0, 0)
    assert neuron.wrong(x, y).tolist() == [False, True, False, True]
    assert neuron.accuracy(x, y) == 0.5


@given(LINE, st.tuples(NUMBER, NUMBER))
def test_the_nearest_point_of_a_line_lies_on_it_straight_across(neuron, point):
    near = np.array(neuron.nearest(point))
    assert neuron.logits(near[None])[0] == pytest.approx(0, abs=1e-9 * (1 + neuron.size * 30))
    way = np.array(point) - near
    assert abs(way[0] * neuron.w2 - way[1] * neuron.w1) <= 1e-9 * neuron.size * 100


@given(LINE)
def test_a_neuron_is_found_again_from_its_place_direction_and_size(neuron):
    again = Neuron.at(neuron.nearest((0, 0)), neuron.angle, neuron.size)
    found, wanted = (again.w1, again.w2, again.b), (neuron.w1, neuron.w2, neuron.b)
    np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_without_weights_there_is_no_line_to_be_near():
    assert Neuron(0, 0, 1).nearest((0.3, 0.4)) == (0.3, 0.4)


def test_a_rounded_neuron_never_has_a_minus_zero():
    assert str(Neuron(-0.00001, 1.23456, 0).rounded()) == "Neuron(w1=0.0, w2=1.2346, b=0.0)"


@given(NEURON, st.integers(0, 50))
def test_a_step_of_gradient_descent_never_makes_the_loss_larger(neuron, seed):
    x, y = make_clouds(seed)
    assert neuron.step(x, y).loss(x, y) <= neuron.loss(x, y) + 1e-12


def test_a_step_goes_against_the_slopes_by_the_learning_rate():
    x, y = make_clouds(1)
    neuron = Neuron(4, 1, 0)
    after, slopes = neuron.step(x, y, rate=0.5), neuron.gradient(x, y)
    moved = np.array([4 - after.w1, 1 - after.w2, 0 - after.b])
    np.testing.assert_allclose(moved, 0.5 * np.array(slopes))


def test_gradient_descent_reaches_the_goal_from_the_start_for_every_seed():
    steps = []
    for seed in range(100):
        (x, y), neuron, made = make_clouds(seed), Neuron(4, 1, 0), 0
        assert neuron.accuracy(x, y) < 0.8
        while neuron.accuracy(x, y) < 0.95 and made < 40:
            neuron, made = neuron.step(x, y, RATE), made + 1
        assert neuron.accuracy(x, y) >= 0.95
        steps.append(made)
    assert min(steps) >= 7 and max(steps) <= 25  # figures of the lesson


@pytest.mark.parametrize("seed", range(30))
def test_a_line_can_separate_at_least_97_percent_and_seldom_all(seed):
    from sklearn.linear_model import LogisticRegression

    x, y = make_clouds(seed)
    assert LogisticRegression(C=1e6).fit(x, y).score(x, y) >= 0.97


def test_few_seeds_can_be_separated_completely():
    from scipy.optimize import linprog

    complete = 0
    for seed in range(100):
        x, y = make_clouds(seed)
        signs = np.where(y, 1, -1)[:, None]
        sides = -signs * np.column_stack([x, np.ones(len(x))])  # w x + b at least 1 on its side
        found = linprog(np.zeros(3), sides, -np.ones(len(x)), bounds=(None, None))
        complete += found.success
    assert complete <= 5


def test_clouds_lie_in_the_unit_circle_and_half_of_the_points_are_orange():
    for seed in range(200):
        x, y = make_clouds(seed)
        assert x.shape == (200, 2) and y.shape == (200,) and y.dtype == bool
        assert y.sum() == 100
        assert np.hypot(*x.T).max() < 1


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    first, again, other = make_clouds(5)[0], make_clouds(5)[0], make_clouds(6)[0]
    assert (first == again).all() and not (first == other).all()


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (lambda: make_clouds(0, 7), ValueError, "n must be even, got 7"),
        (lambda: make_clouds(0, 0), ValueError, r"n must be in \[2, inf\), got 0"),
        (lambda: make_clouds(-1), ValueError, "seed must be in"),
        (lambda: Neuron("1", 0, 0), TypeError, "w1 must be a number, got '1'"),
        (lambda: Neuron(0, math.nan, 0), ValueError, "w2 must be in"),
        (lambda: Neuron(0, 0, 1001), ValueError, r"b must be in \[-1000, 1000\], got 1001"),
    ],
)
def test_what_cannot_be_a_neuron_or_its_points_is_refused_by_name(make, kind, words):
    with pytest.raises(kind, match=words):
        make()
