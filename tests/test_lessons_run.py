"""Every lesson runs to its end in a real kernel: unsolved, solved, and as an app."""
import copy
import json
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course.exercises import find
from tools import lessons

SOURCES = lessons.sources()
FOLDER = lessons.project_root() / "lessons"
EXERCISE = re.compile(r'@exercise\("([^"]+)"\)')


def unsolved(source):
    """The notebook that students get."""
    return nbformat.read(FOLDER / f"{source.stem}.ipynb", as_version=4)


def as_an_app(source):
    """The notebook without the cells that an app leaves out."""
    notebook = unsolved(source)
    notebook.cells = [c for c in notebook.cells if "exercise" not in c.metadata.get("tags", [])]
    return notebook


def run(notebook):
    """The notebook with its outputs, run from top to bottom where the lessons lie."""
    client = NotebookClient(
        copy.deepcopy(notebook),
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(FOLDER)}},
    )
    return client.execute()


def checks(notebook):
    """The state of each check on the page, in order, read from what was displayed."""
    pages = [
        "".join(output["data"].get("text/html", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "display_data"
    ]
    return [state for page in pages for state in re.findall(r'data-state="(\w+)"', page)]


def warned(notebook):
    """What was written to the error stream."""
    return [
        output["text"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "stream" and output["name"] == "stderr"
    ]


def exercises(notebook):
    return [key for cell in notebook.cells for key in EXERCISE.findall(cell.source)]


def test_there_are_lessons_with_exercises_to_run():
    assert SOURCES
    assert any(exercises(unsolved(source)) for source in SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_an_unsolved_lesson_runs_to_its_end_and_says_what_is_not_tried_yet(source):
    notebook = run(unsolved(source))
    assert checks(notebook) == ["not_attempted"] * len(exercises(notebook))
    assert warned(notebook) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_solved_lesson_runs_to_its_end_and_passes_every_check(source):
    notebook = run(lessons.solved(source))
    assert checks(notebook) == ["passed"] * len(exercises(notebook))
    assert warned(notebook) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_lesson_runs_to_its_end_as_an_app_without_its_exercise_cells(source):
    notebook = run(as_an_app(source))
    assert not exercises(notebook)
    assert checks(notebook) == warned(notebook) == []


def test_a_cell_that_raises_is_noticed():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(notebook)


def test_lesson_03_goes_on_with_a_rule_that_stops():
    [source] = [source for source in SOURCES if source.stem == "03_classifier_zoo"]
    notebook = unsolved(source)
    [cell] = [cell for cell in notebook.cells if '"03.ring"' in cell.source]
    cell.source = cell.source.replace("    ...", "    return points.nothing")
    done = run(notebook)
    assert checks(done) == ["error"] + ["not_attempted"] * 5
    notes = json.dumps([cell.get("outputs") for cell in done.cells])
    assert "Not used. Your `ring` cannot be used here" in notes


# ---- the page for authors

[FURNITURE] = lessons.authors_pages()


def test_the_catalogue_of_furniture_shows_every_kind_of_check_and_stops_at_none():
    notebook = run(nbformat.read(lessons.target(FURNITURE), as_version=4))
    shown = checks(notebook)
    assert shown[0] == "not_attempted"
    wrong = [len(find(key).wrong_answers) for key in ("03.ring", "01.dense_backward")]
    assert len(shown) == 1 + sum(wrong) + 1
    assert shown.count("time") == 1
    assert set(shown) == {"not_attempted", "cause", "error", "shape", "time"}
    assert warned(notebook) == []


def test_the_catalogue_of_furniture_passes_its_check_when_it_is_solved():
    assert checks(run(lessons.solved(FURNITURE)))[0] == "passed"


def test_every_piece_that_widgets_offer_stands_in_the_catalogue_or_in_a_lesson():
    import widgets

    text = "".join(source.read_text(encoding="utf-8") for source in (FURNITURE, *SOURCES))
    shown_by_others = {"SeedStrips"}  # by a prediction, and by a computation on demand
    missing = {name for name in widgets.__all__ if not re.search(rf"\b{name}\(", text)}
    assert missing == shown_by_others
