"""The start page's map of lessons and its table of what the machine has."""
from types import SimpleNamespace

import pytest

from glassbox.doctor import report
from tools.lessons import catalogue
from widgets.course_map import CourseMap, DoctorTable


def lesson(**changes):
    about = {
        "number": 3,
        "name": "03_zoo",
        "title": "The zoo",
        "sentence": "See it.",
        "minutes": 35,
        "device": "CPU",
    }
    return SimpleNamespace(**{**about, **changes})


def finding(status, remedy=""):
    return SimpleNamespace(name="Python", status=status, detail="3.11", remedy=remedy)


def test_the_map_links_each_lesson_by_its_file_beside_the_page():
    html = CourseMap([lesson()])._repr_html_()
    assert '<a href="03_zoo.ipynb">The zoo</a>' in html
    assert "35 min, CPU" in html
    assert "See it." in html


def test_the_map_leaves_out_the_page_it_stands_on():
    shown = CourseMap([lesson(number=0, title="Start here"), lesson()])
    assert "Start here" not in shown._repr_html_()
    assert repr(shown) == "3  The zoo (35 min, CPU): See it."


def test_every_lesson_of_the_course_but_the_first_is_on_the_map():
    html = CourseMap(catalogue())._repr_html_()
    names = [path.name for path, number in ((x.path, x.number) for x in catalogue()) if number]
    assert names
    assert all(f'href="{name}"' in html for name in names)


def test_what_a_lesson_says_of_itself_cannot_become_markup():
    html = CourseMap([lesson(title="<b>bold</b>", name='x" onclick="y')])._repr_html_()
    assert "<b>" not in html
    assert 'onclick="' not in html


@pytest.mark.parametrize(
    ("statuses", "summary"),
    [
        (["ok", "optional"], "Everything the course needs is there."),
        (["ok", "missing"], "One thing is missing; the table says what to do."),
        (["missing", "missing"], "2 things are missing; the table says what to do."),
    ],
)
def test_the_doctors_table_counts_what_is_missing(statuses, summary):
    table = DoctorTable([finding(status) for status in statuses])
    assert table.summary == summary
    assert f"<strong>{summary}</strong>" in table._repr_html_()


def test_the_doctors_table_says_state_and_remedy_in_words():
    table = DoctorTable([finding("missing", "Install <it>.")])
    html = table._repr_html_()
    assert '<th scope="row">Python</th><td>missing</td>' in html
    assert "Install &lt;it&gt;." in html
    assert repr(table).splitlines()[1] == "Python: missing. 3.11 Install <it>."


def test_the_doctors_own_findings_fit_the_table():
    findings = report()
    html = DoctorTable(findings)._repr_html_()
    assert html.count('<th scope="row">') == len(findings) > 0
