"""The graph of any function, its moments in words, and what cannot be a graph."""
import contextlib
import io
import math
import operator
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from course.expressions import (
    EXPRESSIONS,
    ExpressionError,
    arguments_of,
    code,
    graph_of,
    number_text,
)
from course.tape import Var, mean, relu
from course.tape_moments import edges_of, moments_of


def words_of(function, **values):
    return [moment.words for moment in moments_of(graph_of(function, values))]


def refused(function, **values):
    with pytest.raises(ExpressionError) as caught:
        graph_of(function, values)
    return str(caught.value)


# ---- the menu --------------------------------------------------------------------------


def neuron_loss(w1, w2, b, x1, x2, y):
    z = w1 * x1 + w2 * x2 + b
    return anp.log(1 + anp.exp(z)) - y * z


def network_loss(x1, x2, a1, a2, a3, a4, b1, b2, c1, c2, d, y):
    z = c1 * anp.tanh(a1 * x1 + a2 * x2 + b1) + c2 * anp.tanh(a3 * x1 + a4 * x2 + b2) + d
    return anp.log(1 + anp.exp(z)) - y * z


PLAIN = {
    "diamond": lambda x, y: x * y + x,
    "unit": lambda w, x, b: anp.tanh(w * x + b),
    "product": lambda a, b: (a + b) * (b + 1),
    "five": lambda x: x**3 + x**2,
    "neuron": neuron_loss,
    "network": network_loss,
    "layer": lambda X, W, b: anp.mean(anp.tanh(X @ W + b)),
}


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_an_expression_of_the_menu_has_the_value_and_the_gradients_of_autograd(key):
    one = EXPRESSIONS[key]
    graph = graph_of(one.function, one.inputs)
    values = [np.array(value) for value in one.inputs.values()]
    assert float(graph.end.value) == pytest.approx(float(PLAIN[key](*values)), rel=1e-12)
    for i, node in enumerate(graph.inputs.values()):
        expected = autograd.grad(PLAIN[key], i)(*values)
        np.testing.assert_allclose(node.gradient, expected, rtol=1e-10)


def test_the_last_expressions_are_small_enough_to_be_read():
    sizes = {key: len(graph_of(e.function, e.inputs).nodes) for key, e in EXPRESSIONS.items()}
    assert sizes == {"diamond": 4, "unit": 6, "product": 6, "five": 5, "neuron": 13,
                     "network": 29, "layer": 7}  # fmt: skip


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_the_code_of_an_expression_prints_its_value_and_gradients(key):
    one = EXPRESSIONS[key]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code(one.function, one.inputs), {})
    graph = graph_of(one.function, one.inputs)
    nodes = graph.inputs.items()
    lines = [f"value {graph.end.value}", *(f"{name} {node.gradient}" for name, node in nodes)]
    assert out.getvalue().splitlines() == "\n".join(lines).splitlines()


def test_the_code_of_a_function_without_a_text_names_it():
    said = code(lambda x: x * 2, {"x": 3})
    assert "# function is the function that you gave" in said
    assert "end = function(x=x)" in said
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(said, {"function": lambda x: x * 2})
    assert out.getvalue() == "value 6.0\nx 2.0\n"


# ---- any function ----------------------------------------------------------------------


def test_arguments_name_the_inputs_and_the_rest_is_numbered():
    graph = graph_of(lambda x, y: relu(x * y + 0.5), {"x": 2, "y": 3})
    assert graph.names == ("x", "y", "v1", "0.5", "v2", "v3")
    assert graph.end is graph.nodes[-1]


def test_an_input_called_v1_is_not_taken_for_a_node():
    assert graph_of(lambda v1: v1 * v1, {"v1": 2}).names == ("v1", "node 1")


def test_an_input_that_nothing_is_made_from_stands_first_and_has_no_gradient():
    graph = graph_of(lambda x, unused: x * 2, {"x": 1, "unused": 5})
    assert graph.names[0] == "unused"
    assert graph.inputs["unused"].gradient is None


