"""What the front page says of the course, from the notebooks."""

import json
from pathlib import Path

import pytest

from apps import catalogue
from tools.lessons import Lesson


def lesson(minutes=1, device="CPU"):
    return Lesson(1, "", "", "", minutes, device, Path())


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ([10], "One lesson, about 10 minutes"),
        ([25, 24], "Two lessons, about 49 minutes"),
        ([10, 40], "Two lessons, about one hour"),
        ([35, 45, 40, 30, 40, 45], "Six lessons, about four hours"),
        ([60] * 12, "12 lessons, about 12 hours"),
    ],
)
def test_the_length_of_the_course_is_told_in_words(minutes, words):
    assert catalogue.length([lesson(minutes=m) for m in minutes]) == words


@pytest.mark.parametrize(
    ("devices", "words"),
    [
        (["CPU", "CPU, faster on GPU"], "All run on a laptop"),
        (["CPU", "GPU"], "One runs on a laptop"),
        (["CPU", "CPU", "GPU"], "Two run on a laptop"),
    ],
)
def test_what_the_course_needs_is_told_in_words(devices, words):
    assert catalogue.needs([lesson(device=d) for d in devices]) == words


def test_the_metadata_of_a_real_notebook_is_read_as_it_is(tmp_path):
    about = {"number": 2, "sentence": "S.", "minutes": 5, "device": "CPU", "picture": "zoo"}
    notebook = {"metadata": {"title": "T", "glassbox": about}, "cells": []}
    path = tmp_path / "02_t.ipynb"
    path.write_text(json.dumps(notebook))
    assert catalogue.lessons(tmp_path, None) == [
        Lesson(2, "02_t", "T", "S.", 5, "CPU", path, "zoo")
    ]
