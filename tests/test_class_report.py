"""`glassbox class`: many exports merged into one page, whatever is in the files."""
import json
import os
import re
import stat
from functools import reduce
from html.parser import HTMLParser

import pytest

from course.progress import Event, Record, plus, to_text
from course.progress.classroom import Classroom, Stall, Student, read_folder, stalls
from course.progress.record import of_event
from glassbox import class_course, class_page
from glassbox.class_course import Course
from glassbox.cli import main
from glassbox.project import root

TAUGHT = Course(
    ("01.dense", "03.ring", "03.skill"),
    ("03.free",),
    {"03.free": "What is `free`?"},
    {"03.free": ("All <of> it.", "Nothing.", "A lot.")},
)


class Rows(HTMLParser):
    """The tables of a page: each a list of rows, each row a list of its cells' words."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.tags, self.attributes, self._open = [], [], [], False
        self.feed(page)
        self.tables = [
            [[" ".join(cell.split()) for cell in row] for row in table] for table in self.tables
        ]

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._open = True

    def handle_endtag(self, tag):
        self._open = self._open and tag not in ("td", "th")

    def handle_data(self, data):
        if self._open:
            self.tables[-1][-1][-1] += f" {data}" if self.tables[-1][-1][-1] else data


def student(number, name, *moments):
    """A record; each moment is a key and a state, or a key, a wrong answer and a number."""
    record = Record(f"{number:032x}", name, 1)
    events = []
    for key, state, *detail in moments:
        kind = "answer" if key == "03.free" else "check"
        events.append(of_event(Event(kind, key, state, *detail), 100 + len(events), 60.0))
    return reduce(plus, events, record)


def hand_in(folder, record, name=None):
    (folder / (name or f"{record.student}.json")).write_text(to_text(record), encoding="utf-8")


# By hand: on the ring Ada needs 3 tries, Bo 1; Cy is stuck after 2 and Di checks an empty stub.
ADA = student(1, "Ada", ("03.ring", "cause", "no hole"), ("03.ring", "cause", "no hole"),
              ("03.ring", "passed"), ("03.skill", "passed"), ("03.free", "right"))  # fmt: skip
BO = student(2, "Bo", ("03.ring", "passed"), ("03.skill", "value"), ("03.skill", "passed"),
             ("03.free", "wrong", "0"), ("03.free", "right"))  # fmt: skip
CY = student(3, "Cy", ("03.ring", "cause", "a box"), ("03.ring", "cause", "no hole"),
             ("03.free", "wrong", "0"), ("03.free", "wrong", "2"))  # fmt: skip
DI = student(4, "Di", ("03.skill", "not_attempted"))
CLASS = (DI, CY, BO, ADA)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(class_course, "course", lambda: TAUGHT)
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


@pytest.fixture
def full(folder):
    for record in CLASS:
        hand_in(folder, record)
    return folder


def test_where_a_class_stalls_is_counted_as_by_hand():
    assert stalls(TAUGHT.exercises, [record.exercises for record in CLASS]) == [
        Stall("03.ring", 3, 2, tries=2.0, seconds=120.0, wrong="no hole", wrong_students=2),
        Stall("03.skill", 2, 2, tries=1.5, seconds=90.0),
        Stall("01.dense", 0, 0),
    ]


def test_of_two_wrong_answers_of_as_many_students_the_one_given_more_often_is_named():
    one = student(1, "", ("03.ring", "value", "a box"), ("03.ring", "value", "no hole"))
    two = student(2, "", *[("03.ring", "value", "no hole")] * 2, ("03.ring", "value", "a box"))
    [stall] = stalls(["03.ring"], [one.exercises, two.exercises])
    assert (stall.wrong, stall.wrong_students) == ("no hole", 2)


def test_the_page_says_what_the_terminal_says_and_where_it_is(full, capsys):
    assert main(["class", str(full)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "4 students, from 4 files",
        "where the class stalls:",
        "  03.ring: 2 of 4 passed, 1 not yet, 1 not tried; 2 tries to pass; "
        'often "no hole" (2 students)',
        "  03.skill: 2 of 4 passed, 2 not tried; 1.5 tries to pass",
        f"wrote {full / 'class.html'}",
    ]
    stalling, questions, heat = Rows((full / "class.html").read_text(encoding="utf-8")).tables
    assert stalling[1] == ["03.ring", "2 of 4 passed 1 not yet, 1 not tried", "2", "2 min",
                           "no hole 2 students"]  # fmt: skip
    assert [row[0] for row in stalling[1:]] == ["03.ring", "03.skill", "01.dense"]
    assert questions[1] == ["03.free What is free?", "2 of 4 passed 1 not yet, 1 not tried",
                            "1.5", "1 min", "All <of> it. 2 students"]  # fmt: skip
    assert heat[1] == ["03.ring", "03.skill", "01.dense", "03.free"]
    assert heat[2:] == [
        ["Cy", "0 of 3", "4 min", "2 not passed yet, 2 tries", "not tried", "not tried",
         "2 not passed yet, 2 tries"],
        ["Ada", "2 of 3", "5 min", "3 passed, 3 tries", "1 passed, 1 try", "not tried",
         "1 passed, 1 try"],
        ["Bo", "2 of 3", "5 min", "1 passed, 1 try", "2 passed, 2 tries", "not tried",
         "2 passed, 2 tries"],
        ["Di", "0 of 3", "1 min", "not tried", "not tried", "not tried", "not tried"],
    ]  # fmt: skip


def test_a_cells_shade_grows_with_its_tries():
    each = [student(n, "", *[("03.ring", "value")] * n) for n in (1, 2, 4, 7, 11)]
    page = class_page.html(_classroom(each), TAUGHT)
    shades = re.findall(r'class="cell (s\d)"[^>]*>.*?aria-hidden="true">(\d+)<', page)
    assert shades == [("s4", "11"), ("s3", "7"), ("s2", "4"), ("s1", "2"), ("s0", "1")]


def _classroom(records):
    named = tuple(Student(f"student {n}", record) for n, record in enumerate(records))
    return Classroom(named, len(named), ())


def test_the_page_is_written_where_it_is_asked_for(full, tmp_path):
    assert main(["class", str(full), "--output", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").exists()
    assert not (full / "class.html").exists()


def test_two_exports_of_one_student_are_merged(folder):
    early = student(1, "Ada", ("03.ring", "value"))
    hand_in(folder, early, "2.json")
    hand_in(folder, plus(early, student(1, "Ada", ("03.ring", "passed"))), "1.json")
    classroom = read_folder(folder)
    assert (classroom.files, [one.name for one in classroom.students]) == (2, ["Ada"])
    assert classroom.students[0].record.exercises["03.ring"].tries == 2


def test_two_students_of_one_name_are_kept_apart(folder):
    for number, name in enumerate(("Ada", "Ada", "Ada (2)", "", "")):
        hand_in(folder, student(number, name))
    assert {one.name for one in read_folder(folder).students} == {
        "Ada", "Ada (2)", "Ada (2) (2)", "no name, 000000", "no name, 000000 (2)",
    }  # fmt: skip


def test_folders_below_and_other_files_are_passed_over(full):
    (full / "below").mkdir()
    hand_in(full / "below", student(9, "Eve"))
    (full / "notes.txt").write_text("hello")
    assert len(read_folder(full).students) == 4


def test_files_that_cannot_be_read_are_listed_and_the_rest_counts(full, capsys):
    (full / "broken.json").write_text("{")
    (full / "other.JSON").write_text('{"a": 1}')
    (full / "latin.json").write_bytes(b'{"name": "Andr\xe9"}')
    (full / "huge.json").write_bytes(b" " * 1_000_001)
    (full / "folder.json").mkdir()
    later = to_text(ADA).replace('"version": 1', '"version": 2')
    (full / "later.json").write_text(later, encoding="utf-8")
    assert main(["class", str(full)]) == 0
    reasons = {
        "broken.json": "it is not JSON: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)",
        "folder.json": "it is not a file",
        "huge.json": "it is larger than 1,000,000 bytes",
        "later.json": "it is of version 2, and this course knows version 1",
        "latin.json": "it is not text in UTF-8",
        "other.JSON": "it is not a glassbox-progress file",
    }
    said = capsys.readouterr().out.splitlines()
    assert {f"left out {name}: {why}" for name, why in reasons.items()} == set(said[:6])
    page = (full / "class.html").read_text(encoding="utf-8")
    assert "6 files could not be read and are left out." in page
    assert all(f"<b>{name}</b>: {why}" in page for name, why in reasons.items())
    assert "4 students, from 4 files." in page


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
def test_a_pipe_is_not_waited_for(full):
    os.mkfifo(full / "pipe.json")
    assert stat.S_ISFIFO((full / "pipe.json").stat().st_mode)
    assert read_folder(full).unread == (("pipe.json", "it is not a file"),)


def test_an_export_saved_by_a_windows_editor_is_read(folder):
    (folder / "ada.json").write_text(to_text(ADA), encoding="utf-8-sig")
    assert [one.name for one in read_folder(folder).students] == ["Ada"]


def test_more_files_than_a_class_has_are_not_read(full, monkeypatch):
    monkeypatch.setattr("course.progress.classroom.MOST_FILES", 3)
    classroom = read_folder(full)
    assert classroom.files == 3
    assert [why for _, why in classroom.unread] == ["only the first 3 files are read"]


def test_more_bytes_than_a_class_has_are_not_read(full, monkeypatch):
    monkeypatch.setattr("course.progress.classroom.MOST_BYTES", len(to_text(ADA)) + 1)
    classroom = read_folder(full)
    assert [one.name for one in classroom.students] == ["Ada", "Bo"]
    assert {why for _, why in classroom.unread} == {
        f"the files before it are {len(to_text(ADA)) + 1:,} bytes already"
    }


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\'"&'


def test_what_stands_in_a_file_is_text_on_the_page_and_nothing_else(folder, capsys):
    found = json.loads(to_text(student(1, HOSTILE, ("03.ring", "value", HOSTILE))))
    found["student"]["name"] += "\u202e\x1b]0;title\x07"
    (folder / "hostile.json").write_text(json.dumps(found))
    (folder / "\x1b[2J.json").write_text("")
    (folder / "<img src=x>.json").write_text('{"format": "<b>"}')
    assert main(["class", str(folder)]) == 0
    page = (folder / "class.html").read_text(encoding="utf-8")
    parsed = Rows(page)
    assert not {"script", "img", "iframe", "link"} & set(parsed.tags)
    assert not [name for name in parsed.attributes if name.startswith("on") or name == "src"]
    assert parsed.tables[0][1][4].startswith("<script>alert(1)</script><img")
    assert "\u202e" not in page
    assert "\x1b" not in page + capsys.readouterr().out


def test_the_page_asks_nobody_for_anything(full):
    main(["class", str(full)])
    page = (full / "class.html").read_text(encoding="utf-8")
    assert "http:" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https:" not in page
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_keys_that_the_course_does_not_have_are_left_out(folder):
    hand_in(folder, student(1, "Ada", ("03.ring", "passed"), ("99.made_up", "passed")))
    main(["class", str(folder)])
    assert "99.made_up" not in (folder / "class.html").read_text(encoding="utf-8")


def test_long_names_are_cut(folder):
    hand_in(folder, student(1, "x" * 120))
    assert [one.name for one in read_folder(folder).students] == ["x" * 60]


def test_an_option_that_does_not_exist_is_shown_as_it_is():
    assert TAUGHT.wrong(Stall("03.free", 1, 0, wrong="0-7")) == "0-7"
    assert TAUGHT.wrong(Stall("03.free", 1, 0, wrong="1-2")) == "“Nothing.” and “A lot.”"
    assert TAUGHT.wrong(Stall("03.ring", 1, 0, wrong="1-2")) == "1-2"


def test_a_class_that_stalls_nowhere_is_told_so(folder, capsys):
    hand_in(folder, student(1, "Ada", ("03.ring", "passed")))
    assert main(["class", str(folder)]) == 0
    assert "no exercise stalls the class" in capsys.readouterr().out


def test_a_folder_that_is_none_or_holds_no_export_is_one_clear_line(folder, capsys):
    missing = folder / "missing"
    assert main(["class", str(missing)]) == 1
    expected = f"glassbox: {missing} is not a folder; name the one with the students' exports\n"
    assert capsys.readouterr().err == expected
    assert main(["class", str(folder)]) == 1
    expected = f"glassbox: {folder} holds no export (glassbox-progress-NAME.json) to read\n"
    assert capsys.readouterr().err == expected
    assert list(folder.iterdir()) == []


def test_a_page_that_cannot_be_written_is_one_clear_line(full, capsys):
    assert main(["class", str(full), "--output", str(full)]) == 1
    assert capsys.readouterr().err == f"glassbox: {full} cannot be written: Is a directory\n"


def test_the_page_knows_the_course_that_is_installed():
    taught = class_course.course()
    assert "03.ring" in taught.exercises
    built = {path.name[:2] for path in (root() / "lessons").glob("[0-9]*.ipynb")}
    assert {key[:2] for key in (*taught.exercises, *taught.questions)} <= built
    assert set(taught.prompts) == set(taught.options) == set(taught.questions) != set()


def test_the_page_has_the_dark_colours_of_the_widgets(full):
    main(["class", str(full)])
    page = (full / "class.html").read_text(encoding="utf-8")
    night = page.split("prefers-color-scheme:dark){.glassbox.glassbox{")[1].split("}")[0]
    assert "--paper:#16181a" in night
