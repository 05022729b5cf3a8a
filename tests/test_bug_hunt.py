"""The bug hunt's x-ray, its five cases, and what a wrong slope costs a network."""
import ast
import re

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from course import digits
from course.bug_cases import CASES
from course.bug_hunt import accuse, check_at, find, readings
from course.exercises.library import find as find_any
from course.exercises.predictions_02 import FIXED, RIGHT, WRONG, median
from course.trials import Accuracies, exhaust
from course.wrong_slope import SLOPES, WrongSlope
from course.xray import PASS, RIGHT_LINES, RIGHT_PASS, Made, nudged, run, tabled, xray

EVERY = list(CASES)
KEYS = sorted({f"{name} {key}" for name in EVERY for key in CASES[name].lines})
OUTSIDE = [("division", 21, "[-4, 20]"), ("tanh", -3.1, "[-3, 3]"), ("mean", 0, "[1, 6]"),
           ("mean", float("nan"), "[1, 6]")]  # fmt: skip


def wrong(case, at=None, fix=0):
    """Names that do not agree with nudging."""
    return {reading.name for reading in readings(case, at, fix) if not reading.agrees}


def positions(case):
    knob = find(case).knob
    count = round((knob.high - knob.low) / knob.step)
    return [knob.low + i * knob.step for i in range(count + 1)]


# ---- the x-ray


def test_nudging_and_the_right_table_find_autograds_gradients():
    program = (Made("z", "multiply", ("x", "w")), Made("h", "tanh", ("z",)),
               Made("q", "divide", ("h", "w")), Made("L", "mean", ("q",)))  # fmt: skip
    given = {"x": np.array([0.5, -1.0, 2.0]), "w": np.array(0.7)}
    right = {
        "x": grad(lambda x: anp.mean(anp.tanh(x * 0.7) / 0.7))(given["x"]),
        "w": grad(lambda w: anp.mean(anp.tanh(given["x"] * w) / w))(0.7),
    }
    for found in (nudged(program, given), tabled(program, given, {})):
        assert np.allclose(found["x"], right["x"], atol=1e-8)
        assert np.allclose(found["w"], right["w"], atol=1e-8)


def test_a_program_is_run_with_a_name_moved():
    program = (Made("z", "multiply", ("x", "w")), Made("L", "add", ("z", "x")))
    given = {"x": np.array(2.0), "w": np.array(3.0)}
    assert run(program, given)["L"] == 8
    assert run(program, given, {"z": np.array(0.5)})["L"] == 8.5
    assert run(program, given, {"x": np.array(1.0)})["L"] == 12
    assert program[0].said == "z = x * w"
    assert Made("h", "tanh", ("z",)).said == "h = tanh(z)"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("g * 0", "is 0, should not be"),
        ("g * -2 * (1 - out**2)", "differs: ×−2"),
        ("g * (1 - out**2) / 4", "differs: ×0.25"),
        ("g * ones(3)", "shape (3,), not ()"),
        ("g * (1 - out**2) * (1 + 1e-8)", "agrees"),
        ("g * (1 - out**2) * (1 + 1e-5)", "differs: ×1.00001"),
    ],
)
def test_a_verdict_says_how_a_gradient_is_off(line, verdict):
    program = (Made("h", "tanh", ("x",)), Made("L", "sum", ("h",)))
    last = xray(program, {"x": np.array(0.3)}, {"tanh.a": line})[-1]
    assert (last.name, last.made, last.verdict) == ("x", "given", verdict)


def test_a_slope_that_should_be_0_is_told_so():
    program = (Made("s", "multiply", ("x", "x")), Made("L", "sum", ("s",)))
    last = xray(program, {"x": np.array(0.0)}, {"multiply.a": "g + 0 * b"})[-1]
    assert last.verdict == "should be 0"


def test_of_an_array_the_entry_is_told_at_which_it_is_furthest_off():
    program = (Made("h", "multiply", ("x", "x")), Made("L", "sum", ("h",)))
    x = np.array([[0.5, -1.0], [3.0, 0.1]])
    last = xray(program, {"x": x}, {"multiply.a": "g * 0"})[-1]
    assert (last.entry, last.value, last.analytic) == ("[1, 0]", 3.0, 3.0)
    assert last.numeric == pytest.approx(6.0)
    assert last.difference == pytest.approx(0.5)


