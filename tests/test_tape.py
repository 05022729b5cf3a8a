"""The tape: every operator against finite differences, torch and autograd; then whole graphs."""
import ast
import inspect
import re

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays, mutually_broadcastable_shapes

from course import by_hand, tape
from course.tape import Var, backward, mean, order, softplus, tanh, total, unbroadcast

BINARY = ("add", "subtract", "multiply", "divide")
UNARY = ("relu", "tanh", "exp", "log", "softplus")
TORCH = {
    "add": torch.add, "subtract": torch.subtract, "multiply": torch.multiply,
    "divide": torch.divide, "matmul": torch.matmul, "relu": torch.relu, "tanh": torch.tanh,
    "exp": torch.exp, "log": torch.log, "softplus": torch.nn.functional.softplus,
}  # fmt: skip
AXES = (None, 0, 1, -1, (0, 2), (1, 2), (0, 1, 2))


def away_from_zero(shape):
    """Values of magnitude 0.5 to 2, where every operator is smooth."""
    sizes = arrays(float, shape, elements=st.floats(0.5, 2, width=32))
    signs = arrays(float, shape, elements=st.sampled_from([-1.0, 1.0]))
    return st.tuples(sizes, signs).map(lambda pair: pair[0] * pair[1])


@st.composite
def broadcast_pairs(draw):
    shapes = draw(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3))
    return [draw(away_from_zero(shape)) for shape in shapes.input_shapes]


def weights_like(value):
    """Fixed numbers that tell the entries apart, so that a transposed gradient shows."""
    return np.cos(1 + np.arange(np.size(value))).reshape(np.shape(value))


def weighted(out):
    """One number made of every entry of a Var."""
    return total(out * weights_like(out.value))


def by_nudging(operator, values):
    """Gradients of sum(weights * operator(*values)) by central differences."""

    def loss(*inputs):
        out = operator(*inputs).value
        return float((out * weights_like(out)).sum())

    slopes = [np.zeros(np.shape(value)) for value in values]
    for which, value in enumerate(values):
        for place in np.ndindex(np.shape(value)):
            for sign in (1, -1):
                nudged = [np.array(one) for one in values]
                nudged[which][place] += sign * 1e-5
                slopes[which][place] += sign * loss(*nudged) / 2e-5
    return slopes


def by_tape(operator, values):
    leaves = [Var(value) for value in values]
    backward(weighted(operator(*leaves)))
    return [leaf.gradient for leaf in leaves]


def expect_slopes(operator, values):
    found, expected = by_tape(operator, values), by_nudging(operator, values)
    for gradient, slope, value in zip(found, expected, values, strict=True):
        assert gradient.shape == np.shape(value)
        np.testing.assert_allclose(gradient, slope, rtol=2e-6, atol=2e-6)


# ---- operators, by finite differences --------------------------------------------------


@pytest.mark.parametrize("name", BINARY)
@settings(max_examples=25, deadline=None)
@given(pair=broadcast_pairs())
def test_two_operands_of_any_shapes_that_fit_get_the_slopes_of_the_result(name, pair):
    expect_slopes(getattr(tape, name), pair)


@pytest.mark.parametrize("name", UNARY)
@settings(max_examples=15, deadline=None)
@given(data=st.data(), shape=st.sampled_from([(), (1,), (4,), (2, 3), (1, 2, 2)]))
def test_functions_of_each_entry_get_the_slopes_of_the_result(name, data, shape):
    value = data.draw(away_from_zero(shape))
    expect_slopes(getattr(tape, name), [np.abs(value) if name == "log" else value])


@settings(max_examples=25, deadline=None)
@given(data=st.data(), rows=st.integers(1, 3), inner=st.integers(1, 3), columns=st.integers(1, 3),
       left_vector=st.booleans(), right_vector=st.booleans())  # fmt: skip
def test_matrices_and_vectors_get_the_slopes_of_their_product(
    data, rows, inner, columns, left_vector, right_vector
):
    a = data.draw(away_from_zero((inner,) if left_vector else (rows, inner)))
    b = data.draw(away_from_zero((inner,) if right_vector else (inner, columns)))
    np.testing.assert_array_equal(tape.matmul(a, b).value, a @ b)
    expect_slopes(tape.matmul, [a, b])


@pytest.mark.parametrize("name", ["total", "mean"])
@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("keepdims", [False, True])
def test_sums_and_means_over_any_axes_get_the_slopes_of_the_result(name, axis, keepdims):
    value = np.sin(np.arange(24.0)).reshape(2, 3, 4)
    operator = getattr(tape, name)
    plain = {"total": np.sum, "mean": np.mean}[name](value, axis=axis, keepdims=keepdims)
    np.testing.assert_allclose(operator(value, axis, keepdims).value, plain, rtol=1e-14)
    expect_slopes(lambda a: operator(a, axis=axis, keepdims=keepdims), [value])


# ---- operators, by others' machines ----------------------------------------------------


