"""Lesson 01's exercises: right answers pass however they are written, mistakes are recognised."""
import copy
import re

import numpy as np
import pytest

from course import by_hand
from course.exercises import find, judge, keys
from course.exercises.arrays import ArrayAnswer, Named
from course.exercises.by_hand_network import squared_backward
from course.exercises.by_hand_nudging import (
    BOTTOM,
    POINTS,
    SLANTS,
    SLOPES,
    TRUTHS,
    curved,
    single_unit,
    slanted_plane,
    steep_valley,
)
from course.exercises.calls import Outcome, alike, call, same
from course.exercises.entries import are_right
from tests.exercise_answers_01 import (
    RIGHT,
    WRONG,
    in_an_order,
    pass_at_first,
    pass_returns_early,
    pass_x_mixed,
    slopes_flat,
    step_rate_inside,
)


@pytest.mark.parametrize(
    ("key", "answer"),
    [(key, answer) for key, answers in RIGHT.items() for answer in answers],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_right_answer_passes_however_it_is_written(key, answer):
    result = judge(find(key), answer)
    assert (result.state, result.cause) == ("passed", ""), result.message


@pytest.mark.parametrize(
    ("key", "answer", "state", "name"), WRONG, ids=[answer.__name__ for _, answer, *_ in WRONG]
)
def test_a_mistake_is_recognised_however_it_is_written(key, answer, state, name):
    result = judge(find(key), answer)
    assert (result.state, result.wrong_answer) == (state, name), result.message


# ---- what may come of any answer

KEYS = tuple(RIGHT)
LOSSES = ("01.squared_error", "01.cross_entropy")
ONE_ARRAY = ("01.numerical_gradient", "01.sigmoid_backward", "01.tanh_backward",
             "01.softmax_backward")  # fmt: skip
SEVERAL = tuple(key for key in KEYS if key not in (*LOSSES, *ONE_ARRAY))


def test_the_lesson_has_its_exercises_in_order():
    assert [key for key in keys() if key.startswith("01.")] == [
        "01.forward", "01.squared_error", "01.cross_entropy", "01.numerical_gradient",
        "01.sigmoid_backward", "01.tanh_backward", "01.dense_backward", "01.gradients",
        "01.momentum_step", "01.one_pass", "01.softmax_backward",
    ]  # fmt: skip
    assert set(KEYS) == {key for key in keys() if key.startswith("01.")}


@pytest.mark.parametrize("key", KEYS)
def test_the_reference_is_the_courses_own_function_of_that_name(key):
    assert find(key).reference is getattr(by_hand, find(key).name)


def each(value, change):
    """A value with every array or number in it passed through a function."""
    if isinstance(value, tuple | list):
        return type(value)(each(part, change) for part in value)
    return change(value)


def changed(key, change):
    """A right answer of which every array or number is changed."""
    return lambda *arguments: each(RIGHT[key][0](*arguments), change)


@pytest.mark.parametrize("key", KEYS)
def test_nan_is_a_wrong_value_that_is_named(key):
    result = judge(find(key), changed(key, lambda value: value * np.nan))
    assert result.state in ("value", "cause")
    assert result.wrong_answer.split(": ")[-1] in ("", "not a number")
    assert re.search(r"(`\w+(\[\d\])?\[[\d, ]+\]` is|you return) nan", result.message)


@pytest.mark.parametrize("key", KEYS)
def test_one_entry_that_is_off_is_named_with_both_numbers(key):
    result = judge(find(key), changed(key, lambda value: value + 0.125))
    assert result.state in ("value", "cause")
    found = re.search(r"(is|return) (-?[\d.]+), .*(says|be|is) (-?[\d.]+)\.( |$)", result.message)
    assert float(found[2]) - float(found[4]) == pytest.approx(0.125, abs=0.01)


@pytest.mark.parametrize("key", (*ONE_ARRAY, *SEVERAL))
def test_an_array_with_a_row_too_many_is_told_its_shape_and_the_right_one(key):
    result = judge(find(key), changed(key, lambda value: np.concatenate([value, value[:1]])))
    assert result.state == "shape"
    assert re.search(r"`[\w\[\]]+` has shape `\(.*\)`, but .*`\(.*\)`", result.message)


@pytest.mark.parametrize("key", (*ONE_ARRAY, *SEVERAL))
def test_lists_of_numbers_are_no_arrays(key):
    result = judge(find(key), changed(key, lambda value: value.tolist()))
    assert result.state == "shape"
    assert re.search(r"` is a `list`, (not an array|but the check needs an array)", result.message)


@pytest.mark.parametrize("key", (*ONE_ARRAY, *SEVERAL))
def test_truths_are_no_numbers(key):
    result = judge(find(key), changed(key, lambda value: value > 0))
    assert result.state == "shape"
    assert "is an array of `bool`, but the check needs numbers" in result.message


@pytest.mark.parametrize("key", SEVERAL)
def test_one_thing_for_several_is_told_what_is_to_be_returned(key):
    result = judge(find(key), lambda *arguments: np.zeros((2, 2)))
    assert result.state == "shape"
    assert re.search(
        r"it returns a single `ndarray`, but the check needs \d (arrays|lists of arrays): "
        r"`return \w+, \w+.*`\.$", result.message,
    )  # fmt: skip


@pytest.mark.parametrize("key", SEVERAL)
def test_a_part_that_is_missing_is_counted(key):
    result = judge(find(key), lambda *arguments: RIGHT[key][0](*arguments)[:1])
    assert result.state == "shape"
    assert "it returns 1 thing" in result.message


@pytest.mark.parametrize("key", LOSSES)
def test_a_loss_for_each_point_is_not_one_number(key):
    result = judge(find(key), lambda guess, y: guess - y)
    assert result.state == "shape"
    assert "an array of shape `(4,)`, but the check needs one number" in result.message


@pytest.mark.parametrize("key", KEYS)
def test_a_forgotten_return_is_told(key):
    def forgot(*arguments):
        RIGHT[key][0](*arguments)

    result = judge(find(key), forgot)
    assert (result.state, "Is a `return` missing?" in result.message) == ("shape", True)


@pytest.mark.parametrize("key", KEYS)
def test_what_is_printed_is_counted_and_does_not_matter(key):
    def talks(*arguments):
        print("here")
        return RIGHT[key][0](*arguments)

    result = judge(find(key), talks)
    assert (result.state, "(It also printed " in result.message) == ("passed", True)


@pytest.mark.parametrize("key", KEYS)
def test_a_function_of_other_arguments_is_told_how_many_are_given(key):
    result = judge(find(key), lambda one: one)
    count = len(find(key).cases[0].arguments)
    assert result.state == "error"
    assert f"takes 1 positional argument but {count} were given" in result.message


@pytest.mark.parametrize("key", KEYS)
def test_no_cause_is_told_that_a_hint_has_not_led_to(key):
    exercise = find(key)
    assert len(exercise.hints) == 3
    assert all("np." not in w.cause and " @ " not in w.cause for w in exercise.wrong_answers)


# ---- what is said of some of them

MESSAGES = [
    (
        "01.forward", lambda *a: each(by_hand.forward(*a), lambda h: h[:, :3]),
        "For 5 points, 2 inputs, 4 hidden units and 1 output, `h` has shape `(5, 3)`, but 5 points "
        "and 4 hidden units make `(5, 4)`.",
    ),
    (
        "01.forward", lambda *a: each(by_hand.forward(*a), lambda h: h.T if len(h) == 5 else h),
        "For 5 points, 2 inputs, 4 hidden units and 1 output, `h` has shape `(4, 5)`, but 5 points "
        "and 4 hidden units make `(5, 4)`. It is turned round.",
    ),
    (
        "01.forward",
        lambda x, *a: each(by_hand.forward(x, *a), lambda h: h if len(x) > 1 else h[0]),
        "For a single point, 2 inputs, 3 hidden units and 1 output, `h` has shape `(3,)`, but 1 "
        "point and 3 hidden units make `(1, 3)`.",
    ),
    (
        "01.forward", lambda x, W1, *a: x @ W1.T,
        "it stopped with `ValueError: left of @ there are 2 columns, right of it 4 rows: they must "
        "be as many`",
    ),
    (
        "01.forward", lambda *a: (by_hand.forward(*a)[0].tolist(), 1),
        "`h` is a `list`, not an array: 5 points and 4 hidden units make `(5, 4)`.",
    ),
    (
        "01.squared_error", lambda guess, y: 0.25,
        "For 4 points with truths of 0 and 1: you return 0.250, the loss is 0.0550.",
    ),
    (
        "01.numerical_gradient", lambda loss, w: slopes_flat(loss, w).ravel(),
        "For a curved loss of 2 × 3 weights, `slopes` has shape `(6,)`, but `w` has shape "
        "`(2, 3)`, and there is one slope for each of its entries.",
    ),
    (
        "01.sigmoid_backward", lambda z, y: by_hand.sigmoid_backward(z, y)[:, 0],
        "For 5 points, `dz` has shape `(5,)`, but `z` has shape `(5, 1)`, and a gradient has the "
        "shape of what it belongs to.",
    ),
    (
        "01.tanh_backward", lambda h, dh: by_hand.tanh_backward(h, dh) + [[0, 0.5], [0, 0]]
        if h.shape == (2, 2) else by_hand.tanh_backward(h, dh),
        "For 2 points and 2 units: `dz[0, 1]` is 1.22, nudging `z[0, 1]` says 0.720. Every other "
        "entry is right.",
    ),
    (
        "01.momentum_step", lambda w, v, dw, rate, keep: (w[:1], v),
        "`w` has shape `(1,)`, but it was given with shape `(3,)`.",
    ),
    (
        "01.one_pass", lambda x, y, parameters, velocity, *a: (parameters[:3], velocity),
        "`parameters` is 3 things, but the check needs 4 arrays.",
    ),
    (
        "01.one_pass", lambda x, y, parameters, velocity, *a: (parameters[0], velocity),
        "`parameters` is a single `ndarray`, but the check needs 4 arrays.",
    ),
    (
        "01.one_pass", pass_x_mixed,
        "For 7 points in minibatches of 3, and a gradient that keeps a tally: `parameters[1][0]` "
        "is -366, it should be -686. The other 6 arrays are right.",
    ),
    (
        "01.one_pass", pass_at_first,
        "For 7 points in minibatches of 3, and a gradient that keeps a tally: `parameters[3][0]` "
        "is 4.25, it should be 1.25. The other 6 arrays are right.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answer", "message"), MESSAGES)
def test_a_message_says_what_is_wrong_and_where(key, answer, message):
    assert message in judge(find(key), answer).message


def test_points_that_are_never_asked_are_named():
    result = judge(find("01.one_pass"), pass_returns_early)
    *_, rng = find("01.one_pass").cases[0].arguments
    left_out = sorted(copy.deepcopy(rng).permutation(7)[3:])
    words = f"rows {left_out[0]}, {left_out[1]}, {left_out[2]} and {left_out[3]} of `x` are never"
    assert result.cause.startswith(words)


def test_a_single_point_left_out_is_named():
    def all_but_one(x, y, parameters, velocity, gradient, rate, keep, size, rng):
        order = np.delete(rng.permutation(len(x)), 1)
        return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order)

    result = judge(find("01.one_pass"), all_but_one)
    *_, rng = find("01.one_pass").cases[0].arguments
    missing = copy.deepcopy(rng).permutation(7)[1]
    assert result.cause.startswith(f"row {missing} of `x` is never given to `gradient`.")


