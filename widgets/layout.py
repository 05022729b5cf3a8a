"""Where the parts of a view stand: boxes with a name each, placed by the style sheet."""
import ipywidgets

from widgets.parts import Box, Html
from widgets.run_picture import RunPicture

DATA = ("rule", "points", "noise")
NETWORK = ("hidden", "activation", "seed")
TRAINING = ("device", "speed", "optimiser", "batch_size", "learning_rate", "l2")
# On stage these wait behind "More controls".
SELDOM = ("points", "noise", "seed", "device", "speed", "optimiser", "batch_size", "l2")


def box(classes: str, *children: ipywidgets.Widget, heading: str = "") -> Box:
    """A box with these CSS classes, and a heading if there is one."""
    head = [Html(f"<h2>{heading}</h2>")] if heading else []
    made = Box([*head, *children])
    for name in classes.split():
        made.add_class(name)
    return made


def playground_grid(
    heading: ipywidgets.Widget,
    picture: RunPicture,
    controls: dict[str, ipywidgets.Widget],
    foot: ipywidgets.Widget,
) -> Box:
    """What goes in on the left, the field in the middle, what comes out on the right."""

    def group(kind: str, names: tuple[str, ...], title: str = "") -> Box:
        return box(f"gb-group gb-{kind}", *(controls[name] for name in names), heading=title)

    foot.add_class("gb-summary")
    for name in SELDOM:
        controls[name].add_class("gb-seldom")
    return box(
        "gb-grid",
        heading,
        picture.transport,
        box("gb-left", group("data", DATA, "Data"), group("net", NETWORK)),
        box("gb-middle", picture.field, box("gb-key", picture.key, controls["shown"])),
        box(
            "gb-right",
            box("gb-group gb-charts", picture.accuracy, picture.loss),
            group("training", TRAINING, "Training"),
        ),
        foot,
    )
