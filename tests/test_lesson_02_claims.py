"""What the prose of lesson 02 says is what the lesson's code does."""
import ast
import io
import itertools
import re
import sys
import tokenize
import weakref
from pathlib import Path

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad, make_hvp
from autograd.extend import defvjp, primitive

from course import by_hand, digits, same_network, tape
from course.bug_cases import CASES
from course.bug_hunt import readings
from course.descent import CLOSE, newton
from course.device_race import DeviceRace
from course.expressions import EXPRESSIONS, graph_of
from course.landscape import find
from course.network import Network, cross_entropy
from course.same_network import FourWays
from course.tape_moments import moments_of
from course.wrong_slope import SLOPES
from widgets import TapeView, Valley
from widgets.step_costs import StepCostsSettings

ROOT = Path(__file__).resolve().parents[1]
LESSON = (ROOT / "solutions" / "02_let_the_machine_differentiate.py").read_text("utf-8")
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def printed(part, capsys):
    """What the lesson's cell with this in it prints."""
    [cell] = [cell for cell in LESSON.split("\n# %%") if part in cell and "[markdown]" not in cell]
    exec(cell.partition("\n")[2], {"np": np, "anp": anp})
    return capsys.readouterr().out


def code_lines():
    """Name -> lines of code of every function and class of the tape, docstrings apart."""
    source = Path(tape.__file__).read_text("utf-8")
    tree = ast.parse(source)
    holders = ast.ClassDef, ast.FunctionDef
    said = {
        number
        for node in ast.walk(tree) if isinstance(node, holders) and ast.get_docstring(node)
        for number in range(node.body[0].lineno, node.body[0].end_lineno + 1)
    }  # fmt: skip
    held = {
        number
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in NO_CODE
        for number in range(token.start[0], token.end[0] + 1)
    } - said
    return {
        node.name: len(held & set(range(node.lineno, node.end_lineno + 1)))
        for node in tree.body if isinstance(node, holders)
    }  # fmt: skip


# ---- an ordinary function, and many numbers


def test_the_slopes_that_the_package_finds_are_those_of_the_formula(capsys):
    said = printed("slope_of_slope = grad(slope_of_f)", capsys)
    x = 0.5
    e = np.exp(-x * x)
    expected = x * e, (1 - 2 * x * x) * e, (4 * x**3 - 6 * x) * e
    assert re.findall(r"-?\d\.\d{4}", said) == [f"{value:.4f}" for value in expected]


def test_jacobian_and_hessian_are_those_of_the_formulas(capsys):
    said = printed("make_hvp", capsys)
    assert "[[1. 0.]\n [0. 2.]]" in said.replace("-0.", "0.")
    w0, w1 = -1, 1
    product = 2 - 12 * w1 + 36 * w0**2, -12 * w0  # of (1 - w0)^2 + 3 (w1 - w0^2)^2 along w0
    assert said.count(f"[{product[0]}. {product[1]}.]") == 2


def test_the_hessian_times_a_vector_costs_no_more_than_a_few_gradients():
    rng, made = np.random.default_rng(0), []

    @primitive
    def product(a, b):
        made.append(1)
        return a @ b

    defvjp(product, lambda _, a, b: lambda g: product(g, b.T),
           lambda _, a, b: lambda g: product(a.T, g))  # fmt: skip
    x, W, v = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=(3, 1))

    def loss(W):
        return anp.mean(product(anp.tanh(product(x, W)), v) ** 2)

    grad(loss)(W)
    a_gradient = len(made)
    along = make_hvp(loss)(W)[0](np.ones_like(W))
    numeric = (grad(loss)(W + 1e-5) - grad(loss)(W - 1e-5)) / 2e-5
    assert np.allclose(along, numeric, atol=1e-6)
    assert a_gradient < len(made) - 3 * a_gradient < 4 * a_gradient


# ---- Newton in the valley


def helped(start):
    """Steps at which Newton's method was helped on its way."""
    valley, steps = find("curved"), []
    for place in itertools.islice(newton(valley, start), 50):
        steps += [place.index] * bool(place.lifted)
        if valley.to_minimum(place.w) < CLOSE:
            break
    return steps


def test_newton_needs_help_from_many_starts_and_not_from_the_first():
    valley = find("curved")
    left, right, low, high = valley.bounds
    starts = itertools.product(np.linspace(left, right, 9), np.linspace(low, high, 9))
    assert 0.25 < np.mean([bool(helped(start)) for start in starts]) < 0.75
    assert not helped(valley.start)


def test_the_note_beside_the_valley_says_at_which_step_newton_was_helped():
    start = (0.0, 2.0)
    assert helped(start)[0] == 1
    widget = Valley(start=start)
    assert "Newton, step" not in widget.said.value
    widget.step()
    assert "Newton, step 1: " in widget.said.value


def test_on_a_straight_valley_one_step_of_newton_is_enough():
    valley = find("straight")
    _, place = itertools.islice(newton(valley, valley.start), 2)
    assert valley.to_minimum(place.w) < CLOSE


# ---- the tape


