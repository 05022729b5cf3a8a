"""CPU or GPU: the same network from the same seed on both, its time and the difference."""
from dataclasses import dataclass
from typing import Any

from course import device, device_race
from course.checks import check_choice, check_integer
from course.step_times import StepTimes
from widgets.controls.form import Choice, Joined, control
from widgets.race import Race

SIZES = {"8-8": (8, 8), "32-32": (32, 32), "100-100-100": (100,) * 3, "500-500-500": (500,) * 3}
NO_GPU = "no GPU here; numpy runs against torch, both on the CPU"


@dataclass(frozen=True)
class DeviceRaceSettings:
    """What runs, and against which device.

    Attributes
    ----------
    size : {"8-8", "32-32", "100-100-100", "500-500-500"}
        Units of the hidden layers.
    batch : int
        Points in a minibatch, in [1, 1000].
    device : {"cpu", "gpu"}
        Where torch computes.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    size: str = control("32-32", Choice("hidden units", tuple((s, s) for s in SIZES)))
    batch: int = control(64, Choice("batch", tuple((str(n), n) for n in (10, 64, 256, 1000))))
    device: str = control("cpu", Joined("torch on the", (("CPU", "cpu"), ("GPU", "gpu"))))

    def __post_init__(self) -> None:
        check_choice("size", self.size, SIZES)
        check_integer("batch", self.batch, 1, 1000)
        check_choice("device", self.device, ("cpu", "gpu"))

    def measurement(self) -> device_race.DeviceRace:
        """What measures it."""
        return device_race.DeviceRace(SIZES[self.size], self.batch, gpu=self.device == "gpu")


class DeviceRace(Race):
    """Numpy on the CPU against torch, on the CPU or on the GPU."""

    Settings = DeviceRaceSettings
    title, called, act, css_class = "", "devices", "Race 100 steps", "gb-device-race"

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if not device.gpu_hint():
            toggle = self.form.controls["device"]
            toggle.disabled_options, toggle.note = ["gpu"], NO_GPU

    def _ended(self, result: StepTimes | None, there: bool) -> None:
        super()._ended(result, there)
        if there and self.settings.device == "gpu" and device_race.ON_CPU in result.seconds:
            self._say("There is no GPU that torch can use here: both ran on the CPU")
