"""What the checks of lesson 02 say of steps on the tape and of the way back."""
import copy
import re

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad

from course import tape
from course.exercises import Attempt, find, judge
from course.exercises.tape_graphs import Graph
from course.exercises.tape_steps import Leaf
from course.tape import Var
from tests import exercise_answers_02 as answers

RIGHT = [
    ("02.slope", answers.own_slope),
    ("02.add", answers.own_add),
    ("02.multiply", answers.own_multiply),
    ("02.divide", answers.own_divide),
    ("02.matmul", answers.own_matmul),
    ("02.relu", answers.own_relu),
    ("02.tanh", answers.own_tanh),
    ("02.exp", answers.own_exp),
    ("02.log", answers.own_log),
    ("02.total", answers.own_total),
    ("02.mean", answers.own_mean),
    ("02.backward", answers.own_backward),
    ("02.backward", lambda end: {**answers.own_backward(end)}),
]
WRONG = [
    ("02.slope", answers.first_factor, "only the first factor"),
    ("02.slope", answers.no_inner_slope, "chain rule forgotten"),
    ("02.slope", answers.lost_minus, "minus sign lost"),
    ("02.add", answers.plain_add, "not un-broadcast"),
    ("02.add", answers.add_for_b_only, "only one un-broadcast"),
    ("02.add", answers.add_without_g, "g forgotten"),
    ("02.multiply", answers.swapped_multiply, "factors swapped"),
    ("02.multiply", answers.multiply_as_add, "the slopes of a sum"),
    ("02.divide", answers.workshop_divide, "minus one below"),
    ("02.divide", answers.rising_divide, "wrong sign below"),
    ("02.matmul", answers.matmul_as_it_stands, "nothing turned round"),
    ("02.matmul", answers.turned_matmul, "gradients turned round"),
    ("02.relu", answers.relu_by_g, "asks g"),
    ("02.relu", answers.relu_on_at_0, "on at 0"),
    ("02.tanh", answers.workshop_tanh, "tanh taken twice"),
    ("02.tanh", answers.unsquared_tanh, "not squared"),
    ("02.exp", answers.flat_exp, "its own slope forgotten"),
    ("02.exp", answers.power_exp, "as a power"),
    ("02.log", answers.log_by_log, "log for its slope"),
    ("02.total", answers.total_as_it_came, "not spread"),
    ("02.total", answers.total_of_ones, "g forgotten"),
    ("02.total", answers.unaligned_total, "spread along the wrong axis"),
    ("02.mean", answers.mean_as_sum, "not divided"),
    ("02.mean", answers.mean_over_all, "divided by all of them"),
    ("02.backward", answers.visits, "handed on at each visit"),
    ("02.backward", answers.last_word, "written over"),
    ("02.backward", answers.on_the_nodes, "gradients kept from before"),
]


@pytest.mark.parametrize(("key", "answer"), RIGHT, ids=[answer.__name__ for _, answer in RIGHT])
def test_a_right_answer_in_other_words_passes(key, answer):
    result = judge(find(key), answer)
    assert (result.state, result.cause) == ("passed", "")
    assert result.beside.largest_difference < 1e-8


@pytest.mark.parametrize(
    ("key", "answer", "name"), WRONG, ids=[answer.__name__ for _, answer, _ in WRONG]
)
def test_a_mistake_in_other_words_is_told_by_its_own_name(key, answer, name):
    result = judge(find(key), answer)
    assert (result.state, result.wrong_answer) == ("cause", name), result.message


def test_too_deep_a_recursion_is_told_with_its_line_and_cause():
    result = judge(find("02.backward"), answers.deep)
    assert result.state == "error"
    assert result.message.startswith("For a chain of 4,000 links, it stopped with `RecursionError")
    assert "walk(parent, message)" in result.message or "walk(end" in result.message


# ---- what is right comes from elsewhere than the tape


@pytest.mark.parametrize("name", ["tanh", "exp", "log"])
def test_what_nudging_finds_of_a_function_is_what_autograd_finds(name):
    exercise = find(f"02.{name}")
    for case in exercise.cases:
        right, x = exercise.answer(case.arguments), case.arguments[0].value
        slope = elementwise_grad(getattr(anp, name))(x)
        assert np.allclose(right.gradients[0], right.g * slope, rtol=1e-7, atol=1e-8)


