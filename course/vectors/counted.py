"""Word vectors from counting which words stand near one another.

A word is known by the company it keeps (Firth 1957).  Count how often each word stands within
a few places of each other, keep by how much more often than by chance (positive pointwise mutual
information), and squeeze the table into a few columns by its singular values.  Levy and Goldberg,
"Neural word embedding as implicit matrix factorization" (2014), show that word2vec does about
the same; the exponents 3/4 and 1/2 are from Levy, Goldberg and Dagan (2015).
"""
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from course.checks import check_integer, shown
from course.vectors.corpus_text import PROSE
from course.vectors.lesson_text import words
from course.vectors.pairs import cosines

# Of these settings WINDOW and DIMENSIONS do best by `plural_score`, which never looks at love
# or hate; see `settings_tried`.
WINDOWS, SIZES = (2, 4, 8), (10, 20, 40, 80)
WINDOW, DIMENSIONS, LEAST = 8, 80, 2
SMOOTH = 0.75  # power of a neighbour's count: rare neighbours would weigh too much
LEFT_OUT = ("love", "hate", "like", "dislike")  # of the choice of settings: they are the question


@dataclass(frozen=True)
class WordVectors:
    """A vector for each word of a text.

    Attributes
    ----------
    words : tuple of str
        In alphabetical order.
    matrix : float array, shape (n_words, d)
    often : tuple of int
        How often each word stands in the text.
    """

    words: tuple[str, ...]
    matrix: np.ndarray
    often: tuple[int, ...]

    def __contains__(self, word: object) -> bool:
        return word in self._places

    def __getitem__(self, word: str) -> np.ndarray:
        """The vector of a word, shape (d,).

        Raises
        ------
        KeyError
            If there is none.
        """
        return self.matrix[self._place(word)]

    def nearest(self, word: str, count: int = 6) -> tuple[tuple[str, float], ...]:
        """The words at the smallest angle to one, nearest first, each with its cosine.

        Raises
        ------
        KeyError
            If the word has no vector.
        """
        check_integer("count", count, 1, len(self.words) - 1)
        found = cosines(self.matrix, self[word])
        found[self._place(word)] = -np.inf
        order = np.argsort(-np.nan_to_num(found, nan=-2.0), kind="stable")[:count]
        return tuple((self.words[i], float(found[i])) for i in order)

    def rank(self, word: str, other: str) -> int:
        """The place of another word among the neighbours of one, from 1."""
        found = cosines(self.matrix, self[word])
        nearer = found > found[self._place(other)]
        nearer[self._place(word)] = False
        return int(nearer.sum()) + 1

    def sentence(self, text: str) -> np.ndarray:
        """The mean of the vectors of a text's words, shape (d,); zeros if none is known."""
        known = [self._places[word] for word in words(text) if word in self._places]
        return self.matrix[known].mean(axis=0) if known else np.zeros(self.matrix.shape[1])

    def _place(self, word: str) -> int:
        if word not in self._places:
            raise KeyError(f"there is no vector of {shown(word)}: the text does not hold it twice")
        return self._places[word]

    @property
    def _places(self) -> dict[str, int]:
        return _places_of(self.words)


@cache
def _places_of(known: tuple[str, ...]) -> dict[str, int]:
    return {word: i for i, word in enumerate(known)}


def cooccurrences(paragraphs: Sequence[Sequence[int]], n_words: int, window: int) -> np.ndarray:
    """How often two words stand at most `window` places apart, in one paragraph.

    Parameters
    ----------
    paragraphs : sequences of int
        Each word as its number, -1 for a word that is not counted (its place stays empty).
    n_words : int
    window : int
        At least 1.

    Returns
    -------
    float array, shape (n_words, n_words)
        Symmetric.
    """
    gap = [-1] * window  # so that no pair reaches over the end of a paragraph
    row = np.array([number for one in paragraphs for number in (*one, *gap)], dtype=np.intp)
    table = np.zeros((n_words, n_words))
    for apart in range(1, window + 1):
        left, right = row[:-apart], row[apart:]
        both = (left >= 0) & (right >= 0)
        np.add.at(table, (left[both], right[both]), 1)
    return table + table.T


