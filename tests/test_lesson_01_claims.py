"""What the prose of lesson 01 says is what its functions do."""
import math
import re
from itertools import pairwise

import numpy as np
import pytest

from course import by_hand, pen
from course.descent import walk
from course.digit_training import DigitConfig, DigitTraining
from course.digits import load
from course.hand_run import Functions, HandConfig, HandRun
from course.landscape import find
from course.neuron import GOAL, Neuron, make_clouds
from course.passes import preset
from course.seeding import generator
from course.starts import Start, layers
from course.toys import make_dataset
from tools import lessons
from widgets.downhill_settings import RATES, DownhillSettings
from widgets.how_to_start_settings import SCALES

[SOURCE] = [one for one in lessons.sources() if one.stem == "01_network_by_hand"]
PROSE = re.sub(r"\n# ?", " ", SOURCE.read_text(encoding="utf-8"))
BOWL = find(DownhillSettings().surface)


def test_the_lesson_has_as_many_exercises_as_it_says():
    assert "You will write eleven small functions" in PROSE
    assert len(set(re.findall(r'@exercise\("(01\.\w+)"\)', PROSE))) == 11


def test_a_neuron_with_all_three_numbers_doubled_has_the_same_line_and_is_surer():
    x, y = make_clouds(0)
    one, two = Neuron(3, -2, 0.4), Neuron(6, -4, 0.8)
    assert (one.wrong(x, y) == two.wrong(x, y)).all()
    assert (abs(two.probability(x) - 0.5) > abs(one.probability(x) - 0.5)).all()
    assert one.probability(np.array([[0.0, 0.2]])) == pytest.approx(0.5)


@pytest.mark.parametrize("seed", range(5))
def test_a_line_reaches_the_goal_of_the_first_widget_by_descent_alone(seed):
    x, y = make_clouds(seed)
    neuron = Neuron(4, 1, 0)
    for _ in range(200):
        neuron = neuron.step(x, y)
    assert neuron.accuracy(x, y) >= GOAL == 0.95


def test_two_layers_without_tanh_are_one():
    W1, b1, W2, b2 = preset("seed", 37)
    x = np.random.default_rng(0).normal(size=(20, 2))
    both = (x @ W1 + b1) @ W2 + b2
    np.testing.assert_allclose(x @ (W1 @ W2) + (b1 @ W2 + b2), both)


def test_what_1_percent_costs():
    truth = np.array([1.0])
    logit = np.array([math.log(0.01 / 0.99)])
    assert round(by_hand.squared_error(np.array([0.01]), truth), 2) == 0.98
    assert round(by_hand.cross_entropy(logit, truth), 1) == 4.6
    assert by_hand.squared_error(np.array([0.0]), truth) == 1
    assert by_hand.cross_entropy(np.array([-1e6]), truth) == 1e6


def test_each_halving_of_the_probability_adds_0_69_and_certainty_costs_nothing():
    costs = [-math.log(0.5**k) for k in range(5)]
    assert costs[0] == 0
    assert {round(b - a, 2) for a, b in pairwise(costs)} == {0.69}
    assert "adds 0.69" in PROSE


# ---- downhill

STARTS = [BOWL.start, (-2.8, -2.8), (2.8, -2.8), (2.8, 2.8), (0.0, 0.0)]


@pytest.mark.parametrize("start", STARTS)
def test_the_cross_is_reached_in_fewer_than_20_steps_at_some_rates_of_the_slider(start):
    walks = {rate: walk(BOWL, start, rate, 0.0, 19) for rate in RATES}
    quick = [rate for rate, places in walks.items() if places[-1].at_rest]
    assert set(quick) == {0.5, 1.0, 1.5}
    assert DownhillSettings().rate not in quick


@pytest.mark.parametrize(("surface", "smallest"), [("bowl", 2.1), ("valley", 0.085)])
def test_the_smallest_rate_that_flies_off_is_the_first_beyond_2_over_the_curvature(
    surface, smallest
):
    landscape = find(surface)
    off = [r for r in RATES if landscape.beyond(walk(landscape, landscape.start, r, 0, 500)[-1].w)]
    assert min(off) == smallest
    assert smallest == min(rate for rate in RATES if rate > 2 / max(landscape.curvatures))


def test_on_the_side_of_the_long_valley_the_gradient_points_across():
    valley = find("valley")
    along, across = abs(valley.gradient(np.array(valley.start)))
    assert math.degrees(math.atan2(along, across)) < 10


