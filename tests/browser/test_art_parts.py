"""Pictures that are made, their frames, and their files, in a real browser."""
import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from course.pictures.targets import target
from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import LabServer, opened
from tests.browser.notebooks import open_notebook, put_notebook, run_cell
from tests.browser.waiting import until
from tests.lesson_site import write_lesson

LESSON = """
import ipywidgets
import numpy as np
from course.pictures.exports import gif, png
from course.pictures.raw import Outlines, Tiles
from course.pictures.targets import target
from widgets.art_saving import Saving
from widgets.art_upload import OwnPicture
from widgets.canvas.art_picture import ArtPicture
from widgets.canvas.film_strip import FilmStrip
from widgets.canvas.raw_view import RawView
from widgets.controls.switch import Switch
from widgets.parts import Box
from widgets.theme import Theme

rng, end = np.random.default_rng(0), target("rose", 128).astype(float)
start = rng.normal(128, 40, (16, 16, 3)).repeat(8, 0).repeat(8, 1)
picture, film, saving, own = ArtPicture(), FilmStrip(), Saving(), OwnPicture(128)
for step in range(0, 124, 4):
    part = np.exp(-step / 30)
    film.add(step, np.clip(end + (start - end) * part, 0, 255).astype(np.uint8))

def show(image, words):
    pull = np.clip(128 + (end - image).mean(2), 0, 255).astype(np.uint8)
    picture.alt = words
    picture.show(image, pull)

def back(step):
    show(film.picture(step), f"The picture at step {step}.")

def mine(upload):
    show(upload.picture, "A picture of your own.")

def ask(kind):
    image = film.picture(film.at)
    if kind == "png":
        saving.give("rose.png", "image/png", png(image, 4))
    else:
        saving.give("rose.gif", "image/gif", gif([one for _, one in film.frames], 80, 128))

film.on_choose(back)
own.on_picture(mine)
saving.on_ask(ask)
back(120)
asked = Switch("What the goal asks", (False, True), False)
asked.observe(lambda change: picture.set_trait("show_pull", change["new"]), "value")

sides = (4, 8, 16, 32, 64, 128)
layers = [target("rose", 128).reshape(n, 128 // n, n, 128 // n, 3).mean((1, 3)).astype(np.uint8)
          for n in sides]
tiles, outlines = RawView(), RawView()
names, pulls = tuple(f"{n} × {n}" for n in sides), tuple(255 - one for one in layers)
tiles.show(Tiles(names, tuple(layers), pulls))
turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
ring, centres = np.stack([np.cos(turn), np.sin(turn)], 1), rng.uniform(-1, 1, (128, 2))
paths = tuple(c + 0.2 * ring * rng.uniform(0.2, 1, 2) for c in centres)
tints = rng.integers(0, 256, (128, 3), np.uint8)
outlines.show(Outlines(paths, tints, True, centres, -0.1 * centres))

def column(*parts):
    return Box(list(parts))

style = ipywidgets.HTML("<style>.parts.parts{display:flex;flex-flow:row wrap;gap:26px}"
                        ".parts>*{width:208px}.parts>:nth-child(2){width:460px;max-width:100%}</style>")
middle = Box([column(tiles), column(saving, picture, asked), column(outlines, own)])
middle.add_class("parts")
box = ipywidgets.VBox([Theme(), style, middle, film])
box.add_class("glassbox").add_class("gb-demo")
box
"""

PAINTED = """async (canvas, [x, y]) => {
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const [across, down] = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
  return [...canvas.getContext("2d").getImageData(across, down, 1, 1).data].slice(0, 3);
}"""
GREY = """(() => {
  const canvas = document.querySelector(".gb-art-picture canvas");
  const [r, g, b] = canvas.getContext("2d").getImageData(200, 200, 1, 1).data;
  return r === g && g === b;
})()"""
WHERE = "51 deg 30 min north"  # in a photograph's EXIF


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("parts")
    write_lesson(folder, 5, "parts", "Parts", "%%# Parts", LESSON)
    with app_server(folder) as address:
        yield f"{address}/voila/render/05_parts.ipynb"


