"""The view of a network before it has learned: what is sent, written and said."""
import asyncio

import numpy as np
import pytest

from course.starts import BINS, Layers, Start, layers, through
from widgets.how_to_start import HowToStart
from widgets.how_to_start_settings import SEEDS, StartSettings
from widgets.start_words import said, short, size


def floats(value, *shape):
    return np.frombuffer(value, "<f4").reshape(*shape)


def of(forward, backward, off=0.0, alike=False):
    """Layers with these spreads, one a layer."""
    count = len(forward)
    return Layers(
        np.array(forward), np.array(backward), np.full(count, off), np.full(count, alike)
    )


def test_the_chosen_seed_is_there_at_once_and_no_other():
    widget = HowToStart(seed=7, depth=4)
    expected = layers(Start("tanh", 4), 7)
    assert list(widget.spreads) == [7]
    lines = floats(widget.view.lines, 2, 1, 4)
    np.testing.assert_allclose(10 ** lines[0, 0], expected.forward, rtol=1e-5)
    np.testing.assert_allclose(10 ** lines[1, 0], expected.backward, rtol=1e-5)
    assert [layer["forward"] for layer in widget.view.layers] == [
        f"{spread:.2f}" for spread in expected.forward
    ]


def test_all_32_seeds_follow_with_the_chosen_one_first():
    widget = HowToStart(seed=5, depth=3)
    widget.run()
    expected = layers(Start("tanh", 3), tuple(range(SEEDS)))
    lines = floats(widget.view.lines, 2, SEEDS, 3)
    np.testing.assert_allclose(10 ** lines[0, 0], expected.forward[5], rtol=1e-5)
    assert sorted(lines[0, :, -1]) == pytest.approx(sorted(np.log10(expected.forward[:, -1])))
    assert widget.view.seeds_words == "32 seeds"
    low, high = expected.forward[:, -1].min(), expected.forward[:, -1].max()
    assert f"Over 32 seeds: {size(low)} to {size(high)}, and " in widget.view.said


def test_the_histograms_are_those_of_what_went_through():
    widget = HowToStart(depth=2, seed=1)
    passed = through(Start("tanh", 2), 1)
    shares = floats(widget.view.shares, 2, 2, BINS)
    edges = np.linspace(-1, 1, BINS + 1)
    for row, h in zip(shares[0], passed.h, strict=True):
        np.testing.assert_allclose(row, np.histogram(h, edges)[0] / h.size, atol=1e-3)
    assert shares.sum(-1) == pytest.approx(np.ones((2, 2)), abs=1e-5)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (of([0.6, 3e-4], [2e-5, 1.0]),
         "After 2 layers the spread of activations has shrunk to 3.0e\u22124 of what went in; the "
         "gradient that reaches the first is 2.0e\u22125 of what was sent in at the top."),
        (of([5.0, 400.0], [37.0, 1.0]),
         "After 2 layers the spread of activations has grown to 400 times what went in; the "
         "gradient that reaches the first is 37 times what was sent in at the top."),
        (of([0.6], [0.5]), "After 1 layer the spread of activations is 0.60 of what went in; "),
        (of([0.6, 0.6], [0.5, 0.5], alike=True), "All 100 units of a layer say the same and, "),
    ],
)  # fmt: skip
def test_what_one_sees_is_said_from_what_went_through(own, words):
    start = Start("tanh", len(own.forward))
    assert said(start, own, own.forward[None], own.backward[None]).startswith(words)


def test_a_layer_of_dead_units_is_named_and_marked():
    widget = HowToStart(activation="relu", scale=1.414, bias=-1.0, depth=6)
    first = int(np.argmax(widget.own.off == 1))
    assert 0 < first < 6
    assert widget.view.said.startswith(f"From layer {first + 1} on all 100 units are dead: ")
    assert [layer["dead"] for layer in widget.view.layers] == [False] * first + [True] * (6 - first)
    assert widget.view.layers[-1]["words"].endswith("100 of 100 units are dead.")


def test_weights_of_zero_are_said_to_let_nothing_back():
    widget = HowToStart(weights="zero", depth=3)
    widget.run()
    assert widget.view.said.startswith("With weights of 0 all 100 units of a layer say the same")
    lines = floats(widget.view.lines, 2, SEEDS, 3)
    assert np.isneginf(lines[0]).all() and np.isfinite(lines[1, :, -1]).all()


def test_equal_weights_are_said_to_make_one_unit_of_a_layer():
    assert HowToStart(weights="equal").view.said.startswith("All 100 units of a layer say the same")
    assert not HowToStart().view.said.startswith("All 100 units")


@pytest.mark.parametrize(
    ("settings", "held"),
    [({}, 1), ({"scale": 0.2, "depth": 5}, 4), ({"scale": 0.2, "depth": 30}, 24)],
)
def test_the_lines_fit_between_their_decades(settings, held):
    view = HowToStart(**settings).view
    lines = floats(view.lines, 2, 1, -1)
    for (low, high), line in zip(view.bounds, lines, strict=True):
        assert low <= line.min() and line.max() <= high
    assert view.bounds[0][0] == -held


