"""What all pieces of a lesson share: marks, links, and acts on the kernel's loop."""
import asyncio
import threading
from dataclasses import dataclass
from urllib.parse import parse_qsl

import ipywidgets
import pytest

import widgets
from course.checks import check_integer
from widgets.piece import Piece


@dataclass(frozen=True)
class Settings:
    size: int = 3

    def __post_init__(self):
        check_integer("size", self.size, 1, 9)


class Box(Piece):
    called = "box"

    def __init__(self, *, name="", link=None, **settings):
        self.settings, self.own, self.problems = self._opened(Settings, name, link, settings)
        self.said = ()
        super().__init__([ipywidgets.HTML("inside")], "gb-box")

    def _say(self, *problems):
        self.said = problems


PIECES = [
    name for name in widgets.__all__
    if isinstance(getattr(widgets, name), type) and issubclass(getattr(widgets, name), Piece)
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


def test_a_piece_carries_the_marks_that_links_and_the_stage_look_for():
    assert set(Box()._dom_classes) == {"glassbox", "gb-demo", "gb-box"}


def test_a_link_opens_a_piece_and_what_it_cannot_say_is_told():
    again = Box.from_link("http://127.0.0.1/a?open=mine&size=7&colour=red", size=5)
    assert (again.name, again.settings, again.own) == ("mine", Settings(7), Settings(5))
    assert len(again.problems) == 1 and "colour" in again.problems[0]
    assert Box.from_link("size=7").name == "box"


def test_a_bad_setting_is_told_once_and_its_default_taken():
    box = Box(size=0)
    assert box.settings == Settings()
    assert box.problems == ["size must be in [1, 9], got 0"]


def test_without_a_loop_an_act_is_done_at_once_and_a_failure_is_said():
    box, done = Box(), []
    box._soon(lambda: done.append(1))
    assert done == [1] and box.said == ()
    box._soon(lambda: 1 / 0)
    assert box.said == ("Stopped: ZeroDivisionError: division by zero",)


def test_an_act_from_another_thread_is_done_on_the_loop_s():
    seen = []

    async def scenario():
        box = Box()
        act = lambda: seen.append(threading.current_thread())  # noqa: E731
        thread = threading.Thread(target=box._soon, args=(act,))
        thread.start()
        thread.join()
        while not seen:
            await asyncio.sleep(0)

    asyncio.run(scenario())
    assert seen == [threading.main_thread()]


def test_after_the_loop_has_ended_an_act_is_still_done():
    async def make():
        return Box()

    box, done = asyncio.run(make()), []
    box._soon(lambda: done.append(1))
    assert done == [1]


def test_the_views_of_the_lessons_are_pieces():
    assert {"Playground", "DigitReader", "SlowMotion", "Valley", "TapeView"} <= set(PIECES)


@pytest.mark.parametrize("name", PIECES)
def test_a_view_s_link_names_it_so_that_a_page_can_open_it(name):
    kind = getattr(widgets, name)
    for view, called in ((kind(), kind.called), (kind(name="another"), "another")):
        assert dict(parse_qsl(view.heading.query))["open"] == called == view.name
        assert {"glassbox", "gb-demo"} <= set(view._dom_classes)
        assert len(set(view._dom_classes)) == len(view._dom_classes)