def test_the_slope_by_hand_is_autograds():
    x = np.linspace(-2, 2, 9)
    found = find("02.slope").reference(x)
    assert np.allclose(found, elementwise_grad(lambda x: x * anp.exp(-(x**2)))(x), atol=1e-12)


def test_at_three_over_four_the_slopes_are_a_quarter_and_minus_three_sixteenths():
    exercise = find("02.divide")
    right = exercise.answer(exercise.cases[0].arguments)
    assert right.g == 1
    assert np.allclose([float(slope) for slope in right.gradients], [1 / 4, -3 / 16], atol=1e-9)


def test_relu_has_the_slope_0_at_0():
    exercise = find("02.relu")
    right = exercise.answer(exercise.cases[0].arguments)
    assert np.allclose(right.gradients[0] / right.g, [0, 0, 0, 1, 1], atol=1e-9)


def test_the_gradients_of_the_graphs_are_those_of_the_tape():
    exercise = find("02.backward")
    for case in exercise.cases:
        end = copy.deepcopy(case.arguments[0])
        tape.backward(end)
        right = exercise.answer(case.arguments)
        for node in tape.order(end):
            assert np.allclose(right[node.name], node.gradient, rtol=1e-7, atol=1e-9), node.name


def test_one_of_the_graphs_is_deeper_than_a_notebook_may_recurse():
    depths = [len(tape.order(copy.deepcopy(c.arguments[0]))) for c in find("02.backward").cases]
    assert max(depths) > 3_500  # Jupyter allows 3,000


# ---- arguments


def test_a_copied_leaf_is_a_new_var_of_its_value():
    leaf = Leaf("a", [1, 2])
    one, other = copy.deepcopy((leaf, leaf))
    assert isinstance(one, Var)
    assert (one.name, list(one.value), one.parents) == ("a", [1, 2], ())
    assert one is other  # the same leaf twice is the same Var twice
    one.value[0] = 5
    assert list(leaf.value) == [1, 2]
    assert leaf == copy.deepcopy(leaf)
    assert leaf != one


def test_an_answer_that_writes_into_a_value_is_told_so():
    def spoils(a):
        a.value *= 1.5
        a.value /= 1.5
        a.value += 1e-4
        return Var(np.exp(a.value - 1e-4), (a,), lambda g: (g * np.exp(a.value - 1e-4),))

    result = judge(find("02.exp"), spoils)
    assert (result.state, result.wrong_answer) == ("cause", "writes into its argument")


def test_gradients_left_on_nodes_count_as_no_change_of_the_graph():
    graph = Graph("u tanh x", "L multiply u u", x=0.5)
    end = copy.deepcopy(graph)
    tape.backward(end)
    assert graph == end
    end.parents[0].value += 1
    assert graph != end


# ---- nonsense


def exp_with(back, parents=None, value=None):
    """exp with something else in one of its places."""

    def answer(a):
        made = np.exp(a.value) if value is None else value
        return Var(made, (a,) if parents is None else parents(a), back)

    return answer


NONSENSE = [
    (lambda a: np.exp(a.value), "shape", r"returns a `ndarray`, .* needs `Var\(value, \(a,\), bac"),
    (lambda a: (np.exp(a.value), a), "shape", "returns a `tuple`"),
    (lambda a: Var(1.0, (a,), lambda g: (g,)), "shape", r"shape `\(\)`, but `exp\(a\)` has shape"),
    (exp_with(None), "shape", "its `back` is `None`, but the check needs a function that takes g"),
    (exp_with(3), "shape", "its `back` is `3`"),
    (exp_with(lambda g: (g,), lambda a: ()), "shape", "it has no parents, but it is made from 1"),
    (exp_with(lambda g: (g,), lambda a: (a, a)), "shape", "has 2 parents, .* from 1: `\\(a,\\)`"),
    (exp_with(lambda g: (g,), lambda a: [a]), "shape", "must be a tuple of Vars, `\\(a,\\)`"),
    (exp_with(lambda g: (g,), lambda a: (1,)), "shape", "must be a tuple of Vars"),
    (exp_with(lambda g: (g,), lambda a: (Var(a.value),)), "shape", "there is another Var"),
    (exp_with(lambda g: g), "value", r"returns a single `ndarray`, .* one gradient \(mind the com"),
    (exp_with(lambda g: (g, g)), "value", "returns 2 things, but must return a tuple with one"),
    (exp_with(lambda g: ()), "value", "returns 0 things"),
    (exp_with(lambda g: (None,)), "value", "the gradient for `a` is a `NoneType`, but must be"),
    (exp_with(lambda g: (g > 0,)), "value", "the gradient for `a` is a `ndarray`, but must be an"),
    (exp_with(lambda g: (g / [],)), "value", r"`back\(g\)` stopped with `ValueError: operands"),
    (exp_with(lambda: 1), "value", r"`back\(g\)` stopped with `TypeError: .*0 positional"),
    (lambda a: a, "shape", "it has no parents"),
]


