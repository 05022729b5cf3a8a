"""Inner parts share a layout and styles; the boxes that people hold do not."""
import ipywidgets
import pytest

from widgets import OnDemand, Playground, Predict, Quiz
from widgets.parts import Box, Html, Part, plain, shared
from widgets.theme import Theme

MAKERS = {
    "Playground": Playground,
    "Predict": lambda: Predict("03.seeds"),
    "Quiz": lambda: Quiz("03"),
    "OnDemand": lambda: OnDemand(lambda: iter(()), "Run", 1),
}


def inner(widget):
    """Everything inside a box, however deep."""
    for child in getattr(widget, "children", ()):
        yield child
        yield from inner(child)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_part_of_a_widget_has_the_one_layout_and_the_widget_its_own(make):
    one, other = make(), make()
    assert {part.layout for part in inner(one)} == {shared(ipywidgets.Layout)}
    assert len({one.layout, other.layout, shared(ipywidgets.Layout)}) == 3


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_controls_of_one_kind_have_one_style(make):
    styles = {}
    for part in inner(make()):
        if isinstance(part, ipywidgets.HTML | ipywidgets.Dropdown | ipywidgets.FloatSlider):
            styles.setdefault(type(part.style), set()).add(part.style)
    assert all(len(found) == 1 for found in styles.values())


def test_two_widgets_bring_one_style_sheet():
    one, other = Quiz("03"), Playground()
    assert one.children[0] is other.children[0] is shared(Theme)


@pytest.mark.parametrize("kind", [Part, Box, Html])
def test_a_layout_that_somebody_closed_is_made_anew(kind):
    before = shared(ipywidgets.Layout)
    before.close()
    assert kind().layout is shared(ipywidgets.Layout) is not before
    assert shared(ipywidgets.Layout).comm is not None


def test_a_style_of_another_kind_is_not_mistaken_for_it():
    slider, text = plain(ipywidgets.FloatSlider), plain(ipywidgets.HTML)
    assert type(slider["style"]) is not type(text["style"])
    assert type(slider["style"]) is type(ipywidgets.FloatSlider().style)
