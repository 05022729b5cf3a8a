"""The widgets that measure what a step costs, driven without a browser."""
import pytest

from course import device
from course.loading import Loading
from course.step_times import StepTimes
from widgets.device_race import NO_GPU, DeviceRace
from widgets.step_costs import StepCosts

RESULT = StepTimes({"first": 1e-5, "second": 2e-5}, {"first": 0.0, "second": 1e-16}, 10)


class Measurement:
    """Three pieces, then RESULT."""

    steps = 3

    def pieces(self):
        yield Loading("torch")
        yield StepTimes({"first": 3e-5}, {}, 0)
        yield StepTimes({"first": 3e-5, "second": 2e-5}, {}, 0)
        return RESULT

    def code(self):
        return "1 + 1"


@pytest.fixture(params=[StepCosts, DeviceRace])
def race(request, monkeypatch):
    monkeypatch.setattr(request.param.Settings, "measurement", lambda self: Measurement())
    return request.param()


def test_nothing_is_measured_before_it_is_asked_for(race):
    assert race.result is None and race.bars.value == "" and race.words.value == ""


def test_the_bars_grow_while_it_is_measured(race):
    pieces = race.pieces()
    next(pieces)
    assert race.bars.value == ""
    next(pieces)
    assert "30 µs" in race.bars.value and "second" not in race.bars.value


def test_at_the_end_bars_and_words_say_the_result(race):
    assert race.run() is RESULT
    assert "20 µs" in race.bars.value
    assert race.words.value.startswith("A step takes first 10 µs, second 20 µs: second 2.0 times")
    assert race.runner.spoken == race.words.value


def test_another_setting_throws_away_what_was_measured(race):
    race.run()
    race.form.controls["batch"].value = 1000
    assert race.settings.batch == 1000
    assert race.result is None and race.bars.value == "" and race.words.value == ""
    assert "batch=1000" in race.heading.query


def test_a_link_brings_the_settings_back(race):
    race.form.controls["batch"].value = 1000
    again = type(race).from_link(race.heading.query)
    assert again.settings == race.settings


def test_a_bad_setting_is_refused_in_words_and_the_default_used(race):
    other = type(race)(batch=0)
    assert "batch must be" in other.runner.problem and "got 0" in other.runner.problem
    assert other.settings == race.settings


def test_a_failure_while_measuring_is_said_beside_the_button(race, monkeypatch):
    def pieces(self):
        yield Loading("torch")
        raise ImportError("torch is not installed")

    monkeypatch.setattr(Measurement, "pieces", pieces)
    race.work.press()
    assert race.runner.problem == "Stopped: ImportError: torch is not installed."
    assert race.result is None


def test_the_code_is_that_of_the_measurement(race):
    race._write_code()
    assert race.heading.code == "1 + 1"


def test_without_a_gpu_the_toggle_says_so(monkeypatch):
    monkeypatch.setattr(device, "gpu_hint", lambda: False)
    toggle = DeviceRace().form.controls["device"]
    assert toggle.disabled_options == ["gpu"] and toggle.note == NO_GPU
    monkeypatch.setattr(device, "gpu_hint", lambda: True)
    toggle = DeviceRace().form.controls["device"]
    assert toggle.disabled_options == [] and toggle.note == ""


def test_a_gpu_that_torch_cannot_use_is_said_after_the_race(monkeypatch):
    class OnCpu(Measurement):
        def pieces(self):
            yield Loading("torch")
            return StepTimes({"numpy on the CPU": 1e-5, "torch on the CPU": 2e-5}, {}, 10)

    monkeypatch.setattr(DeviceRace.Settings, "measurement", lambda self: OnCpu())
    race = DeviceRace(device="gpu")
    race.run()
    assert race.runner.problem.startswith("There is no GPU that torch can use here")


@pytest.mark.parametrize("kind", [StepCosts, DeviceRace])
def test_the_settings_reach_what_measures(kind):
    race = kind(batch=100)
    assert race.settings.measurement().batch_size == 100


def test_the_toggle_decides_where_torch_computes():
    assert [DeviceRace(device=d).settings.measurement().gpu for d in ("cpu", "gpu")] == [0, 1]