@pytest.mark.parametrize(("answer", "state", "words"), NONSENSE)
def test_nonsense_is_answered_in_clear_words(answer, state, words):
    result = judge(find("02.exp"), answer)
    assert result.state == state, result.message
    assert re.search(words, result.message), result.message


def test_parents_in_the_wrong_order_are_told_so():
    def turned(a, b):
        return Var(a.value + b.value, (b, a), answers.own_add(b, a).back)

    result = judge(find("02.add"), turned)
    assert result.state == "shape"
    assert "its parents are in another order than `(a, b)`" in result.message


def test_a_wrong_value_is_told_before_its_gradients():
    result = judge(find("02.exp"), lambda a: Var(2 * np.exp(a.value), (a,), lambda g: (g,)))
    told = "its value `[0, 0]` is 0.271, it should be 0.135. All 6 entries differ."
    assert told in result.message


def test_the_entry_that_is_off_is_named_with_what_nudging_says():
    def one_off(a):
        made = answers.own_exp(a)

        def back(g):
            (da,) = made.back(g)
            return (da + 0.1 * (np.arange(da.size).reshape(da.shape) == 2),)

        return Var(made.value, (a,), back)

    result = judge(find("02.exp"), one_off)
    assert (result.state, result.cause) == ("value", "")
    found = re.search(r"the gradient for `a\[0, 2\]` is (\S+), nudging says (\S+)\. Every other",
                      result.message)  # fmt: skip
    assert float(found[1]) - float(found[2]) == pytest.approx(0.1, abs=0.01)


BACK_NONSENSE = [
    (lambda end: [end], "returns a `list`, but the check needs a dict: node -> gradient"),
    (lambda end: {"L": 1.0}, "the keys of its dict must be the nodes themselves"),
    (lambda end: {end: np.ones(())}, "it has no gradient for `x`, `u` and `s`"),
    (lambda end: dict.fromkeys(tape.order(end)), "the gradient of `x` is a `NoneType`"),
    (lambda end: dict.fromkeys(tape.order(end), np.ones(2)), r"`x` has shape `\(2,\)`, its value"),
]


@pytest.mark.parametrize(("answer", "words"), BACK_NONSENSE)
def test_what_is_no_gradient_of_every_node_is_told_so(answer, words):
    result = judge(find("02.backward"), answer)
    assert result.state == "shape"
    assert re.search(words, result.message), result.message


def test_the_gradient_nearest_to_the_end_is_told_and_which_are_right():
    result = judge(find("02.backward"), answers.visits)
    assert result.message.startswith(
        "For a node used three times: the gradient of `x` is "
    ), result.message
    assert result.message.endswith("`L`, `s` and `u` are right.")


# ---- in later cells


def test_a_students_operators_make_a_graph_and_their_pass_goes_through_it():
    wrong_tanh = Attempt(find("02.tanh"), answers.workshop_tanh)
    multiply = Attempt(find("02.multiply"), answers.own_multiply)
    backward = Attempt(find("02.backward"), answers.own_backward)
    x = Var(0.8)
    u = wrong_tanh(x)
    end = multiply(u, u)
    slopes = backward(end)
    u_value = np.tanh(0.8)
    assert slopes[u] == pytest.approx(2 * u_value)
    # a wrong value is the student's own
    assert slopes[x] == pytest.approx(2 * u_value * (1 - np.tanh(u_value)))


def test_before_a_student_has_written_them_the_references_do():
    def stub(*arguments): ...

    x = Var([0.3, -0.4])
    exp, total, back = (Attempt(find(f"02.{key}"), stub) for key in ("exp", "total", "backward"))
    assert np.allclose(back(total(exp(x)))[x], np.exp(x.value))


def test_a_node_that_cannot_be_used_is_replaced_and_said_so():
    said = []
    exp = Attempt(find("02.exp"), lambda a: np.exp(a.value), notify=said.append)
    assert isinstance(exp(Var([1.0, 2.0])), Var)
    assert "it returns a `ndarray`" in said[0]
