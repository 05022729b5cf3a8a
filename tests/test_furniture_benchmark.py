"""The arithmetic of the benchmark of the furniture, and that it times what it says."""
import io
from contextlib import redirect_stdout

import nbformat
import pytest

from benchmarks import furniture
from benchmarks.registry import BENCHMARKS, load
from course.exercises import Attempt, find, keys
from widgets import exercise as exercise_view


class Clock:
    """A clock that a check moves by the seconds it is given."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_it_is_registered():
    assert load(BENCHMARKS, "furniture") is furniture.run


@pytest.mark.parametrize("key", keys())
def test_the_stub_is_a_stub_and_the_reference_passes(key):
    states = {name: Attempt(find(key), function).check().state
              for name, function in furniture.answers(key).items()}  # fmt: skip
    assert states["an empty stub"] == "not_attempted"
    assert states["the reference"] == "passed"
    assert len(states) == 2 + len(find(key).wrong_answers)


def test_a_check_is_timed_to_its_display_and_the_first_turn_is_not_counted(monkeypatch):
    clock, shown = Clock(), []

    def display(what):
        shown.append(what._repr_html_())
        clock.now += len(shown) / 1000

    monkeypatch.setattr(exercise_view, "display", display)
    times = furniture.check_times("03.ring", 2, clock)
    n = len(times)
    assert times["the reference"] == pytest.approx([n + 1, 2 * n + 1])
    assert times["an empty stub"] == pytest.approx([2 * n, 3 * n])
    assert "gb-check-passed" in shown[0]
    assert "gb-check-not_attempted" in shown[n - 1]


def test_what_a_check_displays_is_kept_from_the_terminal(capsys):
    furniture.check_times("03.skill", 0)
    assert capsys.readouterr().out == ""


def test_measuring_touches_nobody_s_progress(data_folder):
    with furniture.own_data_folder() as folder:
        furniture.check_times("03.skill", 0)
    assert not data_folder.exists()
    assert folder != data_folder
    assert not folder.exists()


def test_the_slowest_answer_counts_by_its_median():
    times = {"the reference": [10, 12, 900], "wrong answer 'x'": [299, 200, 301]}
    result = furniture.slowest("03.ring", times)
    assert (result.ours, result.unit, result.holds) == (299, "ms", True)
    assert result.conditions.startswith("wrong answer 'x'; medians of 3 checks of each of 2 ")
    assert "the fastest 12 ms, the longest single check 900 ms" in result.conditions


def test_a_check_of_300_ms_is_too_slow():
    assert furniture.slowest("03.ring", {"the reference": [300]}).holds is False


@pytest.mark.parametrize(("later", "holds"), [(1200, True), (1201, False)])
def test_a_furnished_page_may_paint_a_fifth_later(later, holds):
    result = furniture.furnished({"bare": [900, 1000, 1100], "furnished": [later] * 3}, "here")
    assert (result.ours, result.theirs, result.holds) == (later, 1000, holds)
    assert "medians of 3 fresh loads each, in turn (bare from 900 to 1100 ms" in result.conditions


def test_both_pages_begin_with_the_same_playground_and_one_goes_on(tmp_path):
    paths = furniture.write_pages(tmp_path)
    assert paths["bare"] == "/voila/render/01_bare.ipynb"
    bare, furnished = (
        [cell.source for cell in nbformat.read(tmp_path / path.rsplit("/", 1)[1], 4).cells]
        for path in paths.values()
    )
    assert bare == [furniture.PLAYGROUND]
    assert furnished[0] == bare[0]
    assert len(furnished) > len(bare)


def test_every_cell_of_the_furnished_page_shows_its_piece(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)
    names, shown, printed = {}, [], io.StringIO()
    for source in furniture.FURNITURE:
        *before, last = source.splitlines()
        with redirect_stdout(printed):
            exec("\n".join(before), names)
            shown.append(eval(last, names))
    kinds = "Predict Predict Predict OnDemand NoneType Quiz CourseMap ProgressPanel"
    assert [type(piece).__name__ for piece in shown] == kinds.split()
    assert all(piece.prediction for piece in shown[:3])
    assert "Passed." in printed.getvalue()  # what a check shows where there is no notebook


def test_the_pages_are_loaded_in_turn_and_neither_always_goes_first(monkeypatch):
    loaded = []

    class Nothing:
        def __init__(self, *_):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def __add__(self, path):
            return path

        def add_init_script(self, script):
            assert "glassbox:painted" in script

    def first_paint(_, path):
        loaded.append(path[17:-6])
        return 100 * len(loaded)

    monkeypatch.setattr(furniture, "app_server", Nothing)
    monkeypatch.setattr(furniture, "driven_page", Nothing)
    monkeypatch.setattr(furniture, "first_paint", first_paint)
    times = furniture.paint_times(2)
    assert loaded == ["bare", "furnished", "furnished", "bare", "bare", "furnished"]
    assert times == {"bare": [400, 500], "furnished": [300, 600]}
