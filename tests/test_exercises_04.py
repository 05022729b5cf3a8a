"""Lesson 04's exercises: right answers pass, mistakes have names, and what is proved is true."""
import copy
import math
import re

import numpy as np
import pytest
import scipy.stats

from course.exercises import Attempt, find, judge, keys
from course.exercises.vectors_lost import bounds
from course.exercises.vectors_origin import Between
from course.exercises.vectors_principal import Components, measured
from course.exercises.vectors_whole import LoopError, Whole
from course.seeding import generator
from course.vectors.clouds import PUBLISHED_ROWS, published_cloud, random_axes
from tests.exercise_answers_04 import RIGHT, WRONG, principal_by_svd, row_after_row

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
    assert result.cause


def test_the_lesson_has_its_exercises_in_order():
    assert [key for key in keys() if key.startswith("04.")] == [
        "04.cosines", "04.defect", "04.principal", "04.origin", "04.recovered", "04.lost",
    ]  # fmt: skip


MESSAGES = [
    (
        "04.cosines", lambda x, v: (x @ v)[:, None],
        "`cosines` has shape `(6, 1)`, but `x` has as many rows, and there is one cosine for each: "
        "`(6,)`.",
    ),
    (
        "04.cosines", lambda x, v: np.full(len(x), np.nan),
        "`cosines[0]` is nan, it should be -0.801.",
    ),
    (
        "04.defect", lambda axes: axes @ axes.T - 1,
        "For a turn by 30 degrees: `E[0, 1]` is -1.00, it should be 0.00. 2 of 4 entries differ. "
        "That entry is the change of one dot product: of two rows that are 0 but for a single 1.",
    ),
    (
        "04.principal", lambda x, k: x[:, :k],
        "it returns a single `ndarray`, but the check needs 2 arrays: `return axes, scores`.",
    ),
    (
        "04.principal", lambda x, k: (principal_by_svd(x, k)[0].T, principal_by_svd(x, k)[1]),
        "For 30 rows of 5 numbers and 3 components, `axes` has shape `(3, 5)`, but 5 numbers and 3 "
        "components make `(5, 3)`. It is turned round.",
    ),
    ("04.origin", lambda a, b: 0.5, "`origin` is a `float`, not an array"),
    ("04.origin", lambda a, b: a * np.nan, "`origin` holds `nan` or `inf`."),
    ("04.lost", lambda s, k: s[k:] ** 2, "it returns an array of shape `(1,)`"),
    ("04.lost", lambda s, k: math.nan, "you return `nan`, which promises nothing."),
    (
        "04.recovered", lambda x: RIGHT["04.recovered"][0](x)[0] * np.ones(len(x)),
        "`recovered` has shape `(2000,)`, but `x` has as many columns, and so "
        "many components: `(2,)`.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answer", "message"), MESSAGES)
def test_a_message_says_what_is_wrong_and_where(key, answer, message):
    assert message in judge(find(key), answer).message


# ---- cosines


def test_the_cosines_of_the_published_rows_are_those_that_were_printed():
    found = find("04.cosines").reference(PUBLISHED_ROWS, PUBLISHED_ROWS[1])
    printed = ["-0.8010403", "1.0000000", "0.5171996", "0.7381007", "0.5550765", "0.7698978"]
    assert [f"{cosine:.7f}" for cosine in found] == printed


def test_cosines_are_those_of_a_slow_loop():
    x, v = rng(0).normal(size=(30, 4)), rng(1).normal(size=4)
    dots = [sum(a * b for a, b in zip(row, v, strict=True)) for row in x]
    slow = [dot / math.hypot(*row) / math.hypot(*v) for dot, row in zip(dots, x, strict=True)]
    assert find("04.cosines").reference(x, v) == pytest.approx(slow, abs=1e-14)


def test_nan_is_right_in_the_row_of_zeros_and_in_no_other():
    def one_more(x, v):
        found = RIGHT["04.cosines"][0](x, v)
        found[-1] = np.nan
        return found

    assert judge(find("04.cosines"), one_more).state == "value"


