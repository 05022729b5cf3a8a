"""The file of a student's progress: several notebooks may write it, and none can break it.

Each change is made under a lock: read what is there, add to it, write a new file beside it,
see that it has reached the disk, and put it in the old one's place.  Whoever reads meanwhile
finds the old file or the new one, whole.
"""
import errno
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from course.progress.record import Record, plus
from course.progress.text import LARGEST, NewerVersionError, from_text, to_text

NAME = "progress.json"
PATIENCE = 2.0  # seconds to wait for the lock
COPIES = 99  # set aside of each sort, at most
KEPT = "It is kept while this notebook runs, and tried again."


class StoreError(Exception):
    """Nothing was written, and what was there is as it was; the message is for the student."""


class Store:
    """The progress file in a folder.

    Parameters
    ----------
    folder : Path
        Made when something is written first.
    patience : float
        Seconds to wait while another program writes.

    Attributes
    ----------
    path : Path
        The file.
    """

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self.path, self._patience = folder / NAME, patience

    def read(self) -> Record:
        """What the file says; an empty record if there is none.  It takes no lock.

        Raises
        ------
        StoreError
            If it cannot be read, is damaged, or is of a later version.
        """
        try:
            return self._read() or Record()
        except NewerVersionError as error:
            raise StoreError(_newer(error)) from error
        except ValueError as error:
            raise StoreError(f"Your progress file is damaged: {error}.") from error
        except OSError as error:
            raise StoreError(self._cannot("be read from", error)) from error

    def add(self, newer: Record, known: Record | None = None) -> tuple[Record, str]:
        """Add to the file, and give what it says now.

        Parameters
        ----------
        newer : Record
            What happened since the last time.
        known : Record, optional
            What this program last saw there: it is the start of a new file if the old one
            turns out to be damaged.

        Returns
        -------
        record : Record
        notice : str
            A sentence if a damaged file was set aside, otherwise "".

        Raises
        ------
        StoreError
            If that was impossible: nothing is changed, and it may be tried again.
        """
        with self._locked():
            older, notice = self._read_or_set_aside(known or Record())
            record = plus(older, newer)
            record = replace(record, student=record.student or secrets.token_hex(16))
            self._write(to_text(record))
        return record, notice

    def reset(self) -> str:
        """Begin anew; the name under which the old file is kept, or "" if there was none.

        Raises
        ------
        StoreError
            If that was impossible: nothing is changed.
        """
        with self._locked():
            return self._set_aside("before-reset") if self.path.exists() else ""

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock; an error of the disk becomes a sentence."""
        from filelock import FileLock, Timeout  # 30 ms that no page has to wait for

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=self._patience):
                yield
        except Timeout as error:
            raise StoreError(
                f"Another program holds your progress file, so this is not saved yet. {KEPT}"
            ) from error
        except NewerVersionError as error:
            raise StoreError(_newer(error)) from error
        except (OSError, NotImplementedError) as error:
            raise StoreError(f"{self._cannot('be saved in', error)} {KEPT}") from error

    def _cannot(self, act: str, error: Exception) -> str:
        number = getattr(error, "errno", None)
        if number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            return "The disk is full, so your progress is not saved yet."
        reason = getattr(error, "strerror", None) or type(error).__name__
        return f"Your progress cannot {act} {self.path.parent} ({reason})."

    def _read(self) -> Record | None:
        try:
            with self.path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        if len(content) > LARGEST:
            raise ValueError(f"it is larger than {LARGEST:,} bytes")
        return from_text(content.decode("utf-8"))  # a UnicodeDecodeError is a ValueError

    def _read_or_set_aside(self, known: Record) -> tuple[Record, str]:
        try:
            return self._read() or Record(), ""
        except NewerVersionError:
            raise
        except ValueError:
            name = self._set_aside("damaged")
            return known, (
                f"Your progress file was damaged. It is kept as {name}, and a new one is begun."
            )

    def _set_aside(self, why: str) -> str:
        for number in range(1, COPIES + 1):
            kept = self.path.with_name(f"progress-{why}-{number}.json")
            if not kept.exists():
                self.path.rename(kept)
                return kept.name
        raise OSError(errno.EEXIST, f"there are {COPIES} copies named progress-{why} already")

    def _write(self, text: str) -> None:
        for left in self.path.parent.glob("progress-*.tmp"):  # of a writer that was killed
            with suppress(OSError):
                left.unlink()
        handle, name = tempfile.mkstemp(".tmp", "progress-", self.path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
        _settle(self.path.parent)


def _settle(folder: Path) -> None:
    """See that the folder's new entry reaches the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _newer(error: NewerVersionError) -> str:
    return (
        f"Your progress file is left as it is: {error}. Update Glassbox; until then nothing "
        "you do here is saved."
    )
