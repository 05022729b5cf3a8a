"""What the page draws and says of the sums of a small network."""
from typing import Any

import numpy as np

from course.by_hand import Arrays
from course.moments import weighted_sum, written
from course.passes import layers
from widgets.canvas.board import scene_of
from widgets.network_sums_settings import UNITS, NetworkSumsSettings

COLUMNS = (("x1", "x2"), ("h1", "h2", "h3"), ("out",))
CELLS = {"x1": ("x1",), "x2": ("x2",), "out": ("z",), **{h: (h,) for h in UNITS[:3]}}
HEIGHT = 400  # of the drawing where it goes across the page, in pixels


def scene(settings: NetworkSumsSettings) -> dict[str, Any]:
    """The drawing, the two products, and a moment for every unit of every point."""
    parameters, x = settings.parameters(), settings.x
    z1, h, z = layers(parameters, x)
    texts = {f"x{i + 1}": _column(x, i) for i in range(2)}
    texts |= {f"h{j + 1}": _column(h, j) for j in range(3)} | {"z": _column(z, 0)}
    W1, b1, W2, b2 = parameters
    products = [
        _product("x", x, "W1", W1, "b1", b1, "z", z1, h),
        _product("h", h, "W2", W2, "b2", b2, "z", z),
    ]
    told = [_sum(parameters, (x, z1, h, z), row, k)
            for row in range(len(x)) for k in range(len(UNITS))]  # fmt: skip
    drawn = scene_of(parameters, COLUMNS, CELLS, texts, {})
    return {**drawn, "height": HEIGHT, "products": products, "moments": told}


def _sum(
    parameters: Arrays, values: tuple[np.ndarray, ...], row: int, number: int
) -> dict[str, Any]:
    """One unit's sum for one point: what it uses, and its words."""
    (W1, b1, W2, b2), (x, z1, h, z) = parameters, values
    unit, hidden = UNITS[number], UNITS[number] != "z"
    column, layer = (number, 1) if hidden else (0, 2)
    into, W, b, sums = (x, W1, b1, z1) if hidden else (h, W2, b2, z)
    made = float(sums[row, column])
    total = f"{weighted_sum(into[row], W[:, column], b[column])} = {written(made)}"
    formula, why = _words(unit, total, made, float(h[row, column]), row, len(x))
    inputs = [f"{'x' if hidden else 'h'}{i + 1}" for i in range(len(W))]
    lines = [f"W1[{i},{column}]" if hidden else f"W2[{i}]" for i in range(len(W))]
    return {
        "target": unit, "node": unit if hidden else "out", "row": row, "column": column,
        "layer": layer - 1, "used": [*inputs, *lines, f"b{layer}[{column}]"],
        "rows": [other * len(UNITS) + number for other in range(len(x))], "back": False,
        "formula": formula, "why": why, "check": "",
        "code": "h = np.tanh(x @ W1 + b1)" if hidden else "z = h @ W2 + b2",
        "label": f"Two inputs, three hidden units, one output. In hand: {unit}. {formula}.",
        "spoken": formula,
    }  # fmt: skip


def _words(
    unit: str, total: str, made: float, value: float, row: int, points: int
) -> tuple[str, str]:
    """The sum with the numbers in it, and which row meets which column."""
    which = f"Row {row + 1}" if points > 1 else "The row"
    if unit == "z":
        return f"z = {total}", f"{which} of h times the column of W2, plus the bias b2."
    number = unit[1]
    tanh = f"{unit} = tanh({written(made)}) = {written(value)}"
    return f"z{number} = {total},  {tanh}", (
        f"{which} of x times column {number} of W1, plus bias {number}; then tanh."
    )


def _column(array: np.ndarray, j: int) -> list[str]:
    return [written(value) for value in array[:, j]]


def _texts(array: np.ndarray) -> list[list[str]]:
    """The numbers of a matrix, all with as many decimals as the longest needs."""
    texts = [[written(value) for value in row] for row in np.atleast_2d(array)]
    most = max(len(text.partition(".")[2]) for row in texts for text in row)
    return [[text + "0" * (most - len(text.partition(".")[2])) for text in row] for row in texts]


def _product(
    left: str,
    inputs: np.ndarray,
    name: str,
    weights: np.ndarray,
    bias: str,
    biases: np.ndarray,
    total: str,
    sums: np.ndarray,
    values: np.ndarray | None = None,
) -> dict[str, Any]:
    """One matrix product as texts, with the shapes under their names."""
    shape = {key: str(a.shape) for key, a in
             {"left": inputs, "weights": weights, "bias": biases, "sum": sums}.items()}  # fmt: skip
    n = len(inputs)
    rows = f"{n} points are {n} rows of one product" if n > 1 else "1 point is a matrix of 1 row"
    words = f"{shape['left']} · {shape['weights']} + {shape['bias']} = {shape['sum']}: {rows}."
    return {
        "left": left, "inputs": _texts(inputs), "name": name, "weights": _texts(weights),
        "bias": bias, "biases": _texts(biases)[0], "sum": f"{total} = {left} {name} + {bias}",
        "sums": _texts(sums), "value": "" if values is None else "h = tanh(z)",
        "values": [] if values is None else _texts(values), "shapes": {**shape, "words": words},
    }  # fmt: skip