def test_values_come_from_what_is_given_and_then_from_defaults():
    assert arguments_of(lambda x, y=3.0: x, {"x": 1}) == {"x": 1, "y": 3.0}


@pytest.mark.parametrize(
    ("function", "given", "said"),
    [
        (lambda x: x, {}, "the input x has no value: give one, such as x=1.0"),
        (lambda x: x, {"x": 1, "z": 2}, "there is no input z; the inputs are x"),
        (lambda *x: x, {}, "the function must name its arguments: no *args or **keywords"),
        (lambda: 1, {}, "the function needs an input or more"),
        (3, {}, "it must be a function, got 3"),
    ],
)
def test_arguments_that_cannot_be_filled_are_refused_in_words(function, given, said):
    with pytest.raises(ExpressionError, match=re.escape(said)):
        arguments_of(function, given)


@pytest.mark.parametrize(
    ("function", "x", "said"),
    [
        (lambda x: x.nothing, 1, "the function raised AttributeError: "),
        (lambda x: math.sin(x), 1, "the function raised TypeError: must be real number, not Var"),
        (lambda x: 3.5, 1, "must return a Var made from its inputs, got 3.5 (float)"),
        (lambda x: None, 1, "must return a Var made from its inputs, got None (NoneType)"),
        (lambda x: x * 2, [1, 2], "must return one number, got shape (2,): take its sum or mean"),
        (lambda x: x, "text", "the input x: value must be numbers, got 'text' (str)"),
        (lambda x: Var(1.0, (x,), lambda g: (), "odd"), 1, "the backward pass raised ValueError"),
    ],
)
def test_a_function_without_a_graph_is_refused_in_words(function, x, said):
    assert said in refused(function, x=x)


def test_a_division_by_zero_is_a_value_to_be_seen_and_no_warning():
    graph = graph_of(lambda x: 1 / x, {"x": 0.0})
    assert graph.end.value == math.inf
    assert words_of(lambda x: 1 / x, x=0.0)[1] == "Forward: v1 = 1 / x = 1 / 0 = inf."


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (-0.0, "0"), (-1.0, "−1"), (0.123456, "0.1235"), (1e-5, "1e−05"),
     (12345, "12345"), (2e6, "2e06"), (math.nan, "nan"), (-math.inf, "−inf")],
)  # fmt: skip
def test_numbers_are_written_with_four_figures_and_a_real_minus(number, text):
    assert number_text(number) == text


# ---- moments ---------------------------------------------------------------------------


def test_the_moments_of_the_diamond_say_each_sum_with_its_numbers():
    assert words_of(lambda x, y: x * y + x, x=2.0, y=-1.0) == [
        "The inputs hold their values.",
        "Forward: v1 = x · y = 2 · (−1) = −2.",
        "Forward: v2 = v1 + x = −2 + 2 = 0.",
        "Backward: the gradient of v2 by itself is 1.",
        "Backward, from v2: v1 gets g = 1.",
        "Backward, from v2: x gets g = 1.",
        "Backward, from v1: x gets g · y = 1 · (−1) = −1, "
        "added to what is there: 1 + (−1) = 0.",
        "Backward, from v1: y gets g · x = 1 · 2 = 2.",
    ]


