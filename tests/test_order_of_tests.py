"""What drives the browser runs last: no test after it could run a loop of its own."""
import pytest


def test_files_that_drive_the_browser_come_after_all_others(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    driving = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    # In the order in which they are handed out: by the first test of each.
    files = list(dict.fromkeys(item.path for item in items))
    assert [path in driving for path in files] == sorted(path in driving for path in files)
