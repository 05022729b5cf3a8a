"""The same network from the same seed on two devices: what a step takes, and how far apart
the weights end."""
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course.checks import check_integer
from course.device import choose, gpu_name, gpu_present
from course.loading import Loading, loaded
from course.records import TrainConfig
from course.step_times import StepTimes, in_turns
from course.toys import make_dataset
from course.training import Step, fit
from course.trials import exhaust


@dataclass(frozen=True)
class DeviceRace:
    """Two devices, one network, one seed.

    Numpy on the CPU runs against torch: on the GPU, or, where there is none, on the CPU.
    The hidden units are tanh: where a relu unit is at its kink, two devices may round to
    different sides, and part for good.

    Attributes
    ----------
    hidden : tuple of int
        Units of each hidden layer, each in [1, 2000].
    batch_size : int
        In [1, 1000].
    steps_each : int
        Steps on each device, in [1, 10000].
    gpu : bool
        Whether to look for a GPU.
    seed : int
        Of the initial weights.

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    hidden: tuple[int, ...] = (32, 32)
    batch_size: int = 64
    steps_each: int = 100
    gpu: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for units in self.hidden:
            check_integer("hidden", units, 1, 2000)
        check_integer("batch_size", self.batch_size, 1, 1000)
        check_integer("steps_each", self.steps_each, 1, 10_000)
        check_integer("seed", self.seed, 0, 2**63 - 1)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, about."""
        return 2 * self.steps_each // self._chunk

    @property
    def _chunk(self) -> int:
        """Steps of a turn, so that a turn takes some milliseconds."""
        weights = sum(a * b for a, b in zip((2, *self.hidden), (*self.hidden, 1), strict=True))
        most = min(10, 500_000 // (weights * self.batch_size + 1))
        return max(n for n in (1, 2, 5, 10) if n <= max(1, most) and self.steps_each % n == 0)

    def devices(self) -> tuple[str, str]:
        """Names of the two for `course.device.choose`; imports torch if a GPU is asked for."""
        if self.gpu and gpu_present():
            return "cpu", gpu_name()
        return "cpu", "torch-cpu"

    def pieces(self) -> Generator[StepTimes | Loading, None, StepTimes]:
        """Race a little at a time: `Loading` while torch loads, then the times so far.

        Raises
        ------
        ImportError
            If torch is not installed.
        """
        yield from loaded("torch")
        data = make_dataset("circle", 1000)
        config = TrainConfig(
            self.hidden, "tanh", seed=self.seed, batch_size=self.batch_size,
            steps=self.steps_each, optimiser="sgd", learning_rate=RATE,
        )  # fmt: skip
        latest: dict[str, Step] = {}
        ways = {}
        for name in self.devices():
            label = LABELS.get(name) or f"torch on the {choose(name).label}"
            ways[label] = _stepper(fit(replace(config, device=name), data), latest, label)
        rounds = self.steps_each // self._chunk
        # Another device works while Python goes on: the wall's clock sees it, the processor's not.
        measured = yield from in_turns(ways, rounds, self._chunk, time.perf_counter)
        first, *_ = weights = {label: _weights(step) for label, step in latest.items()}
        apart = {
            label: float(np.abs(found - weights[first]).max()) for label, found in weights.items()
        }
        return replace(measured, differences=apart)

    def run(self) -> StepTimes:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that race again; they end with the largest difference."""
        return f"from course.device_race import DeviceRace\n\n{self!r}.run().differences"


RATE = 0.05  # small enough for every size here: steps that fly about magnify any rounding
ON_CPU = "torch on the CPU"
LABELS = {"cpu": "numpy on the CPU", "torch-cpu": ON_CPU}


def _stepper(steps: Any, latest: dict[str, Step], label: str) -> Callable[[], None]:
    """A function that makes one step, and waits until it is made."""

    def step() -> None:
        latest[label] = made = next(steps)
        network = made.network
        network.backend.numpy(network.parameters[:1])  # a GPU answers only when it is done

    return step


def _weights(step: Step) -> np.ndarray:
    """All weights and biases as they are after a step."""
    return step.network.backend.numpy(step.network.parameters)
