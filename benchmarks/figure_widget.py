"""The same slider and the same field on our canvas and on a plotly FigureWidget.

Three views for the benchmark of latency: our canvas; a FigureWidget that shows the same
picture, heat map and points; and a FigureWidget with the heat map alone.
"""
from collections.abc import Callable

import ipywidgets
import numpy as np
import plotly.graph_objects as go

from course.field import field, field_bytes
from course.network import Network
from course.toys import make_dataset
from course.training import evaluate
from widgets.canvas.field import FieldCanvas
from widgets.theme import Theme

SIDE, SIZE = 100, 600  # points along a side of the field; pixels of the picture
DATA = make_dataset("rose")
Show = Callable[[np.ndarray, np.ndarray], None]  # (probabilities, which points are wrong)


def _slider(name: str, show: Show) -> ipywidgets.IntSlider:
    """A slider that turns a network's field about the middle and shows it."""
    network = Network((2, 8, 8, 1), "tanh", seed=1)
    first = network.layers[0][0].copy()

    def moved(change: dict) -> None:
        turn = np.deg2rad(change["new"])
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        network.layers[0][0][...] = rotation @ first
        show(field(network, SIDE), evaluate(network, DATA.x_test, DATA.y_test).wrong)

    slider = ipywidgets.IntSlider(min=0, max=360, description="turn")
    slider.add_class(name)
    slider.observe(moved, "value")
    moved({"new": 0})
    return slider


def canvas() -> ipywidgets.VBox:
    """Field, contour and points on our canvas."""
    picture, points = FieldCanvas(), (DATA.x_test, DATA.y_test)
    picture.show(np.zeros((SIDE, SIDE), np.uint8), np.zeros(len(DATA.y_test), bool), points)
    slider = _slider("canvas-slider", lambda p, wrong: picture.show(field_bytes(p), wrong) and None)
    view = ipywidgets.VBox([Theme(), slider, picture], layout={"width": f"{SIZE}px"})
    view.add_class("glassbox").add_class("canvas-peer")
    return view


def _figure(*traces: go.Scatter) -> go.FigureWidget:
    """A FigureWidget of our canvas's size, with the heat map under the other traces."""
    axis = {"visible": False}
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    layout = {"width": SIZE, "height": SIZE, "margin": margin, "xaxis": axis, "yaxis": axis}
    middle = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    heat = go.Heatmap(
        z=np.zeros((SIDE, SIDE)), x=middle, y=middle, zmin=0, zmax=1, showscale=False
    )
    return go.FigureWidget([heat, *traces], layout={**layout, "showlegend": False})


def figure() -> ipywidgets.VBox:
    """The same picture as a FigureWidget: heat map, and points whose outline marks the wrong."""
    marker = {"size": 6, "color": DATA.y_test.astype(float), "line": {"width": 1.5}}
    picture = _figure(go.Scatter(x=DATA.x_test[:, 0], y=DATA.x_test[:, 1], mode="markers",
                                 marker=marker))  # fmt: skip

    def show(probabilities: np.ndarray, wrong: np.ndarray) -> None:
        with picture.batch_update():
            picture.data[0].z = probabilities[::-1]
            picture.data[1].marker.line.color = np.where(wrong, "black", "white")

    view = ipywidgets.VBox([_slider("figure-slider", show), picture])
    view.add_class("figure-peer")
    return view


def heat_map() -> ipywidgets.VBox:
    """A FigureWidget with the heat map alone: less than our canvas shows."""
    picture = _figure()

    def show(probabilities: np.ndarray, _: np.ndarray) -> None:
        picture.data[0].z = probabilities[::-1]

    view = ipywidgets.VBox([_slider("heat-slider", show), picture])
    view.add_class("heat-peer")
    return view
