"""Lessons from their sources: solutions/NN_name.py -> lessons/NN_name.ipynb.

A source is a script in jupytext's percent format with its answers between
``### BEGIN SOLUTION`` and ``### END SOLUTION``.  The notebook is the same lesson with
``...`` in their place, no outputs, and a digest of its cells, so that a notebook somebody
has worked in is recognised and kept aside before it is written afresh.

jupytext and nbgrader are needed to build, not to read the catalogue.
"""
import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassbox.project import root as project_root

NAME = re.compile(r"\d\d_[a-z0-9_]+")
FIELDS = {"number": int, "sentence": str, "minutes": int, "device": str, "picture": str}
MARK = re.compile(r"\b(BEGIN|END) SOLUTION\b", re.IGNORECASE)
STUB = "..."
AUTHORS = "authors"  # folder of pages for those who write lessons; not lessons themselves
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Lesson:
    """What a front page or a map says of a lesson.

    Attributes
    ----------
    number : int
        0 is the start page.
    name : str
        File name without its ending: "03_classifier_zoo".
    title : str
        Without the number: "The classifier zoo".
    sentence : str
        What it is about, in one sentence.
    minutes : int
        How long it takes.
    device : str
        What it needs: "CPU".
    path : Path
        The notebook.
    picture : str
        Name of its picture on the front page; "" if it has none.
    """

    number: int
    name: str
    title: str
    sentence: str
    minutes: int
    device: str
    path: Path
    picture: str = ""


def sources(root: Path | None = None) -> list[Path]:
    """The lessons' sources, in order.

    Raises
    ------
    ValueError
        If there is none, or a script in solutions/ is not named like a lesson.
    """
    folder = (root or project_root()) / "solutions"
    found = sorted(folder.glob("*.py"))
    if not found:
        raise ValueError(f"{folder} must hold lessons named NN_name.py, got none")
    for source in found:
        if not NAME.fullmatch(source.stem):
            raise ValueError(f"{source.name} must be named NN_name.py, as in 03_classifier_zoo.py")
    return found


def authors_pages(root: Path | None = None) -> list[Path]:
    """The sources of the pages for those who write lessons, in order; there may be none."""
    return sorted(((root or project_root()) / "solutions" / AUTHORS).glob("*.py"))


def target(source: Path) -> Path:
    """The notebook that a source is built into."""
    folder = source.parent.parent if source.parent.name == AUTHORS else source.parent
    return folder.parent / "lessons" / source.relative_to(folder).with_suffix(".ipynb")


