"""A picture of one's own: a button and a place to drop a file on."""
import threading
from collections.abc import Callable

import traitlets

from course.pictures.uploads import MOST_BYTES, Before, PictureError, Upload, read_picture
from widgets.assets import script, sheet
from widgets.parts import Part
from widgets.run_loop import running_loop


class OwnPicture(Part):
    """Takes a picture from whoever looks at the page; it is kept nowhere but in memory.

    The page makes large pictures and photographs small before they are sent, and with that drops
    everything but their pixels; what is no picture it does not send, but for the first 1,024
    bytes, which say what it is.  So a message has about 1 MB at most, where the server would end
    a connection at 10 MB.  Here all is checked again, for a page can send anything.

    Parameters
    ----------
    size : int
        Pixels a side of what is heard.

    Attributes
    ----------
    said : str
        What was made of the last file, or why it was not taken.
    problem : bool
        Whether `said` says why not.
    busy : bool
        Whether a file is being read.
    most_bytes : int
        Of a file.
    """

    _esm = script("follow.js", "art_shrinking.js", "art_upload.js")
    _css = sheet("art_parts.css")

    said = traitlets.Unicode("").tag(sync=True)
    problem = traitlets.Bool(False).tag(sync=True)
    busy = traitlets.Bool(False).tag(sync=True)
    most_bytes = traitlets.Int(MOST_BYTES).tag(sync=True)

    def __init__(self, size: int = 128, **traits: object) -> None:
        super().__init__(**traits)
        self._size, self._loop = size, running_loop()
        self._heard: list[Callable[[Upload], None]] = []
        self.on_msg(self._read)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: a file comes in a message."""

    def on_picture(self, heard: Callable[[Upload], None]) -> None:
        """Call `heard(upload)` with each picture that can be used; its words are shown here."""
        self._heard.append(heard)

    def _read(self, _: object, content: object, buffers: list) -> None:
        """A file from the page, which may be anything."""
        if not isinstance(content, dict) or content.get("kind") != "file" or self.busy:
            return
        name, data = content.get("name"), b"".join(map(bytes, buffers[:1]))
        name = name if isinstance(name, str) else ""
        before = _before(content.get("before"))
        if self._loop is None or self._loop.is_closed():
            self._done(*self._try(data, name, before))
            return
        self.busy = True

        def work() -> None:  # some hundredths of a second: not on the loop
            self._loop.call_soon_threadsafe(self._done, *self._try(data, name, before))

        threading.Thread(target=work, daemon=True).start()

    def _try(self, data: bytes, name: str, before: Before | None) -> tuple[Upload | None, str]:
        try:
            return read_picture(data, self._size, name, before), ""
        except PictureError as error:
            return None, str(error)

    def _done(self, upload: Upload | None, problem: str) -> None:
        with self.hold_sync():
            self.busy, self.problem = False, upload is None
            self.said = problem if upload is None else f"Your picture: {upload.words}."
        if upload is not None:
            for heard in self._heard:
                heard(upload)


def _before(told: object) -> Before | None:
    """What the page says the picture was; None if it says nothing that could be true."""
    if not isinstance(told, dict):
        return None
    try:
        return Before(**{name: told.get(name) for name in ("kind", "width", "height")})
    except (TypeError, ValueError):
        return None