def test_a_loop_gives_its_answers_in_later_cells_all_the_same():
    said = []
    attempt = Attempt(find("04.cosines"), row_after_row, notify=said.append)
    assert attempt(np.array([[3.0, 4.0]]), np.array([0.0, 2.0])) == pytest.approx([0.8])
    assert said == []


def whole(shape):
    return np.arange(float(np.prod(shape))).reshape(shape).view(Whole)


@pytest.mark.parametrize(
    "loop",
    [
        lambda x: [row.sum() for row in x],
        lambda x: [x[i] for i in range(len(x))],
        lambda x: [x[i, 0] for i in range(len(x))],
        lambda x: x.tolist(),
        lambda x: list(zip(x, x, strict=True)),
        lambda x: np.apply_along_axis(np.sum, 1, x),
        lambda x: sum(x.T),
        lambda x: [number + 1 for number in x @ [1.0, 2.0]],
    ],
)
def test_an_array_that_is_to_be_used_as_a_whole_notices_a_loop(loop):
    with pytest.raises(LoopError, match=r"^the [27] rows are taken one by one$"):
        loop(whole((7, 2)))


@pytest.mark.parametrize(
    "use",
    [
        lambda x: x @ x.T,
        lambda x: (x**2).sum(axis=1) ** 0.5,
        lambda x: np.linalg.norm(x, axis=1),
        lambda x: x[x[:, 0] > 4] + x[0] - x[-1],
        lambda x: x[1:, None] * x[:-1],
        lambda x: np.einsum("ij,ij->i", x, x),
        lambda x: np.array(str(x) + f"{x}"),
        lambda x: np.hypot(*np.asarray(x).T),
    ],
)
def test_an_array_that_is_to_be_used_as_a_whole_computes_like_any_other(use):
    x = whole((7, 2))
    assert np.array_equal(np.asarray(use(x)), use(np.asarray(x)))


def test_a_copy_of_such_an_array_is_one_and_its_looks_are_counted_afresh():
    x = whole((7, 2))
    assert x[0, 1] + x[1, 1] == 4
    other = copy.deepcopy(x)
    assert other[0, 1] + other[1, 1] == 4
    with pytest.raises(LoopError):
        other[2]


# ---- an orthogonal matrix keeps dot products


@pytest.mark.parametrize("k", [2, 5])
def test_the_defect_says_by_how_much_every_dot_product_changes(k):
    V, x = rng(2).normal(size=(5, k)), rng(3).normal(size=(40, 5))
    E = find("04.defect").reference(V)
    for a in x:
        for b in x:
            change = math.fsum((a @ V) * (b @ V)) - math.fsum(a * b)
            assert a @ E @ b == pytest.approx(change, abs=1e-12)
            assert abs(change) <= np.abs(E).max() * np.abs(a).sum() * np.abs(b).sum() + 1e-12


def test_the_defect_is_0_for_a_rotation_and_not_when_one_of_its_axes_is_dropped():
    V = random_axes(6, rng(4))
    assert np.abs(find("04.defect").reference(V)).max() < 1e-14
    dropped = V[:, :5]
    assert np.abs(dropped.T @ dropped - np.eye(5)).max() < 1e-14  # at right angles all the same
    found = find("04.defect").reference(dropped)
    assert found == pytest.approx(-np.outer(V[:, 5], V[:, 5]), abs=1e-14)


# ---- PCA


@pytest.mark.parametrize("sides", [(1, -1, 1), (-1, 1, -1), (-1, -1, -1)])
def test_an_axis_may_point_either_way(sides):
    def turned(x, k):
        axes, scores = principal_by_svd(x, k)
        return axes * np.resize(sides, k), scores * np.resize(sides, k)

    assert judge(find("04.principal"), turned).state == "passed"


