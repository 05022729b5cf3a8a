"""Gradients are checked by nudging, and a wrong one is told what is wrong with it."""
import re

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course.exercises import Gradients, find, judge
from course.exercises.relations import relation

DENSE = find("01.dense_backward")


def entry_by_entry(x, W, dz):
    """dW, db and dx from their definitions, in loops."""
    dW, db, dx = np.zeros(W.shape), np.zeros(W.shape[1]), np.zeros(x.shape)
    for k, i, j in np.ndindex(len(x), *W.shape):
        dW[i, j] += x[k, i] * dz[k, j]
        dx[k, i] += W[i, j] * dz[k, j]
        db[j] += dz[k, j] / len(W)
    return dW, db, dx


def with_changed(**changes):
    """A right answer in which some gradients are passed through a function."""

    def answer(x, W, dz):
        found = dict(zip(("dW", "db", "dx"), entry_by_entry(x, W, dz), strict=True))
        return tuple(changes.get(name, lambda g: g)(g) for name, g in found.items())

    return answer


def one_entry_off(gradient):
    gradient = gradient.copy()
    gradient[1] += 0.1
    return gradient


# ---- what nudging finds


def cosh_loss(variables, arguments):
    return float(np.cosh(variables[0] * arguments[0]).sum())


def test_nudging_finds_the_slope_of_a_curved_loss_as_autograd_does():
    curved = Gradients(("w",), lambda w: (w,), cosh_loss, ("w",))
    w = np.array([[0.3, -2.0], [1e-9, 1.5]])
    # the argument is w too, and stays where it is while the variable is nudged
    expected = grad(lambda v: anp.sum(anp.cosh(v * w)))(w)
    assert np.allclose(curved.measured(w), expected, rtol=1e-8, atol=1e-9)


def test_nudging_leaves_the_arguments_as_they_were():
    curved = Gradients(("w",), lambda w: (w,), cosh_loss, ("w",))
    w = np.array([0.3, -2.0])
    curved.measured(w)
    assert list(w) == [0.3, -2.0]


def test_the_gradients_of_a_layer_are_those_of_the_loss_and_not_of_the_reference():
    answer = DENSE.answer(DENSE.cases[0].arguments)
    x, W, dz = DENSE.cases[0].arguments
    for found, right in zip(answer, entry_by_entry(x, W, dz), strict=True):
        assert np.allclose(found, right, rtol=1e-8, atol=1e-8)


def test_a_right_answer_in_loops_passes_and_its_distance_from_nudging_is_told():
    result = judge(DENSE, entry_by_entry)
    assert result.state == "passed"
    assert re.search(r"differ by at most \d × 10⁻(⁹|¹⁰|¹¹)\.$", result.message)


def test_a_list_of_gradients_passes_too():
    assert judge(DENSE, lambda *a: list(entry_by_entry(*a))).state == "passed"


def test_single_precision_is_exact_enough():
    answer = with_changed(dW=lambda g: g.astype(np.float32))
    assert judge(DENSE, answer).state == "passed"


# ---- messages

MESSAGES = [
    ({"dW": lambda g: -g}, "every entry of your `dW` has the wrong sign"),
    ({"dW": lambda g: 5 * g}, "`dW` is 5 times what is expected. `x` has 5 rows"),
    ({"dW": lambda g: g / 5}, "`dW` is 1/5 of what is expected. `x` has 5 rows"),
    ({"dx": lambda g: 2 * g}, "`dx` is 2 times what is expected. Is a factor missing"),
    ({"dx": lambda g: -2 * g}, "`dx` is minus 2 times what is expected"),
    ({"dx": lambda g: 0 * g}, "your `dx` is 0 everywhere"),
    ({"db": lambda g: g * np.nan}, "your `db` holds `nan` or `inf`"),
]


@pytest.mark.parametrize(("changes", "cause"), MESSAGES)
def test_a_wrong_gradient_is_told_how_it_is_related_to_the_right_one(changes, cause):
    result = judge(DENSE, with_changed(**changes))
    assert result.state == "cause"
    assert cause in result.cause
    [name] = changes
    assert result.wrong_answer.startswith(f"{name}: ")


def test_one_entry_that_is_off_is_named_with_what_nudging_says():
    result = judge(DENSE, with_changed(db=one_entry_off))
    x, W, dz = DENSE.cases[0].arguments
    right = entry_by_entry(x, W, dz)[1][1]
    assert (result.state, result.cause) == ("value", "")
    assert result.message == (
        f"For 5 points, 3 inputs and 2 units: `db[1]` is {right + 0.1:.2f}, nudging `b[1]` says "
        f"{right:.2f}. Every other entry is right. `dW` and `dx` are right."
    )


