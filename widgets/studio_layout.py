"""Where the parts of the studio stand: four boxes from left to right, and the line back."""
import ipywidgets

from course import device
from widgets.layout import box
from widgets.parts import Box, Html
from widgets.studio_scene import StudioScene
from widgets.studio_words import OWN_PICTURE

SELDOM = ("optimiser", "rate", "seed", "size", "device", "random_pixels")


def studio_grid(
    controls: dict[str, ipywidgets.Widget],
    scene: StudioScene,
    transport: ipywidgets.Widget,
    start: ipywidgets.Widget,
    own: ipywidgets.Widget,
    saving: ipywidgets.Widget,
) -> Box:
    """Transport, the four boxes, the line back with how a step is made, and the frames."""
    for name in SELDOM:
        controls[name].add_class("gb-seldom")
    for name, kind in (("digit", "digit"), ("words", "words-asked"), ("random_pixels", "draws")):
        controls[name].add_class(f"gb-st-{kind}")
    if not device.gpu_hint():
        toggle = controls["device"]
        toggle.disabled_options, toggle.note = ["gpu"], "no GPU here; CPU is used"
    target = box("gb-st-pick", scene.target, controls["target"])
    brought = box("gb-st-own", own, Html(f'<p class="gb-note">{OWN_PICTURE}</p>'))
    return box(
        "gb-st-grid",
        box("gb-st-bar", transport, start.add_class("gb-st-start")),
        box(
            "gb-st-par", controls["parameterisation"].add_class("gb-bare"), scene.raw, scene.count,
            heading="Parameters",
        ),
        box("gb-st-fun", scene.function, heading="Function"),
        box("gb-st-pic", scene.picture, scene.asked, scene.note, heading="Picture"),
        box(
            "gb-st-gls", scene.goals, target, brought, controls["digit"], controls["words"],
            heading="Goals",
        ),
        box("gb-st-back", scene.back),
        box("gb-st-set", *(controls[name] for name in SELDOM)),
        box("gb-st-film", scene.film, saving, heading="Frames so far").add_class("gb-seldom"),
    )  # fmt: skip