# ---- the cases


def test_there_are_five_cases_and_the_workshops_two_are_among_them():
    assert len(CASES) == 5
    assert CASES["tanh"].faulty == "g * (1 - tanh(out))"
    [y] = [reading for reading in readings("division", 3) if reading.name == "y"]
    assert y.analytic == -1
    assert y.numeric == pytest.approx(-3 / 16)


@pytest.mark.parametrize("name", EVERY)
def test_the_fault_shows_where_the_knob_stands_first_and_the_end_agrees(name):
    assert wrong(name)
    assert readings(name)[0].agrees


@pytest.mark.parametrize("name", EVERY)
def test_with_the_right_fix_everything_agrees_all_along_the_knob(name):
    right = CASES[name].right_fix
    assert all(wrong(name, at, right) == set() for at in positions(name))


@pytest.mark.parametrize("name", EVERY)
def test_every_other_fix_still_shows_where_the_knob_stands_first(name):
    others = [i + 1 for i in range(len(CASES[name].fixes)) if i + 1 != CASES[name].right_fix]
    assert 2 <= len(others) <= 3
    assert all(wrong(name, fix=fix) for fix in others)


@pytest.mark.parametrize("name", EVERY)
def test_the_table_differs_from_the_right_one_in_the_planted_line_only(name):
    right = RIGHT_LINES | {PASS: RIGHT_PASS}
    case = CASES[name]
    assert [key for key, code in case.lines.items() if code != right[key]] == [case.planted]
    assert case.standing() == case.faulty
    assert case.standing(case.right_fix) == right[case.planted]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("division", [16.0]), ("tanh", [0.0]), ("mean", [1]), ("row", [1]), ("diamond", [0.0])],
)
def test_where_a_fault_cannot_be_seen_is_where_the_case_says(name, hidden):
    unseen = [round(at, 6) for at in positions(name) if not wrong(name, at)]
    assert unseen == hidden
    said = CASES[name].hidden
    assert ("one point" if name in ("mean", "row") else f"x = {hidden[0]:g}") in said


def test_near_1_45_the_wrong_tanh_almost_agrees():
    [z] = [reading for reading in readings("tanh", 1.45) if reading.name == "z"]
    assert 1e-4 < z.difference < 0.01


def test_the_mean_without_its_share_makes_every_gradient_n_times_too_long():
    for n in range(2, 7):
        words = {r.verdict for r in readings("mean", n) if r.name != "L"}
        assert words == {f"differs: ×{n}"}


def test_a_node_used_three_times_is_right_itself_and_wrong_below():
    assert wrong("diamond") == {"t", "x", "w"}
    w, x = 0.5, 1.0
    u = np.tanh(w * x)
    # the three messages are u, u and 1; the first arrives three times, the second twice
    [t] = [r for r in readings("diamond", x) if r.name == "t"]
    assert t.analytic == pytest.approx((3 * u + 2 * u + 1) * (1 - u**2))
    assert t.numeric == pytest.approx((2 * u + 1) * (1 - u**2))


# ---- accusing


@pytest.mark.parametrize("place", KEYS)
def test_an_accused_line_is_the_planted_one_or_is_cleared_by_numbers(place):
    name, line = place.split()
    found, why = accuse(name, line)
    assert found == (line == CASES[name].planted)
    assert why == CASES[name].found if found else "planted" not in why


def test_a_cleared_line_is_told_by_what_nudging_it_alone_says():
    _, why = accuse("division", "multiply.b", 7)
    assert why == (
        "In `u = x * w`, with g = 1, it hands 7 back to `w`. Nudging `w` alone says the same."
    )
    _, why = accuse("row", "matmul.b")
    assert why == "In `z = x @ W` it hands back to `W` what nudging `W` alone says."
    assert "The fault is in a line above" in accuse("tanh", PASS)[1]


def test_what_there_is_not_is_refused_in_words():
    with pytest.raises(ValueError, match="case must be one of division, tanh, mean, row, diamond"):
        readings("tan")
    with pytest.raises(ValueError, match=r"fix must be in \[0, 4\], got 5"):
        readings("tanh", fix=5)
    with pytest.raises(ValueError, match="line must be one of multiply.a, .*; got 'sum.a'"):
        accuse("tanh", "sum.a")
    with pytest.raises(ValueError, match="at must be a whole number of points, got 2.5"):
        check_at("mean", 2.5)
    for case, at, expected in OUTSIDE:
        with pytest.raises(ValueError, match=re.escape(f"at must be in {expected}, got")):
            readings(case, at)


