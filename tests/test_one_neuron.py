"""A neuron's line, dragged: what the page says, and what it is answered."""
import asyncio
import math
import re

import numpy as np
import pytest

from course.neuron import Neuron, make_clouds
from widgets.links import from_query, query_of
from widgets.neuron_words import Move, told
from widgets.one_neuron import LARGEST, REACH, SMALLEST, OneNeuron
from widgets.one_neuron_settings import NeuronSettings


def says(widget, kind, **more):
    """What the page sends from the picture."""
    widget.view._handle_custom_msg({"kind": kind, **more}, [])


def ideal(seed):
    """A good line, from the means of the clouds alone."""
    x, y = make_clouds(seed)
    middle, way = (x[y].mean(0) + x[~y].mean(0)) / 2, x[y].mean(0) - x[~y].mean(0)
    return Neuron.at(tuple(middle), math.atan2(way[1], way[0]), 15)


def by_hand(widget):
    """Drag the line to a good place, as a person would: the middle first, then the tip."""
    good = ideal(widget.settings.seed)
    x, y = good.nearest((0, 0))
    says(widget, "middle", point=[x, y])
    says(widget, "end")
    length = REACH * math.sqrt(good.size)
    tip = [x + length * math.cos(good.angle), y + length * math.sin(good.angle)]
    says(widget, "tip", point=tip)
    says(widget, "end")


def test_the_first_words_ask_for_the_goal_and_the_numbers_are_those_of_the_course():
    widget, (x, y) = OneNeuron(), make_clouds(0)
    neuron = Neuron(4, 1, 0)
    assert widget.view.words == "Move the line until 95% of the points lie on the side of their " \
                                "colour."  # fmt: skip
    shown = widget.view.numbers
    assert shown["accuracy"] == f"{neuron.accuracy(x, y):.1%}"
    assert shown["loss"] == f"{neuron.loss(x, y):.3f}"
    assert shown["formula"] == "z = 4.00 x\u2081 + 1.00 x\u2082 + 0.00"
    np.testing.assert_array_equal(
        np.frombuffer(widget.view.wrong, np.uint8), neuron.wrong(x, y).astype(np.uint8)
    )


def test_dragging_the_middle_moves_the_line_and_keeps_its_direction():
    widget = OneNeuron()
    says(widget, "middle", point=[0.3, -0.2])
    neuron = widget.neuron
    assert (neuron.w1, neuron.w2) == pytest.approx((4, 1), abs=1e-3)
    assert neuron.logits(np.array([[0.3, -0.2]]))[0] == pytest.approx(0, abs=1e-3)
    assert widget.view.line[3:5] == [0.3, -0.2]


def test_dragging_the_tip_turns_the_line_about_its_middle_and_sets_how_steep_it_is():
    widget = OneNeuron()
    says(widget, "middle", point=[0.1, 0.2])
    says(widget, "tip", point=[0.1, 0.2 - 2 * REACH])
    neuron = widget.neuron
    assert (neuron.w1, neuron.w2) == pytest.approx((0, -4), abs=1e-3)
    assert neuron.logits(np.array([[0.1, 0.2]]))[0] == pytest.approx(0, abs=1e-3)
    assert widget.view.line[5:] == pytest.approx([0.1, 0.2 - 2 * REACH], abs=1e-3)


@pytest.mark.parametrize(("length", "size"), [(0.001, SMALLEST), (9.0, LARGEST)])
def test_the_arrow_is_never_too_short_to_be_held_or_endlessly_long(length, size):
    widget = OneNeuron()
    says(widget, "tip", point=[length, 0])
    assert widget.neuron.size == pytest.approx(size, abs=1e-3)


def test_a_middle_outside_the_square_stays_on_its_edge():
    widget = OneNeuron()
    says(widget, "middle", point=[3, -4])
    assert widget.view.line[3:5] == [1, -1]