def solved(source: Path) -> Any:
    """The lesson with its answers, as a notebook of nbformat 4; marks included.

    Raises
    ------
    ValueError
        If its header or a pair of marks is not as it should be; the message names the file.
    """
    import jupytext

    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    _check_header(source, notebook.metadata)
    for number, cell in enumerate(notebook.cells, start=1):
        marks = [mark.group(0) for mark in MARK.finditer(cell.source)]
        if marks != ["BEGIN SOLUTION", "END SOLUTION"] * (len(marks) // 2):
            raise ValueError(
                f"{source.name}, cell {number}: marks must be BEGIN SOLUTION, END SOLUTION "
                f"in turn, got {', '.join(marks)}"
            )
    return notebook


def _check_header(source: Path, metadata: Any) -> None:
    if not isinstance(metadata.get("title"), str):
        raise ValueError(f"{source.name}: the header must hold a title")
    about = metadata.get("glassbox", {})
    for field, kind in FIELDS.items():
        if not isinstance(about.get(field), kind):
            raise ValueError(
                f"{source.name}: glassbox.{field} in the header must be of type "
                f"{kind.__name__}, got {about.get(field)!r}"
            )
    if about["number"] != int(source.stem[:2]):
        raise ValueError(
            f"{source.name}: glassbox.number must be {int(source.stem[:2])}, "
            f"got {about['number']}"
        )


def notebook_text(source: Path) -> str:
    """The finished notebook of a lesson, as the text of its file; the same every time."""
    import nbformat
    from nbgrader.preprocessors.clearsolutions import ClearSolutions

    notebook = solved(source)
    # enforce_metadata asks for nbgrader's own cell metadata, which only its server uses.
    clear = ClearSolutions(code_stub={"python": STUB}, text_stub=STUB, enforce_metadata=False)
    notebook.metadata["kernelspec"] = dict(KERNEL)
    notebook, _ = clear.preprocess(notebook, {})
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        cell.id = _cell_id(cell, seen)
        cell.metadata = {"tags": list(cell.metadata["tags"])} if "tags" in cell.metadata else {}
    about = {field: notebook.metadata["glassbox"][field] for field in FIELDS}
    place = f"{AUTHORS}/{source.name}" if source.parent.name == AUTHORS else source.name
    about["generated_by"] = f"glassbox build, from solutions/{place}: change it there"
    about["digest"] = digest(notebook)
    notebook.metadata = nbformat.from_dict(
        {
            "title": notebook.metadata["title"],
            "glassbox": about,
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return nbformat.writes(notebook, indent=1) + "\n"


def _cell_id(cell: Any, seen: dict[str, int]) -> str:
    """An id from what the cell says, so that it survives cells added before it."""
    text = f"{cell.cell_type}\n{cell.source}"
    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


def digest(notebook: Any) -> str:
    """What the cells say, as 16 hexadecimal digits; outputs do not count."""
    cells = [
        [cell["cell_type"], "".join(cell["source"]).rstrip()] for cell in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def build(root: Path | None = None) -> list[Path]:
    """Write every notebook that is not current, and return those written.

    A notebook whose cells were changed by hand is first moved to lessons/kept/, so that
    nobody's answers are lost.  Pages for authors are built like lessons.

    Raises
    ------
    ValueError
        If a source is not as it should be; nothing is written then.
    """
    root = root or project_root()
    texts = {target(s): notebook_text(s) for s in [*sources(root), *authors_pages(root)]}
    written = [path for path, text in texts.items() if not _holds(path, text)]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and worked_in(path):
            keep_aside(path)
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return written


def worked_in(path: Path) -> bool:
    """Whether the cells of a notebook are no longer those it was built with."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return digest(notebook) != notebook["metadata"]["glassbox"]["digest"]
    except (ValueError, KeyError, TypeError):  # not one of ours, or damaged: keep it
        return True


def keep_aside(path: Path) -> Path:
    """Move a notebook to the folder kept/ beside it, under a name that is free."""
    folder = path.parent / "kept"
    folder.mkdir(exist_ok=True)
    number = 1
    while (target := folder / f"{path.stem}-{number}{path.suffix}").exists():
        number += 1
    shutil.move(path, target)
    return target


def stale(root: Path | None = None) -> list[str]:
    """Names of the notebooks in lessons/ that differ from what `build` would write.

    That includes one that is missing and one whose source is gone.  A notebook that is
    not named like a lesson is somebody's own and does not count.
    """
    root = root or project_root()
    wanted = {target(s): s for s in [*sources(root), *authors_pages(root)]}
    folders = (root / "lessons", root / "lessons" / AUTHORS)
    there = {p for folder in folders for p in folder.glob("*.ipynb") if NAME.fullmatch(p.stem)}
    changed = {path for path, source in wanted.items() if not _holds(path, notebook_text(source))}
    wrong = changed | (there - wanted.keys())
    return sorted(path.relative_to(root / "lessons").as_posix() for path in wrong)


def _holds(path: Path, text: str) -> bool:
    # A checkout on Windows may have turned \n into \r\n.
    return path.exists() and path.read_bytes().replace(b"\r\n", b"\n") == text.encode()


def catalogue(root: Path | None = None) -> list[Lesson]:
    """The lessons that exist, in order, as their notebooks describe them.

    Raises
    ------
    ValueError
        If a lesson's notebook cannot be read; the message says which.
    """
    folder = (root or project_root()) / "lessons"
    paths = sorted(path for path in folder.glob("*.ipynb") if NAME.fullmatch(path.stem))
    return [described(path) for path in paths]


def described(path: Path) -> Lesson:
    """What a lesson's notebook says of itself.

    Raises
    ------
    ValueError
        If the notebook cannot be read; the message says which.
    """
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        about = {"picture": "", **metadata["glassbox"]}
        about = {field: kind(about[field]) for field, kind in FIELDS.items()}
        return Lesson(name=path.stem, title=metadata["title"], path=path, **about)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path} is damaged or not a lesson ({type(error).__name__}: {error}); "
            "`glassbox build` writes it afresh"
        ) from error