# ---- what is right


def test_slopes_on_paper_are_those_that_autograd_finds():
    import autograd.numpy as anp
    from autograd import grad

    found = {
        slanted_plane: lambda w: anp.dot(w, SLANTS),
        steep_valley: lambda w: (
            50 * anp.sum((w - BOTTOM) ** 2) + 20 * (w[0] - BOTTOM[0]) * (w[1] - BOTTOM[1])
        ),
        curved: lambda w: anp.sum(w**4) + anp.sum(w) ** 2,
        single_unit: lambda w: anp.mean(
            anp.logaddexp(0, anp.dot(POINTS, w)) - TRUTHS * anp.dot(POINTS, w)
        ),
    }
    for loss, w in (case.arguments for case in find("01.numerical_gradient").cases):
        assert loss(w) == pytest.approx(float(found[loss](w)))
        assert np.allclose(SLOPES[loss](w), grad(found[loss])(w), rtol=1e-12, atol=1e-12)


def test_gradients_of_the_network_are_those_that_torch_finds():
    import torch

    losses = {
        by_hand.sigmoid_backward: torch.nn.functional.binary_cross_entropy_with_logits,
        by_hand.softmax_backward: torch.nn.functional.cross_entropy,
        squared_backward: lambda z, y: ((z - y) ** 2).mean() / 2,
    }
    exercise = find("01.gradients")
    for case in exercise.cases:
        x, y, parameters, loss_backward = case.arguments
        W1, b1, W2, b2 = leaves = [torch.tensor(w, requires_grad=True) for w in parameters]
        z = torch.tanh(torch.tensor(x) @ W1 + b1) @ W2 + b2
        losses[loss_backward](z, torch.tensor(y)).backward()
        for found, leaf in zip(exercise.answer(case.arguments), leaves, strict=True):
            assert np.allclose(found, leaf.grad.numpy(), rtol=1e-7, atol=1e-9)


