"""A pass in slow motion: its numbers against torch's autograd, its words against its numbers."""
import itertools
import math
import re

import numpy as np
import pytest
import torch

from course import by_hand
from course.moments import COUNT, Moment, moments, written
from course.passes import (
    board_network,
    full_pass,
    gradients,
    layers,
    loss,
    preset,
    stepped,
)

CASES = list(itertools.product(("tanh", "relu"), (0, 1), (1, 16, 37)))
X = (1.2, -0.7)


def by_torch(seed: int, x: tuple, y: int, activation: str) -> dict[str, float]:
    """Every number of a pass by its name, from torch's forward and backward."""
    W1, b1, W2, b2 = (torch.tensor(a, requires_grad=True) for a in board_network(seed))
    z1 = torch.tensor([x], dtype=torch.float64) @ W1 + b1
    h = torch.tanh(z1) if activation == "tanh" else torch.relu(z1)
    z = h @ W2 + b2
    for one in (z1, h, z):
        one.retain_grad()
    truth = torch.full_like(z, y)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(z, truth)
    cost.backward()
    found = {"z": z, "p": torch.sigmoid(z), "loss": cost, "dz": z.grad, "db2[0]": b2.grad}
    for j in range(3):
        unit = {f"z{j + 1}": z1[0, j], f"h{j + 1}": h[0, j], f"dz{j + 1}": z1.grad[0, j],
                f"dh{j + 1}": h.grad[0, j], f"dW2[{j}]": W2.grad[j, 0], f"db1[{j}]": b1.grad[j],
                **{f"dW1[{i},{j}]": W1.grad[i, j] for i in range(2)}}  # fmt: skip
        found |= unit
    return {name: value.detach().item() for name, value in found.items()}


@pytest.mark.parametrize(("activation", "y", "seed"), CASES)
def test_every_number_of_a_pass_is_the_one_that_autograd_finds(activation, y, seed) -> None:
    expected = by_torch(seed, X, y, activation)
    shown = moments(board_network(seed), X, y, activation)
    assert {one.target for one in shown[1:]} == set(expected)
    for one in shown[1:]:
        assert one.value == pytest.approx(expected[one.target], abs=1e-12), one.target


@pytest.mark.parametrize(("activation", "y", "seed"), CASES)
def test_nudging_says_the_same_of_every_gradient(activation, y, seed) -> None:
    shown = moments(board_network(seed), X, y, activation)
    back = [one for one in shown if one.phase == "backward"]
    assert len(back) == 20
    for one in back:
        assert one.nudged == pytest.approx(one.value, abs=1e-8), one.target