def test_scores_must_go_with_the_side_of_their_axis():
    def mixed(x, k):
        axes, scores = principal_by_svd(x, k)
        return axes, -scores

    result = judge(find("04.principal"), mixed)
    assert result.state == "value"
    assert result.message.endswith("`axes` is right.")


def test_what_is_expected_of_pca_is_what_its_reference_and_svd_find():
    for case in find("04.principal").cases:
        x, k = case.arguments
        right = measured(x, k)
        assert right.apart(find("04.principal").reference(x, k)) < 1e-11
        assert right.apart(principal_by_svd(x, k)) < 1e-11
        spread = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
        assert np.linalg.norm(right.scores, axis=0) == pytest.approx(spread[:k])
        assert np.all(np.diff(spread[: k + 1]) < -1e-3 * spread[0])  # so the axes are unique


def test_how_far_apart_two_answers_are_does_not_depend_on_signs():
    axes, scores = np.eye(3)[:, :2], np.arange(8.0).reshape(4, 2)
    right = Components(axes, scores)
    assert right.apart((axes * [1, -1], scores * [1, -1])) == 0
    assert right.apart((axes * [1, -1], scores * [1, -1] + 0.25)) == 0.25
    assert right.apart((axes, scores * [1, -1])) == 14


def test_a_student_s_axes_are_used_and_what_has_no_axes_is_replaced():
    x, said = rng(5).normal(size=(9, 3)), []
    mine = Attempt(find("04.principal"), lambda x, k: (np.ones((3, k)), x[:, :k]))
    assert np.array_equal(mine(x, 2)[1], x[:, :2])
    alone = Attempt(find("04.principal"), lambda x, k: x[:, :k], notify=said.append)
    assert measured(x, 2).apart(alone(x, 2)) < 1e-12
    assert "it returns a single `ndarray`" in said[0]


# ---- the origin


@pytest.mark.parametrize("d", [1, 2, 7])
def test_from_every_point_strictly_between_two_lie_opposite_and_from_no_other(d):
    draw = rng(d)
    for _ in range(50):
        a, b = draw.normal(3, 2, (2, d))
        between = Between(a, b)
        for share in draw.uniform(0.01, 0.99, 5):
            o = a + share * (b - a)
            cosine = (a - o) @ (b - o) / np.linalg.norm(a - o) / np.linalg.norm(b - o)
            assert cosine == pytest.approx(-1, abs=1e-12)
            assert between.holds(o)
            if d > 1:
                aside = np.zeros(d)
                aside[:2] = b[1] - a[1], a[0] - b[0]
                assert not between.holds(o + 1e-4 * aside)
        assert not any(between.holds(o) for o in (a, b, 2 * a - b, a + 1.01 * (b - a)))


def test_centring_two_rows_makes_their_angle_180_degrees_and_leaves_their_distance():
    x = np.array([[100.0, 2, 7], [101.0, 3, 7]])
    centred = x - x.mean(axis=0)
    assert find("04.origin").reference(*x) == pytest.approx(x.mean(axis=0))
    assert centred[0] == pytest.approx(-centred[1])
    assert np.linalg.norm(centred[0] - centred[1]) == pytest.approx(math.sqrt(2))


def test_a_student_s_origin_is_used_in_later_cells_wherever_it_lies():
    said = []
    mine = Attempt(find("04.origin"), lambda a, b: a + 5, notify=said.append)
    assert mine(np.zeros(2), np.ones(2)).tolist() == [5, 5]
    assert said == []


# ---- what is found again


def test_the_kurtosis_is_scipys_of_the_scores_of_svd():
    for case in find("04.recovered").cases:
        (x,) = case.arguments
        u, *_ = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
        right = scipy.stats.kurtosis(u)
        assert find("04.recovered").reference(x) == pytest.approx(right, abs=1e-9)


def kurtosis_by_theory(slope, noise):
    """Of each component of the published cloud without end: fourth cumulants add up."""
    uniform = 100**2 / 3
    covariance = uniform * np.array([[1, slope], [slope, slope**2]])
    variances, axes = np.linalg.eigh(covariance + np.diag([0, noise**2]))
    from_x = (axes.T @ [1, slope]) ** 2 * uniform
    return (-1.2 * (from_x / variances) ** 2)[::-1]


