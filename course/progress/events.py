"""What a student does that is worth remembering, and how long it took.

    >>> from course.progress import Event
    >>> Event("check", "03.ring", "value", "only the outer edge").lesson
    '03'
"""
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from course.checks import check_choice, shown

KINDS = ("check", "answer", "prediction")
DONE = {"passed", "right"}  # states after which an exercise or a question is behind you
NOT_A_TRY = "not_attempted"  # a check of an empty stub
KEY = re.compile(r"[\w-]{1,20}(\.[\w-]{1,60})+")
LONGEST_WORDS = 120  # characters of a guess, a wrong answer's name or a student's name
JOINERS = "\u200c\u200d"  # invisible, and part of how some languages are written
LONGEST_GAP = 600.0  # seconds; who does nothing for longer has left the desk


@dataclass(frozen=True)
class Event:
    """One check, answer or guess.

    Attributes
    ----------
    kind : {"check", "answer", "prediction"}
    key : str
        Of the exercise, question or prediction: "03.ring".
    state : str
        The result of a check ("passed", "value", ...), "right" or "wrong" for an answer,
        "guessed" for a prediction.
    detail : str
        Name of the wrong answer, chosen options ("0-2") or the guess in words; "" if there
        is nothing to say.

    Raises
    ------
    ValueError
        If the kind is unknown, or the key is not a lesson and a name.
    TypeError
        If state or detail is not a str.
    """

    kind: str
    key: str
    state: str
    detail: str = ""

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, KINDS)
        if not isinstance(self.key, str) or not KEY.fullmatch(self.key):
            raise ValueError(f"key must be a lesson and a name ('03.ring'), got {shown(self.key)}")
        for name in ("state", "detail"):
            if not isinstance(getattr(self, name), str):
                raise TypeError(f"{name} must be a str, got {shown(getattr(self, name))}")

    @property
    def lesson(self) -> str:
        """The part of the key before the first dot: "03"."""
        return self.key.partition(".")[0]


def plain(text: str) -> str:
    """Text on one line, without characters that cannot be seen or stored, and cut to length.

    What hides, turns the direction of writing or belongs to no character is left out; a
    text that is plain already stays as it is.
    """
    kept = (
        " " if unicodedata.category(letter) == "Cc" else letter
        for letter in text[: 4 * LONGEST_WORDS]
        if letter in JOINERS or unicodedata.category(letter) not in ("Cf", "Cs")
    )
    return " ".join("".join(kept).split())[:LONGEST_WORDS].rstrip()


class WorkClock:
    """Measures the time between one event and the next, breaks left out.

    The first stretch begins when the clock is made.  The time before an event is the time
    that was spent on it, so a lesson's time is the sum of these stretches.

    Parameters
    ----------
    now : callable
        A clock in seconds.  One that jumps back, or ahead by more than ten minutes, costs
        the stretch in which it does.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._last = now, now()

    def stretch(self) -> float:
        """Seconds since the last call, to a tenth; 0 after a gap of over ten minutes."""
        now = self._now()
        gap, self._last = now - self._last, now
        return round(gap, 1) if 0 <= gap <= LONGEST_GAP else 0.0
