"""Remembering what a student does, from whichever widget they do it in.

Under Voila, where a visitor's page keeps nothing, nothing is read and nothing is written.
"""
from course.data_folder import data_folder
from course.progress import Event, Recorder, Store, WorkClock
from widgets.page import in_app

_clock = WorkClock()  # the lesson's first stretch begins as its widgets are imported
_recorder: Recorder | None = None


def recorder() -> Recorder | None:
    """The recorder of this kernel's student; None under Voila."""
    global _recorder
    if in_app():
        return None
    folder = data_folder()
    if _recorder is None or _recorder.store.path.parent != folder:
        _recorder = Recorder(Store(folder), _clock)
    return _recorder


def remember(event: Event) -> str:
    """Keep that something was checked, answered or guessed.

    It takes a few milliseconds, whatever the disk does, and never raises.

    Parameters
    ----------
    event : Event

    Returns
    -------
    str
        A sentence for the student, to be shown quietly beside the result: that saving
        failed, or works again.  Mostly "".
    """
    try:
        keeper = recorder()
        return keeper.remember(event) if keeper else ""
    except Exception as error:  # noqa: BLE001  a result must be shown, saved or not
        return f"Your progress is not saved ({type(error).__name__}: {error})."


def flush(timeout: float = 3.0) -> bool:
    """Wait until what was remembered has been written; whether it has.

    Parameters
    ----------
    timeout : float
        Seconds to wait at most.
    """
    keeper = recorder()
    return keeper.flush(timeout) if keeper else True
