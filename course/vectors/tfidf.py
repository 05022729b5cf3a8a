"""Texts as vectors: a number for each word, larger the rarer the word.

TF-IDF: how often a word stands in the text (its term frequency), times how rare it is among all
texts (its inverse document frequency), each row then divided by its length.

Source: Spaerck Jones, "A statistical interpretation of term specificity and its application in
retrieval", Journal of Documentation 28 (1972).  The smooth form is that of scikit-learn.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from course.checks import check_integer, shown
from course.vectors.lesson_text import passages, words


@dataclass(frozen=True)
class Texts:
    """Texts, and a row of numbers for each.

    Attributes
    ----------
    matrix : float array, shape (n_texts, n_words)
        Rows of length 1, or the zero vector for a text with none of the words.
    words : tuple of str
        What each column stands for, in alphabetical order.
    pieces : tuple of str
        The texts.
    names : tuple of str
        Where each text is from: the title of a lesson.
    """

    matrix: np.ndarray
    words: tuple[str, ...]
    pieces: tuple[str, ...]
    names: tuple[str, ...]


def counts(texts: Sequence[str], columns: Sequence[str]) -> np.ndarray:
    """How often each word stands in each text.

    Parameters
    ----------
    texts : sequence of str
    columns : sequence of str
        Words in small letters; others are not counted.

    Returns
    -------
    float array, shape (n_texts, n_columns)
    """
    place = {word: j for j, word in enumerate(columns)}
    table = np.zeros((len(texts), len(columns)))
    for row, text in zip(table, texts, strict=True):
        for word in words(text):
            if word in place:
                row[place[word]] += 1
    return table


def vocabulary(texts: Sequence[str], least: int = 1) -> tuple[str, ...]:
    """The words that stand in at least `least` of the texts, in alphabetical order."""
    check_integer("least", least, 1)
    seen: dict[str, int] = {}
    for text in texts:
        for word in set(words(text)):
            seen[word] = seen.get(word, 0) + 1
    return tuple(sorted(word for word, often in seen.items() if often >= least))


def rarity(table: np.ndarray) -> np.ndarray:
    """The inverse document frequency of each word, smooth.

    ln((1 + n) / (1 + df)) + 1, with n texts, df of which hold the word: as if one more text
    held every word once.  It is 1 for a word of every text, and largest for one of none.

    Parameters
    ----------
    table : array, shape (n_texts, n_words)
        As `counts` gives it.

    Returns
    -------
    float array, shape (n_words,)
        At least 1.
    """
    held = (np.asarray(table) > 0).sum(axis=0)
    return np.log((1 + len(table)) / (1 + held)) + 1


def unit_rows(x: np.ndarray) -> np.ndarray:
    """Each row divided by its length; a row of zeros stays as it is.

    Parameters
    ----------
    x : array, shape (n, d)
    """
    x = np.asarray(x, dtype=np.float64)
    length = np.linalg.norm(x, axis=1, keepdims=True)
    return np.divide(x, length, out=np.zeros_like(x), where=length > 0)


def tfidf(texts: Sequence[str], names: Sequence[str] | None = None, least: int = 1) -> Texts:
    """TF-IDF vectors of some texts, weighed among themselves.

    Parameters
    ----------
    texts : sequence of str
        At least one.
    names : sequence of str, optional
        Where each is from; "" by default.
    least : int
        A word counts if it stands in as many of the texts; at least 1.

    Raises
    ------
    ValueError
        If there is no text, none holds a word, or the numbers of texts and names differ.
    """
    texts = tuple(texts)
    names = ("",) * len(texts) if names is None else tuple(names)
    if len(names) != len(texts):
        raise ValueError(f"names must be one for each of {len(texts)} texts, got {len(names)}")
    columns = vocabulary(texts, least)
    if not columns:
        raise ValueError(f"texts must hold words, got {shown(texts)}")
    table = counts(texts, columns)
    return Texts(unit_rows(table * rarity(table)), columns, texts, names)


@cache
def lesson_vectors() -> Texts:
    """TF-IDF vectors of the course's own lessons: a row for each of their passages.

    Raises
    ------
    FileNotFoundError, ValueError
        If there are no lessons, or one cannot be read.
    """
    found = passages()
    texts = tfidf([one.text for one in found], [one.lesson for one in found])
    texts.matrix.setflags(write=False)  # the same one is handed out again
    return texts
