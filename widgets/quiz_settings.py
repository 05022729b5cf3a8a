"""The state of a quiz as one small record, and as lines of Python that repeat it."""
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.checks import shown
from course.exercises.library import find
from course.exercises.question import KEY, check_chosen

PIECE = re.compile(rf"({KEY.pattern})\.([0-9](?:-[0-9])*)")
FORM = "03.free.0_03.stuck.0-2"


@dataclass(frozen=True)
class QuizSettings:
    """Which questions are answered, and with which options.

    Attributes
    ----------
    answered : str
        For each answered question its key, a dot and the numbers of the chosen options:
        "03.free.0_03.stuck.0-2".

    Raises
    ------
    TypeError, ValueError
        On creation, if it cannot be read, or names questions or options that do not exist.
    """

    answered: str = ""

    def __post_init__(self) -> None:
        _ = self.chosen

    @classmethod
    def of(cls, chosen: Mapping[str, tuple[int, ...]]) -> "QuizSettings":
        """The settings in which these options are chosen: key -> numbers of options."""
        return cls("_".join(f"{key}.{joined(numbers)}" for key, numbers in chosen.items()))

    @property
    def chosen(self) -> dict[str, tuple[int, ...]]:
        """Key of each answered question -> numbers of its chosen options, from 0."""
        if not isinstance(self.answered, str):
            raise TypeError(f"answered must be text, got {shown(self.answered)}")
        found: dict[str, tuple[int, ...]] = {}
        for piece in self.answered.split("_") if self.answered else ():
            read = PIECE.fullmatch(piece)
            if read is None or read[1] in found:
                raise ValueError(
                    f"answered must be like {FORM}, each question once; got {shown(self.answered)}"
                )
            question = find(read[1], "question")
            found[read[1]] = check_chosen(question, [int(n) for n in read[2].split("-")])
        return found


def code(questions: Iterable[str], settings: QuizSettings) -> str:
    """Lines of Python that say what the page says: the judgements, or else the questions."""
    if not settings.chosen:
        return (
            "from course.exercises.library import find\n\n"
            f"for key in {list(questions)}:\n"
            '    print(find(key, "question").prompt)\n'
        )
    lines = [
        f'    "{key}": {{{", ".join(map(str, numbers))}}},'
        for key, numbers in settings.chosen.items()
    ]
    return "\n".join([
        "from course.exercises.library import find",
        "from course.exercises.question import judge_answer",
        "",
        "chosen = {",
        *lines,
        "}",
        "for key, options in chosen.items():",
        '    answered = judge_answer(find(key, "question"), options)',
        "    print(key, answered.summary)",
        "    for said in answered.said:",
        "        print(said.option, said.words, said.why)",
        "",
    ])  # fmt: skip


def joined(numbers: Iterable[int]) -> str:
    """Numbers of options as a link and the progress write them: "0-2"."""
    return "-".join(map(str, numbers))
