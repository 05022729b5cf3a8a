"""What the prose of lesson 04 calls a button, a list or a picture is called so on the screen."""
import re

import jupytext
import pytest

from glassbox.project import root
from widgets.assets import script
from widgets.many_dimensions_settings import SETS_SHOWN, SPECTRA_SHOWN, ManyControls
from widgets.similarity_settings import KINDS, PRESETS
from widgets.two_dimensions import TwoDimensions
from widgets.two_dimensions_settings import PRESETS as CLOUDS
from widgets.two_dimensions_settings import CloudControls

LESSON = jupytext.read(root() / "solutions" / "04_principal_components.py")
PROSE = [" ".join(cell.source.split()) for cell in LESSON.cells if cell.cell_type == "markdown"]
MOST_WORDS = 80  # of a paragraph


def says(words: str) -> bool:
    return any(words in text for text in PROSE)


def named(controls: type, field: str) -> str:
    """What is written beside a control."""
    return controls.__dataclass_fields__[field].metadata["control"].label


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("under *Along new axes*", "canvas/cloud.js"),
        ("marked *lost*", "canvas/likeness_strip.js"),
        ("come *new*", "canvas/likeness_strip.js"),
    ],
)
def test_a_picture_says_what_the_lesson_calls_it(words: str, source: str) -> None:
    assert says(words)
    assert words.split("*")[1] in script(source)


def test_the_bench_has_the_button_the_slider_and_the_switch_that_are_named() -> None:
    assert says("press *as published*, set *points* to 6") and "as published" in CLOUDS
    assert named(CloudControls, "points") == "points"
    assert says("with *centre* on") and named(CloudControls, "centre") == "centre"


def test_the_certificate_is_the_last_line_of_the_bench_s_table() -> None:
    assert says("The last line of the bench's table is the largest entry of $V V^\\top - I$")
    rows = re.findall(r"<th scope=row>(.*?)</th>", TwoDimensions().table.value)
    assert rows[-1].startswith("max |V V")


def test_the_vectors_the_spectrum_and_the_switch_of_many_dimensions_are_those_named() -> None:
    assert says("*texts, TF-IDF* are passages") and "texts, TF-IDF" in dict(SETS_SHOWN)
    assert says("In the same list, *vectors*, choose *a table of your own*")
    assert named(ManyControls, "data") == "vectors" and "a table of your own" in dict(SETS_SHOWN)
    assert says("the *falling* spectrum") and "falling" in dict(SPECTRA_SHOWN)
    assert says("press *centre* at all 64") and named(ManyControls, "centre") == "centre"


def test_the_sentences_have_the_kind_and_the_button_that_are_named() -> None:
    assert says("Choose *counted here* and *all at once*")
    assert "counted here" in dict(KINDS) and "all at once" in PRESETS


def test_the_answers_of_the_predictions_do_not_stand_above_them() -> None:
    code = [cell.source for cell in LESSON.cells if cell.cell_type == "code"]

    def place(made: str) -> int:
        (found,) = (i for i, text in enumerate(code) if f"\n{made}" in f"\n{text}")
        return found

    assert place('Predict("04.angles")') < place("TwoDimensions()")
    assert place('Predict("04.digits")') < place("ManyDimensions()")
    assert place('Predict("04.chance")') < place("ManyDimensions(data=")


def test_no_paragraph_is_long() -> None:
    paragraphs = [
        text for cell in LESSON.cells if cell.cell_type == "markdown"
        for text in re.split(r"\n\n|\n- ", cell.source)
    ]  # fmt: skip
    assert max(len(text.split()) for text in paragraphs) <= MOST_WORDS
