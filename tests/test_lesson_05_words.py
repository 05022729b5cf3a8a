"""What the prose of lesson 05 calls a button, a list or a picture is called so on the screen."""
import re

import jupytext
import pytest

from course.pictures.catalogue import TERMS
from course.pictures.sides_catalogue import SETS, tiles
from glassbox.project import root
from widgets import studio_words
from widgets.assets import script
from widgets.side_by_side_settings import SideControls, SideSettings
from widgets.slider_game import SliderGame
from widgets.slider_game_settings import SliderGameSettings
from widgets.slider_game_words import GOAL
from widgets.studio import STARTS, Studio
from widgets.studio_presets import CHOICES

LESSON = jupytext.read(root() / "solutions" / "05_optimisation_as_art.py")
PROSE = [" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown"]
CODE = [cell.source for cell in LESSON.cells if cell.cell_type == "code"]
MOST_WORDS = 80  # of a paragraph


def says(words: str) -> bool:
    return any(words in text for text in PROSE)


def found(pattern: str) -> str:
    """What the prose has in the brackets of a pattern; it must be there once."""
    (one,) = (match for text in PROSE for match in re.findall(pattern, text))
    return one


def control(settings: type, field: str):
    return settings.__dataclass_fields__[field].metadata["control"]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("press *Reset*", "transport.js"),
        ("*Save the picture*", "art_saving.js"),
        ("*Save the run*", "art_saving.js"),
        ("*Copy link*", "heading.js"),
    ],
)
def test_a_button_of_the_page_says_what_the_lesson_calls_it(words: str, source: str) -> None:
    assert says(words)
    assert words.split("*")[1] in script(source)


def test_the_game_has_the_start_the_number_and_the_line_that_are_named() -> None:
    assert says("Now choose *far*") and "far" in dict(control(SliderGameSettings, "start").options)
    assert says("The large number is the mean squared difference")
    assert SliderGame().transport.result_words.startswith("mean squared difference")
    assert float(found(r"bring it below ([0-9.]+) by hand")) == GOAL


def test_the_boxes_of_the_studio_stand_in_the_order_that_is_told() -> None:
    assert says("Left to right: parameters, function, picture, goals; and the gradient all the way")
    studio = Studio()
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", "".join(values(studio.grid)))
    assert headings[:4] == ["Parameters", "Function", "Picture", "Goals"]
    assert "the gradient goes back" in studio_words.BACK_FIRST


def values(widget) -> list[str]:
    """The text of a widget and of all that is in it, in order."""
    own = [widget.value] if isinstance(getattr(widget, "value", None), str) else []
    return own + [text for child in getattr(widget, "children", ()) for text in values(child)]


def test_the_studio_has_the_list_of_starts_and_the_goals_that_are_named() -> None:
    assert found(r"choose a start under \*(.*?)\*") == STARTS.label and len(CHOICES) > 1
    named = {name.lower() for name in re.findall(r"\*(\w+)\*", " ".join(PROSE))}
    assert {"match", "palette", "mirror", "smooth", "kaleidoscope", "texture"} <= named
    assert all(TERMS[name].label == name for name in named & set(TERMS))


def test_without_clip_the_studio_says_what_the_lesson_says_of_it() -> None:
    for told in ("exhaust(fetch_clip())", "CLIP"):
        assert says(told) and told in studio_words.NO_CLIP


def test_the_curves_can_be_drawn_against_what_the_lesson_says() -> None:
    across = control(SideControls, "across")
    assert found(r"\*(CPU time)\*") in dict(across.options)
    assert says(f"*{across.label}*")


def test_the_pictures_side_by_side_are_those_that_the_prose_speaks_of() -> None:
    shown = {one: [tile.label for tile in tiles(one)] for one in SETS}
    assert says("Here are four optimisers") and len(shown["optimisers"]) == 4
    assert says("512 blobs") and {tile.count for tile in tiles("stochastic")} == {512}
    assert says("look at 2,048") and "2,048 of them" in shown["stochastic"]
    for hand in ("stack", "triangles", "strokes"):
        assert says(f"**{hand}**") and hand in shown["hands"]
    for hand in re.findall(r"\*(sine network)\*", " ".join(PROSE)):
        assert hand in shown["hands"]


def test_the_race_has_the_list_and_the_learning_rate_that_are_named() -> None:
    made_of = control(SideControls, "parameterisation")
    assert says(f"choose *128 blobs* under *{made_of.label}*")
    assert "128 blobs" in dict(made_of.options)
    (sgd,) = (tile for tile in tiles("optimisers") if tile.label == "SGD")
    assert says(f"SGD has a rate of {sgd.rate:,.0f}")


def test_the_goal_of_the_four_artworks_is_the_one_that_is_told() -> None:
    assert says("a sunset's colours, and eight wedges that are alike")
    (made,) = (source for source in CODE if 'name="artworks"' in source)
    goal = dict(re.findall(r'(\w+)="(\w+)"', made)).get("goal", SideSettings().goal)
    settings = SideSettings(set="artworks", goal=goal)
    assert settings.taken_target == "sunset"
    for tile in settings.tiles():
        assert {"palette", "kaleidoscope"} <= {name for name, _ in tile.terms}


def test_the_rose_is_cut_in_half_by_a_button() -> None:
    assert says("cut the rose in half")
    assert "Cut in half" in script("canvas/growing_picture.js")


def test_the_answers_of_the_predictions_do_not_stand_above_them() -> None:
    def place(made: str) -> int:
        (found,) = (i for i, text in enumerate(CODE) if f"\n{made}" in f"\n{text}")
        return found

    assert place('Predict("05.rate")') < place('SideBySide(set="optimisers"')
    assert place('Predict("05.palette")') < place('SideBySide(set="artworks"')
    assert place('Predict("05.neuron")') < place('SideBySide(set="neuron"')


def test_no_paragraph_is_long() -> None:
    paragraphs = [
        text for cell in LESSON.cells if cell.cell_type == "markdown"
        for text in re.split(r"\n\n|\n- ", cell.source)
    ]  # fmt: skip
    assert max(len(text.split()) for text in paragraphs) <= MOST_WORDS