def test_uniform_and_normal_are_told_apart_from_every_one_of_200_seeds():
    clouds = [published_cloud(generator(seed, "cloud")) for seed in range(200)]
    first, second = np.transpose([find("04.recovered").reference(cloud) for cloud in clouds])
    assert -1.3 < first.min() <= first.max() < -0.95
    assert -0.5 < second.min() <= second.max() < 0.6
    theory = kurtosis_by_theory(1, 20)
    assert theory == pytest.approx([-1.128, -0.001], abs=0.001)
    assert [first.mean(), second.mean()] == pytest.approx(theory, abs=0.04)


def test_where_the_noise_is_as_wide_as_the_uniform_number_neither_is_found():
    clouds = [published_cloud(generator(seed, "cloud"), noise=58) for seed in range(100)]
    found = np.mean([find("04.recovered").reference(cloud) for cloud in clouds], axis=0)
    theory = kurtosis_by_theory(1, 58)
    assert theory == pytest.approx([-0.624, -0.093], abs=0.002)
    assert found == pytest.approx(theory, abs=0.05)


# ---- what truncation loses


def rows_with(u, s, draw):
    """Rows whose left singular vectors and singular values are these."""
    return u * s @ random_axes(len(s), draw).T


def changes(x, k):
    """What truncation to k, uncentred, does to every dot product."""
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    z = u[:, :k] * s[:k]
    return z @ z.T - x @ x.T


@pytest.mark.parametrize("k", [0, 1, 3, 5])
def test_no_rows_lose_more_than_is_promised(k):
    draw = rng(6)
    for _ in range(100):
        s = np.sort(draw.exponential(2, 5))[::-1]
        x = rows_with(np.linalg.qr(draw.normal(size=(8, 5)))[0], s, draw)
        change, energy = changes(x, k), np.sum(s[k:] ** 2)
        promised = bounds(s, k)
        assert promised.most == pytest.approx(energy / 2, abs=1e-12)
        assert promised.least <= promised.most
        assert -np.trace(change) == pytest.approx(energy, abs=1e-9)  # Eckart and Young
        assert np.abs(np.diag(change)).max() <= energy + 1e-9
        assert np.abs(change - np.diag(np.diag(change))).max() <= promised.least + 1e-9


@pytest.mark.parametrize("k", [0, 2, 3])
def test_some_rows_lose_as_much_as_the_least_promise(k):
    s = np.array([6.0, 4, 3, 1])
    u = np.zeros((5, 4))  # the first discarded component in two rows, each other one in its own
    u[[0, 1], k] = math.sqrt(0.5)
    u[[2, 3, 4], [i for i in range(4) if i != k]] = 1
    lost = np.abs(changes(rows_with(u, s, rng(7)), k))
    assert lost[0, 1] == pytest.approx(bounds(s, k).least) == pytest.approx(s[k] ** 2 / 2)


def test_half_the_energy_is_the_least_promise_for_who_knows_the_energy_alone():
    s = np.array([6.0, 4, 3])
    assert bounds(s, 2).least == bounds(s, 2).most == 4.5  # one value holds all that is lost


@pytest.mark.parametrize(
    ("factor", "state", "words"),
    [
        (1 - 1e-12, "passed", "holds for all rows that have them"),
        (0.999, "value", r"you promise 0\.4995?, but there are rows .* changes by 0\.500"),
        (1.001, "value", r"you promise 0\.5005?\. That holds, but 0\.5000? holds as well"),
    ],
)
def test_a_promise_may_be_as_small_as_it_can_be_and_no_smaller(factor, state, words):
    result = judge(find("04.lost"), lambda s, k: factor * np.sum(s[k:] ** 2) / 2)
    assert result.state == state
    assert re.search(words, result.message), result.message
