"""One wish each, and nothing else: what a picture becomes that is granted it."""
from collections.abc import Generator
from dataclasses import dataclass

from course.checks import check_integer
from course.exercises.art_pictures import Array, Pictures
from course.exercises.art_trials import NEEDED
from course.loading import Loading, exhaust, loaded


@dataclass(frozen=True)
class Granted:
    """Goals of a single term without a target, asked of two parameterisations.

    Attributes
    ----------
    terms, kinds : tuple of str
        Keys of the terms, and of the parameterisations.
    size : int
        Pixels a side, in [8, 256].
    steps_each : int
        In [1, 10000].
    seed : int
    """

    terms: tuple[str, ...] = ("smooth", "mirror", "contrast")
    kinds: tuple[str, ...] = ("stack", "cppn")
    size: int = 64
    steps_each: int = 150
    seed: int = 0

    def __post_init__(self) -> None:
        check_integer("size", self.size, 8, 256)
        check_integer("steps_each", self.steps_each, 1, 10_000)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch is there."""
        return len(self.terms) * len(self.kinds) * (self.steps_each + 1)

    def pieces(self) -> Generator[int | Loading, None, Pictures]:
        """Make a step at a time; the pictures are returned."""
        yield from loaded(*NEEDED)
        from course.art.build import goal, parameterisation
        from course.art.create import create
        from course.art.images import to_bytes

        names, words, images = [], [], []
        for term in self.terms:
            for kind in self.kinds:
                thing = parameterisation(kind, self.size, self.seed)
                for step in create(thing, goal({term: 1.0}), steps=self.steps_each):
                    if not step.index:
                        began = step.loss
                    yield step.index
                names.append(f"{term}, {kind}")
                images.append(to_bytes(step.image))
                words.append(f"{began:.3f} at first, {step.loss:.3f} now; {colour(images[-1])}")
        about = f"One wish each, after {self.steps_each} steps (0 is all that can be wished for)"
        return Pictures(about, tuple(names), tuple(words), tuple(images))

    def run(self) -> Pictures:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that make the pictures again; they end with them."""
        return "\n".join([
            "from course.art.build import goal, parameterisation",
            "from course.art.create import create",
            "from course.art.images import to_bytes",
            "",
            "pictures = []",
            f"for term in {self.terms}:",
            f"    for kind in {self.kinds}:",
            f"        thing = parameterisation(kind, {self.size}, {self.seed})",
            f"        *_, last = create(thing, goal({{term: 1.0}}), steps={self.steps_each})",
            "        pictures.append(to_bytes(last.image))",
            "pictures",
        ])  # fmt: skip


def colour(image: Array) -> str:
    """The mean colour in words, and how far the pixels are from it."""
    red, green, blue = (f"{part / 255:.2f}" for part in image.reshape(-1, 3).mean(0))
    spread = image.reshape(-1, 3).std(0).mean() / 255
    mean = f"mean red {red}, green {green}, blue {blue}"
    return f"a single colour, {mean}" if spread < 0.005 else f"{mean}, spread {spread:.2f}"


GRANTED = Granted()
