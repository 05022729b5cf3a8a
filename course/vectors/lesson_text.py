"""The words of a text, and the course's own lessons as passages of text."""
import json
import re
from dataclasses import dataclass
from pathlib import Path

from course.checks import shown

FOLDER = Path(__file__).resolve().parents[2] / "lessons"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")  # letters, with apostrophes between them
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"^\s*(#+|[-*>]|\d+\.)\s+|[*`]|^\s*[|:-]+\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Passage:
    """A markdown cell of a lesson, as plain text.

    Attributes
    ----------
    lesson : str
        The lesson's title: "A network by hand".
    text : str
        Without formulas, code blocks and the marks of markdown.
    """

    lesson: str
    text: str


def words(text: str) -> list[str]:
    """The words of a text in order, in small letters: "I don't!" gives ["i", "don't"].

    A word is letters with apostrophes between them; numbers and punctuation are none.

    Raises
    ------
    TypeError
        If it is not text.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be text, got {shown(text)} ({type(text).__name__})")
    return WORD.findall(text.replace("\u2019", "'").lower())


def plain(markdown: str) -> str:
    """The text of a markdown cell, in one line: no formulas, no code blocks, no marks."""
    text = FENCED.sub(" ", FORMULA.sub(" ", markdown))
    return " ".join(MARKS.sub(" ", LINK.sub(r"\1", text)).split())


def passages(folder: Path | None = None) -> tuple[Passage, ...]:
    """The markdown cells of the lessons, lesson by lesson, those without a word left out.

    Parameters
    ----------
    folder : Path, optional
        Where the notebooks are; the course's own by default.

    Raises
    ------
    FileNotFoundError
        If there is no lesson in it.
    ValueError
        If a notebook cannot be read.
    """
    folder = FOLDER if folder is None else Path(folder)
    files = sorted(folder.glob("[0-9]*.ipynb"))
    if not files:
        raise FileNotFoundError(
            f"there are no lessons in {folder.name}/: `make lessons` in the course's folder "
            "writes them"
        )
    return tuple(passage for file in files for passage in _of(file))


def _of(file: Path) -> list[Passage]:
    try:
        notebook = json.loads(file.read_text(encoding="utf-8"))
        title = notebook["metadata"].get("title", file.stem)
        cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{file.name} is no notebook that can be read: {error}") from None
    found = [Passage(str(title), plain(cell)) for cell in cells]
    return [passage for passage in found if words(passage.text)]
