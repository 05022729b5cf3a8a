"""Where the parts of a view stand: boxes with a name each, placed by the style sheet."""
import ipywidgets

from widgets.controls.more import More
from widgets.parts import Box, Html
from widgets.run_picture import RunPicture

DATA = ("rule", "points", "noise")
NETWORK = ("hidden", "activation", "seed")
TRAINING = ("speed", "optimiser", "batch_size", "learning_rate", "schedule", "steps")
RARE = ("l2", "start", "scale", "device")  # behind "More settings"
# On stage these, and the rare ones, wait behind "More controls".
SELDOM = ("points", "noise", "seed", "speed", "optimiser", "batch_size", "schedule", "steps")


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
    figures: ipywidgets.Widget,
    foot: ipywidgets.Widget,
) -> Box:
    """What goes in on the left, the field in the middle, what comes out on the right."""

    def group(kind: str, names: tuple[str, ...], title: str = "") -> Box:
        return box(f"gb-group gb-{kind}", *(controls[name] for name in names), heading=title)

    foot.add_class("gb-summary")
    for name in (*SELDOM, *RARE):
        controls[name].add_class("gb-seldom")
    figures.add_class("gb-seldom")
    for name in RARE:
        controls[name].add_class("gb-rare")
    training = group("training", TRAINING, "Training")
    training.children += (More(), *(controls[name] for name in RARE))
    return box(
        "gb-grid",
        heading,
        picture.transport,
        box("gb-left", group("data", DATA, "Data"), group("net", NETWORK)),
        box("gb-middle", picture.field, box("gb-key", picture.key, controls["shown"]), figures),
        box(
            "gb-right",
            box("gb-group gb-charts", picture.accuracy, picture.loss),
            training,
        ),
        foot,
    )
