"""The sets of vectors of the lesson: what is in them, and what is left out and counted."""
import numpy as np
import pytest
from sklearn.datasets import load_digits

from course.vectors import tfidf
from course.vectors.sets import SPECTRA, load_set


def test_the_digits_are_scikit_learn_s_each_with_its_name():
    found = load_set("digits", 1797)
    pictures = load_digits()
    known = {row.tobytes(): str(name) for row, name in zip(pictures.data / 16, pictures.target,
                                                           strict=True)}  # fmt: skip
    assert found.matrix.shape == (1797, 64)
    assert [known[row.tobytes()] for row in found.matrix] == list(found.labels)
    assert found.words == "1,797 handwritten digits of 8 x 8 pixels"


def test_fewer_rows_are_the_first_of_more():
    np.testing.assert_array_equal(
        load_set("digits", 20).matrix, load_set("digits", 100).matrix[:20]
    )


@pytest.mark.parametrize("spectrum", SPECTRA)
def test_a_cloud_has_the_spectrum_that_it_is_named_after(spectrum):
    x = load_set("cloud", 2000, dimensions=20, spectrum=spectrum, seed=4).matrix
    variances = np.linalg.eigvalsh(x.T @ x / len(x))[::-1]
    expected = {
        "flat": np.ones(20),
        "falling": 1 / np.arange(1, 21),
        "strong": np.r_[np.ones(5), np.full(15, 5 / 9 / 15)],
    }[spectrum]
    np.testing.assert_allclose(variances, expected, rtol=0.3)
    assert variances.sum() == pytest.approx(expected.sum(), rel=0.05)


def test_the_five_strong_directions_hold_nine_tenths_whatever_the_dimensions():
    for d in (6, 64, 1000):
        squares = SPECTRA["strong"](d) ** 2
        assert squares[:5].sum() / squares.sum() == pytest.approx(0.9)
    np.testing.assert_array_equal(SPECTRA["strong"](3), np.ones(3))


def test_the_same_seed_gives_the_same_cloud_and_another_another():
    one, same, other = (load_set("cloud", 10, dimensions=5, seed=s).matrix for s in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.isclose(one, other).any()


def test_passages_of_the_lessons_come_with_their_text_spread_over_all_of_them():
    texts = tfidf.lesson_vectors()
    found = load_set("texts", 40)
    assert found.matrix.shape == (40, len(texts.words))
    assert set(found.labels) == set(texts.names)
    for row, piece, name in zip(found.matrix[::7], found.pieces[::7], found.labels[::7],
                                strict=True):  # fmt: skip
        at = texts.pieces.index(piece)
        np.testing.assert_array_equal(row, texts.matrix[at])
        assert name == texts.names[at]
    assert len(load_set("texts", 2000).matrix) == len(texts.matrix)


def test_a_zero_vector_is_left_out_and_counted(monkeypatch):
    texts = tfidf.tfidf(["one two", "two three", "three one", "four"], ["a", "b", "c", "d"])
    empty = tfidf.Texts(texts.matrix * [[1], [0], [1], [1]], texts.words, texts.pieces, texts.names)
    monkeypatch.setattr(tfidf, "lesson_vectors", lambda: empty)
    found = load_set("texts")
    assert found.zeros == 1
    assert found.labels == ("a", "c", "d") and found.pieces == ("one two", "three one", "four")
    np.testing.assert_array_equal(found.matrix, texts.matrix[[0, 2, 3]])


def test_a_table_of_one_s_own_is_taken_as_it_was_pasted():
    found = load_set("own", table="a,b\n1,2\n0,0\n3,4\n")
    np.testing.assert_array_equal(found.matrix, [[1, 2], [3, 4]])
    assert found.labels == ("row 1", "row 3") and found.zeros == 1


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("pictures", {}, "name must be one of digits, cloud, texts, meanings, own; got 'pictures'"),
        ("digits", {"rows": 1}, r"rows must be in \[2, 2000\], got 1"),
        ("cloud", {"dimensions": 0}, r"dimensions must be in \[1, 1000\], got 0"),
        ("cloud", {"spectrum": "pink"}, "spectrum must be one of flat, falling, strong"),
        ("own", {}, "a table of your own must be pasted first"),
        ("own", {"table": "1,2\n3,x"}, "row 2, column 2 must be a number, got 'x'"),
        ("own", {"table": "0,0\n1,2"}, "at least two rows must not be zero vectors.*got 1"),
    ],
)
def test_what_cannot_be_had_is_refused_in_words(name, more, said):
    with pytest.raises(ValueError, match=said):
        load_set(name, **more)


def test_without_a_cached_model_embeddings_are_refused_in_words(monkeypatch):
    from course.vectors import embeddings

    monkeypatch.setattr(embeddings, "cached", lambda: ())
    with pytest.raises(ValueError, match="no language model is cached on this machine"):
        load_set("meanings")


def test_with_a_cached_model_the_passages_are_embedded(monkeypatch):
    from course.vectors import embeddings

    def embed(texts, model):
        assert model == "one"
        return np.array([[len(text), 1.0] for text in texts])

    monkeypatch.setattr(embeddings, "cached", lambda: ("one",))
    monkeypatch.setattr(embeddings, "embed", embed)
    found = load_set("meanings", 12)
    np.testing.assert_array_equal(found.matrix[:, 0], [len(piece) for piece in found.pieces])
    assert len(found.matrix) == 12
