"""What a student has done so far: remembered on their own disk, exported when they wish.

    >>> from course.progress import Event
    >>> Event("check", "03.ring", "passed").lesson
    '03'
"""
from course.progress.events import Event, WorkClock
from course.progress.record import Prediction, Record, Task, merged, plus
from course.progress.recorder import Recorder
from course.progress.store import Store, StoreError
from course.progress.text import from_text, to_text

__all__ = [
    "Event",
    "Prediction",
    "Record",
    "Recorder",
    "Store",
    "StoreError",
    "Task",
    "WorkClock",
    "from_text",
    "merged",
    "plus",
    "to_text",
]
