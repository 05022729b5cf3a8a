"""A rule painted on the page: what a person sends, what it becomes, and who learns it."""
import asyncio
import math
from collections.abc import Callable
from urllib.parse import parse_qs

import numpy as np
import pytest

from course import toys
from course.painted_examples import EXAMPLES
from course.painting import MOST, Painting, from_text, to_text
from course.toys import base_rate, find, make_dataset
from widgets import painted_rule
from widgets.canvas.paint import FULL, MOST_SENT, PaintCanvas
from widgets.links import LONGEST_VALUE, from_query
from widgets.painted_rule import PaintedRule
from widgets.painted_rule_settings import PaintedSettings
from widgets.playground import Playground

HOOKS = EXAMPLES["hooks"]
TWO = Painting([(-0.5, 0.0, True), (0.5, 0.0, False)])


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of the course's rules alone that a test may change, and no page's query."""
    monkeypatch.delenv("QUERY_STRING", raising=False)
    before = dict(toys.RULES)
    for name in set(before) - set(toys.PROVIDED):
        del toys.RULES[name]
    yield
    toys.RULES.clear()
    toys.RULES.update(before)


def says(widget: PaintedRule | PaintCanvas, kind: str, **more: object) -> None:
    """What the page sends from the square."""
    getattr(widget, "canvas", widget)._handle_custom_msg({"kind": kind, **more}, [])


def stroke(widget: PaintedRule | PaintCanvas, brush: str, *points: tuple[float, float]) -> None:
    """A whole stroke in one message."""
    places = [list(point) for point in points]
    says(widget, "paint", brush=brush, points=places, first=True, ended=True)


def held(canvas: PaintCanvas) -> list[tuple[float, float, bool]]:
    """What the page is sent to draw."""
    values = np.frombuffer(canvas.dabs, "<f4").reshape(-1, 3).tolist()
    return [(round(x, 2), round(y, 2), inside > 0.5) for x, y, inside in values]


def registered() -> Painting:
    """The painting that the rule of that name was made from."""
    return find("painted").decide.__self__


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go on until something holds."""
    for _ in range(5000):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it never came to be")


def run_code(code: str, capsys: pytest.CaptureFixture) -> dict:
    """The names that these lines leave."""
    names: dict = {}
    exec(code, names)
    capsys.readouterr()
    return names


# ---- the square ------------------------------------------------------------------------------


def test_a_stroke_becomes_dabs_that_are_drawn_counted_and_said() -> None:
    canvas = PaintCanvas(Painting())
    assert (canvas.said, canvas.dabs) == ("Nothing is painted yet.", b"")
    stroke(canvas, "inside", (-0.5, 0), (-0.4, 0))
    stroke(canvas, "outside", (0.5, 0))
    assert held(canvas) == [(-0.5, 0, True), (-0.4, 0, True), (0.5, 0, False)]
    assert canvas.spoken == canvas.said == "2 dabs inside, 1 outside."
    assert canvas.label == "Your painting: 2 dabs inside, 1 outside."


def test_in_the_middle_of_a_stroke_nothing_is_said_aloud() -> None:
    canvas = PaintCanvas(Painting())
    heard: list[bool] = []
    canvas.on_paint(heard.append)
    says(canvas, "paint", brush="inside", points=[[0, 0]], first=True, ended=False)
    assert (canvas.said, canvas.spoken) == ("1 dab inside, none outside.", "")
    says(canvas, "paint", brush="inside", points=[[0.1, 0]], first=False, ended=True)
    assert canvas.spoken == "2 dabs inside, none outside." and heard == [False, True]


