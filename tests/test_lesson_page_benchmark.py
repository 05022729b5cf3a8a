"""The benchmark of lesson 01's first picture: its two pages, and its arithmetic."""
import nbformat
import pytest

from benchmarks import furniture, lesson_page
from benchmarks.registry import BENCHMARKS, load
from glassbox.project import root


def test_it_is_registered():
    assert load(BENCHMARKS, "lesson-page") is lesson_page.run


def test_the_lesson_is_the_one_that_students_get_and_the_peer_has_ipywidgets_alone(tmp_path):
    paths = lesson_page.write_pages(tmp_path)
    lesson, plain = (tmp_path / path.rsplit("/", 1)[1] for path in paths.values())
    assert lesson.read_bytes() == (root() / "lessons" / lesson.name).read_bytes()
    [cell] = nbformat.read(plain, as_version=4).cells
    names = {}
    *before, last = cell.source.splitlines()
    exec("\n".join(before), names)
    shown = eval(last, names)
    assert {type(part).__module__.split(".")[0] for part in shown.children} == {"ipywidgets"}
    assert len(shown.children) == 4


@pytest.mark.parametrize(("ours", "holds"), [(1500, True), (1501, False)])
def test_the_lesson_may_paint_half_as_late_again(ours, holds):
    result = lesson_page.result({"lesson 01": [ours] * 3, "plain": [900, 1000, 2000]}, "here")
    assert (result.ours, result.theirs, result.holds) == (ours, 1000, holds)


def test_each_page_has_a_clock_of_its_own_kind(monkeypatch):
    asked = []

    def paint_times(loads, write, scripts):
        asked.append((loads, write, scripts))
        return {"lesson 01": [1000], "plain": [1000]}

    monkeypatch.setattr(lesson_page, "paint_times", paint_times)
    [result] = lesson_page.run()
    assert result.holds
    assert asked == [
        (8, lesson_page.write_pages, (furniture.LISTEN, lesson_page.PLAIN_PAINTED))
    ]
