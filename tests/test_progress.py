"""Remembering from a lesson: never in the way, never lost, and told once when it fails."""
import os
import subprocess
import sys
import threading

import pytest

from course.progress import Event, Recorder, Store, StoreError, WorkClock
from glassbox.project import root
from tests.lesson_site import Site, write_lesson
from widgets import progress

PASSED = Event("check", "03.ring", "passed")
WRONG = Event("check", "03.skill", "value", "plain accuracy")


class Disk(Store):
    """A store whose disk can be full for a while."""

    def __init__(self, folder):
        super().__init__(folder)
        self.full, self.tries = "", 0

    def add(self, newer, known=None):
        self.tries += 1
        if self.full:
            raise StoreError(self.full)
        return super().add(newer, known)


@pytest.fixture
def disk(tmp_path):
    return Disk(tmp_path)


@pytest.fixture(params=[0.0, 5.0], ids=["slow disk", "quick disk"])
def recorder(disk, request, monkeypatch):
    """A recorder that hears of a failure after the event that met it, or with it."""
    monkeypatch.setattr("course.progress.recorder.BRIEFLY", request.param)
    recorder = Recorder(disk)
    yield recorder
    disk.full = ""
    assert recorder.flush(30)


def remember(recorder, event):
    """Remember, and what is said once the disk has answered."""
    said = recorder.remember(event)
    recorder.flush(30)
    return said or recorder.remember(Event("prediction", "03.p", "guessed", "9"))


def test_what_is_remembered_stands_in_the_file(data_folder):
    assert progress.remember(PASSED) == ""
    assert progress.remember(WRONG) == ""
    assert progress.flush(30)
    record = Store(data_folder).read()
    assert record.exercises["03.ring"].passed is not None
    assert record.exercises["03.skill"].wrong == {"plain accuracy": 1}


def test_a_pass_is_not_taken_back_by_a_later_failing_check(recorder, disk):
    recorder.remember(PASSED)
    recorder.remember(Event("check", "03.ring", "error"))
    recorder.flush(30)
    assert disk.read().exercises["03.ring"].passed is not None