def test_the_machine_has_about_forty_lines_and_an_operator_a_few():
    lines = code_lines()
    machine = ("Var", "unbroadcast", "order", "backward")
    assert 35 <= sum(lines[name] for name in machine) <= 42
    operators = ("add", "subtract", "multiply", "divide", "relu", "tanh", "exp", "log", "total",
                 "mean")  # fmt: skip
    assert min(lines[name] for name in operators) >= 3
    assert max(lines[name] for name in operators) <= 5


def test_in_the_first_drawing_x_hears_twice():
    view = TapeView()
    graph = graph_of(EXPRESSIONS["diamond"].function, view.values)
    x = graph.nodes.index(graph.inputs["x"])
    messages = [m for m in moments_of(graph) if m.kind == "message" and m.node == x]
    assert view.settings.expression == "diamond"
    assert len(messages) == 2


def test_the_example_of_what_was_repeated_is_added_up_by_row_and_by_column(capsys):
    said = printed("to a column of shape (4, 1)", capsys)
    assert "(3,):     [111. 222. 333.]" in said
    assert "[[6.0], [60.0], [600.0], [0.0]]" in said
    assert "nothing to add: True" in said


@pytest.mark.parametrize(("x", "y", "true"), [(16, 4, True), (2.25, -1.5, True), (3, 4, False)])
def test_the_slope_of_a_quotient_is_minus_one_where_x_is_the_square_of_y(x, y, true):
    assert (grad(lambda y: x / y)(float(y)) == pytest.approx(-1)) == true


def test_a_walk_that_calls_itself_gives_up_where_the_tapes_goes_on():
    def down(node):
        return [down(parent) for parent in node.parents]

    first = end = tape.Var(1.0)
    for _ in range(sys.getrecursionlimit()):
        end = end + 1.0
    with pytest.raises(RecursionError):
        down(end)
    tape.backward(end)
    assert first.gradient == 1


def test_the_tape_keeps_every_value_until_the_end():
    x = tape.Var(2.0)
    end, between = x, []
    for _ in range(5):
        end = end.tanh()
        between.append(weakref.ref(end))
    assert all(node() is not None for node in between)
    del end
    assert not any(node() is not None for node in between)


def test_of_an_if_only_the_way_that_was_taken_is_on_the_tape():
    def bent(x):
        return x * x if x.value > 0 else x.exp()

    assert [node.name for node in tape.order(bent(tape.Var(2.0)))] == ["", "multiply"]
    assert [node.name for node in tape.order(bent(tape.Var(-2.0)))] == ["", "exp"]


# ---- faults


def test_five_tables_have_a_fault_two_are_from_the_workshop_and_each_can_hide():
    assert len(CASES) == 5
    assert sum("workshop" in case.found for case in CASES.values()) == 2
    for name, case in CASES.items():
        knob = case.knob
        places = np.arange(knob.low, knob.high + knob.step / 2, knob.step).round(9)
        unseen = [at for at in places if all(one.agrees for one in readings(name, float(at)))]
        assert len(unseen) == 1, name
        assert knob.start not in unseen, name


def test_the_wrong_slope_of_tanh_still_points_downhill_more_or_less():
    pictures = digits.load()
    x, y = pictures.x_train[:200].astype(np.float32), np.eye(10)[pictures.y_train[:200]]
    found = []
    for slope in ("right slope", "wrong slope"):
        network = Network((64, 32, 10), "tanh", range(8))
        network.activation = SLOPES[slope]
        network.backward(cross_entropy.slope(np, network.forward(x), y.astype(np.float32)))
        found.append(network.gradients.copy())
    right, wrong = (one / np.linalg.norm(one, axis=1, keepdims=True) for one in found)
    cosines = (right * wrong).sum(axis=1)
    assert cosines.min() > 0.3
    assert cosines.max() < 0.999


# ---- the same network four times, and on two devices


@pytest.mark.parametrize(("hidden", "batch"), [(8, 10), (32, 100)])
def test_four_ways_agree_to_about_fifteen_digits_after_300_steps(hidden, batch):
    ways = StepCostsSettings(hidden, batch).measurement()
    result = ways.run()
    assert result.steps == 300
    assert 0 < max(result.differences.values()) < 5e-15
    assert ways == FourWays(hidden, batch)


def written_down(monkeypatch, hidden, batch):
    """How many nodes the tape holds each time it goes back."""
    rng, lengths = np.random.default_rng(0), []
    parameters = by_hand.initial(2, hidden, 1, rng)
    x, y = rng.normal(size=(batch, 2)), np.ones((batch, 1))
    back = tape.backward

    def counted(end):
        lengths.append(len(tape.order(end)))
        back(end)

    with monkeypatch.context() as patch:
        patch.setattr(tape, "backward", counted)
        same_network.tape_gradients(parameters, x, y)
    return lengths


def test_the_bookkeeping_does_not_grow_with_the_network(monkeypatch):
    small = written_down(monkeypatch, 8, 10)
    assert small == written_down(monkeypatch, 128, 1000)
    assert len(small) == 1 and small[0] > 10


@pytest.mark.parametrize("hidden", [(8, 8), (32, 32), (100, 100, 100)])
def test_numpy_and_torch_in_32_bits_differ_in_about_the_seventh_digit(hidden):
    [_, apart] = DeviceRace(hidden).run().differences.values()
    assert 2e-8 < apart < 1e-6
