"""Where the course lies on this machine."""

from pathlib import Path


class CommandError(Exception):
    """A command cannot go on; the message is one line that says what to do."""


def root() -> Path:
    """Return the folder of the clone, the one that holds pyproject.toml.

    Raises
    ------
    CommandError
        If Glassbox was installed without its clone, so that there are no lessons.
    """
    folder = Path(__file__).resolve().parents[1]
    if not (folder / "pyproject.toml").is_file():
        raise CommandError(
            f"{folder} is not a clone of Glassbox, so there are no lessons in it. "
            "Clone the repository and run `make lab` in it."
        )
    return folder
