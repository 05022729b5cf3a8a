"""Digits changed by a little, so that a network reads something else."""
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from course.checks import check_integer
from course.digits import SIDE, load
from course.exercises.art_pictures import Array, Pictures
from course.exercises.art_trials import NEEDED
from course.loading import Loading, exhaust, loaded, meanwhile


@dataclass(frozen=True)
class Nudged:
    """The surest test pictures of a digit, each pushed until it is read as another.

    Attributes
    ----------
    digit, other : int
        What people wrote, and what the network is to read, each in [0, 9].
    count : int
        How many pictures, in [1, 10].
    """

    digit: int = 3
    other: int = 8
    count: int = 3

    def __post_init__(self) -> None:
        check_integer("digit", self.digit, 0, 9)
        check_integer("other", self.other, 0, 9)
        check_integer("count", self.count, 1, 10)
        if self.other == self.digit:
            raise ValueError(f"other must be another digit than {self.digit}")

    @property
    def steps(self) -> int:
        """How often `pieces` yields, once torch and the network are there."""
        return self.count

    def pieces(self) -> Generator[int | Loading, None, Pictures]:
        """Push one after the other; each is returned as it was and as it is then."""
        yield from loaded("course.art.neuron", *NEEDED)
        from course.art.digit_network import network
        from course.art.neuron import least_nudge

        yield from meanwhile(network, "the network that reads")
        written = yield from meanwhile(self._surest, "the digits")
        names, words, images = [], [], []
        for number, ink in enumerate(written):
            found = yield from meanwhile(lambda ink=ink: least_nudge(ink, self.other), "a push")
            yield number
            names += [f"written as {self.digit}", "pushed" if found else "not to be pushed"]
            before = found.before if found else ink.reshape(SIDE, SIDE)
            after = found.after if found else before
            images += [drawn(before), drawn(after)]
            words += self._said(found) if found else ["", f"nothing makes it read as {self.other}"]
        about = (
            f"The {self.count} of which it is surest, pushed until {self.other} is likelier than "
            "not; no pixel by more than is said, where paper is 0 and ink is 1"
        )
        return Pictures(about, tuple(names), tuple(words), tuple(images))

    def _surest(self) -> Array:
        """Those of the test pictures of which the network is surest, shape (count, 64)."""
        from course.art.neuron import nudge

        data = load()
        written = data.x_test[data.y_test == self.digit]
        sure = [nudge(ink, self.digit, 0.0, 1).said_before[self.digit] for ink in written]
        return written[np.argsort(sure)[::-1][: self.count]]

    def _said(self, found: object) -> list[str]:
        """What the network says before and after."""
        before, after = found.said_before, found.said_after
        return [
            f"read as {self.digit} with {before[self.digit]:.1%}",
            f"by at most {found.most:.2f}: read as {self.other} with {after[self.other]:.1%}, "
            f"as {self.digit} with {after[self.digit]:.1%}",
        ]

    def run(self) -> Pictures:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that push them again; they end with the pushed pictures' ink."""
        return "\n".join([
            "from course.art.neuron import least_nudge, nudge",
            "from course.digits import load",
            "",
            "data = load()",
            f"written = data.x_test[data.y_test == {self.digit}]",
            f"sure = [nudge(ink, {self.digit}, 0.0, 1).said_before[{self.digit}]"
            " for ink in written]",
            f"surest = written[sorted(range(len(sure)), key=lambda i: -sure[i])[:{self.count}]]",
            f"[least_nudge(ink, {self.other}).after for ink in surest]",
        ])  # fmt: skip


def drawn(ink: Array) -> Array:
    """Ink (8, 8) in [0, 1] as a picture, uint8 (8, 8, 3): bright where there is ink."""
    grey = np.rint(255 * ink).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, 2)


NUDGED = Nudged()
