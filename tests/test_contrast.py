"""The colours of the theme can be told apart: contrast as WCAG 2 defines it, from the tokens."""
import re
from itertools import product

import pytest

from glassbox.project import root

TEXT = ("ink", "ink-2", "ink-3", "pass", "retry", "orange-ink", "blue-ink")
PAPERS = ("paper", "wash")
LOOKS = ("light", "dark")


def tokens(look: str) -> dict[str, tuple[int, int, int]]:
    """Name -> (red, green, blue) of one look, from the style sheet itself."""
    css = (root() / "widgets" / "tokens.css").read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"\{([^{}]*)\}", css) if "--paper:" in block]
    assert len(blocks) == len(LOOKS), "tokens.css should set the colours twice: light, dark"
    pairs = re.findall(r"--([\w-]+):#([0-9a-f]{6})", blocks[LOOKS.index(look)])
    return {name: tuple(bytes.fromhex(value)) for name, value in pairs}


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    shares = [value / 255 for value in colour]
    r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("look", "text", "paper"), list(product(LOOKS, TEXT, PAPERS)))
def test_text_can_be_read(look: str, text: str, paper: str) -> None:
    assert contrast(tokens(look)[text], tokens(look)[paper]) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_words_on_a_solid_button_can_be_read(look: str) -> None:
    assert contrast(tokens(look)["on-ink"], tokens(look)["ink"]) >= 4.5


@pytest.mark.parametrize(("look", "paper"), list(product(LOOKS, PAPERS)))
def test_the_edge_of_a_control_can_be_seen(look: str, paper: str) -> None:
    assert contrast(tokens(look)["edge"], tokens(look)[paper]) >= 3


@pytest.mark.parametrize(
    ("look", "field"), list(product(LOOKS, ("field-orange", "field-blue", "field-mid")))
)
def test_the_ring_of_focus_and_of_a_wrong_point_can_be_seen_on_the_field(look, field) -> None:
    assert contrast(tokens(look)["ink"], tokens(look)[field]) >= 3


def test_no_style_sheet_writes_text_in_a_colour_that_is_not_for_text() -> None:
    sheets = [
        path
        for folder in ("widgets", "apps")
        for path in (root() / folder).rglob("*.css")
    ]
    assert len(sheets) > 3
    # Icons are drawn in currentColor; the edge of a control is the colour of an open one.
    allowed = {*TEXT, "on-ink", "edge", "said"}
    for path in sheets:
        css = path.read_text(encoding="utf-8")
        used = set(re.findall(r"(?<![\w-])color:\s*var\(--([\w-]+)", css))
        assert used <= allowed, f"{path.name}: {used - allowed}"
