"""What holds for every test: no network for models, no window for plots, no traces at home."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from course.toys import RULES

# Before matplotlib and the Hugging Face libraries are imported, which read them once.
os.environ["MPLBACKEND"] = "agg"
os.environ["HF_HUB_OFFLINE"] = "1"

# How long an example takes says more of the machine than of the code.
settings.register_profile("glassbox", deadline=None)
settings.load_profile("glassbox")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run last the files that drive the browser, which stays open from their first test to the end.

    While it is open, Playwright's event loop counts as running, and no test can run its own.  Whole
    files, for they are handed out whole where several processes share the tests.
    """
    driving = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in driving)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, in place of the user's; it does not exist yet."""
    folder = tmp_path / "glassbox-data"
    monkeypatch.setenv("GLASSBOX_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def rules() -> Iterator[None]:
    """The rules of the course alone, whatever a test adds to them."""
    before = dict(RULES)
    yield
    RULES.clear()
    RULES.update(before)