def visit(page: Page, site: str) -> Locator:
    """Open the page; the picture."""
    page.goto(site)
    picture = page.locator(".gb-art-picture canvas")
    expect(picture).to_have_accessible_name("The picture at step 120.")
    expect(page.locator(".gb-film button")).to_have_count(10)
    return picture


def painted(canvas: Locator, x: float, y: float) -> list[int]:
    """The colour at a place of a canvas, each in [0, 1) from the top left."""
    return canvas.evaluate(PAINTED, [x, y])


def near(colour: list[int], expected: object, tolerance: float = 12) -> bool:
    return bool(np.abs(np.subtract(colour, expected)).max() <= tolerance)


def photograph() -> bytes:
    """A large JPEG that lies on its side, red on the left and blue on the right; and a place."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, WHERE
    upright = np.zeros((1600, 1200, 3), np.uint8)
    upright[:, :600, 0] = upright[:, 600:, 2] = 250
    made = io.BytesIO()
    Image.fromarray(upright).rotate(90, expand=True).save(made, "JPEG", exif=exif, quality=95)
    return made.getvalue()


def test_a_frame_of_the_past_is_found_with_the_keyboard_and_with_the_mouse(
    page: Page, site: str
) -> None:
    picture = visit(page, site)
    frames = page.locator(".gb-film button")
    steps = [int(re.sub(r"\D", "", frames.nth(i).inner_text())) for i in range(10)]
    assert steps == sorted(steps) and (steps[0], steps[-1]) == (0, 120)
    assert frames.nth(0).inner_text() == "step 0"
    gaps = np.diff(steps)
    assert gaps[-1] > 3 * gaps[0]  # it changes less and less
    expect(page.locator(".gb-film [tabindex='0']")).to_have_count(1)
    expect(frames.nth(9)).to_have_attribute("aria-current", "true")
    frames.nth(9).focus()
    page.keyboard.press("ArrowLeft")
    expect(frames.nth(8)).to_be_focused()
    expect(frames.nth(9)).to_have_attribute("aria-current", "true")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(picture).to_have_accessible_name("The picture at step 0.")
    expect(frames.nth(0)).to_have_attribute("aria-current", "true")
    expect(page.locator(".gb-film [tabindex='0']")).to_have_count(1)
    frames.nth(9).click()
    expect(picture).to_have_accessible_name("The picture at step 120.")
    heart = target("rose", 128)[64, 64]
    assert near(painted(picture, 0.5, 0.5), heart, 30)
    assert near(painted(frames.nth(9).locator("canvas"), 0.5, 0.5), heart, 30)
    page.get_by_role("button", name="What the goal asks").click()
    until(page, GREY)
    assert page.troubles == []


def test_the_picture_and_the_run_are_downloaded(page: Page, site: str) -> None:
    visit(page, site)
    files = {}
    for words in ("Save the picture", "Save the run"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=words).click()
        files[waiting.value.suggested_filename] = Path(waiting.value.path()).read_bytes()
        expect(page.locator(".gb-saving-said")).to_contain_text("is in your downloads")
    picture = Image.open(io.BytesIO(files["rose.png"]))
    assert (picture.format, picture.size) == ("PNG", (512, 512))
    run = Image.open(io.BytesIO(files["rose.gif"]))
    assert (run.format, run.size, run.n_frames) == ("GIF", (128, 128), 31)
    assert page.troubles == []


DROP = """async (zone, [name, type, size]) => {
  const transfer = new DataTransfer(), bytes = new Uint8Array(size);
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10]);
  transfer.items.add(new File([bytes], name, { type }));
  for (const what of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(what,
      { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


def test_a_picture_of_ones_own_is_sent_small_upright_and_without_its_place(
    page: Page, site: str
) -> None:
    sent: list[bytes] = []
    page.on("websocket", lambda wire: wire.on("framesent", lambda data: sent.append(
        data if isinstance(data, bytes) else data.encode())))  # fmt: skip
    picture = visit(page, site)
    said, files = page.locator(".gb-drop-said"), page.locator(".gb-drop input")
    data = photograph()
    assert WHERE.encode() in data
    files.set_input_files({"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": data})
    expect(said).to_have_text(
        "Your picture: JPEG; cropped to its middle square, 1200 × 1600 → 128 × 128."
    )
    expect(picture).to_have_accessible_name("A picture of your own.")
    assert near(painted(picture, 0.2, 0.5), [250, 0, 0])
    assert near(painted(picture, 0.8, 0.5), [0, 0, 250])
    assert not any(WHERE.encode() in frame for frame in sent)
    assert max(map(len, sent)) < 700_000

    refusals = [
        ("plan.png", b"%PDF-1.7 " + b"secret " * 900, "plan.png is a PDF, whatever its name says"),
        ("half.jpg", data[: len(data) // 3], "half.jpg is broken, or too large"),
        ("none.gif", b"GIF89a", "none.gif is broken"),
    ]
    for name, refused, words in refusals:
        files.set_input_files({"name": name, "mimeType": "image/png", "buffer": refused})
        expect(said).to_contain_text(words)
    assert 0 < sum(frame.count(b"secret ") for frame in sent) < 160  # its head, and no more
    zone = page.locator(".gb-drop")
    zone.evaluate(DROP, ["huge.png", "image/png", 21_000_000])
    expect(said).to_have_text("huge.png is 21.0 MB: a picture may have at most 20 MB.")
    expect(said).to_have_class(re.compile("gb-problem"))
    grey = Image.new("L", (40, 30), 200)
    made = io.BytesIO()
    grey.save(made, "PNG")
    files.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": made.getvalue()})
    expect(said).to_have_text(
        "Your picture: PNG; grey; cropped to its middle square, 40 × 30 → 128 × 128."
    )
    files.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": made.getvalue()})
    expect(said).to_have_text(re.compile("^Reading|^Your picture"))  # the same picture once more
    expect(said).to_have_text(re.compile("^Your picture: PNG; grey;"))
    assert page.troubles == []


def test_in_a_notebook_files_come_and_go_and_keys_stay_in_the_row(
    page: Page, lab: LabServer
) -> None:
    page.add_locator_handler(
        page.locator("dialog.jp-Dialog"),
        lambda asks: asks.get_by_role("button", name="Select").click(),
    )
    put_notebook(lab, "parts.ipynb", LESSON, "1 + 1")
    open_notebook(page, lab, "parts.ipynb")
    run_cell(page)
    frames = page.locator(".gb-film button")
    expect(frames).to_have_count(10, timeout=60_000)
    frames.nth(9).focus()
    for key in ("ArrowLeft", "ArrowUp", "d", "d", "x", "Enter"):
        page.keyboard.press(key)
    expect(frames.nth(7)).to_be_focused()
    expect(frames.nth(7)).to_have_attribute("aria-current", "true")
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(2)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the picture").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    picture = {"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.locator(".gb-drop input").set_input_files(picture)
    expect(page.locator(".gb-drop-said")).to_contain_text("1200 × 1600 → 128 × 128.")


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("1200", 1200, "light"), ("390", 390, "light"), ("dark", 1200, "dark")],
)
def test_they_fit_their_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 900, look) as page:
        visit(page, site)
        tiles = page.locator(".gb-raw-tiles:visible")
        expect(tiles.locator("figure")).to_have_count(6)
        expect(tiles).to_have_accessible_name(re.compile("^6 grids of numbers: 4 × 4, 8 × 8"))
        shapes = page.locator(".gb-raw-outlines:visible canvas")
        expect(shapes).to_have_accessible_name(re.compile("^128 outlines; the largest pull"))
        page.screenshot(path=artefacts / f"art-parts-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-demo"))
        assert not found, listed(found)
        assert page.troubles == []
