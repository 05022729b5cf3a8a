"""Play, step and reset, the result, and what is going on."""
from collections.abc import Callable

import traitlets

from widgets.assets import script
from widgets.parts import Part

ACTS = ("play", "pause", "step", "reset")
STATES = ("empty", "running", "paused", "done", "failed")


class Transport(Part):
    """The top row of a widget that runs.

    Attributes
    ----------
    state : {"empty", "running", "paused", "done", "failed"}
    result, free, result_words : str
        The number in large figures, what it must beat, and what it counts.
    progress, activity : str
        Two lines: "step 2,400", and "running, 1,240 steps/s".
    problem : str
        What went wrong and what to do, or "".
    spoken : str
        A sentence for screen readers, when a run stops.
    """

    _esm = script("follow.js", "attached.js", "transport.js")

    state = traitlets.Enum(STATES, "empty").tag(sync=True)
    result = traitlets.Unicode("--.-%").tag(sync=True)
    free = traitlets.Unicode("").tag(sync=True)
    result_words = traitlets.Unicode("").tag(sync=True)
    progress = traitlets.Unicode("").tag(sync=True)
    activity = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Unicode("").tag(sync=True)
    spoken = traitlets.Unicode("").tag(sync=True)

    def on_act(self, heard: Callable[[str], None]) -> None:
        """Call `heard` with "play", "pause", "step" or "reset" when a person asks for it."""

        def read(_: object, content: object, __: object) -> None:
            kind = content.get("kind") if isinstance(content, dict) else None
            if kind in ACTS:
                heard(kind)

        self.on_msg(read)
