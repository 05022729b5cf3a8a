"""The drawn sums: each is the product of a row and a column, however it is chosen."""
import contextlib
import io
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.by_hand import forward
from course.moments import written
from course.passes import PRESETS, preset
from widgets.links import collect, from_query, to_query
from widgets.network_sums import NetworkSums
from widgets.network_sums_settings import OTHERS, UNITS, NetworkSumsSettings

SETTINGS = st.builds(
    NetworkSumsSettings,
    x1=st.integers(-30, 30).map(lambda n: n / 10), x2=st.integers(-30, 30).map(lambda n: n / 10),
    points=st.sampled_from("14"), weights=st.sampled_from(PRESETS), seed=st.integers(0, 9999),
    unit=st.sampled_from(UNITS), row=st.integers(1, 4),
)  # fmt: skip


def in_hand(view: NetworkSums) -> dict:
    return view.board.scene["moments"][view.board.index]


def products(formula: str) -> float:
    """A weighted sum as a calculator works it out."""
    terms = formula.split(" = ")[1].replace("−", "-").replace("·", "*")
    return eval(terms, {"__builtins__": {}})  # noqa: S307  our own text


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", text)]


def test_it_begins_with_the_sum_of_the_first_unit_written_out() -> None:
    told = in_hand(NetworkSums())
    assert told["formula"] == (
        "z1 = 1.20 · 0.60 + 0.70 · 0.50 + (−0.40) = 0.67,  h1 = tanh(0.67) = 0.585"
    )
    assert (told["target"], told["used"]) == ("h1", ["x1", "x2", "W1[0,0]", "W1[1,0]", "b1[0]"])
    assert told["label"].endswith(f"In hand: h1. {told['formula']}.")


@pytest.mark.parametrize("weights", PRESETS)
def test_every_sum_of_every_point_is_that_of_the_networks_forward_pass(weights: str) -> None:
    view = NetworkSums(weights=weights, points="4", x1=0.3, x2=-1.6)
    x = np.array([(0.3, -1.6), *OTHERS])
    W1, b1, W2, b2 = preset(weights, 37)
    h, z = forward(x, W1, b1, W2, b2)
    sums = np.hstack([np.arctanh(h), z])
    assert len(view.board.scene["moments"]) == 16
    for row in range(4):
        for column, unit in enumerate(UNITS):
            view.choose(unit, row + 1)
            first, *rest = in_hand(view)["formula"].split(",  ")
            assert products(first) == pytest.approx(sums[row, column], abs=0.003)
            assert first.endswith(f" = {written(sums[row, column])}")
            assert [part.split(" = ")[-1] for part in rest] == (
                [] if unit == "z" else [written(h[row, column])]
            )


def test_the_products_say_their_shapes_for_one_point_and_for_four() -> None:
    one, four = (NetworkSums(points=n).board.scene["products"] for n in "14")
    assert one[0]["shapes"]["words"] == (
        "(1, 2) · (2, 3) + (3,) = (1, 3): 1 point is a matrix of 1 row."
    )
    assert four[0]["shapes"]["words"] == (
        "(4, 2) · (2, 3) + (3,) = (4, 3): 4 points are 4 rows of one product."
    )
    assert four[1]["shapes"]["words"].startswith("(4, 3) · (3, 1) + (1,) = (4, 1)")
    rows = [len(four[0][name]) for name in ("inputs", "weights", "sums")]
    assert rows == [4, 2, 4]


def test_all_numbers_of_a_matrix_have_the_same_decimals() -> None:
    for product in NetworkSums(points="4").board.scene["products"]:
        for name in ("inputs", "weights", "sums", "values"):
            ends = {len(text.partition(".")[2]) for row in product[name] for text in row}
            assert len(ends) <= 1, name


def test_what_the_page_chooses_is_in_the_settings_and_the_link() -> None:
    view = NetworkSums(points="4")
    view.board.set_state({"index": 4 * 2 + 1})
    assert (view.settings.unit, view.settings.row) == ("h2", 3)
    assert view.heading.query == "open=network-sums&points=4&unit=h2&row=3"
    again = NetworkSums.from_link(view.heading.query)
    assert in_hand(again) == in_hand(view)


