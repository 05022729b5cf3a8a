"""The drawn tape as a widget: what is drawn, what a person may do, its link and its code."""
import asyncio
import contextlib
import io
import json
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.expressions import EXPRESSIONS
from course.tape import Var
from widgets import TapeView
from widgets.links import from_query, to_query
from widgets.tape_view import MOST_NODES
from widgets.tape_view_settings import TapeSettings, settings_of, values_of


def turns(view, content):
    """The page sends a message about a slider."""
    for heard in view.inputs._msg_callbacks.callbacks:
        heard(view.inputs, content, [])


def signs(view):
    return [node["sign"] for node in view.picture.graph["nodes"]]


def told_at(view, name, index):
    """What the page knows of a node's gradient at a moment: the last message up to there."""
    nodes = [node["name"] or node["sign"] for node in view.picture.graph["nodes"]]
    known = [m for m in view.picture.graph["moments"][: index + 1]
             if m["node"] == nodes.index(name) and "told" in m]  # fmt: skip
    return known[-1]["told"] if known else None


def chain(x):
    for _ in range(400):
        x = x * 1.001
    return x


# ---- the picture -----------------------------------------------------------------------


def test_the_diamond_is_drawn_with_its_values_and_the_sum_of_two_messages():
    view = TapeView()
    assert signs(view) == ["x", "y", "×", "+"]
    assert [node["value"] for node in view.picture.graph["nodes"]] == [
        [["2"]], [["−1"]], [["−2"]], [["0"]],
    ]  # fmt: skip
    to_x = [m for m in view.picture.graph["moments"] if m["node"] == 0]
    assert [m["arrives"] for m in to_x] == [[["1"]], [["−1"]]]
    assert [m["gradient"] for m in to_x] == [[["1"]], [["0"]]]
    assert view.picture.graph["nodes"][0]["listed"]
    assert not view.picture.graph["nodes"][1]["listed"]
    assert [edge["local"] for edge in view.picture.graph["edges"]] == ["× −1", "× 2", "× 1", "× 1"]


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_every_expression_of_the_menu_is_drawn_and_travels_as_json(key):
    view = TapeView(key)
    graph = view.picture.graph
    assert view.picture.problem == ""
    assert json.loads(json.dumps(graph, allow_nan=False)) == graph
    assert view.scrub.count == len(graph["moments"]) == len(view.scrub.words)
    assert view.scrub.index == 0
    last = {m["node"]: m["told"] for m in graph["moments"] if "told" in m}
    assert len(last) == len(graph["nodes"])


def test_other_numbers_move_nothing():
    view = TapeView("neuron")
    places = [(node["x"], node["y"], node["w"]) for node in view.picture.graph["nodes"]]
    view.set_input("w1", -2.34567)
    assert [(node["x"], node["y"], node["w"]) for node in view.picture.graph["nodes"]] == places


def test_edges_of_one_pair_of_nodes_bend_apart():
    bends = [edge["bend"] for edge in TapeView(lambda x: x * x, x=3.0).picture.graph["edges"]]
    assert bends == [-15, 15]


def test_small_arrays_are_written_out_and_large_ones_told_by_their_shape():
    view = TapeView(lambda a, b: (a * b).total(), a=np.ones((2, 2)) / 3, b=np.ones((50, 2, 2)))
    first, second = view.picture.graph["nodes"][:2]
    assert (first["shape"], first["value"]) == ("(2, 2)", [["0.333", "0.333"]] * 2)
    assert (second["shape"], second["value"]) == ("(50, 2, 2)", [])
    assert first["said"] == "a, an input: shape (2, 2), [0.333, 0.333; 0.333, 0.333]"
    assert second["said"] == "b, an input: shape (50, 2, 2)"


def test_the_label_says_what_is_drawn():
    assert TapeView().picture.label == (
        "Graph of 4 nodes, from the inputs x, y on the left to v2."
    )


# ---- functions of one's own ------------------------------------------------------------


def test_any_function_of_vars_is_drawn_by_the_names_of_its_arguments():
    view = TapeView(lambda x, y: (x * y + x).tanh(), x=2.0, y=-1.0)
    assert signs(view) == ["x", "y", "×", "+", "tanh"]
    assert view.menu.value == "own"
    assert told_at(view, "x", 99) == "0"
    assert view.settings is None
    assert view.heading.query == ""


