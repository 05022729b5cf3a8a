"""What is said of two sentences: how alike they are, why, and what that does not mean."""
import math
from collections.abc import Sequence

import numpy as np

from course.vectors.counted import word_vectors
from course.vectors.sentence_pairs import STOCK_PAIRS, Compared

MOST_SHOWN = 8  # words of a sentence in the table; the others are added up
REST = "others"
ABOUT = {
    "bag": "A column for each word: how often it stands in the sentence. Nothing else is kept.",
    "tfidf": "Those counts, times how rare each word is among the sentences of the course\u2019s "
    "own text.",
    "counted": "Word vectors from counting which words stand near one another in the course\u2019s "
    "own text; a sentence is their mean.",
    "model": "The mean of the vectors that a language model gives to a sentence\u2019s tokens.",
}


def number(cosine: float) -> str:
    """A cosine as "0.67" or "\u22120.12"; "1.00" and "\u22121.00" only when it is."""
    if math.isnan(cosine):
        return "none"
    rounded = round(cosine, 2)
    if abs(rounded) == 1 and abs(cosine) < 1 - 1e-9:
        rounded = math.copysign(0.99, cosine)
    return f"{rounded + 0.0:.2f}".replace("-", "\u2212")


def degrees(cosine: float) -> str:
    """The angle of a cosine: "48\u00b0 apart"."""
    return f"{math.degrees(math.acos(max(-1.0, min(1.0, cosine)))):.0f}\u00b0 apart"


def rank(compared: Compared, cosine: float) -> str:
    """How many of the stock's pairs are less alike."""
    below = round(compared.below(cosine) * STOCK_PAIRS)
    every = f"{STOCK_PAIRS:,} pairs of sentences"
    return f"more alike than all {every}" if below == STOCK_PAIRS else (
        f"more alike than {below:,} of {every}"
    )  # fmt: skip


def key(centred: bool) -> str:
    """What the heap on the axis is made of."""
    before = "; dotted: before" if centred else ""
    return (
        f"Grey: all {STOCK_PAIRS:,} pairs of 200 sentences from the text that comes with the "
        f"course{before}."
    )


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    words = [f"\u201c{word}\u201d" for word in words]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def unknown_said(unknown: Sequence[str], kind: str) -> str:
    """Which words of a sentence have no vector."""
    if not unknown or kind != "counted":
        return ""
    more = f" and {len(unknown) - 4} more" if len(unknown) > 4 else ""
    return f"not counted, because the text does not hold it twice: {listed(unknown[:4])}{more}"


# ---- why -------------------------------------------------------------------------------


def why(kind: str, compared: Compared, i: int, j: int, *, centred: bool) -> list[str]:
    """A sentence or two on what makes these two sentences alike, or not."""
    a, b = compared.sentences[i].words, compared.sentences[j].words
    if math.isnan(compared.cosines[i, j]):
        return [no_angle(kind, compared, i, j)]
    if a == b:
        return ["The words that count are the same, in the same order: the same vector."]
    if kind == "model":
        return [_by_model(a, b)]
    if sorted(a) == sorted(b):
        return [
            "The same words in another order. A sum does not know in which order it was added "
            "up, so it is the same vector."
        ]
    shared = [word for word in dict.fromkeys(a) if word in b]
    own = [word for word in dict.fromkeys(a) if word not in b]
    others = [word for word in dict.fromkeys(b) if word not in a]
    if kind == "counted":
        return _by_company(own, others, shared)
    return _by_words(shared, own, others, centred)


def no_angle(kind: str, compared: Compared, i: int, j: int) -> str:
    """Why two sentences have no angle."""
    empty = [one for one in (i, j) if not len(compared.sentences[one].words)]
    if not empty:
        return "No angle: nothing is left of one of them, it is the zero vector."
    which = "Neither" if len(empty) == 2 else f"Sentence {empty[0] + 1} does not"
    verb = "holds" if len(empty) == 2 else "hold"
    what = "a word that has a vector" if kind == "counted" else "a word"
    return f"No angle: {which} {verb} {what}, so it is the zero vector, which has no direction."


