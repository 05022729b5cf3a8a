"""Where the parts of the view of many dimensions stand."""
import ipywidgets

from course import device
from widgets.layout import box
from widgets.many_dimensions_scene import ManyScene
from widgets.parts import Box

SELDOM = ("rows", "seed", "scree", "device")  # on stage they wait behind "More controls"


def many_grid(
    controls: dict[str, ipywidgets.Widget],
    scene: ManyScene,
    slider: ipywidgets.Widget,
    pasted: ipywidgets.Widget,
    state: ipywidgets.Widget,
    problem: ipywidgets.Widget,
) -> Box:
    """Settings on the left, one row and its neighbours in the middle, the curves on the right."""
    for name in ("spectrum", "dimensions"):
        controls[name].add_class("gb-md-of-cloud")
    for name in SELDOM:
        controls[name].add_class("gb-seldom")
    if not device.gpu_hint():
        toggle = controls["device"]
        toggle.disabled_options, toggle.note = ["gpu"], "no GPU here; CPU is used"
    which = [controls[name] for name in ("data", "spectrum", "dimensions", "rows")]
    switches = box("gb-md-switches", *(controls[n] for n in ("centre", "scale", "whiten")))
    rest = [controls[name] for name in ("method", "by", "seed", "device")]
    left = box("gb-md-set", *which, pasted, switches, *rest)
    middle = box(
        "gb-md-main", box("gb-md-slider", slider), scene.figures, problem, scene.strip,
    )  # fmt: skip
    right = box("gb-md-side", scene.stay, scene.rms, scene.scree, controls["scree"])
    told, foot = box("gb-md-told", scene.stretched), box("gb-md-foot", scene.about, state)
    foot.add_class("gb-seldom")
    return box("gb-md-grid", left, middle, right, told, foot)