# ---- backward


def test_nudging_the_network_for_digits_takes_4820_losses():
    start = by_hand.initial(64, 32, 10, np.random.default_rng(0))
    assert sum(part.size for part in start) == 2410
    asked = []
    by_hand.numerical_gradient(lambda w: float(asked.append(0) or 0), np.zeros(2410))
    assert len(asked) == 4820
    assert "2,410 weights and biases. Nudging each would cost 4,820 losses" in PROSE


class Counted(np.ndarray):
    """Arrays that count the multiplications of their matrix products."""

    made = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        plain = [np.asarray(value) for value in inputs]
        if ufunc is np.matmul:
            Counted.made += plain[0].size * plain[1].shape[1]
        done = getattr(ufunc, method)(*plain, **options)
        return done.view(Counted) if isinstance(done, np.ndarray) else done


def test_forward_and_back_multiply_three_times_as_often_as_forward_alone(monkeypatch):
    monkeypatch.setattr(Counted, "made", 0)
    parts = by_hand.initial(64, 32, 10, np.random.default_rng(0))
    x, *parameters = [part.view(Counted) for part in (np.ones((50, 64)), *parts)]
    by_hand.forward(x, *parameters)
    once, Counted.made = Counted.made, 0
    by_hand.gradients(x, np.zeros((50, 10)), parameters, lambda z, y: np.asarray(z - y))
    assert once == 50 * (64 * 32 + 32 * 10)
    assert Counted.made == 3 * once


def test_the_gradient_of_a_minibatch_is_off_but_right_on_average_and_costs_a_twentieth():
    data = make_dataset("circle", 500, 10)
    x, y = data.x_train.astype(float), data.y_train[:, None].astype(float)
    start = by_hand.initial(2, 16, 1, generator(0, "initial weights"))

    def flat(chosen):
        parts = by_hand.gradients(x[chosen], y[chosen], start, by_hand.sigmoid_backward)
        return np.concatenate([part.ravel() for part in parts])

    full = flat(slice(None))
    handfuls = np.array([flat(chosen) for chosen in np.arange(500).reshape(20, 25)])
    np.testing.assert_allclose(handfuls.mean(axis=0), full, atol=1e-12)
    assert np.median(np.linalg.norm(handfuls - full, axis=1)) > np.linalg.norm(full)


def test_a_velocity_that_keeps_nine_tenths_adds_up_to_ten_gradients():
    w, v = np.zeros(1), np.zeros(1)
    for _ in range(500):
        w, v = by_hand.momentum_step(w, v, np.ones(1), 0.1, 0.9)
    assert v == pytest.approx(10)


# ---- train


def passes_to_the_goal(limit, seed, functions=None, **settings):
    """Passes after which 95% of the unseen points are right; more than `limit` if never."""
    run = HandRun(HandConfig(seed=seed, **settings), functions)
    while run.history[-1].test_accuracy < 0.95 and run.passes < limit:
        run.advance()
    return run.passes if run.history[-1].test_accuracy >= 0.95 else math.inf


def test_circle_needs_several_times_as_many_passes_without_momentum():
    with_it, without = (
        np.median([passes_to_the_goal(200, seed, momentum=keep) for seed in range(3)])
        for keep in (0.9, 0.0)
    )
    assert 3 * with_it < without < 200


def test_ring_is_learned_in_400_passes_with_momentum():
    assert max(passes_to_the_goal(400, seed, rule="ring") for seed in range(3)) < 200


@pytest.mark.parametrize("seed", range(2))
def test_ring_is_not_learned_in_400_passes_without_momentum(seed):
    assert passes_to_the_goal(400, seed, rule="ring", momentum=0.0) == math.inf


def faulty(x, y, parameters, loss_backward):
    """Gradients with the fault of 2019: the tanh of what has been through the tanh."""
    W1, _, W2, _ = parameters
    h, z = by_hand.forward(x, *parameters)
    dW2, db2, dh = by_hand.dense_backward(h, W2, loss_backward(z, y))
    dW1, db1, _ = by_hand.dense_backward(x, W1, dh * (1 - np.tanh(h) ** 2))
    return [dW1, db1, dW2, db2]


@pytest.mark.parametrize("seed", range(3))
def test_with_the_fault_of_2019_circle_is_learned_and_ring_is_not(seed):
    fault = Functions(gradients=faulty)
    assert passes_to_the_goal(100, seed, fault) < 100
    assert passes_to_the_goal(150, seed, fault, rule="ring") == math.inf