def ppmi(table: np.ndarray) -> np.ndarray:
    """Positive pointwise mutual information of each word (row) with each neighbour (column).

    max(0, ln p(word, neighbour) / (p(word) p(neighbour))), where p(neighbour) is in proportion
    to its count to the power 3/4; 0 for a pair that was never seen.

    Parameters
    ----------
    table : float array, shape (n, n)
        Counts of pairs, at least 0.
    """
    total = table.sum()
    own = table.sum(axis=1, keepdims=True) / max(total, 1)
    near = table.sum(axis=0, keepdims=True) ** SMOOTH
    near = near / max(near.sum(), 1)
    chance = own * near
    seen = table > 0
    ratio = np.divide(table / max(total, 1), chance, out=np.ones_like(table), where=seen)
    return np.maximum(np.log(ratio), 0)


def squeezed(table: np.ndarray, dimensions: int) -> np.ndarray:
    """The rows of a table in fewer columns: U sqrt(S) of its truncated SVD.

    Parameters
    ----------
    table : float array, shape (n, m)
    dimensions : int
        In [1, min(n, m)].
    """
    check_integer("dimensions", dimensions, 1, min(table.shape))
    u, s, _ = np.linalg.svd(table, full_matrices=False)
    return u[:, :dimensions] * np.sqrt(s[:dimensions])


def count_words(
    text: str = PROSE, window: int = WINDOW, dimensions: int = DIMENSIONS, least: int = LEAST
) -> WordVectors:
    """Vectors of the words of a text, from the words that stand near them; deterministic.

    Parameters
    ----------
    text : str
        Paragraphs separated by empty lines; the course's own prose by default.
    window : int
        Words this many places apart count as near; in [1, 50].
    dimensions : int
        Columns, from 1 to as many as there are words.
    least : int
        A word has a vector if it stands in the text as often; at least 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above.
    """
    check_integer("window", window, 1, 50)
    check_integer("least", least, 1)
    paragraphs = [words(one) for one in text.split("\n\n")]
    often = Counter(word for one in paragraphs for word in one)
    known = tuple(sorted(word for word, times in often.items() if times >= least))
    check_integer("dimensions", dimensions, 1, max(1, len(known)))
    place = {word: i for i, word in enumerate(known)}
    numbers = [[place.get(word, -1) for word in one] for one in paragraphs]
    matrix = squeezed(ppmi(cooccurrences(numbers, len(known), window)), dimensions)
    return WordVectors(known, matrix, tuple(often[word] for word in known))


@cache
def word_vectors() -> WordVectors:
    """The vectors that the lesson uses: `count_words()`, computed once."""
    made = count_words()
    made.matrix.setflags(write=False)
    return made


# ---- choosing window and dimensions ------------------------------------------------------


def plurals(known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a word and the same word with an s; without those of love, hate and like."""
    there = set(known)
    return tuple(
        (word, f"{word}s") for word in known
        if len(word) > 2 and f"{word}s" in there and word not in LEFT_OUT
        and word not in ("thi", "other")
    )  # fmt: skip


def plural_score(vectors: WordVectors) -> float:
    """How near words stand to their own plurals: the mean of 1 / rank, both ways; in (0, 1]."""
    ranks = [
        vectors.rank(*way) for pair in plurals(vectors.words) for way in (pair, pair[::-1])
    ]
    return float(np.mean(1 / np.array(ranks)))


def settings_tried() -> dict[tuple[int, int], WordVectors]:
    """(window, dimensions) -> the vectors that they give, of every setting that was tried."""
    return {
        (window, size): count_words(window=window, dimensions=size)
        for window in WINDOWS for size in SIZES
    }  # fmt: skip
