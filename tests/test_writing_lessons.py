"""The guide for authors names things that exist."""
import importlib
import re

import pytest

import widgets
from glassbox.project import root

GUIDE = (root() / "docs" / "writing-lessons.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"`([^`\n]+)`", GUIDE)
PATHS = [text for text in QUOTED if re.fullmatch(r"[\w/.-]+\.(py|md|ipynb)", text)]
EXISTING = sorted({path for path in PATHS if "06" not in path and "/" in path})
CLASSES = {
    "course.exercises.prediction": ("Number", "Choice", "Sketch", "Prediction"),
    "course.exercises.question": ("Question", "Option"),
    "course.exercises": ("Exercise",),
    "course.exercises.gradients": ("Gradients",),
    "course.trials": ("Trials",),
    "widgets.piece": ("Piece",),
    "widgets.heading": ("Heading",),
    "widgets.exercise": ("check", "exercise"),
    "widgets.progress": ("remember",),
}


@pytest.mark.parametrize("path", EXISTING)
def test_a_file_that_the_guide_names_exists(path):
    assert (root() / path).is_file()


def test_files_are_looked_for():
    assert {"tests/exercise_answers.py", "solutions/03_classifier_zoo.py"} <= set(EXISTING)


@pytest.mark.parametrize("number", ["00", "03"])
def test_the_files_of_a_lesson_are_named_as_those_that_are_there(number):
    named = [path.replace("_06", f"_{number}") for path in PATHS if "exercises/" in path]
    named = [path for path in named if f"_{number}.py" in path]
    assert len(named) == 3
    there = {path.name for path in (root() / "course" / "exercises").glob(f"*_{number}.py")}
    assert there <= {path.rsplit("/", 1)[1] for path in named}


def test_a_piece_in_the_table_is_one_that_lessons_can_import():
    pieces = set(re.findall(r"`([A-Z]\w+)\(", GUIDE)) - {"Heading"}
    assert pieces >= {"Playground", "Predict", "OnDemand", "Quiz", "ProgressPanel"}
    assert pieces <= set(widgets.__all__)


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in CLASSES.items() for name in names]
)
def test_what_the_guide_calls_by_name_is_there(module, name):
    assert re.search(rf"\b{name}\b", GUIDE)
    assert hasattr(importlib.import_module(module), name)


def test_every_make_target_of_the_guide_is_in_the_makefile():
    makefile = (root() / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)\b", GUIDE))
    assert targets >= {"lessons", "lint", "test", "lab", "apps"}
    assert all(re.search(rf"^[a-z ]*\b{target}\b[a-z ]*:", makefile, re.M) for target in targets)
