"""Steps that are done to vectors: what they compute, what they keep, what they refuse."""
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from scipy.stats import ortho_group

from course.vectors.transformations import (
    ALL,
    Centre,
    Chain,
    Keep,
    Project,
    Rotate,
    Scale,
    Whiten,
    random_projection,
    turn,
)

AXES = ortho_group.rvs(4, random_state=0)
STEPS = {
    "centre": Centre(np.array([1.0, -2.0, 0.5, 3.0])),
    "scale": Scale(np.array([2.0, 0.5, 1.0, 4.0])),
    "rotate": Rotate(AXES),
    "keep": Keep(2, 4),
    "whiten": Whiten(np.array([2.0, 0.5, 1.0, 4.0])),
    "project": Project(np.arange(12.0).reshape(4, 3)),
}
STEPS["chain"] = Chain(
    (STEPS["centre"], STEPS["scale"], STEPS["rotate"], STEPS["keep"], Whiten(np.array([3.0, 7.0])))
)


def rows(seed=0, n=20, d=4):
    """Normal rows away from the origin."""
    return np.random.default_rng(seed).normal(1, 2, (n, d))


def unchanged(before, after):
    """What stays of these rows, by scipy."""
    here = {"norms": np.allclose(*(np.linalg.norm(x, axis=1) for x in (before, after)))}
    for name, metric in (("distances", "euclidean"), ("angles", "cosine")):
        here[name] = np.allclose(pdist(before, metric), pdist(after, metric), atol=1e-9)
    return {name for name, same in here.items() if same}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_its_shift_and_its_matrix(name):
    step, x = STEPS[name], rows()
    np.testing.assert_allclose(step(x), (x - step.shift) @ step.matrix, rtol=1e-12, atol=1e-12)


def test_each_step_does_what_its_name_says():
    x = np.array([[4.0, 6.0], [1.0, -2.0]])
    assert Centre(np.array([1.0, 2.0]))(x).tolist() == [[3, 4], [0, -4]]
    assert Scale(np.array([2.0, 4.0]))(x).tolist() == [[2, 1.5], [0.5, -0.5]]
    assert Whiten(np.array([2.0, 4.0]))(x).tolist() == [[2, 1.5], [0.5, -0.5]]
    assert Rotate(np.array([[0.0, 1.0], [1.0, 0.0]]))(x).tolist() == [[6, 4], [-2, 1]]
    assert Keep(1, 2)(x).tolist() == [[4], [1]]
    assert Project(np.array([[1.0], [10.0]]))(x).tolist() == [[64], [-19]]


@pytest.mark.parametrize("name", STEPS)
def test_what_is_said_to_be_kept_is_what_random_rows_keep(name):
    step, x = STEPS[name], rows(seed=1)
    assert step.keeps == unchanged(x, step(x))


def test_what_each_step_keeps():
    kept = {name: set(step.keeps) for name, step in STEPS.items()}
    nothing = dict.fromkeys(("scale", "keep", "whiten", "project", "chain"), set())
    assert kept == {"centre": {"distances"}, "rotate": set(ALL)} | nothing
    assert {"distances", "norms", "angles"} == ALL


def test_dividing_all_columns_alike_keeps_angles_only():
    assert Scale(np.full(3, 5.0)).keeps == {"angles"}


def test_more_axes_than_columns_at_right_angles_lose_nothing():
    wide = Project(AXES[:3])  # (3, 4), orthonormal rows
    x = rows(d=3)
    assert wide.keeps == ALL == unchanged(x, wide(x))


def test_a_shift_that_takes_the_first_one_back_ends_at_the_origin():
    there = Centre(np.array([3.0, -1.0]))
    back = Centre(there.mean @ -turn(30).matrix)
    assert there.keeps == {"distances"}
    chain = there.then(turn(30)).then(back)
    np.testing.assert_allclose(chain.shift, 0, atol=1e-15)


