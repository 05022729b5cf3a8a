"""The pictures of the front page, computed by the course itself.

`python -m apps.pictures` draws them afresh, light and dark, into static/pictures/.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "static" / "pictures"
GALLERY = FOLDER.parent / "gallery.png"
TOKENS = Path(__file__).parent / "static" / "tokens.css"
WIDTH, HEIGHT = 392, 216  # twice the size at which they are shown
LOOKS = ("light", "dark")


def palette(look: str) -> dict[str, np.ndarray]:
    """Return the colours of a look by name, each an array of shape (3,) in [0, 1]."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("[data-theme=dark]{")
    found = re.findall(r"--([\w-]+):#([0-9a-f]{6})", light if look == "light" else dark)
    return {name: np.frombuffer(bytes.fromhex(value), np.uint8) / 255 for name, value in found}


def rose(colours: dict[str, np.ndarray]) -> np.ndarray:
    """A network that has learned the rose, with points it never saw; shape (HEIGHT, WIDTH, 3)."""
    from course.seeding import generator
    from course.toys import decide_checked, sample

    network = _rose_network()
    picture = _tinted(_logits(network, WIDTH, HEIGHT), colours)
    points, _ = sample("rose", 520, generator(3, "dots"))
    points = _apart(points[np.abs(points[:, 1]) < HEIGHT / WIDTH], 0.055)
    inside = decide_checked("rose", points)
    guessed = network.logits(points)[:, 0] > 0
    across = (points[:, 0] + 1) / 2 * WIDTH
    down = HEIGHT / 2 - points[:, 1] / 2 * WIDTH
    for x, y, is_in, right in zip(across, down, inside, guessed == inside, strict=True):
        colour = colours["orange" if is_in else "blue"]
        if not right:
            _disc(picture, x, y, 11, colours["ink"])
            _disc(picture, x, y, 8.5, colours["paper"])
        else:
            _disc(picture, x, y, 6.6, colours["paper"])
        _disc(picture, x, y, 5.2, colours["orange-ink" if is_in else "blue-ink"])
        _disc(picture, x, y, 4.2, colour)
    return picture


def learning(colours: dict[str, np.ndarray]) -> np.ndarray:
    """Eight moments of one network learning a circle; shape (HEIGHT, WIDTH, 3)."""
    gap, columns, rows = 4, 4, 2
    across, down = (WIDTH + gap) // columns - gap, (HEIGHT + gap) // rows - gap
    picture = np.tile(colours["paper"], (HEIGHT, WIDTH, 1))
    for index, moment in enumerate(_circle_moments(across, down)):
        x, y = index % columns * (across + gap), index // columns * (down + gap)
        picture[y : y + down, x : x + across] = _tinted(moment, colours)
    return picture


def digits(colours: dict[str, np.ndarray]) -> np.ndarray:
    """Test pictures and a network's mistakes among them, ringed; shape (HEIGHT, WIDTH, 3)."""
    pictures, wrong = _digits_read()
    columns, rows, side = 10, 6, 32  # of pictures; of one, in pixels
    gap = (WIDTH - columns * side) / columns, (HEIGHT - rows * side) / rows
    picture = np.tile(colours["paper"], (HEIGHT, WIDTH, 1))
    for index in range(columns * rows):
        x = int((index % columns + 0.5) * (side + gap[0]) - side / 2)
        y = int((index // columns + 0.5) * (side + gap[1]) - side / 2)
        if wrong[index]:
            _disc(picture, x + side / 2, y + side / 2, 18, colours["ink"])
            _disc(picture, x + side / 2, y + side / 2, 16, colours["paper"])
        ink = np.kron(pictures[index].reshape(8, 8), np.ones((3, 3)))[..., None]
        inner = picture[y + 4 : y + 28, x + 4 : x + 28]
        inner += ink * (colours["ink"] - inner)
    return picture


def descent(colours: dict[str, np.ndarray]) -> np.ndarray:
    """Gradient descent and Newton's method in a curved valley; shape (HEIGHT, WIDTH, 3)."""
    from itertools import islice

    from course.descent import descend, newton
    from course.landscape import find

    valley, zoom = find("curved"), WIDTH / 3.6
    a, b = np.meshgrid((np.arange(WIDTH) + 0.5) / zoom - 1.8, 1.55 - np.arange(HEIGHT) / zoom)
    height = np.log1p(valley.loss(np.stack([a, b], axis=-1)))
    bands = np.floor(height / height.max() * 14)[..., None] / 14
    picture = colours["paper"] + 0.6 * bands * (colours["edge"] - colours["paper"])
    for walk, steps, size in (
        (descend(valley, valley.start, 0.03), 160, 2.6),
        (newton(valley, valley.start), 7, 5.6),
    ):
        places = [place.w for place in islice(walk, steps)]
        for one, other in zip(places, places[1:], strict=False):
            for t in np.linspace(0, 1, 200):
                x, y = one + t * (other - one)
                _disc(picture, (x + 1.8) * zoom, (1.55 - y) * zoom, 0.7, colours["ink-2"])
        for x, y in places:
            _disc(picture, (x + 1.8) * zoom, (1.55 - y) * zoom, size + 1, colours["paper"])
            _disc(picture, (x + 1.8) * zoom, (1.55 - y) * zoom, size, colours["ink"])
    return picture


def components(colours: dict[str, np.ndarray]) -> np.ndarray:
    """A cloud before, and along its principal components; shape (HEIGHT, WIDTH, 3)."""
    from course.pca import pca
    from course.seeding import generator
    from course.vectors.clouds import published_cloud

    cloud = published_cloud(generator(0, "front page"), 240)
    turned = pca(cloud, centre=False)
    picture = np.tile(colours["paper"], (HEIGHT, WIDTH, 1))
    zoom = 0.58
    axes = 2 * turned.deviations * turned.components  # two standard deviations each way
    for middle, points, arms in (
        (0.2, cloud, axes), (0.7, turned(cloud), np.diag(2 * turned.deviations)),
    ):  # fmt: skip
        across, down = middle * WIDTH, HEIGHT / 2
        for x, y in points * zoom:
            _disc(picture, across + x, down - y, 2.2, colours["edge"])
        for arm in arms.T:
            for t in np.linspace(-1, 1, 400):
                x, y = t * arm * zoom
                _disc(picture, across + x, down - y, 1.3, colours["ink"])
        _disc(picture, across, down, 5, colours["paper"])
        _disc(picture, across, down, 3.6, colours["ink"])
    return picture


def rosette(_: dict[str, np.ndarray]) -> np.ndarray:
    """The middle of the first piece of the gallery, as it hangs there; shape (HEIGHT, WIDTH, 3)."""
    from PIL import Image

    left, top, side = 48, 48, 736  # in the sheet that benchmarks.gallery writes
    cut = side * HEIGHT // WIDTH
    above = top + (side - cut) // 2
    with Image.open(GALLERY) as sheet:
        piece = sheet.convert("RGB").crop((left, above, left + side, above + cut))
    return np.asarray(piece.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)) / 255


PICTURES: dict[str, Callable[[dict[str, np.ndarray]], np.ndarray]] = {
    "zoo": rose,
    "start": learning,
    "digits": digits,
    "descent": descent,
    "components": components,
    "rosette": rosette,
}


@cache
def _rose_network() -> object:
    from course.records import TrainConfig
    from course.training import Stream, fit

    config = TrainConfig(hidden=(32, 32, 32), steps=2000, schedule="cosine", seed=1)
    *_, last = fit(config, Stream("rose", seed=1))
    return last.network


@cache
def _circle_moments(across: int, down: int) -> list[np.ndarray]:
    """Logits at eight steps of a run, each of shape (down, across)."""
    from course.records import TrainConfig
    from course.training import Stream, fit

    config = TrainConfig(hidden=(8, 8), activation="tanh", steps=640, seed=4)
    chosen = [5, 10, 20, 40, 80, 160, 320, 640]
    return [
        _logits(step.network, across, down)
        for step in fit(config, Stream("circle", seed=4))
        if step.index in chosen
    ]


@cache
def _digits_read() -> tuple[np.ndarray, np.ndarray]:
    """The first sixty test pictures, (60, 64), and which of them a network of lesson 01 gets
    wrong."""
    from course import by_hand
    from course.digits import load

    data, rng = load(), np.random.default_rng(0)
    parameters = by_hand.initial(64, 32, 10, rng)
    velocity = [0 * part for part in parameters]

    def gradient(x: np.ndarray, y: np.ndarray, p: list[np.ndarray]) -> list[np.ndarray]:
        return by_hand.gradients(x, y, p, by_hand.softmax_backward)

    for _ in range(20):
        parameters, velocity = by_hand.one_pass(
            data.x_train, data.y_train, parameters, velocity, gradient, 0.1, 0.9, 32, rng
        )
    x, y = data.x_test[:60], data.y_test[:60]
    _, z = by_hand.forward(x, *parameters)
    return x, z.argmax(axis=1) != y


def _logits(network: object, width: int, height: int) -> np.ndarray:
    """The network's logit at the middle of each pixel; the longer side spans [-1, 1]."""
    longer = max(width, height)
    x = (2 * np.arange(width) + 1 - width) / longer
    y = (height - 1 - 2 * np.arange(height)) / longer
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    return network.logits(points).reshape(height, width).astype(float)


def _tinted(z: np.ndarray, colours: dict[str, np.ndarray]) -> np.ndarray:
    """Colours of logits: blue at p = 0, the middle at 0.5, orange at 1; a line where p = 0.5."""
    leaning = np.abs(np.tanh(z / 2))[..., None]  # |2 p - 1|
    ends = np.where(z[..., None] > 0, colours["field-orange"], colours["field-blue"])
    picture = colours["field-mid"] + leaning * (ends - colours["field-mid"])
    # z over its slope is the distance to the line z = 0, in pixels.
    away = np.abs(z) / (np.hypot(*np.gradient(z)) + 1e-9)
    line = 0.75 * np.clip(1.5 - away, 0, 1)[..., None]
    return picture + line * (colours["ink"] - picture)


def _apart(points: np.ndarray, distance: float) -> np.ndarray:
    """The points that are at least so far from every one kept before them."""
    kept: list[np.ndarray] = []
    for point in points:
        if all(np.hypot(*(point - other)) >= distance for other in kept):
            kept.append(point)
    return np.array(kept)


def _disc(picture: np.ndarray, x: float, y: float, radius: float, colour: np.ndarray) -> None:
    """Paint a disc with soft edges into the picture."""
    height, width, _ = picture.shape
    rows = slice(max(0, int(y - radius - 1)), min(height, int(y + radius + 2)))
    columns = slice(max(0, int(x - radius - 1)), min(width, int(x + radius + 2)))
    down, across = np.ogrid[rows, columns]
    away = np.hypot(across + 0.5 - x, down + 0.5 - y)
    cover = np.clip(radius - away + 0.5, 0, 1)[..., None]
    picture[rows, columns] += cover * (colour - picture[rows, columns])


def draw(name: str, look: str) -> np.ndarray:
    """Return a picture as uint8, shape (HEIGHT, WIDTH, 3)."""
    return (PICTURES[name](palette(look)) * 255 + 0.5).astype(np.uint8)


def build() -> list[Path]:
    """Draw every picture into its files, and return them."""
    from matplotlib.image import imsave

    FOLDER.mkdir(parents=True, exist_ok=True)
    written = []
    for name in PICTURES:
        for look in LOOKS:
            written.append(FOLDER / f"{name}-{look}.png")
            imsave(written[-1], draw(name, look), metadata={"Software": None})
    return written


if __name__ == "__main__":
    for path in build():
        print(path.name)
