"""Lesson 05's exercises: right answers pass, mistakes have names, and what is right comes from
formulas, loops and finite differences."""
import copy
import importlib
import re

import numpy as np
import pytest
import torch

from course.art.goals import match, smooth
from course.exercises import Attempt, find, judge, keys
from course.exercises.art_arguments import Numbers, leaves, numbers, slopes
from course.exercises.art_loop import Mover, Near, Thing
from tests.exercise_answers_05 import RIGHT, WRONG

rng = np.random.default_rng


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
    assert result.cause or state in ("shape", "value")


def test_the_lesson_has_its_exercises_in_order():
    assert [key for key in keys() if key.startswith("05.")] == [
        "05.match_gradient", "05.four_lines", "05.splats", "05.total_variation", "05.turn",
        "05.goal", "05.parameterisation",
    ]  # fmt: skip


MESSAGES = [
    ("05.match_gradient", lambda image, target: image[0], "`dimage` has shape `(3, 2, 2)`"),
    (
        "05.four_lines", lambda *a: [1.0],
        "it returns 1 things, but the check needs a list of 6 numbers, one a step",
    ),
    ("05.four_lines", lambda *a: 0.5, "it returns a `float`, but the check needs a list of 6"),
    (
        "05.splats", lambda scores, colours: scores @ colours.T @ colours,
        "RuntimeError",
    ),
    (
        "05.splats", lambda scores, colours: scores,
        "a tensor of shape `(4, 2)`, but 4 pixels with three numbers each make `(4, 3)`",
    ),
    (
        "05.turn", lambda image: float(image.mean()),
        "it returns a plain number (0.574), but the check needs a tensor with one number",
    ),
    (
        "05.turn", lambda image: RIGHT["05.turn"][0](image.detach()),
        "your 0.171 is right, but no gradient goes back to the picture.",
    ),
    (
        "05.goal", lambda image: image.argmax(),
        "a tensor of `torch.int64`, but the check needs a tensor with one number that can",
    ),
    ("05.goal", lambda image: "dark", "it returns a `str`, but the check needs a tensor"),
    (
        "05.parameterisation", lambda size, rng: torch.nn.Linear,
        "it returns the class `Linear` itself: make one, `Linear()`",
    ),
    (
        "05.parameterisation", lambda size, rng: torch.nn.Linear(2, 3),
        "its `forward()` stopped with `TypeError: ",
    ),
    ("05.parameterisation", lambda size, rng: torch.rand(3), "returns a `Tensor`, but the check"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answer", "message"), MESSAGES)
def test_a_message_says_what_is_wrong_and_where(key, answer, message):
    assert message in judge(find(key), answer).message


def made(forward):
    """A module that makes this."""

    class Given(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.level = torch.nn.Parameter(torch.zeros(()))

        def forward(self):
            return forward(self.level)

    return lambda size, rng: Given()


@pytest.mark.parametrize(
    ("forward", "message"),
    [
        (lambda level: None, "its `forward()` returns nothing, but a picture is a tensor"),
        (lambda level: level.expand(24, 24, 3), "has shape `(24, 24, 3)`, but the check needs"),
        (lambda level: (1, 2), "returns a `tuple`, but a picture is a tensor of shape `(1, 3,"),
        (
            lambda level: torch.zeros(1, 3, 24, 24, dtype=torch.uint8),
            "its picture is of `torch.uint8`",
        ),
    ],
)
def test_what_is_no_picture_is_named_with_the_shape_that_one_has(forward, message):
    result = judge(find("05.parameterisation"), made(forward))
    assert result.state == "shape"
    assert message in result.message


# ---- what is right


def nudged(function, x, h=1e-6):
    """Slopes by central differences, in float64."""
    found = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[place] += h
        below[place] -= h
        found[place] = (function(above) - function(below)) / (2 * h)
    return found


def variation_by_loop(x):
    size, down, across = x.shape[-1], [], []
    for colour in x[0]:
        for i in range(size):
            for j in range(size):
                if i:
                    down.append(abs(colour[i, j] - colour[i - 1, j]))
                if j:
                    across.append(abs(colour[i, j] - colour[i, j - 1]))
    return np.mean(down) + np.mean(across)


def turn_by_loop(x):
    n = x.shape[-1]
    gaps = [(c[i, j] - c[n - 1 - j, i]) ** 2 for c in x[0] for i in range(n) for j in range(n)]
    return np.mean(gaps)


@pytest.mark.parametrize(
    ("key", "slow"), [("05.total_variation", variation_by_loop), ("05.turn", turn_by_loop)]
)
def test_values_and_gradients_expected_of_a_goal_are_those_of_a_loop_and_of_nudging(key, slow):
    image = rng(3).random((1, 3, 5, 5)).round(3)
    right = find(key).expected(Numbers(image).values.astype(float))
    assert right.value == pytest.approx(slow(image), abs=1e-7)
    assert right.gradient == pytest.approx(nudged(slow, image), abs=1e-7)


def test_total_variation_is_the_course_s_goal_smooth():
    image = rng(4).random((1, 3, 9, 9)).astype(np.float32)
    mine = find("05.total_variation").reference(torch.tensor(image))
    assert mine.item() == pytest.approx(float(smooth()(torch.tensor(image))), rel=1e-6)


def test_the_gradient_by_hand_is_that_of_the_course_s_goal_match():
    bytes_ = rng(5).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    image = torch.tensor(rng(6).random((1, 3, 8, 8)), dtype=torch.float32, requires_grad=True)
    [term] = match(bytes_).terms
    term(image, torch.Generator()).backward()
    target = bytes_.transpose(2, 0, 1)[None] / 255
    mine = find("05.match_gradient").reference(image.detach().numpy(), target)
    assert mine == pytest.approx(image.grad.numpy(), abs=1e-8)


def test_the_colours_of_splats_are_those_of_a_loop():
    scores, colours = rng(7).normal(0, 2, (6, 4)), rng(8).random((4, 3))
    right = find("05.splats").expected(scores, colours)
    for pixel, row in enumerate(scores):
        weights = [np.exp(score) for score in row]
        for k in range(3):
            mixed = sum(w * c[k] for w, c in zip(weights, colours, strict=True)) / sum(weights)
            assert right[pixel, k] == pytest.approx(mixed, abs=1e-12)


def test_the_losses_of_the_loop_follow_the_formula_of_gradient_descent():
    thing = Thing((1.0, -2.0, 0.5, 3.0))
    given = copy.deepcopy((thing, Near((0.0, 1.0, 0.0, 1.0)), Mover(thing, 0.4), 7))
    losses = find("05.four_lines").reference(*given)
    first = np.mean(np.square([1, -3, 0.5, 2]))
    factor = 1 - 2 * 0.4 / 4  # of each distance, in each step
    assert losses == pytest.approx([first * factor ** (2 * k) for k in range(7)], rel=1e-5)


def test_the_course_s_own_goal_is_met_by_a_lake_and_by_nothing_upside_down():
    sky = rng(9).random((1, 3, 4, 8))
    lake = np.concatenate([sky, 0.7 * sky[:, :, ::-1]], axis=2)
    goal = find("05.goal").reference
    assert goal(torch.tensor(lake)).item() == pytest.approx(0, abs=1e-12)
    assert goal(torch.tensor(lake[:, :, ::-1].copy())).item() > 0.01


# ---- arguments


def test_a_copied_picture_is_a_tensor_that_a_gradient_goes_back_through():
    given = Numbers([[1.0, 2.0]])
    one, other = copy.deepcopy((given, given))
    assert (one.tolist(), one.requires_grad, one is other) == ([[1, 2]], True, True)
    assert slopes((3 * one).sum()).tolist() == [[3, 3]]
    assert np.array_equal(np.asarray(one), np.asarray(given))
    with torch.no_grad():
        one += 1
    assert np.asarray(given).tolist() == [[1, 2]]


def test_leaves_are_all_that_a_number_was_made_from():
    a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    assert leaves((a * a + a.detach()).sum())[0] is a
    assert len(leaves((a * b).sum())) == 2
    assert slopes(torch.ones(())) is None
    assert slopes(3.0) is None
    assert numbers(a).tolist() == [1, 1]


def test_the_thing_and_its_optimiser_belong_together_and_the_case_stays_as_it_was():
    case = find("05.four_lines").cases[0]
    thing, _, mover, _ = copy.deepcopy(case.arguments)
    before = thing().tolist()
    thing().sum().backward()
    mover.step()
    assert thing().tolist() == pytest.approx([one - 0.5 for one in before])
    assert copy.deepcopy(case.arguments)[0]().tolist() == before


# ---- in later cells


def test_before_a_student_has_written_them_the_references_do():
    def stub(*arguments): ...

    image = torch.rand((1, 3, 8, 8), generator=torch.Generator().manual_seed(1))
    for key in ("05.total_variation", "05.turn", "05.goal"):
        assert Attempt(find(key), stub)(image).item() == find(key).reference(image).item()
    made = Attempt(find("05.parameterisation"), stub)(12, rng(0))
    assert torch.equal(made(), find("05.parameterisation").reference(12, rng(0))())


def test_a_student_s_parameterisation_is_used_and_draws_from_the_same_generator():
    mine = Attempt(find("05.parameterisation"), RIGHT["05.parameterisation"][0])
    assert torch.equal(mine(12, rng(0))(), RIGHT["05.parameterisation"][0](12, rng(0))())
    assert "disc" in type(mine(12, rng(0))).__qualname__


def test_what_makes_no_picture_is_replaced_and_said_so():
    said = []
    attempt = Attempt(
        find("05.parameterisation"), made(lambda level: level.expand(2, 2)), notify=said.append
    )
    assert attempt(12, rng(0))().shape == (1, 3, 12, 12)
    assert "its picture has shape `(2, 2)`, but the check needs `(1, 3, 12, 12)`" in said[0]


def test_a_student_s_goal_sends_its_gradient_back_when_it_is_called_on_another_thread():
    image = torch.rand((1, 3, 8, 8), requires_grad=True)
    Attempt(find("05.goal"), RIGHT["05.goal"][1])(image).backward()
    assert image.grad.abs().sum() > 0


def test_judging_leaves_the_parameters_of_a_module_as_they_were():
    exercise = find("05.parameterisation")
    arguments = exercise.cases[2].arguments
    thing = exercise.reference(*copy.deepcopy(arguments))
    before = thing().detach().clone()
    assert exercise.differs(thing, exercise.expected(*arguments), arguments) == ""
    assert torch.equal(thing(), before)
    assert all(values.grad is None for values in thing.parameters())


# ---- what takes long to import


def test_what_an_exercise_needs_is_imported_before_its_time_begins(monkeypatch):
    judging, imported = importlib.import_module("course.exercises.judge"), []
    done = judge(find("05.match_gradient"), lambda image, target: ...)
    monkeypatch.setattr(judging, "import_module", imported.append)
    monkeypatch.setattr(judging, "limited", lambda *a: imported.append("time") or done)
    for key in ("05.four_lines", "05.splats", "05.total_variation", "05.turn", "05.goal"):
        judge(find(key), find(key).reference)
        assert (imported[0], "time" in imported) == ("torch", True)
        imported.clear()


def test_nothing_is_stressed_with_asterisks_which_the_page_would_show():
    for key in (key for key in keys() if key.startswith("05.")):
        exercise = find(key)
        causes = [wrong.cause for wrong in exercise.wrong_answers]
        said = [*causes, *exercise.hints, exercise.proves]
        assert not [text for text in said if "*" in re.sub(r"`[^`]*`", "", text)]
