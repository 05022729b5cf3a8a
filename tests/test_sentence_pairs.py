"""How alike sentences are by each kind of vectors, against scikit-learn and slow sums."""
import math
import statistics

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from course.vectors.corpus_text import PROSE
from course.vectors.counted import word_vectors
from course.vectors.lesson_text import words
from course.vectors.readings import reference, sentences, stock
from course.vectors.sentence_pairs import STOCK_PAIRS, compare, stock_cosines

LOVE_HATE = ["I love cats", "I hate cats"]
WINTER = ["It was freezing outside", "The winter air felt cold"]
TEXTS = [*LOVE_HATE, "The soup is not good", "The soup is good, good soup", "A zebra and the cats"]
KINDS = ("bag", "tfidf", "counted")


def plainly(texts):
    """Sentence vectors by hand: the mean of the words' vectors."""
    vectors = word_vectors()
    found = []
    for text in texts:
        known = [vectors[word] for word in words(text) if word in vectors]
        found.append([statistics.fmean(column) for column in zip(*known, strict=True)])
    return np.array(found)


def test_bags_are_as_alike_as_scikit_learn_finds():
    counted = CountVectorizer(tokenizer=words, token_pattern=None).fit_transform(TEXTS)
    np.testing.assert_allclose(compare(TEXTS).cosines, cosine_similarity(counted), atol=1e-12)


def test_tf_idf_weighs_by_the_sentences_of_the_text_and_a_new_word_as_the_rarest():
    known = {word for text in (*sentences(), *TEXTS) for word in words(text)}
    model = TfidfVectorizer(tokenizer=words, token_pattern=None, vocabulary=sorted(known))
    expected = model.fit(sentences()).transform(TEXTS)
    found = compare(TEXTS, "tfidf").cosines
    np.testing.assert_allclose(found, cosine_similarity(expected), atol=1e-12)


def test_counted_sentences_are_the_means_of_their_words():
    texts = TEXTS[:4]
    expected = cosine_similarity(plainly(texts))
    np.testing.assert_allclose(compare(texts, "counted").cosines, expected, atol=1e-12)


@pytest.mark.parametrize("remove", [0, 1, 5])
def test_the_common_part_is_that_of_the_stock_by_scikit_learn(remove):
    base, texts = reference("counted"), TEXTS[:4]
    left = plainly(texts) - base.mean(axis=0)
    if remove:
        axes = PCA(remove).fit(base).components_
        left = left - left @ axes.T @ axes
    found = compare(texts, "counted", centred=True, remove=remove).cosines
    np.testing.assert_allclose(found, cosine_similarity(left), atol=1e-10)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("centred", "remove"), [(False, 0), (True, 0), (False, 3)])
def test_what_the_pairs_of_words_give_adds_up_to_the_cosine(kind, centred, remove):
    found = compare(TEXTS, kind, centred=centred, remove=remove)
    for i in range(4):
        for j in range(4):
            given = found.contributions(i, j)
            assert given.shape == (len(found.sentences[i].words), len(found.sentences[j].words))
            assert given.sum() == pytest.approx(found.cosines[i, j], abs=1e-12)


def test_removing_directions_centres_as_well():
    one, other = compare(TEXTS, remove=2), compare(TEXTS, centred=True, remove=2)
    np.testing.assert_array_equal(one.cosines, other.cosines)


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_words_counts_in_none_of_them(kind):
    found = compare(["A dog bites a man", "a man bites a DOG!"], kind, remove=1)
    assert found.cosines[0, 1] == pytest.approx(1, abs=1e-12)


def test_a_sentence_without_a_known_word_has_no_angle_and_the_others_have():
    found = compare(["Zebras, gnus", *LOVE_HATE, ""], "counted", centred=True)
    assert found.sentences[0].unknown == ("zebras", "gnus")
    assert np.isnan(found.cosines[[0, 3]]).all() and np.isnan(found.cosines[:, [0, 3]]).all()
    assert not np.isnan(found.cosines[1:3, 1:3]).any()
    with pytest.raises(ValueError, match="^sentences 1 and 0 have no angle: one is the zero"):
        found.contributions(1, 0)


