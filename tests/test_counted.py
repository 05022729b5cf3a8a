"""Word vectors from counts, against slow loops, and what they say of love and hate."""
import math
from collections import Counter

import numpy as np
import pytest

from course.vectors.corpus_text import PROSE
from course.vectors.counted import (
    DIMENSIONS,
    LEAST,
    SIZES,
    WINDOW,
    WINDOWS,
    cooccurrences,
    count_words,
    plural_score,
    plurals,
    ppmi,
    settings_tried,
    squeezed,
    word_vectors,
)
from course.vectors.lesson_text import words
from course.vectors.pairs import cosine

SMALL = "a b a c\n\nc b b"


@pytest.fixture(scope="module")
def tried():
    """The vectors of every setting."""
    return settings_tried()


def by_loop(paragraphs, n, window):
    """Pairs counted one by one."""
    table = np.zeros((n, n))
    for one in paragraphs:
        for i, a in enumerate(one):
            for j, b in enumerate(one):
                if i != j and abs(i - j) <= window and min(a, b) >= 0:
                    table[a, b] += 1
    return table


@pytest.mark.parametrize("window", [1, 2, 5])
def test_pairs_are_counted_within_the_window_and_not_across_paragraphs(window):
    paragraphs = [[0, 1, 0, 2], [2, -1, 1, 1, 0], [2]]
    found = cooccurrences(paragraphs, 3, window)
    np.testing.assert_array_equal(found, by_loop(paragraphs, 3, window))


def test_ppmi_is_the_logarithm_of_seen_over_chance_and_never_negative():
    table = by_loop([[0, 1, 0, 2], [2, 1, 1, 0], [2, 2, 1]], 3, 1)
    total, near = table.sum(), table.sum(axis=0) ** 0.75
    for i in range(3):
        for j in range(3):
            chance = table[i].sum() / total * near[j] / near.sum()
            expected = math.log(table[i, j] / total / chance) if table[i, j] else 0
            assert ppmi(table)[i, j] == pytest.approx(max(0, expected), abs=1e-14)


def test_squeezed_rows_keep_the_best_inner_products_that_few_columns_can():
    table = np.random.default_rng(0).normal(size=(6, 6))
    table = table @ table.T  # symmetric and positive: U S U' is the table
    values, axes = np.linalg.eigh(table)
    best = (axes[:, -2:] * values[-2:]) @ axes[:, -2:].T
    found = squeezed(table, 2)
    np.testing.assert_allclose(found @ found.T, best, atol=1e-10)


def test_a_word_has_a_vector_if_it_stands_often_enough_and_neighbours_come_in_order():
    vectors = count_words(SMALL, window=1, dimensions=2)
    assert vectors.words == ("a", "b", "c") and vectors.often == (2, 3, 2)
    assert count_words(SMALL, window=1, dimensions=1, least=3).words == ("b",)
    near = vectors.nearest("a", 2)
    assert near[0][1] >= near[1][1] and {word for word, _ in near} == {"b", "c"}
    assert near[0][1] == pytest.approx(cosine(vectors["a"], vectors[near[0][0]]), abs=1e-12)
    assert [vectors.rank("a", word) for word, _ in near] == [1, 2]


def test_a_sentence_is_the_mean_of_its_known_words_and_zeros_without_one():
    vectors = count_words(SMALL, window=1, dimensions=2)
    expected = (2 * vectors["a"] + vectors["c"]) / 3
    np.testing.assert_allclose(vectors.sentence("A zebra, a C!"), expected, atol=1e-15)
    np.testing.assert_array_equal(vectors.sentence("zebra"), [0, 0])
    assert "a" in vectors and "zebra" not in vectors
    with pytest.raises(KeyError, match="there is no vector of 'zebra'"):
        vectors["zebra"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"window": 0}, r"window must be in \[1, 50\], got 0"),
        ({"dimensions": 4}, r"dimensions must be in \[1, 3\], got 4"),
        ({"least": 0}, r"least must be in \[1, inf\), got 0"),
    ],
)
def test_settings_that_cannot_be_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        count_words(SMALL, **{"window": 1, "dimensions": 1} | arguments)


# ---- the course's own text -------------------------------------------------------------


def test_the_text_is_small_and_holds_the_words_that_are_asked_about():
    assert 15_000 < len(PROSE.encode()) < 30_000
    often = Counter(words(PROSE))
    for word in ("love", "hate", "like", "dislike", "good", "bad", "cats", "dog", "bites", "man"):
        assert often[word] >= 4, word


def test_the_text_has_no_sentence_twice():
    sentences = [one.strip() for one in PROSE.replace("\n", " ").split(".")]
    long = [one for one in sentences if len(one.split()) >= 4]
    assert [one for one, times in Counter(long).items() if times > 1] == []


def test_the_vectors_are_the_same_each_time():
    again, kept = count_words(), word_vectors()
    found, expected = (one.matrix @ one.matrix.T for one in (again, kept))
    np.testing.assert_allclose(found, expected, atol=1e-9)  # a column's sign is free
    assert again.matrix.shape == (527, DIMENSIONS) and LEAST == 2


def test_window_and_dimensions_are_those_that_bring_plurals_nearest(tried):
    scores = {setting: plural_score(vectors) for setting, vectors in tried.items()}
    assert set(scores) == {(window, size) for window in WINDOWS for size in SIZES}
    assert max(scores, key=scores.get) == (WINDOW, DIMENSIONS)
    assert scores[WINDOW, DIMENSIONS] == pytest.approx(0.129, abs=0.001)


def test_the_choice_of_settings_never_looks_at_love_or_hate(tried):
    pairs = plurals(tried[WINDOW, DIMENSIONS].words)
    assert ("cat", "cats") in pairs and ("song", "songs") in pairs and len(pairs) == 37
    assert not {"love", "hate", "like", "dislike"} & {word for pair in pairs for word in pair}


def test_hate_is_among_the_nearest_words_of_love_whatever_the_setting(tried):
    ranks = [vectors.rank("love", "hate") for vectors in tried.values()]
    assert sum(rank == 1 for rank in ranks) == 8 and max(ranks) == 4 and len(ranks) == 12


def test_opposites_stand_among_the_same_words_and_come_out_nearest():
    vectors = word_vectors()
    for one, other in (("love", "hate"), ("loves", "hates"), ("good", "bad")):
        assert vectors.rank(one, other) == vectors.rank(other, one) == 1
    assert cosine(vectors["love"], vectors["hate"]) == pytest.approx(0.723, abs=0.001)