def test_a_control_that_is_moved_brings_another_picture_and_its_link():
    widget = HowToStart()
    before = widget.view.frame
    widget.form.controls["depth"].value = 20
    assert len(widget.view.layers) == 20 and widget.view.frame > before
    assert widget.heading.query == "open=start&depth=20"
    assert list(widget.spreads) == [0]


def test_a_preset_sets_the_scale_and_is_pressed_while_it_stands():
    widget = HowToStart()
    assert widget.presets.value == 1.0
    widget.presets._handle_custom_msg({"option": 1}, [])
    assert widget.settings.scale == 1.414 == widget.form.controls["scale"].value
    widget.form.controls["scale"].value = 2.0
    assert widget.presets.value == 2.0
    for odd in ({"option": -1}, {"option": 9}, {"option": "1"}, {}, 3):
        widget.presets._handle_custom_msg(odd, [])
    assert widget.settings.scale == 2.0


def test_the_link_brings_the_network_back():
    widget = HowToStart(activation="relu", depth=12, scale=0.7, bias=-0.3, seed=9)
    again = HowToStart.from_link("?" + widget.heading.query)
    assert again.settings == widget.settings and again.view.problem == ""
    assert again.view.lines == widget.view.lines


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("open=start&depth=40", "depth must be in [1, 30], got 40."),
        ("open=start&seed=32", "seed must be in [0, 31], got 32."),
        ("open=start&activation=sigmoid", "activation must be one of tanh, relu;"),
        ("open=start&scale=0", "scale must be in (0, 10], got 0.0."),
    ],
)
def test_what_a_link_asks_that_cannot_be_is_said_in_the_widget(link, words):
    widget = HowToStart.from_link(link)
    assert words in widget.view.problem and widget.settings == StartSettings()


def test_the_code_gives_the_numbers_that_are_shown(capsys):
    widget = HowToStart(depth=3, seed=2)
    widget.run()
    widget.heading._handle_custom_msg({"kind": "code"}, [])
    names = {}
    exec(widget.heading.code, names)
    assert (names["one"].forward == widget.own.forward).all()
    assert (names["one"].backward == widget.own.backward).all()
    many = np.array([widget.spreads[seed][0] for seed in range(SEEDS)])
    np.testing.assert_allclose(names["many"].forward, many, rtol=1e-5)
    assert str(widget.own.forward) in capsys.readouterr().out


def test_the_seeds_begin_when_the_page_has_painted_the_first_and_end_by_themselves():
    async def shown():
        widget = HowToStart(depth=1)
        for _ in range(20):
            await asyncio.sleep(0)
        before = len(widget.spreads)
        widget.view._handle_custom_msg({"kind": "painted", "frame": widget.view.frame}, [])
        while widget.view.seeds_words != "32 seeds" or not widget.run_loop.resting:
            await asyncio.sleep(0.001)
        return before

    assert asyncio.run(asyncio.wait_for(shown(), 60)) == 1


def test_a_change_while_seeds_follow_never_mixes_two_networks():
    async def changed():
        widget = HowToStart(depth=1)
        widget.view._handle_custom_msg({"kind": "painted", "frame": widget.view.frame}, [])
        while len(widget.spreads) < 4:
            await asyncio.sleep(0.001)
        widget.form.controls["depth"].value = 2
        await asyncio.sleep(0.01)
        widget.view._handle_custom_msg({"kind": "painted", "frame": widget.view.frame}, [])
        while widget.view.seeds_words != "32 seeds":
            await asyncio.sleep(0.001)
        return {spread.shape for spread in widget.spreads.values()}

    assert asyncio.run(asyncio.wait_for(changed(), 60)) == {(2, 2)}


def test_the_label_tells_the_picture_and_follows_it():
    widget = HowToStart(depth=4)
    assert "in 4 layers of 100 tanh units" in widget.view.label
    widget.form.controls["activation"].value = "relu"
    assert "100 ReLU units" in widget.view.label and widget.view.said in widget.view.label


@pytest.mark.parametrize(
    ("value", "words", "brief"),
    [(0.0, "0", "0"), (0.634, "0.63", "0.63"), (37.4, "37", "37"), (2.34e-6, "2.3e\u22126",
     "2e\u22126"), (5.1e16, "5.1e16", "5e16")],
)  # fmt: skip
def test_sizes_are_written_with_as_many_figures_as_can_be_read(value, words, brief):
    assert (size(value), short(value)) == (words, brief)


def test_a_slider_that_says_what_it_was_told_begins_nothing_anew():
    widget = HowToStart(bias=-0.3)
    widget.run()
    widget.form.controls["bias"].value = -0.30000000000000004
    assert (len(widget.spreads), widget.settings.bias) == (SEEDS, -0.3)
