"""The gallery: its recipes, what is asked of the pieces, and the sheet that is shipped."""
import json
from dataclasses import fields, replace
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from benchmarks import gallery, gallery_sheet
from benchmarks.gallery_row import Row
from course.art.gallery import PIECES, Made, Piece, digest, make
from course.pictures.targets import target

FIELDS = [
    "name", "made_of", "wishes", "target", "steps", "size", "seed", "start", "end", "decibels",
    "seconds", "bar", "holds",
]  # fmt: skip
SMALL = Piece("small", "Small", "splats", {"match": 1.0}, "rose", 8, size=16, seed=2, least=5,
              options={"count": 9})  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """A small piece, made once."""
    return make(SMALL)


def test_the_shipped_sheet_was_made_from_the_recipes_as_they_are():
    with Image.open(gallery.root() / gallery.SHIPPED) as sheet:
        assert sheet.text == {
            "Software": "glassbox reproduce art", "Recipes": digest(PIECES.values()),
        }  # fmt: skip
        assert sheet.size == gallery_sheet.draw(blank()).size
    assert (gallery.root() / gallery.SHIPPED).stat().st_size < 900_000


def test_a_piece_made_again_is_the_one_on_the_shipped_sheet():
    places = dict(zip(PIECES, gallery_sheet.spots(len(PIECES)), strict=True))
    left, top, side = places["dahlia"]
    again = make(PIECES["dahlia"]).picture
    with Image.open(gallery.root() / gallery.SHIPPED) as sheet:
        shown = np.asarray(sheet.crop((left, top, left + side, top + side)), float)
    # Another processor adds in another order; another seed is 20 shades off.
    assert np.abs(again - shown).mean() < 6


def blank():
    """A white picture for every piece."""
    return {name: np.full((8, 8, 3), 255, np.uint8) for name in PIECES}


@pytest.mark.parametrize("piece", PIECES.values(), ids=lambda piece: piece.name)
def test_a_recipe_can_be_made(piece):
    thing = piece.thing(16)
    assert thing.name == piece.parameterisation
    assert target(piece.target, 16).shape == (16, 16, 3)
    assert (piece.least > 0) == ("match" in piece.goal)
    assert PIECES[piece.name] is piece


def test_pieces_differ_in_what_they_are_made_of_and_one_goal_is_given_to_four():
    kinds = {piece.parameterisation for piece in PIECES.values()}
    assert kinds == {"fourier", "strokes", "triangles", "splats", "cppn", "stack", "siren"}
    hands = list(PIECES.values())[-4:]  # the sheet says so of those at the bottom
    assert len({(str(piece.goal), piece.target, piece.seed) for piece in hands}) == 1
    assert len({piece.parameterisation for piece in hands}) == 4


def test_the_digest_changes_with_every_field_of_a_recipe():
    others = {
        "name": "other", "title": "Other", "parameterisation": "pixels", "goal": {"match": 2.0},
        "target": "waves", "steps": 9, "size": 17, "seed": 3, "rate": 0.1, "decay": 0.5,
        "pixels": 7, "hung": 33, "least": 6, "options": {"count": 10},
    }  # fmt: skip
    assert list(others) == [one.name for one in fields(Piece)]
    changed = [digest([replace(SMALL, **{name: value})]) for name, value in others.items()]
    assert len({digest([SMALL]), *changed}) == len(others) + 1
    assert digest([replace(SMALL)]) == digest([SMALL])


def test_a_piece_is_the_same_each_time_it_is_made(made):
    assert np.array_equal(make(SMALL).picture, made.picture)
    assert not np.array_equal(make(replace(SMALL, seed=3)).picture, made.picture)


def test_it_is_known_how_a_piece_began_and_ended(made):
    assert (made.first.index, made.last.index) == (0, 8)
    wanted = target("rose", 16) / 255
    error = np.mean((made.picture / 255 - wanted) ** 2)
    assert made.last.loss == pytest.approx(error, rel=0.02)  # the picture is rounded to shades
    assert made.decibels == pytest.approx(-10 * np.log10(error), abs=0.1)
    assert made.left == made.last.loss / made.first.loss < 1
    assert made.seconds > 0


def test_a_piece_without_a_match_has_no_decibels():
    piece = replace(SMALL, goal={"smooth": 1.0}, steps=1)
    assert make(piece).decibels is None


def test_a_piece_is_hung_larger_than_it_was_made_from_the_same_parameters(made):
    larger = make(replace(SMALL, hung=48)).picture
    assert larger.shape == (48, 48, 3)
    # The middle of every third pixel is the middle of a pixel of the smaller one.
    np.testing.assert_allclose(larger[1::3, 1::3].astype(int), made.picture, atol=1)


def test_a_quick_run_makes_smaller_pictures_in_fewer_steps():
    quick = make(replace(SMALL, size=100, steps=8, hung=200), quick=True)
    assert (quick.last.index, quick.picture.shape) == (2, (64, 64, 3))


def test_a_recipe_cannot_be_changed():
    with pytest.raises(TypeError, match="does not support item assignment"):
        PIECES["rosette"].goal["match"] = 1


