"""Questions with options that explain themselves, and what an answer is told.

    >>> from course.exercises.library import find
    >>> judge_answer(find("03.free", "question"), {0}).summary
    'Not this one.'

A wrong answer is told enough to choose again, and no more: which option is right stays unsaid
until it has been found.
"""
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from course.checks import check_integer, shown

KEY = re.compile(r"[0-9]{2}\.[a-z][a-z0-9-]*")
FEWEST, MOST = 2, 6  # options of a question
NUMBERS = ("none", "one", "two", "three", "four", "five", "six")


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Attributes
    ----------
    text : str
        Code stands between backquotes.
    why : str
        If it is right, the reason; if it is wrong, why it tempts and where to look.
    right : bool

    Raises
    ------
    TypeError, ValueError
        On creation, if a text is empty or of another type.
    """

    text: str
    why: str
    right: bool = False

    def __post_init__(self) -> None:
        _check_text("text", self.text)
        _check_text("why", self.why)
        if not isinstance(self.right, bool):
            raise TypeError(f"right must be True or False, got {shown(self.right)}")


@dataclass(frozen=True)
class Question:
    """A question, and the options to choose from.

    Attributes
    ----------
    key : str
        Lesson and name: "03.free".
    prompt : str
        What is asked; code stands between backquotes.
    options : tuple of Option
        Two to six, of which exactly one is right; with `several`, two or more are.
    several : bool
        Whether all that are right must be chosen.

    Raises
    ------
    TypeError, ValueError
        On creation, naming what is wrong.
    """

    key: str
    prompt: str
    options: tuple[Option, ...]
    several: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.key, str) or not KEY.fullmatch(self.key):
            raise ValueError(f'key must be like "03.free", got {shown(self.key)}')
        _check_text("prompt", self.prompt)
        if not isinstance(self.several, bool):
            raise TypeError(f"several must be True or False, got {shown(self.several)}")
        if not isinstance(self.options, tuple) or not all(
            isinstance(option, Option) for option in self.options
        ):
            raise TypeError(f"options must be a tuple of Option, got {shown(self.options)}")
        check_integer("the number of options", len(self.options), FEWEST, MOST)
        count = len(self.right_options)
        if self.several and count < 2:
            raise ValueError(
                f"{self.key} must have two right options or more, to ask for several; got {count}"
            )
        if not self.several and count != 1:
            raise ValueError(f"{self.key} must have exactly one right option, got {count}")

    @property
    def right_options(self) -> frozenset[int]:
        """Numbers of the options that are right, from 0."""
        return frozenset(i for i, option in enumerate(self.options) if option.right)


@dataclass(frozen=True)
class Said:
    """What is said of one option.

    Attributes
    ----------
    option : int
        Its number, from 0.
    right : bool
    words : str
        Two or three words that mark it ("Not this one."), or "" for one that is only
        explained.
    why : str
    """

    option: int
    right: bool
    words: str
    why: str


@dataclass(frozen=True)
class Answered:
    """What an answer is told.

    Attributes
    ----------
    chosen : tuple of int
        Numbers of the chosen options, in order.
    right : bool
        Whether the question is solved.
    summary : str
        The answer as a whole, in one sentence.
    said : tuple of Said
        Every option of a solved question; of another, only what an answer has earned.
    """

    chosen: tuple[int, ...]
    right: bool
    summary: str
    said: tuple[Said, ...]


def judge_answer(question: Question, chosen: Collection[int]) -> Answered:
    """What the choice of these options is told.

    A wrong choice is explained, and that is all.  Where several are asked for, the first
    chosen option that does not belong is explained; only when all belong are they confirmed.
    So one answer never gives everything away, not even one that chooses everything.

    Parameters
    ----------
    question : Question
    chosen : collection of int
        Numbers of options, from 0; at least one, and exactly one unless `several`.

    Raises
    ------
    TypeError, ValueError
        If that is not what chosen holds.
    """
    numbers = check_chosen(question, chosen)
    right = set(numbers) == question.right_options
    if question.several:
        return Answered(numbers, right, *_several(question, numbers, right))
    if not right:
        words = "Not this one."
        return Answered(numbers, False, words, (_said(question, numbers[0], words),))
    return Answered(numbers, True, "Right.", _all_said(question, "Right."))


def check_chosen(question: Question, chosen: Any) -> tuple[int, ...]:
    """The numbers in order and each once, if they are a choice that the question allows.

    Raises
    ------
    TypeError, ValueError
        See `judge_answer`.
    """
    if isinstance(chosen, str | bytes | dict) or not isinstance(chosen, Collection):
        raise TypeError(f"chosen must be numbers of options, got {shown(chosen)}")
    last = len(question.options) - 1
    numbers = sorted({check_integer("each chosen option", item, 0, last) for item in chosen})
    if not numbers:
        raise ValueError("chosen must hold an option, got none")
    if len(numbers) > 1 and not question.several:
        raise ValueError(f"chosen must be one option of {question.key}, got {len(numbers)}")
    return tuple(numbers)


def _several(
    question: Question, chosen: tuple[int, ...], right: bool
) -> tuple[str, tuple[Said, ...]]:
    """Summary and explanations of an answer to a question that asks for several."""
    wanted = len(question.right_options)
    wrong = [number for number in chosen if number not in question.right_options]
    if right:
        return f"Right: these {NUMBERS[wanted]} and no other.", _all_said(question, "Right.")
    found = len(chosen) - len(wrong)
    share = "all" if found == wanted else f"{NUMBERS[found]} of the"
    share = f"{share} {NUMBERS[wanted]}"
    if not wrong:
        said = tuple(_said(question, number, "Right.") for number in chosen)
        return f"You chose {share}. Look again at the others.", said
    if len(wrong) == 1:
        rest = "one that does not belong."
    else:
        rest = f"{NUMBERS[len(wrong)]} that do not belong. The first of those is explained."
    return f"You chose {share}, and {rest}", (_said(question, wrong[0], "Does not belong."),)


def _said(question: Question, number: int, words: str) -> Said:
    option = question.options[number]
    return Said(number, option.right, words, option.why)


def _all_said(question: Question, words: str) -> tuple[Said, ...]:
    """Every option of a solved question: those that are right are marked."""
    return tuple(
        _said(question, number, words if option.right else "")
        for number, option in enumerate(question.options)
    )


def _check_text(name: str, text: Any) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{name} must be text, got {shown(text)}")
    if not text.strip():
        raise ValueError(f"{name} must not be empty")
