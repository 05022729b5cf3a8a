"""The settings of the comparison of sentences, as one frozen record."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from course.checks import check_choice, check_integer, shown
from course.vectors.embeddings import DEFAULT, MODELS
from course.vectors.readings import MOST_REMOVED
from course.vectors.sentence_pairs import MOST_SENTENCES
from widgets.controls.form import Count, Joined, control

LONGEST = 80  # characters of a sentence
KINDS = (("bag of words", "bag"), ("TF-IDF", "tfidf"), ("counted here", "counted"),
         ("language model", "model"))  # fmt: skip
COMMON = (("left in", "left"), ("taken off", "centred"))
FIELDS = tuple(f"t{i + 1}" for i in range(MOST_SENTENCES))
PRESETS: dict[str, tuple[str, ...]] = {
    "love, hate": ("I love cats", "I hate cats"),
    "not": ("The soup is not good", "The soup is good"),
    "who bites whom": ("A dog bites a man", "A man bites a dog"),
    "no shared word": ("It was freezing outside", "The winter air felt cold"),
    "all at once": (
        "I love cats", "I hate cats", "The soup is not good", "The soup is good",
        "A dog bites a man", "A man bites a dog", "It was freezing outside",
        "The winter air felt cold",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class SimilarityControls:
    """What has a control: see `SimilaritySettings`."""

    kind: str = control("bag", Joined("vectors", KINDS, label_hidden=True))
    common: str = control("left", Joined("the mean of all", COMMON))
    remove: int = control(0, Count("directions taken out", 0, MOST_REMOVED))


@dataclass(frozen=True)
class SimilaritySettings(SimilarityControls):
    """Everything a person can set.

    Attributes
    ----------
    kind : {"bag", "tfidf", "counted", "model"}
        What makes vectors of the sentences: see `course.vectors.sentence_pairs.compare`.
    common : {"left", "centred"}
        Whether the mean of a stock of sentences is taken off.
    remove : int
        How many of the stock's first directions are taken out, in [0, 10]; more than 0 means
        centred as well.
    t1, t2 ... t8 : str
        The sentences, each of at most 80 characters; "" is none.
    pair : tuple of two int
        Which two are looked at, from 1.
    model : {"minilm", "bert", "gpt2"}

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    t1: str = PRESETS["love, hate"][0]
    t2: str = PRESETS["love, hate"][1]
    t3: str = ""
    t4: str = ""
    t5: str = ""
    t6: str = ""
    t7: str = ""
    t8: str = ""
    pair: tuple[int, ...] = (1, 2)
    model: str = DEFAULT

    def __post_init__(self) -> None:
        check_choice("kind", self.kind, [value for _, value in KINDS])
        check_choice("common", self.common, [value for _, value in COMMON])
        check_integer("remove", self.remove, 0, MOST_REMOVED)
        check_choice("model", self.model, MODELS)
        if self.remove:
            object.__setattr__(self, "common", "centred")
        for name in FIELDS:
            object.__setattr__(self, name, checked_text(name, getattr(self, name)))
        if not isinstance(self.pair, tuple | list) or len(self.pair) != 2:
            raise ValueError(f"pair must be two numbers, got {shown(self.pair)}")
        pair = tuple(check_integer("pair", one, 1, MOST_SENTENCES) for one in self.pair)
        if pair[0] == pair[1]:
            raise ValueError(f"pair must be two different sentences, got {shown(self.pair)}")
        object.__setattr__(self, "pair", tuple(sorted(pair)))

    @property
    def texts(self) -> tuple[str, ...]:
        """All eight, with "" where there is none."""
        return tuple(getattr(self, name) for name in FIELDS)

    @property
    def written(self) -> tuple[int, ...]:
        """Which of the eight are written, from 0."""
        return tuple(i for i, text in enumerate(self.texts) if text)

    @property
    def looked_at(self) -> tuple[int, int] | None:
        """The places among those written of the two looked at; None if there are not two."""
        if len(self.written) < 2:
            return None
        a, b = (one - 1 for one in self.pair)
        both = a in self.written and b in self.written
        return (self.written.index(a), self.written.index(b)) if both else (0, 1)


def checked_text(name: str, text: Any) -> str:
    """A sentence in one line, without spaces at its ends.

    Raises
    ------
    TypeError, ValueError
        If it is not text, or longer than 80 characters.
    """
    if not isinstance(text, str):
        raise TypeError(f"{name} must be text, got {shown(text)} ({type(text).__name__})")
    if len(text) > LONGEST:
        raise ValueError(f"{name} must have at most {LONGEST} characters, got {len(text):,}")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def as_fields(texts: Sequence[str]) -> dict[str, str]:
    """Sentences as settings t1 to t8, the rest of which are "".

    Raises
    ------
    TypeError, ValueError
        If they are not a sequence of at most eight.
    """
    if isinstance(texts, str) or not isinstance(texts, Sequence):
        raise TypeError(f"texts must be a list of sentences, got {shown(texts)}")
    if len(texts) > MOST_SENTENCES:
        raise ValueError(f"texts must be at most {MOST_SENTENCES} sentences, got {len(texts)}")
    return dict.fromkeys(FIELDS, "") | dict(zip(FIELDS, texts, strict=False))