def test_pictures_and_captions_lie_apart_and_on_the_sheet():
    places = gallery_sheet.spots(len(PIECES))
    width, height = gallery_sheet.draw(blank()).size
    assert width == 1600
    boxes = [(x, y, x + side, y + side + gallery_sheet.CAPTION) for x, y, side in places]
    for left, top, right, bottom in boxes:
        assert min(left, top) >= gallery_sheet.MARGIN
        assert right <= width - gallery_sheet.MARGIN
        assert bottom <= height
    for one, other in combinations(boxes, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        assert beside or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("place", range(len(PIECES)), ids=PIECES)
def test_a_caption_is_no_wider_than_its_picture_and_large_enough_to_read(place):
    piece, side = list(PIECES.values())[place], gallery_sheet.spots(len(PIECES))[place][2]
    for text, _, _, (name, size) in gallery_sheet.captions(piece, side):
        assert gallery_sheet.font(name, size).getlength(text) <= side, text
        assert size * 960 / gallery_sheet.WIDTH >= 12  # where the front page shows it


def test_each_picture_hangs_in_its_place():
    shades = {name: np.full((8, 8, 3), 20 * k + 11, np.uint8) for k, name in enumerate(PIECES)}
    sheet = np.asarray(gallery_sheet.draw(shades))
    places = gallery_sheet.spots(len(PIECES))
    for (name, picture), (left, top, side) in zip(shades.items(), places, strict=True):
        inside = sheet[top : top + side, left : left + side]
        assert (inside == picture[0, 0, 0]).all(), name
        assert (sheet[top - 1, left : left + side] == 255).all()


def test_coarser_colours_are_at_most_two_shades_off_and_one_where_there_is_no_grain():
    rng = np.random.default_rng(0)
    noisy = rng.integers(0, 256, (40, 40, 3), np.uint8)
    ramp = np.repeat(np.arange(240, dtype=np.uint8)[None, :, None], 3, axis=2)
    for picture, most in ((noisy, 2), (ramp, 1)):
        off = np.abs(gallery_sheet.coarser(picture).astype(int) - picture)
        assert off.max() == most


def row(made, **changed):
    """The row of a made piece, some of it changed."""
    return gallery.row(replace(made, **changed))


def at(made, decibels):
    """The piece as near to its target as that."""
    error = 10 ** (-decibels / 10)
    return replace(made, last=replace(made.last, loss=error, parts={"match": error}))


@pytest.mark.parametrize(("decibels", "holds"), [(5.01, True), (4.99, False)])
def test_a_piece_that_matches_must_come_as_near_as_its_recipe_says(made, decibels, holds):
    found = row(at(made, decibels))
    assert (found.bar, found.holds) == (">= 5 dB", holds)
    assert gallery.row(at(made, decibels - 6), quick=True).holds is holds


@pytest.mark.parametrize(("share", "holds"), [(0.5, True), (0.51, False)])
def test_a_free_piece_must_bring_its_sum_to_half(made, share, holds):
    last = replace(made.last, loss=share * made.first.loss, parts={"palette": 0.1})
    found = row(made, last=last)
    assert (found.bar, found.holds, found.decibels) == ("left <= 50%", holds, None)
    assert gallery.row(replace(made, last=last), quick=True).bar == "left <= 80%"


def test_a_row_as_json_has_its_fields_in_order_and_each_is_explained(made):
    told = json.loads(row(made).to_json())
    assert list(told) == FIELDS
    assert (told["name"], told["made_of"], told["wishes"]) == ("small", "9 blobs", "match")
    assert (told["steps"], told["size"], told["seed"]) == (8, 16, 2)
    assert (told["start"], told["end"]) == (made.first.loss, made.last.loss)
    explained = gallery.__doc__.split("----\n")[1].replace(",", " ").split()
    assert set(FIELDS) <= set(explained)


def test_the_cells_of_a_line_stand_below_their_headings(made):
    line = str(row(made, seconds=3.21))
    for name, cell in (("piece", "small"), ("made of", "9 blobs"), ("bar", ">= 5 dB")):
        assert line[Row.heading.index(name) :].startswith(cell)
    assert line.endswith("3.2")
    assert Row.heading.endswith("CPU s")
    assert len(line) == len(Row.heading)


@pytest.mark.parametrize(("quick", "file"), [(True, "gallery-quick.png"), (False, "gallery.png")])
def test_a_run_makes_every_piece_and_writes_the_sheet(made, quick, file, tmp_path, monkeypatch):
    asked = []

    def making(piece, quick):
        asked.append((piece.name, quick))
        return Made(piece, made.picture, made.first, made.last, 1.0)

    monkeypatch.setattr("course.art.gallery.make", making)
    monkeypatch.setattr(gallery, "root", lambda: tmp_path)
    rows = list(gallery.run(quick))
    assert [one.name for one in rows] == list(PIECES)
    assert asked == [(name, quick) for name in PIECES]
    with Image.open(tmp_path / "artefacts" / file) as sheet:
        assert sheet.text["Recipes"] == digest(PIECES.values())
