"""How alike are two sentences?  By several kinds of vectors, and with the reason.

In every kind here a sentence is a sum of vectors, one for each of its words.  So the dot product
of two sentences is a sum over pairs of words, and each pair's share of the cosine can be shown.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.checks import check_choice, check_integer
from course.vectors import embeddings
from course.vectors.readings import (
    KINDS,
    MOST_REMOVED,
    STOCK,
    Sentence,
    common_part,
    read,
    reference,
)
from course.vectors.tfidf import unit_rows
from course.vectors.top_directions import AllButTheTop

MOST_SENTENCES = 8
STOCK_PAIRS = STOCK * (STOCK - 1) // 2


@dataclass(frozen=True)
class Compared:
    """Sentences, and how they stand to one another and to a stock of sentences.

    Attributes
    ----------
    sentences : tuple of Sentence
        As they were read.
    parts : tuple of arrays (n_words, d)
        The vectors of each sentence's words after the common part is taken out; their sum is
        the sentence's vector.
    cosines : float array, shape (n, n)
        nan for a sentence that is the zero vector: it has no angle with anything.
    stock : float array, shape (n_pairs,)
        The cosines of all pairs of the stock's sentences, treated alike, in ascending order.
    """

    sentences: tuple[Sentence, ...]
    parts: tuple[np.ndarray, ...]
    cosines: np.ndarray
    stock: np.ndarray

    def contributions(self, i: int, j: int) -> np.ndarray:
        """What each pair of words gives to the cosine of two sentences.

        Returns
        -------
        float array, shape (n_words of i, n_words of j)
            They add up to the cosine.

        Raises
        ------
        ValueError
            If one of the sentences has no angle.
        """
        if np.isnan(self.cosines[i, j]):
            raise ValueError(f"sentences {i} and {j} have no angle: one is the zero vector")
        a, b = self.parts[i], self.parts[j]
        lengths = np.linalg.norm(a.sum(axis=0)) * np.linalg.norm(b.sum(axis=0))
        return a @ b.T / lengths

    def below(self, cosine: float) -> float:
        """The share of the stock's pairs that are less alike than this cosine, in [0, 1]."""
        # To the ninth digit: many pairs of a bag of words have the very same cosine.
        return float(np.searchsorted(self.stock, cosine - 1e-9) / len(self.stock))


def compare(
    texts: Sequence[str],
    kind: str = "bag",
    *,
    centred: bool = False,
    remove: int = 0,
    model: str = embeddings.DEFAULT,
) -> Compared:
    """How alike some sentences are.

    Parameters
    ----------
    texts : sequence of str
        One to eight.
    kind : {"bag", "tfidf", "counted", "model"}
        Which vectors: counts of words, counts weighed by rarity, the mean of word vectors that
        are counted from the course's own text, or the mean over a cached language model's
        tokens.
    centred : bool
        Whether the mean of the stock, 200 sentences of the course's own text, is taken off.
    remove : int
        How many of the stock's first principal directions are taken out, in [0, 10]; more than
        0 means centred as well.
    model : str
        For kind "model": which, see `course.vectors.embeddings`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.
    FileNotFoundError, ImportError
        If a model is asked for that is not cached, or cannot be run here.
    """
    check_choice("kind", kind, KINDS)
    remove = check_integer("remove", remove, 0, MOST_REMOVED)
    texts = tuple(texts)
    if not 1 <= len(texts) <= MOST_SENTENCES:
        raise ValueError(f"texts must be 1 to {MOST_SENTENCES} sentences, got {len(texts)}")
    sentences = read(texts, kind, model)
    parts = tuple(one.parts for one in sentences)
    if centred or remove:
        taken = common_part(kind, model).fewer(remove)
        parts = tuple(_taken_out(taken, one) for one in parts)
    whole = np.stack([one.sum(axis=0) for one in parts])
    # What is left of a sentence that is all common part is rounding, not a direction.
    sizes = [np.linalg.norm(one.parts.sum(axis=0)) for one in sentences]
    whole[np.linalg.norm(whole, axis=1) <= 1e-9 * np.array(sizes)] = 0
    unit = unit_rows(whole)
    found = np.clip(unit @ unit.T, -1, 1)
    none = ~unit.any(axis=1)
    found[none] = found[:, none] = np.nan
    return Compared(sentences, parts, found, stock_cosines(kind, centred, remove, model))


def _taken_out(common: AllButTheTop, parts: np.ndarray) -> np.ndarray:
    """The parts of a sentence without what is common; the mean is shared among them."""
    if not len(parts):
        return parts
    wider = parts.shape[1] - len(common.mean)  # words that the stock has not
    mean = np.pad(common.mean, (0, wider))
    directions = np.pad(common.directions, ((0, 0), (0, wider)))
    return AllButTheTop(mean / len(parts), directions)(parts)


@lru_cache(maxsize=32)
def stock_cosines(
    kind: str, centred: bool = False, remove: int = 0, model: str = embeddings.DEFAULT
) -> np.ndarray:
    """The cosines of all pairs of the stock's sentences, in ascending order; see `compare`."""
    x = reference(kind, model)
    if centred or remove:
        x = common_part(kind, model).fewer(remove)(x)
    x = unit_rows(x)
    found = (x @ x.T)[np.triu_indices(len(x), 1)]
    found.sort()
    found.setflags(write=False)
    return found
