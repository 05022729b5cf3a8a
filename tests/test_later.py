"""Places for pieces that an app makes later: which, when, in which order, and what they give."""
import asyncio

import ipywidgets
import pytest

import widgets
from widgets.later import Kind, Later, Places, Waker
from widgets.parts import Html

NAMES = ("first", "second", "third", "fourth")


class Piece(ipywidgets.VBox):
    """A piece that notes when it is made."""

    made: list[str] = []

    def __init__(self, name, fails=False):
        self.made.append(name)
        if fails:
            raise ValueError("no <b>such</b> rule")
        super().__init__()
        self.called = name

    @classmethod
    def of_link(cls, name):
        return cls(name)


@pytest.fixture(autouse=True)
def page(monkeypatch):
    monkeypatch.setattr(Piece, "made", [])
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    monkeypatch.delenv("QUERY_STRING", raising=False)


def ready(place):
    """The page says that its first piece is painted."""
    [waker] = [child for child in place.children if isinstance(child, Waker)]
    waker._handle_custom_msg({"kind": "ready"}, [])


def test_the_first_piece_is_made_at_once_and_the_others_leave_places():
    places = Places()
    first, *others = (places.piece(lambda name=name: Piece(name)) for name in NAMES)
    assert isinstance(first, Piece) and Piece.made == ["first"]
    assert [type(place) for place in others] == [Later] * 3
    assert all("gb-later" in place._dom_classes for place in others)
    [waker] = [child for place in others for child in place.children]  # one for the page
    assert isinstance(waker, Waker)


def test_the_places_are_filled_in_order_once_the_page_is_ready_and_the_loop_breathes():
    seen = []

    async def scenario():
        places = Places()
        _, *others = [places.piece(lambda name=name: Piece(name)) for name in NAMES]
        await asyncio.sleep(0)
        assert Piece.made == ["first"]
        ready(others[0])
        ready(others[0])  # twice does no harm
        while places.waiting:
            await asyncio.sleep(0.001)
            seen.append(len(Piece.made))
        return others

    others = asyncio.run(scenario())
    assert Piece.made == list(NAMES)
    assert {2, 3} <= set(seen)  # one at a time, with turns of the loop between them
    for place, name in zip(others, NAMES[1:], strict=True):
        assert place.children[-1] is place.piece
        assert place.piece.called == name
        assert "gb-later" not in place._dom_classes


def test_without_a_loop_all_are_made_when_the_page_is_ready():
    places = Places()
    _, second, _ = (places.piece(lambda name=name: Piece(name)) for name in NAMES[:3])
    ready(second)
    assert Piece.made == ["first", "second", "third"]
    assert isinstance(places.piece(lambda: Piece("fourth")), Piece)  # nothing would fill a place


def test_who_asks_a_place_for_something_of_its_piece_gets_it():
    place = Later(lambda: Piece("asked"))
    assert Piece.made == []
    assert place.called == "asked"
    assert place.called == "asked" and Piece.made == ["asked"]
    place.fill()
    assert Piece.made == ["asked"]
    with pytest.raises(AttributeError, match="colour"):
        _ = place.colour


def test_private_names_do_not_make_the_piece():
    place = Later(lambda: Piece("asked"))
    assert not hasattr(place, "_ipython_canary_method_should_not_exist_")
    assert Piece.made == []


def test_a_piece_that_cannot_be_made_says_so_and_the_next_one_is_made():
    places = Places()
    _, second, third = (
        places.piece(lambda name=name: Piece(name, fails=name == "second")) for name in NAMES[:3]
    )
    ready(second)
    *_, said = second.children
    assert isinstance(said, Html)
    assert "This part could not start: ValueError: no &lt;b&gt;such&lt;/b&gt; rule." in said.value
    assert isinstance(third.piece, Piece)


def test_a_page_whose_address_opens_a_piece_makes_all_of_them_at_once(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "look=dark&open=mine&size=3")
    places = Places()
    made = [places.piece(lambda name=name: Piece(name)) for name in NAMES]
    assert all(isinstance(piece, Piece) for piece in made)


def test_other_words_of_an_address_change_nothing(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "present=1&opened=x")
    places = Places()
    places.piece(lambda: Piece("first"))
    assert isinstance(places.piece(lambda: Piece("second")), Later)


def test_a_place_closes_its_piece():
    place = Later(lambda: Piece("closed"))
    place.close()
    assert Piece.made == []
    place = Later(lambda: Piece("closed"))
    piece = place.made()
    place.close()
    assert piece.comm is None and place.comm is None


def test_a_kind_loads_its_class_when_the_first_of_it_is_made():
    loaded, places = [], Places()

    def load():
        loaded.append("Piece")
        return Piece

    kind = Kind(load, places)
    assert loaded == []
    assert kind("first").called == "first"
    second = kind("second")
    assert loaded == ["Piece"] and isinstance(second, Later)
    assert kind.of_link("linked").called == "linked"  # what the class has, at once


def test_in_an_app_a_lesson_gets_kinds_and_in_a_notebook_the_classes(monkeypatch):
    assert isinstance(widgets.Playground, Kind)
    assert isinstance(widgets.SeedStrips, type)  # a picture
    monkeypatch.delenv("SERVER_SOFTWARE")
    assert isinstance(widgets.Playground, type)
