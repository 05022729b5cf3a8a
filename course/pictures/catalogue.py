"""What pictures can be made of, and what can be asked of them: names, words, learning rates.

Kept apart from the code in `course.art`, so that a menu can be drawn before torch is there.
"""
from dataclasses import dataclass

from course.checks import check_choice

OPTIMISERS = ("SGD", "momentum", "Adam", "L-BFGS")


@dataclass(frozen=True)
class Kind:
    """A parameterisation.

    Attributes
    ----------
    name, label : str
        As programs and as people write it.
    words : str
        What its parameters are.
    function : str
        The line of code that turns parameters into a picture.
    rate : float
        The learning rate that Adam begins with.
    pointwise : bool
        Whether it gives the colour of any one point, without the rest of the picture.
    """

    name: str
    label: str
    words: str
    function: str
    rate: float
    pointwise: bool


@dataclass(frozen=True)
class TermKind:
    """A term of a goal.

    Attributes
    ----------
    name, label : str
        As programs and as people write it.
    words : str
        What is asked of the picture.
    weight : float
        The weight it begins with.
    random : bool
        Whether it looks at something else in every step.
    needs : {"", "target", "digit", "text"}
        What it is told besides.
    """

    name: str
    label: str
    words: str
    weight: float
    random: bool
    needs: str


def _kinds(*kinds: Kind) -> dict[str, Kind]:
    return {kind.name: kind for kind in kinds}


PARAMETERISATIONS = _kinds(
    Kind("pixels", "pixels", "three numbers for every pixel", "sigmoid(pixels)", 0.05, False),
    Kind(
        "stack",
        "stack of resolutions",
        "small pictures of 4, 8, 16 ... pixels, enlarged and added",
        "sigmoid(sum(enlarge(layer) for layer in layers))",
        0.05,
        False,
    ),
    Kind(
        "fourier",
        "waves (Fourier)",
        "height and shift of every wave that fits into the picture",
        "sigmoid(irfft2(waves / frequency))",
        0.03,
        False,
    ),
    Kind(
        "cppn",
        "coordinate network (tanh)",
        "the weights of a network that is told where it is, and says a colour",
        "sigmoid(tanh(tanh(tanh(xy @ W1 + b1) @ W2 + b2) @ W3 + b3) @ W4 + b4)",
        0.02,
        True,
    ),
    Kind(
        "siren",
        "coordinate network (sine)",
        "the weights of a network of sines that is told where it is, and says a colour",
        "sigmoid(sin(sin(sin(20 * (xy @ W1 + b1)) @ W2 + b2) @ W3 + b3) @ W4 + b4)",
        0.01,
        True,
    ),
    Kind(
        "splats",
        "128 blobs",
        "where each blob is, its shape, its depth and its colour",
        "softmax(features(xy) @ queries) @ colours",
        0.03,
        True,
    ),
    Kind(
        "triangles",
        "soft triangles",
        "three corners and a colour for each triangle",
        "over(paper, [sigmoid(softness * inside(xy, corners)) for each triangle])",
        0.03,
        True,
    ),
    Kind(
        "strokes",
        "brush strokes",
        "three points, a width and a colour for each stroke",
        "over(paper, [paint(xy, curve, width, colour) for each stroke])",
        0.03,
        True,
    ),
)

TERMS = {
    term.name: term
    for term in (
        TermKind("match", "match", "be the target, pixel by pixel", 1.0, False, "target"),
        TermKind(
            "palette", "palette", "have the target’s colours, anywhere", 1.0, True, "target"
        ),
        TermKind("smooth", "smooth", "let neighbours be alike", 0.3, False, ""),
        TermKind("mirror", "mirror", "let left be as right", 5.0, False, ""),
        TermKind(
            "kaleidoscope", "kaleidoscope", "let all eight wedges be alike", 4.0, False, ""
        ),
        TermKind("contrast", "contrast", "be dark and light", 0.3, False, ""),
        TermKind(
            "texture", "texture", "be made of the target’s small patches", 1.0, True, "target"
        ),
        TermKind("neuron", "a digit’s neuron", "be read as this digit", 1.0, False, "digit"),
        TermKind("text", "words", "go with these words", 1.0, True, "text"),
    )
}

# SGD sees the gradient of a mean over all values of the picture: where each parameter is one of
# them, it is as small as they are many.
_SGD = {"pixels": 1000.0, "stack": 60.0, "fourier": 20.0, "cppn": 0.5, "siren": 0.1}
_SGD_FOR_SHAPES = 30.0


def default_rate(parameterisation: str, optimiser: str = "Adam") -> float:
    """A learning rate to begin with.

    Parameters
    ----------
    parameterisation : str
        A key of `PARAMETERISATIONS`; any other name is taken for one of the student's own.
    optimiser : {"SGD", "momentum", "Adam", "L-BFGS"}

    Raises
    ------
    ValueError
        If the optimiser is unknown.
    """
    check_choice("optimiser", optimiser, OPTIMISERS)
    if optimiser == "Adam":
        kind = PARAMETERISATIONS.get(parameterisation)
        return kind.rate if kind else 0.03
    if optimiser == "L-BFGS":
        return 1.0
    rate = _SGD.get(parameterisation, _SGD_FOR_SHAPES)
    return rate if optimiser == "SGD" else rate / 10  # momentum of 0.9 adds up ten gradients