def test_what_is_left_of_nothing_is_no_direction():
    first = stock()[0]
    found = compare([first, first], "counted", remove=10)
    assert found.cosines[0, 1] == pytest.approx(1, abs=1e-9)


# ---- the stock -------------------------------------------------------------------------


def test_the_stock_is_two_hundred_sentences_of_the_text_and_its_pairs_are_all_pairs():
    whole = " ".join(PROSE.split())
    assert len(stock()) == len(set(stock())) == 200
    assert all(one in whole for one in stock())
    x = cosine_similarity(reference("counted"))
    slow = sorted(x[i, j] for i in range(200) for j in range(i))
    np.testing.assert_allclose(stock_cosines("counted"), slow, atol=1e-12)
    assert len(slow) == STOCK_PAIRS == 19_900


def test_how_many_pairs_are_less_alike_is_counted():
    found = compare(WINTER, "counted")
    cosine = found.cosines[0, 1]
    assert found.below(cosine) == sum(one < cosine for one in found.stock) / 19_900
    assert found.below(2) == 1 and found.below(-2) == 0


def test_a_pair_is_not_more_alike_than_those_that_are_as_alike():
    found = compare(WINTER)  # no shared word, as with many pairs of the stock
    assert found.below(found.cosines[0, 1]) == 0


# ---- what the lesson says --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "left", "centred", "mean"),
    [
        ("bag", 2 / 3, 0.759, 0.131),
        ("tfidf", 0.683, 0.675, 0.041),
        ("counted", 0.941, 0.921, 0.247),
    ],
)
def test_love_and_hate_stay_alike_when_the_mean_of_all_pairs_falls_to_0(kind, left, centred, mean):
    raw, now = compare(LOVE_HATE, kind), compare(LOVE_HATE, kind, centred=True)
    assert raw.cosines[0, 1] == pytest.approx(left, abs=0.001)
    assert now.cosines[0, 1] == pytest.approx(centred, abs=0.001)
    assert raw.stock.mean() == pytest.approx(mean, abs=0.001)
    assert abs(now.stock.mean()) < 0.01
    assert min(raw.below(raw.cosines[0, 1]), now.below(now.cosines[0, 1])) > 0.999


def test_taking_out_ten_directions_leaves_love_and_hate_above_every_pair():
    for remove in range(11):
        found = compare(LOVE_HATE, "counted", remove=remove)
        assert found.cosines[0, 1] > 0.88 and found.below(found.cosines[0, 1]) == 1


def test_sentences_without_a_shared_word_are_found_alike_only_by_the_company_of_words():
    by = {kind: compare(WINTER, kind) for kind in KINDS}
    assert by["bag"].cosines[0, 1] == by["tfidf"].cosines[0, 1] == 0
    counted, centred = by["counted"], compare(WINTER, "counted", centred=True)
    assert counted.cosines[0, 1] == pytest.approx(0.469, abs=0.001)
    assert round(100 * counted.below(counted.cosines[0, 1])) == 94
    assert centred.cosines[0, 1] == pytest.approx(0.383, abs=0.001)
    assert round(100 * centred.below(centred.cosines[0, 1])) == 98


def test_not_hardly_moves_a_sentence():
    texts = ["The soup is not good", "The soup is good"]
    assert compare(texts).cosines[0, 1] == pytest.approx(math.sqrt(4 / 5), abs=1e-12)
    assert compare(texts, "counted").cosines[0, 1] == pytest.approx(0.945, abs=0.001)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"texts": []}, r"^texts must be 1 to 8 sentences, got 0$"),
        ({"texts": ["a"] * 9}, r"^texts must be 1 to 8 sentences, got 9$"),
        ({"kind": "word2vec"}, r"^kind must be one of bag, tfidf, counted, model; got 'word2vec'$"),
        ({"remove": 11}, r"^remove must be in \[0, 10\], got 11$"),
    ],
)
def test_what_cannot_be_compared_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        compare(**{"texts": LOVE_HATE} | arguments)
