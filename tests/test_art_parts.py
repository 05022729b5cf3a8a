"""What is sent for pictures that are made, and what is heard from their page."""
import asyncio
import io

import numpy as np
import pytest
from PIL import Image

from course.pictures.exports import png
from course.pictures.film import Film, shrunk
from course.pictures.raw import Outlines, Tiles
from course.pictures.targets import target
from course.pictures.uploads import Upload
from widgets.art_saving import Saving
from widgets.art_upload import OwnPicture
from widgets.canvas.art_picture import ArtPicture
from widgets.canvas.film_strip import FilmStrip
from widgets.canvas.raw_view import ARROWS_KEY, TILES_KEY, RawView
from widgets.parts import Part

NONSENSE = [None, [], "choose", {}, {"kind": "choose"}, {"kind": "choose", "at": "4"},
            {"kind": "choose", "at": True}, {"kind": "choose", "at": 5}, {"kind": "save"},
            {"kind": "save", "what": "exe"}, {"kind": "save", "what": ["png"]},
            {"kind": "file", "name": 3, "before": "png"}]  # fmt: skip


class Sent:
    """Keeps which traits each message holds, and what was sent besides."""

    def __init__(self, part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
        self.messages: list[set[str]] = []
        self.files: list[tuple] = []
        monkeypatch.setattr(part, "send_state", lambda key=None: self.messages.append(set(key)))
        monkeypatch.setattr(part, "send", lambda *what: self.files.append(what))


def grey(value: int, size: int = 16) -> np.ndarray:
    return np.full((size, size, 3), value, np.uint8)


def frame(small: bytes, side: int) -> np.ndarray:
    return np.frombuffer(small, np.uint8).reshape(side, side, 3)


# ---- the picture


def test_a_picture_is_one_message_with_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    part = ArtPicture()
    sent = Sent(part, monkeypatch)
    assert part.show(target("rose", 32), np.zeros((32, 32), np.int8)) == 1
    assert sent.messages == [{"image", "size", "pull", "frame"}]
    np.testing.assert_array_equal(frame(part.image, part.size), target("rose", 32))
    assert part.pull == bytes([128]) * 32 * 32
    assert part.show(target("rose", 32)) == 2
    assert part.pull == b""


def test_a_pull_may_have_signs_and_may_have_colours() -> None:
    part = ArtPicture()
    part.show(grey(0, 4), np.array([[-128, -1, 0, 127]] * 4, np.int8))
    assert list(part.pull[:4]) == [0, 127, 128, 255]
    part.show(grey(0, 4), grey(7, 4))
    assert part.pull == bytes([7]) * 48


@pytest.mark.parametrize(
    ("image", "pull", "message"),
    [(np.zeros((4, 4, 3)), None, "image must be a uint8 array of shape .* got float64"),
     ([1, 2], None, r"image must be .* got \[1, 2\]"),
     (grey(0, 4), np.zeros((4, 5), np.uint8), r"pull must be uint8 .* \(4, 4\) or \(4, 4, 3\), "
      r"got uint8 of shape \(4, 5\)"),
     (grey(0, 4), np.zeros((4, 4)), "pull must be .* got float64")],
)  # fmt: skip
def test_a_picture_of_the_wrong_kind_is_refused(image: object, pull: object, message: str) -> None:
    part = ArtPicture()
    with pytest.raises((TypeError, ValueError), match=message):
        part.show(image, pull)
    assert (part.frame, part.image) == (0, b"")


def test_a_page_cannot_change_what_is_shown() -> None:
    for part, name, value in [
        (ArtPicture(), "alt", "x"), (RawView(), "label", "x"), (FilmStrip(), "at", 7),
        (Saving(), "busy", True), (OwnPicture(), "said", "x"),
    ]:  # fmt: skip
        before = getattr(part, name)
        part.set_state({name: value})
        assert getattr(part, name) == before


# ---- the parameters


def test_small_pictures_travel_with_their_pulls_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = np.arange(2 * 5 * 3, dtype=np.uint8).reshape(2, 5, 3)
    raw = Tiles(("4 × 4", "2 × 5"), (grey(9, 4), wide), (grey(8, 4), None))
    part = RawView()
    sent = Sent(part, monkeypatch)
    assert part.show(raw) == 1
    assert len(sent.messages) == 1
    assert part.tiles == [
        {"caption": "4 × 4", "width": 4, "height": 4, "pull": True},
        {"caption": "2 × 5", "width": 5, "height": 2, "pull": False},
    ]
    assert part.pixels == bytes([9]) * 48 + bytes([8]) * 48 + bytes(range(30))
    assert part.label == "2 grids of numbers: 4 × 4, 2 × 5; beside each its pull."
    assert (part.key, part.outlines) == (TILES_KEY, 0)


def test_of_large_grids_no_more_is_sent_than_is_seen() -> None:
    part = RawView()
    part.show(Tiles(("256 × 128",), (np.zeros((256, 128, 3), np.uint8),), (None,)))
    assert part.tiles == [{"caption": "256 × 128", "width": 32, "height": 64, "pull": False}]
    assert len(part.pixels) == 3 * 32 * 64
    assert (part.label, part.key) == ("1 grid of numbers: 256 × 128.", "")


def ring(x: float, y: float, points: int = 24) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return np.stack([x + 0.1 * np.cos(turn), y + 0.1 * np.sin(turn)], 1).astype(np.float32)


def shapes(count: int, pulls: np.ndarray | None, seed: int = 0) -> Outlines:
    rng = np.random.default_rng(seed)
    centres = rng.uniform(-1.1, 1.1, (count, 2)).astype(np.float32)
    colours = rng.integers(0, 256, (count, 3), dtype=np.uint8)
    return Outlines(tuple(ring(x, y) for x, y in centres), colours, True, centres, pulls)


def test_outlines_are_sent_to_a_thousandth_of_the_picture() -> None:
    raw, part = shapes(512, None), RawView()
    part.show(raw)
    points = np.frombuffer(part.points, "<i2").reshape(-1, 2) / 16_000
    assert np.abs(points - np.concatenate(raw.paths)).max() < 0.001
    assert (list(part.counts), part.outlines, part.closed) == ([24] * 512, 512, True)
    assert part.colours == raw.colours.tobytes()
    assert (part.label, part.key) == ("512 outlines; no pull on a middle.", "")
    assert len(part.points) + len(part.counts) + len(part.colours) < 60_000


def test_in_each_part_of_the_picture_only_the_largest_pull_is_drawn() -> None:
    pulls = np.random.default_rng(1).normal(size=(512, 2)).astype(np.float32)
    raw, part = shapes(512, pulls), RawView()
    part.show(raw)
    drawn = np.frombuffer(part.arrows, "<f4").reshape(-1, 4)
    lengths = np.hypot(*pulls.T)
    inside = (np.abs(raw.centres) <= 1).all(1)
    for row in range(8):
        for column in range(8):
            low = np.array([column, row]) / 4 - 1
            here = inside & ((raw.centres >= low) & (raw.centres < low + 0.25)).all(1)
            found = drawn[((drawn[:, :2] >= low) & (drawn[:, :2] < low + 0.25)).all(1)]
            assert len(found) == int(here.any())
            if here.any():
                first = np.flatnonzero(here)[lengths[here].argmax()]
                expected = [*raw.centres[first], *(pulls[first] / lengths.max())]
                np.testing.assert_allclose(found[0], expected, rtol=1e-5)
    assert part.label == f"512 outlines; the largest pull on a middle is {lengths.max():.2g}."
    assert part.key == ARROWS_KEY


def test_faint_pulls_are_not_drawn_and_none_at_all_are_no_trouble() -> None:
    pulls = np.zeros((3, 2), np.float32)
    part = RawView()
    raw = Outlines((ring(0, 0),) * 3, np.zeros((3, 3), np.uint8), True,
                   np.array([[-0.5, 0], [0.5, 0], [0, 0.9]], np.float32), pulls)  # fmt: skip
    part.show(raw)
    assert (part.arrows, part.key) == (b"", "")
    pulls[0], pulls[1] = [3, 4], [0.1, 0]
    part.show(raw)
    np.testing.assert_allclose(np.frombuffer(part.arrows, "<f4"), [-0.5, 0, 0.6, 0.8], rtol=1e-6)


def test_a_shape_that_has_run_away_does_not_stop_the_others() -> None:
    raw = shapes(3, np.array([[np.nan, 0], [1, 0], [np.inf, 1]], np.float32))
    raw.paths[0][:], raw.centres[0] = np.nan, np.nan
    raw.paths[1][:] = 1e9
    part = RawView()
    part.show(raw)
    points = np.frombuffer(part.points, "<i2").reshape(3, 24, 2) / 16_000
    assert (points[1] == 2).all()
    np.testing.assert_allclose(points[2], raw.paths[2], atol=0.001)


def test_parameters_of_another_kind_are_refused() -> None:
    part = RawView()
    with pytest.raises(TypeError, match="raw must be Tiles or Outlines, got list"):
        part.show([grey(0)])
    with pytest.raises(ValueError, match="raw must have 1 to 512 outlines .* got 513"):
        part.show(shapes(513, None))


# ---- making smaller


@pytest.mark.parametrize(("shape", "side"), [((128, 128), 96), ((128, 128), 32), ((64, 5), 10)])
def test_a_picture_made_smaller_is_the_mean_of_what_lies_in_each_pixel(
    shape: tuple[int, int], side: int
) -> None:
    image = np.random.default_rng(2).integers(0, 256, (*shape, 3), dtype=np.uint8)
    small = shrunk(image, side)
    box = Image.fromarray(image).resize(small.shape[1::-1], Image.Resampling.BOX)
    assert max(small.shape[:2]) == side
    if shape[0] % small.shape[0] == 0 and shape[1] % small.shape[1] == 0:
        assert np.abs(small.astype(int) - np.asarray(box)).max() <= 1
    assert np.abs(small.mean((0, 1)) - image.mean((0, 1))).max() < 0.6


def test_what_is_small_enough_stays_as_it_is() -> None:
    assert shrunk(image := grey(3, 32), 32) is image


# ---- the film


def test_a_film_keeps_no_more_than_it_may_and_always_its_ends() -> None:
    film, rng = Film(20, 5), np.random.default_rng(3)
    for index in range(0, 300, 3):
        film.add(index, rng.integers(0, 256, (8, 8, 3), dtype=np.uint8))
        kept = [at for at, _ in film.frames]
        assert kept == sorted(set(kept)) and film.seen == sorted(set(film.seen))
        assert len(kept) <= 20 and len(film.seen) <= 5
        assert set(film.seen) <= set(kept)
        assert kept[0] == film.seen[0] == 0
        assert kept[-1] == film.seen[-1] == index


def test_frames_are_spaced_by_change_and_not_by_time() -> None:
    film = Film(40, 10)
    brightness = lambda step: 200 * (1 - np.exp(-step / 20))  # noqa: E731
    for step in range(400):
        film.add(step, grey(round(brightness(step))))
    for steps in ([at for at, _ in film.frames], film.seen):
        gaps = np.diff([brightness(step) for step in steps])
        assert gaps.max() < 4 * 200 / (len(steps) - 1)
        assert np.median(steps) < 40


def test_the_same_step_again_takes_the_place_of_its_frame() -> None:
    film = Film(4, 2)
    for step, value in [(0, 1), (5, 2), (5, 3)]:
        film.add(step, grey(value))
    assert [(at, int(image[0, 0, 0])) for at, image in film.frames] == [(0, 1), (5, 3)]
    assert film.seen == [0, 5]


def test_a_step_before_the_newest_is_refused() -> None:
    film = Film()
    film.add(4, grey(1))
    with pytest.raises(ValueError, match=r"index must be in \[4, inf\), got 3"):
        film.add(3, grey(1))


# ---- the strip


def strip(*steps: int) -> FilmStrip:
    part = FilmStrip()
    for step in steps:
        part.add(step, grey(step))
    return part


def small_of(part: FilmStrip, step: int) -> np.ndarray:
    [[place, side]] = [entry[1:] for entry in part.shown if entry[0] == step]
    return frame(getattr(part, f"small_{place}"), side)


def test_a_new_frame_is_all_that_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    part = strip(*range(30))
    sent = Sent(part, monkeypatch)
    part.add(30, grey(30))
    [message] = sent.messages
    assert len([name for name in message if name.startswith("small_")]) == 1
    assert message - {name for name in message if name.startswith("small_")} == {"shown", "at"}


def test_each_step_in_the_row_has_its_own_small_picture() -> None:
    part = FilmStrip()
    for step in range(0, 240, 2):
        part.add(step, grey(step, 128))
        assert len(part.shown) <= 10
        for at, _, side in part.shown:
            assert side == 96
            assert (small_of(part, at) == at).all()
    assert len(part.frames) == 120
    assert [index for index, _ in part.frames][-1] == 238


def test_frames_are_kept_as_they_were_when_they_came() -> None:
    part, image = FilmStrip(), grey(5)
    part.add(0, image)
    image[:] = 0
    assert (part.frames[0][1] == 5).all() and (part.picture(0) == 5).all()
    assert part.picture(1) is None


def test_a_person_chooses_a_frame_of_the_row() -> None:
    part, heard = strip(0, 4, 8), []
    part.on_choose(heard.append)
    assert (part.at, part.chosen) == (8, None)
    part._handle_custom_msg({"kind": "choose", "at": 4}, [])
    assert (heard, part.at, part.chosen) == ([4], 4, 4)
    part.add(9, grey(9))
    assert (part.at, part.chosen) == (4, 4)
    part.chosen = None
    assert part.at == 9


def test_a_chosen_frame_stays_in_the_row_while_others_come() -> None:
    part = strip(*range(0, 50, 5))
    part.chosen = 10
    for step in range(50, 250, 5):
        part.add(step, grey(step))
    assert 10 in [at for at, _, _ in part.shown]
    assert (part.chosen, part.at) == (10, 10)
    part.chosen = None
    part.add(250, grey(250))
    assert (part.chosen, part.at) == (None, 250)


def test_only_a_step_in_the_row_can_be_chosen() -> None:
    with pytest.raises(ValueError, match=r"chosen must be a step in the row, \[0, 4\], got 3"):
        strip(0, 4).chosen = 3


def test_a_strip_begins_anew() -> None:
    part = strip(0, 4, 8)
    part.chosen = 4
    part.clear()
    assert (part.shown, part.at, part.chosen, part.frames) == ([], -1, None, [])
    part.add(0, grey(77))
    assert (small_of(part, 0) == 77).all()


# ---- files


def test_a_file_goes_to_the_page_that_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    part, heard = Saving(), []
    sent = Sent(part, monkeypatch)
    part.on_ask(heard.append)
    part._handle_custom_msg({"kind": "save", "what": "gif"}, [])
    part.busy = True
    part._handle_custom_msg({"kind": "save", "what": "png"}, [])
    assert heard == ["gif"]
    part.give("rose-120.gif", "image/gif", b"GIF" * 500)
    assert sent.files == [
        ({"kind": "file", "name": "rose-120.gif", "mime": "image/gif"}, [b"GIF" * 500])
    ]
    assert (part.busy, part.said) == (False, "rose-120.gif is in your downloads (2 kB).")
    part.give("rose-120.gif", "image/gif", bytes(3_210_000))
    assert part.said == "rose-120.gif is in your downloads (3.2 MB)."


def test_what_cannot_be_saved_is_said_and_nothing_is_asked_for_before_there_is_anything() -> None:
    part, heard = Saving(can_save=False), []
    part.on_ask(heard.append)
    part._handle_custom_msg({"kind": "save", "what": "png"}, [])
    assert heard == []
    part.busy = True
    part.fail("There is no picture yet.")
    assert (part.busy, part.said) == (False, "There is no picture yet.")


def test_a_picture_of_ones_own_is_read_and_told() -> None:
    part, heard = OwnPicture(16), []
    part.on_picture(heard.append)
    part._handle_custom_msg(
        {"kind": "file", "name": "a.png"}, [memoryview(png(target("rose", 32)))]
    )
    [upload] = heard
    assert isinstance(upload, Upload) and upload.picture.shape == (16, 16, 3)
    assert (part.said, part.problem) == ("Your picture: PNG; 32 × 32 → 16 × 16.", False)


def test_what_the_page_says_of_a_picture_is_told_if_it_can_be_true() -> None:
    part, data = OwnPicture(16), memoryview(png(target("rose", 16)))
    before = {"kind": "JPEG", "width": 400, "height": 300}
    part._handle_custom_msg({"kind": "file", "name": "a.jpg", "before": before}, [data])
    assert part.said == "Your picture: JPEG; cropped to its middle square, 400 × 300 → 16 × 16."
    for lie in ({"kind": "<b>", "width": 4, "height": 3}, {"kind": "PNG"}, [1],
                {**before, "width": 10**99}):  # fmt: skip
        part._handle_custom_msg({"kind": "file", "name": "a.png", "before": lie}, [data])
        assert part.said == "Your picture: PNG; 16 × 16, as it is."


@pytest.mark.parametrize(
    ("buffers", "said"), [([b"%PDF-1.7"], "a.png is a PDF, whatever its name says"),
                          ([], "a.png is empty"), ([b"\x89PNG\r\n\x1a\n"], "a.png is broken")],
)  # fmt: skip
def test_what_is_no_picture_is_said_and_nobody_hears_of_it(buffers: list, said: str) -> None:
    part, heard = OwnPicture(), []
    part.on_picture(heard.append)
    part._handle_custom_msg({"kind": "file", "name": "a.png"}, buffers)
    assert heard == [] and part.problem and part.said.startswith(said)


def test_on_a_loop_a_file_is_read_beside_it() -> None:
    async def drive() -> list[tuple[bool, bool]]:
        part, seen, there = OwnPicture(16), [], asyncio.Event()
        part.on_picture(lambda upload: (seen.append((part.busy, True)), there.set()))
        made = io.BytesIO()
        Image.fromarray(target("rose", 64)).save(made, "JPEG")
        part._handle_custom_msg({"kind": "file", "name": "a.jpg"}, [made.getvalue()])
        seen.append((part.busy, False))
        part._handle_custom_msg({"kind": "file", "name": "b.jpg"}, [made.getvalue()])
        await asyncio.wait_for(there.wait(), 20)
        await asyncio.sleep(0.05)
        return seen

    assert asyncio.run(drive()) == [(True, False), (False, True)]


@pytest.mark.parametrize("content", NONSENSE)
def test_messages_that_make_no_sense_change_nothing(
    content: object, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list = []
    film, saving, own = strip(0, 4), Saving(), OwnPicture()
    film.on_choose(heard.append)
    saving.on_ask(heard.append)
    own.on_picture(heard.append)
    for part in (film, saving, own):
        part.log.propagate = True
        part._handle_custom_msg(content, [])
    assert heard == [] and film.at == 4
    assert caplog.messages == []  # ipywidgets logs what a handler raises, and goes on
