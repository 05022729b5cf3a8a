"""The progress panel, driven without a browser."""
import asyncio
from types import SimpleNamespace

import pytest

from course.progress import Event, Recorder, Store, StoreError, from_text
from course.progress.export import duration, file_name, state_words
from course.progress.record import Record, Task
from widgets import progress, progress_panel
from widgets.progress_panel import ProgressPanel

KEYS = {
    "exercise": ("03.ring", "03.area_of_ring", "05.pca"),
    "question": ("03.free", "03.luck"),
    "prediction": ("05.first",),
}
LESSONS = [
    SimpleNamespace(number=number, title=title)
    for number, title in ((0, "Start here"), (3, "The zoo"), (5, "<b>Garden</b>"))
]


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    monkeypatch.setattr(progress_panel, "keys", KEYS.get)


def panel_of(*events):
    for event in events:
        progress.remember(event)
    panel = ProgressPanel(LESSONS)
    assert progress.flush(30)
    return panel


@pytest.fixture
def sent(monkeypatch):
    """What a panel says to its page."""
    messages = []
    view = progress_panel.PanelView
    monkeypatch.setattr(view, "send", lambda _, content, buffers=None: messages.append(content))
    return messages


def ask(panel, kind):
    """What a click does."""
    panel._asked(panel.view, {"kind": kind}, [])
    progress.flush(30)


def test_a_panel_with_nothing_to_show_says_what_will_stand_there(data_folder):
    panel = panel_of()
    assert panel.summary == (
        "Nothing yet: what you check, answer or predict in a lesson appears here."
    )
    assert [row["title"] for row in panel.view.lessons] == ["The zoo", "<b>Garden</b>"]
    assert panel.view.problem == ""
    assert not data_folder.exists()


def test_every_exercise_says_its_state_in_words_and_every_lesson_its_shares():
    panel = panel_of(
        Event("check", "03.ring", "value"),
        Event("check", "03.ring", "passed"),
        Event("check", "05.pca", "error"),
        Event("answer", "03.free", "wrong", "1"),
        Event("answer", "03.luck", "right", "0"),
        Event("prediction", "05.first", "guessed", "90"),
    )
    zoo, garden = panel.view.lessons
    assert zoo["exercises"] == [
        {"name": "ring", "state": "passed", "words": "passed after 2 tries"},
        {"name": "area of ring", "state": "not_attempted", "words": "not tried yet"},
    ]
    assert (zoo["number"], zoo["quiz"], zoo["predictions"]) == ("3", "1 of 2 right", "")
    assert garden["exercises"][0]["words"] == "try again (1 try so far)"
    assert (garden["quiz"], garden["predictions"]) == ("", "1 of 1 made")
    assert panel.summary.startswith(
        "1 of 3 exercises passed, 1 of 2 questions right, 1 of 1 prediction made, "
    )


def test_a_refresh_shows_what_another_notebook_has_added(data_folder, sent):
    panel = panel_of()
    other = Recorder(Store(data_folder))
    other.remember(Event("check", "03.ring", "passed"))
    assert other.flush(30)
    ask(panel, "shown")
    assert panel.view.lessons[0]["exercises"][0]["words"] == "passed at the first try"
    assert sent == []
    ask(panel, "refresh")
    assert sent == [{"kind": "said", "words": "Up to date."}]


def test_in_a_notebook_the_page_is_told_on_the_loop_and_not_on_the_disks_thread():
    async def cell():
        panel = ProgressPanel(LESSONS)
        rows = panel.view.lessons
        progress.remember(Event("check", "03.ring", "passed"))
        panel.refresh()
        progress.flush(30)  # the disk has answered, and the loop has had no turn
        assert panel.view.lessons == rows
        while panel.view.lessons == rows:
            await asyncio.sleep(0)
        return panel

    panel = asyncio.run(cell())
    assert panel.view.lessons[0]["exercises"][0]["state"] == "passed"


def test_an_export_is_the_file_itself_under_the_students_name(data_folder, sent):
    panel = panel_of(Event("check", "03.ring", "passed"))
    panel.view.name = "  Ada  Love/lace "
    assert panel.view.name == "Ada Love/lace"
    ask(panel, "export")
    [message] = sent
    assert message["name"] == "glassbox-progress-Ada-Love-lace.json"
    path = data_folder / "progress.json"
    assert message["done"] == (
        f"glassbox-progress-Ada-Love-lace.json is in your downloads; if not, hand in {path}."
    )
    assert message["failed"] == f"This page cannot download: hand in {path}."
    assert from_text(message["text"]) == from_text(path.read_text(encoding="utf-8"))
    assert from_text(message["text"]).name == "Ada Love/lace"


def test_an_export_from_a_full_disk_holds_what_is_not_saved(monkeypatch, sent):
    def full(*_):
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add", full)
        panel = ProgressPanel(LESSONS)
        progress.remember(Event("check", "03.ring", "passed"))
        ask(panel, "export")
        assert panel.view.problem == "The disk is full."
    [message] = sent
    assert from_text(message["text"]).exercises["03.ring"].passed is not None
    assert message["done"] == f"{message['name']} is in your downloads."
    assert progress.flush(30)


def test_a_reset_empties_the_panel_and_says_where_the_copy_is(data_folder, sent):
    panel = panel_of(Event("check", "03.ring", "passed"))
    panel.view.name = "Ada"
    ask(panel, "reset")
    assert panel.summary.startswith("Nothing yet")
    assert panel.view.name == ""
    [message] = sent
    assert message["words"].endswith(
        f"What there was is kept as progress-before-reset-1.json in {data_folder}."
    )


@pytest.mark.parametrize("content", [None, "reset", {}, {"kind": "drop"}, {"kind": ["reset"]}])
def test_a_message_that_makes_no_sense_does_nothing(content, sent):
    panel = panel_of(Event("check", "03.ring", "passed"))
    panel._asked(panel.view, content, [])
    progress.flush(30)
    assert panel.view.lessons[0]["exercises"][0]["state"] == "passed"
    assert sent == []


def test_under_voila_it_is_one_line_and_touches_no_disk(data_folder, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    panel = ProgressPanel(LESSONS)
    assert panel.view is None
    assert panel.summary in panel.children[1].value
    assert panel.summary == (
        "Your progress is kept when you work in the notebook. This page keeps nothing."
    )
    assert not data_folder.exists()


def test_a_damaged_file_is_a_line_in_the_panel(data_folder):
    data_folder.mkdir()
    (data_folder / "progress.json").write_text("{")
    assert panel_of().view.problem.startswith("Your progress file is damaged: it is not JSON")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 min"), (0.1, "under 1 min"), (59, "under 1 min"), (60, "1 min"), (3599, "59 min"),
     (3600, "1 h 00 min"), (7505, "2 h 05 min")],
)  # fmt: skip
def test_time_is_said_in_minutes_and_hours(seconds, words):
    assert duration(seconds) == words


def test_a_check_of_an_empty_stub_is_no_try():
    assert state_words(Task(seconds=20.0)) == "not tried yet"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ada", "glassbox-progress-Ada.json"),
        ("", "glassbox-progress-abababab.json"),
        ("../../etc/passwd", "glassbox-progress-etc-passwd.json"),
        ("诗雨 Li", "glassbox-progress-诗雨-Li.json"),
        ("x" * 100, f"glassbox-progress-{'x' * 40}.json"),
        ("/:*?", "glassbox-progress-abababab.json"),
    ],
)
def test_an_exports_name_is_one_that_every_disk_takes(name, file):
    assert file_name(Record("ab" * 16, name)) == file