def test_a_small_error_is_shown_with_enough_digits_to_see_it():
    result = judge(DENSE, with_changed(dW=lambda g: g * (1 + 1e-4)))
    numbers = re.search(r"is (-?[\d.]+), nudging .* says (-?[\d.]+)\. ", result.message)
    assert numbers[1] != numbers[2]


def test_the_first_wrong_gradient_that_can_be_explained_is_explained():
    result = judge(DENSE, with_changed(dW=one_entry_off, dx=lambda g: -g))
    assert result.message.startswith("For 5 points, 3 inputs and 2 units: `dW[1, 0]` is")
    assert result.message.endswith("`db` is right.")
    assert result.cause == "every entry of your `dx` has the wrong sign."


SHAPES = [
    (lambda x, W, dz: dz, "a single `ndarray`, but .* 3 arrays: `return dW, db, dx`"),
    (lambda x, W, dz: (dz, dz), "returns 2 things, but the check needs 3 arrays"),
    (lambda x, W, dz: (1.5, 1, 1), "`dW` is a `float`, but the check needs an array"),
    (lambda x, W, dz: (W > 0, 1, 1), "`dW` is an array of `bool`"),
    (with_changed(dx=np.transpose), r"`dx` has shape `\(3, 5\)`, but `x` has .* turned round"),
    (with_changed(db=lambda g: g[None]), r"`db` has shape `\(1, 2\)`, but `b` has shape `\(2,\)`"),
]


@pytest.mark.parametrize(("answer", "message"), SHAPES)
def test_gradients_of_the_wrong_shape_are_refused_by_name(answer, message):
    result = judge(DENSE, answer)
    assert result.state == "shape"
    assert re.search(message, result.message), result.message


def test_a_product_of_shapes_that_do_not_fit_is_told_in_plain_words():
    result = judge(DENSE, lambda x, W, dz: (x @ dz, dz, dz))
    words = "left of @ there are 3 columns, right of it 5 rows: they must be as many"
    assert words in result.message


def test_gradients_that_are_still_dots_are_not_attempted():
    result = judge(DENSE, lambda x, W, dz: (x.T @ dz, ..., ...))
    assert result.state == "not_attempted"


@pytest.mark.parametrize("wrong", ["dW", "dx"])
def test_a_transpose_is_caught_where_it_has_the_right_shape(wrong):
    def turned_round_if_square(x, W, dz):
        found = dict(zip(("dW", "db", "dx"), entry_by_entry(x, W, dz), strict=True))
        if found[wrong].shape[0] == found[wrong].shape[1]:
            found[wrong] = found[wrong].T
        return tuple(found.values())

    result = judge(DENSE, turned_round_if_square)
    assert result.state == "cause"
    assert result.cause.startswith(f"your `{wrong}` is the transpose of what is expected.")


# ---- relations

RIGHT = np.array([[1.0, 2.0], [3.0, 5.0]])
X = np.array([[1.0, 1.0], [2.0, 0.0], [4.0, 7.0], [0.0, 9.0]])
B = np.array([7.0, 17.0])


@pytest.mark.parametrize(
    ("found", "right", "name", "words"),
    [
        (RIGHT.T, RIGHT, "the transpose", "the transpose of what is expected."),
        (-RIGHT.T, RIGHT, "the transpose and more", "not only that: every entry .* wrong sign"),
        (RIGHT * 4, RIGHT, "a factor too large", "4 times .* `x` has 4 rows: is a mean due"),
        (RIGHT / 4, RIGHT, "a factor too small", "1/4 of .* divided by that once too often"),
        (B, RIGHT[0], "is db", "what is expected of `db`. In which order"),
        (X.sum(axis=1), np.ones(4), "sum over columns", "sum of `x` over its columns, .*each row"),
        (X.mean(axis=0), np.ones(2), "mean over rows", "mean of `x` over its rows, .*each column"),
        (X, np.ones((4, 2)), "is x", "your `dW` is `x` itself"),
        (RIGHT**2, RIGHT, "", ""),
        (np.array(3.0), np.array(2.0), "", ""),
    ],
)
def test_a_relation_is_named_and_told(found, right, name, words):
    known = relation("dW", found, right, {"db": B}, {"x": X})
    assert known[0] == name
    assert re.search(words, known[1])


def test_a_factor_of_two_is_not_put_down_to_two_rows():
    assert relation("dW", 2 * RIGHT, RIGHT, {}, {"x": X[:2]})[0] == "a constant factor"