@pytest.mark.parametrize(
    ("key", "seen"),
    [
        ("left", lambda before, after: after.b > before.b and after.w1 == before.w1),
        ("right", lambda before, after: after.b < before.b and after.w1 == before.w1),
        ("up", lambda before, after: after.b < before.b and after.w2 == before.w2),
        ("down", lambda before, after: after.b > before.b and after.w2 == before.w2),
        ("turn left", lambda before, after: after.angle - before.angle == pytest.approx(
            math.radians(3), abs=1e-3)),
        ("turn right", lambda before, after: after.angle - before.angle == pytest.approx(
            math.radians(-3), abs=1e-3)),
        ("steeper", lambda before, after: after.size / before.size == pytest.approx(1.15, 1e-3)),
        ("flatter", lambda before, after: before.size / after.size == pytest.approx(1.15, 1e-3)),
    ],
)  # fmt: skip
def test_each_key_moves_turns_or_steepens_the_line_and_is_a_move_said_aloud(key, seen):
    widget = OneNeuron()
    before = widget.neuron
    says(widget, "key", key=key)
    assert seen(before, widget.neuron)
    assert [move.by for move in widget.moves] == ["start", "hand"]
    assert re.fullmatch(r"\d+\.\d% right, loss \d\.\d{3}\.", widget.view.spoken)


def test_what_is_dragged_is_one_move_however_many_places_it_passes():
    widget = OneNeuron()
    for i in range(5):
        says(widget, "middle", point=[0.02 * i, 0])
        assert widget.view.moves_words == "1 move"  # the one being made
    says(widget, "end")
    says(widget, "end")
    assert len(widget.moves) == 2
    losses = np.frombuffer(widget.view.moves, "<f4").reshape(-1, 2)[:, 0]
    assert losses.tolist() == pytest.approx([move.loss for move in widget.moves])


def test_every_message_is_answered_once_even_one_that_means_nothing():
    widget = OneNeuron()
    for content in (
        {"kind": "middle", "point": [0.1, 0.1]},
        {"kind": "middle", "point": ["x", 1]},
        {"kind": "tip", "point": [math.nan, 0]},
        {"kind": "tip"},
        {"kind": "key", "key": "q"},
        {"kind": "act", "act": ["reset"]},
        {"kind": 7},
    ):
        before, neuron = widget.view.answered, widget.neuron
        widget.view._handle_custom_msg(content, [])
        assert widget.view.answered == before + 1
        assert widget.neuron == neuron or content["kind"] == "middle"


def test_the_page_cannot_set_what_is_shown():
    widget = OneNeuron()
    widget.view.set_state({"words": "95%: there.", "reached": True})
    assert not widget.view.reached


def test_by_hand_the_goal_is_reached_and_the_words_count_the_moves_that_helped():
    widget = OneNeuron()
    first = widget.loss
    by_hand(widget)
    assert widget.view.reached and widget.accuracy >= 0.95
    losses = [move.loss for move in widget.moves]
    down = sum(after < before for before, after in zip(losses, losses[1:], strict=False))
    share = "each" if down == 2 else str(down)
    assert widget.view.words == (
        f"{widget.accuracy:.1%}: there. You just did gradient descent by hand: {share} of your 2 "
        "moves took the line to where the loss was smaller. "
        f"The loss was {first:.2f} at first and is {widget.loss:.2f} now."
    )


def moves(*pairs):
    return [Move(1.0, "start"), *(Move(loss, by) for loss, by in pairs)]


@pytest.mark.parametrize(
    ("made", "accuracy", "words"),
    [
        (moves(), 0.97, "97.0%: this line is there already."),
        (moves((0.5, "hand")), 0.8, "The loss was 1.00 at first and is 0.50 now."),
        (moves((0.5, "gradient"), (0.2, "gradient")), 0.96,
         "96.0%: there. 2 steps of gradient descent did it. The loss was 1.00 at first"),
        (moves((2.0, "hand"), (0.2, "gradient")), 0.96,
         "None of your moves made the loss smaller: 1 step of gradient descent did. "),
        (moves((0.5, "hand"), (0.2, "gradient")), 0.96,
         "Your move and 1 step of gradient descent took the line to where the loss was smaller."),
        (moves((2.0, "hand"), (0.5, "hand")), 0.96, "by hand: 1 of your 2 moves took the line"),
        (moves((0.5, "hand")), 0.96, "by hand: your move took the line"),
        (moves((2.0, "hand")), 0.96, "there. None of your moves made the loss smaller. The loss"),
    ],
)  # fmt: skip
def test_who_has_led_the_line_there_is_said_as_it_was(made, accuracy, words):
    assert words in told(made, accuracy)