@pytest.mark.parametrize(
    ("function", "inputs", "said"),
    [
        (lambda x: 1 / 0, {"x": 1.0}, "The function raised ZeroDivisionError: division by zero."),
        (lambda x: 3, {"x": 1.0},
         "The function must return a Var made from its inputs, got 3 (int)."),
        (lambda x: x, {"x": [1, 2]},
         "The function must return one number, got shape (2,): take its sum or mean."),
        (lambda x: x, {}, "The input x has no value: give one, such as x=1.0."),
        (lambda x: x, {"x": "a"}, "The input x: value must be numbers, got 'a' (str)."),
        (3, {}, "It must be a function, got 3."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_answered_in_words(function, inputs, said):
    view = TapeView(function, **inputs)
    assert view.picture.problem == said
    assert view.picture.graph == {}
    assert "gb-tape-empty" in view._dom_classes


def test_a_graph_too_large_to_read_is_told_by_its_result():
    view = TapeView(chain, x=1.0)
    assert view.picture.problem == (
        f"801 nodes are too many to read, and at most {MOST_NODES} are drawn. "
        "The value is 1.492. Gradients: x 1.492."
    )
    assert view.picture.graph == {}


def test_sixty_nodes_are_drawn_and_one_more_is_not():
    def sums(count):
        def function(x):
            for _ in range(count):
                x = x.tanh()
            return x

        return TapeView(function, x=1.0)

    assert len(sums(MOST_NODES - 1).picture.graph["nodes"]) == MOST_NODES
    assert sums(MOST_NODES).picture.graph == {}


def test_a_function_that_fails_later_leaves_the_last_picture_faded():
    def touchy(x):
        if float(x.value) > 1:
            raise RuntimeError("too large for me")
        return x * x

    view = TapeView(touchy, x=0.5)
    before = view.picture.graph
    view.set_input("x", 2.0)
    assert view.picture.problem == "The function raised RuntimeError: too large for me."
    assert view.picture.faded
    assert view.picture.graph == before
    view.set_input("x", -1.0)
    assert (view.picture.faded, view.picture.problem) == (False, "")
    assert told_at(view, "x", 99) == "−2"


def test_an_unused_input_and_values_that_are_no_numbers_are_drawn():
    view = TapeView(lambda x, y: x / 0, x=-1.0, y=float("nan"))
    assert view.picture.problem == ""
    assert view.inputs.inputs[1] == {"name": "y", "words": "nan"}
    assert told_at(view, "y", 99) is None
    json.dumps(view.inputs.inputs, allow_nan=False)


# ---- what a person does ----------------------------------------------------------------


def test_a_slider_recomputes_everything_at_the_moment_in_hand():
    view = TapeView()
    view.scrub.index = 6
    turns(view, {"kind": "turn", "name": "y", "value": 2.5})
    assert view.scrub.index == 6
    assert view.scrub.words[6].endswith("1 · 2.5 = 2.5, added to what is there: 1 + 2.5 = 3.5.")
    assert told_at(view, "x", 6) == "3.5"
    assert view.inputs.answered == 1
    assert view.settings == TapeSettings("diamond", (2.0, 2.5))


@pytest.mark.parametrize(
    "content",
    [None, "turn", {"kind": "turn"}, {"kind": "turn", "name": "q", "value": 1},
     {"kind": "turn", "name": ["y"], "value": 1}, {"kind": "turn", "name": "y", "value": True},
     {"kind": "turn", "name": "y", "value": "1"}, {"kind": "turn", "name": "y", "value": 1e9},
     {"kind": "turn", "name": "y", "value": float("nan")}, {"kind": "x", "name": "y", "value": 1}],
)  # fmt: skip
def test_what_the_page_may_not_say_changes_nothing(content):
    view = TapeView()
    before = view.picture.graph
    turns(view, content)
    assert view.picture.graph == before
    assert view.settings == TapeSettings()


def test_the_page_cannot_put_a_graph_of_its_own_there():
    view = TapeView()
    view.picture.set_state({"graph": {"nodes": []}, "problem": "x"})
    view.inputs.set_state({"inputs": []})
    assert signs(view) == ["x", "y", "×", "+"]
    assert len(view.inputs.inputs) == 2


def test_another_expression_begins_anew_with_its_own_inputs():
    view = TapeView(x=3.0)
    view.scrub.index = 5
    view.menu.value = "unit"
    assert signs(view) == ["w", "x", "×", "b", "+", "tanh"]
    assert view.scrub.index == 0
    assert view.settings == TapeSettings("unit")
    view.choose("diamond")
    assert view.menu.value == "diamond"
    assert view.settings == TapeSettings("diamond")


def test_ones_own_function_can_be_returned_to_by_the_menu():
    view = TapeView(lambda x: x * x, x=5.0)
    view.menu.value = "product"
    assert view.settings == TapeSettings("product")
    view.menu.value = "own"
    assert signs(view) == ["x", "×"]
    assert view.values == {"x": 5.0}


def test_a_name_that_is_no_input_is_refused():
    with pytest.raises(ValueError, match="name must be one of x, y; got z"):
        TapeView().set_input("z", 1.0)


def test_a_slider_grows_when_its_value_lies_outside():
    view = TapeView(x=7.5)
    assert view.inputs.inputs[0] == {"name": "x", "value": 7.5, "low": -3, "high": 8, "step": 0.1}
    assert view.inputs.inputs[1]["high"] == 3


def test_a_wide_graph_gets_the_whole_width():
    view = TapeView()
    assert "gb-tape-wide" not in view._dom_classes
    view.choose("network")
    assert "gb-tape-wide" in view._dom_classes
    view.choose("five")
    assert "gb-tape-wide" not in view._dom_classes


def test_an_event_from_another_thread_is_done_on_the_kernels_loop():
    async def story():
        view, threads = TapeView(), []
        draw = view._draw
        view._draw = lambda **at: threads.append(threading.current_thread()) or draw(**at)
        message = {"kind": "turn", "name": "x", "value": 1.0}
        other = threading.Thread(target=turns, args=(view, message))
        other.start()
        other.join()
        for _ in range(3):
            await asyncio.sleep(0)
        assert threads == [threading.current_thread()]
        assert view.values["x"] == 1.0

    asyncio.run(story())


# ---- link, code, settings --------------------------------------------------------------


def test_a_link_brings_the_expression_and_its_inputs_back():
    view = TapeView("unit", name="mine")
    view.set_input("b", 1.5)
    assert view.heading.query == "open=mine&expression=unit&inputs=0.8~1.5~1.5"
    again = TapeView.from_link(view.heading.query)
    assert again.name == "mine"
    assert again.settings == view.settings == TapeSettings("unit", (0.8, 1.5, 1.5))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("open=tape&expression=magic", "expression must be one of diamond, unit"),
        ("open=tape&inputs=1~2~3", "Diamond takes 2 numbers (x, y), got 3."),
        ("open=tape&expression=layer&inputs=1", "Layer takes no numbers, got 1."),
        ("open=tape&inputs=1~500", "inputs must be in [-100, 100], got 500.0"),
        ("open=tape&inputs=a", "inputs must be numbers such as 0.5~1, got 'a'"),
        ("open=tape&color=red", "there is no setting 'color'"),
    ],
)
def test_what_a_link_cannot_mean_is_said_and_the_rest_is_drawn(link, said):
    view = TapeView.from_link(link)
    assert said in view.picture.problem
    assert view.picture.graph["nodes"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"x": "a"}, "The input x: "),
        ({"q": 1.0}, "there is no input q; the inputs are x, y."),
        ({"x": 1000.0}, "inputs must be in [-100, 100], got 1000.0"),
    ],
)
def test_a_bad_input_of_the_menu_is_refused_in_words_and_its_own_is_used(given, said):
    view = TapeView(**given, y=2.0)
    assert said in view.picture.problem
    assert view.values == {"x": 2.0, "y": 2.0}


