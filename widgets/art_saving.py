"""Two words that save: the picture, and the run."""
from collections.abc import Callable

import traitlets

from widgets.assets import script, sheet
from widgets.parts import Part

KINDS = ("png", "gif")


class Saving(Part):
    """"Save the picture" and "Save the run": the kernel makes the file, the page downloads it.

    Attributes
    ----------
    busy : bool
        Whether a file is being made; until it is given, nothing else can be asked for.
    said : str
        A sentence below: what is being made, what was saved, or why it was not.
    can_save : bool
        Whether there is anything to save.
    """

    _esm = script("follow.js", "download.js", "art_saving.js")
    _css = sheet("art_parts.css")

    busy = traitlets.Bool(False).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    can_save = traitlets.Bool(True).tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what a person does comes in messages."""

    def on_ask(self, heard: Callable[[str], None]) -> None:
        """Call `heard("png" or "gif")` when a person asks for the picture or the run.

        Nothing is heard while `busy`.  Whoever hears it sets `busy` if it takes a while, and
        then calls `give` or `fail`.
        """

        def read(_: object, content: object, __: object) -> None:
            if not isinstance(content, dict) or content.get("kind") != "save":
                return
            kind = content.get("what")  # an app's visitor can send anything
            if isinstance(kind, str) and kind in KINDS and self.can_save and not self.busy:
                heard(kind)

        self.on_msg(read)

    def give(self, name: str, mime: str, data: bytes) -> None:
        """Have the page download a file.

        Parameters
        ----------
        name : str
            Of the file: "rose-120.png".
        mime : str
            "image/png" or "image/gif".
        data : bytes
        """
        with self.hold_sync():
            self.busy = False
            self.said = f"{name} is in your downloads ({_size(len(data))})."
        self.send({"kind": "file", "name": name, "mime": mime}, [data])

    def fail(self, words: str) -> None:
        """Say why there is no file."""
        with self.hold_sync():
            self.busy, self.said = False, words


def _size(count: int) -> str:
    return f"{max(1, round(count / 1000)):,} kB" if count < 999_500 else f"{count / 1e6:.1f} MB"
