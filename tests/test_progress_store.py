"""The progress file: two writers, a full disk, a killed writer, damage and later versions."""
import errno
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from course.progress import Event, Record, Store, StoreError, from_text, plus, to_text
from course.progress.record import of_event

KEPT = "It is kept while this notebook runs, and tried again."
FULL = f"The disk is full, so your progress is not saved yet. {KEPT}"


def event(name="ring", state="passed"):
    return of_event(Event("check", f"03.{name}", state), 100, 10.0)


WHOLE = to_text(plus(Record("a" * 32), event())).encode()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "data")


def names(store):
    return sorted(path.name for path in store.path.parent.iterdir())


def test_the_first_event_makes_the_folder_and_the_file_and_a_random_number(store, tmp_path):
    record, notice = store.add(event())
    assert (names(store), notice) == (["progress.json", "progress.lock"], "")
    assert from_text(store.path.read_text(encoding="utf-8")) == record == store.read()
    assert re.fullmatch("[0-9a-f]{32}", record.student)
    assert Store(tmp_path / "other").add(event())[0].student != record.student


def test_what_comes_later_is_added_and_the_number_stays(store):
    first, _ = store.add(event("ring"))
    second, _ = store.add(event("skill"))
    assert second.student == first.student
    assert list(second.exercises) == ["03.ring", "03.skill"]


def test_a_check_that_fails_after_the_pass_changes_nothing_in_the_file(store):
    passed, _ = store.add(event("ring", "passed"))
    after, _ = store.add(event("ring", "value"))
    assert after.exercises == passed.exercises


def test_reading_makes_nothing(store):
    assert store.read() == Record()
    assert not store.path.parent.exists()


def write_many(folder, name, start):
    store = Store(Path(folder), patience=60)
    start.wait(60)
    for number in range(25):
        store.add(event(f"{name}{number}"))
        store.add(event("both", "value"))