@pytest.mark.parametrize("name", TORCH)
def test_value_and_gradients_of_an_operator_are_those_of_torch(name):
    rng = np.random.default_rng(3)
    shapes = [(4, 3), (3, 2)] if name == "matmul" else [(4, 1, 2), (3, 1)][: 1 + (name in BINARY)]
    values = [rng.uniform(0.5, 2, shape) for shape in shapes]
    theirs = [torch.tensor(value, requires_grad=True) for value in values]
    out = TORCH[name](*theirs)
    (out * torch.tensor(weights_like(out.detach().numpy()))).sum().backward()
    ours = getattr(tape, name)(*map(Var, values))
    np.testing.assert_allclose(ours.value, out.detach().numpy(), rtol=1e-13)
    for gradient, leaf in zip(by_tape(getattr(tape, name), values), theirs, strict=True):
        np.testing.assert_allclose(gradient, leaf.grad.numpy(), rtol=1e-12, atol=1e-14)


def test_a_long_expression_has_the_gradients_of_autograd():
    rng = np.random.default_rng(5)
    values = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.uniform(1, 2, 2)

    def ours(x, W, b):
        h = tanh(x @ W / b)
        return mean(softplus(h * h - b.log()) / (1 + h.exp()) + 2 / b - h.relu())

    def theirs(x, W, b):
        h = anp.tanh(x @ W / b)
        bent = anp.logaddexp(0, h * h - anp.log(b)) / (1 + anp.exp(h))
        return anp.mean(bent + 2 / b - anp.maximum(h, 0))

    leaves = [Var(value) for value in values]
    end = ours(*leaves)
    backward(end)
    assert float(end.value) == pytest.approx(float(theirs(*values)), rel=1e-13)
    for i, leaf in enumerate(leaves):
        np.testing.assert_allclose(leaf.gradient, autograd.grad(theirs, i)(*values), rtol=1e-11)


def test_the_network_of_lesson_01_has_its_gradients_by_hand():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(10, 2)), (rng.random((10, 1)) < 0.5).astype(float)
    parameters = by_hand.initial(2, 8, 1, rng)
    W1, b1, W2, b2 = leaves = [Var(p) for p in parameters]
    z = tanh(x @ W1 + b1) @ W2 + b2
    loss = mean(softplus(z) - y * z)
    backward(loss)
    _, logits = by_hand.forward(x, *parameters)
    assert float(loss.value) == pytest.approx(by_hand.cross_entropy(logits, y), rel=1e-14)
    expected = by_hand.gradients(x, y, parameters, by_hand.sigmoid_backward)
    for leaf, gradient in zip(leaves, expected, strict=True):
        np.testing.assert_allclose(leaf.gradient, gradient, rtol=0, atol=1e-12)


def test_softplus_neither_overflows_nor_loses_its_slope():
    z = Var([-1000.0, 0.0, 1000.0])
    out = softplus(z)
    backward(total(out))
    np.testing.assert_allclose(out.value, [0, np.log(2), 1000])
    np.testing.assert_allclose(z.gradient, [0, 0.5, 1])


def test_the_slope_of_relu_at_zero_is_zero():
    z = Var([-1.0, 0.0, 2.0])
    backward(total(z.relu()))
    assert z.gradient.tolist() == [0, 0, 1]


def test_numbers_and_arrays_mix_with_vars_on_either_side():
    x, array = Var([1.0, 2.0]), np.array([3.0, 5.0])
    cases = [
        (3 - x, [2, 1]), (array - x, [2, 3]), (3 / x, [3, 1.5]), (array / x, [3, 2.5]),
        (array * x, [3, 10]), (array + x, [4, 7]), (-x, [-1, -2]), (array @ x, 13.0),
        (x - 1, [0, 1]), (x / 2, [0.5, 1]), (1 + x, [2, 3]), (np.eye(2) @ x, [1, 2]),
    ]  # fmt: skip
    for made, expected in cases:
        assert isinstance(made, Var)
        assert made.value.tolist() == expected


@pytest.mark.parametrize("name", [*UNARY, "total", "mean"])
def test_a_method_is_the_function_of_its_name(name):
    assert getattr(Var, name) is getattr(tape, name)


def test_what_made_a_node_is_written_in_it():
    x = Var([1.0, 2.0])
    made = [x + x, x - x, x * x, x / x, x @ x, *(getattr(x, name)() for name in UNARY)]
    names = [node.name for node in [x, *made, x.total(), x.mean()]]
    assert names == ["", *BINARY, "matmul", *UNARY, "sum", "mean"]
    assert repr(Var(2.0) * 3) == "Var(6.0, made by multiply)"
    assert repr(Var(2.0)) == "Var(2.0)"


@given(shapes=mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3))
def test_unbroadcast_adds_up_every_copy(shapes):
    shape, _ = shapes.input_shapes
    repeated = (2, *shapes.result_shape)
    copies = np.prod(repeated) / np.prod(shape)
    found = unbroadcast(np.ones(repeated), shape)
    assert found.shape == shape
    assert (found == copies).all()


# ---- whole graphs ----------------------------------------------------------------------


