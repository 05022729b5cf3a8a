"""The exercise of lesson 05 on the gradient of a goal, by the picture itself, by hand."""
import numpy as np

from course.exercises.exercise import Case, Exercise, WrongAnswer
from course.exercises.gradients import Gradients

Array = np.ndarray


def match_gradient(image: Array, target: Array) -> Array:
    """The gradient of mean((image - target)^2) by each number of the picture.

    Formula: 2 (image - target) / n, with n how many numbers there are.

    Parameters
    ----------
    image, target : float array, shape (1, 3, size, size)
    """
    return 2 * (image - target) / image.size


GRADIENTS = Gradients(
    names=("image",),
    variables=lambda image, target: (image,),
    loss=lambda variables, arguments: float(np.mean((variables[0] - arguments[1]) ** 2)),
    arguments=("image", "target"),
)


def _pictures(size: int) -> tuple[Array, Array]:
    image, target = np.random.default_rng(size).random((2, 1, 3, size, size)).round(2)
    return image, target


_grey, _dark = np.full((1, 3, 3, 3), 0.5), np.full((1, 3, 3, 3), 0.2)

MATCH_GRADIENT = Exercise(
    key="05.match_gradient",
    reference=match_gradient,
    cases=(
        Case("a picture of 2 by 2 pixels", _pictures(2)),
        Case("a grey picture of 3 by 3 pixels and a darker target", (_grey, _dark)),
        Case("a picture that is its target", (_grey, _grey.copy())),
        Case("a picture of 8 by 8 pixels", _pictures(8)),
    ),
    expects=GRADIENTS.expects,
    differs=GRADIENTS.differs,
    expected=GRADIENTS.measured,
    explains=GRADIENTS.explains,
    wrong_answers=(
        WrongAnswer(
            "2 forgotten",
            lambda image, target: (image - target) / image.size,
            "the slope of a square has a factor: nudge x in x² near x = 3, and it moves six times "
            "as far.",
        ),
        WrongAnswer(
            "the slope of a sum",
            lambda image, target: 2 * (image - target),
            "this is the gradient of the sum of the squares. A mean divides by how many there "
            "are, and its gradient with it. That is why plain gradient descent on pixels asks for "
            "rates that look absurd.",
        ),
        WrongAnswer(
            "divided by the pixels",
            lambda image, target: 2 * (image - target) / image[0, 0].size,
            "you divide by the number of pixels. Each pixel has three numbers, and the mean is "
            "over all of them.",
        ),
        WrongAnswer(
            "of the other sign",
            lambda image, target: 2 * (target - image) / image.size,
            "this points from the picture towards the target: it is the way to go, which is "
            "minus the gradient. Where the picture is too light, more light makes it worse.",
        ),
        WrongAnswer(
            "of the absolute difference",
            lambda image, target: np.sign(image - target) / image.size,
            "every slope has the same size here. That belongs to the mean of |image - target|. "
            "With squares, what is far off pulls harder.",
        ),
    ),
    hints=(
        "Take one number of the picture and nudge it. Which term of the mean moves?",
        "Only one square moves, with the slope 2 (image - target). What is done with all squares "
        "after they are added?",
        "`image.size` says how many numbers there are.",
    ),
    proves="For 258 numbers of four pictures your gradient and that found by nudging {difference}.",
)
