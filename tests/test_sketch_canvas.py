"""The canvas to draw on, driven without a browser: messages in, strokes and words out."""
import math

import numpy as np
import pytest

from course.sketch import MOST_CURVES, from_text, inside, share_inside, to_text
from course.toys import make_dataset
from widgets.canvas.sketch import SketchCanvas

TRIANGLE = [[-0.5, -0.5], [0.5, -0.5], [0.0, 0.5]]


def circle(radius: float, count: int = 200) -> list:
    turns = np.linspace(0, 2 * math.pi, count, endpoint=False)
    return (radius * np.column_stack([np.cos(turns), np.sin(turns)])).tolist()


def draw(canvas: SketchCanvas, points: object, kind: str = "stroke") -> None:
    canvas._handle_custom_msg({"kind": kind, "points": points}, [])


def act(canvas: SketchCanvas, kind: str) -> None:
    canvas._handle_custom_msg({"kind": kind}, [])


def test_a_drawn_circle_becomes_one_curve_of_few_corners() -> None:
    canvas = SketchCanvas()
    draw(canvas, circle(0.8))
    [curve] = canvas.strokes
    assert 3 <= len(curve) <= 50
    assert np.hypot(*np.array(curve).T) == pytest.approx(0.8, abs=0.01)


def test_what_it_says_is_counted_from_the_points() -> None:
    data = make_dataset("ring", 500)
    canvas = SketchCanvas((data.x_train, data.y_train))
    assert canvas.label == "Your sketch: nothing is drawn yet."
    draw(canvas, circle(0.8))
    draw(canvas, circle(0.5))
    radius = np.hypot(*data.x_train.T)
    within = inside(canvas.strokes, data.x_train)
    assert (within == ((radius < 0.8) & (radius > 0.5))).mean() > 0.98
    y = data.y_train
    assert canvas.label == (
        f"Your sketch: 2 curves; 31% of the square is inside; "
        f"it puts {(within & y).sum()} of {y.sum()} inside points inside "
        f"and {(within & ~y).sum()} of {(~y).sum()} outside points."
    )
    assert round(100 * math.pi * (0.64 - 0.25) / 4) == 31
    assert canvas.said == "2 curves; 31% of the square is inside."


def test_points_are_packed_as_the_field_packs_them() -> None:
    canvas = SketchCanvas((np.array([[0.5, -0.25], [0, 1]]), np.array([True, False])))
    assert np.frombuffer(canvas.points, "<f4").tolist() == [0.5, -0.25, 1, 0, 1, 0]


def test_without_any_point_none_is_counted() -> None:
    canvas = SketchCanvas((np.zeros((0, 2)), np.zeros(0, bool)))
    draw(canvas, TRIANGLE, "corners")
    assert canvas.label.endswith("it puts 0 of 0 inside points inside and 0 of 0 outside points.")


@pytest.mark.parametrize(
    ("side", "rest", "share"),
    [(1, [], "all"), (1, [[-0.03, 0.5], [0.03, 0.5], [0, 0.55]], "99%"),
     (0.03, [], "1%"), (0.5, [], "25%"), (1, [[-1, -1], [1, -1], [1, 1], [-1, 1]], "none")],
)  # fmt: skip
def test_a_share_is_all_or_none_only_when_it_is(side: float, rest: list, share: str) -> None:
    canvas = SketchCanvas()
    square = [[-side, -side], [side, -side], [side, side], [-side, side]]
    canvas.set_strokes([square, rest] if rest else [square])
    assert f"; {share} of the square is inside" in canvas.label


def test_corners_set_one_by_one_stay_where_they_were_set() -> None:
    canvas, across = SketchCanvas(), [[-1, -0.5], [0.2, 0.7], [1, 0.25]]
    draw(canvas, across, "corners")
    assert canvas.strokes == [across]


def test_a_stroke_from_edge_to_edge_is_closed_along_the_edge() -> None:
    canvas = SketchCanvas()
    draw(canvas, [[-1, 0.5], [0, 0.5], [1, 0.5]])
    assert canvas.said == "1 curve; 25% of the square is inside."


def test_undo_takes_the_last_curve_and_clear_all_of_them() -> None:
    canvas = SketchCanvas()
    for radius in (0.9, 0.6, 0.3):
        draw(canvas, circle(radius))
    first = canvas.strokes[:2]
    act(canvas, "undo")
    assert canvas.strokes == first
    act(canvas, "clear")
    assert canvas.strokes == []
    act(canvas, "undo")
    assert canvas.strokes == []
    assert canvas.said == "Nothing is drawn yet."


def test_swapping_twice_gives_the_sketch_back() -> None:
    canvas = SketchCanvas()
    draw(canvas, circle(0.8))
    before, share = canvas.strokes, share_inside(canvas.strokes)
    act(canvas, "swap")
    assert share_inside(canvas.strokes) == pytest.approx(1 - share)
    assert canvas.said == "1 curve, inside and outside swapped; 50% of the square is inside."
    act(canvas, "swap")
    assert canvas.strokes == before


def test_an_empty_sketch_cannot_be_swapped() -> None:
    canvas = SketchCanvas()
    act(canvas, "swap")
    assert canvas.strokes == []