def test_undo_takes_a_whole_stroke_back_however_many_messages_it_came_in() -> None:
    canvas = PaintCanvas(TWO)
    assert not canvas.undoable
    for i in range(4):
        says(canvas, "paint", brush="inside", points=[[-0.8 + 0.2 * i, 0.6]], first=i == 0)
    assert canvas.painting.counts == (5, 1)
    says(canvas, "undo")
    assert canvas.painting == TWO and not canvas.undoable
    stroke(canvas, "eraser", (-0.5, 0))
    stroke(canvas, "inside", (0.2, 0.2))
    stroke(canvas, "inside", (0.2, 0.2))  # changes nothing, so it is nothing to be undone
    says(canvas, "undo")
    assert canvas.painting.counts == (0, 1)
    says(canvas, "undo")
    assert canvas.painting == TWO and not canvas.undoable
    says(canvas, "undo")
    assert canvas.painting == TWO


def test_clear_and_examples_can_be_undone() -> None:
    canvas = PaintCanvas(TWO)
    says(canvas, "clear")
    assert canvas.painting == Painting() and canvas.spoken == "Nothing is painted yet."
    says(canvas, "example", name="smiley")
    assert canvas.painting == EXAMPLES["smiley"]
    says(canvas, "undo")
    says(canvas, "undo")
    assert canvas.painting == TWO


def test_the_brush_chosen_is_kept() -> None:
    canvas = PaintCanvas(TWO)
    says(canvas, "brush", name="eraser")
    assert canvas.brush == "eraser"
    stroke(canvas, "outside", (0, 0))
    assert canvas.brush == "outside"


def test_a_full_painting_says_so() -> None:
    along = np.arange(-0.9, 0.91, 0.1).round(2)
    full = Painting([(x, y, True) for y in along for x in along][:MOST])
    canvas = PaintCanvas(full)
    stroke(canvas, "outside", (0.9, 0.9))
    assert canvas.painting == full and canvas.said == canvas.spoken == FULL
    stroke(canvas, "eraser", (-0.9, -0.9))
    assert canvas.said == f"{MOST - 1} dabs inside, none outside."


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([[0, 1.5]], r"points must lie in [-1, 1] x [-1, 1], got 1.5"),
        ([[0, math.nan]], "the stroke must be finite numbers"),
        ([[0, "__import__"]], "the stroke must be numbers of shape (n, 2)"),
        ([[0, 0, 0]], "the stroke must have shape (n, 2)"),
        ([], "the stroke must have shape (n, 2)"),
        ([[0, 0]] * (MOST_SENT + 1), f"in up to {MOST_SENT} places, but {MOST_SENT + 1} places"),
        ("0,0", "in up to 200 places, but '0,0' came"),
        (None, "in up to 200 places, but None came"),
    ],
)
def test_a_stroke_that_is_none_is_refused_in_words_and_answered(
    points: object, words: str
) -> None:
    canvas = PaintCanvas(TWO)
    says(canvas, "paint", brush="inside", points=points, first=True, ended=True)
    assert words in canvas.said and canvas.said.startswith("Not painted: ")
    assert canvas.painting == TWO and canvas.answered == 1 and not canvas.undoable


@pytest.mark.parametrize(
    "content",
    ["paint", None, {}, {"kind": ["paint"]}, {"kind": "example", "name": "../secret"},
     {"kind": "example", "name": []}, {"kind": "brush", "name": "inkwell"}, {"kind": "undo"},
     {"kind": "paint", "brush": ["inside"], "points": [[0, 0]]}],
)  # fmt: skip
def test_a_message_that_means_nothing_is_answered_and_changes_nothing(content: object) -> None:
    canvas = PaintCanvas(TWO)
    canvas._handle_custom_msg(content, [])
    assert (canvas.painting, canvas.brush, canvas.answered) == (TWO, "inside", 1)


def test_the_page_cannot_set_what_is_painted() -> None:
    canvas = PaintCanvas(TWO)
    canvas.set_state({"dabs": b"", "said": "Send money.", "brush": "eraser"})
    assert len(held(canvas)) == 2 and canvas.said == "1 dab inside, 1 outside."


# ---- the rule and who learns it --------------------------------------------------------------