def test_an_unknown_expression_is_refused_in_words_and_the_diamond_drawn():
    view = TapeView("magic")
    assert view.picture.problem.startswith("Expression must be one of diamond, unit")
    assert signs(view) == ["x", "y", "×", "+"]


@pytest.mark.parametrize("key", EXPRESSIONS)
def test_the_code_prints_the_gradients_that_are_on_screen(key):
    view = TapeView(key)
    if key != "layer":
        view.set_input(next(iter(view.values)), 0.5)
    view._write_code()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(view.heading.code, {})
    for name, node in view.graph.inputs.items():
        assert f"{name} {node.gradient}" in out.getvalue()
    assert out.getvalue().startswith(f"value {view.graph.end.value}\n")


numbers = st.lists(st.floats(-100, 100), min_size=2, max_size=2).map(tuple)


@given(inputs=numbers)
def test_settings_survive_a_link(inputs):
    settings = TapeSettings("diamond", inputs)
    read, problems = from_query("tape", TapeSettings, to_query("tape", settings))
    assert problems == []
    assert TapeSettings(**read) == settings
    assert values_of(settings) == dict(zip("xy", inputs, strict=True))
    assert values_of(settings_of("diamond", values_of(settings))) == values_of(settings)


@pytest.mark.parametrize(
    ("field", "value", "error", "said"),
    [
        ("expression", 3, ValueError, "expression must be one of"),
        ("inputs", [1.0], ValueError, "inputs must be a tuple of at most 20 numbers"),
        ("inputs", (1.0,) * 21, ValueError, "inputs must be a tuple of at most 20 numbers"),
        ("inputs", ("1",), TypeError, "inputs must be a number, got '1'"),
        ("inputs", (float("nan"),), ValueError, "inputs must be in"),
    ],
)
def test_settings_refuse_what_cannot_be(field, value, error, said):
    with pytest.raises(error, match=said):
        TapeSettings(**{field: value})


def test_a_vars_own_operator_is_drawn_by_its_name():
    view = TapeView(lambda x: Var(x.value**3, (x,), lambda g: (3 * g * x.value**2,), "cube"), x=2.0)
    assert signs(view) == ["x", "cube"]
    assert told_at(view, "x", 99) == "12"