def test_there_are_at_most_eight_curves_and_the_ninth_is_refused_in_words() -> None:
    canvas = SketchCanvas()
    for _ in range(MOST_CURVES + 1):
        draw(canvas, TRIANGLE, "corners")
    assert len(canvas.strokes) == MOST_CURVES
    assert canvas.said == "A sketch has at most 8 curves: take one back first."
    act(canvas, "swap")
    assert canvas.said == "Swapping needs one of the 8 curves: take one back first."
    assert canvas.strokes == [TRIANGLE] * MOST_CURVES


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (None, "A curve is a list of up to 1000 points, but None came."),
        ([[0, 0]] * 1001, "A curve is a list of up to 1000 points, but 1001 points came."),
        ([], r"Not drawn: the curve must have shape (n, 2) with n >= 1, got shape (0,)."),
        ([[0, 0], [1, "a"], [1, 1]], "Not drawn: the curve must be numbers of shape (n, 2), got "),
        ([[0, 0], [1, None], [1, 1]], "Not drawn: the curve must be finite numbers, but row 1 "),
        ([[0, 0], [1], [1, 1]], "Not drawn: the curve must be numbers of shape (n, 2), got "),
        ([[0, 0], [1, 5], [1, 1]], "Not drawn: the curve must lie in [-1, 1] x [-1, 1]."),
        ([[0, 0], [0, 10**400], [1, 1]], "Not drawn: the curve must be numbers of shape (n, 2), "),
        ([[0, 0], [0.001, 0], [0, 0]], "Not drawn: the curve is too small to enclose anything; "),
    ],
)
def test_a_curve_that_cannot_be_read_is_refused_in_words(points: object, words: str) -> None:
    canvas, heard = SketchCanvas(), []
    canvas.on_sketch(lambda: heard.append(True))
    before = canvas.answered
    draw(canvas, points)
    assert canvas.said.startswith(words)
    assert (canvas.strokes, heard) == ([], [])
    assert canvas.answered == before + 1  # the page takes its own curve away again


@pytest.mark.parametrize("content", [None, [], "undo", {}, {"kind": "eval"}, {"kind": ["undo"]}])
def test_a_message_that_means_nothing_is_ignored(content: object) -> None:
    canvas = SketchCanvas()
    draw(canvas, TRIANGLE, "corners")
    said = canvas.said
    canvas._handle_custom_msg(content, [])
    assert (canvas.strokes, canvas.said) == ([TRIANGLE], said)


def test_what_is_locked_is_changed_by_no_message() -> None:
    canvas = SketchCanvas()
    draw(canvas, TRIANGLE, "corners")
    canvas.locked = True
    for kind in ("undo", "clear", "swap"):
        act(canvas, kind)
    draw(canvas, circle(0.3))
    assert canvas.strokes == [TRIANGLE]


def test_a_page_cannot_set_what_the_kernel_holds() -> None:
    canvas = SketchCanvas()
    draw(canvas, TRIANGLE, "corners")
    canvas.locked = True
    canvas.set_state({"locked": False, "strokes": "nonsense", "label": "", "points": "x"})
    assert (canvas.locked, canvas.strokes) == (True, [TRIANGLE])


def test_whoever_asked_hears_of_each_change_after_it() -> None:
    canvas, heard = SketchCanvas(), []
    canvas.on_sketch(lambda: heard.append((len(canvas.strokes), canvas.label)))
    draw(canvas, TRIANGLE, "corners")
    act(canvas, "undo")
    canvas.set_strokes([TRIANGLE, circle(0.5, 20)])
    canvas.clear()
    assert [count for count, _ in heard] == [1, 0, 2, 0]
    assert heard[0][1].startswith("Your sketch: 1 curve;")
    assert heard[-1][1] == "Your sketch: nothing is drawn yet."


def test_a_link_brings_the_same_sketch_back() -> None:
    canvas, again = SketchCanvas(), SketchCanvas()
    draw(canvas, circle(0.777))
    act(canvas, "swap")
    again.set_strokes(from_text(to_text(canvas.strokes)))
    assert (again.strokes, again.label) == (canvas.strokes, canvas.label)


def test_a_program_that_sets_no_sketch_is_told_so_and_nothing_changes() -> None:
    canvas = SketchCanvas()
    canvas.set_strokes([TRIANGLE])
    with pytest.raises(ValueError, match="curve 1 must have 3 to 50 corners, got 2"):
        canvas.set_strokes([TRIANGLE[:2]])
    with pytest.raises(ValueError, match="strokes must be at most 8 curves"):
        canvas.strokes = [TRIANGLE] * 9
    assert canvas.strokes == [TRIANGLE]


def test_a_change_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas, sent = SketchCanvas(), []
    monkeypatch.setattr(canvas, "send_state", lambda key=None: sent.append(set(key or ())))
    draw(canvas, TRIANGLE, "corners")
    canvas.clear()
    assert sent == [{"strokes", "label", "said", "answered"}] * 2


def test_points_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"x must have shape \(n, 2\) and y shape \(n,\)"):
        SketchCanvas((np.zeros((2, 2)), np.zeros(3, bool)))
