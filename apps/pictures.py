"""The pictures of the front page, computed by the course itself.

`python -m apps.pictures` draws them afresh, light and dark, into static/pictures/.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "static" / "pictures"
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


PICTURES: dict[str, Callable[[dict[str, np.ndarray]], np.ndarray]] = {
    "zoo": rose,
    "start": learning,
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