def test_the_gradients_are_those_of_the_lessons_network() -> None:
    parameters = board_network(5)
    x, y = np.array([X]), np.array([[1.0]])
    expected = by_hand.gradients(x, y, parameters, by_hand.sigmoid_backward)
    for mine, theirs in zip(gradients(parameters, X, 1), expected, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_moment_uses_only_what_is_known_by_then() -> None:
    known = {"x1", "x2", "y", "b2[0]", *(f"W2[{j}]" for j in range(3))}
    known |= {f"W1[{i},{j}]" for i in range(2) for j in range(3)} | {f"b1[{j}]" for j in range(3)}
    for one in moments(board_network(3), X, 1):
        assert set(one.used) <= known, one.target
        known.add(one.target)


def test_a_pass_has_thirty_moments_forward_first() -> None:
    shown = moments(board_network(0), X, 0)
    phases = [phase for phase, _ in itertools.groupby(one.phase for one in shown)]
    assert (len(shown), phases) == (COUNT, ["start", "forward", "backward"])


def calculated(formula: str) -> float:
    """What a calculator makes of the numbers in a formula."""
    numbers = formula.split(" = ")[-2]
    for sign, spelled in (("−", "-"), ("·", "*"), ("²", "**2"), ("log ", "log")):
        numbers = numbers.replace(sign, spelled)
    numbers = re.sub(r"log(-?[\d.]+)", r"log(\1)", numbers)
    known = {"exp": math.exp, "log": math.log, "tanh": math.tanh, "max": max}
    return eval(numbers, {"__builtins__": {}}, known)  # noqa: S307  our own text


@pytest.mark.parametrize(("activation", "y", "seed"), CASES)
def test_the_numbers_in_a_formula_give_its_result(activation, y, seed) -> None:
    for one in moments(board_network(seed), X, y, activation)[1:]:
        if one.formula.startswith("db"):  # 1 · dz: the number is on the left already
            assert one.formula.endswith(f"= {written(one.value)}")
            continue
        assert calculated(one.formula) == pytest.approx(one.value, abs=0.004), one.formula
        assert one.formula.endswith(f" = {written(one.value)}")


def place(one: Moment) -> str:
    """Where the numpy of the lesson keeps a number."""
    name, number = one.target, one.target[-1]
    if name in ("z", "p", "dz"):
        return f"{name}[0, 0]"
    if re.fullmatch(r"d?[zh]\d", name):
        array = {"h": "h", "dh": "dh", "dz": "dz1", "z": "x @ W1 + b1"}[name[:-1]]
        return f"({array})[0, {int(number) - 1}]"
    return f"{name[:-1]}, 0]" if name.startswith("dW2") else name


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_the_line_of_numpy_beside_a_moment_computes_its_number(activation) -> None:
    parameters = board_network(37)
    named = zip(("W1", "b1", "W2", "b2"), parameters, strict=True)
    names = {**vars(by_hand), "np": np, **dict(named)}
    for one in moments(parameters, X, 1, activation):
        exec(one.code, names)
        if one.phase != "start":
            assert eval(place(one), names) == pytest.approx(one.value, abs=1e-12), one.target


def test_a_step_moves_every_parameter_against_its_gradient() -> None:
    parameters, rate = board_network(37), 0.5
    moved, slopes = stepped(parameters, X, 1, "tanh", rate), by_torch(37, X, 1, "tanh")
    assert (parameters[0] - moved[0])[1, 2] / rate == pytest.approx(slopes["dW1[1,2]"])
    assert (parameters[1] - moved[1])[0] / rate == pytest.approx(slopes["db1[0]"])
    assert (parameters[2] - moved[2])[2, 0] / rate == pytest.approx(slopes["dW2[2]"])
    assert loss(moved, X, 1) < loss(parameters, X, 1)


def test_at_the_corner_of_relu_the_two_ways_differ_and_it_is_said() -> None:
    parameters = [np.zeros((2, 3)), np.zeros(3), np.ones((3, 1)), np.zeros(1)]
    corner = next(one for one in moments(parameters, X, 1, "relu") if one.target == "dz2")
    assert corner.why.startswith("At the corner of relu")
    assert (corner.value, corner.nudged) == (0, pytest.approx(-0.25, abs=1e-4))  # half of p − y


def test_with_a_truth_of_0_the_loss_is_about_one_minus_p() -> None:
    shown = {one.target: one for one in moments(board_network(37), X, 0)}
    assert shown["loss"].formula.startswith("loss = −log (1 − p) = −log ")
    assert shown["loss"].value == pytest.approx(-math.log(1 - shown["p"].value))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.50"), (0.5324, "0.532"), (-1.5, "−1.50"), (2, "2.00"), (-0.0004, "0.00"),
     (12.3456, "12.346")],
)  # fmt: skip
def test_a_number_is_written_as_on_a_board(value, text) -> None:
    assert written(value) == text


def test_a_board_network_has_one_decimal_and_follows_its_seed() -> None:
    for array, again in zip(board_network(8), board_network(8), strict=True):
        np.testing.assert_array_equal(array, again)
        assert np.array_equal(array, np.round(array, 1))
        assert not np.signbit(array[array == 0]).any()
    assert not np.array_equal(board_network(8)[0], board_network(9)[0])


def test_copies_look_at_one_input_each_and_the_same_unit_thrice_gives_the_same() -> None:
    points = np.array([[0.3, -1.0], [2.0, 0.5]])
    sums, _, _ = layers(preset("copies", 0), points)
    np.testing.assert_allclose(sums, [[0.3, -1.0, 1.3], [2.0, 0.5, 1.5]])
    _, values, _ = layers(preset("same", 0), points)
    assert np.ptp(values, axis=1).tolist() == [0, 0]


def test_what_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^activation must be one of tanh, relu; got 'sin'$"):
        full_pass(board_network(0), X, 1, "sin")
    with pytest.raises(ValueError, match=r"^name must be one of seed, copies, same; got 'mine'$"):
        preset("mine", 0)
