"""What the page is shown of sentences that were compared, as plain data."""
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.vectors import embeddings
from course.vectors.counted import word_vectors
from course.vectors.sentence_pairs import Compared, compare
from widgets import similarity_words as words
from widgets.similarity_settings import KINDS, SimilaritySettings

BINS = 81  # of the stock's cosines: -1, 0 and 1 are middles of bins
EDGE = 1 + 1 / (BINS - 1)
NAMES = {value: name for name, value in KINDS}


@dataclass(frozen=True)
class Computed:
    """Sentences compared as the settings say, and with nothing taken out.

    Attributes
    ----------
    settings : SimilaritySettings
    now, raw : Compared or None
        None if there are not two sentences, or no model.
    missing : str
        Why there is nothing, or "".
    """

    settings: SimilaritySettings
    now: Compared | None = None
    raw: Compared | None = None
    missing: str = ""


def computed(settings: SimilaritySettings) -> Computed:
    """Compare; this may take a while, and touches no widget."""
    if settings.kind == "model" and (reason := embeddings.missing(settings.model)):
        return Computed(settings, missing=f"No language model: {reason}.")
    texts = [settings.texts[i] for i in settings.written]
    if len(texts) < 2:
        return Computed(settings, missing="Write two sentences, and see how alike they are.")
    centred = settings.common == "centred"
    own = {"kind": settings.kind, "model": settings.model}
    raw = compare(texts, **own)
    now = compare(texts, **own, centred=True, remove=settings.remove) if centred else raw
    return Computed(settings, now, raw)


def waiting(settings: SimilaritySettings) -> dict[str, Any]:
    """What the picture shows while a language model reads for the first time."""
    title = embeddings.MODELS[settings.model].title
    said = f"{title} reads 200 sentences, once; that takes some seconds."
    return state(Computed(settings, missing=said))


def notes(found: Computed) -> list[str]:
    """What is to be said of each of the eight sentences."""
    said = [""] * len(found.settings.texts)
    if found.raw is not None:
        for place, one in zip(found.settings.written, found.raw.sentences, strict=True):
            said[place] = words.unknown_said(one.unknown, found.settings.kind)
    return said


def state(found: Computed) -> dict[str, Any]:
    """All that the picture shows."""
    settings, now = found.settings, found.now
    empty = {
        "problem": "", "missing": found.missing, "number": "", "beside": ["", ""],
        "axis": None, "matrix": None, "why": None, "near": [], "said": [], "key": "",
        "kind": words.ABOUT[settings.kind],
    }  # fmt: skip
    if now is None or found.raw is None or settings.looked_at is None:
        return empty
    i, j = settings.looked_at
    cosine = now.cosines[i, j]
    none = math.isnan(cosine)
    beside = ["no angle", "one of them is the zero vector"]
    if not none:
        beside = [words.degrees(cosine), words.rank(now, cosine)]
    centred = settings.common == "centred"
    said = words.why(settings.kind, now, i, j, centred=centred)
    if centred:
        said.append(words.change(found.raw, now, i, j))
    return empty | {
        "number": words.number(cosine), "beside": beside, "key": words.key(centred),
        "axis": _axis(now, found.raw, i, j), "matrix": _matrix(settings, now, i, j),
        "why": None if none else _why(now, i, j),
        "near": _near(now, i, j) if settings.kind == "counted" else [],
        "said": [one for one in said if one],
    }  # fmt: skip


def label(found: Computed) -> str:
    """The picture in a sentence."""
    if found.now is None or found.settings.looked_at is None:
        return found.missing
    texts = [found.settings.texts[i] for i in found.settings.written]
    return words.label(texts, found.now, *found.settings.looked_at, NAMES[found.settings.kind])


def _axis(now: Compared, raw: Compared, i: int, j: int) -> dict[str, Any]:
    """The stock's histogram, where its mean and the sentences' pairs stand, and before."""
    above = np.triu_indices(len(now.cosines), 1)
    every = now.cosines[above]
    return {
        "bars": _heap(now.stock),
        "before": _heap(raw.stock) if raw is not now else [],
        "mean": float(now.stock.mean()), "meanWords": words.number(now.stock.mean()),
        "pair": _plain(now.cosines[i, j]), "pairWords": words.number(now.cosines[i, j]),
        "pairBefore": _plain(raw.cosines[i, j]) if raw is not now else None,
        "others": [float(one) for one in every if not math.isnan(one)],
    }  # fmt: skip


def _heap(cosines: np.ndarray) -> list[float]:
    found, _ = np.histogram(cosines, BINS, (-EDGE, EDGE))
    return (found / len(cosines)).tolist()


def _plain(cosine: float) -> float | None:
    return None if math.isnan(cosine) else float(cosine)


def _matrix(
    settings: SimilaritySettings, now: Compared, i: int, j: int
) -> dict[str, Any] | None:
    """Every pair of three or more sentences: the lower triangle of the cosines."""
    if len(settings.written) < 3:
        return None
    return {
        "names": [place + 1 for place in settings.written],
        "texts": [settings.texts[place] for place in settings.written],
        "values": [[_plain(one) for one in row] for row in now.cosines],
        "words": [[words.number(one) for one in row] for row in now.cosines],
        "chosen": [i, j],
    }


def _why(now: Compared, i: int, j: int) -> dict[str, Any]:
    """What each pair of words gives to the cosine."""
    one, other = now.sentences[i].words, now.sentences[j].words
    rows, columns, given = words.folded(one, other, now.contributions(i, j))
    return {
        "rows": rows, "columns": columns, "values": given.tolist(),
        "words": [[words.number(value) for value in row] for row in given],
        "total": words.number(now.cosines[i, j]),
    }  # fmt: skip


def _near(now: Compared, i: int, j: int) -> list[dict[str, Any]]:
    """The nearest words of those that only one of the sentences has; of two each at most."""
    a, b = now.sentences[i].words, now.sentences[j].words
    own = [w for w in dict.fromkeys(a) if w not in b][:2]
    own += [w for w in dict.fromkeys(b) if w not in a][:2]
    own = own or list(dict.fromkeys(a))[:2]
    return [
        {"word": word, "list": [[w, words.number(c)] for w, c in word_vectors().nearest(word, 5)]}
        for word in own
    ]
