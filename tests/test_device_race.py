"""The same network on two devices."""
import numpy as np
import pytest

from course import device, device_race
from course.device_race import DeviceRace
from course.records import TrainConfig
from course.toys import make_dataset
from course.training import fit


def test_two_devices_that_begin_alike_end_alike():
    result = DeviceRace((8, 8), 32, steps_each=50).run()
    assert list(result.seconds) == ["numpy on the CPU", "torch on the CPU"]
    assert result.steps == 50
    assert 0 < result.differences["torch on the CPU"] < 1e-5


def test_the_difference_is_that_of_two_runs_of_fit():
    result = DeviceRace((4,), 20, steps_each=30, seed=3).run()
    ends = []
    for name in ("cpu", "torch-cpu"):
        config = TrainConfig(
            (4,), "tanh", seed=3, batch_size=20, steps=30, optimiser="sgd", learning_rate=0.05,
            device=name,
        )  # fmt: skip
        *_, last = fit(config, make_dataset("circle", 1000))
        ends.append(last.network.backend.numpy(last.network.parameters))
    expected = float(np.abs(ends[0] - ends[1]).max())
    assert result.differences["torch on the CPU"] == expected


def test_without_a_gpu_torch_runs_on_the_cpu(monkeypatch):
    monkeypatch.setattr(device_race, "gpu_present", lambda: False)
    assert DeviceRace(gpu=True).devices() == ("cpu", "torch-cpu")


def test_with_a_gpu_torch_runs_there(monkeypatch):
    monkeypatch.setattr(device_race, "gpu_present", lambda: True)
    monkeypatch.setattr(device_race, "gpu_name", lambda: "cuda")
    assert DeviceRace(gpu=True).devices() == ("cpu", "cuda")
    assert DeviceRace(gpu=False).devices() == ("cpu", "torch-cpu")


@pytest.mark.parametrize("hidden", [(8, 8), (100, 100, 100), (500, 500, 500)])
@pytest.mark.parametrize("steps", [1, 7, 100])
def test_turns_add_up_to_the_steps_that_were_asked_for(hidden, steps):
    race = DeviceRace(hidden, 100, steps)
    assert steps % race._chunk == 0
    assert race.steps == 2 * steps / race._chunk


def test_the_code_gives_the_same_difference():
    race = DeviceRace((3,), 10, steps_each=10)
    *lines, last = race.code().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == race.run().differences


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [("hidden", (0,), "0"), ("batch_size", 0, "0"), ("steps_each", 0, "0"), ("seed", -1, "-1")],
)
def test_a_setting_that_is_not_allowed_is_named(field, value, shown):
    with pytest.raises(ValueError, match=f"{field} must be .*got {shown}"):
        DeviceRace(**{field: value})


def test_the_course_finds_out_about_a_gpu_in_one_place():
    assert device_race.gpu_present is device.gpu_present
