"""Pictures that come of a goal, with a few words each, and what can be said of them by counting."""
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from course.checks import check_integer
from course.exercises.art_trials import NEEDED
from course.loading import Loading, exhaust, loaded

Array = np.ndarray

ONE_COLOUR, IN_PLACE, TOGETHER = 0.25, 0.6, 0.5  # limits of `look_of`


@dataclass(frozen=True)
class Pictures:
    """A row of pictures.

    Attributes
    ----------
    about : str
        What they are.
    names, words : tuple of str
        Of each picture, what it was made of and what is to be said of it.
    images : tuple of uint8 array, shape (size, size, 3)
    look : str
        What the first one is like: a key of what may be guessed.
    figures : tuple of float
        A number for each seed of the first, or none.
    """

    about: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    images: tuple[Array, ...]
    look: str = ""
    figures: tuple[float, ...] = ()

    @property
    def summary(self) -> str:
        """The row in words."""
        said = [f"{name}: {words}." for name, words in zip(self.names, self.words, strict=True)]
        return " ".join([f"{self.about}.", *said])

    def __str__(self) -> str:
        wide = max(map(len, self.names)) + 3
        rows = zip(self.names, self.words, strict=True)
        return "\n".join([self.about, *(f"{name:<{wide}}{words}" for name, words in rows)])


def brightness(image: Array) -> Array:
    """The mean of the three colours, shape (size, size)."""
    return image.astype(float).mean(-1)


def alike(one: Array, other: Array) -> float:
    """Correlation of two arrays of one shape, in [-1, 1]; 0 if one of them is constant."""
    a, b = (values.ravel() - values.mean() for values in (one, other))
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size else 0.0


def neighbours_alike(image: Array) -> float:
    """Correlation of the brightness of neighbours, across and down: 1 for large forms."""
    light = brightness(image)
    pairs = ((light[:, 1:], light[:, :-1]), (light[1:], light[:-1]))
    return float(np.mean([alike(one, other) for one, other in pairs]))


def _figure(correlation: float) -> str:
    """A correlation in digits: "0.85", "−0.02"; never "-0.00"."""
    return f"{correlation:.2f}".replace("-0.00", "0.00").replace("-", "−")


def look_of(image: Array, target: Array) -> str:
    """What a picture is like, beside a target whose colours it was to have.

    Parameters
    ----------
    image, target : uint8 array, shape (size, size, 3)

    Returns
    -------
    {"one colour", "in place", "patches", "confetti"}
        With hardly any spread of brightness; bright and dark where the target is; neighbours
        mostly alike, but elsewhere; neighbours as different as any two.
    """
    light, wanted = brightness(image), brightness(target)
    if light.std() < ONE_COLOUR * wanted.std():
        return "one colour"
    if alike(light, wanted) > IN_PLACE:
        return "in place"
    return "patches" if neighbours_alike(image) > TOGETHER else "confetti"


@dataclass(frozen=True)
class PaletteOnly:
    """The sunset's palette and nothing else, asked of several parameterisations.

    Attributes
    ----------
    kinds : tuple of (str, str, int)
        What a picture is called, a key of the parameterisations, and how many blobs (or 0).
    size : int
        Pixels a side, in [8, 256].
    steps_each : int
        In [1, 10000].
    seed : int
    """

    kinds: tuple[tuple[str, str, int], ...] = (
        ("pixels", "pixels", 0), ("stack", "stack", 0), ("48 blobs", "splats", 48),
    )  # fmt: skip
    size: int = 40
    steps_each: int = 150
    seed: int = 0

    def __post_init__(self) -> None:
        check_integer("size", self.size, 8, 256)
        check_integer("steps_each", self.steps_each, 1, 10_000)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there."""
        return len(self.kinds) * (self.steps_each + 1)

    def pieces(self) -> Generator[int | Loading, None, Pictures]:
        """Make a step at a time; the pictures are returned, and the target beside them."""
        yield from loaded(*NEEDED)
        from course.art.build import parameterisation
        from course.art.colours import palette
        from course.art.create import create
        from course.art.images import to_bytes
        from course.pictures.targets import target

        sunset = target("sunset", self.size)
        images, words, looks = [], [], []
        for _, kind, count in self.kinds:
            options = {"count": count} if count else {}
            thing = parameterisation(kind, self.size, self.seed, **options)
            walk = create(thing, palette(sunset), steps=self.steps_each, seed=self.seed)
            losses = []
            for step in walk:
                losses.append(step.loss)
                yield step.index
            images.append(to_bytes(step.image))
            looks.append(look_of(images[-1], sunset))
            near = neighbours_alike(images[-1])
            left = losses[-1] / losses[0]
            words.append(f"{left:.0%} of the goal left; neighbours correlate by {_figure(near)}")
        names = (*(name for name, *_ in self.kinds), "the target")
        near = neighbours_alike(sunset)
        said = (*words, f"neighbours correlate by {_figure(near)}")
        about = f"One goal, the palette alone, after {self.steps_each} steps"
        return Pictures(about, names, said, (*images, sunset), looks[0])

    def run(self) -> Pictures:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that make the pictures again; they end with them."""
        return "\n".join([
            "from course.art.build import parameterisation",
            "from course.art.colours import palette",
            "from course.art.create import create",
            "from course.art.images import to_bytes",
            "from course.exercises.art_pictures import look_of",
            "from course.pictures.targets import target",
            "",
            f'sunset = target("sunset", {self.size})',
            "things = [",
            *(f"    parameterisation({kind!r}, {self.size}, {self.seed}"
              f"{f', count={count}' if count else ''})," for _, kind, count in self.kinds),
            "]",
            "pictures = []",
            "for thing in things:",
            f"    *_, last = create(thing, palette(sunset), steps={self.steps_each}, "
            f"seed={self.seed})",
            "    pictures.append(to_bytes(last.image))",
            "pictures",
        ])  # fmt: skip