def test_a_painting_is_there_from_the_start_and_its_points_are_shown() -> None:
    widget = PaintedRule()
    assert widget.painting == HOOKS and widget.playground.settings.rule == "painted"
    data = make_dataset(HOOKS.rule("again"), 700, 1000)
    np.testing.assert_array_equal(widget.playground.run.data.x_test, data.x_test)
    np.testing.assert_array_equal(widget.playground.run.data.y_test, data.y_test)
    assert widget.playground.transport.free == f"({base_rate('painted'):.1%} is free)"


def test_the_name_is_that_of_the_rule_so_that_other_pieces_can_use_it() -> None:
    widget = PaintedRule(name="mine", painting=TWO)
    stroke(widget, "inside", (0.0, 0.8))
    other = Playground(rule="mine")
    assert other.settings.rule == "mine"
    np.testing.assert_array_equal(
        other.run.data.y_train, widget.painting.decide(other.run.data.x_train)
    )


@pytest.mark.parametrize("name", ["ring", "x" * 41, "  "])
def test_a_name_that_no_rule_can_have_is_the_links_alone(name: str) -> None:
    widget = PaintedRule(name=name)
    assert widget.rule == "painted" and registered() == HOOKS
    assert parse_qs(widget.heading.query)["open"] == [name]


def test_until_both_classes_are_painted_it_is_said_what_to_do() -> None:
    widget = PaintedRule(painting="")
    [todo] = widget._place.children
    assert widget.playground is None and "Paint some orange and some blue" in todo.value
    stroke(widget, "inside", (-0.5, 0))
    assert "choose the brush <b>outside</b>" in todo.value
    stroke(widget, "eraser", (-0.5, 0))
    stroke(widget, "outside", (0.5, 0))
    assert "choose the brush <b>inside</b>" in todo.value and "painted" not in toys.RULES
    stroke(widget, "inside", (-0.5, 0))
    assert widget._place.children == (widget.playground,)
    x, y = widget.playground.run.data.x_train, widget.playground.run.data.y_train
    assert np.array_equal(y, x[:, 0] < 0)


def test_repainting_gives_the_network_other_points_and_keeps_what_it_has_learned() -> None:
    widget = PaintedRule(painting=TWO)
    playground = widget.playground
    for _ in range(30):
        playground.step()
    run, network = playground.run, playground.run.step.network
    frame = playground.field.frame
    stroke(widget, "outside", (0.0, 0.8))
    assert widget.playground is playground and playground.run is run
    assert run.step.index == 30 and run.step.network is network
    wanted = make_dataset("painted", 700, 1000)
    np.testing.assert_array_equal(run.data.x_train, wanted.x_train)
    drawn = np.frombuffer(playground.field.points, "<f4").reshape(-1, 3)
    np.testing.assert_array_equal(drawn[:, :2], wanted.x_test)
    assert playground.field.frame == frame + 1
    assert playground.transport.free == f"({base_rate('painted'):.1%} is free)"


def test_before_the_first_step_repainting_begins_anew_on_the_new_points() -> None:
    widget = PaintedRule(painting=TWO)
    stroke(widget, "outside", (0.0, 0.8))
    run = widget.playground.run
    assert run.stretches() == [] and len(run.history) == 1
    assert run.history[0].test_accuracy == run.scores()[1].accuracy


def test_a_failed_run_begins_anew_when_it_is_repainted() -> None:
    widget = PaintedRule(painting=TWO)
    widget.playground.step()
    widget.playground.transport.state = "failed"
    stroke(widget, "outside", (0.0, 0.8))
    assert widget.playground.transport.state == "empty"
    assert widget.playground.run.step.index == 0


def test_a_network_whose_loss_is_lost_on_the_new_points_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    widget = PaintedRule(painting=TWO)
    widget.playground.step()
    shows = widget.playground.picture.show_frame

    def lost(*args: object, **more: object) -> int:
        monkeypatch.setattr(widget.playground.picture, "show_frame", shows)
        raise painted_rule.DivergedError("the loss is not a number")

    monkeypatch.setattr(widget.playground.picture, "show_frame", lost)
    stroke(widget, "outside", (0.0, 0.8))
    assert widget.playground.run.step.index == 0 and "Stopped" not in widget.canvas.said