FUNCTIONS = {
    "subtract": (lambda x: 3 - x, 2.0, "x gets −g = −1."),
    "divide by": (lambda x: 3 / x, 2.0, "x gets −g · v1 / x = −1 · 1.5 / 2 = −0.75."),
    "divide": (lambda x: x / 4, 2.0, "x gets g / 4 = 1 / 4 = 0.25."),
    "tanh": (lambda x: x.tanh(), 0.0, "x gets g · (1 − v1 · v1) = 1 · (1 − 0 · 0) = 1."),
    "relu on": (lambda x: x.relu(), 2.0, "x gets g · (x > 0) = 1 · 1 = 1."),
    "relu off": (lambda x: x.relu(), -2.0, "x gets g · (x > 0) = 1 · 0 = 0."),
    "exp": (lambda x: x.exp(), 0.0, "x gets g · v1 = 1 · 1 = 1."),
    "log": (lambda x: x.log(), 4.0, "x gets g / x = 1 / 4 = 0.25."),
    "softplus": (lambda x: x.softplus(), 0.0, "x gets g · sigmoid(x) = 1 · sigmoid(0) = 0.5."),
    "mean": (lambda x: x.mean(), [1.0, 3.0], "gets g / 2, once for each entry that was added up"),
    "sum": (lambda x: x.total(), [1.0, 3.0], "x gets g, once for each entry that was added up"),
    "one's own": (lambda x: Var(x.value * 5, (x,), lambda g: (g * 5,), "by five"), 1.0,
                  "Backward, from v1: x gets what by five says = 5."),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_operator_says_its_local_derivative(name):
    function, value, said = FUNCTIONS[name]
    words = words_of(function, x=value)
    assert any(said in line for line in words), words


def test_arrays_are_told_by_their_shapes_and_repeated_values_by_the_sum():
    words = words_of(
        lambda X, W, b: mean(X @ W + b), X=np.ones((3, 2)), W=np.ones((2, 4)), b=np.zeros(4)
    )
    assert "Forward: v1 = X @ W; from shape (3, 2) and shape (2, 4) comes shape (3, 4)." in words
    summed = "b gets g, summed over the axes along which it was repeated, shape (4,)."
    assert f"Backward, from v2: {summed}" in words
    assert "Backward, from v1: W gets Xᵀ @ g, shape (2, 4)." in words


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_the_messages_to_a_node_add_up_to_its_gradient(key):
    graph = graph_of(EXPRESSIONS[key].function, EXPRESSIONS[key].inputs)
    arrived = {}
    for moment in moments_of(graph):
        if moment.arrives is not None:
            before = arrived.get(moment.node)
            assert (moment.before is None) == (before is None)
            arrived[moment.node] = moment.arrives if before is None else before + moment.arrives
    assert arrived.keys() == set(range(len(graph.nodes)))
    for i, gradient in arrived.items():
        np.testing.assert_allclose(gradient, graph.nodes[i].gradient, rtol=1e-13)


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_a_message_comes_from_a_node_whose_gradient_is_complete(key):
    graph = graph_of(EXPRESSIONS[key].function, EXPRESSIONS[key].inputs)
    edges, sent = edges_of(graph), set()
    messages = [moment for moment in moments_of(graph) if moment.kind == "message"]
    assert sorted(moment.edge for moment in messages) == list(range(len(edges)))
    for moment in messages:
        edge = edges[moment.edge]
        assert edge.parent == moment.node
        into_child = {k for k, other in enumerate(edges) if other.parent == edge.child}
        assert into_child <= sent
        sent.add(moment.edge)


def test_an_edge_carries_the_derivative_of_the_child_by_the_parent():
    graph = graph_of(lambda x, y: x * y - x / y, {"x": 3.0, "y": 2.0})
    edges = {(graph.names[e.parent], graph.names[e.child]): e.local for e in edges_of(graph)}
    assert edges == {("x", "v1"): 2, ("y", "v1"): 3, ("x", "v2"): 0.5, ("y", "v2"): -0.75,
                     ("v1", "v3"): 1, ("v2", "v3"): -1}  # fmt: skip


def test_an_edge_between_arrays_carries_no_single_number():
    graph = graph_of(lambda x: x.mean(), {"x": [1.0, 2.0]})
    assert [edge.local for edge in edges_of(graph)] == [None]


def test_a_builtin_without_names_is_answered_in_words():
    said = refused(operator.neg, a=1.0)
    assert said.startswith("the function raised TypeError")
