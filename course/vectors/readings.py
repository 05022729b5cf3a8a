"""Sentences read as vectors, word by word, in each of the kinds that can be compared."""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from course.checks import check_choice
from course.vectors import embeddings
from course.vectors.corpus_text import PROSE
from course.vectors.counted import word_vectors
from course.vectors.lesson_text import words
from course.vectors.tfidf import counts, rarity, unit_rows, vocabulary
from course.vectors.top_directions import AllButTheTop, all_but_the_top

KINDS = ("bag", "tfidf", "counted", "model")
STOCK = 200  # sentences
MOST_REMOVED = 10


@dataclass(frozen=True)
class Sentence:
    """A sentence as a sum of vectors.

    Attributes
    ----------
    words : tuple of str
        Those that count, in order; for a language model its tokens.
    parts : float array, shape (n_words, d)
        A vector for each; their sum is the sentence's vector.
    unknown : tuple of str
        Words that have no vector.
    """

    words: tuple[str, ...]
    parts: np.ndarray
    unknown: tuple[str, ...] = ()


def read(
    texts: Sequence[str], kind: str, model: str = embeddings.DEFAULT
) -> tuple[Sentence, ...]:
    """Each text as a sum of vectors of one kind, all with the same columns.

    Parameters
    ----------
    texts : sequence of str
    kind : {"bag", "tfidf", "counted", "model"}
    model : str
        For kind "model".
    """
    check_choice("kind", kind, KINDS)
    if kind == "model":
        found = embeddings.tokens(texts, model)
        return tuple(Sentence(names, parts) for names, parts in found)
    if kind == "counted":
        return tuple(_counted(text) for text in texts)
    return _bags(texts, weighed=kind == "tfidf")


def _counted(text: str) -> Sentence:
    vectors, said = word_vectors(), words(text)
    known = tuple(word for word in said if word in vectors)
    unknown = tuple(dict.fromkeys(word for word in said if word not in vectors))
    if not known:
        return Sentence((), np.zeros((0, vectors.matrix.shape[1])), unknown)
    parts = np.stack([vectors[word] for word in known]) / len(known)
    return Sentence(known, parts, unknown)


def _bags(texts: Sequence[str], weighed: bool) -> tuple[Sentence, ...]:
    columns, rare = _weights()
    said = [words(text) for text in texts]
    new = sorted({word for one in said for word in one} - set(columns))
    place = {word: j for j, word in enumerate((*columns, *new))}
    # A word that no sentence holds is the rarest there can be: ln(1 + n) + 1.
    rare = np.append(rare, np.full(len(new), np.log(1 + len(sentences())) + 1))
    found = []
    for one in said:
        parts = np.zeros((len(one), len(place)))
        for part, word in zip(parts, one, strict=True):
            part[place[word]] = rare[place[word]] if weighed else 1
        length = np.linalg.norm(parts.sum(axis=0)) if weighed and one else 1
        found.append(Sentence(tuple(one), parts / length))
    return tuple(found)


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the course's own text, those of at least four words."""
    found = re.split(r"(?<=[.!?])\s+", PROSE.strip())
    return tuple(" ".join(one.split()) for one in found if len(words(one)) >= 4)


@cache
def stock() -> tuple[str, ...]:
    """200 sentences at even distances through the course's own text."""
    every = sentences()
    return tuple(every[i] for i in np.linspace(0, len(every) - 1, STOCK).round().astype(int))


@cache
def _weights() -> tuple[tuple[str, ...], np.ndarray]:
    """The words of the text, and how rare each is among its sentences."""
    columns = vocabulary(sentences())
    return columns, rarity(counts(sentences(), columns))


@cache
def reference(kind: str, model: str = embeddings.DEFAULT) -> np.ndarray:
    """The vectors of the stock, shape (200, d): what other sentences are held against."""
    check_choice("kind", kind, KINDS)
    if kind == "model":
        return embeddings.embed(stock(), model)
    if kind == "counted":
        vectors = word_vectors()
        return np.stack([vectors.sentence(text) for text in stock()])
    columns, rare = _weights()
    table = counts(stock(), columns)
    return unit_rows(table * rare) if kind == "tfidf" else table


@cache
def common_part(kind: str, model: str = embeddings.DEFAULT) -> AllButTheTop:
    """The mean of the stock and its first ten principal directions."""
    return all_but_the_top(reference(kind, model), MOST_REMOVED)