def test_two_notebooks_that_write_at_once_lose_nothing(store):
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    writers = [
        spawn.Process(target=write_many, args=(str(store.path.parent), name, start))
        for name in ("ada", "eve")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    record = store.read()
    passed = {key for key, task in record.exercises.items() if task.passed is not None}
    assert passed == {f"03.{name}{number}" for name in ("ada", "eve") for number in range(25)}
    assert record.exercises["03.both"].tries == 50


def fails(number):
    def act(*_, **__):
        raise OSError(number, os.strerror(number))

    return act


@pytest.mark.parametrize("act", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(store, monkeypatch, act):
    store.add(event("ring"))
    before = store.path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(f"course.progress.store.os.{act}", fails(errno.ENOSPC))
        with pytest.raises(StoreError, match=f"^{re.escape(FULL)}$"):
            store.add(event("skill"))
    assert store.path.read_bytes() == before
    assert names(store) == ["progress.json", "progress.lock"]
    assert list(store.add(event("skill"))[0].exercises) == ["03.ring", "03.skill"]


LIMITED = """
import resource, signal, sys
from pathlib import Path
from course.progress import Event, Store, StoreError
from course.progress.record import of_event
store = Store(Path(sys.argv[1]))
store.add(of_event(Event("check", "03.ring", "passed"), 1, 1.0))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
try:
    store.add(of_event(Event("check", "03.skill", "passed"), 1, 1.0))
except StoreError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(*store.add(of_event(Event("check", "03.skill", "passed"), 1, 1.0))[0].exercises)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no process's files")
def test_a_file_that_the_system_cuts_off_in_the_middle_is_never_put_in_place(store):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(store.path.parent)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said, kept = done.stdout.splitlines()
    assert said.startswith(f"Your progress cannot be saved in {store.path.parent} (File too large)")
    assert kept == "03.ring 03.skill"
    assert names(store) == ["progress.json", "progress.lock"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    message = f"Your progress cannot be saved in {store.path.parent} (File exists). {KEPT}"
    with pytest.raises(StoreError, match=f"^{re.escape(message)}$"):
        store.add(event())


def test_a_folder_that_may_not_be_written_is_named_and_its_file_can_still_be_read(
    store, monkeypatch
):
    store.add(event("ring"))
    monkeypatch.setattr("course.progress.store.tempfile.mkstemp", fails(errno.EACCES))
    with pytest.raises(StoreError, match=re.escape(f"{store.path.parent} (Permission denied). ")):
        store.add(event("skill"))
    assert list(store.read().exercises) == ["03.ring"]


KILLED = """
import os, signal, sys
from pathlib import Path
from course.progress import Event, Store, store
from course.progress.record import of_event
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
kept = Store(Path(sys.argv[1]))
kept.add(of_event(Event("check", "03.ring", "passed"), 1, 1.0))
store.os.replace = die
kept.add(of_event(Event("check", "03.skill", "passed"), 1, 1.0))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_writer_killed_before_the_last_step_leaves_the_old_file_and_its_rest_is_cleared(store):
    done = subprocess.run([sys.executable, "-c", KILLED, str(store.path.parent)])
    assert done.returncode == -signal.SIGKILL
    left = [name for name in names(store) if name.endswith(".tmp")]
    assert len(left) == 1
    assert list(store.read().exercises) == ["03.ring"]
    assert list(store.add(event("skill"))[0].exercises) == ["03.ring", "03.skill"]
    assert names(store) == ["progress.json", "progress.lock"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b'{"format": "glassbox-progress"}', WHOLE + b" " * 10**6, b"\0" * 50],
    ids=["empty", "cut off", "not text", "without a version", "huge", "zeros"],
)
def test_a_damaged_file_is_set_aside_and_said_and_a_new_one_begun(store, content):
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    with pytest.raises(StoreError, match=r"^Your progress file is damaged: .*\.$"):
        store.read()
    assert store.path.read_bytes() == content
    record, notice = store.add(event())
    assert notice == (
        "Your progress file was damaged. It is kept as progress-damaged-1.json, and a new one "
        "is begun."
    )
    assert (store.path.parent / "progress-damaged-1.json").read_bytes() == content
    assert store.read() == record
    assert store.add(event())[1] == ""


def test_a_second_damaged_file_is_kept_beside_the_first(store):
    store.path.parent.mkdir()
    for number in (1, 2):
        store.path.write_bytes(b"{")
        assert f"kept as progress-damaged-{number}.json," in store.add(event())[1]


def test_what_a_notebook_knew_outlives_the_damage(store):
    known, _ = store.add(event("ring"))
    store.path.write_bytes(b"{")
    record, _ = store.add(event("skill"), known)
    assert list(record.exercises) == ["03.ring", "03.skill"]
    assert record.student == known.student


def test_a_file_of_a_later_version_is_not_touched_and_said(store):
    store.add(event())
    found = json.loads(store.path.read_text(encoding="utf-8")) | {"version": 2}
    store.path.write_text(json.dumps(found), encoding="utf-8")
    before = store.path.read_bytes()
    message = "Your progress file is left as it is: it is of version 2, and this course knows ver"
    for act in (store.read, lambda: store.add(event("skill"))):
        with pytest.raises(StoreError, match=f"^{re.escape(message)}"):
            act()
    assert store.path.read_bytes() == before
    assert names(store) == ["progress.json", "progress.lock"]


def test_a_lock_that_another_program_holds_is_not_waited_for_long(tmp_path):
    store = Store(tmp_path, patience=0.05)
    store.add(event("ring"))
    message = f"Another program holds your progress file, so this is not saved yet. {KEPT}"
    with FileLock(tmp_path / "progress.lock"):
        with pytest.raises(StoreError, match=f"^{re.escape(message)}$"):
            store.add(event("skill"))
        assert list(store.read().exercises) == ["03.ring"]
    assert list(store.add(event("skill"))[0].exercises) == ["03.ring", "03.skill"]


def test_a_reset_keeps_what_there_was_and_the_next_student_is_another(store):
    before, _ = store.add(event("ring"))
    assert store.reset() == "progress-before-reset-1.json"
    assert store.read() == Record()
    assert store.reset() == ""
    kept = (store.path.parent / "progress-before-reset-1.json").read_text(encoding="utf-8")
    assert kept == to_text(before)
    after, _ = store.add(event("skill"))
    assert after.student != before.student
    assert list(after.exercises) == ["03.skill"]


def test_copies_set_aside_are_never_written_over(store):
    store.path.parent.mkdir()
    for number in range(1, 100):
        (store.path.parent / f"progress-before-reset-{number}.json").write_text("kept")
    store.add(event())
    with pytest.raises(StoreError, match=r"\(there are 99 copies named progress-before-reset al"):
        store.reset()
    assert list(store.read().exercises) == ["03.ring"]
