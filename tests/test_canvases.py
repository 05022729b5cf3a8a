"""What a canvas is sent is what it should draw, in as few messages as there can be."""
import numpy as np
import pytest

from course.field import field, field_bytes, thumbnail
from course.network import Network
from course.toys import decide_checked
from widgets.canvas.curve import CurveCanvas
from widgets.canvas.field import FieldCanvas
from widgets.controls.thumbnails import SIZE, Thumbnails


class Sent:
    """The state messages that a widget would send to its page."""

    def __init__(self, widget: FieldCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
        self.messages: list[set] = []
        monkeypatch.setattr(
            widget, "send_state", lambda key=None: self.messages.append(set(key or ()))
        )


def test_a_frame_is_one_message_with_points_field_and_marks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    canvas, network = FieldCanvas(), Network((2, 3, 1))
    sent = Sent(canvas, monkeypatch)
    x, y = np.array([[0.5, -0.25], [0, 1]], np.float32), np.array([True, False])
    picture = field_bytes(field(network, 10))
    assert canvas.show(picture, np.array([False, True]), (x, y)) == 1
    assert sent.messages == [{"points", "field", "side", "wrong", "frame"}]
    assert np.frombuffer(canvas.points, "<f4").tolist() == [0.5, -0.25, 1, 0, 1, 0]
    assert list(canvas.wrong) == [0, 1]
    np.testing.assert_array_equal(np.frombuffer(canvas.field, np.uint8), picture.ravel())


def test_the_next_frame_leaves_the_points_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = FieldCanvas()
    canvas.show(np.zeros((4, 4), np.uint8), np.zeros(1, bool), (np.zeros((1, 2)), np.ones(1, bool)))
    sent = Sent(canvas, monkeypatch)
    canvas.show(np.ones((4, 4), np.uint8), np.zeros(1, bool))
    assert sent.messages == [{"field", "frame"}]


@pytest.mark.parametrize(
    ("picture", "message"),
    [(np.zeros((3, 4), np.uint8), r"uint8 \(side, side\), got uint8 \(3, 4\)"),
     (np.zeros((3, 3)), "got float64")],
)  # fmt: skip
def test_a_field_of_the_wrong_kind_is_refused(picture: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        FieldCanvas().show(picture, np.zeros(0, bool))


def test_points_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"x must have shape \(n, 2\) and y shape \(n,\)"):
        FieldCanvas().show(
            np.zeros((2, 2), np.uint8), np.zeros(2, bool), (np.zeros((2, 2)), np.zeros(3, bool))
        )


def test_only_a_well_formed_answer_counts_as_painted() -> None:
    canvas, heard = FieldCanvas(), []
    canvas.on_painted(heard.append)
    for content in (None, [], {"kind": "painted"}, {"kind": "painted", "frame": "7"},
                    {"kind": "other", "frame": 7}, {"kind": "painted", "frame": 7}):  # fmt: skip
        canvas._handle_custom_msg(content, [])
    assert heard == [7]


def test_a_curve_is_sent_as_given_and_described_by_its_last_words() -> None:
    curve = CurveCanvas(title="Accuracy, %")
    words = {"test": "test 90.0%", "train": "train 95.0%", "steps": "10 steps"}
    curve.show([0, 10], [0.5, 0.9], [0.5, 0.95], words, reference=0.6)
    assert np.frombuffer(curve.test, "<f4").tolist() == pytest.approx([0.5, 0.9])
    assert curve.last == 10
    assert [line["name"] for line in curve.lines] == ["reference", "train", "test"]
    assert curve.label == "Accuracy, %: test 90.0%, train 95.0%, 10 steps"


def test_curves_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="got 2, 1 and 2"):
        CurveCanvas().show([0, 1], [0.5], [0.5, 0.6], {})


def test_an_axis_must_rise() -> None:
    with pytest.raises(ValueError, match=r"bounds must rise, got \(1, 1\)"):
        CurveCanvas().set_axis((1, 1), [])


def test_a_thumbnail_shows_the_rule_and_what_lies_beside_the_square() -> None:
    width, height = SIZE
    picture = thumbnail("circle", width, height)
    x = ((np.arange(width) + 0.5) / width * 2 - 1) * width / height
    y = 1 - (np.arange(height) + 0.5) / height * 2
    points = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
    inside = decide_checked("circle", points).reshape(height, width)
    sure = (picture == 0) | (picture == 255)
    assert sure.mean() > 0.95
    np.testing.assert_array_equal(picture[sure] == 255, inside[sure])


def test_each_rule_has_its_picture() -> None:
    thumbnails = Thumbnails("Rule", "rose")
    assert len(thumbnails.pictures) == len(thumbnails.names) * SIZE[0] * SIZE[1]
    at = thumbnails.names.index("ring") * SIZE[0] * SIZE[1]
    picture = thumbnails.pictures[at : at + SIZE[0] * SIZE[1]]
    assert picture == thumbnail("ring", *SIZE).tobytes()
