"""The settings of the widget that trains by a student's functions, each with its control."""
from dataclasses import dataclass

from course.hand_run import HandConfig
from course.toys import find
from widgets.controls.form import Choice, Count, RulePictures, Scale, control

RATES = (0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 3.0, 10.0)
BATCHES = (("1", 1), ("5", 5), ("25", 25), ("100", 100), ("all 500", 500))


@dataclass(frozen=True)
class TrainByHandSettings(HandConfig):
    """The settings of `course.hand_run.HandConfig`, each with its control."""

    rule: str = control("circle", RulePictures("Rule"))
    hidden: int = control(16, Count("hidden units", 1, 64))
    learning_rate: float = control(0.1, Scale("learning rate", RATES))
    momentum: float = control(0.9, Scale("momentum", (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)))
    batch_size: int = control(25, Choice("batch", BATCHES))
    seed: int = control(0, Count("seed", 0, 9999))

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "rule", find(self.rule).name)