# ---- what a wrong slope costs


@pytest.fixture(scope="module")
def trained():
    return WrongSlope().run()


def test_a_network_with_the_wrong_slope_learns_less_and_still_far_more_than_nothing(trained):
    right, bad, fixed = (median(trained, row) for row in (RIGHT, WRONG, FIXED))
    assert {row: len(seeds) for row, seeds in trained.rows.items()} == dict.fromkeys(SLOPES, 32)
    assert right == pytest.approx(94.7, abs=1)
    assert bad == pytest.approx(80.5, abs=2)
    assert fixed == pytest.approx(84.8, abs=1.5)
    assert min(trained.rows[RIGHT]) > max(trained.rows[WRONG])
    assert trained.free[WRONG] == pytest.approx(0.118)


def test_the_slopes_are_those_that_the_question_names():
    h = np.tanh(np.linspace(-3, 3, 7))
    z = np.arctanh(h)
    numeric = (np.tanh(z + 1e-6) - np.tanh(z - 1e-6)) / 2e-6
    assert np.allclose(SLOPES[RIGHT].slope(np, z, h), numeric, atol=1e-8)
    assert np.allclose(SLOPES[WRONG].slope(np, z, h), 1 - np.tanh(np.tanh(z)))
    assert (SLOPES[WRONG].slope(np, z, h) > 0).all()
    assert not SLOPES[FIXED].slope(np, z, h).any()


def test_a_first_layer_without_a_slope_stays_as_it_began():
    small = WrongSlope(seeds=2, batches=3)
    network = exhaust(small._trained(digits.load(), SLOPES[FIXED]))
    other = exhaust(small._trained(digits.load(), SLOPES[RIGHT]))
    begun = type(network)((64, 32, 10), "tanh", range(2)).layers[0][0]
    assert np.array_equal(network.layers[0][0], begun)
    assert not np.array_equal(other.layers[0][0], begun)


def test_it_makes_as_many_pieces_as_it_says_once_the_pictures_are_there():
    digits.load()
    small = WrongSlope(seeds=2, batches=4)
    made = sum(1 for _ in small.pieces())
    assert small.steps <= made <= small.steps + 20  # some while it looks for the pictures


def test_its_code_gives_the_same_accuracies():
    small = WrongSlope(seeds=2, batches=4, rate=0.1)
    names = {}
    *lines, last = ast.parse(small.code()).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    assert eval(compile(ast.Expression(last.value), "last", "eval"), names) == small.run().rows
    assert "WrongSlope(seeds=2, batches=4, rate=0.1)" in small.code()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seeds": 0}, r"seeds must be in \[1, 256\], got 0"),
        ({"hidden": 129}, r"hidden must be in \[1, 128\], got 129"),
        ({"batches": 0}, r"batches must be in \[1, 10000\], got 0"),
        ({"batch_size": 1001}, r"batch_size must be in \[1, 1000\], got 1001"),
        ({"rate": 0}, r"rate must be in \(0, 10\], got 0"),
        ({"keep": 1}, r"keep must be in \[0, 0.999\], got 1"),
    ],
)
def test_a_training_that_cannot_be_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        WrongSlope(**changes)


def test_the_prediction_reads_the_median_of_the_wrong_row():
    prediction = find_any("02.wrong_gradient", "prediction")
    rows = {RIGHT: (0.9, 0.95, 1.0), WRONG: (0.7, 0.82, 0.99), FIXED: (0.85,)}
    result = Accuracies(rows, 0.1, 0.9)
    assert prediction.truth(result) == pytest.approx(82)
    told = prediction.explained(result)
    assert "median is 95.0%, with the wrong one 82.0%: worse than a network whose first" in told
    better = Accuracies({**rows, FIXED: (0.5,)}, 0.1, 0.9)
    assert "no worse than a network" in prediction.explained(better)
    assert prediction.repeated(80).splitlines()[-1] == (
        '100 * float(np.median(accuracies["wrong slope"]))'
    )