# ---- how to start


def goal_seeds(activation, scale):
    """On how many of eight seeds the goal of "How to start" is reached."""
    both = layers(Start(activation, 20, scale), tuple(range(8)))
    ends = np.stack([both.forward[:, -1], both.backward[:, 0]])
    return int(((ends > 0.3) & (ends < 3)).all(axis=0).sum())


def test_twenty_layers_of_tanh_reach_the_goal_a_little_above_1_over_root_n():
    reached = {scale: goal_seeds("tanh", scale) for scale in SCALES}
    assert [scale for scale, seeds in reached.items() if seeds == 8] == [1.2, 1.414]
    assert reached[1.0] == reached[2.0] == 0


def test_twenty_layers_of_relu_reach_the_goal_at_the_root_of_2_alone():
    assert [scale for scale in SCALES if goal_seeds("relu", scale)] == [1.414]


def test_a_wrong_factor_is_raised_to_the_power_of_the_depth():
    for depth in (5, 10, 20):
        both = layers(Start("relu", depth, 1.0), tuple(range(8)))
        for ends in (both.forward[:, -1], both.backward[:, 0]):
            assert np.log(np.median(ends)) == pytest.approx(depth * math.log(0.5**0.5), abs=0.7)


def test_hidden_units_that_begin_with_zero_weights_stay_the_same():
    zero = [0 * part for part in by_hand.initial(2, 5, 1, np.random.default_rng(0))]
    run = HandRun(HandConfig(hidden=5))
    run.parameters = zero
    for _ in range(5):
        run.advance()
    W1, b1, W2, _ = run.parameters
    assert np.ptp(W1, axis=1).max() == np.ptp(b1) == np.ptp(W2) == 0


def test_a_bias_of_minus_1_leaves_relus_dead():
    assert layers(Start("relu", 10, 1.414, bias=-1.0), 0).off.max() > 0.5
    assert layers(Start("relu", 1, 1.414, bias=-1.0), 0).off.max() < 0.5


# ---- digits


@pytest.fixture(scope="module")
def readers():
    made = [DigitTraining(DigitConfig(seed=seed)) for seed in range(3)]
    for one in made:
        one.run()
    return made


def test_the_network_reads_95_percent_of_the_test_pictures(readers):
    assert np.median([one.test_accuracy for one in readers]) >= 0.95
    assert readers[0].config.hidden == 32


def test_there_are_1797_pictures_by_thirteen_writers():
    from sklearn.datasets import load_digits

    digits = load()
    sets = (digits.x_train, digits.x_validation, digits.x_test)
    assert [part.shape[1] for part in sets] == [64] * 3
    assert sum(map(len, sets)) == 1797
    words = " ".join(load_digits().DESCR.split())
    assert "copy of the test set of the UCI ML hand-written digits" in words
    assert "30 contributed to the training set and different 13 to the test set" in words


def test_a_scribble_becomes_a_digit_often_with_confidence(readers):
    rng = np.random.default_rng(0)
    scribbles = [np.clip(np.cumsum(rng.normal(0, 0.25, (40, 2)), axis=0), -1, 1) for _ in range(40)]
    pictures = np.array([pen.pixels([scribble]) for scribble in scribbles])
    p = np.concatenate([one.answer(pictures) for one in readers])
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert np.mean(p.max(axis=1) > 0.8) > 0.4


def test_the_loss_of_a_trained_network_curves_very_differently_in_different_directions():
    run = HandRun(HandConfig(rule="ring", hidden=8))
    for _ in range(60):
        run.advance()
    shapes = [part.shape for part in run.parameters]
    ends = np.cumsum([part.size for part in run.parameters])
    x, y = run.data.x_train.astype(float), run.data.y_train[:, None].astype(float)

    def slopes(w):
        parts = [p.reshape(s) for p, s in zip(np.split(w, ends[:-1]), shapes, strict=True)]
        found = by_hand.gradients(x, y, parts, by_hand.sigmoid_backward)
        return np.concatenate([part.ravel() for part in found])

    w = np.concatenate([part.ravel() for part in run.parameters])
    curves = [(slopes(w + 1e-5 * e) - slopes(w - 1e-5 * e)) / 2e-5 for e in np.eye(len(w))]
    sizes = abs(np.linalg.eigvalsh(np.array(curves)))
    assert sizes.max() > 25 * np.median(sizes)