def test_messages_to_a_shared_node_add_up():
    x, y = Var(2.0), Var(-1.0)
    backward(x * y + x)
    assert (x.gradient, y.gradient) == (0.0, 2.0)


@pytest.mark.parametrize(
    ("make", "slope"),
    [(lambda x: x * x, 6), (lambda x: x + x, 2), (lambda x: x / x, 0), (lambda x: x - x, 0)],
)
def test_a_node_that_is_both_parents_gets_both_messages(make, slope):
    x = Var(3.0)
    backward(make(x))
    assert x.gradient == pytest.approx(slope)


def test_forty_diamonds_in_a_row_are_walked_once_each():
    x = Var(1.0)
    node = x
    for _ in range(40):
        node = node + node  # 2**40 ways from the end to x
    backward(node)
    assert x.gradient == 2.0**40
    assert len(order(node)) == 41


def test_a_long_side_road_is_finished_before_the_short_one_is_used():
    x = Var(1.5)
    early = x * 2
    late = early
    for _ in range(5):
        late = late + 1
    backward(late * early)  # 4 x^2 + 10 x
    assert x.gradient == pytest.approx(8 * 1.5 + 10)


def test_a_chain_of_ten_thousand_nodes_is_walked_without_recursion():
    x = Var(0.5)
    node = x
    for _ in range(10_000):
        node = node + 0.001
    backward(node)
    assert x.gradient == 1
    del node  # nor does letting go of it recurse


def test_parents_come_before_children_and_each_node_once():
    x, y = Var(1.0), Var(2.0)
    a = x * y
    b = a + x
    end = a * b
    nodes = order(end)
    assert nodes == [x, y, a, b, end]


def test_a_second_backward_gives_the_same_and_does_not_double():
    x = Var(3.0)
    end = x * x + x
    backward(end)
    backward(end)
    assert x.gradient == 7


def test_the_gradient_is_of_the_end_that_was_asked_last():
    x = Var(3.0)
    inner = x * x
    end = inner * 2
    backward(end)
    backward(inner)
    assert (x.gradient, inner.gradient) == (6, 1)


def test_a_node_that_is_not_under_the_end_keeps_no_gradient():
    x, aside = Var(3.0), Var(1.0)
    beyond = x * aside
    backward(x * 2)
    assert aside.gradient is None
    assert beyond.gradient is None


def test_gradients_have_the_shape_of_their_values_and_may_share_no_writable_copy_of_values():
    x, b = Var(np.ones((3, 2))), Var(np.zeros(2))
    end = mean(x + b)
    backward(end)
    assert [node.gradient.shape for node in (x, b, end)] == [(3, 2), (2,), ()]
    np.testing.assert_allclose(b.gradient, [0.5, 0.5])
    assert x.value.tolist() == [[1, 1]] * 3


def test_whole_numbers_become_floats():
    assert Var(3).value.dtype == Var([1, 2]).value.dtype == Var(True).value.dtype == float


# ---- what is refused -------------------------------------------------------------------


def test_the_backward_pass_of_many_numbers_is_refused():
    wanted = re.escape("end must be one number, got shape (2,): take its sum or mean")
    with pytest.raises(ValueError, match=wanted):
        backward(Var([1.0, 2.0]) * 2)


def test_the_backward_pass_of_something_else_is_refused():
    with pytest.raises(TypeError, match=re.escape("end must be a Var, got 3.0 (float)")):
        backward(3.0)


@pytest.mark.parametrize(("value", "kind"), [("three", "str"), (None, "NoneType"), (1j, "complex"),
                                             ([[1.0], [1.0, 2.0]], "list"), ("3", "str"),
                                             ([1.0, None], "list")])  # fmt: skip
def test_what_is_no_number_is_refused(value, kind):
    wanted = re.escape(f"value must be numbers, got {value!r} ({kind})")
    with pytest.raises(TypeError, match=wanted):
        Var(1.0) + value


@pytest.mark.parametrize(("a", "b"), [((2, 3), (2, 3)), ((3,), (2,)), ((), (3,)), ((3,), ()),
                                      ((1, 2, 3), (3, 2))])  # fmt: skip
def test_a_product_of_matrices_that_do_not_fit_is_refused_with_both_shapes(a, b):
    wanted = re.escape(f"matmul of shapes {a} and {b}: each needs 1 or 2 axes")
    with pytest.raises(ValueError, match=wanted):
        Var(np.ones(a)) @ Var(np.ones(b))


def test_an_operator_of_ones_own_with_too_few_gradients_is_refused():
    a, b = Var(1.0), Var(2.0)
    with pytest.raises(ValueError, match="zip"):
        backward(Var(a.value + b.value, (a, b), lambda g: (g,), "add"))


# ---- the code as a lesson --------------------------------------------------------------


def test_the_machine_is_short_enough_to_be_read_at_one_sitting():
    """Statements, docstrings apart: the operators take two or three each."""
    tree = ast.parse(inspect.getsource(tape))
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)
                  and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
                  and not isinstance(node, ast.Import | ast.ImportFrom)]  # fmt: skip
    assert 60 < len(statements) < 120