def test_a_step_with_momentum_is_that_of_torch():
    import torch

    for case in find("01.momentum_step").cases:
        w, v, dw, rate, keep = case.arguments
        leaf = torch.nn.Parameter(torch.tensor(w))
        optimiser = torch.optim.SGD([leaf], lr=rate, momentum=keep)
        leaf.grad = torch.tensor(dw)
        if keep:
            optimiser.state[leaf]["momentum_buffer"] = torch.tensor(v)
        optimiser.step()
        moved, _ = find("01.momentum_step").answer(case.arguments)
        assert np.allclose(moved, leaf.detach().numpy(), rtol=1e-12, atol=1e-12)


def test_the_two_conventions_of_momentum_part_when_the_rate_changes():
    ours, theirs = (np.array([1.0]), np.array([0.0])), (np.array([1.0]), np.array([0.0]))
    apart = []
    for rate in (0.1, 0.1, 0.01):
        dw = np.array([2.0])
        ours = by_hand.momentum_step(*ours, dw, rate, 0.9)
        theirs = step_rate_inside(*theirs, dw, rate, 0.9)
        apart.append(abs(float(ours[0][0] - theirs[0][0])))
    assert apart[:2] == [pytest.approx(0, abs=1e-15)] * 2
    assert apart[2] > 0.1