def test_a_playground_that_shows_another_rule_is_left_alone() -> None:
    widget = PaintedRule()
    widget.playground.form.controls["rule"].value = "circle"
    data = widget.playground.run.data
    stroke(widget, "outside", (0.0, 0.8))
    assert widget.playground.run.data is data and data.rule == "circle"


def test_a_painting_without_one_class_pauses_and_hides_the_playground_and_keeps_the_run() -> None:
    widget = PaintedRule(painting=TWO)
    widget.playground.step()
    run = widget.playground.run
    stroke(widget, "eraser", (0.5, 0))
    assert widget.playground not in widget._place.children
    says(widget, "undo")
    assert widget._place.children == (widget.playground,) and widget.playground.run is run


def test_while_it_runs_it_is_repainted_without_an_end() -> None:
    async def scenario() -> tuple[int, int, bool, float]:
        widget = PaintedRule(painting=TWO)
        playground = widget.playground
        playground.form.controls["speed"].value = "full"
        playground.play()
        await until(lambda: playground.run.step.index >= 20)
        run, before = playground.run, playground.run.step.index
        says(widget, "paint", brush="outside", points=[[0, 0.8]], first=True, ended=False)
        says(widget, "paint", brush="outside", points=[[0.1, 0.8]], ended=True)
        await until(lambda: run.data.y_train.mean() < 0.4)
        await until(lambda: run.step.index >= before + 20)
        same, running = playground.run is run, playground.run_loop.running
        playground.pause()
        await until(lambda: playground.transport.state != "running")
        return before, run.step.index, same and running, run.data.y_train.mean()

    before, after, went_on, share = asyncio.run(scenario())
    assert went_on and after >= before + 20
    assert abs(share - 1 / 4) < 5 * math.sqrt(3 / 16 / 700)


def test_many_places_of_one_stroke_are_followed_once() -> None:
    async def scenario() -> tuple[int, int]:
        widget = PaintedRule(painting=TWO)
        widget.playground.step()
        frame = widget.playground.field.frame
        for i in range(6):
            says(widget, "paint", brush="inside", points=[[0, 0.1 * i]], first=i == 0)
        for _ in range(3):
            await asyncio.sleep(0)
        early = widget.playground.field.frame - frame
        says(widget, "paint", brush="inside", points=[[0, 0.6]], ended=True)
        await until(lambda: registered() == widget.painting)
        return early, widget.playground.field.frame - frame

    assert asyncio.run(scenario()) == (0, 1)


def test_a_message_from_another_thread_is_answered_on_the_kernels_loop() -> None:
    async def scenario() -> str:
        widget = PaintedRule(painting="")
        for brush, x in (("inside", -0.5), ("outside", 0.5)):
            await asyncio.to_thread(stroke, widget, brush, (x, 0))
        await until(lambda: widget.playground is not None)
        return widget.canvas.said

    # Debugging, the loop refuses to be used from another thread.
    assert asyncio.run(scenario(), debug=True) == "1 dab inside, 1 outside."


# ---- link and code ---------------------------------------------------------------------------


def test_the_link_brings_painting_and_brush_back() -> None:
    widget = PaintedRule()
    stroke(widget, "eraser", (-0.65, 0.0), (-0.65, 0.2))
    again = PaintedRule.from_link(f"https://example.org/voila/x?{widget.heading.query}")
    assert again.settings == widget.settings != PaintedSettings()
    assert again.painting == widget.painting and again.canvas.brush == "eraser"
    assert len(to_text(widget.painting)) <= LONGEST_VALUE


