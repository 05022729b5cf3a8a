"""The same slider and the same field on our canvas and on a plotly FigureWidget."""
from collections.abc import Callable

import ipywidgets
import numpy as np
import plotly.graph_objects as go

from course.field import field, field_bytes
from course.network import Network
from widgets.canvas.field import FieldCanvas
from widgets.theme import Theme

SIDE = 100


def _slider(name: str, show: Callable[[np.ndarray], None]) -> ipywidgets.IntSlider:
    """A slider that turns a network's field about the middle and shows it."""
    network = Network((2, 8, 8, 1), "tanh", seed=1)
    first = network.layers[0][0].copy()

    def moved(change: dict) -> None:
        turn = np.deg2rad(change["new"])
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        network.layers[0][0][...] = rotation @ first
        show(field(network, SIDE))

    slider = ipywidgets.IntSlider(min=0, max=360, description="turn")
    slider.add_class(name)
    slider.observe(moved, "value")
    moved({"new": 0})
    return slider


def canvas() -> ipywidgets.VBox:
    """The field on our canvas, contour included."""
    picture, no_points = FieldCanvas(), np.zeros(0, bool)
    slider = _slider("canvas-slider", lambda p: picture.show(field_bytes(p), no_points))
    view = ipywidgets.VBox([Theme(), slider, picture], layout={"width": "600px"})
    view.add_class("glassbox").add_class("canvas-peer")
    return view


def figure() -> ipywidgets.VBox:
    """The field as a FigureWidget's heat map, of the same size."""
    axis = {"visible": False}
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    layout = {"width": 600, "height": 600, "margin": margin, "xaxis": axis, "yaxis": axis}
    heat = go.Heatmap(z=np.zeros((SIDE, SIDE)), zmin=0, zmax=1, showscale=False)
    picture = go.FigureWidget([heat], layout=layout)

    def show(probabilities: np.ndarray) -> None:
        picture.data[0].z = probabilities[::-1]

    return ipywidgets.VBox([_slider("figure-slider", show), picture])