# ---- the same numbers every time


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ([1.0, 2.0], (1.0, 2.0), True),
        ([np.ones(2), np.ones((2, 2))], [np.ones(2), np.ones((2, 2)) + 1e-12], True),
        ([np.ones(2), np.ones((2, 2))], [np.ones(2), np.ones((2, 2)) + 1e-6], False),
        ([np.ones(2)], [np.ones(2), np.ones(2)], False),
        (np.random.default_rng(1), np.random.default_rng(2), True),
        (np.random.default_rng(1), 1, False),
        (len, len, True),
        (len, max, False),
    ],
)
def test_lists_are_the_same_if_all_in_them_is(one, other, alike):
    assert same(one, other) is alike
    assert same((one,), [other]) is alike


def test_two_endless_recursions_are_alike_wherever_they_ran_out():
    here, there = RecursionError("in a call"), RecursionError("in a comparison")
    assert alike(Outcome(error=here), Outcome(error=there))
    assert not alike(Outcome(error=here), Outcome(error=ValueError("in a call")))
    assert not alike(Outcome(error=ValueError("one")), Outcome(error=ValueError("other")))


def test_what_is_right_is_named_and_counted_if_it_is_much():
    assert are_right([]) == ""
    assert are_right(["h"]) == "`h` is right."
    assert are_right(["h", "z", "x"]) == "`h`, `z` and `x` are right."
    assert are_right(["h", "z", "x", "y"]) == "The other 4 arrays are right."


def test_an_array_of_no_axes_has_a_rule_of_its_own():
    answer = ArrayAnswer(Named("slope"))
    assert answer.expects(np.ones(2), np.array(3.0)) == (
        "`slope` has shape `(2,)`, but the check needs `()`."
    )
    assert answer.expects(np.float64(2), np.array(3.0)) == ""
    assert answer.differs(np.float64(2), np.array(3.0), ()) == "`slope` is 2.00, it should be 3.00."


def test_a_pass_is_checked_with_the_same_order_every_time():
    exercise = find("01.one_pass")
    for case in exercise.cases:
        first, second = (call(exercise.reference, case.arguments) for _ in range(2))
        assert same(first.value, second.value)
        assert not first.changed_arguments
        assert same(first.value, exercise.answer(case.arguments))


def test_no_two_neighbours_are_together_in_the_tally():
    *_, size, rng = find("01.one_pass").cases[0].arguments
    order = copy.deepcopy(rng).permutation(7)
    for start in range(0, 7, size):
        together = sorted(order[start : start + size])
        assert (np.diff(together) > 1).all()