def _by_words(
    shared: Sequence[str], own: Sequence[str], others: Sequence[str], centred: bool
) -> list[str]:
    if not shared:
        zero = "" if centred else ", so the cosine is 0, whatever they mean"
        return [f"They share no word{zero}."]
    said = f"They share {listed(shared)}."
    if own and others:
        return [
            f"{said} {listed(own[:2])} and {listed(others[:2])} are other columns: no nearer to "
            "each other, and no further, than any two words."
        ]
    return [f"{said} The rest, {listed([*own, *others])}, is one more column, and no opposite."]


def _by_company(own: Sequence[str], others: Sequence[str], shared: Sequence[str]) -> list[str]:
    vectors = word_vectors()
    ranks = [(vectors.rank(a, b), a, b) for a in own[:8] for b in others[:8]]
    if not ranks:
        return [f"They share {listed(shared)}; the rest moves the mean a little."]
    place, a, b = min(ranks)
    among = f"{len(vectors.words) - 1} words"
    nth = "the nearest" if place == 1 else f"number {place}"
    said = (
        f"\u201c{b}\u201d is {nth} of {among} to \u201c{a}\u201d: in the text that was counted, "
        "both stand near the same words."
    )
    return [said] if shared else [f"They share no word, and yet they have an angle. {said}"]


def _by_model(a: Sequence[str], b: Sequence[str]) -> str:
    if sorted(a) == sorted(b):
        return (
            "The same tokens in another order. Here each token\u2019s vector depends on its "
            "neighbours, so the order leaves a trace."
        )
    return (
        "Each token\u2019s vector depends on the whole sentence. Training brings together what is "
        "said of the same things, and two sentences that contradict each other are about the same."
    )


def change(raw: Compared, now: Compared, i: int, j: int) -> str:
    """What taking out the common part has done to the stock, and to these two."""
    before, after = raw.cosines[i, j], now.cosines[i, j]
    if math.isnan(before) or math.isnan(after):
        return ""
    ranks = [f"{round(one.below(c) * STOCK_PAIRS):,}" for one, c in ((raw, before), (now, after))]
    moved = f"from above {ranks[0]} pairs to above {ranks[1]}"
    return (
        f"The mean of all pairs went from {number(raw.stock.mean())} to "
        f"{number(now.stock.mean())}, this pair from {number(before)} to {number(after)}: "
        f"{moved if ranks[0] != ranks[1] else f'as before above {ranks[0]} pairs'}."
    )


def folded(
    words: Sequence[str], other: Sequence[str], given: np.ndarray
) -> tuple[list[str], list[str], np.ndarray]:
    """The table of contributions with at most eight words a side, the others added up."""
    rows, given = _fold(words, given)
    columns, turned = _fold(other, given.T)
    return rows, columns, turned.T


def _fold(words: Sequence[str], given: np.ndarray) -> tuple[list[str], np.ndarray]:
    if len(words) <= MOST_SHOWN:
        return list(words), given
    weight = np.abs(given).sum(axis=1)
    kept = np.sort(np.argsort(-weight, kind="stable")[: MOST_SHOWN - 1])
    rest = np.delete(given, kept, axis=0).sum(axis=0)
    return [*(words[k] for k in kept), REST], np.vstack([given[kept], rest])


def label(texts: Sequence[str], compared: Compared, i: int, j: int, what: str) -> str:
    """The picture in a sentence, for those who do not see it."""
    cosine = compared.cosines[i, j]
    stock = (
        f"the {STOCK_PAIRS:,} pairs of a stock of 200 sentences have a mean cosine of "
        f"{number(compared.stock.mean())}, nine in ten between "
        f"{number(np.quantile(compared.stock, 0.05))} and "
        f"{number(np.quantile(compared.stock, 0.95))}"
    )
    if math.isnan(cosine):
        return f"Cosines by {what}: {stock}. The two sentences have no angle."
    return (
        f"Cosines by {what}: \u201c{texts[i]}\u201d and \u201c{texts[j]}\u201d have "
        f"{number(cosine)}, {rank(compared, cosine)}; {stock}."
    )
