"""How large the gradient is at each layer of deep networks, as a canvas."""
import numpy as np
import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part


class LayerGradients(Part):
    """Gradients of plain and of residual networks, layer by layer, on a logarithmic axis.

    Each seed is a thin line, the median a strong one: dashed for plain networks.

    Attributes
    ----------
    depth : int
        Layers drawn.
    plain, residual : bytes
        Logarithms to base 10 as float32, (K + 1, depth): the median first, then the seeds.
    plain_words, residual_words : str
        What to write at the first layer.
    label : str
        What the picture shows, in a sentence.
    version : int
        Changes with each picture.
    """

    _esm = script("follow.js", "canvas/surface.js", "canvas/layer_gradients.js")
    _css = sheet("residuals.css", "trial.css")

    depth = traitlets.Int(1, min=1).tag(sync=True)
    plain = traitlets.Bytes(b"").tag(sync=True)
    residual = traitlets.Bytes(b"").tag(sync=True)
    plain_words = traitlets.Unicode("").tag(sync=True)
    residual_words = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    version = traitlets.Int(0).tag(sync=True)

    def show(
        self, plain: np.ndarray, residual: np.ndarray, words: tuple[str, str], label: str
    ) -> None:
        """Draw these gradients; one message.

        Parameters
        ----------
        plain, residual : float array, shape (K, depth)
            One row a seed, layer 1 first; at least 0.
        words : (str, str)
            What to write at the first layer of each.
        label : str

        Raises
        ------
        ValueError
            If the two are not of one depth.
        """
        if plain.ndim != 2 or plain.shape[1:] != residual.shape[1:]:
            raise ValueError(
                "plain and residual must have shape (K, depth) with one depth, "
                f"got {plain.shape} and {residual.shape}"
            )
        with self.hold_sync():
            self.depth, self.label = plain.shape[1], label
            self.plain, self.residual = logarithms(plain), logarithms(residual)
            self.plain_words, self.residual_words = words
            self.version += 1


def logarithms(norms: np.ndarray) -> bytes:
    """The median over the seeds and each seed, as float32 powers of ten; 0 is far below all."""
    rows = np.vstack([np.median(norms, axis=0), norms])
    return np.log10(np.maximum(rows, 1e-99)).astype("<f4").tobytes()
