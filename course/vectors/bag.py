"""A text as a bag of words: how often each word stands in it, and nothing else."""
from collections.abc import Sequence

from course.vectors.tfidf import Texts, counts, vocabulary


def bag(texts: Sequence[str]) -> Texts:
    """Counts of words: a row for each text, a column for each word that one of them holds.

    Nothing is left of the order of the words: "dog bites man" and "man bites dog" are one bag.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    Texts
        Its rows are counts, not divided by their length.
    """
    texts = tuple(texts)
    columns = vocabulary(texts)
    return Texts(counts(texts, columns), columns, texts, ("",) * len(texts))