def test_under_voila_nothing_is_read_or_written(data_folder, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    assert progress.remember(PASSED) == ""
    assert progress.flush(30)
    assert progress.recorder() is None
    assert not data_folder.exists()


def test_a_full_disk_is_said_once_and_so_is_the_end_of_it(recorder, disk):
    disk.full = "The disk is full."
    assert remember(recorder, PASSED) == "The disk is full."
    assert recorder.problem == "The disk is full."
    assert remember(recorder, WRONG) == ""
    disk.full = ""
    assert remember(recorder, WRONG) == "Your progress is saved again."
    assert remember(recorder, WRONG) == ""
    assert recorder.problem == ""


def test_what_a_full_disk_refused_is_known_and_written_later(recorder, disk):
    disk.full = "The disk is full."
    recorder.remember(PASSED)
    assert not recorder.flush(30)
    assert recorder.record.exercises["03.ring"].passed is not None
    disk.full = ""
    recorder.remember(WRONG)
    assert recorder.flush(30)
    assert disk.read().exercises["03.ring"].passed is not None
    assert disk.read().exercises["03.skill"].tries == 1


def test_a_problem_that_was_over_before_it_could_be_told_is_not_told(disk, monkeypatch):
    monkeypatch.setattr("course.progress.recorder.BRIEFLY", 0.0)
    recorder = Recorder(disk)
    disk.full = "The disk is full."
    recorder.rename("Ada")
    assert not recorder.flush(30)
    disk.full = ""
    assert recorder.flush(30)
    assert remember(recorder, PASSED) == ""


def test_another_problem_is_said_too(recorder, disk):
    disk.full = "The disk is full."
    assert remember(recorder, PASSED) == "The disk is full."
    disk.full = "The folder is gone."
    assert remember(recorder, PASSED) == "The folder is gone."


def test_an_error_that_nobody_foresaw_does_not_end_the_saving(recorder, disk, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("course.progress.store.to_text", lambda record: 1 / 0)
        said = remember(recorder, PASSED)
    assert said == "Your progress is not saved yet (ZeroDivisionError: division by zero)."
    assert recorder.flush(30)
    assert "03.ring" in disk.read().exercises


def test_a_damaged_file_is_said(recorder, disk):
    disk.path.parent.mkdir(exist_ok=True)
    disk.path.write_text("{")
    assert "kept as progress-damaged-1.json" in remember(recorder, PASSED)


def test_what_nobody_was_told_of_yet_is_told_after_later_successes(recorder, disk):
    disk.path.write_text("{")
    for name in ("Ada", "Eve"):
        recorder.rename(name)
        assert recorder.flush(30)
    assert "kept as progress-damaged-1.json" in remember(recorder, PASSED)


def test_a_disk_that_hangs_holds_up_nobody_and_loses_nothing(tmp_path):
    entered, released = threading.Event(), threading.Event()

    class Hanging(Store):
        def add(self, newer, known=None):
            entered.set()
            assert released.wait(60)
            return super().add(newer, known)

    recorder = Recorder(Hanging(tmp_path))
    recorder.remember(PASSED)
    assert entered.wait(60)
    recorder.remember(WRONG)
    recorder.rename("Ada")
    assert set(recorder.record.exercises) == {"03.ring", "03.skill"}
    assert recorder.record.name == "Ada"
    assert not recorder.flush(0.01)
    assert not (tmp_path / "progress.json").exists()
    released.set()
    assert recorder.flush(60)
    assert set(Store(tmp_path).read().exercises) == {"03.ring", "03.skill"}


def test_while_it_is_being_written_nothing_counts_twice(tmp_path):
    seen = []

    class Watched(Store):
        def add(self, newer, known=None):
            seen.append(recorder.record.exercises["03.skill"].tries)
            return super().add(newer, known)

    recorder = Recorder(Watched(tmp_path))
    for _ in range(3):
        recorder.remember(WRONG)
        assert recorder.flush(30)
    assert seen == [1, 2, 3]


def test_what_another_notebook_adds_is_seen_after_a_refresh(recorder, tmp_path):
    other = Recorder(Store(tmp_path))
    other.remember(PASSED)
    assert other.flush(30)
    done = threading.Event()
    recorder.refresh(done.set)
    assert done.wait(30)
    assert recorder.record == Store(tmp_path).read()


def test_a_file_that_cannot_be_read_is_a_problem_until_it_can(recorder, disk):
    disk.path.write_text("{")
    recorder.refresh(lambda: None)
    recorder.flush(30)
    assert recorder.problem.startswith("Your progress file is damaged: it is not JSON")
    disk.path.unlink()
    recorder.refresh(lambda: None)
    recorder.flush(30)
    assert recorder.problem == ""


def test_a_reset_keeps_all_there_was_even_what_was_not_written_yet(recorder, tmp_path):
    said = []
    recorder.remember(PASSED)
    recorder.reset(said.append)
    recorder.flush(30)
    assert said == [
        f"Everything begins anew. What there was is kept as progress-before-reset-1.json in "
        f"{tmp_path}."
    ]
    assert recorder.record.empty
    recorder.reset(said.append)
    recorder.flush(30)
    assert said[1] == "There was nothing to reset."


def test_a_reset_that_fails_forgets_nothing(recorder, disk, monkeypatch):
    said = []
    disk.full = "The disk is full."
    recorder.remember(PASSED)

    def refuse():
        raise StoreError("No.")

    monkeypatch.setattr(disk, "reset", refuse)
    recorder.reset(said.append)
    recorder.flush(30)
    assert said == ["No."]
    assert recorder.record.exercises["03.ring"].passed is not None


def test_the_time_before_an_event_goes_to_its_lesson_and_a_break_to_none(disk):
    times = iter([0.0, 60.0, 90.0, 5000.0, 5010.0])
    recorder = Recorder(disk, WorkClock(lambda: next(times)), now=lambda: -5.0)
    recorder.remember(WRONG)
    recorder.remember(Event("answer", "01.q", "right"))
    recorder.remember(Event("check", "03.skill", "error"))
    recorder.remember(Event("check", "03.skill", "passed"))
    assert recorder.flush(30)
    record = disk.read()
    assert record.lessons == {"01": 30.0, "03": 70.0}
    assert record.exercises["03.skill"].seconds == 70.0
    assert record.exercises["03.skill"].passed == 0  # a clock before 1970 is no reason to fail


def test_an_export_has_a_number_before_anything_could_be_saved_and_keeps_it(recorder, disk):
    disk.full = "The disk is full."
    recorder.remember(PASSED)
    recorder.flush(30)
    exported = recorder.export()
    assert len(exported.student) == 32
    disk.full = ""
    assert recorder.flush(30)
    assert disk.read().student == exported.student == recorder.export().student


def test_remembering_never_raises(monkeypatch):
    def broken():
        raise RuntimeError("no home")

    monkeypatch.setattr(progress, "data_folder", broken)
    assert progress.remember(PASSED) == "Your progress is not saved (RuntimeError: no home)."


LEAVE = """
from course.progress import Event, recorder
recorder.BRIEFLY = 0
from widgets.progress import remember
for number in range(20):
    remember(Event("check", f"03.x{number}", "passed"))
"""


def test_what_is_still_to_be_written_as_the_kernel_ends_is_written(data_folder):
    environment = {**os.environ, "GLASSBOX_DATA": str(data_folder)}
    subprocess.run([sys.executable, "-c", LEAVE], cwd=root(), env=environment, check=True)
    assert len(Store(data_folder).read().exercises) == 20


def test_what_could_not_be_saved_is_tried_again_without_being_asked(tmp_path, monkeypatch):
    monkeypatch.setattr("course.progress.recorder.RETRY", 0.01)
    saved = threading.Event()

    class Recovering(Disk):
        def add(self, newer, known=None):
            self.full = "" if self.tries > 3 else "The disk is full."
            record = super().add(newer, known)
            saved.set()
            return record

    Recorder(Recovering(tmp_path)).remember(PASSED)
    assert saved.wait(60)
    assert "03.ring" in Store(tmp_path).read().exercises


VISIT = """
from pathlib import Path
from course.progress import Event
from widgets.progress import flush, recorder, remember
said = remember(Event("check", "03.ring", "passed"))
print("said", repr(said), flush(10), recorder())
"""


def test_a_visitors_page_leaves_nothing_on_the_servers_disk(tmp_path):
    (tmp_path / "lessons").mkdir()
    write_lesson(tmp_path / "lessons", 1, "visit", "Visit", "%%# Visit", VISIT)
    folder = tmp_path / "nothing"
    with Site(tmp_path / "lessons", {"GLASSBOX_DATA": str(folder)}) as site:
        page = site.open("01_visit")
    assert "said &#39;&#39; True None" in page.text
    assert not folder.exists()
