"""A painting: what its dabs decide, where its points lie, how it is painted and written down."""
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import toys
from course.painted_examples import EXAMPLES
from course.painting import (
    EDGE,
    LONGEST_TEXT,
    MOST,
    PITCH,
    RADIUS,
    SIDE,
    Painting,
    from_text,
    to_text,
)
from course.records import TrainConfig
from course.toys import base_rate, make_dataset
from course.training import evaluate, fit

TWO = Painting([(-0.5, 0.0, True), (0.5, 0.0, False)])
PLACE = st.integers(-18, 18).map(lambda index: index / 20)
DABS = st.lists(st.tuples(PLACE, PLACE, st.booleans()), max_size=MOST)


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the registry that a test may change."""
    monkeypatch.setattr(toys, "RULES", dict(toys.RULES))


def nearest(painting: Painting, point: np.ndarray) -> bool:
    """The class of the nearest dab, looked for one by one."""
    best, answer = math.inf, False
    for dab in painting.dabs:
        distance = math.hypot(point[0] - dab.x, point[1] - dab.y)
        if distance < best:
            best, answer = distance, dab.inside
    return answer


def scattered(count: int, seed: int) -> Painting:
    """Dabs anywhere, each of either class."""
    rng = np.random.default_rng(seed)
    places = rng.choice(SIDE * SIDE, count, replace=False)
    return Painting([
        (-EDGE + PITCH * (place % SIDE), -EDGE + PITCH * (place // SIDE), bool(rng.random() < 0.5))
        for place in places
    ])  # fmt: skip


# ---- the rule ------------------------------------------------------------------------------


@pytest.mark.parametrize("painting", [*EXAMPLES.values(), scattered(40, 1), scattered(MOST, 2)])
def test_a_point_is_of_the_class_of_the_nearest_dab(painting: Painting) -> None:
    points = np.random.default_rng(0).uniform(-1.4, 1.4, (300, 2))
    expected = [nearest(painting, point) for point in points]
    assert painting.decide(points).tolist() == expected


def test_between_two_dabs_the_border_lies_in_the_middle() -> None:
    points = np.array([[-1e-9, 0.7], [1e-9, 0.7], [-1e-9, -3], [1e-9, -3]])
    assert TWO.decide(points).tolist() == [True, False, True, False]


def test_as_near_to_one_class_as_to_the_other_is_outside() -> None:
    assert TWO.decide(np.array([[0.0, 0.3], [0.0, 1.0]])).tolist() == [False, False]


def test_far_beyond_the_square_there_is_an_answer_too() -> None:
    assert TWO.decide(np.array([[-1e9, 0.0], [1e9, 5.0]])).tolist() == [True, False]
    assert TWO.decide(np.array([[1e30, 0.0]])).tolist() == [False]


def test_points_lie_under_the_dabs_evenly_and_as_many_under_each() -> None:
    painting, count = Painting([*TWO.dabs, (0.0, 0.8, False)]), 30_000
    points = painting.place(np.random.default_rng(3).random((count, 2)))
    for dab in painting.dabs:
        away = points - [dab.x, dab.y]
        under = np.hypot(*away.T) <= RADIUS + 1e-12
        # Each share is that of a binomial; five of its standard deviations are allowed.
        for hits, trials, share in (
            (under.sum(), count, 1 / 3),
            ((np.hypot(*away[under].T) < RADIUS / 2).sum(), under.sum(), 1 / 4),
            ((away[under, 0] > 0).sum(), under.sum(), 1 / 2),
            ((away[under, 1] > 0).sum(), under.sum(), 1 / 2),
        ):
            assert abs(hits - trials * share) < 5 * math.sqrt(trials * share * (1 - share))


def test_no_point_lies_anywhere_but_under_a_dab() -> None:
    painting = EXAMPLES["hooks"]
    points = painting.place(np.random.default_rng(4).random((500, 2)))
    away = [min(math.dist(point, dab[:2]) for dab in painting.dabs) for point in points.tolist()]
    assert max(away) <= RADIUS + 1e-12
    assert np.abs(points).max() <= EDGE + RADIUS


def test_the_largest_number_still_places_a_point() -> None:
    largest = np.full((1, 2), np.nextafter(1, 0))
    assert math.dist(TWO.place(largest)[0], TWO.dabs[-1][:2]) == pytest.approx(RADIUS)


def test_the_registered_rule_draws_its_points_and_those_held_out_from_the_same_places() -> None:
    rule = Painting([(-0.5, 0.0, True), (0.5, 0.0, False), (0.5, 0.5, False)]).rule("mine")
    data = make_dataset("mine", 4000, 4000, seed=1)
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert np.array_equal(y, x[:, 0] < 0)
        assert np.hypot(x[y][:, 0] + 0.5, x[y][:, 1]).max() < RADIUS + 1e-6
        assert abs(y.sum() - 4000 / 3) < 5 * math.sqrt(4000 * 2 / 9)
    assert base_rate(rule) == pytest.approx(2 / 3, abs=5 * math.sqrt(2 / 9 / 90_000))


def test_a_rule_registered_again_is_that_of_the_newer_painting() -> None:
    TWO.rule()
    Painting([(-0.5, 0.0, False), (0.5, 0.0, True)]).rule()
    data = make_dataset("painted", 50)
    assert np.array_equal(data.y_train, data.x_train[:, 0] > 0)


@pytest.mark.parametrize(
    ("dabs", "words"),
    [((), "no dabs inside, none outside"), (TWO.dabs[:1], "1 dab inside, none outside"),
     (TWO.dabs[1:], "no dabs inside, 1 outside")],
)  # fmt: skip
def test_without_both_classes_there_is_no_rule(dabs: tuple, words: str) -> None:
    painting = Painting(dabs)
    assert not painting.ready and TWO.ready
    with pytest.raises(ValueError, match=f"must have dabs of both classes, got {words}"):
        painting.rule()


def test_a_name_of_the_course_is_not_taken() -> None:
    with pytest.raises(ValueError, match="name 'ring' is taken by a built-in rule"):
        TWO.rule("ring")


@pytest.mark.parametrize(("name", "steps", "floor"), [("hooks", 400, 0.98), ("island", 200, 0.98)])
def test_an_example_is_learned_by_a_small_network(name: str, steps: int, floor: float) -> None:
    EXAMPLES[name].rule("example")
    data = make_dataset("example")
    *_, last = fit(TrainConfig((8, 8), learning_rate=0.01, batch_size=64, steps=steps), data)
    assert evaluate(last.network, data.x_test, data.y_test).accuracy > floor


# ---- what a painting is --------------------------------------------------------------------


def test_dabs_are_moved_to_their_places_and_put_in_order() -> None:
    painting = Painting([(0.51, 0.02, False), (-0.48, -0.03, True), (1, -1, True)])
    assert painting.dabs == ((0.9, -0.9, True), (-0.5, -0.05, True), (0.5, 0.0, False))
    assert painting.counts == (2, 1) and painting.words == "2 dabs inside, 1 outside"


def test_of_two_dabs_on_one_place_the_later_counts() -> None:
    assert Painting([(0.3, 0.3, True), (0.31, 0.29, False)]).dabs == ((0.3, 0.3, False),)


@pytest.mark.parametrize(
    ("dabs", "message"),
    [
        (7, r"dabs must be a list of \(x, y, inside\), got 7"),
        ([7], r"dabs must be a list of \(x, y, inside\), got \[7\]"),
        ([(0, 0)], r"dab 0 must be x, y, and True if inside, got \(0, 0\)"),
        ([(0, 0, 1)], r"dab 0 must be x, y, and True if inside, got \(0, 0, 1\)"),
        ([(0, 0, True), ("a", 0, True)], "dab 1's x must be a number, got 'a'"),
        ([(0, 1.2, True)], r"dab 0's y must be in \[-1, 1\], got 1.2"),
        ([(math.nan, 0, True)], r"dab 0's x must be in \[-1, 1\], got nan"),
        ([(0, 0, True)] * (MOST + 1), f"dabs must be at most {MOST}, got {MOST + 1}"),
    ],
)
def test_what_is_no_painting_is_refused(dabs: object, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        Painting(dabs)


# ---- painting ------------------------------------------------------------------------------


def test_a_stroke_leaves_dabs_that_keep_their_distance_and_no_gap() -> None:
    painting = Painting().painted(np.linspace((-0.8, 0.5), (0.8, 0.5), 200), True)
    across = [dab.x for dab in painting.dabs]
    assert {dab.y for dab in painting.dabs} == {0.5}
    assert np.diff(across) == pytest.approx(0.1) and (across[0], across[-1]) == (-0.8, 0.8)


def test_going_over_paint_of_the_same_class_adds_nothing() -> None:
    stroke = np.linspace((-0.8, 0.5), (0.8, 0.5), 200)
    once = Painting().painted(stroke, True)
    assert once.painted(stroke, True) == once == once.painted(stroke + [0, 0.04], True)


def test_what_is_painted_later_lies_on_top() -> None:
    across, up = np.linspace((-0.8, 0), (0.8, 0), 200), np.linspace((0, -0.8), (0, 0.8), 200)
    painting = Painting().painted(across, True).painted(up, False)
    assert [dab.x for dab in painting.dabs if dab.inside] == pytest.approx(
        [-0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    )
    assert not painting.decide(up).any()


def test_the_eraser_takes_dabs_of_both_classes_around_it() -> None:
    assert TWO.erased([(-0.45, 0.05)]).dabs == TWO.dabs[1:]
    assert TWO.erased([(-0.5, 0.0), (0.5, 0.0)]) == Painting()
    assert TWO.erased([(-0.5, 0.1), (0.4, 0.0)]) == TWO


def test_a_full_painting_takes_no_more_dabs() -> None:
    along = np.arange(-0.9, 0.91, 0.1)
    everywhere = [(x, y) for y in along for x in along]
    painting = Painting().painted(everywhere, True)
    assert len(everywhere) == 361 and painting.counts == (MOST, 0)
    assert painting.painted([(0.85, 0.85)], False).counts == (MOST, 0)
    assert painting.painted([(-0.9, -0.9)], False).counts == (MOST - 1, 1)


def test_a_scribble_covers_nearly_all_of_the_square_before_the_painting_is_full() -> None:
    rng = np.random.default_rng(5)
    painting = Painting().painted(rng.uniform(-1, 1, (20_000, 2)), True)
    points = rng.uniform(-1, 1, (2000, 2))
    covered = np.zeros(len(points), bool)
    for dab in painting.dabs:
        covered |= np.hypot(*(points - [dab.x, dab.y]).T) < RADIUS
    assert covered.mean() > 0.85
    assert len(painting.painted(rng.uniform(-1, 1, (20_000, 2)), True).dabs) <= MOST


@given(DABS, st.lists(st.tuples(PLACE, PLACE), min_size=1, max_size=20), st.booleans())
def test_under_the_brush_there_is_only_its_own_class_afterwards(
    dabs: list, stroke: list, inside: bool
) -> None:
    painting = Painting(dabs).painted(stroke, inside)
    if len(painting.dabs) < MOST:
        for x, y in stroke:
            near = [dab.inside for dab in painting.dabs if math.dist((x, y), dab[:2]) < 0.099]
            assert near and set(near) == {inside}


@pytest.mark.parametrize(
    ("points", "message"),
    [([(0, 1.01)], r"points must lie in \[-1, 1\] x \[-1, 1\], got 1.01"),
     ([(0, math.inf)], "points must be finite numbers"), ([], r"points must have shape \(n, 2\)")],
)  # fmt: skip
def test_a_stroke_that_leaves_the_square_is_refused(points: list, message: str) -> None:
    for act in (lambda: TWO.painted(points, True), lambda: TWO.erased(points)):
        with pytest.raises(ValueError, match=message):
            act()


# ---- as text -------------------------------------------------------------------------------


@given(DABS)
def test_a_painting_comes_back_from_its_text(dabs: list) -> None:
    painting = Painting(dabs)
    text = to_text(painting)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert from_text(text) == painting


def test_the_longest_text_still_fits_into_a_link() -> None:
    along = [index / 20 for index in range(-18, 19)]
    first = [(x, y, False) for y in along for x in along][: MOST - 1]
    longest = to_text(Painting([*first, (0.9, 0.9, True)]))  # all other places are passed over
    assert len(longest) == LONGEST_TEXT <= 300


def test_an_empty_painting_is_an_empty_text() -> None:
    assert to_text(Painting()) == "" and from_text("") == Painting()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "in letters, digits, - and _; got None"),
        ("__import__('os')", "in letters, digits, - and _; got "),
        ("AB\n", "in letters, digits, - and _"),
        ("A" * 300, "at most 295 characters; got 300"),
        ("f", "complete; got 'f'"),  # places are passed over, and no dab follows
        ("A_", "complete; got 'A_'"),  # a letter that is never written
        ("A" * 261, "complete; got "),  # 261 dabs
        ("f" * 44 + "FA", "complete; got "),  # a place beyond the last
        ("f" * 60 + "A", "complete; got "),  # and far beyond
    ],
)
def test_text_that_is_no_painting_is_refused(text: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_text(text)


@given(st.text(max_size=60) | st.text("AEfghMwBkgy_-9", max_size=295))
def test_whatever_the_text_it_is_a_painting_or_refused_in_words(text: str) -> None:
    try:
        painting = from_text(text)
    except ValueError as refused:
        assert str(refused).startswith("painting must be text as course.painting.to_text writes")
    else:
        assert to_text(painting) == text


def test_every_example_has_both_classes_and_comes_back_from_its_text() -> None:
    for name, painting in EXAMPLES.items():
        assert painting.ready and from_text(to_text(painting)) == painting, name
        assert len(painting.dabs) < 0.8 * MOST