def test_a_link_may_hold_an_empty_square() -> None:
    widget = PaintedRule()
    says(widget, "clear")
    assert from_query("painted", PaintedSettings, widget.heading.query) == ({"painting": ""}, [])


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("open=painted&painting=f", "painting must be text as course.painting.to_text writes it"),
        ("open=painted&painting=__import__(1)", "in letters, digits, - and _"),
        ("open=painted&brush=inkwell", "brush must be one of inside, outside, eraser"),
        ("open=painted&colour=red", "there is no setting 'colour'"),
    ],
)
def test_what_a_link_asks_that_cannot_be_is_said_in_the_widget(link: str, words: str) -> None:
    widget = PaintedRule.from_link(link)
    assert words in widget.canvas.said and widget.painting == HOOKS


def test_a_setting_that_is_not_allowed_is_refused_and_the_next_act_clears_the_words() -> None:
    widget = PaintedRule(painting=7)
    assert widget.canvas.said.startswith("painting must be text") and widget.painting == HOOKS
    stroke(widget, "outside", (0.0, 0.8))
    assert widget.canvas.said == "24 dabs inside, 25 outside."


def test_the_code_repeats_a_run_that_was_repainted_on_the_way(
    capsys: pytest.CaptureFixture,
) -> None:
    widget = PaintedRule(painting=TWO)
    playground = widget.playground
    for brush, place in (("outside", (0, 0.8)), ("inside", (0.8, -0.8)), ("outside", (-0.5, 0.2))):
        for _ in range(5):
            playground.step()
        stroke(widget, brush, place)
    playground.step()
    playground.form.controls["points"].value = 300  # other points of the same painting
    playground.step()
    widget.heading._handle_custom_msg({"kind": "code"}, [])
    names = run_code(widget.heading.code, capsys)
    np.testing.assert_array_equal(
        names["step"].network.parameters, playground.run.step.network.parameters
    )
    np.testing.assert_array_equal(names["data"].x_test, playground.run.data.x_test)
    assert widget.heading.code.count("from_text(") == 5


def test_the_code_of_a_run_begun_again_holds_its_own_painting_alone(
    capsys: pytest.CaptureFixture,
) -> None:
    widget = PaintedRule(painting=TWO)
    widget.playground.step()
    stroke(widget, "outside", (0.0, 0.8))
    widget.playground.reset()
    widget.playground.step()
    code = widget.code()
    assert code.count("from_text(") == 1
    names = run_code(code, capsys)
    np.testing.assert_array_equal(
        names["step"].network.parameters, widget.playground.run.step.network.parameters
    )
    stroke(widget, "inside", (0.8, -0.8))
    widget.playground.step()
    names = run_code(widget.code(), capsys)
    np.testing.assert_array_equal(
        names["step"].network.parameters, widget.playground.run.step.network.parameters
    )


def test_the_code_of_a_run_repainted_very_often_says_that_it_trains_on_the_last_alone(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(painted_rule, "MOST_WRITTEN", 3)
    widget = PaintedRule(painting=TWO)
    for i in range(3):
        widget.playground.step()
        stroke(widget, "outside", (-0.9 + 0.1 * i, 0.8))
    code = widget.code()
    assert code.startswith("# trained on 4 sets of points, one after the other; here, on the last")
    names = run_code(code, capsys)
    assert names["step"].index == 3 and code.count("from_text(") == 1
    np.testing.assert_array_equal(names["data"].x_train, widget.playground.run.data.x_train)


def test_the_code_of_a_painting_that_is_no_rule_yet_counts_its_dabs(
    capsys: pytest.CaptureFixture,
) -> None:
    widget = PaintedRule(painting="")
    stroke(widget, "inside", (0, 0))
    exec(widget.code(), {})
    assert capsys.readouterr().out == "1 dab inside, none outside\n"


def test_a_program_can_put_a_painting_in_place_of_another() -> None:
    widget = PaintedRule()
    widget.paint(TWO)
    assert from_text(parse_qs(widget.heading.query)["painting"][0]) == TWO
    assert registered() == TWO
    says(widget, "undo")
    assert widget.painting == HOOKS
