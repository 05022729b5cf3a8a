"""Sets of vectors to look at: digits, made clouds, texts, and a table of one's own."""
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course.checks import check_choice, check_integer
from course.seeding import generator
from course.vectors.pasted import read_table

STRONG = 5  # directions of the cloud "strong" that hold most of its variance
SHARE = 0.9  # of the variance, that they hold
MOST_ROWS, MOST_DIMENSIONS = 2000, 1000  # of a made cloud


@dataclass(frozen=True)
class Vectors:
    """Rows of numbers, and what each of them is.

    Attributes
    ----------
    name : str
        One of `SETS`.
    matrix : float64 array, shape (n, d)
        No row is the zero vector.
    labels : tuple of str
        What a row is, in a word or two: "7", or the lesson that a passage is from.
    pieces : tuple of str
        The texts themselves; empty where rows are none.
    words : str
        What the set is, in half a sentence: "500 digits of 64 pixels".
    zeros : int
        Rows left out because all their numbers are 0: such a vector has no direction.
    """

    name: str
    matrix: np.ndarray
    labels: tuple[str, ...]
    pieces: tuple[str, ...]
    words: str
    zeros: int = 0


def flat(dimensions: int) -> np.ndarray:
    """Standard deviation 1 in every direction."""
    return np.ones(dimensions)


def falling(dimensions: int) -> np.ndarray:
    """Standard deviations whose squares, the variances, are 1, 1/2, 1/3, ..."""
    return 1 / np.sqrt(np.arange(1, dimensions + 1))


def strong(dimensions: int) -> np.ndarray:
    """Five directions hold 90% of the variance between them, the others share the rest."""
    few = min(STRONG, dimensions)
    rest = dimensions - few
    weak = np.sqrt(few * (1 - SHARE) / SHARE / rest) if rest else 1.0
    return np.where(np.arange(dimensions) < few, 1.0, weak)


SPECTRA = {"flat": flat, "falling": falling, "strong": strong}
SPECTRA_WORDS = {
    "flat": "as wide in one direction as in any other",
    "falling": "of variance 1, 1/2, 1/3 ...",
    "strong": "five directions with 90% of the variance",
}


def _digits(rows: int, **_: Any) -> Vectors:
    from course.digits import load

    found = load()
    x = np.concatenate([found.x_train, found.x_validation, found.x_test])[:rows]
    y = np.concatenate([found.y_train, found.y_validation, found.y_test])[:rows]
    words = f"{len(x):,} handwritten digits of 8 x 8 pixels"
    return Vectors("digits", x, tuple(map(str, y.tolist())), (), words)


def _cloud(rows: int, dimensions: int, spectrum: str, seed: int, **_: Any) -> Vectors:
    from course.vectors.clouds import spectrum_cloud

    check_choice("spectrum", spectrum, SPECTRA)
    check_integer("dimensions", dimensions, 1, MOST_DIMENSIONS)
    deviations = SPECTRA[spectrum](dimensions)
    x = spectrum_cloud(generator(seed, "cloud", spectrum), rows, deviations)
    words = f"a cloud of {rows:,} normal rows, {SPECTRA_WORDS[spectrum]}"
    return Vectors("cloud", x, tuple(f"row {i + 1:,}" for i in range(rows)), (), words)


def _texts(rows: int, **_: Any) -> Vectors:
    from course.vectors.tfidf import lesson_vectors

    texts = lesson_vectors()
    return _passages("texts", texts, texts.matrix, rows, "TF-IDF of {:,} passages of this course")


def _meanings(rows: int, **_: Any) -> Vectors:
    from course.vectors import embeddings
    from course.vectors.tfidf import lesson_vectors

    models = embeddings.cached()
    if not models:
        raise ValueError(
            "texts cannot be embedded: no language model is cached on this machine. TF-IDF needs "
            "none"
        )
    model = embeddings.DEFAULT if embeddings.DEFAULT in models else models[0]
    texts = lesson_vectors()
    chosen = _spread(len(texts.pieces), rows)
    x = np.asarray(embeddings.embed([texts.pieces[i] for i in chosen], model), np.float64)
    some = replace(
        texts,
        pieces=tuple(texts.pieces[i] for i in chosen),
        names=tuple(texts.names[i] for i in chosen),
    )
    words = "embeddings of {:,} passages of this course"
    return _passages("meanings", some, x, rows, words)


def _passages(name: str, texts: Any, matrix: np.ndarray, rows: int, words: str) -> Vectors:
    chosen = _spread(len(matrix), rows)
    return Vectors(
        name,
        matrix[chosen],
        tuple(texts.names[i] for i in chosen),
        tuple(texts.pieces[i] for i in chosen),
        words.format(len(chosen)),
    )


def _spread(count: int, wanted: int) -> np.ndarray:
    """Where to take so many of `count` things from, evenly; all if there are fewer."""
    return np.arange(count) if count <= wanted else np.arange(wanted) * count // wanted


def _own(table: str | None, **_: Any) -> Vectors:
    if table is None:
        raise ValueError("a table of your own must be pasted first")
    read = read_table(table)
    n, d = read.matrix.shape
    words = f"your table of {n:,} rows"
    return Vectors("own", read.matrix, tuple(f"row {i + 1:,}" for i in range(n)), (), words)


SETS: dict[str, Callable[..., Vectors]] = {
    "digits": _digits, "cloud": _cloud, "texts": _texts, "meanings": _meanings, "own": _own,
}  # fmt: skip


def load_set(
    name: str,
    rows: int = 500,
    *,
    dimensions: int = 200,
    spectrum: str = "flat",
    seed: int = 0,
    table: str | None = None,
) -> Vectors:
    """A set of vectors by its name.

    Parameters
    ----------
    name : {"digits", "cloud", "texts", "meanings", "own"}
        Pictures of digits; a made cloud; TF-IDF vectors of the passages of the course's own
        lessons; sentence embeddings of the same; a pasted table.
    rows : int
        At most so many are taken, in [2, 2000]; of a table of one's own, all.
    dimensions : int
        Of a cloud, in [1, 1000].
    spectrum : {"flat", "falling", "strong"}
        Of a cloud: its variance is the same in every direction; or 1, 1/2, 1/3 ...; or 90% of it
        lies along five directions.
    seed : int
        Of a cloud.
    table : str, optional
        What was pasted: see `course.vectors.pasted.read_table`.

    Returns
    -------
    Vectors
        Without the rows that are zero vectors; at least two.

    Raises
    ------
    TypeError, ValueError
        If an argument is not allowed, the table cannot be read, no model is cached, or fewer
        than two rows have a direction.
    FileNotFoundError
        If there are no lessons to read.
    """
    check_choice("name", name, SETS)
    check_integer("rows", rows, 2, MOST_ROWS)
    made = {"dimensions": dimensions, "spectrum": spectrum, "seed": seed, "table": table}
    return _without_zeros(SETS[name](rows=rows, **made))


def _without_zeros(found: Vectors) -> Vectors:
    """The same set without its zero vectors, which are counted."""
    there = (found.matrix != 0).any(axis=1)
    zeros = int((~there).sum())
    if len(there) - zeros < 2:
        raise ValueError(
            f"at least two rows must not be zero vectors, to be compared; got {len(there) - zeros}"
        )
    if not zeros:
        return found
    rows = np.flatnonzero(there)
    return replace(
        found,
        matrix=found.matrix[rows],
        labels=tuple(found.labels[i] for i in rows),
        pieces=tuple(found.pieces[i] for i in rows) if found.pieces else (),
        zeros=zeros,
    )
