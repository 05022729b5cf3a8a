"""Controls come from the config: one for each field, and none changes a config."""
from dataclasses import fields

import pytest
import traitlets

from widgets.canvas.network import MOST_LAYERS, LayerEditor, layer_words, stepped
from widgets.controls.form import Form
from widgets.controls.stepper import Stepper
from widgets.controls.thumbnails import Thumbnails
from widgets.controls.toggle import Toggle
from widgets.layout import DATA, NETWORK, RARE, SELDOM, TRAINING
from widgets.settings import PlaygroundSettings


class Listener:
    """Keeps what a form says."""

    def __init__(self, settings: PlaygroundSettings | None = None) -> None:
        self.changes: list = []
        self.refusals: list[str] = []
        self.form = Form(
            settings or PlaygroundSettings(),
            lambda config, name: self.changes.append((name, getattr(config, name))),
            self.refusals.append,
        )


def test_every_field_has_a_control_that_shows_it() -> None:
    settings = PlaygroundSettings(rule="rose", hidden=(3, 5), seed=4, noise=0.1, batch_size=0)
    controls = Listener(settings).form.controls
    assert set(controls) == {item.name for item in fields(PlaygroundSettings)}
    for name, control in controls.items():
        assert control.value == getattr(settings, name), name


def test_every_control_stands_somewhere_on_the_page() -> None:
    placed = [*DATA, *NETWORK, *TRAINING, *RARE, "shown"]
    assert sorted(placed) == sorted(item.name for item in fields(PlaygroundSettings))
    assert {*SELDOM} < {*placed} - {*RARE}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rule", "ring"), ("points", 50), ("noise", 0.25), ("hidden", (4,)),
        ("activation", "tanh"), ("seed", 3), ("speed", "full"), ("optimiser", "sgd"),
        ("batch_size", 0), ("learning_rate", 0.1), ("l2", 0.001), ("shown", "train"),
        ("start", "2016"), ("scale", 0.3), ("schedule", "decay"), ("steps", 2000),
    ],
)  # fmt: skip
def test_moving_a_control_makes_a_new_config_with_that_value(name: str, value: object) -> None:
    listener = Listener()
    before = listener.form.config
    listener.form.controls[name].value = value
    assert listener.changes == [(name, value)]
    assert getattr(listener.form.config, name) == value
    assert before == PlaygroundSettings()


def test_showing_another_config_tells_nobody() -> None:
    listener = Listener()
    listener.form.set(PlaygroundSettings(rule="rose", hidden=(2,), noise=0.3))
    assert listener.changes == []
    assert listener.form.controls["hidden"].hidden == [2]
    assert listener.form.controls["noise"].value == 0.3


def test_values_off_the_scale_stretch_it() -> None:
    settings = PlaygroundSettings(
        points=1, noise=1.5, learning_rate=1e9, batch_size=7, seed=10**6, steps=77, scale=0.25
    )
    for name, control in Listener(settings).form.controls.items():
        assert control.value == getattr(settings, name), name


def test_showing_a_value_off_a_list_adds_it_in_words() -> None:
    listener = Listener()
    controls = listener.form.controls
    wanted = PlaygroundSettings(points=1234, steps=5, batch_size=2000, learning_rate=0.04)
    listener.form.set(wanted)
    for name, control in controls.items():
        assert control.value == getattr(wanted, name), name
    shown = [controls[name].label for name in ("points", "steps", "batch_size", "learning_rate")]
    assert shown == ["1,234", "5 steps", "2000", "0.04"]
    assert listener.changes == []
    controls["steps"].value = 1000
    assert listener.changes == [("steps", 1000)]


def test_a_large_number_of_points_is_written_out() -> None:
    control = Listener(PlaygroundSettings(points=12_345)).form.controls["points"]
    assert [words for words, _ in control.options][-3:] == ["12,345", "30,000", "100,000"]
    assert control.label == "12,345"


def test_a_refused_value_is_said_and_goes_back() -> None:
    listener = Listener()
    control = listener.form.controls["noise"]
    control.max = 3
    control.value = 2.5
    assert listener.refusals == ["noise must be in [0, 2], got 2.5"]
    assert control.value == 0
    assert listener.changes == []


def test_a_stepper_keeps_what_the_page_sends_within_bounds() -> None:
    stepper = Stepper(label="seed", low=0, high=9, value=3)
    stepper.set_state({"value": 99})
    assert stepper.value == 9


@pytest.mark.parametrize(
    ("control", "message"),
    [
        (Toggle(label="device", options=[["CPU", "cpu"]]), "device must be one of cpu"),
        (Thumbnails("Rule", "circle"), "Rule must be one of positive, linear"),
    ],
)
def test_an_option_that_does_not_exist_is_refused(control: Toggle, message: str) -> None:
    with pytest.raises(traitlets.TraitError, match=message):
        control.value = "frob"


def test_layers_and_units_are_added_and_removed() -> None:
    editor = LayerEditor((8,))
    for act, layer, expected in [
        ("add", 0, (8, 8)), ("more", 1, (8, 10)), ("less", 0, (6, 10)), ("remove", 0, (6,)),
        ("remove", 0, ()), ("remove", 0, ()), ("add", 0, (8,)),
    ]:  # fmt: skip
        editor._handle_custom_msg({"kind": "change", "act": act, "layer": layer}, [])
        assert editor.value == expected


def test_there_are_never_more_layers_than_the_picture_holds() -> None:
    editor = LayerEditor((2,))
    for _ in range(2 * MOST_LAYERS):
        editor._handle_custom_msg({"kind": "change", "act": "add", "layer": 0}, [])
    assert len(editor.value) == MOST_LAYERS


@pytest.mark.parametrize(
    "message", [None, "add", {}, {"kind": "change", "act": "explode", "layer": 0},
                {"kind": "change", "act": "more", "layer": 99},
                {"kind": "change", "act": "more", "layer": "0"}],
)  # fmt: skip
def test_messages_that_make_no_sense_change_nothing(
    message: object, caplog: pytest.LogCaptureFixture
) -> None:
    editor = LayerEditor((8,))
    editor.log.propagate = True
    editor._handle_custom_msg(message, [])
    assert editor.value == (8,)
    assert caplog.messages == []  # ipywidgets logs what a handler raises, and goes on


def test_units_go_up_and_down_through_good_numbers() -> None:
    assert [stepped(n, up=True) for n in (1, 6, 7, 64, 100, 1000)] == [2, 8, 8, 100, 200, 1000]
    assert [stepped(n, up=False) for n in (1, 2, 8, 9, 500)] == [1, 1, 6, 8, 200]


def test_the_network_is_described_in_words() -> None:
    assert layer_words(()) == "Two inputs, no hidden layer, one output"
    assert layer_words((1,)) == "Two inputs, a hidden layer of 1 unit, one output"
    assert layer_words((8, 4, 2)) == "Two inputs, hidden layers of 8, 4 and 2 units, one output"


def test_what_a_page_only_rounds_otherwise_is_no_change() -> None:
    heard = []
    form = Form(PlaygroundSettings(noise=0.3), lambda *change: heard.append(change), heard.append)
    form.controls["noise"].value = 0.30000000000000004
    assert heard == [] and form.config.noise == 0.3
    form.controls["noise"].value = 0.31
    assert [name for _, name in heard] == ["noise"] and form.config.noise == 0.31