@pytest.mark.parametrize(("sent", "kept"), [(-3, 0), (400, 3)])
def test_a_unit_that_does_not_exist_becomes_the_nearest(sent: int, kept: int) -> None:
    view = NetworkSums()
    view.board.set_state({"index": sent})
    assert view.board.index == kept


def test_a_slider_moves_the_first_point_and_shows_its_row() -> None:
    view = NetworkSums(points="4", unit="h3", row=4)
    view.form.controls["x2"].value = -1.1
    assert (view.settings.row, view.settings.unit) == (1, "h3")
    assert view.board.scene["products"][0]["inputs"][0] == ["1.20", "−1.10"]
    assert in_hand(view)["row"] == 0


def test_with_one_point_again_its_row_is_in_hand() -> None:
    view = NetworkSums(points="4", unit="h2", row=3)
    view.form.controls["points"].value = "1"
    assert (view.settings.row, in_hand(view)["target"]) == (1, "h2")


def test_the_scene_and_the_unit_in_hand_are_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    view, sent = NetworkSums(points="4", row=2), []
    monkeypatch.setattr(view.board, "send_state", lambda key=None: sent.append(set(key or ())))
    view.form.controls["x1"].value = 0.4
    assert sent == [{"scene", "index"}]


def test_a_unit_or_point_that_is_not_there_cannot_be_chosen() -> None:
    view = NetworkSums()
    with pytest.raises(ValueError, match=r"^unit must be one of h1, h2, h3, z; got 'h4'$"):
        view.choose("h4")
    with pytest.raises(ValueError, match=r"^row must be 1 with one point, got 2$"):
        view.choose("h1", 2)


@given(SETTINGS)
def test_a_link_brings_every_setting_back(settings: NetworkSumsSettings) -> None:
    found, problems = from_query("mine", NetworkSumsSettings, to_query("mine", settings))
    assert problems == []
    assert collect(NetworkSumsSettings, found) == (settings, [])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"x1": float("nan")}, "x1 must be in [-3, 3], got nan."),
        ({"points": "5"}, "points must be one of 1, 4; got &#x27;5&#x27;."),
        ({"weights": "mine"}, "weights must be one of seed, copies, same; got &#x27;mine&#x27;."),
        ({"seed": 0.5}, "seed must be a whole number, got 0.5 (float)."),
        ({"unit": "h9"}, "unit must be one of h1, h2, h3, z; got &#x27;h9&#x27;."),
        ({"row": 5}, "row must be in [1, 4], got 5."),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_in_words(wrong: dict, words: str) -> None:
    view = NetworkSums(**wrong)
    assert words in view.problem.value
    assert view.settings == NetworkSumsSettings()


@pytest.mark.parametrize(
    "settings", [{}, {"points": "4", "weights": "same"}, {"seed": 3, "x1": -2.0}]
)
def test_the_code_prints_the_numbers_of_the_picture(settings: dict) -> None:
    view, out = NetworkSums(**settings), io.StringIO()
    view._write_code()
    with contextlib.redirect_stdout(out):
        exec(view.heading.code, {})
    sums, values, ends = out.getvalue().splitlines()
    first, second = view.board.scene["products"]
    for line, rows in ((sums, first["sums"]), (values, first["values"]), (ends, second["sums"])):
        shown = [float(text.replace("−", "-")) for row in rows for text in row]
        assert numbers(line.partition(")")[2]) == pytest.approx(shown, abs=0.0005001)


def test_a_slider_that_says_what_it_was_told_leaves_the_point_in_hand():
    sums = NetworkSums(points="4", unit="z", row=3)
    sums.form.controls["x1"].value = 1.2000000000000002
    assert (sums.settings.row, sums.settings.x1) == (3, 1.2)
    sums.form.controls["x1"].value = 1.3
    assert (sums.settings.row, sums.settings.x1) == (1, 1.3)