@settings(max_examples=40)
@given(st.integers(1, 8), st.integers(0, 10**6))
def test_any_rotation_keeps_every_relation_and_its_certificate_says_so(d, seed):
    axes = np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]
    x, step = rows(seed, 6, d), Rotate(axes)
    np.testing.assert_allclose(step(x) @ step(x).T, x @ x.T, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(pdist(step(x)), pdist(x), rtol=1e-10)
    assert step.certificate < 1e-14
    assert step.keeps == ALL


def test_the_certificate_is_the_largest_entry_of_the_gram_matrix_less_the_identity():
    for step in STEPS.values():
        gram = step.matrix @ step.matrix.T
        assert step.certificate == pytest.approx(np.abs(gram - np.eye(4)).max(), abs=1e-15)
    assert STEPS["rotate"].certificate < 3e-15
    assert STEPS["keep"].certificate == 1
    assert STEPS["scale"].certificate == pytest.approx(3)  # 1 / 0.5^2 - 1


def test_steps_that_are_done_one_after_the_other_are_one_chain():
    centre, scale, turned = STEPS["centre"], STEPS["scale"], STEPS["rotate"]
    chain = centre.then(scale).then(turned.then(Keep(1, 4)))
    assert [part.name for part in chain.parts] == ["centre", "scale", "rotate", "keep 1 of 4"]
    x = rows()
    np.testing.assert_allclose(chain(x), Keep(1, 4)(turned(scale(centre(x)))), rtol=1e-14)


def test_a_shift_after_a_matrix_is_traced_back_to_the_start():
    chain = Chain((Scale(np.array([2.0, 4.0])), Centre(np.array([1.0, 1.0])), turn(30)))
    np.testing.assert_allclose(chain.shift, [2, 4], rtol=1e-14)
    shortened = Chain((Centre(np.ones(3)), Keep(2, 3), Centre(np.array([5.0, 6.0]))))
    x = rows(d=3)
    np.testing.assert_allclose(shortened.shift, [6, 7, 1], rtol=1e-14)
    np.testing.assert_allclose(shortened(x), (x - shortened.shift) @ shortened.matrix)


def test_turning_the_axes_left_turns_the_points_right():
    half = turn(30)(np.array([[1.0, 0.0], [0.0, 1.0]]))
    np.testing.assert_allclose(half, [[3**0.5 / 2, -1 / 2], [1 / 2, 3**0.5 / 2]], rtol=1e-14)
    np.testing.assert_allclose(turn(360)(half), half, rtol=1e-14)
    np.testing.assert_allclose(turn(50).then(turn(-50)).matrix, np.eye(2), atol=1e-15)


def test_the_sentence_says_what_is_kept():
    assert STEPS["rotate"].words == "rotate: keeps distances and norms and angles"
    assert STEPS["centre"].words == "centre: keeps distances"
    assert STEPS["keep"].words == "keep 2 of 4: keeps nothing"


def test_a_random_projection_keeps_squared_norms_on_average():
    rng, x = np.random.default_rng(0), np.full((1, 30), 2.0)
    found = [float((random_projection(30, 8, rng)(x) ** 2).sum()) / 120 for _ in range(4000)]
    assert np.mean(found) == pytest.approx(1, abs=0.03)
    assert np.std(found) == pytest.approx(np.sqrt(2 / 8), abs=0.03)


def test_a_random_projection_may_have_more_columns_than_there_were():
    assert random_projection(3, 7, np.random.default_rng(0)).matrix.shape == (3, 7)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", STEPS)
def test_numbers_come_back_in_the_format_and_of_the_kind_they_came_in(name, dtype):
    step, x = STEPS[name], rows().astype(dtype)
    ours, theirs = step(x), step(torch.from_numpy(x))
    assert ours.dtype == dtype
    assert isinstance(theirs, torch.Tensor)
    assert theirs.dtype == getattr(torch, dtype)
    tolerance = 1e-12 if dtype == "float64" else 1e-4
    np.testing.assert_allclose(theirs.numpy(), ours, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(ours, step(rows()), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_steps_made_of_tensors_are_the_same_steps(dtype):
    tensors = [torch.from_numpy(np.asarray(a, dtype)) for a in (np.arange(1.0, 5.0), AXES)]
    chain = Chain((Centre(tensors[0]), Scale(tensors[0]), Rotate(tensors[1]), Keep(3, 4)))
    ours = Chain(
        (Centre(np.arange(1.0, 5.0)), Scale(np.arange(1.0, 5.0)), Rotate(AXES), Keep(3, 4))
    )
    tolerance = 1e-12 if dtype == "float64" else 1e-5
    x = rows()
    np.testing.assert_allclose(chain(x), ours(x), rtol=tolerance, atol=10 * tolerance)
    assert chain.certificate == pytest.approx(ours.certificate, rel=10 * tolerance)
    assert Rotate(tensors[1]).keeps == ALL
    assert Rotate(tensors[1]).certificate < (1e-5 if dtype == "float32" else 1e-14)


@pytest.mark.parametrize("name", STEPS)
def test_rows_of_another_length_are_refused(name):
    step = STEPS[name]
    with pytest.raises(ValueError, match=r"x must have shape \(n, 4\) to .*, got \(20, 3\)"):
        step(rows(d=3))


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: Scale(np.array([1.0, 0.0])), ValueError, "by must be positive numbers"),
        (lambda: Scale(np.array([1.0, np.nan])), ValueError, "by must be positive numbers"),
        (lambda: Scale(np.ones((2, 2))), ValueError, "by must be positive numbers, shape (d,)"),
        (lambda: Whiten(np.array([-1.0])), ValueError, "by must be positive numbers"),
        (lambda: Rotate(2 * np.eye(2)), ValueError, "but max |V' V - I| is 3"),
        (lambda: Rotate(np.ones((2, 2)) / np.sqrt(2)), ValueError, "at right angles, but max"),
        (lambda: Rotate(np.ones(3)), ValueError, "axes must have shape (n, d)"),
        (lambda: Project("x"), TypeError, "axes must be numbers of shape (n, d), got 'x'"),
        (lambda: Project([[np.inf]]), ValueError, "axes must be finite numbers, got inf in row 0"),
        (lambda: Keep(3, 2), ValueError, "k must be in [1, 2], got 3"),
        (lambda: Keep(0, 2), ValueError, "k must be in [1, 2], got 0"),
        (lambda: Keep(1.0, 2), TypeError, "k must be a whole number, got 1.0 (float)"),
        (lambda: Chain(()), ValueError, "parts must be at least one transformation, got none"),
        (
            lambda: Chain((Keep(2, 3), turn(5), Keep(3, 3))),
            ValueError,
            "parts must fit: rotate gives 2 columns, keep 3 of 3 takes 3",
        ),
        (lambda: turn(np.inf), ValueError, "degrees must be in [-1e+06, 1e+06], got inf"),
        (lambda: turn("left"), TypeError, "degrees must be a number, got 'left' (str)"),
        (
            lambda: random_projection(3, 0, np.random.default_rng(0)),
            ValueError,
            "k must be in [1, inf), got 0",
        ),
    ],
)
def test_what_is_no_such_step_is_refused(make, error, said):
    with pytest.raises(error, match=re.escape(said)):
        make()


def test_a_step_cannot_be_changed_after_it_is_made():
    with pytest.raises(AttributeError):
        STEPS["keep"].k = 3
