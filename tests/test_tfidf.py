"""Texts as vectors: the lessons' passages, bags of words, and TF-IDF against scikit-learn."""
import json

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from course.vectors.bag import bag
from course.vectors.lesson_text import passages, plain, words
from course.vectors.pairs import cosine
from course.vectors.tfidf import lesson_vectors, rarity, tfidf, unit_rows, vocabulary

TEXTS = ["The cat eats fish.", "the dog, the cat and the Fish", "dogs don't", "42!", "cat cat cat"]


def write_lesson(folder, name, cells, **metadata):
    """A notebook whose cells are (kind, text)."""
    found = [{"cell_type": kind, "source": list(text)} for kind, text in cells]
    notebook = json.dumps({"cells": found, "metadata": metadata})
    (folder / name).write_text(notebook, encoding="utf-8")


# ---- words and passages ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't!", ["i", "don't"]),
        ("Don\u2019t", ["don't"]),
        ("'quoted' words'", ["quoted", "words"]),
        ("caf\u00e9 x2 a_b", ["caf\u00e9", "x", "a", "b"]),
        ("12 %", []),
    ],
)
def test_a_word_is_letters_with_apostrophes_between_them(text, expected):
    assert words(text) == expected


def test_what_is_no_text_is_refused():
    with pytest.raises(TypeError, match=r"^text must be text, got 3 \(int\)$"):
        words(3)


def test_formulas_code_blocks_and_marks_are_no_text():
    markdown = "## A *bold* `name`\nwith $W x$ and\n$$p = 1$$\n```\nx = 1\n```\n- a [link](http://a.b)"
    assert plain(markdown) == "A bold name with and a link"


def test_the_passages_are_the_markdown_cells_in_order_with_their_lesson(tmp_path):
    cells = [("markdown", "# One"), ("code", "x = 1"), ("markdown", "$x$"), ("markdown", "Two.")]
    write_lesson(tmp_path, "01_b.ipynb", cells, title="Second")
    write_lesson(tmp_path, "00_a.ipynb", [("markdown", "Zero")])
    write_lesson(tmp_path, "notes.ipynb", [("markdown", "not a lesson")])
    found = [(one.lesson, one.text) for one in passages(tmp_path)]
    assert found == [("00_a", "Zero"), ("Second", "One"), ("Second", "Two.")]


def test_a_folder_without_lessons_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"^there are no lessons in .*`make lessons`"):
        passages(tmp_path)


@pytest.mark.parametrize("text", ["{ half", "[]", '{"metadata": {}}', '{"metadata": [], "c": 1}'])
def test_a_notebook_that_cannot_be_read_is_named(tmp_path, text):
    (tmp_path / "03_bad.ipynb").write_text(text)
    with pytest.raises(ValueError, match="^03_bad.ipynb is no notebook that can be read: "):
        passages(tmp_path)


# ---- vectors ---------------------------------------------------------------------------


def test_a_bag_counts_as_scikit_learn_does():
    ours, theirs = bag(TEXTS), CountVectorizer(tokenizer=words, token_pattern=None)
    np.testing.assert_array_equal(ours.matrix, theirs.fit_transform(TEXTS).toarray())
    assert ours.words == tuple(theirs.get_feature_names_out())


@pytest.mark.parametrize("least", [1, 2])
def test_tf_idf_is_that_of_scikit_learn(least):
    theirs = TfidfVectorizer(tokenizer=words, token_pattern=None, min_df=least)
    expected = theirs.fit_transform(TEXTS).toarray()
    ours = tfidf(TEXTS, least=least)
    np.testing.assert_allclose(ours.matrix, expected, atol=1e-15)
    assert ours.words == tuple(theirs.get_feature_names_out())


def test_a_word_of_no_text_is_the_rarest_and_one_of_all_counts_once():
    np.testing.assert_allclose(rarity([[1, 0], [3, 0], [1, 0]]), [1, np.log(4) + 1])


def test_rows_have_length_1_and_a_row_of_zeros_stays():
    found = np.linalg.norm(tfidf(TEXTS).matrix, axis=1)
    np.testing.assert_allclose(found, [1, 1, 1, 0, 1])
    np.testing.assert_array_equal(unit_rows([[3, 4], [0, 0]]), [[0.6, 0.8], [0, 0]])


def test_love_and_hate_are_two_thirds_alike_in_a_bag_and_dog_bites_man_is_man_bites_dog():
    love, hate, bites, bitten = bag(
        ["I love cats", "I hate cats", "dog bites man", "man bites dog"]
    ).matrix
    assert cosine(love, hate) == pytest.approx(2 / 3, abs=1e-15)
    assert cosine(bites, bitten) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((["a"], ["x", "y"]), r"^names must be one for each of 1 texts, got 2$"),
        (([],), r"^texts must hold words, got \(\)$"),
        ((["1", "?"],), r"^texts must hold words"),
    ],
)
def test_texts_without_words_or_with_other_names_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        tfidf(*arguments)


def test_a_word_must_stand_in_at_least_one_text():
    with pytest.raises(ValueError, match=r"^least must be in \[1, inf\), got 0$"):
        vocabulary(TEXTS, 0)


def test_the_lessons_have_a_row_for_each_passage_and_cannot_be_written_into():
    texts = lesson_vectors()
    assert texts.matrix.shape == (len(texts.pieces), len(texts.words))
    assert len(texts.names) == len(texts.pieces) == len(passages())
    assert "The classifier zoo" in texts.names and "gradient" in texts.words
    np.testing.assert_allclose(np.linalg.norm(texts.matrix, axis=1), 1)
    with pytest.raises(ValueError, match="read-only"):
        texts.matrix[0, 0] = 1
