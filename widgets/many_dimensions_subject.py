"""What is looked at in many dimensions: the vectors, their PCA, and what is measured so far."""
from dataclasses import dataclass

from course.backend import Backend
from course.device import gpu_name
from course.loading import exhaust
from course.projections.glance import Glance
from course.projections.survival import DRAWS, METHODS, Projections, Survival, levels
from course.vectors.sets import Vectors, load_set
from widgets.many_dimensions_settings import ManySettings


@dataclass(frozen=True)
class Subject:
    """What is looked at.

    Attributes
    ----------
    vectors : Vectors
    projections : Projections
    where : str
        ", on the GPU" if they are there.
    """

    vectors: Vectors
    projections: Projections
    where: str = ""

    @property
    def most(self) -> int:
        """Largest k."""
        return self.projections.most

    def k(self, asked: int) -> int:
        """The k for a setting: 0, or more than there are, means all."""
        return min(asked or self.most, self.most)

    def levels(self, asked: int) -> tuple[int, ...]:
        """The k to measure, the one that is asked for among them."""
        return tuple(sorted({*levels(self.most), self.k(asked)}))


def subject(settings: ManySettings, table: str | None, known: Vectors | None) -> Subject:
    """The vectors of these settings, and their PCA; takes up to a second or two.

    Parameters
    ----------
    settings : ManySettings
    table : str or None
        What was pasted.
    known : Vectors or None
        The vectors, if they are those of these settings.

    Raises
    ------
    TypeError, ValueError, RuntimeError, OSError
        If they cannot be had, or there is no GPU.
    """
    vectors = known or load_set(
        settings.data, settings.rows, dimensions=settings.dimensions, spectrum=settings.spectrum,
        seed=settings.seed, table=table,
    )  # fmt: skip
    backend, where = Backend(dtype="float64"), ""
    if settings.device == "gpu":
        name = gpu_name()
        import torch

        backend = Backend(torch, name, "float64" if name == "cuda" else "float32")
        where = f", on the GPU in {backend.dtype}"
    made = Projections(
        vectors.matrix, centre=settings.centre, scale=settings.scale, whiten=settings.whiten,
        seed=settings.seed, backend=backend,
    )  # fmt: skip
    return Subject(vectors, made, where)


Measured = Survival | Glance
MOST_GLANCED = 2000  # rows of which the other draws are measured too: n x n numbers are kept


class Measuring:
    """What is left of a subject's relations with each k, measured one by one.

    Parameters
    ----------
    subject : Subject or None
        None has nothing to measure.

    Attributes
    ----------
    found : dict of (method, k) to Survival, or to Glance for the other draws
        What is measured so far.
    """

    def __init__(self, subject: Subject | None) -> None:
        self.subject = subject
        self.found: dict[tuple[str, int], Measured] = {}

    def left(self, asked: int) -> list[tuple[str, int]]:
        """What is not measured yet: the k that is asked for, then from many numbers to few.

        The other draws of random directions come last.
        """
        if self.subject is None:
            return []
        first = self.subject.k(asked)
        steps = sorted(self.subject.levels(asked), key=lambda k: (k != first, -k))
        wanted = [(way, k) for ways in (METHODS, self.draws) for k in steps for way in ways]
        return [one for one in wanted if one not in self.found]

    @property
    def draws(self) -> tuple[str, ...]:
        """The other draws of random directions that are measured; of very many rows none."""
        few = self.subject is not None and len(self.subject.vectors.matrix) <= MOST_GLANCED
        return DRAWS if few else ()

    def total(self, asked: int) -> int:
        """How much there is to measure in all."""
        count = len(self.subject.levels(asked)) if self.subject else 0
        return count * len((*METHODS, *self.draws))

    def measure(self, method: str, k: int) -> None:
        """Measure one of them; takes some 10 to 300 ms, and may be done on a thread."""
        made = self.subject.projections
        if method in DRAWS:
            self.found[method, k] = made.glance(method, k)
            return
        self.found[method, k] = exhaust(made.survives(method, k))
