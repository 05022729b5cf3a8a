"""What the prose of lesson 03 calls a button, a list or a choice is called so on the screen."""
import re

import jupytext
import pytest

from course.effects import EFFECTS
from course.published import RECIPES
from glassbox.project import root
from widgets.assets import script
from widgets.effects import Effects
from widgets.garden import Garden
from widgets.garden_settings import SORTS
from widgets.sweep_map import SweepMap

LESSON = jupytext.read(root() / "solutions" / "03_classifier_zoo.py")
PROSE = [" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown"]
MOST_WORDS = 80  # of a paragraph


def says(words: str) -> bool:
    return any(words in text for text in PROSE)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Press *Play*", "transport.js"),
        ("*Reset*", "transport.js"),
        ("a *published figure*", "controls/figures.js"),
    ],
)
def test_a_button_of_the_page_says_what_the_lesson_calls_it(words: str, source: str) -> None:
    assert says(words)
    assert words.split("*")[1] in script(source)


def test_the_map_is_filled_by_the_button_and_changed_by_the_controls_that_are_named() -> None:
    view = SweepMap()
    assert says(f"press *{view.runner.label}*")
    assert says("*hidden layers* to 1")
    assert view.form.controls["depth"].label == "hidden layers"
    assert view.settings.rule == "ring" and says("one hidden layer learns the ring")
    assert view.settings.seeds == 16 and says("from sixteen seeds each")


def test_the_garden_has_the_list_the_choice_and_the_order_that_are_named() -> None:
    varies = Garden().form.controls["varies"]
    assert says("choose *width \u00d7 rate* under *what differs*")
    assert varies.description == "what differs"
    assert "width \u00d7 rate" in dict(varies.options)
    assert says("sort by *likeness*") and "likeness" in dict(SORTS["seeds"])


def test_there_are_eight_effects_and_their_button_is_the_one_that_is_named() -> None:
    assert len(EFFECTS) == 8 and says("Eight things to turn")
    assert says(f"before you press *{Effects().runner.label}*")
    assert {"over-training", "random labels"} <= {effect.name for effect in EFFECTS.values()}


def test_the_two_trainings_of_a_published_figure_are_the_ones_that_are_named() -> None:
    assert RECIPES == ("2016", "ours")
    assert says("*2016* or *ours*")


def test_the_answers_of_the_predictions_do_not_stand_above_them() -> None:
    code = [cell.source for cell in LESSON.cells if cell.cell_type == "code"]
    (effects,) = (i for i, text in enumerate(code) if text.endswith("Effects()"))
    asked = [i for i, text in enumerate(code) if re.search(r'Predict\("03\.', text)]
    assert len(asked) == 5 and max(asked) < effects


def test_no_paragraph_is_long() -> None:
    paragraphs = [
        text for cell in LESSON.cells if cell.cell_type == "markdown"
        for text in re.split(r"\n\n|\n- ", cell.source)
    ]  # fmt: skip
    assert max(len(text.split()) for text in paragraphs) <= MOST_WORDS
