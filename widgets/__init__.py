"""What the lessons show: thin views over `course`.

Each is imported when it is first asked for, so that a lesson loads only what it uses; in an app,
all but the first are also made later, see `widgets.later`.
"""
from importlib import import_module
from typing import Any

from widgets.page import in_app

_WHERE = {
    "BugHunt": "widgets.bug_hunt",
    "DeviceRace": "widgets.device_race",
    "Effects": "widgets.effects",
    "Garden": "widgets.garden",
    "GrowingPicture": "widgets.growing_picture",
    "ManyDimensions": "widgets.many_dimensions",
    "PaintedRule": "widgets.painted_rule",
    "SideBySide": "widgets.side_by_side",
    "Similarity": "widgets.similarity",
    "SliderGame": "widgets.slider_game",
    "Studio": "widgets.studio",
    "SweepMap": "widgets.sweep_map",
    "UnitView": "widgets.unit_view",
    "DigitPad": "widgets.digit_pad",
    "DigitReader": "widgets.digit_reader",
    "Downhill": "widgets.downhill",
    "HowToStart": "widgets.how_to_start",
    "NetworkSums": "widgets.network_sums",
    "OneNeuron": "widgets.one_neuron",
    "Residuals": "widgets.residuals",
    "Reversal": "widgets.reversal",
    "SlowMotion": "widgets.slow_motion",
    "StepCosts": "widgets.step_costs",
    "TapeView": "widgets.tape_view",
    "TwoDimensions": "widgets.two_dimensions",
    "TrainByHand": "widgets.train_by_hand",
    "Valley": "widgets.valley",
    "CourseMap": "widgets.course_map",
    "DoctorTable": "widgets.course_map",
    "OnDemand": "widgets.on_demand",
    "Playground": "widgets.playground",
    "Predict": "widgets.predict",
    "ProgressPanel": "widgets.progress_panel",
    "Quiz": "widgets.quiz",
    "SeedStrips": "widgets.seed_strips",
}
_STILL = {"CourseMap", "DoctorTable", "SeedStrips"}  # pictures, not widgets
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"widgets has no {name!r}; it has {', '.join(__all__)}")
    if in_app() and name not in _STILL:
        from widgets.later import kind

        return kind(lambda: _load(name))
    return _load(name)


def _load(name: str) -> Any:
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return __all__
