"""Several pictures to be made side by side: which ones, and what to ask before they are made.

Names and numbers only, so that a menu can be drawn before torch is there; `course.art.sides`
makes them.
"""
from dataclasses import dataclass, replace

from course.checks import check_choice, check_number
from course.pictures.catalogue import OPTIMISERS, TERMS, default_rate

RACED = ("pixels", "stack", "splats")  # what the optimisers can be compared on
GOALS = ("palette", "kaleidoscope")  # without a picture to match
SGD = ("own", "adam")  # SGD's learning rate: one for it, or the one that Adam takes
MOST_RATE = 100_000.0


@dataclass(frozen=True)
class Tile:
    """One of the pictures.

    Attributes
    ----------
    label : str
        What stands below it.
    parameterisation : str
        A key of `PARAMETERISATIONS`.
    terms : tuple of (name, weight)
        The goal: keys of `course.pictures.catalogue.TERMS`, "moved" and "ink".
    optimiser : str
    rate : float
        Learning rate.
    pixels : int or None
        So many random pixels a step, or all.
    count : int or None
        How many blobs, where that is not the usual number.
    """

    label: str
    parameterisation: str
    terms: tuple[tuple[str, float], ...]
    optimiser: str = "Adam"
    rate: float = 0.05
    pixels: int | None = None
    count: int | None = None

    @property
    def random(self) -> bool:
        """Whether its goal draws anew in each step."""
        known = {name for name, kind in TERMS.items() if kind.random} | {"moved"}
        return any(name in known for name, _ in self.terms)


@dataclass(frozen=True)
class SideSet:
    """A set of pictures, and the question it answers.

    Attributes
    ----------
    name, label : str
        As programs and as a menu call it.
    question : str
        What to decide before Play is pressed.
    size : int
        Pixels of a picture, each way.
    steps, seconds : int, float
        After so many steps of each, or so many seconds of CPU for each, Play stops by itself.
    across : {"steps", "time"}
        What the chart has across at first.
    target : str
        A key of `course.pictures.targets.TARGETS`, or "" where there is none.
    alike : bool
        Whether all have the same goal, so that their weighted sums can be compared.
    look : int
        Across steps, Play stops here first, so that there is time for a look; 0: nowhere.
    """

    name: str
    label: str
    question: str
    size: int
    steps: int
    seconds: float
    across: str = "steps"
    target: str = "rose"
    alike: bool = True
    look: int = 0


SETS = {
    one.name: one
    for one in (
        SideSet(
            "optimisers", "optimisers, one start",
            "Four optimisers begin at the same picture and are to match the same target. Which is "
            "lowest after the same number of steps? And after the same CPU time?",
            96, 200, 3.0,
        ),
        SideSet(
            "hands", "other hands, one target",
            "The same target, matched by six parameterisations, each with Adam. Which comes "
            "closest, and which one’s picture do you like best? They need not be the same.",
            96, 200, 8.0, look=10,
        ),
        SideSet(
            "artworks", "one goal, four artworks",
            "One goal, no target to match: it asks for colours and for symmetry, not for a "
            "picture. What will four parameterisations make of it?",
            96, 150, 5.0, target="sunset",
        ),
        SideSet(
            "neuron", "a neuron’s favourite picture",
            "Each picture is to please one neuron of a network that reads digits: alone, or with "
            "something asked besides. Which will look like the digit to you? Which to the network?",
            32, 200, 5.0, target="", alike=False,
        ),
        SideSet(
            "stochastic", "all pixels, or some",
            "512 blobs are to match one target. A step looks at all 16,384 pixels, or at a few "
            "that are drawn anew each time. Which is lowest after the same CPU time?",
            128, 300, 4.0, "time",
        ),
    )
}  # fmt: skip

_MATCH = (("match", 1.0),)
_ASKED = {
    "palette": (("palette", 2.0), ("mirror", 5.0), ("smooth", 0.3)),
    "kaleidoscope": (("palette", 2.0), ("kaleidoscope", 4.0), ("smooth", 0.3)),
}
_HANDS = ("pixels", "stack", "siren", "splats", "triangles", "strokes")
_ARTISTS = ("stack", "fourier", "splats", "strokes")
# As short as there is room for below a small picture.
_SHORT = {"stack": "stack", "fourier": "waves", "siren": "sine network", "splats": "128 blobs"}
_SHORT |= {"triangles": "triangles", "strokes": "strokes"}
# "moved" is the neuron of a picture that is moved about before it is read; "ink" is its brightness.
_NEURON = {
    "neuron alone": (("neuron", 1.0),),
    "+ smooth": (("neuron", 1.0), ("smooth", 0.3)),
    "moved about": (("moved", 1.0),),
    "moved, smooth, ink": (("moved", 1.0), ("smooth", 0.3), ("ink", 3.0)),
}


def tiles(
    name: str,
    *,
    parameterisation: str = "pixels",
    goal: str = "palette",
    sgd: str = "own",
    rates: tuple[float, ...] = (),
) -> tuple[Tile, ...]:
    """The pictures of a set.

    Parameters
    ----------
    name : str
        A key of `SETS`.
    parameterisation : {"pixels", "stack", "splats"}
        Of "optimisers".
    goal : {"palette", "kaleidoscope"}
        Of "artworks": with left as right, or with eight wedges alike.
    sgd : {"own", "adam"}
        Of "optimisers": SGD's learning rate, its own or Adam's.
    rates : tuple of float
        A learning rate for each, in (0, 100000]; () means the usual ones.

    Raises
    ------
    TypeError, ValueError
        If a name is unknown, or the rates are not as many as the pictures.
    """
    check_choice("set", name, SETS)
    check_choice("parameterisation", parameterisation, RACED)
    check_choice("goal", goal, GOALS)
    check_choice("sgd", sgd, SGD)
    made = {
        "optimisers": lambda: _optimisers(parameterisation, sgd),
        "hands": lambda: tuple(_hand(kind, _MATCH) for kind in _HANDS),
        "artworks": lambda: tuple(_hand(kind, _ASKED[goal]) for kind in _ARTISTS),
        "neuron": _neuron,
        "stochastic": _stochastic,
    }[name]()
    if not rates:
        return made
    if len(rates) != len(made):
        raise ValueError(f"rates must be {len(made)} numbers for this set, got {len(rates)}")
    checked = [
        check_number(f"rates[{i}]", rate, 0, MOST_RATE, open_low=True)
        for i, rate in enumerate(rates)
    ]
    return tuple(replace(tile, rate=rate) for tile, rate in zip(made, checked, strict=True))


def _optimisers(kind: str, sgd: str) -> tuple[Tile, ...]:
    def rate(optimiser: str) -> float:
        taken = "Adam" if optimiser == "SGD" and sgd == "adam" else optimiser
        return default_rate(kind, taken)

    return tuple(
        Tile(optimiser, kind, _MATCH, optimiser, rate(optimiser)) for optimiser in OPTIMISERS
    )


def _hand(kind: str, terms: tuple[tuple[str, float], ...]) -> Tile:
    return Tile(_SHORT.get(kind, kind), kind, terms, rate=default_rate(kind))


def _neuron() -> tuple[Tile, ...]:
    rate = default_rate("pixels")
    return tuple(Tile(label, "pixels", terms, rate=rate) for label, terms in _NEURON.items())


def _stochastic() -> tuple[Tile, ...]:
    rate = default_rate("splats")
    return tuple(
        Tile(label, "splats", _MATCH, rate=rate, pixels=pixels, count=512)
        for label, pixels in (
            ("all 16,384", None), ("2,048 of them", 2048), ("256 of them", 256)
        )
    )  # fmt: skip
