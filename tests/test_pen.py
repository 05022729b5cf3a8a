"""Strokes become pictures as the data set's were made, whatever their size, place and slant."""
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.digit_training import DigitConfig, DigitTraining
from course.digits import load
from course.pen import bitmap, checked, from_text, pixels, thinned, to_text
from tests.written_digits import WRITTEN, by_hand

STROKES = st.lists(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=30), max_size=5
)


def stroke(*points):
    return [np.array(points, float)]


def box_of(ink):
    """First and last row and column with ink."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return rows[0], rows[-1], columns[0], columns[-1]


def test_without_a_stroke_there_is_no_ink():
    assert not bitmap([]).any()
    assert pixels([]).tolist() == [0] * 64


@pytest.mark.parametrize("digit", [0, 2, 3, 4, 5, 6, 7, 8, 9])
def test_a_digit_is_made_32_high_and_20_wide_in_the_middle(digit):
    assert box_of(bitmap(WRITTEN[digit])) == (0, 31, 6, 25)


def test_lines_are_as_thick_as_it_takes_for_the_ink_of_the_data_set():
    mean = (16 * load().x_train).sum(axis=1).mean()
    for digit in WRITTEN:
        assert bitmap(WRITTEN[digit]).sum() == pytest.approx(mean, abs=3)


def test_an_upright_line_keeps_its_shape():
    ink = bitmap(stroke((0, 0.5), (0, -0.5)))
    assert box_of(ink) == (0, 31, 11, 20)
    assert ink[8:24].sum(axis=1).tolist() == [10] * 16
    np.testing.assert_array_equal(ink, ink[::-1])
    np.testing.assert_array_equal(ink, ink[:, ::-1])


def test_a_slanted_line_is_set_upright():
    slanted, upright = stroke((0.24, 0.48), (-0.24, -0.48)), stroke((0, 0.48), (0, -0.48))
    np.testing.assert_array_equal(bitmap(slanted), bitmap(upright))


def test_a_digit_is_sheared_until_its_first_and_last_row_begin_at_the_same_column():
    ink = bitmap(stroke((0.3, 0.8), (-0.6, -0.2), (0.1, -0.2), (0.1, -0.8), (-0.6, -0.8)))
    first, last = (np.flatnonzero(ink[row])[0] for row in (0, 31))
    assert abs(int(first) - int(last)) <= 1


def test_a_dash_stays_a_dash_and_a_point_a_disc():
    first, last, left, right = box_of(bitmap(stroke((-0.5, 0), (0.5, 0))))
    assert (left, right) == (6, 25)
    assert last - first < 11
    disc = bitmap(stroke((0.3, -0.9)))
    assert box_of(disc) == (11, 20, 11, 20)
    assert disc.sum() == pytest.approx(np.pi * 25, abs=4)


@pytest.mark.parametrize("digit", WRITTEN)
def test_neither_size_nor_place_matters(digit):
    small = [0.2 * np.round(np.array(points), 2) for points in WRITTEN[digit]]
    fine = np.round(np.concatenate(small), 2)  # two decimals are kept: begin with two
    places = np.cumsum([len(points) for points in small])[:-1]
    small = np.split(fine, places)
    moved = [points + [0.35, -0.45] for points in small]
    larger = [3 * points for points in small]
    for other in (moved, larger):
        assert np.abs(pixels(other) - pixels(small)).max() <= 1 / 16  # a pixel on the very edge


def test_pixels_count_the_ink_of_four_by_four_blocks_in_sixteenths():
    ink, seen = bitmap(WRITTEN[3]), pixels(WRITTEN[3])
    for row in range(8):
        for column in range(8):
            block = ink[4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
            assert 16 * seen[8 * row + column] == block.sum()


@pytest.mark.parametrize("digit", WRITTEN)
def test_what_is_written_comes_to_lie_among_the_pictures_of_the_same_digit(digit):
    digits, seen = load(), pixels(WRITTEN[digit])
    nearest = np.argsort(((digits.x_train - seen) ** 2).sum(axis=1))[:3]
    assert np.bincount(digits.y_train[nearest]).argmax() == digit


def test_a_trained_network_reads_19_of_20_digits_written_by_an_unsteady_hand():
    training = DigitTraining(DigitConfig())
    training.run()
    rng = np.random.default_rng(7)
    written = [(digit, by_hand(digit, rng)) for digit in WRITTEN for _ in range(8)]
    seen = np.array([pixels(strokes) for _, strokes in written])
    right = training.answer(seen).argmax(axis=1) == [digit for digit, _ in written]
    assert right.mean() >= 0.95


@given(STROKES)
def test_thinning_twice_changes_nothing_more_and_a_link_brings_the_strokes_back(strokes):
    once = thinned(strokes)
    assert sum(map(len, once)) <= 96
    text = to_text(strokes)
    assert len(text) <= 288
    for again in (thinned(once), from_text(text)):
        assert [points.tolist() for points in again] == [points.tolist() for points in once]
    np.testing.assert_array_equal(pixels(from_text(text)), pixels(strokes))


def test_thinning_keeps_the_line_where_it_was_seen():
    turns = np.linspace(0, 2 * np.pi, 800)
    circle = 0.8 * np.column_stack([np.cos(turns), np.sin(turns)])
    [kept] = thinned([circle])
    assert len(kept) < 60
    middles = (kept[1:] + kept[:-1]) / 2
    assert np.abs(np.hypot(*middles.T) - 0.8).max() < 0.02


def test_even_a_scribble_and_twenty_strokes_fit_into_a_link():
    rng = np.random.default_rng(0)
    strokes = [rng.uniform(-1, 1, (100, 2)) for _ in range(20)]
    assert sum(map(len, thinned(strokes))) == 96
    assert len(to_text(strokes)) <= 288


@pytest.mark.parametrize(
    ("strokes", "error", "message"),
    [
        (3, TypeError, "strokes must be a list of strokes, got 3"),
        ([[(0, "a")]], TypeError, r"stroke 1 must be numbers of shape \(n, 2\)"),
        ([[(0, 0)], [(0, np.nan)]], ValueError, "stroke 2 must be finite numbers"),
        ([[]], ValueError, r"stroke 1 must have shape \(n, 2\) with n >= 1"),
        ([[(0, 0), (0, 1.01)]], ValueError, r"stroke 1 must lie in \[-1, 1\] x \[-1, 1\]"),
        ([[(0, 0)]] * 21, ValueError, "strokes must be at most 20, got 21"),
        ([np.zeros((1001, 2))] * 2, ValueError, "at most 2000 points in all, got 2002"),
    ],
)
def test_what_are_no_strokes_is_refused_in_words(strokes, error, message):
    with pytest.raises(error, match=message):
        checked(strokes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<b>", "in letters, digits, - and _; got '<b>'"),
        ("A" * 301, "at most 300 characters; got 301"),
        ("A", "complete; got 'A'"),
        ("AA", "complete; got 'AA'"),
        ("AmQ", "complete; got 'AmQ'"),
        ("Af__", "complete; got 'Af__'"),
    ],
)
def test_a_text_that_is_no_drawing_is_refused(text, message):
    with pytest.raises(ValueError, match=f"^drawing must be strokes .*{message}"):
        from_text(text)
