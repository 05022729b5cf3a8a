"""What is written at the layers of a network that has not learned yet, and said of it all."""
import numpy as np

from course.starts import UNITS, Layers, Start

TITLES = {
    "tanh": (
        "Activations of each layer, forward \u2192",
        "flat",
        "Gradients that reach it, backward \u2190",
    ),
    "relu": (
        "Activations of each layer, forward \u2192",
        "dead",
        "Gradients that reach it, backward \u2190",
    ),
}
AXES = {"tanh": ("1", "0", "\u22121"), "relu": ("3+", "1.5", "0")}
SHRUNK, GROWN = 0.1, 10.0  # between these we say that it is about as it was


def short(value: float) -> str:
    """A size in at most six characters: "0.63", "12", "7e−4"; "0" for none."""
    return _written(value, 0)


def size(value: float) -> str:
    """A size with two figures or more: "0.63", "12", "2.3e−6"; "0" for none."""
    return _written(value, 1)


def _written(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    if 0.01 <= value < 1000:
        return f"{value:.2f}" if value < 10 else f"{value:.0f}"
    figures, power = f"{value:.{digits}e}".split("e")
    return f"{figures}e{int(power)}".replace("-", "−")


def at_each(start: Start, layers: Layers) -> list[dict[str, str | bool]]:
    """What is written at each layer, and said of it when it is pointed at."""
    return [
        {
            "forward": short(forward),
            "backward": short(backward),
            "off": f"{off:.0%}",
            "dead": start.activation == "relu" and bool(off == 1),
            "words": f"Layer {i + 1} of {start.depth}: activations spread {size(forward)}, "
            f"gradient {size(backward)}; {_off(start, off)}.",
        }
        for i, (forward, backward, off) in enumerate(
            zip(layers.forward, layers.backward, layers.off, strict=True)
        )
    ]


def _off(start: Start, off: float) -> str:
    if start.activation == "relu":
        return f"{round(off * UNITS)} of {UNITS} units are dead"
    return f"{off:.0%} of the activations are where tanh is flat"


def said(start: Start, own: Layers, forward: np.ndarray, backward: np.ndarray) -> str:
    """What one sees, computed from what went through.

    Parameters
    ----------
    start : Start
    own : Layers
        Of the chosen seed.
    forward, backward : arrays, shape (seeds, depth)
        Spreads of all the seeds that are there.
    """
    dead = np.flatnonzero(own.off == 1) if start.activation == "relu" else np.zeros(0, int)
    if own.forward[-1] == 0 and len(dead) and start.weights != "zero":
        where = "In every layer" if dead[0] == 0 else f"From layer {dead[0] + 1} on"
        return (
            f"{where} all {UNITS} units are dead: nothing gets through, and no gradient "
            "comes back. Training cannot change that."
        )
    if start.weights == "zero":
        return (
            f"With weights of 0 all {UNITS} units of a layer say the same, whatever goes in, "
            "and no gradient comes back below the last layer."
        )
    words = f"{_forward(start, own)}{_backward(own)}"
    if own.alike.all() and start.depth > 1:
        return (
            f"All {UNITS} units of a layer say the same and, below the last layer, get the same "
            f"gradient: a layer is worth one unit, and training keeps it so. {words}"
        )
    return f"{words}{_luck(forward[:, -1], backward[:, 0])}"


def _forward(start: Start, own: Layers) -> str:
    after = f"After {start.depth} layer{'' if start.depth == 1 else 's'} the spread of activations"
    ratio = own.forward[-1]
    verb = "has shrunk to" if ratio < SHRUNK else "has grown to" if ratio > GROWN else "is"
    return f"{after} {verb} {_share(ratio)} what went in; "


def _backward(own: Layers) -> str:
    share = _share(own.backward[0])
    return f"the gradient that reaches the first is {share} what was sent in at the top."


def _share(ratio: float) -> str:
    return f"{size(ratio)} times" if ratio > 1 else f"{size(ratio)} of"


def _luck(forward: np.ndarray, backward: np.ndarray) -> str:
    if len(forward) < 2:
        return ""
    return (
        f" Over {len(forward)} seeds: {size(forward.min())} to {size(forward.max())}, and "
        f"{size(backward.min())} to {size(backward.max())}."
    )


def label(start: Start, own: Layers, words: str) -> str:
    """The picture in sentences, for those who do not see it."""
    kind = {"tanh": "tanh", "relu": "ReLU"}[start.activation]
    return (
        f"Histograms of the activations and of the gradients in {start.depth} layers of {UNITS} "
        f"{kind} units, and lines of their spread. Activations: {size(own.forward[0])} after "
        f"the first layer, {size(own.forward[-1])} after the last. {words}"
    )