def test_downhill_shows_the_line_one_step_on_and_its_loss():
    widget, (x, y) = OneNeuron(), make_clouds(0)
    says(widget, "act", act="downhill")
    ahead = Neuron(4, 1, 0).step(x, y)
    assert widget.view.ghost[:3] == pytest.approx([ahead.w1, ahead.w2, ahead.b])
    assert widget.view.numbers["ahead"].endswith(f"The loss there is {ahead.loss(x, y):.3f}.")
    assert widget.view.numbers["rows"][2][3] == f"{ahead.b:.2f}".replace("-", "\u2212")
    says(widget, "act", act="downhill")
    assert widget.view.ghost == [] and widget.view.numbers["rows"][0][2:] == ["", ""]


def test_a_step_takes_the_line_where_downhill_pointed_and_counts_as_the_machines():
    widget = OneNeuron()
    widget.show_downhill()
    ghost = widget.view.ghost[:3]
    says(widget, "act", act="step")
    assert widget.view.line[:3] == pytest.approx(ghost, abs=1e-4)
    assert widget.moves[-1].by == "gradient" and widget.moves[1].loss < widget.moves[0].loss
    assert np.frombuffer(widget.view.moves, "<f4").reshape(-1, 2)[:, 1].tolist() == [0, 1]


def test_reset_goes_back_to_where_the_line_began_and_forgets_the_moves():
    widget = OneNeuron(seed=3, w1=1.0, w2=-5.0)
    by_hand(widget)
    says(widget, "act", act="reset")
    assert widget.settings == NeuronSettings(3, 1.0, -5.0, 0.0) and len(widget.moves) == 1


def test_another_seed_brings_other_points_and_the_first_line_again():
    widget = OneNeuron()
    before = widget.view.points
    by_hand(widget)
    widget.points.value = 8
    assert widget.settings == NeuronSettings(seed=8)
    assert widget.view.points != before and len(widget.moves) == 1


def test_the_link_brings_the_line_back():
    widget = OneNeuron(seed=5)
    by_hand(widget)
    again = OneNeuron.from_link(f"https://example.org/voila/x?{widget.heading.query}")
    assert again.settings == widget.settings and again.view.problem == ""
    assert again.view.numbers == widget.view.numbers
    assert from_query("neuron", NeuronSettings, query_of(widget.heading.query))[1] == []


def test_the_code_gives_the_loss_and_the_accuracy_that_are_shown(capsys):
    widget = OneNeuron(seed=2)
    by_hand(widget)
    widget.heading._handle_custom_msg({"kind": "code"}, [])
    exec(widget.heading.code, {})
    loss, accuracy = map(float, capsys.readouterr().out.splitlines()[0].split())
    assert (loss, accuracy) == (widget.loss, widget.accuracy)
    assert widget.view.numbers["loss"] == f"{loss:.3f}"


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("open=neuron&w1=200", r"w1 must be in [-100, 100], got 200"),
        ("open=neuron&w1=0&w2=0", "w1 and w2 must not both be 0: there would be no line."),
        ("open=neuron&b=x", "b must be a number, got 'x'"),
        ("open=neuron&rate=1", "there is no setting 'rate'"),
    ],
)
def test_what_a_link_asks_that_cannot_be_is_said_in_the_widget(link, words):
    widget = OneNeuron.from_link(link)
    assert words in widget.view.problem
    assert widget.neuron.size > 0


def test_a_step_never_leaves_what_a_link_can_hold():
    widget = OneNeuron.from_link("open=neuron&w1=0.1&w2=0.1&b=-100")
    assert widget.neuron.step(*make_clouds(0)).b > -100
    widget.move(Neuron(0.1, 0.1, -101))
    assert widget.settings.b == -100 and "b=-100.0" in widget.heading.query


def test_a_setting_that_is_not_allowed_is_refused_and_the_next_act_clears_the_words():
    widget = OneNeuron(seed=-1)
    assert widget.view.problem == "seed must be in [0, 9999], got -1."
    assert widget.settings == NeuronSettings()
    says(widget, "key", key="left")
    assert widget.view.problem == ""


def test_the_label_tells_the_picture_and_follows_it():
    widget = OneNeuron()
    before = widget.view.label
    assert "136 of 200 on the wrong side" in before and "100 orange round" in before
    says(widget, "key", key="left")
    assert widget.view.label != before


def test_a_message_from_another_thread_is_answered_on_the_kernels_loop():
    async def told():
        widget = OneNeuron()
        before = widget.neuron
        await asyncio.to_thread(says, widget, "key", key="left")
        for _ in range(100):
            await asyncio.sleep(0)
        return before, widget.neuron

    before, after = asyncio.run(told())
    assert before != after
