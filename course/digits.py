"""Handwritten digits, split into three sets.

The pictures are the 1,797 that come with scikit-learn: 8 x 8 grey values, the test half of
"Optical Recognition of Handwritten Digits" (Alpaydin and Kaynak 1998, UCI Machine Learning
Repository).  How they were made from handwriting is in `course.pen`.
"""
from dataclasses import dataclass
from functools import cache

import numpy as np

from course.seeding import generator

SIDE = 8  # pixels along each side of a picture
N_TRAIN, N_VALIDATION, N_TEST = 1000, 297, 500


@dataclass(frozen=True)
class Digits:
    """Pictures in three sets that share none.

    Attributes
    ----------
    x_train, x_validation, x_test : float arrays, shapes (1000, 64), (297, 64), (500, 64)
        Ink in [0, 1], in sixteenths, row by row from the top.
    y_train, y_validation, y_test : int arrays
        Which digit each picture shows, 0 to 9.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


@cache
def load(seed: int = 0) -> Digits:
    """The pictures, shuffled and split: 1,000 to learn from, 297 to choose by, 500 to test.

    The first call imports scikit-learn, which takes a second or two.

    Parameters
    ----------
    seed : int
        Decides the split; at least 0.
    """
    order = generator(seed, "digits").permutation(N_TRAIN + N_VALIDATION + N_TEST)
    from sklearn.datasets import load_digits

    pictures = load_digits()
    x, y = pictures.data / 16, pictures.target.astype(np.intp)
    sets = np.split(order, [N_TRAIN, N_TRAIN + N_VALIDATION])
    arrays = [part[chosen] for chosen in sets for part in (x, y)]
    for array in arrays:
        array.setflags(write=False)  # the same arrays are handed out again
    return Digits(*arrays)
